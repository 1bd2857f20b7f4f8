//! How the text of a setting becomes its value, and what is said when it does not.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::{LogFormat, Secret};
use probe::TrustAnchor;
use terms::{DomainName, EmailAddress};

/// Who answers questions about names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolver {
    /// Those of this machine's `/etc/resolv.conf`.
    System,
    /// This one.
    At(SocketAddr),
    /// No resolver: the servers of the names themselves, from the root down.
    Recurse,
}

/// A mail server and how to speak to it.
#[derive(Debug, Clone)]
pub struct MailServer {
    /// Name or address.
    pub server: String,
    /// Port.
    pub port: u16,
    /// Name and password, where the server wants them.
    pub sign_in: Option<(String, Secret)>,
    /// From whom letters come.
    pub from: EmailAddress,
}

/// Single sign-on for staff and partners.
#[derive(Debug, Clone)]
pub struct SingleSignOn {
    /// Address of the issuer.
    pub issuer: String,
    /// Our name there.
    pub client: String,
    /// Our secret there.
    pub secret: Secret,
    /// Whether the issuer demands a second factor of everybody.
    pub always_two_factors: bool,
}

/// Reads a length of time such as `30 min`, `36 h` or `14 days`.
pub(super) fn length_of_time(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let seconds = match unit.trim() {
        "s" | "seconds" => 1,
        "min" | "minutes" => 60,
        "h" | "hours" => 3_600,
        "d" | "days" => 86_400,
        _ => 0,
    };
    match number.parse::<u64>().ok().and_then(|n| n.checked_mul(seconds)) {
        Some(seconds) if seconds > 0 => Ok(Duration::from_secs(seconds)),
        _ => Err("write a number and a unit, such as \"30 min\", \"36 h\" or \"14 days\"".into()),
    }
}

/// Reads an address to listen on.
pub(super) fn socket_address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "write an address and a port, such as \"127.0.0.1:8080\" or \"[::1]:8080\"".into())
}

/// Reads where a mail server of ours brings letters: it says who it is to nobody, so it must stand on this machine or in a
/// network of our own.
pub(super) fn beside_us(text: &str) -> Result<SocketAddr, String> {
    let address = socket_address(text)?;
    let is_ours = match address.ip() {
        std::net::IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        std::net::IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    };
    if is_ours {
        Ok(address)
    } else {
        Err("write an address of this machine or of your own network, such as \"127.0.0.1:2400\"; \
             your mail server takes letters from the internet and brings them here"
            .into())
    }
}

/// Reads the protocol of letters that come in.
pub(super) fn post_protocol(text: &str) -> Result<post::Kind, String> {
    match text {
        "lmtp" => Ok(post::Kind::Lmtp),
        "smtp" => Ok(post::Kind::Smtp),
        _ => Err("write \"lmtp\" or \"smtp\"".into()),
    }
}

/// The most addresses of ours for letters.
const MOST_ADDRESSES_OF_OURS: usize = post::MOST_RECIPIENTS;

/// Reads e-mail addresses of the centre's own.
pub(super) fn addresses_of_ours(text: &str) -> Result<Vec<EmailAddress>, String> {
    let all: Vec<&str> = text.split(',').map(str::trim).filter(|one| !one.is_empty()).collect();
    if all.is_empty() || all.len() > MOST_ADDRESSES_OF_OURS {
        return Err(format!(
            "write up to {MOST_ADDRESSES_OF_OURS} e-mail addresses with commas between, or take the line away"
        ));
    }
    all.into_iter().map(email).collect()
}

/// The port of DNS.
const DNS_PORT: u16 = 53;
/// The most servers of a root, and the most keys of it. The internet has 26 addresses and two keys.
const MOST_OF_A_ROOT: usize = 32;

/// Reads the resolver: `system`, `recurse`, or an address with or without a port.
pub(super) fn resolver(text: &str) -> Result<Resolver, String> {
    match text {
        "system" => Ok(Resolver::System),
        "recurse" => Ok(Resolver::Recurse),
        _ => name_server(text)
            .map(Resolver::At)
            .ok_or_else(|| "write \"system\", \"recurse\" or an address, such as \"127.0.0.1:53\"".into()),
    }
}

/// Reads the address of a name server; its port may be left out.
pub(crate) fn name_server(text: &str) -> Option<SocketAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let at_the_usual_port = || bare.parse::<IpAddr>().map(|address| SocketAddr::new(address, DNS_PORT));
    text.parse().or_else(|_| at_the_usual_port()).ok()
}

/// Reads the servers of a root, with commas between them.
pub(super) fn root_servers(text: &str) -> Result<Vec<SocketAddr>, String> {
    list(text, name_server, "an address, such as \"192.0.2.53\" or \"[2001:db8::1]:5353\"")
}

/// Reads the DS records of a root's keys, with commas between them.
pub(super) fn anchors(text: &str) -> Result<Vec<TrustAnchor>, String> {
    list(text, TrustAnchor::parse, "tag, algorithm, digest type and digest of a strong key")
}

fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>, wanted: &str) -> Result<Vec<T>, String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() || parts.len() > MOST_OF_A_ROOT {
        return Err(format!("write up to {MOST_OF_A_ROOT} with commas between, or take the line away"));
    }
    let one = |part: &&str| read(part).ok_or_else(|| format!("{part:?} is not fit; write {wanted}"));
    parts.iter().map(one).collect()
}

/// Reads the public address: scheme and host, nothing behind them. Passkeys and cookies hold
/// to it, so plain `http` is taken for this machine only.
pub(super) fn public_address(text: &str) -> Result<String, String> {
    let text = text.trim_end_matches('/');
    let (scheme, host) = text.split_once("://").unwrap_or_default();
    let bare = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(h, _)| h);
    let fit_for_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if bare.is_empty() || !bare.chars().all(fit_for_host) {
        return Err("write scheme and name, such as \"https://watchhouse.example\"".into());
    }
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if matches!(bare, "localhost" | "127.0.0.1") => Ok(text.to_owned()),
        _ => {
            Err("use https; plain http is for localhost only, because passkeys and cookies need https".into())
        }
    }
}

/// Further hosts of one sign-on provider: the largest providers have two.
const MOST_HOSTS: usize = 8;

/// Reads the address of a feed.
pub(super) fn feed(text: &str) -> Result<String, String> {
    over_tls(text).filter(|address| probe::feed::Feed::at(address).is_ok()).ok_or_else(|| HTTPS.to_owned())
}

/// Reads the address of an issuer.
pub(super) fn issuer(text: &str) -> Result<String, String> {
    over_tls(text).ok_or_else(|| HTTPS.to_owned())
}

const HTTPS: &str = "write an address that begins with \"https://\"";

/// An address over https, or over http on this machine for trials.
fn over_tls(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://").unwrap_or_default();
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let is_local = scheme == "http" && matches!(host, "localhost" | "127.0.0.1");
    ((scheme == "https" || is_local) && !host.is_empty()).then(|| text.to_owned())
}

/// Reads names of hosts with commas between them.
pub(super) fn hosts(text: &str) -> Result<Vec<DomainName>, String> {
    let names: Vec<&str> = text.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.is_empty() || names.len() > MOST_HOSTS {
        return Err(format!("write up to {MOST_HOSTS} names with commas between, or take the line away"));
    }
    let read = |name: &&str| {
        DomainName::parse_bare(name)
            .map_err(|_| format!("{name:?} is no name of a host; write it as in \"keys.provider.example\""))
    };
    names.iter().map(read).collect()
}

/// Reads the form of log lines.
pub(super) fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "auto" => Ok(LogFormat::Auto),
        "human" => Ok(LogFormat::Human),
        "json" => Ok(LogFormat::Json),
        _ => Err("write \"auto\", \"human\" or \"json\"".into()),
    }
}

/// Reads which log lines are wanted.
pub(super) fn log_level(text: &str) -> Result<String, String> {
    match tracing_subscriber::EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => {
            Err("write \"error\", \"warn\", \"info\", \"debug\" or a filter such as \"info,store=debug\""
                .into())
        }
    }
}

/// Reads yes or no.
pub(super) fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("write true or false".into()),
    }
}

/// Reads a whole number of at least one.
pub(super) fn at_least_one<N: std::str::FromStr + PartialOrd + From<u8>>(text: &str) -> Result<N, String> {
    match text.parse::<N>() {
        Ok(number) if number >= N::from(1) => Ok(number),
        _ => Err("write a whole number, at least 1".into()),
    }
}

/// Reads what our requests call themselves: one word of letters, digits, dots, hyphens or slashes, as a product
/// token is (RFC 9110, 10.1.5).
pub(super) fn agent(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    if (1..=60).contains(&text.len()) && text.chars().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("write one word of at most 60 letters, digits, dots, hyphens or slashes, such as \"Watchhouse/1\"".into())
    }
}

/// Reads the address of a page for everybody.
pub(super) fn page(text: &str) -> Result<String, String> {
    let plain = text.len() <= 200 && text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '(' | ')'));
    if text.starts_with("https://") && plain {
        Ok(text.to_owned())
    } else {
        Err("write the whole address of a page, such as \"https://watchhouse.example/looking\"".into())
    }
}

/// Reads addresses with commas between them.
pub(super) fn addresses(text: &str) -> Result<Vec<IpAddr>, String> {
    text.split(',')
        .map(|one| {
            one.trim().parse().map_err(|_| {
                "write addresses with commas between, such as \"192.0.2.7, 2001:db8::7\"".to_owned()
            })
        })
        .collect()
}

/// Reads an e-mail address.
pub(super) fn email(text: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_written_as_people_say_them() {
        assert_eq!(length_of_time("30 min"), Ok(Duration::from_secs(1_800)));
        assert_eq!(length_of_time("36h"), Ok(Duration::from_secs(129_600)));
        assert_eq!(length_of_time("14 days"), Ok(Duration::from_secs(1_209_600)));
        for wrong in ["", "soon", "30", "0 h", "-1 h", "99999999999999999 days"] {
            assert!(length_of_time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_public_address_is_an_origin_and_safe() {
        assert_eq!(public_address("https://wh.example/"), Ok("https://wh.example".into()));
        assert_eq!(public_address("http://localhost:8080"), Ok("http://localhost:8080".into()));
        for wrong in ["wh.example", "http://wh.example", "https://wh.example/pages", "https://"] {
            assert!(public_address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn requests_call_themselves_by_one_plain_word() {
        assert_eq!(agent("Watchhouse/1.0"), Ok("Watchhouse/1.0".into()));
        assert!(agent(&"a".repeat(60)).is_ok());
        for wrong in ["", "Watch house", "a\r\nHost: b", "caf\u{e9}", &"a".repeat(61)] {
            assert!(agent(wrong).is_err(), "{wrong:?}");
        }
        assert!(page("https://wh.example/looking").is_ok());
        for wrong in ["http://wh.example", "https://wh.example/a b", "https://wh.example/)\r\n", "looking"] {
            assert!(page(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(addresses("192.0.2.7, 2001:db8::7").map(|all| all.len()), Ok(2));
        assert!(addresses("192.0.2.7,").is_err());
    }

    #[test]
    fn a_resolver_may_leave_out_its_port() {
        assert_eq!(resolver("::1"), Ok(Resolver::At("[::1]:53".parse().unwrap())));
        assert_eq!(resolver("192.0.2.53:5353"), Ok(Resolver::At("192.0.2.53:5353".parse().unwrap())));
        assert_eq!(resolver("[2001:db8::1]"), Ok(Resolver::At("[2001:db8::1]:53".parse().unwrap())));
        assert_eq!(resolver("system"), Ok(Resolver::System));
        assert_eq!(resolver("recurse"), Ok(Resolver::Recurse));
        assert!(resolver("nearby").is_err());
    }
}
