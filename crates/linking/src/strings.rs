//! How alike two short texts are.

/// The longest text that is compared letter by letter, in characters; longer ones are cut.
pub(crate) const LONGEST_COMPARED: usize = 64;

/// Jaro-Winkler similarity from 0 to 1 (Winkler 1990), prefix scale 0.1 over four letters.
pub(crate) fn jaro_winkler(left: &str, right: &str) -> f64 {
    let (mut a, mut b) = ([0; LONGEST_COMPARED], [0; LONGEST_COMPARED]);
    let (a, b) = (letters(left, &mut a), letters(right, &mut b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let window = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut in_a, mut in_b) = (0_u64, 0_u64);
    for (i, letter) in a.iter().enumerate() {
        for (j, other) in b.iter().enumerate().take(i + window + 1).skip(i.saturating_sub(window)) {
            if in_b & (1 << j) == 0 && other == letter {
                in_a |= 1 << i;
                in_b |= 1 << j;
                break;
            }
        }
    }
    let common = f64::from(in_a.count_ones());
    if common == 0.0 {
        return 0.0;
    }
    let (mut odd, mut rest) = (0_u32, in_b);
    for (i, letter) in a.iter().enumerate() {
        if in_a & (1 << i) != 0 {
            let j = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            odd += u32::from(b[j] != *letter);
        }
    }
    let jaro =
        (common / a.len() as f64 + common / b.len() as f64 + (common - f64::from(odd / 2)) / common) / 3.0;
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + prefix as f64 * 0.1 * (1.0 - jaro)
}

/// Slips (a letter more, less, other, or two exchanged) from one text to the other, counted up to `limit`; beyond it
/// the answer is `limit + 1`. Optimal string alignment.
pub(crate) fn slips(left: &str, right: &str, limit: usize) -> usize {
    let (mut a, mut b) = ([0; LONGEST_COMPARED], [0; LONGEST_COMPARED]);
    let (a, b) = (letters(left, &mut a), letters(right, &mut b));
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let mut rows = [[0_usize; LONGEST_COMPARED + 1]; 3];
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        let (now, last, before) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut cell = (rows[last][j - 1] + same).min(rows[last][j] + 1).min(rows[now][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(rows[before][j - 2] + 1);
            }
            rows[now][j] = cell;
            least = least.min(cell);
        }
        if least > limit {
            return limit + 1;
        }
    }
    rows[a.len() % 3][b.len()].min(limit + 1)
}

/// The characters of a text as numbers, cut at [`LONGEST_COMPARED`].
fn letters<'a>(text: &str, room: &'a mut [u32; LONGEST_COMPARED]) -> &'a [u32] {
    let mut count = 0;
    if text.is_ascii() {
        for (cell, byte) in room.iter_mut().zip(text.bytes()) {
            *cell = u32::from(byte);
            count += 1;
        }
    } else {
        for (cell, letter) in room.iter_mut().zip(text.chars()) {
            *cell = u32::from(letter);
            count += 1;
        }
    }
    &room[..count]
}
