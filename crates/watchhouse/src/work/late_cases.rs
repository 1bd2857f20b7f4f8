//! Cases whose time has passed climb in the queue, and whoever is on duty hears of deadlines that come near. What should
//! be: no open case whose deadline has passed stands where it stood before, and nobody on duty is surprised.
//!
//! A letter goes out in our hours only, to people on the rota at that moment, one for all that is new, and never twice for
//! the same deadline and share of its time. It tells references and deadlines, and nothing of anybody.

use std::collections::BTreeMap;

use centre::case::{Due, deadline_in_words};
use centre::clock::{Standing, WARN_AT};
use centre::ledger::Actor;
use jiff::SignedDuration;
use store::{Case, ClockWarning, NewLetter};
use terms::{PersonId, Timestamp};
use web::casework::{Opened, Rules, glimpse, place_anew};

use super::{Ended, Reconciler, Run, Turn};

/// Cases read from the store at one time.
const AT_ONCE: u32 = 100;
/// How soon a case climbs after its time has passed.
const BETWEEN_ROUNDS: SignedDuration = SignedDuration::from_mins(1);
/// Deadlines are looked at so far ahead: what is later has not used up half of its time, or will be seen in time.
const AHEAD: SignedDuration = SignedDuration::from_hours(48);
/// And so far back, for those that passed while nobody was there.
const BACK: SignedDuration = SignedDuration::from_hours(72);
/// Deadlines that are looked at in one round.
const MOST_DEADLINES: u32 = 500;
/// The share of a deadline that has passed.
const PASSED: u8 = 100;

/// Puts cases into their new place and warns of deadlines.
pub struct LateCases {
    /// The desk's promises and hours.
    pub rules: Rules,
    /// What the centre is called.
    pub centre: String,
    /// Where its pages are.
    pub origin: String,
}

impl Reconciler for LateCases {
    fn name(&self) -> &'static str {
        "late_cases"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + BETWEEN_ROUNDS
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            let climbed = self.climb(turn).await?;
            let warned = self.warn(turn).await?;
            Ok(format!("Cases that climbed: {climbed}. Deadlines of which somebody was told: {warned}."))
        })
    }
}

fn stumbled(problem: web::Problem) -> Ended {
    let cause = problem.cause.map_or_else(|| problem.title.to_owned(), |cause| cause.to_string());
    Ended::Stumbled(cause)
}

impl LateCases {
    fn by(&self) -> Actor {
        Actor::Reconciler(self.name().to_owned())
    }

    async fn climb(&self, turn: &Turn) -> Result<u32, Ended> {
        let mut climbed = 0;
        loop {
            let late = turn.store().cases_gone_late(turn.now(), AT_ONCE).await?;
            let mut moved = 0;
            for case in &late {
                turn.step().await?;
                let done = place_anew(turn.store(), &self.rules, case.id, &self.by(), turn.now()).await;
                moved += u32::from(done.map_err(stumbled)?);
            }
            climbed += moved;
            // Where nothing could be moved, somebody else is at work on all of them: the next round looks again.
            if moved == 0 {
                return Ok(climbed);
            }
        }
    }

    /// Tells those who are on duty now. Nobody is told while the centre is closed: the first round of the morning does it.
    async fn warn(&self, turn: &Turn) -> Result<usize, Ended> {
        let now = turn.now();
        if !self.rules.calendar.is_open(now) {
            return Ok(0);
        }
        let shifts = turn.store().rota(now, now + SignedDuration::from_secs(1)).await?;
        let on_duty: Vec<PersonId> = shifts.iter().map(|shift| shift.person).collect();
        if on_duty.is_empty() {
            return Ok(0);
        }
        let near = turn.store().cases_due_between(now - BACK, now + AHEAD, MOST_DEADLINES).await?;
        let mut of_person: BTreeMap<PersonId, Vec<(ClockWarning, String)>> = BTreeMap::new();
        for case in &near {
            turn.step().await?;
            let opened = glimpse(turn.store(), &self.rules, case.id, now).await.map_err(stumbled)?;
            let Some((warning, line)) = self.warning(case, &opened, now) else { continue };
            for person in whom(case, &on_duty) {
                of_person.entry(person).or_default().push((warning, line.clone()));
            }
        }
        let mut told = 0;
        for (person, warnings) in of_person {
            told += self.write(turn, person, &warnings).await?;
        }
        Ok(told)
    }

    /// The nearest deadline of a case, if half of its time is gone.
    fn warning(&self, case: &Case, opened: &Opened, now: Timestamp) -> Option<(ClockWarning, String)> {
        let due = Due::nearest(&opened.case, &opened.readings)?;
        let share = if due.at < now {
            PASSED
        } else {
            let reading = opened.readings.iter().find(|reading| {
                Some(reading.clock.kind) == due.kind
                    && reading.about == due.about
                    && reading.due == Some(due.at)
            })?;
            match reading.standing {
                Standing::Warned(share) => share,
                _ => return None,
            }
        };
        debug_assert!(share == PASSED || WARN_AT.contains(&share));
        let words = deadline_in_words(&due, now, self.rules.calendar.zone());
        let line = format!("{}: {words}", case.reference);
        Some((ClockWarning { case: case.id, due_at: due.at, share }, line))
    }

    async fn write(
        &self,
        turn: &Turn,
        person: PersonId,
        warnings: &[(ClockWarning, String)],
    ) -> Result<usize, Ended> {
        let Some(found) = turn.store().person(person).await? else { return Ok(0) };
        let all: Vec<ClockWarning> = warnings.iter().map(|(warning, _)| *warning).collect();
        let letter = |new: &[ClockWarning]| {
            let lines: Vec<&str> = warnings
                .iter()
                .filter(|(warning, _)| new.contains(warning))
                .map(|(_, line)| line.as_str())
                .collect();
            NewLetter {
                recipient: found.email.clone(),
                confirmed: true,
                organisation: None,
                subject: format!("{}: deadlines that come near", self.centre),
                text: format!("{}\n\nThe queue: {}/desk/queue\n", lines.join("\n"), self.origin),
                cause: "deadlines".to_owned(),
            }
        };
        Ok(turn.store().warn_of_clocks(&all, letter, &self.by(), turn.now()).await?.len())
    }
}

/// The holder if they are on duty. Else everybody who is, but only of what fewer may read nobody is told who does not hold it.
fn whom(case: &Case, on_duty: &[PersonId]) -> Vec<PersonId> {
    match case.place.holder {
        Some(holder) if on_duty.contains(&holder) => vec![holder],
        _ if case.place.restricted => Vec::new(),
        // One person answers for what nobody holds, so that not everybody believes that another does.
        _ => on_duty.first().copied().into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::{Arc, Mutex};

    use centre::account::Account;
    use centre::roles::Role;
    use store::{Keys, Manner, Place, Shift, Store};
    use terms::CaseId;
    use terms::edge::Clock;
    use web::casework::{At, Telling, receive_at};

    use super::*;
    use crate::demo::staff;
    use crate::edge::SeededChance;
    use crate::work::Workshop;

    struct Hand(Mutex<Timestamp>);

    impl Clock for Hand {
        fn now(&self) -> Timestamp {
            *self.0.lock().unwrap()
        }
    }

    struct Desk {
        work: LateCases,
        store: Store,
        clock: Arc<Hand>,
        folder: PathBuf,
    }

    impl Desk {
        async fn open(name: &str, at: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("watchhouse-late-{}-{name}", std::process::id()));
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).unwrap();
            let chance = Arc::new(SeededChance::new(7));
            let keys = Keys::open(&folder, &*chance).unwrap();
            let store = Store::open(Place::Folder(folder.clone()), keys, chance).await.unwrap();
            let region = crate::region::read(None).unwrap();
            let clock = Arc::new(Hand(Mutex::new(at.parse().unwrap())));
            staff::add(&store, clock.now()).await.unwrap();
            let rules = Rules::of(&region).unwrap();
            let work =
                LateCases { rules, centre: "The Centre".to_owned(), origin: "https://c.example".to_owned() };
            Self { work, store, clock, folder }
        }

        async fn report(&self) -> CaseId {
            let (guide, chance) = (crate::guidance::read().unwrap(), SeededChance::new(9));
            let now = self.clock.now();
            let desk = At { store: &self.store, rules: &self.work.rules, chance: &chance, now };
            let telling = Telling {
                token: self.store.new_draft_token(),
                manner: Manner::Named,
                reporter: None,
                member: None,
                channel: "web",
                problem: guide.problems.get("strange-mail").unwrap(),
                borough: String::new(),
                account: Account::default(),
                files: Vec::new(),
            };
            receive_at(desk, telling, &Actor::Visitor).await.unwrap().case
        }

        fn wait(&self, by: SignedDuration) {
            *self.clock.0.lock().unwrap() += by;
        }

        async fn run(&self) -> String {
            let name = self.work.name();
            self.store.know_reconciler(name, self.clock.now()).await.unwrap();
            self.store.hasten_work(name, &Actor::CommandLine, self.clock.now()).await.unwrap();
            let (_stop, stopping) = tokio::sync::watch::channel(false);
            let workshop = Workshop {
                store: self.store.clone(),
                clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
                holder: "test".to_owned(),
                stopping,
            };
            let now = self.clock.now();
            let lease = self.store.take_lease(name, "test", super::super::LEASE, now).await.unwrap().unwrap();
            let turn = Turn::new(workshop, lease);
            let said = self.work.run(&turn).await.unwrap();
            self.store.release_lease(&turn.lease(), now).await.unwrap();
            said
        }

        async fn letters(&self) -> Vec<store::Letter> {
            let all = self.store.letters(None, None, None, 100).await.unwrap();
            all.into_iter().filter(|letter| letter.cause == "deadlines").collect()
        }

        async fn end(self) {
            self.store.close().await;
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }

    #[tokio::test]
    async fn a_case_whose_time_has_passed_climbs_one_step_and_only_once() {
        let desk = Desk::open("climb", "2026-11-27T10:00:00Z").await;
        let case = desk.report().await;
        let before = desk.store.case(case).await.unwrap().unwrap().place;
        assert!(desk.run().await.starts_with("Cases that climbed: 0."));
        desk.wait(before.due_at.unwrap().duration_since(desk.clock.now()) + SignedDuration::from_secs(1));
        assert!(desk.run().await.starts_with("Cases that climbed: 1."));
        let after = desk.store.case(case).await.unwrap().unwrap().place;
        assert_eq!(after.harm + 20, before.harm, "one step of harm");
        assert!(desk.run().await.starts_with("Cases that climbed: 0."));
        desk.end().await;
    }

    #[tokio::test]
    async fn whoever_is_on_duty_is_told_once_in_our_hours_and_nobody_at_midnight() {
        let desk = Desk::open("warn", "2026-11-26T10:00:00Z").await;
        let case = desk.report().await;
        let due = desk.store.case(case).await.unwrap().unwrap().place.due_at.unwrap();
        let people = desk.store.accounts().await.unwrap();
        let officer = people.iter().find(|person| person.role == Role::ContactOfficer).unwrap();
        // Late by now, but nobody is on the rota.
        let late = due + SignedDuration::from_mins(1);
        let calendar = &desk.work.rules.calendar;
        let open = if calendar.is_open(late) { late } else { calendar.opens_next(late).unwrap() };
        desk.wait(open.duration_since(desk.clock.now()));
        desk.run().await;
        assert!(desk.letters().await.is_empty());
        let now = desk.clock.now();
        let shift =
            Shift { person: officer.id, starts_at: now, ends_at: now + SignedDuration::from_hours(15) };
        desk.store.add_to_rota(shift, &Actor::CommandLine, now).await.unwrap();
        desk.run().await;
        let letters = desk.letters().await;
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].recipient, officer.email.to_string());
        assert!(letters[0].text.contains("call back: late since"), "{}", letters[0].text);
        desk.run().await;
        assert_eq!(desk.letters().await.len(), 1, "nobody is told twice");
        let second = desk.report().await;
        assert_ne!(second, case);
        desk.wait(SignedDuration::from_hours(14));
        assert!(!desk.work.rules.calendar.is_open(desk.clock.now()), "it is night");
        desk.run().await;
        assert_eq!(desk.letters().await.len(), 1, "nobody is woken");
        desk.end().await;
    }
}
