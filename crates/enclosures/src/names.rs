//! What a name pretends. The kind of a file is never taken from here.

use crate::{Alarm, Contents, Kind};

/// Endings that a computer runs, or opens in a way that can hurt.
const RISKY: [&str; 46] = [
    "exe",
    "scr",
    "com",
    "pif",
    "cpl",
    "dll",
    "msi",
    "msp",
    "bat",
    "cmd",
    "js",
    "jse",
    "vbs",
    "vbe",
    "wsf",
    "wsh",
    "hta",
    "ps1",
    "lnk",
    "url",
    "jar",
    "apk",
    "app",
    "dmg",
    "pkg",
    "iso",
    "img",
    "vhd",
    "vhdx",
    "htm",
    "html",
    "shtml",
    "xhtml",
    "mht",
    "mhtml",
    "svg",
    "reg",
    "chm",
    "one",
    "xll",
    "docm",
    "xlsm",
    "pptm",
    "ace",
    "library-ms",
    "desktop",
];
/// Endings that people trust.
const TRUSTED: [&str; 24] = [
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "rtf", "csv", "jpg", "jpeg", "png", "gif",
    "bmp", "tif", "mp3", "mp4", "wav", "zip", "odt", "ods", "eml", "htm",
];
/// Letters that turn the direction of reading around (UAX 9).
const TURNS: [char; 9] = [
    '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}',
];
/// The longest ending.
const LONGEST_ENDING: usize = 20;

/// The ending of a name, in small letters.
pub(crate) fn ending(name: &str) -> Option<String> {
    let name = name.trim_end_matches([' ', '.', '\0']);
    let (stem, ending) = name.rsplit_once('.')?;
    let real = !stem.is_empty() && !ending.is_empty() && ending.len() <= LONGEST_ENDING;
    let plain = ending.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (real && plain).then(|| ending.to_ascii_lowercase())
}

/// Looks at a file's name, and at the media type that the mail declared, beside what the file is.
pub(crate) fn judge(name: &str, declared: &str, out: &mut Contents) {
    let plain: String = name.chars().filter(|letter| !TURNS.contains(letter)).collect();
    if name.contains(['\u{202d}', '\u{202e}', '\u{2067}', '\u{202b}']) {
        out.alarm(Alarm::ReversedName { name: crate::contents::cut(&plain, 512).to_owned() });
    }
    let ending = ending(&plain);
    if let Some(real) = ending.as_deref() {
        let stem = plain.trim_end_matches([' ', '.', '\0']);
        let stem = stem[..stem.len() - real.len() - 1].trim_end();
        let seeming =
            self::ending(stem).filter(|seeming| TRUSTED.contains(&seeming.as_str()) && seeming != real);
        if let (Some(seeming), true) = (seeming, RISKY.contains(&real)) {
            out.alarm(Alarm::DoubleExtension { seeming, real: real.to_owned() });
        }
    }
    let ending = ending.or_else(|| of_media_type(declared).map(str::to_owned));
    if let Some(ending) = ending
        && says_other(&ending, out.kind)
    {
        out.alarm(Alarm::NameSaysOther { ending, is: out.kind });
    }
}

/// The ending that fits a declared media type, where the name has none.
fn of_media_type(declared: &str) -> Option<&'static str> {
    let plain = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Some(match plain.as_str() {
        "application/pdf" => "pdf",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        "text/calendar" => "ics",
        "text/vcard" => "vcf",
        "text/plain" => "txt",
        "application/zip" => "zip",
        _ => return None,
    })
}

/// Whether an ending promises another kind. Endings of one family stand for each other: programs open them alike.
fn says_other(ending: &str, kind: Kind) -> bool {
    use Kind as K;
    const PICTURES: &[Kind] = &[K::Png, K::Jpeg, K::Gif, K::Webp, K::OtherPicture];
    const WORDS: &[Kind] = &[K::OldOffice, K::Ooxml, K::Rtf, K::Compound, K::Odf];
    const TABLES: &[Kind] = &[K::OldOffice, K::Ooxml, K::Compound, K::Odf, K::Text, K::Html, K::Xml];
    const TEXTS: &[Kind] = &[
        K::Text,
        K::Html,
        K::Xml,
        K::Json,
        K::Mail,
        K::Calendar,
        K::Contact,
        K::Script,
        K::WebShortcut,
        K::Svg,
        K::Rtf,
    ];
    const PAGES: &[Kind] = &[K::Html, K::Text, K::Xml, K::Svg, K::Mail];
    const ZIPS: &[Kind] = &[K::Zip, K::Ooxml, K::Odf, K::Program];
    let fits: &[Kind] = match ending {
        "pdf" => &[K::Pdf],
        "png" | "jpg" | "jpeg" | "jfif" | "gif" | "webp" | "bmp" | "tif" | "tiff" | "heic" | "ico" => {
            PICTURES
        }
        "doc" | "docx" | "docm" | "dot" | "dotx" | "rtf" | "odt" => WORDS,
        "xls" | "csv" | "xlt" => TABLES,
        "xlsx" | "xlsm" | "xlsb" | "ods" | "ppt" | "pptx" | "pps" | "ppsx" | "odp" => WORDS,
        "txt" | "log" | "md" => TEXTS,
        "htm" | "html" | "shtml" | "xhtml" => PAGES,
        "svg" => &[K::Svg, K::Xml],
        "zip" => ZIPS,
        "rar" => &[K::Rar],
        "7z" => &[K::SevenZip],
        "gz" | "tgz" => &[K::Gzip],
        "ics" => &[K::Calendar],
        "vcf" => &[K::Contact],
        "eml" => &[K::Mail, K::Text],
        "msg" => &[K::OutlookMail, K::Compound, K::Mail],
        "mp3" | "wav" | "m4a" | "ogg" | "flac" => &[K::Sound, K::Film, K::Unknown],
        "mp4" | "mov" | "avi" | "mkv" => &[K::Film, K::Sound, K::Unknown],
        _ => return false,
    };
    kind != K::Empty && !fits.contains(&kind)
}

/// Looks at the name of a file that is listed and cannot be opened.
pub(crate) fn judge_unseen(name: &str, out: &mut Contents) {
    let ending = ending(name);
    judge(name, "", out);
    out.alarms.retain(|alarm| !matches!(alarm, Alarm::NameSaysOther { .. }));
    if let Some(language) = ending.as_deref().and_then(crate::script::by_ending) {
        out.alarm(Alarm::Script { language: language.to_owned(), calls: Vec::new() });
    }
    if ending.is_some_and(|ending| {
        matches!(ending.as_str(), "exe" | "scr" | "com" | "pif" | "cpl" | "msi" | "dll")
    }) {
        out.alarm(Alarm::Executable { program: crate::Program::Windows });
    }
}
