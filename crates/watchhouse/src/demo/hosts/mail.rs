//! Mail servers: as much of SMTP as another server says before it hands over a letter (RFC 5321, RFC 3207). No letter
//! is ever taken.

use std::net::IpAddr;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::server::Acceptor;
use web::stage::Part;

use super::House;

/// How a server greets, without the code.
pub const GREETING: &str = "mail server of the demonstration";
/// What it offers.
pub const OFFERS: [&str; 2] = ["SIZE 10000000", "STARTTLS"];
/// The most lines of one conversation, and the most bytes of all of them.
const MOST_LINES: usize = 50;
const MOST_BYTES: u64 = 16 * 1024;

/// Why a part of the conversation ends.
enum End {
    /// It is over.
    Over,
    /// Encryption begins.
    Encrypt,
}

/// Holds one conversation.
pub(super) async fn serve(stream: TcpStream, house: &House, address: IpAddr) -> std::io::Result<()> {
    let encrypts = house.stage.is_in_order(address, Part::MailEncryption);
    let relays = !house.stage.is_in_order(address, Part::OwnMailOnly);
    let mut line = BufReader::new(stream);
    line.write_all(format!("220 {GREETING}\r\n").as_bytes()).await?;
    let End::Encrypt = talk(&mut line, encrypts, relays).await? else { return Ok(()) };
    let hello = LazyConfigAcceptor::new(Acceptor::default(), line.into_inner()).await?;
    let name = hello.client_hello().server_name().map(str::to_ascii_lowercase);
    let name = name.unwrap_or_else(|| address.to_string());
    let Some(plan) = house.stage.certificate(&name, house.clock.now()) else { return Ok(()) };
    let config = house.authority.server(plan).map_err(std::io::Error::other)?;
    let mut line = BufReader::new(hello.into_stream(config).await?);
    talk(&mut line, false, relays).await?;
    Ok(())
}

async fn talk<S>(line: &mut BufReader<S>, encrypts: bool, relays: bool) -> std::io::Result<End>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut heard = String::new();
    for _ in 0..MOST_LINES {
        heard.clear();
        if (&mut *line).take(MOST_BYTES).read_line(&mut heard).await? == 0 {
            return Ok(End::Over);
        }
        let word = heard.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let said = match word.as_str() {
            "EHLO" => offers(encrypts),
            "HELO" | "MAIL" | "RSET" | "NOOP" => "250 well\r\n".to_owned(),
            "RCPT" if relays => "250 well\r\n".to_owned(),
            "RCPT" => "550 not here\r\n".to_owned(),
            "STARTTLS" if encrypts => "220 go on\r\n".to_owned(),
            "QUIT" => "221 goodbye\r\n".to_owned(),
            _ => "502 we do not do that here\r\n".to_owned(),
        };
        line.write_all(said.as_bytes()).await?;
        line.flush().await?;
        match word.as_str() {
            "STARTTLS" if encrypts => return Ok(End::Encrypt),
            "QUIT" => return Ok(End::Over),
            _ => {}
        }
    }
    Ok(End::Over)
}

/// The answer to a hello: each offer on a line, the last one marked.
fn offers(encrypts: bool) -> String {
    let offered: Vec<&str> = OFFERS.into_iter().filter(|offer| encrypts || *offer != "STARTTLS").collect();
    let (last, before) = offered.split_last().unwrap_or((&"", &[]));
    let before: String = before.iter().map(|offer| format!("250-{offer}\r\n")).collect();
    format!("250-well met\r\n{before}250 {last}\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn said(words: &str, encrypts: bool, relays: bool) -> String {
        let (caller, host) = tokio::io::duplex(1024 * 1024);
        let (mut hears, mut says) = tokio::io::split(caller);
        says.write_all(words.as_bytes()).await.expect("there is room");
        says.shutdown().await.expect("it is closed");
        let mut line = BufReader::new(host);
        talk(&mut line, encrypts, relays).await.expect("it is held");
        drop(line);
        let mut heard = String::new();
        hears.read_to_string(&mut heard).await.expect("words");
        heard
    }

    #[tokio::test]
    async fn a_server_offers_encryption_only_where_it_has_it_and_takes_no_letter() {
        assert_eq!(
            said("EHLO a\r\nQUIT\r\n", false, false).await,
            "250-well met\r\n250 SIZE 10000000\r\n221 goodbye\r\n"
        );
        let offered = said("EHLO a\r\nSTARTTLS\r\nQUIT\r\n", true, false).await;
        assert_eq!(offered, "250-well met\r\n250-SIZE 10000000\r\n250 STARTTLS\r\n220 go on\r\n");
        assert!(
            said("MAIL FROM:<a@b>\r\nRCPT TO:<a@b>\r\n", true, false).await.ends_with("550 not here\r\n")
        );
        assert!(said("MAIL FROM:<a@b>\r\nRCPT TO:<a@b>\r\n", true, true).await.ends_with("250 well\r\n"));
        assert!(said("DATA\r\n", true, true).await.starts_with("502"));
    }

    #[tokio::test]
    async fn a_conversation_has_so_many_lines() {
        let heard = said(&"NOOP\r\n".repeat(MOST_LINES + 1), true, false).await;
        assert_eq!(heard.matches("250 well").count(), MOST_LINES);
    }
}
