//! Words of a message as they may be shown: nobody can press them.

/// A text in which no address can be pressed.
pub(crate) fn defanged(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        if looks_like_address(word) {
            let word = word.replace("://", "[://]").replace('.', "[.]").replace('@', "[@]");
            push_without_scheme(&word, &mut out);
        } else {
            out.push_str(word);
        }
    }
    out
}

/// `http` becomes `hxxp`, wherever it stands and however it is written.
fn push_without_scheme(word: &str, out: &mut String) {
    let mut rest = word;
    while let Some(at) = rest.to_ascii_lowercase().find("http") {
        out.push_str(&rest[..at]);
        out.push_str("hxxp");
        rest = &rest[at + 4..];
    }
    out.push_str(rest);
}

fn looks_like_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.to_ascii_lowercase().contains("http") || {
        let bytes = word.as_bytes();
        bytes.windows(3).any(|three| {
            three[1] == b'.' && three[0].is_ascii_alphanumeric() && three[2].is_ascii_alphabetic()
        }) || word.contains("www.")
    }
}
