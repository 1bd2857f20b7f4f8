//! How far two words are apart in slips of the finger: a letter changed, left out, added, or swapped with its neighbour
//! (optimal string alignment).

/// The most slips that are looked for.
pub(crate) const MOST_SLIPS: usize = 2;

/// How many slips lead from one word to the other; `None` when they are more than [`MOST_SLIPS`].
pub(crate) fn slips(a: &str, b: &str) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > MOST_SLIPS {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = above;
        above = row;
    }
    let found = above.last().copied().unwrap_or_default();
    (found <= MOST_SLIPS).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (a, b, count) in [
            ("harvest", "harvest", Some(0)),
            ("harvset", "harvest", Some(1)),
            ("havest", "harvest", Some(1)),
            ("harrvest", "harvest", Some(1)),
            ("hervist", "harvest", Some(2)),
            ("serial", "cereal", Some(2)),
            ("horse", "harvest", None),
            ("", "ab", Some(2)),
        ] {
            assert_eq!(slips(a, b), count, "{a} {b}");
            assert_eq!(slips(b, a), count, "{b} {a}");
        }
    }
}
