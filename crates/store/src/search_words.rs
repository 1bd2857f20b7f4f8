//! The words by which an organisation is found.
