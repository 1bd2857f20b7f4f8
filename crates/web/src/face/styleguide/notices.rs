//! What a page says first.

use super::Section;
use super::samples::{LONG, link, paragraph};
use crate::face::components::{
    ErrorSummary, ErrorSummaryItem, ExitThisPage, InsetText, NotificationBanner, Panel, PanelAction,
    PhaseBanner, Tag, WarningText,
};
use crate::face::content::Content;

pub(super) fn sections() -> Vec<Section> {
    vec![errors(), banners(), panels(), asides()]
}

fn errors() -> Section {
    let items = vec![
        ErrorSummaryItem::of_field("sg-postcode", "Enter a postcode, like SE1 7PB"),
        ErrorSummaryItem::of_field("sg-size-wrong", "Say how many people work with you"),
        ErrorSummaryItem {
            text: "We could not reach the e-mail address. Try another one.".into(),
            ..Default::default()
        },
    ];
    let summary = |items| ErrorSummary { items, disable_auto_focus: Some(true), ..ErrorSummary::default() };
    Section::new(
        "errors",
        "Error summary",
        "Everything that is to be put right, at the top, with links to the fields.",
    )
    .with("Several errors", summary(items))
    .with("Long text", summary(vec![ErrorSummaryItem::of_field("sg-long", LONG)]))
}

fn banners() -> Section {
    let banner = |id: &str, is_success, content: Content| NotificationBanner {
        title_id: id.to_owned(),
        is_success,
        content,
        disable_auto_focus: Some(true),
        ..NotificationBanner::default()
    };
    let more = Content::all([
        paragraph("We sent an e-mail to you."),
        link("Open the page of your firm", "#banners"),
    ]);
    Section::new(
        "banners",
        "Notification banner",
        "News about what was just done, or about the whole service.",
    )
    .with("Important", banner("sg-banner-1", false, "The lines are closed on Monday 25 May.".into()))
    .with("Success", banner("sg-banner-2", true, "Your name is confirmed.".into()))
    .with("Success with more", banner("sg-banner-3", true, more))
    .with("Long text", banner("sg-banner-4", false, LONG.into()))
}

fn panels() -> Section {
    let done = Panel {
        title: "You have joined".into(),
        content: "Your reference: WH-7K3D-92".into(),
        heading_level: Some(3),
        ..Panel::default()
    };
    let stop = Panel {
        title: "Is that the right name?".into(),
        content: "We found no firm at examples.org. Did you mean example.org?".into(),
        heading_level: Some(3),
        classes: "govuk-panel--interruption".into(),
        actions: vec![
            PanelAction {
                text: "Yes, example.org".into(),
                href: "#panels".to_owned(),
                kind: "button".to_owned(),
                ..PanelAction::default()
            },
            PanelAction { text: "No, go on".into(), href: "#panels".to_owned(), ..PanelAction::default() },
        ],
        ..Panel::default()
    };
    Section::new("panels", "Panel", "The good end of a long way, or a stop on it.")
        .with("Done", done)
        .with("A stop with something to decide", stop)
}

fn asides() -> Section {
    let phase = PhaseBanner {
        tag: Tag::from("New"),
        text: Content::all([
            "This page is new. ".into(),
            link("Tell us what you think", "#asides"),
            ".".into(),
        ]),
        ..PhaseBanner::default()
    };
    Section::new("asides", "Warning, inset, phase, way out", "Set apart from the text around them.")
        .with(
            "Warning",
            WarningText {
                text: "Do not switch the computer off. It may hold what helps to find them.".into(),
                ..WarningText::default()
            },
        )
        .with(
            "Inset text",
            InsetText {
                text: "You can ring us on Monday to Friday, 8 am to 6 pm.".into(),
                ..InsetText::default()
            },
        )
        .with("Phase banner", phase)
        .with("A quick way out, for somebody who may be watched", ExitThisPage::default())
}
