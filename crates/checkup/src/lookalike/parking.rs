//! Names that are for sale or lie fallow: companies that keep such names, and what their pages say.

use crate::answer::Record;
use crate::observation::PageSeen;
use crate::question::RecordName;

/// Ends of the names of servers on which sellers of names keep them; from each company's own help pages.
const KEEPERS: [&str; 14] = [
    "above.com",
    "afternic.com",
    "bodis.com",
    "brandbucket.com",
    "cashparking.com",
    "dan.com",
    "dnsowl.com",
    "parkingcrew.net",
    "parklogic.com",
    "sedoparking.com",
    "smartname.com",
    "uniregistrymarket.link",
    "voodoo.com",
    "ztomy.com",
];
/// What titles and headings of such pages say, in lower case.
const SAYINGS: [&str; 12] = [
    "buy this domain",
    "coming soon",
    "domain for sale",
    "domain has expired",
    "domain is for sale",
    "domain is parked",
    "domain may be for sale",
    "domain name for sale",
    "domain parking",
    "has been registered",
    "parked domain",
    "under construction",
];

/// Is the name kept on servers of a company that sells names?
pub(super) fn is_kept_by_seller(servers: &[Record]) -> bool {
    let is_keeper = |host: &RecordName| {
        KEEPERS.iter().any(|keeper| RecordName::parse(keeper).is_ok_and(|keeper| host.is_within(&keeper)))
    };
    servers.iter().any(|record| matches!(record, Record::Ns(host) if is_keeper(host)))
}

/// Does the page say that the name is for sale, or that nothing is there yet?
pub(super) fn is_for_sale(page: &PageSeen) -> bool {
    let texts = [&page.title, &page.heading].into_iter().flatten().map(|text| text.to_lowercase());
    texts.into_iter().any(|text| SAYINGS.iter().any(|saying| text.contains(saying)))
}
