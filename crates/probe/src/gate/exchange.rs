//! The telephone exchange of a world on this machine: one listener takes the calls for all its hosts.
//!
//! A listener sees who calls and not whom the caller dialled. So the gate tells the exchange before it connects from
//! which end of a line a call comes and for whom it is, and whoever takes the call asks there.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use tokio::net::{TcpSocket, TcpStream};

use super::stand_in::{StandInError, is_documentation};

/// Who can be called in a world on this machine, and for whom a call is.
pub trait Exchange: Send + Sync {
    /// Does somebody take calls at this port of this address?
    fn takes(&self, address: IpAddr, port: u16) -> bool;
    /// A call will come from this end of a line, for this port of this address.
    fn announce(&self, from: SocketAddr, address: IpAddr, port: u16);
    /// The announced call does not come after all.
    fn hang_up(&self, from: SocketAddr);
}

/// A world whose hosts are all behind one listener.
#[derive(Clone)]
pub(super) struct Switchboard {
    exchange: Arc<dyn Exchange>,
    listener: SocketAddr,
}

impl Switchboard {
    pub(super) fn new(listener: SocketAddr, exchange: Arc<dyn Exchange>) -> Result<Self, StandInError> {
        if !listener.ip().is_loopback() {
            return Err(StandInError::NotThisMachine(listener));
        }
        Ok(Self { exchange, listener })
    }

    /// Is the address of this world? All of its addresses belong to nobody.
    pub(super) fn covers(&self, address: IpAddr) -> bool {
        is_documentation(address)
    }

    /// The listener, if somebody takes calls at this address and port.
    pub(super) fn listener(&self, address: IpAddr, port: u16) -> Option<SocketAddr> {
        (self.covers(address) && self.exchange.takes(address, port)).then_some(self.listener)
    }

    /// Calls the listener, which is told first for whom the call is.
    pub(super) async fn connect(&self, address: IpAddr, port: u16) -> std::io::Result<TcpStream> {
        let socket = if self.listener.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        socket.bind(SocketAddr::new(self.listener.ip(), 0))?;
        let from = socket.local_addr()?;
        self.exchange.announce(from, address, port);
        socket.connect(self.listener).await.inspect_err(|_| self.exchange.hang_up(from))
    }
}
