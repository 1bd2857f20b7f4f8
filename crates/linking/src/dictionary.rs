//! Text is met once and is a number from then on.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// The code of a value that is not there.
pub(crate) const MISSING: u32 = 0;

/// Distinct values, numbered from 1 in the order in which they were met; 0 is [`MISSING`].
#[derive(Debug, Clone)]
pub(crate) struct Dictionary {
    text: String,
    ends: Vec<usize>,
    slots: Vec<u32>,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self { text: String::new(), ends: vec![0], slots: vec![0; 64] }
    }
}

impl Dictionary {
    /// How many codes there are, [`MISSING`] among them.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The value behind a code; nothing for [`MISSING`] and for a code of another dictionary.
    pub(crate) fn value(&self, code: u32) -> &str {
        let at = code as usize;
        if at == 0 {
            return "";
        }
        match (self.ends.get(at - 1), self.ends.get(at)) {
            (Some(&from), Some(&to)) => self.text.get(from..to).unwrap_or_default(),
            _ => "",
        }
    }

    /// The code of a value that may be new. Nothing is [`MISSING`].
    pub(crate) fn intern(&mut self, value: &str) -> u32 {
        if value.is_empty() {
            return MISSING;
        }
        match self.slot(value) {
            Ok(code) => code,
            Err(slot) => self.insert(slot, value),
        }
    }

    /// The code of a value, if it was met.
    pub(crate) fn find(&self, value: &str) -> Option<u32> {
        if value.is_empty() { None } else { self.slot(value).ok() }
    }

    fn insert(&mut self, slot: usize, value: &str) -> u32 {
        let code = u32::try_from(self.ends.len()).unwrap_or(MISSING);
        if code == MISSING {
            return MISSING; // four thousand million values: what comes later counts as missing
        }
        self.text.push_str(value);
        self.ends.push(self.text.len());
        self.slots[slot] = code;
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        code
    }

    fn slot(&self, value: &str) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut at = hash(value) as usize & mask;
        loop {
            match self.slots[at] {
                0 => return Err(at),
                code if self.value(code) == value => return Ok(code),
                _ => at = (at + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let mut slots = vec![0; mask + 1];
        for code in 1..self.ends.len() as u32 {
            let mut at = hash(self.value(code)) as usize & mask;
            while slots[at] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = code;
        }
        self.slots = slots;
    }
}

fn hash(value: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(value.as_bytes());
    let h = hasher.finish();
    h ^ (h >> 29)
}
