//! The centre's own rules as pure functions.
