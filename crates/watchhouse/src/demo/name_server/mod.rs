//! The demonstration's own name server: it stands where a centre's validating resolver stands,
//! on loopback, over UDP and TCP, and answers from [`Names`].
//!
//! It is the reason why the program knows a DNS codec at all, and the codec is all that it
//! takes from it: there is no client and no resolver in here.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::zones::Names;

mod wire;

pub(super) use wire::wire_record;
pub use wire::{Transport, answer};

/// The largest answer over UDP, whatever the asker says it can take (DNS flag day 2020).
pub const LARGEST_UDP_ANSWER: usize = 1_232;
/// The largest answer to an asker that says nothing (RFC 1035, section 4.2.1).
pub const LARGEST_PLAIN_ANSWER: usize = 512;
/// Conversations over TCP at one moment; others wait in the socket's queue.
const MOST_CONVERSATIONS: usize = 256;
/// How long a conversation may stay without a question.
const LONGEST_SILENCE: Duration = Duration::from_secs(5);
/// How often a port is looked for that is free for UDP and TCP alike.
const TRIES_FOR_A_PORT: usize = 16;

/// A running name server. It stops when it is dropped.
pub struct NameServer {
    address: SocketAddr,
    _tasks: JoinSet<()>,
}

impl NameServer {
    /// Starts to answer at `at`; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address is taken or not of this machine.
    pub async fn start(names: Arc<Names>, at: SocketAddr) -> std::io::Result<Self> {
        let (udp, tcp) = sockets(at).await?;
        let address = udp.local_addr()?;
        let mut tasks = JoinSet::new();
        tasks.spawn(packets(udp, Arc::clone(&names)));
        tasks.spawn(conversations(tcp, names));
        Ok(Self { address, _tasks: tasks })
    }

    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// One port for both transports.
async fn sockets(at: SocketAddr) -> std::io::Result<(UdpSocket, TcpListener)> {
    let mut tries = 0;
    loop {
        let udp = UdpSocket::bind(at).await?;
        tries += 1;
        match TcpListener::bind(udp.local_addr()?).await {
            Ok(tcp) => return Ok((udp, tcp)),
            Err(error) if at.port() != 0 || tries == TRIES_FOR_A_PORT => return Err(error),
            Err(_) => {}
        }
    }
}

async fn packets(socket: UdpSocket, names: Arc<Names>) {
    let mut buffer = vec![0; usize::from(u16::MAX)];
    loop {
        // An error belongs to one packet (its asker has gone away); the socket stays.
        let Ok((length, asker)) = socket.recv_from(&mut buffer).await else { continue };
        if let Some(reply) = answer(&names, &buffer[..length], Transport::Udp) {
            let _gone = socket.send_to(&reply, asker).await;
        }
    }
}

async fn conversations(listener: TcpListener, names: Arc<Names>) {
    let places = Arc::new(Semaphore::new(MOST_CONVERSATIONS));
    let mut open = JoinSet::new();
    loop {
        while open.try_join_next().is_some() {}
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else { continue };
        let names = Arc::clone(&names);
        open.spawn(async move {
            let _ended = conversation(stream, &names).await;
            drop(place);
        });
    }
}

/// Questions and answers, each behind its length (RFC 1035, section 4.2.2), until one falls silent.
async fn conversation(mut stream: TcpStream, names: &Names) -> std::io::Result<()> {
    loop {
        let length = tokio::time::timeout(LONGEST_SILENCE, stream.read_u16()).await??;
        let mut question = vec![0; usize::from(length)];
        tokio::time::timeout(LONGEST_SILENCE, stream.read_exact(&mut question)).await??;
        let Some(reply) = answer(names, &question, Transport::Tcp) else {
            // A server that does not answer keeps the line open and says nothing.
            tokio::time::sleep(LONGEST_SILENCE).await;
            return Ok(());
        };
        let mut framed = u16::try_from(reply.len()).unwrap_or(u16::MAX).to_be_bytes().to_vec();
        framed.extend(&reply);
        stream.write_all(&framed).await?;
    }
}
