//! Codes of countries in telephone numbers (ITU-T E.164, list of assigned codes).

/// Assigned codes of two digits; a number with one of them needs no third.
const TWO: [u8; 44] = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58,
    60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];

/// The country code that a number in international form begins with.
pub(crate) fn code(digits: &str) -> Option<&str> {
    match digits.as_bytes().first()? {
        b'1' | b'7' => return digits.get(..1),
        b'0' => return None,
        _ => {}
    }
    let two: u8 = digits.get(..2)?.parse().ok()?;
    if TWO.contains(&two) {
        return digits.get(..2);
    }
    let three = digits.get(..3)?;
    let number: u16 = three.parse().ok()?;
    let assigned = matches!(
        number,
        211..=213 | 216 | 218 | 220..=269 | 290 | 291 | 297..=299 | 350..=359 | 370..=378 | 380..=383 | 385..=387
            | 389 | 420 | 421 | 423 | 500..=509 | 590..=599 | 670 | 672..=692 | 800 | 808 | 850 | 852 | 853 | 855 | 856
            | 870 | 878 | 880..=883 | 886 | 888 | 960..=968 | 970..=977 | 979 | 992..=996 | 998
    );
    assigned.then_some(three)
}
