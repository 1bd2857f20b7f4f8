//! A page that says what went wrong and what to do next.

use askama::Template;
use axum::http::StatusCode;

use super::chrome::Chrome;
use super::words::FluentValue;

/// What went wrong, as a reader meets it.
#[derive(Debug, Clone, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The frame; its title is set by [`ErrorPage::of`].
    pub chrome: Chrome,
    /// What happened, as a heading.
    pub title: String,
    /// What that means, in a sentence.
    pub text: String,
    /// What to do next.
    pub what_to_do: String,
    /// What somebody names when writing to us; empty for nothing.
    pub reference: String,
}

impl ErrorPage {
    /// The page for this status, in the house's words.
    pub fn of(status: StatusCode, mut chrome: Chrome, reference: &str) -> Self {
        let (title, text, what_to_do) = match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::GONE => {
                ("error-not-found-title", "error-not-found-text", "error-not-found-do")
            }
            StatusCode::UNAUTHORIZED => ("error-sign-in-title", "error-sign-in-text", "error-sign-in-do"),
            StatusCode::FORBIDDEN => {
                ("error-not-allowed-title", "error-not-allowed-text", "error-not-allowed-do")
            }
            StatusCode::TOO_MANY_REQUESTS => {
                ("error-too-many-title", "error-too-many-text", "error-too-many-do")
            }
            StatusCode::PAYLOAD_TOO_LARGE => {
                ("error-too-large-title", "error-too-large-text", "error-too-large-do")
            }
            StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED => {
                ("error-expired-title", "error-expired-text", "error-expired-do")
            }
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
                ("error-busy-title", "error-busy-text", "error-busy-do")
            }
            status if status.is_client_error() => ("error-wrong-title", "error-wrong-text", "error-wrong-do"),
            _ => ("error-fault-title", "error-fault-text", "error-fault-do"),
        };
        let said = |id: &str| chrome.words.say(id).into_owned();
        let (title, text, what_to_do) = (said(title), said(text), said(what_to_do));
        chrome.title.clone_from(&title);
        Self { chrome, title, text, what_to_do, reference: reference.to_owned() }
    }

    fn reference_words(&self) -> String {
        let reference = FluentValue::from(self.reference.as_str());
        self.chrome.words.say_with("error-reference", &[("reference", reference)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_says_what_to_do_next() {
        for code in 400..=599 {
            let status = StatusCode::from_u16(code).unwrap();
            let page = ErrorPage::of(status, Chrome::default(), "7K3D92");
            let drawn = page.render().unwrap();
            assert!(drawn.contains(&page.what_to_do) && drawn.contains("7K3D92"), "{code}");
            assert!(!page.title.starts_with("error-"), "{code} has no words");
        }
    }
}
