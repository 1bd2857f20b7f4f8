//! Telephone numbers: British ones by Ofcom's National Telephone Numbering Plan, others by their country code.

use serde::{Deserialize, Serialize};

use crate::country;
use crate::digits::{Digits, Group};
use crate::scan::Scanner;
use crate::words::Label;
use crate::{Check, Form, Kind};

/// The shortest and the longest number with its country code (ITU-T E.164 allows 15 digits).
const INTERNATIONAL: std::ops::RangeInclusive<usize> = 8..=15;
/// How far before a number a word such as "called" may stand.
pub(crate) const NEAR: usize = 40;
/// Short codes that anybody in Britain may be told to ring.
const SHORT_CODES: [&str; 12] =
    ["101", "105", "111", "112", "119", "123", "159", "999", "7726", "61016", "116123", "18000"];

/// What kind of number it is, by the plans of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneRange {
    /// 01 and 02: a place.
    Geographic,
    /// 03: charged like a place.
    NonGeographic,
    /// 05: internet telephony and firms' own networks.
    Corporate,
    /// 070 and 076: forwarded to anywhere, at a price; a favourite of swindlers.
    Personal,
    /// 071 to 079.
    Mobile,
    /// 0800, 0808 and 116.
    Free,
    /// 084 and 087: the called firm earns from the call.
    Service,
    /// 09 and 118.
    Premium,
    /// A short code such as 159.
    Short,
    /// Set aside by Ofcom for films and books: rings nowhere.
    Drama,
    /// Another country's.
    Abroad,
    /// Has the length of a British number but lies in no range that was given out.
    Unassigned,
}

/// What range a canonical number lies in.
pub(crate) fn range(value: &str) -> PhoneRange {
    let Some(international) = value.strip_prefix('+') else {
        return if value.starts_with("118") { PhoneRange::Premium } else { PhoneRange::Short };
    };
    let Some(national) = international.strip_prefix("44") else { return PhoneRange::Abroad };
    if is_drama(national) {
        return PhoneRange::Drama;
    }
    match national.as_bytes() {
        [b'1' | b'2', ..] => PhoneRange::Geographic,
        [b'3', ..] => PhoneRange::NonGeographic,
        [b'5', ..] => PhoneRange::Corporate,
        [b'7', b'0' | b'6', ..] => PhoneRange::Personal,
        [b'7', ..] => PhoneRange::Mobile,
        [b'8', b'0', ..] => PhoneRange::Free,
        [b'8', ..] => PhoneRange::Service,
        [b'9', ..] => PhoneRange::Premium,
        _ => PhoneRange::Unassigned,
    }
}

/// Numbers for drama use (Ofcom, "Telephone numbers for use in TV and radio drama programmes").
fn is_drama(national: &str) -> bool {
    const BLOCKS: [&str; 20] = [
        "1134960", "1144960", "1154960", "1164960", "1174960", "1184960", "1214960", "1314960", "1414960",
        "1514960", "1614960", "2079460", "1914980", "2896496", "2920180", "1632960", "7700900", "8081570",
        "9098790", "3069990",
    ];
    national.len() == 10 && BLOCKS.iter().any(|block| national.starts_with(block))
}

/// Whether these are the digits of a British number without the nought in front.
fn is_national(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    match (bytes.len(), bytes) {
        (10, [b'1', second, ..]) => *second != b'0',
        (10, [b'2', b'0' | b'3' | b'4' | b'8' | b'9', ..]) => true,
        (10, [b'3', b'0' | b'3' | b'4' | b'7', ..]) => true,
        (10, [b'5', b'5' | b'6', ..] | [b'7', ..]) => true,
        (10, [b'8', b'0', b'0' | b'8', ..] | [b'8', b'4' | b'7', ..]) => true,
        (10, [b'9', b'0' | b'1' | b'8', ..]) => true,
        // Some areas still have numbers with a digit less.
        (9, [b'1', ..]) => NINE_DIGIT_AREAS.iter().any(|area| digits.starts_with(area)),
        (9, [b'8', b'0', b'0', ..] | [b'5', b'0', b'0', ..]) => true,
        (7, _) => digits == "8001111" || digits == "8454647",
        _ => false,
    }
}

/// Areas with numbers of nine digits after the nought (Ofcom, area codes with mixed lengths).
const NINE_DIGIT_AREAS: [&str; 40] = [
    "1204", "1208", "1254", "1276", "1297", "1298", "1363", "1364", "1384", "1386", "1404", "1420", "1460",
    "1461", "1480", "1488", "1524", "1527", "1562", "1566", "1606", "1629", "1635", "1647", "1659", "1695",
    "1726", "1744", "1750", "1768", "1827", "1837", "1884", "1900", "1905", "1935", "1946", "1949", "1963",
    "1995",
];

impl Scanner<'_> {
    /// A number that begins with a plus.
    pub(crate) fn phone_with_plus(&mut self, plus: usize, digits: &Digits) -> Option<usize> {
        let all = digits.as_str();
        if all.starts_with("44") || all.starts_with("0044") {
            let skip = if all.starts_with('0') { 4 } else { 2 };
            return self.british(plus, digits, skip, Form::Grouped);
        }
        let code = country::code(all)?;
        let (number, group) = longest(digits, 0)?;
        (number.len() > code.len() + 4).then_some(())?;
        let plain =
            self.bytes.get(plus + 1).is_some_and(u8::is_ascii_digit) && digits.size(0) == number.len();
        let form = if plain { Form::Plain } else { Form::Grouped };
        let value = format!("+{number}");
        self.keep_phone(plus..group.end, value, digits, form)
    }

    /// A number that begins with a digit or a bracket.
    pub(crate) fn phone(&mut self, start: usize, digits: &Digits) -> Option<usize> {
        let all = digits.as_str();
        let told = self.is_field(Kind::Phone)
            || self.said.near(Label::Phone, start, NEAR)
            || self.said.near(Label::Dial, start, NEAR);
        for front in ["0044", "01144"] {
            if all.starts_with(front) {
                return self.british(start, digits, front.len(), Form::Grouped);
            }
        }
        if let Some(abroad) = all.strip_prefix("00").filter(|rest| !rest.starts_with('0'))
            && country::code(abroad).is_some()
            && let Some((number, group)) = longest(digits, 2)
            && number.len() > 9
        {
            return self.keep_phone(start..group.end, format!("+{number}"), digits, Form::Grouped);
        }
        if all.starts_with('0') {
            let form = if digits.groups().len() == 1 { Form::Plain } else { Form::Grouped };
            return self.british(start, digits, 1, form).or_else(|| self.nothing_known(start, digits, told));
        }
        if all.starts_with("44") && (told || all.starts_with("447")) {
            return self.british(start, digits, 2, Form::Grouped);
        }
        if told && matches!(all.as_bytes(), [b'7', ..] | [b'2', b'0', ..] | [b'1' | b'3' | b'8', ..]) {
            let found = self.british(start, digits, 0, Form::Grouped);
            if found.is_some() {
                return found;
            }
        }
        self.short_code(start, digits)
    }

    /// The British number behind so many digits of prefix.
    fn british(&mut self, start: usize, digits: &Digits, prefix: usize, form: Form) -> Option<usize> {
        let all = digits.as_str();
        // "+44 (0)20" and "+44 020": the nought is only for calls from within.
        let nought = usize::from(prefix >= 2 && all.get(prefix..)?.starts_with('0'));
        [10, 9, 7].into_iter().find_map(|length| {
            let (number, group) = digits.first(prefix + nought + length)?;
            let national = number.get(prefix + nought..)?;
            if !is_national(national) || !self.ends_here(group.end) {
                return None;
            }
            self.keep_phone(start..group.end, format!("+44{national}"), digits, form)
        })
    }

    /// Noughts and other fillers of eleven digits, which people type where a number is asked for.
    fn nothing_known(&mut self, start: usize, digits: &Digits, told: bool) -> Option<usize> {
        let (all, group) = digits.first(11).or_else(|| digits.first(10))?;
        let filler = all.bytes().all(|b| b == b'0') || all == "0123456789";
        (filler && (told || self.field.is_none() && digits.groups().len() == 1)).then_some(())?;
        self.keep_phone(start..group.end, all.to_owned(), digits, Form::Plain)
    }

    fn short_code(&mut self, start: usize, digits: &Digits) -> Option<usize> {
        let all = digits.as_str();
        let told = self.is_field(Kind::Phone) || self.said.near(Label::Dial, start, 16);
        let known = SHORT_CODES.contains(&all) || all.len() == 6 && all.starts_with("118");
        let group = digits.groups().last()?;
        let one_word = digits.groups().len() == 1 || all == "116123";
        (told && known && one_word && !digits.letters && self.ends_here(group.end)).then_some(())?;
        self.keep_phone(start..group.end, all.to_owned(), digits, Form::Plain)
    }

    fn keep_phone(
        &mut self,
        mut written: std::ops::Range<usize>,
        value: String,
        digits: &Digits,
        form: Form,
    ) -> Option<usize> {
        if self.bytes.get(written.start.wrapping_sub(1)) == Some(&b'(')
            && self.bytes.get(written.end) == Some(&b')')
        {
            written = written.start - 1..written.end + 1;
        }
        let form = if digits.spoken {
            Form::Spoken
        } else if digits.letters {
            Form::LetterDigits
        } else {
            form
        };
        self.keep(Kind::Phone, value, written, form, Check::None)
    }
}

/// The longest number in international form that these digits hold behind a prefix.
fn longest(digits: &Digits, prefix: usize) -> Option<(&str, Group)> {
    let fits = |group: &&Group| {
        group.until.checked_sub(prefix).is_some_and(|length| INTERNATIONAL.contains(&length))
    };
    let group = digits.groups().iter().rev().find(fits)?;
    Some((digits.as_str().get(prefix..group.until)?, *group))
}
