//! Keys of one message.

use std::collections::BTreeSet;

use observables::{Check, Kind};
use terms::public_suffix;

use crate::address::{domain_of, listed, owner};
use crate::examination::{CampaignKeys, Verdict};
use crate::facts::Facts;
use crate::lists::List;

/// Minima that are kept of a message's words.
pub const HASHES: usize = 64;
/// Words of a shingle.
const SHINGLE: usize = 3;
/// Fewer shingles than this say nothing.
const FEWEST: usize = 8;
/// Shingles that are looked at.
const MOST_SHINGLES: usize = 1_200;
/// Exact keys of one message.
const MOST_EXACT: usize = 12;
/// The shortest skeleton that tells one template from another, in tags.
const SHORTEST_SKELETON: usize = 30;

/// How alike two messages' words are, in hundredths, from their minima (Broder 1997); `None` where one has too few words.
#[must_use]
pub fn likeness(one: &[u32], other: &[u32]) -> Option<u32> {
    if one.len() != HASHES || other.len() != HASHES {
        return None;
    }
    let same = one.iter().zip(other).filter(|(a, b)| a == b).count();
    Some((same * 100 / HASHES) as u32)
}

pub(crate) fn keys_of(facts: &Facts<'_>, verdict: Verdict) -> CampaignKeys {
    let skeleton = &facts.reading.body.skeleton;
    CampaignKeys {
        words: minima(&masked(facts)),
        skeleton: (skeleton.matches('>').count() >= SHORTEST_SKELETON).then(|| hash(skeleton.as_bytes())),
        exact: exact(facts),
        genuine_bulk: verdict == Verdict::LooksGenuine
            || (facts.proved_known() && verdict == Verdict::CannotTell && facts.reading.headers.list),
    }
}

/// The words with numbers, addresses and the receiver's names masked.
fn masked(facts: &Facts<'_>) -> Vec<String> {
    let names: BTreeSet<String> = facts
        .reading
        .headers
        .to
        .iter()
        .flat_map(|to| to.name.split_whitespace().chain(to.address.split('@').next()))
        .map(|name| crate::text::fold(name, 100).text)
        .filter(|name| name.len() >= 3)
        .collect();
    facts
        .folded
        .text
        .split_whitespace()
        .take(MOST_SHINGLES)
        .filter_map(|word| {
            if word.contains("://") || word.starts_with("www.") {
                return Some("_url".to_owned());
            }
            if word.contains('@') {
                return Some("_mail".to_owned());
            }
            let word = word.trim_matches(|sign: char| !sign.is_alphanumeric());
            if word.is_empty() {
                return None;
            }
            if word.bytes().any(|b| b.is_ascii_digit()) {
                return Some("_number".to_owned());
            }
            Some(if names.contains(word) { "_name".to_owned() } else { word.to_owned() })
        })
        .collect()
}

/// MinHash (Broder 1997) with one hash a minimum: of short texts, cheaper ways say too little.
fn minima(words: &[String]) -> Vec<u32> {
    let shingles: BTreeSet<u64> = words
        .windows(SHINGLE)
        .map(|three| three.iter().fold(OFFSET, |seed, word| mix(add(seed, word.as_bytes()) ^ 0x20)))
        .collect();
    if shingles.len() < FEWEST {
        return Vec::new();
    }
    let mut minima = vec![u32::MAX; HASHES];
    for shingle in shingles {
        for (at, minimum) in (1_u64..).zip(minima.iter_mut()) {
            let mixed =
                (shingle ^ at.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
            *minimum = (*minimum).min((mixed >> 32) as u32);
        }
    }
    minima
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

fn add(seed: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(seed, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    value = (value ^ (value >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    value ^ (value >> 33)
}

fn hash(bytes: &[u8]) -> u64 {
    mix(add(OFFSET, bytes))
}

/// Keys that two messages of one wave share exactly.
fn exact(facts: &Facts<'_>) -> Vec<String> {
    let mut keys = BTreeSet::new();
    let sender = facts.sender_owner();
    let theirs = |host: &str| {
        !facts.setting.book.is_known(host)
            && ![List::Common, List::MailService].iter().any(|list| listed(host, *list))
    };
    for link in facts.pressed().filter(|link| theirs(&link.address.host)) {
        let host = &link.address.host;
        let shared = [List::FreeForm, List::FreeStore, List::Shortener, List::FreeSite]
            .iter()
            .any(|list| listed(host, *list));
        let own_label = host != link.address.owner()
            || public_suffix(host).is_some_and(|suffix| suffix.text.contains('.'));
        if shared && !(own_label && listed(host, List::FreeSite)) {
            // On a site of everybody's, only the whole address is theirs.
            let path = link.address.path.split(['?', '#']).next().unwrap_or_default();
            if path.len() > 6 {
                keys.insert(format!("page:{host}{path}"));
            }
        } else {
            keys.insert(format!("host:{host}"));
        }
    }
    for reply in &facts.reading.headers.reply_to {
        let differs = domain_of(&reply.address)
            .is_some_and(|host| Some(owner(&host)) != sender || listed(&host, List::FreeMail));
        if differs && !facts.reading.headers.list {
            keys.insert(format!("reply:{}", reply.address.to_ascii_lowercase()));
        }
    }
    let lists = facts.on_a_list();
    for mention in
        facts.mentions.iter().filter(|mention| !mention.placeholder && mention.check != Check::Failed)
    {
        let word = match mention.kind {
            Kind::Wallet(_) => "wallet",
            Kind::Phone if mention.value.len() > 6 && !lists => "phone",
            Kind::SortCodeAccount | Kind::Iban => "account",
            _ => continue,
        };
        keys.insert(format!("{word}:{}", mention.value));
    }
    keys.into_iter().take(MOST_EXACT).collect()
}
