//! Saying what is done about a case.

use centre::case::{self, Case, Deed, Event, Refusal, may, may_merge};
use centre::ledger;
use centre::roles::Role;
use store::{Appended, CasePlace, MoreOfCase, NewCaseEvent, PackMove, RetentionRule};
use terms::{CaseId, PlainLine, ReportId, TextId, Timestamp};

use super::at::At;
use super::open::{Opened, glimpse, peek};
use super::place::place;
use super::written::write;
use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;

/// So often a deed is tried again when somebody else did something to the same case in between.
const MOST_TRIES: u32 = 12;

/// Who does it, as the case knows them and as the ledger does.
#[derive(Debug, Clone)]
pub struct Who {
    /// For the case.
    pub case: case::Actor,
    /// For the ledger.
    pub ledger: ledger::Actor,
}

impl Who {
    /// The reporter, with or without a name.
    pub fn reporter() -> Self {
        Self { case: case::Actor::Reporter {}, ledger: ledger::Actor::Visitor }
    }

    /// The program by itself.
    pub fn machine(name: &str) -> Self {
        Self { case: case::Actor::Machine {}, ledger: ledger::Actor::Reconciler(name.to_owned()) }
    }

    /// Whoever is signed in: somebody of the centre, or of a partner body.
    ///
    /// # Errors
    /// [`Problem`] for a visitor, and for a partner without a body.
    pub fn of(caller: &Caller) -> Result<Self, Problem> {
        let person = caller.person()?;
        let case = if caller.role.is_staff() {
            case::Actor::Officer { person: person.person, role: caller.role }
        } else {
            let body = person.body.as_deref().and_then(|body| case::Word::parse(body).ok());
            case::Actor::Partner { body: body.ok_or_else(Problem::not_found)? }
        };
        Ok(Self { case, ledger: caller.actor() })
    }

    /// As what they work here, for somebody of the centre.
    pub fn role(&self) -> Option<Role> {
        self.case.officer().map(|(_, role)| role)
    }
}

/// A deed with its long words.
#[derive(Debug, Clone)]
pub struct Saying {
    /// What is done.
    pub deed: Deed,
    /// Long words: a note, or a wish. Those of a message stand in the mailbox.
    pub words: Option<String>,
}

impl From<Deed> for Saying {
    fn from(deed: Deed) -> Self {
        Self { deed, words: None }
    }
}

impl Saying {
    /// A deed that has long words of its own, which get a new id.
    pub fn with_words(app: &App, words: &str, deed: impl FnOnce(TextId) -> Deed) -> Self {
        Self { deed: deed(TextId::random(&*app.chance)), words: Some(words.trim().to_owned()) }
    }
}

/// Does these things to a case, all or none, with the case as it is in that moment. A message goes into the mailbox of a
/// report; its words stand there and not in the case.
///
/// # Errors
/// [`Problem`] when there is no such case or the store fails. What is not possible now is no error: the refusal says what to
/// do instead.
pub async fn tell(
    app: &App,
    who: &Who,
    id: CaseId,
    sayings: &[Saying],
    message: Option<(ReportId, &str)>,
) -> Result<Result<Opened, Refusal>, Problem> {
    tell_unless(At::of(app), who, id, sayings, message, |_| false).await
}

/// The same at a moment of one's own.
///
/// # Errors
/// As [`tell`].
pub async fn tell_at(
    desk: At<'_>,
    who: &Who,
    id: CaseId,
    sayings: &[Saying],
    message: Option<(ReportId, &str)>,
) -> Result<Result<Opened, Refusal>, Problem> {
    tell_unless(desk, who, id, sayings, message, |_| false).await
}

/// As [`tell`], but nothing is done when the case is already as `is_done` says: looked at again after each try, so that of
/// two who do the same thing at once it is done by one.
///
/// # Errors
/// As [`tell`].
pub async fn tell_unless(
    desk: At<'_>,
    who: &Who,
    id: CaseId,
    sayings: &[Saying],
    message: Option<(ReportId, &str)>,
    is_done: impl Fn(&Opened) -> bool,
) -> Result<Result<Opened, Refusal>, Problem> {
    for _ in 0..MOST_TRIES {
        let opened = glimpse(desk.store, desk.rules, id, desk.now).await?;
        if is_done(&opened) {
            return Ok(Ok(opened));
        }
        let more = match More::of(desk, who, &opened, sayings)? {
            Ok(more) => more,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let appended =
            desk.store.append_together(&[more.of_case(id)], message, &who.ledger, desk.now).await?;
        if let Appended::Done(_) = appended {
            return Ok(Ok(glimpse(desk.store, desk.rules, id, desk.now).await?));
        }
    }
    Err(Problem::busy())
}

/// Does something about a hand-over: the deed in the case and the pack's own step, both or neither. With a rule, what belongs
/// to the case is kept by that one from now on.
///
/// # Errors
/// As [`tell`], and when there is no such pack in this case.
pub async fn tell_of_pack(
    app: &App,
    who: &Who,
    id: CaseId,
    deed: &Deed,
    step: &PackMove<'_>,
    rule: Option<RetentionRule>,
) -> Result<Result<Opened, Refusal>, Problem> {
    for _ in 0..MOST_TRIES {
        let mut opened = peek(app, id).await?;
        opened.kept.place.rule = rule.unwrap_or(opened.kept.place.rule);
        let more = match More::of(At::of(app), who, &opened, &[deed.clone().into()])? {
            Ok(more) => more,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let appended = app.store.move_pack(&more.of_case(id), step, &who.ledger, app.now()).await?;
        if let Appended::Done(_) = appended {
            return Ok(Ok(peek(app, id).await?));
        }
    }
    Err(Problem::busy())
}

/// What is appended to one case.
struct More {
    seen: u64,
    events: Vec<NewCaseEvent>,
    place: CasePlace,
}

impl More {
    fn of(
        desk: At<'_>,
        who: &Who,
        opened: &Opened,
        sayings: &[Saying],
    ) -> Result<Result<Self, Refusal>, Problem> {
        let is_by_day = opened.kept.by_day && who.ledger == ledger::Actor::Visitor;
        let at = desk.store.kept_moment(desk.now, is_by_day);
        let (mut events, mut new) = (opened.events.clone(), Vec::with_capacity(sayings.len()));
        for Saying { deed, words } in sayings {
            if let Err(refusal) = may(&Case::after(&events), deed, &who.case) {
                return Ok(Err(refusal));
            }
            new.push(write(at, &who.case, deed, words.as_deref())?);
            events.push(Event { at, by: who.case.clone(), deed: deed.clone() });
        }
        let place = placed(desk, opened, &events, at);
        Ok(Ok(Self { seen: opened.kept.events, events: new, place }))
    }

    fn of_case(&self, case: CaseId) -> MoreOfCase<'_> {
        MoreOfCase { case, seen: self.seen, events: &self.events, place: &self.place }
    }
}

fn placed(desk: At<'_>, opened: &Opened, events: &[Event], at: Timestamp) -> CasePlace {
    let case = Case::after(events);
    let readings = desk.rules.readings(&case, events, at);
    place(&case, events, &readings, opened.kept.place.rule, at)
}

/// Lets one case go on in another. Both say so, or neither.
///
/// # Errors
/// As [`tell`].
pub async fn merge(
    app: &App,
    who: &Who,
    child: CaseId,
    parent: CaseId,
    because: &PlainLine,
) -> Result<Result<(), Refusal>, Problem> {
    merge_at(At::of(app), who, child, parent, because).await
}

/// The same at a moment of one's own.
///
/// # Errors
/// As [`tell`].
pub async fn merge_at(
    desk: At<'_>,
    who: &Who,
    child: CaseId,
    parent: CaseId,
    because: &PlainLine,
) -> Result<Result<(), Refusal>, Problem> {
    let into = Deed::MergedInto { parent, because: because.clone() };
    both(desk, who, (child, into), (parent, Deed::TookIn { child }), true).await
}

/// Lets a case go its own way again.
///
/// # Errors
/// As [`tell`].
pub async fn unmerge(
    app: &App,
    who: &Who,
    child: CaseId,
    because: &PlainLine,
) -> Result<Result<(), Refusal>, Problem> {
    let Some((parent, _)) = peek(app, child).await?.case.merged else { return Ok(Err(Refusal::NotMerged)) };
    let apart = Deed::Unmerged { because: because.clone() };
    both(At::of(app), who, (child, apart), (parent, Deed::LetGo { child }), false).await
}

async fn both(
    desk: At<'_>,
    who: &Who,
    (child, of_child): (CaseId, Deed),
    (parent, of_parent): (CaseId, Deed),
    merging: bool,
) -> Result<Result<(), Refusal>, Problem> {
    for _ in 0..MOST_TRIES {
        let below = glimpse(desk.store, desk.rules, child, desk.now).await?;
        let above = glimpse(desk.store, desk.rules, parent, desk.now).await?;
        if merging && let Err(refusal) = may_merge((child, &below.case), (parent, &above.case)) {
            return Ok(Err(refusal));
        }
        let first = More::of(desk, who, &below, &[of_child.clone().into()])?;
        let second = More::of(desk, who, &above, &[of_parent.clone().into()])?;
        let (first, second) = match (first, second) {
            (Ok(first), Ok(second)) => (first, second),
            (Err(refusal), _) | (_, Err(refusal)) => return Ok(Err(refusal)),
        };
        let more = [first.of_case(child), second.of_case(parent)];
        if let Appended::Done(_) = desk.store.append_together(&more, None, &who.ledger, desk.now).await? {
            return Ok(Ok(()));
        }
    }
    Err(Problem::busy())
}
