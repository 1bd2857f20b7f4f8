//! How it stands: what was received, who read it, what is next and by when, to whom it was handed, what came of it, and the
//! mailbox.

use askama::Template;
use axum::response::{IntoResponse, Response};
use centre::case::{Deed, Event, Wish, hand_overs, tracker};
use evidence::visible;
use store::{LONGEST_MESSAGE, MAILBOX_DAYS, Message};

use super::Own;
use super::in_words::{
    DutySeen, HandOver, NextSeen, duties_seen, hand_over, next_seen, outcome, read_by, when,
};
use crate::app::App;
use crate::caller::Caller;
use crate::casework::{Opened, peek};
use crate::face::components::{Button, Checkboxes, ErrorSummary, FileUpload, Input, Textarea};
use crate::face::words::{FluentValue, Words};
use crate::face::{Chrome, Page};
use crate::pages::help::said;
use crate::pages::home::Line;
use crate::pages::tell::read::answers;
use crate::pages::tell::typed::Typed;
use crate::pages::tell::{Asks, FileSeen, Maker, seen};
use crate::pages::{Faults, frame};
use crate::problem::Problem;

/// A message as its owner reads it.
struct MessageSeen {
    who: String,
    when: String,
    /// Its lines; text of strangers, and no link in it can be pressed.
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "report/tracker.html")]
struct TrackerPage {
    chrome: Chrome,
    errors: Option<ErrorSummary>,
    reference: String,
    received: String,
    read: Option<String>,
    next: Option<NextSeen>,
    hand_overs: Vec<HandOver>,
    helped_others: bool,
    outcomes: Vec<String>,
    is_finished: bool,
    wish: Vec<String>,
    wishes: Checkboxes,
    wish_own: Input,
    duties: Vec<DutySeen>,
    messages: Vec<MessageSeen>,
    message: Textarea,
    call: Input,
    files: Vec<FileSeen>,
    upload: FileUpload,
    erased: String,
    send: Button,
    ask_call: Button,
    add: Button,
    change_wish: Button,
    close: Button,
    line: Line,
}

/// Draws the page of a report that stands open.
pub(super) async fn page(
    app: &App,
    caller: &Caller,
    own: &Own,
    faults: &Faults,
) -> Result<Response, Problem> {
    let opened = peek(app, own.report.case).await?;
    let items = app.store.items_of_report(own.report.id).await?;
    let (words, now, by_day) = (Words::default(), app.now(), own.by_day());
    let tracker = tracker(&opened.case, &opened.readings, now);
    let problem = app.guide.problems().get(&own.report.problem);
    let typed = wish_typed(&opened.case.wishes);
    let make = Maker { words, typed: &typed, faults };
    let frame = frame(app, caller, words.say("yours-title"), "/report");
    let here = |item: &&store::EvidenceItem| item.destroyed_at.is_none();
    let page = TrackerPage {
        chrome: Chrome { exit_this_page: true, has_error: !faults.is_empty(), ..frame },
        errors: faults.summary(),
        reference: own.report.reference.to_string(),
        received: when(app, own.report.received_at, by_day),
        read: tracker.as_ref().and_then(|tracker| tracker.read).map(|(role, at)| {
            let gaps = [
                ("who", FluentValue::from(read_by(words, role))),
                ("when", FluentValue::from(when(app, at, false))),
            ];
            words.say_with("yours-read", &gaps)
        }),
        next: tracker.as_ref().map(|tracker| next_seen(app, words, tracker, own.report.manner, by_day)),
        hand_overs: hand_overs(&opened.case).map(|seen| hand_over(app, words, seen, by_day)).collect(),
        helped_others: tracker.as_ref().is_some_and(|tracker| tracker.helped_others),
        outcomes: tracker.iter().flat_map(|t| &t.outcomes).map(|came| outcome(words, *came)).collect(),
        is_finished: tracker.as_ref().is_some_and(|tracker| tracker.is_finished),
        wish: wish_told(words, &opened),
        wishes: match problem {
            Some(problem) => make.wishes(Asks::of(problem, answers(&typed))),
            None => Checkboxes::default(),
        },
        wish_own: make.input("wish", "tell-wish-own", ""),
        duties: duties_seen(app, words, &opened.case, now),
        messages: own.mailbox.messages.iter().map(|m| message_seen(app, words, m, by_day)).collect(),
        message: message_field(words, faults),
        call: make.input("call", "yours-call", "yours-call-hint"),
        files: items.iter().filter(here).map(|item| seen(words, item)).collect(),
        upload: make.files(),
        erased: words.say_with("yours-erased-after", &[("days", FluentValue::from(MAILBOX_DAYS))]),
        send: Button::submit(words.say("yours-message-send")),
        ask_call: Button::secondary(words.say("yours-call-button")),
        add: Button::secondary(words.say("tell-files-add")),
        change_wish: Button::secondary(words.say("yours-wish-change")),
        close: Button::secondary(words.say("yours-close")),
        line: Line::of(app, words, now),
    };
    Ok(Page::new(page).with_status(faults.status()).into_response())
}

fn message_field(words: Words, faults: &Faults) -> Textarea {
    let most = FluentValue::from(format!("{},{:03}", LONGEST_MESSAGE / 1_000, LONGEST_MESSAGE % 1_000));
    Textarea {
        name: "message".to_owned(),
        label: words.say("yours-message").into_owned().into(),
        hint: Some(words.say_with("yours-message-hint", &[("most", most)]).as_str().into()),
        error: faults.at("message"),
        rows: Some(5),
        ..Textarea::default()
    }
}

/// The wishes as boxes that are ticked.
fn wish_typed(wishes: &[Wish]) -> Typed {
    let mut typed = Typed::default();
    wishes.iter().for_each(|wish| typed.add("wishes", wish.name()));
    typed
}

/// What the person wants, as they said it last.
fn wish_told(words: Words, opened: &Opened) -> Vec<String> {
    let mut told: Vec<String> =
        opened.case.wishes.iter().map(|wish| said::of(words, "tell-wish", wish.name())).collect();
    let newest = |event: &&Event| matches!(event.deed, Deed::WishTold { .. });
    if let Some(Deed::WishTold { text: Some(text), .. }) =
        opened.events.iter().rfind(newest).map(|event| &event.deed)
    {
        told.extend(opened.texts.get(text).map(|own| visible(own).text));
    }
    told
}

fn message_seen(app: &App, words: Words, message: &Message, by_day: bool) -> MessageSeen {
    let who = if message.from_desk { "yours-message-ours" } else { "yours-message-yours" };
    MessageSeen {
        who: words.say(who).into_owned(),
        when: when(app, message.at, by_day && !message.from_desk),
        lines: visible(&message.words).text.lines().map(str::to_owned).collect(),
    }
}
