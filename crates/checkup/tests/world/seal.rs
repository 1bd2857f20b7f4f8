//! Seals a zone of the small world, from the text of RFC 4034 and RFC 8080 and not from the engine's.

use checkup::{Kind, Record, RecordName, Signature};
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair};
use terms::Timestamp;

/// The zone's key is made of this; it seals nothing but tests.
const SEED: [u8; 32] = [7; 32];

/// How the world's zones are sealed.
#[derive(Debug, Clone)]
pub struct Sealing {
    pub begins: Timestamp,
    pub expires: Timestamp,
    /// There are no signatures at all.
    pub absent: bool,
    /// One bit of each signature is wrong.
    pub forged: bool,
    /// As many wrong signatures stand in front of each right one.
    pub decoys: usize,
}

impl Default for Sealing {
    fn default() -> Self {
        Self {
            begins: "2026-01-01T00:00:00Z".parse().expect("a moment"),
            expires: "2027-01-01T00:00:00Z".parse().expect("a moment"),
            absent: false,
            forged: false,
            decoys: 0,
        }
    }
}

fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&SEED).expect("a key")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect()
}

fn wire(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in name.split('.').filter(|label| !label.is_empty()) {
        bytes.push(label.len() as u8);
        bytes.extend(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

fn rdata(record: &Record) -> Vec<u8> {
    match record {
        Record::Dnskey { flags, algorithm, key } => {
            [&flags.to_be_bytes()[..], &[3, *algorithm], &unhex(key)].concat()
        }
        Record::Soa { primary, mailbox, numbers } => {
            let numbers: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
            [wire(primary.as_str()), wire(mailbox.as_str()), numbers].concat()
        }
        other => panic!("nobody signs {other}"),
    }
}

/// The zone's key.
pub fn dnskey() -> Record {
    Record::Dnskey { flags: 257, algorithm: 15, key: hex(key().public_key().as_ref()) }
}

fn tag() -> u16 {
    let mut sum: u32 = 0;
    for (at, byte) in rdata(&dnskey()).iter().enumerate() {
        sum += if at & 1 == 1 { u32::from(*byte) } else { u32::from(*byte) << 8 };
    }
    sum += sum >> 16 & 0xffff;
    (sum & 0xffff) as u16
}

/// The half that the parent holds.
pub fn ds(zone: &str) -> Record {
    let digest = digest(&SHA256, &[wire(zone), rdata(&dnskey())].concat());
    Record::Ds { key_tag: tag(), algorithm: 15, digest_type: 2, digest: hex(digest.as_ref()) }
}

/// The signatures over an answer.
pub fn signatures(sealing: &Sealing, zone: &RecordName, kind: Kind, records: &[Record]) -> Vec<Signature> {
    let covers = match kind {
        Kind::Soa => 6_u16,
        Kind::Dnskey => 48,
        _ => return Vec::new(),
    };
    if sealing.absent || records.is_empty() {
        return Vec::new();
    }
    let seconds = |at: Timestamp| u32::try_from(at.as_second()).expect("before 2106").to_be_bytes();
    let labels = zone.labels().count() as u8;
    let mut message = [
        &covers.to_be_bytes()[..],
        &[15, labels],
        &3600_u32.to_be_bytes(),
        &seconds(sealing.expires),
        &seconds(sealing.begins),
        &tag().to_be_bytes(),
        &wire(zone.as_str()),
    ]
    .concat();
    let mut contents: Vec<Vec<u8>> = records.iter().map(rdata).collect();
    contents.sort();
    for content in contents {
        message.extend(wire(zone.as_str()));
        message.extend(covers.to_be_bytes());
        message.extend([0, 1]);
        message.extend(3600_u32.to_be_bytes());
        message.extend((content.len() as u16).to_be_bytes());
        message.extend(content);
    }
    let mut signature = key().sign(&message).as_ref().to_vec();
    if sealing.forged {
        signature[0] ^= 1;
    }
    let right = Signature {
        covers,
        algorithm: 15,
        labels,
        original_ttl: 3600,
        expires: sealing.expires,
        begins: sealing.begins,
        key_tag: tag(),
        signer: zone.clone(),
        signature: hex(&signature),
    };
    let decoy = Signature { signature: "00".repeat(64), ..right.clone() };
    let mut all = vec![decoy; sealing.decoys];
    all.push(right);
    all
}
