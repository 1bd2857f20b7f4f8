//! The conversation: what to ask next, and what the answers come to.
//!
//! Both walk the same way through the evidence. Where an answer is missing, [`next`] asks for it
//! and [`judge`] says that the check could not be made; so the two can never disagree about what
//! a judgement needs.

use jiff::Timestamp;
use terms::{DomainName, Finding, Promise};

use crate::answer::inert;
use crate::answers::Answers;
use crate::approach::Approach;
use crate::case::{Case, Gap, Report};
use crate::dns::Ground;
use crate::judgement::{Judgement, NotChecked, Setting};
use crate::level::Level;
use crate::question::Question;
use crate::seal::BrokenSeal;
use crate::site::Website;
use crate::{
    bimi, caa, catalogue, dane, dkim, dmarc, dns, doors, facts, mail_server, mta_sts, mx, parked, providers,
    registration, seal, site, software, spf, standing, tls_rpt, web, zone_transfer,
};

/// The most questions that are asked about one name. A tidy firm needs about fifteen; a hostile
/// zone cannot make us ask more than this.
pub const MOST_QUESTIONS: usize = 64;
/// The most approaches that are made for one name, registry and mail servers included.
pub const MOST_APPROACHES: usize = 24;
/// The longest `seen` of a finding, in characters.
const LONGEST_SEEN: usize = 300;

/// What has to be learned before more can be said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Questions to DNS. All of them may be asked at the same time.
    pub questions: Vec<Question>,
    /// Approaches to hosts, none of them above the level of the look.
    pub approaches: Vec<Approach>,
}

impl Wanted {
    /// Is the look over?
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty() && self.approaches.is_empty()
    }
}

/// What is still wanted for a look of this level; nothing when the look is over.
///
/// Answers of any outcome count: a question that timed out is answered with "timed out" and is not
/// asked again, and so with approaches.
pub fn next(domain: &DomainName, answers: &Answers, level: Level) -> Wanted {
    let mut case = Case::open(domain, answers, level, None);
    examine(&mut case);
    let room = MOST_QUESTIONS.saturating_sub(answers.len());
    let hosts = MOST_APPROACHES.saturating_sub(answers.observations().count());
    let (questions, approaches) = case.into_wanted();
    Wanted {
        questions: questions.into_iter().take(room).collect(),
        approaches: approaches.into_iter().take(hosts).collect(),
    }
}

/// What the answers come to. Never fails: what is missing or broken becomes a finding or a check
/// that could not be made. The same answers, level and time give the same judgement. Checks above the
/// level are not spoken of, but for the promises that rest on them.
pub fn judge(domain: &DomainName, answers: &Answers, level: Level, now: Timestamp) -> Judgement {
    let mut case = Case::open(domain, answers, level, Some(now));
    let (report, setting) = examine(&mut case);
    let mut findings: Vec<(usize, Finding)> = report
        .failing()
        .map(|(entry, severity, seen)| {
            let finding =
                Finding { check: entry.id.to_owned(), severity, promise: entry.promise, seen: shorten(seen) };
            (catalogue::place(entry, severity), finding)
        })
        .collect();
    findings.sort_by_key(|(place, _)| *place);
    let findings: Vec<Finding> = findings.into_iter().map(|(_, finding)| finding).collect();
    let not_checked = report
        .missing()
        .filter(|(entry, _)| entry.level <= level)
        .map(|(entry, gap)| NotChecked { check: entry.id.to_owned(), reason: gap.words().to_owned() })
        .collect();
    let promises = Promise::ALL.iter().map(|promise| standing::of(*promise, level, &report)).collect();
    let next = findings.first().and_then(|finding| catalogue::remedy(&finding.check, &setting));
    let facts = facts::of(case.answers());
    Judgement {
        domain: domain.clone(),
        level,
        judged_at: now,
        findings,
        promises,
        next,
        not_checked,
        setting,
        facts,
    }
}

/// One walk through all evidence.
fn examine(case: &mut Case<'_>) -> (Report, Setting) {
    let mut report = Report::begun(case.now.is_some());
    let mut setting = Setting::of(case.name);
    let ground = dns::look(case, &mut report);
    setting.name_servers = dns::servers(case);
    match ground {
        Ground::Firm => {}
        Ground::Silent => {
            report.gap(every_check(), Gap::NameSilent);
            return (report, setting);
        }
        Ground::Sealed(broken) => {
            tell_broken(case, &mut report, &mut setting, broken);
            return (report, setting);
        }
    }
    // A resolver that does not check seals shows a name whose seal is broken; those who check do not see it.
    if let Some(broken) = seal::look(case, &mut report) {
        let mut report = Report::begun(case.now.is_some());
        tell_broken(case, &mut report, &mut setting, Some(broken));
        return (report, setting);
    }
    registration::look(case, &mut report);
    zone_transfer::look(case, &mut report);
    setting.certificates_by = caa::look(case, &mut report).map(str::to_owned);
    web::look(case, &mut report);
    let website = site::look(case, &mut report);
    if let Website::None = website {
        report.remark(Promise::WebsiteIsSafe, "There is no website at this name.");
    }
    software::look(&mut report, &website);
    let mail = mx::look(case, &mut report);
    mail_server::look(case, &mut report, &mail);
    doors::look(case, &mut report, &mail);
    dkim::look(case, &mut report, &mail);
    mta_sts::look(case, &mut report, &mail);
    tls_rpt::look(case, &mut report, &mail);
    dane::look(case, &mut report, &mail);
    let senders = spf::look(case, &mut report);
    let rule = dmarc::look(case, &mut report);
    bimi::look(case, &mut report, &rule);
    setting.parked = parked::look(case, &mut report, &mail, &senders, &rule);
    setting.mail_servers = mail.map(|mail| mail.names()).unwrap_or_default();
    setting.name_host = providers::of_name_servers(&setting.name_servers).map(|p| p.name.to_owned());
    setting.mail_provider = providers::of_mail_servers(&setting.mail_servers).map(|p| p.name.to_owned());
    setting.spf_counts = senders.as_ref().ok().and_then(|senders| senders.counts);
    setting.spf = senders.ok().and_then(|senders| senders.record).map(|text| shorten(&inert(&text)));
    setting.dmarc = rule.ok().and_then(|rule| rule.record).map(|text| shorten(&inert(&text)));
    let reports = ["dmarc-no-reports", "dmarc-reports-not-authorised", "dmarc-reports-bad-address"];
    setting.reports_arrive = setting.dmarc.is_some() && !reports.iter().any(|check| report.fails(check));
    (report, setting)
}

/// A name with a broken seal has this one finding: nothing else that was read is certain.
fn tell_broken(case: &Case<'_>, report: &mut Report, setting: &mut Setting, broken: Option<BrokenSeal>) {
    let general = || format!("{} answers only when its seal is ignored", case.apex);
    setting.seal_fault = broken.as_ref().map(|broken| broken.fault);
    report.found("dnssec-bogus", broken.map_or_else(general, |broken| broken.seen));
    report.gap(every_check(), Gap::SealBroken);
}

/// Every check that a look at the name itself makes.
fn every_check() -> impl Iterator<Item = &'static str> {
    catalogue::all().filter(|entry| entry.is_of_a_look()).map(|entry| entry.id)
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST_SEEN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
