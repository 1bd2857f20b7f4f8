//! Every row of every table, from one database to another.
