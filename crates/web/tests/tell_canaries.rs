//! Not stored means not there: what an anonymous reporter's browser sends along, what was thrown away, and what was tried at a
//! door that takes nothing, is in no file of the data folder, no line of the log and no label of a measure.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;
mod tell_kit;

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::http::Method;
use house::{Browser, House, SeenPage};
use jiff::Timestamp;
use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use tell_kit::{Part, multipart, receipt_words};
use tracing_subscriber::fmt::MakeWriter;

/// The moment of which only the day may be left.
const MOMENT: &str = "2026-11-24T07:43:21.123456Z";
/// What a browser and a proxy send along.
const AGENT: &str = "CanaryAgent/77.31";
const ADDRESS: &str = "198.51.100.77";
const CAME_FROM: &str = "https://canary-came-from.example/secret";
const LANGUAGE: &str = "xx-canarylanguage";
const OTHER_COOKIE: &str = "canarycookievalue";
/// What is typed into fields of which nothing is kept without a name.
const NAME: &str = "Canaria Vogelsang";
const EMAIL: &str = "canary.mailbox@kiosk.example";
const PHONE: &str = "79460987";
const SAFE: &str = "canarysafecontact";
/// What is kept, and in clear nowhere.
const STORY: &str = "canarystoryofevents";
const FILE_NAME: &str = "canaryfilename";
const FILE_TEXT: &str = "canaryfiletext";
const MESSAGE: &str = "canarymessagewords";
/// What was thrown away, and what nobody may take.
const THROWN: &str = "canarythrownaway";
const ABOUT_A_CHILD: &str = "canaryaboutachild";
const IN_ADDRESS: &str = "canaryinaddress";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Writes the name and labels of every measure down.
struct Measures(Log);

impl Measures {
    fn note(&self, key: &Key) {
        self.0.0.lock().unwrap().extend_from_slice(format!("{key}\n").as_bytes());
    }
}

impl Recorder for Measures {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        self.note(key);
        Counter::noop()
    }
    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        self.note(key);
        Gauge::noop()
    }
    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        self.note(key);
        Histogram::noop()
    }
}

/// A browser that tells much of itself.
struct Talkative(Browser);

impl Talkative {
    async fn ask(&mut self, method: Method, path: &str, kind: &str, body: Option<Vec<u8>>) -> SeenPage {
        self.0.cookies.insert("other".to_owned(), OTHER_COOKIE.to_owned());
        let headers = [
            ("user-agent", AGENT),
            ("x-forwarded-for", ADDRESS),
            ("referer", CAME_FROM),
            ("accept-language", LANGUAGE),
            ("content-type", kind),
        ];
        self.0.ask(method, path, &headers, body).await
    }

    async fn get(&mut self, path: &str) -> SeenPage {
        self.ask(Method::GET, path, "", None).await
    }

    async fn send(&mut self, path: &str, parts: &[Part]) -> SeenPage {
        let (kind, body) = multipart(parts);
        self.ask(Method::POST, path, &kind, Some(body)).await
    }
}

fn typed(button: &str, story: &str) -> Vec<Part> {
    vec![
        Part::text("version", "0"),
        Part::text("happened", story),
        Part::text("manner", "anonymous"),
        Part::text("name", NAME),
        Part::text("email", EMAIL),
        Part::text("phone", format!("020 {PHONE}")),
        Part::text("safe_contact", SAFE),
        Part::file(&format!("{FILE_NAME}.txt"), FILE_TEXT.repeat(500).as_bytes()),
        Part::text("do", button),
    ]
}

async fn a_life(house: &House) -> Vec<String> {
    let mut visitor = Talkative(house.visitor());
    visitor.get(&format!("/help/hate/tell?{IN_ADDRESS}=yes")).await;
    let thrown = visitor.0.cookies["watchhouse-draft"].clone();
    visitor.send("/help/hate/tell", &typed("save", THROWN)).await;
    let gone =
        visitor.send("/help/hate/tell", &[Part::text("happened", THROWN), Part::text("do", "throw")]).await;
    assert!(gone.text().contains("It is thrown away"), "{}", gone.text());
    for path in ["/help/child/tell", "/help/child/tell/draft"] {
        assert_eq!(visitor.send(path, &typed("send", ABOUT_A_CHILD)).await.status, 404);
    }
    visitor.get("/help/hate/tell").await;
    let token = visitor.0.cookies["watchhouse-draft"].clone();
    let wrong = [Part::text("happened", STORY), Part::text("email", "canary@"), Part::text("do", "send")];
    assert_eq!(visitor.send("/help/hate/tell", &wrong).await.status, 422);
    let mut parts = typed("send", STORY);
    parts[0] = Part::text("version", "1");
    let receipt = visitor.send("/help/hate/tell", &parts).await;
    assert!(receipt.text().contains("We have it."), "{}", receipt.text());
    let words = receipt_words(&receipt);
    let form = format!("words={}", words.replace(' ', "+")).into_bytes();
    let plain = "application/x-www-form-urlencoded";
    let page = visitor.ask(Method::POST, "/report", plain, Some(form)).await;
    assert!(page.text().contains("What happens next"), "{}", page.text());
    let open = visitor.0.cookies["watchhouse-own"].clone();
    let body = format!("message={MESSAGE}").into_bytes();
    let page = visitor.ask(Method::POST, "/report/message", plain, Some(body)).await;
    assert!(page.text().contains(MESSAGE));
    let later = [Part::file(&format!("{FILE_NAME}-2.txt"), FILE_TEXT.as_bytes())];
    assert_eq!(visitor.send("/report/files", &later).await.status, 200);
    vec![thrown, token, open, words.clone(), words.replace(' ', "-"), words.replace(' ', "+")]
}

fn every_byte_of(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            every_byte_of(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

fn encodings(canary: &str) -> Vec<Vec<u8>> {
    let hex = data_encoding::HEXLOWER.encode(canary.as_bytes());
    let base64 = data_encoding::BASE64.encode(canary.as_bytes());
    let base64 = base64.trim_end_matches('=').as_bytes();
    vec![
        canary.as_bytes().to_vec(),
        canary.to_uppercase().into_bytes(),
        canary.to_lowercase().into_bytes(),
        canary.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        hex.into_bytes(),
        base64[..base64.len() - 2].to_vec(),
    ]
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    needle.first().is_some_and(|first| {
        bytes.iter().enumerate().any(|(at, byte)| byte == first && bytes[at..].starts_with(needle))
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_canary_of_an_anonymous_reporter_is_in_any_file_log_or_measure() {
    let log = Log::default();
    let _first =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).try_init();
    let measures = Log::default();
    metrics::set_global_recorder(Measures(measures.clone())).unwrap();
    let house = House::open_with(|facts| facts.behind_proxy = true).await;
    let moment: Timestamp = MOMENT.parse().unwrap();
    house.wait(moment.duration_since(house.now()));
    assert_eq!(house.now(), moment);
    let secrets = a_life(&house).await;
    let mut files = Vec::new();
    every_byte_of(house.folder(), &mut files);
    assert!(files.iter().any(|(name, bytes)| name.ends_with("-wal") && !bytes.is_empty()));
    files.push(("the log".to_owned(), log.0.lock().unwrap().clone()));
    files.push(("the measures".to_owned(), measures.0.lock().unwrap().clone()));
    assert!(contains(&files[files.len() - 2].1, b"insert into reports"), "the log is looked through");
    assert!(contains(&files[files.len() - 1].1, b"/help/{problem}/tell"), "and so are the measures");

    let texts = [
        AGENT,
        ADDRESS,
        CAME_FROM,
        LANGUAGE,
        OTHER_COOKIE,
        NAME,
        EMAIL,
        PHONE,
        SAFE,
        STORY,
        FILE_NAME,
        FILE_TEXT,
        MESSAGE,
        THROWN,
        ABOUT_A_CHILD,
        IN_ADDRESS,
    ];
    let canaries = texts.iter().map(|text| (*text).to_owned()).chain(secrets);
    for canary in canaries {
        for needle in encodings(&canary) {
            for (name, bytes) in &files {
                assert!(!contains(bytes, &needle), "{canary:?} is in {name}");
            }
        }
    }
    // SQLite writes a moment as eight bytes, the largest first; of this one only the day is left.
    let exact = moment.as_microsecond().to_be_bytes();
    let noon = "2026-11-24T12:00:00Z".parse::<Timestamp>().unwrap().as_microsecond().to_be_bytes();
    let databases = || files.iter().filter(|(name, _)| name.contains("watchhouse.db"));
    assert!(databases().any(|(_, bytes)| contains(bytes, &noon)), "the day is kept");
    for (name, bytes) in databases() {
        assert!(!contains(bytes, &exact), "the moment is in {name}");
    }
}
