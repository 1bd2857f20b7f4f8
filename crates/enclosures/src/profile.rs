//! Profiles of settings for Apple's devices (`.mobileconfig`), plain or in a signature's wrapping (CMS, RFC 5652).

use html5gum::{Token, Tokenizer};

use crate::field::{find, has_word};
use crate::reading::Reading;
use crate::text::addresses;
use crate::{Alarm, Contents, Unread};

/// The most settings that are named.
const MOST_SETTINGS: usize = 50;
/// How far the list may stand behind the beginning of the wrapping.
const WITHIN: usize = 4 * 1024;

/// Whether a signature's wrapping holds a profile.
pub(crate) fn is_signed_profile(bytes: &[u8]) -> bool {
    let wrapped = matches!(bytes, [0x30, 0x80..=0x84, ..]);
    wrapped && has_word(&bytes[..bytes.len().min(WITHIN)], b"<plist") && has_word(bytes, b"payloadtype")
}

/// The list of a profile without its wrapping.
fn list_of(bytes: &[u8]) -> Option<&[u8]> {
    let start = find(bytes, b"<?xml", 0).or_else(|| find(bytes, b"<plist", 0))?;
    let end = find(bytes, b"</plist>", start).map_or(bytes.len(), |end| end + 8);
    bytes.get(start..end)
}

/// Reads a profile.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let Some(list) = list_of(bytes) else {
        out.not_whole(Unread::Damaged);
        return;
    };
    let (mut settings, mut name) = (Vec::new(), String::new());
    for (key, value) in pairs(with.markup(out, list)) {
        match key.as_str() {
            "PayloadType" if value == "Configuration" || settings.contains(&value) => {}
            "PayloadType" if settings.len() < MOST_SETTINGS => settings.push(value),
            // The profile's own name stands last, behind those of its parts.
            "PayloadDisplayName" => name = value,
            "PayloadDescription" | "PayloadOrganization" | "Label" => out.say(&value),
            _ if key.to_ascii_uppercase().ends_with("URL") => out.link(&value, ""),
            _ => addresses(&value, out),
        }
    }
    out.say(&name);
    out.alarm(Alarm::ProfileInstalls { name, settings });
}

/// Each key of a list with the string behind it.
pub(crate) fn pairs(list: &[u8]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let (mut element, mut key) = (Vec::new(), String::new());
    for token in Tokenizer::new(list) {
        match token {
            Ok(Token::StartTag(tag)) => element = tag.name.to_vec(),
            Ok(Token::EndTag(_)) => element.clear(),
            Ok(Token::String(text)) => {
                let text = String::from_utf8_lossy(&text).trim().to_owned();
                match element.as_slice() {
                    b"key" => key = text,
                    b"string" if !key.is_empty() => pairs.push((std::mem::take(&mut key), text)),
                    _ => {}
                }
            }
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    pairs
}
