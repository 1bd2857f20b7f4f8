//! When the centre is asked to stop.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::trouble::Trouble;

/// Hears when the machine (SIGTERM) or a person (SIGINT) asks the program to stop. Made before
/// anything is opened, so that a word that comes early is kept.
pub struct Told {
    terminate: Signal,
    interrupt: Signal,
}

impl Told {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the system lets nobody listen.
    pub fn listen() -> Result<Self, Trouble> {
        let hear = |kind| {
            signal(kind).map_err(|error| {
                Trouble::new(
                    "the program cannot hear when it is to stop",
                    "Free some memory and start again.",
                )
                .because(error)
            })
        };
        Ok(Self { terminate: hear(SignalKind::terminate())?, interrupt: hear(SignalKind::interrupt())? })
    }

    /// Ends when the word comes.
    pub async fn come(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
