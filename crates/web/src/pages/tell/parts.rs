//! A form with files on its way in. Text stays in memory, within its limit; a file streams through the store's sealing and is
//! never in memory whole. A file that is too much is read to its end and let go, so that the answer reaches the browser and
//! says which one it was; nothing else that was typed or sent is lost by it.

use axum::body::to_bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use evidence::{MOST_ITEM_BYTES, MOST_ITEMS, MOST_REPORT_BYTES, visible};
use store::{KeptFile, StoreError};

use super::typed::{LARGEST_TOLD, MOST_FIELDS, Typed};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::sent::{TOKEN_FIELD, is_same};

/// The name of the field with the files.
pub(crate) const FILES: &str = "files";
/// So much of one request is read, in bytes: twice what a report may have, so that whoever sends too much is told so.
pub(crate) const MOST_READ: usize = 2 * MOST_REPORT_BYTES as usize;
/// Percent signs make a text field three times as long on its way.
const LARGEST_PLAIN_FORM: usize = 3 * LARGEST_TOLD + 16 * 1024;
/// The longest name of a field that is kept, in bytes; longer ones are not ours.
const LONGEST_NAME: usize = 60;

/// Why a file was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileFault {
    /// It is larger than [`MOST_ITEM_BYTES`].
    TooLarge(String),
    /// There is nothing in it.
    Empty(String),
    /// There were more than [`MOST_ITEMS`] in all.
    TooMany,
    /// All together are larger than [`MOST_REPORT_BYTES`].
    TooMuch,
}

impl FileFault {
    /// Which of its limits the store means when a report has so many files already.
    pub(crate) fn of_report(items: usize) -> Self {
        if items >= MOST_ITEMS { Self::TooMany } else { Self::TooMuch }
    }
}

/// What came.
#[derive(Debug, Default)]
pub(crate) struct Came {
    /// What was typed.
    pub(crate) typed: Typed,
    /// Files that are sealed, and of which no row speaks yet.
    pub(crate) files: Vec<KeptFile>,
    /// Files that were not kept.
    pub(crate) faults: Vec<FileFault>,
    text_bytes: usize,
    fields: usize,
}

/// Reads a form. Whoever is signed in must send the token of their session before the first file.
///
/// # Errors
/// [`Problem`] when it is no form, has too many fields or too much text, was cut off, or did not start on our page.
pub(crate) async fn read(app: &App, mut request: Request) -> Result<Came, Problem> {
    let expected = request.extensions().get::<Caller>().and_then(|caller| caller.form_token.clone());
    let mut came = Came::default();
    if !is_multipart(&request) {
        came.read_plain(request).await?;
        came.check_token(expected.as_deref())?;
        return Ok(came);
    }
    DefaultBodyLimit::max(MOST_READ).apply(&mut request);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
    loop {
        match parts.next_field().await {
            Ok(None) => break,
            Ok(Some(part)) if part.file_name().is_some() => {
                came.check_token(expected.as_deref())?;
                came.count_field()?;
                came.take_file(app, part).await?;
            }
            Ok(Some(part)) => came.take_text(part).await?,
            Err(error) => {
                came.broken_off(&error)?;
                break;
            }
        }
    }
    came.check_token(expected.as_deref())?;
    Ok(came)
}

fn is_multipart(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data"))
}

fn unreadable() -> Problem {
    Problem::unreadable("Go back one page: what you typed is still there. Then send it once more.")
}

fn too_much_text() -> Problem {
    Problem::too_large(
        "Go back one page: what you typed is still there. Make it shorter, or put it into a file.",
    )
}

impl Came {
    async fn read_plain(&mut self, request: Request) -> Result<(), Problem> {
        let body = to_bytes(request.into_body(), LARGEST_PLAIN_FORM).await.map_err(|_| too_much_text())?;
        for (name, value) in url::form_urlencoded::parse(&body) {
            self.count_field()?;
            self.text_bytes += name.len() + value.len();
            if self.text_bytes > LARGEST_TOLD {
                return Err(too_much_text());
            }
            self.add(&name, &value);
        }
        Ok(())
    }

    fn add(&mut self, name: &str, value: &str) {
        if name.len() <= LONGEST_NAME {
            self.typed.add(name, value);
        }
    }

    fn count_field(&mut self) -> Result<(), Problem> {
        self.fields += 1;
        if self.fields > MOST_FIELDS { Err(unreadable()) } else { Ok(()) }
    }

    /// A field of text. What is no UTF-8 is read as far as it can be.
    async fn take_text(&mut self, mut part: Field<'_>) -> Result<(), Problem> {
        self.count_field()?;
        let name = part.name().unwrap_or_default().to_owned();
        self.text_bytes += name.len();
        let mut bytes = Vec::new();
        while let Some(more) = part.chunk().await.map_err(|_| unreadable())? {
            self.text_bytes += more.len();
            if self.text_bytes > LARGEST_TOLD {
                return Err(too_much_text());
            }
            bytes.extend_from_slice(&more);
        }
        self.add(&name, &String::from_utf8_lossy(&bytes));
        Ok(())
    }

    async fn take_file(&mut self, app: &App, mut part: Field<'_>) -> Result<(), Problem> {
        let name = own_name(part.file_name().unwrap_or_default());
        let is_ours = part.name() == Some(FILES);
        let first = match next(self, &mut part).await? {
            Some(first) => first,
            // A browser sends an empty part where no file was chosen.
            None if name.is_empty() => return Ok(()),
            None => {
                self.faults.push(FileFault::Empty(shown(&name)));
                return Ok(());
            }
        };
        if !is_ours || self.files.len() >= MOST_ITEMS {
            if is_ours && !self.faults.contains(&FileFault::TooMany) {
                self.faults.push(FileFault::TooMany);
            }
            return self.let_go(part).await;
        }
        let mut file = app.store.file_arrives().await?;
        let mut more = Some(first);
        while let Some(bytes) = more {
            match file.write(&bytes).await {
                Ok(()) => {}
                Err(StoreError::TooMuch(_)) => {
                    self.faults.push(FileFault::TooLarge(shown(&name)));
                    drop(file);
                    return self.let_go(part).await;
                }
                Err(error) => return Err(error.into()),
            }
            more = next(self, &mut part).await?;
        }
        if self.faults.contains(&FileFault::TooMuch) {
            return Ok(());
        }
        self.files.push(file.finish(&name, app.now()).await?);
        Ok(())
    }

    /// Reads the rest of a part and keeps nothing of it.
    async fn let_go(&mut self, mut part: Field<'_>) -> Result<(), Problem> {
        while next(self, &mut part).await?.is_some() {}
        Ok(())
    }

    /// More than a request may have is a fault of the files; anything else ends the request.
    fn broken_off(&mut self, error: &MultipartError) -> Result<(), Problem> {
        if error.status() != StatusCode::PAYLOAD_TOO_LARGE {
            return Err(unreadable());
        }
        if !self.faults.contains(&FileFault::TooMuch) {
            self.faults.push(FileFault::TooMuch);
        }
        Ok(())
    }

    fn check_token(&self, expected: Option<&str>) -> Result<(), Problem> {
        match expected {
            Some(expected) if !is_same(self.typed.get(TOKEN_FIELD), expected) => {
                Err(Problem::not_from_our_page())
            }
            _ => Ok(()),
        }
    }
}

/// The next bytes of a file. Past the end of what is read of a request there are none.
async fn next(came: &mut Came, part: &mut Field<'_>) -> Result<Option<axum::body::Bytes>, Problem> {
    loop {
        match part.chunk().await {
            Ok(Some(bytes)) if bytes.is_empty() => {}
            Ok(bytes) => return Ok(bytes),
            Err(error) => {
                came.broken_off(&error)?;
                return Ok(None);
            }
        }
    }
}

/// A file's own name: some browsers send the folders above it too.
fn own_name(name: &str) -> String {
    let own = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    own.chars().take(store::LONGEST_FILE_NAME).collect()
}

/// A name as it may be shown: nothing in it turns the text around or hides.
pub(crate) fn shown(name: &str) -> String {
    visible(name).text.replace(['\n', '\t'], " ")
}

/// The limits in words a page can say: megabytes of one file, files, megabytes of all.
pub(crate) fn limits() -> [u32; 3] {
    let megabytes = |bytes: u64| u32::try_from(bytes / 1_000_000).unwrap_or(u32::MAX);
    [megabytes(MOST_ITEM_BYTES), MOST_ITEMS as u32, megabytes(MOST_REPORT_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_own_and_nothing_in_it_can_turn_it_around() {
        assert_eq!(own_name(r"C:\fakepath\bill.pdf"), "bill.pdf");
        assert_eq!(own_name("../../etc/passwd"), "passwd");
        assert_eq!(shown("fdp.\u{202e}exe"), "fdp.⟨U+202E⟩exe");
    }

    #[test]
    fn the_limits_that_are_said_are_those_that_are_kept() {
        assert_eq!(limits(), [25, 20, 100]);
    }
}
