//! The model: five minutes at a time through the calendar, with a state that is replayed step by step. It shares nothing
//! with the program but the events and the numbers of the policy; even its calendar is its own (`almanac.rs`).

use terms::Timestamp;

use super::almanac::{DAY, Doors, HOUR, days_from_civil, local_day, tick};
use crate::case::{Actor, CheckInResult, Deed, Event, Ground, Triage};
use crate::clock::{Policy, Within};

/// So many steps ahead a deadline is looked for.
const AHEAD: i64 = 120 * DAY;

/// What is true during one step.
#[derive(Clone, Copy, Default)]
struct Now {
    waits_for_reporter: bool,
    waits_for_others: bool,
    is_over: bool,
    is_rejected: bool,
}

/// A line of the model's answer: kind, what it is about, start, how it stands, by when, time taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) kind: &'static str,
    pub(super) about: String,
    pub(super) start: i64,
    pub(super) stands: String,
    /// Only where it is sure: while open, or when it has passed.
    pub(super) due: Option<i64>,
    pub(super) took: Option<i64>,
}

/// The whole replay of one history up to a step.
pub(super) struct Model<'a> {
    doors: &'a Doors,
    policy: &'a Policy,
    start: i64,
    now: i64,
    /// One for each step from `start` to `now`.
    steps: Vec<Now>,
    triages: Vec<(i64, Triage)>,
    happened: Vec<(i64, &'a Event)>,
    merged_at: Option<i64>,
}

impl<'a> Model<'a> {
    pub(super) fn of(events: &'a [Event], policy: &'a Policy, doors: &'a Doors, now: Timestamp) -> Self {
        let (start, now) = (tick(events[0].at), tick(now));
        let happened: Vec<_> =
            events.iter().map(|event| (tick(event.at), event)).filter(|(at, _)| *at <= now).collect();
        let mut model = Self {
            doors,
            policy,
            start,
            now,
            steps: Vec::new(),
            triages: Vec::new(),
            happened,
            merged_at: None,
        };
        let mut state = Now::default();
        let mut queue = model.happened.clone().into_iter().peekable();
        for step in start..=now {
            while let Some((_, event)) = queue.next_if(|(at, _)| *at == step) {
                model.apply(&mut state, event, step);
            }
            model.steps.push(state);
        }
        model
    }

    fn apply(&mut self, state: &mut Now, event: &Event, step: i64) {
        match &event.deed {
            Deed::Received { first, .. } => self.triages.push((step, *first)),
            Deed::Triaged { to, .. } => self.triages.push((step, *to)),
            Deed::WaitingForReporter { .. } => *state = Now { waits_for_reporter: true, ..Now::default() },
            Deed::WaitingForThirdParty { .. } => *state = Now { waits_for_others: true, ..Now::default() },
            Deed::Resumed {} | Deed::Reopened { .. } => *state = Now::default(),
            Deed::MessageIn { .. } => state.waits_for_reporter = false,
            Deed::Resolved {} | Deed::Closed {} => *state = Now { is_over: true, ..Now::default() },
            Deed::Rejected { .. } => *state = Now { is_over: true, is_rejected: true, ..Now::default() },
            Deed::MergedInto { .. } => self.merged_at = Some(step),
            Deed::Unmerged { .. } => self.merged_at = None,
            _ => {}
        }
    }

    fn state(&self, step: i64) -> Now {
        self.steps[usize::try_from((step - self.start).min(self.now - self.start)).unwrap()]
    }

    fn when(&self, fits: impl Fn(&Event) -> bool) -> Vec<i64> {
        self.happened.iter().filter(|(_, event)| fits(event)).map(|(at, _)| *at).collect()
    }

    fn words(&self) -> Vec<i64> {
        self.when(|event| {
            let is_officer = matches!(event.by, Actor::Officer { .. });
            is_officer && matches!(event.deed, Deed::MessageOut { .. } | Deed::CallMade { reached: true })
        })
    }

    /// Every line, in the order of the program.
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let shown = self.when(|event| matches!(event.deed, Deed::FirstStepsShown {}));
        let over = |state: Now| state.is_over;
        self.push(&mut lines, "acknowledge", "", self.start, shown.first().copied(), None, &|step| {
            over(self.state(step))
        });
        let words = self.words();
        self.push(&mut lines, "human", "", self.start, words.first().copied(), None, &|step| {
            over(self.state(step))
        });
        for (place, word) in words.iter().enumerate() {
            let next = words.get(place + 1).copied();
            let until = next.unwrap_or(self.now + 1);
            let all_over = over(self.state(*word)) && (*word..until).all(|step| over(self.state(step)));
            if !all_over {
                self.push(&mut lines, "update", "", *word, next, None, &|step| {
                    over(self.state(step)) || self.state(step).waits_for_reporter
                });
            }
        }
        self.packs(&mut lines);
        if let Some(first) = self.when(|event| matches!(event.deed, Deed::Triaged { .. })).first() {
            self.push(&mut lines, "resolve", "", *first, self.resolved(), None, &|step| {
                let state = self.state(step);
                state.is_over || state.waits_for_reporter || state.waits_for_others
            });
        }
        self.check_ins(&mut lines);
        lines
    }

    /// When the work was done for the last time, if it is done now.
    fn resolved(&self) -> Option<i64> {
        let state = self.state(self.now);
        if !state.is_over || state.is_rejected {
            return None;
        }
        Some(self.over_since())
    }

    fn packs(&self, lines: &mut Vec<Line>) {
        for (at, event) in &self.happened {
            let Deed::PackDecided { pack, ground, .. } = &event.deed else { continue };
            let sent =
                self.when(|event| matches!(&event.deed, Deed::PackSent { pack: id, .. } if id == pack));
            let gone =
                self.when(|event| matches!(&event.deed, Deed::PackDropped { pack: id, .. } if id == pack));
            let answers: Vec<(i64, bool)> = self
                .happened
                .iter()
                .filter_map(|(when, event)| match &event.deed {
                    Deed::PackConsented { pack: id } if id == pack => Some((*when, true)),
                    Deed::ConsentWithdrawn { pack: id } if id == pack => Some((*when, false)),
                    _ => None,
                })
                .collect();
            let may_leave = |step: i64| {
                answers
                    .iter()
                    .rfind(|(when, _)| *when <= step)
                    .map_or(*ground == Ground::Law, |(_, yes)| *yes)
            };
            self.push(
                lines,
                "hand_over",
                &pack.to_string(),
                *at,
                sent.first().copied(),
                gone.first().copied(),
                &|step| self.state(step).is_over || !may_leave(step),
            );
        }
    }

    fn check_ins(&self, lines: &mut Vec<Line>) {
        let promised = self.policy.check_ins(self.triages.last().unwrap().1.class);
        for check_in in crate::case::CheckIn::ALL {
            let agreed = self.happened.iter().rev().find_map(|(_, event)| match &event.deed {
                Deed::FollowUpDue { check_in: of, on } if of == check_in => Some(*on),
                _ => None,
            });
            if agreed.is_none() && !promised.contains(check_in) {
                continue;
            }
            let made = self.when(|event| match &event.deed {
                Deed::FollowUpMade { check_in: of, result } => {
                    of == check_in && *result != CheckInResult::NoAnswer
                }
                _ => false,
            });
            let day = match agreed {
                Some(on) => days_from_civil(i64::from(on.year()), i64::from(on.month()), i64::from(on.day())),
                None => local_day(self.start) + i64::from(check_in.days()),
            };
            let mut due = day * DAY - 2 * HOUR;
            while !(local_day(due) >= day && self.doors.at(due).1) {
                due += 1;
            }
            self.follow_up(lines, check_in.name(), made.first().copied(), due + 1);
        }
    }

    fn follow_up(&self, lines: &mut Vec<Line>, about: &str, made: Option<i64>, due: i64) {
        if self.merged_at.is_some_and(|at| at <= self.start) {
            return;
        }
        let state = self.state(self.now);
        let rejected = (state.is_rejected && made.is_none()).then(|| self.over_since());
        let (stop, ended) = self.cut(made, rejected);
        let judged = stop.or(ended).unwrap_or(self.now);
        let ours = |until: i64| -> i64 {
            (self.start..until.max(self.start)).map(|step| i64::from(self.doors.at(step).0)).sum()
        };
        let stands = standing(stop, ended, judged > due, false, ours(judged), ours(due));
        let took = stop.map(ours);
        let is_sure = judged > due || (stop.is_none() && ended.is_none());
        let due = is_sure.then_some(due);
        lines.push(Line { kind: "follow_up", about: about.to_owned(), start: self.start, stands, due, took });
    }

    /// Since when the work is over without a break up to now.
    fn over_since(&self) -> i64 {
        let mut step = self.now;
        while step > self.start && self.state(step - 1).is_over {
            step -= 1;
        }
        step
    }

    fn cut(&self, stop: Option<i64>, ended: Option<i64>) -> (Option<i64>, Option<i64>) {
        let end = [self.merged_at, ended].into_iter().flatten().min();
        match (stop, end) {
            (Some(stop), Some(end)) if stop > end => (None, Some(end)),
            (Some(stop), _) => (Some(stop), None),
            (None, end) => (None, end),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a round has so many parts")]
    fn push(
        &self,
        lines: &mut Vec<Line>,
        kind: &'static str,
        about: &str,
        start: i64,
        stop: Option<i64>,
        dropped: Option<i64>,
        stands_still: &dyn Fn(i64) -> bool,
    ) {
        if self.merged_at.is_some_and(|at| at <= start) {
            return;
        }
        let is_over = self.state(self.now).is_over && stop.is_none();
        let over = is_over.then(|| self.over_since().max(start));
        let ended = [over, dropped].into_iter().flatten().min();
        let (stop, ended) = self.cut(stop, ended);
        let judged = stop.or(ended).unwrap_or(self.now);
        let walk = self.walk(kind, start, judged, stands_still);
        let is_late = walk.due.is_some_and(|due| due < judged);
        let is_paused = stands_still(judged);
        let stands = standing(stop, ended, is_late, is_paused, walk.gone, walk.whole);
        let is_sure = is_late || (stop.is_none() && ended.is_none());
        lines.push(Line {
            kind,
            about: about.to_owned(),
            start,
            stands,
            due: walk.due.filter(|_| is_sure),
            took: stop.map(|_| walk.gone),
        });
    }

    /// Walks from the start, counting what runs, until the target is reached. From the moment of judgement on it runs.
    fn walk(&self, kind: &str, start: i64, judged: i64, stands_still: &dyn Fn(i64) -> bool) -> Walk {
        let triage = self.triages.iter().rfind(|(at, _)| *at <= judged).unwrap().1;
        let target = self.policy.target(kind.parse().unwrap(), triage).unwrap();
        let (mut all, mut ours, mut closes) = (0_i64, 0_i64, 0_u16);
        let mut at_judgement = None;
        let mut reached: Option<(i64, bool)> = None;
        let mut step = start;
        while (reached.is_none() || at_judgement.is_none()) && step < start + AHEAD {
            if step == judged {
                at_judgement = Some((all, ours));
            }
            let (is_open, closes_now) = self.doors.at(step);
            if step >= judged || !stands_still(step) {
                all += 1;
                ours += i64::from(is_open);
                let counts = match target.within {
                    Within::OpenDays(0) => true,
                    _ => local_day(step) != local_day(start),
                };
                closes += u16::from(closes_now && counts);
            }
            step += 1;
            let is_reached = match target.within {
                Within::Minutes(minutes) => all * 5 >= i64::from(minutes),
                Within::OpenMinutes(minutes) => ours * 5 >= i64::from(minutes),
                Within::OpenDays(days) => closes >= days.max(1),
            };
            let at_most = target.at_most_hours.is_some_and(|hours| all >= i64::from(hours) * HOUR);
            if reached.is_none() && (is_reached || at_most) {
                let counts_ours = is_reached && !matches!(target.within, Within::Minutes(_));
                reached = Some((step, counts_ours));
                let whole = if counts_ours { ours } else { all };
                if let Some((all, ours)) = at_judgement {
                    return Walk { due: Some(step), gone: if counts_ours { ours } else { all }, whole };
                }
            }
        }
        let (due, counts_ours) = reached.map_or((None, true), |(step, ours)| (Some(step), ours));
        let (all, ours) = at_judgement.unwrap_or((all, ours));
        Walk { due, gone: if counts_ours { ours } else { all }, whole: 0 }
    }
}

/// What a walk comes to: by when, how much has run at the judgement, how much runs in all.
struct Walk {
    due: Option<i64>,
    gone: i64,
    whole: i64,
}

fn standing(
    stop: Option<i64>,
    ended: Option<i64>,
    is_late: bool,
    is_paused: bool,
    gone: i64,
    whole: i64,
) -> String {
    match (stop, ended) {
        (Some(at), _) => format!("met {at} {}", if is_late { "late" } else { "in time" }),
        (_, Some(at)) => format!("ended {at} {}", if is_late { "late" } else { "in time" }),
        _ if is_late => "late".to_owned(),
        _ if is_paused => "paused".to_owned(),
        _ if gone * 5 >= whole * 4 => "warned 80".to_owned(),
        _ if gone * 2 >= whole => "warned 50".to_owned(),
        _ => "running".to_owned(),
    }
}
