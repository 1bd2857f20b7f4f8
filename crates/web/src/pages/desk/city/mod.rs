//! The city for staff: what one provider could change, and how public bodies stand.

pub mod bodies;
pub mod providers;
