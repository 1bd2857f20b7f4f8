//! The programming interface, version 1: what pages can do, for programs with tokens.
