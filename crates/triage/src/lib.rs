//! Is this message real?
//!
//! Question answered: *is it a scam, suspicious, does it look genuine, or can nobody tell, and for which reasons?*
//! In: a message's bytes, the way it came, and a [`Setting`]: brand book, what is known here, the moment. Out: an
//! [`Examination`] with at most three reasons, what to do, safe indicators and keys of its campaign.
//! Never: a socket, a clock, a file, a database; no link is followed. A machine's guess is never said without its reason.
//! Start reading at [`examine`], then `signals/` and `verdict.rs`.

mod address;
mod already;
mod authentication;
mod brand;
mod campaigns;
mod claim;
mod dkim;
mod examination;
mod facts;
mod indicators;
mod lists;
mod phrases;
mod signals;
mod targets;
mod text;
mod told;
mod verdict;

use message::{Came, Kept, Way};

pub use already::already;
pub use authentication::{NoRecords, Records};
pub use brand::{BadEntry, Brand, BrandBook, MOST_BRANDS, MOST_NAMES};
pub use campaigns::{Grouping, HASHES, MOST_BUCKET, Tie, Why, likeness};
pub use examination::{
    Already, Authentication, CampaignKeys, Checked, Evidence, Examination, Indicator, IndicatorKind, Next,
    Reason, Role, Route, Verdict,
};
pub use signals::{Entry, Family, catalogue};
pub use verdict::{SCAM_FROM, SUSPICIOUS_FROM};

/// What an examination needs besides the message.
pub struct Setting<'a> {
    /// The organisations that people here hear from.
    pub book: &'a BrandBook,
    /// Domains of the reporter and of the centre: never judged.
    pub own: &'a [String],
    /// The moment, in seconds since 1970.
    pub now: i64,
    /// Who reads words in pictures.
    pub eyes: &'a dyn enclosures::Eyes,
    /// Records that are held.
    pub records: &'a dyn Records,
}

/// Bytes of the excerpt.
const EXCERPT: usize = 280;

/// Examines a message.
#[must_use]
pub fn examine(bytes: &[u8], came: Came, setting: &Setting<'_>) -> Examination {
    let reading = message::read(bytes, came);
    let facts = facts::Facts::gather(&reading, bytes, came, setting);
    let fired = signals::fired(&facts);
    let judgement = verdict::judge(&facts, fired);
    let claim = facts.claim.as_ref().and_then(|claim| setting.book.at(claim.brand));
    let note = reading.reporter.as_ref().map(|reporter| reporter.note.as_str());
    let text = &reading.body.text;
    Examination {
        rules: Examination::RULES,
        verdict: judgement.verdict,
        score: judgement.score,
        reasons: judgement.reasons,
        details: judgement.details,
        evidence: evidence(&reading),
        claims: claim.map(|brand| brand.id.clone()),
        claims_name: claim.map(|brand| brand.name.clone()),
        authentication: facts.proof.told(reading.kept),
        next: verdict::next(&facts, judgement.verdict),
        routes: verdict::routes(&facts, judgement.verdict),
        already: note.map(already).unwrap_or_default(),
        indicators: indicators::indicators(&facts),
        keys: campaigns::keys_of(&facts, judgement.verdict),
        subject: shown(&reading.headers.subject, 200),
        sender: shown(&format!("{} {}", facts.from.name, facts.from.address), 200),
        excerpt: shown(&text[..text.floor_char_boundary(4 * EXCERPT)], EXCERPT),
        unread: unread(&facts),
    }
}

fn evidence(reading: &message::Reading) -> Evidence {
    match (reading.way, reading.kept) {
        (Way::Words, _) | (_, Kept::Nothing) => Evidence::Words,
        (_, Kept::Copied) => Evidence::Copied,
        (_, Kept::Headers) => Evidence::Headers,
        (_, Kept::Everything) => Evidence::Whole,
    }
}

/// Words as they may be shown: on one line, invisible characters removed, nothing to press, cut.
fn shown(text: &str, most: usize) -> String {
    let words: Vec<String> = text
        .split(|sign: char| sign.is_whitespace() || sign.is_control())
        .map(|word| word.chars().filter(|sign| !text::is_invisible(*sign)).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    let mut line = told::defanged(&line);
    if line.len() > most {
        line.truncate(line.floor_char_boundary(most));
        line.push('…');
    }
    line
}

fn unread(facts: &facts::Facts<'_>) -> Vec<String> {
    let mut all = Vec::new();
    if facts.reading.flags.contains(&message::Flag::Encrypted) {
        all.push("Part of it is locked, so we could not read it.".to_owned());
    }
    if facts.reading.flags.contains(&message::Flag::Cut)
        || facts.reading.enclosures.len() > facts::MOST_ENCLOSURES
    {
        all.push("It is very long, so we read only the beginning.".to_owned());
    }
    for each in facts.contents.iter().filter(|each| each.unread.is_some()).take(10) {
        all.push(format!("We could not look inside the file \"{}\".", shown(&each.name, 80)));
    }
    all
}
