//! From the options of GOV.UK Frontend's macros to our components.

use serde_json::Value;
use web::face::Content;
use web::face::components::*;

use crate::fields::*;
use crate::parts::*;
use crate::values::*;

/// The HTML of our component for these options.
pub fn draw(component: &str, o: &Value) -> String {
    let content: Content = match component {
        "accordion" => accordion(o).into(),
        "back-link" => BackLink {
            href: text(o, "href"),
            text: content(o),
            classes: classes(o),
            attributes: attributes(o),
        }
        .into(),
        "breadcrumbs" => Breadcrumbs {
            items: all(o, "items", |item| Crumb {
                text: content(item),
                href: text(item, "href"),
                attributes: attributes(item),
            }),
            collapses_on_phones: truth(o, "collapseOnMobile"),
            label: text(o, "labelText"),
            classes: classes(o),
            attributes: attributes(o),
        }
        .into(),
        "button" => button(o).into(),
        "character-count" => character_count(o).into(),
        "checkboxes" => checkboxes(o).into(),
        "date-input" => date_input(o).into(),
        "details" => Details {
            summary: either(o, "summaryText", "summaryHtml"),
            content: content(o),
            is_open: truth(o, "open"),
            id: text(o, "id"),
            classes: classes(o),
            attributes: attributes(o),
        }
        .into(),
        "error-message" => error(o).into(),
        "error-summary" => ErrorSummary {
            title: either(o, "titleText", "titleHtml"),
            description: either(o, "descriptionText", "descriptionHtml"),
            items: all(o, "errorList", |item| ErrorSummaryItem {
                text: content(item),
                href: text(item, "href"),
                attributes: attributes(item),
            }),
            disable_auto_focus: choice(o, "disableAutoFocus"),
            classes: classes(o),
            attributes: attributes(o),
        }
        .into(),
        "exit-this-page" => ExitThisPage {
            text: content(o),
            href: text(o, "redirectUrl"),
            script_words: script_words(
                o,
                &[
                    ("activatedText", "activated"),
                    ("timedOutText", "timed-out"),
                    ("pressTwoMoreTimesText", "press-two-more-times"),
                    ("pressOneMoreTimeText", "press-one-more-time"),
                ],
            ),
            id: text(o, "id"),
            classes: classes(o),
            attributes: attributes(o),
        }
        .into(),
        "fieldset" => fieldset(o).into(),
        "file-upload" => file_upload(o).into(),
        "hint" => hint(o).into(),
        "input" => input(o).into(),
        "inset-text" => {
            InsetText { text: content(o), id: text(o, "id"), classes: classes(o), attributes: attributes(o) }
                .into()
        }
        "label" => label(o).into(),
        "language-navigation" => LanguageNavigation {
            items: all(o, "items", |item| LanguageLink {
                text: content(item),
                href: text(item, "href"),
                lang: text(item, "lang"),
                dir: text(item, "dir"),
                is_current: truth(item, "current"),
                description: text(item, "languageDescriptionText"),
                classes: classes(item),
                attributes: attributes(item),
            }),
            label: text(o, "ariaLabel"),
            classes: classes(o),
            attributes: attributes(o),
        }
        .into(),
        "notification-banner" => notification_banner(o).into(),
        "pagination" => pagination(o).into(),
        "panel" => panel(o).into(),
        "password-input" => password_input(o).into(),
        "phase-banner" => PhaseBanner {
            tag: tag(&o["tag"]),
            text: content(o),
            classes: classes(o),
            attributes: attributes(o),
        }
        .into(),
        "radios" => radios(o).into(),
        "select" => select(o).into(),
        "service-navigation" => service_navigation(o).into(),
        "skip-link" => SkipLink {
            href: text(o, "href"),
            text: content(o),
            classes: classes(o),
            attributes: attributes(o),
        }
        .into(),
        "summary-list" => summary_list(o).into(),
        "table" => table(o).into(),
        "tabs" => tabs(o).into(),
        "tag" => tag(o).into(),
        "task-list" => task_list(o).into(),
        "textarea" => textarea(o).into(),
        "warning-text" => WarningText {
            text: content(o),
            spoken_icon: text(o, "iconFallbackText"),
            classes: classes(o),
            attributes: attributes(o),
        }
        .into(),
        other => panic!("no struct for the component {other}"),
    };
    content.to_string()
}
