//! Web pages, drawings and other markup, read tag by tag as browsers do. No tree is built, so that depth costs nothing.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use crate::contents::cut;
use crate::field::{base64, find, has_word};
use crate::reading::Reading;
use crate::script::page_calls;
use crate::text::decoded;
use crate::{Alarm, Contents, Kind, MOST_TEXT};

/// The most bytes of scripts of one page that are looked at.
const MOST_SCRIPT: usize = 512 * 1024;
/// The most files that are taken out of one page's own data.
const MOST_DATA_FILES: usize = 16;
/// A run of base 64 in a script of so many letters is looked at.
const LEAST_PACKED: usize = 64;
/// Elements whose words nobody sees.
const UNSEEN: [&[u8]; 4] = [b"script", b"style", b"template", b"title"];
/// Elements that begin a new line.
const BLOCKS: [&[u8]; 16] = [
    b"p", b"div", b"br", b"tr", b"li", b"h1", b"h2", b"h3", b"h4", b"table", b"ul", b"ol", b"td", b"hr",
    b"section", b"text",
];

struct Page<'a, 'b, 'c> {
    out: &'a mut Contents,
    with: &'a mut Reading<'b>,
    drawing: bool,
    text: String,
    script: String,
    handlers: bool,
    scripts: usize,
    inside: Vec<&'c [u8]>,
    link: Option<(String, usize)>,
    form: Option<String>,
    password: bool,
    fields: bool,
    data: Vec<Vec<u8>>,
    smuggles: Vec<String>,
}

/// Reads a web page or a drawing.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let markup = with.markup(out, bytes);
    if has_word(&markup[..markup.len().min(64 * 1024)], b"<!entity") {
        out.alarm(Alarm::OwnEntities);
    }
    let text = decoded(markup);
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let drawing = out.kind == Kind::Svg;
    let mut page = Page {
        out,
        with,
        drawing,
        text: String::new(),
        script: String::new(),
        handlers: false,
        scripts: 0,
        inside: Vec::new(),
        link: None,
        form: None,
        password: false,
        fields: false,
        data: Vec::new(),
        smuggles: Vec::new(),
    };
    for token in Tokenizer::new_with_emitter(text.as_ref(), emitter) {
        match token {
            Ok(Token::StartTag(tag)) => page.start(&tag),
            Ok(Token::EndTag(tag)) => page.end(&tag.name),
            Ok(Token::String(words)) => page.words(&words),
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    page.finish();
}

impl Page<'_, '_, '_> {
    fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        let field =
            |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
        if BLOCKS.contains(&name) {
            self.new_line();
        }
        if let Some(unseen) = UNSEEN.iter().find(|unseen| **unseen == name)
            && !tag.self_closing
            && self.inside.len() < 8
        {
            self.inside.push(unseen);
        }
        for (name, value) in &tag.attributes {
            if name.len() > 3 && name.starts_with(b"on") && self.script.len() < MOST_SCRIPT {
                self.handlers = true;
                self.script.push_str(cut(&String::from_utf8_lossy(value), 8 * 1024));
                self.script.push('\n');
            }
        }
        match name {
            b"a" | b"area" => {
                self.close_link();
                if let Some(target) = field(b"href").or_else(|| field(b"xlink:href")) {
                    if field(b"download").is_some() && target.starts_with("data:") {
                        self.smuggles.push("a link that downloads data of the page".to_owned());
                    }
                    self.link = Some((self.address(target), self.text.len()));
                }
            }
            b"base" => self.target(field(b"href"), "base"),
            b"form" => self.form = Some(field(b"action").unwrap_or_default()),
            b"input" | b"textarea" | b"select" => {
                let kind = field(b"type").unwrap_or_default().to_ascii_lowercase();
                self.password |= kind == "password";
                self.fields |= !matches!(kind.as_str(), "hidden" | "submit" | "button" | "image" | "reset");
            }
            b"meta" => self.refresh(field(b"http-equiv"), field(b"content")),
            b"iframe" | b"frame" | b"embed" => self.target(field(b"src"), ""),
            b"object" => self.target(field(b"data"), ""),
            b"script" => {
                self.scripts += 1;
                self.target(field(b"src").or_else(|| field(b"href")).or_else(|| field(b"xlink:href")), "");
            }
            b"img" | b"image" | b"use" | b"feimage" => {
                let source = field(b"src").or_else(|| field(b"href")).or_else(|| field(b"xlink:href"));
                if source.as_deref().is_some_and(|source| begins_data(source) || self.drawing) {
                    self.target(source, "");
                }
            }
            _ => {}
        }
        if let Some(frame) = field(b"srcdoc") {
            self.data.push(frame.into_bytes());
        }
    }

    fn end(&mut self, name: &[u8]) {
        if name == b"a" {
            self.close_link();
        }
        if BLOCKS.contains(&name) {
            self.new_line();
        }
        if let Some(at) = self.inside.iter().rposition(|open| *open == name) {
            self.inside.truncate(at);
        }
    }

    fn words(&mut self, words: &[u8]) {
        let words = String::from_utf8_lossy(words);
        match self.inside.last() {
            Some(&b"script") => {
                let room = MOST_SCRIPT.saturating_sub(self.script.len());
                self.script.push_str(cut(&words, room));
                self.script.push('\n');
            }
            Some(&(b"style" | b"template" | b"title")) => {}
            _ => {
                for word in words.split_whitespace() {
                    if self.text.len() + word.len() >= MOST_TEXT {
                        break;
                    }
                    if !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
                        self.text.push(' ');
                    }
                    self.text.push_str(word);
                }
            }
        }
    }

    fn new_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn close_link(&mut self) {
        if let Some((target, from)) = self.link.take() {
            let shown = self.text.get(from..).unwrap_or_default().trim().to_owned();
            self.out.link(&target, &shown);
        }
    }

    /// An address in a field. Data in it is a file of its own, and a script in it is a script.
    fn address(&mut self, target: String) -> String {
        let plain: String =
            target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(64).collect();
        let plain = plain.to_ascii_lowercase();
        if plain.starts_with("javascript:") || plain.starts_with("vbscript:") {
            self.handlers = true;
            self.script.push_str(cut(&target, 8 * 1024));
        }
        if begins_data(&plain) {
            let page = ["data:text/html", "data:application/", "data:image/svg"];
            if page.iter().any(|kind| plain.starts_with(kind)) {
                self.smuggles.push(plain.split([',', ';']).next().unwrap_or_default().to_owned());
            }
            self.data.push(data_of(&target));
            return cut(&target, 64).to_owned();
        }
        target
    }

    fn target(&mut self, target: Option<String>, shown: &str) {
        if let Some(target) = target {
            let picture =
                target.trim_start().get(..10).is_some_and(|head| head.eq_ignore_ascii_case("data:image"));
            let address = self.address(target);
            if !picture {
                self.out.link(&address, shown);
            }
        }
    }

    fn refresh(&mut self, what: Option<String>, content: Option<String>) {
        let is = what.is_some_and(|what| what.trim().eq_ignore_ascii_case("refresh"));
        let Some(content) = content.filter(|_| is) else { return };
        let at = content.to_ascii_lowercase().find("url");
        let target =
            at.map(|at| content[at + 3..].trim_start_matches([' ', '=']).trim_matches(['\'', '"', ' ']));
        if let Some(target) = target.filter(|target| !target.is_empty()) {
            let target = self.address(target.to_owned());
            self.out.link(&target, "");
            self.out.alarm(Alarm::HtmlRefresh { target: cut(&target, 2_048).to_owned() });
        }
    }

    fn finish(mut self) {
        self.close_link();
        let text = std::mem::take(&mut self.text);
        self.out.say(&text);
        crate::text::addresses(&text, self.out);
        self.alarms_of_forms();
        self.alarms_of_scripts();
        for (nth, data) in std::mem::take(&mut self.data).into_iter().take(MOST_DATA_FILES).enumerate() {
            if data.is_empty() || !self.with.inside(self.out, &format!("data {}", nth + 1), &data) {
                break;
            }
        }
    }

    fn alarms_of_forms(&mut self) {
        let action = self.form.take();
        if self.password || (action.is_some() && self.fields) {
            let action = action.unwrap_or_default();
            if action.contains("//") {
                self.out.link(&action, "");
            }
            self.out.alarm(Alarm::HtmlWithForm {
                action: cut(&action, 2_048).to_owned(),
                password: self.password,
            });
        }
    }

    fn alarms_of_scripts(&mut self) {
        let script = std::mem::take(&mut self.script);
        let calls = page_calls(script.as_bytes());
        let has = |call: &str| calls.iter().any(|known| known == call);
        let makes_file = has("createobjecturl") || has("mssaveoropenblob");
        let unpacks = has("atob(") || has("uint8array") || has("new blob") || has("unescape(");
        if makes_file && unpacks {
            self.smuggles.extend(calls.iter().filter(|c| !c.contains("location")).cloned());
        }
        crate::text::addresses(&script, self.out);
        self.packed_in(&script);
        if self.drawing && (self.scripts > 0 || self.handlers) {
            self.out.alarm(Alarm::SvgScript { calls: calls.clone() });
        } else if self.scripts > 0 || self.handlers {
            self.out.alarm(Alarm::HtmlWithScript { calls: calls.clone() });
        }
        if !self.smuggles.is_empty() {
            let mut how = std::mem::take(&mut self.smuggles);
            how.sort();
            how.dedup();
            how.truncate(16);
            self.out.alarm(Alarm::Smuggling { how });
        }
    }

    /// Strings of base 64 in a script that hold a file or a page.
    fn packed_in(&mut self, script: &str) {
        let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        let runs = script.as_bytes().split(|byte| matches!(byte, b'"' | b'\'' | b'`'));
        let packed = runs.filter(|run| run.len() >= LEAST_PACKED && run.iter().all(letter));
        for run in packed.take(MOST_DATA_FILES) {
            let data = base64(run);
            let kind = crate::kind::sniff(&data);
            if !matches!(kind, Kind::Unknown | Kind::Empty | Kind::Text | Kind::OtherArchive)
                || find(&data, b"http", 0).is_some()
            {
                self.data.push(data);
            }
        }
    }
}

fn begins_data(target: &str) -> bool {
    target.trim_start().get(..5).is_some_and(|head| head.eq_ignore_ascii_case("data:"))
}

/// The bytes of a data address (RFC 2397).
fn data_of(target: &str) -> Vec<u8> {
    let Some((kind, data)) = target.split_once(',') else { return Vec::new() };
    if kind.to_ascii_lowercase().contains("base64") {
        return base64(&unescaped(data));
    }
    unescaped(data)
}

/// Bytes written as `%41`.
pub(crate) fn unescaped(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = bytes
            .get(at + 1..at + 3)
            .filter(|digits| *byte == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        match digits.map(crate::field::hex) {
            Some(value) => {
                out.extend(value);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

/// Reads XML of no known form: words, and addresses.
pub(crate) fn read_xml(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    let markup = with.markup(out, bytes);
    if has_word(&markup[..markup.len().min(64 * 1024)], b"<!entity") {
        out.alarm(Alarm::OwnEntities);
    }
    let text = decoded(markup);
    let mut words = String::new();
    for token in Tokenizer::new(text.as_ref()) {
        match token {
            Ok(Token::String(said)) if words.len() < MOST_TEXT => {
                words.push_str(&evidence_of(&said));
                words.push('\n');
            }
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    let kept: String = words.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n");
    out.say(&kept);
    crate::text::addresses(&kept, out);
}

fn evidence_of(words: &[u8]) -> String {
    String::from_utf8_lossy(words).trim().to_owned()
}
