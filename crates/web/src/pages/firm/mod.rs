//! My firm: what a member sees and does for itself.
