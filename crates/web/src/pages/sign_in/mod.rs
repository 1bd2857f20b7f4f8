//! Saying who one is: a code by e-mail, a passkey, a password with a one-time code, or single sign-on.
