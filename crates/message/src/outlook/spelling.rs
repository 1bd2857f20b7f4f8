//! A letter of Outlook, spelt as a mail.

use data_encoding::BASE64_MIME;
use mail_parser::DateTime;

use super::Letter;

/// Boundaries between parts; no word of the letter stands outside of base64, so that none can end a part.
const OUTER: &str = "=_watchhouse_outer";
const INNER: &str = "=_watchhouse_inner";

pub(super) fn mail(letter: &Letter) -> Vec<u8> {
    let mut out = String::new();
    match &letter.transport {
        Some(lines) => transport(lines, &mut out),
        None => own_lines(letter, &mut out),
    }
    out.push_str("MIME-Version: 1.0\r\n");
    let mut out = out.into_bytes();
    let parts = [("plain", &letter.text), ("html", &letter.html)];
    let bodies: Vec<(&str, &str)> = parts
        .into_iter()
        .filter_map(|(kind, held)| {
            held.as_deref().filter(|held| !held.trim().is_empty()).map(|held| (kind, held))
        })
        .collect();
    if letter.files.is_empty() {
        body(&bodies, &mut out);
        return out;
    }
    out.extend_from_slice(
        format!("Content-Type: multipart/mixed; boundary=\"{OUTER}\"\r\n\r\n--{OUTER}\r\n").as_bytes(),
    );
    body(&bodies, &mut out);
    for file in &letter.files {
        out.extend_from_slice(format!("\r\n--{OUTER}\r\n").as_bytes());
        let kind: String = file
            .kind
            .chars()
            .filter(|letter| letter.is_ascii_graphic() && *letter != ';')
            .take(100)
            .collect();
        let kind = if kind.contains('/') { kind } else { "application/octet-stream".to_owned() };
        let held = if file.content_id.is_some() { "inline" } else { "attachment" };
        let mut head = format!(
            "Content-Type: {kind}\r\nContent-Disposition: {held}; filename*=utf-8''{}\r\n",
            percent(&file.name)
        );
        if let Some(id) = &file.content_id {
            head.push_str(&format!("Content-ID: <{}>\r\n", one_line(id)));
        }
        out.extend_from_slice(head.as_bytes());
        encoded(&file.bytes, &mut out);
    }
    out.extend_from_slice(format!("\r\n--{OUTER}--\r\n").as_bytes());
    out
}

fn body(bodies: &[(&str, &str)], out: &mut Vec<u8>) {
    match bodies {
        [] => out.extend_from_slice(b"Content-Type: text/plain; charset=utf-8\r\n\r\n"),
        [(kind, held)] => part(kind, held, out),
        _ => {
            out.extend_from_slice(
                format!("Content-Type: multipart/alternative; boundary=\"{INNER}\"\r\n\r\n").as_bytes(),
            );
            for (kind, held) in bodies {
                out.extend_from_slice(format!("--{INNER}\r\n").as_bytes());
                part(kind, held, out);
                out.extend_from_slice(b"\r\n");
            }
            out.extend_from_slice(format!("--{INNER}--\r\n").as_bytes());
        }
    }
}

fn part(kind: &str, held: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(format!("Content-Type: text/{kind}; charset=utf-8\r\n").as_bytes());
    encoded(held.as_bytes(), out);
}

fn encoded(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"Content-Transfer-Encoding: base64\r\n\r\n");
    out.extend_from_slice(BASE64_MIME.encode(bytes).trim_end().as_bytes());
}

/// Header lines as servers wrote them, but for those that say how the body was spelt.
fn transport(lines: &str, out: &mut String) {
    let mut keeps = true;
    for line in lines.lines() {
        if line.trim().is_empty() {
            continue;
        }
        if !line.starts_with([' ', '\t']) {
            let name = line.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
            let is_field = line.contains(':') && !name.is_empty() && !name.contains(' ');
            keeps = is_field
                && !name.starts_with("content-")
                && name != "mime-version"
                && !name.starts_with("microsoft mail");
        }
        if keeps {
            out.push_str(line.trim_end());
            out.push_str("\r\n");
        }
    }
}

fn own_lines(letter: &Letter, out: &mut String) {
    let (name, address) = &letter.sender;
    if !name.is_empty() || !address.is_empty() {
        out.push_str(&format!("From: {}\r\n", mailbox(name, address)));
    }
    for (name, address) in &letter.to {
        out.push_str(&format!("To: {}\r\n", mailbox(name, address)));
    }
    out.push_str(&format!("Subject: {}\r\n", encoded_words(&letter.subject)));
    if let Some(sent) = letter.sent {
        out.push_str(&format!(
            "Date: {}\r\n",
            DateTime::from_timestamp(sent.clamp(0, 253_402_300_799)).to_rfc822()
        ));
    }
    if let Some(id) = &letter.message_id {
        out.push_str(&format!("Message-ID: {}\r\n", one_line(id)));
    }
}

fn mailbox(name: &str, address: &str) -> String {
    let address: String =
        address.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '<' | '>')).collect();
    if name.is_empty() { format!("<{address}>") } else { format!("{} <{address}>", encoded_words(name)) }
}

/// Words as RFC 2047 has them, in pieces that fit.
fn encoded_words(words: &str) -> String {
    let letters: Vec<char> = words.chars().take(2_000).collect();
    let pieces = letters.chunks(12).map(|piece| {
        let piece: String = piece.iter().collect();
        format!("=?utf-8?B?{}?=", data_encoding::BASE64.encode(piece.as_bytes()))
    });
    pieces.collect::<Vec<_>>().join("\r\n ")
}

fn percent(name: &str) -> String {
    let mut out = String::new();
    for byte in name.chars().take(300).collect::<String>().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn one_line(words: &str) -> String {
    words
        .chars()
        .filter(|letter| !letter.is_control())
        .take(500)
        .collect::<String>()
        .trim_matches(['<', '>'])
        .to_owned()
}
