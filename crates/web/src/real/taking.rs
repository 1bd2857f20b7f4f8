//! Taking a message in: sealed, kept with its row, and only then looked at.

use std::sync::Arc;

use centre::ledger::Actor;
use data_encoding::BASE64URL_NOPAD;
use message::Came;
use sha2::{Digest as _, Sha256};
use store::{KeptFile, MessageWay, NewAskedMessage, Organisation, ReceivedMessage, Secret, StoreError};
use terms::PersonId;

use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;

/// One thing that was sent in.
#[derive(Debug)]
pub struct Item {
    /// The sealed original.
    pub file: KeptFile,
    /// What it is.
    pub came: Came,
}

impl Item {
    /// Words that were pasted or typed: sealed as they came.
    ///
    /// # Errors
    /// When they cannot be kept.
    pub async fn of_words(app: &App, words: &str) -> Result<Self, Problem> {
        let mut file = app.store.file_arrives().await?;
        file.write(words.as_bytes()).await?;
        let file = file.finish("message.txt", app.now()).await?;
        Ok(Self { file, came: Came::Words })
    }

    /// A file: plain text is words, all else is a message or a picture of one.
    pub fn of_file(file: KeptFile) -> Self {
        let is_note = file.name.to_ascii_lowercase().ends_with(".txt");
        let came = if is_note && file.kind == evidence::Kind::Text { Came::Words } else { Came::Saved };
        Self { file, came }
    }
}

/// The token of one of several things that were sent with one form: the first has the form's own.
pub fn token_for(token: &Secret, place: usize) -> Secret {
    if place == 0 {
        return token.clone();
    }
    let digest = Sha256::new_with_prefix(b"one more message v1\0")
        .chain_update(place.to_be_bytes())
        .chain_update(token.reveal().as_bytes())
        .finalize();
    Secret::presented(&BASE64URL_NOPAD.encode(&digest))
}

/// Keeps one message. Whoever is signed in at a member has it in the list of their firm.
///
/// # Errors
/// When it cannot be kept; nothing of it is there then.
pub async fn take(
    app: &App,
    caller: &Caller,
    token: Secret,
    item: Item,
    door: &str,
) -> Result<ReceivedMessage, Problem> {
    let member = caller.signed_in.as_ref().filter(|_| caller.role.is_of_a_member());
    let organisation = match member.and_then(|person| person.organisation) {
        Some(id) => app.store.organisation(id).await?,
        None => None,
    };
    let person = member.map(|person| person.person);
    Ok(keep(app, token, item, door, (organisation, person), &caller.actor()).await?)
}

/// Keeps one message: whose it is, if anybody's, was found out before.
///
/// # Errors
/// When it cannot be kept; nothing of it is there then.
pub(super) async fn keep(
    app: &App,
    token: Secret,
    item: Item,
    door: &str,
    (organisation, person): (Option<Organisation>, Option<PersonId>),
    by: &Actor,
) -> Result<ReceivedMessage, StoreError> {
    let new = NewAskedMessage {
        token,
        file: item.file,
        way: MessageWay { door: door.to_owned(), came: item.came.word().to_owned() },
        organisation: organisation.as_ref().map(|firm| firm.id),
        person,
        borough: organisation.as_ref().map(|firm| firm.borough.clone()).unwrap_or_default(),
        sector: organisation.as_ref().map(|firm| firm.sector.clone()).unwrap_or_default(),
    };
    app.store.receive_message(&new, by, app.now()).await
}

/// Keeps one message, and has it examined at once, behind the answer that says that it was kept.
///
/// # Errors
/// As [`take`].
pub async fn take_and_examine(
    app: &Arc<App>,
    caller: &Caller,
    token: Secret,
    item: Item,
    door: &str,
) -> Result<ReceivedMessage, Problem> {
    let received = take(app, caller, token, item, door).await?;
    let (app, id) = (Arc::clone(app), received.id);
    tokio::spawn(async move { super::examine_now(&app, id).await });
    Ok(received)
}
