//! Many names at once, on several threads.

use std::num::NonZeroUsize;

use terms::DomainName;

use crate::index::{Hit, Index};

impl Index {
    /// What [`Index::hits`] gives for each name, in the order of the names, on at most `threads` threads. The same on any
    /// number of them.
    pub fn hits_of_all(&self, names: &[DomainName], threads: NonZeroUsize) -> Vec<Vec<Hit<'_>>> {
        let one_after_another =
            |part: &[DomainName]| part.iter().map(|name| self.hits(name)).collect::<Vec<_>>();
        let share = names.len().div_ceil(threads.get()).max(LEAST_SHARE);
        if names.len() <= share {
            return one_after_another(names);
        }
        std::thread::scope(|scope| {
            let parts: Vec<_> = names
                .chunks(share)
                .map(|part| (part, scope.spawn(move || one_after_another(part))))
                .collect();
            // A thread that could not end well is made up for here, so that no name is passed over.
            let ended = parts
                .into_iter()
                .map(|(part, thread)| thread.join().unwrap_or_else(|_| one_after_another(part)));
            ended.flatten().collect()
        })
    }
}

/// Fewer names than these are not worth a thread of their own.
const LEAST_SHARE: usize = 256;
