//! The city in figures that name no firm: a map, and a table of the same.
