//! What the reporter says has already happened.

use triage::{Already, already};

#[test]
fn what_happened_is_heard_in_many_wordings() {
    for (note, what) in [
        ("I clicked on it, is that bad?", Already::Clicked),
        ("Is this real? I opened the attachment already.", Already::Clicked),
        ("my wife tapped the link", Already::Clicked),
        ("I have paid them £400", Already::Paid),
        ("He transferred the money yesterday", Already::Paid),
        ("I put in my card details", Already::Paid),
        ("I gave my password before I noticed", Already::GavePassword),
        ("I logged in on their page", Already::GavePassword),
        ("I told them the code from the text", Already::GavePassword),
        ("they were on my computer for an hour", Already::LetThemIn),
        ("I installed AnyDesk", Already::LetThemIn),
        ("I didn't want to, but I paid", Already::Paid),
    ] {
        assert!(already(note).contains(&what), "{note}: {:?}", already(note));
    }
}

#[test]
fn what_did_not_happen_is_not_heard() {
    for note in [
        "I haven't clicked on anything",
        "I have not paid. Is this real?",
        "I did not open it and have never clicked such things",
        "Should I have clicked?",
        "They want me to get gift cards paid by Friday",
        "It says I paid for a subscription",
        "nobody has logged in",
        "We never gave my password to anyone",
        "Is this real?",
        "Fwd: unpaid toll",
        "",
    ] {
        assert_eq!(already(note), [], "{note}");
    }
}
