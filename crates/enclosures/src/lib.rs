//! Files that came with a suspicious message.
//!
//! Question answered: *what is this file, by its content and never by its name, and what in it could hurt or mislead?*
//! In: a name, the kind that the mail declared, bytes, a [`Budget`] that all enclosures of one message share, and [`Eyes`]
//! that can read words in a picture. Out: [`Contents`]: text, links, payloads of codes, [`Alarm`]s with their evidence,
//! and what was packed inside, opened the same way.
//! Never: a socket, a clock, a database, a file; nothing is run, and no address is visited. Nothing here gives a verdict.
//! Start reading at [`open()`]; then [`Alarm`] and [`Kind`]; each kind has one file that reads it.

mod alarm;
mod budget;
mod cards;
mod compound;
mod contents;
mod disk;
mod field;
mod html;
mod json;
mod kind;
mod names;
mod old_office;
mod onenote;
mod ooxml;
mod open;
mod pdf;
mod pictures;
mod profile;
mod rar;
mod reading;
mod rtf;
mod script;
mod seven_zip;
mod shortcut;
mod tar;
mod text;
mod unpack;
mod vba;
mod zip;

pub use alarm::{Alarm, Limit, Program};
pub use budget::{
    Budget, MOST_DEPTH, MOST_FILES, MOST_MARKUP, MOST_PIXELS, MOST_RATIO, MOST_UNPACKED, RATIO_FROM,
};
pub use contents::{
    Blind, Contents, Eyes, Link, MOST_ALARMS, MOST_CODES, MOST_LINKS, MOST_TEXT, Picture, Unread,
};
pub use kind::Kind;
pub use open::open;
