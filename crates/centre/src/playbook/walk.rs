//! A playbook as a list: the steps that fit the answers, in order.

use super::{Answers, Audience, Condition, Playbook, Step, StepKind, Switch, When};

/// When a line is to be done, where that is for a person to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only<'p> {
    /// In any case.
    Always,
    /// If this is so.
    If(&'p str),
    /// If this is not so.
    IfNot(&'p str),
    /// If this has that value.
    Is(&'p str, &'p str),
}

/// One step of a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'p> {
    /// The step: an action, or another playbook to go through.
    pub step: &'p Step,
    /// The innermost thing that a person must judge before it.
    pub only: Only<'p>,
}

impl Playbook {
    /// The steps in order, for these answers. A condition on an answer is decided; one that only a person can judge
    /// keeps both branches, each with what it hangs on.
    pub fn walk(&self, answers: Answers) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        self.follow(&self.start, answers, Only::Always, &mut lines);
        lines
    }

    /// The steps of one audience that are due at one time.
    pub fn steps_for(&self, audience: Audience, when: When, answers: Answers) -> Vec<&Step> {
        let fits = |step: &&Step| step.audience() == Some(audience) && step.when == Some(when);
        self.walk(answers).into_iter().map(|line| line.step).filter(fits).collect()
    }

    /// Each step is met by one way only (`check`), so that this ends after as many steps as there are.
    fn follow<'p>(&'p self, from: &'p str, answers: Answers, only: Only<'p>, lines: &mut Vec<Line<'p>>) {
        let mut at = Some(from);
        while let Some(step) = at.and_then(|id| self.steps.get(id)) {
            for (branch, only) in branches(step, answers, only) {
                self.follow(branch, answers, only, lines);
            }
            if matches!(step.kind, StepKind::Action { .. } | StepKind::OtherPlaybook { .. }) {
                lines.push(Line { step, only });
            }
            at = step.next.as_deref();
        }
    }
}

/// The branches of a step that are gone into.
fn branches<'p>(step: &'p Step, answers: Answers, only: Only<'p>) -> Vec<(&'p str, Only<'p>)> {
    match &step.kind {
        StepKind::Start | StepKind::End | StepKind::Action { .. } | StepKind::OtherPlaybook { .. } => {
            Vec::new()
        }
        StepKind::Parallel { branches } => branches.iter().map(|branch| (branch.as_str(), only)).collect(),
        StepKind::If { condition: Condition::Answered(question, answer), yes, no } => {
            let is_so = answers.to(*question) == *answer;
            let branch = if is_so { Some(yes) } else { no.as_ref() };
            branch.map(|branch| (branch.as_str(), only)).into_iter().collect()
        }
        StepKind::If { condition: Condition::Judged(words), yes, no } => {
            let so = (yes.as_str(), Only::If(words));
            std::iter::once(so).chain(no.as_ref().map(|no| (no.as_str(), Only::IfNot(words)))).collect()
        }
        StepKind::Switch { on: Switch::Answer(question), cases } => {
            let case = cases.get(answers.to(*question).name()).or_else(|| cases.get("default"));
            case.map(|branch| (branch.as_str(), only)).into_iter().collect()
        }
        StepKind::Switch { on: Switch::Judged(words), cases } => {
            cases.iter().map(|(value, branch)| (branch.as_str(), Only::Is(words, value))).collect()
        }
    }
}
