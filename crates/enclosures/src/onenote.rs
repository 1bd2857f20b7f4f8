//! Notebooks of OneNote (MS-ONESTORE): files in them, found by the mark that stands before each.

use crate::field::{find, slice, u64_at};
use crate::reading::Reading;
use crate::text::{addresses, runs};
use crate::{Alarm, Contents, Kind, Unread};

/// How a notebook's section begins.
pub(crate) const SIGNATURE: [u8; 16] =
    [0xe4, 0x52, 0x5c, 0x7b, 0x8c, 0xd8, 0xa7, 0x4d, 0xae, 0xb1, 0x53, 0x78, 0xd0, 0x29, 0x96, 0xd3];
/// What stands before a file in it.
const FILE: [u8; 16] =
    [0xe7, 0x16, 0xe3, 0xbd, 0x65, 0x26, 0x11, 0x45, 0xa4, 0xc4, 0x8d, 0x4d, 0x0b, 0x7a, 0x9e, 0xac];
/// Bytes of its head.
const HEAD: usize = 36;
/// The most files of one notebook.
const MOST_FILES: usize = 64;

/// Reads a notebook.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let text = runs(bytes, 6);
    let (mut at, mut spans) = (0, Vec::new());
    while let Some(found) = find(bytes, &FILE, at) {
        if spans.len() == MOST_FILES {
            crate::reading::stop_at(out, crate::Limit::Parts);
            break;
        }
        let length = u64_at(bytes, found + 16).and_then(|length| usize::try_from(length).ok());
        match length.and_then(|length| slice(bytes, found + HEAD, length)) {
            Some(data) => {
                spans.push(data);
                at = found + HEAD + data.len();
            }
            None => {
                out.not_whole(Unread::Damaged);
                at = found + HEAD;
            }
        }
    }
    for (nth, data) in spans.iter().enumerate() {
        if let Err(limit) = with.budget.unpack(data.len() as u64) {
            crate::reading::stop_at(out, limit);
            break;
        }
        if !with.inside(out, &format!("file {}", nth + 1), data) {
            break;
        }
    }
    let runs_by_click =
        |kind: Kind| !matches!(kind, Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Webp | Kind::OtherPicture);
    let mut files: Vec<_> = names(&text);
    let clicks: Vec<_> = out.inside.iter().filter(|inside| runs_by_click(inside.kind)).collect();
    if files.is_empty() {
        files = clicks.iter().map(|inside| format!("{:?}", inside.kind)).collect();
    }
    if !clicks.is_empty() {
        out.alarm(Alarm::OneNoteFile { files });
    }
    addresses(&text, out);
    out.say(&text);
}

/// Words that look like a file's name.
fn names(text: &str) -> Vec<String> {
    const ENDINGS: [&str; 14] = [
        ".hta", ".vbs", ".js", ".jse", ".wsf", ".bat", ".cmd", ".exe", ".lnk", ".ps1", ".chm", ".iso",
        ".html", ".pdf",
    ];
    let mut names: Vec<_> = text
        .lines()
        .map(str::trim)
        .filter(|line| {
            line.len() < 200 && ENDINGS.iter().any(|ending| line.to_ascii_lowercase().ends_with(ending))
        })
        .map(str::to_owned)
        .take(MOST_FILES)
        .collect();
    names.sort();
    names.dedup();
    names
}
