//! The lines to paste, built from what was seen of the firm's set-up.
//!
//! Two rules hold for all: a line never takes away a sender that the firm has, and a firm with mail
//! is never told to refuse forged mail before it has watched it and put it with the spam.

use crate::judgement::{PasteLine, Setting};
use crate::providers;
use crate::spf::is_spf;

/// Where lines are pasted when the company is not recognised.
const SOMEWHERE: &str = "the company you rent your name from: the page called DNS";
/// The mailbox that reports go to.
const REPORT_MAILBOX: &str = "dmarc-reports";
/// The mailbox that reports about trouble with delivery go to.
const TROUBLE_MAILBOX: &str = "tls-reports";

/// One line cannot mend it.
pub(super) fn none(_: &Setting) -> Option<PasteLine> {
    None
}

/// A first list of senders: what the recognised mail company asks for, or the firm's own servers.
pub(super) fn spf_new(setting: &Setting) -> Option<PasteLine> {
    let provider = setting.mail_provider.as_deref().and_then(providers::named);
    let value = match provider.and_then(|provider| provider.sends_by(&setting.mail_servers)) {
        Some(term) => format!("v=spf1 {term} ~all"),
        None if setting.mail_servers.is_empty() => return None,
        None => "v=spf1 mx ~all".to_owned(),
    };
    Some(line(setting, "TXT", "", value))
}

/// The firm's list with `~all` for its end.
pub(super) fn spf_soft_end(setting: &Setting) -> Option<PasteLine> {
    let list = setting.spf.as_deref().filter(|list| is_spf(list) && !list.ends_with('…'))?;
    let is_end = |term: &&str| {
        let bare = term.trim_start_matches(['+', '-', '~', '?']);
        bare.eq_ignore_ascii_case("all")
    };
    if list.to_ascii_lowercase().contains("redirect=") {
        return None;
    }
    let mut terms: Vec<&str> = list.split(' ').filter(|term| !term.is_empty() && !is_end(term)).collect();
    terms.push("~all");
    Some(line(setting, "TXT", "", terms.join(" ")))
}

/// A first rule: watch and get reports. A name without mail has nothing to lose and is closed.
pub(super) fn dmarc_new(setting: &Setting) -> Option<PasteLine> {
    let value = if setting.parked {
        "v=DMARC1; p=reject".to_owned()
    } else {
        format!("v=DMARC1; p=none; rua={}", report_address(setting))
    };
    Some(line(setting, "TXT", "_dmarc", value))
}

/// From watching to the next step: reports that arrive, where there are none yet; then the spam folder.
pub(super) fn dmarc_next_step(setting: &Setting) -> Option<PasteLine> {
    if !setting.reports_arrive {
        return dmarc_new(setting);
    }
    let tags = tags(setting)?;
    let tags = tags.into_iter().filter(|(name, _)| !matches!(name.as_str(), "t" | "pct" | "sp" | "np"));
    let value = written(set(tags.collect(), "p", "quarantine"));
    Some(line(setting, "TXT", "_dmarc", value))
}

/// The same rule, for the names below as well.
pub(super) fn dmarc_close_below(setting: &Setting) -> Option<PasteLine> {
    let mut tags = tags(setting)?;
    tags.retain(|(name, value)| !(name == "np" && value.eq_ignore_ascii_case("none")));
    let open = tags.iter().any(|(name, value)| name == "sp" && value.eq_ignore_ascii_case("none"));
    let tags = if open { set(tags, "sp", "quarantine") } else { tags };
    Some(line(setting, "TXT", "_dmarc", written(tags)))
}

/// The same rule without test and share. Where only a share was refused, all of it goes to the
/// spam folder first; a rule under test is at that step already and may come into force.
pub(super) fn dmarc_whole(setting: &Setting) -> Option<PasteLine> {
    let tags = tags(setting)?;
    let shared = tags.iter().any(|(name, _)| name == "pct");
    let tags: Vec<_> = tags.into_iter().filter(|(name, _)| !matches!(name.as_str(), "t" | "pct")).collect();
    let tags = if shared { set(tags, "p", "quarantine") } else { tags };
    Some(line(setting, "TXT", "_dmarc", written(tags)))
}

/// The same rule with reports to a mailbox of the firm's own.
pub(super) fn dmarc_reports_home(setting: &Setting) -> Option<PasteLine> {
    let tags = tags(setting)?;
    let value = written(set(tags, "rua", &report_address(setting)));
    Some(line(setting, "TXT", "_dmarc", value))
}

/// The first closing line; the steps name all three.
pub(super) fn parked(setting: &Setting) -> Option<PasteLine> {
    let closed = |text: &Option<String>, sign: &str| {
        text.as_deref().is_some_and(|text| text.to_ascii_lowercase().replace(' ', "").contains(sign))
    };
    Some(if !closed(&setting.spf, "v=spf1-all") {
        line(setting, "TXT", "", "v=spf1 -all".to_owned())
    } else if !closed(&setting.dmarc, ";p=reject") {
        line(setting, "TXT", "_dmarc", "v=DMARC1; p=reject".to_owned())
    } else {
        line(setting, "MX", "", "0 .".to_owned())
    })
}

/// The company whose certificate the site shows; where that was not looked at, the one that most small sites
/// use.
pub(super) fn caa(setting: &Setting) -> Option<PasteLine> {
    let company = setting.certificates_by.as_deref().unwrap_or("letsencrypt.org");
    Some(line(setting, "CAA", "", format!("0 issue \"{company}\"")))
}

/// The line that lets the company whose certificate the site shows make the next one as well; the lines that
/// are there stay.
pub(super) fn caa_own(setting: &Setting) -> Option<PasteLine> {
    setting.certificates_by.as_ref().and_then(|_| caa(setting))
}

/// The line of a mail company whose lines follow from the firm's name alone. What only the company knows is
/// copied from its pages, never made up.
pub(super) fn dkim(setting: &Setting) -> Option<PasteLine> {
    let (label, value) = match setting.mail_provider.as_deref()? {
        "Fastmail" => ("fm1", format!("fm1.{}.dkim.fmhosted.com", setting.domain.as_ascii())),
        "IONOS" => ("s1-ionos", "s1.dkim.ionos.com".to_owned()),
        _ => return None,
    };
    Some(line(setting, "CNAME", &format!("{label}._domainkey"), value))
}

/// The sign that there is a policy file; the file itself is told in the steps.
pub(super) fn mta_sts(setting: &Setting) -> Option<PasteLine> {
    Some(line(setting, "TXT", "_mta-sts", "v=STSv1; id=1".to_owned()))
}

/// The policy file for the firm's mail servers, in the mode in which nothing is refused.
pub(super) fn mta_sts_file(setting: &Setting) -> Option<String> {
    if setting.mail_servers.is_empty() {
        return None;
    }
    let servers: String = setting.mail_servers.iter().map(|server| format!("mx: {server}\n")).collect();
    Some(format!("version: STSv1\nmode: testing\n{servers}max_age: 86400"))
}

/// Reports about trouble with delivery, to a mailbox of the firm's own.
pub(super) fn tls_rpt(setting: &Setting) -> Option<PasteLine> {
    let value = format!("v=TLSRPTv1; rua=mailto:{TROUBLE_MAILBOX}@{}", setting.domain.as_ascii());
    Some(line(setting, "TXT", "_smtp._tls", value))
}

fn line(setting: &Setting, kind: &str, label: &str, value: String) -> PasteLine {
    let host = setting.name_host.as_deref().and_then(providers::named);
    PasteLine {
        where_: host.map_or(SOMEWHERE, |provider| provider.page).to_owned(),
        kind: kind.to_owned(),
        name: field(setting, label),
        value,
    }
}

/// What goes into the field "name": the part in front of the registered name, or `@`.
fn field(setting: &Setting, label: &str) -> String {
    let registered = setting.domain.registrable();
    let front = setting.domain.as_ascii().strip_suffix(registered.as_ascii()).unwrap_or_default();
    let front = front.trim_end_matches('.');
    match (label, front) {
        ("", "") => "@".to_owned(),
        ("", front) => front.to_owned(),
        (label, "") => label.to_owned(),
        (label, front) => format!("{label}.{front}"),
    }
}

fn report_address(setting: &Setting) -> String {
    format!("mailto:{REPORT_MAILBOX}@{}", setting.domain.as_ascii())
}

/// The tags of the rule that counts, without its version.
fn tags(setting: &Setting) -> Option<Vec<(String, String)>> {
    let rule = setting.dmarc.as_deref().filter(|rule| !rule.ends_with('…'))?;
    let (_, rest) = rule.split_once(';').unwrap_or((rule, ""));
    let tag = |tag: &str| {
        let (name, value) = tag.split_once('=')?;
        Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    };
    Some(rest.split(';').filter_map(tag).collect())
}

/// The tags with one of them set; `p` goes first (RFC 9989, 4.7).
fn set(mut tags: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    match tags.iter_mut().find(|(known, _)| known == name) {
        Some((_, old)) => *old = value.to_owned(),
        None if name == "p" => tags.insert(0, (name.to_owned(), value.to_owned())),
        None => tags.push((name.to_owned(), value.to_owned())),
    }
    tags
}

fn written(tags: Vec<(String, String)>) -> String {
    let mut text = "v=DMARC1".to_owned();
    for (name, value) in tags {
        text.push_str(&format!("; {name}={value}"));
    }
    text
}
