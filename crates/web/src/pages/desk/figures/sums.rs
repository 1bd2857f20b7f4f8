//! The figures themselves, with what must be hidden already hidden: nothing that reads them can show more.
//!
//! Counts are kept by month, and each month stands for itself: no sum over months is told, so that none can be taken from
//! another. A month's rows are hidden by `small_cells`, whose total everybody may know, and those that are hidden have no names. Kinds of incident add up problems, and
//! one is told only where none of its problems is hidden.

use std::collections::BTreeMap;

use centre::clock::{Kind, Quarter};
use centre::small_cells::{SMALLEST_SHOWN, hidden_rows};
use centre::tally::{ALL, Lens, Span, UNSAID, median};
use jiff::ToSpan as _;
use jiff::civil::Date;
use store::ReportCount;
use terms::Timestamp;

use crate::app::App;
use crate::pages::desk::words;
use crate::problem::Problem;

/// Months that can be chosen, and that the picture over time has.
pub const MONTHS: usize = 24;
/// Quarters of the table of clocks.
pub const QUARTERS: usize = 5;
/// Weeks in which somebody did not find their problem.
const WEEKS: u32 = 13;

/// One row of a month's table; `None` is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The word of the lens; empty for a sum of several.
    pub word: String,
    /// What people call it.
    pub name: String,
    /// How many.
    pub how_many: Option<u64>,
    /// How much money, in pence.
    pub pence: Option<u64>,
}

/// One table of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// By what is counted.
    pub lens: Lens,
    /// What it shows.
    pub title: &'static str,
    /// What its first column names.
    pub of: &'static str,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// How one promise was kept in a quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRow {
    /// The quarter: `2026-Q4`.
    pub quarter: String,
    /// Which promise.
    pub kind: Kind,
    /// So many in time and so many late. None where they are too few to be told.
    pub counts: Option<(u64, u64)>,
    /// Half of those that were kept took no longer.
    pub median: Option<Span>,
}

impl ClockRow {
    /// The share that was kept, in whole percent, cut and never rounded up.
    pub fn percent(&self) -> Option<u64> {
        let (in_time, late) = self.counts?;
        (in_time * 100).checked_div(in_time + late)
    }
}

/// Whose figures: what the public sees, or what those see who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For<'a> {
    /// Everybody: months and quarters that are over.
    Everybody,
    /// Whoever may see the figures of reports; of the boroughs, one only for whoever is bound to it.
    Reader {
        /// The borough.
        bound_to: Option<&'a str>,
    },
}

/// Everything that a page of figures, its files and programs show.
#[derive(Debug, Clone)]
pub struct Sums {
    /// The months that can be chosen, the newest first.
    pub months: Vec<String>,
    /// The month that is shown; empty where none is there yet.
    pub month: String,
    /// Everything that came in, by month, the oldest first.
    pub over_time: Vec<(String, Option<u64>)>,
    /// The tables of the month.
    pub sheets: Vec<Sheet>,
    /// How promises were kept, the newest quarter first.
    pub clocks: Vec<ClockRow>,
    /// How often a problem was not on the list, by the Monday of the week, the newest first.
    pub weeks: Vec<(Date, Option<u64>)>,
    /// When the figures were last brought up to date.
    pub counted_at: Option<Timestamp>,
}

impl Sums {
    /// The figures of a month, or of the newest that may be seen.
    ///
    /// # Errors
    /// When the store fails, or there is no such month for this reader.
    pub async fn of(app: &App, whose: For<'_>, asked: &str) -> Result<Self, Problem> {
        let today = app.region.time_zone.to_datetime(app.now()).date();
        let this_month = today.strftime("%Y-%m").to_string();
        let is_told = |month: &String| whose != For::Everybody || **month < *this_month;
        let mut months: Vec<String> = app.store.report_periods(Lens::All.name()).await?;
        months.retain(is_told);
        months.reverse();
        months.truncate(MONTHS);
        let month = match asked {
            "" => months.first().cloned().unwrap_or_default(),
            asked => months.iter().find(|month| *month == asked).cloned().ok_or_else(Problem::not_found)?,
        };
        let mut sheets = Vec::new();
        if !month.is_empty() {
            sheets = vec![
                problems(app, &month).await?,
                boroughs(app, &month, whose).await?,
                channels(app, &month).await?,
                outcomes(app, &month).await?,
            ];
        }
        Ok(Self {
            over_time: over_time(app, &months).await?,
            clocks: clocks(app, whose, today).await?,
            weeks: weeks(app, today, whose).await?,
            counted_at: counted_at(app).await?,
            months,
            month,
            sheets,
        })
    }
}

async fn month_of(app: &App, lens: Lens, month: &str) -> Result<Vec<ReportCount>, Problem> {
    Ok(app.store.report_counts(lens.name(), month, month).await?)
}

/// The rows that are shown, by name. Those that are hidden stand together as one without names: whoever saw which they are
/// could tell that each is one when they are as many as their sum.
fn hide(
    counts: &[ReportCount],
    name: impl Fn(&str) -> String,
    has_money: impl Fn(&str) -> bool,
) -> (Vec<Row>, Option<Row>) {
    let rows: Vec<Vec<u64>> = counts.iter().map(|count| vec![count.how_many]).collect();
    let hidden = hidden_rows(&rows, &[]);
    let shown = counts.iter().zip(&hidden).filter(|(_, hidden)| !**hidden).map(|(count, _)| Row {
        word: count.word.clone(),
        name: name(&count.word),
        how_many: Some(count.how_many),
        pence: has_money(&count.word).then_some(count.pence),
    });
    let rest = Row { word: String::new(), name: OTHERS.to_owned(), how_many: None, pence: None };
    (shown.collect(), hidden.contains(&true).then_some(rest))
}

/// The row of what is hidden.
const OTHERS: &str = "Others, too few to name";

/// Problems under the kinds of incident to which they belong; the kinds are the sums of theirs.
async fn problems(app: &App, month: &str) -> Result<Sheet, Problem> {
    let counts = month_of(app, Lens::Problem, month).await?;
    let guide = app.guide.guide();
    let title = |word: &str| {
        guide.problems.get(word).map_or_else(|| word.to_owned(), |problem| problem.title.clone())
    };
    let kind = |word: &str| guide.problems.get(word).map_or("other", |problem| problem.incident.name());
    let mut by_kind: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    let (shown, rest) = hide(&counts, title, |_| false);
    let is_whole = |of: &str| {
        let all = counts.iter().filter(|count| kind(&count.word) == of).count();
        all == shown.iter().filter(|row| kind(&row.word) == of).count()
    };
    for row in &shown {
        by_kind.entry(kind(&row.word)).or_default().push(row.clone());
    }
    let mut rows = Vec::new();
    for (kind, mut own) in by_kind {
        let sum: Option<u64> = own.iter().map(|row| row.how_many).sum();
        let sum = sum.filter(|_| is_whole(kind));
        rows.push(Row { word: String::new(), name: format!("Kind: {kind}"), how_many: sum, pence: None });
        own.sort_by(|one, other| one.name.cmp(&other.name));
        rows.extend(own);
    }
    rows.extend(rest);
    Ok(Sheet { lens: Lens::Problem, title: "What came in, by kind and problem", of: "Kind or problem", rows })
}

async fn boroughs(app: &App, month: &str, whose: For<'_>) -> Result<Sheet, Problem> {
    let counts = month_of(app, Lens::Borough, month).await?;
    let name =
        |word: &str| if word == UNSAID { "Not said".to_owned() } else { words::borough(&app.region, word) };
    let (mut rows, rest) = hide(&counts, name, |_| false);
    rows.sort_by(|one, other| (one.word == UNSAID, &one.name).cmp(&(other.word == UNSAID, &other.name)));
    if let For::Reader { bound_to: Some(borough) } = whose {
        rows.retain(|row| row.word == borough);
    }
    rows.extend(rest);
    Ok(Sheet { lens: Lens::Borough, title: "What came in, by borough", of: "Borough", rows })
}

async fn channels(app: &App, month: &str) -> Result<Sheet, Problem> {
    let counts = month_of(app, Lens::Channel, month).await?;
    let name = |word: &str| match word {
        "web" => "Website".to_owned(),
        "phone" => "Telephone".to_owned(),
        "api" => "A program of a partner".to_owned(),
        "partner" => "A partner".to_owned(),
        other => other.replace(['_', '-'], " "),
    };
    let (mut rows, rest) = hide(&counts, name, |_| false);
    rows.extend(rest);
    Ok(Sheet { lens: Lens::Channel, title: "What came in, by door", of: "Door", rows })
}

async fn outcomes(app: &App, month: &str) -> Result<Sheet, Problem> {
    let counts = month_of(app, Lens::Outcome, month).await?;
    let ladder = |word: &str| word.parse::<centre::case::Outcome>().ok();
    let name = |word: &str| match ladder(word).and_then(|outcome| outcome.rung()) {
        Some(rung) => {
            format!("Hate and abuse, rung {rung}: {}", word.trim_start_matches("hate_").replace('_', " "))
        }
        None => format!("Fraud and cyber: {}", word.replace('_', " ")),
    };
    let (mut rows, rest) = hide(&counts, name, |word| matches!(word, "money_stopped" | "money_returned"));
    rows.sort_by_key(|row| centre::case::Outcome::ALL.iter().position(|one| one.name() == row.word));
    rows.extend(rest);
    Ok(Sheet { lens: Lens::Outcome, title: "What came of it, on both ladders", of: "Outcome", rows })
}

/// Each month stands for itself: a small one is hidden, and no other can tell of it.
async fn over_time(app: &App, months: &[String]) -> Result<Vec<(String, Option<u64>)>, Problem> {
    let (Some(first), Some(last)) = (months.last(), months.first()) else { return Ok(Vec::new()) };
    let counts = app.store.report_counts(Lens::All.name(), first, last).await?;
    let told = counts.into_iter().filter(|count| count.word == ALL);
    Ok(told.map(|count| (count.period, is_shown(count.how_many).then_some(count.how_many))).collect())
}

fn is_shown(count: u64) -> bool {
    count == 0 || count >= SMALLEST_SHOWN
}

async fn clocks(app: &App, whose: For<'_>, today: Date) -> Result<Vec<ClockRow>, Problem> {
    let this = Quarter::of(today);
    let back =
        (0..).map_while(|quarters: i32| today.checked_sub((quarters * 3).months()).ok()).map(Quarter::of);
    let wanted = back.filter(|quarter| whose != For::Everybody || *quarter != this).take(QUARTERS);
    let mut rows = Vec::new();
    for quarter in wanted {
        let period = quarter.to_string();
        let counts = month_of(app, Lens::Clock, &period).await?;
        let took = month_of(app, Lens::Took, &period).await?;
        rows.extend(Kind::ALL.iter().filter_map(|kind| clock_row(&period, *kind, &counts, &took)));
    }
    Ok(rows)
}

fn clock_row(quarter: &str, kind: Kind, counts: &[ReportCount], took: &[ReportCount]) -> Option<ClockRow> {
    let of = |end: &str| {
        let word = format!("{kind}.{end}");
        counts.iter().find(|count| count.word == word).map_or(0, |count| count.how_many)
    };
    let (in_time, late) = (of("in_time"), of("late"));
    if in_time + late == 0 {
        return None;
    }
    let own = format!("{kind}.");
    let spans: Vec<(Span, u64)> = took
        .iter()
        .filter_map(|count| Some((Span::parse(count.word.strip_prefix(&own)?)?, count.how_many)))
        .collect();
    let counts = is_shown(in_time + late).then_some((in_time, late));
    let median = median(&spans).filter(|_| in_time >= SMALLEST_SHOWN);
    Some(ClockRow { quarter: quarter.to_owned(), kind, counts, median })
}

/// The running week is not told to everybody: its number of today and of tomorrow would tell of one person.
async fn weeks(app: &App, today: Date, whose: For<'_>) -> Result<Vec<(Date, Option<u64>)>, Problem> {
    let this = centre::problem::week_of(today);
    let weeks = app.store.missing_problems(WEEKS).await?;
    let told = weeks.into_iter().filter(|(week, _)| whose != For::Everybody || *week < this);
    Ok(told.map(|(week, count)| (week, is_shown(count).then_some(count))).collect())
}

async fn counted_at(app: &App) -> Result<Option<Timestamp>, Problem> {
    let progress = app.store.progress().await?;
    Ok(progress.into_iter().find(|one| one.name == "report-figures").and_then(|one| one.finished_at))
}

/// A month as people read it: `November 2026`.
pub fn month_in_words(month: &str) -> String {
    let first: Result<Date, _> = format!("{month}-01").parse();
    first.map_or_else(|_| month.to_owned(), |day| day.strftime("%B %Y").to_string())
}

/// A quarter as people read it: `October to December 2026`.
pub fn quarter_in_words(quarter: &str) -> String {
    let (year, number) = quarter.split_once("-Q").unwrap_or((quarter, ""));
    let months = match number {
        "1" => "January to March",
        "2" => "April to June",
        "3" => "July to September",
        "4" => "October to December",
        _ => return quarter.to_owned(),
    };
    format!("{months} {year}")
}

/// What a promise is called in tables that the public reads.
pub fn promise_in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Acknowledge => "First steps are shown",
        Kind::Human => "One of us answers",
        Kind::Update => "The next word comes",
        Kind::HandOver => "It is passed on",
        Kind::Resolve => "The work is done",
        Kind::FollowUp => "We ask how you are",
    }
}
