//! An account comes in: report, case and receipt, in one act of the store.

use centre::account::{Account, First, first};
use centre::case::{Actor, Case, Deed, Event};
use centre::clock::Duty;
use centre::ledger;
use centre::playbook::{Answer, Question};
use centre::problem;
use centre::wave::observables;
use jiff::civil::Time;
use store::{KeptFile, Manner, NewObservable, NewReport, ReceivedReport, Reporter, RetentionRule, Secret};
use terms::{OrganisationId, Timestamp};

use super::at::At;
use super::place::place;
use super::written::write;
use crate::app::App;
use crate::problem::Problem;

/// An account as its form has it.
#[derive(Debug, Clone)]
pub struct Telling<'a> {
    /// The token of its draft, or a new one.
    pub token: Secret,
    /// How much of the reporter is kept.
    pub manner: Manner,
    /// Who gives it.
    pub reporter: Option<Reporter>,
    /// The member whose report it is.
    pub member: Option<OrganisationId>,
    /// By which door: `web`, `phone`, `api`, `partner`.
    pub channel: &'a str,
    /// What it is about.
    pub problem: &'a problem::Problem,
    /// The borough's code; empty when it was not said.
    pub borough: String,
    /// What was said.
    pub account: Account,
    /// Files beside those of the draft.
    pub files: Vec<KeptFile>,
}

/// Receives an account. The first steps were shown before it was asked for, so their clock stops at once.
///
/// # Errors
/// [`Problem`] when something is too much or the store fails: nothing was kept then, and the draft is still there.
pub async fn receive(app: &App, telling: Telling<'_>, by: &ledger::Actor) -> Result<ReceivedReport, Problem> {
    receive_at(At::of(app), telling, by).await
}

/// The same at a moment of one's own.
///
/// # Errors
/// As [`receive`].
pub async fn receive_at(
    desk: At<'_>,
    telling: Telling<'_>,
    by: &ledger::Actor,
) -> Result<ReceivedReport, Problem> {
    if telling.problem.is_signpost_only() {
        return Err(Problem::not_found());
    }
    telling.account.check().map_err(|fault| Problem::does_not_fit(fault.to_string()))?;
    let at = desk.store.kept_moment(desk.now, telling.manner != Manner::Named);
    let deeds = first_deeds(desk, &telling, at)?;
    let mut events = Vec::with_capacity(deeds.len());
    let mut new = Vec::with_capacity(deeds.len());
    for (by, deed, words) in deeds {
        new.push(write(at, &by, &deed, words.as_deref())?);
        events.push(Event { at, by, deed });
    }
    let case = Case::after(&events);
    let readings = desk.rules.readings(&case, &events, at);
    let rule = if telling.member.is_some() { RetentionRule::Member } else { RetentionRule::Citizen };
    let observables = linked_by(desk, &telling);
    let report = NewReport {
        token: telling.token,
        manner: telling.manner,
        reporter: telling.reporter,
        member: telling.member,
        channel: telling.channel.to_owned(),
        problem: telling.problem.id.clone(),
        borough: telling.borough,
        observables,
        account: telling.account.write(),
        files: telling.files,
        mailbox: true,
        place: place(&case, &events, &readings, rule, at),
        events: new,
    };
    Ok(desk.store.receive_report(&report, by, desk.now).await?)
}

/// What the report can be linked by: what is everybody's and the reporter's own links nobody.
fn linked_by(desk: At<'_>, telling: &Telling<'_>) -> Vec<NewObservable> {
    let own = telling.reporter.as_ref();
    let shared = desk.rules.shared.clone().with_reporter(
        own.and_then(|reporter| reporter.email.as_ref()),
        own.and_then(|reporter| reporter.phone.as_ref()),
    );
    let found = observables(&telling.account, &shared);
    found.into_iter().map(|one| NewObservable { kind: one.kind, value: one.value }).collect()
}

type Told = (Actor, Deed, Option<String>);

fn first_deeds(desk: At<'_>, telling: &Telling<'_>, at: Timestamp) -> Result<Vec<Told>, Problem> {
    let First { triage, category, flags } = first(telling.problem, &telling.account);
    let today = desk.rules.calendar.zone().to_datetime(at).date();
    let policy = desk.rules.book.on(today).ok_or_else(|| Problem::broken("no policy of clocks"))?.version;
    let (reporter, machine) = (Actor::Reporter {}, Actor::Machine {});
    let mut deeds: Vec<Told> = vec![
        (reporter.clone(), Deed::Received { policy, first: triage }, None),
        (machine.clone(), Deed::FirstStepsShown {}, None),
    ];
    if let Some((category, because)) = category {
        deeds.push((machine.clone(), Deed::CategorySuggested { category, because }, None));
    }
    deeds.extend(flags.into_iter().map(|flag| (machine.clone(), Deed::FlagRaised { flag }, None)));
    let account = &telling.account;
    if !account.wishes.is_empty() || account.wish.is_some() {
        let text = account.wish.as_ref().map(|_| terms::TextId::random(desk.chance));
        let told = Deed::WishTold { wishes: account.wishes.clone(), text };
        deeds.push((reporter.clone(), told, account.wish.as_ref().map(ToString::to_string)));
    }
    deeds.extend(duties(desk, account, at).map(|duty| (reporter.clone(), duty, None)));
    Ok(deeds)
}

/// Duties with a clock that run from what was told: since the day that they found out, or else since now.
fn duties<'a>(desk: At<'a>, account: &'a Account, at: Timestamp) -> impl Iterator<Item = Deed> + 'a {
    let zone = desk.rules.calendar.zone();
    let day = |date: jiff::civil::Date| {
        let noon = date.to_datetime(Time::constant(12, 0, 0, 0));
        zone.to_ambiguous_timestamp(noon).compatible().ok()
    };
    let noticed = account.noticed.and_then(day).filter(|since| *since < at).unwrap_or(at);
    let paid = account.paid.iter().filter_map(|paid| paid.day).max().and_then(day).unwrap_or(at).min(at);
    let has_paid = !account.paid.is_empty() || account.answers().is_yes(Question::Money);
    let is_seen = account.details_seen == Some(Answer::Yes);
    let tell_ico = is_seen.then_some(Deed::DutyBegun { duty: Duty::TellIco, since: noticed });
    let claim = has_paid.then_some(Deed::DutyBegun { duty: Duty::ClaimPayment, since: paid });
    tell_ico.into_iter().chain(claim)
}
