//! Seals: what is sealed is said so, what is broken fails, and what needs none passes.

use checkup::{Answer, Kind, Outcome, Question, RecordName};
use probe::TrustAnchor;
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair};

use super::world::{
    A, Ask, DS, NOW, NS, Rr, SOA, Say, World, a, answer, ask, cname, nothing, ns, question, refer, rr, soa,
    wire,
};

const RRSIG: u16 = 46;
const NSEC: u16 = 47;
const DNSKEY: u16 = 48;
const DAY: i64 = 86_400;

/// The key of a zone; the same seed gives the same key.
struct Signer {
    zone: &'static str,
    pair: Ed25519KeyPair,
}

impl Signer {
    fn new(zone: &'static str, seed: u8) -> Self {
        Self { zone, pair: Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap() }
    }

    fn key(&self) -> Vec<u8> {
        [&[1, 1, 3, 15][..], self.pair.public_key().as_ref()].concat()
    }

    fn tag(&self) -> u16 {
        let sum: u32 = self
            .key()
            .iter()
            .enumerate()
            .map(|(at, byte)| if at % 2 == 0 { u32::from(*byte) << 8 } else { u32::from(*byte) })
            .sum();
        ((sum + (sum >> 16)) & 0xffff) as u16
    }

    fn ds(&self) -> Vec<u8> {
        let hash = digest(&SHA256, &[wire(self.zone), self.key()].concat());
        [&self.tag().to_be_bytes()[..], &[15, 2], hash.as_ref()].concat()
    }

    fn keys(&self) -> Vec<Rr> {
        self.signed(vec![rr(self.zone, DNSKEY, &self.key())])
    }

    /// The records, all of one name and kind, with a signature for this week.
    fn signed(&self, records: Vec<Rr>) -> Vec<Rr> {
        self.signed_until(records, NOW + 3 * DAY)
    }

    fn signed_until(&self, mut records: Vec<Rr>, until: i64) -> Vec<Rr> {
        let (name, kind) = (records[0].name.clone(), records[0].kind);
        let labels = name.split('.').filter(|label| !label.is_empty() && *label != "*").count() as u8;
        let begin = ((until - 7 * DAY) as u32).to_be_bytes();
        let fixed = [
            &kind.to_be_bytes()[..],
            &[15, labels, 0, 0, 14, 16],
            &(until as u32).to_be_bytes(),
            &begin,
            &self.tag().to_be_bytes(),
            &wire(self.zone),
        ]
        .concat();
        let mut bytes = fixed.clone();
        let mut data: Vec<&Vec<u8>> = records.iter().map(|record| &record.data).collect();
        data.sort();
        for data in data {
            bytes.extend(wire(&name));
            bytes.extend_from_slice(&kind.to_be_bytes());
            bytes.extend_from_slice(&[0, 1, 0, 0, 14, 16]);
            bytes.extend_from_slice(&(data.len() as u16).to_be_bytes());
            bytes.extend_from_slice(data);
        }
        let signature = self.pair.sign(&bytes);
        records.push(rr(&name, RRSIG, &[&fixed, signature.as_ref()].concat()));
        records
    }

    /// "Nothing between this name and the next, and only these kinds here."
    fn nsec(&self, name: &str, next: &str, kinds: &[u16]) -> Vec<Rr> {
        let mut bits = [0_u8; 8];
        for kind in kinds {
            bits[usize::from(kind >> 3)] |= 0x80 >> (kind & 7);
        }
        self.signed(vec![rr(name, NSEC, &[&wire(next)[..], &[0, 8], &bits].concat())])
    }
}

/// A root and a top level with seals, and three firms: `sealed` and `broken` with a DS record, `open` without.
async fn world() -> World {
    let mut world = World::new();
    let hex: String = Signer::new("", 1).ds()[4..].iter().map(|byte| format!("{byte:02x}")).collect();
    let anchor = format!("{} 15 2 {hex}", Signer::new("", 1).tag());
    world.anchors = vec![TrustAnchor::parse(&anchor).unwrap()];
    world
        .server(1, |ask| {
            let (root, top) = (Signer::new("", 1), Signer::new("example", 2));
            Some(match ask.name.as_str() {
                "" if ask.kind == DNSKEY => answer(root.keys()),
                _ => refer(
                    [vec![ns("example", "ns.example")], root.signed(vec![rr("example", DS, &top.ds())])]
                        .concat(),
                    vec![a("ns.example", 2)],
                ),
            })
        })
        .await;
    world.server(2, |ask| Some(top_level(ask))).await;
    world.server(11, |ask| Some(firm(ask, Signer::new("sealed.example", 3)))).await;
    world.server(12, |ask| Some(firm(ask, Signer::new("broken.example", 4)))).await;
    world
        .server(13, |ask| {
            Some(if ask.kind == A { answer(vec![a(&ask.name, 80)]) } else { nothing("open.example") })
        })
        .await;
    world
}

fn top_level(ask: &Ask) -> Say {
    let top = Signer::new("example", 2);
    let cut = |zone: &str, last: u8, proof: Vec<Rr>| {
        let server = format!("ns.{zone}");
        refer([vec![ns(zone, &server)], proof].concat(), vec![a(&server, last)])
    };
    let half = |zone: &'static str, seed| top.signed(vec![rr(zone, DS, &Signer::new(zone, seed).ds())]);
    match ask.name.as_str() {
        "example" if ask.kind == DNSKEY => answer(top.keys()),
        _ if ask.is_within("sealed.example") => cut("sealed.example", 11, half("sealed.example", 3)),
        // Its half is that of another key.
        _ if ask.is_within("broken.example") => cut("broken.example", 12, half("broken.example", 9)),
        _ if ask.is_within("open.example") => {
            cut("open.example", 13, top.nsec("open.example", "sealed.example", &[NS, RRSIG, NSEC]))
        }
        // Somebody took the proof out of the referral, and out of the answer about it.
        "robbed.example" if ask.kind == DS => nothing("example"),
        _ if ask.is_within("robbed.example") => cut("robbed.example", 13, vec![]),
        _ => {
            let mut said = Say { flags: 0x0403, ..nothing("example") };
            said.authority.extend(top.nsec("example", "open.example", &[SOA, NS, RRSIG, NSEC, DNSKEY]));
            said
        }
    }
}

fn firm(ask: &Ask, signer: Signer) -> Say {
    let zone = signer.zone;
    let signed = |record| answer(signer.signed(vec![record]));
    let front = ask.name.strip_suffix(zone).unwrap().trim_end_matches('.');
    match (front, ask.kind) {
        ("", DNSKEY) => answer(signer.keys()),
        ("", SOA) => signed(soa(zone)),
        ("old", A) => answer(signer.signed_until(vec![a(&ask.name, 80)], NOW - 1)),
        ("bare", A) => answer(vec![a(&ask.name, 80)]),
        ("forged", A) => {
            let mut said = signed(a(&ask.name, 80));
            said.answers[0].data[3] = 66;
            said
        }
        ("robbed", A) => answer(vec![]),
        ("far", A) => answer(signer.signed(vec![cname(&ask.name, "www.open.example")])),
        ("gone", _) => {
            let mut said = Say { flags: 0x0403, ..nothing(zone) };
            said.authority.extend(signer.nsec(zone, &format!("old.{zone}"), &[SOA, NS, RRSIG, NSEC, DNSKEY]));
            said
        }
        (_, A) => signed(a(&ask.name, 80)),
        _ => {
            let mut said = nothing(zone);
            said.authority.extend(signer.nsec(&ask.name, &format!("z.{zone}"), &[A, RRSIG, NSEC]));
            said
        }
    }
}

async fn both(world: &World, name: &str, kind: Kind) -> (Answer, Answer) {
    let asker = world.asker();
    let strict = ask(&asker, question(name, kind)).await;
    let name = RecordName::parse(name).unwrap();
    (strict, ask(&asker, Question::ignoring_seals(name, kind)).await)
}

#[tokio::test]
async fn what_is_sealed_down_from_the_root_is_said_to_be_sealed() {
    let world = world().await;
    for (name, kind, outcome) in [
        ("www.sealed.example", Kind::A, Outcome::Records),
        ("www.sealed.example", Kind::Mx, Outcome::NoRecords),
        ("gone.sealed.example", Kind::A, Outcome::NoSuchName),
        ("sealed.example", Kind::Soa, Outcome::Records),
        ("sealed.example", Kind::Dnskey, Outcome::Records),
        ("sealed.example", Kind::Ds, Outcome::Records),
        ("open.example", Kind::Ds, Outcome::NoRecords),
        ("nobody.example", Kind::A, Outcome::NoSuchName),
    ] {
        let (strict, loose) = both(&world, name, kind).await;
        assert_eq!((strict.outcome, strict.sealed), (outcome, true), "{name} {kind:?}");
        assert_eq!((loose.outcome, loose.sealed, loose.records), (outcome, false, strict.records), "{name}");
    }
    let soa = world.ask("sealed.example", Kind::Soa).await;
    assert_eq!(soa.signatures.len(), 1);
}

#[tokio::test]
async fn what_needs_no_seal_passes_without_one() {
    let world = world().await;
    let (strict, _) = both(&world, "www.open.example", Kind::A).await;
    assert_eq!((strict.outcome, strict.sealed), (Outcome::Records, false));
    let far = world.ask("far.sealed.example", Kind::A).await;
    assert_eq!(
        (far.outcome, far.sealed),
        (Outcome::Records, false),
        "a way is as sealed as its weakest part"
    );
}

#[tokio::test]
async fn a_broken_seal_fails_unless_seals_are_ignored() {
    let world = world().await;
    for name in [
        "old.sealed.example",
        "bare.sealed.example",
        "forged.sealed.example",
        "www.broken.example",
        "www.robbed.example",
    ] {
        let (strict, loose) = both(&world, name, Kind::A).await;
        assert_eq!((strict.outcome, strict.records.len()), (Outcome::ServerFailed, 0), "{name}");
        assert_eq!((loose.outcome, loose.sealed), (Outcome::Records, false), "{name}");
    }
    let (strict, loose) = both(&world, "robbed.sealed.example", Kind::A).await;
    assert_eq!((strict.outcome, loose.outcome), (Outcome::ServerFailed, Outcome::NoRecords));
}

#[tokio::test]
async fn without_an_anchor_no_seal_is_checked() {
    let mut world = world().await;
    world.anchors.clear();
    let (strict, _) = both(&world, "forged.sealed.example", Kind::A).await;
    assert_eq!((strict.outcome, strict.sealed), (Outcome::Records, false));
}

#[tokio::test]
async fn a_root_with_another_key_is_not_believed() {
    let mut world = world().await;
    world.anchors = vec![TrustAnchor::parse(&format!("7 15 2 {}", "ab".repeat(32))).unwrap()];
    let (strict, loose) = both(&world, "www.sealed.example", Kind::A).await;
    assert_eq!((strict.outcome, loose.outcome), (Outcome::ServerFailed, Outcome::Records));
}

/// A root whose only name has this many keys, links or halves in front of the one that counts.
async fn crowded(keys: u8, links: u8) -> Answer {
    let mut world = World::new();
    let root = Signer::new("", 1);
    let hex: String = root.ds()[4..].iter().map(|byte| format!("{byte:02x}")).collect();
    world.anchors = vec![TrustAnchor::parse(&format!("{} 15 2 {hex}", root.tag())).unwrap()];
    world
        .server(1, move |ask| {
            let root = Signer::new("", 1);
            if ask.kind == DNSKEY {
                let other = |seed: u8| rr("", DNSKEY, &Signer::new("", 100 + seed).key());
                let mut all: Vec<Rr> = (1..keys).map(other).collect();
                all.push(rr("", DNSKEY, &root.key()));
                return Some(answer(root.signed(all)));
            }
            let mut said = Say { flags: 0x0403, ..nothing("") };
            for number in 1..links {
                said.authority.extend(root.nsec(&format!("z{number:03}"), &format!("z{number:03}0"), &[A]));
            }
            said.authority.extend(root.nsec("", "z", &[SOA, NS, RRSIG, NSEC, DNSKEY]));
            Some(said)
        })
        .await;
    world.ask("gone", Kind::A).await
}

#[tokio::test]
async fn only_so_many_keys_and_links_of_a_proof_are_looked_at() {
    // As `MOST_KEYS` and `MOST_LINKS` in `trust.rs` say.
    let cases = [(16, 1, Outcome::NoSuchName), (17, 1, Outcome::ServerFailed)];
    for (keys, links, expected) in cases {
        assert_eq!(crowded(keys, links).await.outcome, expected, "{keys} keys");
    }
    for (links, expected) in [(8, Outcome::NoSuchName), (9, Outcome::ServerFailed)] {
        assert_eq!(crowded(1, links).await.outcome, expected, "{links} links");
    }
}
