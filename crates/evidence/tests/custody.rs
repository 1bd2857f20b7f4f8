//! No step of custody is changed, left out or moved unseen.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use data_encoding::HEXLOWER;
use evidence::custody::{Act, Broken, START, Step, commit, verify};
use sha2::{Digest, Sha256};
use terms::Timestamp;

fn chain(steps: u64) -> Vec<Step> {
    let mut last = (0, START);
    (1..=steps)
        .map(|n| {
            let step = Step::after(
                last,
                Step {
                    case: [7; 16],
                    sequence: 0,
                    at: Timestamp::from_second(1_795_000_000 + n as i64).unwrap(),
                    by: "reconciler:a \"quoted\" name".into(),
                    act: Act::ALL[n as usize % Act::ALL.len()],
                    item: [n as u8; 16],
                    commitment: commit(&[1; 32], "for the bank"),
                    previous: START,
                    hash: START,
                },
            );
            last = (step.sequence, step.hash);
            step
        })
        .collect()
}

#[test]
fn a_chain_verifies_and_tells_where_it_ends() {
    let steps = chain(9);
    assert_eq!(verify(&steps), Ok((9, steps[8].hash)));
    assert_eq!(verify([]), Ok((0, START)));
    for act in Act::ALL {
        assert_eq!(act.name().parse(), Ok(*act));
    }
    assert!("borrow".parse::<Act>().is_err());
}

#[test]
fn a_step_is_canonical_json_that_anybody_can_hash() {
    let step = &chain(1)[0];
    let commitment = HEXLOWER.encode(&step.commitment);
    assert_eq!(
        step.canonical(),
        format!(
            "{{\"act\":\"read\",\"at\":1795000001000000,\"by\":\"reconciler:a \\\"quoted\\\" name\",\
             \"case\":\"07070707070707070707070707070707\",\"commitment\":\"{commitment}\",\
             \"item\":\"01010101010101010101010101010101\",\"sequence\":1}}"
        )
    );
    let by_hand = Sha256::digest([&[1_u8][..], &[0; 32], step.canonical().as_bytes()].concat());
    assert_eq!(step.hash.as_slice(), by_hand.as_slice());
}

#[test]
fn every_tampering_is_found_at_its_step() {
    type Tampering = fn(&mut Step);
    let tamperings: [Tampering; 8] = [
        |step| step.at = Timestamp::from_second(1).unwrap(),
        |step| step.by = "visitor".into(),
        |step| step.act = if step.act == Act::Read { Act::Copy } else { Act::Read },
        |step| step.item[3] ^= 1,
        |step| step.case[3] ^= 1,
        |step| step.commitment[9] ^= 1,
        |step| step.previous[0] ^= 1,
        |step| step.hash[31] ^= 1,
    ];
    for at in 0..6 {
        for (i, tamper) in tamperings.iter().enumerate() {
            let mut steps = chain(6);
            tamper(&mut steps[at]);
            // What begins the case is compared with what follows.
            let found = verify(&steps).unwrap_err().sequence;
            assert_eq!(found, at as u64 + 1, "tampering {i}");
        }
        let mut steps = chain(6);
        steps.remove(at);
        let found = verify(&steps);
        assert!(
            found == Err(Broken { sequence: at as u64 + 1 }) || at == 5 && found.map(|end| end.0) == Ok(5)
        );
        let mut steps = chain(6);
        steps.swap(at, (at + 1) % 6);
        assert!(verify(&steps).is_err());
    }
}
