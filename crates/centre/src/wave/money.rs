//! Accounts and wallets in a text.

use sha2::{Digest as _, Sha256};

use super::numbers::Digits;

/// The most signs that stand between a sort code and its account number.
pub(super) const LONGEST_GAP: usize = 40;
/// Digits of a sort code.
const SORT_CODE: usize = 6;
/// Digits of an account number.
const ACCOUNT: usize = 8;
/// The characters of Base58, in the order of their values.
const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The characters of Bech32 (BIP 173).
const BECH32: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Accounts of the United Kingdom: a sort code with the account number that stands nearest to it. Neither alone is one.
pub(super) fn accounts(runs: &[Digits<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    let codes = sort_codes(runs);
    for (at, number) in account_numbers(runs) {
        let gap = |code: &Spot| {
            if code.end <= at.start { at.start - code.end } else { code.start.saturating_sub(at.end) }
        };
        let apart = |code: &Spot| code.end <= at.start || code.start >= at.end;
        let near = codes.iter().filter(|(code, _)| apart(code) && gap(code) <= LONGEST_GAP);
        // A code in front of the number is the usual order, so that of two at the same distance it is meant.
        if let Some((_, code)) = near.min_by_key(|(code, _)| (gap(code), code.start > at.start)) {
            found.push(format!("{code}{number}"));
        }
    }
    let joined = runs.iter().filter(|run| run.text.len() == SORT_CODE + ACCOUNT);
    found.extend(joined.map(|run| run.text.to_owned()));
    found
}

/// Where something stands, in bytes.
#[derive(Debug, Clone, Copy)]
struct Spot {
    start: usize,
    end: usize,
}

fn sort_codes(runs: &[Digits<'_>]) -> Vec<(Spot, String)> {
    let whole = runs.iter().filter(|run| run.text.len() == SORT_CODE);
    let whole = whole.map(|run| (Spot { start: run.start, end: run.end() }, run.text.to_owned()));
    let pairs = runs.windows(3).filter(|three| {
        three.iter().all(|run| run.text.len() == 2)
            && three[0].is_next_to(&three[1])
            && three[1].is_next_to(&three[2])
    });
    let pairs = pairs.map(|three| {
        let code: String = three.iter().map(|run| run.text).collect();
        (Spot { start: three[0].start, end: three[2].end() }, code)
    });
    whole.chain(pairs).collect()
}

fn account_numbers(runs: &[Digits<'_>]) -> Vec<(Spot, String)> {
    let whole = runs.iter().filter(|run| run.text.len() == ACCOUNT);
    let whole = whole.map(|run| (Spot { start: run.start, end: run.end() }, run.text.to_owned()));
    let halves = runs
        .windows(2)
        .filter(|two| two.iter().all(|run| run.text.len() == ACCOUNT / 2) && two[0].is_next_to(&two[1]));
    let halves = halves.map(|two| {
        (Spot { start: two[0].start, end: two[1].end() }, format!("{}{}", two[0].text, two[1].text))
    });
    whole.chain(halves).collect()
}

/// An IBAN (ISO 13616) whose check digits are right. One of the United Kingdom is written as sort code and account.
pub(super) fn iban(text: &str) -> Option<String> {
    let text = text.to_ascii_uppercase();
    let bytes = text.as_bytes();
    let is_shaped = (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes.iter().all(u8::is_ascii_alphanumeric);
    if !is_shaped {
        return None;
    }
    let moved = bytes[4..].iter().chain(&bytes[..4]);
    let rest = moved.fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        letter => (rest * 100 + u32::from(letter - b'A') + 10) % 97,
    });
    if rest != 1 {
        return None;
    }
    match text.strip_prefix("GB").filter(|rest| rest.len() == 20) {
        Some(rest) => Some(rest[6..].to_owned()),
        None => Some(text),
    }
}

/// A wallet's address whose own check is right: Bitcoin and Tron (Base58Check), Bitcoin (Bech32), and Ethereum, whose check
/// by capitals is not made.
pub(super) fn wallet(text: &str) -> Option<String> {
    if let Some(digits) = text.strip_prefix("0x").filter(|digits| digits.len() == 40) {
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        return is_hex.then(|| text.to_ascii_lowercase());
    }
    let is_of_length = (25..=35).contains(&text.len());
    if is_of_length && matches!(text.as_bytes()[0], b'1' | b'3' | b'T') && is_base58_check(text) {
        return Some(text.to_owned());
    }
    let small = text.to_ascii_lowercase();
    let is_one_case = small == text || text.to_ascii_uppercase() == text;
    (is_one_case && is_bech32(&small)).then_some(small)
}

/// Twenty-one bytes and the first four of their double hash.
fn is_base58_check(text: &str) -> bool {
    let mut bytes = [0_u8; 25];
    for sign in text.bytes() {
        let Some(value) = BASE58.iter().position(|known| *known == sign) else { return false };
        let mut carry = value as u32;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        if carry > 0 {
            return false;
        }
    }
    let hash = Sha256::digest(Sha256::digest(&bytes[..21]));
    hash[..4] == bytes[21..]
}

/// The checksum of BIP 173 and BIP 350.
fn is_bech32(text: &str) -> bool {
    let Some(data) = text.strip_prefix("bc1").filter(|data| (39..=59).contains(&data.len())) else {
        return false;
    };
    let step = |check: u32, value: u32| {
        let top = check >> 25;
        let folded = (check & 0x1ff_ffff) << 5 ^ value;
        let masks = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
        masks
            .iter()
            .enumerate()
            .fold(folded, |sum, (bit, mask)| if top >> bit & 1 == 1 { sum ^ mask } else { sum })
    };
    let head = [u32::from(b'b') >> 5, u32::from(b'c') >> 5, 0, u32::from(b'b') & 31, u32::from(b'c') & 31];
    let mut check = head.into_iter().fold(1, step);
    for sign in data.bytes() {
        let Some(value) = BECH32.iter().position(|known| *known == sign) else { return false };
        check = step(check, value as u32);
    }
    matches!(check, 1 | 0x2bc8_30a3)
}
