//! What came with it.

use enclosures::{Alarm, Contents, Kind};

use super::{Family, Signal, plain};
use crate::facts::Facts;

pub(super) static SIGNALS: &[Signal] = &[
    Signal::asks(
        "enclosures.runs",
        Family::Enclosures,
        110,
        "nothing in it would run; or the talk of a list",
        runs,
    ),
    Signal::asks(
        "enclosures.web-page",
        Family::Enclosures,
        80,
        "the page asks for nothing and does nothing",
        web_page,
    ),
    Signal::asks(
        "enclosures.macro",
        Family::Enclosures,
        80,
        "the document has no macros and takes nothing from elsewhere",
        macros,
    ),
    Signal::asks(
        "enclosures.locked",
        Family::Enclosures,
        60,
        "the message does not tell the password",
        locked,
    ),
    Signal::asks("enclosures.false-name", Family::Enclosures, 80, "the name says what it is", false_name),
    Signal::asks(
        "enclosures.one-link",
        Family::Enclosures,
        45,
        "it has words enough, or the sender is proved and of the brand book",
        one_link,
    ),
    Signal::asks("enclosures.installs", Family::Enclosures, 90, "nothing is installed", installs),
    Signal::asks(
        "enclosures.little-letter",
        Family::Enclosures,
        40,
        "the letter itself says enough, or the sender is proved and of the brand book; or the talk of a list",
        little_letter,
    ),
];

fn each<'a>(contents: &'a [Contents]) -> Vec<&'a Contents> {
    let mut all: Vec<&'a Contents> = Vec::new();
    let mut open: Vec<&'a Contents> = contents.iter().rev().collect();
    while let Some(next) = open.pop() {
        if all.len() >= MOST {
            break;
        }
        all.push(next);
        open.extend(next.inside.iter().rev());
    }
    all
}

/// Files that are asked.
const MOST: usize = 200;

fn find<'a>(facts: &'a Facts<'_>, test: fn(&Alarm) -> bool) -> Option<&'a Contents> {
    if facts.is_talk() {
        return None;
    }
    each(&facts.contents).into_iter().find(|contents| contents.alarms.iter().any(test))
}

fn runs(facts: &Facts<'_>) -> Option<String> {
    let file = find(facts, |alarm| {
        matches!(
            alarm,
            Alarm::Executable { .. }
                | Alarm::Script { .. }
                | Alarm::Shortcut { .. }
                | Alarm::DiskImage { .. }
                | Alarm::PdfLaunch { .. }
                | Alarm::OneNoteFile { .. }
                | Alarm::SvgScript { .. }
        )
    })?;
    Some(format!("It brings a file ({}) that would run a program on your computer.", plain(&file.name)))
}

fn web_page(facts: &Facts<'_>) -> Option<String> {
    let file = find(facts, |alarm| {
        matches!(
            alarm,
            Alarm::HtmlWithForm { .. }
                | Alarm::HtmlWithScript { .. }
                | Alarm::HtmlRefresh { .. }
                | Alarm::Smuggling { .. }
        )
    })?;
    Some(format!(
        "It brings a web page as a file ({}), which is a way to ask for passwords unseen by filters.",
        plain(&file.name)
    ))
}

fn macros(facts: &Facts<'_>) -> Option<String> {
    let file = find(facts, |alarm| {
        matches!(alarm, Alarm::Macro { .. } | Alarm::ExternalTemplate { .. } | Alarm::Dde { .. })
    })?;
    Some(format!("It brings a document ({}) with a small program in it.", plain(&file.name)))
}

fn locked(facts: &Facts<'_>) -> Option<String> {
    let file = find(facts, |alarm| {
        matches!(alarm, Alarm::EncryptedArchive { .. } | Alarm::EncryptedDocument | Alarm::PdfEncrypted)
    })?;
    let tells = [
        "password",
        "passcode",
        "senha",
        "passwort",
        "kennwort",
        "mot de passe",
        "contrasena",
        "wachtwoord",
        "пароль",
        "密码",
        "パスワード",
    ];
    tells.iter().any(|word| facts.folded.text.contains(word)).then(|| {
        format!(
            "It brings a locked file ({}) and tells you the password, so that filters cannot look inside.",
            plain(&file.name)
        )
    })
}

fn false_name(facts: &Facts<'_>) -> Option<String> {
    let file =
        find(facts, |alarm| matches!(alarm, Alarm::DoubleExtension { .. } | Alarm::ReversedName { .. }))?;
    Some(format!("The name of its file ({}) hides what the file is.", plain(&file.name)))
}

fn one_link(facts: &Facts<'_>) -> Option<String> {
    if facts.proved_known() {
        return None;
    }
    let file = find(facts, |alarm| {
        matches!(
            alarm,
            Alarm::PdfOneLink { .. }
                | Alarm::CalendarLink { .. }
                | Alarm::ContactLink { .. }
                | Alarm::ImageOnly
        )
    })?;
    Some(format!("Its file ({}) is little more than something to press.", plain(&file.name)))
}

fn installs(facts: &Facts<'_>) -> Option<String> {
    let file = find(facts, |alarm| matches!(alarm, Alarm::ProfileInstalls { .. }))?;
    Some(format!("Its file ({}) would change the settings of your phone.", plain(&file.name)))
}

fn little_letter(facts: &Facts<'_>) -> Option<String> {
    if facts.is_talk() || facts.proved_known() || facts.body_words >= 40 || facts.bare {
        return None;
    }
    let file = facts.contents.iter().find(|file| {
        matches!(
            file.kind,
            Kind::Pdf
                | Kind::Ooxml
                | Kind::OldOffice
                | Kind::Html
                | Kind::Zip
                | Kind::Rar
                | Kind::SevenZip
                | Kind::Rtf
        )
    })?;
    Some(format!("It says hardly anything and wants you to open a file ({}).", plain(&file.name)))
}
