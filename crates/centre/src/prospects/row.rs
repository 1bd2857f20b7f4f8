//! From the cells of one row to a firm, or to what is to be mended.

use terms::{DomainName, EmailAddress, PhoneNumber, PlainLine, PlainLineError, Postcode};

use super::{Column, ColumnRead, Fate, Prospect};
use crate::export;
use crate::membership::{Problem, SizeBand, borough_for};
use crate::region::{Borough, BoroughCode, Region, Sector, SectorLetter};

/// Why a row is not kept. Printed, it says what to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More cells than the first line has headings.
    #[error("This row has more cells than there are headings. Put text with commas between quotation marks.")]
    MoreCellsThanHeadings,
    /// A cell is longer than [`super::LONGEST_CELL`].
    #[error("A cell is longer than 1,000 letters. A quotation mark may be missing at its end.")]
    CellTooLong,
    /// No name.
    #[error("The name is empty.")]
    NameMissing,
    /// A name that cannot be shown.
    #[error("The name is too long or has signs in it that cannot be shown.")]
    NameUnusable,
    /// Neither postcode nor borough.
    #[error("There is no postcode and no borough.")]
    PlaceMissing,
    /// Not the shape of a postcode, and no borough.
    #[error("{0:?} is no postcode.")]
    PostcodeUnreadable(String),
    /// No borough of this name, and no postcode.
    #[error("{0:?} is no borough here.")]
    BoroughUnknown(String),
    /// A postcode of another place.
    #[error("{0} is not in this region.")]
    OutsideRegion(String),
    /// The same firm stands earlier in the list.
    #[error("The same firm stands in line {0}.")]
    SameAsLine(u64),
}

/// What somebody should look at in a row that is kept. Printed, it is a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// The postcode lies in several boroughs; the likeliest was taken.
    #[error("The postcode is shared by boroughs; the likeliest was taken.")]
    SharedPostcode,
    /// The borough of the list is not the postcode's; the postcode's was taken.
    #[error("The list says {0:?}, but the postcode is in another borough; the postcode's was taken.")]
    BoroughDisagrees(String),
    /// The postcode is none; the borough was taken.
    #[error("{0:?} is no postcode; only the borough was kept.")]
    PostcodeLeftOut(String),
    /// No sector fits.
    #[error("We do not know what {0:?} is; what the firm does was left out.")]
    SectorLeftOut(String),
    /// No size fits.
    #[error("We do not know how many {0:?} is; the size was left out.")]
    SizeLeftOut(String),
    /// A contact's name that cannot be shown.
    #[error("The contact's name cannot be shown and was left out.")]
    ContactNameLeftOut,
    /// Not an e-mail address.
    #[error("{0:?} is no e-mail address and was left out.")]
    EmailLeftOut(String),
    /// Not a telephone number.
    #[error("{0:?} is no phone number and was left out.")]
    PhoneLeftOut(String),
    /// Not a web address.
    #[error("{0:?} is no web address and was left out.")]
    DomainLeftOut(String),
    /// The name begins as a formula does.
    #[error("The name begins like a formula. Look whether it is a name.")]
    NameLikeFormula,
    /// The same contact stands earlier in the list under another name or place.
    #[error("The same e-mail, phone or web address stands in line {0}.")]
    LooksLikeLine(u64),
}

/// Reads one row.
pub(super) fn read(cells: &[String], columns: &[ColumnRead], region: &Region) -> Fate {
    let cell = |wanted: Column| {
        let at = columns.iter().position(|c| c.meaning == Some(wanted));
        at.and_then(|i| cells.get(i)).map_or("", |text| plain(text))
    };
    let mut doubts = Vec::new();
    let mut faults = Vec::new();
    let name = PlainLine::parse(cell(Column::Name)).map_err(|e| match e {
        PlainLineError::Empty => Fault::NameMissing,
        PlainLineError::TooLong | PlainLineError::Unshowable => Fault::NameUnusable,
    });
    let name = name.map_err(|fault| faults.push(fault)).ok();
    let place = place(cell(Column::Postcode), cell(Column::Borough), region, &mut doubts);
    let place = place.map_err(|fault| faults.push(fault)).ok();
    let (Some(name), Some((postcode, borough))) = (name, place) else { return Fate::Bad(faults) };
    if export::neutral(name.as_str()) != name.as_str() {
        doubts.push(Doubt::NameLikeFormula);
    }
    let mut rest = Rest { doubts };
    let prospect = Prospect {
        name,
        postcode,
        borough,
        sector: rest.read(cell(Column::Sector), |t| sector(t, region), Doubt::SectorLeftOut),
        size: rest.read(cell(Column::Size), size, Doubt::SizeLeftOut),
        contact_name: rest.read(
            cell(Column::ContactName),
            |t| PlainLine::parse(t).ok(),
            |_| Doubt::ContactNameLeftOut,
        ),
        email: rest.read(cell(Column::Email), |t| EmailAddress::parse(t).ok(), Doubt::EmailLeftOut),
        phone: rest.read(cell(Column::Phone), phone, Doubt::PhoneLeftOut),
        domain: rest.read(cell(Column::Domain), |t| DomainName::parse(t).ok(), Doubt::DomainLeftOut),
    };
    if rest.doubts.is_empty() { Fate::Good(prospect) } else { Fate::Doubtful(prospect, rest.doubts) }
}

/// The cell without blanks around it and without the apostrophe that [`export`] puts before a
/// formula, so that a list of ours comes back as it went out.
fn plain(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if export::neutral(rest) != rest => rest,
        _ => cell,
    }
}

/// The beginning of a cell, to be shown in a sentence.
fn shown(cell: &str) -> String {
    cell.chars().take(40).collect()
}

/// Reads what may be left out.
struct Rest {
    doubts: Vec<Doubt>,
}

impl Rest {
    fn read<T>(
        &mut self,
        cell: &str,
        read: impl Fn(&str) -> Option<T>,
        doubt: impl Fn(String) -> Doubt,
    ) -> Option<T> {
        if cell.is_empty() {
            return None;
        }
        let value = read(cell);
        if value.is_none() {
            self.doubts.push(doubt(shown(cell)));
        }
        value
    }
}

fn place(
    postcode: &str,
    borough: &str,
    region: &Region,
    doubts: &mut Vec<Doubt>,
) -> Result<(Option<Postcode>, BoroughCode), Fault> {
    let named = borough_named(borough, region).map(|b| b.code.clone());
    let unknown =
        || if borough.is_empty() { Fault::PlaceMissing } else { Fault::BoroughUnknown(shown(borough)) };
    if postcode.is_empty() {
        return Ok((None, named.ok_or_else(unknown)?));
    }
    let Ok(read) = Postcode::parse(postcode) else {
        let named = named.ok_or_else(|| Fault::PostcodeUnreadable(shown(postcode)))?;
        doubts.push(Doubt::PostcodeLeftOut(shown(postcode)));
        return Ok((None, named));
    };
    let found = match borough_for(region, &read, named.as_ref().map_or("", BoroughCode::as_str)) {
        Ok(found) => found,
        Err(Problem::ChooseBorough { choices }) => {
            doubts.push(Doubt::SharedPostcode);
            choices.first().cloned().ok_or_else(|| Fault::OutsideRegion(read.to_string()))?
        }
        Err(_) => return Err(Fault::OutsideRegion(read.to_string())),
    };
    if !borough.is_empty() && named.as_ref() != Some(&found) {
        doubts.push(Doubt::BoroughDisagrees(shown(borough)));
    }
    Ok((Some(read), found))
}

/// The borough that a cell names by code, by its word in addresses, or by a name with or
/// without what comes before and after (`London Borough of …`, `… Council`).
fn borough_named<'r>(cell: &str, region: &'r Region) -> Option<&'r Borough> {
    let letters = |text: &str| {
        let spelt = text.replace('&', "and");
        spelt.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let typed = letters(cell);
    if typed.len() < 3 {
        return None;
    }
    let exact =
        region.boroughs.iter().find(|b| letters(b.code.as_str()) == typed || letters(&b.name) == typed);
    let inside =
        || region.boroughs.iter().filter(|b| typed.contains(&letters(&b.name))).max_by_key(|b| b.name.len());
    let beginning = || {
        let mut fitting = region.boroughs.iter().filter(|b| letters(&b.name).starts_with(&typed));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    exact.or_else(inside).or_else(beginning)
}

/// A letter, a SIC code of two to five digits, or words.
fn sector(cell: &str, region: &Region) -> Option<SectorLetter> {
    if let Some(sector) = SectorLetter::parse(cell).ok().and_then(|letter| region.sector(letter)) {
        return Some(sector.letter);
    }
    let digits: String = cell.chars().take_while(char::is_ascii_digit).collect();
    if (2..=5).contains(&digits.len()) {
        let has = |s: &&Sector| s.divisions.iter().any(|d| digits.starts_with(&d.number));
        return region.sectors.iter().find(has).map(|s| s.letter);
    }
    region.sectors_for(cell).first().map(|s| s.letter)
}

/// A name of a band, words for it, a number, or a range that lies within one band.
fn size(cell: &str) -> Option<SizeBand> {
    let lower = cell.to_lowercase();
    let spoken = |band: &SizeBand| band.name() == lower || band.spoken() == lower;
    if let Some(band) = SizeBand::ALL.iter().copied().find(spoken) {
        return Some(band);
    }
    match lower.as_str() {
        "sole trader" | "self employed" | "self-employed" | "none" => return Some(SizeBand::SoleTrader),
        _ => {}
    }
    let plain = lower.replace(',', "");
    let numbers = plain.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let numbers: Vec<u32> = numbers.map(|n| n.parse().unwrap_or(u32::MAX)).collect();
    let bands: Vec<_> = numbers.iter().map(|n| SizeBand::of(*n)).collect();
    match bands.as_slice() {
        [only] => Some(*only),
        [low, high] if low == high => Some(*low),
        _ => None,
    }
}

/// Spreadsheets drop the nought at the start of a number.
fn phone(cell: &str) -> Option<PhoneNumber> {
    PhoneNumber::parse(cell).ok().or_else(|| {
        let digits = cell.chars().filter(char::is_ascii_digit).count();
        let lost_its_nought = digits == 10 && cell.starts_with(['1', '2', '3', '7', '8']);
        if lost_its_nought { PhoneNumber::parse(&format!("0{cell}")).ok() } else { None }
    })
}
