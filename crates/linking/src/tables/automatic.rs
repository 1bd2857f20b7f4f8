//! A first model for a table that nobody has described: the kind of each column is told by what stands in it, and the
//! rules for candidates by how many pairs each would bring.

use rustc_hash::FxHashMap;

use super::candidates::{Keys, keys};
use super::model::{Comparison, Kind, MOST_COMPARED, MOST_RULES, Model, Part, Rule};
use super::prepared::{Prepared, canonical_date};
use super::table::{Column, Table};
use crate::dictionary::MISSING;

/// Distinct values of a column that are looked at.
const LOOKED_AT: usize = 5_000;
/// Rows in the sample in which pairs are counted.
const SAMPLE: usize = 50_000;
/// How many pairs for each row the rules may bring together.
const PAIRS_FOR_A_ROW: f64 = 24.0;
/// The same for a large table.
const PAIRS_FOR_A_ROW_OF_MANY: f64 = 4.0;
/// From here on a table is large.
const MANY_ROWS: usize = 300_000;

/// Proposes a model for a table. The column `id`, or else the first, names the rows; `source` is left alone.
pub fn propose(table: &Table) -> Model {
    let id = table.column_names().find(|name| *name == "id").or_else(|| table.column_names().next());
    propose_named_by(table, id.unwrap_or_default())
}

/// Proposes a model for a table whose rows are named by a column, or by none where it has no column of that name.
pub fn propose_named_by(table: &Table, id: &str) -> Model {
    let id = id.to_owned();
    let mut comparisons: Vec<Comparison> = table
        .columns
        .iter()
        .filter(|column| column.name != id && column.name != "source")
        .filter_map(|column| kind_of(column).map(|kind| (column, kind)))
        .filter(|(column, _)| !is_made_of_others(table, column, &id))
        .map(|(column, kind)| Comparison {
            column: column.name.clone(),
            kind,
            by_frequency: true,
            among_same: Vec::new(),
            among_different: Vec::new(),
        })
        .collect();
    comparisons.truncate(MOST_COMPARED);
    let rules = rules(table, &comparisons);
    Model { version: 1, id, prior: None, threshold: 0.0, one_to_one: true, comparisons, rules }
}

/// The kind of a column by what stands in it; nothing if it tells nothing.
fn kind_of(column: &Column) -> Option<Kind> {
    let distinct = column.values.len() - 1;
    if distinct < 2 {
        return None;
    }
    let looked: Vec<&str> =
        (1..column.values.len() as u32).take(LOOKED_AT).map(|c| column.values.value(c)).collect();
    let share = |of: &dyn Fn(&str) -> bool| {
        looked.iter().filter(|value| of(value)).count() as f64 / looked.len() as f64
    };
    let has_digit = |value: &str| value.bytes().any(|b| b.is_ascii_digit());
    let is_date = |value: &str| canonical_date(value).is_some_and(|d| d.get(4..6).is_some_and(|m| m < "13"));
    let is_whole = |value: &str| value.bytes().all(|b| b.is_ascii_digit());
    let words =
        looked.iter().map(|v| v.split_whitespace().count()).sum::<usize>() as f64 / looked.len() as f64;
    let letters = looked.iter().map(|v| v.len()).sum::<usize>() as f64 / looked.len() as f64;
    let kind = match () {
        () if share(&|v| v.contains('|')) > 0.1 => Kind::List,
        () if share(&is_date) > 0.85 => Kind::Date,
        () if share(&|v| v.contains('@')) > 0.8 => Kind::Code,
        () if share(&is_whole) > 0.9 => {
            if letters >= 4.0 {
                Kind::Code
            } else {
                Kind::Category
            }
        }
        () if share(&|v| v.parse::<f64>().is_ok()) > 0.9 => Kind::Number,
        () if distinct <= 12 => Kind::Category,
        () if words >= 1.6 && !(share(&has_digit) > 0.8 && letters < 16.0) => Kind::Words,
        () if share(&has_digit) > 0.6 => Kind::Code,
        () if letters < 3.0 => Kind::Category,
        () => Kind::Name,
    };
    Some(kind)
}

/// Whether two other columns stand within this one in most rows: a full name beside its parts.
fn is_made_of_others(table: &Table, column: &Column, id: &str) -> bool {
    let within = |other: &&Column| {
        if other.name == column.name || other.name == id || other.name == "source" {
            return false;
        }
        let (mut both, mut inside, mut shorter) = (0_usize, 0_usize, 0_usize);
        for (code, part) in column.codes.iter().zip(&other.codes).take(LOOKED_AT) {
            if *code != MISSING && *part != MISSING {
                let (whole, part) = (column.values.value(*code), other.values.value(*part));
                both += 1;
                inside += usize::from(whole.contains(part));
                shorter += usize::from(whole.len() > part.len());
            }
        }
        both > 20 && inside * 10 >= both * 6 && shorter * 10 >= both * 6 && other.values.len() > 100
    };
    table.columns.iter().filter(within).count() >= 2
}

/// One thing that rows may agree in.
struct Atom {
    column: usize,
    part: Part,
    numbers: Vec<u32>,
}

fn rules(table: &Table, comparisons: &[Comparison]) -> Vec<Rule> {
    let rows = table.rows();
    let step = rows.div_ceil(SAMPLE).max(1);
    let scale = (step * step) as f64;
    let mut atoms = Vec::new();
    let mut rules: Vec<Rule> = Vec::new();
    for (at, comparison) in comparisons.iter().enumerate() {
        let Some(column) = table.column(&comparison.column) else { continue };
        let prepared = Prepared::of(&sampled(column, step), comparison.kind);
        let mut add = |part| {
            if let Keys::One(numbers) = keys(&prepared, part) {
                atoms.push(Atom { column: at, part, numbers });
            }
        };
        match comparison.kind {
            Kind::Words => {
                rules.push(Rule { agree: vec![(comparison.column.clone(), Part::Each)] });
                add(Part::Whole);
            }
            Kind::List => rules.push(Rule { agree: vec![(comparison.column.clone(), Part::Each)] }),
            Kind::Category => add(Part::Whole),
            Kind::Number => {}
            Kind::Name | Kind::Date | Kind::Code => {
                add(Part::Whole);
                add(Part::Beginning);
            }
        }
    }
    let for_a_row = if rows > MANY_ROWS { PAIRS_FOR_A_ROW_OF_MANY } else { PAIRS_FOR_A_ROW };
    let budget = for_a_row * rows as f64 + 100_000.0;
    let mut chosen = chosen(&atoms, scale, budget);
    chosen.truncate(MOST_RULES - rules.len());
    rules.extend(chosen.iter().map(|set| Rule {
        agree: set.iter().map(|a| (comparisons[atoms[*a].column].column.clone(), atoms[*a].part)).collect(),
    }));
    rules
}

fn sampled(column: &Column, step: usize) -> Column {
    if step == 1 {
        return column.clone();
    }
    Column {
        name: column.name.clone(),
        codes: column.codes.iter().step_by(step).copied().collect(),
        values: column.values.clone(),
    }
}

/// Sets of atoms that bring few enough pairs, the most general first: a set is left out if a part of it was taken.
fn chosen(atoms: &[Atom], scale: f64, budget: f64) -> Vec<Vec<usize>> {
    let mut taken: Vec<(f64, Vec<usize>)> = Vec::new();
    let for_one = budget / 6.0;
    let mut open: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..3 {
        let mut next = Vec::new();
        for set in &open {
            let from = set.last().map_or(0, |last| last + 1);
            for atom in from..atoms.len() {
                if set.iter().any(|a| atoms[*a].column == atoms[atom].column) {
                    continue;
                }
                let mut wider = set.clone();
                wider.push(atom);
                if taken.iter().any(|(_, t)| t.iter().all(|a| implied(atoms, *a, &wider))) {
                    continue;
                }
                let pairs = pairs(atoms, &wider) * scale;
                if pairs <= for_one {
                    taken.push((pairs, wider));
                } else {
                    next.push(wider);
                }
            }
        }
        open = next;
    }
    taken.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let general: Vec<(f64, Vec<usize>)> = taken
        .iter()
        .filter(|(_, set)| !taken.iter().any(|(_, t)| t != set && t.iter().all(|a| implied(atoms, *a, set))))
        .cloned()
        .collect();
    spread(atoms, general, budget)
}

/// Whether agreeing in `set` implies agreeing in `atom`.
fn implied(atoms: &[Atom], atom: usize, set: &[usize]) -> bool {
    set.iter()
        .any(|a| *a == atom || (atoms[*a].column == atoms[atom].column && atoms[*a].part == Part::Whole))
}

/// Takes rules within the budget such that no column stands in far more of them than others.
fn spread(atoms: &[Atom], mut rules: Vec<(f64, Vec<usize>)>, budget: f64) -> Vec<Vec<usize>> {
    let mut used: FxHashMap<usize, usize> = FxHashMap::default();
    let (mut out, mut spent) = (Vec::new(), 0.0);
    while !rules.is_empty() && out.len() < MOST_RULES {
        let cost = |rule: &(f64, Vec<usize>)| -> f64 {
            let stale: f64 =
                rule.1.iter().map(|a| used.get(&atoms[*a].column).copied().unwrap_or(0) as f64).sum::<f64>()
                    / rule.1.len() as f64;
            stale - (rule.0 + 1.0).log2() / 8.0 + 0.4 * rule.1.len() as f64
        };
        let best = (0..rules.len()).min_by(|a, b| cost(&rules[*a]).total_cmp(&cost(&rules[*b])));
        let Some(best) = best else { break };
        let (pairs, set) = rules.remove(best);
        if spent + pairs > budget {
            continue;
        }
        spent += pairs;
        for a in &set {
            *used.entry(atoms[*a].column).or_default() += 1;
        }
        out.push(set);
    }
    out
}

/// How many pairs of the sample agree in all atoms.
fn pairs(atoms: &[Atom], set: &[usize]) -> f64 {
    let rows = atoms.first().map_or(0, |a| a.numbers.len());
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for row in 0..rows {
        let mut mix = 1_u64;
        for atom in set {
            let number = atoms[*atom].numbers[row];
            if number == MISSING {
                mix = 0;
                break;
            }
            mix = (mix ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
        }
        if mix != 0 {
            *counts.entry(mix).or_default() += 1;
        }
    }
    let mut sum = 0.0;
    for count in counts.values() {
        let count = f64::from(*count);
        sum += count * (count - 1.0) / 2.0;
    }
    sum
}
