//! Whoever changes a ledger is found out, at the first entry that is not as it was written.

use proptest::prelude::*;
use terms::Timestamp;

use super::*;

const KEY: SubjectKey = [5; 32];

fn second(n: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + n).unwrap()
}

fn ledger(length: u64) -> Vec<(Entry, Payload)> {
    let mut last = (0, START);
    (1..=length)
        .map(|n| {
            let text = format!("{{\"n\":{n}}}");
            let object = Object { kind: "note".into(), id: n.to_string() };
            let made = commit(&KEY, &text);
            let entry = next_entry(
                last,
                second(n as i64),
                Actor::Visitor,
                "note.written",
                object,
                [n as u8 % 3; 16],
                made,
            );
            last = (entry.sequence, entry.hash);
            (entry, Payload { text: Some(text), key: Some(KEY) })
        })
        .collect()
}

fn head_of(ledger: &[(Entry, Payload)], sequence: u64) -> SignedHead {
    let hash = ledger[sequence as usize - 1].0.hash;
    HeadKey::from_secret([1; 32]).sign(Head { sequence, hash, at: second(1_000) })
}

fn verdict(ledger: &[(Entry, Payload)], witnesses: &Witnesses) -> Verdict {
    verify(ledger.iter().map(|(entry, payload)| (entry, payload)), witnesses)
}

fn broken(sequence: u64, kind: FaultKind) -> Verdict {
    Verdict::Broken(Fault { sequence, kind })
}

fn witnesses(ledger: &[(Entry, Payload)]) -> Witnesses {
    let last = ledger.len() as u64;
    Witnesses {
        heads: vec![head_of(ledger, last / 2 + 1)],
        tip: Some((last, ledger[ledger.len() - 1].0.hash)),
        external: Some(head_of(ledger, last)),
        trusted: Some(HeadKey::from_secret([1; 32]).public()),
    }
}

#[test]
fn an_actor_prints_and_reads_back() {
    let person =
        Actor::Person(terms::PersonId("0123456789abcdef0123456789abcdef".parse::<PersonId>().unwrap().0));
    for actor in [person, Actor::Visitor, Actor::Reconciler("outbox".into()), Actor::CommandLine] {
        assert_eq!(actor.to_string().parse(), Ok(actor));
    }
    for nonsense in ["", "person:1", "reconciler:", "visitor:x", "root"] {
        assert_eq!(nonsense.parse::<Actor>(), Err(ActorError), "{nonsense}");
    }
}

#[test]
fn the_hash_of_an_entry_never_changes() {
    // Ledgers outlive releases: a change of this text is a ledger that no longer verifies.
    let hash = data_encoding::HEXLOWER.encode(&ledger(2)[1].0.hash);
    assert_eq!(hash, "5178a24ec5f297e7fc4176ad280f47f418508c47ac9821f440901e27ffea45b9");
}

#[test]
fn a_head_reads_back_from_its_file_and_nothing_in_it_can_be_changed() {
    let signed = head_of(&ledger(3), 3);
    let text = serde_json::to_string(&signed).unwrap();
    assert_eq!(serde_json::from_str::<SignedHead>(&text).unwrap(), signed);
    assert!(signed.is_good(None) && signed.is_good(Some(&signed.public_key)));
    assert!(!signed.is_good(Some(&[9; 32])));
    let mut other = signed.clone();
    other.head.sequence = 2;
    assert!(!other.is_good(None));
    let mut other = signed.clone();
    other.head.at = second(1);
    assert!(!other.is_good(None));
    assert!(serde_json::from_str::<SignedHead>(&text.replace("\"hash\":\"", "\"hash\":\"x")).is_err());
}

#[test]
fn nothing_at_all_is_whole_and_a_head_over_nothing_too() {
    assert_eq!(verdict(&[], &Witnesses::default()), Verdict::Whole { entries: 0, erased: 0, signed: None });
    let empty = HeadKey::from_secret([1; 32]).sign(Head { sequence: 0, hash: START, at: second(0) });
    let over_nothing =
        Witnesses { heads: vec![empty.clone()], external: Some(empty), tip: Some((0, START)), trusted: None };
    assert!(matches!(verdict(&[], &over_nothing), Verdict::Whole { entries: 0, .. }));
}

#[test]
fn an_erasure_explains_what_is_missing_before_it_and_nothing_else() {
    let mut erased = ledger(6);
    let subject = erased[1].0.subject;
    erased[1].1 = Payload::default();
    assert_eq!(verdict(&erased, &Witnesses::default()), broken(2, FaultKind::PayloadMissing));
    let last = &erased[5].0;
    let object = Object { kind: "organisation".into(), id: "1".into() };
    let text = "{}";
    let told =
        next_entry((6, last.hash), second(9), Actor::Visitor, ERASED, object, subject, commit(&KEY, text));
    erased.push((told, Payload { text: Some(text.into()), key: Some(KEY) }));
    assert_eq!(
        verdict(&erased, &Witnesses::default()),
        Verdict::Whole { entries: 7, erased: 1, signed: None }
    );
    erased[2].1.text = None;
    assert_eq!(
        verdict(&erased, &Witnesses::default()),
        broken(3, FaultKind::PayloadMissing),
        "another subject's"
    );
    erased[2].1 = Payload { text: Some("{\"n\":3}".into()), key: None };
    assert_eq!(verdict(&erased, &Witnesses::default()), broken(3, FaultKind::PayloadDoesNotFit));
}

#[test]
fn history_that_was_written_anew_is_told_by_the_heads() {
    let true_one = ledger(8);
    let mut witnesses = witnesses(&true_one);
    let mut forged = ledger(3);
    for n in 4..=8_u64 {
        let (last, _) = forged.last().unwrap();
        let object = Object { kind: "note".into(), id: format!("forged {n}") };
        let entry = next_entry(
            (n - 1, last.hash),
            second(1),
            Actor::Visitor,
            "note.written",
            object,
            [0; 16],
            commit(&KEY, "1"),
        );
        forged.push((entry, Payload { text: Some("1".into()), key: Some(KEY) }));
    }
    witnesses.tip = Some((8, forged[7].0.hash));
    assert_eq!(verdict(&forged, &witnesses), broken(1, FaultKind::Changed), "no head before it fits");
    witnesses.heads.clear();
    assert_eq!(verdict(&forged, &witnesses), broken(8, FaultKind::RolledBack));
}

#[test]
fn an_entry_that_was_replaced_hash_and_all_is_named() {
    let mut changed = ledger(5);
    changed[2].0.object.id = "33".into();
    changed[2].0.hash = changed[2].0.true_hash();
    assert_eq!(verdict(&changed, &Witnesses::default()), broken(3, FaultKind::Changed));
}

proptest! {
    #[test]
    fn any_ledger_is_whole_as_written(length in 1..40_u64) {
        let ledger = ledger(length);
        let whole = matches!(verdict(&ledger, &witnesses(&ledger)), Verdict::Whole { entries, .. } if entries == length);
        prop_assert!(whole);
    }

    #[test]
    fn any_flipped_bit_is_named(length in 1..30_u64, which in 0..30_u64, part in 0..6_usize, bit in 0..8_u32) {
        let mut ledger = ledger(length);
        let witnesses = witnesses(&ledger);
        let at = (which % length) as usize;
        let entry = &mut ledger[at].0;
        match part {
            0 => entry.hash[7] ^= 1 << bit,
            1 => entry.previous[7] ^= 1 << bit,
            2 => entry.commitment[7] ^= 1 << bit,
            3 => entry.subject[7] ^= 1 << bit,
            4 => entry.object.id.push('x'),
            _ => entry.at = second(-1),
        }
        prop_assert_eq!(verdict(&ledger, &witnesses), broken(at as u64 + 1, FaultKind::Changed));
    }

    #[test]
    fn any_dropped_entry_is_named(length in 2..30_u64, which in 0..30_u64) {
        let mut ledger = ledger(length);
        let witnesses = witnesses(&ledger);
        let at = which % (length - 1);
        ledger.remove(at as usize);
        prop_assert_eq!(verdict(&ledger, &witnesses), broken(at + 1, FaultKind::Dropped));
    }

    #[test]
    fn any_two_that_changed_places_are_named(length in 2..30_u64, a in 0..30_u64, b in 0..30_u64, renumber: bool) {
        let mut ledger = ledger(length);
        let witnesses = witnesses(&ledger);
        let (a, b) = ((a % length) as usize, (b % length) as usize);
        prop_assume!(a != b);
        ledger.swap(a, b);
        if renumber {
            ledger[a].0.sequence = a as u64 + 1;
            ledger[b].0.sequence = b as u64 + 1;
        }
        prop_assert_eq!(verdict(&ledger, &witnesses), broken(a.min(b) as u64 + 1, FaultKind::Reordered));
    }

    #[test]
    fn any_tail_that_is_gone_is_named(length in 2..30_u64, keep in 1..29_u64, all_traces: bool) {
        let full = ledger(length);
        let mut witnesses = witnesses(&full);
        let keep = 1 + keep % (length - 1);
        prop_assume!(keep < length);
        let cut = &full[..keep as usize];
        let kind = if all_traces {
            witnesses.heads.clear();
            witnesses.tip = Some((keep, cut[cut.len() - 1].0.hash));
            FaultKind::RolledBack
        } else {
            FaultKind::CutShort
        };
        prop_assert_eq!(verdict(cut, &witnesses), broken(keep + 1, kind));
    }
}
