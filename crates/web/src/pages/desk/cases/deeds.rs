//! The forms of a case: what each sends, and which deeds follow from it.

use centre::case::{
    Actor, CheckInResult, Deed, Event, Holder, Outcome, Severity, Triage, Urgency, Wish, Word,
};
use centre::clock::Duty;
use centre::ledger;
use jiff::SignedDuration;
use store::LONGEST_MESSAGE;
use terms::{PersonId, ReportId, TextId, Timestamp};

use super::typed::{LONGEST_WORDS, Mend, Typed};
use crate::app::App;
use crate::casework::{Opened, Saying};

/// The queue to which a case goes that nobody holds any more.
pub const DUTY_DESK: &str = "duty_desk";
/// A call can be promised so far ahead.
const FURTHEST_CALL: SignedDuration = SignedDuration::from_hours(24 * 30);

/// One form of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Take it.
    Take,
    /// Give it on.
    HandOver,
    /// Say how bad and how soon.
    Triage,
    /// Say what it is.
    Category,
    /// A note for ourselves.
    Note,
    /// A message to the reporter.
    Message,
    /// Promise a call.
    CallBack,
    /// A call was made.
    Call,
    /// It waits for somebody.
    Wait,
    /// It goes on.
    Resume,
    /// Somebody's safety is concerned.
    Flag,
    /// It is not.
    Unflag,
    /// Something came of it.
    Outcome,
    /// That was noted wrongly.
    OutcomeWithdraw,
    /// The work is done.
    Resolve,
    /// Nothing is left.
    Close,
    /// It is nothing for us.
    Reject,
    /// It goes on after all.
    Reopen,
    /// We asked how they are.
    CheckIn,
    /// A duty begins, is done, or does not apply.
    Duty,
    /// What the person wants.
    Wish,
    /// It helped others.
    HelpedOthers,
}

/// What a form comes to.
pub struct Doing {
    /// The deeds.
    pub sayings: Vec<Saying>,
    /// A message for the mailbox of a report.
    pub message: Option<(ReportId, String)>,
}

impl Doing {
    fn one(deed: Deed) -> Self {
        Self { sayings: vec![deed.into()], message: None }
    }
}

impl Form {
    /// Its word in addresses, and the id of its place on the page.
    pub fn word(self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::HandOver => "hand-over",
            Self::Triage => "triage",
            Self::Category => "category",
            Self::Note => "note",
            Self::Message => "message",
            Self::CallBack => "call-back",
            Self::Call => "call",
            Self::Wait => "wait",
            Self::Resume => "resume",
            Self::Flag => "flag",
            Self::Unflag => "unflag",
            Self::Outcome => "outcome",
            Self::OutcomeWithdraw => "outcome-withdraw",
            Self::Resolve => "resolve",
            Self::Close => "close",
            Self::Reject => "reject",
            Self::Reopen => "reopen",
            // In two pieces: in one it would be taken for a message of the room `check`.
            Self::CheckIn => concat!("check", "-in"),
            Self::Duty => "duty",
            Self::Wish => "wish",
            Self::HelpedOthers => "helped-others",
        }
    }

    /// What is said when it was done.
    pub fn done(self) -> &'static str {
        match self {
            Self::Take => "This case is yours now.",
            Self::HandOver => "The case was handed over, with your note.",
            Self::Triage => "How bad and how soon is kept.",
            Self::Category => "Your word for what it is stands beside the machine's.",
            Self::Note => "The note is kept. Only the centre sees it.",
            Self::Message => "The message is in the reporter's mailbox.",
            Self::CallBack => "The call is promised.",
            Self::Call => "The call is noted.",
            Self::Wait => "The case waits.",
            Self::Resume => "The case goes on.",
            Self::Flag => "The flag is up. Fewer people can read this case now.",
            Self::Unflag => "The flag is down.",
            Self::Outcome => "The outcome is noted.",
            Self::OutcomeWithdraw => "The outcome is taken back.",
            Self::Resolve => "The case is resolved.",
            Self::Close => "The case is closed.",
            Self::Reject => "The case is rejected.",
            Self::Reopen => "The case goes on.",
            Self::CheckIn => "The check-in is noted.",
            Self::Duty => "The duty is noted.",
            Self::Wish => "The wish is kept.",
            Self::HelpedOthers => "It is noted that this report helped others.",
        }
    }

    /// Every form, for reading its word back.
    const ALL: [Self; 22] = [
        Self::Take,
        Self::HandOver,
        Self::Triage,
        Self::Category,
        Self::Note,
        Self::Message,
        Self::CallBack,
        Self::Call,
        Self::Wait,
        Self::Resume,
        Self::Flag,
        Self::Unflag,
        Self::Outcome,
        Self::OutcomeWithdraw,
        Self::Resolve,
        Self::Close,
        Self::Reject,
        Self::Reopen,
        Self::CheckIn,
        Self::Duty,
        Self::Wish,
        Self::HelpedOthers,
    ];

    /// The form with this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }

    /// What was sent, as deeds.
    ///
    /// # Errors
    /// [`Mend`]: which field, and what to do.
    pub fn read(self, app: &App, opened: &Opened, typed: &Typed) -> Result<Doing, Mend> {
        match self {
            Self::Take => Ok(Doing::one(Deed::Taken {})),
            Self::HandOver => hand_over(app, typed),
            Self::Triage => triage(opened, typed),
            Self::Category => {
                let category =
                    Word::parse(typed.get("category")).map_err(|_| mend("category", "Choose what it is."))?;
                Ok(Doing::one(Deed::CategoryCorrected { category }))
            }
            Self::Note => {
                let words = typed.words("note", LONGEST_WORDS, "Type the note first.")?;
                let saying = Saying::with_words(app, &words, |text| Deed::NoteAdded { text });
                Ok(Doing { sayings: vec![saying], message: None })
            }
            Self::Message => message(app, opened, typed),
            Self::CallBack => call_back(app, typed),
            Self::Call => call(app, typed),
            Self::Wait => wait(typed),
            Self::Resume => Ok(Doing::one(Deed::Resumed {})),
            Self::Flag => Ok(Doing::one(Deed::FlagRaised {
                flag: typed.one("flag", "Choose what concerns their safety.")?,
            })),
            Self::Unflag => {
                let because = typed.line("unflag_because", "Say why the flag comes down.")?;
                let flag = typed.one("unflag", "Choose the flag.")?;
                Ok(Doing::one(Deed::FlagLifted { flag, because }))
            }
            Self::Outcome => outcome(typed),
            Self::OutcomeWithdraw => {
                let because = typed.line("withdraw_because", "Say why the outcome is taken back.")?;
                let outcome = typed.one("withdraw", "Choose the outcome.")?;
                Ok(Doing::one(Deed::OutcomeWithdrawn { outcome, because }))
            }
            Self::Resolve => Ok(Doing::one(Deed::Resolved {})),
            Self::Close => Ok(Doing::one(Deed::Closed {})),
            Self::Reject => {
                let because = typed.line("reject_because", "Say why this is nothing for us.")?;
                Ok(Doing::one(Deed::Rejected { because }))
            }
            Self::Reopen => {
                let because = typed.line("reopen_because", "Say why it goes on.")?;
                Ok(Doing::one(Deed::Reopened { because }))
            }
            Self::CheckIn => check_in(app, typed),
            Self::Duty => duty(app, typed),
            Self::Wish => wish(app, typed),
            Self::HelpedOthers => Ok(Doing::one(Deed::HelpedOthers {})),
        }
    }
}

fn mend(field: &'static str, words: &str) -> Mend {
    Mend { field, words: words.to_owned() }
}

fn hand_over(app: &App, typed: &Typed) -> Result<Doing, Mend> {
    let to = holder(typed.get("to")).ok_or_else(|| mend("to", "Choose who takes it on."))?;
    let empty = "Write a note for whoever takes it on: what is done, what is next, what was promised.";
    let words = typed.words("hand_over_note", LONGEST_WORDS, empty)?;
    let saying = Saying::with_words(app, &words, |note| Deed::HandedOver { to, note });
    Ok(Doing { sayings: vec![saying], message: None })
}

/// A holder as a form names it: a person's id, or `queue`.
pub fn holder(text: &str) -> Option<Holder> {
    if text == "queue" {
        return Word::parse(DUTY_DESK).ok().map(Holder::Queue);
    }
    text.parse::<PersonId>().ok().map(Holder::Person)
}

fn triage(opened: &Opened, typed: &Typed) -> Result<Doing, Mend> {
    let to = Triage {
        class: typed.one("class", "Choose which promise fits.")?,
        severity: typed.one::<Severity>("severity", "Choose how bad it is.")?,
        urgency: typed.one::<Urgency>("urgency", "Choose how soon something can be done.")?,
    };
    let because = typed.maybe_line("triage_because")?;
    let is_lower = opened.case.triage.is_some_and(|now| {
        to.severity > now.severity || to.urgency > now.urgency || to.class.promise() > now.class.promise()
    });
    if is_lower && because.is_none() {
        return Err(mend(
            "triage_because",
            "This is lower than before. Say why, so that others can follow it.",
        ));
    }
    Ok(Doing::one(Deed::Triaged { to, because }))
}

fn message(app: &App, opened: &Opened, typed: &Typed) -> Result<Doing, Mend> {
    let report = opened.reports.iter().find(|report| report.id.to_string() == typed.get("to_report"));
    let report = report.or(opened.reports.first());
    let report = report.ok_or_else(|| mend("message", "This case has no report to answer."))?;
    let words = typed.words("message", LONGEST_MESSAGE, "Type the message first.")?;
    if words.len() > LONGEST_MESSAGE {
        return Err(mend("message", "This is too long. Send it as two messages."));
    }
    let text = TextId::random(&*app.chance);
    let sayings = vec![Saying::from(Deed::MessageOut { text })];
    Ok(Doing { sayings, message: Some((report.id, words)) })
}

fn call_back(app: &App, typed: &Typed) -> Result<Doing, Mend> {
    let on = match typed.get("slot") {
        "" | "own" => typed.moment(app, "call_day", "call_time")?,
        slot => slot.parse::<Timestamp>().map_err(|_| mend("slot", "Choose when we ring."))?,
    };
    let now = app.now();
    if on <= now || on > now + FURTHEST_CALL {
        return Err(mend("call_day", "Choose a moment that is still to come, in the next 30 days."));
    }
    Ok(Doing::one(Deed::CallBackAgreed { on }))
}

fn call(app: &App, typed: &Typed) -> Result<Doing, Mend> {
    let reached = match typed.get("reached") {
        "yes" => true,
        "no" => false,
        _ => return Err(mend("reached", "Say whether you spoke with them.")),
    };
    let mut sayings = vec![Saying::from(Deed::CallMade { reached })];
    if !typed.get("call_note").is_empty() {
        let words = typed.words("call_note", LONGEST_WORDS, "")?;
        sayings.push(Saying::with_words(app, &words, |text| Deed::NoteAdded { text }));
    }
    Ok(Doing { sayings, message: None })
}

fn wait(typed: &Typed) -> Result<Doing, Mend> {
    let because = typed.line("wait_because", "Say what is waited for.")?;
    match typed.get("for") {
        "reporter" => Ok(Doing::one(Deed::WaitingForReporter { because })),
        "third_party" => Ok(Doing::one(Deed::WaitingForThirdParty { because })),
        _ => Err(mend("for", "Choose for whom it waits.")),
    }
}

fn outcome(typed: &Typed) -> Result<Doing, Mend> {
    let outcome: Outcome = typed.one("outcome", "Choose what came of it.")?;
    let is_money = matches!(outcome, Outcome::MoneyStopped | Outcome::MoneyReturned);
    let pence = typed.money("pounds")?.map(terms::Money::pence);
    if is_money && pence.is_none() {
        return Err(mend("pounds", "Write how much money, in pounds."));
    }
    let because = typed.maybe_line("outcome_because")?;
    if outcome.needs_a_reason() && because.is_none() {
        return Err(mend("outcome_because", "Say why nothing can be done."));
    }
    Ok(Doing::one(Deed::OutcomeAdded { outcome, pence: pence.filter(|_| is_money), because }))
}

/// What the owner says of how they are goes beside the check-in as a note, so that it is erased with the words.
fn check_in(app: &App, typed: &Typed) -> Result<Doing, Mend> {
    let check_in = typed.one("check_in", "Choose which check-in.")?;
    let result: CheckInResult = typed.one("result", "Say what became of it.")?;
    let mut sayings = vec![Saying::from(Deed::FollowUpMade { check_in, result })];
    let care: Vec<String> =
        [("stress", "Stress"), ("shame", "Shame"), ("stopped", "Stopped trading"), ("care_note", "They say")]
            .into_iter()
            .filter(|(field, _)| !typed.get(field).is_empty())
            .map(|(field, label)| format!("{label}: {}", typed.get(field)))
            .collect();
    if !care.is_empty() {
        let words = format!("{}. {}", super::words::check_in(check_in), care.join(". "));
        if words.chars().count() > LONGEST_WORDS {
            return Err(mend("care_note", "This is too long. Use up to 8,000 letters."));
        }
        sayings.push(Saying::with_words(app, &words, |text| Deed::NoteAdded { text }));
    }
    Ok(Doing { sayings, message: None })
}

fn duty(app: &App, typed: &Typed) -> Result<Doing, Mend> {
    let duty: Duty = typed.one("duty", "Choose the duty.")?;
    let noon = |field: &'static str| -> Result<Option<Timestamp>, Mend> {
        let Some(day) = typed.day(field)? else { return Ok(None) };
        super::typed::at(app, day.at(12, 0, 0, 0))
            .map(Some)
            .ok_or_else(|| mend(field, "There is no such day."))
    };
    let day = noon("duty_day")?.filter(|at| *at < app.now()).unwrap_or_else(|| app.now());
    match typed.get("duty_step") {
        "begun" => Ok(Doing::one(Deed::DutyBegun { duty, since: day })),
        "done" => Ok(Doing::one(Deed::DutyDone { duty, on: day })),
        "dropped" => {
            let because = typed.line("duty_because", "Say why it does not apply.")?;
            Ok(Doing::one(Deed::DutyDropped { duty, because }))
        }
        _ => Err(mend("duty_step", "Choose whether it begins, was done, or does not apply.")),
    }
}

fn wish(app: &App, typed: &Typed) -> Result<Doing, Mend> {
    let wishes: Vec<Wish> = typed.all("wish").iter().filter_map(|wish| wish.parse().ok()).collect();
    let own = typed.maybe_line("wish_words")?;
    if wishes.is_empty() && own.is_none() {
        return Err(mend("wish", "Choose what they want, or write it in their words."));
    }
    let text = own.as_ref().map(|_| TextId::random(&*app.chance));
    let saying = Saying { deed: Deed::WishTold { wishes, text }, words: own.map(|line| line.to_string()) };
    Ok(Doing { sayings: vec![saying], message: None })
}

/// Whether somebody of the centre has read this case before.
pub fn was_read(events: &[Event]) -> bool {
    events.iter().any(|event| matches!((&event.deed, &event.by), (Deed::Read {}, Actor::Officer { .. })))
}

/// A case's actor as the ledger knows them, to find a name.
pub fn in_ledger(actor: &Actor) -> Option<ledger::Actor> {
    actor.officer().map(|(person, _)| ledger::Actor::Person(person))
}
