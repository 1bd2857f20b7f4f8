//! What works in the background, and with what.

use std::sync::Arc;

use centre::ledger::Actor;
use centre::region::Region;
use probe::mail::MailServer;
use store::{NewPublicBody, Store};
use terms::edge::{Chance, Clock};
use web::App;
use web::casework::Rules;
use web::telling::Writer;

use super::signed;
use crate::looking::Looker;
use crate::opening::of_store;
use crate::settings::Settings;
use crate::trouble::Trouble;
use crate::work::{
    BackUp, CountCohorts, CountReports, ExamineMessages, Expire, ExpireUnconfirmed, FetchRecords,
    FinishReplies, KnowPublicBodies, LateCases, Lookalikes, MailAdvisories, NewNames, Outbox, Post, Recheck,
    Reconciler, Retain, SignHeads, Watch,
};

/// Everything that works in the background.
pub(super) fn reconcilers(
    settings: &Settings,
    demonstration: bool,
    (region, desk): (&Region, &Rules),
    look: Arc<Looker>,
    chance: &Arc<dyn Chance>,
    writer: Writer,
    bodies: Vec<NewPublicBody>,
) -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(Outbox { post: post(settings, demonstration) }),
        Arc::new(BackUp {
            folder: settings.backups(),
            keep: settings.backup_keep,
            time_zone: region.time_zone.clone(),
        }),
        Arc::new(Recheck {
            look: look.clone(),
            proofs: look.clone(),
            chance: Arc::clone(chance),
            per_second: settings.recheck_per_second,
            visits_per_second: settings.recheck_visits_per_second,
        }),
        Arc::new(FetchRecords {
            lists: crate::examine::lists(),
            ask: look.clone(),
            chance: Arc::clone(chance),
            per_second: settings.recheck_per_second,
        }),
        Arc::new(Lookalikes {
            folder: settings.new_names(),
            feed: settings.lookalikes_feed.as_deref().and_then(|address| NewNames::at(address).ok()),
            world: look.clone(),
            proofs: look,
            chance: Arc::clone(chance),
            per_second: settings.recheck_visits_per_second,
        }),
        Arc::new(KnowPublicBodies { bodies }),
        Arc::new(CountCohorts { time_zone: region.time_zone.clone() }),
        Arc::new(LateCases {
            rules: desk.clone(),
            centre: writer.centre.clone(),
            origin: writer.origin.clone(),
        }),
        Arc::new(MailAdvisories { writer: writer.clone() }),
        Arc::new(Watch { writer }),
        Arc::new(ExpireUnconfirmed),
        Arc::new(Expire { session_idle: signed(settings.session_longest) }),
        Arc::new(Retain::default()),
        Arc::new(SignHeads),
    ]
}

/// What goes on with the desk's own work, by casework's rules.
pub(super) fn of_the_desk(app: &Arc<App>) -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(FinishReplies { app: Arc::clone(app) }),
        Arc::new(ExamineMessages { app: Arc::clone(app) }),
        Arc::new(CountReports::new(Arc::clone(app))),
    ]
}

fn post(settings: &Settings, demonstration: bool) -> Post {
    match (demonstration, settings.mail()) {
        (true, _) => Post::Demonstration,
        (false, None) => Post::NotSet,
        (false, Some(mail)) => Post::Server(Box::new(MailServer {
            name: mail.server,
            port: mail.port,
            sign_in: mail.sign_in.map(|(name, password)| (name, password.reveal().to_owned())),
            from: mail.from,
            from_name: settings.centre_name.clone(),
        })),
    }
}

/// Letters bear the name of the host that sends them: of the sender's address, or of the pages.
pub(super) async fn name_letters(
    store: &Store,
    settings: &Settings,
    clock: &dyn Clock,
) -> Result<(), Trouble> {
    const HOST: &str = "mail.host";
    let of_pages = || {
        let host = settings.public_address.as_deref()?.split("://").nth(1)?;
        Some(host.split(':').next().unwrap_or(host).to_owned())
    };
    let of_sender = settings.mail_from.as_ref().map(|from| from.domain().as_ascii().to_owned());
    let Some(host) = of_sender.or_else(of_pages) else { return Ok(()) };
    let host = serde_json::Value::from(host);
    if store.setting(HOST).await.map_err(of_store)?.as_ref() != Some(&host) {
        store.set_setting(HOST, &host, &Actor::CommandLine, clock.now()).await.map_err(of_store)?;
    }
    Ok(())
}

/// A stop switch in the settings stops the work as a person would; it is let go on its page.
pub(super) async fn stop_from_the_start(
    store: &Store,
    settings: &Settings,
    name: &'static str,
    clock: &dyn Clock,
) -> Result<(), Trouble> {
    if !settings.stopped_work.contains(&name) {
        return Ok(());
    }
    store.know_reconciler(name, clock.now()).await.map_err(of_store)?;
    let stopped =
        store.progress().await.map_err(of_store)?.iter().any(|work| work.name == name && work.stopped);
    if !stopped {
        store.stop_work(name, &Actor::CommandLine, clock.now()).await.map_err(of_store)?;
    }
    Ok(())
}
