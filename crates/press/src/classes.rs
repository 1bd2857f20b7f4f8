//! Sorts figures into at most five classes, each with about as many boroughs.

/// The most classes that an eye can tell apart on a map.
pub(crate) const MOST_CLASSES: usize = 5;

/// One class: the smallest and the largest figure in it, and how strongly it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) from: u64,
    pub(crate) to: u64,
    /// 1 to 5.
    pub(crate) step: usize,
}

/// The classes of these figures, the smallest first. Equal figures share a class; fewer
/// different figures make fewer classes, spread from light to strong.
pub(crate) fn classes(figures: &[u64]) -> Vec<Class> {
    let mut sorted = figures.to_vec();
    sorted.sort_unstable();
    let mut distinct = sorted.clone();
    distinct.dedup();
    let mut ends: Vec<u64> = if distinct.len() <= MOST_CLASSES {
        distinct.clone()
    } else {
        (1..=MOST_CLASSES)
            .filter_map(|k| sorted.get((sorted.len() * k).div_ceil(MOST_CLASSES) - 1))
            .copied()
            .collect()
    };
    ends.dedup();
    let count = ends.len();
    let mut from = 0;
    let mut found = Vec::with_capacity(count);
    for (i, end) in ends.into_iter().enumerate() {
        let smallest = distinct.iter().copied().find(|v| i == 0 || *v > from).unwrap_or(end);
        found.push(Class { from: smallest, to: end, step: step(i, count) });
        from = end;
    }
    found
}

/// One class is drawn in the middle, two at the ends.
fn step(index: usize, count: usize) -> usize {
    if count < 2 { MOST_CLASSES.div_ceil(2) } else { 1 + (index * (MOST_CLASSES - 1)).div_ceil(count - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(figures: &[u64]) -> Vec<(u64, u64, usize)> {
        classes(figures).into_iter().map(|c| (c.from, c.to, c.step)).collect()
    }

    #[test]
    fn five_classes_hold_about_as_many_each() {
        let figures: Vec<u64> = (1..=33).collect();
        assert_eq!(told(&figures), [(1, 7, 1), (8, 14, 2), (15, 20, 3), (21, 27, 4), (28, 33, 5)]);
    }

    #[test]
    fn few_different_figures_make_few_classes() {
        assert_eq!(told(&[]), []);
        assert_eq!(told(&[7, 7]), [(7, 7, 3)]);
        assert_eq!(told(&[9, 2]), [(2, 2, 1), (9, 9, 5)]);
        assert_eq!(told(&[0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5]), [(0, 0, 1), (1, 1, 3), (2, 3, 4), (4, 5, 5)]);
    }
}
