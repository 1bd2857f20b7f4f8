//! Visits to the city's hosts without a packet: what the scout would see of them, from the same stage that the hosts
//! put on the wire.

use std::net::IpAddr;

use checkup::{Approach, Observation, Reached, RecordName, Sight, StartTls, path_on_same_host, read_page};
use terms::Timestamp;
use web::stage::Part;

use super::hosts::mail::{GREETING, OFFERS};
use super::stage::{Answer, Stage};
use super::zones::providers::is_of_the_city;

/// Carries out an approach in thought, at a moment. What only a firm's yes allows is not looked at.
pub fn observe(stage: &Stage, approach: Approach, at: Timestamp) -> Observation {
    let (reached, sight) = see(stage, &approach, at);
    Observation { of: approach, reached, sight, at, milliseconds: 0 }
}

fn see(stage: &Stage, approach: &Approach, at: Timestamp) -> (Reached, Sight) {
    if let Approach::Registration { domain } = approach {
        return (Reached::Whole, Sight::Registration(stage.registration(domain)));
    }
    let Some((port, address)) = port(approach).zip(approach.address()) else {
        return (Reached::NotAllowed, Sight::Nothing);
    };
    if !is_of_the_city(address) {
        return (Reached::NotAllowed, Sight::Nothing);
    }
    if !stage.takes(address, port) {
        return (Reached::Refused, Sight::Nothing);
    }
    let sight = match approach {
        Approach::Page { host, .. } => Sight::Page(page(&stage.answer(host.as_str(), false, "/"))),
        Approach::SecurePage { host, .. } => secure_page(stage, host, at),
        Approach::MailPolicy { domain, .. } => mail_policy(stage, domain, at),
        Approach::MailServer { host, .. } => mail_server(stage, host, address, at),
        Approach::ZoneTransfer { zone, .. } => {
            Sight::ZoneTransfer { allowed: stage.hands_over(zone.as_str()) }
        }
        _ => return (Reached::NotAllowed, Sight::Nothing),
    };
    (Reached::Whole, sight)
}

fn port(approach: &Approach) -> Option<u16> {
    Some(match approach {
        Approach::Page { .. } => 80,
        Approach::SecurePage { .. } | Approach::MailPolicy { .. } => 443,
        Approach::MailServer { .. } => 25,
        Approach::ZoneTransfer { .. } => 53,
        _ => return None,
    })
}

fn page(answer: &Answer) -> checkup::PageSeen {
    read_page(answer.status, &answer.fields, &answer.body)
}

fn secure_page(stage: &Stage, host: &RecordName, at: Timestamp) -> Sight {
    let name = host.as_str();
    let Some(plan) = stage.certificate(name, at) else {
        return Sight::SecurePage { tls: None, page: None, landing: None, security_txt: None };
    };
    let front = page(&stage.answer(name, true, "/"));
    let landing = front.location.as_deref().and_then(|to| path_on_same_host(host, to));
    let landing = landing.map(|path| Box::new(page(&stage.answer(name, true, &path))));
    let file = stage.answer(name, true, "/.well-known/security.txt");
    let text = String::from_utf8_lossy(&file.body).into_owned();
    Sight::SecurePage {
        tls: Some(plan.seen_at(name)),
        page: Some(front),
        landing,
        security_txt: (file.status == 200).then_some(text),
    }
}

fn mail_policy(stage: &Stage, domain: &RecordName, at: Timestamp) -> Sight {
    let host = format!("mta-sts.{domain}");
    let file = stage.answer(&host, true, "/.well-known/mta-sts.txt");
    let kind = file.fields.iter().find(|(name, _)| name == "content-type").map(|(_, kind)| kind.clone());
    Sight::MailPolicy {
        tls: stage.certificate(&host, at).map(|plan| plan.seen_at(&host)),
        status: file.status,
        content_type: kind.unwrap_or_default(),
        text: String::from_utf8_lossy(&file.body).into_owned(),
    }
}

fn mail_server(stage: &Stage, host: &RecordName, address: IpAddr, at: Timestamp) -> Sight {
    let plan = stage.certificate(host.as_str(), at);
    let encrypts = stage.is_in_order(address, Part::MailEncryption);
    Sight::MailServer {
        greeting: GREETING.to_owned(),
        offers: OFFERS
            .into_iter()
            .filter(|offer| encrypts || *offer != "STARTTLS")
            .map(str::to_owned)
            .collect(),
        starttls: match plan.filter(|_| encrypts) {
            Some(plan) => StartTls::Done(plan.seen_at(host.as_str())),
            None => StartTls::NotOffered,
        },
    }
}
