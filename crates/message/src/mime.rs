//! MIME: the first reader, what it is shielded from, and how a message becomes headers, body, links and enclosures.

mod fields;
mod guard;
mod results;
mod second;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

pub(crate) use fields::mailbox;
use guard::undisguised;

use crate::html::{self, Page};
use crate::reading::{Enclosure, Flag, Headers};
use crate::sight::Sight;
use crate::{MOST_DEPTH, outlook, plain, strange};

/// One mail, read as it stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mail {
    pub headers: Headers,
    pub sight: Sight,
    pub enclosures: Vec<Enclosure>,
    pub flags: BTreeSet<Flag>,
    /// Somebody sent it on unchanged (`Resent-From`, RFC 5322 3.6.6).
    pub resent: bool,
    /// Where enclosures stand in the bytes, if they stand there without encoding; in step with `enclosures`.
    pub places: Vec<Option<std::ops::Range<usize>>>,
    /// Whether it begins with header lines at all.
    pub is_mail: bool,
}

/// Reads bytes as one mail.
pub(crate) fn read(bytes: &[u8]) -> Mail {
    let mut mail = read_closed(bytes);
    unwrap_winmail(&mut mail);
    mail
}

/// Reads bytes as one mail, and leaves a `winmail.dat` closed.
pub(crate) fn read_closed(bytes: &[u8]) -> Mail {
    let guarded = guard::shield(bytes);
    let mut mail = Mail { flags: guarded.flags, ..Mail::default() };
    let Some(message) = MessageParser::default().parse(guarded.bytes.as_ref()) else {
        mail.flags.insert(Flag::NotAMessage);
        mail.flags.insert(Flag::NoSender);
        return mail;
    };
    mail.headers = fields::headers(&message);
    mail.resent = message.resent_from().is_some();
    mail.is_mail = fields::looks_like_mail(&message);
    if !mail.is_mail {
        mail.flags.insert(Flag::NotAMessage);
    }
    if depth(&message) > MOST_DEPTH {
        mail.flags.insert(Flag::TooDeep);
    }
    let cids = read_body(&message, &mut mail);
    read_enclosures(&message, &guarded.bytes, &cids, &mut mail);
    flag_form(&message, &guarded.bytes, &mut mail);
    mail
}

/// How deep the deepest part lies. Children stand behind their parents in the list.
fn depth(message: &Message<'_>) -> usize {
    let mut depths = vec![0_usize; message.parts.len()];
    for (at, part) in message.parts.iter().enumerate() {
        let PartType::Multipart(children) = &part.body else { continue };
        let below = depths.get(at).copied().unwrap_or_default() + 1;
        for child in children {
            let child = *child as usize;
            if child > at
                && let Some(depth) = depths.get_mut(child)
            {
                *depth = below;
            }
        }
    }
    depths.into_iter().max().unwrap_or_default()
}

fn read_body(message: &Message<'_>, mail: &mut Mail) -> HashSet<String> {
    let mut page = Page::default();
    let shown: HashSet<u32> = message.html_body.iter().copied().collect();
    let has_html = message.html_bodies().any(|part| matches!(part.body, PartType::Html(_)));
    let mut words = String::new();
    for id in &message.text_body {
        let Some(PartType::Text(part)) = message.part(*id).map(|part| &part.body) else { continue };
        if has_html && shown.contains(id) {
            continue;
        }
        add_words(part, &mut words, &mut mail.flags);
    }
    if !has_html {
        mail.sight = Sight::of_words(&words);
        return page.cids;
    }
    for part in message.html_bodies() {
        match &part.body {
            PartType::Html(markup) => html::read(markup, &mut page),
            PartType::Text(words) => page.plain(plain::cut(words)),
            _ => {}
        }
    }
    let cids = std::mem::take(&mut page.cids);
    if page.cut {
        mail.flags.insert(Flag::Cut);
    }
    mail.sight = sight(page);
    mail.sight.plain = Some(words).filter(|words| !words.trim().is_empty());
    cids
}

fn add_words(part: &str, words: &mut String, flags: &mut BTreeSet<Flag>) {
    let part_cut = plain::cut(part);
    if part_cut.len() < part.len() || words.len() > plain::MOST_TEXT {
        flags.insert(Flag::Cut);
    }
    if words.len() > plain::MOST_TEXT {
        return;
    }
    if !words.is_empty() {
        words.push('\n');
    }
    for line in part_cut.split_inclusive('\n') {
        match line.strip_suffix("\r\n") {
            Some(line) => {
                words.push_str(line);
                words.push('\n');
            }
            None => words.push_str(line),
        }
    }
}

fn sight(mut page: Page) -> Sight {
    page.finish();
    Sight {
        html: true,
        lines: page.text,
        links: page.links,
        links_at: page.links_at,
        hidden: page.hidden,
        hidden_at: page.hidden_at,
        skeleton: page.skeleton,
        marks: page.marks,
        pictures: page.pictures,
        asks_in_form: page.asks_in_form,
        script: page.script,
        plain: None,
    }
}

/// A page of HTML that came without a mail around it.
pub(crate) fn markup(words: &str) -> Sight {
    let mut page = Page::default();
    html::read(words, &mut page);
    sight(page)
}

fn read_enclosures(message: &Message<'_>, bytes: &[u8], cids: &HashSet<String>, mail: &mut Mail) {
    let mut seen = HashSet::new();
    for id in &message.attachments {
        let Some(part) = message.part(*id) else { continue };
        if !seen.insert(*id) {
            continue;
        }
        let Some((contents, place)) = contents(part, bytes) else { continue };
        if part.is_encoding_problem {
            mail.flags.insert(Flag::Broken);
        }
        let declared = declared(part);
        if is_encrypted(&declared) {
            mail.flags.insert(Flag::Encrypted);
        }
        let name = part.attachment_name().unwrap_or_default().chars().take(LONGEST_NAME).collect::<String>();
        if strange::has_invisible(&name) {
            mail.flags.insert(Flag::InvisibleCharacters);
        }
        let shown = part.content_id().is_some_and(|id| cids.contains(id.trim_matches(['<', '>'])));
        if shown
            || (declared.starts_with("image/")
                && part.content_disposition().is_none_or(|held| held.is_inline()))
        {
            mail.sight.pictures = mail.sight.pictures.saturating_add(u32::from(!shown));
        }
        mail.enclosures.push(Enclosure {
            name,
            declared,
            bytes: contents.into_owned(),
            shown_in_body: shown,
        });
        mail.places.push(place);
    }
}

/// What Outlook hid in a `winmail.dat` belongs to the mail itself.
fn unwrap_winmail(mail: &mut Mail) {
    let Some(at) = mail.enclosures.iter().position(|held| outlook::is_tnef(&held.bytes)) else { return };
    let Some(inner) = mail.enclosures.get(at).and_then(|held| outlook::read_tnef(&held.bytes)) else {
        return;
    };
    if mail.sight.lines.trim().is_empty() {
        mail.sight = inner.sight;
    }
    mail.places.extend(inner.enclosures.iter().map(|_| None));
    mail.enclosures.extend(inner.enclosures);
}

/// Letters of a file's name that are read.
pub(crate) const LONGEST_NAME: usize = 300;

type Place2 = Option<std::ops::Range<usize>>;

fn contents<'m>(part: &'m MessagePart<'_>, bytes: &[u8]) -> Option<(Cow<'m, [u8]>, Place2)> {
    let held: &[u8] = match &part.body {
        PartType::Text(words) | PartType::Html(words) => words.as_bytes(),
        PartType::Binary(held) | PartType::InlineBinary(held) => held,
        PartType::Message(inner) => inner.raw_message.as_ref(),
        PartType::Multipart(_) => return None,
    };
    let range = part.offset_body as usize..part.offset_end as usize;
    let untouched = bytes.get(range.clone()).is_some_and(|stands| stands == held);
    Some((Cow::Borrowed(held), untouched.then_some(range)))
}

fn declared(part: &MessagePart<'_>) -> String {
    let Some(kind) = part.content_type() else { return "text/plain".to_owned() };
    let kind = match kind.subtype() {
        Some(sub) => format!("{}/{sub}", kind.ctype()),
        None => kind.ctype().to_owned(),
    };
    undisguised(&kind.to_ascii_lowercase().chars().take(120).collect::<String>())
}

fn is_encrypted(declared: &str) -> bool {
    matches!(declared, "application/pkcs7-mime" | "application/x-pkcs7-mime" | "application/pgp-encrypted")
}

/// What is wrong with the form, of what can be seen in header lines and parts.
fn flag_form(message: &Message<'_>, bytes: &[u8], mail: &mut Mail) {
    let headers = &mail.headers;
    if !headers.from.iter().any(|mailbox| mailbox.address.contains('@')) {
        mail.flags.insert(Flag::NoSender);
    }
    if headers.from.iter().filter(|mailbox| mailbox.address.contains('@')).count() > 1
        || fields::doubled(message)
    {
        mail.flags.insert(Flag::DoubledHeader);
    }
    strange::flag(headers, &mut mail.flags);
    if strange::turns_direction(&mail.sight.lines) {
        mail.flags.insert(Flag::InvisibleCharacters);
    }
    let body_is_broken = message
        .html_body
        .iter()
        .chain(&message.text_body)
        .filter_map(|id| message.part(*id))
        .any(|part| part.is_encoding_problem && message.parts.len() > 1);
    if body_is_broken {
        mail.flags.insert(Flag::Broken);
    }
    let skimmed = second::skim(bytes);
    mail.flags.extend(skimmed.flags.iter().copied());
    if second::disagrees(&skimmed, message, headers) {
        mail.flags.insert(Flag::ReadersDisagree);
    }
}
