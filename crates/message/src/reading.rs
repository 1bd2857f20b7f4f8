//! The words of a reading. Engines after this one know nothing of MIME, of forwards, or of markup.

use std::collections::BTreeSet;
use std::ops::Range;

/// The way in which bytes came to us. It decides what is the message and what is only its envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Came {
    /// By mail to an address of the centre: the outer mail is the reporter's own and is never judged.
    SentToUs,
    /// As a file of the message itself (`.eml`, `.msg`, `.emlx`, one message of an mbox, source copied from "show original").
    Saved,
    /// As words that somebody pasted or typed: a text message, a chat, or mail copied from the screen.
    Words,
}

impl Came {
    /// Its word in columns, lines and files.
    pub fn word(self) -> &'static str {
        match self {
            Self::SentToUs => "sent_to_us",
            Self::Saved => "saved",
            Self::Words => "words",
        }
    }

    /// The way of a word; a saved message where the word is none of ours.
    pub fn of_word(word: &str) -> Self {
        [Self::SentToUs, Self::Words].into_iter().find(|came| came.word() == word).unwrap_or(Self::Saved)
    }
}

/// In which shape the message stood in what came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Untouched: what came is the message, byte for byte.
    Whole,
    /// Untouched inside another mail, as an attachment.
    Attached,
    /// Copied into another mail by a mail program, in the dialect of that program.
    Inline(Dialect),
    /// Words alone: there is no header.
    Words,
}

/// Which program's habit of forwarding was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Gmail, on the web and on telephones.
    Gmail,
    /// Outlook, on desktops, the web and telephones.
    Outlook,
    /// Apple Mail, on Macs and telephones.
    Apple,
    /// Another program with a block of headers in the text.
    Other,
}

/// Which proofs of origin survived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kept {
    /// None: words, or an inline forward. Who sent it is what the words claim.
    Nothing,
    /// The visible header lines only, as somebody's program copied them.
    Copied,
    /// All header lines, but the body or lines were changed on the way (a list, a gateway), so that signatures cannot hold.
    Headers,
    /// Everything: signatures can be verified again.
    Everything,
}

/// A sender or recipient as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mailbox {
    /// The name beside the address, decoded, with invisible characters still in it. Empty if there is none.
    pub name: String,
    /// The address, as written, trimmed. Empty if there is none. It need not be a proper address.
    pub address: String,
}

/// The header lines that engines look at, decoded. Lists keep the order of the message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers {
    /// All mailboxes of all `From` lines; more than one is already telling.
    pub from: Vec<Mailbox>,
    /// `Sender`.
    pub sender: Option<Mailbox>,
    /// `Reply-To`.
    pub reply_to: Vec<Mailbox>,
    /// `Return-Path`, as the receiving server wrote it.
    pub return_path: Option<String>,
    /// `To` and `Cc`: the reporter's own data, never judged and never shared.
    pub to: Vec<Mailbox>,
    /// `Subject`, decoded.
    pub subject: String,
    /// `Date` as seconds since 1970, if it can be read.
    pub date: Option<i64>,
    /// `Message-ID` without brackets.
    pub message_id: Option<String>,
    /// Whether it says to be an answer (`In-Reply-To`, `References`). Anybody can write that.
    pub answers: bool,
    /// `List-Id` or `List-Unsubscribe` is there.
    pub list: bool,
    /// `List-Unsubscribe` targets, as written.
    pub unsubscribe: Vec<String>,
    /// `Received` lines, newest first.
    pub hops: Vec<Hop>,
    /// `Authentication-Results` lines, topmost first, each with the server that says it. Only the topmost can be a provider's word.
    pub results: Vec<ProviderResult>,
    /// Domains and selectors of `DKIM-Signature` lines, in order, unverified.
    pub signatures: Vec<(String, String)>,
    /// `X-Mailer` or `User-Agent`.
    pub mailer: Option<String>,
}

/// One `Received` line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hop {
    /// Name that the sending side gave (HELO).
    pub helo: Option<String>,
    /// Address from which it was received, if the receiving server wrote one.
    pub from_ip: Option<std::net::IpAddr>,
    /// Server that received it.
    pub by: Option<String>,
    /// Seconds since 1970.
    pub at: Option<i64>,
}

/// What one server claims to have checked (RFC 8601).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProviderResult {
    /// The server's name for itself (`authserv-id`).
    pub server: String,
    /// `spf=`, with the domain that it was asked for.
    pub spf: Option<(String, String)>,
    /// `dkim=` results, each with the signing domain.
    pub dkim: Vec<(String, String)>,
    /// `dmarc=`, with the domain of `From`.
    pub dmarc: Option<(String, String)>,
}

/// The body as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// The visible words of the newest message, lines separated by `\n`, without hidden text and without quoted history.
    pub text: String,
    /// Quoted history below the newest message, as far as it was recognised.
    pub history: String,
    /// Texts that a person would not see, with how each was hidden.
    pub hidden: Vec<Hidden>,
    /// Whether there was HTML at all.
    pub html: bool,
    /// What the plain-text part said, if there was HTML beside it.
    pub plain_twin: Option<String>,
    /// Tags of the HTML in order, for likeness of templates: `table>tr>td>a…`, cut at a limit.
    pub skeleton: String,
    /// Pictures that are shown (attached or remote); remote ones are never fetched.
    pub pictures: u32,
    /// Whether there is a form with a field to fill in.
    pub asks_in_form: bool,
    /// Whether there is script, or an address that is script.
    pub script: bool,
}

/// A text that a person would not see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The words.
    pub text: String,
    /// How they were hidden.
    pub how: Hiding,
}

/// How words were hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hiding {
    /// `display:none`, `visibility:hidden`, `hidden`, zero height, off the page.
    NotShown,
    /// Letters of no size.
    Tiny,
    /// Letters of the colour of the ground.
    SameColour,
    /// Characters without width inside words.
    ZeroWidth,
    /// Comments or conditional parts that only some programs show.
    Comment,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it goes, as written, with entities decoded and whitespace removed.
    pub target: String,
    /// What a person sees to press; empty for a picture without words.
    pub shown: String,
    /// Where it stood.
    pub place: Place,
}

/// Where a link stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// As an address in the visible text.
    Text,
    /// Behind words.
    Words,
    /// Behind a picture.
    Picture,
    /// Where a form sends what is filled in.
    Form,
    /// In what is not seen, or loaded without a press (pictures, styles).
    Unseen,
}

/// A part that is not the body. Its bytes are decoded from their transfer encoding and not looked at here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Name that the message gives to it; may be empty.
    pub name: String,
    /// Type that the message claims, lower case, such as `application/pdf`.
    pub declared: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Whether the body shows it in its place (`cid:`).
    pub shown_in_body: bool,
}

/// What is wrong with the form of a message. None of these is a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// Two readers of MIME see different senders, subjects, bodies or attachments.
    ReadersDisagree,
    /// Two `From`, `Subject`, `Date` or `Content-Type` lines.
    DoubledHeader,
    /// No `From`, or one without an address.
    NoSender,
    /// Parts nested deeper than [`crate::MOST_DEPTH`].
    TooDeep,
    /// More parts than [`crate::MOST_PARTS`].
    TooManyParts,
    /// More bytes than [`crate::MOST_BYTES`], or a part that was cut.
    Cut,
    /// Broken encoding, boundary or character set.
    Broken,
    /// A zero byte or bare control characters in header lines.
    ControlCharacters,
    /// Another script's look-alike letters inside one word of name or subject.
    MixedScripts,
    /// Characters without width, or that turn the direction of writing, in name, subject or file name.
    InvisibleCharacters,
    /// The plain text and the HTML say different things.
    TwinsDiffer,
    /// A part is encrypted (S/MIME, PGP) and could not be read.
    Encrypted,
    /// Nothing in it could be read as a message.
    NotAMessage,
}

/// A message, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// In which shape it stood.
    pub way: Way,
    /// Which proofs survived.
    pub kept: Kept,
    /// Who forwarded it to us and what that person wrote above it, when it came as mail; never judged, never shared.
    pub reporter: Option<Reporter>,
    /// Header lines of the message in question.
    pub headers: Headers,
    /// What a person sees.
    pub body: Body,
    /// Links, in order of place.
    pub links: Vec<Link>,
    /// Parts that are not the body.
    pub enclosures: Vec<Enclosure>,
    /// What is wrong with its form.
    pub flags: BTreeSet<Flag>,
    /// Where the message in question stands in the bytes that came, if it stands there untouched ([`Way::Whole`], [`Way::Attached`] without encoding).
    pub untouched: Option<Range<usize>>,
}

/// The person who forwarded the message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reporter {
    /// Their own mailbox, as the outer mail claims.
    pub mailbox: Mailbox,
    /// What they wrote above the forward ("Is this real? I already paid").
    pub note: String,
}
