//! What a page says before anything else: errors, news, warnings, the way out.

use askama::Template;

use super::{Button, Tag, component, said};
use crate::face::content::{Attributes, Classes, Content, ScriptWords};

/// One thing to put right.
#[derive(Debug, Clone, Default)]
pub struct ErrorSummaryItem {
    /// The same words as beside the field.
    pub text: Content,
    /// Id of the field after `#`; empty where no field is meant.
    pub href: String,
    /// Further attributes.
    pub attributes: Attributes,
}

impl ErrorSummaryItem {
    /// An error of the field with this id.
    pub fn of_field(id: &str, text: impl Into<Content>) -> Self {
        Self { text: text.into(), href: format!("#{id}"), ..Self::default() }
    }
}

/// Everything that is to be put right, at the top of the page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/error_summary.html")]
pub struct ErrorSummary {
    /// "There is a problem" when not given.
    pub title: Content,
    /// Words before the list.
    pub description: Content,
    /// The errors, in the order of the fields.
    pub items: Vec<ErrorSummaryItem>,
    /// Whether the keyboard stays where it is.
    pub disable_auto_focus: Option<bool>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// News about what was just done, or about the whole service.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/notification_banner.html")]
pub struct NotificationBanner {
    /// The news. Words alone are written large.
    pub content: Content,
    /// Whether something has worked.
    pub is_success: bool,
    /// "Success" or "Important" when not given.
    pub title: Content,
    /// Id of the title.
    pub title_id: String,
    /// Level of the title; 2 when not given.
    pub title_level: Option<u8>,
    /// Role; `alert` for success and `region` otherwise when not given.
    pub role: String,
    /// Whether the keyboard stays where it is.
    pub disable_auto_focus: Option<bool>,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl NotificationBanner {
    fn role(&self) -> &str {
        match (self.role.as_str(), self.is_success) {
            ("", true) => "alert",
            ("", false) => "region",
            (own, _) => own,
        }
    }

    fn title(&self) -> Content {
        if !self.title.is_empty() {
            return self.title.clone();
        }
        said("", if self.is_success { "component-success" } else { "component-important" }).into()
    }

    fn title_id(&self) -> &str {
        if self.title_id.is_empty() { "govuk-notification-banner-title" } else { &self.title_id }
    }

    fn level(&self) -> u8 {
        self.title_level.unwrap_or(2)
    }
}

/// Something that must not be overlooked.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/warning_text.html")]
pub struct WarningText {
    /// The words.
    pub text: Content,
    /// Said for the sign; "Warning" when not given.
    pub spoken_icon: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// What can be done from a panel that interrupts.
#[derive(Debug, Clone, Default)]
pub struct PanelAction {
    /// The words.
    pub text: Content,
    /// Where it leads.
    pub href: String,
    /// `button` or `submit` for a button; empty for a link where `href` is given.
    pub kind: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl PanelAction {
    fn is_button(&self) -> bool {
        self.href.is_empty() || self.kind == "button"
    }

    fn button(&self) -> Button {
        Button {
            text: self.text.clone(),
            kind: if self.kind.is_empty() { "button".to_owned() } else { self.kind.clone() },
            classes: Classes::from("govuk-button--inverse").and(&self.classes),
            href: self.href.clone(),
            attributes: self.attributes.clone(),
            ..Button::default()
        }
    }
}

/// The good end of a long way: done, and the reference. With the class
/// `govuk-panel--interruption`, a stop on the way with something to decide.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/panel.html")]
pub struct Panel {
    /// What is done.
    pub title: Content,
    /// The reference, or what follows.
    pub content: Content,
    /// Level of the title; 1 when not given.
    pub heading_level: Option<u8>,
    /// What can be done; shown on an interruption only.
    pub actions: Vec<PanelAction>,
    /// Further classes of the actions.
    pub actions_classes: Classes,
    /// Further attributes of the actions.
    pub actions_attributes: Attributes,
    /// Whether the box for actions is there although it is empty.
    pub has_actions: bool,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Panel {
    fn is_interruption(&self) -> bool {
        self.classes.has("govuk-panel--interruption")
    }

    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(1)
    }

    fn shows_actions(&self) -> bool {
        self.is_interruption() && (self.has_actions || !self.actions.is_empty())
    }
}

/// What stage the service is in.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/phase_banner.html")]
pub struct PhaseBanner {
    /// The stage in one word.
    pub tag: Tag,
    /// What that means.
    pub text: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl PhaseBanner {
    fn tag(&self) -> Tag {
        Tag {
            classes: Classes::from("govuk-phase-banner__content__tag").and(&self.tag.classes),
            ..self.tag.clone()
        }
    }
}

/// A quick way to a harmless page, for somebody who may be watched.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/exit_this_page.html")]
pub struct ExitThisPage {
    /// "Emergency: exit this page" when not given.
    pub text: Content,
    /// Where it leads; the weather at the BBC when not given.
    pub href: String,
    /// Words of the script.
    pub script_words: ScriptWords,
    /// Id.
    pub id: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

#[derive(Template)]
#[template(path = "components/exit_words.html")]
struct ExitWords {
    emergency: String,
    exit: String,
}

impl ExitThisPage {
    /// A page that anybody may have open, and that says nothing about who reads it.
    const HARMLESS: &'static str = "https://www.bbc.co.uk/weather";

    fn button(&self) -> Button {
        let text = if self.text.is_empty() {
            let words = ExitWords {
                emergency: said("", "component-exit-emergency"),
                exit: said("", "component-exit"),
            };
            Content::of(&words)
        } else {
            self.text.clone()
        };
        Button {
            text,
            classes: "govuk-button--warning govuk-exit-this-page__button govuk-js-exit-this-page-button"
                .into(),
            href: if self.href.is_empty() { Self::HARMLESS.to_owned() } else { self.href.clone() },
            attributes: [("rel", "nofollow noreferrer")].into(),
            ..Button::default()
        }
    }
}

component!(ErrorSummary, NotificationBanner, WarningText, Panel, PhaseBanner, ExitThisPage);
