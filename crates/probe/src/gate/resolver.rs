//! The way to the resolver that the operator named, by address and port. Nothing that a stranger
//! wrote ever becomes an address here, so the resolver may stand in the operator's own network.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::{TcpStream, UdpSocket};

/// A datagram socket that speaks to the operator's resolver and hears nobody else: the kernel drops
/// what comes from another address. The system draws the source port by chance.
///
/// # Errors
/// What the system says when it gives no socket or knows no way.
pub(crate) async fn datagrams_to_resolver(resolver: SocketAddr) -> io::Result<UdpSocket> {
    let any = match resolver {
        SocketAddr::V4(_) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        SocketAddr::V6(_) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    };
    let socket = UdpSocket::bind(SocketAddr::new(any, 0)).await?;
    socket.connect(resolver).await?;
    Ok(socket)
}

/// A stream to the operator's resolver, for answers that do not fit into a datagram.
///
/// # Errors
/// What the system says when the resolver does not take the call.
#[expect(clippy::disallowed_methods, reason = "this is the gate")]
pub(crate) async fn stream_to_resolver(resolver: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(resolver).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
