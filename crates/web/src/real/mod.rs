//! Is this real? A message is sealed first, acknowledged at once, and examined then: by whoever took it in, and by the
//! reconciler where that was cut short. Both go through [`examine`], and what they leave is the same.

mod by_mail;
mod taking;

use centre::campaign::Keys;
use centre::ledger::Actor;
use jiff::SignedDuration;
use message::Came;
use store::{MOST_TRIES_TO_EXAMINE, MessageState, MessageVerdict, NewExamination, NewIndicator, StoreError};
use terms::MessageId;
use triage::{Examination, IndicatorKind, Role, Verdict};

use crate::app::App;
use crate::ports::{Examinee, NotExamined};

pub use by_mail::{Taken, take_letter};
pub use taking::{Item, take, take_and_examine, token_for};

/// So long a message is held while it is examined; whoever dies keeps it no longer.
const LEASE: SignedDuration = SignedDuration::from_secs(120);

/// Examines a message if nobody has and nobody is at it. Returns how it stands then; none when there was nothing to do.
///
/// # Errors
/// When the store fails; the message waits then.
pub async fn examine(app: &App, id: MessageId) -> Result<Option<MessageState>, StoreError> {
    let Ok(_turn) = app.counter.examining.acquire().await else { return Ok(None) };
    let now = app.now();
    let until = now.saturating_add(LEASE).unwrap_or(now);
    let Some((message, item, file)) = app.store.take_message(id, until, now).await? else { return Ok(None) };
    let by = Actor::Reconciler("examination".to_owned());
    if message.tries > MOST_TRIES_TO_EXAMINE {
        // Whoever took it up before never came back: a message that stops the program must not do so twice more.
        return app.store.examination_failed(id, "never_came_back", &by, now).await.map(Some);
    }
    let bytes = file.all().await?;
    let examinee = Examinee {
        bytes,
        came: Came::of_word(&message.way.came),
        own: own_addresses(app, message.organisation).await?,
        now,
    };
    match app.examine.examine(examinee).await {
        Ok(found) => {
            app.store.keep_examination(id, &kept(&found), &by, app.now()).await?;
            Ok(Some(MessageState::Examined))
        }
        Err(why) => {
            tracing::warn!(
                reason = NotExamined::name(why),
                kind = item.kind.name(),
                "a message could not be examined"
            );
            app.store.examination_failed(id, why.name(), &by, app.now()).await.map(Some)
        }
    }
}

/// Examines a message, once more if the first time failed.
pub(crate) async fn examine_now(app: &App, id: MessageId) {
    for _ in 0..MOST_TRIES_TO_EXAMINE {
        match examine(app, id).await {
            Ok(Some(MessageState::Received)) => {}
            Ok(_) => return,
            Err(error) => {
                tracing::error!(%error, "a message could not be examined now; the reconciler will try again");
                return;
            }
        }
    }
}

/// Addresses that are never judged: the centre's, and those of the member that sent the message.
async fn own_addresses(app: &App, member: Option<terms::OrganisationId>) -> Result<Vec<String>, StoreError> {
    let of_mail = app.region.centre.mail.rsplit('@').next().map(str::to_ascii_lowercase);
    let mut own: Vec<String> = of_mail.into_iter().collect();
    let host = app.facts.origin.split("://").nth(1).and_then(|rest| rest.split([':', '/']).next());
    own.extend(host.map(str::to_owned));
    if let Some(member) = member {
        own.extend(app.store.assets_of(member).await?.iter().map(|asset| asset.domain.as_ascii().to_owned()));
    }
    own.sort();
    own.dedup();
    Ok(own)
}

/// An examination as it was kept; none where there is none, or it is of rules that this release does not know.
pub(crate) fn found(kept: Option<&str>) -> Option<Examination> {
    kept.and_then(|json| serde_json::from_str(json).ok())
}

/// What the store keeps of an examination. Of indicators only those of the sender: nothing of the reporter, and nothing of
/// those whom the sender only names.
pub fn kept(found: &Examination) -> NewExamination {
    let indicators = found.indicators.iter().filter(|one| one.role == Role::Sender);
    NewExamination {
        json: serde_json::to_string(found).unwrap_or_else(|_| "null".to_owned()),
        rules: found.rules,
        verdict: verdict_word(found.verdict),
        score: found.score,
        claims: found.claims.clone().unwrap_or_default(),
        indicators: indicators
            .map(|one| NewIndicator {
                kind: kind_word(one.kind).to_owned(),
                value: one.value.clone(),
                shown: one.shown.clone(),
            })
            .collect(),
        keys: Keys {
            words: found.keys.words.clone(),
            skeleton: found.keys.skeleton,
            exact: found.keys.exact.clone(),
            genuine_bulk: found.keys.genuine_bulk,
        },
    }
}

/// What the store calls a verdict.
pub fn verdict_word(verdict: Verdict) -> MessageVerdict {
    match verdict {
        Verdict::Scam => MessageVerdict::Scam,
        Verdict::Suspicious => MessageVerdict::Suspicious,
        Verdict::CannotTell => MessageVerdict::CannotTell,
        Verdict::LooksGenuine => MessageVerdict::LooksGenuine,
    }
}

/// The word of a kind of indicator in columns and files.
pub fn kind_word(kind: IndicatorKind) -> &'static str {
    match kind {
        IndicatorKind::Url => "url",
        IndicatorKind::Domain => "domain",
        IndicatorKind::Email => "email",
        IndicatorKind::Phone => "phone",
        IndicatorKind::Account => "account",
        IndicatorKind::Iban => "iban",
        IndicatorKind::Wallet => "wallet",
        IndicatorKind::Handle => "handle",
        IndicatorKind::Ip => "ip",
        IndicatorKind::File => "file",
        IndicatorKind::Reference => "reference",
    }
}

/// What people call a kind of indicator.
pub fn kind_words(word: &str) -> &'static str {
    match word {
        "url" => "Web link",
        "domain" => "Web address",
        "email" => "E-mail address",
        "phone" => "Phone number",
        "account" => "Bank account",
        "iban" => "IBAN",
        "wallet" => "Wallet",
        "handle" => "Name on a platform",
        "ip" => "Computer address",
        "file" => "File",
        _ => "Reference",
    }
}
