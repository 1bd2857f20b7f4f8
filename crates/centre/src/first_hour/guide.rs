//! What Help now is made of, read from its files and checked together.

use crate::pack::{Fault, Faults};
use crate::playbook::{Playbook, Playbooks};
use crate::problem::{self, Problems};
use crate::reclaim::{self, Rulebook};
use crate::region::Region;

/// The problems, the playbooks and the rules of claiming back, checked against each other.
#[derive(Debug, Clone, Default)]
pub struct Guide {
    /// What goes wrong.
    pub problems: Problems,
    /// What to do.
    pub playbooks: Playbooks,
    /// Getting money back.
    pub reclaim: Rulebook,
}

impl Guide {
    /// Reads the guide from its files, given as (name, contents): `problems.toml`, `reclaim.toml` and
    /// `playbooks/NAME.json`.
    ///
    /// # Errors
    /// Every fault at once, by file and line; each says what to do.
    pub fn read(files: &[(String, String)]) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::new(files);
        let problems = problem::read(&mut faults);
        let playbooks = Playbooks::read(&mut faults);
        let reclaim = reclaim::read(&mut faults);
        for problem in problems.all() {
            if let Some(name) = problem.playbook.as_ref().filter(|name| playbooks.get(name).is_none()) {
                let message = format!(
                    "{} names the playbook {name:?}, which is not there; add playbooks/{name}.json or name another",
                    problem.id
                );
                faults.add(problem::FILE, 1, message);
            }
        }
        match faults.into_sorted() {
            faults if faults.is_empty() => Ok(Self { problems, playbooks, reclaim }),
            faults => Err(faults),
        }
    }

    /// The same guide with these playbooks in place of those of their names.
    ///
    /// # Errors
    /// When one has the id of another, or its ways on lead nowhere or round in a circle.
    pub fn with_playbooks(&self, own: Vec<Playbook>) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::new(&[]);
        let playbooks = self.playbooks.with(own, &mut faults);
        match faults.into_sorted() {
            faults if faults.is_empty() => Ok(Self { playbooks, ..self.clone() }),
            faults => Err(faults),
        }
    }

    /// Bodies that playbooks call and that this region's pack does not have: each with its playbooks. A card leaves
    /// them out, so that another city can start before its pack is complete.
    pub fn unknown_bodies(&self, region: &Region) -> Vec<(String, String)> {
        let mut unknown = Vec::new();
        for playbook in self.playbooks.all() {
            let calls = playbook.steps.values().filter_map(|step| step.call.as_ref());
            for call in calls.filter(|call| region.body(call).is_none()) {
                unknown.push((call.clone(), playbook.name.clone()));
            }
        }
        unknown.sort();
        unknown.dedup();
        unknown
    }
}
