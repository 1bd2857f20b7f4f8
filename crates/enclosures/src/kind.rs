//! What a file is, by what is in it.

use serde::{Deserialize, Serialize};

use crate::{field, text};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Nothing is in it.
    Empty,
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// A drawing (SVG).
    Svg,
    /// Other XML.
    Xml,
    /// JSON.
    Json,
    /// A mail (RFC 5322).
    Mail,
    /// A mail as Outlook keeps it (`.msg`).
    OutlookMail,
    /// An appointment (RFC 5545).
    Calendar,
    /// A contact card (RFC 6350).
    Contact,
    /// A profile of settings for Apple's devices.
    Profile,
    /// A script that a computer would run.
    Script,
    /// A shortcut of Windows (MS-SHLLINK).
    Shortcut,
    /// A file that holds one web address (`.url`, `.webloc`, `.desktop`).
    WebShortcut,
    /// PDF.
    Pdf,
    /// A document of Office in the form of 2007 and later (OOXML).
    Ooxml,
    /// A document of an office program in the open form (ODF).
    Odf,
    /// A document of Office in the form before 2007.
    OldOffice,
    /// Another compound file (MS-CFB).
    Compound,
    /// Rich text (RTF).
    Rtf,
    /// A notebook of OneNote.
    OneNote,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// A picture of a kind that is not opened.
    OtherPicture,
    /// ZIP.
    Zip,
    /// RAR.
    Rar,
    /// 7z.
    SevenZip,
    /// gzip.
    Gzip,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// Zstandard.
    Zstd,
    /// tar.
    Tar,
    /// An archive of a kind that is not opened: CAB, ACE, ARJ, LZH.
    OtherArchive,
    /// A picture of a disc: ISO 9660, UDF, VHD, VHDX, raw.
    Disk,
    /// A program.
    Program,
    /// An installer of Windows (MSI).
    Installer,
    /// Sound.
    Sound,
    /// Moving pictures.
    Film,
    /// Something else.
    Unknown,
}

/// How files begin: where, with which bytes, and what they are.
const MAGIC: [(usize, &[u8], Kind); 50] = [
    (0, b"\x89PNG\r\n\x1a\n", Kind::Png),
    (0, b"\xff\xd8\xff", Kind::Jpeg),
    (0, b"GIF87a", Kind::Gif),
    (0, b"GIF89a", Kind::Gif),
    (0, b"II*\0", Kind::OtherPicture),
    (0, b"MM\0*", Kind::OtherPicture),
    (0, b"\0\0\x01\0", Kind::OtherPicture),
    (0, b"\0\0\0\x0cJXL ", Kind::OtherPicture),
    (0, b"\0\0\0\x0cjP  ", Kind::OtherPicture),
    (0, b"8BPS", Kind::OtherPicture),
    (0, b"%PDF-", Kind::Pdf),
    (0, b"{\\rt", Kind::Rtf),
    (0, &crate::compound::SIGNATURE, Kind::Compound),
    (0, &crate::onenote::SIGNATURE, Kind::OneNote),
    (0, &crate::shortcut::SIGNATURE, Kind::Shortcut),
    (0, b"PK\x03\x04", Kind::Zip),
    (0, b"PK\x05\x06", Kind::Zip),
    (0, b"PK\x07\x08", Kind::Zip),
    (0, b"Rar!\x1a\x07", Kind::Rar),
    (0, b"7z\xbc\xaf\x27\x1c", Kind::SevenZip),
    (0, b"\x1f\x8b", Kind::Gzip),
    (0, b"BZh", Kind::Bzip2),
    (0, b"\xfd7zXZ\0", Kind::Xz),
    (0, b"\x28\xb5\x2f\xfd", Kind::Zstd),
    (0, b"MSCF\0\0\0\0", Kind::OtherArchive),
    (0, b"LZIP", Kind::OtherArchive),
    (0, b"\x1f\x9d", Kind::OtherArchive),
    (0, b"\x04\x22\x4d\x18", Kind::OtherArchive),
    (0, b"\x60\xea", Kind::OtherArchive),
    (2, b"-lh5-", Kind::OtherArchive),
    (7, b"**ACE**", Kind::OtherArchive),
    (257, b"ustar", Kind::Tar),
    (0x8001, b"CD001", Kind::Disk),
    (0x8001, b"BEA01", Kind::Disk),
    (0, b"conectix", Kind::Disk),
    (0, b"vhdxfile", Kind::Disk),
    (0, b"KDMV", Kind::Disk),
    (0, b"MZ", Kind::Program),
    (0, b"\x7fELF", Kind::Program),
    (0, b"\xfe\xed\xfa\xce", Kind::Program),
    (0, b"\xfe\xed\xfa\xcf", Kind::Program),
    (0, b"\xcf\xfa\xed\xfe", Kind::Program),
    (0, b"\xce\xfa\xed\xfe", Kind::Program),
    (0, b"\xca\xfe\xba\xbe", Kind::Program),
    (0, b"\0asm", Kind::Program),
    (0, b"dex\n", Kind::Program),
    (0, b"ID3", Kind::Sound),
    (0, b"OggS", Kind::Sound),
    (0, b"fLaC", Kind::Sound),
    (0, b"\x1a\x45\xdf\xa3", Kind::Film),
];

/// What a file is. ZIP archives and compound files are told apart further by whoever reads them.
pub(crate) fn sniff(bytes: &[u8]) -> Kind {
    if bytes.is_empty() {
        return Kind::Empty;
    }
    let at = |place: usize, magic: &[u8]| bytes.get(place..).is_some_and(|rest| rest.starts_with(magic));
    if let Some((_, magic, kind)) = MAGIC.iter().find(|(place, magic, _)| at(*place, magic)) {
        // Two letters begin a text by chance.
        let by_chance = magic.len() <= 3 && magic.iter().all(u8::is_ascii_graphic) && text::is_text(bytes);
        if !by_chance {
            return *kind;
        }
    }
    if at(0, b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        return Kind::OtherPicture;
    }
    if at(0, b"RIFF") {
        return match bytes.get(8..12) {
            Some(b"WEBP") => Kind::Webp,
            Some(b"WAVE") => Kind::Sound,
            _ => Kind::Film,
        };
    }
    if at(4, b"ftyp") {
        return match bytes.get(8..12) {
            Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"avif" | b"avis") => Kind::OtherPicture,
            Some(b"M4A " | b"M4B ") => Kind::Sound,
            _ => Kind::Film,
        };
    }
    if is_raw_disk(bytes) {
        return Kind::Disk;
    }
    if crate::profile::is_signed_profile(bytes) {
        return Kind::Profile;
    }
    if pdf_within(bytes) && !text::is_text(bytes) {
        return Kind::Pdf;
    }
    if text::is_text(bytes) { text::kind(bytes) } else { Kind::Unknown }
}

/// Readers of PDF look so far for the beginning of one.
const PDF_WITHIN: usize = 1_024;

/// Whether readers of PDF would read it.
pub(crate) fn pdf_within(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(PDF_WITHIN)].windows(5).any(|window| window == b"%PDF-")
}

/// A first sector of a disc with a file system (FAT, NTFS), or the end of a VHD.
fn is_raw_disk(bytes: &[u8]) -> bool {
    let boots = bytes.len() > 1_024 && bytes.get(510..512) == Some(&[0x55, 0xaa]);
    let named = bytes.get(..90).is_some_and(|head| {
        [&b"FAT12"[..], b"FAT16", b"FAT32", b"NTFS", b"EXFAT"]
            .iter()
            .any(|fs| field::find(head, fs, 0).is_some())
    });
    let vhd = bytes.len() > 512 && bytes[bytes.len() - 512..].starts_with(b"conectix");
    (boots && named) || vhd
}

/// Other kinds that the same bytes are to other programs.
pub(crate) fn also(kind: Kind, bytes: &[u8]) -> Vec<Kind> {
    let mut kinds = Vec::new();
    let holds_zip = matches!(
        kind,
        Kind::Zip | Kind::Ooxml | Kind::Odf | Kind::Program | Kind::Installer | Kind::Disk | Kind::Tar
    );
    if !holds_zip && kind != Kind::Empty && crate::zip::ends_as_zip(bytes) {
        kinds.push(Kind::Zip);
    }
    let binary = !matches!(
        kind,
        Kind::Pdf
            | Kind::Mail
            | Kind::Text
            | Kind::Empty
            | Kind::Tar
            | Kind::Unknown
            | Kind::Calendar
            | Kind::Json
    );
    if binary && pdf_within(bytes) {
        kinds.push(Kind::Pdf);
    }
    let picture = matches!(kind, Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Webp);
    if picture && (field::find(bytes, b"Rar!\x1a\x07", 0).is_some()) {
        kinds.push(Kind::Rar);
    }
    if matches!(kind, Kind::Gif | Kind::Jpeg | Kind::Png)
        && field::has_word(&bytes[bytes.len().saturating_sub(4096)..], b"</script>")
    {
        kinds.push(Kind::Html);
    }
    kinds
}
