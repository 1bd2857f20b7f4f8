//! Stories of a centre, each told on SQLite and on PostgreSQL in the same run.

mod at_once;
mod backups;
mod figures;
mod lists;
mod members;
mod postgres;
mod schema;
mod sign_in;
mod tampering;
mod work;
mod world;
