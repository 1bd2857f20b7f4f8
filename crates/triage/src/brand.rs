//! The brand book: organisations that people here hear from, by what they are claimed, and from where they really write.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use lookalikes::{Index, Kind};
use serde::Deserialize;
use terms::DomainName;

use crate::address::{ascii_host, is_under, owner};
use crate::text::fold;

/// The most organisations that are read of one book.
pub const MOST_BRANDS: usize = 5_000;
/// The most names, domains or senders of one organisation.
pub const MOST_NAMES: usize = 200;

/// One organisation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// Its id in the book.
    pub id: String,
    /// Its name as people write it.
    pub name: String,
    /// By what a message claims to be it. A star at the end stands for any ending.
    #[serde(default)]
    pub names: Vec<String>,
    /// Ordinary words that are also its name: they count only where they are the whole name, or beside a word of a company.
    #[serde(default)]
    pub shy: Vec<String>,
    /// Domains that it writes from or links to; each covers what stands below it.
    pub domains: Vec<String>,
    /// Domains of firms that write for it: believed only where the sender is proved.
    #[serde(default)]
    pub senders: Vec<String>,
    /// What it never asks for in a message; read after "They never".
    #[serde(default)]
    pub never: String,
    /// Where it wants to be told.
    #[serde(default)]
    pub report: Option<String>,
    /// Where the facts are from; none: as the book says of all.
    #[serde(default)]
    pub source: Option<String>,
    /// The day on which somebody read them there; none: as the book says of all.
    #[serde(default)]
    pub checked: Option<toml::value::Datetime>,
}

/// An entry that could not be taken, with its line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct BadEntry {
    /// Line of the book, from 1.
    pub line: usize,
    /// What is wrong with it, and what to do.
    pub why: String,
}

/// All organisations, indexed.
pub struct BrandBook {
    brands: Vec<Brand>,
    owners: HashMap<String, Vec<u32>>,
    names: AhoCorasick,
    names_of: Vec<(u32, Strength, bool)>,
    alike: Option<Index>,
}

/// How plainly a name names its organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// An ordinary word that is also a name.
    Shy,
    /// A name of its own.
    Plain,
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) brand: u32,
    pub(crate) strength: Strength,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A domain of the book that a host looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alike {
    /// The domain.
    pub(crate) domain: String,
    /// Whether letters are exchanged for others that look or sound like them, which hardly happens by chance.
    pub(crate) letters: bool,
    /// Whether the domain is an ordinary word.
    pub(crate) shy: bool,
    /// How alike, from 0 to 100.
    pub(crate) weight: u8,
}

impl BrandBook {
    /// Reads a book. What is wrong with an entry costs that entry and is listed; the others stand.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Vec<BadEntry>) {
        let mut bad = Vec::new();
        let mut brands: Vec<Brand> = Vec::new();
        for (line, entry) in entries(text) {
            if brands.len() >= MOST_BRANDS {
                bad.push(BadEntry { line, why: format!("a book holds at most {MOST_BRANDS} organisations") });
                break;
            }
            match read_entry(&entry) {
                Ok(brand) if brands.iter().any(|known| known.id == brand.id) => {
                    bad.push(BadEntry { line, why: format!("the id \"{}\" stands twice", brand.id) });
                }
                Ok(brand) => brands.push(brand),
                Err(why) => bad.push(BadEntry { line, why }),
            }
        }
        (Self::of(brands), bad)
    }

    /// An empty book.
    #[must_use]
    pub fn empty() -> Self {
        Self::of(Vec::new())
    }

    /// All organisations, in the book's order.
    #[must_use]
    pub fn brands(&self) -> &[Brand] {
        &self.brands
    }

    /// The organisation of that id.
    #[must_use]
    pub fn brand(&self, id: &str) -> Option<&Brand> {
        self.brands.iter().find(|brand| brand.id == id)
    }

    /// All domains of the book, for whoever keeps their records at hand.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        self.brands.iter().flat_map(|brand| brand.domains.iter().map(String::as_str))
    }

    fn of(brands: Vec<Brand>) -> Self {
        let mut owners: HashMap<String, Vec<u32>> = HashMap::new();
        let mut patterns = Vec::new();
        let mut names_of = Vec::new();
        for (at, brand) in brands.iter().enumerate() {
            let at = at as u32;
            for domain in brand.domains.iter().chain(&brand.senders) {
                owners.entry(owner(domain).to_owned()).or_default().push(at);
            }
            let plain = brand.names.iter().map(|name| (name, Strength::Plain));
            for (name, strength) in plain.chain(brand.shy.iter().map(|name| (name, Strength::Shy))) {
                patterns.push(fold(name.trim_end_matches('*'), 200).text);
                names_of.push((at, strength, name.ends_with('*')));
            }
        }
        let alike = Index::build(
            brands
                .iter()
                .flat_map(|brand| &brand.domains)
                .filter_map(|domain| DomainName::parse(domain).ok()),
        );
        Self { names: automaton(&patterns), brands, owners, names_of, alike: alike.ok() }
    }

    pub(crate) fn at(&self, brand: u32) -> Option<&Brand> {
        self.brands.get(brand as usize)
    }

    /// The organisations whose domain a host is or stands below.
    pub(crate) fn owners_of<'a>(&'a self, host: &'a str) -> impl Iterator<Item = u32> + 'a {
        // A body may own what is a public suffix to others, such as `gov.uk`.
        let registered = owner(host);
        let above = registered.match_indices('.').map(|(at, _)| &registered[at + 1..]);
        std::iter::once(registered)
            .chain(above)
            .filter_map(|name| self.owners.get(name))
            .flatten()
            .copied()
            .filter(move |at| {
                self.at(*at).is_some_and(|brand| brand.domains.iter().any(|domain| is_under(host, domain)))
            })
    }

    /// Whether a host belongs to an organisation.
    pub(crate) fn owns(&self, brand: u32, host: &str) -> bool {
        self.owners_of(host).any(|at| at == brand)
    }

    /// Whether a host belongs to any organisation of the book.
    pub(crate) fn is_known(&self, host: &str) -> bool {
        self.owners_of(host).next().is_some()
    }

    /// Whether a host may write for an organisation where it is proved.
    pub(crate) fn may_write_for(&self, brand: u32, host: &str) -> bool {
        self.at(brand).is_some_and(|brand| {
            brand.domains.iter().chain(&brand.senders).any(|domain| is_under(host, domain))
        })
    }

    /// The names in a folded text, in order of place, at most so many.
    pub(crate) fn named(&self, text: &str, most: usize) -> Vec<Named> {
        let joins = |sign: char| sign.is_alphanumeric();
        self.names
            .find_iter(text)
            .filter_map(|hit| {
                let &(brand, strength, open) = self.names_of.get(hit.pattern().as_usize())?;
                let alone = !text[..hit.start()].chars().next_back().is_some_and(joins)
                    && (open || !text[hit.end()..].chars().next().is_some_and(joins));
                alone.then_some(Named { brand, strength, start: hit.start(), end: hit.end() })
            })
            .take(most)
            .collect()
    }

    /// The organisation whose domain a host looks like without being it, with that domain.
    pub(crate) fn looks_like(&self, host: &str) -> Option<Alike> {
        let name = DomainName::parse(host).ok()?;
        let hit = self.alike.as_ref()?.hits(&name).into_iter().find(|hit| hit.firm != owner(host))?;
        let domain = hit.firm.to_owned();
        let brand = *self.owners.get(&domain)?.first()?;
        let label = domain.split('.').next().unwrap_or_default();
        let shy =
            self.at(brand).is_some_and(|brand| brand.shy.iter().any(|name| name.replace(' ', "") == label));
        let letters = hit.kinds.iter().any(|kind| {
            matches!(
                kind,
                Kind::SameLook
                    | Kind::AlikeLetters
                    | Kind::LettersSwapped
                    | Kind::LetterDoubled
                    | Kind::HyphenAdded
                    | Kind::LetterLeftOut
                    | Kind::NeighbouringKey
            )
        });
        Some(Alike { letters: letters && !shy && label.len() >= 6, shy, weight: hit.weight, domain })
    }
}

fn automaton(patterns: &[String]) -> AhoCorasick {
    let build = |patterns: &[String]| {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns)
    };
    match build(patterns).or_else(|_| build(&[])) {
        Ok(automaton) => automaton,
        Err(_) => unreachable!("an automaton of nothing can be built"),
    }
}

/// The entries of a book, each with the line on which it begins.
fn entries(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        match line.trim() {
            "[[brand]]" => {
                inside = true;
                found.push((at + 1, String::new()));
            }
            other if other.starts_with('[') && !other.contains('=') => inside = false,
            _ if inside => {
                if let Some((_, entry)) = found.last_mut() {
                    entry.push_str(line);
                    entry.push('\n');
                }
            }
            _ => {}
        }
    }
    found
}

fn read_entry(entry: &str) -> Result<Brand, String> {
    let brand: Brand = toml::from_str(entry).map_err(|error| error.message().to_owned())?;
    if brand.id.is_empty()
        || !brand.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        return Err(format!("the id \"{}\" may have small letters, digits and hyphens only", brand.id));
    }
    if brand.name.trim().is_empty() {
        return Err(format!("\"{}\" has no name", brand.id));
    }
    if brand.domains.is_empty() {
        return Err(format!("\"{}\" has no domain, so nothing could ever be really from it", brand.id));
    }
    if [&brand.names, &brand.shy, &brand.domains, &brand.senders].iter().any(|list| list.len() > MOST_NAMES) {
        return Err(format!("\"{}\" has more than {MOST_NAMES} names or domains", brand.id));
    }
    if let Some(wrong) = brand
        .domains
        .iter()
        .chain(&brand.senders)
        .find(|domain| ascii_host(domain).as_deref() != Some(domain.as_str()))
    {
        return Err(format!("\"{wrong}\" of \"{}\" is no web address", brand.id));
    }
    if let Some(short) = brand.names.iter().find(|name| fold(name, 200).text.trim_end_matches('*').len() < 3)
    {
        return Err(format!("\"{short}\" of \"{}\" is too short for a name; put it under shy", brand.id));
    }
    Ok(brand)
}
