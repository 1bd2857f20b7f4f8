//! From bytes and the way they came to the message in question.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::forward::bare_subject;
use crate::mime::{self, Mail};
use crate::reading::{Body, Came, Enclosure, Flag, Headers, Kept, Link, Reading, Reporter, Way};
use crate::sight::{Forwarded, Sight, Taken};
use crate::{chat, mbox, outlook, plain, strange, text};

/// Attached messages inside attached messages that are opened.
pub(crate) const MOST_WRAPPINGS: usize = 5;

/// Reads what somebody sent us. Never fails: what is wrong is a [`Flag`].
pub fn read(bytes: &[u8], came: Came) -> Reading {
    match came {
        Came::Saved => saved(bytes, 0),
        Came::SentToUs => sent(bytes),
        Came::Words => words(bytes),
    }
}

/// A file of the message itself.
fn saved(bytes: &[u8], wrapped: usize) -> Reading {
    if outlook::is_msg(bytes) {
        return match outlook::read(bytes) {
            Some((mail, kept)) => of_mail(mail, kept, None),
            None => nothing([Flag::NotAMessage, Flag::Broken]),
        };
    }
    let place = inside(bytes);
    let mail = mime::read(bytes.get(place.clone()).unwrap_or_default());
    if !mail.is_mail {
        let mut reading = words(bytes);
        reading.flags.insert(Flag::NotAMessage);
        return reading;
    }
    // An outer mail that says nothing of its own and forwards one message is a wrapping.
    let wraps = bare_subject(&mail.headers.subject).1 && mail.sight.lines.trim().is_empty();
    let is_alone = wraps && mail.enclosures.iter().filter(|held| is_message(held)).count() == 1;
    if is_alone
        && wrapped < MOST_WRAPPINGS
        && let Some(reading) = attached(&mail, place.start, wrapped + 1)
    {
        return reading;
    }
    of_mail(mail, Kept::Everything, Some(place))
}

/// Where the mail stands in a file that has something around it: an mbox, Apple's `.emlx`, blank lines.
fn inside(bytes: &[u8]) -> Range<usize> {
    if let Some(place) = mbox::emlx(bytes) {
        return place;
    }
    if let Some(place) = mbox::first(bytes) {
        return place;
    }
    let bom = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let blank = bytes.iter().skip(bom).take_while(|byte| byte.is_ascii_whitespace()).count();
    bom + blank..bytes.len()
}

/// A mail to the centre: the outer is the reporter's.
fn sent(bytes: &[u8]) -> Reading {
    if outlook::is_msg(bytes) {
        return saved(bytes, 0);
    }
    let mail = mime::read(bytes);
    if !mail.is_mail {
        return saved(bytes, 0);
    }
    if mail.resent {
        return of_mail(mail, Kept::Everything, Some(0..bytes.len()));
    }
    if let Some(found) = mail.sight.forward() {
        return inline(mail, found);
    }
    if let Some(mut reading) = attached(&mail, 0, 1) {
        let note = plain::newest(&mail.sight.lines).0;
        reading.reporter =
            Some(Reporter { mailbox: mail.headers.from.first().cloned().unwrap_or_default(), note });
        return reading;
    }
    own_words(mail)
}

/// A forward in the words of a mail.
fn inline(mail: Mail, found: Forwarded) -> Reading {
    let mut headers = found.block.headers;
    if headers.subject.is_empty() {
        headers.subject = bare_subject(&mail.headers.subject).0.to_owned();
    }
    let mut flags = kept_flags(&mail.flags);
    flag_copied(&headers, &mut flags);
    let reporter =
        Reporter { mailbox: mail.headers.from.first().cloned().unwrap_or_default(), note: found.note };
    let mut reading = of_parts(headers, found.taken, mail.enclosures, flags);
    reading.way = Way::Inline(found.block.dialect);
    reading.kept = Kept::Copied;
    reading.reporter = Some(reporter);
    reading
}

/// Flags of the outer mail that say something of what it carries.
fn kept_flags(flags: &BTreeSet<Flag>) -> BTreeSet<Flag> {
    let kept =
        [Flag::Cut, Flag::TooDeep, Flag::TooManyParts, Flag::Encrypted, Flag::Broken, Flag::ReadersDisagree];
    flags.iter().copied().filter(|flag| kept.contains(flag)).collect()
}

fn flag_copied(headers: &Headers, flags: &mut BTreeSet<Flag>) {
    if !headers.from.iter().any(|mailbox| mailbox.address.contains('@')) {
        flags.insert(Flag::NoSender);
    }
    if headers.from.iter().filter(|mailbox| mailbox.address.contains('@')).count() > 1 {
        flags.insert(Flag::DoubledHeader);
    }
    strange::flag(headers, flags);
}

/// Somebody wrote to us without forwarding anything: their words are the message.
fn own_words(mail: Mail) -> Reading {
    let reporter =
        Reporter { mailbox: mail.headers.from.first().cloned().unwrap_or_default(), note: String::new() };
    let flags = kept_flags(&mail.flags);
    let mut reading = of_parts(Headers::default(), mail.sight.whole(), mail.enclosures, flags);
    reading.way = Way::Words;
    reading.kept = Kept::Nothing;
    reading.reporter = Some(reporter);
    reading
}

/// Whether an enclosure is a message by what it claims; what it is shows when it is read.
fn is_message(held: &Enclosure) -> bool {
    let name = held.name.to_ascii_lowercase();
    matches!(held.declared.as_str(), "message/rfc822" | "message/global" | "application/vnd.ms-outlook")
        || name.ends_with(".eml")
        || name.ends_with(".msg")
        || name.ends_with(".emlx")
        || outlook::is_msg(&held.bytes)
}

/// The first attached message that can be read.
fn attached(mail: &Mail, offset: usize, wrapped: usize) -> Option<Reading> {
    let all = mail.enclosures.iter().zip(&mail.places).enumerate();
    for (nth, (held, place)) in all.filter(|(_, (held, _))| is_message(held)) {
        let mut reading = saved(&held.bytes, wrapped);
        if reading.flags.contains(&Flag::NotAMessage) {
            continue;
        }
        reading.way = Way::Attached;
        reading.untouched = match (place, reading.untouched.take()) {
            (Some(outer), Some(inner)) => {
                Some(offset + outer.start + inner.start..offset + outer.start + inner.end)
            }
            _ => None,
        };
        let others = mail
            .enclosures
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != nth)
            .map(|(_, held)| held.clone());
        reading.enclosures.extend(others);
        reading.flags.extend(kept_flags(&mail.flags));
        return Some(reading);
    }
    None
}

/// Words that somebody pasted or typed.
fn words(bytes: &[u8]) -> Reading {
    let (held, cut) = text::decode(bytes);
    let mut flags = BTreeSet::new();
    if cut {
        flags.insert(Flag::Cut);
    }
    if text::is_source(&held) {
        let mail = mime::read(held.trim_start().as_bytes());
        let mut reading = of_mail(mail, Kept::Headers, None);
        reading.flags.extend(flags);
        return reading;
    }
    let sight = if text::is_markup(&held) { mime::markup(&held) } else { Sight::of_words(&held) };
    if let Some(found) = sight.forward() {
        flag_copied(&found.block.headers, &mut flags);
        let mut reading = of_parts(found.block.headers, found.taken, Vec::new(), flags);
        reading.way = Way::Words;
        reading.kept = Kept::Copied;
        return reading;
    }
    let chat = chat::read(&sight.lines);
    let (headers, sight) = match chat {
        Some(chat) => (chat.headers, Sight::of_words(&chat.words)),
        None => (Headers::default(), sight),
    };
    let kept = if headers.from.is_empty() { Kept::Nothing } else { Kept::Copied };
    strange::flag(&headers, &mut flags);
    if strange::turns_direction(&held) {
        flags.insert(Flag::InvisibleCharacters);
    }
    let mut reading = of_parts(headers, sight.whole(), Vec::new(), flags);
    reading.way = Way::Words;
    reading.kept = kept;
    reading
}

fn of_mail(mail: Mail, kept: Kept, untouched: Option<Range<usize>>) -> Reading {
    let mut reading = of_parts(mail.headers, mail.sight.whole(), mail.enclosures, mail.flags);
    reading.kept = kept;
    reading.untouched = untouched;
    reading
}

fn of_parts(headers: Headers, taken: Taken, enclosures: Vec<Enclosure>, flags: BTreeSet<Flag>) -> Reading {
    let mut flags = flags;
    if taken.twins_differ {
        flags.insert(Flag::TwinsDiffer);
    }
    Reading {
        way: Way::Whole,
        kept: Kept::Nothing,
        reporter: None,
        headers,
        body: taken.body,
        links: taken.links,
        enclosures,
        flags,
        untouched: None,
    }
}

fn nothing(flags: [Flag; 2]) -> Reading {
    let taken = Taken { body: Body::default(), links: Vec::<Link>::new(), twins_differ: false };
    of_parts(Headers::default(), taken, Vec::new(), flags.into_iter().collect())
}
