//! Components of GOV.UK Frontend 6 as structs, held to its own fixtures by `tests/govuk_fixtures.rs`.
//!
//! Each struct has plain fields and is a template: fill in what is needed, leave the rest to
//! `..Default::default()`, and write `{{ name }}` in a page or put it into another component's
//! [`Content`](crate::face::content::Content). Words are escaped on their way in.

mod button;
mod choices;
mod date_input;
mod fields;
mod file_upload;
mod lists;
mod navigation;
mod notices;
mod reading;
mod select;
mod tables;
mod text_fields;

pub use button::Button;
pub use choices::{Checkboxes, Choice, Radios};
pub use date_input::{DateInput, DatePart};
pub use fields::{ErrorMessage, Fieldset, FormGroup, Hint, Label, Legend};
pub use file_upload::FileUpload;
pub use lists::{ActionLink, SummaryCard, SummaryList, SummaryRow, SummaryValue, Task, TaskList, TaskStatus};
pub use navigation::{
    BackLink, Breadcrumbs, Crumb, LanguageLink, LanguageNavigation, NavigationItem, PageLink, PageStep,
    Pagination, ServiceNavigation, SkipLink,
};
pub use notices::{
    ErrorSummary, ErrorSummaryItem, ExitThisPage, NotificationBanner, Panel, PanelAction, PhaseBanner,
    WarningText,
};
pub use reading::{Accordion, AccordionSection, Details, InsetText, Tab, Tabs, Tag};
pub use select::{Select, SelectItem};
pub use tables::{Cell, Table};
pub use text_fields::{Affix, CharacterCount, Counting, Input, PasswordInput, Textarea};

use crate::face::words::Words;

/// Lets components stand in pages and in other components without a second escape.
macro_rules! component {
    ($($name:ident),*) => {$(
        impl askama::filters::HtmlSafe for $name {}
        impl From<$name> for $crate::face::content::Content {
            fn from(component: $name) -> Self {
                Self::of(&component)
            }
        }
        impl From<&$name> for $crate::face::content::Content {
            fn from(component: &$name) -> Self {
                Self::of(component)
            }
        }
    )*};
}
pub(crate) use component;

/// The given words, or else the house's own under this id.
fn said(own: &str, id: &str) -> String {
    if own.is_empty() { Words::default().say(id).into_owned() } else { own.to_owned() }
}
