//! From a journal to results: every look is judged by the rules of today, without a packet.

use std::collections::HashMap;
use std::path::Path;

use centre::cohort::{CountedFirm, HostKind, Picture, UNKNOWN, levers};
use checkup::providers::host_of;
use checkup::{Judgement, Level};
use terms::{DomainName, Promise, PromiseState, Severity, Timestamp};

use crate::journal::JournalError;
use crate::kept::{KeptAnswer, KeptLook};
use crate::list::{Firm, mark};
use crate::order::Ordered;
use crate::table::{Cell, Column, Table, TableError};

/// Looks that are judged together, shared out over the machine's cores.
const JUDGED_AT_ONCE: usize = 4_096;

/// Which files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats {
    /// Comma-separated values.
    pub csv: bool,
    /// Parquet.
    pub parquet: bool,
}

/// Results could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ResultError {
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A table cannot be written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A judgement ended early, which is a fault of the program.
    #[error("a judgement ended early; nothing was changed")]
    CutOff,
}

/// A look, judged.
#[derive(Debug)]
pub struct Judged {
    /// The firm.
    pub firm: Firm,
    /// When it was looked at.
    pub ended_at: Timestamp,
    /// What the look comes to.
    pub judgement: Judgement,
    /// How many questions were asked.
    pub questions: usize,
}

/// What a run comes to, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many firms.
    pub firms: u64,
    /// How many findings.
    pub findings: u64,
    /// How many questions were asked for them.
    pub questions: u64,
    /// The counts.
    pub picture: Picture,
    /// When the last look ended.
    pub last: Option<Timestamp>,
}

const PROMISES: &[Column] = &[
    Column::Number("line"),
    Column::Text("domain"),
    Column::Text("borough"),
    Column::Text("sector"),
    Column::Text("size"),
    Column::Text("cohort"),
    Column::Moment("looked_at"),
    Column::Text("mail_is_yours"),
    Column::Text("website_is_safe"),
    Column::Text("nothing_dangerous_open"),
    Column::Text("name_is_yours"),
    Column::Text("mail_provider"),
    Column::Text("name_host"),
    Column::Text("next_thing"),
];

const FINDINGS: &[Column] = &[
    Column::Number("line"),
    Column::Text("domain"),
    Column::Text("borough"),
    Column::Text("sector"),
    Column::Text("size"),
    Column::Text("cohort"),
    Column::Text("check"),
    Column::Text("severity"),
    Column::Text("promise"),
    Column::Text("seen"),
];

/// How the promises of firms stood in an earlier run, by a short mark of each name.
#[derive(Debug, Default)]
pub struct Before(HashMap<u64, [PromiseState; 4]>);

impl Before {
    /// Reads an earlier run, judged by the rules of today: what moved is then the firms' doing, and not ours.
    ///
    /// # Errors
    /// [`ResultError`] when its journal cannot be read.
    pub fn read(journal: &Path) -> Result<Self, ResultError> {
        let mut ordered = Ordered::open(journal)?;
        let mut states = HashMap::new();
        let places = std::mem::take(&mut ordered.looks);
        for some in places.chunks(JUDGED_AT_ONCE) {
            let looks = some.iter().map(|placed| ordered.look(*placed)).collect::<Result<Vec<_>, _>>()?;
            for judged in judge(&looks, &ordered.shared)? {
                let of = Promise::ALL.map(|promise| judged.judgement.standing(promise));
                states.insert(mark(&judged.firm.domain), of);
            }
        }
        Ok(Self(states))
    }

    fn of(&self, domain: &DomainName) -> Option<[PromiseState; 4]> {
        self.0.get(&mark(domain)).copied()
    }
}

/// Judges every look of a journal in the order of its list, writes `promises` and `findings` into the folder, and
/// counts; what moved since `before` is counted too. The same journal gives the same bytes.
///
/// # Errors
/// [`ResultError`]; the results of before are still there then.
pub fn write_results(
    journal: &Path,
    folder: &Path,
    formats: Formats,
    before: &Before,
) -> Result<Totals, ResultError> {
    let mut ordered = Ordered::open(journal)?;
    let mut promises = Table::begin(folder, "promises", PROMISES, formats.csv, formats.parquet)?;
    let mut findings = Table::begin(folder, "findings", FINDINGS, formats.csv, formats.parquet)?;
    let mut totals = Totals::default();
    let places = std::mem::take(&mut ordered.looks);
    for some in places.chunks(JUDGED_AT_ONCE) {
        let looks = some.iter().map(|placed| ordered.look(*placed)).collect::<Result<Vec<_>, _>>()?;
        for judged in judge(&looks, &ordered.shared)? {
            promises.row(promise_row(&judged))?;
            for row in finding_rows(&judged) {
                findings.row(row)?;
                totals.findings += 1;
            }
            totals.firms += 1;
            totals.questions += judged.questions as u64;
            totals.last = totals.last.max(Some(judged.ended_at));
            let firm = CountedFirm { before: before.of(&judged.firm.domain), ..counted_of(&judged) };
            totals.picture.count(&firm, is_default);
        }
    }
    promises.finish()?;
    findings.finish()?;
    totals.picture.fold_rare();
    Ok(totals)
}

/// Judges looks on every core, in order.
fn judge(looks: &[KeptLook], shared: &[KeptAnswer]) -> Result<Vec<Judged>, ResultError> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = looks.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = looks
            .chunks(share)
            .map(|part| {
                scope.spawn(move || part.iter().map(|look| judge_one(look, shared)).collect::<Vec<_>>())
            })
            .collect();
        let mut all = Vec::with_capacity(looks.len());
        for part in parts {
            all.extend(part.join().map_err(|_| ResultError::CutOff)?);
        }
        Ok(all)
    })
}

fn judge_one(look: &KeptLook, shared: &[KeptAnswer]) -> Judged {
    let firm = look.firm();
    let ended_at = look.ended_at();
    let judgement = checkup::judge(&firm.domain, &look.answers(shared), Level::Records, ended_at);
    Judged { firm, ended_at, judgement, questions: look.questions() }
}

fn counted_of(judged: &Judged) -> CountedFirm {
    let columns = &judged.firm.columns;
    counted(&judged.judgement, &columns.borough, &columns.sector, &columns.size)
}

/// A judgement as a firm that is counted.
pub fn counted(judgement: &Judgement, borough: &str, sector: &str, size: &str) -> CountedFirm {
    let setting = &judgement.setting;
    let host = |known: &Option<String>, servers: &[String]| {
        host_of(known.as_deref(), servers, &setting.domain).unwrap_or_else(|| UNKNOWN.to_owned())
    };
    CountedFirm {
        borough: borough.to_owned(),
        sector: sector.to_owned(),
        size: size.to_owned(),
        mail_provider: host(&setting.mail_provider, &setting.mail_servers),
        name_host: host(&setting.name_host, &setting.name_servers),
        promises: Promise::ALL.map(|promise| judgement.standing(promise)),
        before: None,
        levers: levers(&judgement.findings),
    }
}

/// Whether a check looks at what a provider of this kind sets for all its customers.
pub fn is_default(check: &str, kind: HostKind) -> bool {
    match kind {
        HostKind::Mail => checkup::providers::is_mail_default(check),
        HostKind::Name => checkup::providers::is_name_default(check),
    }
}

fn beginning(judged: &Judged) -> Vec<Cell> {
    let Firm { line, domain, columns } = &judged.firm;
    let text = |text: &str| Cell::Text(text.to_owned());
    vec![
        Cell::Number(i64::try_from(*line).unwrap_or(i64::MAX)),
        text(domain.as_ascii()),
        text(&columns.borough),
        text(&columns.sector),
        text(&columns.size),
        text(&columns.cohort),
    ]
}

fn promise_row(judged: &Judged) -> Vec<Cell> {
    let mut row = beginning(judged);
    row.push(Cell::Moment(judged.ended_at));
    let states = Promise::ALL.map(|promise| judged.judgement.standing(promise));
    row.extend(states.map(|state| Cell::Text(state_word(state).to_owned())));
    let CountedFirm { mail_provider, name_host, .. } = counted_of(judged);
    let next = judged.judgement.next.as_ref().map(|next| next.check.clone()).unwrap_or_default();
    row.extend([mail_provider, name_host, next].map(Cell::Text));
    row
}

fn finding_rows(judged: &Judged) -> impl Iterator<Item = Vec<Cell>> {
    judged.judgement.findings.iter().map(|finding| {
        let mut row = beginning(judged);
        row.push(Cell::Text(finding.check.clone()));
        row.push(Cell::Text(severity_word(finding.severity).to_owned()));
        row.push(Cell::Text(promise_word(finding.promise).to_owned()));
        row.push(Cell::Text(finding.seen.clone()));
        row
    })
}

fn state_word(state: PromiseState) -> &'static str {
    match state {
        PromiseState::NotKept => "not_kept",
        PromiseState::Partly => "partly",
        PromiseState::CouldNotCheck => "could_not_check",
        PromiseState::Kept => "kept",
    }
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Urgent => "urgent",
        Severity::Important => "important",
        Severity::WorthDoing => "worth_doing",
        Severity::Note => "note",
    }
}

fn promise_word(promise: Promise) -> &'static str {
    match promise {
        Promise::MailIsYours => "mail_is_yours",
        Promise::WebsiteIsSafe => "website_is_safe",
        Promise::NothingDangerousOpen => "nothing_dangerous_open",
        Promise::NameIsYours => "name_is_yours",
    }
}
