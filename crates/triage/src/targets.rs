//! Where the links of a message lead: those of its markup, of what came with it, and the names that stand in a text message.

use enclosures::Contents;
use message::{Place, Reading};
use observables::{Kind, Mention};

use crate::address::{Address, LONGEST};

/// Links that are looked at.
pub(crate) const MOST_LINKS: usize = 200;

/// Where a link leads.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// The address, wrappers of gateways removed.
    pub(crate) address: Address,
    /// What a person sees of it.
    pub(crate) shown: String,
    /// Where it stood.
    pub(crate) place: Place,
}

/// Links of a message.
pub(crate) fn targets(reading: &Reading) -> Vec<Target> {
    let mut found: Vec<Target> = Vec::new();
    for link in reading.links.iter().take(MOST_LINKS) {
        if let Some(address) = unwrapped(&link.target) {
            found.push(Target { address, shown: link.shown.clone(), place: link.place });
        }
    }
    found
}

/// Text messages name sites without a scheme, and telephones make links of them.
pub(crate) fn add_names(mentions: &[Mention], links: &mut Vec<Target>) {
    let named = mentions
        .iter()
        .filter(|mention| matches!(mention.kind, Kind::Url | Kind::Domain) && !mention.placeholder);
    for mention in named {
        let Some(address) = Address::parse(&mention.value) else { continue };
        if mention.kind == Kind::Domain && may_be_words(&address.host) {
            continue;
        }
        if links.len() < MOST_LINKS && !links.iter().any(|link| link.address.host == address.host) {
            links.push(Target { address, shown: mention.value.clone(), place: Place::Text });
        }
    }
}

/// Whether a name may be the end of one sentence and the beginning of the next ("come home.so what"): two short plain words of
/// which the second is one of the language.
fn may_be_words(host: &str) -> bool {
    const WORDS: &[&str] = &[
        "am", "an", "as", "at", "be", "by", "do", "he", "hi", "if", "im", "in", "is", "it", "la", "me", "my",
        "no", "pm", "so", "to", "us", "we",
    ];
    const LONGEST_WORD: usize = 9;
    let Some((label, ending)) = host.split_once('.') else { return false };
    let plain = label.len() <= LONGEST_WORD && label.bytes().all(|sign| sign.is_ascii_alphabetic());
    plain && (WORDS.contains(&ending) || (ending.len() >= 4 && !ending.contains('.')))
}

/// Links of what came with it.
pub(crate) fn add_links(contents: &Contents, links: &mut Vec<Target>) {
    let plain = contents.links.iter().map(|link| (&link.target, link.shown.clone()));
    for (target, shown) in plain.chain(contents.codes.iter().map(|code| (code, String::new()))) {
        if links.len() < MOST_LINKS
            && let Some(address) = Address::parse(target).filter(|address| address.host.contains('.'))
        {
            links.push(Target { address, shown, place: Place::Words });
        }
    }
    for inside in &contents.inside {
        add_links(inside, links);
    }
}

/// An address with the wrappers of mail gateways removed, by decoding only.
fn unwrapped(target: &str) -> Option<Address> {
    const WRAP: &[&str] =
        &["safelinks", "urldefense", "mimecast", "cudasvc", "google.", "facebook.", "instagram."];
    let inside = target.get(8..).is_some_and(|rest| rest.contains("http"))
        || WRAP.iter().any(|mark| target.contains(mark));
    if inside && target.len() <= LONGEST {
        return Address::parse(observables::unwrap(target).target()).or_else(|| Address::parse(target));
    }
    Address::parse(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_one_sentence_and_the_next_are_no_name() {
        assert!(may_be_words("home.so"));
        assert!(may_be_words("dream.love"));
        assert!(!may_be_words("parcel-day.info"));
        assert!(!may_be_words("northgate.co.uk"));
        assert!(!may_be_words("magicalsongs.site"));
    }
}
