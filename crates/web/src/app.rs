//! What every handler can reach, and the few facts about this centre that pages show.

use std::sync::Arc;

use centre::region::Region;
use centre::roles::Role;
use jiff::{SignedDuration, Timestamp};
use store::{SessionLimits, Store};
use terms::edge::{Chance, Clock};

use crate::board::Board;
use crate::guide_shelf::GuideShelf;
use crate::ports::{AskForProof, AskProvider, Examine, LookAtDomain, LookAtLookalike, ShowInert};
use crate::stage::StageSet;

/// Facts about this centre from its settings.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The centre's name as people say it.
    pub centre_name: String,
    /// Scheme, host and port under which people reach the centre, without a slash at the end.
    pub origin: String,
    /// Whether this is a demonstration: one-click sign-in, letters shown instead of sent.
    pub demonstration: bool,
    /// A session ends after this time without a request: people of the centre and partners.
    pub staff_idle: SignedDuration,
    /// A session ends after this time without a request: members.
    pub member_idle: SignedDuration,
    /// A session ends after this time whatever happens.
    pub session_at_most: SignedDuration,
    /// Single sign-on for staff and partners, where the centre has it.
    pub sign_on: Option<SignOn>,
    /// Whether the address of whoever asks stands in `X-Forwarded-For`, set by our own proxy.
    pub behind_proxy: bool,
    /// How we introduce ourselves to the machines that we call at.
    pub introduction: Introduction,
    /// Program version, for the footer of staff pages and the health answer.
    pub version: &'static str,
}

/// How we introduce ourselves to the machines that we call at.
#[derive(Debug, Clone, Default)]
pub struct Introduction {
    /// What every request says of itself, the same each time, with the address of the page that explains it.
    pub agent: String,
    /// The addresses from which we come, as the operator named them.
    pub addresses: Vec<String>,
}

/// The sign-on provider (OpenID Connect) of staff and partners.
#[derive(Clone)]
pub struct SignOn {
    /// What the button says.
    pub name: String,
    /// Issuer address.
    pub issuer: String,
    /// Client id at the provider.
    pub client_id: String,
    /// Client secret at the provider.
    pub client_secret: String,
    /// Whether the provider lets nobody in without a second factor. If not, its answer must say
    /// that two were shown (`amr` or `acr`).
    pub always_two_factors: bool,
}

impl std::fmt::Debug for SignOn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignOn")
            .field("name", &self.name)
            .field("issuer", &self.issuer)
            .finish_non_exhaustive()
    }
}

impl Facts {
    /// How long a session of somebody with this role lives.
    pub fn limits(&self, role: Role) -> SessionLimits {
        let idle = if role.is_of_a_member() { self.member_idle } else { self.staff_idle };
        SessionLimits { idle, absolute: self.session_at_most }
    }

    /// Whether pages travel encrypted, which decides the names and flags of cookies.
    pub fn is_encrypted(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

/// What every handler can reach.
pub struct App {
    /// Everything that is kept.
    pub store: Store,
    /// The city.
    pub region: Arc<Region>,
    /// What goes wrong and what to do: Help now.
    pub guide: GuideShelf,
    /// By what the desk counts: its promises and its hours.
    pub desk: crate::casework::Rules,
    /// What everybody may know of how the desk is doing.
    pub board: Board,
    /// Facts from the settings.
    pub facts: Facts,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub chance: Arc<dyn Chance>,
    /// Looks at domains.
    pub look: Arc<dyn LookAtDomain>,
    /// Looks for proofs of control.
    pub proofs: Arc<dyn AskForProof>,
    /// Looks at names that look like members'.
    pub lookalikes: Arc<dyn LookAtLookalike>,
    /// Searches for names like members' that run or just ran, in memory.
    pub searches: crate::alike::Searches,
    /// Shows what strangers sent.
    pub inert: Arc<dyn ShowInert>,
    /// Examines messages of strangers.
    pub examine: Arc<dyn Examine>,
    /// Carries requests to the sign-on provider.
    pub provider: Arc<dyn AskProvider>,
    /// Looks that are under way or just over, in memory.
    pub looks: crate::pages::check::looks::Looks,
    /// Where reporters stand, in memory.
    pub counter: crate::counter::Counter,
    /// The stage set; in a demonstration only.
    pub stage: Option<Arc<dyn StageSet>>,
    /// How the program itself is doing.
    pub readiness: Arc<dyn crate::ports::TellReadiness>,
}

impl App {
    /// The moment it is now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
