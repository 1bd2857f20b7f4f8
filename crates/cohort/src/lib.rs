//! A cohort: many firms looked at together.
//!
//! Question answered: *how does a whole list of names stand, and what would better rules say of it?*
//! In: a list ([`List`]), and one look after the other, as whoever may ask DNS brings them. Out: a folder that
//! survives being stopped at any moment ([`RunFolder`], [`Journal`]), and from it, without asking anybody, the results
//! as files ([`write_results`]) and as counts ([`centre::cohort::Picture`]).
//! Never: a socket, a clock, chance, a database, a page. Lists and journals are outside text: what cannot be read is
//! named and passed over, and every loop over it has a limit.
//! Start reading at [`List`], then [`Journal`], then [`write_results`].

mod columns;
mod files;
mod folder;
mod journal;
mod kept;
mod list;
mod order;
mod results;
mod table;

pub use files::{FileError, put_in_place};
pub use folder::{FolderError, Manifest, Opened, RunFolder};
pub use journal::{Block, Blocks, Journal, JournalError, LONGEST_BLOCK, LOOKS_A_BLOCK};
pub use kept::{Entry, KeptLook, MOST_SHARED, Shared};
pub use list::{
    Columns, Entry as ListEntry, Firm, LONGEST_FIELD, LONGEST_LINE, List, ListFault, MOST_LINES,
    MOST_REFUSED_SHOWN, Refused, fingerprint,
};
pub use order::{Ordered, Placed};
pub use results::{Before, Formats, Judged, ResultError, Totals, counted, is_default, write_results};
pub use table::{Cell, Column, Table, TableError};
