//! Names that look like those of the city's firms: somebody has them, and nobody knows who.

use std::net::Ipv4Addr;

use super::record::Data;
use super::zone::Zone;
use crate::demo::firm::firm_of;

/// What is added to a firm's name, and whether the name can get mail.
pub const ADDED: [(&str, bool); 2] = [("-pay", true), ("-shop", false)];
/// The ending under which such names stand.
pub const ENDING: &str = "example";
/// An address for documentation (RFC 5737), where nothing is.
const NOWHERE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 66);

/// The names like that of a firm.
pub fn like(apex: &str) -> Vec<String> {
    let label = apex.split('.').next().unwrap_or_default();
    ADDED.iter().map(|(added, _)| format!("{label}{added}.{ENDING}")).collect()
}

/// The zone of such a name; none where there is no firm whose name it looks like.
pub fn zone(seed: u64, apex: &str) -> Option<Zone> {
    let label = apex.strip_suffix(ENDING)?.strip_suffix('.')?;
    let (label, has_mail) =
        ADDED.iter().find_map(|(added, mail)| Some((label.strip_suffix(added)?, *mail)))?;
    ["test", "example"].iter().find_map(|top| firm_of(seed, &format!("{label}.{top}")))?;
    let servers = ["ns1.nobody-knows.example", "ns2.nobody-knows.example"].map(str::to_owned);
    let mut zone = Zone::new(apex, &servers);
    zone.add(apex, Data::A(NOWHERE));
    if has_mail {
        zone.add(apex, Data::Mx(10, format!("mx.{apex}")));
        zone.add(&format!("mx.{apex}"), Data::A(NOWHERE));
        zone.add(apex, Data::Txt(vec![b"v=spf1 mx ~all".to_vec()]));
    }
    Some(zone)
}
