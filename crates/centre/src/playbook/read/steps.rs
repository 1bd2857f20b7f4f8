//! Reads the steps of a playbook: what is done, asked and decided, and what our extension says of each.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::{
    Agent, Answer, Audience, Command, Condition, EXTENSION, Question, Step, StepKind, Switch, Translation,
    When,
};
use super::{LONGEST_WAIT, MOST_COMMANDS, MOST_LANGUAGES, MOST_STEPS, Object, Reader, is_id};

/// What stands in a step and is kept.
const KEPT_OF_STEP: [&str; 16] = [
    "type",
    "name",
    "description",
    "on_completion",
    "on_success",
    "commands",
    "agent",
    "playbook_id",
    "playbook_version",
    "next_steps",
    "condition",
    "on_true",
    "on_false",
    "switch",
    "cases",
    "step_extensions",
];

impl Reader<'_> {
    pub(super) fn steps(
        &mut self,
        object: &Object,
        agents: &BTreeMap<String, Option<Agent>>,
    ) -> BTreeMap<String, Step> {
        let Some(all) = object.get("workflow").and_then(Value::as_object) else {
            self.fault("workflow", "workflow is missing; add the steps");
            return BTreeMap::new();
        };
        if all.len() > MOST_STEPS {
            self.fault("workflow", format!("there are {} steps; {MOST_STEPS} are the most", all.len()));
            return BTreeMap::new();
        }
        let mut steps = BTreeMap::new();
        for (id, step) in all {
            match step.as_object() {
                None => self.fault(id, "a step is an object, { … }"),
                Some(step) => steps.extend(self.step(id, step, agents).map(|step| (id.clone(), step))),
            }
        }
        steps
    }

    fn step(&mut self, id: &str, step: &Object, agents: &BTreeMap<String, Option<Agent>>) -> Option<Step> {
        let kind = step.get("type").and_then(Value::as_str).unwrap_or_default();
        if !is_id(id, Some(kind)) {
            self.fault(id, format!("the id {id:?} must begin with the step's type, {kind}--, and a UUID"));
            return None;
        }
        for key in step.keys().filter(|key| !KEPT_OF_STEP.contains(&key.as_str())) {
            self.note(format!("{key} of steps is not kept"));
        }
        let read = match kind {
            "start" => Some(StepKind::Start),
            "end" => Some(StepKind::End),
            "action" => self.action(id, step, agents),
            "playbook-action" => self.other_playbook(id, step),
            "parallel" => Some(StepKind::Parallel { branches: self.list(step, "next_steps") }),
            "if-condition" => self.condition(id, step),
            "switch-condition" => self.switch(id, step),
            "while-condition" => {
                self.fault(
                    id,
                    "a while-condition may never end; write its steps out as often as they are done",
                );
                None
            }
            other => {
                self.fault(
                    id,
                    format!("the type {other:?} is not known; write action, parallel, if-condition, …"),
                );
                None
            }
        }?;
        let next = ["on_completion", "on_success"].iter().find_map(|key| step.get(*key));
        let mut read = Step {
            id: id.to_owned(),
            name: self.words_if_any(step, "name", id),
            why: self.words_if_any(step, "description", id),
            kind: read,
            next: next.and_then(Value::as_str).map(str::to_owned),
            when: None,
            minutes: None,
            call: None,
            translations: BTreeMap::new(),
        };
        self.ours(&mut read, step);
        Some(read)
    }

    fn action(
        &mut self,
        id: &str,
        step: &Object,
        agents: &BTreeMap<String, Option<Agent>>,
    ) -> Option<StepKind> {
        let list = step.get("commands").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if list.is_empty() || list.len() > MOST_COMMANDS {
            self.fault(id, format!("a step has 1 to {MOST_COMMANDS} commands; this one has {}", list.len()));
        }
        let commands =
            list.iter().take(MOST_COMMANDS).filter_map(|command| self.command(id, command)).collect();
        let agent = step.get("agent").and_then(Value::as_str).unwrap_or_default().to_owned();
        let agent = match agents.get(&agent) {
            Some(Some(_)) => agent,
            Some(None) => Audience::ContactTeam.agent().to_owned(),
            None => {
                self.fault(
                    id,
                    format!("the agent {agent:?} is not in agent_definitions; add it, or name another"),
                );
                return None;
            }
        };
        Some(StepKind::Action { commands, agent })
    }

    fn command(&mut self, id: &str, command: &Value) -> Option<Command> {
        let command = command.as_object()?;
        let kind = command.get("type").and_then(Value::as_str).unwrap_or_default();
        let keys = ["command", "command_b64", "content", "content_b64"];
        let key = keys
            .into_iter()
            .find(|key| command.get(*key).and_then(Value::as_str).is_some_and(|t| !t.trim().is_empty()));
        let Some(key) = key else {
            self.fault(id, "a command says nothing; write in its command what to do");
            return None;
        };
        let activity = self.words_if_any(command, "playbook_activity", id);
        let never_run = (kind != "manual").then(|| kind_of_command(kind));
        if let Some(kind) = &never_run {
            self.note(format!("commands of the kind {kind} are kept as text and never run"));
        }
        Some(Command {
            text: self.words_if_any(command, key, id),
            activity: (!activity.is_empty()).then_some(activity),
            never_run,
        })
    }

    fn other_playbook(&mut self, id: &str, step: &Object) -> Option<StepKind> {
        let playbook = step.get("playbook_id").and_then(Value::as_str).unwrap_or_default();
        if !is_id(playbook, Some("playbook")) {
            self.fault(
                id,
                "playbook_id must name a playbook, playbook--xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx",
            );
            return None;
        }
        let version = self.moment_if_any(step, "playbook_version");
        Some(StepKind::OtherPlaybook { playbook: playbook.to_owned(), version })
    }

    fn condition(&mut self, id: &str, step: &Object) -> Option<StepKind> {
        let condition = self.words_if_any(step, "condition", id);
        let yes = step.get("on_true").and_then(Value::as_str);
        if condition.is_empty() || yes.is_none() {
            self.fault(id, "an if-condition needs a condition and on_true; add them");
            return None;
        }
        let no = step.get("on_false").and_then(Value::as_str).map(str::to_owned);
        Some(StepKind::If { condition: Condition::of(&condition), yes: yes?.to_owned(), no })
    }

    fn switch(&mut self, id: &str, step: &Object) -> Option<StepKind> {
        let on = self.words_if_any(step, "switch", id);
        let cases = step.get("cases").and_then(Value::as_object);
        let read = |(value, step): (&String, &Value)| Some((value.clone(), step.as_str()?.to_owned()));
        let cases: BTreeMap<String, String> =
            cases.into_iter().flatten().take(MOST_STEPS).filter_map(read).collect();
        let fits = |value: &String| {
            value.len() <= 250 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        };
        if on.is_empty() || cases.is_empty() || !cases.keys().all(fits) {
            self.fault(id, "a switch-condition needs a switch, and cases whose values are a-z, 0-9, _ and -");
            return None;
        }
        Some(StepKind::Switch { on: Switch::of(&on), cases })
    }

    /// What the extension of ours says of a step.
    fn ours(&mut self, read: &mut Step, step: &Object) {
        let Some(ours) =
            step.get("step_extensions").and_then(|all| all.get(EXTENSION)).and_then(Value::as_object)
        else {
            return;
        };
        let id = read.id.clone();
        for (key, value) in ours {
            match key.as_str() {
                "when" => {
                    read.when = value.as_str().and_then(|text| text.parse::<When>().ok());
                    if read.when.is_none() {
                        self.fault(&id, "when must be first_hour, first_day or afterwards");
                    }
                }
                "minutes" => {
                    let minutes = value.as_u64().and_then(|n| u16::try_from(n).ok());
                    read.minutes = minutes.filter(|n| (1..=LONGEST_WAIT).contains(n));
                    if read.minutes.is_none() {
                        self.fault(&id, format!("minutes must be a whole number from 1 to {LONGEST_WAIT}"));
                    }
                }
                "call" => {
                    let call = self.words_if_any(ours, "call", &id);
                    read.call = (!call.is_empty()).then_some(call);
                }
                "never_run" => self.never_run(read, value),
                "translations" => read.translations = self.translations(&id, value),
                other => self.fault(&id, format!("{other:?} is not known in our extension; take it away")),
            }
        }
    }

    /// Marks again what was marked when the playbook came from elsewhere: the kinds, in the order of the commands.
    fn never_run(&mut self, read: &mut Step, value: &Value) {
        let StepKind::Action { commands, .. } = &mut read.kind else { return };
        let kinds = value.as_array().into_iter().flatten().map(|kind| kind.as_str().unwrap_or_default());
        for (command, kind) in commands.iter_mut().zip(kinds) {
            if !kind.is_empty() && command.never_run.is_none() {
                command.never_run = Some(kind_of_command(kind));
            }
        }
    }

    fn translations(&mut self, id: &str, value: &Value) -> BTreeMap<String, Translation> {
        let all = value.as_object();
        if all.is_none_or(|all| all.len() > MOST_LANGUAGES) {
            self.fault(
                id,
                format!("translations are at most {MOST_LANGUAGES} languages by tag, {{ \"cy\": {{ … }} }}"),
            );
        }
        let mut read = BTreeMap::new();
        for (tag, words) in all.into_iter().flatten().take(MOST_LANGUAGES) {
            let is_tag =
                (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            let Some(words) = words.as_object().filter(|_| is_tag) else {
                self.fault(
                    id,
                    format!("{tag:?} is no tag of a language with its words; write, for example, \"cy\""),
                );
                continue;
            };
            let translation = Translation {
                name: self.words_if_any(words, "name", id),
                text: self.words_if_any(words, "text", id),
                why: self.words_if_any(words, "why", id),
            };
            read.insert(tag.clone(), translation);
        }
        read
    }
}

impl Condition {
    /// `__known_person__:value = 'yes'` for the four questions and three answers; anything else is for a person to judge.
    fn of(text: &str) -> Self {
        let read = || {
            let (variable, answer) = text.split_once('=')?;
            let answer = answer.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            Some(Self::Answered(question_of(variable.trim())?, answer.parse::<Answer>().ok()?))
        };
        read().unwrap_or_else(|| Self::Judged(text.to_owned()))
    }
}

impl Switch {
    fn of(text: &str) -> Self {
        question_of(text).map_or_else(|| Self::Judged(text.to_owned()), Self::Answer)
    }
}

fn question_of(variable: &str) -> Option<Question> {
    let name = variable.strip_suffix(":value")?;
    Question::ALL.iter().copied().find(|question| question.variable() == name)
}

/// The kind of a command in signs that can be shown.
fn kind_of_command(kind: &str) -> String {
    let kind: String = kind.chars().filter(char::is_ascii_graphic).take(40).collect();
    if kind.is_empty() { "unknown".to_owned() } else { kind }
}
