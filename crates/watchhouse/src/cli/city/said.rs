//! What a run says at its end, and while it goes on.

use std::io::Write;

use cohort::Totals;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use terms::Promise;

/// A bar on the terminal; nothing where there is none.
pub(super) fn bar(all: u64, done: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::stderr());
    let style =
        ProgressStyle::with_template("{wide_bar} {human_pos} of {human_len} names, {per_sec}, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    // What an earlier start did does not count for the speed of this one.
    bar.set_position(done);
    bar.reset_eta();
    bar
}

/// The promises of a whole run in four lines.
pub(super) fn totals(totals: &Totals, out: &mut impl Write) -> std::io::Result<()> {
    for promise in Promise::ALL {
        let counts = totals.picture.city(promise);
        let words = match promise {
            Promise::MailIsYours => "Nobody can send mail as you",
            Promise::WebsiteIsSafe => "Your website is safe to visit",
            Promise::NothingDangerousOpen => "Nothing dangerous is open",
            Promise::NameIsYours => "Your name is yours",
        };
        writeln!(
            out,
            "  {words:<30} kept {}, partly {}, not kept {}, could not check {}",
            counts.kept, counts.partly, counts.not_kept, counts.could_not_check
        )?;
    }
    Ok(())
}
