//! One fixture for each check of the catalogue: a world in which it fails, and what is seen then.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

mod world;

use std::collections::BTreeSet;

use checkup::catalogue;
use world::faults::FAULTS;
use world::visits::{VISITS, about_records};
use world::{World, findings, tidy_but};

/// A firm that is tidy but for some lines, and all that is found then.
struct Fixture {
    id: &'static str,
    domain: &'static str,
    edits: &'static str,
    found: &'static str,
}

const BAKERY: &str = "bakery.example";

const FIXTURES: &[Fixture] = &[
    Fixture {
        id: "dns-not-found",
        domain: "gone.example",
        edits: "",
        found: "dns-not-found: gone.example does not exist",
    },
    Fixture {
        id: "dns-not-found",
        domain: "shop.bakery.example",
        edits: "",
        found: "dns-not-found: shop.bakery.example does not exist",
    },
    Fixture {
        id: "dns-broken",
        domain: BAKERY,
        edits: "bakery.example ANY !servfail",
        found: "dns-broken: the servers of bakery.example fail",
    },
    Fixture {
        id: "dnssec-bogus",
        domain: BAKERY,
        edits: "bakery.example ANY !bogus",
        found: "dnssec-bogus: bakery.example answers only when its seal is ignored",
    },
    Fixture {
        id: "dns-single-server",
        domain: BAKERY,
        edits: "- bakery.example NS
                bakery.example NS ns1.host.example",
        found: "dns-single-server: ns1.host.example",
    },
    Fixture {
        id: "dnssec-missing",
        domain: BAKERY,
        edits: "- bakery.example DS",
        found: "dnssec-missing: no DS record for bakery.example",
    },
    Fixture {
        id: "caa-missing",
        domain: BAKERY,
        edits: "- bakery.example CAA
                bakery.example CAA 0 iodef mailto:x@bakery.example",
        found: "caa-missing: no CAA record limits bakery.example",
    },
    Fixture {
        id: "web-dangling-name",
        domain: BAKERY,
        edits: "- www.bakery.example CNAME
                www.bakery.example CNAME old.shopfront.example",
        found: "web-dangling-name: www.bakery.example points at old.shopfront.example, which does not exist",
    },
    Fixture {
        id: "web-private-address",
        domain: BAKERY,
        edits: "- bakery.example A
                bakery.example A 192.168.0.10",
        found: "web-private-address: bakery.example points at 192.168.0.10",
    },
    Fixture {
        id: "mx-broken",
        domain: BAKERY,
        edits: "bakery.example MX 20 old.mailfirm.example",
        found: "mx-broken: old.mailfirm.example has no address",
    },
    Fixture {
        id: "mx-broken",
        domain: BAKERY,
        edits: "bakery.example MX 20 192.0.2.9",
        found: "mx-broken: 192.0.2.9 is a number, not the name of a server",
    },
    Fixture {
        id: "mx-broken",
        domain: BAKERY,
        edits: "bakery.example MX 0 .",
        found: "mx-broken: bakery.example says \"no mail here\" and names mail servers as well",
    },
    Fixture {
        id: "mx-cname",
        domain: BAKERY,
        edits: "- bakery.example MX
                bakery.example MX 10 mail.bakery.example
                mail.bakery.example CNAME mx.mailfirm.example",
        found: "mx-cname: mail.bakery.example is only another name for mx.mailfirm.example",
    },
    Fixture {
        id: "parked-not-closed",
        domain: BAKERY,
        edits: "- bakery.example MX
                - bakery.example TXT
                bakery.example TXT v=spf1 -all",
        found: "parked-not-closed: no \"no mail here\" entry (MX)",
    },
    Fixture {
        id: "spf-missing",
        domain: BAKERY,
        edits: "- bakery.example TXT",
        found: "spf-missing: no list of senders at bakery.example",
    },
    Fixture {
        id: "spf-allows-everyone",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example TXT v=spf1 mx all",
        found: "spf-allows-everyone: v=spf1 mx all",
    },
    Fixture {
        id: "spf-multiple",
        domain: BAKERY,
        edits: "bakery.example TXT v=spf1 mx -all",
        found: "spf-multiple: 2 lists at bakery.example",
    },
    Fixture {
        id: "spf-syntax",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example TXT v=spf1 include: spf.mailfirm.example -all",
        found: "spf-syntax: include:",
    },
    Fixture {
        id: "spf-typo",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example TXT v=spf 1 mx -all",
        found: "spf-typo: v=spf 1 mx -all",
    },
    Fixture {
        id: "spf-typo",
        domain: BAKERY,
        edits: "- bakery.example TXT
                spf.bakery.example TXT v=spf1 mx -all",
        found: "spf-typo: at spf.bakery.example: v=spf1 mx -all",
    },
    Fixture {
        id: "spf-typo",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example SPF v=spf1 mx -all",
        found: "spf-typo: of the retired type 99: v=spf1 mx -all",
    },
    Fixture {
        id: "spf-too-many-lookups",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example TXT v=spf1 a a a a a a a a a a a -all",
        found: "spf-too-many-lookups: 11 look-ups of 10",
    },
    Fixture {
        id: "spf-too-many-void",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example TXT v=spf1 a:a.gone.example a:b.gone.example mx:c.gone.example -all",
        found: "spf-too-many-void: 3 look-ups that find nothing, of 2",
    },
    Fixture {
        id: "spf-include-broken",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example TXT v=spf1 include:spf.gone.example -all",
        found: "spf-include-broken: spf.gone.example has no list",
    },
    Fixture {
        id: "spf-loop",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example TXT v=spf1 include:bakery.example -all",
        found: "spf-loop: bakery.example refers back to itself",
    },
    Fixture {
        id: "spf-no-end",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example TXT v=spf1 mx",
        found: "spf-no-end: v=spf1 mx",
    },
    Fixture {
        id: "spf-neutral",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example TXT v=spf1 mx ?all",
        found: "spf-neutral: v=spf1 mx ?all",
    },
    Fixture {
        id: "spf-ptr",
        domain: BAKERY,
        edits: "- bakery.example TXT
                bakery.example TXT v=spf1 ptr -all",
        found: "spf-ptr: v=spf1 ptr -all",
    },
    Fixture {
        id: "dmarc-missing",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT",
        found: "dmarc-missing: no rule at _dmarc.bakery.example",
    },
    Fixture {
        id: "dmarc-not-enforced",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc.bakery.example TXT v=DMARC1; rua=mailto:r@bakery.example",
        found: "dmarc-not-enforced: v=DMARC1; rua=mailto:r@bakery.example",
    },
    Fixture {
        id: "dmarc-multiple",
        domain: BAKERY,
        edits: "_dmarc.bakery.example TXT v=DMARC1; p=none",
        found: "dmarc-multiple: 2 rules at _dmarc.bakery.example",
    },
    Fixture {
        id: "dmarc-invalid",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc.bakery.example TXT v=DMARC1 p=reject",
        found: "dmarc-invalid: v=DMARC1 p=reject",
    },
    Fixture {
        id: "dmarc-invalid",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc.bakery.example TXT v=DMARC1; p=rejct; rua=mailto:r@bakery.example",
        found: "dmarc-invalid: p=rejct: v=DMARC1; p=rejct; rua=mailto:r@bakery.example",
    },
    Fixture {
        id: "dmarc-wrong-place",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                bakery.example TXT v=DMARC1; p=reject",
        found: "dmarc-wrong-place: at bakery.example: v=DMARC1; p=reject",
    },
    Fixture {
        id: "dmarc-wrong-place",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc._dmarc.bakery.example TXT v=DMARC1; p=reject",
        found: "dmarc-wrong-place: at _dmarc._dmarc.bakery.example: v=DMARC1; p=reject",
    },
    Fixture {
        id: "dmarc-broken-name",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc.bakery.example CNAME rules.gone.example",
        found: "dmarc-broken-name: _dmarc.bakery.example points at rules.gone.example, where there is no rule",
    },
    Fixture {
        id: "dmarc-broken-name",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc.bakery.example CNAME _d2.bakery.example
                _d2.bakery.example CNAME _dmarc.bakery.example",
        found: "dmarc-broken-name: _dmarc.bakery.example leads round in a circle",
    },
    Fixture {
        id: "dmarc-subdomains-open",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc.bakery.example TXT v=DMARC1; p=reject; sp=none; rua=mailto:r@bakery.example",
        found: "dmarc-subdomains-open: v=DMARC1; p=reject; sp=none; rua=mailto:r@bakery.example",
    },
    Fixture {
        id: "dmarc-partial",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc.bakery.example TXT v=DMARC1; p=reject; t=y; rua=mailto:r@bakery.example",
        found: "dmarc-partial: v=DMARC1; p=reject; t=y; rua=mailto:r@bakery.example",
    },
    Fixture {
        id: "dmarc-no-reports",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc.bakery.example TXT v=DMARC1; p=reject",
        found: "dmarc-no-reports: no rua tag",
    },
    Fixture {
        id: "dmarc-reports-not-authorised",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc.bakery.example TXT v=DMARC1; p=reject; rua=mailto:r@viewer.example",
        found: "dmarc-reports-not-authorised: mailto:r@viewer.example",
    },
    Fixture {
        id: "dmarc-reports-bad-address",
        domain: BAKERY,
        edits: "- _dmarc.bakery.example TXT
                _dmarc.bakery.example TXT v=DMARC1; p=reject; rua=r@bakery.example",
        found: "dmarc-reports-bad-address: r@bakery.example",
    },
    Fixture {
        id: "dkim-missing",
        domain: BAKERY,
        edits: "- default._domainkey.bakery.example TXT",
        found: "dkim-missing: no key found at the usual places below _domainkey.bakery.example",
    },
    Fixture {
        id: "dkim-missing",
        domain: BAKERY,
        edits: "- default._domainkey.bakery.example TXT
                default._domainkey.bakery.example TXT v=DKIM1; p=",
        found: "dkim-missing: the key at default._domainkey.bakery.example was taken back",
    },
    Fixture {
        id: "dkim-missing",
        domain: BAKERY,
        edits: "- default._domainkey.bakery.example TXT
                default._domainkey.bakery.example TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
                no-such-key-here._domainkey.bakery.example TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        found: "dkim-missing: no key found at the usual places below _domainkey.bakery.example",
    },
    Fixture {
        id: "dkim-weak",
        domain: BAKERY,
        edits: "- default._domainkey.bakery.example TXT
                google._domainkey.bakery.example TXT v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
        found: "dkim-weak: google._domainkey.bakery.example: 1024 bits",
    },
    Fixture {
        id: "dkim-broken",
        domain: BAKERY,
        edits: "- default._domainkey.bakery.example TXT
                default._domainkey.bakery.example TXT v=DKIM1; k=rsa; p=MIIB###",
        found: "dkim-broken: default._domainkey.bakery.example: the key cannot be read: v=DKIM1; k=rsa; p=MIIB###",
    },
    Fixture {
        id: "dkim-broken",
        domain: BAKERY,
        edits: "- default._domainkey.bakery.example TXT
                selector1._domainkey.bakery.example CNAME selector1.gone.example",
        found: "dkim-broken: selector1._domainkey.bakery.example points at selector1.gone.example, where there is no key",
    },
    Fixture {
        id: "dkim-broken",
        domain: BAKERY,
        edits: "default._domainkey.bakery.example TXT v=DKIM1; p=",
        found: "dkim-broken: default._domainkey.bakery.example has 2 keys",
    },
    Fixture {
        id: "mta-sts-missing",
        domain: BAKERY,
        edits: "- _mta-sts.bakery.example TXT",
        found: "mta-sts-missing: no rule at _mta-sts.bakery.example",
    },
    Fixture {
        id: "mta-sts-broken",
        domain: BAKERY,
        edits: "- _mta-sts.bakery.example TXT
                _mta-sts.bakery.example TXT v=STSv1; id=2026-01-01",
        found: "mta-sts-broken: its id is not right: v=STSv1; id=2026-01-01",
    },
    Fixture {
        id: "mta-sts-broken",
        domain: BAKERY,
        edits: "_mta-sts.bakery.example TXT v=STSv1; id=2",
        found: "mta-sts-broken: 2 rules at _mta-sts.bakery.example",
    },
    Fixture {
        id: "tls-rpt-missing",
        domain: BAKERY,
        edits: "- _smtp._tls.bakery.example TXT",
        found: "tls-rpt-missing: no address at _smtp._tls.bakery.example",
    },
    Fixture {
        id: "tls-rpt-missing",
        domain: BAKERY,
        edits: "- _smtp._tls.bakery.example TXT
                _smtp._tls.bakery.example TXT v=TLSRPTv1; rua=tls@bakery.example",
        found: "tls-rpt-missing: no address to send to: v=TLSRPTv1; rua=tls@bakery.example",
    },
    Fixture {
        id: "bimi-broken",
        domain: BAKERY,
        edits: "default._bimi.bakery.example TXT v=BIMI1; l=http://bakery.example/logo.svg",
        found: "bimi-broken: the address of the picture does not start with https: v=BIMI1; l=http://bakery.example/logo.svg",
    },
    Fixture {
        id: "bimi-broken",
        domain: BAKERY,
        edits: "default._bimi.bakery.example TXT v=BIMI1; a=; l=https://bakery.example/logo.svg
                default._bimi.bakery.example TXT v=BIMI1; l=; a=;",
        found: "bimi-broken: 2 records at default._bimi.bakery.example",
    },
];

#[test]
fn each_check_sees_its_fault_and_nothing_else() {
    for fixture in FIXTURES {
        for recursive in [true, false] {
            let mut world = World::new(&tidy_but(fixture.edits));
            world.recursive = recursive;
            let judgement = world.judge(fixture.domain);
            assert_eq!(findings(&judgement), fixture.found, "{} (recursive: {recursive})", fixture.id);
            let next = judgement.next.expect("a finding has a next thing");
            assert_eq!(next.check, fixture.id);
            assert_eq!(next.title, catalogue::entry(fixture.id).unwrap().title);
        }
    }
}

#[test]
fn each_fault_of_a_host_is_seen_and_nothing_else() {
    for fault in FAULTS {
        for recursive in [true, false] {
            let mut world = World::visited(fault.edits, fault.level);
            world.recursive = recursive;
            (fault.spoil)(&mut world);
            let judgement = world.judge(BAKERY);
            assert_eq!(findings(&judgement), fault.found, "{} (recursive: {recursive})", fault.id);
            let next = judgement.next.expect("a finding has a next thing");
            assert_eq!(next.check, fault.id);
        }
    }
}

#[test]
fn each_check_by_a_visit_sees_its_fault_and_nothing_else() {
    for visit in VISITS {
        let mut world = World::new(&tidy_but(visit.edits));
        world.level = visit.level;
        (visit.change)(&mut world);
        let mut judgement = world.judge(BAKERY);
        assert!(judgement.remedy_for(visit.id).is_some());
        judgement.findings.retain(|finding| about_records(&finding.check));
        assert_eq!(findings(&judgement), visit.found, "{}", visit.id);
    }
}

/// What a check can be measured by.
const MEASURES: [&str; 9] = [
    "RFC ",
    "OWASP ",
    "W3C ",
    "CISA ",
    "NCSC ",
    "CVE list",
    "Support dates of the maker",
    "CA/Browser Forum ",
    "BIMI ",
];

#[test]
fn every_check_has_a_fixture_a_remedy_and_a_reference() {
    let fixtures = FIXTURES.iter().map(|fixture| fixture.id);
    let with_fixture: BTreeSet<&str> = fixtures
        .chain(VISITS.iter().map(|visit| visit.id))
        .chain(FAULTS.iter().map(|fault| fault.id))
        // Names that look like the firm's have a story of their own: `lookalikes.rs`.
        .chain(checkup::lookalike::CHECKS)
        .collect();
    let mut ids = BTreeSet::new();
    for entry in catalogue::all() {
        assert!(ids.insert(entry.id), "{} stands twice in the catalogue", entry.id);
        assert!(with_fixture.contains(entry.id), "{} has no fixture", entry.id);
        let measured = MEASURES.iter().any(|measure| entry.reference.starts_with(measure));
        assert!(measured, "{} has no reference", entry.id);
        assert!(!entry.remedy.steps.is_empty() && entry.remedy.minutes > 0, "{} has no remedy", entry.id);
        assert!(!entry.remedy.see_it_worked.is_empty(), "{} does not say how to see it", entry.id);
        assert!(!entry.title.ends_with('.'), "{}", entry.id);
    }
    assert_eq!(with_fixture, ids, "a fixture without a check");
}
