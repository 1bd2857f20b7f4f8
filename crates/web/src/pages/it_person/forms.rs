//! The forms of the pretend control panel, and what is typed into them.

use checkup::{Kind, Record, RecordName, RecordSlip, TYPED_KINDS, read_record};

use super::{FileSent, RecordSent};
use crate::face::components::{
    Affix, Button, Checkboxes, Choice, Fieldset, Input, Label, Legend, Select, SelectItem, Textarea,
};
use crate::pages::Faults;
use crate::stage::{Keeper, StagedName, StagedRecord, WELL_KNOWN};

/// The form with which a record is added or changed.
pub(super) struct RecordForm {
    pub(super) kind: Select,
    pub(super) name: Input,
    pub(super) value: Textarea,
    /// The record that is changed; empty where one is added.
    pub(super) instead: String,
    pub(super) button: Button,
}

/// The form with which a file is put on the site.
pub(super) struct FileForms {
    pub(super) path: Input,
    pub(super) text: Textarea,
}

/// The parts that one keeper looks after.
pub(super) struct PartsForm {
    pub(super) boxes: Checkboxes,
    pub(super) note: Option<String>,
}

/// A record as the list shows it.
pub(super) struct RecordLine {
    pub(super) kind: &'static str,
    /// The part in front of the registered name, or `@`.
    pub(super) label: String,
    pub(super) value: String,
    /// What it is known by in forms.
    pub(super) key: String,
    /// Its place in the list.
    pub(super) place: usize,
    /// The record itself; none where it cannot be changed.
    pub(super) staged: Option<StagedRecord>,
}

impl RecordLine {
    /// The form with this record in it.
    pub(super) fn to_change(&self) -> RecordSent {
        if self.staged.is_none() {
            return RecordSent::default();
        }
        RecordSent {
            kind: self.kind.to_owned(),
            name: self.label.clone(),
            value: self.value.clone(),
            instead: self.key.clone(),
        }
    }
}

/// The records of a name, without its start and its keys: nobody ever reads those.
pub(super) fn record_lines(staged: &StagedName) -> Vec<RecordLine> {
    let is_read = |record: &&StagedRecord| !matches!(record.record.kind(), Kind::Soa | Kind::Dnskey);
    let shown = staged.records.iter().filter(is_read);
    let line = |(place, record): (usize, &StagedRecord)| {
        let (kind, label) = (record.record.kind().word(), label(&record.owner, &staged.apex));
        let value = record.record.to_string();
        let key = format!("{kind} {} {value}", record.owner);
        let can_change = !record.is_fixed && TYPED_KINDS.contains(&record.record.kind());
        RecordLine { kind, label, value, place, key, staged: can_change.then(|| record.clone()) }
    };
    shown.enumerate().map(line).collect()
}

/// The mail servers of a name, for those who look after its mail.
pub(super) fn mail_hosts(staged: &StagedName) -> String {
    let hosts = staged.records.iter().filter_map(|record| match &record.record {
        Record::Mx { host, .. } if !host.is_root() => Some(host.to_string()),
        _ => None,
    });
    hosts.collect::<Vec<_>>().join(", ")
}

/// The part in front of the registered name, or `@`, as panels show it.
fn label(owner: &RecordName, apex: &RecordName) -> String {
    let front = owner.as_str().strip_suffix(apex.as_str()).unwrap_or(owner.as_str());
    let front = front.trim_end_matches('.');
    if front.is_empty() { "@".to_owned() } else { front.to_owned() }
}

/// The owner of a record from what was typed: `@`, the part in front, or the whole name.
fn owner(typed: &str, apex: &RecordName) -> Option<RecordName> {
    let typed = typed.trim();
    if matches!(typed, "" | "@") {
        return Some(apex.clone());
    }
    let whole = RecordName::parse(typed).ok().filter(|name| !name.is_root())?;
    if whole.is_within(apex) { Some(whole) } else { apex.with_label(whole.as_str()) }
}

/// Reads a record that was typed.
pub(super) fn read(sent: &RecordSent, staged: &StagedName) -> Result<(RecordName, Record), Faults> {
    let mut faults = Faults::default();
    let kind = TYPED_KINDS.into_iter().find(|kind| kind.word() == sent.kind);
    if kind.is_none() {
        faults.add("kind", RecordSlip::Kind.words());
    }
    let owner = owner(&sent.name, &staged.apex);
    if owner.is_none() {
        faults.add("name", "Write @ for the name itself, or the part in front of it, such as _dmarc");
    }
    let record = kind.map(|kind| read_record(kind, &sent.value));
    if let Some(Err(slip)) = &record {
        faults.add("value", slip.words());
    }
    match (owner, record) {
        (Some(owner), Some(Ok(record))) => Ok((owner, record)),
        _ => Err(faults),
    }
}

pub(super) fn record(sent: &RecordSent, staged: &StagedName, faults: &Faults) -> RecordForm {
    let is_change = !sent.instead.is_empty();
    RecordForm {
        kind: Select {
            name: "kind".to_owned(),
            label: Label::from("Type"),
            error: faults.at("kind"),
            items: TYPED_KINDS.iter().map(|kind| SelectItem::new(kind.word(), kind.word())).collect(),
            value: sent.kind.clone(),
            ..Select::default()
        },
        name: Input {
            name: "name".to_owned(),
            label: Label::from("Name"),
            hint: Some(
                format!("@ stands for {0} itself, and _dmarc for _dmarc.{0}.", staged.apex).as_str().into(),
            ),
            error: faults.at("name"),
            value: (!sent.name.is_empty()).then(|| sent.name.clone()),
            autocapitalize: "none".to_owned(),
            spellcheck: Some(false),
            ..Input::default()
        },
        value: Textarea {
            name: "value".to_owned(),
            label: Label::from("Value"),
            error: faults.at("value"),
            value: sent.value.clone(),
            rows: Some(3),
            spellcheck: Some(false),
            ..Textarea::default()
        },
        instead: sent.instead.clone(),
        button: Button::submit(if is_change { "Change the record" } else { "Add the record" }),
    }
}

pub(super) fn files(sent: &FileSent, faults: &Faults) -> FileForms {
    FileForms {
        path: Input {
            name: "path".to_owned(),
            label: Label::from("Name of the file"),
            hint: Some("For example security.txt or watchhouse-check.txt.".into()),
            error: faults.at("path"),
            value: (!sent.path.is_empty()).then(|| sent.path.clone()),
            prefix: Some(Affix::from(WELL_KNOWN)),
            autocapitalize: "none".to_owned(),
            spellcheck: Some(false),
            ..Input::default()
        },
        text: Textarea {
            name: "text".to_owned(),
            label: Label::from("What it says"),
            error: faults.at("text"),
            value: sent.text.clone(),
            rows: Some(4),
            spellcheck: Some(false),
            ..Textarea::default()
        },
    }
}

/// One group of boxes for each keeper that has something to look after.
pub(super) fn parts(staged: &StagedName) -> Vec<PartsForm> {
    let group = |keeper: Keeper, title: &str| {
        let parts: Vec<_> = staged.parts.iter().filter(|(part, _)| part.keeper() == keeper).collect();
        let boxes = Checkboxes {
            name: "parts".to_owned(),
            id_prefix: format!("parts-{}", title.split(' ').next_back().unwrap_or_default()),
            fieldset: Some(Fieldset {
                legend: Legend { classes: "govuk-fieldset__legend--s".into(), ..Legend::from(title) },
                ..Fieldset::default()
            }),
            items: parts.iter().map(|(part, _)| Choice::new(part.name(), part.words())).collect(),
            values: parts.iter().filter(|(_, good)| *good).map(|(part, _)| part.name().to_owned()).collect(),
            classes: "govuk-checkboxes--small".into(),
            ..Checkboxes::default()
        };
        let note = (keeper == Keeper::Computers).then(|| {
            let all: Vec<String> = staged.computers.iter().map(ToString::to_string).collect();
            format!("These are about {}. Other firms may be on the same computer.", all.join(" and "))
        });
        (!parts.is_empty()).then_some(PartsForm { boxes, note })
    };
    let groups = [
        group(Keeper::Name, "The name"),
        group(Keeper::Website, "The website"),
        group(Keeper::Computers, "The computers"),
    ];
    groups.into_iter().flatten().collect()
}
