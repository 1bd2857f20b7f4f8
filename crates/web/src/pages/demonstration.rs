//! What exists in a demonstration only: one-click sign-in, and the letters that would have been sent.
