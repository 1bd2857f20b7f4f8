//! What every test of this room stands on: the city's own brand book, a moment, and messages written as people get them.

use triage::{BrandBook, Examination, NoRecords, Setting, Verdict, examine};

pub use message::Came;

/// 2 November 2026, 10:00.
pub const NOW: i64 = 1_793_613_600;

pub fn book() -> BrandBook {
    let (book, bad) = BrandBook::parse(include_str!("../../../../regions/london/brands.toml"));
    assert!(bad.is_empty(), "{bad:?}");
    book
}

/// Examines bytes as a shop of `northgate.example` would send them.
pub fn look(bytes: &[u8], came: Came) -> Examination {
    let own = ["northgate.example".to_owned()];
    let book = book();
    let setting = Setting { book: &book, own: &own, now: NOW, eyes: &enclosures::Blind, records: &NoRecords };
    examine(bytes, came, &setting)
}

/// A text message.
pub fn text(words: &str) -> Examination {
    look(words.as_bytes(), Came::Words)
}

/// A mail, saved; `To` and `Date` are added.
pub fn mail(from: &str, subject: &str, body: &str) -> Examination {
    look(raw(from, subject, body).as_bytes(), Came::Saved)
}

pub fn raw(from: &str, subject: &str, body: &str) -> String {
    format!(
        "From: {from}\r\nTo: Shop <shop@northgate.example>\r\nSubject: {subject}\r\nDate: Mon, 02 Nov 2026 09:00:00 +0000\r\nMessage-ID: <1@x.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}\r\n",
        body.replace('\n', "\r\n")
    )
}

/// A mail of which the reader's own provider says that its sender is proved.
pub fn proved(from: &str, domain: &str, subject: &str, body: &str) -> Examination {
    let results = format!(
        "Authentication-Results: mx.google.com;\r\n dkim=pass header.d={domain};\r\n spf=pass smtp.mailfrom={domain};\r\n dmarc=pass header.from={domain}\r\nReceived: from out.{domain} (out.{domain} [203.0.113.7]) by mx.google.com; Mon, 02 Nov 2026 09:00:01 +0000\r\n"
    );
    look(format!("{results}{}", raw(from, subject, body)).as_bytes(), Came::Saved)
}

pub fn is_doubted(said: &Examination) -> bool {
    matches!(said.verdict, Verdict::Scam | Verdict::Suspicious)
}

pub fn told(said: &Examination) -> String {
    let reasons: Vec<String> = said
        .reasons
        .iter()
        .chain(&said.details)
        .map(|r| format!("{:>4} {} {}", r.weight, r.signal, r.sentence))
        .collect();
    format!("{:?} {}\n{}", said.verdict, said.score, reasons.join("\n"))
}
