//! What the registry says about a name (RDAP, RFC 9082 and 9083). The registry is approached, not the firm.
//!
//! Which registry, stands in IANA's list (RFC 9224), which is data of this crate. No person and no address is kept.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::LazyLock;
use std::time::Duration;

use checkup::{Kind, Question, Reached, Record, RecordName, RegistrationSeen, Sight, Trust};
use serde_json::Value;
use terms::{DomainName, Timestamp};
use url::Url;

use super::greeting::plain;
use super::http::{Ask, Reply, Talk};
use super::secure::{Secure, server_name};
use super::{Scout, is_host, refused};

/// The most that is read of an answer, in bytes.
pub(super) const LONGEST_RECORD: usize = 128 * 1024;
/// How often one question is sent on to another registry (RFC 7480, 5.2). Honest ones do it once.
pub(super) const MOST_TURNS: usize = 3;
/// The longest path, query included, that a registry may send us to, in bytes.
const LONGEST_PATH: usize = 512;
/// The most status words that are kept; RFC 8056 knows two dozen.
const MOST_STATUS: usize = 32;
/// How long a registry rests that asks for it without saying how long.
const REST: Duration = Duration::from_secs(60 * 60);

/// The registries: top-level name, then host and path.
static REGISTRIES: LazyLock<HashMap<String, Registry>> =
    LazyLock::new(|| registries(include_str!("../../data/rdap-bootstrap.json")));

/// Where a registry answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Registry {
    host: RecordName,
    /// The path before `domain/`, with a stroke at both ends.
    path: String,
}

/// Reads IANA's list. Registries without TLS are left out.
fn registries(text: &str) -> HashMap<String, Registry> {
    let list: Value = serde_json::from_str(text).unwrap_or_default();
    let mut registries = HashMap::new();
    let strings = |value: Option<&Value>| -> Vec<String> {
        let list = value.and_then(Value::as_array).into_iter().flatten();
        list.filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    for service in list.get("services").and_then(Value::as_array).into_iter().flatten() {
        let registry = strings(service.get(1)).iter().find_map(|url| registry(url));
        let Some(registry) = registry else { continue };
        for name in strings(service.get(0)) {
            registries.insert(name, registry.clone());
        }
    }
    registries
}

fn registry(url: &str) -> Option<Registry> {
    let (host, path) = url.strip_prefix("https://")?.split_once('/')?;
    let path = if path.is_empty() { "/".to_owned() } else { format!("/{}/", path.trim_matches('/')) };
    Some(Registry { host: RecordName::parse(host).ok()?, path })
}

/// The registry of a name: the longest entry that it ends in (RFC 9224, 4).
fn registry_of(domain: &DomainName) -> Option<&'static Registry> {
    let mut rest = domain.as_ascii();
    while let Some((_, above)) = rest.split_once('.') {
        if let Some(registry) = REGISTRIES.get(above) {
            return Some(registry);
        }
        rest = above;
    }
    None
}

impl Registry {
    /// A registry that answers about every name right below its root.
    pub(super) fn of_everything(host: RecordName) -> Self {
        Self { host, path: "/".to_owned() }
    }

    /// Where it answers about a name (RFC 9082, 3.1.3).
    fn place_of(&self, domain: &DomainName) -> Place {
        Place { host: self.host.clone(), path: format!("{}domain/{}", self.path, domain.as_ascii()) }
    }
}

/// Where an answer is: a host that speaks TLS at its usual port, and the whole path with its query.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    host: RecordName,
    path: String,
}

impl Place {
    /// The place that this one sends us on to. None where it is none that we would go to: without TLS, at another
    /// port, at a bare address, with a log-in in it, or of an overlong path.
    fn elsewhere(&self, location: &str) -> Option<Self> {
        let here = Url::parse(&format!("https://{}{}", self.host, self.path)).ok()?;
        let there = here.join(location).ok()?;
        let plain = there.username().is_empty() && there.password().is_none();
        if there.scheme() != "https" || there.port().is_some() || !plain {
            return None;
        }
        let host = there.domain().and_then(|host| RecordName::parse(host).ok()).filter(is_host)?;
        let query = there.query().map(|query| format!("?{query}")).unwrap_or_default();
        let path = format!("{}{query}", there.path());
        (path.len() <= LONGEST_PATH).then_some(Self { host, path })
    }
}

impl Scout {
    /// Asks the registry about a name.
    pub(super) async fn registration(
        &self,
        domain: &DomainName,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        self.0.gate.check_name(&domain.into()).map_err(refused)?;
        let registry = self.0.registry.as_ref().or_else(|| registry_of(domain)).ok_or(Reached::NotAllowed)?;
        let mut place = registry.place_of(domain);
        for _ in 0..=MOST_TURNS {
            let reply = self.ask_registry(&place).await?;
            match reply.status {
                200 if reply.cut => return Err(Reached::Malformed),
                200 => {
                    *sight = Sight::Registration(read(&reply.body, domain).ok_or(Reached::Malformed)?);
                    return Ok(Reached::Whole);
                }
                301 | 302 | 303 | 307 | 308 => {
                    let there = reply.field("location").and_then(|location| place.elsewhere(location));
                    place = there.ok_or(Reached::Malformed)?;
                    self.0.gate.check_name(&place.host).map_err(refused)?;
                }
                404 => {
                    *sight = Sight::Registration(RegistrationSeen::default());
                    return Ok(Reached::Whole);
                }
                429 | 503 => return Err(Reached::Later),
                _ => return Err(Reached::Malformed),
            }
        }
        Err(Reached::Malformed)
    }

    /// One question to one registry, over TLS that is trusted. One that asks for rest has it from now on.
    async fn ask_registry(&self, place: &Place) -> Result<Reply, Reached> {
        let address = self.address_of(&place.host).await?;
        let visit = self.0.gate.visit(address).await.map_err(refused)?;
        let Secure::Line(line, tls) = self.secure_line(&visit, 443, server_name(&place.host)?).await? else {
            return Err(Reached::Malformed);
        };
        // What an impostor says about a name is worth nothing.
        let now = self.0.clock.now();
        let good = |own: &checkup::CertificateSeen| own.not_before <= now && now <= own.not_after;
        if tls.trusted != Trust::Yes || !tls.fits_name || !tls.chain.first().is_some_and(good) {
            return Err(Reached::Malformed);
        }
        let ask = Ask {
            host: place.host.as_str(),
            path: &place.path,
            agent: self.0.introduction.agent.as_str(),
            accept: "application/rdap+json",
            most: LONGEST_RECORD,
        };
        let reply = Talk::begin(*line).await?.get(&ask).await?;
        if matches!(reply.status, 429 | 503) {
            visit.rest(rest(&reply));
        }
        Ok(reply)
    }

    /// The address of a registry, by DNS. It passes the gate like any other.
    async fn address_of(&self, host: &RecordName) -> Result<IpAddr, Reached> {
        let asker = self.0.asker.as_ref().ok_or(Reached::NotAllowed)?;
        for kind in [Kind::A, Kind::Aaaa] {
            let question = Question::new(host.clone(), kind);
            let answers = asker.ask(std::slice::from_ref(&question)).await;
            let address = answers.get(&question).and_then(|answer| {
                answer.records.iter().find_map(|record| match record {
                    Record::A(address) => Some(IpAddr::from(*address)),
                    Record::Aaaa(address) => Some(IpAddr::from(*address)),
                    _ => None,
                })
            });
            if let Some(address) = address {
                return Ok(address);
            }
        }
        Err(Reached::Unreachable)
    }
}

/// How long the registry wants to rest: seconds, as registries write it; a date counts as not said (RFC 9110, 10.2.3).
fn rest(reply: &Reply) -> Duration {
    let seconds = reply.field("retry-after").and_then(|text| text.trim().parse().ok());
    seconds.map_or(REST, Duration::from_secs)
}

/// Reads a registry's answer; none where it is about something else. A part that cannot be read does not spoil the rest.
fn read(body: &[u8], domain: &DomainName) -> Option<RegistrationSeen> {
    let record: Value = serde_json::from_slice(body).ok()?;
    let name = record.get("ldhName").and_then(Value::as_str)?;
    if !name.trim_end_matches('.').eq_ignore_ascii_case(domain.as_ascii()) {
        return None;
    }
    let list = |key: &str| record.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let event = |action: &str| -> Option<Timestamp> {
        let is = |event: &&Value| event.get("eventAction").and_then(Value::as_str) == Some(action);
        list("events").iter().find(is)?.get("eventDate")?.as_str()?.parse().ok()
    };
    let status = list("status").iter().filter_map(Value::as_str).take(MOST_STATUS);
    Some(RegistrationSeen {
        found: true,
        registered: event("registration"),
        expires: event("expiration"),
        status: status.map(|word| plain(&word.to_ascii_lowercase())).collect(),
        registrar: list("entities").iter().find_map(registrar),
    })
}

/// The name of an entity that is the registrar (RFC 9083, 5.1; RFC 7095).
fn registrar(entity: &Value) -> Option<String> {
    let roles = entity.get("roles")?.as_array()?;
    if !roles.iter().any(|role| role.as_str() == Some("registrar")) {
        return None;
    }
    let card = entity.get("vcardArray")?.get(1)?.as_array()?;
    let name = card.iter().find(|line| line.get(0).and_then(Value::as_str) == Some("fn"))?;
    Some(plain(name.get(3)?.as_str()?)).filter(|name| !name.is_empty())
}

/// A registry's answer about a name, and the place that it sends us on to.
#[cfg(feature = "fuzzing")]
pub(super) fn read_for_fuzzing(bytes: &[u8]) {
    if let Ok(domain) = DomainName::parse("bakery.example") {
        read(bytes, &domain);
    }
    if let (Ok(host), Ok(location)) = (RecordName::parse("rdap.example"), std::str::from_utf8(bytes)) {
        let _elsewhere = Place { host, path: "/".to_owned() }.elsewhere(location);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_registries_is_understood() {
        let host = |name: &str| {
            registry_of(&DomainName::parse(name).unwrap()).map(|r| (r.host.to_string(), r.path.clone()))
        };
        assert_eq!(host("bakery.co.uk"), Some(("rdap.nominet.uk".into(), "/uk/".into())));
        assert_eq!(host("bakery.com"), Some(("rdap.verisign.com".into(), "/com/v1/".into())));
        assert_eq!(host("bakery.london"), Some(("rdap.centralnic.com".into(), "/london/".into())));
        assert_eq!(host("bakery.test"), None);
        assert_eq!(REGISTRIES.len(), 1_194, "1,197 names, three of them without TLS");
    }

    #[test]
    fn an_answer_is_read_without_its_people() {
        let body = br#"{"objectClassName":"domain","ldhName":"BAKERY.EXAMPLE","status":["Client Transfer Prohibited",7],
            "events":[{"eventAction":"registration","eventDate":"2019-05-01T09:00:00Z"},{"eventAction":"expiration","eventDate":"2027-05-01T10:00:00+01:00"},3],
            "entities":[{"roles":["registrant"],"vcardArray":["vcard",[["fn",{},"text","Anna Person"]]]},
                        {"roles":["registrar"],"vcardArray":["vcard",[["version",{},"text","4.0"],["fn",{},"text","Names\u001b Ltd"]]]}]}"#;
        let domain = DomainName::parse("bakery.example").unwrap();
        let seen = read(body, &domain).unwrap();
        assert_eq!(
            seen,
            RegistrationSeen {
                found: true,
                registered: Some("2019-05-01T09:00:00Z".parse().unwrap()),
                expires: Some("2027-05-01T09:00:00Z".parse().unwrap()),
                status: vec!["client transfer prohibited".into()],
                registrar: Some("Names Ltd".into()),
            }
        );
        assert!(read(body, &DomainName::parse("other.example").unwrap()).is_none(), "about another name");
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for nonsense in ["", "[]", "{}", "{\"ldhName\":3}", &deep] {
            assert!(read(nonsense.as_bytes(), &domain).is_none());
        }
    }

    #[test]
    fn a_registry_sends_on_to_hosts_that_speak_tls_and_nowhere_else() {
        let here = Place {
            host: RecordName::parse("rdap.nominet.uk").unwrap(),
            path: "/uk/domain/bakery.co.uk".into(),
        };
        let there =
            |location: &str| here.elsewhere(location).map(|place| format!("{}{}", place.host, place.path));
        assert_eq!(
            there("https://RDAP.registrar.example/domain/bakery.co.uk?full=1#top").as_deref(),
            Some("rdap.registrar.example/domain/bakery.co.uk?full=1")
        );
        assert_eq!(
            there("/v2/domain/bakery.co.uk").as_deref(),
            Some("rdap.nominet.uk/v2/domain/bakery.co.uk")
        );
        assert_eq!(there("//other.example:443/d").as_deref(), Some("other.example/d"));
        for nowhere in [
            "http://rdap.registrar.example/domain/bakery.co.uk",
            "https://rdap.registrar.example:8443/domain/bakery.co.uk",
            "https://192.0.2.1/domain/bakery.co.uk",
            "https://[2001:db8::1]/domain/bakery.co.uk",
            "https://2130706433/",
            "https://somebody@rdap.registrar.example/",
            "file:///etc/passwd",
            "https://",
        ] {
            assert_eq!(there(nowhere), None, "{nowhere}");
        }
        let long = |length: usize| format!("/{}", "a".repeat(length - 1));
        assert!(there(&long(LONGEST_PATH)).is_some() && there(&long(LONGEST_PATH + 1)).is_none());
    }

    #[test]
    fn a_registry_says_how_long_it_wants_to_rest() {
        let said = |value: &str| {
            rest(&Reply {
                status: 429,
                fields: vec![("retry-after".into(), value.into())],
                body: vec![],
                cut: false,
            })
        };
        assert_eq!(said("120").as_secs(), 120);
        assert_eq!(said("Fri, 27 Nov 2026 10:00:00 GMT"), REST);
    }
}
