//! What the tests of this room share: chance from a seed, and scratch folders.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};
use terms::edge::Chance;

/// Chance that gives the same bytes each time: hashes of a seed and a counter.
pub(crate) struct SeededChance {
    seed: u64,
    count: AtomicU64,
}

impl SeededChance {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, count: AtomicU64::new(0) }
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.count.fetch_add(1, Ordering::Relaxed);
            let block = Sha256::digest([self.seed.to_be_bytes(), count.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

/// An empty folder for one test.
pub(crate) fn scratch_folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("watchhouse-store-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
