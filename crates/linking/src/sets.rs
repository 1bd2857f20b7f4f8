//! Sets that grow together, each known by its least member.

/// Disjoint sets of numbers from 0 on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sets {
    above: Vec<u32>,
}

impl Sets {
    pub(crate) fn of(count: usize) -> Self {
        Self { above: (0..count as u32).collect() }
    }

    /// The least member of the set of `item`.
    pub(crate) fn find(&mut self, item: u32) -> u32 {
        let mut at = item;
        while self.above[at as usize] != at {
            let next = self.above[self.above[at as usize] as usize];
            self.above[at as usize] = next;
            at = next;
        }
        at
    }

    /// As [`Sets::find`], without shortening the way.
    pub(crate) fn find_at(&self, item: u32) -> u32 {
        let mut at = item;
        while self.above[at as usize] != at {
            at = self.above[at as usize];
        }
        at
    }

    pub(crate) fn join(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        self.above[a.max(b) as usize] = a.min(b);
        a != b
    }
}
