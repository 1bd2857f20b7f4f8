//! How components look where people write from right to left.

use askama::Template;

use super::Section;
use crate::face::components::{
    Accordion, AccordionSection, BackLink, Breadcrumbs, Button, Crumb, PageStep, Pagination,
};
use crate::face::content::Content;

/// A part of a page that is written from right to left, in Urdu.
#[derive(Template)]
#[template(source = "<div dir=\"rtl\" lang=\"ur\">{{ content }}</div>", ext = "html")]
struct RightToLeft {
    content: Content,
}

fn turned(component: &impl Template) -> Content {
    Content::of(&RightToLeft { content: Content::of(component) })
}

pub(super) fn sections() -> Vec<Section> {
    let href = || "#right-to-left".to_owned();
    let back = BackLink { href: href(), text: "واپس".into(), ..BackLink::default() };
    let crumbs = Breadcrumbs {
        items: vec![Crumb::new("گھر", href()), Crumb::new("مدد", href()), Crumb::new("پاس ورڈ", "")],
        label: "Sample of breadcrumbs from right to left".to_owned(),
        ..Breadcrumbs::default()
    };
    let step = |text: &str, label: &str| {
        Some(PageStep { href: href(), text: text.into(), label: label.to_owned(), ..PageStep::default() })
    };
    let pages = Pagination {
        previous: step("پچھلا", "آپ کا نام"),
        next: step("اگلا", "آپ کی ویب سائٹ"),
        label: "Sample of steps from right to left".to_owned(),
        ..Pagination::default()
    };
    let folds = Accordion {
        id: "sg-right-to-left".to_owned(),
        items: vec![AccordionSection {
            heading: "ہم کیا رکھتے ہیں".into(),
            content: "جتنا کم ہو سکے۔".into(),
            ..AccordionSection::default()
        }],
        heading_level: Some(3),
        ..Accordion::default()
    };
    vec![
        Section::new(
            "right-to-left",
            "From right to left",
            "Where people write from right to left, back points to the right and onwards to the left.",
        )
        .with("Back link", turned(&back))
        .with("Breadcrumbs", turned(&crumbs))
        .with("Start", turned(&Button { is_start: true, ..Button::link("شروع کریں", "#right-to-left") }))
        .with("Before and after", turned(&pages))
        .with("What unfolds", turned(&folds)),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// What the vendored style sheet rotates and what looks the same from either side: a tick, and a chevron
    /// that is turned upside down.
    const SAME_FROM_BOTH_SIDES: [&str; 2] =
        [".govuk-checkboxes__label::after", ".govuk-accordion-nav__chevron--down"];

    #[test]
    fn whatever_points_to_a_side_points_to_the_other_where_people_write_from_right_to_left() {
        let vendored = include_str!("../../../static/govuk-frontend.css");
        let ours = include_str!("../../../static/watchhouse.css");
        let rotated: BTreeSet<&str> = vendored
            .split('}')
            .filter(|rule| rule.contains("rotate("))
            .filter_map(|rule| rule.rsplit('{').nth(1)?.rsplit([' ', ',']).next())
            .collect();
        assert!(rotated.contains(".govuk-back-link::before"), "{rotated:?}");
        let pictures = [".govuk-button__start-icon", ".govuk-pagination__icon"];
        for part in rotated.into_iter().chain(pictures) {
            let is_turned = ours.contains(&format!("[dir=\"rtl\"] {part}"));
            assert!(is_turned || SAME_FROM_BOTH_SIDES.contains(&part), "{part} points the wrong way");
        }
    }
}
