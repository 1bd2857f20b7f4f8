//! Published records are fetched once a night. What should be: the keys, SPF and DMARC of the brand book's domains, members' domains
//! and the large mail providers are held, none older than its time.
//!
//! Nothing leaves because of a message: keys that messages would have been proved by go along with a night's batch, in an order of
//! chance, among hundreds of names that nobody met.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use centre::published::{Batch, Lists, MOST_A_NIGHT, Name, ORDINARY_SELECTORS, above, batch};
use checkup::{Answer, Kind as Type, Question, Record, RecordName};
use jiff::SignedDuration;
use store::{MOST_WANTED_RECORDS, ToldRecord};
use terms::edge::{Chance, random};
use terms::{AssetId, Timestamp};
use web::ports::AskForProof;

use super::{Ended, Reconciler, Run, Turn};

/// The least time between two batches.
const BETWEEN: SignedDuration = SignedDuration::from_hours(18);
/// As much longer as chance has it, so that nobody knows the hour.
const JITTER: SignedDuration = SignedDuration::from_hours(12);
/// Answers that are kept at one time.
const KEPT_AT_ONCE: usize = 50;
/// Members' domains that are read at one time.
const MEMBERS_AT_ONCE: u32 = 500;
/// Members' domains of which something is asked each night, wanted or not.
const MEMBERS_BESIDE: u32 = 50;

/// Fetches published records.
pub struct FetchRecords {
    /// Whose records are held, but for members'.
    pub lists: Lists,
    /// Who asks.
    pub ask: Arc<dyn AskForProof>,
    /// What orders a batch, and when it goes.
    pub chance: Arc<dyn Chance>,
    /// Questions in one second, at most.
    pub per_second: u32,
}

impl Reconciler for FetchRecords {
    fn name(&self) -> &'static str {
        "records"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        let longer = i64::from(u32::from_le_bytes(random(self.chance.as_ref()))) % JITTER.as_secs();
        now + BETWEEN + SignedDuration::from_secs(longer)
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            if turn.store().looking_stopped().await?.is_some() {
                return Ok("All looking is stopped: nothing was asked.".to_owned());
            }
            self.know_names(turn).await?;
            let batch = self.tonight(turn).await?;
            let answered = self.ask_all(turn, &batch.names).await?;
            Ok(format!(
                "{} names were asked about and {answered} told; {} were wanted.",
                batch.names.len(),
                batch.wanted
            ))
        })
    }
}

impl FetchRecords {
    /// Knows the names of the lists as they are today, and forgets the others.
    async fn know_names(&self, turn: &Turn) -> Result<(), Ended> {
        let store = turn.store();
        store.sweep_records(turn.now()).await?;
        let gone = self.off_the_lists(turn).await?;
        store.forget_records_of(&gone, turn.now()).await?;
        let names: Vec<Name> = self.lists.domains().into_iter().flat_map(Name::rules_of).collect();
        store.know_records(&names, turn.now()).await?;
        let mut after = None;
        loop {
            turn.step().await?;
            let some = store.domains_to_guard(after, MEMBERS_AT_ONCE).await?;
            let Some((last, _)) = some.last() else { return Ok(()) };
            after = Some(*last);
            let names: Vec<Name> =
                some.iter().flat_map(|(_, domain)| Name::rules_of(domain.as_ascii())).collect();
            store.know_records(&names, turn.now()).await?;
        }
    }

    /// Domains of which records are held although they are on no list any more.
    async fn off_the_lists(&self, turn: &Turn) -> Result<Vec<String>, Ended> {
        let domains = turn.store().domains_of_records().await?;
        let none = HashSet::new();
        let others: Vec<String> =
            domains.into_iter().filter(|domain| self.lists.whose(domain, &none).is_none()).collect();
        let names: HashSet<&str> = others.iter().flat_map(|domain| above(domain)).collect();
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let members: HashSet<String> = turn.store().members_among(&names).await?.into_iter().collect();
        Ok(others.into_iter().filter(|domain| self.lists.whose(domain, &members).is_none()).collect())
    }

    /// What is asked about tonight. Whoever wants to be left alone is.
    async fn tonight(&self, turn: &Turn) -> Result<Batch, Ended> {
        let store = turn.store();
        let alone: HashSet<String> =
            store.names_to_avoid().await?.iter().map(|name| name.as_ascii().to_owned()).collect();
        let may = |name: &Name| above(&name.domain).all(|domain| !alone.contains(domain));
        let limit = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        let wanted = store.wanted_records(MOST_WANTED_RECORDS).await?;
        let wanted = wanted.into_iter().map(|(name, _)| name).filter(may).collect();
        let due = store.records_due(turn.now(), limit(MOST_A_NIGHT)).await?.into_iter().filter(may).collect();
        let members = store.domains_to_guard(self.anybody(), MEMBERS_BESIDE).await?;
        let members = members.iter().map(|(_, domain)| domain.as_ascii());
        let ordinary =
            |domain| ORDINARY_SELECTORS.iter().filter_map(move |selector| Name::of_key(domain, selector));
        let others = self.lists.domains().into_iter().chain(members).flat_map(ordinary).filter(may).collect();
        Ok(batch(wanted, due, others, &mut |below| self.below(below)))
    }

    /// Asks one after the other; returns how many told how things are.
    async fn ask_all(&self, turn: &Turn, names: &[Name]) -> Result<usize, Ended> {
        let pace = Duration::from_secs(1) / self.per_second.max(1);
        let mut answered = 0;
        for some in names.chunks(KEPT_AT_ONCE) {
            let mut told = Vec::with_capacity(some.len());
            for name in some {
                turn.step().await?;
                let began = Instant::now();
                let Ok(at) = RecordName::parse(&name.name) else { continue };
                let question = Question::new(at, Type::Txt);
                let answer = turn.through(self.ask.ask(&question)).await?;
                let texts = texts(name, &answer);
                answered += usize::from(texts.is_some());
                told.push(ToldRecord { name: name.clone(), texts });
                turn.rest(pace.saturating_sub(began.elapsed())).await;
            }
            turn.store().keep_records(&told, turn.now()).await?;
        }
        Ok(answered)
    }

    /// A place among the ids of assets.
    fn anybody(&self) -> Option<AssetId> {
        format!("{:032x}", u128::from_le_bytes(random(self.chance.as_ref()))).parse().ok()
    }

    /// A number below another.
    fn below(&self, below: usize) -> usize {
        let drawn = u64::from_le_bytes(random(self.chance.as_ref()));
        usize::try_from(drawn % below.max(1) as u64).unwrap_or(0)
    }
}

/// What an answer tells of a name: none where it tells nothing.
fn texts(name: &Name, answer: &Answer) -> Option<Vec<String>> {
    let texts = answer.records.iter().filter_map(|record| match record {
        Record::Txt(text) => Some(text.clone()),
        _ => None,
    });
    let kept = name.kind.kept(texts);
    let is_told = answer.outcome.tells() && !(answer.cut && kept.is_empty());
    is_told.then_some(kept)
}

#[cfg(test)]
mod tests {
    use checkup::Outcome;

    use super::*;

    #[test]
    fn only_what_dns_told_becomes_an_answer() {
        let name = &Name::rules_of("royalmail.com")[0];
        let answer = |outcome, records: &[&str], cut| Answer {
            question: Question::new(RecordName::parse(&name.name).unwrap(), Type::Txt),
            outcome,
            records: records.iter().map(|text| Record::Txt((*text).to_owned())).collect(),
            aliases: vec![],
            signatures: vec![],
            cut,
            sealed: false,
            recursive: true,
            asked_at: Timestamp::UNIX_EPOCH,
            server: "192.0.2.53:53".to_owned(),
            milliseconds: 1,
        };
        let spf = Some(vec!["v=spf1 -all".to_owned()]);
        assert_eq!(texts(name, &answer(Outcome::Records, &["a=b", "v=spf1 -all"], false)), spf);
        assert_eq!(texts(name, &answer(Outcome::Records, &["a=b"], false)), Some(vec![]));
        assert_eq!(texts(name, &answer(Outcome::Records, &["a=b"], true)), None, "it may have been cut off");
        for none in [Outcome::NoRecords, Outcome::NoSuchName] {
            assert_eq!(texts(name, &answer(none, &[], false)), Some(vec![]));
        }
        for silence in [
            Outcome::TimedOut,
            Outcome::ServerFailed,
            Outcome::Refused,
            Outcome::Unreachable,
            Outcome::Malformed,
        ] {
            assert_eq!(texts(name, &answer(silence, &[], false)), None);
        }
    }
}
