//! What was done about a case, newest first, in words; and what went to and fro.

use std::collections::BTreeMap;

use centre::case::{Actor, Deed, Event, Holder};
use centre::clock_words::date_in_words;
use centre::ledger;
use store::Message;
use terms::PersonId;

use super::deeds::in_ledger;
use super::words;
use crate::app::App;
use crate::casework::Opened;
use crate::face::content::Content;
use crate::face::house::{Timeline, TimelineEntry};
use crate::pages::desk::words::{self as desk_words, Names};
use crate::problem::Problem;

/// The timeline.
///
/// # Errors
/// When a name cannot be looked up.
pub async fn timeline(app: &App, opened: &Opened) -> Result<Timeline, Problem> {
    let names = names(app, opened).await?;
    let shown = opened.events.iter().rev().filter(|event| !matches!(event.deed, Deed::Read {}));
    let entry = |event: &Event| {
        let (title, line) = told(app, event, &names);
        let words = event.deed.text().and_then(|id| opened.texts.get(&id)).cloned();
        TimelineEntry {
            at: event.at,
            when: moment(app, opened, event),
            title: title.into(),
            content: Content::from(words.or(line).unwrap_or_default()),
            who: who(&event.by, &names),
        }
    };
    Ok(Timeline { entries: shown.map(entry).collect(), heading_level: Some(3) })
}

/// Day and time; of what only the day is kept, the day.
fn moment(app: &App, opened: &Opened, event: &Event) -> String {
    if opened.kept.by_day && event.by.officer().is_none() {
        return desk_words::day(app, event.at);
    }
    desk_words::moment(app, event.at)
}

async fn names(app: &App, opened: &Opened) -> Result<Names, Problem> {
    let mut actors: Vec<ledger::Actor> = opened.events.iter().filter_map(|e| in_ledger(&e.by)).collect();
    actors.extend(opened.events.iter().filter_map(|event| match &event.deed {
        Deed::HandedOver { to: Holder::Person(person), .. } => Some(ledger::Actor::Person(*person)),
        _ => None,
    }));
    Names::of(app, &actors).await
}

/// Who did it: role and name for people of the centre.
fn who(by: &Actor, names: &Names) -> String {
    match by {
        Actor::Reporter {} => "the reporter".to_owned(),
        Actor::Officer { person, .. } => names.who(&ledger::Actor::Person(*person)),
        Actor::Partner { body } => format!("partner: {body}"),
        Actor::Machine {} => "the program".to_owned(),
    }
}

/// The deed in words, and the line that somebody wrote with it.
#[allow(clippy::too_many_lines, reason = "one line for each deed; parting the list would only hide some")]
fn told(app: &App, event: &Event, names: &Names) -> (String, Option<String>) {
    let line = |title: &str, because: &terms::PlainLine| (title.to_owned(), Some(because.to_string()));
    let plain = |title: &str| (title.to_owned(), None);
    let about = |title: &str, what: String| (title.to_owned(), Some(what));
    match &event.deed {
        Deed::Received { .. } => plain("Received"),
        Deed::FirstStepsShown {} => plain("First steps shown"),
        Deed::Read {} => plain("Read"),
        Deed::Triaged { to, because } => {
            let what = format!(
                "{}; {}; {}",
                words::severity(to.severity),
                words::urgency(to.urgency),
                words::class(to.class)
            );
            let because = because.as_ref().map(|b| format!(". Why: {b}")).unwrap_or_default();
            about("How bad and how soon", format!("{what}{because}"))
        }
        Deed::CategorySuggested { category, because } => {
            about("The machine thinks it is", format!("{}: {because}", words::category(category.as_str())))
        }
        Deed::CategoryCorrected { category } => {
            about("An officer says it is", words::category(category.as_str()))
        }
        Deed::Taken {} => plain("Taken"),
        Deed::HandedOver { to, .. } => {
            let to = match to {
                Holder::Person(person) => names.who(&ledger::Actor::Person(*person)),
                Holder::Queue(_) => "the queue".to_owned(),
            };
            plain(&format!("Handed over to {to}"))
        }
        Deed::NoteAdded { .. } => plain("Note for ourselves"),
        Deed::MessageOut { .. } => plain("Message to the reporter"),
        Deed::MessageIn { .. } => plain("Message from the reporter"),
        Deed::CallBackAgreed { on } => about("Call promised", desk_words::moment(app, *on)),
        Deed::CallMade { reached: true } => plain("We spoke by telephone"),
        Deed::CallMade { reached: false } => plain("We rang, and nobody answered"),
        Deed::WaitingForReporter { because } => line("Waits for the reporter", because),
        Deed::WaitingForThirdParty { because } => line("Waits for somebody else", because),
        Deed::Resumed {} => plain("Goes on"),
        Deed::WishTold { wishes, .. } => {
            let all: Vec<&str> = wishes.iter().map(|wish| words::wish(*wish)).collect();
            (format!("They want: {}", all.join(", ")), None)
        }
        Deed::PackDecided { to, .. } => about("A hand-over was decided", words::body(app, to)),
        Deed::PackConsented { .. } => plain("The person says yes to a hand-over"),
        Deed::ConsentWithdrawn { .. } => plain("The person says no to a hand-over"),
        Deed::PackDropped { because, .. } => line("A hand-over was dropped", because),
        Deed::PackSent { reference, .. } => line("Handed over; their reference", reference),
        Deed::PackAccepted { .. } => plain("The body takes it on"),
        Deed::PackDeclined { because, .. } => line("The body does not take it on", because),
        Deed::PackReturned { outcome, .. } => {
            about("The body tells what became of it", words::outcome(*outcome).to_owned())
        }
        Deed::MergedInto { because, .. } => line("Goes on in another case", because),
        Deed::Unmerged { because } => line("Parted from the other case", because),
        Deed::TookIn { .. } => plain("Another case goes on in this one"),
        Deed::LetGo { .. } => plain("Another case goes its own way again"),
        Deed::FlagRaised { flag } => about("Safety flag raised", words::flag(*flag).to_owned()),
        Deed::FlagLifted { flag, because } => {
            about("Safety flag lifted", format!("{}. Why: {because}", words::flag(*flag)))
        }
        Deed::HoldAsked { because } => line("Legal hold asked for", because),
        Deed::HoldConfirmed {} => plain("Legal hold confirmed"),
        Deed::HoldLiftAsked { because } => line("End of the legal hold asked for", because),
        Deed::HoldLiftConfirmed {} => plain("Legal hold lifted"),
        Deed::OutcomeAdded { outcome, pence, because } => {
            about("Outcome", outcome_words(*outcome, *pence, because.as_ref()))
        }
        Deed::OutcomeWithdrawn { outcome, because } => {
            about("Outcome taken back", format!("{}. Why: {because}", words::outcome(*outcome)))
        }
        Deed::HelpedOthers {} => plain("Helped to warn others"),
        Deed::Resolved {} => plain("Resolved"),
        Deed::Closed {} => plain("Closed"),
        Deed::Rejected { because } => line("Rejected", because),
        Deed::Reopened { because } => line("Reopened", because),
        Deed::FollowUpDue { check_in, on } => {
            about("Check-in agreed", format!("{}: {}", words::check_in(*check_in), date_in_words(*on)))
        }
        Deed::FollowUpMade { check_in, result } => {
            let what = format!("{}: {}", words::check_in(*check_in), words::check_in_result(*result));
            about("Asked how they are", what)
        }
        Deed::DutyBegun { duty, since } => {
            about("A duty runs", format!("{}, since {}", words::duty(*duty), desk_words::day(app, *since)))
        }
        Deed::DutyDone { duty, .. } => about("A duty was done", words::duty(*duty).to_owned()),
        Deed::DutyDropped { duty, because } => {
            about("A duty does not apply", format!("{}. Why: {because}", words::duty(*duty)))
        }
        Deed::EvidenceAdded { .. } => plain("Evidence sealed"),
    }
}

/// An outcome with its money and reason.
pub fn outcome_words(
    outcome: centre::case::Outcome,
    pence: Option<u64>,
    because: Option<&terms::PlainLine>,
) -> String {
    let money = pence.map(|pence| format!(": {}", pounds(pence))).unwrap_or_default();
    let because = because.map(|because| format!(". Why: {because}")).unwrap_or_default();
    format!("{}{money}{because}", words::outcome(outcome))
}

/// Pence as pounds: `£1,250.50`.
pub fn pounds(pence: u64) -> String {
    let rest = pence % 100;
    let cents = if rest == 0 { String::new() } else { format!(".{rest:02}") };
    format!("£{}{cents}", desk_words::number(pence / 100))
}

/// One message, as the case shows it.
pub struct MessageShown {
    /// Whether we wrote it.
    pub is_ours: bool,
    /// Who wrote it, and when.
    pub head: String,
    /// Its words, line by line.
    pub lines: Vec<String>,
}

/// The messages of a mailbox in order.
///
/// # Errors
/// When a name cannot be looked up.
pub async fn messages(app: &App, by_day: bool, all: &[Message]) -> Result<Vec<MessageShown>, Problem> {
    let names = Names::of(app, all.iter().map(|message| &message.by)).await?;
    let shown = all.iter().map(|message| {
        let when = if by_day && !message.from_desk {
            desk_words::day(app, message.at)
        } else {
            desk_words::moment(app, message.at)
        };
        let who = if message.from_desk {
            format!("To the reporter, by {}", names.who(&message.by))
        } else {
            "From the reporter".to_owned()
        };
        MessageShown {
            is_ours: message.from_desk,
            head: format!("{who}, {when}"),
            lines: message.words.lines().map(str::to_owned).collect(),
        }
    });
    Ok(shown.collect())
}

/// The names of people by their ids, as a queue shows them.
///
/// # Errors
/// When the store fails.
pub async fn holders(app: &App, people: Vec<PersonId>) -> Result<BTreeMap<PersonId, String>, Problem> {
    let mut names = BTreeMap::new();
    for person in people {
        if let std::collections::btree_map::Entry::Vacant(place) = names.entry(person) {
            let found = app.store.person(person).await?;
            place.insert(found.map_or("somebody who left".to_owned(), |p| p.name.to_string()));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_told_in_pounds() {
        for (pence, words) in [(0, "£0"), (125_050, "£1,250.50"), (100_000_000, "£1,000,000"), (5, "£0.05")]
        {
            assert_eq!(pounds(pence), words);
        }
    }
}
