//! A file that somebody sends from one of our pages. It stays in memory: nothing of it reaches a
//! disk before the store has sealed it.

use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use centre::prospects::LARGEST_FILE;

use crate::caller::Caller;
use crate::problem::Problem;
use crate::sent::{TOKEN_FIELD, is_same};

/// What the fields beside the file may take, in bytes.
pub const ROOM_FOR_FIELDS: usize = 16 * 1024;
/// The name of the field with the file.
pub const FILE_FIELD: &str = "list";
/// The most parts that a form with a file has.
const MOST_PARTS: usize = 8;

/// A file with the name that the sender's machine gave it.
#[derive(Debug)]
pub struct SentFile {
    /// Its name.
    pub name: String,
    /// Its bytes, at most one more than [`LARGEST_FILE`], so that the reader can tell that it is too large.
    pub bytes: Vec<u8>,
}

impl<S: Send + Sync> FromRequest<S> for SentFile {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        let expected = request.extensions().get::<Caller>().and_then(|caller| caller.form_token.clone());
        DefaultBodyLimit::max(LARGEST_FILE + 1 + ROOM_FOR_FIELDS).apply(&mut request);
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| unreadable())?;
        let (mut token, mut file) = (None, None);
        for _ in 0..MOST_PARTS {
            let Some(part) = parts.next_field().await.map_err(|error| broken_off(&error))? else { break };
            let field = part.name().unwrap_or_default().to_owned();
            let name = part.file_name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|error| broken_off(&error))?;
            match field.as_str() {
                TOKEN_FIELD => token = String::from_utf8(bytes.to_vec()).ok(),
                FILE_FIELD => file = Some(Self { name, bytes: bytes.to_vec() }),
                _ => {}
            }
        }
        let is_ours = expected.is_none_or(|expected| token.is_some_and(|given| is_same(&given, &expected)));
        if !is_ours {
            return Err(Problem::not_from_our_page());
        }
        file.ok_or_else(unreadable)
    }
}

fn unreadable() -> Problem {
    Problem::unreadable("Go back, choose the file again and send it once more.")
}

fn broken_off(error: &axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::too_large("The file is larger than 4 MB. Split the list into smaller files.");
    }
    unreadable()
}
