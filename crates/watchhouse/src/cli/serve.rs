//! `watchhouse serve`: opens the centre, and closes it in order.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use terms::edge::{Chance, Clock};

use crate::demo::{MOST_MEMBERS, USUAL_MEMBERS, USUAL_SEED};
use crate::house::{Demonstration, House, Told};
use crate::settings::Settings;
use crate::trouble::Trouble;

/// Open the centre: pages, programming interface, background work.
#[derive(Debug, Args)]
pub struct Serve {
    /// Open a demonstration: an invented city with its own name server and hosts; letters are shown, not sent.
    #[arg(long)]
    pub demo: bool,
    /// How many members the invented city has.
    #[arg(long, requires = "demo", default_value_t = USUAL_MEMBERS, value_parser = clap::value_parser!(u64).range(0..=MOST_MEMBERS))]
    pub members: u64,
    /// The same seed makes the same city.
    #[arg(long, requires = "demo", default_value_t = USUAL_SEED)]
    pub seed: u64,
    /// Where the demonstration's name server answers; port 0 takes a free one.
    #[arg(long, requires = "demo", value_name = "ADDR", default_value_t = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0))]
    pub names: SocketAddr,
    /// So many invented reports of one wave come in when it opens.
    #[arg(long, requires = "demo", hide = true, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=i64::from(crate::demo::wave::MOST_REPORTS)))]
    pub wave: u32,
    /// Where the pages are served, such as 127.0.0.1:8080.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
    /// Where the figures for Prometheus are served.
    #[arg(long, value_name = "ADDR")]
    pub metrics: Option<String>,
}

impl Serve {
    /// The flags that are short forms of settings.
    pub fn settings(&self) -> Vec<(String, String)> {
        let flags = [("web.listen", &self.listen), ("metrics.listen", &self.metrics)];
        flags.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))).collect()
    }
}

/// Opens the centre and serves until it is told to stop.
///
/// # Errors
/// When something that it needs is missing or taken; each says what to do.
pub async fn serve(
    args: Serve,
    mut settings: Settings,
    data_was_chosen: bool,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    crate::logs::start(settings.log_format, &settings.log_level, Arc::clone(&clock));
    let mut told = Told::listen()?;
    let demonstration =
        args.demo.then_some(Demonstration { members: args.members, seed: args.seed, names: args.names });
    // A demonstration leaves nothing behind unless it was given a folder of its own.
    let passing = match (&demonstration, data_was_chosen) {
        (Some(_), false) => Some(PassingFolder::make(chance.as_ref())?),
        _ => None,
    };
    if let Some(folder) = &passing {
        settings.data_folder.clone_from(&folder.0);
    }
    let house = tokio::select! {
        house = House::open(settings, demonstration, clock, chance) => house?,
        () = told.come() => return Ok(ExitCode::SUCCESS),
    };
    house.receive_wave(args.wave).await?;
    writeln!(out, "Watchhouse is open at {}", house.origin())?;
    for line in house.welcome().await? {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    house.serve_until(async move { told.come().await }).await?;
    Ok(ExitCode::SUCCESS)
}

/// A folder that goes when the demonstration ends.
struct PassingFolder(PathBuf);

impl PassingFolder {
    fn make(chance: &dyn Chance) -> Result<Self, Trouble> {
        let number = u64::from_le_bytes(terms::edge::random(chance));
        let folder = std::env::temp_dir().join(format!("watchhouse-demonstration-{number:016x}"));
        std::fs::create_dir(&folder).map_err(|error| {
            Trouble::new(
                format!("no folder for the demonstration can be made in {}", std::env::temp_dir().display()),
                "Name a folder with --data.",
            )
            .because(error)
        })?;
        Ok(Self(folder))
    }
}

impl Drop for PassingFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(folder = %self.0.display(), error = %error, "the demonstration's folder stayed behind");
        }
    }
}
