//! Every component in every state, on one living page.
