//! One plain request.

use checkup::{PageSeen, Reached, Sight};
use probe::gate::MOST_READ;
use probe::scout::LONGEST_BODY;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncWriteExt;

use crate::hosts::{Host, answers, greets, request, says};

async fn after(reply: impl Into<Vec<u8>>) -> (Reached, Option<PageSeen>) {
    let host = Host::new().port(80, answers(reply)).await;
    let observation = host.page().await;
    assert_eq!(host.calls(), 1);
    match observation.sight {
        Sight::Page(page) => (observation.reached, Some(page)),
        Sight::Nothing => (observation.reached, None),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_page_is_asked_for_in_plain_words_and_read() {
    let heard = Arc::new(Mutex::new(String::new()));
    let keeps = heard.clone();
    let host = Host::new()
        .port(
            80,
            says(move |mut stream| {
                let keeps = keeps.clone();
                async move {
                    let asked = request(&mut stream).await;
                    *keeps.lock().unwrap() = asked;
                    let page = "<title>Our bakery</title>";
                    let reply = format!(
                        "HTTP/1.1 200 OK\r\nServer: nginx/1.18.0\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{page}",
                        page.len()
                    );
                    stream.write_all(reply.as_bytes()).await.unwrap();
                }
            }),
        )
        .await;
    let observation = host.page().await;
    assert_eq!(observation.reached, Reached::Whole);
    let Sight::Page(page) = observation.sight else { panic!("no page") };
    assert_eq!((page.status, page.title.as_deref()), (200, Some("Our bakery")));
    assert_eq!(page.fields["server"], "nginx/1.18.0");
    assert_eq!(
        *heard.lock().unwrap(),
        "GET / HTTP/1.1\r\nhost: bakery.example\r\nuser-agent: Watchhouse-Check/1 (+https://centre.example/who-looks)\r\naccept: text/html, */*;q=0.5\r\n\r\n"
    );
}

#[tokio::test]
async fn a_redirect_is_told_and_never_followed() {
    let circle = "HTTP/1.1 301 Moved\r\nLocation: http://bakery.example/\r\nContent-Length: 0\r\n\r\n";
    let (reached, page) = after(circle).await;
    assert_eq!(reached, Reached::Whole);
    assert_eq!(page.unwrap().location.as_deref(), Some("http://bakery.example/"));
}

#[tokio::test]
async fn what_is_no_reply_is_malformed() {
    let bomb = format!("HTTP/1.1 200 OK\r\nX: {}", "a".repeat(2 * 1024 * 1024));
    let many: String = (0..5_000).map(|n| format!("X-{n}: a\r\n")).collect();
    let wrong: [Vec<u8>; 11] = [
        b"hello".to_vec(),
        b"<h1>HTTP/0.9</h1>\r\n\r\n".to_vec(),
        b"HTTP/1.1 -200 OK\r\n\r\n".to_vec(),
        format!("HTTP/1.1 {} OK\r\n\r\n", "9".repeat(10_000)).into(),
        bomb.into(),
        format!("HTTP/1.1 200 OK\r\n{many}\r\n").into(),
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef".to_vec(),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n".to_vec(),
        "HTTP/1.1 100 Continue\r\n\r\n".repeat(100_000).into(),
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec(),
        vec![0; 5_000],
    ];
    for reply in wrong {
        let start = String::from_utf8_lossy(&reply[..reply.len().min(40)]).into_owned();
        let (reached, page) = after(reply).await;
        assert_eq!((reached, page), (Reached::Malformed, None), "{start}");
    }
}

#[tokio::test]
async fn a_line_that_breaks_is_unreachable_and_a_closed_port_refuses() {
    assert_eq!(after("").await, (Reached::Unreachable, None));
    assert_eq!(after("HTTP/1.1 200 OK\r\nX: a\r\n").await, (Reached::Unreachable, None));
    let nobody = Host::new().port(443, greets("")).await;
    assert_eq!(nobody.page().await.reached, Reached::Refused);
    assert_eq!(nobody.calls(), 0);
}

#[tokio::test]
async fn a_body_that_breaks_off_or_lies_is_cut_and_its_head_still_told() {
    let replies = [
        "HTTP/1.1 200 OK\r\nServer: a\r\nContent-Length: 500\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nServer: a\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nServer: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx",
    ];
    for reply in replies {
        let (reached, page) = after(reply).await;
        assert_eq!(reached, Reached::Cut, "{reply}");
        assert_eq!(page.unwrap().fields["server"], "a");
    }
}

#[tokio::test]
async fn a_page_is_read_up_to_its_limit_and_cut_one_byte_past_it() {
    let page =
        |length: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{}", "a".repeat(length));
    assert_eq!(after(page(LONGEST_BODY)).await.0, Reached::Whole);
    assert_eq!(after(page(LONGEST_BODY + 1)).await.0, Reached::Cut);
}

#[tokio::test]
async fn bodies_without_end_are_cut_and_little_of_them_is_read() {
    for head in ["", "Transfer-Encoding: chunked\r\n"] {
        let part = if head.is_empty() { "a".repeat(4_000) } else { "1\r\na\r\n".repeat(1_000) };
        let (told, written) = tokio::sync::oneshot::channel();
        let told = Arc::new(Mutex::new(Some(told)));
        let head = format!("HTTP/1.1 200 OK\r\n{head}\r\n");
        let host = Host::new()
            .port(
                80,
                says(move |mut stream| {
                    let (part, head, told) = (part.clone(), head.clone(), told.clone());
                    async move {
                        request(&mut stream).await;
                        stream.write_all(head.as_bytes()).await.unwrap();
                        let mut sum = 0;
                        while stream.write_all(part.as_bytes()).await.is_ok() {
                            sum += part.len();
                        }
                        let _ = told.lock().unwrap().take().unwrap().send(sum);
                    }
                }),
            )
            .await;
        assert_eq!(host.page().await.reached, Reached::Cut);
        // What the system takes into its own buffers on both ends is on top of what is read.
        let sum = written.await.unwrap();
        assert!(sum < MOST_READ + 8 * 1024 * 1024, "{sum} bytes were taken");
    }
}
