//! One firm of the demonstration: its name, its trade and its domain follow from its number,
//! and its number follows from its domain. So a hundred thousand firms cost no memory.

use super::draw::Draw;
use super::words::{FIRST, SECOND, TRADES, Trade};

/// How many different firms the words give.
pub const MOST_FIRMS: u64 = (FIRST.len() * SECOND.len() * TRADES.len()) as u64;

/// The number of a firm in the city, from 0.
pub type FirmNumber = u64;

/// One firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firm {
    /// Its number.
    pub number: FirmNumber,
    /// The name on its sign.
    pub name: String,
    /// What it does.
    pub trade: Trade,
    /// The name that it registered, in the spelling of DNS.
    pub apex: String,
}

/// The firm with this number. Numbers past [`MOST_FIRMS`] begin again from 0.
pub fn firm(seed: u64, number: FirmNumber) -> Firm {
    let number = number % MOST_FIRMS;
    let (first, second, trade) = words(shuffle(seed, number));
    let mut draw = Draw::of(seed, "name", number);
    let form = draw.below(4);
    let ending = draw.one(&["", "", "", " Ltd", " Ltd", " & Co", " London"]);
    let name = match form {
        0 => format!("{} {} {}{ending}", capital(first), capital(second), trade.sign),
        1 => format!("{} & {} {}{ending}", capital(first), capital(second), trade.sign),
        _ => format!("{}{second} {}{ending}", capital(first), trade.sign),
    };
    let label = match draw.below(3) {
        0 => format!("{first}-{second}-{}", trade.slug),
        1 => format!("{first}{second}-{}", trade.slug),
        _ => format!("{first}{second}{}", trade.slug),
    };
    let top = if draw.percent(80.0) { "test" } else { "example" };
    let apex = if trade.slug == "cafe" && draw.percent(40.0) {
        accented(&format!("{}é.{top}", label.trim_end_matches('e')))
    } else {
        format!("{label}.{top}")
    };
    Firm { number, name, trade, apex }
}

/// The firm that registered this name, if one did.
pub fn firm_of(seed: u64, apex: &str) -> Option<Firm> {
    let (label, _) = apex.split_once('.')?;
    let spelled = match label.strip_prefix("xn--") {
        Some(_) => terms::DomainName::parse_bare(apex).ok()?.to_unicode().replace('é', "e"),
        None => label.to_owned(),
    };
    let packed = spelled.split('.').next()?.replace('-', "");
    let first = FIRST.iter().position(|word| packed.starts_with(word))?;
    let trade = TRADES.iter().position(|trade| packed.ends_with(trade.slug))?;
    let middle = packed.get(FIRST[first].len()..packed.len().checked_sub(TRADES[trade].slug.len())?)?;
    let second = SECOND.iter().position(|word| *word == middle)?;
    let place = ((trade * SECOND.len() + second) * FIRST.len() + first) as u64;
    let firm = firm(seed, unshuffle(seed, place));
    (firm.apex == apex).then_some(firm)
}

fn words(place: u64) -> (&'static str, &'static str, Trade) {
    let place = place as usize;
    let (first, rest) = (place % FIRST.len(), place / FIRST.len());
    (FIRST[first], SECOND[rest % SECOND.len()], TRADES[rest / SECOND.len()])
}

/// Neighbouring numbers get far-away words: multiplication by a number that has no factor in
/// common with how many there are, and its inverse.
fn shuffle(seed: u64, number: u64) -> u64 {
    let (factor, shift) = key(seed);
    ((u128::from(number) * u128::from(factor) + u128::from(shift)) % u128::from(MOST_FIRMS)) as u64
}

fn unshuffle(seed: u64, place: u64) -> u64 {
    let (factor, shift) = key(seed);
    let moved = (place + MOST_FIRMS - shift) % MOST_FIRMS;
    (u128::from(moved) * u128::from(inverse(factor)) % u128::from(MOST_FIRMS)) as u64
}

fn key(seed: u64) -> (u64, u64) {
    let mut draw = Draw::of(seed, "shuffle", 0);
    let mut factor = draw.between(MOST_FIRMS as usize / 3, MOST_FIRMS as usize - 1) as u64;
    while common_divisor(factor, MOST_FIRMS) != 1 {
        factor -= 1;
    }
    (factor, draw.below(MOST_FIRMS as usize) as u64)
}

fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// The number that undoes multiplication by `factor` (extended Euclid).
fn inverse(factor: u64) -> u64 {
    let modulus = i128::from(MOST_FIRMS);
    let (mut old_r, mut r, mut old_s, mut s) = (i128::from(factor), modulus, 1_i128, 0_i128);
    while r != 0 {
        let quotient = old_r / r;
        (old_r, r) = (r, old_r - quotient * r);
        (old_s, s) = (s, old_s - quotient * s);
    }
    old_s.rem_euclid(modulus) as u64
}

fn capital(word: &str) -> String {
    let (head, tail) = word.split_at(1);
    head.to_ascii_uppercase() + tail
}

fn accented(name: &str) -> String {
    terms::DomainName::parse_bare(name)
        .map(|n| n.as_ascii().to_owned())
        .unwrap_or_else(|_| name.replace('é', "e"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firm_is_found_again_by_its_domain() {
        for number in 0..20_000 {
            let firm = firm(7, number);
            assert_eq!(firm_of(7, &firm.apex).map(|f| f.number), Some(number), "{}", firm.apex);
        }
    }

    #[test]
    fn only_the_spelling_that_was_registered_leads_to_a_firm() {
        let firm = firm(7, 3);
        let other_top = if firm.apex.ends_with(".test") { "example" } else { "test" };
        let label = firm.apex.split('.').next().unwrap_or_default();
        assert_eq!(firm_of(7, &format!("{label}.{other_top}")), None);
        assert_eq!(firm_of(7, "nobody-at-all.test"), None);
        assert_eq!(firm_of(7, "test"), None);
        assert_eq!(firm_of(7, "ambercafe.test"), None, "the second word is missing");
        assert_eq!(firm_of(7, "mintdata.test"), None);
    }

    #[test]
    fn names_are_believable_and_follow_the_seed() {
        let names: Vec<_> = (0..4).map(|n| firm(1, n)).map(|f| format!("{} = {}", f.name, f.apex)).collect();
        let again: Vec<_> = (0..4).map(|n| firm(1, n)).map(|f| format!("{} = {}", f.name, f.apex)).collect();
        assert_eq!(names, again);
        assert_ne!(firm(1, 0).apex, firm(2, 0).apex);
    }

    #[test]
    fn some_firms_have_an_accent_in_their_name() {
        let accented = (0..20_000).map(|n| firm(7, n)).filter(|f| f.apex.starts_with("xn--")).count();
        assert!((30..120).contains(&accented), "{accented} of 20,000");
    }
}
