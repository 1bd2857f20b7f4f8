//! Which forms a case shows, and what stands in each: those that can be sent now, and no other.

use centre::case::{
    Case, CheckIn, CheckInResult, Class, Flag, Ladder, Outcome, Severity, State, Urgency, Wish,
};
use centre::clock::Duty;
use centre::roles::Role;

use super::fields::{Fields, FormShown, Item, items};
use super::words;
use crate::app::App;
use crate::caller::Caller;
use crate::casework::Opened;
use crate::face::content::Content;
use crate::problem::Problem;

/// What the forms need to know of people: who could take the case, who holds it, and when we can ring.
pub struct Around {
    /// People of the desk, but for whoever asks.
    pub colleagues: Vec<Item>,
    /// When we could ring.
    pub slots: Vec<Item>,
}

fn form(
    word: &'static str,
    title: &str,
    button: &str,
    fields: Vec<Content>,
    f: Fields<'_>,
    named: &[&str],
) -> FormShown {
    FormShown {
        word,
        title: title.to_owned(),
        fields: Content::all(fields),
        button: button.to_owned(),
        is_open: named.iter().any(|name| f.faults.at(name).is_some()),
    }
}

/// The forms in the order in which a case needs them.
pub fn forms(caller: &Caller, opened: &Opened, around: &Around, f: Fields<'_>) -> Vec<FormShown> {
    let case = &opened.case;
    let is_merged = matches!(case.state(), State::DuplicateOf(_));
    let is_finished = case.stage().is_finished();
    let mut all = Vec::new();
    if !is_merged && !is_finished {
        all.push(triage(case, f));
    }
    all.push(call(f));
    all.push(call_back(around, f));
    if !is_merged {
        all.push(outcome(case, f));
    }
    all.push(check_in(f));
    if !is_merged && !is_finished {
        all.extend(course(case, around, f));
    }
    all.push(flag(case, f));
    if matches!(caller.role, Role::SafeguardingLead | Role::Manager) && !case.flags.is_empty() {
        all.push(unflag(case, f));
    }
    all.push(wish(case, f));
    all.push(duty(f));
    if !case.outcomes.is_empty() && !is_merged {
        all.push(outcome_withdraw(case, f));
    }
    if is_finished {
        all.push(form(
            "reopen",
            "Reopen",
            "Reopen the case",
            vec![f.line("reopen_because", "Why does it go on?", "").into()],
            f,
            &["reopen_because"],
        ));
    }
    all.push(merge(is_merged, f));
    all
}

fn triage(case: &Case, f: Fields<'_>) -> FormShown {
    let now = case.triage;
    let name = |value: Option<&'static str>| value.unwrap_or_default();
    form(
        "triage",
        if case.triaged_at.is_some() { "Change how bad and how soon" } else { "Say how bad and how soon" },
        "Keep how bad and how soon",
        vec![
            f.select(
                "severity",
                "How bad",
                &items(Severity::ALL, |s| words::severity(s).to_owned()),
                name(now.map(|t| t.severity.name())),
            )
            .into(),
            f.select(
                "urgency",
                "How soon can something still be done",
                &items(Urgency::ALL, |u| words::urgency(u).to_owned()),
                name(now.map(|t| t.urgency.name())),
            )
            .into(),
            f.select(
                "class",
                "Which promise fits",
                &items(Class::ALL, |c| words::class(c).to_owned()),
                name(now.map(|t| t.class.name())),
            )
            .into(),
            f.line("triage_because", "Why", "Needed when it is lower than before").into(),
        ],
        f,
        &["severity", "urgency", "class", "triage_because"],
    )
}

fn call(f: Fields<'_>) -> FormShown {
    let reached = [("yes", "Yes, we spoke"), ("no", "No, nobody answered")].map(own).to_vec();
    form(
        "call",
        "Note a call",
        "Note the call",
        vec![
            f.radios("reached", "Did you speak with them?", &reached).into(),
            f.area("call_note", "What was said", "Only the centre sees this.", 3).into(),
        ],
        f,
        &["reached", "call_note"],
    )
}

fn call_back(around: &Around, f: Fields<'_>) -> FormShown {
    let mut slots = around.slots.clone();
    slots.push(own(("own", "Another time, as below")));
    form(
        "call-back",
        "Promise a call",
        "Promise this call",
        vec![
            f.select("slot", "When we ring", &slots, "").into(),
            f.day("call_day", "Another day").into(),
            f.time("call_time", "At").into(),
        ],
        f,
        &["slot", "call_day", "call_time"],
    )
}

fn outcome(case: &Case, f: Fields<'_>) -> FormShown {
    let is_hate = case.triage.is_some_and(|triage| triage.class == Class::Hate);
    let ladder = if is_hate { Ladder::Hate } else { Ladder::FraudAndCyber };
    let mut open: Vec<Outcome> = Outcome::ALL.iter().copied().filter(|o| !case.has(*o)).collect();
    open.sort_by_key(|outcome| outcome.ladder() != ladder);
    open.retain(|outcome| outcome.ladder() == ladder || *outcome == Outcome::NoActionPossible);
    form(
        "outcome",
        "Note what came of it",
        "Note this outcome",
        vec![
            f.select("outcome", "What came of it", &items(&open, |o| words::outcome(o).to_owned()), "")
                .into(),
            f.pounds("pounds", "Money stopped or returned").into(),
            f.line("outcome_because", "Why", "Needed when nothing can be done").into(),
        ],
        f,
        &["outcome", "pounds", "outcome_because"],
    )
}

fn outcome_withdraw(case: &Case, f: Fields<'_>) -> FormShown {
    let noted: Vec<Outcome> = case.outcomes.iter().map(|noted| noted.outcome).collect();
    form(
        "outcome/withdraw",
        "Take an outcome back",
        "Take it back",
        vec![
            f.select("withdraw", "Which", &items(&noted, |o| words::outcome(o).to_owned()), "").into(),
            f.line("withdraw_because", "Why was it wrong?", "").into(),
        ],
        f,
        &["withdraw", "withdraw_because"],
    )
}

fn check_in(f: Fields<'_>) -> FormShown {
    let degree = [("", "Not asked"), ("none", "None"), ("some", "Some"), ("much", "Much")].map(own).to_vec();
    let stopped = [
        ("", "Not asked"),
        ("no", "No"),
        ("for a day or less", "For a day or less"),
        ("for longer", "For longer"),
    ]
    .map(own)
    .to_vec();
    form(
        super::deeds::Form::CheckIn.word(),
        "Ask the owner how they are",
        "Keep the check-in",
        vec![
            f.select(
                "check_in",
                "Which check-in",
                &items(CheckIn::ALL, |c| words::check_in(c).to_owned()),
                "",
            )
            .into(),
            f.radios(
                "result",
                "What became of it",
                &items(CheckInResult::ALL, |r| words::check_in_result(r).to_owned()),
            )
            .into(),
            f.select("stress", "Stress", &degree, "").into(),
            f.select("shame", "Shame or guilt", &degree, "").into(),
            f.select("stopped", "Did trading stop?", &stopped, "").into(),
            f.area("care_note", "In their words", "Only the centre sees this.", 2).into(),
        ],
        f,
        &["check_in", "result", "care_note"],
    )
}

/// Waiting, going on, handing over, and the end.
fn course(case: &Case, around: &Around, f: Fields<'_>) -> Vec<FormShown> {
    let mut to = around.colleagues.clone();
    to.insert(0, own(("queue", "The queue: whoever is free")));
    let mut all = vec![form(
        "hand-over",
        "Hand over to a colleague",
        "Hand over",
        vec![
            f.select("to", "To whom", &to, "").into(),
            f.area("hand_over_note", "Note for them", "What is done, what is next, what was promised.", 4)
                .into(),
        ],
        f,
        &["to", "hand_over_note"],
    )];
    let whom =
        [("reporter", "The reporter's answer"), ("third_party", "Somebody else's answer")].map(own).to_vec();
    all.push(form(
        "wait",
        "Wait for an answer",
        "Let it wait",
        vec![
            f.radios("for", "For whose answer", &whom).into(),
            f.line("wait_because", "What is waited for", "").into(),
        ],
        f,
        &["for", "wait_because"],
    ));
    if case.stage().is_waiting() {
        all.push(form("resume", "Go on", "Go on with it", Vec::new(), f, &[]));
    }
    all.push(form(
        "reject",
        "Reject: nothing for us",
        "Reject",
        vec![f.line("reject_because", "Why", "For example: an advert").into()],
        f,
        &["reject_because"],
    ));
    all
}

fn flag(case: &Case, f: Fields<'_>) -> FormShown {
    let open: Vec<Flag> = Flag::ALL.iter().copied().filter(|flag| !case.flags.contains(flag)).collect();
    let hint = "Then only the safeguarding lead, a manager and whoever holds the case can read it.";
    let select =
        f.select("flag", "What concerns their safety", &items(&open, |x| words::flag(x).to_owned()), "");
    let select = crate::face::components::Select { hint: Some(hint.into()), ..select };
    form("flag", "Raise a safety flag", "Raise the flag", vec![select.into()], f, &["flag"])
}

fn unflag(case: &Case, f: Fields<'_>) -> FormShown {
    form(
        "unflag",
        "Lift a safety flag",
        "Lift the flag",
        vec![
            f.select("unflag", "Which", &items(&case.flags, |x| words::flag(x).to_owned()), "").into(),
            f.line("unflag_because", "Why", "").into(),
        ],
        f,
        &["unflag", "unflag_because"],
    )
}

fn wish(case: &Case, f: Fields<'_>) -> FormShown {
    let now: Vec<String> = case.wishes.iter().map(ToString::to_string).collect();
    form(
        "wish",
        "Change what they want",
        "Keep the wish",
        vec![
            f.boxes("wish", "They want", &items(Wish::ALL, |w| words::wish(w).to_owned()), &now).into(),
            f.line("wish_words", "In their words", "").into(),
        ],
        f,
        &["wish", "wish_words"],
    )
}

fn duty(f: Fields<'_>) -> FormShown {
    let steps =
        [("begun", "It begins"), ("done", "It was done"), ("dropped", "It does not apply")].map(own).to_vec();
    form(
        "duty",
        "Note a duty with a clock",
        "Keep the duty",
        vec![
            f.select("duty", "Which duty", &items(&DUTIES, |d| words::duty(d).to_owned()), "").into(),
            f.radios("duty_step", "What happened", &steps).into(),
            f.day("duty_day", "On which day (today when empty)").into(),
            f.line("duty_because", "Why, when it does not apply", "").into(),
        ],
        f,
        &["duty", "duty_step", "duty_day", "duty_because"],
    )
}

const DUTIES: [Duty; 6] = [
    Duty::TellIco,
    Duty::ClaimPayment,
    Duty::BankDecides,
    Duty::VictimTold,
    Duty::VictimToldEnhanced,
    Duty::SupportReferral,
];

fn merge(is_merged: bool, f: Fields<'_>) -> FormShown {
    if is_merged {
        let why = f.line("unmerge_because", "Why is it not the same after all?", "");
        return form(
            "unmerge",
            "Part it from the other case",
            "Part them",
            vec![why.into()],
            f,
            &["unmerge_because"],
        );
    }
    form(
        "merge",
        "Let it go on in another case",
        "Merge into that case",
        vec![
            f.line("parent", "Reference of the case that goes on", "For example WH-7K3D-92").into(),
            f.line("merge_because", "Why are they the same?", "").into(),
        ],
        f,
        &["parent", "merge_because"],
    )
}

fn own((value, words): (&str, &str)) -> Item {
    (value.to_owned(), words.to_owned())
}

/// People of the desk who could take a case on, but for one.
///
/// # Errors
/// When the store fails.
pub async fn colleagues(app: &App, but: Option<terms::PersonId>) -> Result<Vec<Item>, Problem> {
    let people = app.store.accounts().await?;
    let now = app.now();
    let works = |person: &&store::Person| {
        let role = matches!(person.role, Role::ContactOfficer | Role::Manager | Role::SafeguardingLead);
        let is_here = person.revoked_at.is_none() && person.expires_at.is_none_or(|ends| ends > now);
        role && is_here && Some(person.id) != but
    };
    let item = |person: &store::Person| {
        (person.id.to_string(), format!("{} ({})", person.name, words::role(person.role)))
    };
    Ok(people.iter().filter(works).map(item).collect())
}
