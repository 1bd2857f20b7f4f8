//! British sort codes with their accounts, in any order and with anything small between.

use std::ops::Range;

use crate::digits::Digits;
use crate::scan::Scanner;
use crate::words::Label;
use crate::{Check, Form, Kind};

/// How far before a number the word "account" or "sort code" may stand.
const NEAR: usize = 32;
/// How far apart the two halves may stand where words announce both.
const FAR_APART: usize = 160;
/// How far apart they may stand where a word announces one of them.
const APART: usize = 48;
/// How far apart they may stand where nothing announces them.
const SIDE_BY_SIDE: usize = 3;

/// One of the two: a sort code that waits for its account, or the other way round.
#[derive(Debug, Clone)]
pub(crate) struct Half {
    digits: String,
    written: Range<usize>,
    /// A word announced it.
    told: bool,
}

impl Scanner<'_> {
    /// Digits that may be a sort code, an account, or one behind the other.
    pub(crate) fn bank(&mut self, start: usize, digits: &Digits) -> Option<usize> {
        if digits.spoken {
            return None;
        }
        if let Some(after) = sort_code_groups(self.bytes, digits) {
            let told = self.said.near(Label::SortCode, start, NEAR) || self.is_field(Kind::SortCodeAccount);
            let six = digits.groups().get(after - 1).copied()?;
            if let Some((fourteen, group)) = digits.first(14)
                && self.ends_here(group.end)
            {
                let value = written_out(fourteen.get(..6)?, fourteen.get(6..)?);
                let form = Form::Grouped;
                return self.keep(Kind::SortCodeAccount, value?, start..group.end, form, Check::None);
            }
            let hyphens = self.bytes.get(digits.groups().first()?.end) == Some(&b'-');
            let alone = digits.groups().len() == after && self.ends_here(six.end);
            if alone && (told || after == 3 && hyphens || digits.groups().len() == 1) {
                let half = Half { digits: digits.as_str().to_owned(), written: start..six.end, told };
                self.sort_code = Some(half);
                return self.pair(six.end).or(told.then_some(six.end));
            }
        }
        self.account_half(start, digits)
    }

    fn account_half(&mut self, start: usize, digits: &Digits) -> Option<usize> {
        let told = self.said.near(Label::Account, start, NEAR);
        let (eight, group) = match digits.first(8) {
            Some(found) => found,
            None if told && digits.as_str().len() == 7 => digits.first(7)?,
            None => return None,
        };
        // A sort code may follow at once: "12345678 12-34-56".
        let rest = digits.as_str().len() - eight.len();
        let from_abroad = !told && digits.as_str().starts_with("00") && rest > 0;
        if !self.ends_here(group.end) || !(rest == 0 || rest == 6) || from_abroad {
            return None;
        }
        let half = Half { digits: format!("{eight:0>8}"), written: start..group.end, told };
        self.account = Some(half);
        self.pair(group.end).or(Some(group.end)).filter(|_| told || rest == 6 || self.account.is_none())
    }

    /// Puts both halves together if they are near enough.
    fn pair(&mut self, end: usize) -> Option<usize> {
        let (sort, account) = (self.sort_code.as_ref()?, self.account.as_ref()?);
        let start = sort.written.start.min(account.written.start);
        let first_end = sort.written.end.min(account.written.end);
        let second_start = sort.written.start.max(account.written.start);
        let apart = second_start.checked_sub(first_end)?;
        let allowed = match (sort.told, account.told) {
            (true, true) => FAR_APART,
            (true, false) | (false, true) => APART,
            (false, false) => SIDE_BY_SIDE,
        };
        if apart > allowed {
            return None;
        }
        let value = written_out(&sort.digits, &account.digits)?;
        let written = start..sort.written.end.max(account.written.end);
        (self.sort_code, self.account) = (None, None);
        self.keep(Kind::SortCodeAccount, value, written, Form::Grouped, Check::None);
        Some(end)
    }
}

/// The canonical spelling of both.
fn written_out(sort: &str, account: &str) -> Option<String> {
    Some(format!("{}-{}-{} {account}", sort.get(..2)?, sort.get(2..4)?, sort.get(4..6)?))
}

/// How many groups make six digits: three twos with the same sign between, or one six.
fn sort_code_groups(bytes: &[u8], digits: &Digits) -> Option<usize> {
    if digits.size(0) == 6 {
        return Some(1);
    }
    let groups = digits.groups();
    let twos = groups.len() >= 3 && (0..3).all(|index| digits.size(index) == 2);
    let between = |index: usize| {
        let (one, next) = (groups.get(index)?, groups.get(index + 1)?);
        bytes.get(one.end..next.start)
    };
    (twos && between(0) == between(1)).then_some(3)
}
