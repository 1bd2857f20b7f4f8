//! `watchhouse link dedupe` and `watchhouse link match`.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

use linking::chance;
use linking::tables::{Linked, Model, RowLink, dedupe, match_tables, propose_named_by};
use serde_json::json;

use super::intake::{BadRows, counted, plain, shown};
use super::sheet::{Places, Sheet};
use super::tabled::{Tabled, Wanted};
use super::{How, Run, bar, model_text, no_model, save_model, words};
use crate::trouble::Trouble;

/// One table, or two behind each other: the engine numbers the rows of both through.
struct Rows<'a> {
    left: &'a Tabled,
    right: Option<&'a Tabled>,
}

impl Rows<'_> {
    /// In which table a row stands (1 or 2), and where there.
    fn at(&self, row: u32) -> (u8, &Tabled, usize) {
        let row = row as usize;
        match self.right {
            Some(right) if row >= self.left.table.rows() => (2, right, row - self.left.table.rows()),
            _ => (1, self.left, row),
        }
    }

    fn name(&self, row: u32) -> String {
        let (_, table, at) = self.at(row);
        table.name(at)
    }

    fn line(&self, row: u32) -> u64 {
        let (_, table, at) = self.at(row);
        table.line(at)
    }

    /// The numbers of the two rows that are to be explained.
    fn pair(&self, names: (&str, &str)) -> Result<(u32, u32), Trouble> {
        let left = self.left.find(names.0)?;
        let right = match self.right {
            Some(right) => self.left.table.rows() + right.find(names.1)?,
            None => self.left.find(names.1)?,
        };
        if left == right {
            return Err(Trouble::new(
                "both names are of one row",
                "Name two rows with --explain LEFT RIGHT.",
            ));
        }
        Ok((left as u32, right as u32))
    }
}

/// Links the rows of one table, or of two; returns how many rows were left out.
pub(super) fn link(
    how: &How,
    run: &Run,
    left: &Path,
    right: Option<&Path>,
    out: &mut impl Write,
    said: &mut impl Write,
) -> Result<u64, Trouble> {
    let bar = bar();
    let given = run.model.as_deref().map(model).transpose()?;
    let mut bad = BadRows::begin(run)?;
    let places = run.to.as_deref().map(Places::of).transpose()?;
    let mut wanted = Wanted { how, model: given.as_ref(), id_of_the_first: None };
    let left = Tabled::read(left, &wanted, &mut bad, &bar)?;
    wanted.id_of_the_first = Some(left.id.as_deref());
    let right = right.map(|path| Tabled::read(path, &wanted, &mut bad, &bar)).transpose()?;
    let rows = Rows { left: &left, right: right.as_ref() };
    let pair = run.pair().map(|names| rows.pair(names)).transpose()?;
    let mut model = given.unwrap_or_else(|| first_model(&rows));
    model.threshold = run.threshold.unwrap_or(model.threshold);
    bar.set_message("linking: rows");
    let linked = match &right {
        Some(right) => match_tables(&left.table, &right.table, &model, run.threads()),
        None => dedupe(&left.table, &model, run.threads()),
    };
    bar.finish_and_clear();
    let clusters = Clusters::of(&linked);
    tell(&rows, &linked, &clusters, said)?;
    save_model(run, linked.model.to_toml())?;
    if let Some(places) = &places {
        write(&rows, &linked, &clusters, places)?;
    }
    match (pair, &places) {
        (Some(pair), _) => explain(&rows, &linked, &clusters, pair, out)?,
        (None, None) => print(&rows, &linked, &clusters, out)?,
        (None, Some(_)) => {}
    }
    bad.tell(run, said)
}

fn model(path: &Path) -> Result<Model, Trouble> {
    Model::from_toml(&model_text(path)?).map_err(|fault| no_model(path, fault))
}

fn first_model(rows: &Rows<'_>) -> Model {
    let mut model = match rows.right {
        Some(right) => propose_named_by(&rows.left.table.followed_by(&right.table), ""),
        None => propose_named_by(&rows.left.table, ""),
    };
    model.id = rows.left.id.clone().unwrap_or_default();
    model
}

/// Which rows stand together, numbered from 1 by their first row.
struct Clusters {
    of: Vec<usize>,
    /// How many hold two rows or more.
    several: u64,
}

impl Clusters {
    fn of(linked: &Linked) -> Self {
        let mut numbers: HashMap<u32, (usize, u32)> = HashMap::new();
        let mut of = Vec::with_capacity(linked.groups.len());
        for group in &linked.groups {
            let next = numbers.len() + 1;
            let (number, count) = numbers.entry(*group).or_insert((next, 0));
            *count += 1;
            of.push(*number);
        }
        let several = numbers.values().filter(|(_, count)| *count > 1).count() as u64;
        Self { of, several }
    }

    fn number(&self, row: u32) -> usize {
        self.of.get(row as usize).copied().unwrap_or_default()
    }

    fn together(&self, link: &RowLink) -> bool {
        self.number(link.left) == self.number(link.right)
    }
}

fn tell(rows: &Rows<'_>, linked: &Linked, clusters: &Clusters, said: &mut impl Write) -> Result<(), Trouble> {
    for table in std::iter::once(rows.left).chain(rows.right) {
        let read = counted(table.table.rows() as u64, "row", "rows");
        writeln!(said, "{}: {read} read.", shown(&table.path))?;
        for note in &table.notes {
            writeln!(said, "  note: {note}")?;
        }
    }
    for note in &linked.notes {
        writeln!(said, "  note: {}", plain(note))?;
    }
    let compared: Vec<&str> = linked.model.comparisons.iter().map(|c| c.column.as_str()).collect();
    if compared.is_empty() {
        writeln!(said, "  note: no column tells rows apart, so nothing was compared")?;
    } else {
        writeln!(said, "Compared: {}.", plain(&compared.join(", ")))?;
    }
    let both = rows.left.table.column_names().chain(rows.right.iter().flat_map(|r| r.table.column_names()));
    let mut rest: Vec<&str> = both.filter(|name| !compared.contains(name)).collect();
    rest.sort_unstable();
    rest.dedup();
    if !rest.is_empty() {
        writeln!(said, "Not compared: {}.", plain(&rest.join(", ")))?;
    }
    writeln!(
        said,
        "{} held against each other, {} from {:.2} bits on, {} of two rows or more.",
        counted(linked.compared as u64, "pair was", "pairs were"),
        counted(linked.links.len() as u64, "link", "links"),
        linked.model.threshold,
        counted(clusters.several, "cluster", "clusters"),
    )?;
    let advice = "We think that the rows of a cluster are one. Look at some with --explain LEFT RIGHT before you rely on it.";
    writeln!(said, "{advice}")?;
    Ok(())
}

fn write(rows: &Rows<'_>, linked: &Linked, clusters: &Clusters, places: &Places) -> Result<(), Trouble> {
    if let Some(path) = &places.links {
        let columns = ["left", "right", "left_line", "right_line", "score", "chance", "together"];
        let mut sheet = Sheet::begin(path, &columns)?;
        for link in &linked.links {
            let cells = [
                rows.name(link.left),
                rows.name(link.right),
                rows.line(link.left).to_string(),
                rows.line(link.right).to_string(),
                format!("{:.3}", link.score),
                format!("{:.6}", chance(f64::from(link.score))),
                if clusters.together(link) { "yes" } else { "no" }.to_owned(),
            ];
            sheet.row(cells.iter().map(String::as_str))?;
        }
        sheet.finish()?;
    }
    let mut sheet = Sheet::begin(&places.clusters, &["cluster", "id", "table", "line"])?;
    for row in 0..linked.groups.len() as u32 {
        let (table, tabled, at) = rows.at(row);
        let cells = [
            clusters.number(row).to_string(),
            tabled.name(at),
            table.to_string(),
            tabled.line(at).to_string(),
        ];
        sheet.row(cells.iter().map(String::as_str))?;
    }
    sheet.finish()
}

fn print(rows: &Rows<'_>, linked: &Linked, clusters: &Clusters, out: &mut impl Write) -> Result<(), Trouble> {
    let rounded = |number: f64, to: f64| (number * to).round() / to;
    for link in &linked.links {
        let line = json!({
            "left": rows.name(link.left),
            "right": rows.name(link.right),
            "left_line": rows.line(link.left),
            "right_line": rows.line(link.right),
            "score": rounded(f64::from(link.score), 1e3),
            "chance": rounded(chance(f64::from(link.score)), 1e6),
            "together": clusters.together(link),
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn explain(
    rows: &Rows<'_>,
    linked: &Linked,
    clusters: &Clusters,
    (left, right): (u32, u32),
    out: &mut impl Write,
) -> Result<(), Trouble> {
    let Some(waterfall) = linked.waterfall(left, right) else { return Ok(()) };
    writeln!(
        out,
        "{} (line {}) and {} (line {})",
        rows.name(left),
        rows.line(left),
        rows.name(right),
        rows.line(right)
    )?;
    words::waterfall(&waterfall, out)?;
    let ends = (left.min(right), left.max(right));
    let verdict = words::Verdict {
        score: waterfall.score,
        threshold: linked.model.threshold,
        held_together: linked.links.iter().any(|link| (link.left, link.right) == ends),
        cluster: (clusters.number(left), clusters.number(right)),
    };
    verdict.write(out)?;
    Ok(())
}
