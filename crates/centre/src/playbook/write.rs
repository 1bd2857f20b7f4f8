//! A playbook as CACAO 2.0, for others to read. What was read is written the same.

use serde_json::{Map, Value, json};

use super::{AUTHOR, Command, Condition, EXTENSION, Playbook, Question, Step, StepKind, Switch};

/// What each variable asks, for whoever reads the file elsewhere.
fn asks(question: Question) -> &'static str {
    match question {
        Question::Danger => "Is anybody in danger?",
        Question::Money => "Has money gone in the last day?",
        Question::Now => "Is it still happening?",
        Question::Known => "Is somebody doing this whom the person knows?",
    }
}

impl Playbook {
    /// The playbook as a CACAO 2.0 object.
    pub fn to_cacao(&self) -> Value {
        let workflow: Map<String, Value> =
            self.steps.iter().map(|(id, step)| (id.clone(), step.to_cacao())).collect();
        let agents: Map<String, Value> = self
            .agents
            .iter()
            .map(|(id, agent)| (id.clone(), json!({ "type": agent.kind, "name": agent.name })))
            .collect();
        let mut playbook = json!({
            "type": "playbook",
            "spec_version": "cacao-2.0",
            "id": self.id,
            "name": self.title,
            "created_by": self.created_by,
            "created": self.created,
            "modified": self.modified,
            "revoked": self.revoked,
            "workflow_start": self.start,
            "workflow": workflow,
        });
        let texts = [
            ("description", Some(&self.description).filter(|text| !text.is_empty())),
            ("valid_from", self.valid_from.as_ref()),
            ("valid_until", self.valid_until.as_ref()),
            ("workflow_exception", self.exception.as_ref()),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                playbook[key] = json!(text);
            }
        }
        let lists = [
            ("playbook_types", &self.types),
            ("playbook_activities", &self.activities),
            ("labels", &self.labels),
            ("derived_from", &self.derived_from),
        ];
        for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            playbook[key] = json!(list);
        }
        if !agents.is_empty() {
            playbook["agent_definitions"] = Value::Object(agents);
        }
        self.write_rest(&mut playbook);
        playbook
    }

    fn write_rest(&self, playbook: &mut Value) {
        let variables: Map<String, Value> = Question::ALL
            .iter()
            .filter(|question| self.steps.values().any(|step| step.asks(**question)))
            .map(|question| {
                let about = json!({ "type": "string", "description": asks(*question), "value": "unknown", "external": true });
                (question.variable().to_owned(), about)
            })
            .collect();
        if !variables.is_empty() {
            playbook["playbook_variables"] = Value::Object(variables);
        }
        if self.steps.values().any(|step| step.ours().is_some()) {
            playbook["extension_definitions"] = json!({ EXTENSION: {
                "type": "extension-definition",
                "name": "Watchhouse steps",
                "description": "When a step is due, how many minutes it takes, whom to call, its words in other languages, and which commands came from elsewhere and are never run.",
                "created_by": AUTHOR,
                "schema": "when: first_hour, first_day or afterwards; minutes: whole number; call: id of a body in the region pack; translations: by BCP 47 tag, each with name, text and why; never_run: for each command the kind that it had, or an empty text",
                "version": "1.0.0",
            } });
        }
        if let Some(tlp) = &self.tlp {
            playbook["markings"] = json!([tlp.id]);
            playbook["data_marking_definitions"] = json!({ tlp.id.as_str(): {
                "type": "marking-tlp",
                "id": tlp.id,
                "created_by": tlp.created_by,
                "created": tlp.created,
                "tlpv2_level": tlp.level,
            } });
        }
    }
}

impl Step {
    fn asks(&self, question: Question) -> bool {
        match &self.kind {
            StepKind::If { condition: Condition::Answered(own, _), .. } => *own == question,
            StepKind::Switch { on: Switch::Answer(own), .. } => *own == question,
            _ => false,
        }
    }

    fn to_cacao(&self) -> Value {
        let mut step = match &self.kind {
            StepKind::Start => json!({ "type": "start" }),
            StepKind::End => json!({ "type": "end" }),
            StepKind::Action { commands, agent } => {
                let commands: Vec<Value> = commands.iter().map(Command::to_cacao).collect();
                json!({ "type": "action", "commands": commands, "agent": agent })
            }
            StepKind::OtherPlaybook { playbook, version } => {
                let mut step = json!({ "type": "playbook-action", "playbook_id": playbook });
                if let Some(version) = version {
                    step["playbook_version"] = json!(version);
                }
                step
            }
            StepKind::Parallel { branches } => json!({ "type": "parallel", "next_steps": branches }),
            StepKind::If { condition, yes, no } => {
                let mut step =
                    json!({ "type": "if-condition", "condition": condition.to_string(), "on_true": yes });
                if let Some(no) = no {
                    step["on_false"] = json!(no);
                }
                step
            }
            StepKind::Switch { on, cases } => {
                json!({ "type": "switch-condition", "switch": on.to_string(), "cases": cases })
            }
        };
        let texts = [
            ("name", Some(&self.name)),
            ("description", Some(&self.why)),
            ("on_completion", self.next.as_ref()),
        ];
        for (key, text) in texts {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                step[key] = json!(text);
            }
        }
        if let Some(ours) = self.ours() {
            step["step_extensions"] = json!({ EXTENSION: ours });
        }
        step
    }

    /// What stands in our extension; nothing where nothing does.
    fn ours(&self) -> Option<Value> {
        let mut ours = Map::new();
        if let Some(when) = self.when {
            ours.insert("when".to_owned(), json!(when.name()));
        }
        if let Some(minutes) = self.minutes {
            ours.insert("minutes".to_owned(), json!(minutes));
        }
        if let Some(call) = &self.call {
            ours.insert("call".to_owned(), json!(call));
        }
        if !self.translations.is_empty() {
            let translated = |(tag, words): (&String, &super::Translation)| {
                (tag.clone(), json!({ "name": words.name, "text": words.text, "why": words.why }))
            };
            ours.insert("translations".to_owned(), self.translations.iter().map(translated).collect());
        }
        if let StepKind::Action { commands, .. } = &self.kind
            && commands.iter().any(|command| command.never_run.is_some())
        {
            let kinds: Vec<&str> =
                commands.iter().map(|c| c.never_run.as_deref().unwrap_or_default()).collect();
            ours.insert("never_run".to_owned(), json!(kinds));
        }
        (!ours.is_empty()).then_some(Value::Object(ours))
    }
}

impl Command {
    /// Always a manual command: whoever reads the file elsewhere gets nothing to run either.
    fn to_cacao(&self) -> Value {
        let mut command = json!({ "type": "manual", "command": self.text });
        if let Some(activity) = &self.activity {
            command["playbook_activity"] = json!(activity);
        }
        command
    }
}

impl std::fmt::Display for Condition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Answered(question, answer) => write!(f, "{}:value = '{answer}'", question.variable()),
            Self::Judged(words) => f.write_str(words),
        }
    }
}

impl std::fmt::Display for Switch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Answer(question) => write!(f, "{}:value", question.variable()),
            Self::Judged(words) => f.write_str(words),
        }
    }
}
