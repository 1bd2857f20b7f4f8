//! Proofs that something is not there: NSEC (RFC 4034, 4) and NSEC3 (RFC 5155).

use data_encoding::BASE32_DNSSEC;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use crate::dns::message::Rr;
use crate::dns::name::Name;
use crate::dns::numbers::kind;

/// The most extra rounds of hashing that are done for a proof. Above, the zone counts as one without a
/// seal (RFC 9276, 3.2); a zone should have none.
pub(crate) const MOST_ITERATIONS: u16 = 50;
/// The most labels below the zone of a name that is hashed step by step (CVE-2023-50868).
pub(crate) const MOST_HASHED: usize = 16;

/// What a proof comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It is proved.
    Holds,
    /// The zone leaves it open: it signs around names without a seal (opt-out), or hashes more than we do.
    Open,
    /// It is not proved.
    Fails,
}

/// What is proved about a name that has no DS record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoDs {
    /// A zone without a seal begins there, or may begin there.
    OpenZone,
    /// No zone begins there.
    NoZone,
    /// Nothing is proved.
    Unproven,
}

/// The kinds of records at a name (RFC 4034, 4.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kinds(Box<[u8]>);

impl Kinds {
    fn has(&self, kind: u16) -> bool {
        let [window, low] = kind.to_be_bytes();
        let mut rest = &*self.0;
        while let [number, length, after @ ..] = rest {
            let Some((bits, after)) = after.split_at_checked(usize::from(*length)) else { return false };
            if *number == window {
                return bits.get(usize::from(low >> 3)).is_some_and(|byte| byte & (0x80 >> (low & 7)) != 0);
            }
            rest = after;
        }
        false
    }

    /// Does another zone begin there, seen from above?
    fn is_cut(&self) -> bool {
        self.has(kind::NS) && !self.has(kind::SOA)
    }

    /// Can it prove that there is nothing of this kind? At a cut the zone above speaks for DS alone, and
    /// the zone below for all the rest.
    fn denies(&self, wanted: u16, is_root: bool) -> bool {
        let speaks = if wanted == kind::DS { is_root || !self.has(kind::SOA) } else { !self.is_cut() };
        speaks && !self.has(wanted) && !self.has(kind::CNAME)
    }
}

/// One record of a proof, its signature checked already.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Link {
    Plain { owner: Name, next: Name, kinds: Kinds },
    Hashed { owner: Box<[u8]>, next: Box<[u8]>, opt_out: bool, kinds: Kinds },
}

/// The records of a proof out of one zone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Denial {
    zone: Option<Name>,
    links: Vec<Link>,
    /// Salt and rounds of the hashed ones; all of a proof have the same.
    hashing: Option<(Box<[u8]>, u16)>,
    too_many_rounds: bool,
}

impl Denial {
    /// A proof of this zone, nothing in it yet.
    pub(crate) fn of(zone: &Name) -> Self {
        Self { zone: Some(zone.clone()), ..Self::default() }
    }

    /// Takes a record in whose signature was checked. What makes no sense is passed over.
    pub(crate) fn add(&mut self, record: &Rr) {
        match record.kind {
            kind::NSEC => {
                let Some(next) = Name::read(&record.data) else { return };
                let kinds = record.data.get(next.as_bytes().len()..).unwrap_or_default();
                self.links.push(Link::Plain { owner: record.name.clone(), next, kinds: Kinds(kinds.into()) });
            }
            kind::NSEC3 => {
                self.add_hashed(record);
            }
            _ => {}
        }
    }

    fn add_hashed(&mut self, record: &Rr) -> Option<()> {
        let &[1, flags, high, low, salt_length, ref rest @ ..] = &*record.data else { return None };
        let (salt, rest) = rest.split_at_checked(usize::from(salt_length))?;
        let (next_length, rest) = rest.split_first()?;
        let (next, kinds) = rest.split_at_checked(usize::from(*next_length))?;
        let rounds = u16::from_be_bytes([high, low]);
        if rounds > MOST_ITERATIONS {
            self.too_many_rounds = true;
            return None;
        }
        if record.name.parent() != self.zone {
            return None;
        }
        let label = record.name.labels().next()?;
        let owner = BASE32_DNSSEC.decode(label).ok()?;
        let hashing = (salt.into(), rounds);
        if *self.hashing.get_or_insert_with(|| hashing.clone()) != hashing {
            return None;
        }
        self.links.push(Link::Hashed {
            owner: owner.into(),
            next: next.into(),
            opt_out: flags & 1 == 1,
            kinds: Kinds(kinds.into()),
        });
        Some(())
    }

    /// The hash of a name (RFC 5155, 5).
    fn hash(&self, name: &Name) -> Option<Vec<u8>> {
        let (salt, rounds) = self.hashing.as_ref()?;
        let mut hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, &[name.as_bytes(), salt].concat());
        for _ in 0..*rounds {
            hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, &[hash.as_ref(), salt].concat());
        }
        Some(hash.as_ref().to_vec())
    }

    fn zone(&self) -> Name {
        self.zone.clone().unwrap_or_else(Name::root)
    }

    /// What stands at exactly this name.
    fn at(&self, name: &Name) -> Option<&Kinds> {
        let hash = self.hash(name);
        self.links.iter().find_map(|link| match link {
            Link::Plain { owner, kinds, .. } if owner == name => Some(kinds),
            Link::Hashed { owner, kinds, .. } if Some(&**owner) == hash.as_deref() => Some(kinds),
            _ => None,
        })
    }

    /// The plain link that shows that nothing stands between its owner and the next name.
    fn around(&self, name: &Name) -> Option<(&Name, &Name)> {
        let zone = self.zone();
        self.links.iter().find_map(|link| match link {
            Link::Plain { owner, next, kinds } => {
                let last = *next == zone;
                let between = owner < name && (name < next || last) && name.is_within(&zone);
                // What lies below a cut is not this zone's to speak of.
                let foreign = name.is_within(owner) && (kinds.is_cut() || kinds.has(kind::DNAME));
                (between && !foreign).then_some((owner, next))
            }
            Link::Hashed { .. } => None,
        })
    }

    /// Is the hash of a name between two neighbours? The answer says whether they opt out.
    fn hashed_around(&self, name: &Name) -> Option<bool> {
        let hash = self.hash(name)?;
        self.links.iter().find_map(|link| match link {
            Link::Hashed { owner, next, opt_out, .. } => {
                let between = if owner < next {
                    **owner < *hash && *hash < **next
                } else {
                    **owner < *hash || *hash < **next
                };
                between.then_some(*opt_out)
            }
            Link::Plain { .. } => None,
        })
    }

    /// The deepest name above this one that is proved to exist, and whether the name between is covered by
    /// links that opt out (RFC 5155, 8.3).
    fn hashed_encloser(&self, name: &Name) -> Option<(Name, bool)> {
        let zone = self.zone();
        let below = name.depth().checked_sub(zone.depth())?;
        if below > MOST_HASHED {
            return None;
        }
        for depth in (zone.depth()..name.depth()).rev() {
            let encloser = name.last(depth);
            if let Some(kinds) = self.at(&encloser) {
                if kinds.is_cut() || kinds.has(kind::DNAME) {
                    return None;
                }
                return self.hashed_around(&name.last(depth + 1)).map(|opt_out| (encloser, opt_out));
            }
        }
        None
    }

    fn is_hashed(&self) -> bool {
        self.hashing.is_some()
    }

    /// Is it proved that the name does not exist (RFC 4035, 5.4; RFC 5155, 8.4)?
    pub(crate) fn of_name(&self, name: &Name) -> Proof {
        if self.too_many_rounds {
            return Proof::Open;
        }
        if self.is_hashed() {
            return match self.hashed_encloser(name) {
                Some((_, true)) => Proof::Open,
                Some((encloser, false)) => {
                    match encloser.below(b"*").and_then(|star| self.hashed_around(&star)) {
                        Some(_) => Proof::Holds,
                        None => Proof::Fails,
                    }
                }
                None => Proof::Fails,
            };
        }
        let Some((owner, next)) = self.around(name) else { return Proof::Fails };
        if next.is_within(name) {
            return Proof::Fails;
        }
        let star = encloser(owner, next, name).below(b"*");
        if star.is_some_and(|star| self.around(&star).is_some()) { Proof::Holds } else { Proof::Fails }
    }

    /// Is it proved that the name has nothing of this kind (RFC 4035, 5.4; RFC 5155, 8.5 to 8.7)?
    pub(crate) fn of_kind(&self, name: &Name, wanted: u16) -> Proof {
        if self.too_many_rounds {
            return Proof::Open;
        }
        let holds = |denied: bool| if denied { Proof::Holds } else { Proof::Fails };
        if let Some(kinds) = self.at(name) {
            return holds(kinds.denies(wanted, name.is_root()));
        }
        let encloser = if self.is_hashed() {
            match self.hashed_encloser(name) {
                Some((_, true)) => return Proof::Open,
                Some((encloser, false)) => encloser,
                None => return Proof::Fails,
            }
        } else {
            match self.around(name) {
                // Names below it exist, so it does too, with nothing of its own.
                Some((_, next)) if next.is_within(name) => return Proof::Holds,
                Some((owner, next)) => encloser(owner, next, name),
                None => return Proof::Fails,
            }
        };
        let star = encloser.below(b"*");
        holds(star.and_then(|star| self.at(&star)).is_some_and(|kinds| kinds.denies(wanted, false)))
    }

    /// Is it proved that the name itself does not exist, so that the wildcard below `encloser` speaks for it
    /// (RFC 4035, 5.3.4; RFC 5155, 8.8)?
    pub(crate) fn of_closer_name(&self, name: &Name, encloser: &Name) -> Proof {
        if self.too_many_rounds {
            return Proof::Open;
        }
        let closer = name.last(encloser.depth() + 1);
        if self.is_hashed() {
            return match self.hashed_around(&closer) {
                Some(true) => Proof::Open,
                Some(false) => Proof::Holds,
                None => Proof::Fails,
            };
        }
        match self.around(name) {
            Some((_, next)) if !next.is_within(&closer) => Proof::Holds,
            _ => Proof::Fails,
        }
    }

    /// What is proved about a name at which the zone has no DS record (RFC 4035, 5.2; RFC 5155, 8.9).
    pub(crate) fn of_seal(&self, name: &Name) -> NoDs {
        if self.too_many_rounds {
            return NoDs::OpenZone;
        }
        if let Some(kinds) = self.at(name) {
            return match (kinds.denies(kind::DS, name.is_root()), kinds.is_cut()) {
                (true, true) => NoDs::OpenZone,
                (true, false) => NoDs::NoZone,
                (false, _) => NoDs::Unproven,
            };
        }
        if self.is_hashed() {
            return match self.hashed_encloser(name) {
                Some((_, true)) => NoDs::OpenZone,
                Some((_, false)) => NoDs::NoZone,
                None => NoDs::Unproven,
            };
        }
        if self.around(name).is_some() { NoDs::NoZone } else { NoDs::Unproven }
    }
}

/// The deepest name that exists above one that lies between two others.
fn encloser(owner: &Name, next: &Name, name: &Name) -> Name {
    let (left, right) = (owner.common(name), next.common(name));
    if left.depth() >= right.depth() { left } else { right }
}
