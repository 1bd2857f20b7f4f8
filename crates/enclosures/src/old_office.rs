//! Documents of Office before 2007, and the other things that are kept in compound files.

use crate::compound::Compound;
use crate::contents::{cut, evidence};
use crate::field::{find, place_at, slice, u16_at};
use crate::reading::Reading;
use crate::text::{addresses, runs};
use crate::{Alarm, Contents, Kind, Program, Unread};

/// The most records of a table that are looked at.
const MOST_RECORDS: usize = 20_000;
/// The most fields of a document that are looked at.
const MOST_FIELDS: usize = 1_000;
/// The class of an installer of Windows.
const INSTALLER: [u8; 16] = [0x84, 0x10, 0x0c, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46];

/// Reads a compound file, and says what it is.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let Some(file) = Compound::read(bytes) else {
        out.alarm(Alarm::Broken { what: "the file's list of parts is damaged".to_owned() });
        out.not_whole(Unread::Damaged);
        return;
    };
    if file.class() == INSTALLER {
        out.kind = Kind::Installer;
        out.alarm(Alarm::Executable { program: Program::Installer });
        out.not_whole(Unread::Program);
        return;
    }
    if file.has("__properties_version1.0") {
        out.kind = Kind::OutlookMail;
        out.message = Some(bytes.to_vec());
        return;
    }
    if file.has("EncryptedPackage") {
        out.kind = Kind::Ooxml;
        out.alarm(Alarm::EncryptedDocument);
        out.not_whole(Unread::Locked);
        return;
    }
    let main = ["WordDocument", "Workbook", "Book", "PowerPoint Document"]
        .into_iter()
        .find_map(|name| file.named(name));
    if let Some(main) = main {
        out.kind = Kind::OldOffice;
        document(&file.stream(main), &main.name, out);
    }
    parts(&file, out, with);
}

/// Macros and objects in any compound file, those inside other documents too.
pub(crate) fn parts(file: &Compound, out: &mut Contents, with: &mut Reading) {
    crate::vba::read(file, out, with);
    for entry in file.entries.iter().filter(|entry| entry.is_stream) {
        match entry.name.as_str() {
            "\u{1}Ole10Native" => native(&file.stream(entry), out, with),
            "Equation Native" => out.alarm(Alarm::OleObject { what: "Equation Editor".to_owned() }),
            "\u{1}Ole" => link(&file.stream(entry), out),
            "Package" | "CONTENTS" => {
                let data = file.stream(entry);
                with.inside(out, &entry.name, &data);
            }
            _ => {}
        }
    }
}

/// A file that somebody dropped into a document (MS-OLEDS 2.3.6, and the packager's own head).
pub(crate) fn native(stream: &[u8], out: &mut Contents, with: &mut Reading) {
    let ended = |at: usize| {
        let rest = stream.get(at..)?;
        let end = rest.iter().position(|byte| *byte == 0)?;
        Some((evidence(&rest[..end]), at + end + 1))
    };
    let told = || {
        let (label, at) = ended(6)?;
        let (path, at) = ended(at)?;
        let (_, at) = ended(at.checked_add(8)?)?;
        let data = slice(stream, at.checked_add(4)?, place_at(stream, at)?)?;
        Some((if label.is_empty() { path } else { label }, data))
    };
    match told() {
        Some((name, data)) => {
            out.alarm(Alarm::OleObject { what: name.clone() });
            with.inside(out, &name, data);
        }
        None => out.alarm(Alarm::OleObject { what: "package".to_owned() }),
    }
}

/// Where an object's words come from, when they come from elsewhere.
fn link(stream: &[u8], out: &mut Contents) {
    let linked = stream.get(4).is_some_and(|flags| flags & 1 != 0);
    let words = runs(stream, 8);
    let target = words.lines().find(|line| line.contains("://") || line.starts_with("\\\\"));
    if let Some(target) = target.filter(|_| linked || words.contains("://")) {
        out.link(target, "");
        out.alarm(Alarm::OleLink { target: cut(target, 2_048).to_owned() });
    }
}

fn document(stream: &[u8], name: &str, out: &mut Contents) {
    let locked = name == "WordDocument" && u16_at(stream, 10).is_some_and(|flags| flags & 0x100 != 0);
    let table = matches!(name, "Workbook" | "Book");
    if locked || (table && records(stream, out)) {
        out.alarm(Alarm::EncryptedDocument);
        out.not_whole(Unread::Locked);
        return;
    }
    let text = runs(stream, 4);
    fields(&text, out);
    addresses(&text, out);
    out.say(&text);
}

/// Looks at a table's records (MS-XLS 2.3); says whether it is locked.
fn records(stream: &[u8], out: &mut Contents) -> bool {
    let mut at = 0;
    for _ in 0..MOST_RECORDS {
        let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) else { return false };
        let body = slice(stream, at + 4, usize::from(length)).unwrap_or_default();
        match (kind, body) {
            (0x2f, _) => return true,
            (0x85, [_, _, _, _, state, sheet, letters, rest @ ..]) => {
                let name = evidence(
                    &runs(&rest[..rest.len().min(usize::from(*letters) * 2 + 1)], 1)
                        .replace('\n', "")
                        .into_bytes(),
                );
                if *sheet == 1 {
                    out.alarm(Alarm::Macro {
                        autoexec: Vec::new(),
                        calls: vec!["a sheet of Excel 4 macros".to_owned()],
                    });
                }
                if state & 3 != 0 {
                    out.alarm(Alarm::HiddenSheet { name });
                }
            }
            _ => {}
        }
        at += 4 + usize::from(length);
    }
    false
}

/// Fields of a document that lead elsewhere or start something. Their words stand between marks, or in a part of their own.
pub(crate) fn fields(text: &str, out: &mut Contents) {
    let bytes = text.as_bytes();
    for (word, kind) in
        [("DDEAUTO", 'd'), ("DDE ", 'd'), ("HYPERLINK", 'l'), ("INCLUDETEXT", 'i'), ("INCLUDEPICTURE", 'i')]
    {
        let mut at = 0;
        for _ in 0..MOST_FIELDS {
            let Some(found) = find(bytes, word.as_bytes(), at) else { break };
            at = found + word.len();
            let rest = text.get(at..).unwrap_or_default();
            let quoted =
                rest.trim_start().strip_prefix(['"', '“']).and_then(|rest| rest.split(['"', '”']).next());
            match (kind, quoted) {
                ('d', _) if found == 0 || !bytes[found - 1].is_ascii_alphanumeric() => {
                    let command = rest.lines().next().unwrap_or_default();
                    if command.contains(['"', '\\', '/']) {
                        out.alarm(Alarm::Dde { command: cut(command.trim(), 2_048).to_owned() });
                    }
                }
                ('l', Some(target)) => out.link(target, ""),
                ('i', Some(target)) if target.contains("//") || target.starts_with("\\\\") => {
                    out.link(target, "");
                    out.alarm(Alarm::OleLink { target: cut(target, 2_048).to_owned() });
                }
                _ => {}
            }
        }
    }
}
