//! What an earlier look knew: a night that only reads records keeps what the last visit saw, and answers are kept
//! without what differs at every look.

use checkup::{Answers, Judgement, Level};
use jiff::SignedDuration;
use store::{Store, StoreError};
use terms::{AssetId, Timestamp};

use crate::ports::Look;

/// So long what a visit saw is shown beside newer records: a visit is due each week, and one may fail.
pub const VISIT_COUNTS_FOR: SignedDuration = SignedDuration::from_hours(15 * 24);

/// What the last look at a domain knew, if a visit stands behind it that still counts.
pub(super) async fn earlier_visit(
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
        Some((dated(serde_json::from_str(&check.answers).ok()?, visited_at, visited_at), judgement.level))
    };
    Ok(store.last_check(asset).await?.and_then(read))
}

/// A look with what an earlier one saw from closer by: the records are those of now, what a visit saw is as old as
/// the visit. Without it, what a visit found would seem mended in every night that only reads records. Where
/// a name has moved meanwhile, the engine does not find the old visit and says that it could not check.
pub(super) fn with_earlier_visit(look: &Look, earlier: Option<&(Answers, Level)>, consent: Level) -> Look {
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

/// Answers as they were kept, with the times at which they were given and seen: whether a certificate is good depends
/// on it.
pub(super) fn dated(kept: Answers, answered_at: Timestamp, visited_at: Timestamp) -> Answers {
    let answers = kept.iter().cloned().map(|answer| checkup::Answer { asked_at: answered_at, ..answer });
    let mut dated: Answers = answers.collect();
    let seen = kept.observations().cloned();
    dated.extend(seen.map(|seen| checkup::Observation { at: visited_at, ..seen }));
    dated
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::DomainName;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    const NOW: &str = "2026-03-10T09:00:00Z";

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
        let then = at("2026-03-09T09:00:00Z");
        let kept = dated(without_what_always_changes(&visited), then, then);
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
