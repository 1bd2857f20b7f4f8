//! What is looked at on the site's host only with the firm's yes: older encryption, and files that lie open.

use super::way::Visits;
use crate::answer::inert;
use crate::approach::Approach;
use crate::case::{Gap, Report};
use crate::level::Level;
use crate::observation::{Sight, TlsVersion};
use crate::question::RecordName;

/// The checks of this file.
pub(super) const CHECKS: [&str; 2] = ["web-old-tls", "web-exposed-files"];

/// The connections that each approach takes.
const FOR_FILES: usize = 1;
const FOR_OLD_TLS: usize = 3;

/// Looks at the host where visitors end up. The files go first: what lies open there harms more.
pub(super) fn look(visits: &mut Visits<'_, '_>, report: &mut Report, home: Result<&RecordName, Gap>) {
    if visits.case.level < Level::Consented {
        return;
    }
    let files = home.and_then(|host| exposed_files(visits, host));
    match files {
        Ok(open) if open.is_empty() => {}
        Ok(open) => report.found("web-exposed-files", open.join(", ")),
        Err(gap) => report.gap(["web-exposed-files"], gap),
    }
    match home.and_then(|host| old_tls(visits, host)) {
        Ok(None) => {}
        Ok(Some(seen)) => report.found("web-old-tls", seen),
        Err(gap) => report.gap(["web-old-tls"], gap),
    }
}

fn exposed_files(visits: &mut Visits<'_, '_>, host: &RecordName) -> Result<Vec<String>, Gap> {
    let address = visits.address_of(host).ok_or(Gap::NotShown)?;
    if !visits.have_room_for(FOR_FILES) {
        return Err(Gap::Enough);
    }
    match visits.case.approach(Approach::ExposedFiles { host: host.clone(), address })? {
        Sight::ExposedFiles { open } => {
            Ok(open.iter().map(|path| format!("{host}{}", inert(path))).collect())
        }
        _ => Err(Gap::HalfSeen),
    }
}

fn old_tls(visits: &mut Visits<'_, '_>, host: &RecordName) -> Result<Option<String>, Gap> {
    let address = visits.address_of(host).ok_or(Gap::NotShown)?;
    if !visits.have_room_for(FOR_FILES + FOR_OLD_TLS) {
        return Err(Gap::Enough);
    }
    let Sight::OldTls { accepted, refused } =
        visits.case.approach(Approach::OldTls { host: host.clone(), address })?
    else {
        return Err(Gap::HalfSeen);
    };
    if !accepted.is_empty() {
        let versions: Vec<&str> = accepted.iter().map(|version| version.words()).collect();
        return Ok(Some(format!("{host} takes {}", versions.join(", "))));
    }
    let old = [TlsVersion::Ssl3, TlsVersion::Tls10, TlsVersion::Tls11];
    if old.iter().all(|version| refused.contains(version)) { Ok(None) } else { Err(Gap::HalfSeen) }
}
