//! What servers claim to have checked: `Authentication-Results` (RFC 8601) and the tags of `DKIM-Signature` (RFC 6376).

use crate::reading::ProviderResult;

/// Letters of one line that are read.
const LONGEST_LINE: usize = 8_000;
/// Results of one line that are read.
const MOST_RESULTS: usize = 50;

/// Reads one `Authentication-Results` value.
pub(crate) fn provider(value: &str) -> ProviderResult {
    let value: String = without_comments(value);
    let mut pieces = value.split(';');
    let server = pieces.next().unwrap_or_default().split_whitespace().next().unwrap_or_default();
    let mut result =
        ProviderResult { server: server.trim_matches('"').to_ascii_lowercase(), ..ProviderResult::default() };
    // Exchange leaves its own name out, so that the first piece is a result already.
    let first = if server.contains('=') {
        result.server.clear();
        Some(value.split(';').next().unwrap_or_default())
    } else {
        None
    };
    for piece in first.into_iter().chain(pieces).take(MOST_RESULTS) {
        one(piece, &mut result);
    }
    result
}

fn one(piece: &str, result: &mut ProviderResult) {
    let mut words = piece.split_whitespace();
    let Some((method, outcome)) = words.next().and_then(|word| word.split_once('=')) else { return };
    let method = method.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let outcome = outcome.to_ascii_lowercase();
    let mut domain = String::new();
    for word in words {
        let Some((key, held)) = word.split_once('=') else { continue };
        let held = held.trim_matches(['"', '<', '>', ',']);
        let key = key.to_ascii_lowercase();
        let wanted = match method.as_str() {
            "spf" => matches!(key.as_str(), "smtp.mailfrom" | "smtp.mail" | "smtp.helo"),
            "dkim" => matches!(key.as_str(), "header.d" | "header.i"),
            "dmarc" => key == "header.from",
            _ => false,
        };
        if wanted && domain.is_empty() {
            domain = domain_of(held);
        }
    }
    match method.as_str() {
        "spf" if result.spf.is_none() => result.spf = Some((outcome, domain)),
        "dkim" => result.dkim.push((outcome, domain)),
        "dmarc" if result.dmarc.is_none() => result.dmarc = Some((outcome, domain)),
        _ => {}
    }
}

fn domain_of(held: &str) -> String {
    held.rsplit('@').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase()
}

/// Comments in brackets, nested ones too, are left out; a bracket in quotes is none.
fn without_comments(value: &str) -> String {
    let mut out = String::with_capacity(value.len().min(LONGEST_LINE));
    let (mut depth, mut quoted) = (0_u32, false);
    for letter in value.chars().take(LONGEST_LINE) {
        match letter {
            '"' if depth == 0 => {
                quoted = !quoted;
                out.push(letter);
            }
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => {
                depth -= 1;
                out.push(' ');
            }
            _ if depth == 0 => out.push(if letter.is_whitespace() { ' ' } else { letter }),
            _ => {}
        }
    }
    out
}

/// Domain and selector of a signature.
pub(crate) fn signature(value: &str) -> Option<(String, String)> {
    let (mut domain, mut selector) = (None, None);
    for tag in value.split(';').take(MOST_RESULTS) {
        let Some((name, held)) = tag.split_once('=') else { continue };
        let held = || held.split_whitespace().collect::<String>().to_ascii_lowercase();
        match name.trim() {
            "d" => domain = Some(held()),
            "s" => selector = Some(held()),
            _ => {}
        }
    }
    Some((domain?, selector.unwrap_or_default()))
}
