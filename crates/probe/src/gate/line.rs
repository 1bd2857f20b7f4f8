//! A connection to a host, with a limit on what is read and written, and the dial that makes it.

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::hosts::{Gate, Refusal};
use super::pace::Turn;

/// The most that one approach reads, in bytes, all its connections together.
pub const MOST_READ: usize = 1024 * 1024;
/// The most that one approach writes, in bytes, all its connections together.
pub const MOST_WRITTEN: usize = 64 * 1024;

/// One approach to one address: it holds the turn, dials, and counts what goes over its lines.
pub(crate) struct Visit {
    gate: Gate,
    address: IpAddr,
    turn: Turn,
    counted: Arc<Counted>,
}

/// What went over the lines of a visit.
#[derive(Debug, Default)]
struct Counted {
    read: AtomicUsize,
    written: AtomicUsize,
}

/// Why there is no line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotDialled {
    /// The gate did not dial.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// It dialled, and nobody came to the telephone.
    #[error("the host did not take the call")]
    Io(#[from] io::Error),
}

impl Gate {
    /// Waits for a turn at an address. The address is judged before the wait and again at each dial.
    ///
    /// # Errors
    /// [`Refusal`] with the reason.
    pub(crate) async fn visit(&self, address: IpAddr) -> Result<Visit, Refusal> {
        self.check(address)?;
        let turn = self.places().turn(address).await?;
        Ok(Visit { gate: self.clone(), address, turn, counted: Arc::default() })
    }
}

impl Visit {
    /// Waits out the pause before the next dial, and counts it.
    ///
    /// # Errors
    /// [`Refusal`] where it would not be made.
    pub(crate) async fn wait(&self) -> Result<(), Refusal> {
        self.gate.check(self.address)?;
        self.turn.pause().await
    }

    /// Opens a connection to a port of the visit's address, after the pause.
    ///
    /// # Errors
    /// [`NotDialled`] with the reason.
    pub(crate) async fn dial(&self, port: u16) -> Result<Line, NotDialled> {
        self.wait().await?;
        self.dial_at_once(port).await
    }

    /// Opens a connection whose pause was waited out. The pause may be long enough for an opt-out or the stop switch,
    /// so the address is judged once more.
    ///
    /// # Errors
    /// [`NotDialled`] with the reason.
    pub(crate) async fn dial_at_once(&self, port: u16) -> Result<Line, NotDialled> {
        let Some(way) = self.gate.way(self.address, port)? else {
            return Err(io::Error::from(io::ErrorKind::ConnectionRefused).into());
        };
        #[expect(clippy::disallowed_methods, reason = "this is the gate")]
        let stream = match self.gate.switchboard() {
            Some(board) => board.connect(self.address, port).await?,
            None => TcpStream::connect(way).await?,
        };
        stream.set_nodelay(true)?;
        Ok(Line { stream, counted: self.counted.clone() })
    }

    /// Lets the address rest, as its host asked.
    pub(crate) fn rest(&self, time: std::time::Duration) {
        self.turn.rest(time);
    }
}

/// A connection of a visit. Past the visit's limits reading and writing end in an error.
#[derive(Debug)]
pub(crate) struct Line {
    stream: TcpStream,
    counted: Arc<Counted>,
}

fn too_much() -> io::Error {
    io::Error::new(io::ErrorKind::QuotaExceeded, "more than one approach reads or writes")
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = self.counted.read.load(Ordering::Relaxed);
        // Judged by the room that the reader offers, so that not one byte more than the limit is taken.
        if read + buf.remaining() > MOST_READ {
            return Poll::Ready(Err(too_much()));
        }
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buf);
        self.counted.read.fetch_add(buf.filled().len() - before, Ordering::Relaxed);
        polled
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.counted.written.load(Ordering::Relaxed) + bytes.len() > MOST_WRITTEN {
            return Poll::Ready(Err(too_much()));
        }
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        if let Poll::Ready(Ok(written)) = &polled {
            self.counted.written.fetch_add(*written, Ordering::Relaxed);
        }
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::{Pace, StandIn};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// A visit to a host that takes everything and sends without end.
    async fn visit() -> Visit {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (mut reads, mut writes) = stream.into_split();
                tokio::spawn(async move { while writes.write_all(&[7; 4096]).await.is_ok() {} });
                tokio::spawn(async move { tokio::io::copy(&mut reads, &mut tokio::io::sink()).await });
            }
        });
        let pace = Pace { between: std::time::Duration::ZERO, ..Pace::default() };
        let address = "192.0.2.1".parse().unwrap();
        let gate = Gate::to_stand_ins(pace, vec![StandIn::at(address, 80, at).unwrap()]);
        gate.visit(address).await.unwrap()
    }

    #[tokio::test]
    async fn a_visit_reads_as_much_as_it_may_and_not_one_byte_more() {
        let visit = visit().await;
        let (mut one, mut two) = (visit.dial(80).await.unwrap(), visit.dial(80).await.unwrap());
        one.read_exact(&mut vec![0; MOST_READ / 2]).await.unwrap();
        two.read_exact(&mut vec![0; MOST_READ / 2]).await.unwrap();
        for line in [&mut one, &mut two] {
            let error = line.read(&mut [0]).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::QuotaExceeded);
        }
    }

    /// An exchange that knows one host, and remembers who was called.
    #[derive(Default)]
    struct OneHost(std::sync::Mutex<Vec<(std::net::SocketAddr, IpAddr, u16)>>);

    impl crate::gate::Exchange for OneHost {
        fn takes(&self, address: IpAddr, port: u16) -> bool {
            address == IpAddr::from([192, 0, 2, 7]) && port == 80
        }
        fn announce(&self, from: std::net::SocketAddr, address: IpAddr, port: u16) {
            self.0.lock().unwrap().push((from, address, port));
        }
        fn hang_up(&self, from: std::net::SocketAddr) {
            self.0.lock().unwrap().retain(|(known, ..)| *known != from);
        }
    }

    #[tokio::test]
    async fn an_exchange_knows_for_whom_a_call_is_before_it_comes_and_only_this_machine_is_called() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let exchange = Arc::new(OneHost::default());
        let gate = Gate::to_exchange(Pace::default(), at, exchange.clone()).unwrap();
        let address: IpAddr = "192.0.2.7".parse().unwrap();
        let visit = gate.visit(address).await.unwrap();
        let _line = visit.dial(80).await.unwrap();
        let (_, caller) = listener.accept().await.unwrap();
        assert_eq!(*exchange.0.lock().unwrap(), [(caller, address, 80)]);
        let nobody = visit.dial_at_once(443).await.unwrap_err();
        assert!(matches!(nobody, NotDialled::Io(e) if e.kind() == io::ErrorKind::ConnectionRefused));
        for other in ["11.22.33.44", "127.0.0.1", "10.0.0.1", "2a00::1", "::ffff:192.0.2.7"] {
            assert_eq!(gate.check(other.parse().unwrap()), Err(Refusal::OtherWorld), "{other}");
        }
        let away = "192.168.0.1:80".parse().unwrap();
        assert!(Gate::to_exchange(Pace::default(), away, exchange.clone()).is_err());
        drop(listener);
        assert!(visit.dial(80).await.is_err());
        assert_eq!(exchange.0.lock().unwrap().len(), 1, "a call that does not come is forgotten");
    }

    #[tokio::test]
    async fn a_visit_writes_as_much_as_it_may_and_not_one_byte_more() {
        let mut line = visit().await.dial(80).await.unwrap();
        line.write_all(&[7; MOST_WRITTEN]).await.unwrap();
        let error = line.write_all(&[7]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::QuotaExceeded);
    }
}
