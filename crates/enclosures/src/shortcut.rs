//! Shortcuts: of Windows (MS-SHLLINK), and files that hold one web address.

use crate::contents::cut;
use crate::field::{place_at, slice, u16_at, u32_at, words_in};
use crate::reading::Reading;
use crate::text::{addresses, decoded, runs};
use crate::{Alarm, Contents, Unread};

/// How a shortcut of Windows begins: the size of its head and its class.
pub(crate) const SIGNATURE: [u8; 20] =
    [0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46];
/// The bytes of its head.
const HEAD: usize = 76;
/// The most lines of a file that holds one web address.
const MOST_LINES: usize = 1_000;

/// Reads a shortcut of Windows.
pub(crate) fn read(bytes: &[u8], out: &mut Contents) {
    let flags = u32_at(bytes, 20).unwrap_or(0);
    let has = |bit: u32| flags & 1 << bit != 0;
    let mut at = HEAD;
    let mut listed = String::new();
    if has(0) {
        let length = u16_at(bytes, at).map_or(0, usize::from);
        listed = runs(slice(bytes, at + 2, length).unwrap_or_default(), 3);
        at += 2 + length;
    }
    let mut target = String::new();
    if has(1) {
        let length = place_at(bytes, at).unwrap_or(0);
        target = local_path(slice(bytes, at, length).unwrap_or_default());
        at = at.saturating_add(length);
    }
    let wide = has(7);
    let mut strings = [const { String::new() }; 5];
    // Name, relative path, working folder, arguments, place of the icon.
    for (nth, string) in strings.iter_mut().enumerate() {
        if has(2 + nth as u32) {
            let letters = u16_at(bytes, at).map_or(0, usize::from);
            let length = if wide { letters * 2 } else { letters };
            let Some(text) = slice(bytes, at.saturating_add(2), length) else {
                out.not_whole(Unread::Damaged);
                break;
            };
            *string = string_of(text, wide);
            at += 2 + length;
        }
    }
    let [name, relative, _, arguments, _] = strings;
    if target.is_empty() {
        target = if relative.is_empty() { environment(bytes, at) } else { relative };
    }
    if target.is_empty() {
        target = listed.lines().last().unwrap_or_default().to_owned();
    }
    out.say(&name);
    addresses(&arguments, out);
    addresses(&target, out);
    // Padding of thousands of spaces keeps the command out of sight.
    let arguments = arguments.split_whitespace().collect::<Vec<_>>().join(" ");
    out.alarm(Alarm::Shortcut {
        target: cut(&target, 2_048).to_owned(),
        arguments: cut(&arguments, 2_048).to_owned(),
    });
}

fn string_of(text: &[u8], wide: bool) -> String {
    if wide {
        let units: Vec<_> = text.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    text.iter().map(|byte| char::from(*byte)).collect()
}

/// The path in the part on where the target lies, on a disc here or in the net.
fn local_path(info: &[u8]) -> String {
    let ended = |at: usize| {
        let rest = info.get(at..)?;
        Some(string_of(rest.split(|byte| *byte == 0).next()?, false))
    };
    let flags = u32_at(info, 8).unwrap_or(0);
    let base = if flags & 1 != 0 { place_at(info, 16).and_then(ended) } else { None };
    let net = if flags & 2 != 0 {
        place_at(info, 20).and_then(|at| ended(at.checked_add(place_at(info, at.checked_add(8)?)?)?))
    } else {
        None
    };
    let rest = place_at(info, 24).and_then(ended).unwrap_or_default();
    match (base, net) {
        (Some(base), _) => format!("{base}{rest}"),
        (None, Some(net)) => format!("{net}\\{rest}"),
        _ => rest,
    }
}

/// The target in the block of variables that stands behind the strings (signature 0xA0000001).
fn environment(bytes: &[u8], mut at: usize) -> String {
    const MOST_BLOCKS: usize = 32;
    for _ in 0..MOST_BLOCKS {
        let Some(size) = place_at(bytes, at).filter(|size| *size >= 8) else { break };
        if u32_at(bytes, at + 4) == Some(0xa000_0001) {
            let path = slice(bytes, at + 8, 260).unwrap_or_default();
            return string_of(path.split(|byte| *byte == 0).next().unwrap_or_default(), false);
        }
        at = at.saturating_add(size);
    }
    String::new()
}

/// Reads a file that holds one web address: of Windows, macOS, or a desktop of Linux.
pub(crate) fn read_web(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let text = decoded(with.markup(out, bytes)).into_owned();
    if text.trim_start().starts_with('<') {
        for (key, value) in crate::profile::pairs(text.as_bytes()) {
            if key.eq_ignore_ascii_case("url") {
                to(&value, out);
            }
        }
        return;
    }
    for line in text.lines().take(MOST_LINES) {
        let Some((key, value)) = line.split_once('=') else { continue };
        match key.trim().to_ascii_lowercase().as_str() {
            "url" | "baseurl" => to(value.trim(), out),
            "iconfile" if value.contains("//") || value.starts_with("\\\\") => to(value.trim(), out),
            "exec" => {
                let (target, arguments) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
                out.alarm(Alarm::Shortcut {
                    target: cut(target, 2_048).to_owned(),
                    arguments: cut(arguments, 2_048).to_owned(),
                });
            }
            "name" | "comment" => out.say(value),
            _ => {}
        }
    }
}

/// An address in a shortcut. One that is no page of the web starts something else.
fn to(address: &str, out: &mut Contents) {
    out.link(address, "");
    let page = words_in(&address.as_bytes()[..address.len().min(8)], &["http://", "https://", "mailto:"]);
    if page.is_empty() {
        out.alarm(Alarm::Shortcut { target: cut(address, 2_048).to_owned(), arguments: String::new() });
    }
}
