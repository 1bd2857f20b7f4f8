//! All playbooks of a centre.

use std::collections::BTreeSet;

use super::{Playbook, StepKind};
use crate::pack::Faults;

/// The folder of a pack in which playbooks lie.
pub(crate) const FOLDER: &str = "playbooks/";
/// The most playbooks on one shelf.
pub const MOST_PLAYBOOKS: usize = 200;

/// The playbooks, by name.
#[derive(Debug, Clone, Default)]
pub struct Playbooks(Vec<Playbook>);

impl Playbooks {
    /// Every playbook, by name.
    pub fn all(&self) -> &[Playbook] {
        &self.0
    }

    /// The playbook with this name.
    pub fn get(&self, name: &str) -> Option<&Playbook> {
        self.0.iter().find(|playbook| playbook.name == name)
    }

    /// The playbook with this id of CACAO.
    pub fn by_id(&self, id: &str) -> Option<&Playbook> {
        self.0.iter().find(|playbook| playbook.id == id)
    }

    /// The same shelf with these in place of those of their names.
    pub(crate) fn with(&self, own: Vec<Playbook>, faults: &mut Faults<'_>) -> Self {
        let mut shelf = self.clone();
        for playbook in own {
            let file = format!("{FOLDER}{}.json", playbook.name);
            match shelf.0.iter_mut().find(|known| known.name == playbook.name) {
                Some(known) if known.id == playbook.id => *known = playbook,
                Some(known) => faults.add(&file, 1, format!("its id must stay {}", known.id)),
                None => faults.add(&file, 1, "there is no playbook of this name to be changed"),
            }
        }
        shelf.check_ways(faults);
        shelf
    }

    /// Reads every `playbooks/NAME.json` of a pack.
    pub(crate) fn read(faults: &mut Faults<'_>) -> Self {
        let mut shelf: Vec<Playbook> = Vec::new();
        let files = faults.files_in(FOLDER);
        if files.len() > MOST_PLAYBOOKS {
            faults.add(
                FOLDER,
                1,
                format!("there are {} playbooks; {MOST_PLAYBOOKS} are the most", files.len()),
            );
        }
        for (file, text) in files.into_iter().take(MOST_PLAYBOOKS) {
            match Playbook::read(file, text) {
                Ok(read) => {
                    if let Some(other) = shelf.iter().find(|other| other.id == read.playbook.id) {
                        faults.add(
                            file,
                            1,
                            format!("{}.json has the same id; give each playbook its own", other.name),
                        );
                    }
                    shelf.push(read.playbook);
                }
                Err(found) => faults.extend(found),
            }
        }
        shelf.sort_by(|a, b| a.name.cmp(&b.name));
        let shelf = Self(shelf);
        shelf.check_ways(faults);
        shelf
    }

    /// Playbooks that send on to others send to ones that are there, and never round in a circle.
    fn check_ways(&self, faults: &mut Faults<'_>) {
        for playbook in &self.0 {
            let file = format!("{FOLDER}{}.json", playbook.name);
            for other in others_of(playbook).filter(|other| self.by_id(other).is_none()) {
                faults.add(
                    &file,
                    1,
                    format!(
                        "it sends on to {other}, which is not here; add that playbook or take the step away"
                    ),
                );
            }
            let mut reached = BTreeSet::new();
            let mut open: Vec<&str> = others_of(playbook).collect();
            while let Some(id) = open.pop() {
                if reached.insert(id) {
                    open.extend(self.by_id(id).into_iter().flat_map(others_of));
                }
            }
            if reached.contains(playbook.id.as_str()) {
                faults.add(
                    &file,
                    1,
                    "it sends on until it comes back to itself; take one of these steps away",
                );
            }
        }
    }
}

fn others_of(playbook: &Playbook) -> impl Iterator<Item = &str> {
    playbook.steps.values().filter_map(|step| match &step.kind {
        StepKind::OtherPlaybook { playbook, .. } => Some(playbook.as_str()),
        _ => None,
    })
}
