//! From scored pairs to groups. A group is not a chain of pairs: two groups become one if the rows of one, taken
//! together, agree with the rows of the other on average. One mistaken pair cannot pull two groups together.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::candidates::{Border, Pair, rows_of};
use super::compare::Comparer;
use super::prepared::Prepared;
use super::score::Weights;
use crate::parallel;
use crate::sets::Sets;

/// Pairs across two groups that are compared anew at most.
const ACROSS: usize = 48;

/// A scored pair.
pub(crate) type Scored = (Pair, f32);

/// The best partner of each row, each row once: the strongest pairs first.
pub(crate) fn one_to_one(scored: &[Scored], rows: usize, threshold: f32) -> Vec<u32> {
    let mut order: Vec<&Scored> = scored.iter().filter(|(_, score)| *score >= threshold).collect();
    order.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut groups: Vec<u32> = (0..rows as u32).collect();
    let mut taken = vec![false; rows];
    for (pair, _) in order {
        let (left, right) = rows_of(*pair);
        if !taken[left] && !taken[right] {
            (taken[left], taken[right]) = (true, true);
            groups[right] = left as u32;
        }
    }
    groups
}

/// Groups by agreement on average. Gives for each row the first row of its group.
pub(crate) fn by_average(
    scored: &[Scored],
    rows: usize,
    threshold: f32,
    columns: &[Prepared],
    weights: &Weights<'_>,
    border: Border,
    threads: usize,
) -> Vec<u32> {
    let mut sets = Sets::of(rows);
    for (pair, _) in scored.iter().filter(|(_, score)| *score >= threshold) {
        let (left, right) = rows_of(*pair);
        sets.join(left as u32, right as u32);
    }
    let set_of = |(pair, score): &Scored| {
        let (left, right) = (sets.find_at((pair >> 32) as u32), sets.find_at((pair & 0xFFFF_FFFF) as u32));
        (left == right).then_some((left, (*pair, *score)))
    };
    let mut by_set: Vec<(u32, Scored)> = scored.iter().filter_map(set_of).collect();
    by_set.sort_by_key(|(set, (pair, _))| (*set, *pair));
    let parts: Vec<&[(u32, Scored)]> = by_set.chunk_by(|a, b| a.0 == b.0).collect();
    let cut = parts.len().div_ceil(64).max(1);
    let joined = parallel::each(threads, parts.len().div_ceil(cut), |batch| {
        let mut comparer = Comparer::of(columns);
        let mut out = Vec::new();
        for part in &parts[batch * cut..parts.len().min((batch + 1) * cut)] {
            let edges: Vec<Scored> = part.iter().map(|(_, scored)| *scored).collect();
            agglomerate(
                &edges,
                threshold,
                &mut |left, right| {
                    if border.is_some_and(|b| (left < b) == (right < b)) {
                        return 0.0;
                    }
                    weights.score(&mut comparer, left, right)
                },
                &mut out,
            );
        }
        out
    });
    let mut sets = Sets::of(rows);
    for (left, right) in joined.into_iter().flatten() {
        sets.join(left, right);
    }
    (0..rows as u32).map(|row| sets.find(row)).collect()
}

/// A pair of groups in the queue: its average in millionths of a bit, then the groups and their states.
type Waiting = (i64, Reverse<(u32, u32)>, u32, u32);

/// What is known of two groups: the sum over pairs across and how many there are.
type Across = (f64, f64);

struct Groups {
    members: Vec<Vec<u32>>,
    state: Vec<u32>,
    near: Vec<FxHashMap<u32, Across>>,
}

fn agglomerate(
    edges: &[Scored],
    threshold: f32,
    score: &mut dyn FnMut(usize, usize) -> f32,
    out: &mut Vec<(u32, u32)>,
) {
    if let [(pair, s)] = edges {
        if *s >= threshold {
            let (left, right) = rows_of(*pair);
            out.push((left as u32, right as u32));
        }
        return;
    }
    let mut rows: Vec<u32> =
        edges.iter().flat_map(|(pair, _)| [(pair >> 32) as u32, (pair & 0xFFFF_FFFF) as u32]).collect();
    rows.sort_unstable();
    rows.dedup();
    let place = |row: usize| rows.binary_search(&(row as u32)).unwrap_or(0) as u32;
    let mut groups = Groups {
        members: rows.iter().map(|row| vec![*row]).collect(),
        state: vec![0; rows.len()],
        near: vec![FxHashMap::default(); rows.len()],
    };
    let mut queue: BinaryHeap<Waiting> = BinaryHeap::new();
    for (pair, s) in edges {
        let (left, right) = rows_of(*pair);
        let (a, b) = (place(left), place(right));
        groups.near[a as usize].insert(b, (f64::from(*s), 1.0));
        groups.near[b as usize].insert(a, (f64::from(*s), 1.0));
        if *s >= threshold {
            queue.push((millionths(f64::from(*s)), Reverse((a, b)), 0, 0));
        }
    }
    while let Some((_, Reverse((a, b)), state_a, state_b)) = queue.pop() {
        if groups.state[a as usize] != state_a || groups.state[b as usize] != state_b {
            continue;
        }
        out.push((groups.members[a as usize][0], groups.members[b as usize][0]));
        groups.join(a, b, threshold, score, &mut queue);
    }
}

fn millionths(bits: f64) -> i64 {
    (bits * 1e6) as i64
}

impl Groups {
    /// Moves `b` into `a` and asks anew how near the others are.
    fn join(
        &mut self,
        a: u32,
        b: u32,
        threshold: f32,
        score: &mut dyn FnMut(usize, usize) -> f32,
        queue: &mut BinaryHeap<Waiting>,
    ) {
        let near_a = std::mem::take(&mut self.near[a as usize]);
        let near_b = std::mem::take(&mut self.near[b as usize]);
        let mut others: Vec<u32> =
            near_a.keys().chain(near_b.keys()).copied().filter(|o| *o != a && *o != b).collect();
        others.sort_unstable();
        others.dedup();
        for other in &others {
            let half =
                |near: &FxHashMap<u32, Across>, group: u32, score: &mut dyn FnMut(usize, usize) -> f32| {
                    near.get(other).copied().unwrap_or_else(|| self.across(group, *other, score))
                };
            let (sum_a, count_a) = half(&near_a, a, score);
            let (sum_b, count_b) = half(&near_b, b, score);
            let across = (sum_a + sum_b, count_a + count_b);
            self.near[*other as usize].remove(&b);
            self.near[*other as usize].insert(a, across);
            self.near[a as usize].insert(*other, across);
            let average = across.0 / across.1.max(1.0);
            if average >= f64::from(threshold) {
                let (low, high) = (a.min(*other), a.max(*other));
                let state = |g: u32| if g == a { self.state[a as usize] + 1 } else { self.state[g as usize] };
                queue.push((millionths(average), Reverse((low, high)), state(low), state(high)));
            }
        }
        let moved = std::mem::take(&mut self.members[b as usize]);
        self.members[a as usize].extend(moved);
        self.state[a as usize] += 1;
        self.state[b as usize] = u32::MAX;
    }

    /// Compares the rows of two groups, or so many of them as [`ACROSS`] allows.
    fn across(&self, a: u32, b: u32, score: &mut dyn FnMut(usize, usize) -> f32) -> Across {
        let (left, right) = (&self.members[a as usize], &self.members[b as usize]);
        let all = left.len() * right.len();
        let step = all.div_ceil(ACROSS).max(1);
        let (mut sum, mut compared) = (0.0, 0.0);
        for at in (0..all).step_by(step) {
            sum += f64::from(score(left[at / right.len()] as usize, right[at % right.len()] as usize));
            compared += 1.0;
        }
        (sum / f64::max(compared, 1.0) * all as f64, all as f64)
    }
}
