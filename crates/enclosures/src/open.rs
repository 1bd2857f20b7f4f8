//! Opens a file, and what is in it, and what is in that.

use crate::kind::sniff;
use crate::reading::{Reading, stop_at};
use crate::unpack::{Packing, Stop};
use crate::{Alarm, Budget, Contents, Eyes, Kind, Program, Unread};

/// What a file that came with a message is, and what in it could hurt or mislead.
///
/// `name` and `declared` (the media type that the mail gave) are evidence of what the sender wants one to believe, and
/// decide nothing. `budget` is shared by all enclosures of one message. Bad input is an [`Alarm`] or an [`Unread`], never
/// an error.
pub fn open(name: &str, declared: &str, bytes: &[u8], budget: &mut Budget, eyes: &dyn Eyes) -> Contents {
    if let Err(limit) = budget.file() {
        let mut out = Contents::new(name, Kind::Unknown);
        stop_at(&mut out, limit);
        return out;
    }
    open_one(name, declared, bytes, &mut Reading { budget, eyes })
}

/// Opens one file that the budget has room for.
pub(crate) fn open_one(name: &str, declared: &str, bytes: &[u8], with: &mut Reading) -> Contents {
    let mut out = Contents::new(name, sniff(bytes));
    let begins_as = out.kind;
    read(bytes, &mut out, with);
    let also = crate::kind::also(begins_as, bytes);
    if !also.is_empty() {
        let mut kinds = vec![begins_as];
        kinds.extend(&also);
        out.alarm(Alarm::SeveralKinds { kinds });
        for kind in also.into_iter().filter(|kind| matches!(kind, Kind::Zip | Kind::Pdf)) {
            let mut other = Contents::new(name, kind);
            if with.budget.file().is_ok() {
                read(bytes, &mut other, with);
                out.inside.push(other);
            }
        }
    }
    crate::names::judge(name, declared, &mut out);
    script_by_name(name, bytes, &mut out);
    out
}

/// Reads a file of a kind that is known.
fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    match out.kind {
        Kind::Empty => {}
        Kind::Text => crate::text::read(bytes, out),
        Kind::Json => crate::text::read_json(bytes, out, with),
        Kind::Html | Kind::Svg => crate::html::read(bytes, out, with),
        Kind::Xml => crate::html::read_xml(bytes, out, with),
        Kind::Mail => out.message = Some(bytes.to_vec()),
        Kind::Calendar | Kind::Contact => crate::cards::read(bytes, out, with),
        Kind::Profile => crate::profile::read(bytes, out, with),
        Kind::Script => script(bytes, out),
        Kind::Shortcut => crate::shortcut::read(bytes, out),
        Kind::WebShortcut => crate::shortcut::read_web(bytes, out, with),
        Kind::Pdf => crate::pdf::read(bytes, out, with),
        Kind::Zip | Kind::Ooxml | Kind::Odf => crate::ooxml::read(bytes, out, with),
        Kind::Compound | Kind::OldOffice | Kind::OutlookMail => crate::old_office::read(bytes, out, with),
        Kind::Rtf => crate::rtf::read(bytes, out, with),
        Kind::OneNote => crate::onenote::read(bytes, out, with),
        Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Webp | Kind::OtherPicture => {
            crate::pictures::read(bytes, out, with)
        }
        Kind::Rar => crate::rar::read(bytes, out),
        Kind::SevenZip => crate::seven_zip::read(bytes, out, with),
        Kind::Gzip => packed(Packing::Gzip, bytes, out, with),
        Kind::Bzip2 => packed(Packing::Bzip2, bytes, out, with),
        Kind::Xz => packed(Packing::Xz, bytes, out, with),
        Kind::Zstd => packed(Packing::Zstd, bytes, out, with),
        Kind::Tar => crate::tar::read(bytes, out, with),
        Kind::Disk => crate::disk::read(bytes, out, with),
        Kind::Program => program(bytes, out),
        Kind::OtherArchive | Kind::Installer | Kind::Sound | Kind::Film | Kind::Unknown => {
            out.not_whole(Unread::NoReader)
        }
    }
}

/// Opens the one file that is packed.
fn packed(packing: Packing, bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let unpacked = with.unpack(out, packing, bytes);
    if matches!(unpacked.stop, Some(Stop::Limit(_))) && unpacked.bytes.is_empty() {
        return;
    }
    let name = out.name.rsplit_once('.').map_or("", |(stem, _)| stem).to_owned();
    if !unpacked.bytes.is_empty() {
        with.inside(out, &name, &unpacked.bytes);
    }
}

fn program(bytes: &[u8], out: &mut Contents) {
    let program = match bytes {
        [b'M', b'Z', ..] => Program::Windows,
        [0x7f, b'E', ..] => Program::Linux,
        [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, few, ..] if *few < 20 => Program::Mac,
        [0xca, 0xfe, ..] => Program::Java,
        [b'd', b'e', b'x', ..] => Program::Android,
        [0, b'a', b's', b'm', ..] => Program::Wasm,
        _ => Program::Mac,
    };
    out.alarm(Alarm::Executable { program });
    out.not_whole(Unread::Program);
}

/// The most bytes of a script that are looked at.
const MOST_SCRIPT: usize = 512 * 1024;

fn script(bytes: &[u8], out: &mut Contents) {
    let text = crate::text::decoded(&bytes[..bytes.len().min(MOST_SCRIPT)]);
    let language = crate::script::language(&text).unwrap_or("unknown").to_owned();
    crate::text::addresses(&text, out);
    out.alarm(Alarm::Script { language, calls: crate::script::calls(text.as_bytes()) });
    out.say(&text);
}

/// A text is a script when the computer runs it for its name, whatever its words are.
fn script_by_name(name: &str, bytes: &[u8], out: &mut Contents) {
    let language = crate::names::ending(name).and_then(|ending| crate::script::by_ending(&ending));
    let text = matches!(out.kind, Kind::Text | Kind::Html | Kind::Xml | Kind::Json | Kind::Unknown);
    let known = out.alarms.iter().any(|alarm| matches!(alarm, Alarm::Script { .. }));
    if let Some(language) = language.filter(|_| text && !known) {
        let calls = crate::script::calls(&bytes[..bytes.len().min(MOST_SCRIPT)]);
        out.alarm(Alarm::Script { language: language.to_owned(), calls });
    }
}
