//! Figures for Prometheus, on an address of their own so that they can be kept inside.
//!
//! Rooms count with the `metrics` macros and know nothing of this; here the counts are
//! gathered and shown as text to whoever asks `GET /metrics`.

use std::net::SocketAddr;
use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The longest first line of a request that is read.
const LONGEST_REQUEST_LINE: u64 = 1_024;
/// How long somebody may take to ask.
const LONGEST_QUESTION: Duration = Duration::from_secs(5);
/// How often figures of the past are folded together, so that nobody asking costs no memory.
const UPKEEP: Duration = Duration::from_secs(30);
/// Upper ends of the classes into which answering times fall, in seconds. The house's bar
/// (50 ms for 99 of 100 pages) is one of them.
const ANSWERING_TIMES: [f64; 9] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 10.0];

/// Begins to gather the figures of this process.
///
/// # Errors
/// When something gathers them already.
pub fn gather() -> Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &ANSWERING_TIMES)?
        .install_recorder()
}

/// Folds the figures of the past together, for ever.
pub async fn keep_up(figures: PrometheusHandle) {
    let mut beat = tokio::time::interval(UPKEEP);
    loop {
        beat.tick().await;
        figures.run_upkeep();
    }
}

/// Takes the address, so that a taken one is told at start.
///
/// # Errors
/// When the address is taken or not of this machine.
pub async fn bind(at: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(at).await
}

/// Shows the figures to whoever asks, for ever. One question after the other: Prometheus asks
/// once in a while, and a slow asker is cut off.
pub async fn show(listener: TcpListener, figures: PrometheusHandle) {
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            let _slow_or_gone = tokio::time::timeout(LONGEST_QUESTION, reply(stream, &figures)).await;
        }
    }
}

async fn reply(mut stream: TcpStream, figures: &PrometheusHandle) -> std::io::Result<()> {
    let mut asked = String::new();
    BufReader::new((&mut stream).take(LONGEST_REQUEST_LINE)).read_line(&mut asked).await?;
    let (status, text) = match asked.split(' ').take(2).collect::<Vec<_>>().as_slice() {
        ["GET", "/metrics"] => ("200 OK", figures.render()),
        _ => ("404 Not Found", "Ask for GET /metrics.\n".to_owned()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        text.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(text.as_bytes()).await?;
    stream.shutdown().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use metrics_exporter_prometheus::PrometheusRecorder;
    use std::net::Ipv4Addr;
    use tokio::net::TcpSocket;

    async fn ask(line: &str) -> String {
        let recorder: PrometheusRecorder = PrometheusBuilder::new().build_recorder();
        metrics::with_local_recorder(&recorder, || metrics::counter!("letters_sent_total").increment(3));
        let listener = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(show(listener, recorder.handle()));
        let mut stream = TcpSocket::new_v4().unwrap().connect(address).await.unwrap();
        stream.write_all(line.as_bytes()).await.unwrap();
        let mut said = String::new();
        // The far end closes with our headers unread, which may arrive as a reset after the answer.
        let _closed = stream.read_to_string(&mut said).await;
        server.abort();
        said
    }

    #[tokio::test]
    async fn whoever_asks_for_the_figures_gets_them() {
        let said = ask("GET /metrics HTTP/1.1\r\n").await;
        assert!(said.starts_with("HTTP/1.1 200 OK\r\n"), "{said}");
        assert!(said.contains("letters_sent_total 3"), "{said}");
        assert!(ask("GET /members HTTP/1.1\r\n").await.starts_with("HTTP/1.1 404"));
    }
}
