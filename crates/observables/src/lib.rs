//! What can be matched, out of any text or field, in every spelling.
//!
//! Question answered: *which phone numbers, addresses, accounts, wallets, names, references, sums and deadlines stand
//! in this text, and how is each written so that two of them can be compared?*
//! In: a text as people or machines wrote it, with whatever was done to it to get past filters. Out: [`Mention`]s in
//! order of place, each with its canonical value and the bytes of the text that say it.
//! Never: deciding whose a value is or whether it is bad, asking the network, a clock, keeping a card's number.
//! Start reading at [`read`] (`scan.rs`): one walk over the text, in which each kind has a file of its own.
//!
//! [`unwrap`] opens links that mail services wrapped, by decoding alone. [`defang`] and [`without_tokens`] make a value
//! fit to be shown and shared.

mod amount;
mod bank;
mod card;
mod country;
mod deadline;
mod digits;
mod handle;
mod iban;
mod ip;
mod mention;
mod name;
mod personal;
mod phone;
mod placeholder;
mod reference;
mod scan;
mod share;
mod unwrapping;
mod url;
mod view;
mod wallet;
mod words;
mod wrappers;

pub use amount::Currency;
pub use mention::{Chain, Check, Form, Kind, Mention, Platform};
pub use personal::without_tokens;
pub use phone::PhoneRange;
pub use scan::{LONGEST_TEXT, MOST_MENTIONS, read, read_field};
pub use share::{defang, refang};
pub use unwrapping::{MOST_LAYERS, Stop, Unwrapped, unwrap};
