//! A firm's DMARC record, right or wrong (RFC 9989).

use super::mix::{DmarcCase, Mistakes};
use super::providers::{HOSTED_POLICIES, NO_REPORTS, POLICIES, REPORTS};
use super::record::Data;
use super::zone::Zone;
use crate::demo::draw::Draw;
use crate::demo::firm::Firm;

/// Publishes the record that was drawn for the firm.
pub fn publish(zone: &mut Zone, draw: &mut Draw, firm: &Firm, mistakes: &Mistakes) {
    let apex = &firm.apex;
    let at = format!("_dmarc.{apex}");
    let to = draw.one(&[format!("dmarc@{apex}"), format!("reports@{REPORTS}"), format!("in@{REPORTS}")]);
    let records: Vec<String> = match mistakes.dmarc {
        DmarcCase::Missing => Vec::new(),
        DmarcCase::NoneWithReports => vec![format!("v=DMARC1; p=none; rua=mailto:{to}")],
        DmarcCase::NoneSilent => {
            vec![draw.one(&["v=DMARC1; p=none", "v=DMARC1; p=none;", "v=DMARC1;p=none"]).to_owned()]
        }
        DmarcCase::Quarantine => vec![format!("v=DMARC1; p=quarantine; rua=mailto:{to}")],
        DmarcCase::Reject => {
            let more = draw.one(&["", "; adkim=s; aspf=s", "; fo=1"]);
            vec![format!("v=DMARC1; p=reject; rua=mailto:{to}{more}")]
        }
        DmarcCase::SubdomainsOpen => vec![format!("v=DMARC1; p=reject; sp=none; rua=mailto:{to}")],
        DmarcCase::PartOfTheMail => {
            let part = draw.one(&[0, 10, 25, 50]);
            vec![format!("v=DMARC1; p=quarantine; pct={part}; rua=mailto:{to}")]
        }
        DmarcCase::Testing => vec![format!("v=DMARC1; p=reject; t=y; rua=mailto:{to}")],
        DmarcCase::ReportsNotAuthorised => {
            vec![format!("v=DMARC1; p=quarantine; rua=mailto:in@{NO_REPORTS}")]
        }
        DmarcCase::ReportsWithoutMailto => vec![format!("v=DMARC1; p=none; rua=dmarc@{apex}")],
        DmarcCase::TwoRecords => vec!["v=DMARC1; p=none".to_owned(), "v=DMARC1; p=reject".to_owned()],
        DmarcCase::NoSemicolon => vec![format!("v=DMARC1 p=reject rua=mailto:{to}")],
        DmarcCase::BadPolicyWithReports => vec![format!("v=DMARC1; p=monitor; rua=mailto:{to}")],
        DmarcCase::BadPolicy => vec!["v=DMARC1; p=monitor".to_owned()],
        DmarcCase::LowerCaseVersion => vec![format!("v=dmarc1; p=reject; rua=mailto:{to}")],
        DmarcCase::VersionLast => vec![format!("p=reject; rua=mailto:{to}; v=DMARC1")],
        DmarcCase::LeadingBlank => vec![format!(" v=DMARC1; p=reject; rua=mailto:{to}")],
        DmarcCase::NoPolicy => vec![format!("v=DMARC1; rua=mailto:{to}")],
        DmarcCase::AtTheApex => {
            zone.add(apex, Data::txt(&format!("v=DMARC1; p=reject; rua=mailto:{to}")));
            Vec::new()
        }
        DmarcCase::WildcardText => {
            zone.add(&format!("*.{apex}"), Data::txt("v=spf1 -all"));
            Vec::new()
        }
        DmarcCase::DoublePrefix => {
            zone.add(&format!("_dmarc.{at}"), Data::txt("v=DMARC1; p=reject"));
            Vec::new()
        }
        DmarcCase::HostedByAlias => {
            zone.add(&at, Data::Cname(format!("c{}._dmarc.{POLICIES}", draw.below(HOSTED_POLICIES))));
            Vec::new()
        }
        DmarcCase::AliasCircle => {
            zone.add(&at, Data::Cname(format!("_policy.{apex}")));
            zone.add(&format!("_policy.{apex}"), Data::Cname(at.clone()));
            Vec::new()
        }
        DmarcCase::DanglingAlias => {
            zone.add(&at, Data::Cname(format!("c0.closed-{}.example", firm.number)));
            Vec::new()
        }
    };
    for record in records {
        zone.add(&at, Data::txt(&record));
    }
}
