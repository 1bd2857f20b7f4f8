//! Reads a playbook out of its JSON. What the profile does not have is left out and noted; what it refuses is a fault
//! with the line and what to do.

mod steps;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use terms::Timestamp;

use super::json::Once;
use super::{Agent, Audience, Playbook, Tlp};
use crate::pack::Fault;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 256 * 1024;
/// The most steps of one playbook.
pub const MOST_STEPS: usize = 200;
/// The most commands of one step.
pub const MOST_COMMANDS: usize = 8;
/// The most agents of one playbook.
pub const MOST_AGENTS: usize = 20;
/// The most labels, types or activities.
pub const MOST_LABELS: usize = 40;
/// The most languages into which a step is translated.
pub const MOST_LANGUAGES: usize = 40;
/// The longest text in a playbook, in characters.
pub const LONGEST_TEXT: usize = 2_000;
/// The longest that one step may take, in minutes: a week.
pub const LONGEST_WAIT: u16 = 7 * 24 * 60;

/// Kinds of agents that are people.
const PEOPLE: [&str; 3] = ["individual", "group", "organization"];
/// What stands in a playbook and is kept.
const KEPT: [&str; 21] = [
    "type",
    "spec_version",
    "id",
    "name",
    "description",
    "created_by",
    "created",
    "modified",
    "revoked",
    "valid_from",
    "valid_until",
    "playbook_types",
    "playbook_activities",
    "labels",
    "derived_from",
    "markings",
    "workflow_start",
    "workflow_exception",
    "workflow",
    "agent_definitions",
    "extension_definitions",
];
/// A playbook that was read, and what of its file is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadPlaybook {
    /// The playbook.
    pub playbook: Playbook,
    /// What was left out or is kept as text only, one sentence each.
    pub notes: Vec<String>,
}

impl Playbook {
    /// Reads a playbook from the text of its file `NAME.json`.
    ///
    /// # Errors
    /// Every fault at once, with the line and what to do.
    pub fn read(file: &str, text: &str) -> Result<ReadPlaybook, Vec<Fault>> {
        let mut reader = Reader { file, text, faults: Vec::new(), notes: BTreeSet::new() };
        let playbook = reader.whole();
        if let Some(playbook) = &playbook {
            playbook.check(&mut |place, message| reader.faults.push(fault(file, text, place, message)));
        }
        match playbook {
            Some(playbook) if reader.faults.is_empty() => {
                Ok(ReadPlaybook { playbook, notes: reader.notes.into_iter().collect() })
            }
            _ => {
                reader.faults.sort();
                reader.faults.dedup();
                Err(reader.faults)
            }
        }
    }
}

/// A fault at the line on which this key stands.
fn fault(file: &str, text: &str, place: &str, message: String) -> Fault {
    let quoted = format!("\"{place}\"");
    let is_key = |at: &usize| text[at + quoted.len()..].trim_start().starts_with(':');
    let at = text.match_indices(&quoted).map(|(at, _)| at).find(is_key);
    let line = at.map_or(1, |at| text[..at].matches('\n').count() + 1);
    Fault { file: file.to_owned(), line, message }
}

struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    faults: Vec<Fault>,
    notes: BTreeSet<String>,
}

type Object = Map<String, Value>;

impl Reader<'_> {
    fn fault(&mut self, place: &str, message: impl Into<String>) {
        self.faults.push(fault(self.file, self.text, place, message.into()));
    }

    fn note(&mut self, message: impl Into<String>) {
        self.notes.insert(message.into());
    }

    fn whole(&mut self) -> Option<Playbook> {
        if self.text.len() > LARGEST_FILE {
            self.fault("", format!("the file has {} bytes; {LARGEST_FILE} are the most", self.text.len()));
            return None;
        }
        let object = match serde_json::from_str::<Once>(self.text) {
            Ok(Once(Value::Object(object))) => object,
            Ok(_) => {
                self.fault("", "a playbook is one JSON object, { … }");
                return None;
            }
            Err(error) => {
                let message = format!("this cannot be read as JSON ({error}); correct it");
                self.faults.push(Fault { file: self.file.to_owned(), line: error.line().max(1), message });
                return None;
            }
        };
        self.is(&object, "type", "playbook");
        self.is(&object, "spec_version", "cacao-2.0");
        self.note_rest(&object);
        let name = self.name();
        let id = self.id_of(&object, "id", "playbook");
        let title = self.words(&object, "name", "name");
        let created_by = self.id_of(&object, "created_by", "identity");
        let (created, modified) = (self.moment(&object, "created"), self.moment(&object, "modified"));
        let start = self.id_of(&object, "workflow_start", "start");
        let agents = self.agents(&object);
        let steps = self.steps(&object, &agents);
        Some(Playbook {
            name,
            description: self.words_if_any(&object, "description", "description"),
            revoked: object.get("revoked").and_then(Value::as_bool).unwrap_or(false),
            valid_from: self.moment_if_any(&object, "valid_from"),
            valid_until: self.moment_if_any(&object, "valid_until"),
            types: self.list(&object, "playbook_types"),
            activities: self.list(&object, "playbook_activities"),
            labels: self.list(&object, "labels"),
            derived_from: self.list(&object, "derived_from"),
            tlp: self.tlp(&object),
            exception: object.get("workflow_exception").and_then(Value::as_str).map(str::to_owned),
            agents: agents.into_iter().filter_map(|(id, agent)| Some((id, agent?))).collect(),
            steps,
            id: id?,
            title: title?,
            created_by: created_by?,
            created: created?,
            modified: modified?,
            start: start?,
        })
    }

    /// The name of the file without folder and ending.
    fn name(&mut self) -> String {
        let name = self.file.rsplit('/').next().unwrap_or(self.file);
        let name = name.strip_suffix(".json").unwrap_or(name);
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if name.is_empty() || name.len() > 64 || !name.bytes().all(fits) {
            self.fault(
                "",
                format!("the file's name {name:?} cannot stand in an address; use a-z, 0-9 and hyphens"),
            );
        }
        name.to_owned()
    }

    fn is(&mut self, object: &Object, key: &str, wanted: &str) {
        if object.get(key).and_then(Value::as_str) != Some(wanted) {
            self.fault(key, format!("{key} must be {wanted:?}"));
        }
    }

    fn note_rest(&mut self, object: &Object) {
        for key in object.keys().filter(|key| !KEPT.contains(&key.as_str())) {
            match key.as_str() {
                "signatures" => {
                    self.note("signatures are not kept: what is changed by hand is not what was signed")
                }
                "authentication_info_definitions" => {
                    self.note("names and passwords for signing in are not kept")
                }
                // Ours are written anew from the four questions.
                "playbook_variables" | "data_marking_definitions" => {}
                other => self.note(format!("{other} is not kept")),
            }
        }
    }

    /// Text that must be there.
    fn words(&mut self, object: &Object, key: &str, place: &str) -> Option<String> {
        let text = self.words_if_any(object, key, place);
        if text.is_empty() {
            self.fault(place, format!("{key} is missing; write it in a few words"));
        }
        (!text.is_empty()).then_some(text)
    }

    /// Text that may be there: blanks folded, bounded, without signs that cannot be shown.
    fn words_if_any(&mut self, object: &Object, key: &str, place: &str) -> String {
        let text = match object.get(key) {
            None | Some(Value::Null) => return String::new(),
            Some(Value::String(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Some(_) => {
                self.fault(place, format!("{key} must be text between quotation marks"));
                return String::new();
            }
        };
        let length = text.chars().count();
        if length > LONGEST_TEXT {
            self.fault(place, format!("{key} has {length} characters; {LONGEST_TEXT} are the most"));
        }
        if text.chars().any(is_unshowable) {
            self.fault(place, format!("{key} has signs in it that cannot be shown; type it again"));
        }
        text
    }

    fn id_of(&mut self, object: &Object, key: &str, kind: &str) -> Option<String> {
        let id = object.get(key).and_then(Value::as_str).filter(|id| is_id(id, Some(kind)));
        if id.is_none() {
            self.fault(key, format!("{key} must be an id, {kind}--xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx"));
        }
        id.map(str::to_owned)
    }

    fn moment(&mut self, object: &Object, key: &str) -> Option<String> {
        let moment = self.moment_if_any(object, key);
        if moment.is_none() {
            self.fault(key, format!("{key} must be a moment, for example 2026-11-21T10:00:00.000Z"));
        }
        moment
    }

    fn moment_if_any(&mut self, object: &Object, key: &str) -> Option<String> {
        let text = object.get(key)?.as_str().unwrap_or_default();
        let is_moment = text.ends_with('Z') && text.len() <= 32 && text.parse::<Timestamp>().is_ok();
        if !is_moment {
            self.fault(key, format!("{key} must be a moment, for example 2026-11-21T10:00:00.000Z"));
        }
        is_moment.then(|| text.to_owned())
    }

    fn list(&mut self, object: &Object, key: &str) -> Vec<String> {
        let Some(list) = object.get(key) else { return Vec::new() };
        let words = list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        let words: Vec<String> = words.collect();
        let is_list_of_words = list.as_array().is_some_and(|list| list.len() == words.len());
        let is_short = words.len() <= MOST_LABELS
            && words.iter().all(|w| w.len() <= LONGEST_TEXT && !w.contains(is_unshowable));
        if !is_list_of_words || !is_short {
            self.fault(key, format!("{key} must be a list of at most {MOST_LABELS} short texts"));
        }
        words
    }

    /// The TLP marking, where there is one.
    fn tlp(&mut self, object: &Object) -> Option<Tlp> {
        let all = object.get("data_marking_definitions")?.as_object()?;
        let (id, marking) = all.iter().find(|(id, _)| is_id(id, Some("marking-tlp")))?;
        let levels = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];
        let level = marking.get("tlpv2_level").and_then(Value::as_str).unwrap_or_default();
        if !levels.contains(&level) {
            self.fault("tlpv2_level", format!("tlpv2_level must be one of {}", levels.join(", ")));
        }
        let marking = marking.as_object()?;
        Some(Tlp {
            id: id.clone(),
            level: level.to_owned(),
            created_by: self.id_of(marking, "created_by", "identity")?,
            created: self.moment(marking, "created")?,
        })
    }

    /// Agents by id. One that is a machine has no value: what it would do is for a person.
    fn agents(&mut self, object: &Object) -> BTreeMap<String, Option<Agent>> {
        let mut agents = BTreeMap::new();
        let all = object.get("agent_definitions").and_then(Value::as_object);
        if all.is_some_and(|all| all.len() > MOST_AGENTS) {
            self.fault(
                "agent_definitions",
                format!("there are more than {MOST_AGENTS} agents; put some together"),
            );
        }
        for (id, agent) in all.into_iter().flatten().take(MOST_AGENTS) {
            let Some(agent) = agent.as_object() else { continue };
            let kind = agent.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
            let name = self.words_if_any(agent, "name", id);
            if !is_id(id, None) {
                self.fault(
                    id,
                    format!("{id:?} is no id of an agent; write group--xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx"),
                );
            } else if PEOPLE.contains(&kind.as_str()) && is_id(id, Some(&kind)) {
                agents.insert(id.clone(), Some(Agent { kind, name }));
            } else {
                self.note(format!(
                    "{name:?} is a machine ({kind}); the contact team does by hand what it did"
                ));
                agents.insert(id.clone(), None);
            }
        }
        if agents.values().any(Option::is_none) {
            let team = Agent { kind: "group".to_owned(), name: "Contact team".to_owned() };
            agents.insert(Audience::ContactTeam.agent().to_owned(), Some(team));
        }
        agents
    }
}

/// Whether the text is an id of CACAO: a kind, two hyphens, a UUID of RFC 4122.
pub(super) fn is_id(text: &str, kind: Option<&str>) -> bool {
    let Some((own, uuid)) = text.rsplit_once("--") else { return false };
    let is_kind = own.len() >= 3
        && own.len() <= 40
        && own.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let fits = |(at, b): (usize, u8)| match at {
        8 | 13 | 18 | 23 => b == b'-',
        14 => (b'1'..=b'5').contains(&b),
        19 => b"89abAB".contains(&b),
        _ => b.is_ascii_hexdigit(),
    };
    is_kind
        && own.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        && kind.is_none_or(|kind| kind == own)
        && uuid.len() == 36
        && uuid.bytes().enumerate().all(fits)
}

/// Control characters, and signs that turn the direction of what follows (CVE-2021-42574).
fn is_unshowable(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
