//! DKIM signatures (RFC 6376, RFC 8463) verified from records that are held, and only those of the sender's own domain.
//!
//! `mail-auth` cannot be built without a resolver of its own, so that an engine would hold the means to open sockets; this
//! is the part of it that a message at rest needs. Stricter than the standard where a proof would prove less than a person
//! thinks: no part-signed bodies (`l=`), `From` signed and there once, keys of 1,024 bits and more.

use data_encoding::BASE64;
use ring::signature::{
    ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY as RSA, RsaPublicKeyComponents, UnparsedPublicKey,
};
use sha2::{Digest, Sha256};

use crate::Setting;
use crate::address::{is_under, owner};

/// Signatures that are looked at in one message.
pub(crate) const MOST_SIGNATURES: usize = 10;
/// How old a signature may be, in seconds, for its failing to mean anything: keys are changed in place, and a message that lay in
/// a mailbox meets the next one.
const RECENT: i64 = 7 * 24 * 60 * 60;
/// Header lines that are looked at.
const MOST_LINES: usize = 1_000;

/// What signatures prove.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Proved {
    /// The signing domain, if a signature of the sender's own domain holds.
    pub(crate) domain: Option<String>,
    /// The sender's domain asks that mail without proof be refused, and there were signatures in its name, made lately, of which
    /// every one could be checked and failed.
    pub(crate) disowned: bool,
    /// Records that were missing: `(domain, selector)`, of the sender's own domain.
    pub(crate) wanted: Vec<(String, String)>,
}

struct Message<'a> {
    lines: Vec<(&'a str, &'a [u8])>,
    body: &'a [u8],
}

/// Verifies the signatures that are the sender's own.
pub(crate) fn verify(bytes: &[u8], sender: &str, setting: &Setting<'_>) -> Proved {
    let mut proved = Proved::default();
    let Some(message) = split(bytes) else { return proved };
    if message.lines.iter().filter(|(name, _)| name.eq_ignore_ascii_case("from")).count() != 1 {
        return proved;
    }
    let (mut unknown, mut failed) = (false, false);
    let signatures = message.lines.iter().filter(|(name, _)| name.eq_ignore_ascii_case("dkim-signature"));
    for (_, line) in signatures.take(MOST_SIGNATURES) {
        let Some(tags) = std::str::from_utf8(line).ok().map(Tags::parse) else { continue };
        let (Some(domain), Some(selector)) = (tags.get("d"), tags.get("s")) else { continue };
        let (domain, selector) = (domain.to_ascii_lowercase(), selector.to_ascii_lowercase());
        if owner(&domain) != owner(sender) || !is_under(sender, owner(&domain)) {
            continue;
        }
        let Some(records) = setting.records.txt(&format!("{selector}._domainkey.{domain}")) else {
            unknown = true;
            let wanted = (domain, selector);
            if !proved.wanted.contains(&wanted) {
                proved.wanted.push(wanted);
            }
            continue;
        };
        if !records.iter().any(|record| Tags::parse(record).get("p").is_some_and(|key| !key.is_empty())) {
            // Keys are taken back after a while; what was signed before is not undone by it.
            unknown = true;
            continue;
        }
        if tags.expired(setting.now) {
            continue;
        }
        if records.iter().any(|record| holds(&message, line, &tags, record)) {
            proved.domain = Some(domain);
            return proved;
        }
        failed |= tags.is_recent(setting.now);
        unknown |= !tags.is_recent(setting.now);
    }
    proved.disowned = failed && !unknown && asks_to_refuse(sender, setting);
    proved
}

/// Whether the rules of the sender's domain say so. Rules that are not held say nothing.
fn asks_to_refuse(sender: &str, setting: &Setting<'_>) -> bool {
    let held = |host: &str| setting.records.txt(&format!("_dmarc.{host}"));
    let policy = |records: &[String], key: &str| {
        let record = records.iter().find(|record| record.trim_start().starts_with("v=DMARC1"))?;
        let tags = Tags::parse(record);
        Some(tags.get(key).or_else(|| tags.get("p"))?.to_ascii_lowercase())
    };
    let Some(own) = held(sender) else { return false };
    let policy = policy(&own, "p").or_else(|| policy(&held(owner(sender))?, "sp"));
    matches!(policy.as_deref(), Some("reject" | "quarantine"))
}

fn holds(message: &Message<'_>, line: &[u8], tags: &Tags<'_>, record: &str) -> bool {
    checked(message, line, tags, record).is_some()
}

fn checked(message: &Message<'_>, line: &[u8], tags: &Tags<'_>, record: &str) -> Option<()> {
    let key = Tags::parse(record);
    if key.get("v").is_some_and(|v| v != "DKIM1") || tags.get("v") != Some("1") || tags.get("l").is_some() {
        return None;
    }
    let (head, body) =
        tags.get("c").unwrap_or("simple/simple").split_once('/').unwrap_or((tags.get("c")?, "simple"));
    let (relaxed_head, relaxed_body) = (head == "relaxed", body == "relaxed");
    let digest = Sha256::digest(body_form(message.body, relaxed_body));
    if base64(tags.get("bh")?)? != digest.as_slice() {
        return None;
    }
    let names: Vec<&str> = tags.get("h")?.split(':').map(str::trim).collect();
    if !names.iter().any(|name| name.eq_ignore_ascii_case("from")) {
        return None;
    }
    let signed = signed_form(message, line, &names, relaxed_head);
    let (signature, key_bytes) = (base64(tags.get("b")?)?, base64(key.get("p")?)?);
    match tags.get("a")? {
        "rsa-sha256" if key.get("k").unwrap_or("rsa") == "rsa" => {
            let (n, e) = rsa_parts(&key_bytes)?;
            RsaPublicKeyComponents { n, e }.verify(&RSA, &signed, &signature).ok()
        }
        "ed25519-sha256" if key.get("k") == Some("ed25519") => {
            UnparsedPublicKey::new(&ED25519, &key_bytes).verify(&Sha256::digest(&signed), &signature).ok()
        }
        _ => None,
    }
}

/// Header lines and body; the lines keep their folds.
fn split(bytes: &[u8]) -> Option<Message<'_>> {
    let mut lines: Vec<(&str, &[u8])> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        if bytes[at..end].iter().all(|b| matches!(b, b'\r' | b'\n')) {
            return Some(Message { lines, body: &bytes[end..] });
        }
        let mut whole = end;
        while whole < bytes.len() && matches!(bytes[whole], b' ' | b'\t') {
            whole = line_end(bytes, whole);
        }
        let line = &bytes[at..whole];
        let colon = line.iter().position(|b| *b == b':')?;
        let name = std::str::from_utf8(&line[..colon]).ok()?.trim();
        if lines.len() >= MOST_LINES {
            return None;
        }
        lines.push((name, line.get(colon + 1..)?));
        at = whole;
    }
    Some(Message { lines, body: &[] })
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| from + at + 1)
}

/// The body as it is hashed (RFC 6376, 3.4.3 and 3.4.4); bare line feeds count as whole line ends, as saved files have them.
fn body_form(body: &[u8], relaxed: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut empty = 0;
    for line in body.split_inclusive(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = if relaxed { squeezed(line) } else { line.to_vec() };
        if line.is_empty() {
            empty += 1;
            continue;
        }
        for _ in 0..empty {
            out.extend_from_slice(b"\r\n");
        }
        empty = 0;
        out.extend_from_slice(&line);
        out.extend_from_slice(b"\r\n");
    }
    if out.is_empty() && !relaxed {
        out.extend_from_slice(b"\r\n");
    }
    out
}

/// Runs of blanks become one, those at the end go.
fn squeezed(line: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(line.len());
    for &byte in line {
        let blank = matches!(byte, b' ' | b'\t');
        if !blank {
            out.push(byte);
        } else if out.last() != Some(&b' ') {
            out.push(b' ');
        }
    }
    if out.last() == Some(&b' ') {
        out.pop();
    }
    out
}

/// The header lines as they are signed: from the bottom up, each line once, then the signature without its value.
fn signed_form(message: &Message<'_>, line: &[u8], names: &[&str], relaxed: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut used = vec![false; message.lines.len()];
    for name in names {
        let at = (0..message.lines.len())
            .rev()
            .find(|at| !used[*at] && message.lines[*at].0.eq_ignore_ascii_case(name));
        if let Some(at) = at {
            used[at] = true;
            let (name, value) = message.lines[at];
            put_line(&mut out, name, value, relaxed);
            out.extend_from_slice(b"\r\n");
        }
    }
    let name = message
        .lines
        .iter()
        .find(|(_, value)| std::ptr::eq(*value, line))
        .map_or("DKIM-Signature", |(name, _)| name);
    put_line(&mut out, name, &without_value(line), relaxed);
    out
}

fn put_line(out: &mut Vec<u8>, name: &str, value: &[u8], relaxed: bool) {
    if relaxed {
        out.extend_from_slice(name.to_ascii_lowercase().as_bytes());
        out.push(b':');
        let flat: Vec<u8> = value.iter().copied().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
        let flat = squeezed(&flat);
        out.extend_from_slice(flat.strip_prefix(b" ").unwrap_or(&flat));
    } else {
        out.extend_from_slice(name.as_bytes());
        out.push(b':');
        let value = value.strip_suffix(b"\n").unwrap_or(value);
        let value = value.strip_suffix(b"\r").unwrap_or(value);
        for &byte in value {
            if byte == b'\n' && out.last() != Some(&b'\r') {
                out.push(b'\r');
            }
            out.push(byte);
        }
    }
}

/// The signature line with an empty `b=`.
fn without_value(line: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len());
    for (at, tag) in line.split(|b| *b == b';').enumerate() {
        if at > 0 {
            out.push(b';');
        }
        let equals = tag.iter().position(|b| *b == b'=');
        match equals {
            Some(equals) if tag[..equals].trim_ascii() == b"b" => out.extend_from_slice(&tag[..=equals]),
            _ => out.extend_from_slice(tag),
        }
    }
    out
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let plain: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    BASE64.decode(plain.as_bytes()).ok()
}

/// Modulus and exponent out of a public key in DER: SubjectPublicKeyInfo, or RSAPublicKey alone.
fn rsa_parts(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (inner, _) = element(der, 0x30)?;
    let numbers = if inner.first() == Some(&0x02) {
        inner
    } else {
        let (_, rest) = element(inner, 0x30)?;
        let (bits, _) = element(rest, 0x03)?;
        element(bits.strip_prefix(&[0])?, 0x30)?.0
    };
    let (n, rest) = element(numbers, 0x02)?;
    let (e, _) = element(rest, 0x02)?;
    Some((n.strip_prefix(&[0]).unwrap_or(n), e.strip_prefix(&[0]).unwrap_or(e)))
}

/// One element of DER with that tag: its content, and what follows.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&[first, second], rest) = der.split_first_chunk::<2>()?;
    if first != tag {
        return None;
    }
    let (length, rest) = match second {
        0..=0x7f => (usize::from(second), rest),
        0x81 => (usize::from(*rest.first()?), rest.get(1..)?),
        0x82 => (usize::from(u16::from_be_bytes(*rest.first_chunk::<2>()?)), rest.get(2..)?),
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// Tags of a signature or record: `name=value` between semicolons.
struct Tags<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Tags<'a> {
    fn parse(text: &'a str) -> Self {
        Self(
            text.split(';')
                .take(64)
                .filter_map(|tag| tag.split_once('='))
                .map(|(k, v)| (k.trim(), v.trim()))
                .collect(),
        )
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    /// Whether it says that it was made lately (`t=`); without saying so it is not known.
    fn is_recent(&self, now: i64) -> bool {
        self.get("t")
            .and_then(|t| t.parse::<i64>().ok())
            .is_some_and(|t| (now - RECENT..=now + RECENT).contains(&t))
    }

    fn expired(&self, now: i64) -> bool {
        self.get("x").is_some_and(|x| x.parse::<i64>().map_or(true, |x| x < now))
    }
}
