//! `watchhouse link reports`: reports of fraud and cyber crime become networks, the most pressing first.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::ProgressBar;
use linking::reports::{LONGEST_FIELD, LONGEST_NARRATIVE, Linker, Model, Ranked, Report, day};
use serde_json::json;
use terms::edge::Clock;

use super::intake::{self, BadRows, Intake, counted, plain, shown};
use super::sheet::{Places, Sheet, replace};
use super::{Run, bar, model_text, no_model, save_model, words};
use crate::trouble::Trouble;

/// Find the reports that may be of one offender.
#[derive(Debug, Args)]
pub struct Reports {
    /// The reports: CSV whose first line names the columns, JSON lines, or Parquet; packed with gzip if you like.
    /// Columns that are known: report_id, received_at, crime_code, suspect_org, suspect_name, suspect_address, phones,
    /// emails, urls, bank_accounts, wallets, handles, ips, device_ids, narrative, victim_borough, victim_vulnerable,
    /// loss_gbp, payment_method. All but one may be missing; several values in one cell are parted by |.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The day as of which networks are ranked, such as 2026-01-31; today when not given.
    #[arg(long, value_name = "DAY", value_parser = a_day)]
    as_of: Option<i32>,
    #[command(flatten)]
    run: Run,
}

fn a_day(text: &str) -> Result<i32, String> {
    day(text).ok_or_else(|| "write a day as 2026-01-31".to_owned())
}

/// Links the reports of a file; returns how many rows were left out.
pub(super) fn link(
    args: &Reports,
    clock: &dyn Clock,
    out: &mut impl Write,
    said: &mut impl Write,
) -> Result<u64, Trouble> {
    let (run, bar) = (&args.run, bar());
    let given = run.model.as_deref().map(model).transpose()?;
    let mut bad = BadRows::begin(run)?;
    let places = run.to.as_deref().map(Places::of).transpose()?;
    let today = args.as_of.unwrap_or_else(|| clock.now().as_second().div_euclid(86_400) as i32);
    let taken = Taken::read(&args.file, &mut bad, &bar)?;
    let pair = run.pair().map(|(left, right)| taken.pair(left, right)).transpose()?;
    bar.set_message("linking: reports");
    let linker = linked(&taken.reports, given, run);
    let ranked = linker.rank(today);
    bar.finish_and_clear();
    writeln!(said, "{}: {} read.", shown(&args.file), counted(linker.len() as u64, "report", "reports"))?;
    for note in taken.notes(today) {
        writeln!(said, "  note: {note}")?;
    }
    let within: usize = ranked.iter().map(|network| network.reports).sum();
    let networks = counted(ranked.len() as u64, "network", "networks");
    writeln!(
        said,
        "{networks} of two reports or more, with {within} reports; model {}.",
        linker.model().fingerprint()
    )?;
    let advice = "We think that the reports of a network are of one offender. A person decides what follows.";
    writeln!(said, "{advice}")?;
    save_model(run, linker.model().to_toml())?;
    if let Some(places) = &places {
        write(&linker, &ranked, &taken, places)?;
    }
    match (pair, &places) {
        (Some(pair), _) => explain(&linker, &taken, pair, out)?,
        (None, None) => print(&linker, &ranked, out)?,
        (None, Some(_)) => {}
    }
    bad.tell(run, said)
}

fn model(path: &Path) -> Result<Model, Trouble> {
    Model::from_toml(&model_text(path)?).map_err(|fault| no_model(path, fault))
}

fn linked(reports: &[Report], given: Option<Model>, run: &Run) -> Linker {
    let threads = run.threads();
    match (given, run.threshold) {
        (Some(mut model), threshold) => {
            model.link_from = threshold.unwrap_or(model.link_from);
            Linker::with_model(reports, model, threads)
        }
        (None, Some(threshold)) => Linker::learn_linking_from(reports, threshold, threads),
        (None, None) => Linker::learn(reports, threads),
    }
}

/// The reports of a file.
#[derive(Default)]
struct Taken {
    reports: Vec<Report>,
    of: HashMap<String, (usize, u64)>,
    columns: Vec<String>,
    without_day: u64,
    cut: u64,
}

impl Taken {
    fn read(path: &Path, bad: &mut BadRows, bar: &ProgressBar) -> Result<Self, Trouble> {
        let mut taken = Self::default();
        bar.set_message(format!("reading {}: reports", shown(path)));
        intake::rows(path, &mut taken, bad, bar)?;
        Ok(taken)
    }

    /// What was understood with a doubt.
    fn notes(&self, today: i32) -> Vec<String> {
        let mut notes = Vec::new();
        let list = |names: Vec<&str>| plain(&names.join(", "));
        let unknown: Vec<&str> =
            self.columns.iter().map(String::as_str).filter(|column| !Report::knows(column)).collect();
        if !unknown.is_empty() {
            notes.push(format!("not known here and not read: {}", list(unknown)));
        }
        let there = |column: &&str| !self.columns.iter().any(|other| other == column);
        let missing: Vec<&str> = LINKING.into_iter().filter(there).collect();
        if !missing.is_empty() {
            notes.push(format!("no such columns, so they link nothing: {}", list(missing)));
        }
        if !self.columns.iter().any(|column| column == "report_id" || column == "id") {
            notes.push("no column is called report_id or id: reports are named by their lines".to_owned());
        }
        if self.without_day > 0 {
            let reports = counted(self.without_day, "report has", "reports have");
            notes.push(format!("{reports} no day that can be read (write 2026-01-31 under received_at)"));
        }
        let future = self.reports.iter().filter(|r| r.received.is_some_and(|day| day > today)).count();
        if future > 0 {
            let reports = counted(future as u64, "report is", "reports are");
            notes.push(format!("{reports} of a day still to come: it counts in no rank"));
        }
        if self.cut > 0 {
            let narratives = counted(self.cut, "narrative was", "narratives were");
            notes.push(format!("{narratives} read up to letter {LONGEST_NARRATIVE} and no further"));
        }
        notes
    }

    fn find(&self, name: &str) -> Result<usize, Trouble> {
        let by_line = || {
            let line: u64 = name.strip_prefix("line:")?.parse().ok()?;
            self.of.values().find(|(_, at)| *at == line).map(|(report, _)| *report)
        };
        self.of.get(name).map(|(report, _)| *report).or_else(by_line).ok_or_else(|| {
            Trouble::new(
                format!("no report that was read is called `{}`", plain(name)),
                "Name a report as the file does, with the same capitals, or by its line, such as line:12.",
            )
        })
    }

    fn pair(&self, left: &str, right: &str) -> Result<(usize, usize), Trouble> {
        let pair = (self.find(left)?, self.find(right)?);
        if pair.0 == pair.1 {
            let advice = "Name two reports with --explain LEFT RIGHT.";
            return Err(Trouble::new("both names are of one report", advice));
        }
        Ok(pair)
    }

    fn line(&self, id: &str) -> u64 {
        self.of.get(id).map(|(_, line)| *line).unwrap_or_default()
    }
}

impl Intake for Taken {
    fn column(&mut self, name: &str) {
        self.columns.push(name.trim().to_lowercase());
    }

    fn row(&mut self, line: u64, cells: &[String]) -> Result<(), String> {
        let mut report = Report::default();
        for (column, cell) in self.columns.iter().zip(cells) {
            let is_field = column != "narrative" && Report::knows(column);
            if is_field && cell.len() > LONGEST_FIELD {
                return Err(format!(
                    "what stands under `{}` has {} bytes and {LONGEST_FIELD} are the most: shorten it, or put it into \
                     the narrative",
                    plain(column),
                    cell.len()
                ));
            }
            let is_cut = column == "narrative" && cell.chars().nth(LONGEST_NARRATIVE).is_some();
            self.cut += u64::from(is_cut);
            report.set(column, cell);
        }
        if report.id.is_empty() {
            let named = self.columns.iter().any(|column| column == "report_id" || column == "id");
            if named {
                return Err("the report has no reference".to_owned());
            }
            report.id = format!("line:{line}");
        }
        if let Some((_, first)) = self.of.get(&report.id) {
            return Err(format!("`{}` stands on line {first} already and is taken once", plain(&report.id)));
        }
        self.without_day += u64::from(report.received.is_none());
        self.of.insert(report.id.clone(), (self.reports.len(), line));
        self.reports.push(report);
        Ok(())
    }
}

/// Columns in which links are looked for.
const LINKING: [&str; 9] =
    ["phones", "emails", "urls", "bank_accounts", "wallets", "handles", "ips", "device_ids", "narrative"];

/// A day as it is written: 2026-01-31.
fn written(day: i32) -> String {
    let first = jiff::civil::date(1970, 1, 1);
    first.checked_add(jiff::Span::new().days(day)).map(|date| date.to_string()).unwrap_or_default()
}

fn pounds(pence: u64) -> String {
    format!("{}.{:02}", pence / 100, pence % 100)
}

fn print(linker: &Linker, ranked: &[Ranked], out: &mut impl Write) -> Result<(), Trouble> {
    let members: HashMap<u64, Vec<&str>> = linker.networks().into_iter().collect();
    let rounded = |number: f64| (number * 1e4).round() / 1e4;
    for (at, network) in ranked.iter().enumerate() {
        let (harm, lines, time) = network.parts;
        let values: Vec<_> =
            network.lines.iter().map(|(kind, key)| json!({ "kind": kind.word(), "value": key })).collect();
        let line = json!({
            "rank": at + 1,
            "network": network.network,
            "score": rounded(network.score),
            "harm": rounded(harm),
            "lines_of_enquiry": rounded(lines),
            "time_left": rounded(time),
            "loss_pounds": pounds(network.loss),
            "days": network.days.map(|(first, last)| [written(first), written(last)]),
            "reasons": network.reasons,
            "values": values,
            "reports": members.get(&network.network),
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn write(linker: &Linker, ranked: &[Ranked], taken: &Taken, places: &Places) -> Result<(), Trouble> {
    let mut sheet = Sheet::begin(&places.clusters, &["network", "report", "line"])?;
    for (number, members) in linker.networks() {
        for id in members {
            sheet.row([number.to_string().as_str(), id, taken.line(id).to_string().as_str()])?;
        }
    }
    sheet.finish()?;
    if let Some(path) = &places.links {
        let mut sheet = Sheet::begin(path, &["left", "right", "score"])?;
        for report in &taken.reports {
            for link in linker.links_of(&report.id).into_iter().filter(|link| link.other > report.id) {
                sheet.row([
                    report.id.as_str(),
                    link.other.as_str(),
                    format!("{:.3}", link.score).as_str(),
                ])?;
            }
        }
        sheet.finish()?;
    }
    let Some(folder) = &places.folder else { return Ok(()) };
    networks(ranked, &folder.join("networks.csv"))?;
    replace(&folder.join("record.md"), linker.transparency_record().as_bytes())
}

fn networks(ranked: &[Ranked], path: &Path) -> Result<(), Trouble> {
    let columns = [
        "rank",
        "network",
        "score",
        "harm",
        "lines_of_enquiry",
        "time_left",
        "reports",
        "loss_pounds",
        "vulnerable",
        "areas",
        "first_day",
        "last_day",
        "reasons",
        "values",
    ];
    let mut sheet = Sheet::begin(path, &columns)?;
    for (at, network) in ranked.iter().enumerate() {
        let (harm, lines, time) = network.parts;
        let values: Vec<String> =
            network.lines.iter().map(|(kind, key)| format!("{} {key}", kind.word())).collect();
        let day = |which: Option<i32>| which.map(written).unwrap_or_default();
        let cells = [
            (at + 1).to_string(),
            network.network.to_string(),
            format!("{:.4}", network.score),
            format!("{harm:.4}"),
            format!("{lines:.4}"),
            format!("{time:.4}"),
            network.reports.to_string(),
            pounds(network.loss),
            network.vulnerable.to_string(),
            network.areas.to_string(),
            day(network.days.map(|days| days.0)),
            day(network.days.map(|days| days.1)),
            network.reasons.join("; "),
            values.join("; "),
        ];
        sheet.row(cells.iter().map(String::as_str))?;
    }
    sheet.finish()
}

fn explain(
    linker: &Linker,
    taken: &Taken,
    (left, right): (usize, usize),
    out: &mut impl Write,
) -> Result<(), Trouble> {
    let (left, right) = (&taken.reports[left], &taken.reports[right]);
    let Some(why) = linker.explain_link(&left.id, &right.id) else { return Ok(()) };
    let at = |report: &Report| format!("{} (line {})", plain(&report.id), taken.line(&report.id));
    writeln!(out, "{} and {}", at(left), at(right))?;
    words::link(&why, (left, right), out)?;
    let from = linker.model().link_from;
    match (linker.network_of(&left.id), linker.network_of(&right.id)) {
        (Some(one), Some(other)) if one == other && why.linked => {
            writeln!(
                out,
                "We think they are of one offender: linked (from {from:.2} bits on), and both in network {one}."
            )?;
        }
        (Some(one), Some(other)) if one == other => {
            writeln!(
                out,
                "We think they are of one offender, but not for this pair alone: both stand in network {one} through other reports."
            )?;
        }
        _ if why.linked => {
            writeln!(
                out,
                "A lead, no more: the score would do for a link (from {from:.2} bits on), but too little joins what stands around the two."
            )?;
        }
        _ if why.missing > 0.0 => {
            writeln!(
                out,
                "We do not think that they are of one offender: {:.2} bits are missing to a link at {from:.2}.",
                why.missing
            )?;
        }
        _ => writeln!(out, "We do not think that they are of one offender: they have no value in common.")?,
    }
    writeln!(out, "Model {}.", why.model)?;
    Ok(())
}
