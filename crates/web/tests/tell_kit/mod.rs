//! What the tests of telling share: forms with files, and the words on a receipt.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it cannot go on, and none uses all"
)]

use axum::http::Method;
use centre::account::Account;
use centre::case::Deed;
use centre::ledger::Actor;
use centre::roles::Role;
use terms::PersonId;
use web::casework::{Who, tell};

use crate::house::{Browser, House, SeenPage};

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

/// A report by its reference, and its account.
pub async fn account_of(house: &House, reference: &str) -> (store::Report, Account) {
    let reference = terms::Reference::parse(reference).unwrap();
    let report = house.app.store.report_by_reference(&reference).await.unwrap().unwrap();
    let reader = Actor::Reconciler("test".to_owned());
    let text = house.app.store.account_for(&reader, report.id, "test", house.now()).await.unwrap().unwrap();
    (report, Account::read(&text).unwrap())
}

/// The reference on a page.
pub fn reference(page: &SeenPage) -> String {
    let text = page.text();
    let at = text.find("WH-").unwrap_or_else(|| panic!("no reference: {text}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

/// Opens the form, fills it in, and sends it.
pub async fn tell_us(visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> SeenPage {
    let form = visitor.get(path).await;
    assert_eq!(form.status, 200, "{path}");
    visitor.submit(&form, "Send", fields).await
}

/// Opens a report with its words.
pub async fn open(browser: &mut Browser, words: &str) -> SeenPage {
    let page = browser.get("/report").await;
    browser.submit(&page, "Open my page", &[("words", words)]).await
}

/// Somebody of the desk.
pub fn officer() -> Who {
    let person = PersonId("00000000000000000000000000000001".parse().unwrap());
    let case = centre::case::Actor::Officer { person, role: Role::ContactOfficer };
    Who { case, ledger: Actor::Person(person) }
}

/// The desk does something.
pub async fn desk(house: &House, case: terms::CaseId, deed: Deed) {
    tell(&house.app, &officer(), case, &[deed.into()], None).await.unwrap().unwrap();
}
