//! A region pack: everything about one city that is data and not code.
//!
//! Another city brings its own folder of text files; nothing here knows London. The program
//! reads the disk and hands the files over as text; [`Region::read`] turns them into one
//! value, or into every fault at once with file, line and what to do.

mod bodies;
mod borough;
mod boundaries;
mod holidays;
mod outcodes;
mod profile;
mod sectors;
mod source;
mod table;
mod week;

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use terms::{Outcode, PhoneNumber};

pub use crate::pack::Fault;
pub use bodies::{Body, BodyKind, Checked, Dial, Reach};
pub use borough::{Borough, BoroughCode, BoroughCodeError, Ring};
pub use boundaries::{MAP_WIDTH, MapFrame, Outline, Point, Polygon};
pub use holidays::Holiday;
pub use outcodes::BoroughShare;
pub use sectors::{Division, Sector, SectorLetter, SectorLetterError};
pub use source::Source;
pub use week::{Shift, WeekHours};

use crate::pack::Faults;

/// One city as its region pack tells it. Every list is checked and in the order in which it is shown.
#[derive(Debug, Clone)]
pub struct Region {
    /// What people call it: `London`.
    pub name: String,
    /// The pack's short name in settings and addresses: `london`.
    pub code: String,
    /// The clock on the wall there.
    pub time_zone: TimeZone,
    /// The centre itself: what it is called and how to know it.
    pub centre: CentreFacts,
    /// When somebody is there.
    pub hours: WeekHours,
    /// By name.
    pub boroughs: Vec<Borough>,
    /// The size of the map that the outlines are drawn on.
    pub map: MapFrame,
    /// By letter.
    pub sectors: Vec<Sector>,
    /// By date.
    pub holidays: Vec<Holiday>,
    /// In the order of the file.
    pub bodies: Vec<Body>,
    /// In the order of the file.
    pub sources: Vec<Source>,
    outcodes: BTreeMap<Outcode, Vec<BoroughShare>>,
}

/// The centre in the words and numbers that it gives to the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreFacts {
    /// Its full name.
    pub name: String,
    /// Its own line.
    pub phone: PhoneNumber,
    /// True when the line exists in demonstrations only and rings nowhere.
    pub phone_is_invented: bool,
    /// Where a letter by e-mail reaches it.
    pub mail: String,
    /// Where its pages are.
    pub web: String,
    /// How to find out that a caller is really from the centre, one sentence each.
    pub how_to_verify: Vec<String>,
    /// What the centre never asks for, one sentence each.
    pub we_never_ask: Vec<String>,
}

impl Region {
    /// Reads a pack from its files, given as (file name, contents).
    ///
    /// # Errors
    /// Every fault of the pack at once, by file and line; each says what to do.
    pub fn read(files: &[(String, String)]) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::new(files);
        let profile = profile::read(&mut faults);
        let mut boroughs = borough::read(&mut faults);
        let map = boundaries::read(&mut boroughs, &mut faults);
        let outcodes = outcodes::read(&boroughs, &mut faults);
        let sectors = sectors::read(&mut faults);
        let holidays = holidays::read(&mut faults);
        let bodies = bodies::read(&boroughs, &mut faults);
        let boroughs = boroughs.into_iter().map(|row| row.borough).collect();
        match (profile, faults.into_sorted()) {
            (Some(profile), faults) if faults.is_empty() => Ok(Self {
                name: profile.name,
                code: profile.code,
                time_zone: profile.time_zone,
                centre: profile.centre,
                hours: profile.hours,
                boroughs,
                map,
                sectors,
                holidays,
                bodies,
                sources: profile.sources,
                outcodes,
            }),
            (_, faults) => Err(faults),
        }
    }

    /// The borough with this code.
    pub fn borough(&self, code: &BoroughCode) -> Option<&Borough> {
        self.boroughs.iter().find(|b| b.code == *code)
    }

    /// The borough whose pages stand under this word in an address.
    pub fn borough_by_slug(&self, slug: &str) -> Option<&Borough> {
        self.boroughs.iter().find(|b| b.slug == slug)
    }

    /// The boroughs in which an outcode lies, the largest share first. Empty: not in this region.
    pub fn boroughs_of(&self, outcode: &Outcode) -> &[BoroughShare] {
        self.outcodes.get(outcode).map_or(&[], Vec::as_slice)
    }

    /// Every outcode with its boroughs, in alphabetical order.
    pub fn outcodes(&self) -> impl Iterator<Item = (&Outcode, &[BoroughShare])> {
        self.outcodes.iter().map(|(outcode, shares)| (outcode, shares.as_slice()))
    }

    /// The sector with this letter.
    pub fn sector(&self, letter: SectorLetter) -> Option<&Sector> {
        self.sectors.iter().find(|s| s.letter == letter)
    }

    /// The sectors that an owner's own words fit, the best first: `fish and chips` finds food and drink.
    pub fn sectors_for(&self, words: &str) -> Vec<&Sector> {
        sectors::find(&self.sectors, words)
    }

    /// The partner body with this id, for example `report-fraud`.
    pub fn body(&self, id: &str) -> Option<&Body> {
        self.bodies.iter().find(|b| b.id == id)
    }

    /// The last day for which the pack knows the holidays.
    pub fn holidays_known_until(&self) -> Option<Date> {
        self.holidays.last().map(|h| h.date.last_of_year())
    }
}

#[cfg(test)]
pub(crate) mod tests;
