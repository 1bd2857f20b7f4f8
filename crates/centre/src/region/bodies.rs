//! Who else helps: `bodies.toml`, the partner bodies and how to reach them.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use terms::{DomainName, EmailAddress, PhoneNumber};

use super::borough::{BoroughCode, BoroughRow};
use crate::pack::Faults;
use crate::pack::{Document, Entry};

const FILE: &str = "bodies.toml";
const KEYS: [&str; 13] = [
    "id",
    "name",
    "kind",
    "borough",
    "phone",
    "web",
    "mail",
    "domain",
    "what_for",
    "hours",
    "source",
    "checked",
    "to_confirm",
];
/// The most digits of a number that is rung without an area code, such as 7726.
const LONGEST_SHORT_NUMBER: usize = 6;

/// What kind of body it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// A police force.
    Police,
    /// The council of a borough.
    Council,
    /// A university or college.
    University,
    /// A service for the whole country.
    National,
    /// A charity that helps people.
    Charity,
}

/// A number that people ring or text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dial {
    /// Three to six digits, the same all over the country: 999, 159, 7726.
    Short(String),
    /// A number with its area code.
    Full(PhoneNumber),
}

impl Dial {
    /// Reads either kind.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_short = (3..=LONGEST_SHORT_NUMBER).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_digit())
            && !text.starts_with('0');
        if is_short {
            return Some(Self::Short(text.to_owned()));
        }
        PhoneNumber::parse(text).ok().map(Self::Full)
    }

    /// What stands after `tel:` in a link (RFC 3966).
    pub fn link_number(&self) -> String {
        match self {
            Self::Short(digits) => digits.clone(),
            Self::Full(number) => String::from(number.clone()),
        }
    }
}

impl fmt::Display for Dial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short(digits) => f.write_str(digits),
            Self::Full(number) => match String::from(number.clone()).strip_prefix("+443") {
                // Numbers for the whole country are read in fours and threes: 0300 123 2040.
                Some(rest) if rest.len() == 9 => {
                    write!(f, "03{} {} {}", &rest[..2], &rest[2..5], &rest[5..])
                }
                _ => write!(f, "{number}"),
            },
        }
    }
}

/// The ways to a body; at least one is there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// The number to ring (or to text, where `what_for` says so).
    pub phone: Option<Dial>,
    /// A page, always `https`.
    pub web: Option<String>,
    /// Where to write.
    pub mail: Option<EmailAddress>,
}

/// Whether somebody made sure that the entry is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// Read at its source on this day.
    On(Date),
    /// Still to be made sure of before the centre opens; says what.
    ToConfirm(String),
}

/// One partner body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its name in code and addresses: `report-fraud`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What kind of body it is.
    pub kind: BodyKind,
    /// The borough that it belongs to, for a council.
    pub borough: Option<BoroughCode>,
    /// How to reach it.
    pub reach: Reach,
    /// The domain under which it stands and writes; looked at every night, as records, where it is an authority.
    pub domain: Option<DomainName>,
    /// What it helps with, one sentence in plain words.
    pub what_for: String,
    /// When somebody answers, in plain words.
    pub hours: String,
    /// Where the entry comes from.
    pub source: String,
    /// Whether somebody made sure.
    pub checked: Checked,
}

pub(super) fn read(boroughs: &[BoroughRow], faults: &mut Faults<'_>) -> Vec<Body> {
    let Some(document) = Document::read(FILE, faults) else { return Vec::new() };
    document.root().allow_only(&["body"], faults);
    let entries = document.root().tables("body");
    if entries.is_empty() {
        faults.add(FILE, 1, "there is no [[body]]; add who helps when the centre cannot");
    }
    let mut bodies: Vec<Body> = Vec::new();
    for entry in &entries {
        let Some(body) = read_body(entry, boroughs, faults) else { continue };
        if bodies.iter().any(|b| b.id == body.id) {
            entry.fault(
                "id",
                format!("the id {:?} stands here twice; give each body its own", body.id),
                faults,
            );
        }
        bodies.push(body);
    }
    bodies
}

fn read_body(entry: &Entry<'_>, boroughs: &[BoroughRow], faults: &mut Faults<'_>) -> Option<Body> {
    entry.allow_only(&KEYS, faults);
    let id = entry.text("id", "write a short name, for example report-fraud", faults);
    let name = entry.text("name", "write what people call the body", faults);
    let kind = read_kind(entry, faults);
    let borough = read_borough(entry, boroughs, faults);
    let reach = read_reach(entry, faults);
    let domain = read_domain(entry, faults);
    let what_for = entry.text("what_for", "say what it helps with, in one plain sentence", faults);
    let hours = entry.text("hours", "say when somebody answers", faults);
    let source = entry.text("source", "say where this entry comes from", faults);
    let checked = read_checked(entry, faults);
    if kind == Some(BodyKind::Council) && borough.is_none() {
        entry.fault("borough", "a council needs the code of its borough; add borough = \"…\"", faults);
    }
    Some(Body {
        id: id?,
        name: name?,
        kind: kind?,
        borough,
        reach: reach?,
        domain,
        what_for: what_for?,
        hours: hours?,
        source: source?,
        checked: checked?,
    })
}

fn read_kind(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<BodyKind> {
    let kinds = "write police, council, university, national or charity";
    match entry.text("kind", kinds, faults)?.as_str() {
        "police" => Some(BodyKind::Police),
        "council" => Some(BodyKind::Council),
        "university" => Some(BodyKind::University),
        "national" => Some(BodyKind::National),
        "charity" => Some(BodyKind::Charity),
        other => {
            entry.fault("kind", format!("the kind {other:?} is not known; {kinds}"), faults);
            None
        }
    }
}

fn read_borough(entry: &Entry<'_>, boroughs: &[BoroughRow], faults: &mut Faults<'_>) -> Option<BoroughCode> {
    let code = entry.text_if_any("borough", faults)?;
    let borough = boroughs.iter().find(|b| b.borough.code.as_str() == code);
    if borough.is_none() {
        let message = format!("boroughs.csv has no borough {code:?}; correct the code or add the borough");
        entry.fault("borough", message, faults);
    }
    borough.map(|b| b.borough.code.clone())
}

fn read_reach(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<Reach> {
    let phone = entry.text_if_any("phone", faults);
    let web = entry.text_if_any("web", faults);
    let mail = entry.text_if_any("mail", faults);
    if phone.is_none() && web.is_none() && mail.is_none() {
        entry.fault("id", "there is no way to this body; add phone, web or mail", faults);
        return None;
    }
    let dial = phone.as_deref().and_then(Dial::parse);
    if let (Some(written), None) = (&phone, &dial) {
        let message = format!("{written:?} is no phone number; write, for example, 0300 123 2040 or 999");
        entry.fault("phone", message, faults);
    }
    if let Some(address) = web.as_deref().filter(|w| !w.starts_with("https://")) {
        entry.fault("web", format!("{address:?} must begin with https://"), faults);
    }
    let mail = mail.and_then(|written| {
        let parsed = EmailAddress::parse(&written);
        if let Err(e) = &parsed {
            entry.fault("mail", e.to_string(), faults);
        }
        parsed.ok()
    });
    Some(Reach { phone: dial, web, mail })
}

fn read_domain(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<DomainName> {
    let written = entry.text_if_any("domain", faults)?;
    match DomainName::parse_bare(&written) {
        Ok(domain) => Some(domain),
        Err(error) => {
            entry.fault("domain", format!("{written:?} is no domain. {error}"), faults);
            None
        }
    }
}

fn read_checked(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<Checked> {
    match entry.text_if_any("to_confirm", faults) {
        Some(what) => Some(Checked::ToConfirm(what)),
        None => entry.date("checked", faults).map(Checked::On),
    }
}
