//! Replays files with raw replies against every kind of approach, and tells how each ended, how long it took, how much
//! was taken from the listener and how far this process grew. For measuring hostile collections.
//!
//! `cargo run -p probe --example replay -- FOLDER…`: the files of each folder, by the port that its name says (`tls`: 443
//! and 25, `http`: 80, everything else: 25).

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for measuring stops where it cannot go on"
)]

mod scouting;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use checkup::{Approach, RecordName};
use probe::Gate;
use probe::gate::StandIn;
use scouting::{quick, scout};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn memory() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

/// A listener that hears a little, says the whole file, and counts what was taken.
async fn listen(bytes: Vec<u8>, first: bool, taken: Arc<AtomicUsize>) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            if !first {
                let _ = stream.read(&mut [0; 4096]).await;
            }
            for part in bytes.chunks(1024) {
                if stream.write_all(part).await.is_err() {
                    break;
                }
                taken.fetch_add(part.len(), Ordering::SeqCst);
            }
            let _ = stream.shutdown().await;
        }
    });
    at
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let address: IpAddr = "192.0.2.10".parse().unwrap();
    let host = RecordName::parse("bakery.example").unwrap();
    let (mut most, mut slowest, mut number) = (0, 0, 0);
    let before = memory();
    for folder in std::env::args().skip(1).map(PathBuf::from) {
        let mut files: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|file| file.extension().is_some_and(|kind| kind == "raw")) {
            let bytes = std::fs::read(file).unwrap();
            let approaches = match folder.file_name().and_then(|name| name.to_str()) {
                Some("http") => vec![(80, Approach::Page { host: host.clone(), address })],
                Some("tls") => vec![
                    (443, Approach::SecurePage { host: host.clone(), address }),
                    (443, Approach::OldTls { host: host.clone(), address }),
                    (25, Approach::MailServer { host: host.clone(), address }),
                ],
                _ => vec![(25, Approach::MailServer { host: host.clone(), address })],
            };
            for (port, approach) in approaches {
                let taken = Arc::new(AtomicUsize::new(0));
                let listener = listen(bytes.clone(), port == 25, taken.clone()).await;
                let stand_in = StandIn::at(address, port, listener).unwrap();
                let scout = scout(Gate::to_stand_ins(quick(), vec![stand_in]));
                let seen = scout.approach(&approach).await;
                let taken = taken.load(Ordering::SeqCst);
                (most, slowest, number) = (most.max(taken), slowest.max(seen.milliseconds), number + 1);
                println!(
                    "{:32} {port:4} {:?} {} ms, {taken} bytes taken",
                    file.file_name().unwrap().display(),
                    seen.reached,
                    seen.milliseconds
                );
            }
        }
    }
    let grown = memory().saturating_sub(before) / 1024;
    println!("{number} approaches; slowest {slowest} ms; most taken {most} bytes; grew by {grown} KiB");
}
