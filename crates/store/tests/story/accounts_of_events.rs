//! What the stories of reports share: an account as it comes in, files, and where a case stands at first.

use centre::ledger::Actor;
use evidence::custody::Act;
use store::{
    CasePlace, KeptFile, Manner, NewCaseEvent, NewReport, ReceivedReport, Reporter, RetentionRule, Secret,
    Taken,
};
use terms::{PersonId, PhoneNumber};
use uuid::Uuid;

use crate::world::{World, at, email, line};

pub const ACCOUNT: &str = r#"{"what":"They said they were from the bank.","money":"1,200 pounds"}"#;

/// Somebody of the desk.
pub fn officer(n: u128) -> Actor {
    Actor::Person(PersonId(Uuid::from_u128(n)))
}

pub fn place(state: &str) -> CasePlace {
    CasePlace {
        state: state.into(),
        severity: "urgent".into(),
        harm: 1,
        due_at: Some(at(900)),
        holder: None,
        restricted: false,
        rule: RetentionRule::Citizen,
        closed_at: None,
    }
}

pub fn event(deed: &str, seconds: i64) -> NewCaseEvent {
    NewCaseEvent { at: at(seconds), deed: deed.into(), body: format!(r#"{{"said":"{deed} zebrafinch"}}"#) }
}

pub fn reporter() -> Reporter {
    Reporter {
        name: Some(line("Nora Field")),
        email: Some(email("nora@kiosk.example")),
        phone: PhoneNumber::parse("020 7946 0123").ok(),
        organisation: Some(line("Field and Daughters")),
        member: None,
        safe_contact: Some(line("Ring after six, never write")),
    }
}

pub fn new_report(world: &World) -> NewReport {
    NewReport {
        token: world.store.new_draft_token(),
        manner: Manner::Named,
        reporter: Some(reporter()),
        member: None,
        channel: "web".into(),
        problem: "card-fraud".into(),
        borough: "E09000028".into(),
        account: ACCOUNT.into(),
        observables: Vec::new(),
        files: Vec::new(),
        mailbox: false,
        place: place("new"),
        events: vec![event("received", 0)],
    }
}

pub async fn received(world: &World, new: &NewReport, seconds: i64) -> ReceivedReport {
    world.store.receive_report(new, &Actor::Visitor, at(seconds)).await.unwrap()
}

/// A file that is kept, and has no row yet.
pub async fn kept_file(world: &World, name: &str, bytes: &[u8], seconds: i64) -> KeptFile {
    let mut file = world.store.file_arrives().await.unwrap();
    for piece in bytes.chunks(60_000) {
        file.write(piece).await.unwrap();
    }
    file.finish(name, at(seconds)).await.unwrap()
}

pub fn reading() -> Taken<'static> {
    Taken { act: Act::Read, words: "to understand what happened" }
}

pub fn token(text: &str) -> Secret {
    Secret::presented(text)
}

/// The sealed files below a data folder or a folder of backups.
pub fn blobs_in(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for below in std::fs::read_dir(folder.join("blobs")).into_iter().flatten().flatten() {
        found.extend(
            std::fs::read_dir(below.path()).into_iter().flatten().flatten().map(|entry| entry.path()),
        );
    }
    found.sort();
    found
}
