//! The demonstration's hosts: web, mail and name servers of the invented firms, behind one listener on loopback.
//!
//! The gate tells for whom each call is ([`probe::gate::Exchange`]); whoever calls without having been announced is
//! hung up on. Certificates are made when somebody comes by, signed by an authority that follows from the seed, that
//! only the demonstration's gate trusts and that is never written down.

mod certificates;
mod doors;
pub mod mail;
mod transfer;
mod web;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use probe::gate::{Exchange, Pace};
use probe::{Gate, Roots};
use terms::edge::Clock;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use self::certificates::Authority;
use super::stage::Stage;
use crate::trouble::Trouble;

/// Conversations at one moment; others wait in the socket's queue.
const MOST_CONVERSATIONS: usize = 64;
/// How long a conversation may take as a whole.
const LONGEST_CONVERSATION: Duration = Duration::from_secs(30);
/// Looks at the city's hosts need no pause: they are none but ours, and nobody waits behind them.
const PACE: Pace = Pace {
    between: Duration::ZERO,
    patience: Duration::from_secs(30),
    most_an_hour: u32::MAX,
    most_a_day: u32::MAX,
    most_at_once: MOST_CONVERSATIONS,
};

/// The running hosts. They stop when they are dropped.
pub struct Hosts {
    gate: Gate,
    roots: Roots,
    calls: Arc<Calls>,
    _task: JoinSet<()>,
}

impl Hosts {
    /// Starts to take calls.
    ///
    /// # Errors
    /// When this machine gives no socket, or no certificates can be made.
    pub async fn start(stage: Arc<Stage>, clock: Arc<dyn Clock>) -> Result<Self, Trouble> {
        let trouble = || {
            Trouble::new(
                "the demonstration's hosts cannot answer on this machine",
                "Free some memory and ports, and start again.",
            )
        };
        let authority = Authority::new(stage.names().seed()).map_err(|error| trouble().because(error))?;
        let roots = Roots::only(&[authority.certificate()]).map_err(|error| trouble().because(error))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(|e| trouble().because(e))?;
        let at = listener.local_addr().map_err(|error| trouble().because(error))?;
        let calls = Arc::new(Calls { stage: Arc::clone(&stage), announced: Mutex::default() });
        let gate = Gate::to_exchange(PACE, at, calls.clone()).map_err(|error| trouble().because(error))?;
        let house = Arc::new(House { stage, clock, authority });
        let mut task = JoinSet::new();
        task.spawn(take_calls(listener, Arc::clone(&calls), house));
        Ok(Self { gate, roots, calls, _task: task })
    }

    /// The only gate that leads here, and that leads nowhere else.
    pub fn gate(&self) -> Gate {
        self.gate.clone()
    }

    /// The authority that signs the hosts' certificates, and no other.
    pub fn roots(&self) -> Roots {
        self.roots.clone()
    }

    /// Calls that were announced and did not come yet.
    pub fn waiting(&self) -> usize {
        self.calls.announced.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// What every conversation needs.
struct House {
    stage: Arc<Stage>,
    clock: Arc<dyn Clock>,
    authority: Authority,
}

/// Who can be called, and for whom the next calls are. At most one call waits for each port of this machine.
struct Calls {
    stage: Arc<Stage>,
    announced: Mutex<HashMap<SocketAddr, (IpAddr, u16)>>,
}

impl Exchange for Calls {
    fn takes(&self, address: IpAddr, port: u16) -> bool {
        self.stage.takes(address, port)
    }

    fn announce(&self, from: SocketAddr, address: IpAddr, port: u16) {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).insert(from, (address, port));
    }

    fn hang_up(&self, from: SocketAddr) {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).remove(&from);
    }
}

impl Calls {
    fn for_whom(&self, from: SocketAddr) -> Option<(IpAddr, u16)> {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).remove(&from)
    }
}

async fn take_calls(listener: TcpListener, calls: Arc<Calls>, house: Arc<House>) {
    let places = Arc::new(Semaphore::new(MOST_CONVERSATIONS));
    let mut open = JoinSet::new();
    loop {
        while open.try_join_next().is_some() {}
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, from)) = listener.accept().await else { continue };
        let Some((address, port)) = calls.for_whom(from) else { continue };
        let house = Arc::clone(&house);
        open.spawn(async move {
            // A conversation that broke off is the caller's to notice.
            let _ended =
                tokio::time::timeout(LONGEST_CONVERSATION, talk(stream, &house, address, port)).await;
            drop(place);
        });
    }
}

async fn talk(stream: TcpStream, house: &House, address: IpAddr, port: u16) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    match port {
        25 => mail::serve(stream, house, address).await,
        53 => transfer::serve(stream, house).await,
        80 => web::serve(stream, house, address, port).await,
        443 => web::serve_secure(stream, house, address).await,
        _ => match house.stage.open_door(address, port) {
            Some(door) => doors::serve(stream, house, address, door).await,
            None => Ok(()),
        },
    }
}
