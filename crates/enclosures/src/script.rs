//! Scripts: their language by their words, and what they call.

use crate::field::words_in;

/// Words of each language, and how many of them make it that language.
const LANGUAGES: [(&str, usize, &[&str]); 5] = [
    (
        "vbscript",
        2,
        &["createobject(", "wscript.", "\ndim ", "\nend sub", "on error resume next", "execute(", "chr("],
    ),
    ("jscript", 2, &["new activexobject(", "wscript.", "var ", "function ", "eval(", "fromcharcode"]),
    (
        "powershell",
        2,
        &[
            "powershell",
            "new-object",
            "invoke-",
            "-encodedcommand",
            "$env:",
            "downloadstring(",
            "start-process",
            "iex ",
            "set-executionpolicy",
            "[system.",
            "frombase64string",
            "write-host",
            "param(",
        ],
    ),
    (
        "batch",
        2,
        &["@echo off", "%~dp0", "setlocal", "\nstart ", "cmd /c", "%temp%", "%appdata%", "goto ", "\nrem "],
    ),
    ("python", 3, &["import os", "import subprocess", "import base64", "exec(", "def ", "urllib"]),
];
/// What tells a language for sure in a text that people would write to each other otherwise.
const SURE: [&[&str]; 5] = [
    &["createobject(", "wscript."],
    &["activexobject(", "wscript."],
    &[
        "new-object",
        "-encodedcommand",
        "downloadstring(",
        "invoke-expression",
        "invoke-webrequest",
        "iex ",
        "frombase64string",
        "$env:",
        "start-process",
    ],
    &["@echo off", "%~dp0", "cmd /c"],
    &["import subprocess", "exec("],
];
/// Endings that a computer runs.
const ENDINGS: [(&str, &str); 22] = [
    ("js", "jscript"),
    ("jse", "jscript"),
    ("vbs", "vbscript"),
    ("vbe", "vbscript"),
    ("wsf", "windows script"),
    ("wsh", "windows script"),
    ("wsc", "windows script"),
    ("sct", "windows script"),
    ("hta", "html application"),
    ("ps1", "powershell"),
    ("psm1", "powershell"),
    ("bat", "batch"),
    ("cmd", "batch"),
    ("sh", "shell"),
    ("command", "shell"),
    ("scpt", "applescript"),
    ("py", "python"),
    ("reg", "registry"),
    ("chm", "help file"),
    ("inf", "setup"),
    ("settingcontent-ms", "settings"),
    ("applescript", "applescript"),
];
/// Calls of scripts that fetch, run or hide something.
const CALLS: [&str; 30] = [
    "createobject(",
    "activexobject(",
    "wscript.shell",
    "shell.application",
    "scripting.filesystemobject",
    "adodb.stream",
    "msxml2",
    "xmlhttp",
    "winhttp",
    ".run",
    ".exec",
    "shellexecute",
    "powershell",
    "invoke-expression",
    "iex ",
    "downloadstring",
    "downloadfile",
    "invoke-webrequest",
    "new-object",
    "frombase64string",
    "-encodedcommand",
    "start-process",
    "mshta",
    "certutil",
    "bitsadmin",
    "regsvr32",
    "rundll32",
    "eval(",
    "execute(",
    "fromcharcode",
];
/// Calls of scripts in pages that fetch, hide or send elsewhere.
const PAGE_CALLS: [&str; 22] = [
    "eval(",
    "atob(",
    "unescape(",
    "fromcharcode",
    "document.write",
    "innerhtml",
    "decodeuricomponent",
    "fetch(",
    "xmlhttprequest",
    "sendbeacon",
    "websocket",
    "location.href",
    "location.replace",
    "window.location",
    "location=",
    "createobjecturl",
    "mssaveoropenblob",
    "new blob",
    ".download",
    "uint8array",
    "activexobject",
    "serviceworker",
];

/// The language of a script, where its words tell.
pub(crate) fn language(text: &str) -> Option<&'static str> {
    let small = text.to_ascii_lowercase();
    let has_word = |word: &[u8]| crate::field::find(small.as_bytes(), word, 0).is_some();
    if text.starts_with("#!") {
        return Some("shell");
    }
    if text.starts_with("#@~^") {
        return Some("encoded script");
    }
    if text.starts_with("%!PS") {
        return Some("postscript");
    }
    if has_word(b"<hta:application") {
        return Some("html application");
    }
    if has_word(b"<job") && has_word(b"<script") {
        return Some("windows script");
    }
    let fits = |((_, least, words), sure): &(&(&'static str, usize, &[&str]), &&[&str])| {
        sure.iter().any(|word| has_word(word.as_bytes()))
            && words.iter().filter(|word| has_word(word.as_bytes())).count() >= *least
    };
    LANGUAGES.iter().zip(SURE.iter()).find(fits).map(|((name, ..), _)| *name)
}

/// The language that a computer takes a file for by its ending.
pub(crate) fn by_ending(ending: &str) -> Option<&'static str> {
    ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, language)| *language)
}

/// Calls in a script.
pub(crate) fn calls(text: &[u8]) -> Vec<String> {
    words_in(text, &CALLS)
}

/// Calls in the script of a page.
pub(crate) fn page_calls(text: &[u8]) -> Vec<String> {
    words_in(text, &PAGE_CALLS)
}
