//! What every reader is given: the message's budget, and eyes.

use crate::unpack::{Packing, Stop, Unpacked, unpack};
use crate::{Alarm, Budget, Contents, Eyes, Limit, Unread};

/// The budget of the message and its eyes.
pub(crate) struct Reading<'a> {
    pub(crate) budget: &'a mut Budget,
    pub(crate) eyes: &'a dyn Eyes,
}

impl Reading<'_> {
    /// Opens a file that was packed inside another. `false`: the budget has no room for more.
    pub(crate) fn inside(&mut self, outer: &mut Contents, name: &str, bytes: &[u8]) -> bool {
        let room = self.budget.file().and_then(|()| self.budget.down());
        if let Err(limit) = room {
            stop_at(outer, limit);
            return false;
        }
        let opened = crate::open::open_one(name, "", bytes, self);
        self.budget.up();
        outer.inside.push(opened);
        true
    }

    /// Unpacks a part of a file. Why it is not whole is noted.
    pub(crate) fn unpack(&mut self, outer: &mut Contents, packing: Packing, packed: &[u8]) -> Unpacked {
        let out = unpack(packing, packed, self.budget);
        match out.stop {
            Some(Stop::Limit(limit)) => stop_at(outer, limit),
            Some(Stop::Damaged) => outer.not_whole(Unread::Damaged),
            None => {}
        }
        out
    }

    /// So much of a file's markup as the budget still has.
    pub(crate) fn markup<'b>(&mut self, outer: &mut Contents, bytes: &'b [u8]) -> &'b [u8] {
        let most = usize::try_from(self.budget.markup).unwrap_or(usize::MAX).min(bytes.len());
        self.budget.markup -= most as u64;
        if most < bytes.len() {
            outer.not_whole(Unread::Budget);
        }
        &bytes[..most]
    }
}

/// Notes that a limit was met.
pub(crate) fn stop_at(outer: &mut Contents, limit: Limit) {
    outer.alarm(Alarm::Bomb { limit });
    outer.not_whole(Unread::Budget);
}
