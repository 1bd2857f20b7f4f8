//! How a score came about, in words and figures.

use std::io::Write;

use linking::reports::{LinkExplained, Place, Report};
use linking::tables::Waterfall;

use super::intake::plain;

/// The most letters of a value that are shown.
const SHOWN: usize = 60;

/// One line: what it counts, and for what.
fn line(bits: f64, what: &str, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "  {:>8}  {}", format!("{bits:+.2}"), plain(what))
}

fn cut(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN - 1).chain(['…']).collect()
}

/// What a score without evidence says: one pair in so many.
fn prior(bits: f64, of_what: &str, out: &mut impl Write) -> std::io::Result<()> {
    let pairs = (-bits).exp2() + 1.0;
    line(
        bits,
        &format!("before anything is compared: of all pairs of {of_what} 1 in {pairs:.0} belongs together"),
        out,
    )
}

/// The sum under a line.
fn sum(score: f64, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "  --------")?;
    let chance = 100.0 * linking::chance(score);
    line(score, &format!("in all, in bits: by this model {chance:.2} in 100 such pairs belong together"), out)
}

/// The waterfall of two rows.
pub(super) fn waterfall(waterfall: &Waterfall, out: &mut impl Write) -> std::io::Result<()> {
    prior(waterfall.prior, "rows", out)?;
    for step in &waterfall.steps {
        let values = format!("`{}` and `{}`", cut(&step.left), cut(&step.right));
        line(step.weight, &format!("{}: {} ({values})", step.column, step.level), out)?;
    }
    sum(waterfall.score, out)
}

/// What became of a pair of rows.
pub(super) struct Verdict {
    pub(super) score: f64,
    pub(super) threshold: f64,
    /// Whether they are a link: high enough, and held against each other.
    pub(super) held_together: bool,
    pub(super) cluster: (usize, usize),
}

impl Verdict {
    pub(super) fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let (one, other) = self.cluster;
        let from = self.threshold;
        match (self.held_together, one == other) {
            (true, true) => writeln!(out, "We think they are one: two are linked from {from:.2} bits on."),
            (true, false) => writeln!(
                out,
                "They are linked (from {from:.2} bits on) and yet stand in clusters {one} and {other}: too little \
                 agrees among the other rows of both."
            ),
            (false, true) => writeln!(
                out,
                "We think they are one, but not for this pair alone: both stand in cluster {one} through other rows."
            ),
            (false, false) if self.score < from => writeln!(
                out,
                "We think they are two: {:.2} bits are missing to a link at {from:.2}.",
                from - self.score
            ),
            (false, false) => writeln!(
                out,
                "The score would do for a link (from {from:.2} bits on), but no rule brought the two together, or each \
                 has a better partner. Rules stand under [[candidates]] in the model file (--save-model)."
            ),
        }
    }
}

/// How the score of two reports came about. `reports` are the two, for the words of their narratives.
pub(super) fn link(
    why: &LinkExplained,
    reports: (&Report, &Report),
    out: &mut impl Write,
) -> std::io::Result<()> {
    prior(why.prior, "reports", out)?;
    for shared in &why.shared {
        let place = |report: &Report, place: Place| match place {
            Place::Field => "in a field".to_owned(),
            Place::Narrative(from, to) => {
                let written = report.narrative.get(from as usize..to as usize).unwrap_or_default();
                format!("in the words \"{}\"", cut(written))
            }
        };
        let (left, right) = (place(reports.0, shared.places.0), place(reports.1, shared.places.1));
        let counts =
            if shared.hub { "; it counts nothing: a hub, a placeholder or somebody else's" } else { "" };
        let what = format!(
            "{} {}: {left} and {right}; in {} reports{counts}",
            shared.kind.word(),
            cut(&shared.key),
            shared.reports
        );
        line(shared.weight, &what, out)?;
    }
    for (name, values, weight) in &why.circumstances {
        line(*weight, &format!("{name}: {}", cut(values)), out)?;
    }
    sum(why.score, out)
}
