//! Doors that should not stand open: each greets as the real thing does, and does nothing more.

use std::net::IpAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{House, web};
use crate::demo::stage::Door;

/// How much of the caller's first words is heard, in bytes.
const FIRST_WORDS: usize = 1_024;

/// Greets a caller.
pub(super) async fn serve(
    mut stream: TcpStream,
    house: &House,
    address: IpAddr,
    door: Door,
) -> std::io::Result<()> {
    let (waits, words): (bool, &[u8]) = match door {
        Door::Router => return web::serve(stream, house, address, door.port()).await,
        Door::Files => (false, b"220 File server of the demonstration\r\n"),
        Door::Telnet => (false, b"\r\nDemonstration switch\r\nUsername: "),
        Door::Folders => (true, b"\0\0\0\x44\xfeSMB\x40\0"),
        Door::Printer => (true, b"HTTP/1.0 200 OK\r\nServer: CUPS/2.4 IPP/2.1\r\n\r\n"),
        Door::Database => (false, b"\x4a\0\0\0\x0a8.0.36\0"),
        Door::Desktop => (true, b"\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x02\x1f\x08\0\x02\0\0\0"),
        Door::Screen => (false, b"RFB 003.008\n"),
        Door::Cache => (true, b"-NOAUTH Authentication required.\r\n"),
    };
    if waits && stream.read(&mut [0; FIRST_WORDS]).await? == 0 {
        return Ok(());
    }
    stream.write_all(words).await?;
    // Whoever called hangs up.
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await?;
    Ok(())
}
