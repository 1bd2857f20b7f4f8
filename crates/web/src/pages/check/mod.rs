//! Check my business: a name is looked at, and becomes four promises and one next thing.
