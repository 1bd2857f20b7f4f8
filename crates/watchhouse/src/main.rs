//! Watchhouse: the program.
fn main() {}
