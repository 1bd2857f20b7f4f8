//! Web servers: HTTP/1.1 by hand, as much of it as a visitor that asks for pages needs (RFC 9112).

use std::net::IpAddr;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::server::Acceptor;
use web::stage::Part;

use super::House;
use crate::demo::stage::Answer;

/// The most of the head of a request that is read, in bytes.
const LONGEST_HEAD: u64 = 16 * 1024;
/// The most requests on one line.
const MOST_REQUESTS: usize = 100;
/// Where the best version stands in the first message of TLS, and how much of that message is looked at.
const VERSION_AT: usize = 9;
const FIRST_BYTES: usize = 11;
/// The last version that was given up: TLS 1.1, as it stands in messages.
const LAST_OLD: [u8; 2] = [3, 2];
/// What a host says that speaks no TLS where it should.
const NO_TLS: &[u8] = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// A request, as far as it counts.
struct Request {
    path: String,
    host: String,
}

/// Answers in clear.
pub(super) async fn serve(
    stream: TcpStream,
    house: &House,
    address: IpAddr,
    port: u16,
) -> std::io::Result<()> {
    answer_all(stream, |request| match request.host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(_) => house.stage.answer_at(address, port),
        Err(_) => house.stage.answer(&request.host, false, &request.path),
    })
    .await
}

/// Answers over TLS, with the certificate of the host that is asked for.
pub(super) async fn serve_secure(
    mut stream: TcpStream,
    house: &House,
    address: IpAddr,
) -> std::io::Result<()> {
    if let Some(version) = old_hello(&stream).await?
        && !house.stage.is_in_order(address, Part::NewEncryptionOnly)
    {
        return stream.write_all(&old_answer(version)).await;
    }
    let hello = LazyConfigAcceptor::new(Acceptor::default(), &mut stream).await?;
    let name = hello.client_hello().server_name().map(str::to_ascii_lowercase);
    let by_address = name.is_none();
    let name = name.unwrap_or_else(|| address.to_string());
    let Some(plan) = house.stage.certificate(&name, house.clock.now()) else {
        drop(hello);
        return stream.write_all(NO_TLS).await;
    };
    let config = house.authority.server(plan).map_err(std::io::Error::other)?;
    let line = hello.into_stream(config).await?;
    answer_all(line, |request| {
        if by_address {
            house.stage.answer_at(address, 443)
        } else {
            house.stage.answer(&name, true, &request.path)
        }
    })
    .await
}

/// Requests and answers, until the visitor hangs up.
async fn answer_all<S>(line: S, answer: impl Fn(&Request) -> Answer) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut line = BufReader::new(line);
    for _ in 0..MOST_REQUESTS {
        let Some(request) = read(&mut line).await? else { return Ok(()) };
        let answer = answer(&request);
        let mut head =
            format!("HTTP/1.1 {}\r\nContent-Length: {}\r\n", status(answer.status), answer.body.len());
        for (name, value) in &answer.fields {
            head += &format!("{name}: {value}\r\n");
        }
        line.write_all(&[head.as_bytes(), b"\r\n", &answer.body].concat()).await?;
        line.flush().await?;
    }
    Ok(())
}

/// The next request; none where the visitor has hung up, or says something else.
async fn read(line: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<Option<Request>> {
    let mut head = line.take(LONGEST_HEAD);
    let mut first = String::new();
    head.read_line(&mut first).await?;
    let path = first.strip_prefix("GET ").and_then(|rest| rest.split(' ').next()).map(str::to_owned);
    let mut host = String::new();
    loop {
        let mut field = String::new();
        head.read_line(&mut field).await?;
        if !field.ends_with('\n') {
            return Ok(None);
        }
        if field.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = field.split_once(':')
            && name.eq_ignore_ascii_case("host")
        {
            host = value.trim().to_ascii_lowercase();
        }
    }
    Ok(path.map(|path| Request { path, host }))
}

fn status(status: u16) -> String {
    let words = match status {
        200 => "OK",
        301 => "Moved Permanently",
        _ => "Not Found",
    };
    format!("{status} {words}")
}

/// The version of a hello in a version that was given up long ago; none for one of today.
async fn old_hello(stream: &TcpStream) -> std::io::Result<Option<[u8; 2]>> {
    let mut first = [0; FIRST_BYTES];
    // The visitor's first message comes in one piece.
    let read = stream.peek(&mut first).await?;
    let version = first.get(VERSION_AT..read).and_then(|version| <[u8; 2]>::try_from(version).ok());
    Ok(version.filter(|version| first[0] == 22 && *version <= LAST_OLD))
}

/// The hello of a server that agrees to an old version (RFC 4346, 7.4.1.3), and no more.
fn old_answer(version: [u8; 2]) -> Vec<u8> {
    const RANDOM_SESSION_SUITE_COMPRESSION: [u8; 36] = {
        let mut rest = [0; 36];
        rest[33] = 0;
        rest[34] = 0x2f;
        rest
    };
    let mut message = vec![2, 0, 0, 38];
    message.extend(version);
    message.extend(RANDOM_SESSION_SUITE_COMPRESSION);
    [[22, version[0], version[1], 0, 42].as_slice(), &message].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read_all(said: &[u8]) -> Option<(String, String)> {
        let request = read(&mut BufReader::new(said)).await.expect("bytes are read");
        request.map(|request| (request.path, request.host))
    }

    #[tokio::test]
    async fn a_request_is_read_up_to_a_limit_and_nothing_else_is_one() {
        let asked = b"GET /shop HTTP/1.1\r\nHost: WWW.Bakery.test\r\nAccept: */*\r\n\r\n";
        assert_eq!(read_all(asked).await, Some(("/shop".to_owned(), "www.bakery.test".to_owned())));
        for nonsense in
            [b"".as_slice(), b"\0\x01", b"GET / HTTP/1.1\r\nHost: bakery.test", b"POST / HTTP/1.1\r\n\r\n"]
        {
            assert_eq!(read_all(nonsense).await, None, "{nonsense:?}");
        }
        let long = |length: usize| {
            let (head, end) = ("GET / HTTP/1.1\r\nHost: bakery.test\r\nX: ", "\r\n\r\n");
            format!("{head}{}{end}", "a".repeat(length - head.len() - end.len()))
        };
        let longest = usize::try_from(LONGEST_HEAD).expect("it is short");
        assert!(read_all(long(longest).as_bytes()).await.is_some());
        assert!(read_all(long(longest + 1).as_bytes()).await.is_none());
    }

    #[tokio::test]
    async fn one_line_takes_so_many_requests_and_then_it_is_closed() {
        let (visitor, host) = tokio::io::duplex(1024 * 1024);
        let (mut hears, mut says) = tokio::io::split(visitor);
        let asked = "GET / HTTP/1.1\r\nHost: bakery.test\r\n\r\n".repeat(MOST_REQUESTS + 1);
        says.write_all(asked.as_bytes()).await.expect("there is room");
        let answer = |_: &Request| Answer { status: 200, fields: Vec::new(), body: b"hello".to_vec() };
        answer_all(host, answer).await.expect("all are answered");
        let mut heard = String::new();
        hears.read_to_string(&mut heard).await.expect("answers");
        assert_eq!(heard.matches("HTTP/1.1 200 OK").count(), MOST_REQUESTS);
    }

    #[test]
    fn an_old_hello_is_answered_in_its_own_version() {
        let answer = old_answer([3, 1]);
        assert_eq!(
            (answer.len(), &answer[..3], &answer[9..11]),
            (47, [22, 3, 1].as_slice(), [3, 1].as_slice())
        );
        assert_eq!(usize::from(answer[4]), answer.len() - 5);
        assert_eq!(usize::from(answer[8]), answer.len() - 9);
    }
}
