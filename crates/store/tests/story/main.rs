//! Stories of a centre, each told on SQLite and on PostgreSQL in the same run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "this whole program is a test: what goes wrong must stop it, and figures are printed"
)]

mod accounts_of_events;
mod at_once;
mod backups;
mod calls;
mod canaries;
mod cases;
mod codes;
mod cohorts;
mod consent;
mod desk;
mod drafts;
mod errands;
mod evidence_items;
mod figures;
mod findings;
mod funded_places;
mod leaving;
mod lists;
mod lookalikes;
mod mailboxes;
mod members;
mod messages;
mod missing_problems;
mod own_reports;
mod owners;
mod packs;
mod postgres;
mod published_records;
mod read_log;
mod report_figures;
mod report_summaries;
mod reports;
mod retention;
mod schema;
mod sign_in;
mod tampering;
mod waves;
mod work;
mod world;
