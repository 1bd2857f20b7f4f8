//! Static files, embedded: nothing is fetched from elsewhere and nothing lies beside the program.

use std::fmt::Write as _;
use std::sync::OnceLock;

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// One file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Its name.
    pub name: &'static str,
    /// Its media type.
    pub mime: &'static str,
    /// What is in it.
    pub bytes: &'static [u8],
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const FONT: &str = "font/woff2";
const PICTURE: &str = "image/svg+xml";
const TEXT: &str = "text/plain; charset=utf-8";

macro_rules! assets {
    ($($name:literal: $mime:expr,)*) => {
        &[$(Asset { name: $name, mime: $mime, bytes: include_bytes!(concat!("../../static/", $name)) },)*]
    };
}

/// Every file. One that is added to the folder is added here; a test compares.
pub const ASSETS: &[Asset] = assets! {
    "GOVUK-FRONTEND-LICENCE.txt": TEXT,
    "atkinson-LICENCE.txt": TEXT,
    "atkinson-latin-ext.woff2": FONT,
    "atkinson-latin-italic.woff2": FONT,
    "atkinson-latin.woff2": FONT,
    "begin.js": SCRIPT,
    "favicon.svg": PICTURE,
    "govuk-frontend.css": CSS,
    "govuk-frontend.js": SCRIPT,
    "live.js": SCRIPT,
    "mark.svg": PICTURE,
    "passkey.js": SCRIPT,
    "tell.js": SCRIPT,
    "watchhouse.css": CSS,
    "watchhouse.js": SCRIPT,
};

/// The route under which [`serve`] stands.
pub const ROUTE: &str = "/static/{edition}/{name}";

/// Bytes of the digest that are written into paths.
const EDITION_BYTES: usize = 8;

/// A year, which is as long as a browser keeps anything (RFC 9111 names no limit, browsers do).
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// For a file of another edition than the path says: an old page asks for what is new now.
const BRIEFLY: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// The paths of all files, made once.
struct Paths {
    edition: String,
    all: Vec<(&'static str, String)>,
}

/// One edition covers all files, so that a style sheet and a script can name their neighbours by
/// relative paths and still never get one of another edition from a cache.
fn paths() -> &'static Paths {
    static PATHS: OnceLock<Paths> = OnceLock::new();
    PATHS.get_or_init(|| {
        let mut digest = Sha256::new();
        for asset in ASSETS {
            digest.update(asset.name.as_bytes());
            digest.update((asset.bytes.len() as u64).to_be_bytes());
            digest.update(asset.bytes);
        }
        let mut edition = String::with_capacity(2 * EDITION_BYTES);
        for byte in digest.finalize().iter().take(EDITION_BYTES) {
            // Writing into a string cannot fail.
            let _ = write!(edition, "{byte:02x}");
        }
        let path = |name: &str| format!("/static/{edition}/{name}");
        let all = ASSETS.iter().map(|asset| (asset.name, path(asset.name))).collect();
        Paths { edition, all }
    })
}

/// Path of the file with this name. A name that does not exist gets a path that answers 404; a test
/// looks for such names in the templates.
pub fn asset(name: &str) -> &'static str {
    let found = paths().all.iter().find(|(known, _)| *known == name);
    found.map_or("/static/missing/missing", |(_, path)| path.as_str())
}

/// Answers with a file.
pub async fn serve(Path((edition, name)): Path<(String, String)>, asked: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return (StatusCode::NOT_FOUND, "There is no such file.").into_response();
    };
    let current = &paths().edition;
    let cache = if edition == *current { FOR_EVER } else { BRIEFLY };
    let etag = format!("\"{current}\"");
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, cache);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    if let Ok(value) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, value);
    }
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, Body::from(asset.bytes)).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;

    fn folder() -> std::path::PathBuf {
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static")
    }

    async fn ask(edition: &str, name: &str, known: Option<&str>) -> Response {
        let mut headers = HeaderMap::new();
        if let Some(known) = known {
            headers.insert(header::IF_NONE_MATCH, known.parse().unwrap());
        }
        serve(Path((edition.to_owned(), name.to_owned())), headers).await
    }

    #[test]
    fn every_file_of_the_folder_is_in_the_table() {
        let in_folder: BTreeSet<String> = fs::read_dir(folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "README.md")
            .collect();
        let in_table: BTreeSet<String> = ASSETS.iter().map(|asset| asset.name.to_owned()).collect();
        assert_eq!(in_folder, in_table);
    }

    #[test]
    fn no_file_asks_for_anything_from_elsewhere() {
        for asset in ASSETS.iter().filter(|asset| [CSS, SCRIPT, PICTURE].contains(&asset.mime)) {
            let text = std::str::from_utf8(asset.bytes).unwrap();
            let hosts = text.matches("://").count();
            // Names of formats, and a selector that matches links by their beginning.
            let harmless = ["http://www.w3.org/", "[href^=\"http://\"]", "[href^=\"https://\"]"];
            let named: usize = harmless.iter().map(|name| text.matches(name).count()).sum();
            assert_eq!(hosts, named, "{} names another host", asset.name);
            assert!(!text.contains("@import") && !text.contains("url(//"), "{}", asset.name);
        }
    }

    /// Selectors and declarations of our own sheet.
    fn rules() -> Vec<(&'static str, &'static str)> {
        let sheet = include_str!("../../static/watchhouse.css");
        let rules = sheet.split('}').filter_map(|rule| rule.rsplit_once('{'));
        rules.map(|(before, inside)| (before.rsplit(['{', '/']).next().unwrap().trim(), inside)).collect()
    }

    #[test]
    fn the_amber_light_stands_on_the_next_thing_alone() {
        let lit: Vec<&str> = rules()
            .into_iter()
            .filter(|(_, inside)| inside.contains("var(--wh-amber"))
            .map(|(s, _)| s)
            .collect();
        assert!(lit.len() > 2);
        for selectors in lit {
            for selector in selectors.split(',').map(str::trim) {
                let is_next = selector.starts_with(".wh-next") || selector.starts_with(".wh-button--next");
                assert!(is_next || selector == ".wh-fill-amber", "{selector} is lit");
            }
        }
    }

    #[test]
    fn no_sheet_knows_left_from_right() {
        for name in ["govuk-frontend.css", "watchhouse.css"] {
            let asset = ASSETS.iter().find(|asset| asset.name == name).unwrap();
            let sheet = std::str::from_utf8(asset.bytes).unwrap();
            for sided in [
                "margin-left:",
                "margin-right:",
                "padding-left:",
                "padding-right:",
                "border-left:",
                "border-right:",
            ] {
                assert!(!sheet.contains(sided), "{name} says {sided}");
            }
        }
    }

    #[tokio::test]
    async fn a_file_of_this_edition_is_kept_for_ever_and_one_of_another_briefly() {
        let path = asset("watchhouse.css");
        let edition = path.split('/').nth(2).unwrap();
        let answer = ask(edition, "watchhouse.css", None).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        let etag = answer.headers()[header::ETAG].to_str().unwrap().to_owned();
        let again = ask(edition, "watchhouse.css", Some(&format!("\"x\", W/{etag}"))).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let old = ask("0000000000000000", "watchhouse.css", None).await;
        assert_eq!(old.headers()[header::CACHE_CONTROL], "public, max-age=60");
        let missing = ask(edition, "../Cargo.toml", None).await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    }
}
