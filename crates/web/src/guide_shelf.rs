//! Help now as the centre has it in force: what was delivered, with the centre's own versions of playbooks over it.
//!
//! A page takes the guide once and works with that, so that a change in the middle of a request changes nothing in it.

use std::sync::{Arc, PoisonError, RwLock};

use centre::first_hour::Guide;
use centre::playbook::Playbook;
use centre::problem::Problems;
use store::{PlaybookVersion, Store, StoreError};

/// The guide that counts now, to be taken by any number of readers.
#[derive(Debug, Clone)]
pub struct GuideShelf {
    delivered: Arc<Guide>,
    in_force: Arc<RwLock<Arc<Guide>>>,
}

impl GuideShelf {
    /// A shelf with the guide as it was delivered.
    pub fn new(delivered: Arc<Guide>) -> Self {
        Self { in_force: Arc::new(RwLock::new(Arc::clone(&delivered))), delivered }
    }

    /// The guide that counts now.
    pub fn guide(&self) -> Arc<Guide> {
        Arc::clone(&self.in_force.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The problems. They come with the program and never change while it runs.
    pub fn problems(&self) -> &Problems {
        &self.delivered.problems
    }

    /// The version of a playbook that a case is pinned to, as long as it is kept; else the one that counts now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn pinned(
        &self,
        store: &Store,
        name: &str,
        modified: &str,
    ) -> Result<Option<Playbook>, StoreError> {
        let is_it = |playbook: &&Playbook| playbook.modified == modified;
        let now = self.guide().playbooks.get(name).cloned();
        if let Some(playbook) =
            now.as_ref().filter(is_it).or(self.delivered.playbooks.get(name).filter(is_it))
        {
            return Ok(Some(playbook.clone()));
        }
        let kept = store.playbook_versions(name).await?;
        Ok(kept.iter().filter_map(read).find(|playbook| playbook.modified == modified).or(now))
    }

    /// The guide as it was delivered.
    pub fn delivered(&self) -> &Arc<Guide> {
        &self.delivered
    }

    /// Reads the centre's own versions and lays them over what was delivered. A version that this release cannot read is
    /// left out, and the delivered one counts.
    ///
    /// # Errors
    /// When the store fails; then what counted goes on counting.
    pub async fn refresh(&self, store: &Store) -> Result<(), StoreError> {
        let kept = store.playbooks_in_force().await?;
        let own: Vec<Playbook> = kept.iter().filter_map(read).collect();
        let guide = match own.is_empty() {
            true => Arc::clone(&self.delivered),
            false => match self.delivered.with_playbooks(own) {
                Ok(guide) => Arc::new(guide),
                Err(faults) => {
                    tracing::error!(faults = faults.len(), "the centre's own playbooks do not fit together");
                    Arc::clone(&self.delivered)
                }
            },
        };
        *self.in_force.write().unwrap_or_else(PoisonError::into_inner) = guide;
        Ok(())
    }

    /// The playbook that counted when a version was the newest: the centre's own, or the delivered one.
    pub fn version(&self, name: &str, kept: Option<&PlaybookVersion>) -> Option<Playbook> {
        kept.and_then(read).or_else(|| self.delivered.playbooks.get(name).cloned())
    }
}

fn read(version: &PlaybookVersion) -> Option<Playbook> {
    let body = version.body.as_ref()?;
    match Playbook::read(&format!("playbooks/{}.json", version.name), body) {
        Ok(read) => Some(read.playbook),
        Err(_) => {
            tracing::error!(playbook = version.name, "a kept version of a playbook cannot be read");
            None
        }
    }
}
