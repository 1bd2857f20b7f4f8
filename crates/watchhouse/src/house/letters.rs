//! Where letters that somebody doubts come in.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use post::{Kind, Listener, Maildir};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use web::App;

use super::addresses::taken;
use crate::settings::Settings;
use crate::trouble::Trouble;
use crate::work::{IntoFolder, TakeLetters};

/// The mailbox of a demonstration for such letters.
const MAILBOX: &str = "real";
/// The name by which a demonstration's mail server would sign what it checked.
const CHECKER: &str = "mx";

/// The way in for letters, open.
pub(super) struct LettersIn {
    /// What empties the folder.
    pub work: TakeLetters,
    /// Where letters are taken, and to which address; only where the centre has a listener.
    pub open_at: Option<(SocketAddr, String)>,
}

/// Opens the folder of letters, and the listener where there is one. A demonstration has one on a free port of this machine, so
/// that a visitor can send it a letter.
pub(super) async fn letters_in(
    settings: &Settings,
    is_demonstration: bool,
    app: &Arc<App>,
    tasks: &mut JoinSet<()>,
) -> Result<LettersIn, Trouble> {
    let folder = Maildir::open(&settings.letters_in()).map_err(|error| {
        Trouble::new(error.to_string(), "Let the user who runs this program write in the data folder.")
    })?;
    let host = app.region.centre.mail.rsplit('@').next().unwrap_or_default().to_owned();
    let mut ours: Vec<String> = settings.post_addresses.iter().map(ToString::to_string).collect();
    let mut trusted: Vec<String> =
        settings.post_checked_by.iter().map(|name| name.as_ascii().to_owned()).collect();
    let (mut at, mut kind) = (settings.post_listen, settings.post_protocol);
    if is_demonstration && at.is_none() {
        (at, kind) = (Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))), Kind::Smtp);
        ours.push(format!("{MAILBOX}@{host}"));
        trusted.push(format!("{CHECKER}.{host}"));
    }
    let desk =
        IntoFolder { folder: folder.clone(), clock: Arc::clone(&app.clock), chance: Arc::clone(&app.chance) };
    let work = TakeLetters { folder, trusted, app: Arc::clone(app) };
    let Some(at) = at else { return Ok(LettersIn { work, open_at: None }) };
    let Some(first) = ours.first().cloned() else {
        return Err(Trouble::new(
            "post.listen is set, but the centre has no address for letters",
            "Name one with the setting post.addresses, such as \"real@your.domain\".",
        ));
    };
    let socket = TcpListener::bind(at).await.map_err(|error| taken("post.listen", at, error))?;
    let address = socket.local_addr().map_err(|error| taken("post.listen", at, error))?;
    let listener = Listener::new(kind, &host, &ours, desk);
    tasks.spawn(async move {
        if let Err(error) = listener.serve(socket).await {
            tracing::error!(%error, "letters are not taken in any more");
        }
    });
    tracing::info!(listen = %address, "letters are taken in");
    Ok(LettersIn { work, open_at: Some((address, first)) })
}
