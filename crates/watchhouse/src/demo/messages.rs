//! Messages of the demonstration city of which somebody asked whether they are real: kept as they came, and examined by the
//! centre itself once it is open.
//!
//! Names of well-known senders are real, as they are on what people get; every address, number and reference is invented.

use centre::ledger::Actor;
use jiff::SignedDuration;
use message::Came;
use store::{MemberFilter, MemberLine, MessageWay, NewAskedMessage, Sort, Standing, Store, StoreError};
use terms::Timestamp;

use super::draw::Draw;

/// So many members have one message asked about.
const MEMBERS_A_MESSAGE: u64 = 60;
/// There are never more.
pub const MOST_MESSAGES: u64 = 36;
/// How many in a hundred come through the page of a member; the others come from visitors.
const FROM_MEMBERS: f64 = 55.0;
/// How many in a hundred belong to the wave.
const OF_THE_WAVE: f64 = 45.0;
/// The oldest came so many minutes ago; those of the wave came in the last two days.
const OLDEST: usize = 6 * 24 * 60;
const WAVE_SINCE: usize = 2 * 24 * 60;

/// The wave: one text with small changes, as its senders make them.
const WAVE: [&str; 4] = [
    "Royal Mail: your parcel {ref} waits at our depot. Pay the fee of 1.99 within 24 hours or it goes back to the sender: \
     http://royalmail-{word}.example/pay",
    "Royal Mail: your parcel {ref} is held at our depot. Pay the fee of 2.49 within 24 hours or it goes back to the sender: \
     http://royalmail-{word}.example/pay",
    "RoyalMail: Your parcel {ref} waits at our depot. Please pay the fee of 1.99 within 12 hours or it goes back to the \
     sender: http://royalmail-{word}.example/pay",
    "Royal Mail: your parcel {ref} waits at the depot. Pay a fee of 1.99 within 24 hours or it will go back to the sender. \
     http://royalmail-{word}.example/pay",
];
/// What the addresses of the wave end with.
const WORDS: [&str; 5] = ["fee", "redelivery", "depot", "parcel", "post"];

/// The others: texts, and mails as they were saved.
const OTHERS: [&str; 9] = [
    "Hi mum, my phone fell in the sink, this is my new number 07700 900461. Can you pay a bill for me today? I will give it \
     back on Friday x",
    "HMRC: you are due a tax refund of 318.44. Claim it before midnight with your card at http://hmrc-refund.example/claim",
    "Your table for four at the Lantern Kitchen is booked for Friday at 19:00. Ring 020 7946 0321 if your plans change.",
    "Your one-time code is 481 206. It works for ten minutes. We never ask for this code on the telephone.",
    "From: Sam Okoro <sam.okoro@hartley-supplies.example>\r\nTo: accounts@bakery.example\r\nSubject: Invoice {ref}: our new \
     bank details\r\nDate: Thu, 26 Nov 2026 08:41:00 +0000\r\nMessage-ID: <{ref}@hartley-supplies.example>\r\n\
     Reply-To: sam.okoro@hartley-accounts.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello,\r\n\r\nOur \
     bank details have changed. Please pay invoice {ref} today to the new account: sort code 12-34-56, account 12345678. \
     Please do not ring, I am in meetings all day.\r\n\r\nSam\r\n",
    "From: Microsoft account team <security@account-check.example>\r\nTo: office@garage.example\r\nSubject: Your mailbox \
     will be closed\r\nDate: Wed, 25 Nov 2026 17:12:00 +0000\r\nMessage-ID: <{ref}@account-check.example>\r\n\
     Content-Type: text/plain; charset=utf-8\r\n\r\nYour mailbox is full and will be closed today. Sign in to keep it: \
     http://login-mailbox.example/office365\r\n",
    "From: Lantern Wholesale <news@lantern-wholesale.example>\r\nTo: shop@greengrocer.example\r\nSubject: Our opening hours \
     in December\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\nMessage-ID: <{ref}@lantern-wholesale.example>\r\nContent-Type: \
     text/plain; charset=utf-8\r\n\r\nDear customers,\r\n\r\nWe close at noon on the 24th and open again on the 29th. \
     Orders for the week come to the usual address.\r\n\r\nWith kind regards, the team\r\n",
    "From: \"Managing director\" <md.private@freemail.example>\r\nTo: till@salon.example\r\nSubject: Are you at your \
     desk?\r\nDate: Fri, 27 Nov 2026 09:05:00 +0000\r\nMessage-ID: <{ref}@freemail.example>\r\nContent-Type: text/plain; \
     charset=utf-8\r\n\r\nI need you to buy five gift cards of 100 for clients before lunch. Send me the codes here. Keep \
     it between us, it is a surprise.\r\n",
    "We have recorded you through your camera. Pay 900 in bitcoin to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 within 48 \
     hours or everybody you know gets the film.",
];

/// Adds the messages of a city with so many members; returns how many there are.
///
/// # Errors
/// When the store fails.
pub async fn add(store: &Store, seed: u64, members: u64, now: Timestamp) -> Result<u64, StoreError> {
    let many = (members / MEMBERS_A_MESSAGE).min(MOST_MESSAGES);
    let of_members = MemberFilter { standing: Standing::Member, ..MemberFilter::default() };
    let lines = store.members(&of_members, Sort::Name, None, 200).await?.lines;
    for number in 0..many {
        let mut draw = Draw::of(seed, "messages", number);
        let (text, minutes) = written(&mut draw, number);
        let from = draw.percent(FROM_MEMBERS) && !lines.is_empty();
        let member = from.then(|| lines.get(draw.below(lines.len()))).flatten();
        keep(store, &text, member, now - SignedDuration::from_mins(minutes)).await?;
    }
    Ok(many)
}

/// The words of a message, and how many minutes ago it came.
fn written(draw: &mut Draw, number: u64) -> (String, i64) {
    let is_wave = draw.percent(OF_THE_WAVE);
    let template = if is_wave { draw.one(&WAVE) } else { OTHERS[number as usize % OTHERS.len()] };
    let reference = format!("WH{}", draw.between(100_000, 999_999));
    let text = template.replace("{ref}", &reference).replace("{word}", draw.one(&WORDS));
    let minutes = draw.between(5, if is_wave { WAVE_SINCE } else { OLDEST });
    (text, i64::try_from(minutes).unwrap_or_default())
}

async fn keep(
    store: &Store,
    text: &str,
    member: Option<&MemberLine>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (came, name) =
        if text.starts_with("From: ") { (Came::Saved, "message.eml") } else { (Came::Words, "message.txt") };
    let mut file = store.file_arrives().await?;
    file.write(text.as_bytes()).await?;
    let new = NewAskedMessage {
        token: store.new_draft_token(),
        file: file.finish(name, at).await?,
        way: MessageWay { door: "page".to_owned(), came: came.word().to_owned() },
        organisation: member.map(|member| member.id),
        person: None,
        borough: member.map(|member| member.borough.clone()).unwrap_or_default(),
        sector: member.map(|member| member.sector.clone()).unwrap_or_default(),
    };
    store.receive_message(&new, &Actor::Visitor, at).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_whole_and_the_same_seed_writes_the_same() {
        for number in 0..MOST_MESSAGES {
            let of = || written(&mut Draw::of(7, "messages", number), number);
            assert_eq!(of(), of());
            assert!(!of().0.contains('{'), "{}", of().0);
        }
        let waves = (0..MOST_MESSAGES)
            .filter(|n| written(&mut Draw::of(1829, "messages", *n), *n).0.contains("depot"));
        assert!((8..28).contains(&waves.count()), "a wave that the desk can see");
    }
}
