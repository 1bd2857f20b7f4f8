//! A few datagram sockets for questions to thousands of servers.
//!
//! Each question takes a socket by chance and an id by chance. A socket is given up for a new one, at another
//! port that the system draws, after [`QUESTIONS_A_LINE`] questions: so a forger never has long to learn it.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use terms::edge::{Chance, random};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::dns::message::{Asked, Head, Message};
use crate::dns::numbers::flag;
use crate::dns::wire::is_same;
use crate::gate::name_servers::{Datagrams, NameServerRule};

/// Sockets of each family that are open at the same time for new questions.
const LINES: usize = 16;
/// How many questions a socket asks before another takes its place.
const QUESTIONS_A_LINE: u32 = 1_000;
/// Room for a datagram: more than we say we take, so that one that is too long is seen as such.
const BUFFER: usize = 4_096;

/// What came in answer to a question.
#[derive(Debug)]
pub(super) enum Came {
    /// A message that answers it.
    Whole(Box<Message>),
    /// It does not fit: come by stream.
    Truncated,
    /// It answers the question, but did not repeat the letters' case.
    Folded,
}

/// What a reply has to match.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) server: SocketAddr,
    pub(super) asked: Asked,
    /// The letters' case has to come back as it was sent.
    pub(super) exact_case: bool,
    /// Our half of the cookie. Whoever shows another is not who we asked (RFC 7873, 5.3).
    pub(super) cookie: Option<[u8; 8]>,
    /// The server has shown cookies before, so a datagram without one is not from it.
    pub(super) must_have_cookie: bool,
}

struct Waiting {
    wanted: Arc<Wanted>,
    sender: oneshot::Sender<Came>,
    nonsense: bool,
}

impl Waiting {
    /// Does it wait for this, and not for something else that was given the same id later?
    fn is_of(&self, wanted: &Arc<Wanted>) -> bool {
        Arc::ptr_eq(&self.wanted, wanted)
    }
}

type Table = Arc<Mutex<HashMap<u16, Waiting>>>;

/// Takes a question out of the table, if it is there still: an id that was answered is free, and may be somebody
/// else's before the asker gives its ticket back.
fn take(table: &mut HashMap<u16, Waiting>, id: u16, wanted: &Arc<Wanted>) -> Option<Waiting> {
    if table.get(&id)?.is_of(wanted) { table.remove(&id) } else { None }
}

struct Line {
    socket: Arc<Datagrams>,
    table: Table,
    asked: AtomicU32,
    listener: AbortHandle,
}

impl Line {
    fn open(like: IpAddr, rule: &NameServerRule) -> io::Result<Arc<Self>> {
        let socket = Arc::new(Datagrams::open(like, rule.clone())?);
        let table = Table::default();
        let listener = tokio::spawn(listen(socket.clone(), table.clone())).abort_handle();
        Ok(Arc::new(Self { socket, table, asked: AtomicU32::new(0), listener }))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

/// The sockets of both families.
pub(super) struct Lines {
    v4: Mutex<Vec<Arc<Line>>>,
    v6: Mutex<Vec<Arc<Line>>>,
    rule: NameServerRule,
}

impl Lines {
    pub(super) fn new(rule: NameServerRule) -> Self {
        Self { v4: Mutex::default(), v6: Mutex::default(), rule }
    }

    pub(super) fn rule(&self) -> &NameServerRule {
        &self.rule
    }

    /// A socket that can reach this address, drawn by chance.
    fn line(&self, like: IpAddr, chance: &dyn Chance) -> io::Result<Arc<Line>> {
        let lines = if like.is_ipv4() { &self.v4 } else { &self.v6 };
        let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
        let [drawn] = random(chance);
        let place = usize::from(drawn) % LINES;
        if place >= lines.len() {
            let line = Line::open(like, &self.rule)?;
            lines.push(line.clone());
            return Ok(line);
        }
        let Some(line) = lines.get_mut(place) else { return Err(io::ErrorKind::NotFound.into()) };
        if line.asked.fetch_add(1, Ordering::Relaxed) >= QUESTIONS_A_LINE {
            // Whoever still waits on the old one holds it open.
            *line = Line::open(like, &self.rule)?;
        }
        Ok(line.clone())
    }

    /// A place for a question on one of the sockets. It is given back when the ticket is dropped.
    ///
    /// # Errors
    /// What the system says when it gives no socket.
    pub(super) fn take_place(&self, wanted: Wanted, chance: &dyn Chance) -> io::Result<Ticket> {
        let line = self.line(wanted.server.ip(), chance)?;
        let (sender, receiver) = oneshot::channel();
        let mut table = lock(&line.table);
        // The cap on questions in flight keeps nearly all ids free; one that is taken is followed by the next that is not.
        let mut id = u16::from_be_bytes(random(chance));
        while table.contains_key(&id) {
            id = id.wrapping_add(1);
        }
        let wanted = Arc::new(wanted);
        table.insert(id, Waiting { wanted: wanted.clone(), sender, nonsense: false });
        drop(table);
        Ok(Ticket { line, wanted, id, receiver })
    }
}

/// A place in the table of a socket.
pub(super) struct Ticket {
    line: Arc<Line>,
    wanted: Arc<Wanted>,
    pub(super) id: u16,
    receiver: oneshot::Receiver<Came>,
}

impl Ticket {
    /// Sends the question.
    ///
    /// # Errors
    /// What the gate and the system say.
    pub(super) async fn send(&self, bytes: &[u8]) -> io::Result<()> {
        self.line.socket.send(bytes, self.wanted.server).await
    }

    /// Waits for what comes.
    pub(super) async fn came(&mut self) -> Option<Came> {
        (&mut self.receiver).await.ok()
    }

    /// Did something come that bore our id and made no sense?
    pub(super) fn heard_nonsense(&self) -> bool {
        let table = lock(&self.line.table);
        table.get(&self.id).is_some_and(|waiting| waiting.is_of(&self.wanted) && waiting.nonsense)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        take(&mut lock(&self.line.table), self.id, &self.wanted);
    }
}

fn lock(table: &Table) -> MutexGuard<'_, HashMap<u16, Waiting>> {
    // Nothing in here panics half-way; a table that another thread left behind is whole.
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes all that is there each time the socket wakes us.
async fn listen(socket: Arc<Datagrams>, table: Table) {
    let mut buffer = [0; BUFFER];
    loop {
        if socket.readable().await.is_err() {
            tokio::task::yield_now().await;
            continue;
        }
        while let Ok((length, from)) = socket.take(&mut buffer) {
            hear(buffer.get(..length).unwrap_or_default(), from, &table);
        }
    }
}

/// Hands what came to whoever waits for it. What is not ours is dropped without a trace; nonsense
/// is remembered, and the true answer may still come.
fn hear(bytes: &[u8], from: SocketAddr, table: &Table) {
    let Some(head) = Head::read(bytes).filter(Head::is_reply) else { return };
    let wanted = match lock(table).get(&head.id) {
        Some(waiting) if waiting.wanted.server == from => waiting.wanted.clone(),
        _ => return,
    };
    let came = read(bytes, &head, &wanted);
    let mut table = lock(table);
    match came {
        Some(Ok(came)) => {
            if let Some(waiting) = take(&mut table, head.id, &wanted) {
                // The asker may have given up meanwhile.
                waiting.sender.send(came).ok();
            }
        }
        Some(Err(Nonsense)) => {
            if let Some(waiting) = table.get_mut(&head.id).filter(|waiting| waiting.is_of(&wanted)) {
                waiting.nonsense = true;
            }
        }
        None => {}
    }
}

/// Bears our id and cannot be read.
#[derive(Debug)]
pub(super) struct Nonsense;

/// Reads a reply to what was asked. None where it is none.
pub(super) fn read(bytes: &[u8], head: &Head, wanted: &Wanted) -> Option<Result<Came, Nonsense>> {
    if !head.is_plain() {
        return Some(Err(Nonsense));
    }
    let Some(asked) = Asked::read(bytes) else { return Some(Err(Nonsense)) };
    if !is_same(&asked, &wanted.asked, false) {
        return None;
    }
    if wanted.exact_case && asked.name != wanted.asked.name {
        return Some(Ok(Came::Folded));
    }
    if head.has(flag::TRUNCATED) {
        return Some(Ok(Came::Truncated));
    }
    let Some(message) = Message::read(bytes) else { return Some(Err(Nonsense)) };
    let shown = message.edns.as_ref().and_then(|edns| edns.cookie.as_deref());
    match (shown, &wanted.cookie) {
        (Some(shown), Some(ours)) if !shown.starts_with(ours) => None,
        (None, _) if wanted.must_have_cookie => None,
        _ => Some(Ok(Came::Whole(Box::new(message)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Always the same place.
    struct Fixed;
    impl Chance for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    #[tokio::test]
    async fn a_ticket_that_is_given_back_late_takes_nobodys_place() {
        let server: SocketAddr = "127.0.0.1:53".parse().unwrap();
        let lines = Lines::new(NameServerRule::new(&[server], crate::gate::Wishes::default()));
        let ask = || {
            let asked = Asked { name: [0].into(), kind: 2 };
            let wanted = Wanted { server, asked, exact_case: false, cookie: None, must_have_cookie: false };
            lines.take_place(wanted, &Fixed).unwrap()
        };
        let reply = [0, 0, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1];
        let mut first = ask();
        hear(&reply, server, &first.line.table);
        let mut second = ask();
        assert_eq!((first.id, second.id), (0, 0), "the id is free again");
        assert!(matches!(first.came().await, Some(Came::Whole(_))));
        drop(first);
        hear(&reply, server, &second.line.table);
        assert!(matches!(second.came().await, Some(Came::Whole(_))));
    }

    #[tokio::test]
    async fn a_socket_is_given_up_after_so_many_questions() {
        let here: IpAddr = "127.0.0.1".parse().unwrap();
        let lines = Lines::new(NameServerRule::new(&[], crate::gate::Wishes::default()));
        let first = lines.line(here, &Fixed).unwrap();
        for _ in 0..QUESTIONS_A_LINE {
            assert!(Arc::ptr_eq(&first, &lines.line(here, &Fixed).unwrap()));
        }
        assert!(!Arc::ptr_eq(&first, &lines.line(here, &Fixed).unwrap()));
    }
}
