//! Setting the centre up while nobody can sign in, and setting up an account from a one-time link.
