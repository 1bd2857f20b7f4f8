//! Values made fit to be shown: nothing in them can be clicked.

/// A value in which no program sees a link: `hxxps://example[.]com/a[.]html`, `name[at]example[.]com`, `192[.]0[.]2[.]1`.
/// Telephone numbers, accounts, wallets, sums and the like have nothing to click and stay as they are.
pub fn defang(value: &str) -> String {
    let is_sum = value
        .split_once(' ')
        .is_some_and(|(code, sum)| code.len() == 3 && sum.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    if is_sum {
        return value.to_owned();
    }
    let mut safe = String::with_capacity(value.len() + 16);
    let mut signs = value.chars().peekable();
    let mut before = None;
    let colons = !value.contains("://") && value.parse::<std::net::Ipv6Addr>().is_ok();
    let is_handle = value.starts_with('@');
    while let Some(sign) = signs.next() {
        let joins = signs.peek().is_some_and(|next| !next.is_whitespace())
            && before.is_some_and(|b: char| !b.is_whitespace());
        match sign {
            '.' if joins => safe.push_str("[.]"),
            '@' if before.is_some() || !is_handle => safe.push_str("[at]"),
            ':' if colons => safe.push_str("[:]"),
            _ => safe.push(sign),
        }
        before = Some(sign);
    }
    without_schemes(&safe)
}

/// Every `http` and `ftp` that begins a scheme is broken, also those inside a query.
fn without_schemes(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = find_ignoring_case(rest, b"http") {
        let (front, back) = rest.split_at_checked(at).unwrap_or((rest, ""));
        safe.push_str(front);
        safe.push_str("hxxp");
        rest = back.get(4..).unwrap_or_default();
    }
    safe.push_str(rest);
    match safe.get(..6) {
        Some(front) if front.eq_ignore_ascii_case("ftp://") => {
            format!("fxp://{}", safe.get(6..).unwrap_or_default())
        }
        _ => safe,
    }
}

fn find_ignoring_case(text: &str, wanted: &[u8]) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

/// Spellings of a dot, an at and a scheme that people make links harmless with, and what they stand for.
const SPELLINGS: [(&str, &str); 27] = [
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("[dot]", "."),
    ("(dot)", "."),
    ("{dot}", "."),
    ("[ dot ]", "."),
    ("[DOT]", "."),
    ("(DOT)", "."),
    (" dot ", "."),
    (" DOT ", "."),
    ("[at]", "@"),
    ("(at)", "@"),
    ("{at}", "@"),
    ("[@]", "@"),
    ("(@)", "@"),
    ("[AT]", "@"),
    ("(AT)", "@"),
    (" at ", "@"),
    (" AT ", "@"),
    ("[://]", "://"),
    ("[:]//", "://"),
    ("[:]", ":"),
    ("[/]", "/"),
    (":\\\\", "://"),
    ("[.", "."),
    (".]", "."),
];

/// Undoes [`defang`] and the other common spellings: for one value, never for a text, in which ` at ` is a word.
pub fn refang(value: &str) -> String {
    let mut text = value.to_owned();
    for (spelling, sign) in SPELLINGS {
        if text.contains(spelling) {
            text = text.replace(spelling, sign);
        }
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = find_ignoring_case(rest, b"hxxp") {
        let (front, back) = rest.split_at_checked(at).unwrap_or((rest, ""));
        plain.push_str(front);
        plain.push_str("http");
        rest = back.get(4..).unwrap_or_default();
    }
    plain.push_str(rest);
    match plain.strip_prefix("fxp://") {
        Some(host) => format!("ftp://{host}"),
        None => plain,
    }
}
