//! Pages, one file or folder for each thing that a person comes for. A page is a struct; the
//! struct is what its template reads; templates lie in folders of the same names.

pub mod account;
pub mod badge;
pub mod check;
pub mod city;
mod clock_time;
pub mod demonstration;
pub mod desk;
pub mod doors;
pub mod errand;
mod faults;
pub mod firm;
pub mod hand_over;
pub mod health;
pub mod help;
pub mod home;
pub mod it_person;
pub mod join;
pub mod looking;
pub mod partner;
pub mod problem;
pub mod real;
pub mod report;
pub mod set_up;
pub mod sign_in;
pub mod staff;
pub mod status;
pub mod styleguide;
pub mod tell;
pub mod verify;
pub mod warnings;

pub(crate) use faults::Faults;

use crate::app::App;
use crate::caller::Caller;
use crate::face::{Chrome, SignedIn};

/// The frame of a page for whoever asks. `path` is the page's address, which marks its door.
pub(crate) fn frame(app: &App, caller: &Caller, title: impl Into<String>, path: &str) -> Chrome {
    Chrome {
        signed_in: caller.signed_in.as_ref().map(|s| SignedIn { name: s.name.clone(), role: caller.role }),
        form_token: caller.form_token.clone().unwrap_or_default(),
        ..bare_frame(app, title, path)
    }
}

/// The frame of a page that knows nobody: problems and the like.
pub(crate) fn bare_frame(app: &App, title: impl Into<String>, path: &str) -> Chrome {
    Chrome {
        title: title.into(),
        centre_name: app.facts.centre_name.clone(),
        path: path.to_owned(),
        demonstration: app.facts.demonstration,
        ..Chrome::default()
    }
}
