//! Appointments (RFC 5545) and contact cards (RFC 6350): lines of names and values.

use crate::contents::cut;
use crate::field::base64;
use crate::reading::Reading;
use crate::text::{addresses, decoded};
use crate::{Alarm, Contents, Kind};

/// The most lines that are read.
const MOST_LINES: usize = 20_000;
/// Fields whose words people see.
const SEEN: [&str; 16] = [
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "COMMENT",
    "ORGANIZER",
    "ATTENDEE",
    "CONTACT",
    "FN",
    "ORG",
    "TITLE",
    "NOTE",
    "TEL",
    "EMAIL",
    "ADR",
    "NICKNAME",
    "X-WR-CALNAME",
];
/// Fields that hold an address.
const ADDRESSES: [&str; 8] =
    ["URL", "ATTACH", "CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "SOURCE", "IMAGE", "PHOTO", "LOGO"];

/// Reads an appointment or a contact card.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let text = decoded(with.markup(out, bytes));
    for line in unfolded(&text) {
        let Some((head, value)) = line.split_once(':') else { continue };
        let name = head.split(';').next().unwrap_or_default();
        let name = name.rsplit('.').next().unwrap_or_default().to_ascii_uppercase();
        let value = value.trim();
        let packed = head.to_ascii_uppercase().contains("ENCODING=B") || value.starts_with("data:");
        if packed && value.len() > 64 {
            let data = base64(value.rsplit(',').next().unwrap_or_default().as_bytes());
            with.inside(out, &name.to_ascii_lowercase(), &data);
        } else if name == "X-ALT-DESC" {
            let mut page = Contents::new("", Kind::Html);
            crate::html::read(plain(value).as_bytes(), &mut page, with);
            page.links.iter().for_each(|link| out.link(&link.target, &link.shown));
            page.alarms.into_iter().for_each(|alarm| out.alarm(alarm));
        } else if ADDRESSES.contains(&name.as_str()) {
            out.link(value, "");
        } else if SEEN.contains(&name.as_str()) {
            let words = plain(value);
            addresses(&words, out);
            let shown = head.split(';').find_map(|part| part.strip_prefix("CN=")).unwrap_or_default();
            out.say(&format!("{} {words}", shown.trim_matches('"')));
        }
    }
    let links = out.links.iter().filter(|link| link.target.contains("://")).take(8);
    let alarm = |target: String| match out.kind {
        Kind::Contact => Alarm::ContactLink { target },
        _ => Alarm::CalendarLink { target },
    };
    let alarms: Vec<_> = links.map(|link| alarm(cut(&link.target, 2_048).to_owned())).collect();
    alarms.into_iter().for_each(|alarm| out.alarm(alarm));
}

/// Lines, with those joined that go on with a space.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().take(MOST_LINES) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some(last)) => last.push_str(more),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// A value with its signs for lines and commas taken back.
fn plain(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            other => out.push(other),
        }
    }
    out
}
