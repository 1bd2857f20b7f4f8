//! What may be shown of a picture: small counts are hidden, and so many beside them that none is found by subtraction.

use super::Counts;
use crate::small_cells::hidden_rows;

/// One row of a table that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRow {
    /// Which borough, sector, size or provider.
    pub code: String,
    /// Its counts; `None` is hidden.
    pub counts: Option<Counts>,
    /// How many stand better and how many worse than the month before; `None` is hidden.
    pub moved: Option<(u64, u64)>,
}

/// The rows of one table as they may be shown. A row is hidden as a whole, because each of its states is the
/// difference of the others; what moved is hidden on its own, and wherever the row is.
pub fn shown_rows(rows: &[(String, Counts)]) -> Vec<ShownRow> {
    let states: Vec<Vec<u64>> = rows.iter().map(|(_, counts)| counts.states().to_vec()).collect();
    let hidden = hidden_rows(&states, &[]);
    let moved_hidden = moved_rows(rows, &hidden);
    rows.iter()
        .zip(hidden)
        .zip(moved_hidden)
        .map(|(((code, counts), hidden), moved_hidden)| ShownRow {
            code: code.clone(),
            counts: (!hidden).then_some(Counts { better: 0, worse: 0, ..*counts }),
            moved: (!moved_hidden).then_some((counts.better, counts.worse)),
        })
        .collect()
}

/// Which rows' moves are hidden.
fn moved_rows(rows: &[(String, Counts)], hidden: &[bool]) -> Vec<bool> {
    let moves: Vec<Vec<u64>> = rows.iter().map(|(_, counts)| vec![counts.better, counts.worse]).collect();
    let must_hide: Vec<usize> =
        hidden.iter().enumerate().filter(|(_, hidden)| **hidden).map(|(place, _)| place).collect();
    hidden_rows(&moves, &must_hide)
}
