//! Addresses of cryptocurrencies, each held against its own checksum.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use sha3::Keccak256;

use crate::scan::Scanner;
use crate::words::Label;
use crate::{Chain, Check, Form, Kind};

/// How far before an address the name of its chain may stand.
const NEAR: usize = 48;
const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

impl Scanner<'_> {
    /// A wallet's address that is this whole run of letters and digits.
    pub(crate) fn wallet(&mut self, start: usize, end: usize) -> Option<usize> {
        let run = self.text.get(start..end).filter(|run| run.is_ascii() && run.len() >= 25)?;
        let told = self.said.near(Label::Wallet, start, NEAR) || matches!(self.field, Some(Kind::Wallet(_)));
        let (chain, value, check) = ethereum(run)
            .or_else(|| bech32(run))
            .or_else(|| base58_check(run).filter(|(_, _, check)| *check == Check::Passed || told))
            .or_else(|| {
                let said = self.said.chain(start, NEAR) == Some(Chain::Solana)
                    || self.field == Some(Kind::Wallet(Chain::Solana));
                let bytes = base58(run).filter(|bytes| said && bytes.len() == 32)?;
                (!bytes.is_empty()).then(|| (Chain::Solana, run.to_owned(), Check::None))
            })?;
        self.keep(Kind::Wallet(chain), value, start..end, Form::Plain, check)
    }
}

/// Twenty bytes in hexadecimal, whose capitals are the check (EIP-55).
fn ethereum(run: &str) -> Option<(Chain, String, Check)> {
    let hex = run.strip_prefix("0x").or_else(|| run.strip_prefix("0X"))?;
    (hex.len() == 40 && hex.bytes().all(|b| b.is_ascii_hexdigit())).then_some(())?;
    let lower = hex.to_ascii_lowercase();
    let one_case = hex == lower || hex.bytes().all(|b| !b.is_ascii_lowercase());
    let check = if one_case {
        Check::None
    } else {
        let digest = HEXLOWER.encode(&Keccak256::digest(lower.as_bytes()));
        let right = hex.bytes().zip(digest.bytes()).all(|(letter, nibble)| {
            !letter.is_ascii_alphabetic() || letter.is_ascii_uppercase() == (nibble >= b'8')
        });
        if right { Check::Passed } else { Check::Failed }
    };
    Some((Chain::Ethereum, format!("0x{lower}"), check))
}

/// Bech32 and Bech32m (BIP 173, BIP 350) under the names of Bitcoin and Litecoin.
fn bech32(run: &str) -> Option<(Chain, String, Check)> {
    let lower = run.to_ascii_lowercase();
    let (chain, name) =
        if lower.starts_with("bc1") { (Chain::Bitcoin, "bc") } else { (Chain::Litecoin, "ltc") };
    let data = lower.strip_prefix(name)?.strip_prefix('1')?;
    let mixed = run.bytes().any(|b| b.is_ascii_lowercase()) && run.bytes().any(|b| b.is_ascii_uppercase());
    (!mixed && (20..=80).contains(&data.len())).then_some(())?;
    let values: Option<Vec<u32>> =
        data.bytes().map(|b| BECH32.iter().position(|sign| *sign == b).map(|v| v as u32)).collect();
    let values = values?;
    let expanded =
        name.bytes().map(|b| u32::from(b) >> 5).chain([0]).chain(name.bytes().map(|b| u32::from(b) & 31));
    let sum = expanded.chain(values.iter().copied()).fold(1, polymod);
    // The version of the program decides which of the two constants holds.
    let right = if values.first() == Some(&0) { 1 } else { 0x2bc8_30a3 };
    let check = if sum == right { Check::Passed } else { Check::Failed };
    (check == Check::Passed || matches!(lower.len(), 42 | 43 | 62 | 63)).then_some((chain, lower, check))
}

fn polymod(sum: u32, value: u32) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let top = sum >> 25;
    let next = (sum & 0x01ff_ffff) << 5 ^ value;
    GENERATOR
        .iter()
        .enumerate()
        .fold(next, |sum, (bit, part)| if top >> bit & 1 == 1 { sum ^ part } else { sum })
}

/// Base58Check, whose first byte tells the chain.
fn base58_check(run: &str) -> Option<(Chain, String, Check)> {
    let first = run.as_bytes().first()?;
    (matches!(first, b'1' | b'3' | b'T' | b'L' | b'M' | b'D') && (26..=35).contains(&run.len()))
        .then_some(())?;
    let bytes = base58(run)?;
    let passed = bytes.len() == 25
        && bytes
            .split_at_checked(21)
            .is_some_and(|(body, sum)| Sha256::digest(Sha256::digest(body)).get(..4) == Some(sum));
    let chain = match (passed, bytes.first(), first) {
        (true, Some(0x00 | 0x05), _) | (false, _, b'1' | b'3') => Chain::Bitcoin,
        (true, Some(0x41), _) => Chain::Tron,
        (true, Some(0x30 | 0x32), _) => Chain::Litecoin,
        (true, Some(0x1e), _) => Chain::Dogecoin,
        (false, _, b'T') if run.len() == 34 => Chain::Tron,
        _ => return None,
    };
    Some((chain, run.to_owned(), if passed { Check::Passed } else { Check::Failed }))
}

/// The bytes that a short text in Base58 stands for.
fn base58(run: &str) -> Option<Vec<u8>> {
    (run.len() <= 44).then_some(())?;
    let mut bytes: Vec<u8> = Vec::with_capacity(33);
    for sign in run.bytes() {
        let mut carry = BASE58.iter().position(|known| *known == sign)? as u32;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        if carry > 0 {
            bytes.insert(0, carry as u8);
        }
    }
    let noughts = run.bytes().take_while(|b| *b == b'1').count();
    Some([vec![0; noughts], bytes].concat())
}
