//! Reports of the demonstration city: received and worked on as the desk does it, at moments of the past fortnight.
//!
//! Sixty of them, spread over every stage, with messages, hand-over decisions and outcomes; twelve are a wave of false bills
//! with one sender and one account. All of it follows from the seed.

use centre::case::{Actor, CheckIn, CheckInResult, Deed, Ground, Outcome, Triage, Urgency, Word};
use centre::first_hour::Guide;
use centre::ledger;
use centre::region::Region;
use centre::roles::Role;
use jiff::SignedDuration;
use store::{Manner, Person, ReceivedReport, Reporter, Secret, Shift, Store};
use terms::{PackId, PersonId, TextId, Timestamp};
use web::casework::{At, Rules, Saying, Telling, Who, receive_at, tell_at};

use super::draw::Draw;
use super::people::somebody;
use super::stories::{ANSWERS, NOTES, STORIES, line, told, told_of_wave};
use crate::edge::SeededChance;

/// How many reports there are.
pub const REPORTS: u64 = 60;
/// How many of them are the wave.
pub const WAVE_REPORTS: u64 = 12;
/// How far a report has come, and how many in a hundred stand there: 0 waits for somebody, 1 is in somebody's hands, 2 has
/// begun, 3 waits for the reporter, 4 has their answer, 5 and 6 are handed over or will be, 7 is resolved, 8 is closed.
const STAGES: [(usize, f64); 9] =
    [(0, 12.0), (1, 6.0), (2, 12.0), (3, 10.0), (4, 6.0), (5, 8.0), (6, 10.0), (7, 14.0), (8, 22.0)];
/// The rota is made for so many days.
const ROTA_DAYS: usize = 7;
/// The oldest came so many minutes ago.
const OLDEST: usize = 13 * 24 * 60;
/// What is over came at least so many minutes ago.
const DAY: usize = 25 * 60;

/// What making reports needs.
#[derive(Clone, Copy)]
pub struct Town<'a> {
    /// Help now.
    pub guide: &'a Guide,
    /// The city.
    pub region: &'a Region,
    /// Promises and hours.
    pub rules: &'a Rules,
    /// The seed.
    pub seed: u64,
}

/// The people who work on reports.
struct Desk {
    officers: Vec<(PersonId, Role)>,
    lead: Option<(PersonId, Role)>,
}

/// One report on its way through the desk.
struct Maker<'a> {
    store: &'a Store,
    town: Town<'a>,
    chance: SeededChance,
    desk: Desk,
    now: Timestamp,
}

/// Adds the reports; returns how many there are.
///
/// # Errors
/// In words, when the store fails.
pub async fn add(store: &Store, town: &Town<'_>, now: Timestamp) -> Result<u64, String> {
    let accounts = store.accounts().await.map_err(|error| error.to_string())?;
    let maker = Maker {
        store,
        town: *town,
        chance: SeededChance::new(town.seed ^ 0x7e_11),
        desk: Desk::of(&accounts),
        now,
    };
    maker.fill_rota().await?;
    for number in 0..REPORTS {
        maker.make(number).await?;
    }
    Ok(REPORTS)
}

impl Desk {
    fn of(accounts: &[Person]) -> Self {
        let of = |role: Role| accounts.iter().filter(move |person| person.role == role);
        Self {
            officers: of(Role::ContactOfficer).map(|person| (person.id, person.role)).collect(),
            lead: of(Role::SafeguardingLead).map(|person| (person.id, person.role)).next(),
        }
    }

    /// Whoever works on it: what touches somebody's safety is the lead's.
    fn holder(&self, number: u64, is_delicate: bool) -> Option<Who> {
        let lead = self.lead.filter(|_| is_delicate);
        let count = self.officers.len().max(1) as u64;
        let officer = self.officers.get((number % count) as usize).copied();
        lead.or(officer).map(|(person, role)| Who {
            case: Actor::Officer { person, role },
            ledger: ledger::Actor::Person(person),
        })
    }
}

impl Maker<'_> {
    fn at(&self, now: Timestamp) -> At<'_> {
        At { store: self.store, rules: self.town.rules, chance: &self.chance, now: now.min(self.now) }
    }

    /// The officers share each day of the coming week: one until the middle of our hours, the next from there.
    async fn fill_rota(&self) -> Result<(), String> {
        let calendar = &self.town.rules.calendar;
        let mut day = calendar.zone().to_datetime(self.now).date();
        for number in 0..ROTA_DAYS {
            if let Some((opens, closes)) = calendar.opening_of(day) {
                let middle = opens + closes.duration_since(opens) / 2;
                for (place, (starts_at, ends_at)) in
                    [(opens, middle), (middle, closes)].into_iter().enumerate()
                {
                    let turn = (number + place) % self.desk.officers.len().max(1);
                    let Some((person, _)) = self.desk.officers.get(turn).copied() else { continue };
                    let shift = Shift { person, starts_at, ends_at };
                    let by = ledger::Actor::CommandLine;
                    self.store.add_to_rota(shift, &by, self.now).await.map_err(|error| error.to_string())?;
                }
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        Ok(())
    }

    async fn make(&self, number: u64) -> Result<(), String> {
        let mut draw = Draw::of(self.town.seed, "reports", number);
        let is_wave = number < WAVE_REPORTS;
        let story = STORIES.get(number as usize % STORIES.len()).filter(|_| !is_wave);
        let stage = draw.weighted(&STAGES);
        let minutes = age(stage, is_wave, &mut draw);
        let received = self.now - SignedDuration::from_mins(minutes);
        let Some(problem) = self.town.guide.problems.get(story.map_or("false-bill", |s| s.problem)) else {
            return Ok(());
        };
        let account = match story {
            Some(story) => told(story, &mut draw),
            None => told_of_wave(number, &mut draw, self.day_of(received)),
        };
        let by_the_rules = centre::account::first(problem, &account).triage;
        let manner = match draw.below(10) {
            0 => Manner::Anonymous,
            1 if problem.is_delicate => Manner::Sensitive,
            _ => Manner::Named,
        };
        let person = somebody(&mut draw, "shopfront.test");
        let reporter = person.filter(|_| manner != Manner::Anonymous).map(|person| Reporter {
            name: Some(person.name),
            email: Some(person.email),
            phone: Some(person.phone),
            safe_contact: line(if problem.is_delicate {
                "By this telephone, weekdays from 10 to 12"
            } else {
                ""
            }),
            ..Reporter::default()
        });
        let borough = draw.below(self.town.region.boroughs.len());
        let telling = Telling {
            token: token(self.town.seed, number),
            manner,
            reporter,
            member: None,
            channel: if draw.percent(25.0) { "phone" } else { "web" },
            problem,
            borough: self
                .town
                .region
                .boroughs
                .get(borough)
                .map(|b| b.code.as_str().to_owned())
                .unwrap_or_default(),
            account,
            files: Vec::new(),
        };
        let report = receive_at(self.at(received), telling, &ledger::Actor::Visitor)
            .await
            .map_err(|problem| in_words(&problem))?;
        if report.again {
            // The program was stopped while it made them: what is there stays as it is.
            return Ok(());
        }
        let Some(holder) = self.desk.holder(number, problem.is_delicate) else { return Ok(()) };
        let is_hate = problem.trouble == centre::routes_today::Trouble::Hate;
        let course = Course { report, holder, received, is_hate, by_the_rules, number };
        self.work(&course, stage, &mut draw).await
    }

    fn day_of(&self, at: Timestamp) -> Option<jiff::civil::Date> {
        Some(self.town.region.time_zone.to_datetime(at).date())
    }

    /// What the desk did about it, up to a stage.
    async fn work(&self, course: &Course, stage: usize, draw: &mut Draw) -> Result<(), String> {
        if stage == 0 {
            return Ok(());
        }
        let after = |minutes: i64| course.received + SignedDuration::from_mins(minutes);
        let first = after(4 + draw.below(15) as i64);
        self.say(
            course,
            first,
            vec![Deed::Read {}.into(), Deed::Taken {}.into(), triage(course, draw).into()],
        )
        .await?;
        if stage >= 2 {
            self.write(course, first + SignedDuration::from_mins(10), FIRST_WORDS).await?;
            let note = self.words(draw.one(&NOTES), |text| Deed::NoteAdded { text });
            self.say(course, first + SignedDuration::from_mins(15), vec![note]).await?;
        }
        if (2..=6).contains(&stage) && draw.percent(85.0) {
            let lately = self.now - SignedDuration::from_mins(draw.between(5, 90) as i64);
            self.write(course, lately.max(first + SignedDuration::from_mins(20)), NEWS).await?;
        }
        match stage {
            3 => self.say(course, after(80), waits(true).into_iter().collect()).await,
            4 => {
                self.say(course, after(80), waits(true).into_iter().collect()).await?;
                self.answer(course, after(120), draw.one(&ANSWERS)).await
            }
            5 => self.hand_over(course, after(60), false).await,
            6 => {
                self.hand_over(course, after(60), true).await?;
                self.say(course, after(110), waits(false).into_iter().collect()).await
            }
            7 | 8 => {
                let mut end: Vec<Saying> =
                    outcomes(course.is_hate, draw).into_iter().map(Into::into).collect();
                end.push(Deed::Resolved {}.into());
                if stage == 8 {
                    end.push(Deed::Closed {}.into());
                }
                self.write(course, after(1_400), LAST_WORDS).await?;
                self.say(course, after(1_440), end).await?;
                self.check_in(course).await
            }
            _ => Ok(()),
        }
    }

    async fn hand_over(&self, course: &Course, at: Timestamp, is_sent: bool) -> Result<(), String> {
        let pack = PackId::random(&self.chance);
        let body = if course.is_hate { "true-vision" } else { "report-fraud" };
        let Ok(to) = Word::parse(body) else { return Ok(()) };
        self.say(course, at, vec![Deed::PackDecided { pack, to, ground: Ground::Consent }.into()]).await?;
        if !is_sent {
            return Ok(());
        }
        let yes = [Saying::from(Deed::PackConsented { pack })];
        self.tell(course, &Who::reporter(), at + SignedDuration::from_mins(20), &yes, None).await?;
        let Some(reference) = line(&format!("RF-{:06}", 410_000 + course.number * 37)) else { return Ok(()) };
        self.say(course, at + SignedDuration::from_mins(30), vec![Deed::PackSent { pack, reference }.into()])
            .await
    }

    /// Three days after, we asked how they are.
    async fn check_in(&self, course: &Course) -> Result<(), String> {
        let at = course.received + SignedDuration::from_hours(3 * 24 - 2);
        if at > self.now {
            return Ok(());
        }
        let made = Deed::FollowUpMade { check_in: CheckIn::Day3, result: CheckInResult::Spoke };
        let note = self
            .words("Day 3. Stress: some. Shame: none. Stopped trading: for a day or less.", |text| {
                Deed::NoteAdded { text }
            });
        self.say(course, at, vec![made.into(), note]).await
    }

    async fn say(&self, course: &Course, at: Timestamp, sayings: Vec<Saying>) -> Result<(), String> {
        self.tell(course, &course.holder, at, &sayings, None).await
    }

    async fn write(&self, course: &Course, at: Timestamp, words: &str) -> Result<(), String> {
        let out = [Saying::from(Deed::MessageOut { text: TextId::random(&self.chance) })];
        self.tell(course, &course.holder, at, &out, Some(words)).await
    }

    async fn answer(&self, course: &Course, at: Timestamp, words: &str) -> Result<(), String> {
        let answer = [Saying::from(Deed::MessageIn { text: TextId::random(&self.chance) })];
        self.tell(course, &Who::reporter(), at, &answer, Some(words)).await
    }

    fn words(&self, words: &str, deed: impl FnOnce(TextId) -> Deed) -> Saying {
        Saying { deed: deed(TextId::random(&self.chance)), words: Some(words.to_owned()) }
    }

    /// What is not possible in this story is left out: a refusal is no fault of the demonstration.
    async fn tell(
        &self,
        course: &Course,
        who: &Who,
        at: Timestamp,
        sayings: &[Saying],
        message: Option<&str>,
    ) -> Result<(), String> {
        let message = message.map(|words| (course.report.report, words));
        let told = tell_at(self.at(at), who, course.report.case, sayings, message).await;
        told.map(|_| ()).map_err(|problem| in_words(&problem))
    }
}

/// A report and who works on it.
struct Course {
    report: ReceivedReport,
    holder: Who,
    received: Timestamp,
    is_hate: bool,
    by_the_rules: Triage,
    number: u64,
}

const FIRST_WORDS: &str = "Hello. I have read what you told us, and I have your case now. I will write here again today. We never ask for a password, a code or a payment.";
const NEWS: &str = "Hello. This is how it stands: we compare it with other reports of this week, and I write again tomorrow. We never ask for a password, a code or a payment.";
const LAST_WORDS: &str = "Hello. This is what came of it; it stands on your page. I will ask you in some days how you are. We never ask for a password, a code or a payment.";

/// The token with which a report is sent, however often: it follows from the seed and the report's number.
fn token(seed: u64, number: u64) -> Secret {
    let mut draw = Draw::of(seed, "report tokens", number);
    let words: Vec<String> = (0..8).map(|_| format!("{:08x}", draw.below(usize::MAX) as u32)).collect();
    Secret::presented(&words.concat())
}

/// How long ago a report came, in minutes: what waits came a moment ago, what is over came days ago.
fn age(stage: usize, is_wave: bool, draw: &mut Draw) -> i64 {
    let minutes = match stage {
        0 => draw.between(2, 50),
        1 => draw.between(30, 100),
        7 | 8 if is_wave => draw.between(DAY, 2 * DAY),
        7 | 8 => draw.between(DAY, OLDEST),
        _ => draw.between(150, 10 * 60),
    };
    minutes as i64
}

fn triage(course: &Course, draw: &mut Draw) -> Deed {
    let now = course.by_the_rules;
    let urgency = if draw.percent(40.0) { Urgency::Today } else { now.urgency };
    let because = line("Heard it on the telephone");
    Deed::Triaged { to: Triage { urgency, ..now }, because }
}

fn waits(for_reporter: bool) -> Option<Saying> {
    let because = line(if for_reporter { "A picture of the mail" } else { "The bank's answer" })?;
    let deed = if for_reporter {
        Deed::WaitingForReporter { because }
    } else {
        Deed::WaitingForThirdParty { because }
    };
    Some(deed.into())
}

fn outcomes(is_hate: bool, draw: &mut Draw) -> Vec<Deed> {
    let one = |outcome, pence| Deed::OutcomeAdded { outcome, pence, because: None };
    if is_hate {
        return vec![one(Outcome::HateHeard, None), one(Outcome::HateRemoved, None)];
    }
    match draw.below(4) {
        0 => vec![
            one(Outcome::MoneyStopped, Some(80_000 + draw.below(900_000) as u64)),
            one(Outcome::Reported, None),
        ],
        1 => vec![one(Outcome::MoneyReturned, Some(12_000 + draw.below(300_000) as u64))],
        2 => vec![one(Outcome::SystemRestored, None), Deed::HelpedOthers {}],
        _ => vec![one(Outcome::TakenDown, None), one(Outcome::VictimSupported, None)],
    }
}

fn in_words(problem: &web::Problem) -> String {
    problem.cause.as_ref().map_or_else(|| problem.what_to_do.clone(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use store::{Keys, Place as StorePlace, QueueFilter};

    use super::*;
    use crate::demo::staff;
    use crate::edge::SystemChance;

    async fn made(name: &str, seed: u64) -> (Vec<String>, BTreeMap<String, usize>) {
        let folder = std::env::temp_dir().join(format!("watchhouse-reports-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let keys = Keys::open(&folder, &SystemChance).unwrap();
        let chance = Arc::new(SeededChance::new(seed));
        let store = Store::open(StorePlace::Folder(folder.clone()), keys, chance).await.unwrap();
        let (region, guide) = (crate::region::read(None).unwrap(), crate::guidance::read().unwrap());
        let rules = Rules::of(&region).unwrap();
        store.keep_days_by(region.time_zone.clone());
        let now: Timestamp = "2026-11-27T11:00:00Z".parse().unwrap();
        staff::add(&store, now).await.unwrap();
        let town = Town { guide: &guide, region: &region, rules: &rules, seed };
        assert_eq!(add(&store, &town, now).await.unwrap(), REPORTS);
        let filter = QueueFilter { restricted: true, ..QueueFilter::default() };
        let queue = store.queue(&filter, None, 200).await.unwrap();
        let mut states = BTreeMap::new();
        for case in &queue {
            *states.entry(case.place.state.clone()).or_default() += 1;
        }
        let lines = queue.iter().map(|case| format!("{} {:?}", case.reference, case.place)).collect();
        store.close().await;
        let _ = std::fs::remove_dir_all(&folder);
        (lines, states)
    }

    #[tokio::test]
    async fn the_reports_follow_from_the_seed_and_stand_at_every_stage() {
        let (first, states) = made("first", 7).await;
        assert_eq!(made("second", 7).await.0, first);
        assert_ne!(made("third", 8).await.0, first);
        for state in ["received", "assigned", "in_progress", "waiting_reporter", "waiting_third_party"] {
            assert!(states.contains_key(state), "{state}: {states:?}");
        }
    }
}
