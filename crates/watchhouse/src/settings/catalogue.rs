//! Every setting is one entry here: its name, what it means, its default, whether it is a
//! secret, and how its text is read. Help, the `settings` command and the checks follow from it.

use super::Settings;
use super::values::{
    addresses, addresses_of_ours, agent, anchors, at_least_one, beside_us, email, feed, hosts, issuer,
    length_of_time, log_format, log_level, page, post_protocol, public_address, resolver, root_servers,
    socket_address, yes_or_no,
};
use super::{LogFormat, Resolver, Secret};

/// One thing that a centre can choose.
pub struct Setting {
    /// Its name in the file: table, dot, key.
    pub name: &'static str,
    /// What it means, in one sentence.
    pub doc: &'static str,
    /// The value where nobody chose one; `None` is "not set".
    pub default: Option<&'static str>,
    /// Whether its value is never shown and never taken from the command line.
    pub secret: bool,
    /// Reads the text into the settings, or says how to write it.
    pub read: fn(&str, &mut Settings) -> Result<(), String>,
}

impl Setting {
    /// Its name in the environment: `mail.server` is `WATCHHOUSE_MAIL_SERVER`.
    pub fn variable(&self) -> String {
        format!("WATCHHOUSE_{}", self.name.to_ascii_uppercase().replace(['.', '-'], "_"))
    }
}

/// The settings before any layer is laid over them; every default in [`CATALOGUE`] follows.
pub(super) fn bare() -> Settings {
    let nowhere = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    Settings {
        centre_name: String::new(),
        public_address: None,
        data_folder: std::path::PathBuf::new(),
        database_url: None,
        listen: nowhere,
        behind_proxy: false,
        metrics_listen: None,
        mail_server: None,
        mail_port: 0,
        mail_user: None,
        mail_password: None,
        mail_from: None,
        single_sign_on_name: String::new(),
        single_sign_on_issuer: None,
        single_sign_on_hosts: Vec::new(),
        single_sign_on_client: None,
        single_sign_on_secret: None,
        single_sign_on_always_two: false,
        resolver: Resolver::System,
        resolver_roots: Vec::new(),
        resolver_anchors: Vec::new(),
        resolver_per_second: 0,
        region_folder: None,
        backup_folder: None,
        backup_keep: 0,
        backup_max_age: std::time::Duration::ZERO,
        log_format: LogFormat::Auto,
        log_level: String::new(),
        session_staff_idle: std::time::Duration::ZERO,
        session_member_idle: std::time::Duration::ZERO,
        session_longest: std::time::Duration::ZERO,
        looking_agent: String::new(),
        looking_page: None,
        looking_addresses: Vec::new(),
        recheck_per_second: 0,
        recheck_visits_per_second: 0,
        lookalikes_feed: None,
        post_listen: None,
        post_protocol: post::Kind::Lmtp,
        post_addresses: Vec::new(),
        post_checked_by: Vec::new(),
        stopped_work: Vec::new(),
    }
}

/// An entry whose value is shown.
const fn open(
    name: &'static str,
    default: Option<&'static str>,
    doc: &'static str,
    read: fn(&str, &mut Settings) -> Result<(), String>,
) -> Setting {
    Setting { name, doc, default, secret: false, read }
}

/// An entry whose value is never shown.
const fn secret(
    name: &'static str,
    doc: &'static str,
    read: fn(&str, &mut Settings) -> Result<(), String>,
) -> Setting {
    Setting { name, doc, default: None, secret: true, read }
}

/// The entry of a stop switch: `work` stands still from the start when it is true.
macro_rules! stop {
    ($name:literal, $work:literal, $doc:literal) => {
        open($name, Some("false"), $doc, |text, s| {
            if yes_or_no(text)? {
                s.stopped_work.push($work);
            } else {
                s.stopped_work.retain(|stopped| *stopped != $work);
            }
            Ok(())
        })
    };
}

/// Reads text that may be anything but empty.
fn words(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err("write something, or take the line away".into()) } else { Ok(text.to_owned()) }
}

/// Every setting, in the order in which they are shown.
pub const CATALOGUE: &[Setting] = &[
    open("centre.name", Some("The Watch House"), "The centre's name on pages and letters.", |t, s| {
        words(t).map(|v| s.centre_name = v)
    }),
    open(
        "centre.address",
        None,
        "The address that people type, such as \"https://watchhouse.example\". Links and passkeys hold to it.",
        |t, s| public_address(t).map(|v| s.public_address = Some(v)),
    ),
    open(
        "data.folder",
        Some("watchhouse-data"),
        "The folder that holds everything the centre knows.",
        |t, s| words(t).map(|v| s.data_folder = v.into()),
    ),
    secret(
        "database.url",
        "A PostgreSQL database instead of the file in the data folder: \"postgres://name:password@host/database\".",
        |t, s| {
            let known = t.starts_with("postgres://") || t.starts_with("postgresql://");
            if !known {
                return Err("write an address that begins with \"postgres://\"".into());
            }
            s.database_url = Some(Secret::new(t));
            Ok(())
        },
    ),
    open("web.listen", Some("127.0.0.1:8080"), "Where the pages are served.", |t, s| {
        socket_address(t).map(|v| s.listen = v)
    }),
    open(
        "web.behind-proxy",
        Some("false"),
        "Whether the centre's own proxy stands before it and tells who asks in X-Forwarded-For.",
        |t, s| yes_or_no(t).map(|v| s.behind_proxy = v),
    ),
    open(
        "metrics.listen",
        None,
        "Where the figures for Prometheus are served; nowhere when not set.",
        |t, s| socket_address(t).map(|v| s.metrics_listen = Some(v)),
    ),
    open(
        "mail.server",
        None,
        "The server through which letters go; without it they wait in the outbox.",
        |t, s| words(t).map(|v| s.mail_server = Some(v)),
    ),
    open("mail.port", Some("587"), "The port of the mail server.", |t, s| {
        at_least_one::<u16>(t).map(|v| s.mail_port = v)
    }),
    open("mail.user", None, "The name to sign in at the mail server.", |t, s| {
        words(t).map(|v| s.mail_user = Some(v))
    }),
    secret("mail.password", "The password to sign in at the mail server.", |t, s| {
        words(t).map(|v| s.mail_password = Some(Secret::new(v)))
    }),
    open("mail.from", None, "The e-mail address from which letters come.", |t, s| {
        email(t).map(|v| s.mail_from = Some(v))
    }),
    open(
        "single-sign-on.name",
        Some("your organisation"),
        "What the button for single sign-on says.",
        |t, s| words(t).map(|v| s.single_sign_on_name = v),
    ),
    open("single-sign-on.issuer", None, "The issuer of OpenID Connect for staff and partners.", |t, s| {
        issuer(t).map(|v| s.single_sign_on_issuer = Some(v))
    }),
    open(
        "single-sign-on.hosts",
        None,
        "Further hosts of the issuer, with commas between, where it gives tokens and keys at other hosts than its own.",
        |t, s| hosts(t).map(|v| s.single_sign_on_hosts = v),
    ),
    open("single-sign-on.client-id", None, "The centre's name at the issuer.", |t, s| {
        words(t).map(|v| s.single_sign_on_client = Some(v))
    }),
    secret("single-sign-on.client-secret", "The centre's secret at the issuer.", |t, s| {
        words(t).map(|v| s.single_sign_on_secret = Some(Secret::new(v)))
    }),
    open(
        "single-sign-on.always-two-factors",
        Some("false"),
        "Whether the issuer lets nobody in without a second factor; if not, its answers must say so.",
        |t, s| yes_or_no(t).map(|v| s.single_sign_on_always_two = v),
    ),
    open(
        "resolver.address",
        Some("system"),
        "Who is asked about domains: \"system\", the address of a resolver that checks DNSSEC, or \"recurse\" for no resolver, but the servers of the domains themselves.",
        |t, s| resolver(t).map(|v| s.resolver = v),
    ),
    open(
        "resolver.roots",
        None,
        "With \"recurse\": the servers at which another root than the internet's begins, with commas between.",
        |t, s| root_servers(t).map(|v| s.resolver_roots = v),
    ),
    open(
        "resolver.anchors",
        None,
        "With resolver.roots: the DS records of that root's keys, with commas between; without any, no seal is checked.",
        |t, s| anchors(t).map(|v| s.resolver_anchors = v),
    ),
    open(
        "resolver.per-second",
        Some("100"),
        "With \"recurse\": how many questions a second one name server gets from us, at most.",
        |t, s| at_least_one::<u32>(t).map(|v| s.resolver_per_second = v),
    ),
    open("region.folder", None, "The folder of another city; London is built in.", |t, s| {
        words(t).map(|v| s.region_folder = Some(v.into()))
    }),
    open(
        "backup.folder",
        None,
        "Where snapshots go; \"backups\" in the data folder when not set.",
        |t, s| words(t).map(|v| s.backup_folder = Some(v.into())),
    ),
    open("backup.keep", Some("14"), "How many snapshots are kept.", |t, s| {
        at_least_one::<u32>(t).map(|v| s.backup_keep = v as usize)
    }),
    open(
        "backup.max-age",
        Some("36 h"),
        "How old the newest good snapshot may be before the centre warns.",
        |t, s| length_of_time(t).map(|v| s.backup_max_age = v),
    ),
    open("log.format", Some("auto"), "\"human\", \"json\", or \"auto\": human on a terminal.", |t, s| {
        log_format(t).map(|v| s.log_format = v)
    }),
    open("log.level", Some("info"), "Which log lines are written.", |t, s| {
        log_level(t).map(|v| s.log_level = v)
    }),
    open(
        "session.staff-idle",
        Some("30 min"),
        "After how long without a click staff and partners sign in again.",
        |t, s| length_of_time(t).map(|v| s.session_staff_idle = v),
    ),
    open(
        "session.member-idle",
        Some("24 h"),
        "After how long without a click members sign in again.",
        |t, s| length_of_time(t).map(|v| s.session_member_idle = v),
    ),
    open("session.longest", Some("14 days"), "After how long everybody signs in again.", |t, s| {
        length_of_time(t).map(|v| s.session_longest = v)
    }),
    open(
        "looking.agent",
        Some("Watchhouse"),
        "What every request to a member's or visitor's machine calls itself, the same each time.",
        |t, s| agent(t).map(|v| s.looking_agent = v),
    ),
    open(
        "looking.page",
        None,
        "The page that explains our requests to whoever sees them; \"/looking\" of this centre when not set.",
        |t, s| page(t).map(|v| s.looking_page = Some(v)),
    ),
    open(
        "looking.addresses",
        None,
        "The addresses from which our requests come, with commas between them; the page shows them.",
        |t, s| addresses(t).map(|v| s.looking_addresses = v),
    ),
    open(
        "recheck.per-second",
        Some("5"),
        "How many members' domains the nightly re-check asks about in one second, at most.",
        |t, s| at_least_one::<u32>(t).map(|v| s.recheck_per_second = v),
    ),
    open(
        "recheck.visits-per-second",
        Some("1"),
        "How many members' websites and mail servers the nightly re-check visits in one second, at most.",
        |t, s| at_least_one::<u32>(t).map(|v| s.recheck_visits_per_second = v),
    ),
    open(
        "lookalikes.feed",
        None,
        "The address of a list of newly registered names, plain or packed with gzip; it is asked every six hours.",
        |t, s| feed(t).map(|v| s.lookalikes_feed = Some(v)),
    ),
    open(
        "post.listen",
        None,
        "Where the centre's own mail server brings letters that somebody doubts, such as \"127.0.0.1:2400\"; nowhere when not set.",
        |t, s| beside_us(t).map(|v| s.post_listen = Some(v)),
    ),
    open(
        "post.protocol",
        Some("lmtp"),
        "Which protocol that mail server speaks: \"lmtp\" or \"smtp\".",
        |t, s| post_protocol(t).map(|v| s.post_protocol = v),
    ),
    open(
        "post.addresses",
        None,
        "The centre's e-mail addresses for such letters, with commas between. Letters to others are refused.",
        |t, s| addresses_of_ours(t).map(|v| s.post_addresses = v),
    ),
    open(
        "post.checked-by",
        None,
        "Names by which the centre's own mail servers sign what they checked of a sender (Authentication-Results), with commas between. Only who is proved so gets an answer by mail.",
        |t, s| hosts(t).map(|v| s.post_checked_by = v),
    ),
    stop!("stop.post", "post", "Whether letters that somebody doubts wait in their folder."),
    stop!("stop.outbox", "outbox", "Whether letters wait instead of going out."),
    stop!("stop.backup", "backup", "Whether nightly snapshots stand still."),
    stop!("stop.recheck", "recheck", "Whether the nightly re-check stands still."),
    stop!("stop.lookalikes", "lookalikes", "Whether names that look like members' are not looked for."),
    stop!(
        "stop.records",
        "records",
        "Whether published records are not fetched, by which messages are proved."
    ),
    stop!("stop.cohorts", "cohorts", "Whether firms are not counted for the city's pages."),
    stop!(
        "stop.public-bodies",
        "public_bodies",
        "Whether public bodies of the region's file are not put in."
    ),
    stop!(
        "stop.group-replies",
        "group-replies",
        "Whether texts to many reporters that were begun wait instead of going on."
    ),
    stop!("stop.report-figures", "report-figures", "Whether the figures of reports stand still."),
    stop!("stop.watching", "watching", "Whether letters about findings are not written."),
    stop!(
        "stop.late-cases",
        "late_cases",
        "Whether late cases stay where they are and nobody is warned of deadlines."
    ),
    stop!("stop.unconfirmed", "unconfirmed", "Whether accounts that nobody confirmed are kept."),
    stop!("stop.retention", "retention", "Whether accounts, files and mailboxes are kept past their time."),
    stop!("stop.expiry", "expiry", "Whether old sessions, codes and imports are kept."),
];
