//! What is written to somebody who wants to sign in.

use centre::ledger::Actor;
use jiff::SignedDuration;
use store::{CODE_MINUTES, NewLetter, Person, Secret};
use terms::EmailAddress;

use super::by_email::members_at;
use super::may_come_in;
use crate::app::App;
use crate::face::Words;
use crate::face::words::FluentValue;
use crate::problem::Problem;

/// A mailbox of the house gets one letter about its door within this time, however often it is asked for.
const ONE_LETTER_IN: SignedDuration = SignedDuration::from_secs(60);
/// Why a code is sent, as the outbox knows it.
const CODE: &str = "sign_in_code";
/// Why the way in for people of the centre is sent.
const OTHER_DOOR: &str = "sign_in_other_door";

/// Digits of a code that stand together.
const GROUP: usize = 4;

/// Writes to the mailbox what helps its owner to come in: a code for the browser with this ticket, or
/// which door is theirs. A mailbox that nobody here has gets nothing.
///
/// # Errors
/// When the store fails.
pub(super) async fn write_to(app: &App, email: &EmailAddress, ticket: &Secret) -> Result<(), Problem> {
    let members = members_at(app, email).await?;
    if let Some(first) = members.first() {
        let letter = |code: &Secret| code_letter(app, &members, first, code);
        app.store.ask_for_code(email, ticket, &Actor::Visitor, app.now(), letter).await?;
        return Ok(());
    }
    let people = app.store.people_with_email(email).await?;
    let of_the_house = people.iter().find(|p| p.organisation.is_none() && may_come_in(p, app.now()));
    if let Some(person) = of_the_house
        && !got_one_just_now(app, person).await?
    {
        app.store.queue_letter(&other_door(app, person), &Actor::Visitor, app.now()).await?;
    }
    Ok(())
}

async fn got_one_just_now(app: &App, person: &Person) -> Result<bool, Problem> {
    let newest = app.store.letters(Some(&person.email.to_string()), None, None, 5).await?;
    let is_young = |at| app.now().duration_since(at) < ONE_LETTER_IN;
    Ok(newest.iter().any(|l| l.cause == OTHER_DOOR && is_young(l.queued_at)))
}

fn code_letter(app: &App, members: &[Person], first: &Person, code: &Secret) -> NewLetter {
    let gaps = [
        ("code", FluentValue::from(in_groups(code.reveal()))),
        ("minutes", FluentValue::from(CODE_MINUTES)),
        ("centre", FluentValue::from(app.facts.centre_name.as_str())),
        ("origin", FluentValue::from(app.facts.origin.as_str())),
    ];
    let words = Words::default();
    NewLetter {
        recipient: first.email.clone(),
        confirmed: members.iter().any(|p| p.confirmed_at.is_some()),
        // A mailbox of several firms: the letter must not go when one of them leaves.
        organisation: if members.len() == 1 { first.organisation } else { None },
        subject: words.say("sign-in-letter-subject").into_owned(),
        text: words.say_with("sign-in-letter", &gaps),
        cause: CODE.to_owned(),
    }
}

/// `1234 5678`: digits as people copy them.
fn in_groups(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    digits.chunks(GROUP).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

fn other_door(app: &App, person: &Person) -> NewLetter {
    let gaps = [
        ("centre", FluentValue::from(app.facts.centre_name.as_str())),
        ("origin", FluentValue::from(app.facts.origin.as_str())),
    ];
    let words = Words::default();
    NewLetter {
        recipient: person.email.clone(),
        confirmed: person.confirmed_at.is_some(),
        organisation: None,
        subject: words.say("sign-in-letter-subject").into_owned(),
        text: words.say_with("sign-in-letter-other-door", &gaps),
        cause: OTHER_DOOR.to_owned(),
    }
}
