//! What of an account can link it to others.

use super::{Kind, Observable, Shared, money, names, numbers};
use crate::account::{Account, LONGEST_HAPPENED};

/// The most values that one account is known by; what comes later is left out.
pub const MOST_OBSERVABLES: usize = 60;
/// The most words of one text that are looked at.
pub const MOST_TOKENS: usize = 5_000;
/// The longest word that is looked at, in bytes: longer than any address that people pass on.
pub const LONGEST_TOKEN: usize = 300;
/// The longest value that is kept, in bytes.
pub const LONGEST_VALUE: usize = 254;

/// How people write an address so that nobody opens it by mistake.
const DEFANGED: [(&str, &str); 9] = [
    ("hxxp", "http"),
    ("[.]", "."),
    ("(.)", "."),
    ("[dot]", "."),
    ("(dot)", "."),
    ("[at]", "@"),
    ("(at)", "@"),
    ("[:]", ":"),
    ("[://]", "://"),
];

/// The values of an account that can link it to others, each once, in order: what whoever did it used, and what stands in
/// the story. What belongs to everybody, or to the reporter, is left out.
pub fn observables(account: &Account, shared: &Shared) -> Vec<Observable> {
    let lines = account.traces.iter().map(|line| line.as_str());
    let places = account.places.iter().map(|place| place.address.as_str());
    let paid = account.paid.iter().filter_map(|paid| paid.account.as_ref()).map(|line| line.as_str());
    let told = lines.chain(places).chain(paid).map(|line| (line, false));
    let mut found: Vec<Observable> = Vec::new();
    for (text, is_running) in told.chain([(account.happened.as_str(), true)]) {
        for one in of_text(text, is_running, shared) {
            if found.len() == MOST_OBSERVABLES {
                return found;
            }
            if one.value.len() <= LONGEST_VALUE && !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

fn of_text(text: &str, is_running: bool, shared: &Shared) -> Vec<Observable> {
    let text: String = text.chars().take(LONGEST_HAPPENED).map(plain).collect();
    let text = DEFANGED
        .iter()
        .fold(text, |text, (from, to)| if text.contains(from) { text.replace(from, to) } else { text });
    let runs = numbers::runs(&text);
    let mut found: Vec<Observable> = Vec::new();
    let of = |kind, value| Observable { kind, value };
    found.extend(money::accounts(&runs).into_iter().map(|value| of(Kind::Account, value)));
    found.extend(spaced_iban(&text).into_iter().map(|value| of(Kind::Account, value)));
    let phones = numbers::phones(&text, &runs).into_iter().filter(|number| !shared.has_number(number));
    // Fourteen digits of sort code and account are no number to ring, whatever they begin with.
    let is_account =
        |number: &String| found.iter().any(|one| one.value.ends_with(number.trim_start_matches("+44")));
    let phones: Vec<String> = phones.filter(|number| !is_account(number)).collect();
    found.extend(phones.into_iter().map(|value| of(Kind::Phone, value)));
    for word in text
        .split(is_between)
        .filter(|word| !word.is_empty() && word.len() <= LONGEST_TOKEN)
        .take(MOST_TOKENS)
    {
        if let Some(wallet) = money::wallet(word) {
            found.push(of(Kind::Wallet, wallet));
        } else if let Some(iban) = money::iban(word) {
            found.push(of(Kind::Account, iban));
        } else {
            found.extend(names::named(word, is_running, shared));
        }
    }
    found
}

/// Signs that look like others become those.
fn plain(sign: char) -> char {
    match sign {
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\t' | '\n' | '\r' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{ff0e}' | '\u{3002}' => '.',
        '\u{ff20}' => '@',
        '\u{ff0b}' => '+',
        '\u{ff10}'..='\u{ff19}' => char::from(b'0' + (sign as u32 - 0xff10) as u8),
        other => other,
    }
}

fn is_between(sign: char) -> bool {
    sign.is_whitespace() || "<>\"'(),;[]{}|*\u{2018}\u{2019}\u{201c}\u{201d}".contains(sign)
}

/// An IBAN in groups of four, as it is printed: the first group is two letters and two digits.
fn spaced_iban(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(is_between).filter(|word| !word.is_empty()).take(MOST_TOKENS).collect();
    let is_head = |word: &str| {
        word.len() == 4
            && word.as_bytes()[..2].iter().all(u8::is_ascii_alphabetic)
            && word.as_bytes()[2..].iter().all(u8::is_ascii_digit)
    };
    let heads = words.iter().enumerate().filter(|(_, word)| is_head(word));
    let whole = |(at, _): (usize, &&str)| {
        let mut joined = String::new();
        for word in words[at..].iter().take(9) {
            if word.len() > 4 || !word.is_ascii() {
                break;
            }
            joined.push_str(word);
            if let Some(iban) = money::iban(&joined) {
                return Some(iban);
            }
        }
        None
    };
    heads.filter_map(whole).collect()
}
