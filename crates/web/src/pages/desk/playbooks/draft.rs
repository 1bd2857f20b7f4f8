//! A changed playbook before it counts: read, checked against the others, and ready to be looked at.

use std::sync::Arc;

use centre::first_hour::{Card, Guide};
use centre::playbook::{Answers, Playbook};
use jiff::{Timestamp, ToSpan as _};

use crate::app::App;
use crate::face::content::Content;
use crate::pages::help::card_preview;

/// A changed playbook that fits.
pub(super) struct Draft {
    /// It, with the version that it would have now.
    pub(super) playbook: Playbook,
    /// What of the text was left out or is kept as text only, and what else should be looked at.
    pub(super) notes: Vec<String>,
    guide: Arc<Guide>,
}

impl Draft {
    /// Reads a text in place of the playbook of this name.
    ///
    /// # Errors
    /// Every fault, each with where it is and what to do.
    pub(super) fn read(app: &App, name: &str, text: &str, now: Timestamp) -> Result<Self, Vec<String>> {
        let file = format!("playbooks/{name}.json");
        let read = Playbook::read(&file, text).map_err(|faults| {
            faults.iter().map(|fault| format!("Line {}: {}", fault.line, fault.message)).collect::<Vec<_>>()
        })?;
        let before = app.guide.guide().playbooks.get(name).map(|playbook| playbook.modified.clone());
        let playbook = Playbook { modified: version_after(before.as_deref(), now), ..read.playbook };
        let guide = app
            .guide
            .guide()
            .with_playbooks(vec![playbook.clone()])
            .map_err(|faults| faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>())?;
        let mut notes = read.notes;
        for (body, of) in guide.unknown_bodies(&app.region) {
            if of == name {
                notes.push(format!(
                    "It calls {body:?}, which this region does not have; the card leaves that call out"
                ));
            }
        }
        Ok(Self { playbook, notes, guide: Arc::new(guide) })
    }

    /// The first-hour cards as reporters would see them, of each problem that leads here: its title and the card.
    pub(super) fn cards(&self, app: &App) -> Vec<(String, Content)> {
        let leads_here =
            |problem: &&centre::problem::Problem| problem.playbook.as_deref() == Some(&*self.playbook.name);
        let problems = self.guide.problems.all().iter().filter(leads_here);
        problems
            .map(|problem| {
                let card = Card::of(&self.guide, problem, Answers::default());
                (problem.title.clone(), card_preview(app, &card))
            })
            .collect()
    }
}

/// The version of a moment, and always later than the one before: a clock that was set back makes no older version.
fn version_after(before: Option<&str>, now: Timestamp) -> String {
    let before = before.and_then(|before| before.parse::<Timestamp>().ok());
    let least = before.and_then(|before| before.checked_add(1.millisecond()).ok());
    version_of(least.map_or(now, |least| least.max(now)))
}

/// The version of a moment, as CACAO writes it.
pub(super) fn version_of(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
