//! Reads a record as people type it into the page of the company that keeps a name's records.

use std::fmt;

use crate::answer::{LONGEST_TEXT, Record};
use crate::question::{Kind, RecordName};

/// The kinds of record that can be typed.
pub const TYPED_KINDS: [Kind; 6] = [Kind::Txt, Kind::Mx, Kind::Cname, Kind::A, Kind::Aaaa, Kind::Caa];
/// The longest tag of a rule about certificates, in bytes (RFC 8659, 4.1, has no longer one).
const LONGEST_TAG: usize = 15;

/// What is wrong with a record that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordSlip {
    /// Nothing stands there.
    Empty,
    /// Records of this kind cannot be typed.
    Kind,
    /// It is no IPv4 address.
    OldAddress,
    /// It is no IPv6 address.
    NewAddress,
    /// It is no name of a host.
    Name,
    /// It is not a number and a mail server.
    MailServer,
    /// It is not a number, a word and a value in quotes.
    Certificates,
    /// The text is longer than [`LONGEST_TEXT`].
    TooLong,
    /// The text holds signs other than plain letters, digits and signs (printable ASCII).
    Signs,
}

impl RecordSlip {
    /// What is wrong and what to do, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Empty => "Paste the value",
            Self::Kind => "Choose a type from the list",
            Self::OldAddress => "Write an address such as 203.0.113.10",
            Self::NewAddress => "Write an address such as 2001:db8::80",
            Self::Name => "Write a name such as web.pennyhost.example",
            Self::MailServer => "Write a number and a mail server, such as 10 mail.pennyhost.example",
            Self::Certificates => "Write a number, a word and a company, such as 0 issue \"certs.example\"",
            Self::TooLong => "The value is too long. Use at most 4,096 letters",
            Self::Signs => "Use plain letters, digits and signs only",
        }
    }
}

impl fmt::Display for RecordSlip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl std::error::Error for RecordSlip {}

/// Reads the value of a record of this kind; blanks around it do not count. What is read here is shown by
/// [`Record`]'s `Display` in the same form.
///
/// # Errors
/// [`RecordSlip`] says what to write instead.
pub fn read_record(kind: Kind, typed: &str) -> Result<Record, RecordSlip> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(RecordSlip::Empty);
    }
    if typed.len() > LONGEST_TEXT {
        return Err(RecordSlip::TooLong);
    }
    if !typed.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Err(RecordSlip::Signs);
    }
    match kind {
        Kind::A => typed.parse().map(Record::A).map_err(|_| RecordSlip::OldAddress),
        Kind::Aaaa => typed.parse().map(Record::Aaaa).map_err(|_| RecordSlip::NewAddress),
        Kind::Cname => host(typed).map(Record::Cname).ok_or(RecordSlip::Name),
        Kind::Mx => mail_server(typed).ok_or(RecordSlip::MailServer),
        Kind::Caa => certificates(typed).ok_or(RecordSlip::Certificates),
        Kind::Txt => Ok(Record::Txt(typed.to_owned())),
        _ => Err(RecordSlip::Kind),
    }
}

fn host(typed: &str) -> Option<RecordName> {
    RecordName::parse(typed).ok().filter(|name| !name.is_root())
}

/// A number and a server; `.` for the server says that no mail is taken (RFC 7505).
fn mail_server(typed: &str) -> Option<Record> {
    let (preference, server) = typed.split_once(' ')?;
    Some(Record::Mx {
        preference: preference.parse().ok()?,
        host: RecordName::parse(server.trim_start()).ok()?,
    })
}

/// Flags, tag and value (RFC 8659, 4.1.1); quotes around the value may be left out.
fn certificates(typed: &str) -> Option<Record> {
    let (flags, rest) = typed.split_once(' ')?;
    let (tag, value) = rest.trim_start().split_once(' ')?;
    let flags: u8 = flags.parse().ok()?;
    let value = value.trim_start();
    let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    let is_tag = (1..=LONGEST_TAG).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_right = is_tag && matches!(flags, 0 | 128) && !bare.contains('"');
    is_right.then(|| Record::Caa {
        critical: flags == 128,
        tag: tag.to_ascii_lowercase(),
        value: bare.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_and_shown_again_in_the_same_form() {
        for (kind, typed, shown) in [
            (Kind::A, " 203.0.113.10 ", "203.0.113.10"),
            (Kind::Aaaa, "2001:DB8::80", "2001:db8::80"),
            (Kind::Cname, "Web.PennyHost.example.", "web.pennyhost.example"),
            (Kind::Mx, "10   mail.bakery.test", "10 mail.bakery.test"),
            (Kind::Mx, "0 .", "0 ."),
            (Kind::Caa, "0 ISSUE letsencrypt.org", "0 issue \"letsencrypt.org\""),
            (Kind::Caa, "128 issue \";\"", "128 issue \";\""),
            (Kind::Txt, "v=spf1 mx ~all", "v=spf1 mx ~all"),
        ] {
            assert_eq!(read_record(kind, typed).map(|record| record.to_string()).as_deref(), Ok(shown));
        }
    }

    #[test]
    fn each_slip_says_what_to_write() {
        use RecordSlip as Slip;
        for (kind, typed, slip) in [
            (Kind::Txt, "  ", Slip::Empty),
            (Kind::Txt, "caf\u{e9}", Slip::Signs),
            (Kind::Txt, "two\nlines", Slip::Signs),
            (Kind::A, "203.0.113", Slip::OldAddress),
            (Kind::A, "2001:db8::80", Slip::OldAddress),
            (Kind::Aaaa, "203.0.113.10", Slip::NewAddress),
            (Kind::Cname, "two words", Slip::Name),
            (Kind::Cname, ".", Slip::Name),
            (Kind::Mx, "mail.bakery.test", Slip::MailServer),
            (Kind::Mx, "70000 mail.bakery.test", Slip::MailServer),
            (Kind::Caa, "issue \"certs.example\"", Slip::Certificates),
            (Kind::Caa, "7 issue certs.example", Slip::Certificates),
            (Kind::Caa, "0 is-sue certs.example", Slip::Certificates),
            (Kind::Caa, "0 issue \"a\"b\"", Slip::Certificates),
            (Kind::Ns, "ns1.pennyhost.example", Slip::Kind),
        ] {
            assert_eq!(read_record(kind, typed), Err(slip), "{typed}");
        }
        assert!(read_record(Kind::Txt, &"a".repeat(LONGEST_TEXT)).is_ok());
        assert_eq!(read_record(Kind::Txt, &"a".repeat(LONGEST_TEXT + 1)), Err(Slip::TooLong));
    }
}
