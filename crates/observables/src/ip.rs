//! Addresses of machines, IPv4 and IPv6, also made harmless by brackets.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::name::{Sign, separator};
use crate::scan::Scanner;
use crate::words::Label;
use crate::{Check, Form, Kind};

/// The longest spelling of an IPv6 address, with brackets around each colon.
const LONGEST: usize = 64;
/// The shortest canonical IPv6 address that is taken for one in a text: `::1` stands in too much source code.
const SHORTEST: usize = 6;

impl Scanner<'_> {
    /// An address that begins with this run of letters and digits.
    pub(crate) fn ip(&mut self, start: usize, run_end: usize) -> Option<usize> {
        let run = self.bytes.get(start..run_end)?;
        match self.bytes.get(run_end)? {
            b'.' | b'[' | b'(' if run.len() <= 3 && run.iter().all(u8::is_ascii_digit) => {
                let version =
                    self.bytes.get(start.saturating_sub(7)..start)?.eq_ignore_ascii_case(b"ersion ");
                let (value, end, form) = ipv4(self.bytes, start).filter(|_| !version)?;
                let tail = matches!(self.bytes.get(end), Some(b'/'))
                    && self.bytes.get(end + 1).is_some_and(|b| !b.is_ascii_digit());
                if tail
                    || matches!(self.bytes.get(end), Some(b':'))
                        && self.bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
                {
                    return self.url_from_host(start, end, value, form);
                }
                self.keep(Kind::Ip, value, start..end, form, Check::None)
            }
            b':' | b'[' if run.len() <= 4 && run.iter().all(u8::is_ascii_hexdigit) => {
                let (value, end, form) = ipv6(self.bytes, start)?;
                self.ends_here(end).then_some(())?;
                self.keep(Kind::Ip, value, start..end, form, Check::None)
            }
            _ => None,
        }
    }

    /// An IPv6 address in brackets, as in `[2001:db8::1]`.
    pub(crate) fn bracketed_ip(&mut self, open: usize) -> Option<usize> {
        let (value, end, form) = ipv6(self.bytes, open + 1)?;
        (self.bytes.get(end) == Some(&b']')).then_some(())?;
        self.keep(Kind::Ip, value, open + 1..end, form, Check::None)
    }

    /// A fingerprint of a device where the text calls it one.
    pub(crate) fn device(&mut self, start: usize, end: usize) -> Option<usize> {
        let run = self.text.get(start..end)?;
        let told = self.is_field(Kind::Device) || self.said.near(Label::Device, start, 16);
        let shaped = matches!(run.len(), 32 | 40 | 64) && run.bytes().all(|b| b.is_ascii_hexdigit());
        (told && shaped).then_some(())?;
        self.keep(Kind::Device, run.to_ascii_lowercase(), start..end, Form::Plain, Check::None)
    }

    /// The number of a handset (IMEI) where the text calls it one.
    pub(crate) fn device_number(&mut self, start: usize, digits: &crate::digits::Digits) -> Option<usize> {
        let told = self.is_field(Kind::Device) || self.said.near(Label::Device, start, 16);
        let (number, group) = digits.first(15).filter(|_| told)?;
        let check = if crate::card::luhn(number) { Check::Passed } else { Check::Failed };
        self.keep(Kind::Device, number.to_owned(), start..group.end, Form::Plain, check)
    }
}

/// Four numbers up to 255 with dots between.
pub(crate) fn ipv4(bytes: &[u8], start: usize) -> Option<(String, usize, Form)> {
    if start > 1 && bytes.get(start - 1) == Some(&b'.') && bytes.get(start - 2)?.is_ascii_alphanumeric() {
        return None;
    }
    let (mut at, mut form, mut parts) = (start, Form::Plain, [0_u8; 4]);
    for (index, part) in parts.iter_mut().enumerate() {
        let end = at + bytes.get(at..)?.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        let digits = std::str::from_utf8(bytes.get(at..end)?).ok()?;
        (digits.len() == 1 || !digits.starts_with('0')).then_some(())?;
        *part = digits.parse().ok()?;
        at = end;
        if index < 3 {
            let sign = separator(bytes, at, false).filter(|sign| sign.sign == Sign::Dot)?;
            form = form.max(sign.form);
            at = sign.end;
        }
    }
    let goes_on = bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80)
        || bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
    (!goes_on).then(|| (Ipv4Addr::from(parts).to_string(), at, form))
}

/// Hexadecimal digits and colons that make an address.
pub(crate) fn ipv6(bytes: &[u8], start: usize) -> Option<(String, usize, Form)> {
    let (mut at, mut form, mut plain) = (start, Form::Plain, String::new());
    while at - start < LONGEST {
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_hexdigit() || *byte == b':' => {
                plain.push(char::from(*byte));
                at += 1;
            }
            Some(b'[') if bytes.get(at + 1..at + 3) == Some(b":]") => {
                plain.push(':');
                form = Form::Defanged;
                at += 3;
            }
            _ => break,
        }
    }
    if plain.ends_with(':') && !plain.ends_with("::") {
        plain.pop();
        at -= 1;
    }
    let value = plain.parse::<Ipv6Addr>().ok()?.to_string();
    let enough = value.len() >= SHORTEST && value.bytes().any(|b| b.is_ascii_digit());
    (enough && !value.contains('.')).then_some((value, at, form))
}
