//! One datagram socket to a resolver, and the table of questions that are in flight on it.
//!
//! Questions about one name go out together and are waited for together: whoever waits is woken once, and not for
//! each answer.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use terms::edge::{Chance, random};
use tokio::net::UdpSocket;
use tokio::sync::{Notify, OwnedSemaphorePermit};
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::wire::{self, Expected, Heard};
use crate::gate::resolver;

/// Room for a datagram: more than we say we take, so that one that is too long is seen as such.
const BUFFER: usize = 4_096;

/// A question in flight.
struct Waiting {
    expected: Arc<Expected>,
    inbox: Arc<Inbox>,
    /// Its place in the inbox.
    place: usize,
    nonsense: bool,
    /// Its turn among all questions to the resolver, which ends with it.
    _turn: Option<OwnedSemaphorePermit>,
}

/// Where the answers to questions that were asked together come in.
struct Inbox {
    came: Mutex<Vec<Option<Came>>>,
    open: AtomicUsize,
    last: Notify,
}

impl Inbox {
    /// Takes what came at a place, and wakes whoever waits when it was the last.
    fn put(&self, place: usize, came: Came) {
        if let Some(at) = lock(&self.came).get_mut(place) {
            *at = Some(came);
        }
        if self.open.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.last.notify_one();
        }
    }
}

/// What came of one question.
#[derive(Debug)]
pub(super) enum Came {
    /// A reply, or that it does not fit, and when.
    Heard(Heard, Instant),
    /// The line broke.
    Broken,
    /// Something that bore our id and made no sense.
    Nonsense,
    /// Nothing.
    Nothing,
}

/// One socket. Ids are drawn by chance and are unlike among the questions in flight.
pub(super) struct Line {
    socket: Arc<UdpSocket>,
    table: Arc<Table>,
    listener: AbortHandle,
}

type Table = Mutex<HashMap<u16, Waiting>>;

impl Line {
    /// Opens the socket and starts to listen.
    pub(super) async fn open(server: SocketAddr) -> io::Result<Self> {
        let socket = Arc::new(resolver::datagrams_to_resolver(server).await?);
        let table = Arc::new(Table::default());
        let listener = tokio::spawn(listen(socket.clone(), table.clone())).abort_handle();
        Ok(Self { socket, table, listener })
    }

    /// Puts questions on the line and draws an id for each. `turns` are as many as the questions. Their places in the
    /// table are given back when the batch is dropped.
    pub(super) fn begin(
        &self,
        chance: &dyn Chance,
        mut turns: OwnedSemaphorePermit,
        questions: impl ExactSizeIterator<Item = Expected>,
    ) -> Batch<'_> {
        let count = questions.len();
        let came = Mutex::new((0..count).map(|_| None).collect());
        let inbox = Arc::new(Inbox { came, open: AtomicUsize::new(count), last: Notify::new() });
        let mut asked = Vec::with_capacity(count);
        let mut table = lock(&self.table);
        for (place, expected) in questions.enumerate() {
            let mut id = u16::from_be_bytes(random(chance));
            // The cap on questions in flight keeps nearly all ids free; one that is taken is followed by the next that is not.
            while table.contains_key(&id) {
                id = id.wrapping_add(1);
            }
            let expected = Arc::new(Expected { id, ..expected });
            asked.push(expected.clone());
            let (inbox, turn) = (inbox.clone(), turns.split(1));
            table.insert(id, Waiting { expected, inbox, place, nonsense: false, _turn: turn });
        }
        Batch { line: self, asked, inbox }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

/// Questions that are in flight together.
pub(super) struct Batch<'a> {
    line: &'a Line,
    /// The questions, each at its place.
    asked: Vec<Arc<Expected>>,
    inbox: Arc<Inbox>,
}

impl Batch<'_> {
    /// Sends the question at a place. Where the system will not, the line counts as broken for it.
    pub(super) async fn send(&self, place: usize, ignoring_seals: bool) {
        let Some(asked) = self.asked.get(place) else { return };
        let bytes = wire::encode(asked, ignoring_seals);
        if self.line.socket.send(&bytes).await.is_err() {
            let waiting = take(&mut lock(&self.line.table), asked);
            waiting.into_iter().for_each(|waiting| waiting.inbox.put(place, Came::Broken));
        }
    }

    /// Waits until something came of every question.
    pub(super) async fn all_came(&self) {
        if self.inbox.open.load(Ordering::Acquire) > 0 {
            self.inbox.last.notified().await;
        }
    }

    /// Each question with what came of it until now, by its place. What comes later is not heard.
    pub(super) fn ends(mut self) -> impl Iterator<Item = (Arc<Expected>, Came)> {
        let asked = std::mem::take(&mut self.asked);
        let left: Vec<Option<bool>> = {
            let mut table = lock(&self.line.table);
            asked.iter().map(|asked| Some(take(&mut table, asked)?.nonsense)).collect()
        };
        let came = std::mem::take(&mut *lock(&self.inbox.came));
        let end = |(came, left): (Option<Came>, Option<bool>)| match (came, left) {
            (Some(came), _) => came,
            (None, Some(true)) => Came::Nonsense,
            (None, _) => Came::Nothing,
        };
        asked.into_iter().zip(came.into_iter().zip(left).map(end))
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if !self.asked.is_empty() {
            let mut table = lock(&self.line.table);
            self.asked.iter().for_each(|asked| drop(take(&mut table, asked)));
        }
    }
}

/// Takes a question out of the table, if it is there still: its id may be somebody else's by now.
fn take(table: &mut HashMap<u16, Waiting>, asked: &Arc<Expected>) -> Option<Waiting> {
    let is_there = table.get(&asked.id).is_some_and(|waiting| Arc::ptr_eq(&waiting.expected, asked));
    if is_there { table.remove(&asked.id) } else { None }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing in here panics half-way; what another thread left behind is whole.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn listen(socket: Arc<UdpSocket>, table: Arc<Table>) {
    let mut buffer = [0; BUFFER];
    loop {
        match socket.recv(&mut buffer).await {
            Ok(length) => hear(buffer.get(..length).unwrap_or_default(), &table),
            // "Connection refused" tells that nobody listens at the resolver's port. It does not tell
            // which question met the closed door, so all are told; each tries again.
            Err(_) => {
                let broken = std::mem::take(&mut *lock(&table));
                broken.into_values().for_each(|waiting| waiting.inbox.put(waiting.place, Came::Broken));
                tokio::task::yield_now().await;
            }
        }
    }
}

/// Hands what came to whoever waits for it. What is not ours is dropped without a trace; nonsense
/// is remembered, and the true answer may still come.
fn hear(bytes: &[u8], table: &Table) {
    let Some(id) = wire::id(bytes) else { return };
    let Some(expected) = lock(table).get(&id).map(|waiting| waiting.expected.clone()) else { return };
    let heard = wire::read(bytes, &expected);
    let mut table = lock(table);
    match heard {
        Heard::NotOurs => {}
        Heard::Nonsense => {
            if let Some(waiting) = table.get_mut(&id).filter(|now| Arc::ptr_eq(&now.expected, &expected)) {
                waiting.nonsense = true;
            }
        }
        Heard::Reply(_) | Heard::Truncated => {
            let waiting = take(&mut table, &expected);
            drop(table);
            if let Some(waiting) = waiting {
                waiting.inbox.put(waiting.place, Came::Heard(heard, Instant::now()));
            }
        }
    }
}
