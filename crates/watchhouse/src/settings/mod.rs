//! Everything that a centre can choose about the program, read once at start.
//!
//! A value comes from four layers, later ones win: the default in [`catalogue`], the settings
//! file, the environment, the command line. Whatever is wrong in any of them is told at once,
//! with the place where it stands. Nothing downstream sees text: it gets [`Settings`].

pub mod catalogue;
mod layers;
mod values;

pub use layers::{Effective, Fault, Layers, Origin, SettingsFaults, effective};
pub(crate) use values::name_server;
pub use values::{MailServer, Resolver, SingleSignOn};

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use terms::{DomainName, EmailAddress};

/// A text that is never printed: passwords, keys, addresses with passwords in them.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(hidden)")
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

/// The settings as the program uses them: parsed, whole, and consistent.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The centre's name as pages and letters show it.
    pub centre_name: String,
    /// The address that people type, such as `https://watchhouse.example`; passkeys and links hold to it.
    pub public_address: Option<String>,
    /// The folder that holds everything the centre knows.
    pub data_folder: PathBuf,
    /// PostgreSQL instead of the file in the data folder.
    pub database_url: Option<Secret>,
    /// Where the pages are served.
    pub listen: SocketAddr,
    /// Whether a proxy of the centre's own stands before it and tells who asks in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Where the figures for Prometheus are served; not at all when absent.
    pub metrics_listen: Option<SocketAddr>,
    /// Through which server letters go; they stay in the outbox when absent.
    pub mail_server: Option<String>,
    /// Port of the mail server.
    pub mail_port: u16,
    /// Name to sign in at the mail server.
    pub mail_user: Option<String>,
    /// Password to sign in at the mail server.
    pub mail_password: Option<Secret>,
    /// From whom letters come.
    pub mail_from: Option<EmailAddress>,
    /// What the button for single sign-on says.
    pub single_sign_on_name: String,
    /// Issuer of the single sign-on (OpenID Connect).
    pub single_sign_on_issuer: Option<String>,
    /// Further hosts of the same provider, which it names for tokens and keys.
    pub single_sign_on_hosts: Vec<DomainName>,
    /// Our name at the issuer.
    pub single_sign_on_client: Option<String>,
    /// Our secret at the issuer.
    pub single_sign_on_secret: Option<Secret>,
    /// Whether the issuer demands a second factor of everybody.
    pub single_sign_on_always_two: bool,
    /// Who answers questions about names.
    pub resolver: Resolver,
    /// Where another root than the internet's begins, for recursion.
    pub resolver_roots: Vec<SocketAddr>,
    /// The keys of that root.
    pub resolver_anchors: Vec<probe::TrustAnchor>,
    /// The most questions a second to one server, for recursion.
    pub resolver_per_second: u32,
    /// Another city than London.
    pub region_folder: Option<PathBuf>,
    /// Where snapshots go; a folder in the data folder when absent.
    pub backup_folder: Option<PathBuf>,
    /// How many snapshots are kept.
    pub backup_keep: usize,
    /// How old the newest good snapshot may be before the centre warns.
    pub backup_max_age: Duration,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Which log lines are written, as `tracing` filters.
    pub log_level: String,
    /// After how long without a click staff and partners sign in again.
    pub session_staff_idle: Duration,
    /// After how long without a click members sign in again.
    pub session_member_idle: Duration,
    /// After how long everybody signs in again.
    pub session_longest: Duration,
    /// What every request to a stranger's machine calls itself.
    pub looking_agent: String,
    /// The page that explains it; `/looking` of this centre when absent.
    pub looking_page: Option<String>,
    /// The addresses from which looks come, as people see them from outside.
    pub looking_addresses: Vec<IpAddr>,
    /// Members' domains asked about in one second, at most, by the nightly re-check.
    pub recheck_per_second: u32,
    /// Members' websites and mail servers visited in one second, at most, by the nightly re-check.
    pub recheck_visits_per_second: u32,
    /// Where lists of newly registered names are to be had.
    pub lookalikes_feed: Option<String>,
    /// Where the centre's own mail server brings letters that somebody doubts; nowhere when absent.
    pub post_listen: Option<SocketAddr>,
    /// Which protocol it speaks.
    pub post_protocol: post::Kind,
    /// The centre's addresses for such letters.
    pub post_addresses: Vec<EmailAddress>,
    /// Names by which the centre's own mail servers sign what they checked of a sender.
    pub post_checked_by: Vec<DomainName>,
    /// Work that stands still from the start: names of reconcilers.
    pub stopped_work: Vec<&'static str>,
}

impl Settings {
    /// Where the snapshots are.
    pub fn backups(&self) -> PathBuf {
        self.backup_folder.clone().unwrap_or_else(|| self.data_folder.join("backups"))
    }

    /// Where lists of newly seen names are put.
    pub fn new_names(&self) -> PathBuf {
        self.data_folder.join("names")
    }

    /// Where letters lie that came through a pipe or by another program, until they are kept.
    pub fn letters_in(&self) -> PathBuf {
        self.data_folder.join("post")
    }

    /// The address that people type, without a slash at its end; `port` is where pages are served.
    pub fn origin(&self, port: u16) -> String {
        self.public_address.clone().unwrap_or_else(|| format!("http://localhost:{port}"))
    }

    /// How looks introduce themselves: the agent, with the page that explains it, and the addresses.
    pub fn introduction(&self, port: u16) -> web::Introduction {
        let page = self.looking_page.clone().unwrap_or_else(|| format!("{}/looking", self.origin(port)));
        web::Introduction {
            agent: format!("{} (+{page})", self.looking_agent),
            addresses: self.looking_addresses.iter().map(ToString::to_string).collect(),
        }
    }

    /// How looks introduce themselves to hosts; none where the centre has no name on the internet yet: whoever
    /// cannot say who it is visits nobody.
    pub fn scouting(&self, port: u16) -> Option<probe::Introduction> {
        let of_pages = self.public_address.as_deref().and_then(|address| DomainName::parse(address).ok());
        let host = of_pages.or_else(|| self.mail_from.as_ref().map(|from| from.domain().clone()))?;
        let mailbox = self
            .mail_from
            .clone()
            .or_else(|| EmailAddress::parse(&format!("postmaster@{}", host.as_ascii())).ok())?;
        Some(probe::Introduction { agent: self.introduction(port).agent, host, mailbox })
    }

    /// The mail server with everything that is needed to send, or `None` when letters stay here.
    pub fn mail(&self) -> Option<MailServer> {
        let (server, from) = (self.mail_server.clone()?, self.mail_from.clone()?);
        let sign_in = self.mail_user.clone().zip(self.mail_password.clone());
        Some(MailServer { server, port: self.mail_port, sign_in, from })
    }

    /// Single sign-on with everything that is needed, or `None`.
    pub fn single_sign_on(&self) -> Option<SingleSignOn> {
        Some(SingleSignOn {
            issuer: self.single_sign_on_issuer.clone()?,
            client: self.single_sign_on_client.clone()?,
            secret: self.single_sign_on_secret.clone()?,
            always_two_factors: self.single_sign_on_always_two,
        })
    }
}
