//! Accounts of staff and partners, for managers.

pub(crate) mod account;
pub(crate) mod adding;
mod link;
pub(crate) mod list;

use centre::roles::Role;
use store::Person;

use super::account::Days;
use crate::app::App;
use crate::face::components::{Select, SelectItem};
use crate::pages::Faults;

/// Roles that an account can have: those of a member come from the member, and a visitor has none.
fn roles() -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(|role| role.needs_second_factor())
}

fn role_field(value: &str, faults: &Faults) -> Select {
    Select {
        name: "role".to_owned(),
        label: "Role".into(),
        error: faults.at("role"),
        items: std::iter::once(SelectItem::new("", "Choose a role"))
            .chain(roles().map(|role| SelectItem::new(role.name(), role.spoken())))
            .collect(),
        value: value.to_owned(),
        ..Select::default()
    }
}

fn place_of(app: &App, person: &Person) -> String {
    let body = person.body.as_deref().map(|id| app.region.body(id).map_or(id, |b| b.name.as_str()));
    let borough = person.remit.as_deref().map(|code| {
        app.region.boroughs.iter().find(|b| b.code.as_str() == code).map_or(code, |b| b.name.as_str())
    });
    [body, borough].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn state_of(app: &App, person: &Person) -> String {
    let days = Days::of(app);
    match (person.revoked_at, person.expires_at) {
        (Some(at), _) => format!("Revoked on {}", days.day(at)),
        (None, Some(end)) if end <= app.now() => format!("Ended on {}", days.day(end)),
        (None, Some(end)) => format!("Ends on {}", days.day(end)),
        (None, None) => "Can sign in".to_owned(),
    }
}
