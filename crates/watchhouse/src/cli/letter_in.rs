//! `watchhouse letter-in`: one letter through the pipe of a mail server.

use std::io::Read;
use std::process::ExitCode;

use post::{Maildir, MaildirError};
use terms::edge::{Chance, Clock};

use crate::settings::Settings;
use crate::work::name_of_letter;

/// What mail servers understand (sysexits.h): the letter is at fault, and sending it again is of no use.
const AT_FAULT: u8 = 65;
/// What mail servers understand: not now; they keep the letter and come again.
const NOT_NOW: u8 = 75;

/// Puts the letter into the folder of letters. It is safe on the disk when this returns; the open centre takes it from there.
pub fn letter_in(
    settings: &Settings,
    clock: &dyn Clock,
    chance: &dyn Chance,
    letter: &mut dyn Read,
    faults: &mut impl std::io::Write,
) -> ExitCode {
    let put = Maildir::open(&settings.letters_in())
        .and_then(|folder| folder.put(&name_of_letter(clock, chance), letter));
    let Err(error) = put else { return ExitCode::SUCCESS };
    // Whoever reads it is a mail server's log; what counts is the number.
    let _gone = writeln!(faults, "watchhouse: {error}");
    match error {
        MaildirError::Folder { .. } => ExitCode::from(NOT_NOW),
        MaildirError::TooLarge | MaildirError::Empty => ExitCode::from(AT_FAULT),
    }
}
