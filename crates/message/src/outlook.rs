//! What Outlook writes: `.msg` files (MS-OXMSG) and `winmail.dat` (MS-OXTNEF). Both are turned into the mail that they hold, in the
//! spelling of mails, so that one reader sees a message in whichever file it comes.

mod compound;
mod rtf;
mod spelling;
mod tnef;

use crate::mime::{self, Mail};
use crate::reading::Kept;

pub(crate) use tnef::is_tnef;

/// Files in one message that are taken out.
pub(crate) const MOST_FILES: usize = 200;
/// Messages inside messages that are taken out.
pub(crate) const MOST_INNER: usize = 4;
/// Bytes of all that is taken out of one file.
pub(crate) const MOST_TAKEN: usize = 40 << 20;

/// What a file of Outlook holds.
#[derive(Debug, Default)]
struct Letter {
    /// Header lines as servers wrote them.
    transport: Option<String>,
    sender: (String, String),
    to: Vec<(String, String)>,
    subject: String,
    message_id: Option<String>,
    /// Seconds since 1970.
    sent: Option<i64>,
    text: Option<String>,
    html: Option<String>,
    files: Vec<File>,
}

#[derive(Debug, Default)]
struct File {
    name: String,
    kind: String,
    content_id: Option<String>,
    bytes: Vec<u8>,
}

/// Whether bytes are a compound file.
pub(crate) fn is_msg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}

/// Reads a `.msg`.
pub(crate) fn read(bytes: &[u8]) -> Option<(Mail, Kept)> {
    let letter = compound::read(bytes)?;
    let kept = if letter.transport.is_some() { Kept::Headers } else { Kept::Copied };
    Some((mime::read(&spelling::mail(&letter)), kept))
}

/// Reads a `winmail.dat`.
pub(crate) fn read_tnef(bytes: &[u8]) -> Option<Mail> {
    let letter = tnef::read(bytes)?;
    Some(mime::read_closed(&spelling::mail(&letter)))
}

/// The name by which readers of mails know a code page of Windows.
fn charset(page: u32) -> &'static str {
    match page {
        65001 => "utf-8",
        932 => "shift_jis",
        936 | 54936 => "gb18030",
        949 | 51949 => "euc-kr",
        950 => "big5",
        874 => "windows-874",
        1250 => "windows-1250",
        1251 => "windows-1251",
        1253 => "windows-1253",
        1254 | 28599 => "windows-1254",
        1255 | 38598 => "windows-1255",
        1256 => "windows-1256",
        1257 => "windows-1257",
        1258 => "windows-1258",
        20866 => "koi8-r",
        21866 => "koi8-u",
        28592 => "iso-8859-2",
        28595 => "iso-8859-5",
        28597 => "iso-8859-7",
        28605 => "iso-8859-15",
        50220..=50222 => "iso-2022-jp",
        51932 => "euc-jp",
        _ => "windows-1252",
    }
}

/// Text of bytes in a code page.
fn decode(bytes: &[u8], page: u32) -> String {
    let encoding =
        encoding_rs::Encoding::for_label(charset(page).as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252);
    encoding.decode(bytes).0.into_owned()
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| {
        u16::from_le_bytes([
            pair.first().copied().unwrap_or_default(),
            pair.get(1).copied().unwrap_or_default(),
        ])
    });
    char::decode_utf16(units)
        .map(|letter| letter.unwrap_or('\u{fffd}'))
        .collect::<String>()
        .trim_end_matches('\0')
        .to_owned()
}

/// Fills in HTML or words from compressed RTF, if there are none.
fn fill_from_rtf(letter: &mut Letter, compressed: &[u8]) {
    if letter.html.is_some() {
        return;
    }
    let Some(rtf) = rtf::decompress(compressed) else { return };
    match rtf::read(&rtf) {
        rtf::Inside::Html(html) => letter.html = Some(html),
        rtf::Inside::Words(words) => {
            if letter.text.as_ref().is_none_or(|text| text.trim().is_empty()) {
                letter.text = Some(words);
            }
        }
    }
}
