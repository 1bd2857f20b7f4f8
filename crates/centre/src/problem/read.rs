//! Reads `problems.toml`.

use crate::pack::{Document, Entry, Faults};
use crate::routes_today::Trouble;

use super::{Crime, Duty, Group, IncidentType, Problem, Problems, Urgency, Who};

/// The file.
pub const FILE: &str = "problems.toml";
/// The most problems that a list can have: more cannot be looked through by somebody in trouble.
pub const MOST_PROBLEMS: usize = 120;
/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 80;
/// The longest lead, in characters.
pub const LONGEST_LEAD: usize = 200;
/// The most words by which one problem is found.
pub const MOST_WORDS: usize = 40;
/// The longest of these words, in characters.
pub const LONGEST_WORD: usize = 40;
/// Names that stand for pages beside the problems.
pub const RESERVED: [&str; 2] = ["bank-letter", "not-here"];

const KEYS: [&str; 13] = [
    "id", "group", "title", "lead", "type", "crime", "playbook", "trouble", "urgency", "who", "delicate",
    "duties", "words",
];

pub(crate) fn read(faults: &mut Faults<'_>) -> Problems {
    let Some(document) = Document::read(FILE, faults) else { return Problems::default() };
    let root = document.root();
    root.allow_only(&["group", "problem", "crime"], faults);
    let groups = read_groups(&root, faults);
    let crimes = read_crimes(&root, faults);
    let mut list: Vec<Problem> = Vec::new();
    for entry in root.tables("problem").iter().take(MOST_PROBLEMS) {
        let Some(problem) = read_problem(entry, &groups, &crimes, faults) else { continue };
        if list.iter().any(|other| other.id == problem.id) {
            entry.fault(
                "id",
                format!("the id {:?} stands here twice; give each problem its own", problem.id),
                faults,
            );
        }
        list.push(problem);
    }
    if root.tables("problem").len() > MOST_PROBLEMS {
        faults.add(FILE, 1, format!("there are more than {MOST_PROBLEMS} problems; put some together"));
    }
    for group in groups.iter().filter(|group| !list.iter().any(|problem| problem.group == group.id)) {
        faults.add(
            FILE,
            1,
            format!("no problem stands in the group {:?}; add one or take the group away", group.id),
        );
    }
    Problems { groups, crimes, list }
}

fn read_groups(root: &Entry<'_>, faults: &mut Faults<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for entry in root.tables("group") {
        entry.allow_only(&["id", "title"], faults);
        let id = read_id(&entry, faults);
        let title = read_short(&entry, "title", LONGEST_TITLE, "write the heading", faults);
        let (Some(id), Some(title)) = (id, title) else { continue };
        if groups.iter().any(|group| group.id == id) {
            entry.fault("id", format!("the group {id:?} stands here twice; take one away"), faults);
        }
        groups.push(Group { id, title });
    }
    if groups.is_empty() {
        faults.add(FILE, 1, "there is no [[group]]; add the headings under which problems stand");
    }
    groups
}

fn read_crimes(root: &Entry<'_>, faults: &mut Faults<'_>) -> Vec<Crime> {
    let mut crimes: Vec<Crime> = Vec::new();
    for entry in root.tables("crime") {
        entry.allow_only(&["code", "name"], faults);
        let code = entry.text("code", "write the code, for example 52C", faults);
        let name = entry.text("name", "write what the crime is called", faults);
        let (Some(code), Some(name)) = (code, name) else { continue };
        if crimes.iter().any(|crime| crime.code == code) {
            entry.fault("code", format!("the crime {code:?} stands here twice; take one away"), faults);
        }
        crimes.push(Crime { code, name });
    }
    crimes
}

fn read_problem(
    entry: &Entry<'_>,
    groups: &[Group],
    crimes: &[Crime],
    faults: &mut Faults<'_>,
) -> Option<Problem> {
    entry.allow_only(&KEYS, faults);
    let id = read_id(entry, faults);
    let group = entry.text("group", "name the group in which it stands", faults);
    if let Some(group) = group.as_ref().filter(|name| !groups.iter().any(|g| g.id == **name)) {
        entry.fault("group", format!("there is no group {group:?}; correct it or add the group"), faults);
    }
    let title = read_short(entry, "title", LONGEST_TITLE, "write what somebody in trouble would say", faults);
    let lead = read_short(entry, "lead", LONGEST_LEAD, "write one sentence that steadies", faults);
    let incident = read_value(entry, "type", "write an RSIT type, for example fraud/phishing", faults);
    let crime = entry.text_if_any("crime", faults);
    if let Some(code) = crime.as_ref().filter(|code| !crimes.iter().any(|crime| crime.code == **code)) {
        entry.fault("crime", format!("there is no [[crime]] {code:?}; correct the code or add it"), faults);
    }
    let trouble: Option<Trouble> =
        read_value(entry, "trouble", "say whom to turn to, for example money_gone", faults);
    let urgency: Option<Urgency> =
        read_value(entry, "urgency", "say how urgent it is, for example urgent", faults);
    let problem = Problem {
        id: id?,
        group: group?,
        title: title?,
        lead: lead?,
        incident: incident.unwrap_or_else(IncidentType::undetermined),
        crime,
        playbook: entry.text_if_any("playbook", faults),
        trouble: trouble?,
        urgency: urgency?,
        who: read_who(entry, faults),
        is_delicate: entry.is_true("delicate", faults),
        duties: read_duties(entry, faults),
        words: read_words(entry, faults),
    };
    check_child(&problem, entry, faults);
    Some(problem)
}

/// A word that can stand in an address and be said on the phone.
fn read_id(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Option<String> {
    let id = entry.text("id", "write a short name, for example false-bill", faults)?;
    let fits =
        id.len() <= 32 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !fits {
        entry.fault(
            "id",
            format!("the id {id:?} cannot stand in an address; use a-z, 0-9 and hyphens"),
            faults,
        );
    }
    if RESERVED.contains(&id.as_str()) {
        entry.fault("id", format!("the id {id:?} is the name of another page; take another"), faults);
    }
    fits.then_some(id)
}

fn read_short(
    entry: &Entry<'_>,
    key: &str,
    longest: usize,
    what_to_do: &str,
    faults: &mut Faults<'_>,
) -> Option<String> {
    let text = entry.text(key, what_to_do, faults)?;
    let length = text.chars().count();
    if length > longest {
        entry.fault(key, format!("{key} has {length} characters; {longest} are the most"), faults);
    }
    Some(text)
}

fn read_value<T: std::str::FromStr>(
    entry: &Entry<'_>,
    key: &str,
    what_to_do: &str,
    faults: &mut Faults<'_>,
) -> Option<T> {
    let text = entry.text(key, what_to_do, faults)?;
    let value = text.parse().ok();
    if value.is_none() {
        entry.fault(key, format!("{key} {text:?} is not known; {what_to_do}"), faults);
    }
    value
}

fn read_who(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Who {
    let words = entry.texts("who", faults);
    for word in words.iter().filter(|word| !["business", "person"].contains(&word.as_str())) {
        entry.fault("who", format!("{word:?} is nobody; write business, person or both"), faults);
    }
    let has = |name: &str| words.iter().any(|word| word == name);
    Who { business: has("business"), person: has("person") }
}

fn read_duties(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Vec<Duty> {
    let names: Vec<&str> = Duty::ALL.iter().map(|duty| duty.name()).collect();
    let read = |text: String| {
        let duty = text.parse().ok();
        if duty.is_none() {
            let message = format!("the duty {text:?} is not known; these are: {}", names.join(", "));
            entry.fault("duties", message, faults);
        }
        duty
    };
    entry.texts_if_any("duties").into_iter().filter_map(read).collect()
}

fn read_words(entry: &Entry<'_>, faults: &mut Faults<'_>) -> Vec<String> {
    let words = entry.texts("words", faults);
    if words.len() > MOST_WORDS {
        entry.fault("words", format!("there are {} words; {MOST_WORDS} are the most", words.len()), faults);
    }
    if let Some(long) = words.iter().find(|word| word.chars().count() > LONGEST_WORD) {
        entry.fault("words", format!("{long:?} is too long; {LONGEST_WORD} characters are the most"), faults);
    }
    words
}

/// What touches a child has no playbook, no duties and its own urgency; what does not has a playbook.
fn check_child(problem: &Problem, entry: &Entry<'_>, faults: &mut Faults<'_>) {
    let is_child = problem.is_signpost_only();
    if is_child != (problem.urgency == Urgency::Child) {
        let message =
            "what touches a child has both the urgency child and the trouble child_picture or child_contact";
        entry.fault("urgency", message, faults);
    }
    if is_child && (problem.playbook.is_some() || !problem.duties.is_empty()) {
        entry.fault(
            "playbook",
            "what touches a child is only signposted; take playbook and duties away",
            faults,
        );
    }
    if !is_child && problem.playbook.is_none() {
        entry.fault("playbook", "the playbook is missing; name the one that says what to do", faults);
    }
}
