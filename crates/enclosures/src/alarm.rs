//! What could hurt or mislead, each with its evidence as data. What it weighs is judged elsewhere.

use serde::{Deserialize, Serialize};

use crate::Kind;

/// What could hurt or mislead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// A program that a computer would run.
    Executable {
        /// Of what system.
        program: Program,
    },
    /// A script that a computer would run when it is opened.
    Script {
        /// Its language, such as `vbscript`.
        language: String,
        /// Calls in it that fetch, run or hide something.
        calls: Vec<String>,
    },
    /// A shortcut of Windows.
    Shortcut {
        /// What it starts.
        target: String,
        /// The words that it hands over.
        arguments: String,
    },
    /// A picture of a disc: what lies in it escapes the marks that downloads carry.
    DiskImage {
        /// The files in it, as far as they could be listed.
        files: Vec<String>,
    },
    /// A web page that asks for something.
    HtmlWithForm {
        /// Where the answers go; empty: where the page says nothing.
        action: String,
        /// Whether it asks for a password.
        password: bool,
    },
    /// A web page with a script.
    HtmlWithScript {
        /// Calls in it that fetch, hide or send elsewhere; empty where there are none.
        calls: Vec<String>,
    },
    /// A web page that leads on by itself.
    HtmlRefresh {
        /// Where to.
        target: String,
    },
    /// A web page that makes a file by itself, so that no filter sees the file.
    Smuggling {
        /// How: the words in the page that do it.
        how: Vec<String>,
    },
    /// Macros in a document of an office program.
    Macro {
        /// Procedures that run by themselves.
        autoexec: Vec<String>,
        /// Calls that run, fetch, write or hide something.
        calls: Vec<String>,
    },
    /// A document that takes its template, and with it macros, from elsewhere.
    ExternalTemplate {
        /// From where.
        target: String,
    },
    /// A document that takes a part of itself from elsewhere when it is opened.
    OleLink {
        /// From where.
        target: String,
    },
    /// An object of another program in a document.
    OleObject {
        /// Its class or its file's name.
        what: String,
    },
    /// A field that starts another program.
    Dde {
        /// The field's words.
        command: String,
    },
    /// A sheet that is not shown.
    HiddenSheet {
        /// Its name.
        name: String,
    },
    /// An archive whose files are locked. Whether the message tells the password is judged elsewhere.
    EncryptedArchive {
        /// The names of its files, as far as they can be read.
        files: Vec<String>,
    },
    /// A document that is locked with a password.
    EncryptedDocument,
    /// A name with two endings, the first of which only seems to say what it is.
    DoubleExtension {
        /// The ending that one is meant to see.
        seeming: String,
        /// The ending that counts.
        real: String,
    },
    /// The name's ending says something else than the content.
    NameSaysOther {
        /// The ending.
        ending: String,
        /// What it is.
        is: Kind,
    },
    /// A name with letters that turn its direction around, so that the ending seems to be another.
    ReversedName {
        /// The name without them.
        name: String,
    },
    /// A PDF with hardly any words and one link.
    PdfOneLink {
        /// Where to.
        target: String,
    },
    /// A PDF with a script.
    PdfScript {
        /// Its beginning.
        script: String,
    },
    /// A PDF that starts a program.
    PdfLaunch {
        /// What it starts.
        command: String,
    },
    /// A PDF that does something by itself when it is opened.
    PdfOpens {
        /// The name of the action, such as `URI` or `SubmitForm`.
        action: String,
    },
    /// A PDF that is locked with a password.
    PdfEncrypted,
    /// An appointment with a link.
    CalendarLink {
        /// Where to.
        target: String,
    },
    /// A profile of settings for Apple's devices: whoever installs it may read and redirect what the device does.
    ProfileInstalls {
        /// What it calls itself.
        name: String,
        /// The types of settings in it.
        settings: Vec<String>,
    },
    /// A contact card with a link.
    ContactLink {
        /// Where to.
        target: String,
    },
    /// A drawing with a script.
    SvgScript {
        /// Calls in it that fetch, hide or send elsewhere; the element or field that holds it where there are none.
        calls: Vec<String>,
    },
    /// A notebook with a file in it that a click starts.
    OneNoteFile {
        /// The names of such files, or what they are.
        files: Vec<String>,
    },
    /// A document with nothing but a picture: its words escape filters.
    ImageOnly,
    /// Made to overwhelm whoever opens it, or more than we open.
    Bomb {
        /// Which limit it met.
        limit: Limit,
    },
    /// Damaged or contradicting itself.
    Broken {
        /// What does not fit.
        what: String,
    },
    /// Several kinds at once, so that two programs see different things.
    SeveralKinds {
        /// The kinds.
        kinds: Vec<Kind>,
    },
    /// An archive with a file whose name leads out of the folder into which it is unpacked.
    EscapingName {
        /// The name.
        name: String,
    },
    /// An archive with a link to a file outside.
    EscapingLink {
        /// The link's name and its target.
        name: String,
    },
    /// An archive that names one file in two ways, or two files in one way.
    TwoReadings {
        /// What differs.
        what: String,
    },
    /// A text with entities of its own, which can read files or grow without end.
    OwnEntities,
    /// A picture that tells where it was taken. Nothing bad of the sender; nobody else should get it.
    PlaceInPicture,
    /// A table whose cells begin like formulas.
    Formulas {
        /// The first such cell.
        cell: String,
    },
    /// The harmless file with which virus scanners are tried.
    ScannerTest,
}

/// Which limit was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Bytes when unpacked.
    Bytes,
    /// How many times larger it gets when unpacked.
    Ratio,
    /// Files.
    Files,
    /// Archives in archives.
    Depth,
    /// Pixels.
    Pixels,
    /// Parts inside one file: objects, tags, levels, records.
    Parts,
    /// Two files share the same packed bytes.
    Overlap,
}

/// Of what system a program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Program {
    /// Windows (PE, MZ).
    Windows,
    /// Linux and its like (ELF).
    Linux,
    /// macOS (Mach-O).
    Mac,
    /// Java classes.
    Java,
    /// Android (DEX, APK).
    Android,
    /// WebAssembly.
    Wasm,
    /// An installer of Windows (MSI).
    Installer,
}
