//! What the tests of telling share: forms with files, and the words on a receipt.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it cannot go on, and none uses all"
)]

use axum::http::Method;

use crate::house::{Browser, SeenPage};

const BOUNDARY: &str = "----watchhouse-test-boundary";

/// A part of a form.
pub struct Part {
    head: String,
    body: Vec<u8>,
}

impl Part {
    /// A field of text.
    pub fn text(name: &str, value: impl Into<Vec<u8>>) -> Self {
        Self { head: format!("Content-Disposition: form-data; name=\"{name}\""), body: value.into() }
    }

    /// A file, as a browser sends it.
    pub fn file(name: &str, bytes: &[u8]) -> Self {
        Self::file_in("files", name, bytes)
    }

    /// A file in another field.
    pub fn file_in(field: &str, name: &str, bytes: &[u8]) -> Self {
        let name = name.replace('"', "%22");
        let head = format!(
            "Content-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: image/png"
        );
        Self { head, body: bytes.to_vec() }
    }
}

/// A form as bytes, with its content type.
pub fn multipart(parts: &[Part]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for part in parts {
        body.extend_from_slice(format!("--{BOUNDARY}\r\n{}\r\n\r\n", part.head).as_bytes());
        body.extend_from_slice(&part.body);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

/// Sends such a form.
pub async fn send_parts(browser: &mut Browser, path: &str, parts: &[Part]) -> SeenPage {
    let (kind, body) = multipart(parts);
    browser.ask(Method::POST, path, &[("content-type", kind.as_str())], Some(body)).await
}

/// The words on a receipt.
pub fn receipt_words(page: &SeenPage) -> String {
    let line = page.body.split("wh-receipt").nth(1).unwrap_or_else(|| panic!("no words: {}", page.text()));
    let from = line.find('>').unwrap() + 1;
    line[from..].split('<').next().unwrap().to_owned()
}
