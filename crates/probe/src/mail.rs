//! Letters on their way out: one letter, one mail server, one plain answer.
//!
//! The outbox decides when a letter goes and how often; here it only goes. A letter is plain
//! text with nothing in it that tells whether it was read. Its Message-ID comes from the outbox
//! and stays the same at every attempt: when the line breaks after the letter was handed over
//! and before the server said so, nobody knows whether it went, the outbox tries again, and the
//! receiving side can tell the second copy by its id. That window is the only one in which a
//! letter can arrive twice.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use lettre::address::AddressError;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use terms::{EmailAddress, Timestamp};

/// How long one letter may take, from the first packet to the server's last word. A server that
/// slows down its guests on purpose takes up to half a minute.
pub const LONGEST_DELIVERY: Duration = Duration::from_secs(60);
/// How long the server may take to pick up.
const LONGEST_DIAL: Duration = Duration::from_secs(15);
/// The port on which TLS is spoken from the first byte (RFC 8314, section 3.3).
const PORT_OF_IMPLICIT_TLS: u16 = 465;

/// A mail server that takes our letters.
#[derive(Clone)]
pub struct MailServer {
    /// Its name, against which its certificate is checked, or an address of this machine.
    pub name: String,
    /// Its port: 587 with STARTTLS, 465 with TLS from the start, 25 on this machine.
    pub port: u16,
    /// Name and password, where it wants them.
    pub sign_in: Option<(String, String)>,
    /// From whom letters come.
    pub from: EmailAddress,
    /// The sender's name as the reader sees it.
    pub from_name: String,
}

/// A letter as the outbox keeps it.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its id without angle brackets, the same at every attempt: `id@our.domain`.
    pub message_id: String,
    /// Who gets it.
    pub to: EmailAddress,
    /// The line at its top.
    pub subject: String,
    /// The letter, plain text.
    pub text: String,
    /// When it was written.
    pub written: Timestamp,
}

/// Why a letter did not go. The server's own words may hold addresses of people: they are
/// kept for the outbox's page in [`NotSent::said`] and are not part of the message in logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the letter did not go: {reason}{}", code.map(|c| format!(" ({c})")).unwrap_or_default())]
pub struct NotSent {
    /// Whether another attempt can help.
    pub again: Again,
    /// What happened, in words without personal data.
    pub reason: &'static str,
    /// The reply code of the server (RFC 5321, section 4.2), where it gave one.
    pub code: Option<u16>,
    /// What the server said. May hold personal data; never logged.
    pub said: String,
}

/// Whether another attempt can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Yes, later: the line was bad, the server busy, or our settings wrong.
    Later,
    /// No: this letter will not be taken.
    Never,
}

/// Sends one letter and says whether the server took it.
///
/// TLS is demanded unless the server is this machine itself.
///
/// # Errors
/// [`NotSent`], which says whether another attempt can help.
pub async fn send(server: &MailServer, letter: &Letter) -> Result<(), NotSent> {
    let message = message(server, letter)?;
    let transport = transport(server)?;
    match tokio::time::timeout(LONGEST_DELIVERY, transport.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(refusal(&error)),
        Err(_) => Err(NotSent {
            again: Again::Later,
            reason: "the mail server did not finish in time",
            code: None,
            said: String::new(),
        }),
    }
}

fn transport(server: &MailServer) -> Result<AsyncSmtpTransport<Tokio1Executor>, NotSent> {
    let on_this_machine = server.name == "localhost"
        || server.name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let parameters = || {
        TlsParameters::new(server.name.clone()).map_err(|error| NotSent {
            again: Again::Later,
            reason: "the name of the mail server cannot be in a certificate",
            code: None,
            said: error.to_string(),
        })
    };
    let tls = match server.port {
        PORT_OF_IMPLICIT_TLS => Tls::Wrapper(parameters()?),
        _ if on_this_machine => Tls::None,
        _ => Tls::Required(parameters()?),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.name)
        .port(server.port)
        .tls(tls)
        .timeout(Some(LONGEST_DIAL))
        .hello_name(ClientId::Domain(server.from.domain().as_ascii().to_owned()));
    if let Some((name, password)) = &server.sign_in {
        builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
    }
    Ok(builder.build())
}

fn message(server: &MailServer, letter: &Letter) -> Result<Message, NotSent> {
    let malformed = |said: String| NotSent {
        again: Again::Never,
        reason: "the letter cannot be written as e-mail",
        code: None,
        said,
    };
    let mailbox = |name: Option<String>, address: &EmailAddress| {
        let address: Result<Address, AddressError> = address.to_string().parse();
        address.map(|address| Mailbox::new(name, address)).map_err(|error| malformed(error.to_string()))
    };
    // Vacation programs must not answer a machine (RFC 3834, section 5).
    let from_a_machine =
        HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    Message::builder()
        .from(mailbox(Some(server.from_name.clone()), &server.from)?)
        .to(mailbox(None, &letter.to)?)
        .subject(&letter.subject)
        .message_id(Some(format!("<{}>", letter.message_id)))
        .date(SystemTime::from(letter.written))
        .raw_header(from_a_machine)
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())
        .map_err(|error| malformed(error.to_string()))
}

fn refusal(error: &lettre::transport::smtp::Error) -> NotSent {
    let code = error.status().map(u16::from);
    let (again, reason) = match code {
        // The address, its mailbox or the letter is refused (RFC 5321, section 4.2.3; RFC 7504; RFC 7505).
        Some(550..=556 | 521) => (Again::Never, "the mail server refuses this letter"),
        Some(400..=499) => (Again::Later, "the mail server cannot take it now"),
        // Everything else with a 5 in front is between the server and our settings, not the letter's fault.
        Some(530..=539) => (Again::Later, "the mail server does not accept our name and password"),
        Some(_) => (Again::Later, "the mail server does not understand us"),
        None if error.is_tls() => (Again::Later, "the mail server offers no safe line"),
        None => (Again::Later, "the line to the mail server broke"),
    };
    NotSent { again, reason, code, said: error.to_string() }
}
