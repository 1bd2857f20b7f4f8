//! The socket around [`Session`].

use std::collections::HashMap;
use std::future::Future;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::Letter;
use crate::limits::{ANSWER_WITHIN, MOST_CONNECTIONS, MOST_FROM_ONE, WHOLE_WITHIN};
use crate::session::{Answer, Kind, Session, Step};

/// Bytes that are read at one time.
const PIECE: usize = 16 * 1024;

/// A letter could not be kept now: the disk is full, or the database fails. The sender's server tries again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the letter could not be kept now")]
pub struct NotNow;

/// Where letters go. What it said "kept" to survives a power cut at that moment.
pub trait Desk: Send + Sync + 'static {
    /// Keeps one letter.
    fn keep(&self, letter: Letter) -> impl Future<Output = Result<(), NotNow>> + Send;
}

/// Takes letters at a socket.
#[derive(Debug)]
pub struct Listener<D> {
    kind: Kind,
    name: String,
    ours: Vec<String>,
    desk: D,
    places: Arc<Semaphore>,
    of_one: Mutex<HashMap<IpAddr, usize>>,
}

/// A place at the table, given back when the connection ends.
struct Place<D> {
    listener: Arc<Listener<D>>,
    peer: IpAddr,
    _permit: OwnedSemaphorePermit,
}

impl<D> Drop for Place<D> {
    fn drop(&mut self) {
        let mut of_one = self.listener.of_one.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = of_one.get_mut(&self.peer) {
            *count -= 1;
            if *count == 0 {
                of_one.remove(&self.peer);
            }
        }
    }
}

impl<D: Desk> Listener<D> {
    /// A listener that calls itself `name` and takes letters to the addresses `ours`.
    pub fn new(kind: Kind, name: &str, ours: &[String], desk: D) -> Arc<Self> {
        Arc::new(Self {
            kind,
            name: name.to_owned(),
            ours: ours.to_vec(),
            desk,
            places: Arc::new(Semaphore::new(MOST_CONNECTIONS)),
            of_one: Mutex::default(),
        })
    }

    /// Takes connections until `socket` fails or this future is dropped; conversations that are under way end by themselves.
    ///
    /// # Errors
    /// When the socket itself fails for good; a connection that fails ends alone.
    pub async fn serve(self: Arc<Self>, socket: TcpListener) -> std::io::Result<()> {
        loop {
            match socket.accept().await {
                Ok((stream, peer)) => {
                    tokio::spawn(Arc::clone(&self).greet(stream, peer.ip()));
                }
                // A connection that broke before it was taken, or too many open files: the next may be better.
                Err(error) if is_passing(&error) => {
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn greet(self: Arc<Self>, mut stream: TcpStream, peer: IpAddr) {
        match self.place(peer) {
            Some(_place) => {
                // Whatever ends it, the sender's server still has what was not answered with 250.
                let _ = timeout(WHOLE_WITHIN, self.talk(&mut stream)).await;
            }
            None => {
                let _ = timeout(
                    ANSWER_WITHIN,
                    stream.write_all(b"421 4.7.0 Too many at once. Please come again\r\n"),
                )
                .await;
            }
        }
    }

    fn place(self: &Arc<Self>, peer: IpAddr) -> Option<Place<D>> {
        let permit = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let mut of_one = self.of_one.lock().unwrap_or_else(PoisonError::into_inner);
        let count = of_one.entry(peer).or_default();
        if *count >= MOST_FROM_ONE {
            return None;
        }
        *count += 1;
        Some(Place { listener: Arc::clone(self), peer, _permit: permit })
    }

    async fn talk(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        let mut session = Session::new(self.kind, &self.name, &self.ours);
        stream.write_all(session.greeting().as_bytes()).await?;
        let mut read = vec![0; PIECE];
        loop {
            let count = timeout(ANSWER_WITHIN, stream.read(&mut read)).await??;
            if count == 0 {
                return Ok(());
            }
            if self.answer(&mut session, &read[..count], stream).await? {
                return Ok(());
            }
        }
    }

    /// Answers everything that stands in `piece`; true when the conversation is over. Answers to commands that came together
    /// go out together (RFC 2920).
    async fn answer(
        &self,
        session: &mut Session,
        mut piece: &[u8],
        stream: &mut TcpStream,
    ) -> std::io::Result<bool> {
        let mut out = String::new();
        let mut step = session.take(&mut piece);
        loop {
            step = match step {
                Step::Wait => break,
                Step::Say(lines) => {
                    out.push_str(&lines);
                    session.take(&mut piece)
                }
                Step::Hand(letter) => {
                    let answer =
                        if self.desk.keep(letter).await.is_ok() { Answer::Kept } else { Answer::NotNow };
                    session.handed(answer)
                }
                Step::End(lines) => {
                    out.push_str(&lines);
                    timeout(ANSWER_WITHIN, stream.write_all(out.as_bytes())).await??;
                    stream.shutdown().await?;
                    return Ok(true);
                }
            };
        }
        timeout(ANSWER_WITHIN, stream.write_all(out.as_bytes())).await??;
        Ok(false)
    }
}

fn is_passing(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted, WouldBlock};
    // 23 and 24: too many open files, in the machine or here.
    matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted | WouldBlock)
        || matches!(error.raw_os_error(), Some(23 | 24))
}
