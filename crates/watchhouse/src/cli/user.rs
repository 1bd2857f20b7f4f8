//! `watchhouse user add|reset|list|revoke`: accounts of the centre's people and partners.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use centre::ledger::Actor;
use centre::roles::Role;
use clap::Subcommand;
use store::{NewAccount, Person, Secret, Store};
use terms::edge::{Chance, Clock};
use terms::{EmailAddress, PlainLine, Timestamp};

use crate::opening::{of_store, open_existing};
use crate::settings::Settings;
use crate::trouble::Trouble;

/// How long a set-up link works, in days.
const LINK_DAYS: u32 = 3;

/// Accounts of the centre's people and partners.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account and print the link with which its owner sets it up.
    Add {
        /// Their e-mail address.
        #[arg(value_parser = EmailAddress::parse)]
        email: EmailAddress,
        /// Their name.
        #[arg(long)]
        name: Option<String>,
        /// What they are to the centre, such as `manager` or `contact_officer`.
        #[arg(long, default_value = "manager")]
        role: Role,
        /// The partner body's id in the region, for users at partners.
        #[arg(long)]
        body: Option<String>,
        /// The borough's code to which they are limited.
        #[arg(long)]
        borough: Option<String>,
    },
    /// Take every way of signing in from an account and print a new set-up link.
    Reset {
        /// Their e-mail address.
        #[arg(value_parser = EmailAddress::parse)]
        email: EmailAddress,
    },
    /// List all accounts.
    List,
    /// End an account's right to come in, from the next click on.
    Revoke {
        /// Their e-mail address.
        #[arg(value_parser = EmailAddress::parse)]
        email: EmailAddress,
    },
}

/// Does one thing to accounts.
///
/// # Errors
/// When there is no such account, or the change is against a rule of the house.
pub async fn user(
    args: User,
    settings: &Settings,
    clock: &dyn Clock,
    chance: Arc<dyn Chance>,
    out: &mut impl Write,
) -> Result<ExitCode, Trouble> {
    let store = match &args {
        // The first manager may be added before the centre was ever opened.
        User::Add { .. } => crate::opening::open(settings, chance).await?,
        _ => open_existing(settings, chance).await?,
    };
    let done = act(args, &store, settings, clock.now(), out).await;
    store.close().await;
    done.map(|()| ExitCode::SUCCESS)
}

async fn act(
    args: User,
    store: &Store,
    settings: &Settings,
    now: Timestamp,
    out: &mut impl Write,
) -> Result<(), Trouble> {
    let by = Actor::CommandLine;
    match args {
        User::Add { email, name, role, body, borough } => {
            let mailbox = email.to_string();
            let name = name.unwrap_or_else(|| mailbox.split('@').next().unwrap_or_default().to_owned());
            let name = PlainLine::parse(&name).map_err(|error| {
                Trouble::new("the name cannot be used", "Write another after --name.").because(error)
            })?;
            let new = NewAccount { name, email, role, body, remit: borough, expires_at: None };
            let (_, link) = store.add_account(&new, LINK_DAYS, &by, now).await.map_err(of_store)?;
            writeln!(out, "{role} {mailbox} can set up the account within {LINK_DAYS} days, once, at:")?;
            tell_link(settings, &link, out)
        }
        User::Reset { email } => {
            let person = account(store, &email).await?;
            let link = store.reset_account(person.id, LINK_DAYS, &by, now).await.map_err(of_store)?;
            writeln!(out, "{email} is signed out everywhere and can set up the account again at:")?;
            tell_link(settings, &link, out)
        }
        User::List => {
            for person in store.accounts().await.map_err(of_store)? {
                let state = match (person.revoked_at, person.expires_at) {
                    (Some(_), _) => "revoked",
                    (None, Some(end)) if end <= now => "expired",
                    _ => "active",
                };
                writeln!(out, "{:<18} {state:<8} {} <{}>", person.role.name(), person.name, person.email)?;
            }
            Ok(())
        }
        User::Revoke { email } => {
            let person = account(store, &email).await?;
            store.revoke(person.id, &by, now).await.map_err(of_store)?;
            writeln!(out, "{email} is signed out and cannot come in any more.")?;
            Ok(())
        }
    }
}

fn tell_link(settings: &Settings, link: &Secret, out: &mut impl Write) -> Result<(), Trouble> {
    writeln!(out, "{}/set-up/{}", settings.origin(settings.listen.port()), link.reveal())?;
    Ok(())
}

/// The one account with this address that is no contact of a member.
async fn account(store: &Store, email: &EmailAddress) -> Result<Person, Trouble> {
    let people = store.people_with_email(email).await.map_err(of_store)?;
    people.into_iter().find(|person| !person.role.is_of_a_member()).ok_or_else(|| {
        Trouble::new(
            format!("there is no account with the address {email}"),
            "See `watchhouse user list`; members sign in with a code and need no account here.",
        )
    })
}
