//! Reads the values out of a report.

use observables::{Kind, Mention};

use super::evidence::{Evidence, Place, Role, Value};
use super::persona;
use super::report::Report;
use super::roles;
use super::wording;

/// The most values of a report that link; the rest is left out.
pub const MOST_VALUES: usize = 200;

/// Reads all values of a report, those that do not link among them, each once: a field counts before the narrative.
pub fn read(report: &Report) -> Vec<Value> {
    let mut values = Vec::new();
    let fields = [
        (Kind::Phone, &report.phones),
        (Kind::Email, &report.emails),
        (Kind::Url, &report.urls),
        (Kind::SortCodeAccount, &report.accounts),
        (Kind::Wallet(observables::Chain::Bitcoin), &report.wallets),
        (Kind::Handle(observables::Platform::Unsaid), &report.handles),
        (Kind::Ip, &report.ips),
        (Kind::Device, &report.devices),
    ];
    for (kind, field) in fields {
        for cell in field.split('|').map(str::trim).filter(|cell| !cell.is_empty()) {
            from_field(kind, cell, &mut values);
        }
    }
    if let Some(key) = persona::address_key(&report.suspect_address) {
        values.push(Value { kind: Evidence::Address, key, role: Role::Offender, place: Place::Field });
    }
    if let Some(name) = persona::full_name(&report.suspect_name).filter(|_| !report.brand.is_empty()) {
        let key = format!("{name} | {}", report.brand.to_lowercase());
        values.push(Value { kind: Evidence::Persona, key, role: Role::Offender, place: Place::Field });
    }
    let mentions = observables::read(&report.narrative);
    for mention in &mentions {
        from_narrative(&report.narrative, mention, &mut values);
    }
    let names = [report.brand.as_str(), report.suspect_name.as_str()];
    wording::read(&report.narrative, &mentions, &names, &mut values);
    once(values)
}

/// Keeps each value once. Whoever names a value as the offender's in a field and as his own in the text means the text.
fn once(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_by(|a, b| (a.kind, &a.key, a.place).cmp(&(b.kind, &b.key, b.place)));
    let mut kept: Vec<Value> = Vec::with_capacity(values.len());
    for value in values {
        match kept.last_mut() {
            Some(last) if last.kind == value.kind && last.key == value.key => {
                if last.role == Role::Offender {
                    last.role = value.role;
                }
            }
            _ => kept.push(value),
        }
    }
    kept.truncate(MOST_VALUES);
    kept
}

fn from_field(kind: Kind, cell: &str, values: &mut Vec<Value>) {
    for mention in observables::read_field(kind, cell) {
        let role = if mention.placeholder { Role::Placeholder } else { Role::Offender };
        push(&mention, role, Place::Field, values);
    }
}

fn from_narrative(text: &str, mention: &Mention, values: &mut Vec<Value>) {
    let role = if mention.placeholder { Role::Placeholder } else { roles::of(text, &mention.written) };
    let place = Place::Narrative(mention.written.start as u32, mention.written.end as u32);
    push(mention, role, place, values);
}

fn push(mention: &Mention, role: Role, place: Place, values: &mut Vec<Value>) {
    let mut add = |kind, key: String| values.push(Value { kind, key, role, place });
    match mention.kind {
        Kind::Phone => add(Evidence::Phone, mention.value.clone()),
        Kind::Email => {
            add(Evidence::Email, mention.key());
            if let Some(host) = mention.registrable() {
                add(Evidence::Host, persona::host_key(&host));
            }
        }
        Kind::Url | Kind::Domain => {
            if let Some((_, handle)) = mention.profile() {
                add(Evidence::Handle, handle);
            }
            if let Some(host) = mention.registrable() {
                add(Evidence::Host, persona::host_key(&host));
            }
        }
        Kind::SortCodeAccount | Kind::Iban => add(Evidence::Account, mention.key()),
        Kind::Wallet(_) => add(Evidence::Wallet, mention.value.clone()),
        Kind::Handle(_) => add(Evidence::Handle, mention.value.clone()),
        Kind::Ip => add(Evidence::Ip, mention.value.clone()),
        Kind::Device => add(Evidence::Device, mention.value.clone()),
        Kind::Card | Kind::Reference | Kind::Amount | Kind::Deadline => {}
    }
}
