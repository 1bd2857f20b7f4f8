//! Whether a playbook can be walked: every way leads on, every walk ends, each step is met once.

use std::collections::{BTreeMap, BTreeSet};

use super::read::is_id;
use super::{Playbook, Step, StepKind};

impl Step {
    /// The steps to which it leads, as they stand in the file.
    pub(super) fn leads_to(&self) -> Vec<&str> {
        let mut next: Vec<&str> = match &self.kind {
            StepKind::Start | StepKind::End | StepKind::Action { .. } | StepKind::OtherPlaybook { .. } => {
                Vec::new()
            }
            StepKind::Parallel { branches } => branches.iter().map(String::as_str).collect(),
            StepKind::If { yes, no, .. } => std::iter::once(yes).chain(no).map(String::as_str).collect(),
            StepKind::Switch { cases, .. } => cases.values().map(String::as_str).collect(),
        };
        next.extend(self.next.as_deref());
        next
    }
}

impl Playbook {
    /// Tells `fault` what is wrong: the step, and what to do.
    pub(super) fn check(&self, fault: &mut dyn FnMut(&str, String)) {
        if !matches!(self.steps.get(&self.start), Some(Step { kind: StepKind::Start, .. })) {
            fault(
                "workflow_start",
                "workflow_start must name a step of the type start that is in workflow".to_owned(),
            );
        }
        let mut led_to: BTreeMap<&str, usize> = BTreeMap::new();
        for step in self.steps.values() {
            self.check_step(step, fault);
            for next in step.leads_to() {
                *led_to.entry(next).or_default() += 1;
            }
        }
        let is_end = |id: &str| matches!(self.steps.get(id), Some(Step { kind: StepKind::End, .. }));
        for (id, ways) in &led_to {
            if *ways > 1 && !is_end(id) {
                fault(
                    id,
                    format!(
                        "{ways} ways lead to this step; write it once for each way, so that each can be read alone"
                    ),
                );
            }
            if *id == self.start {
                fault(id, "a way leads back to the start; a playbook has no loops".to_owned());
            }
        }
        self.check_reach(fault);
        if self.modified < self.created {
            fault("modified", "modified lies before created; correct one of them".to_owned());
        }
        if self.exception.as_ref().is_some_and(|id| !self.steps.contains_key(id)) {
            fault(
                "workflow_exception",
                "workflow_exception names no step that is in workflow; correct it".to_owned(),
            );
        }
        if self.derived_from.iter().any(|id| !is_id(id, Some("playbook"))) {
            fault(
                "derived_from",
                "derived_from must name playbooks, playbook--xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".to_owned(),
            );
        }
    }

    fn check_step(&self, step: &Step, fault: &mut dyn FnMut(&str, String)) {
        for next in step.leads_to().into_iter().filter(|next| !self.steps.contains_key(*next)) {
            fault(
                &step.id,
                format!(
                    "this step leads to {next:?}, which is not in workflow; add that step or correct the id"
                ),
            );
        }
        match (&step.kind, &step.next) {
            (StepKind::End, Some(_)) => {
                fault(&step.id, "nothing comes after an end; take on_completion away".to_owned())
            }
            (StepKind::End, None) | (_, Some(_)) => {}
            (_, None) => fault(
                &step.id,
                "on_completion is missing; name the step that comes next, or an end".to_owned(),
            ),
        }
        if matches!(&step.kind, StepKind::Parallel { branches } if branches.len() < 2) {
            fault(&step.id, "a parallel has two branches at least; name them in next_steps".to_owned());
        }
        let does_something = matches!(step.kind, StepKind::Action { .. });
        if does_something && step.name.is_empty() {
            fault(&step.id, "name is missing; say in a few words what to do".to_owned());
        }
    }

    /// Every step can be come to. Where each is met by one way only, that also shows that there is no loop.
    fn check_reach(&self, fault: &mut dyn FnMut(&str, String)) {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = vec![&self.start];
        open.extend(self.exception.as_deref());
        while let Some(id) = open.pop() {
            if let Some(step) = self.steps.get(id).filter(|step| reached.insert(&step.id)) {
                open.extend(step.leads_to());
            }
        }
        for id in self.steps.keys().filter(|id| !reached.contains(id.as_str())) {
            fault(id, "no way leads to this step; take it away or let a step lead to it".to_owned());
        }
    }
}
