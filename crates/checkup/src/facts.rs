//! Everything that was seen, shortened for the person who knows. All of it is inert text.

use std::net::IpAddr;

use crate::answer::{Answer, Record, inert};
use crate::answers::Answers;
use crate::approach::Approach;
use crate::judgement::{Ending, Fact};
use crate::observation::{
    CertificateSeen, Observation, OpenDoor, PageSeen, RegistrationSeen, Sight, StartTls, TlsSeen, TlsVersion,
    Trust,
};

/// The most lines of a file of a stranger's that are shown.
const MOST_LINES: usize = 20;
/// The longest line that is shown, in characters.
const LONGEST_LINE: usize = 200;

/// Answers of DNS first, then what hosts showed.
pub(crate) fn of(answers: &Answers) -> Vec<Fact> {
    answers.iter().map(of_answer).chain(answers.observations().map(of_observation)).collect()
}

fn of_answer(answer: &Answer) -> Fact {
    let aliases = answer.aliases.iter().map(|alias| format!("CNAME {alias}"));
    let records = answer.records.iter().map(Record::to_string);
    Fact {
        question: answer.question.to_string(),
        outcome: Ending::Dns(answer.outcome),
        records: aliases.chain(records).collect(),
        asked_at: answer.asked_at,
        server: answer.server.clone(),
        milliseconds: answer.milliseconds,
    }
}

fn of_observation(observation: &Observation) -> Fact {
    let server = match &observation.of {
        Approach::Registration { .. } => "the registry".to_owned(),
        other => other.address().as_ref().map(IpAddr::to_string).unwrap_or_default(),
    };
    Fact {
        question: observation.of.to_string(),
        outcome: Ending::Host { host: observation.reached },
        records: lines(&observation.sight).iter().map(|line| short(line)).collect(),
        asked_at: observation.at,
        server,
        milliseconds: observation.milliseconds,
    }
}

/// One inert line, cut to a limit.
fn short(line: &str) -> String {
    let line = inert(line);
    match line.char_indices().nth(LONGEST_LINE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn lines(sight: &Sight) -> Vec<String> {
    match sight {
        Sight::Nothing => Vec::new(),
        Sight::Page(seen) => page(seen),
        Sight::SecurePage { tls, page: seen, landing, security_txt } => {
            let mut all: Vec<String> = tls.iter().flat_map(handshake).collect();
            all.extend(seen.iter().flat_map(page));
            all.extend(landing.iter().flat_map(|landing| page(landing)));
            all.extend(security_txt.iter().flat_map(|text| file("security.txt", text)));
            all
        }
        Sight::MailPolicy { tls, status, content_type, text } => {
            let mut all: Vec<String> = tls.iter().flat_map(handshake).collect();
            all.push(format!("status {status}, {content_type}"));
            all.extend(file("policy", text));
            all
        }
        Sight::MailServer { greeting, offers, starttls } => mail_server(greeting, offers, starttls),
        Sight::ProofFile { status, text } => {
            let mut all = vec![format!("status {status}")];
            all.extend(file("file", text));
            all
        }
        Sight::ZoneTransfer { allowed } => vec![format!("allowed: {allowed}")],
        Sight::Registration(seen) => registration(seen),
        Sight::OldTls { accepted, refused } => {
            vec![format!("accepted: {}", versions(accepted)), format!("refused: {}", versions(refused))]
        }
        Sight::ExposedFiles { open } if open.is_empty() => vec!["none of them lies open".to_owned()],
        Sight::ExposedFiles { open } => open.iter().take(MOST_LINES).cloned().collect(),
        Sight::OpenDoors { open, silent } => doors(open, silent),
        Sight::MailRelay { accepted } => vec![format!("accepted: {accepted}")],
    }
}

fn page(seen: &PageSeen) -> Vec<String> {
    let mut all = vec![format!("status {}", seen.status)];
    let mut say = |what: &str, text: &str| all.push(format!("{what}: {text}"));
    if let Some(location) = &seen.location {
        say("location", location);
    }
    for (name, value) in &seen.fields {
        value.lines().for_each(|line| say(name, line));
    }
    for cookie in &seen.cookies {
        let marks = [(cookie.secure, "Secure"), (cookie.http_only, "HttpOnly")];
        let marks: Vec<&str> = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| *mark).collect();
        say("cookie", &format!("{} {}", cookie.name, marks.join(" ")));
    }
    for (what, text) in [("title", &seen.title), ("generator", &seen.generator)] {
        text.iter().flat_map(|text| text.lines()).for_each(|line| say(what, line));
    }
    seen.made_with.iter().for_each(|mark| say("file of", mark));
    seen.insecure_parts.iter().for_each(|part| say("without encryption", part));
    all
}

fn handshake(seen: &TlsSeen) -> Vec<String> {
    let trust = match &seen.trusted {
        Trust::Yes => "trusted",
        Trust::SelfSigned => "vouches for itself",
        Trust::UnknownIssuer => "unknown issuer",
        Trust::No(fault) => fault,
    };
    let name = if seen.fits_name { "fits the name" } else { "does not fit the name" };
    let version = seen.version.map_or("no version of today", TlsVersion::words);
    let mut all = vec![format!("{version}, {trust}, {name}")];
    all.extend(seen.chain.iter().take(MOST_LINES).map(certificate));
    all
}

fn certificate(seen: &CertificateSeen) -> String {
    let (from, until) = (seen.not_before.strftime("%F"), seen.not_after.strftime("%F"));
    format!("certificate of {} by {}, {from} to {until}", seen.subject, seen.issuer)
}

fn mail_server(greeting: &str, offers: &[String], starttls: &StartTls) -> Vec<String> {
    let mut all = vec![format!("greeting: {greeting}")];
    all.extend(offers.iter().take(MOST_LINES).map(|offer| format!("offers {offer}")));
    match starttls {
        StartTls::NotOffered => all.push("STARTTLS is not offered".to_owned()),
        StartTls::Refused => all.push("STARTTLS is refused".to_owned()),
        StartTls::Failed => all.push("STARTTLS comes to nothing".to_owned()),
        StartTls::Done(tls) => all.extend(handshake(tls)),
    }
    all
}

fn registration(seen: &RegistrationSeen) -> Vec<String> {
    if !seen.found {
        return vec!["not found".to_owned()];
    }
    let day = |moment: &Option<jiff::Timestamp>| moment.map(|moment| moment.strftime("%F").to_string());
    let mut all = Vec::new();
    let dates = [("registered", day(&seen.registered)), ("runs out", day(&seen.expires))];
    all.extend(dates.iter().filter_map(|(what, day)| Some(format!("{what}: {}", day.as_ref()?))));
    all.extend(seen.status.iter().take(MOST_LINES).map(|word| format!("status: {word}")));
    all.extend(seen.registrar.iter().map(|company| format!("registrar: {company}")));
    all
}

fn doors(open: &[OpenDoor], silent: &[u16]) -> Vec<String> {
    let mut all: Vec<String> = open
        .iter()
        .take(MOST_LINES)
        .map(|door| format!("port {} open: {}", door.port, door.greeting))
        .collect();
    if all.is_empty() {
        all.push("no port is open".to_owned());
    }
    let silent: Vec<String> = silent.iter().take(MOST_LINES).map(u16::to_string).collect();
    if !silent.is_empty() {
        all.push(format!("silent: {}", silent.join(", ")));
    }
    all
}

fn file(what: &str, text: &str) -> Vec<String> {
    text.lines().take(MOST_LINES).map(|line| format!("{what}: {line}")).collect()
}

fn versions(list: &[TlsVersion]) -> String {
    if list.is_empty() {
        return "none".to_owned();
    }
    list.iter().map(|version| version.words()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_inert_and_cut_at_the_limit() {
        assert_eq!(short("a\u{1b}b\n"), "a\\027b\\010");
        assert_eq!(short(&"a".repeat(LONGEST_LINE)).len(), LONGEST_LINE);
        assert!(short(&"a".repeat(LONGEST_LINE + 1)).ends_with("a…"));
        assert_eq!(file("x", &"y\n".repeat(MOST_LINES + 1)).len(), MOST_LINES);
    }
}
