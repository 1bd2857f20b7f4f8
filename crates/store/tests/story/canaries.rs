//! Not stored means not there: canaries go in by every door, and every byte that the house leaves on the disk is looked through.

use std::path::Path;
use std::sync::{Arc, Mutex};

use centre::ledger::Actor;
use jiff::tz::TimeZone;
use store::{Manner, NewReport, Reporter, Taken};
use terms::{PersonId, Timestamp};
use tracing_subscriber::fmt::MakeWriter;
use uuid::Uuid;

use crate::accounts_of_events::{kept_file, new_report, officer};
use crate::world::{World, at, email, line, on_both, scratch};

/// What the house is told and promised not to keep of an anonymous report at all, and to keep of a sensitive one only sealed.
const NAME: &str = "Canaria Vogelsang";
const MAILBOX: &str = "canary.mailbox";
const PHONE: &str = "79460987";
const FIRM: &str = "Kanarienvogel Limited";
const SAFE: &str = "canarysafecontact";
/// What is kept, and in clear nowhere.
const TEXT: &str = "canarytextofaccount";
const FILE_NAME: &str = "canaryfilename";
const FILE_TEXT: &str = "canaryfiletext";
const DEED: &str = "canarybodyofdeed";
const MESSAGE: &str = "canarymessage";
const CUSTODY: &str = "canarycustodywords";
const HOLD: &str = "canaryholdwords";

/// A log that keeps everything.
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

fn reporter() -> Reporter {
    Reporter {
        name: Some(line(NAME)),
        email: Some(email(&format!("{MAILBOX}@kiosk.example"))),
        phone: terms::PhoneNumber::parse("020 7946 0987").ok(),
        organisation: Some(line(FIRM)),
        member: None,
        safe_contact: Some(line(SAFE)),
    }
}

/// Everything a reporter and the desk do with one report.
async fn a_life(world: &World, manner: Manner, by: &Actor, now: Timestamp) -> Vec<String> {
    let store = &world.store;
    let base = new_report(world);
    let draft = format!("{{\"draft\":\"{TEXT}\"}}");
    store.save_draft(&base.token, 0, &draft, now).await.unwrap();
    let name = format!("{FILE_NAME}.txt");
    let file = kept_file(world, &name, FILE_TEXT.repeat(9_000).as_bytes(), 0).await;
    store.add_to_draft(&base.token, &file, now).await.unwrap();
    let deed = store::NewCaseEvent { at: now, deed: "received".into(), body: format!("\"{DEED}\"") };
    let new = NewReport {
        manner,
        reporter: Some(reporter()),
        member: Some(terms::OrganisationId(Uuid::from_u128(0xcafe))),
        account: format!("{{\"what\":\"{TEXT}\"}}"),
        mailbox: true,
        events: vec![deed],
        ..base.clone()
    };
    let taken = store.receive_report(&new, by, now).await.unwrap();
    let receipt = taken.receipt.unwrap();
    store.write_message(taken.report, MESSAGE, &Actor::Visitor, now).await.unwrap();
    store.mailbox_behind(&receipt, now).await.unwrap().unwrap();
    let item = store.items_of_report(taken.report).await.unwrap()[0].id;
    let words = Taken { act: evidence::custody::Act::Read, words: CUSTODY };
    store.item_for(&officer(1), item, words, false, at(0)).await.unwrap().1.all().await.unwrap();
    store.ask_for_hold(taken.case, HOLD, &officer(1), at(0)).await.unwrap();
    vec![base.token.reveal().to_owned(), receipt.words().join(" "), receipt.words().join("-")]
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
    let utf16 = canary.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (hex, base64) =
        (data_encoding::HEXLOWER.encode(canary.as_bytes()), data_encoding::BASE64.encode(canary.as_bytes()));
    // The end of a text in base 64 depends on what follows.
    let base64 = base64.trim_end_matches('=').as_bytes();
    vec![
        canary.as_bytes().to_vec(),
        canary.to_uppercase().into_bytes(),
        canary.to_lowercase().into_bytes(),
        utf16,
        hex.into_bytes(),
        base64[..base64.len() - 2].to_vec(),
    ]
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    needle.first().is_some_and(|first| {
        bytes.iter().enumerate().any(|(i, byte)| byte == first && bytes[i..].starts_with(needle))
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_canary_is_left_in_clear_in_any_file_log_or_backup() {
    let log = Log::default();
    let _first =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).try_init();
    on_both(async |world| {
        world.store.keep_days_by(TimeZone::get("Europe/London").unwrap());
        let now: Timestamp = "2026-11-21T07:43:21.123456Z".parse().unwrap();
        // Whoever is signed in and reports without a name, or what is sensitive, is nobody to us.
        let signed_in = Actor::Person(PersonId(Uuid::from_u128(0x00ca_0a21_9e75_0f1d)));
        let mut secrets = a_life(&world, Manner::Anonymous, &signed_in, now).await;
        secrets.extend(a_life(&world, Manner::Sensitive, &signed_in, now).await);
        let folder = scratch("canaries");
        world.store.back_up(&folder, 1, at(1)).await.unwrap();
        let mut files = Vec::new();
        every_byte_of(&world.folder, &mut files);
        every_byte_of(&folder, &mut files);
        files.push(("the log".into(), log.0.lock().unwrap().clone()));
        let wal = files.iter().any(|(name, bytes)| name.ends_with("-wal") && !bytes.is_empty());
        assert!(wal || world.name == "PostgreSQL", "the write-ahead log is looked through as well");
        assert!(
            files.iter().any(|(name, bytes)| name == "the log" && contains(bytes, b"insert into reports"))
        );

        let mut canaries: Vec<String> =
            [NAME, MAILBOX, PHONE, FIRM, SAFE, TEXT, FILE_NAME, FILE_TEXT, DEED, MESSAGE, CUSTODY, HOLD]
                .map(String::from)
                .into();
        canaries.push(Uuid::from_u128(0x00ca_0a21_9e75_0f1d).simple().to_string());
        canaries.push(Uuid::from_u128(0xcafe).simple().to_string());
        canaries.extend(secrets);
        for canary in &canaries {
            for needle in encodings(canary) {
                let hit = files.iter().find(|(_, bytes)| contains(bytes, &needle));
                let hit = hit.map(|(name, _)| name);
                assert_eq!(hit, None, "{}: {canary}", world.name);
            }
        }
        for id in [0x00ca_0a21_9e75_0f1d, 0xcafe] {
            let id = Uuid::from_u128(id);
            let hit = files.iter().find(|(_, bytes)| contains(bytes, id.as_bytes())).map(|(name, _)| name);
            assert_eq!(hit, None, "{}: {id} as a row keeps an id", world.name);
        }
        // The moment in microseconds, as it would stand in a row of either database and in text.
        let moment = now.as_microsecond();
        for needle in
            [moment.to_be_bytes()[2..].to_vec(), moment.to_string().into_bytes(), b"07:43:21".to_vec()]
        {
            let hit = files.iter().find(|(_, bytes)| contains(bytes, &needle)).map(|(name, _)| name);
            assert_eq!(hit.filter(|name| *name != "the log"), None, "{}: the exact moment", world.name);
        }
        assert_eq!(world.count("reporters").await, 1, "of the anonymous nobody is kept, not even sealed");
        world.end().await;
    })
    .await;
}
