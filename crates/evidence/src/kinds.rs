//! What a file is, by what is in it. Its name and what the browser said of it are never asked.

use serde::{Deserialize, Serialize};

use crate::texts::TextWatch;

/// Bytes at the beginning that are looked at.
const HEAD: usize = 4 * 1024;
/// Bytes at the end that are looked at: the end record of a ZIP archive with the longest comment.
const TAIL: usize = 22 + 65_535;
/// Readers of PDF look so far for the beginning of one.
const PDF_WITHIN: usize = 1_024;
/// How archives begin that may stand anywhere in a file.
const ANYWHERE: [&[u8]; 2] = [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"];
/// Bytes of each of them.
const SEAM: usize = 6;

/// A word that is no kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no kind of file")]
pub struct KindError(pub String);

/// How a file may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Showing {
    /// As a picture that was painted anew.
    Picture,
    /// As plain text, with what cannot be seen made visible.
    Text,
    /// Never: only its kind, size and hash.
    FactsOnly,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $words:literal, $showing:ident;)*) => {
        /// What a file is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind { $($(#[$doc])* #[serde(rename = $word)] $variant,)* }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in columns and files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What people read.
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }

            /// How it may be shown.
            pub fn showing(self) -> Showing {
                match self { $(Self::$variant => Showing::$showing,)* }
            }
        }

        impl std::str::FromStr for Kind {
            type Err = KindError;
            fn from_str(text: &str) -> Result<Self, KindError> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(KindError(text.to_owned())),
                }
            }
        }
    };
}

kinds! {
    /// Nothing is in it.
    Empty = "empty", "an empty file", FactsOnly;
    /// PNG.
    Png = "png", "a picture", Picture;
    /// JPEG.
    Jpeg = "jpeg", "a picture", Picture;
    /// WebP.
    Webp = "webp", "a picture", Picture;
    /// GIF.
    Gif = "gif", "a picture", Picture;
    /// A picture of a kind that we do not paint anew: HEIC, AVIF, TIFF, BMP, icons.
    OtherPicture = "other_picture", "a picture of a kind that we do not show", FactsOnly;
    /// Plain text.
    Text = "text", "a text", Text;
    /// Text that other programs would follow: HTML, SVG, XML.
    Markup = "markup", "a web page or drawing, shown as text", Text;
    /// A saved e-mail.
    Mail = "mail", "a saved e-mail, shown as text", Text;
    /// PDF.
    Pdf = "pdf", "a PDF", FactsOnly;
    /// A document of an office program.
    Office = "office", "a document of an office program", FactsOnly;
    /// ZIP, RAR, 7z, gzip, tar and their like.
    Archive = "archive", "an archive: kept, not opened", FactsOnly;
    /// A program, or what starts one.
    Program = "program", "a program: kept, never started", FactsOnly;
    /// Sound.
    Sound = "sound", "a recording", FactsOnly;
    /// Moving pictures.
    Film = "film", "a film", FactsOnly;
    /// Several kinds at once, made so that two programs see different things.
    Several = "several", "several kinds at once: kept, not opened", FactsOnly;
    /// Something else.
    Unknown = "unknown", "a file of a kind that we do not know", FactsOnly;
}

/// Looks at a file while it streams by, in constant memory.
#[derive(Default)]
pub struct Sniffer {
    head: Vec<u8>,
    tail: Vec<u8>,
    bytes: u64,
    text: TextWatch,
    seam: Vec<u8>,
    archive_inside: bool,
}

impl Sniffer {
    /// Begins.
    pub fn new() -> Self {
        Self::default()
    }

    /// The kind of bytes that are all there.
    pub fn kind_of(bytes: &[u8]) -> Kind {
        let mut sniffer = Self::new();
        sniffer.take(bytes);
        sniffer.kind()
    }

    /// Takes the next bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        let head = bytes.len().min(HEAD - self.head.len());
        self.head.extend_from_slice(&bytes[..head]);
        self.look_for_archives(bytes);
        self.bytes += bytes.len() as u64;
        self.text.take(bytes);
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(TAIL)..]);
        if self.tail.len() > 2 * TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        if self.bytes == 0 {
            return Kind::Empty;
        }
        let zip_inside = ends_as_zip(&self.tail[self.tail.len().saturating_sub(TAIL)..]);
        let pdf = self.head.windows(5).take(PDF_WITHIN).position(|window| window == b"%PDF-");
        let archive_inside = zip_inside || self.archive_inside;
        let text = self.text.kind(&self.head);
        let begins =
            by_beginning(&self.head).filter(|(_, sure)| *sure || text.is_none() || !self.text.is_utf8());
        let first = begins.map(|(kind, _)| kind).or(text);
        match (first, archive_inside, pdf) {
            // A program and an archive are never opened, whatever else is in them.
            (Some(kind @ (Kind::Program | Kind::Office | Kind::Archive)), _, None) => kind,
            (Some(Kind::Pdf), false, _) => Kind::Pdf,
            // A letter may speak of a PDF; it is text all the same.
            (Some(kind @ (Kind::Text | Kind::Markup | Kind::Mail)), false, _) => kind,
            (Some(kind), false, None) => kind,
            (Some(_), _, _) => Kind::Several,
            (None, true, _) => Kind::Archive,
            (None, false, Some(_)) => Kind::Pdf,
            (None, false, None) => Kind::Unknown,
        }
    }

    /// Looks for the beginning of an archive anywhere but at the very beginning of the file.
    fn look_for_archives(&mut self, bytes: &[u8]) {
        let begins = |window: &[u8]| ANYWHERE.contains(&window);
        let seam = SEAM - 1;
        let mut joined = std::mem::take(&mut self.seam);
        let joined_from_start = joined.len() as u64 == self.bytes;
        joined.extend_from_slice(&bytes[..bytes.len().min(seam)]);
        self.archive_inside |= joined.windows(SEAM).skip(usize::from(joined_from_start)).any(begins);
        let inside = bytes.windows(SEAM).skip(usize::from(self.bytes == 0));
        self.archive_inside |= inside.filter(|w| matches!(w[0], b'R' | b'7')).any(begins);
        let last = if bytes.len() >= seam { bytes } else { &joined };
        self.seam = last[last.len().saturating_sub(seam)..].to_vec();
    }
}

/// What the first bytes say, and whether that is sure: a text may begin with two or three letters by chance.
fn by_beginning(head: &[u8]) -> Option<(Kind, bool)> {
    let fits = |at: usize, magic: &[u8]| head.get(at..).is_some_and(|rest| rest.starts_with(magic));
    let (_, magic, kind) = *MAGIC.iter().find(|(at, magic, _)| fits(*at, magic))?;
    let kind = match magic {
        b"RIFF" => match head.get(8..12)? {
            b"WEBP" => Kind::Webp,
            b"WAVE" => Kind::Sound,
            b"AVI " => Kind::Film,
            _ => return None,
        },
        b"ftyp" => of_brand(head.get(8..12).unwrap_or_default()),
        b"PK\x03\x04" => of_zip(head),
        _ => kind,
    };
    Some((kind, magic.len() > 3 || !magic.iter().all(u8::is_ascii_alphanumeric)))
}

/// The kind of a file in the ISO base media format (ISO/IEC 14496-12), by its brand.
fn of_brand(brand: &[u8]) -> Kind {
    match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"mif1" | b"msf1" | b"avif" | b"avis" => Kind::OtherPicture,
        b"M4A " | b"M4B " => Kind::Sound,
        _ => Kind::Film,
    }
}

/// A document of an office program is a ZIP archive whose first files have known names.
fn of_zip(head: &[u8]) -> Kind {
    let names: [&[u8]; 7] = [
        b"[Content_Types].xml",
        b"_rels/",
        b"word/",
        b"xl/",
        b"ppt/",
        b"docProps/",
        b"mimetypeapplication/vnd.oasis.opendocument",
    ];
    let first = head.get(30..).unwrap_or_default();
    if names.iter().any(|name| first.starts_with(name)) { Kind::Office } else { Kind::Archive }
}

/// Whether a ZIP archive ends here: its end record (APPNOTE 4.3.16) stands where its comment reaches the end exactly.
fn ends_as_zip(tail: &[u8]) -> bool {
    let last = tail.len().saturating_sub(22);
    (0..=last).rev().any(|at| {
        let Some(record) = tail.get(at..at + 22) else { return false };
        let comment = usize::from(u16::from_le_bytes([record[20], record[21]]));
        record.starts_with(b"PK\x05\x06") && at + 22 + comment == tail.len()
    })
}

/// Where in a file, which bytes, and what they say.
const MAGIC: [(usize, &[u8], Kind); 49] = [
    (0, b"\x89PNG\r\n\x1a\n", Kind::Png),
    (0, b"\xff\xd8\xff", Kind::Jpeg),
    (0, b"GIF87a", Kind::Gif),
    (0, b"GIF89a", Kind::Gif),
    // WebP, WAV and AVI begin alike.
    (0, b"RIFF", Kind::Unknown),
    (4, b"ftyp", Kind::Film),
    (0, b"BM", Kind::OtherPicture),
    (0, b"II*\0", Kind::OtherPicture),
    (0, b"MM\0*", Kind::OtherPicture),
    (0, b"\0\0\x01\0", Kind::OtherPicture),
    (0, b"\xff\x0a", Kind::OtherPicture),
    (0, b"\0\0\0\x0cJXL ", Kind::OtherPicture),
    (0, b"\0\0\0\x0cjP  ", Kind::OtherPicture),
    (0, b"8BPS", Kind::OtherPicture),
    (0, b"%PDF-", Kind::Pdf),
    (0, b"%!PS", Kind::Program),
    (0, b"{\\rtf", Kind::Office),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Office),
    (0, b"PK\x03\x04", Kind::Archive),
    (0, b"PK\x05\x06", Kind::Archive),
    (0, b"PK\x07\x08", Kind::Archive),
    (0, b"Rar!\x1a\x07", Kind::Archive),
    (0, b"7z\xbc\xaf\x27\x1c", Kind::Archive),
    (0, b"\x1f\x8b", Kind::Archive),
    (0, b"\x1f\x9d", Kind::Archive),
    (0, b"BZh", Kind::Archive),
    (0, b"\xfd7zXZ\0", Kind::Archive),
    (0, b"\x28\xb5\x2f\xfd", Kind::Archive),
    (0, b"\x04\x22\x4d\x18", Kind::Archive),
    (0, b"MSCF", Kind::Archive),
    (0, b"LZIP", Kind::Archive),
    (257, b"ustar", Kind::Archive),
    (0, b"MZ", Kind::Program),
    (0, b"\x7fELF", Kind::Program),
    (0, b"\xfe\xed\xfa\xce", Kind::Program),
    (0, b"\xfe\xed\xfa\xcf", Kind::Program),
    (0, b"\xcf\xfa\xed\xfe", Kind::Program),
    (0, b"\xce\xfa\xed\xfe", Kind::Program),
    (0, b"\xca\xfe\xba\xbe", Kind::Program),
    (0, b"\0asm", Kind::Program),
    (0, b"dex\n", Kind::Program),
    (0, b"#!AMR", Kind::Sound),
    (0, b"#!", Kind::Program),
    (0, b"L\0\0\0\x01\x14\x02\0", Kind::Program),
    (0, b"ID3", Kind::Sound),
    (0, b"OggS", Kind::Sound),
    (0, b"fLaC", Kind::Sound),
    (0, b"\x1a\x45\xdf\xa3", Kind::Film),
    (0, b"FLV\x01", Kind::Film),
];
