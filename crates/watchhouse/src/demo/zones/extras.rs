//! What else stands in a firm's zone: keys of DKIM, certificate authorities, mail transport
//! policies, and the texts with which services prove that a name is theirs.

use super::mix::{CaaCase, MailCase, Mistakes};
use super::providers::SENDERS;
use super::record::Data;
use super::zone::Zone;
use crate::demo::draw::Draw;
use crate::demo::firm::Firm;

/// An invented key in the form of RFC 8463 (Ed25519: 32 bytes).
pub const SENDER_KEY: &str = "v=DKIM1; k=ed25519; p=MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY=";

/// How many proofs it takes to make an answer larger than a packet.
const MANY: usize = 20;

/// Publishes the rest.
pub fn publish(zone: &mut Zone, draw: &mut Draw, used: &str, firm: &Firm, mistakes: &Mistakes) {
    let apex = &firm.apex;
    let has_mail = !matches!(mistakes.mail, MailCase::Nowhere | MailCase::Refused);
    for proof in 0..draw.below(4) {
        let service = draw.one(&["cabinet-verification=", "MS=ms", "findme-site=", "socialpost-domain="]);
        zone.add(used, Data::txt(&format!("{service}{}", token(firm.number, proof))));
    }
    if mistakes.many_texts {
        for proof in 0..MANY {
            zone.add(
                used,
                Data::txt(&format!("service-proof-{proof}={0}{0}", token(firm.number, proof + 100))),
            );
        }
    }
    match mistakes.caa {
        CaaCase::Missing => {}
        CaaCase::Issue => zone.add(apex, rule("issue", "certs.example".to_owned())),
        CaaCase::Nobody => zone.add(apex, rule("issue", ";".to_owned())),
        CaaCase::OnlyContact => zone.add(apex, rule("iodef", format!("mailto:safety@{apex}"))),
    }
    if has_mail && draw.percent(49.0) {
        publish_keys(zone, draw, apex);
    }
    if has_mail && draw.percent(0.6) {
        zone.add(&format!("_mta-sts.{used}"), Data::txt("v=STSv1; id=20260101T000000"));
        zone.add(&format!("mta-sts.{used}"), Data::A(super::providers::address(mistakes.host, 4)));
    }
    if has_mail && draw.percent(1.2) {
        zone.add(&format!("_smtp._tls.{used}"), Data::txt(&format!("v=TLSRPTv1; rua=mailto:tls@{apex}")));
    }
}

/// A rule about certificates (RFC 8659).
fn rule(tag: &str, value: String) -> Data {
    Data::Caa(false, tag.to_owned(), value)
}

fn publish_keys(zone: &mut Zone, draw: &mut Draw, apex: &str) {
    let selector = |name: &str| format!("{name}._domainkey.{apex}");
    zone.add(&selector(draw.one(&["selector1", "default", "s1", "mail"])), Data::txt(SENDER_KEY));
    if draw.percent(28.0) {
        zone.add(&selector("k2"), Data::Cname(format!("dkim.{}", SENDERS[0].0)));
    }
}

/// Sixteen letters and digits that follow from the firm and the service.
fn token(firm: u64, service: usize) -> String {
    let mixed =
        (firm.wrapping_mul(0x9e37_79b9_7f4a_7c15)) ^ (service as u64).wrapping_mul(0xd1b5_4a32_d192_ed03);
    format!("{mixed:016x}")
}
