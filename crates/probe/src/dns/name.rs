//! A name as messages carry it: labels of any bytes, letters small, the root's empty label at the end.

use std::cmp::Ordering;

use checkup::RecordName;

/// The longest name in a message, lengths and root included (RFC 1035, 2.3.4).
pub(crate) const LONGEST: usize = 255;
/// The longest label.
const LONGEST_LABEL: usize = 63;

/// How many bytes a name takes that stands alone, without pointers. None where it is none.
pub(crate) fn length(bytes: &[u8]) -> Option<usize> {
    let mut end = 0;
    loop {
        let length = usize::from(*bytes.get(end)?);
        if length > LONGEST_LABEL || end + length >= LONGEST {
            return None;
        }
        end += length + 1;
        if length == 0 {
            return Some(end);
        }
    }
}

/// A name. Wider than [`RecordName`]: strangers may put any bytes into labels.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Name(Box<[u8]>);

impl Name {
    /// The root.
    pub(crate) fn root() -> Self {
        Self(Box::new([0]))
    }

    /// From labels with their lengths, the empty one at the end. The caller has checked the lengths.
    pub(super) fn from_checked(bytes: &[u8]) -> Self {
        let mut small: Box<[u8]> = bytes.into();
        small.make_ascii_lowercase();
        Self(small)
    }

    /// As [`Name::from_checked`], of letters that are small already.
    pub(super) fn from_small(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// Reads a name that stands alone, without pointers; what follows it is not looked at.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self::from_checked(bytes.get(..length(bytes)?)?))
    }

    /// The bytes, small letters, not compressed.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn is_root(&self) -> bool {
        self.0.len() == 1
    }

    /// The labels from left to right, without the root's.
    pub(crate) fn labels(&self) -> Labels<'_> {
        Labels(&self.0)
    }

    /// How many labels it has, without the root's.
    pub(crate) fn depth(&self) -> usize {
        self.labels().count()
    }

    /// The name above; none above the root.
    pub(crate) fn parent(&self) -> Option<Self> {
        let length = usize::from(*self.0.first()?);
        if length == 0 { None } else { Some(Self(self.0.get(length + 1..)?.into())) }
    }

    /// The name of the last `depth` labels; itself where it has no more.
    pub(crate) fn last(&self, depth: usize) -> Self {
        let mut labels = self.labels();
        for _ in depth..self.depth() {
            labels.next();
        }
        Self(labels.0.into())
    }

    /// Is this name `other`, or a name below it?
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        let mut rest = self.labels();
        loop {
            if rest.0.len() <= other.0.len() {
                return *rest.0 == *other.0;
            }
            rest.next();
        }
    }

    /// The name with one more label in front, where that still fits.
    pub(crate) fn below(&self, label: &[u8]) -> Option<Self> {
        let length = u8::try_from(label.len()).ok().filter(|length| (1..=63).contains(length))?;
        if label.len() + 1 + self.0.len() > LONGEST {
            return None;
        }
        Some(Self::from_checked(&[&[length][..], label, &self.0].concat()))
    }

    /// The deepest name that both are within.
    pub(crate) fn common(&self, other: &Self) -> Self {
        let mut name = self.clone();
        while !other.is_within(&name) {
            name = name.parent().unwrap_or_else(Self::root);
        }
        name
    }

    /// Does it begin with an underscore? Such names are made for records, not for zones (RFC 8552).
    pub(crate) fn is_scoped(&self) -> bool {
        self.0.get(1) == Some(&b'_')
    }

    /// As a name that owns records, if its labels are printable.
    pub(crate) fn to_record_name(&self) -> Option<RecordName> {
        RecordName::from_labels(self.labels()).ok()
    }
}

impl From<&RecordName> for Name {
    fn from(name: &RecordName) -> Self {
        let mut bytes = Vec::with_capacity(name.as_str().len() + 2);
        for label in name.labels() {
            // A record name's labels are at most 63 bytes long.
            bytes.push(u8::try_from(label.len()).unwrap_or_default());
            bytes.extend_from_slice(label.as_bytes());
        }
        bytes.push(0);
        Self(bytes.into())
    }
}

/// The order of names in a sealed zone (RFC 4034, 6.1): by labels from right to left.
impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        let mut mine: Vec<&[u8]> = self.labels().collect();
        let mut others: Vec<&[u8]> = other.labels().collect();
        mine.reverse();
        others.reverse();
        mine.cmp(&others)
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for label in self.labels() {
            write!(f, "{}.", label.escape_ascii())?;
        }
        if self.is_root() { f.write_str(".") } else { Ok(()) }
    }
}

/// Walks over labels.
pub(crate) struct Labels<'a>(&'a [u8]);

impl<'a> Iterator for Labels<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first()?;
        let (label, rest) = rest.split_at_checked(usize::from(*length)).filter(|_| *length > 0)?;
        self.0 = rest;
        Some(label)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn name(text: &str) -> Name {
        Name::from(&RecordName::parse(text).unwrap())
    }

    #[test]
    fn names_know_what_lies_above_them() {
        let www = name("www.bakery.example");
        assert_eq!(www.parent(), Some(name("bakery.example")));
        assert_eq!(www.last(1), name("example"));
        assert_eq!((www.last(0), www.last(9)), (Name::root(), www.clone()));
        assert!(
            www.is_within(&name("bakery.example")) && www.is_within(&Name::root()) && www.is_within(&www)
        );
        assert!(!name("abakery.example").is_within(&name("bakery.example")));
        assert!(!name("example").is_within(&www));
        assert_eq!(www.common(&name("mail.bakery.example")), name("bakery.example"));
        assert_eq!((Name::root().parent(), Name::root().depth(), www.depth()), (None, 0, 3));
    }

    #[test]
    fn the_order_is_that_of_the_standard() {
        // The example of RFC 4034, 6.1.
        let escaped = |label: &[u8]| name("z.example").below(label).unwrap();
        let ordered = [
            name("example"),
            name("a.example"),
            name("yljkjljk.a.example"),
            name("Z.a.example"),
            name("zABC.a.EXAMPLE"),
            name("z.example"),
            escaped(&[1]),
            escaped(b"*"),
            escaped(&[200]),
        ];
        assert!(ordered.is_sorted(), "{ordered:?}");
    }

    #[test]
    fn a_name_has_its_limits() {
        let label = [&[63][..], &[b'a'; 63]].concat();
        let at = [label.repeat(3), vec![61], vec![b'a'; 61], vec![0]].concat();
        assert_eq!(at.len(), LONGEST);
        assert_eq!(Name::read(&at).map(|name| name.depth()), Some(4));
        let past = [label.repeat(3), vec![62], vec![b'a'; 62], vec![0]].concat();
        assert_eq!(Name::read(&past), None);
        assert_eq!(Name::read(&[&[64][..], &[b'a'; 64], &[0]].concat()), None);
        assert_eq!(Name::read(b"\x03abc"), None);
        assert!(Name::read(&at).unwrap().below(b"x").is_none());
    }
}
