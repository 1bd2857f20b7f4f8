//! Files that people send with an account of events, and the words by which they come back.
//!
//! Question answered: *how is an original kept so that nobody can read or change it unseen, what is it, and what of it can be
//! shown without harm?*
//! In: bytes, keys and chance. Out: sealed bytes, hashes, a kind, an inert copy, a receipt, a chained step of custody.
//! Never: a socket, a clock, a database, a file. Nothing here opens an archive, and no original is ever shown.
//! Start reading at [`Sealing`]; then [`Sniffer`], [`inert_copy`], [`Receipt`] and [`custody`].

pub mod custody;
mod inert;
mod kinds;
mod pictures;
mod receipt;
mod sealing;
mod slips;
mod small;
mod texts;

pub use inert::{Because, Inert, inert_copy};
pub use kinds::{Kind, KindError, Showing, Sniffer};
pub use pictures::{LONGEST_SIDE, MOST_PICTURE_MEMORY, MOST_PIXELS, Picture, SHOWN_SIDE};
pub use receipt::{
    LONGEST_TYPED, LookupKey, RECEIPT_WORDS, Receipt, ReceiptFault, StretchError, UnknownWord, receipt_words,
};
pub use sealing::{
    CHUNK, MOST_ITEM_BYTES, MOST_ITEMS, MOST_REPORT_BYTES, OpenFault, Opened, Opening, SealFault, SealKey,
    Sealed, Sealing, sealed_size,
};
pub use small::{open_small, seal_small};
pub use texts::{InertText, LONGEST_SHOWN, MOST_MARKS, visible};
