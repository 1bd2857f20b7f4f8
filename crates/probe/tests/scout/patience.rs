//! Hosts that keep us waiting: all at the same time, so that the test takes no longer than one of them.

use std::time::{Duration, Instant};

use checkup::{Approach, Reached, Sight};
use probe::scout::{APPROACH_DEADLINE, LONG_APPROACH_DEADLINE};
use tokio::io::AsyncWriteExt;

use crate::certificates::self_signed;
use crate::hosts::{Host, Says, address, name, request, says, silent};

/// One byte, again and again.
fn drips(head: &'static str, byte: &'static [u8], pause: Duration) -> Says {
    says(move |mut stream| async move {
        let _ = stream.write_all(head.as_bytes()).await;
        while stream.write_all(byte).await.is_ok() {
            tokio::time::sleep(pause).await;
        }
    })
}

/// This process's memory in use, in bytes.
fn memory() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_host_holds_us_longer_than_the_deadline_or_makes_us_grow() {
    let second = Duration::from_secs(1);
    let bakery = name("bakery.example");
    let page = Approach::Page { host: bakery.clone(), address: address() };
    let secure = Approach::SecurePage { host: bakery.clone(), address: address() };
    let mail = Approach::MailServer { host: bakery.clone(), address: address() };
    let old = Approach::OldTls { host: bakery.clone(), address: address() };
    let zone = Approach::ZoneTransfer { zone: bakery.clone(), server: bakery.clone(), address: address() };
    let files = Approach::ExposedFiles { host: bakery, address: address() };
    let after_shake = {
        let acceptor = self_signed(&["bakery.example"], false).acceptor(false);
        says(move |stream| {
            let acceptor = acceptor.clone();
            async move {
                let mut stream = acceptor.accept(stream).await.unwrap();
                request(&mut stream).await;
                tokio::time::sleep(Duration::from_secs(600)).await;
            }
        })
    };
    let half_closed = says(|mut stream| async move {
        let _ = stream.shutdown().await;
        tokio::time::sleep(Duration::from_secs(600)).await;
    });
    let cases: Vec<(u16, Says, Approach, Reached)> = vec![
        (80, silent(), page.clone(), Reached::TimedOut),
        (80, half_closed, page.clone(), Reached::Unreachable),
        (80, drips("HTTP/1.1 200 OK\r\n", b"X", second), page.clone(), Reached::TimedOut),
        (80, drips("HTTP/1.1 200 OK\r\nX: ", &[b'a'; 512], Duration::ZERO), page.clone(), Reached::Malformed),
        (80, drips("HTTP/1.1 200 OK\r\n\r\n", b"a", second), page, Reached::Cut),
        (443, silent(), secure.clone(), Reached::TimedOut),
        (443, drips("\x16\x03\x03\x40\0\x02", b"\0", second), secure.clone(), Reached::TimedOut),
        (443, after_shake, secure, Reached::Cut),
        (443, silent(), old, Reached::Whole),
        (443, silent(), files, Reached::TimedOut),
        (25, silent(), mail.clone(), Reached::TimedOut),
        (25, drips("220-", b"a", second), mail, Reached::TimedOut),
        (53, silent(), zone, Reached::TimedOut),
    ];
    let before = memory();
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for (port, says, approach, reached) in cases {
        tasks.spawn(async move {
            let host = Host::new().port(port, says).await;
            let observation = host.approach(approach).await;
            assert_eq!(observation.reached, reached, "{observation:?}");
            observation
        });
    }
    while let Some(done) = tasks.join_next().await {
        let observation = done.unwrap();
        if let Sight::OldTls { accepted, refused } = observation.sight {
            assert!(accepted.is_empty() && refused.is_empty(), "silence is neither yes nor no");
        }
    }
    assert!(
        began.elapsed() < LONG_APPROACH_DEADLINE.max(APPROACH_DEADLINE) + second,
        "{:?}",
        began.elapsed()
    );
    let grown = memory().saturating_sub(before);
    assert!(grown < 32 * 1024 * 1024, "grew by {grown} bytes");
}
