//! An engine for tests that judges by a few words and knows nothing else.

use message::Came;
use triage::{
    Already, Authentication, CampaignKeys, Checked, Evidence, Examination, Indicator, IndicatorKind, Next,
    Reason, Role, Route, Verdict,
};
use web::ports::{Examine, Examinee, Later, NotExamined};

/// A message with this word in it breaks the engine.
pub const BREAKS: &str = "breaks-the-engine";

/// Judges by a few words.
pub struct MadeUpEngine;

impl Examine for MadeUpEngine {
    fn examine(&self, message: Examinee) -> Later<'_, Result<Examination, NotExamined>> {
        Box::pin(async move {
            let text = String::from_utf8_lossy(&message.bytes).into_owned();
            if text.contains(BREAKS) { Err(NotExamined::Broke) } else { Ok(examination(&text, message.came)) }
        })
    }
}

fn reason(signal: &str, sentence: &str, weight: i32) -> Reason {
    Reason { signal: signal.to_owned(), sentence: sentence.to_owned(), weight }
}

/// What it says of a text.
pub fn examination(text: &str, came: Came) -> Examination {
    let lower = text.to_lowercase();
    let has = |word: &str| lower.contains(word);
    let verdict = match () {
        () if has("pay the fee") || has("parcel.example") => Verdict::Scam,
        () if has("strange") => Verdict::Suspicious,
        () if has("newsletter") => Verdict::LooksGenuine,
        () => Verdict::CannotTell,
    };
    let is_bad = matches!(verdict, Verdict::Scam | Verdict::Suspicious);
    let host = lower.split(|c: char| c.is_whitespace() || c == '/').find(|word| word.ends_with(".example"));
    let indicators = host.filter(|_| is_bad).map(|host| Indicator {
        kind: IndicatorKind::Domain,
        value: host.to_owned(),
        shown: host.replace('.', "[.]"),
        role: Role::Sender,
    });
    let own = Indicator {
        kind: IndicatorKind::Email,
        value: "ada@reporter.example".to_owned(),
        shown: "ada[@]reporter[.]example".to_owned(),
        role: Role::Reporter,
    };
    let words: Vec<u32> = lower
        .split_whitespace()
        .take(16)
        .map(|word| word.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))))
        .collect();
    let exact = indicators.iter().map(|one| format!("host:{}", one.value)).collect();
    Examination {
        rules: Examination::RULES,
        verdict,
        score: if verdict == Verdict::Scam { 250 } else { 100 },
        reasons: if is_bad {
            vec![
                reason("identity.claims-brand", "It says it is from Royal Mail, but it is not.", 150),
                reason("ask.fee", "It asks you to pay a fee.", 100),
            ]
        } else {
            Vec::new()
        },
        details: vec![reason("form.short", "It is very short.", 5)],
        evidence: if came == Came::Words { Evidence::Words } else { Evidence::Whole },
        claims: is_bad.then(|| "royal-mail".to_owned()),
        claims_name: is_bad.then(|| "Royal Mail".to_owned()),
        authentication: Authentication {
            checked: Checked::NotChecked,
            sentence: "Words do not show who sent them.".to_owned(),
            wanted: Vec::new(),
        },
        next: if is_bad { Next::LeaveIt } else { Next::AskByKnownWay },
        routes: vec![Route::Text7726],
        already: if has("i already paid") { vec![Already::Paid] } else { Vec::new() },
        indicators: indicators.into_iter().chain([own]).collect(),
        keys: CampaignKeys {
            words: if words.len() == 16 { words } else { Vec::new() },
            skeleton: None,
            exact,
            genuine_bulk: verdict == Verdict::LooksGenuine,
        },
        subject: String::new(),
        sender: "Royal Mail".to_owned(),
        excerpt: text.replace('.', "[.]").chars().take(120).collect(),
        unread: Vec::new(),
    }
}
