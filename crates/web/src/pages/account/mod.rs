//! One's own ways of signing in, sessions and tokens.
