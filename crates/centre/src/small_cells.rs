//! Counts that may be published: small ones are hidden, and so many beside them that none can
//! be found by subtraction.
//!
//! A table has rows (boroughs, sectors) of one or more counts, and whoever reads it may know
//! the total of every column. A row is shown or hidden as a whole. Nought is shown: it tells of
//! no firm.

/// The smallest count that is shown, nought aside.
pub const SMALLEST_SHOWN: u64 = 5;
/// What the hidden counts of a column come to at least, so that two hidden ones are not found out
/// to be one firm each.
pub const SMALLEST_HIDDEN_SUM: u64 = 2 * SMALLEST_SHOWN;

/// Which rows are hidden, in the order of `rows`. Those that `must_hide` names by their place
/// are hidden in any case.
pub fn hidden_rows(rows: &[Vec<u64>], must_hide: &[usize]) -> Vec<bool> {
    let is_small = |count: &u64| (1..SMALLEST_SHOWN).contains(count);
    let mut hidden: Vec<bool> = rows
        .iter()
        .enumerate()
        .map(|(place, row)| row.iter().any(is_small) || must_hide.contains(&place))
        .collect();
    while hidden.contains(&true) && !is_safe(rows, &hidden) {
        let smallest = rows
            .iter()
            .enumerate()
            .filter(|(place, row)| !hidden[*place] && row.iter().any(|count| *count > 0))
            .min_by_key(|(_, row)| row.iter().fold(0_u64, |sum, count| sum.saturating_add(*count)));
        match smallest {
            Some((place, _)) => hidden[place] = true,
            // Nothing is left to hide behind: then nothing is shown.
            None => return vec![true; rows.len()],
        }
    }
    hidden
}

/// Whether no hidden count can be found from the totals and the counts that are shown.
fn is_safe(rows: &[Vec<u64>], hidden: &[bool]) -> bool {
    let unseen = || rows.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(row, _)| row);
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    unseen().count() >= 2
        && (0..columns).all(|column| {
            let counts = unseen().filter_map(|row| row.get(column));
            let sum = counts.fold(0_u64, |sum, count| sum.saturating_add(*count));
            sum == 0 || sum >= SMALLEST_HIDDEN_SUM
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(counts: &[u64]) -> Vec<usize> {
        let rows: Vec<_> = counts.iter().map(|count| vec![*count]).collect();
        let hidden = hidden_rows(&rows, &[]);
        (0..counts.len()).filter(|place| hidden[*place]).collect()
    }

    #[test]
    fn five_is_shown_and_four_is_not() {
        assert_eq!(hidden(&[5, 0, 90]), [0; 0]);
        assert_eq!(hidden(&[4, 20, 90]), [0, 1]);
    }

    #[test]
    fn one_hidden_row_takes_the_next_smallest_with_it() {
        assert_eq!(hidden(&[50, 3, 40, 0, 60]), [1, 2]);
    }

    #[test]
    fn two_ones_are_not_found_out_by_their_sum() {
        // Without a third, total minus shown is 2, and both must be 1.
        assert_eq!(hidden(&[1, 1, 30, 40]), [0, 1, 2]);
    }

    #[test]
    fn a_table_too_small_to_hide_in_shows_nothing() {
        assert_eq!(hidden(&[3]), [0]);
        assert_eq!(hidden(&[1, 2, 0]), [0, 1, 2]);
    }

    #[test]
    fn a_small_cell_hides_its_whole_row() {
        let rows = [vec![20, 2, 9], vec![30, 12, 8], vec![60, 0, 7]];
        assert_eq!(hidden_rows(&rows, &[]), [true, true, false]);
        assert_eq!(hidden_rows(&rows, &[2]), [true, true, true]);
    }

    proptest::proptest! {
        #[test]
        fn no_hidden_count_is_the_difference_of_what_is_known(counts in proptest::collection::vec(0_u64..40, 1..12)) {
            let rows: Vec<_> = counts.iter().map(|count| vec![*count]).collect();
            let hidden = hidden_rows(&rows, &[]);
            let unseen: Vec<u64> = counts.iter().zip(&hidden).filter(|(_, h)| **h).map(|(c, _)| *c).collect();
            for (count, hidden) in counts.iter().zip(&hidden) {
                proptest::prop_assert!(*hidden || *count == 0 || *count >= SMALLEST_SHOWN);
            }
            let all_are_hidden = unseen.len() == counts.len();
            proptest::prop_assert!(unseen.is_empty() || all_are_hidden
                || (unseen.len() >= 2 && unseen.iter().sum::<u64>() >= SMALLEST_HIDDEN_SUM));
        }
    }
}
