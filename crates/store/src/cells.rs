//! Reading columns: one text for both databases.
