//! To whom something can be handed over, and how they are reached.

use centre::case::Word;
use centre::hand_over::Recipient;
use centre::policy::{Act, Decision, Relation, decide};

use crate::app::App;
use crate::pages::sign_in::may_come_in;
use crate::problem::Problem;

/// A body, and as what kind of recipient it gets something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The kind, which says what it gets.
    pub recipient: Recipient,
    /// The body's word.
    pub to: Word,
    /// What people call it.
    pub name: String,
}

impl Destination {
    /// How it is named in addresses and forms: `police:metropolitan-police`.
    pub fn value(&self) -> String {
        format!("{}:{}", self.recipient, self.to)
    }

    /// How it is named for people.
    pub fn spoken(&self) -> String {
        format!("{} ({})", self.recipient.spoken(), self.name)
    }
}

/// Everybody to whom something can be handed over: the bodies of the region pack by their kinds, and whoever the person
/// knows themselves (their insurer, their IT help, the platform).
pub fn destinations(app: &App) -> Vec<Destination> {
    let mut all = Vec::new();
    for recipient in Recipient::ALL {
        if let Some(to) = recipient.own_word().and_then(|word| Word::parse(word).ok()) {
            let name = own_name(*recipient).to_owned();
            all.push(Destination { recipient: *recipient, to, name });
        }
        for body in &app.region.bodies {
            let Ok(to) = Word::parse(&body.id) else { continue };
            if Recipient::of_body(&body.id, body.kind).contains(recipient) {
                all.push(Destination { recipient: *recipient, to, name: body.name.clone() });
            }
        }
    }
    all
}

/// The destination with this name.
pub fn destination(app: &App, value: &str) -> Option<Destination> {
    destinations(app).into_iter().find(|known| known.value() == value)
}

fn own_name(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Insurer => "the person's insurer",
        Recipient::ItProvider => "the person's own IT help",
        Recipient::Platform => "the platform",
        _ => "",
    }
}

/// What people call a body, by its word.
pub(crate) fn name_of(app: &App, body: &str) -> String {
    let own = Recipient::ALL.iter().find(|recipient| recipient.own_word() == Some(body));
    app.region
        .body(body)
        .map(|body| body.name.clone())
        .or_else(|| own.map(|recipient| own_name(*recipient).to_owned()))
        .unwrap_or_else(|| body.replace('-', " "))
}

/// How a body is rung or written to, where the region pack says so.
pub fn ring(app: &App, body: &str) -> Option<String> {
    let reach = &app.region.body(body)?.reach;
    let phone = reach.phone.as_ref().map(|dial| format!("ring {dial}"));
    let mail = reach.mail.as_ref().map(|mail| format!("write to {mail}"));
    phone.or(mail).or_else(|| reach.web.clone())
}

/// Whether somebody of this body can look into the partners' window.
///
/// # Errors
/// When the store fails.
pub async fn has_window(app: &App, body: &str) -> Result<bool, Problem> {
    let accounts = app.store.accounts().await?;
    Ok(accounts.iter().any(|person| {
        person.body.as_deref() == Some(body)
            && may_come_in(person, app.now())
            && decide(person.role, Act::SeeHandOvers, Relation::Own) == Decision::Allow
    }))
}
