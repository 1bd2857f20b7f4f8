//! The addresses at which the centre answers and those that it asks.

use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::asking::Ask;
use crate::demo::name_server::NameServer;
use crate::figures;
use crate::settings::Settings;
use crate::trouble::Trouble;

/// Takes the address of the pages.
pub(super) async fn listen(at: SocketAddr) -> Result<TcpListener, Trouble> {
    TcpListener::bind(at).await.map_err(|error| taken("web.listen", at, error))
}

/// What to do about an address that cannot be used.
pub(super) fn taken(setting: &str, at: SocketAddr, error: std::io::Error) -> Trouble {
    use std::io::ErrorKind::{AddrInUse, AddrNotAvailable, PermissionDenied};
    let flag = if setting == "web.listen" { "--listen" } else { "--metrics" };
    match error.kind() {
        AddrInUse => Trouble::new(
            format!("another program has the address {at} already"),
            format!("Stop that program, or name another address with {flag} or the setting {setting}."),
        ),
        AddrNotAvailable => Trouble::new(
            format!("{at} is no address of this machine"),
            format!(
                "Name one with {flag} or the setting {setting}; 127.0.0.1 is this machine, 0.0.0.0 all its addresses."
            ),
        ),
        PermissionDenied => Trouble::new(
            format!("this user may not use the port of {at}"),
            format!(
                "Name a port above 1023 with {flag} or the setting {setting}, and put a proxy before it."
            ),
        ),
        _ => Trouble::new(format!("{at} cannot be used"), format!("Name another address with {flag}."))
            .because(error),
    }
}

/// Shows the figures for Prometheus, where the settings name an address for them.
pub(super) async fn show_figures(settings: &Settings, tasks: &mut JoinSet<()>) -> Result<(), Trouble> {
    let Some(at) = settings.metrics_listen else { return Ok(()) };
    let listener = figures::bind(at).await.map_err(|error| taken("metrics.listen", at, error))?;
    let gathered = figures::gather().map_err(|error| {
        Trouble::new("figures cannot be gathered", "Take metrics.listen away and start again.").because(error)
    })?;
    if let Ok(address) = listener.local_addr() {
        tracing::info!(listen = %address, "figures are shown");
    }
    tasks.spawn(figures::keep_up(gathered.clone()));
    tasks.spawn(figures::show(listener, gathered));
    Ok(())
}

/// Who is asked about domains: in the demonstration its own name server, whatever the settings say.
pub(super) fn asked(settings: &Settings, name_server: Option<&NameServer>) -> Ask {
    name_server.map_or_else(|| Ask::as_set(settings), |server| Ask::Resolvers(vec![server.address()]))
}
