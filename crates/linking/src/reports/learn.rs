//! Learns the model from reports without being told which belong together: expectation and maximisation over pairs
//! under shared values, in which each kind of value and each size of its list has a share of its own.

use rustc_hash::FxHashMap;

use super::evidence::{Evidence, KINDS};
use super::index::{Index, Number};
use super::model::{DAYS, Model, SIZES, days_of, name_level, size_of};
use super::strength::{self, RARE};
use crate::dictionary::MISSING;

/// The most pairs that are learnt from.
const LEARNT_FROM: usize = 400_000;
/// Pairs of one value that are learnt from.
const OF_ONE_VALUE: usize = 6;
/// Pairs drawn for what is common among all.
const DRAWN: usize = 100_000;
const ROUNDS: usize = 25;
/// What a kind says at first counts as much as so many pairs.
const FIRST_COUNTS: f64 = 10.0;

/// What is learnt from of a pair.
struct Lesson {
    class: (usize, usize),
    others: Vec<(usize, usize)>,
    crime: Option<(bool, u32)>,
    brand: Option<(bool, u32)>,
    days: Option<usize>,
    name: Option<usize>,
}

/// Learns a model from everything in the index.
pub(crate) fn learn(index: &Index) -> Model {
    let mut model = Model::default();
    model.learnt_from = index.reports.len() as u64;
    model.crimes = rates(index, |kept| kept.crime);
    model.brands = rates(index, |kept| kept.brand);
    model.ready();
    among_all(index, &mut model);
    let lessons = lessons(index);
    for _ in 0..ROUNDS {
        round(index, &mut model, &lessons);
    }
    model.prior = prior(index, &model);
    model
}

fn rates(index: &Index, of: impl Fn(&super::index::Kept) -> u32) -> Vec<(String, f64)> {
    let mut counts: FxHashMap<u32, f64> = FxHashMap::default();
    for kept in &index.reports {
        *counts.entry(of(kept)).or_default() += 1.0;
    }
    counts.remove(&MISSING);
    let all: f64 = counts.values().sum();
    let mut rates: Vec<(String, f64)> =
        counts.into_iter().map(|(word, count)| (index.words.value(word).to_owned(), count / all)).collect();
    rates.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    rates.truncate(1_000);
    rates
}

/// What is common among pairs drawn by a fixed rule.
fn among_all(index: &Index, model: &mut Model) {
    let count = index.reports.len();
    if count < 50 {
        return;
    }
    let mut order: Vec<Number> = (0..count as Number).collect();
    order.sort_unstable_by_key(|report| index.reports[*report as usize].print);
    let (mut days, mut names) = ([1.0; DAYS], [0.5; 3]);
    for draw in 0..DRAWN {
        let left = order[draw % count];
        let right = order[(draw * 7_919 + draw / count * 104_729 + 1) % count];
        if left == right {
            continue;
        }
        let (a, b) = (&index.reports[left as usize], &index.reports[right as usize]);
        if let (Some(a), Some(b)) = (a.day, b.day) {
            days[days_of(a.abs_diff(b))] += 1.0;
        }
        if let Some(level) = name_level(a.name, b.name) {
            names[level] += 1.0;
        }
    }
    model.days_all = shares(&days);
    model.names_all = shares(&names);
}

fn shares(counts: &[f64]) -> Vec<f64> {
    let all: f64 = counts.iter().sum();
    counts.iter().map(|count| (count / all).max(1e-6)).collect()
}

fn lessons(index: &Index) -> Vec<Lesson> {
    let mut values: Vec<Number> =
        (0..index.values.len() as Number).filter(|v| index.values[*v as usize].reports.len() > 1).collect();
    values.sort_by_key(|value| super::index::print(index.key(*value)));
    let step = (values.len() * 2).div_ceil(LEARNT_FROM).max(1);
    let mut lessons = Vec::new();
    for value in values.into_iter().step_by(step) {
        let posting = &index.values[value as usize];
        let count = posting.reports.len();
        for (left, right) in strength::drawn(count, OF_ONE_VALUE.min(count * (count - 1) / 2)) {
            if left != right && lessons.len() < LEARNT_FROM {
                lessons.push(lesson(index, value, posting.reports[left], posting.reports[right]));
            }
        }
    }
    lessons
}

fn lesson(index: &Index, value: Number, left: Number, right: Number) -> Lesson {
    let posting = &index.values[value as usize];
    let mut others = Vec::new();
    let mut persona = posting.kind == Evidence::Persona;
    index.shared(left, right, |other| {
        let other_posting = &index.values[other as usize];
        let size = other_posting.reports.len();
        if other != value && size <= RARE {
            persona |= other_posting.kind == Evidence::Persona;
            others.push((other_posting.kind as usize, size_of(size)));
        }
    });
    let (a, b) = (&index.reports[left as usize], &index.reports[right as usize]);
    let both = |x: u32, y: u32| (x != MISSING && y != MISSING).then_some((x == y, x));
    Lesson {
        class: (posting.kind as usize, size_of(posting.reports.len())),
        others,
        crime: both(a.crime, b.crime),
        brand: both(a.brand, b.brand).filter(|_| !persona),
        days: a.day.zip(b.day).map(|(a, b)| days_of(a.abs_diff(b))),
        name: name_level(a.name, b.name).filter(|_| !persona),
    }
}

fn round(index: &Index, model: &mut Model, lessons: &[Lesson]) {
    let first = Model::default();
    let mut together = vec![[(0.0, 0.0); SIZES]; KINDS];
    let (mut crime, mut brand) = ((8.5, 10.0), (6.0, 10.0));
    let (mut days, mut names) = ([1.0; DAYS], [1.0; 3]);
    let logit = |share: f64| (share / (1.0 - share)).log2();
    for lesson in lessons {
        let (kind, size) = lesson.class;
        let mut bits = logit(model.together[kind][size]);
        let others: f64 =
            lesson.others.iter().map(|(k, s)| logit(model.together[*k][*s]) - model.prior).sum();
        bits += others.min(9.0);
        if let Some((same, word)) = lesson.crime {
            bits +=
                f64::from(model.crime_weight(&index.words, word, if same { word } else { other_than(word) }));
        }
        if let Some((same, word)) = lesson.brand {
            bits +=
                f64::from(model.brand_weight(&index.words, word, if same { word } else { other_than(word) }));
        }
        if let Some(apart) = lesson.days {
            bits += (model.days_same[apart] / model.days_all[apart]).log2();
        }
        if let Some(level) = lesson.name {
            bits += (model.names_same[level] / model.names_all[level]).log2();
        }
        let chance = crate::chance(bits.clamp(-40.0, 40.0));
        together[kind][size].0 += chance;
        together[kind][size].1 += 1.0;
        if let Some((same, _)) = lesson.crime {
            crime = (crime.0 + if same { chance } else { 0.0 }, crime.1 + chance);
        }
        if let Some((same, _)) = lesson.brand {
            brand = (brand.0 + if same { chance } else { 0.0 }, brand.1 + chance);
        }
        if let Some(apart) = lesson.days {
            days[apart] += chance;
        }
        if let Some(level) = lesson.name {
            names[level] += chance;
        }
    }
    for (kind, sizes) in together.iter().enumerate() {
        for (size, (sum, count)) in sizes.iter().enumerate() {
            let share = (sum + FIRST_COUNTS * first.together[kind][size]) / (count + FIRST_COUNTS);
            model.together[kind][size] = share.clamp(1e-3, 0.995);
        }
    }
    model.same_crime = f64::min(crime.0 / crime.1, 0.99);
    model.same_brand = f64::min(brand.0 / brand.1, 0.99);
    model.days_same = shares(&days);
    model.names_same = shares(&names);
}

/// Any word but this one.
fn other_than(word: u32) -> u32 {
    if word == 1 { 2 } else { 1 }
}

/// Of how many pairs one belongs together: those under identifiers, by their shares.
fn prior(index: &Index, model: &Model) -> f64 {
    let mut together = 0.0;
    for posting in index.values.iter().filter(|p| p.reports.len() > 1 && !p.kind.is_soft()) {
        let count = posting.reports.len() as f64;
        together += count * (count - 1.0) / 2.0 * model.share(posting.kind, posting.reports.len());
    }
    let all = index.reports.len() as f64 * (index.reports.len() as f64 - 1.0) / 2.0;
    (together.max(1.0) / all.max(1.0)).log2().clamp(-18.0, -6.0)
}
