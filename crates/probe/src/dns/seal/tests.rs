//! Keys, halves and proofs.

use data_encoding::HEXLOWER;

use super::denial::{Denial, MOST_HASHED, MOST_ITERATIONS, NoDs, Proof};
use super::*;
use crate::dns::name::tests::name;

/// Keys and signatures over one sentence, made with another implementation (OpenSSL).
const SENTENCE: &[u8] = b"the bakery opens at seven";
const SIGNED: [(u8, &str, &str); 5] = [
    (
        8,
        "03010001ace961c17c842ee6902decf154291b314d8e5fff8808b94551e809ce9706fc7910510150d8e5e3f375a03c15\
         80d68b62a73bb726c0faee3cc753878154f338f31e1a3e181028dc2412a028b7deb9fd4ace4a6354fd09231d73ce1212\
         d3ba6feb12de9c938a388a6aae7794cf515ba3caeb7c36d112fc228d42ecb9ed1f020495",
        "5fe5b1e0e628a40da624fe0bfe67ddec8339af581d7a617ee9b1f12e2bc31b6dde15e438a23d6c11f6d52e7c060d4673\
         f0b1ecb05ff1851338ff0878bd4bf2c42dcdca580c01041cbc6856a267464368f41e5d578d7af9b77207d040390a2536\
         edcf36c17262ad424fa717b4d82f2db5b533ba9a7a0517d854f96b88b7950919",
    ),
    (
        10,
        "03010001ace961c17c842ee6902decf154291b314d8e5fff8808b94551e809ce9706fc7910510150d8e5e3f375a03c15\
         80d68b62a73bb726c0faee3cc753878154f338f31e1a3e181028dc2412a028b7deb9fd4ace4a6354fd09231d73ce1212\
         d3ba6feb12de9c938a388a6aae7794cf515ba3caeb7c36d112fc228d42ecb9ed1f020495",
        "7ffcd7722eccfbcb1594d6d2e5343d7412802c1e4b0bc5945f6b3fb891362d9229472f052d34c066ef60a179b00cb8d4\
         7e1b39b0fcea5229317133d5569380dfe15668eb21c1b7ed4c2c0b6f188242cb87def0c4ff773da620ba1831dc1cf133\
         018a34896a72b98fe9f70a83f310a1c13bc856c0bacbd9ea4021ef0f4c0a3f47",
    ),
    (
        13,
        "06082b7bd84113e4b2329e0756213b027c1e5887a3b33c4bdbef7ee00b3401a01213165168cb406d903578cad91a38cd\
         32309ad67ad03ba15634bdf3d3570116",
        "92d5e9b4af69a9ee8bb156f5740e9a4874ddd8004519ac1bf7f91b3b8f5316848d03b912c6530d19f0c5cffcf97a885c\
         4f913d4fcc9b44dee424ea1839e150a9",
    ),
    (
        14,
        "4f0bb98ece45d90383fef478c5ec9bb6f98b9add8911eda9d3856b74b5488a4b73ec97a3415fe0650c9b374abe5c1e11\
         fb1085d53bfc869c314fb1ca2c1a1febbd076d82b6bc2565b5f23dc60e1360e1c1104f893cba1a5820de9df5c139bff9",
        "35d26a4829da1fcd492bd8f15c175dad6483375214140564b7e3144257346350f2d7466d44bd77ac03e5178d2cb352fd\
         50ae6be9b4a54b22034e663d0cd06b3d45b24bdfc1ee61c6c412443cf302de0f22779c60d2349f05452fd2458acad2b1",
    ),
    (
        15,
        "4be24a779972ad4c22777b81d1951e1eec9d2b1f33031c06db8f6e924c98cb33",
        "f6431739ad7dc52e9353861b03e21f1cfc18eb3cc494e8025a10551dc5d4b407304a8100dc7fc4921381f3aaf219c420\
         d7f2a4f49c17be5e7a75db93c45cec0e",
    ),
];

fn key(algorithm: u8, key: &str) -> Key {
    let data = [&[1, 1, 3, algorithm][..], &HEXLOWER.decode(key.as_bytes()).unwrap()].concat();
    Key::read(&data).unwrap()
}

#[test]
fn a_signature_of_each_algorithm_holds_and_breaks_with_one_bit() {
    for (algorithm, public, signature) in SIGNED {
        let key = key(algorithm, public);
        let signature = HEXLOWER.decode(signature.as_bytes()).unwrap();
        assert!(key.made(&signature, SENTENCE), "{algorithm}");
        assert!(!key.made(&signature, b"the bakery opens at eight"), "{algorithm}");
        let mut broken = signature.clone();
        broken[5] ^= 1;
        assert!(!key.made(&broken, SENTENCE) && !key.made(&[], SENTENCE), "{algorithm}");
    }
}

#[test]
fn what_is_no_key_of_a_zone_is_none() {
    let data = |flags: [u8; 2], protocol, algorithm| [flags[0], flags[1], protocol, algorithm, 9];
    assert!(Key::read(&data([1, 0], 3, 13)).is_some());
    assert!(Key::read(&data([0, 0], 3, 13)).is_none(), "a key of something else");
    assert!(Key::read(&data([1, 0x81], 3, 13)).is_none(), "a key that was revoked");
    assert!(Key::read(&data([1, 0], 2, 13)).is_none(), "another protocol");
    assert!(Key::read(&data([1, 0], 3, 5)).is_none(), "RSA with SHA-1");
    assert!(Key::read(&[1, 0, 3, 13]).is_none(), "no key at all");
}

#[test]
fn a_modulus_has_a_limit() {
    let key = |bytes: usize| [&[3, 1, 0, 1][..], &vec![0xff; bytes]].concat();
    assert!(rsa(&key(LONGEST_MODULUS)).is_some());
    assert!(rsa(&key(LONGEST_MODULUS + 1)).is_none());
}

#[test]
fn the_key_of_the_root_fits_its_half() {
    // The example of RFC 4034, 5.4, has SHA-1 only; this one is the key of 2024 of the root (IANA).
    let text = "AwEAAa96jeuknZlaeSrvyAJj6ZHv28hhOKkx3rLGXVaC6rXTsDc449/cidltpkyGwCJNnOAlFNKF2jBosZBU5eeHspaQWOmOElZsjICMQMC3aeHb\
                GiShvZsx4wMYSjH8e7Vrhbu6irwCzVBApESjbUdpWWmEnhathWu1jo+siFUiRAAxm9qyJNg/wOZqqzL/dL/q8PkcRU5oUKEpUge71M3ej2/7CPqpdVwuMoTvoB+Z\
                OT4YeGyxMvHmbrxlFzGOHOijtzN+u1TQNatX2XBuzZNQ1K+s2CXkPIZo7s6JgZyvaBevYtxPvYLw4z9mR7K2vaF18UYH9Z9GNUUeayffKC73PYc=";
    let data = data_encoding::BASE64.decode(text.as_bytes()).unwrap();
    let key = Key::read(&[&[1, 1, 3, 8][..], &data].concat()).unwrap();
    assert_eq!(key.tag, 38_696);
    let digest =
        HEXLOWER.decode(b"683d2d0acb8c9b712a1948b27f741219298d0a450d612c483af444a4c0fb2b16").unwrap();
    let half = Ds { key_tag: 38_696, algorithm: 8, digest_type: 2, digest: digest.into() };
    assert!(half.is_usable() && half.is_of(&Name::root(), &key));
    assert!(!half.is_of(&name("example"), &key));
    let weak = Ds { digest_type: 1, digest: [0; 20].into(), ..half };
    assert!(!weak.is_usable(), "SHA-1 is known and too weak");
}

#[test]
fn moments_count_round_the_circle() {
    let seal = |begins: u32, expires: u32| {
        let mut data = vec![0, 1, 13, 2, 0, 0, 14, 16];
        data.extend_from_slice(&expires.to_be_bytes());
        data.extend_from_slice(&begins.to_be_bytes());
        data.extend_from_slice(&[0, 7, 0, 1]);
        data
    };
    let timely = |begins, expires, now| Seal::read(&seal(begins, expires)).unwrap().is_timely(now);
    assert!(timely(100, 200, 100) && timely(100, 200, 200));
    assert!(!timely(100, 200, 99) && !timely(100, 200, 201));
    assert!(timely(u32::MAX - 10, 10, 3), "the count turns over in 2106");
}

fn kinds(list: &[u16]) -> Vec<u8> {
    let mut bits = [0; 7];
    for kind in list {
        bits[usize::from(kind >> 3)] |= 0x80 >> (kind & 7);
    }
    [&[0, 7][..], &bits].concat()
}

fn plain(owner: &str, next: &str, list: &[u16]) -> Rr {
    let data = [name(next).as_bytes(), &kinds(list)].concat();
    Rr { name: name(owner), kind: kind::NSEC, ttl: 60, data: data.into() }
}

fn denial(records: &[Rr]) -> Denial {
    let mut denial = Denial::of(&name("example"));
    records.iter().for_each(|record| denial.add(record));
    denial
}

#[test]
fn a_name_between_two_neighbours_is_not_there() {
    let links =
        [plain("example", "b.example", &[kind::SOA, kind::NS]), plain("d.example", "f.example", &[kind::A])];
    let both = denial(&links);
    assert_eq!(both.of_name(&name("e.example")), Proof::Holds);
    assert_eq!(both.of_name(&name("c.example")), Proof::Fails, "nobody spoke of it");
    assert_eq!(both.of_name(&name("d.example")), Proof::Fails, "it is there");
    assert_eq!(denial(&links[1..]).of_name(&name("e.example")), Proof::Fails, "a wildcard may stand in");
    let between = denial(&[plain("d.example", "x.e.example", &[kind::A]), links[0].clone()]);
    assert_eq!(between.of_name(&name("e.example")), Proof::Fails, "names below it exist");
    assert_eq!(between.of_kind(&name("e.example"), kind::A), Proof::Holds);
    let last = denial(&[plain("x.example", "example", &[kind::A]), links[0].clone()]);
    assert_eq!(last.of_name(&name("z.example")), Proof::Holds);
    assert_eq!(last.of_name(&name("z.test")), Proof::Fails, "another zone");
}

#[test]
fn a_cut_is_spoken_of_from_above_for_its_half_only() {
    let cut = denial(&[plain("bakery.example", "z.example", &[kind::NS])]);
    assert_eq!(cut.of_kind(&name("bakery.example"), kind::DS), Proof::Holds);
    assert_eq!(cut.of_kind(&name("bakery.example"), kind::A), Proof::Fails);
    assert_eq!(cut.of_name(&name("www.bakery.example")), Proof::Fails, "the zone below has its own names");
    assert_eq!(cut.of_seal(&name("bakery.example")), NoDs::OpenZone);
    let start = denial(&[plain("bakery.example", "z.example", &[kind::NS, kind::SOA])]);
    assert_eq!(
        start.of_seal(&name("bakery.example")),
        NoDs::Unproven,
        "the zone below cannot speak for the one above"
    );
    let sealed = denial(&[plain("bakery.example", "z.example", &[kind::NS, kind::DS])]);
    assert_eq!(sealed.of_seal(&name("bakery.example")), NoDs::Unproven);
    let host = denial(&[plain("bakery.example", "z.example", &[kind::A])]);
    assert_eq!(host.of_seal(&name("bakery.example")), NoDs::NoZone);
}

#[test]
fn a_wildcard_speaks_only_for_names_that_are_not_there() {
    let links = denial(&[plain("a.example", "m.example", &[kind::A])]);
    assert_eq!(links.of_closer_name(&name("b.example"), &name("example")), Proof::Holds);
    assert_eq!(links.of_closer_name(&name("n.example"), &name("example")), Proof::Fails);
    let star =
        denial(&[plain("a.example", "m.example", &[kind::A]), plain("*.example", "a.example", &[kind::TXT])]);
    assert_eq!(star.of_kind(&name("b.example"), kind::A), Proof::Holds);
    assert_eq!(star.of_kind(&name("b.example"), kind::TXT), Proof::Fails);
}

fn hash(text: &str, rounds: u16) -> Vec<u8> {
    let mut hash = name(text).as_bytes().to_vec();
    for _ in 0..=rounds {
        hash = digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, &hash).as_ref().to_vec();
    }
    hash
}

/// A hashed link from one hash to another.
fn hashed(owner: &[u8], next: &[u8], opt_out: bool, rounds: u16, list: &[u16]) -> Rr {
    let label = data_encoding::BASE32_DNSSEC.encode(owner);
    let [high, low] = rounds.to_be_bytes();
    let data = [&[1, u8::from(opt_out), high, low, 0, 20][..], next, &kinds(list)].concat();
    Rr {
        name: name("example").below(label.as_bytes()).unwrap(),
        kind: kind::NSEC3,
        ttl: 60,
        data: data.into(),
    }
}

/// The link at a name, and the one around another.
fn at(text: &str, rounds: u16, list: &[u16]) -> Rr {
    let owner = hash(text, rounds);
    let mut next = owner.clone();
    next[19] = next[19].wrapping_add(1);
    hashed(&owner, &next, false, rounds, list)
}

fn around(text: &str, rounds: u16, opt_out: bool) -> Rr {
    let (mut owner, mut next) = (hash(text, rounds), hash(text, rounds));
    owner[19] = owner[19].wrapping_sub(1);
    next[19] = next[19].wrapping_add(1);
    hashed(&owner, &next, opt_out, rounds, &[])
}

#[test]
fn hashed_neighbours_prove_the_same() {
    let top = || at("example", 0, &[kind::SOA, kind::NS]);
    let gone = denial(&[top(), around("gone.example", 0, false), around("*.example", 0, false)]);
    assert_eq!(gone.of_name(&name("gone.example")), Proof::Holds);
    assert_eq!(gone.of_name(&name("a.gone.example")), Proof::Holds, "the name above is not there");
    assert_eq!(gone.of_name(&name("other.example")), Proof::Fails);
    let no_star = denial(&[top(), around("gone.example", 0, false)]);
    assert_eq!(no_star.of_name(&name("gone.example")), Proof::Fails);
    let opt_out = denial(&[top(), around("open.example", 0, true)]);
    assert_eq!(opt_out.of_name(&name("open.example")), Proof::Open);
    assert_eq!(opt_out.of_seal(&name("open.example")), NoDs::OpenZone);
    let cut = denial(&[at("open.example", 0, &[kind::NS])]);
    assert_eq!(
        (cut.of_seal(&name("open.example")), cut.of_kind(&name("open.example"), kind::DS)),
        (NoDs::OpenZone, Proof::Holds)
    );
    assert_eq!(gone.of_seal(&name("gone.example")), NoDs::NoZone);
}

#[test]
fn a_zone_that_hashes_more_often_than_we_do_counts_as_open() {
    let with =
        |rounds| denial(&[at("open.example", rounds, &[kind::A])]).of_kind(&name("open.example"), kind::MX);
    assert_eq!(with(MOST_ITERATIONS), Proof::Holds);
    assert_eq!(with(MOST_ITERATIONS + 1), Proof::Open);
}

#[test]
fn a_deep_name_is_hashed_step_by_step_up_to_a_limit() {
    let deep = |labels: usize| {
        let name_of = format!("{}example", "a.".repeat(labels));
        let links = [
            at("example", 0, &[kind::SOA, kind::NS]),
            around("a.example", 0, false),
            around("*.example", 0, false),
        ];
        denial(&links).of_name(&name(&name_of))
    };
    assert_eq!(deep(MOST_HASHED), Proof::Holds);
    assert_eq!(deep(MOST_HASHED + 1), Proof::Fails);
}

#[test]
fn odd_links_are_passed_over() {
    let mut other_salt = at("b.example", 0, &[]);
    other_salt.data = [&[1, 0, 0, 0, 1, 9, 20][..], &[0; 20], &kinds(&[])].concat().into();
    let mut cut_short = at("c.example", 0, &[]);
    cut_short.data = cut_short.data[..10].into();
    let denial = denial(&[at("a.example", 0, &[kind::A]), other_salt, cut_short]);
    assert_eq!(denial.of_kind(&name("a.example"), kind::MX), Proof::Holds);
    for missing in ["b.example", "c.example"] {
        assert_eq!(denial.of_kind(&name(missing), kind::MX), Proof::Fails, "{missing}");
    }
}

#[test]
fn only_so_many_keys_of_one_tag_are_tried() {
    let (algorithm, public, _) = SIGNED[2];
    let key = key(algorithm, public);
    let mut data = vec![0, 1, algorithm, 1, 0, 0, 0, 60, 0, 0, 0, 200, 0, 0, 0, 0];
    data.extend_from_slice(&key.tag.to_be_bytes());
    data.extend_from_slice(name("example").as_bytes());
    data.extend_from_slice(&[1; 64]);
    let owner = name("example");
    let records = [Rr { name: owner.clone(), kind: kind::A, ttl: 60, data: [192, 0, 2, 1].into() }];
    let seal = Seal::read(&data).unwrap();
    let set = Set { name: &owner, kind: kind::A, records: records.iter().collect(), seals: vec![seal; 20] };
    let checks = std::cell::Cell::new(0);
    let may_check = || {
        checks.set(checks.get() + 1);
        true
    };
    assert_eq!(Checker::default().check(&set, &owner, &vec![key; 20], 100, may_check), None);
    assert_eq!(checks.get(), MOST_TRIED * MOST_TRIED);
}
