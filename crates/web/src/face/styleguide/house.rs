//! The house's own components.

use jiff::Timestamp;
use terms::{Promise, PromiseState};

use super::Section;
use super::samples::LONG;
use crate::face::components::Button;
use crate::face::content::Content;
use crate::face::house::{
    Clock, ClockState, Door, Doors, EmptyState, NextThing, PasteLine, Progress, PromiseTile, PromiseTiles,
    Stat, Stats, Step, Steps, Tap, Taps, Timeline, TimelineEntry,
};
use crate::face::words::Words;

pub(super) fn sections() -> Vec<Section> {
    vec![doors(), taps(), steps(), promises(), next_thing(), clocks(), timeline(), stats(), waiting()]
}

fn doors() -> Section {
    let door = |title: &str, text: &str, href: &str, is_urgent: bool| Door {
        title: title.into(),
        text: text.into(),
        href: href.to_owned(),
        is_urgent,
    };
    let items = vec![
        door(
            "Help now",
            "Something is happening, or has happened. Who to ring first, in three seconds.",
            "#help",
            true,
        ),
        door("Is this real?", "An e-mail, a text, a caller. Show us, and hear what we see.", "#real", false),
        door(
            "Check my business",
            "Your name on the internet: four promises, and one next thing.",
            "#check",
            false,
        ),
        door("Join", "Three minutes, free. What you get, and what we ask.", "#join", false),
    ];
    Section::new("doors", "Doors", "Ways into the house. The first is for somebody in trouble.")
        .with("Four doors", Doors { items, heading_level: Some(3) })
}

fn taps() -> Section {
    let tap = |text: &str, is_chosen: bool| Tap { text: text.into(), href: "#taps".to_owned(), is_chosen };
    let question = |id: &str, question: &str, chosen: Option<bool>| Taps {
        id: id.to_owned(),
        question: question.into(),
        items: vec![tap("Yes", chosen == Some(true)), tap("No", chosen == Some(false))],
        words: Words::default(),
    };
    Section::new(
        "taps",
        "Taps",
        "A question that is answered with one tap. Each answer is a link, so that it works without script.",
    )
    .with("Not answered", question("taps-open", "Is it still happening?", None))
    .with("Answered", question("taps-answered", "Has money gone in the last day?", Some(true)))
    .with("Long text", question("taps-long", LONG, None))
}

fn steps() -> Section {
    let step = |title: &str, why: &str, how_long: &str, call: Option<(&str, &str)>| Step {
        title: title.into(),
        text: "Dial 159, or the number on your card.".into(),
        why: why.into(),
        how_long: how_long.to_owned(),
        call: call.map(|(href, shown)| (href.to_owned(), shown.to_owned())),
    };
    let items = vec![
        step(
            "Ring your bank now",
            "The first hour counts most.",
            "You, 10 minutes",
            Some(("tel:159", "159")),
        ),
        step("Keep everything", "", "You, 5 minutes", None),
        step(LONG, LONG, "You, 1 hour", None),
    ];
    Section::new("steps", "Steps", "What to do, in its order: what, why, who and how long.")
        .with("From the second step on", Steps { items, from: Some(2), heading_level: Some(3) })
}

fn tile(promise: Promise, state: PromiseState, sentence: &str, href: &str) -> PromiseTile {
    PromiseTile {
        promise,
        state,
        sentence: sentence.into(),
        href: href.to_owned(),
        heading_level: 3,
        words: Words::default(),
    }
}

fn promises() -> Section {
    let states = PromiseTiles {
        tiles: vec![
            tile(
                Promise::MailIsYours,
                PromiseState::NotKept,
                "Anybody can send mail in your name.",
                "#promises",
            ),
            tile(
                Promise::WebsiteIsSafe,
                PromiseState::Partly,
                "Visitors can still reach the old, open address.",
                "#promises",
            ),
            tile(
                Promise::NothingDangerousOpen,
                PromiseState::CouldNotCheck,
                "We have not looked, because nobody has said that we may.",
                "",
            ),
            tile(
                Promise::NameIsYours,
                PromiseState::Kept,
                "Your name answers, and it is yours until 3 March 2027.",
                "#promises",
            ),
        ],
    };
    let long =
        PromiseTiles { tiles: vec![tile(Promise::MailIsYours, PromiseState::Partly, LONG, "#promises")] };
    Section::new(
        "promises",
        "Promise tiles",
        "How the four promises stand. A sign and words say it; colour says it a third time. Not known never looks good.",
    )
    .with("Not kept, partly kept, could not check, kept", states)
    .with("Long text", long)
}

fn next_thing() -> Section {
    let line = |label: &str, line: &str| {
        Content::of(&PasteLine { label: label.to_owned(), line: line.to_owned(), words: Words::default() })
    };
    let full = NextThing {
        title: "Stop others from sending mail in your name".into(),
        why: "Today anybody can write to your customers as you, and their mail programs believe it.".into(),
        who: "Whoever looks after your domain name".into(),
        how_long: "10 minutes".into(),
        content: Content::all([
            line("Type", "TXT"),
            line("Name", "_dmarc.example.org"),
            line("Value", "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.org"),
        ]),
        proof: "check again tomorrow. The first promise should then be kept.".into(),
        button: Some(Button::link("Send this to the person who can do it", "#next")),
        heading_level: Some(3),
        words: Words::default(),
    };
    Section::new(
        "next",
        "The next thing",
        "At most one on a page. It says why, who, how long, what to paste, and how to see that it worked.",
    )
    .with("With everything", full)
}

fn clock(state: ClockState, left: &str) -> Clock {
    Clock {
        duty: "Tell the Information Commissioner about lost personal data".into(),
        deadline: Timestamp::UNIX_EPOCH,
        deadline_words: "Thursday 14 May, 4 pm".to_owned(),
        left_words: left.to_owned(),
        state,
        source: "UK GDPR, article 33: within 72 hours of knowing".into(),
        words: Words::default(),
    }
}

fn clocks() -> Section {
    Section::new("clocks", "Clocks", "A deadline in words, written by the server.")
        .with("There is time", clock(ClockState::Running, "2 days and 3 hours"))
        .with("Little time left", clock(ClockState::Short, "50 minutes"))
        .with("Done in time", clock(ClockState::Met, ""))
        .with("The time is over", clock(ClockState::Missed, ""))
}

fn timeline() -> Section {
    let entry = |when: &str, title: &str, content: &str, who: &str| TimelineEntry {
        at: Timestamp::UNIX_EPOCH,
        when: when.to_owned(),
        title: title.into(),
        content: content.into(),
        who: who.to_owned(),
    };
    let entries = vec![
        entry("Today, 09:12", "Rang the owner", "Asked to be rung again after the stocktake.", "A. Officer"),
        entry(
            "3 May, 02:00",
            "Checked example.org",
            "One promise got better: mail in your name.",
            "Nightly check",
        ),
        entry("28 April", "Joined", "", "The firm"),
    ];
    let long = vec![entry("1 April", LONG, LONG, "A. Officer")];
    Section::new("timeline", "Timeline", "What happened, newest first.")
        .with("Several entries", Timeline { entries, heading_level: Some(3) })
        .with("Long text", Timeline { entries: long, heading_level: Some(3) })
}

fn stats() -> Section {
    let stat = |number: &str, label: &str, note: &str, href: &str| Stat {
        number: number.to_owned(),
        label: label.into(),
        note: note.into(),
        href: href.to_owned(),
    };
    let items = vec![
        stat("2,000", "members", "1,870 a month ago", "#stats"),
        stat("412", "kept all four promises", "", "#stats"),
        stat("33", "boroughs with a member", "all of them", ""),
        stat("0", "firms that wait for an answer", "", ""),
    ];
    Section::new("stats", "Numbers", "Each number opens into the records behind it.")
        .with("Four numbers", Stats { items })
}

fn waiting() -> Section {
    let empty = EmptyState {
        title: "No notes yet".into(),
        text: "A note is seen by the team only. Write down what the next person should know.".into(),
        button: Some(Button::link("Write a note", "#waiting")),
        heading_level: Some(3),
    };
    let progress = |done, of, words: &str| Progress {
        label: "Checking example.org".to_owned(),
        words: words.to_owned(),
        done,
        of,
        events_href: String::new(),
        href: "#waiting".to_owned(),
        link: "See how far it is".to_owned(),
    };
    Section::new("waiting", "Nothing yet, and under way", "A page is never blank and never silent.")
        .with("Nothing here yet", empty)
        .with("Under way", progress(3, 12, "We have asked 3 of 12 questions."))
        .with("Nobody knows how long", progress(0, 0, "We are waiting for the first answer."))
}
