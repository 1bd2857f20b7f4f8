//! A run over all members: the same look and the same keeping as in the night, many at a time.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use centre::ledger::Actor;
use cohort::{Opened, RunFolder};
use probe::Gate;
use probe::gate::Pace as GatePace;
use store::{DueAsset, Store, StoreError};
use terms::edge::{Chance, Clock};
use tokio::task::JoinSet;
use web::consent::When;

use super::pace::Pace;
use super::{CityCheck, said};
use crate::asking::Ask;
use crate::looking::{Looker, Promises};
use crate::opening::{of_store, open_existing};
use crate::settings::Settings;
use crate::trouble::Trouble;
use crate::work::{One, Seen};

/// Domains read from the records at one time.
const A_PAGE: u32 = 500;
/// Looks at the same time. Their keeping waits for one writer, so that more would only wait.
const AT_ONCE: usize = 48;
/// What such a run is about, where a list has its fingerprint.
const FINGERPRINT: &str = "members";

/// Looks at the records of every member's domain that was not looked at since the run began.
pub(super) async fn check(
    args: CityCheck,
    settings: &Settings,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    if args.store.is_some() {
        return Err(Trouble::new(
            "members are counted by the centre itself",
            "Leave --store out: looks at members are kept in the centre's records, and counted every night.",
        ));
    }
    let store = open_existing(settings, Arc::clone(&chance)).await?;
    let ended = run(args, settings, &store, clock, chance, out).await;
    store.close().await;
    ended
}

async fn run(
    args: CityCheck,
    settings: &Settings,
    store: &Store,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    let to = args.to.unwrap_or_else(|| settings.data_folder.join("members.looks"));
    let (folder, opened) = RunFolder::open(&to, FINGERPRINT, env!("CARGO_PKG_VERSION"), clock.now())
        .map_err(|error| {
            Trouble::new("the run cannot be begun", "Name another folder with --to.").because(error)
        })?;
    let since = folder.manifest.started;
    if opened == Opened::GoesOn {
        writeln!(out, "The run of {since} goes on.")?;
    }
    // Name servers of strangers hear the same promises as in the night.
    let gate = Gate::internet(GatePace::default());
    let promises = Promises { store: store.clone(), wishes: gate.wishes().clone() };
    let ask = args.ask.named().unwrap_or_else(|| Ask::as_set(settings)).minding(gate.wishes());
    let look = Looker::open(ask, None, promises, Arc::clone(&clock), Arc::clone(&chance)).await?;
    let look = Arc::new(look);
    let all = store.domains_unseen_since(since).await.map_err(of_store)?;
    let bar = said::bar(all, 0);
    let mut pace = Pace::of(args.rate);
    let mut tasks: JoinSet<Result<Option<Seen>, StoreError>> = JoinSet::new();
    let mut told = Told::default();
    let mut after = None;
    loop {
        let page = store.page_unseen_since(since, after, A_PAGE).await.map_err(of_store)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for asset in page {
            pace.turn().await;
            if tasks.len() >= AT_ONCE {
                told.add(tasks.join_next().await)?;
                bar.inc(1);
            }
            tasks.spawn(one(
                store.clone(),
                Arc::clone(&look),
                Arc::clone(&clock),
                Arc::clone(&chance),
                asset,
            ));
        }
    }
    while let Some(ended) = tasks.join_next().await {
        told.add(Some(ended))?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    writeln!(
        out,
        "{} domains of members were looked at; {} had changed; {} were left alone.",
        told.looked, told.changed, told.alone
    )?;
    // The run is over: the next one begins anew.
    let manifest = folder.file("manifest.json");
    std::fs::remove_file(&manifest).with_context(|| format!("{} cannot be taken away", manifest.display())).map_err(
        |error| Trouble::new("the run cannot be ended", "Take the file away by hand.").because(error),
    )?;
    Ok(ExitCode::SUCCESS)
}

async fn one(
    store: Store,
    look: Arc<Looker>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    asset: DueAsset,
) -> Result<Option<Seen>, StoreError> {
    let by = Actor::CommandLine;
    let one =
        One { store: &store, look: look.as_ref(), proofs: look.as_ref(), chance: chance.as_ref(), by: &by };
    one.look(&asset, When::Records, clock.now(), || clock.now()).await
}

#[derive(Debug, Default)]
struct Told {
    looked: u64,
    changed: u64,
    alone: u64,
}

impl Told {
    fn add(
        &mut self,
        ended: Option<Result<Result<Option<Seen>, StoreError>, tokio::task::JoinError>>,
    ) -> Result<(), Trouble> {
        match ended {
            None => {}
            Some(Ok(Ok(Some(seen)))) => {
                self.looked += 1;
                self.changed += u64::from(seen.changed);
            }
            Some(Ok(Ok(None))) => self.alone += 1,
            // A domain that its member took out meanwhile is not there to be looked at.
            Some(Ok(Err(StoreError::NoSuch(_)))) => {}
            Some(Ok(Err(error))) => return Err(of_store(error)),
            Some(Err(error)) => {
                return Err(Trouble::new(
                    "a look ended early",
                    "Start the run again: it goes on where it was.",
                )
                .because(error));
            }
        }
        Ok(())
    }
}
