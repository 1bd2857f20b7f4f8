//! From signals to an answer.
//!
//! A scam needs one decisive signal, or two families that agree. *Looks genuine* needs proof; the absence of bad signs is
//! *cannot tell*. The weights of one family are capped, so that ten links are not ten reasons.

use crate::address::is_under;
use crate::examination::{Next, Reason, Route, Verdict};
use crate::facts::Facts;
use crate::signals::{Family, Fired};

/// The score from which a message is suspicious.
pub const SUSPICIOUS_FROM: i32 = 100;
/// The score from which a message is a scam, if two families agree.
pub const SCAM_FROM: i32 = 240;
/// The weight that makes a message suspicious.
const ENOUGH: i32 = 80;
/// What a family must weigh to count as one that agrees.
const AGREES_FROM: i32 = 45;
/// The most reasons that a member reads first.
pub(crate) const MOST_REASONS: usize = 3;
/// The most details.
const MOST_DETAILS: usize = 40;
/// The highest score of something that looks genuine.
const GENUINE_BELOW: i32 = 40;

/// An answer with its grounds.
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) score: i32,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) details: Vec<Reason>,
}

/// Judges.
pub(crate) fn judge(facts: &Facts<'_>, mut fired: Vec<Fired>) -> Judgement {
    let credit = credit(facts);
    let weight_of = |family: Family| {
        let sum: i32 =
            fired.iter().filter(|signal| signal.family == family).map(|signal| signal.weight).sum();
        sum.min(family.cap())
    };
    let weights = Family::ALL.map(weight_of);
    let score = (weights.iter().sum::<i32>() - credit).max(0) * 100 / ENOUGH;
    let agree = weights.iter().filter(|weight| **weight >= AGREES_FROM).count();
    let decisive = fired.iter().any(|signal| signal.decisive);
    // Whoever is proved to write under a name of its own hides nothing: bad manners, perhaps, but no disguise.
    let open = facts.proof.domain().is_some() && facts.names_itself();
    let verdict = if decisive || (score >= SCAM_FROM && agree >= 2 && !open) {
        Verdict::Scam
    } else if score >= SUSPICIOUS_FROM {
        Verdict::Suspicious
    } else if score < GENUINE_BELOW && looks_genuine(facts) {
        Verdict::LooksGenuine
    } else {
        Verdict::CannotTell
    };
    fired.sort_by_key(|signal| (!signal.decisive, -signal.weight));
    let mut reasons = Vec::new();
    let mut details = Vec::new();
    if verdict == Verdict::LooksGenuine {
        reasons.push(Reason {
            signal: "authentication.proved".into(),
            sentence: facts.proof.told(facts.reading.kept).sentence,
            weight: -credit,
        });
    }
    let strong = verdict <= Verdict::Suspicious;
    let mut families = Vec::new();
    for signal in fired {
        let reason = Reason { signal: signal.id.into(), sentence: signal.sentence, weight: signal.weight };
        // Three reasons of one family say one thing three times.
        let again = families.iter().filter(|family| **family == signal.family).count() > 0;
        if strong && reasons.len() < MOST_REASONS && !again {
            families.push(signal.family);
            reasons.push(reason);
        } else if details.len() < MOST_DETAILS {
            details.push(reason);
        }
    }
    Judgement { verdict, score, reasons, details }
}

/// What speaks for the message.
fn credit(facts: &Facts<'_>) -> i32 {
    let proved = facts.proof.domain().is_some();
    let mut credit = 0;
    if proved && facts.is_who_it_claims() {
        credit += 90;
    } else if facts.proved_known() {
        credit += 60;
    }
    if facts.is_talk() {
        credit += 40;
    }
    if facts.names_itself() {
        credit += if proved { 45 } else { 20 };
    }
    credit
}

/// Positive proof: really sent by the organisation of the book that it claims to be, not through something that everybody can
/// write through, and each link leads to it, to a service of its own, or to a very common site.
fn looks_genuine(facts: &Facts<'_>) -> bool {
    let Some(domain) = facts.proof.domain() else { return false };
    if !facts.proved_known() || !facts.is_who_it_claims() {
        return false;
    }
    let book = facts.setting.book;
    let theirs = |host: &str| {
        is_under(host, crate::address::owner(domain))
            || book.owners_of(domain).any(|brand| book.owns(brand, host))
            || crate::address::listed(host, crate::lists::List::Common)
    };
    let asks = [
        "ask.gift-cards-buy",
        "ask.new-bank-details",
        "ask.remote-access",
        "ask.password",
        "ask.other-channel",
    ];
    facts.contents.is_empty()
        && facts.pressed().all(|link| theirs(&link.address.host))
        && asks.iter().all(|group| facts.count(group) == 0)
}

/// What the person does next.
pub(crate) fn next(facts: &Facts<'_>, verdict: Verdict) -> Next {
    let pays = ["ask.new-bank-details", "ask.bank-transfer"].iter().any(|group| facts.count(group) > 0);
    match verdict {
        Verdict::LooksGenuine => Next::UseUsualWay,
        _ if pays => Next::RingBeforePaying,
        Verdict::Scam => Next::LeaveIt,
        Verdict::Suspicious if facts.claim.is_some() => Next::AskByKnownWay,
        Verdict::Suspicious => Next::LeaveIt,
        Verdict::CannotTell if facts.reading.kept == message::Kept::Copied => Next::SendAsAttachment,
        Verdict::CannotTell => Next::AskByKnownWay,
    }
}

/// Where to report it.
pub(crate) fn routes(facts: &Facts<'_>, verdict: Verdict) -> Vec<Route> {
    if verdict > Verdict::Suspicious {
        return Vec::new();
    }
    let mut routes = vec![if facts.bare { Route::Text7726 } else { Route::NcscMail }];
    if facts
        .claim
        .as_ref()
        .is_some_and(|claim| facts.setting.book.at(claim.brand).is_some_and(|brand| brand.report.is_some()))
    {
        routes.push(Route::Organisation);
    }
    let money =
        ["ask.card", "ask.bank-transfer", "ask.new-bank-details"].iter().any(|group| facts.count(group) > 0);
    if money {
        routes.push(Route::Bank);
    }
    if ["whatsapp", "telegram", "instagram", "facebook messenger"]
        .iter()
        .any(|word| facts.folded.text.contains(word))
    {
        routes.push(Route::Platform);
    }
    routes
}
