//! What happened to the invented people of the city: stories for reports. No name, account or address in them is anybody's.

use centre::account::{Account, CameBy, Paid, Place};
use centre::case::Wish;
use centre::playbook::{Answer, Answers, Question};
use centre::reclaim::Way;
use terms::{Money, PlainLine};

use super::draw::Draw;

/// One story.
pub struct Story {
    /// The problem of Help now.
    pub problem: &'static str,
    /// What happened, in the teller's words.
    pub words: &'static str,
    /// Addresses and numbers that were used.
    pub traces: &'static [&'static str],
    /// How it came.
    pub came_by: Option<CameBy>,
    /// Questions that are answered with yes.
    pub yes: &'static [Question],
    /// Money that went, in pounds.
    pub pounds: u32,
    /// What they want.
    pub wishes: &'static [Wish],
}

const fn story(problem: &'static str, words: &'static str) -> Story {
    Story { problem, words, traces: &[], came_by: None, yes: &[], pounds: 0, wishes: &[] }
}

/// The sender of the wave: one address and one account behind twelve false bills.
pub const WAVE_SENDER: &str = "accounts@greenhallow-supplies.test";
/// The account to which the wave's money went; its sort code is in nobody's use.
pub const WAVE_ACCOUNT: &str = "00-00-00 00001829";
/// The telephone number on the wave's bills, of the range for plays and films.
pub const WAVE_PHONE: &str = "020 7946 0182";

/// What the victims of the wave say, each a little differently.
pub const WAVE: [&str; 4] = [
    "A bill from our supplier had new bank details. We paid it. The real supplier never got the money.",
    "An e-mail said that Greenhallow has a new account. It looked right, so we paid the monthly bill there.",
    "We paid an invoice for stock. The shop next door got the same mail, so now we think that it was a trick.",
    "They rang first, then the bill came by e-mail with another account number. I paid it the same day.",
];

/// Every other story.
pub const STORIES: &[Story] = &[
    Story {
        traces: &["07700 900412", "safe-transfer.test"],
        came_by: Some(CameBy::Call),
        yes: &[Question::Money, Question::Now],
        pounds: 4_800,
        wishes: &[Wish::MoneyBack],
        ..story(
            "bank-caller",
            "Somebody rang from the bank's fraud team and had me move the money to a safe account.",
        )
    },
    Story {
        traces: &["readme_unlock.txt"],
        yes: &[Question::Now],
        wishes: &[Wish::WorkAgain],
        ..story(
            "locked",
            "All files on the till computer end in .locked and there is a note with a wallet address.",
        )
    },
    Story {
        traces: &["login-portal.test"],
        came_by: Some(CameBy::Email),
        yes: &[Question::Now],
        wishes: &[Wish::WorkAgain, Wish::WarnOthers],
        ..story(
            "mailbox",
            "Customers ask why we send them links. I see mails in the sent folder that nobody here wrote.",
        )
    },
    Story {
        traces: &["parcel-fee.test", "07700 900077"],
        came_by: Some(CameBy::Text),
        wishes: &[Wish::WarnOthers],
        ..story("strange-text", "A text wants one pound forty for a parcel. I did not press it.")
    },
    Story {
        traces: &["https://chat.test/p/8841"],
        came_by: Some(CameBy::Social),
        wishes: &[Wish::TakenDown, Wish::MakeItStop],
        ..story(
            "hate",
            "They post about my faith under every picture of my shop. Yesterday somebody wrote that they know where I live.",
        )
    },
    Story {
        traces: &["hallowell-orders.test"],
        came_by: Some(CameBy::Email),
        pounds: 2_150,
        wishes: &[Wish::MoneyBack],
        ..story(
            "false-order",
            "A school ordered forty tablets on account. The school knows nothing of it, and the goods are gone.",
        )
    },
    Story {
        traces: &["our-shop-sale.test"],
        came_by: Some(CameBy::Website),
        wishes: &[Wish::TakenDown, Wish::WarnOthers],
        ..story(
            "fake-site",
            "There is a second website with our name and pictures. People ordered there and got nothing.",
        )
    },
    Story {
        yes: &[Question::Known],
        wishes: &[Wish::MakeItStop, Wish::NoPolice],
        ..story(
            "followed",
            "My former business partner knows where I am each evening. I think that it is in my phone.",
        )
    },
    Story {
        came_by: Some(CameBy::Inside),
        wishes: &[Wish::OnlyTell],
        ..story(
            "old-worker",
            "Somebody who left in spring still opens our booking system. I see the name in the list.",
        )
    },
    Story {
        wishes: &[Wish::WarnOthers],
        ..story(
            "details",
            "I sent the list of all members of the choir to a wrong address. Names, telephone numbers, birthdays.",
        )
    },
    Story {
        traces: &["+44 7700 900333"],
        came_by: Some(CameBy::Social),
        yes: &[Question::Money],
        pounds: 11_400,
        wishes: &[Wish::MoneyBack, Wish::PoliceAct],
        ..story(
            "investment",
            "An adviser on a chat showed me my money growing. Now I must pay a fee to take it out.",
        )
    },
    Story {
        traces: &["198.51.100.14"],
        yes: &[Question::Now],
        wishes: &[Wish::WorkAgain],
        ..story(
            "flooded",
            "Our booking page is down since the morning. The web host says that it is flooded from outside.",
        )
    },
    Story {
        came_by: Some(CameBy::Email),
        wishes: &[Wish::WarnOthers],
        ..story(
            "strange-mail",
            "A mail says that our web address runs out today and wants a card. We did nothing with it.",
        )
    },
    Story {
        pounds: 320,
        yes: &[Question::Money],
        wishes: &[Wish::MoneyBack],
        ..story("card-used", "Four small payments on the shop's card that none of us made.")
    },
    Story {
        came_by: Some(CameBy::Call),
        ..story(
            "strange-call",
            "Somebody said that they are from the council and wanted to look at the router.",
        )
    },
    Story {
        traces: &["https://reviews.test/r/551"],
        wishes: &[Wish::TakenDown, Wish::Apology],
        ..story(
            "false-reviews",
            "Thirty reviews in one night, all one star, from people who were never here.",
        )
    },
    Story {
        yes: &[Question::Now, Question::Money],
        pounds: 900,
        came_by: Some(CameBy::Call),
        wishes: &[Wish::MoneyBack, Wish::WorkAgain],
        ..story(
            "let-someone-in",
            "A man mended the computer from afar and asked me to log in to the bank while he watched.",
        )
    },
    Story {
        came_by: Some(CameBy::Email),
        wishes: &[Wish::WorkAgain],
        ..story(
            "password",
            "I typed my password into a page that looked like our mail. Then I saw the address.",
        )
    },
];

/// Answers that reporters write.
pub const ANSWERS: [&str; 4] = [
    "Thank you. I rang the bank at ten past nine, they gave me a reference.",
    "Yes, that is right. I can be reached after four.",
    "I found two more mails of the same sender. Shall I send them?",
    "It is quiet now. Nobody wrote since yesterday.",
];

/// Notes of the desk.
pub const NOTES: [&str; 4] = [
    "Rang. Calm, has told the family. Bank first, then the mailbox playbook.",
    "The sending address is a day old. Compared it with the others of this week.",
    "Spoke with the web host's abuse desk. They look today.",
    "Wants no police for now. Said that it stays their choice.",
];

/// A story as an account.
pub(super) fn told(story: &Story, draw: &mut Draw) -> Account {
    let answers = story.yes.iter().fold(Answers::default(), |all, question| all.with(*question, Answer::Yes));
    let is_place = |trace: &&&str| trace.starts_with("https://");
    let paid = (story.pounds > 0).then(|| Paid {
        amount: Money::pounds(story.pounds + draw.below(200) as u32),
        way: Some(Way::Transfer),
        day: None,
        time: None,
        to: None,
        account: None,
    });
    Account {
        happened: story.words.to_owned(),
        came_by: story.came_by,
        traces: story
            .traces
            .iter()
            .filter(|trace| !is_place(trace))
            .filter_map(|trace| line(trace))
            .collect(),
        places: story
            .traces
            .iter()
            .filter(is_place)
            .filter_map(|trace| Some(Place { platform: None, address: line(trace)? }))
            .collect(),
        paid: paid.into_iter().collect(),
        wishes: story.wishes.to_vec(),
        ..Account::default()
    }
    .answering(answers)
}

/// One false bill of the wave.
pub(super) fn told_of_wave(number: u64, draw: &mut Draw, day: Option<jiff::civil::Date>) -> Account {
    let words = WAVE[number as usize % WAVE.len()];
    let mut traces = vec![line(WAVE_SENDER)];
    traces.extend(draw.percent(50.0).then(|| line(WAVE_PHONE)));
    Account {
        happened: words.to_owned(),
        came_by: Some(CameBy::Email),
        traces: traces.into_iter().flatten().collect(),
        paid: vec![Paid {
            amount: Money::pounds(400 + draw.below(9_000) as u32),
            way: Some(Way::Transfer),
            day,
            time: None,
            to: line("Greenhallow Supplies"),
            account: line(WAVE_ACCOUNT),
        }],
        wishes: vec![Wish::MoneyBack],
        ..Account::default()
    }
    .answering(Answers::default().with(Question::Money, Answer::Yes))
}

/// A line, where it is one.
pub(super) fn line(text: &str) -> Option<PlainLine> {
    PlainLine::parse(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_is_about_a_problem_that_we_take() {
        let guide = crate::guidance::read().expect("Help now is built in");
        for story in STORIES {
            let problem = guide.problems.get(story.problem).expect(story.problem);
            assert!(!problem.is_signpost_only(), "{}", story.problem);
        }
    }
}
