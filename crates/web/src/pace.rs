//! Slowing down whoever asks too often, without ever silencing anybody.
//!
//! A guesser waits; a crowd behind one address waits a little; nobody is refused, and no
//! account is locked, so that no flood can shut the door on somebody else.

use jiff::SignedDuration;
use store::Rule;

use crate::app::App;

/// Signing in, by network and by the address that is tried.
pub(crate) const SIGNING_IN: Rule =
    Rule { every: SignedDuration::from_secs(6), burst: 10, longest_wait: SignedDuration::from_secs(5) };
/// Joining and everything else that sends a letter, by network.
pub(crate) const SENDING_LETTERS: Rule =
    Rule { every: SignedDuration::from_secs(20), burst: 10, longest_wait: SignedDuration::from_secs(5) };
/// Looks at domains, by network.
pub(crate) const LOOKING: Rule =
    Rule { every: SignedDuration::from_secs(3), burst: 20, longest_wait: SignedDuration::from_secs(5) };

/// Saying that a problem is not on the list, by network: a count that a crowd cannot drive up at once.
pub(crate) const COUNTING: Rule =
    Rule { every: SignedDuration::from_secs(30), burst: 5, longest_wait: SignedDuration::from_secs(5) };

/// Sending reports, by network: whoever floods us waits behind everybody else, and is never refused.
pub(crate) const TELLING: Rule =
    Rule { every: SignedDuration::from_secs(6), burst: 20, longest_wait: SignedDuration::from_secs(5) };

/// Saving what is typed, by network: nobody types faster, and a flood fills no disk.
pub(crate) const TYPING: Rule =
    Rule { every: SignedDuration::from_secs(1), burst: 120, longest_wait: SignedDuration::from_secs(3) };

/// Saying the words of a receipt, by network: a guesser waits.
pub(crate) const SAYING_WORDS: Rule =
    Rule { every: SignedDuration::from_secs(6), burst: 10, longest_wait: SignedDuration::from_secs(5) };

/// Typing codes of calls and letters, by network: ten at once, then one a minute. Whoever types more is told to wait.
pub(crate) const TYPING_CODES: Rule =
    Rule { every: SignedDuration::from_secs(60), burst: 10, longest_wait: SignedDuration::from_secs(60) };

/// Whether there is a turn now, and if not, how long until there is one. Asking again makes it no longer.
pub(crate) fn turn(app: &App, what: &str, key: &str, rule: Rule) -> store::Delay {
    app.store.turn(&format!("{what}:{key}"), rule, app.now())
}

/// Waits as long as the rule says for this key. What the key names is kept as a keyed hash, in
/// memory only.
pub(crate) async fn wait(app: &App, what: &str, key: &str, rule: Rule) {
    let delay = app.store.slow_down(&format!("{what}:{key}"), rule, app.now());
    if let Ok(wait) = std::time::Duration::try_from(delay.0) {
        tokio::time::sleep(wait).await;
    }
}
