//! Keeping a look: answers and judgement are stored, and the member's plan follows from them.
//!
//! One way for all looks: the member's own button and the nightly round both come through
//! [`keep_look`], so that a plan never depends on who looked.

mod earlier;
mod night;
mod plan;

use centre::consent::Reach;
use centre::ledger::Actor;
use checkup::{Answers, Judgement, Level};
use store::{CheckSummary, DueAsset, NewCheck, Retold, Store, StoreError, WatchedFinding};
use terms::{AssetId, OrganisationId, Severity, Timestamp};

use crate::alike::gap_of;
use crate::consent::level_of;
use crate::ports::Look;
use crate::watching::{after_look, counted, next_look};

pub use earlier::{VISIT_COUNTS_FOR, without_what_always_changes};
pub use night::next_night;
pub use plan::{WORD_COUNTS_FOR, plan};

use earlier::{dated, earlier_visit, with_earlier_visit};
use plan::{News, closeness, news_of};

/// Keeps a look at a member's domain: the check-up itself, which actions it shows to be done,
/// and the plan that follows. What was met once does not count yet: it is kept as not checked, and the domain is due
/// again in an hour; else in the next night. A look that only read records keeps what the last visit saw, as far as
/// `consent` still reaches.
///
/// # Errors
/// When the database fails.
pub async fn keep_look(
    store: &Store,
    asset: &DueAsset,
    look: &Look,
    consent: Reach,
    by: &Actor,
    now: Timestamp,
) -> Result<(), StoreError> {
    let fresh = look.judgement.level;
    let earlier = earlier_visit(store, asset.id, now).await?;
    let look = &with_earlier_visit(look, earlier.as_ref(), level_of(consent).unwrap_or_default());
    let known = store.findings_of(asset.id).await?;
    let findings = after_look(&known, &look.judgement, fresh, now);
    let counted = told(store, asset.id, &look.judgement, &findings, now).await?;
    let check = NewCheck {
        asset: asset.id,
        answers: as_json(&without_what_always_changes(&look.answers))?,
        judgement: as_json(&counted)?,
        summary: summary(&counted),
        due_at: next_look(asset.id, &findings, now),
        visited: fresh > Level::Records,
        findings,
    };
    store.save_check(&check, by, now).await?;
    let looks = newest_judgements(store, asset.organisation).await?;
    for action in store.actions_of(asset.organisation).await? {
        // What an earlier visit saw says nothing about what was done since.
        if closeness(&action) > fresh {
            continue;
        }
        match news_of(&action, &looks, now) {
            News::None => {}
            News::Now(adoption) => {
                store.mark_action(asset.organisation, &action.action, adoption, by, now).await?;
            }
            News::NotAfterAll => store.unsay_action(asset.organisation, &action.action, by, now).await?,
        }
    }
    renew_plan(store, asset.organisation, by, now).await
}

/// A look as it is told: from the findings that count. Names like the domain's are looked at in their own time; what could
/// not be seen of them is no good news either.
async fn told(
    store: &Store,
    asset: AssetId,
    judgement: &Judgement,
    findings: &[WatchedFinding],
    now: Timestamp,
) -> Result<Judgement, StoreError> {
    let counted = counted(judgement, findings, now);
    Ok(match gap_of(store, asset).await? {
        Some(gap) => counted.with_gap(checkup::lookalike::MAIL, &gap),
        None => counted,
    })
}

/// Tells the newest look at a domain from the findings that count now, and makes the plan new, without a packet: after a
/// name like it was looked at, or the member said whose that name is. Nothing when nobody ever looked at the domain.
///
/// # Errors
/// When the database fails.
pub async fn tell_anew(store: &Store, asset: AssetId, by: &Actor, now: Timestamp) -> Result<(), StoreError> {
    let (Some(asset), Some(check)) = (store.asset(asset).await?, store.last_check(asset).await?) else {
        return Ok(());
    };
    let (Ok(before), Ok(answers)) = (
        serde_json::from_str::<Judgement>(&check.judgement),
        serde_json::from_str::<Answers>(&check.answers),
    ) else {
        return Ok(());
    };
    let answers = dated(answers, check.at, asset.visited_at.unwrap_or(check.at));
    let judgement = checkup::judge(&asset.domain, &answers, before.level, before.judged_at);
    let findings = store.findings_of(asset.id).await?;
    let told = told(store, asset.id, &judgement, &findings, now).await?;
    if told == before {
        return Ok(());
    }
    let retold =
        Retold { asset: asset.id, check: check.id, judgement: as_json(&told)?, summary: summary(&told) };
    store.retell_check(&retold, by, now).await?;
    renew_plan(store, asset.organisation, by, now).await
}

/// Makes a member's plan new from what is known of all its domains. Changes nothing when
/// nothing changed. Marks nothing as done: only a look can see that.
///
/// # Errors
/// When the database fails.
pub async fn renew_plan(
    store: &Store,
    organisation: OrganisationId,
    by: &Actor,
    now: Timestamp,
) -> Result<(), StoreError> {
    let looks = newest_judgements(store, organisation).await?;
    let known = store.actions_of(organisation).await?;
    let plan: Vec<String> = plan(&looks, &known).iter().map(ToString::to_string).collect();
    store.set_actions(organisation, &plan, by, now).await
}

/// The newest judgement of each of a member's domains that was ever looked at, in the order of
/// the domains. A judgement that can no longer be read counts as none: the next look brings one.
///
/// # Errors
/// When the database fails.
pub async fn newest_judgements(
    store: &Store,
    organisation: OrganisationId,
) -> Result<Vec<Judgement>, StoreError> {
    let mut judgements = Vec::new();
    for asset in store.assets_of(organisation).await? {
        let kept = store.last_check(asset.id).await?;
        judgements.extend(kept.and_then(|check| serde_json::from_str(&check.judgement).ok()));
    }
    Ok(judgements)
}

fn as_json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// A judgement in few numbers.
pub fn summary(judgement: &Judgement) -> CheckSummary {
    let count = |severity| judgement.findings.iter().filter(|f| f.severity == severity).count();
    let count = |severity| u32::try_from(count(severity)).unwrap_or(u32::MAX);
    CheckSummary {
        promises: judgement.promises.iter().map(|standing| (standing.promise, standing.state)).collect(),
        urgent: count(Severity::Urgent),
        important: count(Severity::Important),
        worth_doing: count(Severity::WorthDoing),
    }
}
