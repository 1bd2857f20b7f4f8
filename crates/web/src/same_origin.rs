//! Whether a request that changes something came from our own page.
//!
//! Browsers say where a request starts in `Sec-Fetch-Site` and `Origin`; a page of another
//! site can forge neither. A request that says nothing at all is refused: every browser since
//! 2020 says it (Fetch Metadata; OWASP Cross-Site Request Forgery Prevention).

use axum::http::{HeaderMap, Method, header};

/// Whether the method may change something.
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether the headers prove that the request starts on a page of `origin`
/// (scheme, host and port, without a slash at the end).
pub fn comes_from_us(headers: &HeaderMap, origin: &str) -> bool {
    let said = |name| headers.get(name).and_then(|v| v.to_str().ok());
    match (said("sec-fetch-site"), said(header::ORIGIN.as_str())) {
        (Some(site), None) => site == "same-origin",
        (Some(site), Some(from)) => site == "same-origin" && from == origin,
        (None, Some(from)) => from == origin,
        (None, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(said: &[(&'static str, &'static str)]) -> bool {
        let headers = said.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
        comes_from_us(&headers, "https://centre.example")
    }

    #[test]
    fn our_own_pages_are_believed() {
        assert!(check(&[("origin", "https://centre.example")]));
        assert!(check(&[("sec-fetch-site", "same-origin")]));
        assert!(check(&[("sec-fetch-site", "same-origin"), ("origin", "https://centre.example")]));
    }

    #[test]
    fn nobody_else_is() {
        assert!(!check(&[]));
        assert!(!check(&[("origin", "null")]));
        assert!(!check(&[("origin", "https://centre.example.evil.example")]));
        assert!(!check(&[("origin", "http://centre.example")]));
        assert!(!check(&[("sec-fetch-site", "same-site"), ("origin", "https://centre.example")]));
        assert!(!check(&[("sec-fetch-site", "cross-site")]));
        assert!(!check(&[("sec-fetch-site", "none")]));
    }
}
