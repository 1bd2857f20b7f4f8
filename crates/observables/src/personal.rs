//! Personal tokens in web addresses: what would tell whoever sees a shared link to whom it was sent.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};

use crate::wrappers::percent_decoded;

/// How often a text may be encoded over and over before we stop looking.
const MOST_ENCODINGS: usize = 4;
/// A value without meaning of this length or more is taken for a token.
const LONGEST_HARMLESS: usize = 24;
/// What stands where a token was.
const TAKEN_OUT: &str = "-";

/// Parameters that only ever carry who clicked, or through which campaign.
const TRACKING: [&str; 60] = [
    "fbclid",
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "igshid",
    "igsh",
    "mc_eid",
    "mc_cid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "__hssc",
    "__hstc",
    "vero_id",
    "vero_conv",
    "oly_enc_id",
    "oly_anon_id",
    "_openstat",
    "yclid",
    "rb_clickid",
    "s_cid",
    "ml_subscriber",
    "ml_subscriber_hash",
    "trk_contact",
    "trk_msg",
    "trk_module",
    "trk_sid",
    "elqtrackid",
    "elqtrack",
    "elq",
    "cvid",
    "ef_id",
    "epik",
    "email",
    "e-mail",
    "mail",
    "recipient",
    "rcpt",
    "subscriber",
    "subscriber_id",
    "contact",
    "contact_id",
    "uid",
    "userid",
    "user_id",
    "cid",
    "eid",
    "sid",
    "session",
    "sessionid",
    "token",
    "hash",
    "sig",
    "reqid",
    "tracking_id",
];

/// A web address without what is personal: the recipient's address in clear or encoded, tracking ids, session tokens, and
/// a name before the host. Where it stood in a path, a hyphen stands.
pub fn without_tokens(url: &str) -> String {
    let (rest, fragment) = match url.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (url, None),
    };
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (rest, None),
    };
    let mut clean = clean_path(path);
    if let Some(query) = query {
        let kept: Vec<&str> = query.split('&').filter(|pair| !is_personal_pair(pair)).collect();
        if !kept.is_empty() && kept.iter().any(|pair| !pair.is_empty()) {
            clean.push('?');
            clean.push_str(&kept.join("&"));
        }
    }
    if let Some(fragment) = fragment.filter(|fragment| !is_personal(fragment)) {
        let personal = fragment.split(['/', '&', '?', '=']).any(is_personal);
        if !personal {
            clean.push('#');
            clean.push_str(fragment);
        }
    }
    clean
}

fn clean_path(path: &str) -> String {
    let (front, rest) = match path.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), path),
    };
    let mut parts = rest.split('/');
    let host = parts.next().unwrap_or_default();
    let host = if front.is_empty() { host } else { host.rsplit_once('@').map_or(host, |(_, host)| host) };
    let mut clean = format!("{front}{host}");
    for part in parts {
        clean.push('/');
        clean.push_str(if is_personal(part) { TAKEN_OUT } else { part });
    }
    clean
}

fn is_personal_pair(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or(("", pair));
    let name = name.to_ascii_lowercase();
    let tracks = name.starts_with("utm_")
        || name.starts_with("pk_")
        || name.starts_with("mtm_")
        || TRACKING.contains(&name.as_str());
    tracks || is_personal(value) || is_personal(&name)
}

/// Whether a piece of an address holds a mailbox, in whatever encoding, or is a long token without meaning.
fn is_personal(piece: &str) -> bool {
    if piece.is_empty() || piece == TAKEN_OUT {
        return false;
    }
    says_a_mailbox(piece, MOST_ENCODINGS) || is_token(piece)
}

fn says_a_mailbox(piece: &str, depth: usize) -> bool {
    if has_mailbox(piece) {
        return true;
    }
    if depth == 0 || piece.len() < 6 {
        return false;
    }
    let again = |text: String| text != piece && says_a_mailbox(&text, depth - 1);
    if piece.contains('%') {
        return again(percent_decoded(piece));
    }
    let code = piece.trim_end_matches('=');
    [
        BASE64_NOPAD.decode(code.as_bytes()).ok(),
        BASE64URL_NOPAD.decode(code.as_bytes()).ok(),
        HEXLOWER_PERMISSIVE.decode(code.as_bytes()).ok(),
    ]
    .into_iter()
    .flatten()
    .filter_map(|bytes| String::from_utf8(bytes).ok())
    .filter(|text| !text.chars().any(char::is_control))
    .any(again)
}

/// Whether a mailbox stands in a text: a sign, an at, and a dotted name.
fn has_mailbox(text: &str) -> bool {
    text.match_indices('@').take(8).any(|(at, _)| {
        let before = text.get(..at).and_then(|front| front.chars().next_back());
        let host: &str = text.get(at + 1..).unwrap_or_default();
        let host = host
            .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
            .next()
            .unwrap_or_default();
        before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, '.' | '_' | '-' | '+'))
            && host.trim_matches('.').contains('.')
    })
}

/// Long, of letters and digits mixed, and no words with hyphens between: an id of somebody or something.
fn is_token(piece: &str) -> bool {
    let code = piece.trim_end_matches('=');
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let longest_word = code.split(['-', '_', '.']).map(str::len).max().unwrap_or_default();
    let uuid = code.len() == 36
        && code.bytes().filter(|b| *b == b'-').count() == 4
        && code.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    uuid || code.len() >= LONGEST_HARMLESS && code.bytes().all(fits) && longest_word >= 16 && digits >= 3
}
