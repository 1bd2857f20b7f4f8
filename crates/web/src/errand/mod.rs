//! Errands: what can be asked of whom, the letter that asks it, and what we see of it now.
//!
//! One letter, four shapes: the page, the page to print, the PDF and the mail are all made of [`Letter`], so that none
//! says what another does not.

mod letter;
mod mail;
mod points;
mod sight;

pub(crate) use letter::{Letter, LetterPoint, Written, asked_by, helper_id};
pub(crate) use points::{OpenPoint, PointTold, helper_of, open_points};
pub(crate) use sight::{Sight, answer_in_words, sights, standing_of};
