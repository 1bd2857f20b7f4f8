//! Macros of Office: their source, unpacked (MS-OVBA 2.4.1), and what in it runs by itself, fetches or starts something.

use crate::compound::Compound;
use crate::field::{find, words_in};
use crate::reading::{Reading, stop_at};
use crate::{Alarm, Contents};

/// The most bytes of source of one project.
const MOST_SOURCE: usize = 512 * 1024;
/// The bytes of an unpacked piece.
const PIECE: usize = 4_096;
/// The most modules of one project.
const MOST_MODULES: usize = 200;

/// Procedures that run by themselves, in small letters.
const AUTOEXEC: [&str; 34] = [
    "autoexec",
    "autoopen",
    "auto_open",
    "autoclose",
    "auto_close",
    "autonew",
    "autoexit",
    "document_open",
    "document_close",
    "document_new",
    "documentopen",
    "document_beforeclose",
    "document_beforesave",
    "workbook_open",
    "workbook_activate",
    "workbook_close",
    "workbook_beforeclose",
    "workbook_deactivate",
    "workbook_beforesave",
    "worksheet_activate",
    "worksheet_change",
    "worksheet_selectionchange",
    "worksheet_calculate",
    "_mouseover",
    "_mousemove",
    "_painted",
    "_layout",
    "_gotfocus",
    "_onload",
    "_documentcomplete",
    "_navigatecomplete2",
    "_titlechange",
    "userform_initialize",
    "inkpicture1_painted",
];
/// Calls that run, fetch, write or hide something, in small letters.
const CALLS: [&str; 56] = [
    "shell",
    "createobject",
    "getobject",
    "wscript.shell",
    "shell.application",
    "powershell",
    "cmd.exe",
    "cmd /c",
    "mshta",
    "rundll32",
    "regsvr32",
    "certutil",
    "bitsadmin",
    "schtasks",
    "wmi",
    "winmgmts",
    "win32_process",
    "urldownloadtofile",
    "msxml2",
    "xmlhttp",
    "winhttp",
    "internetexplorer.application",
    "adodb.stream",
    "savetofile",
    "open for binary",
    "filesystemobject",
    "createtextfile",
    "filecopy",
    "kill",
    "environ",
    "declare function",
    "declare ptrsafe",
    "virtualalloc",
    "createthread",
    "rtlmovememory",
    "callbyname",
    "strreverse",
    "chrw",
    "chrb",
    "xor",
    "execute",
    "executeexcel4macro",
    "run(",
    "sendkeys",
    "appactivate",
    "callwindowproc",
    "regread",
    "regwrite",
    "showwindow",
    "vbhide",
    "vbhidden",
    "base64",
    "http://",
    "https://",
    "ftp://",
    "normal.dotm",
];

/// What the macros in a compound file do. Nothing where there are none.
pub(crate) fn read(file: &Compound, out: &mut Contents, with: &mut Reading) {
    let modules = file.entries.iter().filter(|entry| entry.is_stream && file.is_under(entry, "VBA"));
    let mut any = false;
    let mut source = String::new();
    for entry in modules.take(MOST_MODULES) {
        let name = entry.name.to_ascii_lowercase();
        any = true;
        if name == "dir" || name.starts_with("_vba") || name.starts_with("__srp") {
            continue;
        }
        let stream = file.stream(entry);
        let Some(text) = module(&stream) else { continue };
        if let Err(limit) = with.budget.unpack(text.len() as u64) {
            stop_at(out, limit);
            break;
        }
        let room = MOST_SOURCE.saturating_sub(source.len());
        source.push_str(crate::contents::cut(&String::from_utf8_lossy(&text), room));
        source.push('\n');
    }
    if any || file.has("_VBA_PROJECT") {
        tell(&source, out);
    }
}

/// Notes macros with what their source says.
pub(crate) fn tell(source: &str, out: &mut Contents) {
    let code: String = source
        .lines()
        .filter(|line| !line.starts_with("Attribute ") && !line.trim_start().starts_with('\''))
        .flat_map(|line| [line, "\n"])
        .collect();
    let calls = words_in(code.as_bytes(), &CALLS);
    crate::text::addresses(&code, out);
    out.alarm(Alarm::Macro { autoexec: words_in(code.as_bytes(), &AUTOEXEC), calls });
}

/// The source of a module: it begins with `Attribut`, which packing leaves readable; the piece's head stands before it.
fn module(stream: &[u8]) -> Option<Vec<u8>> {
    let mark = find(stream, b"\0Attribut", 0)?;
    let start = mark.checked_sub(3)?;
    (stream.get(start) == Some(&1)).then(|| unpacked(&stream[start..]))
}

/// Unpacks a container of pieces. What is damaged ends it; what came out before stays.
pub(crate) fn unpacked(container: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 1;
    while let Some(head) = crate::field::u16_at(container, at) {
        let size = usize::from(head & 0xfff) + 3;
        if head >> 12 & 7 != 0b011 || out.len() >= MOST_SOURCE {
            break;
        }
        let end = at.saturating_add(size).min(container.len());
        let piece = container.get(at + 2..end).unwrap_or_default();
        if head & 0x8000 == 0 {
            out.extend_from_slice(&piece[..piece.len().min(PIECE)]);
        } else {
            unpack_piece(piece, &mut out);
        }
        at = end;
    }
    out
}

/// One piece: a byte of flags, then eight letters or copies of what came before in this piece.
fn unpack_piece(piece: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    let mut at = 0;
    while let Some(flags) = piece.get(at).copied() {
        at += 1;
        for bit in 0..8 {
            if out.len() - start >= PIECE {
                return;
            }
            if flags >> bit & 1 == 0 {
                let Some(letter) = piece.get(at) else { return };
                out.push(*letter);
                at += 1;
                continue;
            }
            let Some(token) = crate::field::u16_at(piece, at) else { return };
            at += 2;
            let so_far = out.len() - start;
            let bits = (4..=12).find(|bits| 1_usize << bits >= so_far).unwrap_or(12);
            let length = usize::from(token & (0xffff >> bits)) + 3;
            let back = usize::from(token >> (16 - bits)) + 1;
            if back > so_far {
                return;
            }
            for _ in 0..length.min(PIECE - so_far) {
                out.push(out[out.len() - back]);
            }
        }
    }
}
