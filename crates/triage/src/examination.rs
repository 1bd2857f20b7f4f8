//! What an examination says. It crosses the pipe of the child process as JSON and is kept with the message, so a change here
//! raises [`Examination::RULES`].

use serde::{Deserialize, Serialize};

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// One decisive signal, or two independent families agree.
    Scam,
    /// Something is wrong with it.
    Suspicious,
    /// Nothing decides. Absence of bad signs is this, never the next.
    CannotTell,
    /// Positive proof: really sent by the organisation that it names, every link is that organisation's, and it asks for nothing.
    LooksGenuine,
}

/// One reason, as a member reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Id of the signal in the catalogue, such as `identity.claims-brand`.
    pub signal: String,
    /// One plain sentence with its evidence in it, defanged.
    pub sentence: String,
    /// Weight in hundredths of the threshold of *suspicious*; negative speaks for the message.
    pub weight: i32,
}

/// Which evidence the answer rests on, said to the member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The whole message, with all its proofs.
    Whole,
    /// The header lines are there, the signatures cannot hold any more.
    Headers,
    /// Only what a forward copied: who really sent it cannot be seen.
    Copied,
    /// Words alone.
    Words,
    /// A picture's words.
    Picture,
}

/// Who really sent it, as far as it could be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Checked {
    /// Proved by us from records that we hold: really sent by this domain.
    SentBy {
        /// The domain, in ASCII.
        domain: String,
    },
    /// The reporter's own mail provider says that it was sent by this domain.
    ProviderSays {
        /// The domain, in ASCII.
        domain: String,
        /// The provider's server.
        provider: String,
    },
    /// The domain's own rules say that it did not send this.
    NotSentBy {
        /// The domain, in ASCII.
        domain: String,
    },
    /// Could not be checked: never shown as good.
    NotChecked,
}

/// Authentication in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    /// The answer.
    pub checked: Checked,
    /// One plain sentence.
    pub sentence: String,
    /// Keys that were missing here: `(domain, selector)` of signatures in the sender's own name. They are a stranger's words: the
    /// program holds them against its lists, and asks for none because of one message.
    pub wanted: Vec<(String, String)>,
}

/// What kind of thing an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorKind {
    /// Web address.
    Url,
    /// Domain.
    Domain,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Sort code and account.
    Account,
    /// IBAN.
    Iban,
    /// Wallet of a crypto currency.
    Wallet,
    /// Name on a platform.
    Handle,
    /// IP address.
    Ip,
    /// SHA-256 of an enclosure.
    File,
    /// Reference number that the message names.
    Reference,
}

/// Whose an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Whoever sent the message: may be shared and matched.
    Sender,
    /// The organisation that it claims to be, or another well-known one: never shared as bad.
    WellKnown,
    /// The reporter's own: never judged, never shared, never kept as an indicator.
    Reporter,
}

/// Something by which the sender can be recognised again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Indicator {
    /// Kind.
    pub kind: IndicatorKind,
    /// Canonical value, for matching only, personal tokens removed. Never shown.
    pub value: String,
    /// Value as it may be shown: defanged.
    pub shown: String,
    /// Whose it is.
    pub role: Role,
}

/// Keys by which messages of one wave find each other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CampaignKeys {
    /// MinHash of three-word shingles of the normalised text; empty if there are too few words.
    pub words: Vec<u32>,
    /// Hash of the skeleton of the HTML; none if there is little.
    pub skeleton: Option<u64>,
    /// Exact keys, such as `host:…`, `phone:…`, `wallet:…`, `reply:…`.
    pub exact: Vec<String>,
    /// Whether it comes from a genuine sender of bulk mail, whose groups never inherit a bad verdict.
    pub genuine_bulk: bool,
}

/// What the person does next. The words stand in the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Do not answer, press or pay; then delete.
    LeaveIt,
    /// Ask the organisation by a way that you already know.
    AskByKnownWay,
    /// Ring the person by a number that you already have, before any payment or change of bank details.
    RingBeforePaying,
    /// Send it again as an attachment, so that we can see who really sent it.
    SendAsAttachment,
    /// It looks genuine: still go to the site by the way you always do.
    UseUsualWay,
}

/// Where to report it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Forward the text message to 7726.
    Text7726,
    /// Forward the mail to report@phishing.gov.uk.
    NcscMail,
    /// The firm's bank: 159.
    Bank,
    /// The platform on which it came.
    Platform,
    /// The organisation's own reporting address, from the brand book.
    Organisation,
}

/// All that is said of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examination {
    /// Version of the rules that said so.
    pub rules: u32,
    /// The answer.
    pub verdict: Verdict,
    /// Score in hundredths of the threshold of *suspicious*: 100 is suspicious.
    pub score: i32,
    /// At most three, strongest first.
    pub reasons: Vec<Reason>,
    /// Everything else that was noticed, strongest first: shown behind a fold.
    pub details: Vec<Reason>,
    /// Which evidence it rests on.
    pub evidence: Evidence,
    /// Id of the organisation that it claims to be, of the brand book.
    pub claims: Option<String>,
    /// That organisation's name, as people write it.
    pub claims_name: Option<String>,
    /// Who really sent it.
    pub authentication: Authentication,
    /// One next thing.
    pub next: Next,
    /// Where to report it, first the best.
    pub routes: Vec<Route>,
    /// Whether the reporter's own words say that they already pressed, paid or gave a password: leads to Help now.
    pub already: Vec<Already>,
    /// By what the sender can be recognised again.
    pub indicators: Vec<Indicator>,
    /// Keys of its wave.
    pub keys: CampaignKeys,
    /// Subject as it may be shown: defanged, invisible characters removed, cut.
    pub subject: String,
    /// Sender as it may be shown: defanged.
    pub sender: String,
    /// First words of the message as they may be shown: defanged, cut.
    pub excerpt: String,
    /// What could not be read, each a plain sentence.
    pub unread: Vec<String>,
}

/// What the reporter says has already happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Already {
    /// Pressed a link or opened a file.
    Clicked,
    /// Paid, or gave bank or card details.
    Paid,
    /// Gave a password or a code.
    GavePassword,
    /// Let somebody into the computer.
    LetThemIn,
}

impl Examination {
    /// Version of the rules and of this shape.
    pub const RULES: u32 = 2;
}
