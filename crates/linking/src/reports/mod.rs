//! Reports of fraud and cyber crime: which of them belong to one offender.

mod cores;
mod evidence;
mod explain;
mod index;
mod judgement;
mod learn;
mod linker;
mod model;
mod networks;
mod pairs;
mod persona;
mod rank;
mod reading;
mod record;
mod report;
mod roles;
mod strength;
mod surroundings;
mod wording;

pub use evidence::{Evidence, Place, Role, Value};
pub use explain::{Cut, LARGEST_CUT, LinkExplained, NetworkExplained, Shared};
pub use judgement::{Judgement, MOST_JUDGEMENTS, NotTaken, Saying};
pub use linker::{Link, Linker, MOST_REPORTS, Refused};
pub use model::Model;
pub use networks::Event;
pub use pairs::{ALL_PAIRS, NEIGHBOURS};
pub use rank::Ranked;
pub use reading::{MOST_VALUES, read};
pub use report::{Batch, LONGEST_FIELD, LONGEST_NARRATIVE, MOST_BAD_ROWS, Report, day, read_csv};
pub use wording::MOST_SENTENCES;
