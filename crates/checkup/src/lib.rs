//! The check-up engine: a domain becomes questions, answers become findings.
