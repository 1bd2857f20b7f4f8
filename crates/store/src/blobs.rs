//! Sealed files beside the database: written once, found by their address, never changed.
//!
//! A file is written under a name of its own, synced, given its address, and its folder synced, before any row speaks of it.
//! What was written and never got a row is swept out by [`Store::sweep_blobs`]. The address is a keyed hash, so that two
//! reports with the same file cannot be told from outside.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use data_encoding::HEXLOWER;
use evidence::{Kind, MOST_ITEM_BYTES, OpenFault, Opening, SealFault, SealKey, Sealing, Sniffer};
use jiff::SignedDuration;
use terms::{EvidenceId, Timestamp};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::db::on;
use crate::keys::{at_file, sync_folder_of};
use crate::moment::earlier;
use crate::{SealedKind, Store, StoreError};

/// The folder of sealed files in the data folder, and in a folder of backups.
pub(crate) const BLOBS: &str = "blobs";
/// Files on their way in.
const ARRIVING: &str = "arriving";
/// Addresses are hashed apart from other secrets.
const ADDRESS: &str = "address of a file";
/// Sealed bytes that are written at once.
const WRITTEN_AT_ONCE: usize = 256 * 1024;
/// A file without a row is swept out when it is older: until then its row may be on the way.
pub const HOURS_TO_GET_A_ROW: i64 = 48;
/// The longest name of a file that is kept, in characters.
pub const LONGEST_FILE_NAME: usize = 200;
/// Addresses that are looked up at once.
pub(crate) const ADDRESSES_AT_ONCE: usize = 400;

const TOO_LARGE: &str = "a file may have 25 MB at most";

/// A file that was sealed and is safe on the disk, and of which no row speaks yet: give it to a draft or a report.
#[derive(Debug, Clone)]
pub struct KeptFile {
    /// Its id.
    pub id: EvidenceId,
    /// What it is, by what is in it.
    pub kind: Kind,
    /// How its sender called it; text of strangers.
    pub name: String,
    /// Bytes of the original.
    pub bytes: u64,
    /// SHA-256 of the original.
    pub sha256: [u8; 32],
    pub(crate) address: Vec<u8>,
    pub(crate) sealed_bytes: u64,
    pub(crate) sealed_hash: [u8; 32],
    pub(crate) key: SealKey,
}

/// A file on its way in.
pub struct ArrivingFile {
    store: Store,
    id: EvidenceId,
    key: SealKey,
    file: tokio::fs::File,
    path: PathBuf,
    sealing: Sealing,
    sniffer: Sniffer,
    out: Vec<u8>,
    /// Taken away again unless it got its address.
    done: bool,
}

/// A sealed file on its way out, chunk by chunk.
pub struct LeavingFile {
    file: tokio::fs::File,
    path: PathBuf,
    item: EvidenceId,
    opening: Option<Opening>,
    sha256: [u8; 32],
}

/// What a sweep found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SweptBlobs {
    /// Files that no row speaks of any more, or never did.
    pub orphans: u64,
    /// Files that were not written to their end.
    pub half_done: u64,
}

/// Where the file with this address lies below a folder.
pub(crate) fn path_of(folder: &Path, address: &[u8]) -> PathBuf {
    let name = HEXLOWER.encode(address);
    folder.join(BLOBS).join(&name[..2.min(name.len())]).join(name)
}

impl Store {
    pub(crate) fn blob_path(&self, address: &[u8]) -> PathBuf {
        path_of(self.0.keys.folder(), address)
    }

    /// Begins to keep a file. Nothing is kept of one that is not finished.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub async fn file_arrives(&self) -> Result<ArrivingFile, StoreError> {
        let id = EvidenceId::random(&*self.0.chance);
        let folder = self.0.keys.folder().join(BLOBS).join(ARRIVING);
        tokio::fs::create_dir_all(&folder)
            .await
            .map_err(|source| StoreError::Folder { folder: folder.clone(), source })?;
        let path = folder.join(id.to_string());
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let file = options.open(&path).await.map_err(|source| at_file(&path, source))?;
        let key = SealKey::random(&*self.0.chance);
        let sealing = Sealing::new(&key, MOST_ITEM_BYTES);
        let (sniffer, out) = (Sniffer::new(), Vec::with_capacity(WRITTEN_AT_ONCE));
        Ok(ArrivingFile { store: self.clone(), id, key, file, path, sealing, sniffer, out, done: false })
    }

    /// Opens a sealed file to read it. Callers in this room log the read first.
    pub(crate) async fn file_leaves(
        &self,
        item: EvidenceId,
        address: &[u8],
        sha256: [u8; 32],
    ) -> Result<LeavingFile, StoreError> {
        let key =
            self.sealed_key(item.0, SealedKind::Item).await?.ok_or(StoreError::NoSuch("file any more"))?;
        let path = self.blob_path(address);
        let file = tokio::fs::File::open(&path).await.map_err(|source| at_file(&path, source))?;
        Ok(LeavingFile { file, path, item, opening: Some(Opening::new(&key)), sha256 })
    }

    /// Takes the files of items away that were destroyed; one that is gone already is no fault.
    pub(crate) async fn take_files_away(&self, addresses: Vec<Vec<u8>>) -> Result<(), StoreError> {
        let paths: Vec<PathBuf> = addresses.iter().map(|address| self.blob_path(address)).collect();
        blocking(move || {
            for path in paths {
                crate::backup::remove(&path)?;
            }
            Ok(())
        })
        .await
    }

    /// Sweeps out what no row speaks of: files whose row was never written, or whose removal was cut short.
    ///
    /// # Errors
    /// When database or folder fail.
    pub async fn sweep_blobs(&self, now: Timestamp) -> Result<SweptBlobs, StoreError> {
        let before = SystemTime::from(earlier(now, SignedDuration::from_hours(HOURS_TO_GET_A_ROW)));
        let root = self.0.keys.folder().join(BLOBS);
        let arriving = root.join(ARRIVING);
        let half_done = blocking(move || {
            let old = older_files(&arriving, before)?;
            old.iter().try_for_each(|(path, _)| crate::backup::remove(path))?;
            Ok(old.len() as u64)
        })
        .await?;
        let mut swept = SweptBlobs { half_done, orphans: 0 };
        for first in 0..=u8::MAX {
            let folder = root.join(HEXLOWER.encode(&[first]));
            let files = blocking(move || older_files(&folder, before)).await?;
            for some in files.chunks(ADDRESSES_AT_ONCE) {
                swept.orphans += self.sweep_some(some.to_vec()).await?;
            }
        }
        Ok(swept)
    }

    async fn sweep_some(&self, files: Vec<(PathBuf, Vec<u8>)>) -> Result<u64, StoreError> {
        let addresses: Vec<_> = files.iter().map(|(_, address)| address.clone()).collect();
        let known = self.addresses_with_a_row(&addresses).await?;
        let orphans: Vec<PathBuf> =
            files.into_iter().filter(|(_, address)| !known.contains(address)).map(|(path, _)| path).collect();
        let many = orphans.len() as u64;
        blocking(move || orphans.iter().try_for_each(|path| crate::backup::remove(path))).await?;
        Ok(many)
    }

    /// Those of these addresses whose item is there and not destroyed.
    pub(crate) async fn addresses_with_a_row(
        &self,
        addresses: &[Vec<u8>],
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        if addresses.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on!(self, |c| {
            let mut query = sqlx::QueryBuilder::new(
                "select address from evidence_items where destroyed_at is null and address in (",
            );
            let mut list = query.separated(", ");
            for address in addresses {
                list.push_bind(address.clone());
            }
            query.push(")");
            query.build_query_scalar().fetch_all(c).await?
        }))
    }
}

impl ArrivingFile {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] beyond [`MOST_ITEM_BYTES`], or when the disk fails; nothing is kept then.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.sniffer.take(bytes);
        self.sealing.take(bytes, &mut self.out).map_err(|fault| match fault {
            SealFault::TooLarge { .. } => StoreError::TooMuch(TOO_LARGE),
            SealFault::Cipher => crate::sealed_keys::unreadable("a file could not be sealed"),
        })?;
        if self.out.len() >= WRITTEN_AT_ONCE {
            self.file.write_all(&self.out).await.map_err(|source| at_file(&self.path, source))?;
            self.out.clear();
        }
        Ok(())
    }

    /// Ends the file: it survives a power cut from now on. Its time on the disk is the day alone.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn finish(mut self, name: &str, now: Timestamp) -> Result<KeptFile, StoreError> {
        let mut out = std::mem::take(&mut self.out);
        let most = Sealing::new(&self.key, 0);
        let sealed = std::mem::replace(&mut self.sealing, most)
            .finish(&mut out)
            .map_err(|_| crate::sealed_keys::unreadable("a file could not be sealed"))?;
        let hash = HEXLOWER.encode(&sealed.sha256);
        let address = self.store.0.keys.hash(ADDRESS, &format!("{} {hash}", self.id));
        let target = self.store.blob_path(&address);
        let written = async {
            self.file.write_all(&out).await?;
            self.file.flush().await
        };
        written.await.map_err(|source| at_file(&self.path, source))?;
        let handle =
            self.file.try_clone().await.map_err(|source| at_file(&self.path, source))?.into_std().await;
        let (from, to) = (self.path.clone(), target);
        blocking(move || settle(&handle, &from, &to, day_of(now))).await?;
        self.done = true;
        Ok(KeptFile {
            id: self.id,
            kind: self.sniffer.kind(),
            name: name.chars().take(LONGEST_FILE_NAME).collect(),
            bytes: sealed.bytes,
            sha256: sealed.sha256,
            address,
            sealed_bytes: sealed.sealed_bytes,
            sealed_hash: sealed.sealed_sha256,
            key: self.key.clone(),
        })
    }
}

impl Drop for ArrivingFile {
    fn drop(&mut self) {
        if !self.done {
            // What cannot be taken away now is swept out later.
            let _left = std::fs::remove_file(&self.path);
        }
    }
}

impl LeavingFile {
    /// The next bytes of the original; none at its end, when all of it was found whole.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] when the file is not what was kept; what came before is not to be relied on then.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let mut sealed = vec![0; WRITTEN_AT_ONCE];
        loop {
            let Some(opening) = &mut self.opening else { return Ok(None) };
            let many = self.file.read(&mut sealed).await.map_err(|source| at_file(&self.path, source))?;
            let mut out = Vec::with_capacity(many);
            let outcome = if many > 0 { opening.take(&sealed[..many], &mut out) } else { self.end(&mut out) };
            outcome.map_err(|fault| self.tampered(&fault))?;
            if !out.is_empty() {
                return Ok(Some(out));
            }
        }
    }

    /// All of the original.
    ///
    /// # Errors
    /// As [`LeavingFile::next`].
    pub async fn all(mut self) -> Result<Vec<u8>, StoreError> {
        let mut all = Vec::new();
        while let Some(bytes) = self.next().await? {
            all.extend_from_slice(&bytes);
        }
        Ok(all)
    }

    fn end(&mut self, out: &mut Vec<u8>) -> Result<(), OpenFault> {
        let Some(opening) = self.opening.take() else { return Ok(()) };
        let opened = opening.finish(out)?;
        if opened.sha256 == self.sha256 { Ok(()) } else { Err(OpenFault::NotSealed) }
    }

    fn tampered(&self, fault: &OpenFault) -> StoreError {
        StoreError::Tampered { item: self.item.to_string(), why: fault.to_string() }
    }
}

/// Gives a written file its place: its time, its bytes, its name and the folder of its name are on the disk after it.
fn settle(file: &std::fs::File, from: &Path, to: &Path, day: SystemTime) -> Result<(), StoreError> {
    let settled = || -> std::io::Result<()> {
        file.set_modified(day)?;
        file.sync_all()?;
        if let Some(folder) = to.parent()
            && !folder.is_dir()
        {
            std::fs::create_dir_all(folder)?;
            sync_folder_of(folder)?;
        }
        std::fs::rename(from, to)?;
        sync_folder_of(to)
    };
    settled().map_err(|source| at_file(to, source))
}

/// The beginning of the day on which a file came, in universal time: nobody reads from it when that was.
fn day_of(now: Timestamp) -> SystemTime {
    const DAY: u64 = 24 * 60 * 60;
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds - seconds % DAY)
}

/// The files of a folder that are older, with the addresses that their names are.
fn older_files(folder: &Path, before: SystemTime) -> Result<Vec<(PathBuf, Vec<u8>)>, StoreError> {
    let listed = || -> std::io::Result<Vec<(PathBuf, Vec<u8>)>> {
        let mut older = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let address = HEXLOWER.decode(name.to_string_lossy().as_bytes()).unwrap_or_default();
            if entry.metadata()?.modified()? < before {
                older.push((entry.path(), address));
            }
        }
        Ok(older)
    };
    match listed() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        outcome => outcome.map_err(|source| at_file(folder, source)),
    }
}

/// Does work that waits for the disk, away from the threads that answer.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(StoreError::Unreadable("work on files ended early".into())))
}
