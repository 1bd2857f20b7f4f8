//! The feed of newly seen names: pulled now and then into the folder of names, where lists are read.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use probe::feed::{Feed, FeedError, Pulled, Version};
use terms::Timestamp;

/// How soon the feed is asked again.
pub const BETWEEN_PULLS: SignedDuration = SignedDuration::from_hours(6);
/// How soon after it gave nothing.
pub const AFTER_A_FAILURE: SignedDuration = SignedDuration::from_hours(1);
/// What is remembered of the feed, in the folder of names; its dot keeps it from being read as a list.
const MEMORY: &str = ".feed.json";
/// A list that is still on its way in.
const COMING: &str = "feed.txt.part";

/// A feed and the folder into which its lists go.
pub struct NewNames {
    /// Where it is, as the settings say.
    pub address: String,
    /// The way there.
    pub feed: Feed,
}

/// What is remembered of the feed from one pull to the next.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
struct Memory {
    address: String,
    version: Version,
    asked_at: Option<Timestamp>,
    failed: bool,
}

impl NewNames {
    /// The feed at this address.
    ///
    /// # Errors
    /// When it is no address.
    pub fn at(address: &str) -> Result<Self, FeedError> {
        Ok(Self { address: address.to_owned(), feed: Feed::at(address)? })
    }

    /// Asks the feed when it is time, and puts a new list into the folder. What came of it in words; nothing when it
    /// was not time. A feed that fails is told once it is asked, and asked again in an hour.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub async fn pull_if_due(&self, folder: &Path, now: Timestamp) -> std::io::Result<String> {
        let memory = folder.join(MEMORY);
        let known = remembered(&memory, &self.address)?;
        let pause = if known.failed { AFTER_A_FAILURE } else { BETWEEN_PULLS };
        if known.asked_at.is_some_and(|asked| now.duration_since(asked) < pause) {
            return Ok(String::new());
        }
        std::fs::create_dir_all(folder)?;
        let coming = folder.join(COMING);
        let pulled = self.feed.pull(&known.version, &coming).await;
        let (version, failed, said) = match pulled {
            Ok(Pulled::New(version)) => {
                std::fs::rename(&coming, list(folder, now))?;
                (version, false, "The feed brought a new list. ".to_owned())
            }
            Ok(Pulled::NothingNew) => (known.version, false, String::new()),
            Err(error) => {
                gone(&coming)?;
                tracing::warn!(%error, "the feed of new names brought no list");
                (known.version, true, format!("No list came from the feed: {error}. "))
            }
        };
        let memory_now = Memory { address: self.address.clone(), version, asked_at: Some(now), failed };
        write(&memory, &memory_now)?;
        Ok(said)
    }
}

/// A list by the moment at which it came.
fn list(folder: &Path, now: Timestamp) -> PathBuf {
    folder.join(format!("feed-{}.txt", now.strftime("%Y-%m-%dT%H-%M-%SZ")))
}

/// What is remembered of this feed; nothing of another one, nor where the memory cannot be understood.
fn remembered(path: &Path, address: &str) -> std::io::Result<Memory> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Memory::default()),
        Err(error) => return Err(error),
    };
    let memory: Memory = serde_json::from_str(&text).unwrap_or_default();
    Ok(if memory.address == address { memory } else { Memory::default() })
}

/// Writes beside and renames, so that the memory is the old one or the new one.
fn write(path: &Path, memory: &Memory) -> std::io::Result<()> {
    let beside = path.with_extension("json.tmp");
    std::fs::write(&beside, serde_json::to_string(memory)?)?;
    std::fs::rename(beside, path)
}

fn gone(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
