//! Documents in ZIP archives: Office's since 2007 (ECMA-376), the open form (ISO/IEC 26300), and packages of programs.

use html5gum::{StartTag, Token, Tokenizer};

use crate::compound::Compound;
use crate::contents::cut;
use crate::reading::{Reading, stop_at};
use crate::unpack::Stop;
use crate::zip::{Archive, Entry};
use crate::{Alarm, Contents, Kind, Limit, MOST_TEXT, Program, Unread};

/// The most pictures of one document that are looked at.
const MOST_PICTURES: usize = 12;
/// The most parts of one document that are read.
const MOST_PARTS: usize = 400;

/// What a ZIP archive is, by the names in it.
pub(crate) fn kind(archive: &Archive) -> Kind {
    let has = |name: &str| archive.named(name).is_some();
    let office = archive
        .entries
        .iter()
        .any(|entry| entry.name.starts_with("META-INF/") && entry.name.ends_with("manifest.xml"));
    if has("[Content_Types].xml") {
        Kind::Ooxml
    } else if has("mimetype") && (has("content.xml") || office) {
        Kind::Odf
    } else if has("AndroidManifest.xml") || has("META-INF/MANIFEST.MF") {
        Kind::Program
    } else {
        Kind::Zip
    }
}

/// Reads what stands in a ZIP archive.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let mut archive = Archive::list(bytes);
    if out.kind == Kind::Zip {
        out.kind = kind(&archive);
    }
    match out.kind {
        Kind::Program => {
            let android = archive.named("AndroidManifest.xml").is_some();
            out.alarm(Alarm::Executable { program: if android { Program::Android } else { Program::Java } });
            out.not_whole(Unread::Program);
        }
        Kind::Ooxml | Kind::Odf => {
            archive.tell(out);
            let mut document = Document { text: String::new(), fields: String::new(), pictures: 0 };
            for entry in archive.entries.iter().take(MOST_PARTS) {
                if !document.part(entry, out, with) {
                    break;
                }
            }
            if archive.entries.len() > MOST_PARTS {
                stop_at(out, Limit::Parts);
            }
            document.finish(out);
        }
        _ => crate::zip::read(&mut archive, out, with),
    }
}

struct Document {
    text: String,
    fields: String,
    pictures: usize,
}

impl Document {
    /// Reads one part. `false`: no room for more.
    fn part(&mut self, entry: &Entry, out: &mut Contents, with: &mut Reading) -> bool {
        let name = entry.name.to_ascii_lowercase().replace('\\', "/");
        let ends = |ending: &str| name.ends_with(ending);
        let macros = ends("vbaproject.bin") || ends("vbadata.bin");
        let object = name.contains("/embeddings/")
            || name.contains("/activex/") && ends(".bin")
            || name.starts_with("object");
        let picture = [".png", ".jpg", ".jpeg", ".gif", ".webp"].into_iter().any(ends);
        let words = ends(".xml") || ends(".rels") || ends(".vml");
        let scripts = name.starts_with("basic/") || name.starts_with("scripts/");
        let chunk = ends(".html") || ends(".htm") || ends(".mht") || ends(".rtf");
        if name.contains("/macrosheets/") {
            out.alarm(Alarm::Macro {
                autoexec: Vec::new(),
                calls: vec!["a sheet of Excel 4 macros".to_owned()],
            });
        }
        if picture {
            self.pictures += 1;
        }
        let wanted =
            macros || object || words || scripts || chunk || (picture && self.pictures <= MOST_PICTURES);
        if entry.locked || entry.is_folder() || !wanted {
            return true;
        }
        let unpacked = entry.bytes(out, with);
        let whole = !matches!(unpacked.stop, Some(Stop::Limit(_)));
        let bytes = unpacked.bytes;
        if macros {
            match Compound::read(&bytes) {
                Some(file) => crate::vba::read(&file, out, with),
                None => crate::vba::tell("", out),
            }
        } else if scripts && !ends("script-lc.xml") && !ends("script-lb.xml") {
            crate::vba::tell(&String::from_utf8_lossy(&bytes), out);
        } else if object && !words {
            return whole & self.object(&entry.name, &bytes, out, with);
        } else if picture || chunk {
            return whole & with.inside(out, &entry.name, &bytes);
        } else {
            let is_relations = ends(".rels");
            self.markup(with.markup(out, &bytes), is_relations, out);
        }
        whole
    }

    /// An object of another program: what it is, and what it holds.
    fn object(&self, name: &str, bytes: &[u8], out: &mut Contents, with: &mut Reading) -> bool {
        if Compound::read(bytes)
            .is_some_and(|file| file.has("\u{1}Ole10Native") || file.has("Equation Native"))
        {
            let opened = with.inside(out, name, bytes);
            let alarms: Vec<_> =
                out.inside.last().into_iter().flat_map(|inside| inside.alarms.clone()).collect();
            alarms
                .into_iter()
                .filter(|alarm| matches!(alarm, Alarm::OleObject { .. }))
                .for_each(|alarm| out.alarm(alarm));
            return opened;
        }
        with.inside(out, name, bytes)
    }

    fn markup(&mut self, bytes: &[u8], is_relations: bool, out: &mut Contents) {
        if crate::field::has_word(&bytes[..bytes.len().min(64 * 1024)], b"<!entity") {
            out.alarm(Alarm::OwnEntities);
        }
        let mut part = Part { document: self, field: false, words: false, link: None };
        for token in Tokenizer::new(bytes) {
            match token {
                Ok(Token::StartTag(tag)) if is_relations => relation(&tag, out),
                Ok(Token::StartTag(tag)) => part.start(&tag, out),
                Ok(Token::EndTag(tag)) => part.end(&tag.name, out),
                Ok(Token::String(text)) => part.string(&String::from_utf8_lossy(&text)),
                Ok(_) => {}
                Err(never) => match never {},
            }
        }
    }

    fn finish(self, out: &mut Contents) {
        let words = self.text.split_whitespace().count();
        crate::old_office::fields(&self.fields, out);
        crate::text::addresses(&self.text, out);
        out.say(&self.text);
        if words == 0 && self.pictures > 0 {
            out.alarm(Alarm::ImageOnly);
        }
    }
}

struct Part<'a> {
    document: &'a mut Document,
    /// Whether the words are those of a field.
    field: bool,
    /// Whether the words are a person's.
    words: bool,
    link: Option<(String, usize)>,
}

impl Part<'_> {
    fn start(&mut self, tag: &StartTag<()>, out: &mut Contents) {
        let name: &[u8] = &tag.name;
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        let field =
            |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
        match local {
            b"t" | b"v" => self.words = !tag.self_closing,
            b"instrtext" | b"f" => self.field = !tag.self_closing,
            b"fldsimple" => {
                self.document.fields.push_str(&field(b"w:instr").unwrap_or_default());
                self.document.fields.push('\n');
            }
            b"tab" | b"s" => self.document.text.push(' '),
            b"br" | b"line-break" => self.line(),
            b"sheet"
                if field(b"state").is_some_and(|state| state.to_ascii_lowercase().contains("hidden")) =>
            {
                out.alarm(Alarm::HiddenSheet { name: field(b"name").unwrap_or_default() });
            }
            b"ddelink" => {
                let command =
                    [field(b"ddeservice"), field(b"ddetopic")].map(Option::unwrap_or_default).join("|");
                out.alarm(Alarm::Dde { command });
            }
            b"dde-source" => out.alarm(Alarm::Dde { command: field(b"office:dde-item").unwrap_or_default() }),
            b"event-listener" => {
                let target = field(b"xlink:href").unwrap_or_default();
                out.alarm(Alarm::Macro {
                    autoexec: vec![field(b"script:event-name").unwrap_or_default()],
                    calls: vec![target],
                });
            }
            b"encryption-data" => {
                out.alarm(Alarm::EncryptedDocument);
                out.not_whole(Unread::Locked);
            }
            b"a" if name.starts_with(b"text:") || name.starts_with(b"draw:") => {
                self.link = field(b"xlink:href").map(|target| (target, self.document.text.len()));
            }
            b"object" | b"object-ole" | b"plugin" | b"section-source" => {
                if let Some(target) = field(b"xlink:href").filter(|target| target.contains("//")) {
                    out.link(&target, "");
                    out.alarm(Alarm::OleLink { target });
                }
            }
            b"p" | b"h" if name.starts_with(b"text:") => self.words = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8], out: &mut Contents) {
        let local = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        match local {
            b"t" | b"v" => self.words = false,
            b"instrtext" => self.field = false,
            b"f" => {
                self.field = false;
                self.document.fields.push('\n');
            }
            b"p" | b"si" | b"h" | b"row" => {
                self.line();
                self.document.fields.push('\n');
                self.words = false;
            }
            b"c" => self.document.text.push(' '),
            b"a" => {
                if let Some((target, from)) = self.link.take() {
                    out.link(&target, self.document.text.get(from..).unwrap_or_default());
                }
            }
            _ => {}
        }
    }

    fn string(&mut self, text: &str) {
        if self.field {
            let room = MOST_TEXT.saturating_sub(self.document.fields.len());
            self.document.fields.push_str(cut(text, room));
        } else if self.words {
            let room = MOST_TEXT.saturating_sub(self.document.text.len());
            self.document.text.push_str(cut(text, room));
        }
    }

    fn line(&mut self) {
        if !self.document.text.is_empty() && !self.document.text.ends_with('\n') {
            self.document.text.push('\n');
        }
    }
}

/// One relation of a part to something else: only what lies outside the document matters here.
fn relation(tag: &StartTag<()>, out: &mut Contents) {
    let field =
        |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
    let outside = field(b"targetmode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
    let (Some(target), Some(kind)) = (field(b"target"), field(b"type")) else { return };
    if !outside {
        return;
    }
    let target = cut(&target, 2_048).to_owned();
    out.link(&target, "");
    match kind.rsplit('/').next().unwrap_or_default() {
        "hyperlink" => {}
        "attachedTemplate" => out.alarm(Alarm::ExternalTemplate { target }),
        // A picture from elsewhere tells that the document was opened; it brings nothing in by itself.
        "image" if target.starts_with("http") && !target.contains('!') => {}
        _ => out.alarm(Alarm::OleLink { target }),
    }
}
