//! Which certificate a host shows: for whom, from when and until when. It is made only when somebody comes by.

use checkup::{CertificateSeen, TlsSeen, TlsVersion, Trust};
use terms::Timestamp;
use web::stage::Part;

use super::{BadCertificate, DAY, Stage};
use crate::demo::zones::providers::HOST_NAMES;

/// The company that signs the demonstration's certificates, as it stands in them.
pub const AUTHORITY_NAME: &str = "Demonstration certificates";
/// To whom every one of them is made out, beside the names.
pub const HOST_NAME: &str = "Demonstration host";
/// A certificate is good for so many days, and is renewed after so many.
const GOOD_FOR: i64 = 90;
const RENEWED_AFTER: i64 = 45;
/// So many days before the stage began the first one was made.
const MADE_BEFORE: i64 = 20;
/// A certificate that is forgotten runs out in so many days, or ran out so many days ago.
const RUNS_OUT_IN: i64 = 6;
const RAN_OUT_BEFORE: i64 = 12;
/// Hosts of a firm that its mail company looks after: their certificates are right.
const LOOKED_AFTER: [&str; 2] = ["mail.", "mta-sts."];

/// A certificate before it is made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plan {
    /// The names that it is made out to.
    pub names: Vec<String>,
    /// Good from; midnight.
    pub begins: Timestamp,
    /// Good until; midnight.
    pub ends: Timestamp,
    /// It vouches for itself.
    pub self_made: bool,
}

impl Stage {
    /// The certificate of the host of this name at a moment; none where it speaks no TLS.
    pub fn certificate(&self, host: &str, at: Timestamp) -> Option<Plan> {
        let right = |names| self.renewed(names, at);
        let Some((firm, _)) = self.firm_at(host) else {
            // One host's second mail server shows the certificate of the website.
            let other = format!("mx2.{}.example", HOST_NAMES[6]);
            let shown =
                if host == other { format!("web.{}.example", HOST_NAMES[6]) } else { host.to_owned() };
            return Some(right(vec![shown]));
        };
        let site = self.site(firm.number);
        let own = vec![firm.apex.clone(), format!("*.{}", firm.apex)];
        if LOOKED_AFTER.iter().any(|label| host.starts_with(label)) {
            return Some(right(own));
        }
        if !site.is_good(Part::Encryption) {
            return None;
        }
        if site.is_good(Part::Certificate) {
            return Some(right(own));
        }
        let ends = |days: i64, names| Plan {
            names,
            begins: self.day(days - GOOD_FOR),
            ends: self.day(days),
            self_made: false,
        };
        Some(match site.certificate {
            BadCertificate::RunsOut => ends(RUNS_OUT_IN, own),
            BadCertificate::RanOut => ends(-RAN_OUT_BEFORE, own),
            BadCertificate::OtherName => right(vec!["web.pennyhost.example".to_owned()]),
            BadCertificate::SelfMade => Plan { self_made: true, ..right(own) },
        })
    }

    /// A certificate of somebody who renews it in time.
    fn renewed(&self, names: Vec<String>, at: Timestamp) -> Plan {
        let days = (at.as_second() - self.begun.as_second()).div_euclid(DAY);
        let made = days.div_euclid(RENEWED_AFTER).max(0) * RENEWED_AFTER - MADE_BEFORE;
        Plan { names, begins: self.day(made), ends: self.day(made + GOOD_FOR), self_made: false }
    }
}

impl Plan {
    /// How a visitor to this host sees it. Fingerprints are left out: they are known when it is made.
    pub fn seen_at(&self, host: &str) -> TlsSeen {
        let issuer = if self.self_made { HOST_NAME } else { AUTHORITY_NAME };
        let certificate = CertificateSeen {
            subject: format!("CN={HOST_NAME}"),
            issuer: format!("CN={issuer}"),
            names: self.names.clone(),
            not_before: self.begins,
            not_after: self.ends,
            sha256: String::new(),
            sha512: String::new(),
            key_sha256: String::new(),
            key_sha512: String::new(),
        };
        TlsSeen {
            version: Some(TlsVersion::Tls13),
            chain: vec![certificate],
            trusted: if self.self_made { Trust::SelfSigned } else { Trust::Yes },
            fits_name: self.names.iter().any(|name| fits(name, host)),
        }
    }
}

/// Is a certificate for this name good for this host (RFC 9525, 6.3)?
fn fits(name: &str, host: &str) -> bool {
    match name.strip_prefix("*.") {
        Some(above) => host.split_once('.').is_some_and(|(_, rest)| rest == above),
        None => name == host,
    }
}
