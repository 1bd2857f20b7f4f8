//! Messages of DNS (RFC 1035, 4; RFC 6891), read from strangers' bytes and written.
//!
//! Names inside the records of the old types are read out whole, with small letters, which is also the
//! form that signatures are made over (RFC 4034, 6.2). All other data stays as it came.

use super::name::{self, Name};
use super::numbers::{flag, kind};

/// The size of a header (RFC 1035, 4.1.1).
pub(crate) const HEADER: usize = 12;
/// The most records in one message that are read. No honest message comes near.
pub(crate) const MOST_IN_MESSAGE: usize = 1_000;
/// The most pointers that one name may jump over.
const MOST_JUMPS: usize = 127;
/// The largest datagram that we say we take: it fits everywhere without being cut up on the way
/// (DNS flag day 2020).
pub(crate) const LARGEST_DATAGRAM: u16 = 1_232;

/// Room for the names of most records.
const SCRATCH: usize = 128;

/// The class of the Internet.
const IN: u16 = 1;

/// The option of a cookie (RFC 7873).
const OPTION_COOKIE: u16 = 10;
/// The bit of EDNS that asks for signatures (RFC 3225).
const DNSSEC_OK: u32 = 0x8000;

/// A header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) id: u16,
    pub(crate) flags: u16,
    counts: [u16; 4],
}

impl Head {
    /// Reads the header; none where there are not even that many bytes.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let short = |at: usize| Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
        let counts = [short(4)?, short(6)?, short(8)?, short(10)?];
        Some(Self { id: short(0)?, flags: short(2)?, counts })
    }

    pub(crate) fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// Is it a reply to a plain query with one question?
    pub(crate) fn is_reply(&self) -> bool {
        self.has(flag::RESPONSE)
    }

    /// Is it about one plain question?
    pub(crate) fn is_plain(&self) -> bool {
        self.flags & flag::OPCODE == 0 && self.counts.first() == Some(&1)
    }
}

/// The question of a message, its letters as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) name: Box<[u8]>,
    pub(crate) kind: u16,
}

impl Asked {
    /// Reads the question that follows the header; it may not be compressed. None where it cannot be
    /// read or is of another class.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let end = Self::end(bytes)?;
        let name = bytes.get(HEADER..end - 4)?;
        let &[a, b] = bytes.get(end - 4..end - 2)? else { return None };
        Some(Self { name: name.into(), kind: u16::from_be_bytes([a, b]) })
    }

    /// Where the question ends. None where it cannot be read or is of another class.
    fn end(bytes: &[u8]) -> Option<usize> {
        let name = name::length(bytes.get(HEADER..)?)?;
        let end = HEADER + name + 4;
        let &[c, d] = bytes.get(end - 2..end)? else { return None };
        (u16::from_be_bytes([c, d]) == IN).then_some(end)
    }

    fn length(&self) -> usize {
        self.name.len() + 4
    }
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rr {
    pub(crate) name: Name,
    pub(crate) kind: u16,
    pub(crate) ttl: u32,
    /// The data, with whole names in it.
    pub(crate) data: Box<[u8]>,
}

/// What EDNS said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Edns {
    /// The whole cookie, ours first.
    pub(crate) cookie: Option<Box<[u8]>>,
}

/// A message that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) head: Head,
    /// The response code, widened by EDNS.
    pub(crate) code: u16,
    pub(crate) answers: Vec<Rr>,
    pub(crate) authority: Vec<Rr>,
    pub(crate) additional: Vec<Rr>,
    pub(crate) edns: Option<Edns>,
}

impl Message {
    /// Reads a whole message with one question. None where a rule of DNS is broken.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        Self::read_and_keep(bytes, true)
    }

    /// Reads a whole message as strictly, and keeps its answers only: of a resolver nothing else is believed.
    pub(crate) fn read_answers(bytes: &[u8]) -> Option<Self> {
        Self::read_and_keep(bytes, false)
    }

    fn read_and_keep(bytes: &[u8], all: bool) -> Option<Self> {
        let head = Head::read(bytes)?;
        let asked = Asked::end(bytes)?;
        let [_, answers, authority, additional] = head.counts.map(usize::from);
        if answers + authority + additional > MOST_IN_MESSAGE {
            return None;
        }
        let mut reader = Reader { bytes, at: asked };
        let mut scratch = Vec::with_capacity(SCRATCH);
        let room = |records: usize| Vec::with_capacity(if all { records } else { 0 });
        let mut message = Self {
            head,
            code: head.flags & 0xf,
            answers: Vec::with_capacity(answers),
            authority: room(authority),
            additional: room(additional),
            edns: None,
        };
        for _ in 0..answers {
            message.answers.extend(reader.record(&mut scratch, true)?.into_plain());
        }
        for _ in 0..authority {
            message.authority.extend(reader.record(&mut scratch, all)?.into_plain());
        }
        for _ in 0..additional {
            match reader.record(&mut scratch, all)? {
                Read::Plain(record) => message.additional.push(record),
                Read::Edns { code, edns } => {
                    message.code |= code << 4;
                    message.edns = Some(edns);
                }
                Read::Passed => {}
            }
        }
        Some(message)
    }
}

/// One record as it was met.
enum Read {
    Plain(Rr),
    Edns {
        code: u16,
        edns: Edns,
    },
    /// Of another class, or of a part that is not kept.
    Passed,
}

impl Read {
    fn into_plain(self) -> Option<Rr> {
        if let Self::Plain(record) = self { Some(record) } else { None }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn short(&mut self) -> Option<u16> {
        let &[a, b] = self.bytes.get(self.at..self.at + 2)? else { return None };
        self.at += 2;
        Some(u16::from_be_bytes([a, b]))
    }

    /// Reads a name into `whole`, follows pointers, and leaves the reader behind it.
    fn name(&mut self, whole: &mut Vec<u8>) -> Option<()> {
        let start = whole.len();
        let (mut here, mut before, mut jumped, mut jumps) = (self.at, self.at, false, 0);
        loop {
            let length = *self.bytes.get(here)?;
            match length {
                0 => {
                    whole.push(0);
                    if !jumped {
                        self.at = here + 1;
                    }
                    return Some(());
                }
                1..=63 => {
                    let label = self.bytes.get(here..here + 1 + usize::from(length))?;
                    if whole.len() - start + label.len() >= name::LONGEST {
                        return None;
                    }
                    whole.push(length);
                    whole.extend(label.iter().skip(1).map(u8::to_ascii_lowercase));
                    here += label.len();
                }
                0xc0.. => {
                    let target = usize::from(u16::from_be_bytes([length & 0x3f, *self.bytes.get(here + 1)?]));
                    if !jumped {
                        self.at = here + 2;
                    }
                    jumps += 1;
                    // A pointer leads back, each further than the one before: so every way has an end.
                    if target >= before || jumps > MOST_JUMPS {
                        return None;
                    }
                    (here, before, jumped) = (target, target, true);
                }
                _ => return None,
            }
        }
    }

    /// Reads one record. `scratch` is room for its names; what stands in it is forgotten.
    fn record(&mut self, scratch: &mut Vec<u8>, keep: bool) -> Option<Read> {
        scratch.clear();
        self.name(scratch)?;
        let owner = scratch.len();
        let (kind, class) = (self.short()?, self.short()?);
        let ttl = u32::from(self.short()?) << 16 | u32::from(self.short()?);
        let length = usize::from(self.short()?);
        let end = self.at + length;
        let raw = self.bytes.get(self.at..end)?;
        if kind == kind::OPT {
            self.at = end;
            let code = u16::try_from(ttl >> 24).ok()?;
            return Some(Read::Edns { code, edns: edns(raw)? });
        }
        match kind {
            kind::NS | kind::CNAME | kind::PTR | kind::DNAME => {
                self.data_with_names(scratch, end, 0, 1, 0)?
            }
            kind::MX => self.data_with_names(scratch, end, 2, 1, 0)?,
            kind::SRV => self.data_with_names(scratch, end, 6, 1, 0)?,
            kind::SOA => self.data_with_names(scratch, end, 0, 2, 20)?,
            _ if keep => scratch.extend_from_slice(raw),
            _ => {}
        }
        self.at = end;
        if class != IN || !keep {
            return Some(Read::Passed);
        }
        // A time to live with its first bit set counts as none (RFC 2181, 8).
        let ttl = if ttl > i32::MAX.unsigned_abs() { 0 } else { ttl };
        let (name, data) = scratch.split_at_checked(owner)?;
        Some(Read::Plain(Rr { name: Name::from_small(name), kind, ttl, data: data.into() }))
    }

    /// Data of `front` plain bytes, so many names, and `back` plain bytes, added to `whole`; nothing may be left over.
    fn data_with_names(
        &mut self,
        whole: &mut Vec<u8>,
        end: usize,
        front: usize,
        names: usize,
        back: usize,
    ) -> Option<()> {
        whole.extend_from_slice(self.bytes.get(self.at..self.at + front)?);
        self.at += front;
        for _ in 0..names {
            self.name(whole)?;
        }
        whole.extend_from_slice(self.bytes.get(self.at..self.at + back)?);
        (self.at + back == end).then_some(())
    }
}

/// The options of EDNS (RFC 6891, 6.1.2).
fn edns(mut options: &[u8]) -> Option<Edns> {
    let mut edns = Edns::default();
    while let [a, b, c, d, rest @ ..] = options {
        let length = usize::from(u16::from_be_bytes([*c, *d]));
        let (data, rest) = rest.split_at_checked(length)?;
        if u16::from_be_bytes([*a, *b]) == OPTION_COOKIE {
            edns.cookie = Some(data.into());
        }
        options = rest;
    }
    options.is_empty().then_some(edns)
}

/// What a query says beside its question.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner<'a> {
    /// Bits of the header.
    pub(crate) flags: u16,
    /// Speak EDNS at all?
    pub(crate) edns: bool,
    /// Ask for signatures.
    pub(crate) signatures: bool,
    /// The cookie to show, ours first.
    pub(crate) cookie: Option<&'a [u8]>,
}

/// The bytes of a query.
pub(crate) fn query(id: u16, asked: &Asked, manner: Manner<'_>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + asked.length() + 40);
    bytes.extend_from_slice(&id.to_be_bytes());
    bytes.extend_from_slice(&manner.flags.to_be_bytes());
    for count in [1, 0, 0, u16::from(manner.edns)] {
        bytes.extend_from_slice(&count.to_be_bytes());
    }
    bytes.extend_from_slice(&asked.name);
    bytes.extend_from_slice(&asked.kind.to_be_bytes());
    bytes.extend_from_slice(&IN.to_be_bytes());
    if manner.edns {
        bytes.push(0);
        bytes.extend_from_slice(&kind::OPT.to_be_bytes());
        bytes.extend_from_slice(&LARGEST_DATAGRAM.to_be_bytes());
        let bits = if manner.signatures { DNSSEC_OK } else { 0 };
        bytes.extend_from_slice(&bits.to_be_bytes());
        let cookie = manner.cookie.unwrap_or_default();
        // A cookie has at most 40 bytes (RFC 7873, 4).
        let length = u16::try_from(cookie.len()).unwrap_or_default();
        if length > 0 {
            bytes.extend_from_slice(&(length + 4).to_be_bytes());
            bytes.extend_from_slice(&OPTION_COOKIE.to_be_bytes());
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(cookie);
        } else {
            bytes.extend_from_slice(&[0, 0]);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::name::tests::name;
    use super::super::numbers::code;
    use super::*;

    fn asked() -> Asked {
        Asked { name: name("bakery.example").as_bytes().into(), kind: kind::MX }
    }

    /// A reply of so many answers, whose bytes these are.
    fn reply(answers: u16, rest: &[u8]) -> Vec<u8> {
        let mut bytes = query(7, &asked(), Manner { flags: flag::RESPONSE, ..Manner::default() });
        bytes[6..8].copy_from_slice(&answers.to_be_bytes());
        bytes.extend_from_slice(rest);
        bytes
    }

    #[test]
    fn names_in_records_are_read_out_whole() {
        let mx = [&[0xc0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 7, 0, 10, 2][..], b"Mx\xc0\x0c"].concat();
        let message = Message::read(&reply(1, &mx)).unwrap();
        let record = &message.answers[0];
        assert_eq!((&record.name, record.kind, record.ttl), (&name("bakery.example"), kind::MX, 60));
        assert_eq!(*record.data, *[&[0, 10][..], name("mx.bakery.example").as_bytes()].concat());
        let mut left_over = mx.clone();
        left_over[11] = 8;
        left_over.push(0);
        assert_eq!(Message::read(&reply(1, &left_over)), None);
    }

    #[test]
    fn a_message_of_too_many_records_is_not_read() {
        let record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1];
        let many = |n: usize| Message::read(&reply(n as u16, &record.repeat(n)));
        assert_eq!(many(MOST_IN_MESSAGE).unwrap().answers.len(), MOST_IN_MESSAGE);
        assert_eq!(many(MOST_IN_MESSAGE + 1), None);
    }

    #[test]
    fn a_name_jumps_back_and_not_for_ever() {
        // Each name is a pointer at the one before: the last jumps over all of them.
        let chain = |jumps: usize| {
            let start = HEADER + asked().length();
            let mut rest = Vec::new();
            let mut before = 12;
            for _ in 0..jumps {
                let here = start + rest.len();
                rest.extend_from_slice(&u16::to_be_bytes(0xc000 | before as u16));
                rest.extend_from_slice(&[0, 1, 0, 1, 0, 0, 0, 60, 0, 0]);
                before = here;
            }
            Message::read(&reply(jumps as u16, &rest)).is_some()
        };
        assert!(chain(MOST_JUMPS));
        assert!(!chain(MOST_JUMPS + 1));
    }

    #[test]
    fn a_cookie_and_a_wide_code_come_through() {
        let cookie = [1, 2, 3, 4, 5, 6, 7, 8];
        let manner = Manner { edns: true, signatures: true, cookie: Some(&cookie), flags: flag::RESPONSE };
        let mut bytes = query(7, &asked(), manner);
        let extended = bytes.len() - 12 - 6;
        bytes[extended] = 1;
        bytes[3] = 7;
        let message = Message::read(&bytes).unwrap();
        assert_eq!(message.code, code::BAD_COOKIE);
        assert_eq!(message.edns.unwrap().cookie.as_deref(), Some(&cookie[..]));
        assert_eq!(Message::read(&bytes[..bytes.len() - 1]), None, "an option past its end");
    }
}
