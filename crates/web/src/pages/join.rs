//! Join: a firm becomes a member in under three minutes on a phone.
