//! A name server on loopback that counts what it is asked, and a mail with a signature.

#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::HashMap;
use std::net::{SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex, MutexGuard};

use data_encoding::BASE64;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use sha2::{Digest as _, Sha256};

/// The answer has what was asked for.
const THERE: u16 = 0x8180;
/// No such name.
const NOT_THERE: u16 = 0x8183;
/// The server failed.
const FAILED: u16 = 0x8182;

#[derive(Default)]
struct Inside {
    texts: HashMap<String, String>,
    asked: Vec<String>,
    is_ill: bool,
}

/// The only name server of the test's world.
pub struct Names {
    pub address: SocketAddr,
    inside: Arc<Mutex<Inside>>,
}

impl Names {
    pub fn start(texts: &[(&str, &str)]) -> Self {
        let texts = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let inside = Arc::new(Mutex::new(Inside { texts, ..Inside::default() }));
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let held = Arc::clone(&inside);
        std::thread::spawn(move || {
            let mut query = [0; 1_500];
            while let Ok((length, from)) = socket.recv_from(&mut query) {
                let reply = reply(&query[..length], &mut held.lock().unwrap());
                let _gone = socket.send_to(&reply, from);
            }
        });
        Self { address, inside }
    }

    fn held(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    /// Every name that was asked about, in order, one for each packet.
    pub fn asked(&self) -> Vec<String> {
        self.held().asked.clone()
    }

    pub fn forget_what_was_asked(&self) {
        self.held().asked.clear();
    }

    /// From now on it says that it failed, whatever it is asked.
    pub fn fall_ill(&self) {
        self.held().is_ill = true;
    }
}

fn reply(query: &[u8], inside: &mut Inside) -> Vec<u8> {
    let (mut at, mut labels) = (12, Vec::new());
    while query[at] != 0 {
        let end = at + 1 + usize::from(query[at]);
        labels.push(String::from_utf8_lossy(&query[at + 1..end]).to_ascii_lowercase());
        at = end;
    }
    let name = labels.join(".");
    let text = inside.texts.get(&name).filter(|_| !inside.is_ill).cloned();
    inside.asked.push(name);
    let flags = match &text {
        Some(_) => THERE,
        None if inside.is_ill => FAILED,
        None => NOT_THERE,
    };
    let mut bytes = query[..2].to_vec();
    for number in [flags, 1, u16::from(text.is_some()), 0, 0] {
        bytes.extend(number.to_be_bytes());
    }
    bytes.extend(&query[12..at + 5]);
    if let Some(text) = text {
        // The name of the question, TXT, IN, a minute, and one string.
        bytes.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
        bytes.extend((text.len() as u16 + 1).to_be_bytes());
        bytes.push(text.len() as u8);
        bytes.extend(text.as_bytes());
    }
    bytes
}

fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap()
}

/// The record that the test's key belongs to.
pub fn key_record() -> String {
    format!("v=DKIM1; k=ed25519; p={}", BASE64.encode(key().public_key().as_ref()))
}

/// A mail of a domain, signed by the test's key under a selector (relaxed/relaxed).
pub fn signed(domain: &str, selector: &str) -> Vec<u8> {
    let from = format!("Parcels <news@{domain}>");
    let body = "Hello,\r\n\r\nyour parcel arrives today.\r\n";
    let hash = BASE64.encode(&Sha256::digest(body));
    let line = format!(
        "v=1; a=ed25519-sha256; c=relaxed/relaxed; d={domain}; s={selector}; h=from:to:subject; bh={hash}; b="
    );
    let input =
        format!("from:{from}\r\nto:shop@northgate.example\r\nsubject:Your parcel\r\ndkim-signature:{line}");
    let value = BASE64.encode(key().sign(&Sha256::digest(input)).as_ref());
    format!(
        "DKIM-Signature: {line}{value}\r\nFrom: {from}\r\nTo: shop@northgate.example\r\nSubject: Your parcel\r\n\
         Date: Sat, 21 Nov 2026 09:00:00 +0000\r\nMessage-ID: <1@{domain}>\r\n\r\n{body}"
    )
    .into_bytes()
}
