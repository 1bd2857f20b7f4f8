//! Header lines of the first reader, as words of a reading.

use mail_parser::{Addr, Address, DateTime, Header, HeaderName, HeaderValue, Host, Message, Received};

use super::results;
use crate::reading::{Headers, Hop, Mailbox};

/// Mailboxes of one kind that are kept.
const MOST_MAILBOXES: usize = 200;
/// `Received` lines that are kept.
const MOST_HOPS: usize = 100;
/// `Authentication-Results` lines that are kept, and signatures.
const MOST_PROOFS: usize = 20;
/// Letters of a subject, name or address that are kept.
const LONGEST_WORDS: usize = 2_000;

pub(super) fn headers(message: &Message<'_>) -> Headers {
    let mut headers = Headers::default();
    let mut has_subject = false;
    for header in message.headers() {
        let value = &header.value;
        match &header.name {
            HeaderName::From => add(&mut headers.from, value),
            HeaderName::To | HeaderName::Cc => add(&mut headers.to, value),
            HeaderName::ReplyTo => add(&mut headers.reply_to, value),
            HeaderName::Sender if headers.sender.is_none() => {
                headers.sender = mailboxes(value).into_iter().next()
            }
            HeaderName::ReturnPath if headers.return_path.is_none() => {
                headers.return_path = value.as_text().map(|held| clip(held.trim_matches(['<', '>', ' '])));
            }
            HeaderName::Subject if !has_subject => {
                has_subject = true;
                headers.subject = value.as_text().map(tidy).unwrap_or_default();
            }
            HeaderName::Date if headers.date.is_none() => headers.date = value.as_datetime().and_then(moment),
            HeaderName::MessageId if headers.message_id.is_none() => {
                headers.message_id = value.as_text().map(|held| clip(held.trim()));
            }
            HeaderName::InReplyTo | HeaderName::References => {
                headers.answers |= !matches!(value, HeaderValue::Empty)
            }
            HeaderName::ListId => headers.list = true,
            HeaderName::ListUnsubscribe => {
                headers.list = true;
                headers.unsubscribe.extend(bracketed(&raw(message, header)));
            }
            HeaderName::Received if headers.hops.len() < MOST_HOPS => {
                headers.hops.push(hop(value.as_received()))
            }
            HeaderName::AuthenticationResults if headers.results.len() < MOST_PROOFS => {
                headers.results.push(results::provider(&raw(message, header)));
            }
            HeaderName::DkimSignature if headers.signatures.len() < MOST_PROOFS => {
                headers.signatures.extend(results::signature(&raw(message, header)));
            }
            HeaderName::Other(name) => {
                let is_mailer =
                    name.eq_ignore_ascii_case("x-mailer") || name.eq_ignore_ascii_case("user-agent");
                if is_mailer && headers.mailer.is_none() {
                    headers.mailer = Some(tidy(&raw(message, header)));
                }
            }
            _ => {}
        }
    }
    headers.from = gathered(headers.from);
    headers
}

/// A comma in a name that is not quoted makes two mailboxes of one: what has no address belongs to the next that has one.
fn gathered(from: Vec<Mailbox>) -> Vec<Mailbox> {
    if from.len() < 2 || !from.iter().any(|mailbox| mailbox.address.contains('@')) {
        return from;
    }
    let (mut all, mut names): (Vec<Mailbox>, Vec<String>) = (Vec::new(), Vec::new());
    for mailbox in from {
        if !mailbox.name.trim().is_empty() {
            names.push(mailbox.name);
        }
        if mailbox.address.contains('@') {
            all.push(Mailbox { name: names.join(", "), address: mailbox.address });
            names.clear();
        }
    }
    all
}

/// Whether header lines of a mail are there. A letter's "Note: …" is none.
pub(super) fn looks_like_mail(message: &Message<'_>) -> bool {
    let marks = message
        .headers()
        .iter()
        .filter(|header| {
            matches!(
                header.name,
                HeaderName::From
                    | HeaderName::To
                    | HeaderName::Subject
                    | HeaderName::Date
                    | HeaderName::Received
                    | HeaderName::MessageId
                    | HeaderName::MimeVersion
                    | HeaderName::ContentType
                    | HeaderName::ReturnPath
                    | HeaderName::DeliveredTo
            )
        })
        .take(2)
        .count();
    let first = message.headers().first().map(|header| header.offset_field);
    marks >= 1 && first.is_some_and(|at| at < 4_096)
}

/// Two lines of which there may be one (RFC 5322 3.6, RFC 2045 6).
pub(super) fn doubled(message: &Message<'_>) -> bool {
    let mut seen = [0_u8; 6];
    for header in message.headers() {
        let which = match header.name {
            HeaderName::From => 0,
            HeaderName::Subject => 1,
            HeaderName::Date => 2,
            HeaderName::ContentType => 3,
            HeaderName::ContentTransferEncoding => 4,
            HeaderName::Sender => 5,
            _ => continue,
        };
        if let Some(times) = seen.get_mut(which) {
            *times = times.saturating_add(1);
        }
    }
    seen.iter().any(|times| *times > 1)
}

fn add(list: &mut Vec<Mailbox>, value: &HeaderValue<'_>) {
    let room = MOST_MAILBOXES.saturating_sub(list.len());
    list.extend(mailboxes(value).into_iter().take(room));
}

pub(crate) fn mailboxes(value: &HeaderValue<'_>) -> Vec<Mailbox> {
    let HeaderValue::Address(address) = value else {
        return value.as_text().map(mailbox).into_iter().filter(|one| *one != Mailbox::default()).collect();
    };
    match address {
        Address::List(list) => list.iter().take(MOST_MAILBOXES).map(one).collect(),
        Address::Group(groups) => {
            groups.iter().flat_map(|group| &group.addresses).take(MOST_MAILBOXES).map(one).collect()
        }
    }
}

fn one(address: &Addr<'_>) -> Mailbox {
    let name = tidy(address.name.as_deref().unwrap_or_default());
    let held = clip(address.address.as_deref().unwrap_or_default().trim());
    // A name without an address is read as an address without `@`.
    if name.is_empty() && !held.contains('@') {
        return Mailbox { name: held, address: String::new() };
    }
    Mailbox { name, address: held }
}

/// A mailbox as people and programs write it into a line: `Name <address>`, `Name [mailto:address]`, or one of both.
pub(crate) fn mailbox(written: &str) -> Mailbox {
    let written = written.trim();
    let opens =
        written.rfind(['<', '[']).filter(|at| written.get(*at..).is_some_and(|rest| rest.contains('@')));
    let (name, address) = match opens {
        Some(at) => {
            let address = written.get(at + 1..).unwrap_or_default();
            let end = address.find(['>', ']']).unwrap_or(address.len());
            // Outlook writes an address twice: `Name <address<mailto:address>>`.
            let name = written.get(..at).unwrap_or_default();
            let twice =
                name.rfind('<').filter(|open| !name.get(*open..).is_some_and(|inner| inner.contains('>')));
            (twice.and_then(|open| name.get(..open)).unwrap_or(name), address.get(..end).unwrap_or_default())
        }
        None if written.contains('@') && !written.contains(char::is_whitespace) => ("", written),
        None => match written.split_whitespace().find(|word| word.contains('@')) {
            Some(word) => (written.split(word).next().unwrap_or_default(), word),
            None => (written, ""),
        },
    };
    let address = address.trim().trim_start_matches("mailto:");
    let address = address.trim_matches(['(', ')', ',', ';', '"', '\'', '*', '<', '>']);
    Mailbox { name: tidy(name.trim().trim_matches(['"', '\'', '*', '“', '”'])), address: clip(address) }
}

fn tidy(words: &str) -> String {
    let words: String = words
        .chars()
        .take(LONGEST_WORDS)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    words.trim().to_owned()
}

fn clip(words: &str) -> String {
    words.chars().take(LONGEST_WORDS).collect()
}

fn moment(date: &DateTime) -> Option<i64> {
    date.is_valid().then(|| date.to_timestamp())
}

/// The value as it stands, unfolded.
fn raw(message: &Message<'_>, header: &Header<'_>) -> String {
    let range = header.offset_start as usize..header.offset_end as usize;
    let bytes = message.raw_message.get(range).unwrap_or_default();
    String::from_utf8_lossy(bytes.get(..bytes.len().min(MOST_RAW)).unwrap_or_default()).into_owned()
}

/// Bytes of one raw header value that are read.
const MOST_RAW: usize = 16_000;

fn bracketed(value: &str) -> Vec<String> {
    let pieces = value.split('<').skip(1).take(10);
    pieces
        .filter_map(|piece| piece.split_once('>'))
        .map(|(held, _)| held.split_whitespace().collect())
        .collect()
}

fn hop(received: Option<&Received<'_>>) -> Hop {
    let Some(received) = received else { return Hop::default() };
    let host = |host: &Host<'_>| match host {
        Host::Name(name) => clip(name),
        Host::IpAddr(ip) => ip.to_string(),
    };
    Hop {
        helo: received.helo.as_ref().or(received.from.as_ref()).map(host),
        from_ip: received.from_ip.or(match received.from {
            Some(Host::IpAddr(ip)) => Some(ip),
            _ => None,
        }),
        by: received.by.as_ref().map(host),
        at: received.date.as_ref().and_then(moment),
    }
}
