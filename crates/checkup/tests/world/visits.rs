//! What hosts of the small world show when they are approached, and worlds in which that is not as it should be.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use checkup::{
    Approach, CertificateSeen, Level, PageSeen, RecordName, RegistrationSeen, Sight, StartTls, TlsSeen,
    TlsVersion, Trust,
};
use terms::{DomainName, Timestamp};

use super::World;

pub fn name(text: &str) -> RecordName {
    RecordName::parse(text).expect("a name")
}

pub fn address(last: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, last))
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

/// A good certificate for a name.
pub fn certificate(host: &str) -> CertificateSeen {
    CertificateSeen {
        subject: format!("CN={host}"),
        issuer: "C=US, O=Let's Encrypt, CN=R11".to_owned(),
        names: vec![host.to_owned()],
        not_before: at("2026-11-01T00:00:00Z"),
        not_after: at("2027-01-30T00:00:00Z"),
        sha256: "aa".repeat(32),
        sha512: "bb".repeat(64),
        key_sha256: "cc".repeat(32),
        key_sha512: "dd".repeat(64),
    }
}

pub fn tls(host: &str) -> TlsSeen {
    TlsSeen {
        version: Some(TlsVersion::Tls13),
        chain: vec![certificate(host)],
        trusted: Trust::Yes,
        fits_name: true,
    }
}

pub fn registration() -> Approach {
    Approach::Registration { domain: DomainName::parse("bakery.example").expect("a name") }
}

pub fn mail_policy() -> Approach {
    Approach::MailPolicy { domain: name("bakery.example"), address: address(11) }
}

pub fn mail_server() -> Approach {
    Approach::MailServer { host: name("mx.mailfirm.example"), address: address(25) }
}

pub fn secure_page() -> Approach {
    Approach::SecurePage { host: name("bakery.example"), address: address(10) }
}

pub fn zone_transfer(server: &str, last: u8) -> Approach {
    Approach::ZoneTransfer { zone: name("bakery.example"), server: name(server), address: address(last) }
}

/// A policy that fits the tidy firm's mail server.
pub const POLICY: &str = "version: STSv1\r\nmode: enforce\r\nmx: *.mailfirm.example\r\nmax_age: 604800\r\n";

/// The file of the mail policy, as sent with a good certificate.
pub fn policy(text: &str) -> Sight {
    Sight::MailPolicy {
        tls: Some(tls("mta-sts.bakery.example")),
        status: 200,
        content_type: "text/plain".to_owned(),
        text: text.to_owned(),
    }
}

pub fn registered(expires: &str, status: &[&str]) -> Sight {
    Sight::Registration(RegistrationSeen {
        found: true,
        registered: Some(at("2015-05-05T00:00:00Z")),
        expires: Some(at(expires)),
        status: status.iter().map(|word| (*word).to_owned()).collect(),
        registrar: Some("A Registrar".to_owned()),
    })
}

pub fn encrypts(tls: TlsSeen) -> Sight {
    let offers = vec!["STARTTLS".to_owned()];
    Sight::MailServer {
        greeting: "mx.mailfirm.example ESMTP".to_owned(),
        offers,
        starttls: StartTls::Done(tls),
    }
}

/// What the hosts of a tidy firm show.
pub fn tidy() -> BTreeMap<Approach, Sight> {
    BTreeMap::from([
        (registration(), registered("2027-09-01T00:00:00Z", &["client transfer prohibited"])),
        (mail_policy(), policy(POLICY)),
        (mail_server(), encrypts(tls("mx.mailfirm.example"))),
        (
            secure_page(),
            Sight::SecurePage {
                tls: Some(tls("bakery.example")),
                page: Some(PageSeen { status: 200, ..PageSeen::default() }),
                landing: None,
                security_txt: None,
            },
        ),
    ])
}

/// A firm that is tidy but for some lines and for what its hosts show, and all that is found then about
/// records and the hosts that they name.
pub struct Visit {
    pub id: &'static str,
    pub level: Level,
    pub edits: &'static str,
    pub change: fn(&mut World),
    pub found: &'static str,
}

fn show(world: &mut World, approach: Approach, sight: Sight) {
    world.sights.insert(approach, sight);
}

fn secure_page_by(world: &mut World, issuer: &str) {
    let mut tls = tls("bakery.example");
    issuer.clone_into(&mut tls.chain[0].issuer);
    show(
        world,
        secure_page(),
        Sight::SecurePage { tls: Some(tls), page: None, landing: None, security_txt: None },
    );
}

pub const VISITS: &[Visit] = &[
    Visit {
        id: "domain-expiring",
        level: Level::Records,
        edits: "",
        change: |world| {
            show(world, registration(), registered("2026-12-11T08:00:00Z", &["client transfer prohibited"]));
        },
        found: "domain-expiring: bakery.example runs out on 11 December 2026",
    },
    Visit {
        id: "domain-not-locked",
        level: Level::Records,
        edits: "",
        change: |world| show(world, registration(), registered("2027-09-01T00:00:00Z", &["active"])),
        found: "domain-not-locked: bakery.example has no lock against a move",
    },
    Visit {
        id: "dnssec-bogus",
        level: Level::Records,
        edits: "",
        change: |world| world.sealing.expires = at("2026-11-01T00:00:00Z"),
        found: "dnssec-bogus: bakery.example: the signature over the keys ran out at 2026-11-01T00:00:00Z",
    },
    Visit {
        id: "dnssec-bogus",
        level: Level::Records,
        edits: "",
        change: |world| world.sealing.begins = at("2026-12-01T00:00:00Z"),
        found: "dnssec-bogus: bakery.example: the signature over the keys is good only from 2026-12-01T00:00:00Z",
    },
    Visit {
        id: "dnssec-bogus",
        level: Level::Records,
        edits: "",
        change: |world| world.sealing.forged = true,
        found: "dnssec-bogus: bakery.example: the signature over the keys does not fit",
    },
    Visit {
        id: "dnssec-bogus",
        level: Level::Records,
        edits: "",
        change: |world| world.sealing.absent = true,
        found: "dnssec-bogus: bakery.example: there is no signature over the keys",
    },
    Visit {
        id: "dnssec-bogus",
        level: Level::Records,
        edits: "- bakery.example DS
                bakery.example DS 4711 15 2 00112233",
        change: |_| {},
        found: "dnssec-bogus: bakery.example: none of its 1 keys fits the half that the parent holds",
    },
    Visit {
        id: "dnssec-bogus",
        level: Level::Records,
        edits: "bakery.example NS !bogus",
        change: |world| world.sealing.expires = at("2026-11-01T00:00:00Z"),
        found: "dnssec-bogus: bakery.example: the signature over the keys ran out at 2026-11-01T00:00:00Z",
    },
    Visit {
        id: "mta-sts-broken",
        level: Level::Visitor,
        edits: "",
        change: |world| show(world, mail_policy(), policy(&POLICY.replace("*.mailfirm", "*.oldfirm"))),
        found: "mta-sts-broken: mx.mailfirm.example is not in the policy file",
    },
    Visit {
        id: "mta-sts-broken",
        level: Level::Visitor,
        edits: "",
        change: |world| show(world, mail_policy(), policy(&POLICY.replace("enforce", "enforced"))),
        found: "mta-sts-broken: in the policy file, its mode is not enforce, testing or none",
    },
    Visit {
        id: "mta-sts-broken",
        level: Level::Visitor,
        edits: "- mta-sts.bakery.example A",
        change: |_| {},
        found: "mta-sts-broken: mta-sts.bakery.example has no address",
    },
    Visit {
        id: "mta-sts-broken",
        level: Level::Visitor,
        edits: "",
        change: |world| {
            let mut tls = tls("mta-sts.bakery.example");
            tls.chain[0].not_after = at("2026-11-26T00:00:00Z");
            let text = POLICY.to_owned();
            let sight = Sight::MailPolicy { tls: Some(tls), status: 200, content_type: String::new(), text };
            show(world, mail_policy(), sight);
        },
        found: "mta-sts-broken: the certificate of mta-sts.bakery.example is not good",
    },
    Visit {
        id: "mta-sts-broken",
        level: Level::Visitor,
        edits: "",
        change: |world| {
            let tls = Some(tls("mta-sts.bakery.example"));
            let sight =
                Sight::MailPolicy { tls, status: 404, content_type: String::new(), text: String::new() };
            show(world, mail_policy(), sight);
        },
        found: "mta-sts-broken: mta-sts.bakery.example has no policy file: status 404",
    },
    Visit {
        id: "dane-broken",
        level: Level::Visitor,
        edits: "_25._tcp.mx.mailfirm.example TLSA 3 1 1 1234
                _25._tcp.mx.mailfirm.example TLSA 2 0 1 5678",
        change: |world| world.vouches = true,
        found: "dane-broken: the certificate of mx.mailfirm.example fits none of its 2 seals",
    },
    Visit {
        id: "dane-broken",
        level: Level::Visitor,
        edits: "_25._tcp.mx.mailfirm.example TLSA 3 1 1 1234",
        change: |world| {
            world.vouches = true;
            let starttls = StartTls::NotOffered;
            let sight = Sight::MailServer { greeting: String::new(), offers: vec![], starttls };
            show(world, mail_server(), sight);
        },
        found: "dane-broken: mx.mailfirm.example does not encrypt, although its seal says so",
    },
    Visit {
        id: "caa-blocks-own",
        level: Level::Visitor,
        edits: "",
        change: |world| secure_page_by(world, "C=US, O=DigiCert Inc, CN=GeoTrust TLS RSA CA G1"),
        found: "caa-blocks-own: the certificate of bakery.example is from C=US, O=DigiCert Inc, \
                CN=GeoTrust TLS RSA CA G1",
    },
    Visit {
        id: "dns-zone-transfer",
        level: Level::Visitor,
        edits: "ns2.host.example A 192.0.2.54",
        change: |world| {
            show(world, zone_transfer("ns2.host.example", 54), Sight::ZoneTransfer { allowed: true });
        },
        found: "dns-zone-transfer: ns2.host.example hands over the whole list of bakery.example",
    },
];

/// The findings of checks about records, names and mail policies: those that visits to the site and to mail
/// servers make are left to their own fixtures.
pub fn about_records(id: &str) -> bool {
    VISITS.iter().any(|visit| visit.id == id)
}
