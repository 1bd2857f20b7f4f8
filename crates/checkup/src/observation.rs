//! What an approach saw. Kept as data, so that better rules can judge an old look again.
//!
//! Only what a check needs is here: no page text, no value of a cookie, no person's name from a registry.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::approach::Approach;

/// What one approach came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// What was tried.
    pub of: Approach,
    /// How it ended.
    pub reached: Reached,
    /// What was seen until then.
    pub sight: Sight,
    /// When it was begun.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub milliseconds: u32,
}

/// How an approach ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// The conversation was held to its end.
    Whole,
    /// It was held, and cut short because there was more than we read.
    Cut,
    /// The host refused the connection: nobody listens there.
    Refused,
    /// Nothing came before the deadline.
    TimedOut,
    /// There was no way to the host, or the connection broke.
    Unreachable,
    /// Something came that does not keep to the rules of the conversation.
    Malformed,
    /// We did not dial: the address is not one of the public internet, the owner asked us to stay away, or
    /// all looking is stopped.
    NotAllowed,
    /// We did not dial, or not to the end: we have looked there often enough for now, or the host asked for rest.
    Later,
}

impl Reached {
    /// Did the host tell how things are? Everything else is "could not check".
    pub fn tells(self) -> bool {
        matches!(self, Self::Whole | Self::Cut)
    }

    /// The ending in plain words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Whole => "it told all",
            Self::Cut => "there was more than we read",
            Self::Refused => "nobody listens there",
            Self::TimedOut => "no answer in time",
            Self::Unreachable => "it could not be reached",
            Self::Malformed => "the answer made no sense",
            Self::NotAllowed => "we do not look there",
            Self::Later => "we have looked there often enough for now",
        }
    }
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sight", rename_all = "snake_case")]
pub enum Sight {
    /// Nothing at all.
    Nothing,
    /// A page by plain request.
    Page(PageSeen),
    /// A host by TLS. With the handshake the look has told something; where what follows it was not told in full, the
    /// observation is [`Reached::Cut`], and what is missing then is not known to be absent.
    SecurePage {
        /// The handshake, if it came to one. None where the look told all it could: something is there that
        /// speaks no TLS.
        tls: Option<TlsSeen>,
        /// The answer to `/`, if one was sent.
        page: Option<PageSeen>,
        /// Where `/` redirects to another path of the same host ([`crate::path_on_same_host`]): the answer to
        /// that path, asked for on the same connection. One step of this kind is taken, no more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        landing: Option<Box<PageSeen>>,
        /// The file for people who find a hole (RFC 9116), as sent; none where the host said that there is none.
        security_txt: Option<String>,
    },
    /// The policy file of MTA-STS.
    MailPolicy {
        /// The handshake, if it came to one. A policy counts only with a good certificate (RFC 8461, 3.3).
        tls: Option<TlsSeen>,
        /// The status of the answer.
        status: u16,
        /// The kind of content that the host names.
        content_type: String,
        /// The file.
        text: String,
    },
    /// A mail server.
    MailServer {
        /// Its greeting, without the code.
        greeting: String,
        /// What it offers after EHLO, one keyword with its words each.
        offers: Vec<String>,
        /// How encryption went.
        starttls: StartTls,
    },
    /// A transfer of a zone.
    ZoneTransfer {
        /// The server began to hand over records.
        allowed: bool,
    },
    /// The file with which an owner proves a name.
    ProofFile {
        /// The status of the answer.
        status: u16,
        /// The beginning of the file; a few hundred bytes are enough for its one line.
        text: String,
    },
    /// What the registry says.
    Registration(RegistrationSeen),
    /// Which old versions of TLS were answered.
    OldTls {
        /// Those that the host agreed to.
        accepted: Vec<TlsVersion>,
        /// Those that it refused. What is in neither list could not be told.
        refused: Vec<TlsVersion>,
    },
    /// Which files lay open.
    ExposedFiles {
        /// Paths whose content is what the path says.
        open: Vec<String>,
    },
    /// Which ports were open.
    OpenDoors {
        /// The open ones.
        open: Vec<OpenDoor>,
        /// Those that did not answer at all; a firewall may drop what we send.
        silent: Vec<u16>,
    },
    /// Whether a stranger's letter was taken for a stranger.
    MailRelay {
        /// The server would have taken it.
        accepted: bool,
    },
}

/// A page, as far as checks need it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageSeen {
    /// The status of the answer.
    pub status: u16,
    /// Where the answer sends the visitor, as sent.
    pub location: Option<String>,
    /// The fields that checks read, names in lower case; several values are joined by a line break. What the
    /// page says in itself in place of a field (`<meta http-equiv>`) counts as one. Cookies are not among them.
    pub fields: BTreeMap<String, String>,
    /// The cookies that are set: names and marks, never values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cookies: Vec<CookieSeen>,
    /// The title of the page.
    pub title: Option<String>,
    /// The first heading of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// What the page says that it was made with (`<meta name=generator>`); several makers stand one a line.
    pub generator: Option<String>,
    /// Parts that the page loads without encryption, at most a few; addresses as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub insecure_parts: Vec<String>,
    /// Makers' files that the page refers to with a version, such as `wordpress 6.4.2`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_with: Vec<String>,
    /// The page asks for a password.
    #[serde(default)]
    pub asks_password: bool,
    /// A fingerprint of the page's words: similar pages differ in few bits.
    #[serde(default)]
    pub likeness: u64,
}

/// A cookie without its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CookieSeen {
    /// Its name.
    pub name: String,
    /// Sent only over encryption.
    pub secure: bool,
    /// Hidden from scripts.
    pub http_only: bool,
    /// The `SameSite` word, in lower case.
    pub same_site: Option<String>,
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TlsVersion {
    /// SSL 3 (RFC 6101), broken.
    #[serde(rename = "ssl3")]
    Ssl3,
    /// TLS 1.0, retired by RFC 8996.
    #[serde(rename = "tls1.0")]
    Tls10,
    /// TLS 1.1, retired by RFC 8996.
    #[serde(rename = "tls1.1")]
    Tls11,
    /// TLS 1.2.
    #[serde(rename = "tls1.2")]
    Tls12,
    /// TLS 1.3.
    #[serde(rename = "tls1.3")]
    Tls13,
}

impl TlsVersion {
    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ssl3 => "SSL 3",
            Self::Tls10 => "TLS 1.0",
            Self::Tls11 => "TLS 1.1",
            Self::Tls12 => "TLS 1.2",
            Self::Tls13 => "TLS 1.3",
        }
    }
}

/// A handshake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsSeen {
    /// The version agreed on; none where the host said that it knows no version or cipher of today (an alert
    /// `protocol_version` or `handshake_failure`). Then there are no certificates.
    pub version: Option<TlsVersion>,
    /// The certificates as sent, the host's own first, at most a few.
    pub chain: Vec<CertificateSeen>,
    /// Does the chain lead to a company that browsers trust, its dates left out of account?
    pub trusted: Trust,
    /// Is the certificate made out to the name that was asked for (RFC 9525)?
    pub fits_name: bool,
}

/// Whether a chain leads to a company that browsers trust.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// It does.
    Yes,
    /// The certificate vouches for itself.
    SelfSigned,
    /// The company is unknown, or a link is missing.
    UnknownIssuer,
    /// Another fault, in a few words.
    No(String),
}

/// A certificate (RFC 5280).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateSeen {
    /// To whom, as one line.
    pub subject: String,
    /// By whom, as one line.
    pub issuer: String,
    /// The names that it is made out to, at most a few dozen.
    pub names: Vec<String>,
    /// Good from.
    pub not_before: Timestamp,
    /// Good until.
    pub not_after: Timestamp,
    /// SHA-256 of the whole certificate, in hexadecimal (TLSA selector 0).
    pub sha256: String,
    /// SHA-512 of the whole certificate.
    pub sha512: String,
    /// SHA-256 of its public key information (TLSA selector 1).
    pub key_sha256: String,
    /// SHA-512 of its public key information.
    pub key_sha512: String,
}

/// How encryption with a mail server went (RFC 3207).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartTls {
    /// It is not offered.
    NotOffered,
    /// It is offered and then refused.
    Refused,
    /// It was begun and came to no handshake.
    Failed,
    /// The handshake.
    Done(TlsSeen),
}

/// What the registry says about a name: no person and no address is among it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationSeen {
    /// The registry knows the name.
    pub found: bool,
    /// When it was registered.
    pub registered: Option<Timestamp>,
    /// When it runs out.
    pub expires: Option<Timestamp>,
    /// Status words (RFC 8056), in lower case, such as `client transfer prohibited`.
    pub status: Vec<String>,
    /// The company that the name is rented from.
    pub registrar: Option<String>,
}

/// An open port and how it greets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDoor {
    /// The port.
    pub port: u16,
    /// What stands behind it, by its own greeting; none where it kept silent or made no sense.
    pub service: Option<Service>,
    /// Its greeting, cut short, inert.
    pub greeting: String,
}

/// What can stand behind a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Remote desktop.
    RemoteDesktop,
    /// Shared folders (SMB).
    SharedFolders,
    /// A database of any make.
    Database,
    /// Screen sharing (VNC).
    ScreenSharing,
    /// Telnet.
    Telnet,
    /// Windows remote management.
    RemoteManagement,
    /// A printer.
    Printer,
    /// Shared disks (NFS).
    SharedDisks,
    /// A file server (FTP).
    FileServer,
    /// A secure shell. Whether it takes passwords is said only to somebody who asks to be let in, and we do not.
    Shell,
    /// A secure shell that takes passwords.
    ShellByPassword,
    /// A secure shell by keys only.
    ShellByKey,
    /// The log-in page of a router, firewall, camera or backup box.
    AdminPanel,
    /// A device such as a camera or a controller.
    Device,
}
