//! What an address asks for after its `?`, read so that nonsense gets a sentence and not a blank page.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// The longest query that is read, in bytes.
pub const LONGEST_QUERY: usize = 4 * 1024;

/// The query of an address, read into `T`.
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        read(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    if query.len() > LONGEST_QUERY {
        return Err(Problem::unreadable("The address is too long. Search for fewer words."));
    }
    serde_html_form::from_str(query).map_err(|_| {
        Problem::unreadable(
            "Something after the question mark of the address cannot be read. Start the search again.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug, Default)]
    #[serde(default)]
    struct Question {
        words: String,
    }

    #[test]
    fn a_query_is_read_up_to_its_limit() {
        let longest = format!("words={}", "a".repeat(LONGEST_QUERY - "words=".len()));
        assert_eq!(read::<Question>(&longest).unwrap().words.len(), LONGEST_QUERY - 6);
        assert!(read::<Question>(&format!("{longest}a")).is_err());
    }

    #[test]
    fn a_field_given_twice_is_not_guessed_at() {
        assert!(read::<Question>("words=a&words=b").is_err());
        assert_eq!(read::<Question>("words=a+b&other=1").unwrap().words, "a b");
    }
}
