//! The pack's first page: `region.toml`, the city, its centre, its hours, its sources.

use jiff::tz::TimeZone;
use terms::{EmailAddress, PhoneNumber};

use super::CentreFacts;
use super::source::{self, Source};
use super::week::{self, WeekHours};
use crate::pack::Faults;
use crate::pack::{Document, Entry};

const FILE: &str = "region.toml";

pub(super) struct Profile {
    pub(super) name: String,
    pub(super) code: String,
    pub(super) time_zone: TimeZone,
    pub(super) centre: CentreFacts,
    pub(super) hours: WeekHours,
    pub(super) sources: Vec<Source>,
}

pub(super) fn read(faults: &mut Faults<'_>) -> Option<Profile> {
    let document = Document::read(FILE, faults)?;
    let root = document.root();
    root.allow_only(&["name", "code", "time_zone", "centre", "hours", "source"], faults);
    let name = root.text("name", "write what people call the city", faults);
    let code = root.text("code", "write a short name in small letters, for example london", faults);
    if code.as_deref().is_some_and(|c| !c.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')) {
        root.fault("code", "the code may have only small letters a-z and hyphens", faults);
    }
    let time_zone = read_time_zone(&root, faults);
    let centre = root.table("centre", faults).and_then(|entry| read_centre(&entry, faults));
    let hours = root.table("hours", faults).map(|entry| week::read(&entry, faults));
    let sources = source::read(&root.tables("source"), FILE, faults);
    Some(Profile { name: name?, code: code?, time_zone: time_zone?, centre: centre?, hours: hours?, sources })
}

fn read_time_zone(root: &Entry<'_>, faults: &mut Faults<'_>) -> Option<TimeZone> {
    let name = root.text("time_zone", "write its name, for example Europe/London", faults)?;
    let zone = TimeZone::get(&name).ok();
    if zone.is_none() {
        root.fault(
            "time_zone",
            format!("the time zone {name:?} is not known; write, for example, Europe/London"),
            faults,
        );
    }
    zone
}

fn read_centre(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<CentreFacts> {
    let known = ["name", "phone", "phone_is_invented", "mail", "web", "how_to_verify", "we_never_ask"];
    entry.allow_only(&known, faults);
    let name = entry.text("name", "write the centre's full name", faults);
    let phone = entry.text("phone", "write the line that people ring", faults).and_then(|written| {
        let phone = PhoneNumber::parse(&written);
        if let Err(e) = &phone {
            entry.fault("phone", e.to_string(), faults);
        }
        phone.ok()
    });
    let mail = entry.text("mail", "write the address that people write to", faults);
    if let Some(Err(e)) = mail.as_deref().map(EmailAddress::parse) {
        entry.fault("mail", e.to_string(), faults);
    }
    let web = entry.text("web", "write where the centre's pages are", faults);
    let how_to_verify = entry.texts("how_to_verify", faults);
    let we_never_ask = entry.texts("we_never_ask", faults);
    Some(CentreFacts {
        name: name?,
        phone: phone?,
        phone_is_invented: entry.is_true("phone_is_invented", faults),
        mail: mail?,
        web: web?,
        how_to_verify,
        we_never_ask,
    })
}
