//! One datagram socket to a resolver, and the table of questions that are in flight on it.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use terms::edge::{Chance, random};
use tokio::net::UdpSocket;
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use super::wire::{self, Expected, Heard};
use crate::gate::resolver;

/// Room for a datagram: more than we say we take, so that one that is too long is seen as such.
const BUFFER: usize = 4_096;

/// What a question in flight waits for.
struct Waiting {
    expected: Expected,
    sender: oneshot::Sender<Heard>,
    nonsense: bool,
}

/// One socket. Ids are drawn by chance and are unlike among the questions in flight.
pub(super) struct Line {
    socket: Arc<UdpSocket>,
    table: Arc<Mutex<HashMap<u16, Waiting>>>,
    listener: AbortHandle,
}

impl Line {
    /// Opens the socket and starts to listen.
    pub(super) async fn open(server: SocketAddr) -> io::Result<Self> {
        let socket = Arc::new(resolver::datagrams_to_resolver(server).await?);
        let table = Arc::new(Mutex::new(HashMap::new()));
        let listener = tokio::spawn(listen(socket.clone(), table.clone())).abort_handle();
        Ok(Self { socket, table, listener })
    }

    /// Puts a question on the line. The place in the table is given back when the ticket is dropped.
    pub(super) fn take_place(&self, chance: &dyn Chance, make: impl FnOnce(u16) -> Expected) -> Ticket<'_> {
        let (sender, receiver) = oneshot::channel();
        let mut id = u16::from_be_bytes(random(chance));
        let mut table = lock(&self.table);
        // The cap on questions in flight keeps nearly all ids free; one that is taken is followed by the next that is not.
        while table.contains_key(&id) {
            id = id.wrapping_add(1);
        }
        let expected = make(id);
        table.insert(id, Waiting { expected: expected.clone(), sender, nonsense: false });
        Ticket { line: self, expected, receiver }
    }

    pub(super) async fn send(&self, bytes: &[u8]) -> io::Result<()> {
        self.socket.send(bytes).await.map(|_| ())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

/// A place in the table.
pub(super) struct Ticket<'a> {
    line: &'a Line,
    pub(super) expected: Expected,
    receiver: oneshot::Receiver<Heard>,
}

impl Ticket<'_> {
    /// Waits for what comes. None when the line broke.
    pub(super) async fn heard(&mut self) -> Option<Heard> {
        (&mut self.receiver).await.ok()
    }

    /// Did something come that bore our id and made no sense?
    pub(super) fn heard_nonsense(&self) -> bool {
        lock(&self.line.table).get(&self.expected.id).is_some_and(|waiting| waiting.nonsense)
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        lock(&self.line.table).remove(&self.expected.id);
    }
}

fn lock(table: &Mutex<HashMap<u16, Waiting>>) -> MutexGuard<'_, HashMap<u16, Waiting>> {
    // Nothing in here panics half-way; a table that another thread left behind is whole.
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn listen(socket: Arc<UdpSocket>, table: Arc<Mutex<HashMap<u16, Waiting>>>) {
    let mut buffer = [0; BUFFER];
    loop {
        match socket.recv(&mut buffer).await {
            Ok(length) => hear(buffer.get(..length).unwrap_or_default(), &table),
            // "Connection refused" tells that nobody listens at the resolver's port. It does not tell
            // which question met the closed door, so all are told; each tries again.
            Err(_) => {
                lock(&table).clear();
                tokio::task::yield_now().await;
            }
        }
    }
}

/// Hands what came to whoever waits for it. What is not ours is dropped without a trace; nonsense
/// is remembered, and the true answer may still come.
fn hear(bytes: &[u8], table: &Mutex<HashMap<u16, Waiting>>) {
    let Some(id) = wire::id(bytes) else { return };
    let expected = match lock(table).get(&id) {
        Some(waiting) => waiting.expected.clone(),
        None => return,
    };
    let heard = wire::read(bytes, &expected);
    let mut table = lock(table);
    match heard {
        Heard::NotOurs => {}
        Heard::Nonsense => {
            if let Some(waiting) = table.get_mut(&id) {
                waiting.nonsense = true;
            }
        }
        Heard::Reply(_) | Heard::Truncated => {
            if let Some(waiting) = table.remove(&id) {
                // The asker may have given up meanwhile.
                waiting.sender.send(heard).ok();
            }
        }
    }
}
