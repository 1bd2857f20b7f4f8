//! The stage: the hosts of the invented firms as they are now, and what visitors changed on them.
//!
//! What a firm's site, certificate and computers are like follows from the seed and the firm's number, as its records
//! do. A visitor who plays the firm's IT person changes some of it; that is kept in memory, and gone when the
//! demonstration ends. The hosts ([`super::hosts`]) put it on the wire, the city's first check-ups are judged from it
//! without a packet ([`super::sights`]), and the pretend control panel shows it ([`web::stage`]).

mod answers;
mod certificate;
mod computers;
mod panel;
mod parts;
mod registry;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

use terms::Timestamp;
use web::stage::Part;

pub use self::answers::Answer;
pub use self::certificate::{AUTHORITY_NAME, HOST_NAME, Plan};
pub use self::computers::Door;
pub use self::parts::{BadCertificate, Site};
use super::firm::{Firm, FirmNumber, firm_of};
use super::zones::{Names, Zone};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The stage of one seed.
pub struct Stage {
    names: Arc<Names>,
    begun: Timestamp,
    sites: RwLock<BTreeMap<FirmNumber, Changed>>,
    computers: RwLock<BTreeMap<IpAddr, BTreeSet<Part>>>,
}

/// What visitors changed at one firm.
#[derive(Debug, Clone, Default)]
struct Changed {
    /// The parts of the site that are in order.
    good: Option<BTreeSet<Part>>,
    /// Files that were put on the site, by path; none where one was taken away.
    files: BTreeMap<String, Option<String>>,
}

impl Stage {
    /// The stage of these names. Dates of certificates and rents lie around the moment at which it begins.
    pub fn new(names: Arc<Names>, begun: Timestamp) -> Self {
        Self { names, begun, sites: RwLock::default(), computers: RwLock::default() }
    }

    /// The names of the city.
    pub fn names(&self) -> &Arc<Names> {
        &self.names
    }

    /// The firm that a host's name belongs to, with its zone as it is now.
    fn firm_at(&self, host: &str) -> Option<(Firm, Arc<Zone>)> {
        let mut labels = host.rsplitn(3, '.');
        let (top, registered) = (labels.next()?, labels.next()?);
        let firm = firm_of(self.names.seed(), &format!("{registered}.{top}"))?;
        let zone = self.names.zone_of(&firm.apex)?;
        Some((firm, zone))
    }

    /// A firm's site as it is now.
    fn site(&self, firm: FirmNumber) -> Site {
        let mut site = Site::of(self.names.seed(), firm);
        let sites = self.sites.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(good) = sites.get(&firm).and_then(|changed| changed.good.clone()) {
            site.good = good;
        }
        site
    }

    /// Midnight of a day that lies so many days after the one on which the stage began.
    fn day(&self, days: i64) -> Timestamp {
        let day = self.begun.as_second().div_euclid(DAY) + days;
        Timestamp::from_second(day * DAY).unwrap_or(self.begun)
    }

    /// Does this zone hand its whole list to anybody who asks?
    pub fn hands_over(&self, zone: &str) -> bool {
        let firm = self.firm_at(zone).filter(|(firm, _)| firm.apex == zone);
        firm.is_some_and(|(firm, _)| !self.site(firm.number).is_good(Part::CopyRefused))
    }
}
