//! A package as a file, streamed: lists first, then what was handed over, then one original after another. Before the first
//! byte of an original leaves, its step of custody and the read are in the ledger, and its sum was compared.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use centre::hand_over::Content;
use centre::hand_over::package::{
    Archive, Listed, MANIFEST, Manifest, PACKAGE, SIGNATURE, SUMMARY, SUMS, evidence_name,
};
use centre::ledger;
use data_encoding::HEXLOWER;
use evidence::Showing;
use evidence::custody::Act;
use futures_util::stream;
use sha2::{Digest as _, Sha256};
use store::{EvidenceItem, Pack, Taken};
use terms::EvidenceId;

use super::sheet::pdf;
use crate::app::App;
use crate::problem::Problem;

/// What goes into the file.
enum Part {
    /// Bytes that are here.
    Here(&'static str, Vec<u8>),
    /// An original.
    Original(EvidenceId, Listed),
}

/// A file on its way out.
struct Packing {
    app: Arc<App>,
    by: ledger::Actor,
    words: String,
    parts: VecDeque<Part>,
    ready: VecDeque<Vec<u8>>,
    archive: Option<Archive>,
}

/// The originals that go with a pack, in the order of its list, as they are now.
///
/// # Errors
/// [`Problem`] when one of them is gone, locked, or not the one that was decided.
async fn check_originals(app: &App, pack: &Pack, content: &Content) -> Result<Vec<EvidenceItem>, Problem> {
    let items = app.store.items_of_report(pack.report).await?;
    let Some(package) = content.police() else { return Ok(Vec::new()) };
    let mut originals = Vec::new();
    for listed in package.items.iter().filter(|item| item.is_enclosed) {
        let found = items.iter().find(|item| item.id == listed.id && item.locked_at.is_none());
        let is_same = |item: &&EvidenceItem| item.facts.as_ref().is_some_and(|f| f.sha256 == listed.sha256);
        let gone = "A file that belongs to this package is not here any more. Ask the centre.";
        originals.push(found.filter(is_same).cloned().ok_or_else(|| Problem::clash(gone))?);
    }
    Ok(originals)
}

/// The package as a file.
///
/// # Errors
/// [`Problem`] when an original is gone or the summary could not be set. What fails later breaks the download off, so that it
/// is not taken for whole.
pub(crate) async fn as_file(
    app: &Arc<App>,
    by: ledger::Actor,
    pack: &Pack,
    content: &Content,
) -> Result<Response, Problem> {
    let originals = check_originals(app, pack, content).await?;
    let cover = &content.cover;
    let words = format!("to {}, {}", cover.to_name, cover.reference);
    let (json, summary) = (content.write().into_bytes(), pdf(content, pack.decided_at).await?);
    let mut parts = lists(app, pack, content, &originals, [&json, &summary]);
    parts.push_back(Part::Here(PACKAGE, json));
    parts.push_back(Part::Here(SUMMARY, summary));
    for (number, item) in originals.iter().enumerate() {
        parts.push_back(Part::Original(item.id, listed_original(number, item)));
    }
    let name = format!("attachment; filename=\"{}-package.zip\"", cover.reference);
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    let packing = Packing {
        app: Arc::clone(app),
        by,
        words,
        parts,
        ready: VecDeque::new(),
        archive: Some(Archive::default()),
    };
    let pieces = stream::try_unfold(packing, |mut packing| async move {
        Ok::<_, Problem>(packing.next().await?.map(|bytes| (Bytes::from(bytes), packing)))
    });
    let pieces = futures_util::TryStreamExt::map_err(pieces, |problem| std::io::Error::other(problem.title));
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// Manifest, signature and sums.
fn lists(
    app: &App,
    pack: &Pack,
    content: &Content,
    originals: &[EvidenceItem],
    [json, summary]: [&Vec<u8>; 2],
) -> VecDeque<Part> {
    let listed = |name: &str, bytes: &[u8]| Listed {
        name: name.to_owned(),
        bytes: bytes.len() as u64,
        sha256: HEXLOWER.encode(&Sha256::digest(bytes)),
        called: None,
    };
    let mut files = vec![listed(PACKAGE, json), listed(SUMMARY, summary)];
    files.extend(originals.iter().enumerate().map(|(number, item)| listed_original(number, item)));
    let (key, cover) = (app.store.package_key(), &content.cover);
    let about = [cover.reference.as_str(), &cover.centre, &cover.to_name];
    let manifest = Manifest::new(pack.id, about, app.now(), &key, files);
    let text = manifest.write();
    let sums = manifest.sums(&Sha256::digest(&text).into());
    let signature = key.sign(&text).to_vec();
    VecDeque::from([
        Part::Here(MANIFEST, text),
        Part::Here(SIGNATURE, signature),
        Part::Here(SUMS, sums.into_bytes()),
    ])
}

/// An original as the manifest lists it. What could run or be more than it seems gets an ending that nothing opens.
fn listed_original(number: usize, item: &EvidenceItem) -> Listed {
    let ending = match item.kind.showing() {
        Showing::Picture => item.kind.name(),
        Showing::Text => "txt",
        Showing::FactsOnly => "bin",
    };
    let facts = item.facts.as_ref();
    Listed {
        name: evidence_name(number + 1, ending),
        bytes: item.bytes,
        sha256: facts.map(|facts| facts.sha256.clone()).unwrap_or_default(),
        called: facts.map(|facts| facts.name.clone()),
    }
}

impl Packing {
    /// The next bytes; none at the end.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        if let Some(bytes) = self.ready.pop_front() {
            return Ok(Some(bytes));
        }
        match self.parts.pop_front() {
            Some(Part::Here(name, bytes)) => self.add(name, bytes).map(Some),
            Some(Part::Original(id, listed)) => {
                let bytes = self.original(id, &listed).await?;
                self.add(&listed.name, bytes).map(Some)
            }
            None => Ok(self.archive.take().map(Archive::finish)),
        }
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Problem> {
        let archive = self.archive.as_mut().ok_or_else(Problem::not_found)?;
        let head = archive.file(name, &bytes).map_err(Problem::broken)?;
        self.ready.push_back(bytes);
        Ok(head)
    }

    /// One original, at most 25 MB, whole before a byte of it leaves.
    async fn original(&self, id: EvidenceId, listed: &Listed) -> Result<Vec<u8>, Problem> {
        let taken = Taken { act: Act::Export, words: &self.words };
        let (_, file) = self.app.store.item_for(&self.by, id, taken, false, self.app.now()).await?;
        let bytes = file.all().await?;
        if HEXLOWER.encode(&Sha256::digest(&bytes)) != listed.sha256 {
            return Err(Problem::broken("an original is not the one that was handed over"));
        }
        Ok(bytes)
    }
}
