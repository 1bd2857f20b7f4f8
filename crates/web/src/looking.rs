//! Keeping a look: answers and judgement are stored, and the member's plan follows from them.
//!
//! One way for all looks: the member's own button and the nightly round both come through
//! [`keep_look`], so that a plan never depends on who looked.

use std::collections::BTreeMap;

use centre::consent::Reach;
use centre::ledger::Actor;
use centre::plan::{ActionKey, Answer as Said, DAYS_UNTIL_SUSTAINED, Question, StandingAnswer, actions};
use checkup::{Answers, Judgement, Level};
use jiff::SignedDuration;
use store::{Action, Adoption, CheckSummary, DueAsset, NewCheck, Store, StoreError};
use terms::{AssetId, Finding, OrganisationId, Severity, Timestamp};

use crate::alike::gap_of;
use crate::consent::level_of;
use crate::ports::Look;
use crate::watching::{after_look, counted, next_look};

/// So long a "we have done it" counts although a look still finds the old state: a changed
/// record takes up to two days to be known everywhere.
pub const WORD_COUNTS_FOR: SignedDuration = SignedDuration::from_hours(48);
/// So long what a visit saw is shown beside newer records: a visit is due each week, and one may fail.
pub const VISIT_COUNTS_FOR: SignedDuration = SignedDuration::from_hours(15 * 24);
/// The night begins at this hour of the day (UTC) and the looks are spread over it.
const NIGHT_BEGINS: i64 = 21;
/// How long the night is, in seconds.
const NIGHT: i64 = 8 * 3_600;
/// A domain that was looked at less than this before its place in the night waits for the next.
const SOON: SignedDuration = SignedDuration::from_hours(6);
const SECONDS_OF_A_DAY: i64 = 86_400;
/// Minutes of a remedy whose check the catalogue no longer knows.
const MINUTES_UNKNOWN: u16 = 30;

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
    let counted = counted(&look.judgement, &findings);
    // Names like this one are looked at in their own time; what could not be seen of them is no good news either.
    let counted = match gap_of(store, asset.id).await? {
        Some(gap) => counted.with_gap(checkup::lookalike::MAIL, &gap),
        None => counted,
    };
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

/// What the last look at a domain knew, if a visit stands behind it that still counts.
async fn earlier_visit(
    store: &Store,
    asset: AssetId,
    now: Timestamp,
) -> Result<Option<(Answers, Level)>, StoreError> {
    let visited_at = store.asset(asset).await?.and_then(|asset| asset.visited_at);
    let Some(visited_at) = visited_at.filter(|at| now.duration_since(*at) < VISIT_COUNTS_FOR) else {
        return Ok(None);
    };
    let read = |check: store::Check| {
        let judgement: Judgement = serde_json::from_str(&check.judgement).ok()?;
        Some((of_that_time(serde_json::from_str(&check.answers).ok()?, visited_at), judgement.level))
    };
    Ok(store.last_check(asset).await?.and_then(read))
}

/// A look with what an earlier one saw from closer by: the records are those of now, what a visit saw is as old as
/// the visit. Without it, what a visit found would seem mended in every night that only reads records. Where
/// a name has moved meanwhile, the engine does not find the old visit and says that it could not check.
fn with_earlier_visit(look: &Look, earlier: Option<&(Answers, Level)>, consent: Level) -> Look {
    let Some((answers, level)) = earlier else { return look.clone() };
    let level = consent.min(*level);
    if level <= look.judgement.level {
        return look.clone();
    }
    // Where hosts are that only a visit asks for, the visit knows too.
    let mut all: Answers = answers.iter().chain(look.answers.iter()).cloned().collect();
    let seen = answers
        .observations()
        .filter(|seen| seen.of.level() <= level && look.answers.observation(&seen.of).is_none());
    all.extend(seen.chain(look.answers.observations()).cloned());
    let judgement = checkup::judge(&look.judgement.domain, &all, level, look.judgement.judged_at);
    Look { answers: all, judgement }
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

/// The plan: at most three actions. What a member says it has done makes room for the next.
pub fn plan(looks: &[Judgement], known: &[Action]) -> Vec<ActionKey> {
    let findings: Vec<Finding> = looks.iter().flat_map(|look| look.findings.iter().cloned()).collect();
    let said: BTreeMap<String, bool> =
        known.iter().map(|action| (action.action.clone(), action.said_at.is_some())).collect();
    let is_done = |key: &ActionKey| said.get(&key.to_string()).copied().unwrap_or(false);
    let answers: Vec<StandingAnswer> = Question::ALL
        .iter()
        .filter(|question| is_done(&ActionKey::Do(**question)))
        .map(|question| StandingAnswer { question: *question, answer: Said::Yes })
        .collect();
    let minutes =
        |check: &str| checkup::catalogue::entry(check).map_or(MINUTES_UNKNOWN, |entry| entry.remedy.minutes);
    actions(&findings, &answers, minutes, is_done).into_iter().map(|action| action.key).collect()
}

/// How close a look has to go to see whether an action is done.
fn closeness(action: &Action) -> Level {
    match action.action.parse() {
        Ok(ActionKey::Mend(check)) => {
            checkup::catalogue::entry(&check).map_or(Level::Records, |entry| entry.level)
        }
        _ => Level::Records,
    }
}

/// What the looks tell about an action.
#[derive(Debug, PartialEq, Eq)]
enum News {
    /// Nothing new.
    None,
    /// It is done, as far as this.
    Now(Adoption),
    /// It was said or seen to be done, and is not.
    NotAfterAll,
}

fn news_of(action: &Action, looks: &[Judgement], now: Timestamp) -> News {
    let Ok(ActionKey::Mend(check)) = action.action.parse() else { return News::None };
    if looks.iter().any(|look| look.found(&check)) {
        let word_is_old = action.said_at.is_some_and(|said| now.duration_since(said) > WORD_COUNTS_FOR);
        // Our own eyes outweigh what was said and what was seen before: what came back starts anew.
        return if word_is_old || action.seen_at.is_some() { News::NotAfterAll } else { News::None };
    }
    let close = closeness(action);
    let unseen =
        |look: &Judgement| look.level < close || look.not_checked.iter().any(|gap| gap.check == check);
    if looks.is_empty() || looks.iter().any(unseen) {
        return News::None;
    }
    // What went out of the plan unsaid may have gone with a domain that was taken out.
    let is_ours_to_see = action.dropped_at.is_none() || action.said_at.is_some();
    match (action.seen_at, action.sustained_at) {
        (None, _) if is_ours_to_see => News::Now(Adoption::Seen),
        (Some(seen), None) if is_half_a_year(seen, now) => News::Now(Adoption::Sustained),
        _ => News::None,
    }
}

fn is_half_a_year(seen: Timestamp, now: Timestamp) -> bool {
    now.duration_since(seen) >= SignedDuration::from_hours(24 * DAYS_UNTIL_SUSTAINED)
}

/// The answers as they are kept: times, waits and the order of records differ at every look and
/// say nothing about the firm. The judgement beside them keeps them.
pub fn without_what_always_changes(answers: &Answers) -> Answers {
    let mut kept: Answers = answers
        .iter()
        .cloned()
        .map(|mut answer| {
            answer.asked_at = Timestamp::UNIX_EPOCH;
            answer.milliseconds = 0;
            answer.records.sort_by_key(ToString::to_string);
            answer
        })
        .collect();
    kept.extend(answers.observations().cloned().map(|mut observation| {
        observation.at = Timestamp::UNIX_EPOCH;
        observation.milliseconds = 0;
        observation
    }));
    kept
}

/// Answers as they were kept, with the time at which they were given: whether a certificate is good depends on it.
fn of_that_time(kept: Answers, at: Timestamp) -> Answers {
    let mut dated: Answers =
        kept.iter().cloned().map(|answer| checkup::Answer { asked_at: at, ..answer }).collect();
    dated.extend(kept.observations().cloned().map(|seen| checkup::Observation { at, ..seen }));
    dated
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

/// When a domain is looked at next: at its own place in the next night, which follows from its
/// id, so that the looks of a whole city are spread evenly.
pub fn next_night(asset: AssetId, now: Timestamp) -> Timestamp {
    let place = i64::try_from(asset.0.as_u128() % u128::from(NIGHT.unsigned_abs())).unwrap_or(0);
    let day = now.as_second().div_euclid(SECONDS_OF_A_DAY) * SECONDS_OF_A_DAY;
    let tonight = day + NIGHT_BEGINS * 3_600 + place;
    let earliest = now.as_second() + SOON.as_secs();
    let nights = (-1..=2).map(|days| tonight + days * SECONDS_OF_A_DAY);
    let next = nights.into_iter().find(|night| *night > earliest);
    let next = next.unwrap_or(tonight + 2 * SECONDS_OF_A_DAY);
    Timestamp::from_second(next).unwrap_or(now + SignedDuration::from_hours(24))
}

#[cfg(test)]
mod tests {
    use super::*;
    use checkup::Level;
    use terms::{DomainName, Promise};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn judgement(found: &[&str], unseen: &[&str]) -> Judgement {
        let domain = DomainName::parse("bakery.example").unwrap();
        let mut judgement =
            checkup::judge(&domain, &Answers::new(), Level::Records, at("2026-03-10T09:00:00Z"));
        let finding = |check: &&str| Finding {
            check: (*check).to_owned(),
            severity: Severity::Important,
            promise: Promise::MailIsYours,
            seen: String::new(),
        };
        let gap = |check: &&str| checkup::NotChecked {
            check: (*check).to_owned(),
            reason: "No answer came in time.".to_owned(),
        };
        judgement.findings = found.iter().map(finding).collect();
        judgement.not_checked = unseen.iter().map(gap).collect();
        judgement
    }

    fn action(key: &str, said: Option<&str>, seen: Option<&str>) -> Action {
        Action {
            action: key.to_owned(),
            place: 1,
            added_at: at("2026-01-01T09:00:00Z"),
            said_at: said.map(at),
            seen_at: seen.map(at),
            sustained_at: None,
            dropped_at: None,
        }
    }

    const NOW: &str = "2026-03-10T09:00:00Z";

    #[test]
    fn what_is_gone_was_done_and_what_was_not_seen_was_not() {
        let open = action("mend-spf-missing", None, None);
        let told = |looks: &[Judgement]| news_of(&open, looks, at(NOW));
        assert_eq!(told(&[judgement(&[], &[])]), News::Now(Adoption::Seen));
        assert_eq!(told(&[judgement(&["spf-missing"], &[])]), News::None);
        assert_eq!(told(&[judgement(&[], &["spf-missing"])]), News::None);
        assert_eq!(told(&[judgement(&[], &[]), judgement(&["spf-missing"], &[])]), News::None);
        assert_eq!(told(&[]), News::None);
        let gone = Action { dropped_at: Some(at(NOW)), ..open.clone() };
        assert_eq!(news_of(&gone, &[judgement(&[], &[])], at(NOW)), News::None);
    }

    #[test]
    fn half_a_year_after_it_was_seen_it_is_sustained() {
        let seen =
            |when| news_of(&action("mend-spf-missing", None, Some(when)), &[judgement(&[], &[])], at(NOW));
        assert_eq!(seen("2025-09-11T09:00:00Z"), News::Now(Adoption::Sustained));
        assert_eq!(seen("2025-09-12T09:00:00Z"), News::None);
    }

    #[test]
    fn a_word_counts_for_two_days_against_what_we_see() {
        let said = |when| {
            let still = [judgement(&["spf-missing"], &[])];
            news_of(&action("mend-spf-missing", Some(when), None), &still, at(NOW))
        };
        assert_eq!(said("2026-03-08T09:00:00Z"), News::None);
        assert_eq!(said("2026-03-08T08:59:59Z"), News::NotAfterAll);
    }

    #[test]
    fn what_was_seen_to_be_done_and_came_back_starts_anew() {
        let back = |said, seen| {
            news_of(&action("mend-spf-missing", said, seen), &[judgement(&["spf-missing"], &[])], at(NOW))
        };
        assert_eq!(back(None, Some("2026-01-01T09:00:00Z")), News::NotAfterAll);
        assert_eq!(back(Some(NOW), Some(NOW)), News::NotAfterAll);
        assert_eq!(back(None, None), News::None);
    }

    #[test]
    fn what_is_said_to_be_done_makes_room() {
        let looks = [judgement(&["spf-missing"], &[])];
        let told = |known: &[Action]| {
            plan(&looks, known).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told(&[]), "do-two_step_on_mail do-ring_before_paying mend-spf-missing");
        let known =
            [action("do-two_step_on_mail", Some(NOW), None), action("mend-spf-missing", Some(NOW), None)];
        assert_eq!(told(&known), "do-ring_before_paying do-backups do-updates");
    }

    #[test]
    fn looks_are_spread_over_the_night_and_come_back_every_night() {
        for number in [0_u128, 1, 28_799, 28_800, u128::MAX] {
            let asset: AssetId = format!("{number:032x}").parse().unwrap();
            let next = next_night(asset, at("2026-03-10T14:00:00Z"));
            assert!((6..16).contains(&next.duration_since(at("2026-03-10T14:00:00Z")).as_hours()), "{next}");
            assert_eq!(next_night(asset, next).duration_since(next).as_hours(), 24);
        }
    }

    #[test]
    fn a_night_that_only_reads_records_keeps_what_the_visit_saw_as_far_as_consent_reaches() {
        let domain = DomainName::parse("bakery.example").unwrap();
        let host = checkup::RecordName::from(&domain);
        let address = "192.0.2.10".parse().unwrap();
        let seen = |of: checkup::Approach| checkup::Observation {
            of,
            reached: checkup::Reached::Refused,
            sight: checkup::Sight::Nothing,
            at: at(NOW),
            milliseconds: 1,
        };
        let page = checkup::Approach::Page { host: host.clone(), address };
        let old_tls = checkup::Approach::OldTls { host, address };
        let mut visited = Answers::new();
        visited.observe(seen(page.clone()));
        visited.observe(seen(old_tls.clone()));
        let look = |level| {
            let answers = Answers::new();
            let judgement = checkup::judge(&domain, &answers, level, at(NOW));
            Look { answers, judgement }
        };
        let earlier = (visited, Level::Consented);
        for (consent, kept) in [
            (Level::Consented, vec![page.clone(), old_tls]),
            (Level::Visitor, vec![page]),
            (Level::Records, vec![]),
        ] {
            let night = with_earlier_visit(&look(Level::Records), Some(&earlier), consent);
            let all: Vec<_> = night.answers.observations().map(|seen| seen.of.clone()).collect();
            assert_eq!((night.judgement.level, all), (consent, kept));
        }
        let anew = with_earlier_visit(&look(Level::Consented), Some(&earlier), Level::Consented);
        assert_eq!(anew.answers.observations().count(), 0, "a look that went as close sees for itself");
        let first = with_earlier_visit(&look(Level::Records), None, Level::Consented);
        assert_eq!(first.judgement.level, Level::Records);
    }

    #[test]
    fn what_a_visit_saw_is_as_old_as_the_visit_and_what_only_it_asked_is_known_too() {
        let domain = DomainName::parse("bakery.example").unwrap();
        let host = checkup::RecordName::parse("ns1.bakery.example").unwrap();
        let address = "192.0.2.10".parse().unwrap();
        let mut visited: Answers = [checkup::Answer {
            question: checkup::Question::new(host.clone(), checkup::Kind::A),
            outcome: checkup::Outcome::Records,
            records: vec![checkup::Record::A(address)],
            aliases: vec![],
            signatures: vec![],
            cut: false,
            sealed: false,
            recursive: true,
            asked_at: at(NOW),
            server: String::new(),
            milliseconds: 3,
        }]
        .into_iter()
        .collect();
        visited.observe(checkup::Observation {
            of: checkup::Approach::Page { host: host.clone(), address: address.into() },
            reached: checkup::Reached::Refused,
            sight: checkup::Sight::Nothing,
            at: at(NOW),
            milliseconds: 1,
        });
        let kept = of_that_time(without_what_always_changes(&visited), at("2026-03-09T09:00:00Z"));
        let answers = Answers::new();
        let judgement = checkup::judge(&domain, &answers, Level::Records, at(NOW));
        let night =
            with_earlier_visit(&Look { answers, judgement }, Some(&(kept, Level::Visitor)), Level::Visitor);
        let times: Vec<_> = night.answers.observations().map(|seen| seen.at.to_string()).collect();
        assert_eq!(times, ["2026-03-09T09:00:00Z"]);
        let question = checkup::Question::new(host, checkup::Kind::A);
        assert_eq!(night.answers.get(&question).unwrap().records, [checkup::Record::A(address)]);
    }

    #[test]
    fn two_looks_that_saw_the_same_are_kept_as_the_same_text() {
        let question =
            checkup::Question::new(checkup::RecordName::parse("bakery.example").unwrap(), checkup::Kind::A);
        let answer = |records: [&str; 2], milliseconds| -> Answers {
            let records = records.map(|a| checkup::Record::A(a.parse().unwrap())).to_vec();
            let answer = checkup::Answer {
                question: question.clone(),
                outcome: checkup::Outcome::Records,
                records,
                aliases: vec![],
                signatures: vec![],
                cut: false,
                sealed: false,
                recursive: true,
                asked_at: at(NOW),
                server: "192.0.2.53:53".to_owned(),
                milliseconds,
            };
            [answer].into_iter().collect()
        };
        assert_eq!(
            without_what_always_changes(&answer(["192.0.2.1", "192.0.2.2"], 3)),
            without_what_always_changes(&answer(["192.0.2.2", "192.0.2.1"], 9)),
        );
    }
}
