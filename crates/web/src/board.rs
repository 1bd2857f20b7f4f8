//! What everybody may know of how the desk is doing: whether very many write at once, what to do about what goes round, and
//! how long answers take. It names nobody.
//!
//! Pages read it from memory, so that somebody in trouble waits for no database; [`refresh`] brings it up to date.

use std::sync::{Arc, PoisonError, RwLock};

use centre::ledger::Actor;
use centre::small_cells::SMALLEST_SHOWN;
use centre::tally::{Lens, Span, median};
use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use terms::{PlainLine, Timestamp};

use crate::app::App;
use crate::face::words::{FluentValue, Words};
use crate::problem::Problem;

/// The setting that holds surge mode.
const SURGE: &str = "desk.surge";
/// The setting that holds what the public is told about what goes round.
const ADVICE: &str = "desk.advice";
/// Over so many days it is measured how long answers take.
pub const DAYS_MEASURED: i32 = 14;
/// The most pieces of advice at one time: more is read by nobody.
pub const MOST_ADVICE: usize = 5;
/// The longest text of a piece of advice, in characters.
pub const LONGEST_ADVICE: usize = 600;

/// Surge mode, while it is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surge {
    /// Since when.
    pub since: Timestamp,
    /// Why, for the desk.
    pub reason: PlainLine,
    /// What the public is told, in one line.
    pub says: PlainLine,
    /// How long answers take, as the desk expects it; what is measured comes before it.
    pub expected: Option<PlainLine>,
}

/// What to do about something that goes round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Since when.
    pub since: Timestamp,
    /// What goes round.
    pub title: PlainLine,
    /// What to do, in plain words.
    pub text: String,
}

/// What stands on the board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notice {
    /// Surge mode, while it is on.
    pub surge: Option<Surge>,
    /// The newest first.
    pub advice: Vec<Advice>,
    /// Half of the answers of the last days took no longer than this. None while there are too few to say.
    pub answers: Option<Span>,
}

/// The board.
#[derive(Debug, Clone, Default)]
pub struct Board(Arc<RwLock<Arc<Notice>>>);

impl Board {
    /// What stands on it now.
    pub fn notice(&self) -> Arc<Notice> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn put(&self, notice: Notice) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(notice);
    }
}

/// Brings the board and the guide up to date with what the centre decided, here or on another node.
///
/// # Errors
/// When the store fails; what stood there goes on standing.
pub async fn refresh(app: &App) -> Result<(), Problem> {
    app.guide.refresh(&app.store).await?;
    let surge = app.store.setting(SURGE).await?.and_then(|value| serde_json::from_value(value).ok());
    let advice = app.store.setting(ADVICE).await?.and_then(|value| serde_json::from_value(value).ok());
    let answers = answers(app).await?;
    app.board.put(Notice { surge, advice: advice.unwrap_or_default(), answers });
    Ok(())
}

/// Half of the answers of the last days took no longer than this; none where they are too few to hide in.
async fn answers(app: &App) -> Result<Option<Span>, Problem> {
    let today = app.region.time_zone.to_datetime(app.now()).date();
    let from = today.checked_sub(DAYS_MEASURED.days()).unwrap_or(today);
    let counts = app.store.report_counts(Lens::Answer.name(), &from.to_string(), &today.to_string()).await?;
    let spans: Vec<(Span, u64)> =
        counts.iter().filter_map(|count| Some((Span::parse(&count.word)?, count.how_many))).collect();
    let all: u64 = spans.iter().map(|(_, count)| count).sum();
    Ok(median(&spans).filter(|_| all >= SMALLEST_SHOWN))
}

/// Switches surge mode on, with what the public is told, or off. The reason stands in the ledger.
///
/// # Errors
/// When the store fails.
pub async fn set_surge(app: &App, surge: Option<&Surge>, by: &Actor) -> Result<(), Problem> {
    let value = serde_json::to_value(surge).map_err(Problem::broken)?;
    app.store.set_setting(SURGE, &value, by, app.now()).await?;
    refresh(app).await
}

/// Sets what the public is told about what goes round, the newest first.
///
/// # Errors
/// When the store fails.
pub async fn set_advice(app: &App, advice: &[Advice], by: &Actor) -> Result<(), Problem> {
    let value = serde_json::to_value(advice).map_err(Problem::broken)?;
    app.store.set_setting(ADVICE, &value, by, app.now()).await?;
    refresh(app).await
}

/// One plain line about a surge, with the time that answers take; none while there is no surge. Asks no database.
pub fn surge_line(app: &App, words: Words) -> Option<String> {
    let notice = app.board.notice();
    let surge = notice.surge.as_ref()?;
    let says = full_stop(surge.says.as_str());
    let time = answer_time(&notice, words);
    Some(time.map_or(says.clone(), |time| format!("{says} {time}")))
}

/// How long answers take now: measured where that can be said, else as the desk expects it in a surge.
pub fn answer_time(notice: &Notice, words: Words) -> Option<String> {
    match (notice.answers, notice.surge.as_ref().and_then(|surge| surge.expected.as_ref())) {
        (Some(span), _) => {
            Some(words.say_with("surge-answers", &[("time", FluentValue::from(span.in_words()))]))
        }
        (None, Some(expected)) => {
            Some(words.say_with("surge-expected", &[("time", FluentValue::from(expected.as_str()))]))
        }
        (None, None) => None,
    }
}

fn full_stop(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
