use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use terms::DomainName;

use super::*;

const NOW: &str = "2026-11-21T10:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn ago(seconds: i64) -> Timestamp {
    now() - SignedDuration::from_secs(seconds)
}

fn name(text: &str) -> DomainName {
    DomainName::parse(text).unwrap()
}

fn signed(scope: &str) -> Authority {
    Authority {
        scope: name(scope),
        opens_at: ago(60),
        closes_at: now() + SignedDuration::from_hours(24),
        withdrawn_at: None,
    }
}

/// What is known, as a test changes it.
#[derive(Debug)]
struct Facts {
    name: DomainName,
    is_member: bool,
    proof_seen: Option<Timestamp>,
    authority: Option<Authority>,
    stopped: bool,
    stays_away: bool,
    target: Target,
}

impl Facts {
    /// A member who proved the name a minute ago and signed.
    fn all_well() -> Self {
        Self {
            name: name("bakery.example"),
            is_member: true,
            proof_seen: Some(ago(60)),
            authority: Some(signed("bakery.example")),
            stopped: false,
            stays_away: false,
            target: Target::default(),
        }
    }

    fn permit(&self, wish: Wish) -> Permit {
        let asker = if self.is_member {
            Asker::Member { proof_seen: self.proof_seen, authority: self.authority.as_ref() }
        } else {
            Asker::Anybody
        };
        let (stopped, stays_away, target) = (self.stopped, self.stays_away, self.target);
        permit(&Known { name: &self.name, asker, stopped, stays_away, target }, wish, now())
    }

    fn pressed(&self) -> (Reach, Vec<Reason>) {
        let permit = self.permit(Wish::Pressed);
        (permit.reach, permit.reasons)
    }
}

#[test]
fn proof_and_signature_together_allow_a_closer_look_and_neither_alone() {
    let well = Facts::all_well();
    assert_eq!(well.pressed(), (Reach::Consented, vec![]));
    let unproved = Facts { proof_seen: None, ..Facts::all_well() };
    assert_eq!(unproved.pressed(), (Reach::Visitor, vec![Reason::NotProved]));
    let unsigned = Facts { authority: None, ..Facts::all_well() };
    assert_eq!(unsigned.pressed(), (Reach::Visitor, vec![Reason::NotSigned]));
    let stranger = Facts { is_member: false, ..Facts::all_well() };
    assert_eq!(stranger.pressed(), (Reach::Visitor, vec![]));
}

#[test]
fn a_proof_holds_for_an_hour_and_not_a_second_longer() {
    let seen = |seconds| Facts { proof_seen: Some(ago(seconds)), ..Facts::all_well() }.pressed();
    assert_eq!(seen(3_599), (Reach::Consented, vec![]));
    assert_eq!(seen(3_600), (Reach::Visitor, vec![Reason::ProofTooOld]));
    let old = Facts { proof_seen: Some(ago(3_600)), ..Facts::all_well() }.permit(Wish::Pressed);
    assert_eq!(old.consent, Reach::Consented, "what was seen with a good proof may still be shown");
    let gone = Facts { proof_seen: None, ..Facts::all_well() }.permit(Wish::Pressed);
    assert_eq!(gone.consent, Reach::Visitor);
}

#[test]
fn a_signature_counts_for_its_name_and_its_time() {
    let with = |change: &dyn Fn(&mut Authority)| {
        let mut authority = signed("bakery.example");
        change(&mut authority);
        Facts { authority: Some(authority), ..Facts::all_well() }.pressed().1
    };
    assert_eq!(with(&|a| a.withdrawn_at = Some(ago(1))), [Reason::Withdrawn]);
    assert_eq!(with(&|a| a.closes_at = now()), [Reason::Over]);
    assert_eq!(with(&|a| a.opens_at = now() + SignedDuration::from_secs(1)), [Reason::NotYetOpen]);
    assert_eq!(with(&|a| a.scope = name("shop.bakery.example")), [Reason::NotCovered]);
    assert_eq!(with(&|a| a.scope = name("akery.example")), [Reason::NotCovered]);
    let below = Facts { name: name("shop.bakery.example"), ..Facts::all_well() };
    assert_eq!(below.pressed().0, Reach::Consented);
}

#[test]
fn of_a_public_body_and_where_only_records_are_wanted_nothing_else_is_looked_at() {
    let facts = Facts::all_well();
    let body = |wish| {
        let known = Known {
            name: &facts.name,
            asker: Asker::PublicBody,
            stopped: false,
            stays_away: false,
            target: Target::default(),
        };
        permit(&known, wish, now())
    };
    for wish in [Wish::Pressed, Wish::Night(None), Wish::Records] {
        let permit = body(wish);
        assert_eq!((permit.consent, permit.reach), (Reach::Records, Reach::Records), "{wish:?}");
    }
    let records = facts.permit(Wish::Records);
    assert_eq!((records.consent, records.reach, records.reasons), (Reach::Consented, Reach::Records, vec![]));
    let old = Facts { proof_seen: Some(ago(3_600)), ..Facts::all_well() };
    assert_eq!(old.permit(Wish::Records).reasons, [], "no proof is looked for that is not needed");
    let stopped = Facts { stopped: true, ..Facts::all_well() };
    assert_eq!(stopped.permit(Wish::Records).reach, Reach::Nothing);
}

#[test]
fn the_stop_switch_and_the_wish_to_be_left_alone_come_before_everything() {
    let stopped = Facts { stopped: true, ..Facts::all_well() };
    assert_eq!(stopped.pressed(), (Reach::Nothing, vec![Reason::AllStopped]));
    let away = Facts { stays_away: true, ..Facts::all_well() };
    assert_eq!(away.pressed(), (Reach::Nothing, vec![Reason::StaysAway]));
}

#[test]
fn the_pace_holds_across_everybody() {
    let visited = |seconds| Target { visited_at: Some(ago(seconds)), ..Target::default() };
    let stranger = |target| Facts { is_member: false, target, ..Facts::all_well() };
    assert_eq!(stranger(visited(299)).pressed(), (Reach::Records, vec![Reason::VisitedJustNow]));
    assert_eq!(stranger(visited(300)).pressed(), (Reach::Visitor, vec![]));
    // A clock that was set back does not open the gate.
    assert_eq!(stranger(visited(-60)).pressed().0, Reach::Records);
    let closer = |seconds| Target { closer_at: Some(ago(seconds)), visited_at: Some(ago(seconds)) };
    let owner = |target| Facts { target, ..Facts::all_well() };
    assert_eq!(owner(visited(1)).pressed().0, Reach::Consented, "the owner need not wait for strangers");
    assert_eq!(owner(closer(3_599)).pressed(), (Reach::Visitor, vec![Reason::LookedCloserJustNow]));
    assert_eq!(owner(closer(3_600)).pressed(), (Reach::Consented, vec![]));
}

#[test]
fn the_night_reads_records_and_visits_once_a_week() {
    let well = Facts::all_well();
    let day = 86_400;
    assert_eq!(well.permit(Wish::Night(None)).reach, Reach::Consented);
    let soon = well.permit(Wish::Night(Some(ago(6 * day))));
    assert_eq!((soon.consent, soon.reach), (Reach::Consented, Reach::Records));
    assert_eq!(soon.reasons, [Reason::VisitNotDue]);
    assert_eq!(well.permit(Wish::Night(Some(ago(7 * day)))).reach, Reach::Consented);
}

#[test]
fn a_line_in_the_records_proves_a_name_unless_every_name_has_it() {
    let token = ProofToken([7; 16]);
    let line = token.line();
    assert_eq!(line, format!("watchhouse-check={}", "07".repeat(16)));
    let texts = |texts: &[&str]| RecordsTold::Texts(texts.iter().map(|t| (*t).to_owned()).collect());
    let none = texts(&[]);
    let judged = |at_name: &RecordsTold, at_sibling: &RecordsTold| of_records(&token, at_name, at_sibling);
    assert_eq!(judged(&texts(&["v=spf1 -all", &line]), &none), Verdict::Proved);
    assert_eq!(judged(&texts(&[&format!(" \"{}\" ", line.to_uppercase())]), &none), Verdict::Proved);
    assert_eq!(judged(&texts(&[&line]), &texts(&["v=spf1 -all"])), Verdict::Proved);
    assert_eq!(judged(&texts(&[&line]), &texts(&[&line])), Verdict::AnswersEverything);
    assert_eq!(judged(&texts(&[&line]), &RecordsTold::Nothing), Verdict::CouldNotCheck);
    assert_eq!(judged(&none, &none), Verdict::NotThere);
    assert_eq!(judged(&RecordsTold::Nothing, &none), Verdict::CouldNotCheck);
    assert_eq!(judged(&texts(&[&ProofToken([8; 16]).line()]), &none), Verdict::SomethingElse);
    assert_eq!(judged(&texts(&[&format!("{line}0")]), &none), Verdict::SomethingElse);
    assert_eq!(format!("{token:?}"), "ProofToken(…)");
}

#[test]
fn a_file_proves_a_name_when_it_is_the_line_and_nothing_else() {
    let token = ProofToken([7; 16]);
    let told = |status, text: &str| of_file(&token, &FileTold::Answer { status, text: text.to_owned() });
    assert_eq!(told(200, &format!("{}\r\n", token.line())), Verdict::Proved);
    assert_eq!(told(200, &format!("\u{feff}{}", token.line())), Verdict::Proved);
    assert_eq!(told(200, &format!("<p>{}</p>", token.line())), Verdict::SomethingElse);
    assert_eq!(told(301, &token.line()), Verdict::SomethingElse);
    assert_eq!(told(404, ""), Verdict::NotThere);
    assert_eq!(told(503, &token.line()), Verdict::CouldNotCheck);
    assert_eq!(of_file(&token, &FileTold::Nothing), Verdict::CouldNotCheck);
}

#[test]
fn a_wish_counts_for_the_name_and_all_below() {
    let away = StayAway::Name(name("bakery.co.uk"));
    for covered in ["bakery.co.uk", "shop.bakery.co.uk", "a.b.c.bakery.co.uk"] {
        assert!(away.covers_name(&name(covered)), "{covered}");
    }
    for free in ["xbakery.co.uk", "other.co.uk"] {
        assert!(!away.covers_name(&name(free)), "{free}");
    }
    assert!(!StayAway::Name(name("shop.bakery.co.uk")).covers_name(&name("bakery.co.uk")));
    assert!(asks_us_to_stay_away(["v=spf1 -all", " \"Stay Away\" "].into_iter()));
    assert!(!asks_us_to_stay_away(["do not stay away"].into_iter()));
}

#[test]
fn networks_are_read_as_people_write_them_and_not_too_wide() {
    let network = |text: &str| text.parse::<Network>();
    for (text, shown) in [
        ("192.0.2.7", "192.0.2.7/32"),
        ("192.0.2.7/24", "192.0.2.0/24"),
        ("2001:db8:1::9/32", "2001:db8::/32"),
        ("::ffff:192.0.2.7/120", "192.0.2.0/24"),
        ("10.0.0.0/8", "10.0.0.0/8"),
    ] {
        assert_eq!(network(text).unwrap().to_string(), shown);
    }
    for text in ["10.0.0.0/7", "2001:db8::/18", "::ffff:0.0.0.0/32"] {
        assert_eq!(network(text), Err(NetworkError::TooWide), "{text}");
    }
    for text in ["", "bakery.example", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "2001:db8::/129"] {
        assert_eq!(network(text), Err(NetworkError::Unreadable), "{text}");
    }
    let network = network("192.0.2.0/24").unwrap();
    for (address, held) in
        [("192.0.2.255", true), ("::ffff:192.0.2.1", true), ("192.0.3.0", false), ("2001:db8::1", false)]
    {
        assert_eq!(network.holds(address.parse().unwrap()), held, "{address}");
    }
}

fn moments() -> impl Strategy<Value = Option<Timestamp>> {
    proptest::option::of((-7_200_i64..1_000_000).prop_map(ago))
}

prop_compose! {
    fn facts()(
        below in any::<bool>(),
        other in any::<bool>(),
        is_member in any::<bool>(),
        proof_seen in moments(),
        has_authority in any::<bool>(),
        (opens, closes) in (-4_000_i64..4_000, -4_000_i64..4_000),
        withdrawn_at in proptest::option::of(Just(ago(5))),
        (stopped, stays_away) in (any::<bool>(), any::<bool>()),
        (visited_at, closer_at) in (moments(), moments()),
    ) -> Facts {
        let authority = Authority {
            scope: name(if other { "butcher.example" } else { "bakery.example" }),
            opens_at: ago(opens),
            closes_at: ago(closes),
            withdrawn_at,
        };
        Facts {
            name: name(if below { "shop.bakery.example" } else { "bakery.example" }),
            is_member,
            proof_seen,
            authority: has_authority.then_some(authority),
            stopped,
            stays_away,
            target: Target { visited_at, closer_at },
        }
    }
}

proptest! {
    #[test]
    fn no_closer_look_without_all_that_it_needs(facts in facts(), visited_at in moments(), night in any::<bool>()) {
        let permit = facts.permit(if night { Wish::Night(visited_at) } else { Wish::Pressed });
        prop_assert!(permit.reach <= permit.consent);
        if permit.reach == Reach::Consented {
            prop_assert!(now().duration_since(facts.proof_seen.unwrap()) < PROOF_HOLDS);
        }
        if permit.consent == Reach::Consented {
            let authority = facts.authority.as_ref().unwrap();
            prop_assert!(facts.is_member && !facts.stopped && !facts.stays_away && facts.proof_seen.is_some());
            prop_assert!(authority.withdrawn_at.is_none() && authority.covers(&facts.name));
            prop_assert!(authority.opens_at <= now() && now() < authority.closes_at);
        }
        if permit.reach == Reach::Visitor {
            prop_assert!(facts.target.visited_at.is_none_or(|at| now().duration_since(at) >= VISIT_PACE));
        }
        if permit.reach == Reach::Consented {
            prop_assert!(facts.target.closer_at.is_none_or(|at| now().duration_since(at) >= CLOSER_PACE));
        }
        prop_assert_eq!(facts.stopped || facts.stays_away, permit.reach == Reach::Nothing);
        let has_its_due = permit.reach == if facts.is_member { Reach::Consented } else { Reach::Visitor };
        prop_assert!(has_its_due || !permit.reasons.is_empty(), "less than could be, and nobody says why");
    }

    #[test]
    fn taking_away_consent_never_brings_us_closer(facts in facts(), what in 0..4) {
        let before = facts.permit(Wish::Pressed).reach;
        let after = match what {
            0 => Facts { proof_seen: None, ..facts },
            1 => Facts { authority: None, ..facts },
            2 => Facts { stays_away: true, ..facts },
            _ => Facts { stopped: true, ..facts },
        };
        prop_assert!(after.permit(Wish::Pressed).reach <= before);
    }

    #[test]
    fn a_network_prints_and_reads_back(address in any::<u32>(), bits in 8_u8..=32) {
        let network: Network = format!("{}/{bits}", std::net::Ipv4Addr::from(address)).parse().unwrap();
        prop_assert_eq!(network.to_string().parse::<Network>(), Ok(network));
        prop_assert!(network.holds(std::net::Ipv4Addr::from(address).into()));
    }
}
