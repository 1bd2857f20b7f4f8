//! Lists of newly seen names, from the one host that the operator named, and from no other.
//!
//! The address is the operator's word, as that of the sign-on provider is. What comes from there is a stranger's: it is cut
//! at a limit, takes no redirect, has a deadline, and is written down as it is for the reader of lists to judge.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use flate2::write::GzDecoder;
use reqwest::header::{ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};

/// The largest list that is taken, in bytes, unpacked. All names that are registered in a day are under 10 MiB.
pub const LARGEST_LIST: u64 = 256 * 1024 * 1024;
/// How long one list may take in all.
pub const LONGEST_PULL: Duration = Duration::from_secs(15 * 60);
/// How long the host may say nothing.
pub const LONGEST_SILENCE: Duration = Duration::from_secs(60);
/// The longest mark of a version that is kept.
const LONGEST_MARK: usize = 200;
/// How a packed list begins (RFC 1952, 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Why a list could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The address in the settings is no address.
    #[error("the address of the feed is no address")]
    BadAddress,
    /// The host says that there is no list: with this status.
    #[error("the feed answers with status {0}")]
    Status(u16),
    /// Nothing came in time, or the line broke.
    #[error("the feed does not answer, or breaks off")]
    NoAnswer,
    /// The list is larger than [`LARGEST_LIST`].
    #[error("the list of the feed is larger than {LARGEST_LIST} bytes")]
    TooLarge,
    /// The list is packed and its packing is broken.
    #[error("the list of the feed is packed, and cannot be unpacked")]
    BadPacking,
    /// The list could not be written down.
    #[error("the list of the feed cannot be written down")]
    Unwritable(#[source] std::io::Error),
}

/// Which version of a list was taken: the host's own marks, to ask only for a newer one (RFC 9110, 13).
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Version {
    /// Its tag.
    pub etag: Option<String>,
    /// Its date, as the host writes it.
    pub last_modified: Option<String>,
}

/// What came of asking.
#[derive(Debug, PartialEq, Eq)]
pub enum Pulled {
    /// A list, of this version.
    New(Version),
    /// The list that is known already.
    NothingNew,
}

/// The way to one feed.
#[derive(Debug, Clone)]
pub struct Feed(Url);

impl Feed {
    /// The way to this address.
    ///
    /// # Errors
    /// [`FeedError::BadAddress`].
    pub fn at(address: &str) -> Result<Self, FeedError> {
        // TLS needs one provider of its arithmetic in the process; whoever comes first sets it.
        let _set_before = rustls::crypto::ring::default_provider().install_default();
        Url::parse(address).map(Self).map_err(|_| FeedError::BadAddress)
    }

    /// Writes the newest list into a file, unpacked, unless it is the known one.
    ///
    /// # Errors
    /// [`FeedError`]; what is in the file then is no list.
    pub async fn pull(&self, known: &Version, into: &Path) -> Result<Pulled, FeedError> {
        let pulled = tokio::time::timeout(LONGEST_PULL, self.pull_without_hurry(known, into)).await;
        pulled.unwrap_or(Err(FeedError::NoAnswer))
    }

    async fn pull_without_hurry(&self, known: &Version, into: &Path) -> Result<Pulled, FeedError> {
        let mut asked = client()?.get(self.0.clone());
        for (name, mark) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
            if let Some(mark) = mark {
                asked = asked.header(name, mark);
            }
        }
        let mut answer = asked.send().await.map_err(|_| FeedError::NoAnswer)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_MODIFIED => return Ok(Pulled::NothingNew),
            status => return Err(FeedError::Status(status.as_u16())),
        }
        let version = version(answer.headers());
        let mut list = Unpacked::new(into, LARGEST_LIST)?;
        while let Some(piece) = answer.chunk().await.map_err(|_| FeedError::NoAnswer)? {
            list.take(&piece)?;
        }
        list.end()?;
        Ok(Pulled::New(version))
    }
}

fn version(headers: &HeaderMap) -> Version {
    let mark = |name: HeaderName| {
        let text = headers.get(name)?.to_str().ok()?;
        (text.len() <= LONGEST_MARK).then(|| text.to_owned())
    };
    Version { etag: mark(ETAG), last_modified: mark(LAST_MODIFIED) }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this room makes the clients: no redirect, no proxy, a deadline"
)]
fn client() -> Result<Client, FeedError> {
    let client = Client::builder().redirect(Policy::none()).no_proxy();
    let client = client.connect_timeout(LONGEST_SILENCE).read_timeout(LONGEST_SILENCE).build();
    client.map_err(|_| FeedError::BadAddress)
}

/// A file that is written up to a limit.
struct Limited {
    file: std::fs::File,
    room: u64,
    is_full: bool,
}

impl std::io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let length = bytes.len() as u64;
        if length > self.room {
            self.is_full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.room -= length;
        self.file.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// A list as it comes in: packed or not, its first two bytes tell.
enum Unpacked {
    Beginning { start: Vec<u8>, file: Limited },
    Packed(Box<GzDecoder<Limited>>),
    Plain(Limited),
}

impl Unpacked {
    fn new(into: &Path, room: u64) -> Result<Self, FeedError> {
        let file = std::fs::File::create(into).map_err(FeedError::Unwritable)?;
        Ok(Self::Beginning { start: Vec::new(), file: Limited { file, room, is_full: false } })
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), FeedError> {
        if let Self::Beginning { start, .. } = self {
            start.extend_from_slice(piece);
            if start.len() < GZIP.len() {
                return Ok(());
            }
            return self.decide();
        }
        self.write(piece)
    }

    /// Decides from the first bytes, and writes what has come.
    fn decide(&mut self) -> Result<(), FeedError> {
        let Self::Beginning { start, file } = self else { return Ok(()) };
        let start = std::mem::take(start);
        let file = Limited {
            file: file.file.try_clone().map_err(FeedError::Unwritable)?,
            room: file.room,
            is_full: false,
        };
        *self = if start.starts_with(&GZIP) {
            Self::Packed(Box::new(GzDecoder::new(file)))
        } else {
            Self::Plain(file)
        };
        self.write(&start)
    }

    fn write(&mut self, piece: &[u8]) -> Result<(), FeedError> {
        match self {
            Self::Beginning { .. } => Ok(()),
            Self::Packed(list) => {
                let written = list.write_all(piece);
                written.map_err(|error| packed(error, list.get_ref().is_full))
            }
            Self::Plain(list) => {
                let written = list.write_all(piece);
                written.map_err(
                    |error| if list.is_full { FeedError::TooLarge } else { FeedError::Unwritable(error) },
                )
            }
        }
    }

    /// All has come: what is packed must be whole, and the file is safe on the disk.
    fn end(mut self) -> Result<(), FeedError> {
        self.decide()?;
        let file = match self {
            Self::Beginning { file, .. } | Self::Plain(file) => file,
            Self::Packed(mut list) => {
                let ended = list.try_finish();
                ended.map_err(|error| packed(error, list.get_ref().is_full))?;
                list.finish().map_err(|_| FeedError::BadPacking)?
            }
        };
        file.file.sync_all().map_err(FeedError::Unwritable)
    }
}

fn packed(error: std::io::Error, is_full: bool) -> FeedError {
    match error.kind() {
        _ if is_full => FeedError::TooLarge,
        std::io::ErrorKind::InvalidInput
        | std::io::ErrorKind::InvalidData
        | std::io::ErrorKind::UnexpectedEof => FeedError::BadPacking,
        std::io::ErrorKind::WriteZero => FeedError::BadPacking,
        _ => FeedError::Unwritable(error),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicU32, Ordering};

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A host that answers each request so, and what it was asked.
    async fn host(answer: Vec<u8>) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/new.txt", listener.local_addr().unwrap());
        let (sender, asked) = tokio::sync::mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut question = vec![0; 4_096];
                let length = stream.read(&mut question).await.unwrap();
                sender.send(String::from_utf8_lossy(&question[..length]).to_ascii_lowercase()).unwrap();
                let _gone = stream.write_all(&answer).await;
            }
        });
        (address, asked)
    }

    fn answer(body: &[u8]) -> Vec<u8> {
        let head = format!(
            "HTTP/1.1 200 OK\r\netag: \"v7\"\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body].concat()
    }

    fn packed_list(list: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(list).unwrap();
        packed.finish().unwrap()
    }

    fn file() -> PathBuf {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        std::env::temp_dir().join(format!("watchhouse-feed-{}-{number}", std::process::id()))
    }

    async fn pulled(body: &[u8]) -> (Result<Pulled, FeedError>, Vec<u8>) {
        let (address, _asked) = host(answer(body)).await;
        let into = file();
        let pulled = Feed::at(&address).unwrap().pull(&Version::default(), &into).await;
        let list = std::fs::read(&into).unwrap();
        std::fs::remove_file(into).unwrap();
        (pulled, list)
    }

    const LIST: &[u8] = b"bakery-pay.example\nanother.example\n";

    #[tokio::test]
    async fn a_list_comes_in_packed_or_not_and_its_version_is_known() {
        let version = Version { etag: Some("\"v7\"".to_owned()), last_modified: None };
        for body in [LIST.to_vec(), packed_list(LIST)] {
            let (pulled, list) = pulled(&body).await;
            assert_eq!(pulled.unwrap(), Pulled::New(version.clone()));
            assert_eq!(list, LIST);
        }
        for short in [&b""[..], b"a"] {
            assert_eq!(pulled(short).await.1, short);
        }
    }

    #[tokio::test]
    async fn a_version_that_is_known_is_told_and_does_not_come_again() {
        let (address, mut asked) =
            host(b"HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n".to_vec()).await;
        let known =
            Version { etag: Some("\"v7\"".to_owned()), last_modified: Some("Fri, 27 Nov 2026".to_owned()) };
        let into = file();
        assert_eq!(Feed::at(&address).unwrap().pull(&known, &into).await.unwrap(), Pulled::NothingNew);
        let question = asked.recv().await.unwrap();
        assert!(question.contains("if-none-match: \"v7\""), "{question}");
        assert!(question.contains("if-modified-since: fri, 27 nov 2026"), "{question}");
        assert!(!into.exists(), "nothing was written");
    }

    #[tokio::test]
    async fn what_is_no_list_is_told_apart() {
        let mut cut = packed_list(&LIST.repeat(50));
        cut.truncate(cut.len() - 9);
        assert!(matches!(pulled(&cut).await.0, Err(FeedError::BadPacking)));
        let mut broken = packed_list(LIST);
        broken[12] ^= 0xff;
        assert!(matches!(pulled(&broken).await.0, Err(FeedError::BadPacking)));
        for (head, wanted) in [
            ("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/", "the feed answers with status 302"),
            ("HTTP/1.1 500 No", "the feed answers with status 500"),
            ("nonsense", "the feed does not answer, or breaks off"),
            ("HTTP/1.1 200 OK\r\ncontent-length: 9", "the feed does not answer, or breaks off"),
        ] {
            let (address, _asked) = host(format!("{head}\r\nconnection: close\r\n\r\n").into_bytes()).await;
            let into = file();
            let refused = Feed::at(&address).unwrap().pull(&Version::default(), &into).await.unwrap_err();
            assert_eq!(refused.to_string(), wanted);
            let _none = std::fs::remove_file(into);
        }
        assert!(matches!(Feed::at("no address"), Err(FeedError::BadAddress)));
    }

    #[test]
    fn a_list_of_the_largest_size_is_taken_and_one_byte_more_is_not() {
        let room = 1_000;
        let taken = |list: &[u8]| {
            let into = file();
            let mut unpacked = Unpacked::new(&into, room).unwrap();
            let taken = unpacked.take(list).and_then(|()| unpacked.end());
            std::fs::remove_file(into).unwrap();
            taken
        };
        let (most, more) = (vec![b'a'; 1_000], vec![b'a'; 1_001]);
        for list in [most.clone(), packed_list(&most)] {
            assert!(taken(&list).is_ok());
        }
        for list in [more.clone(), packed_list(&more), packed_list(&vec![0; 10_000_000])] {
            assert!(matches!(taken(&list), Err(FeedError::TooLarge)));
        }
    }
}
