//! Ways through the house.

use super::Section;
use super::samples::LONG;
use crate::face::components::{
    BackLink, Breadcrumbs, Crumb, LanguageLink, LanguageNavigation, NavigationItem, PageStep, Pagination,
    ServiceNavigation, SkipLink,
};

pub(super) fn sections() -> Vec<Section> {
    vec![back(), pages(), doors()]
}

fn back() -> Section {
    let crumbs = |label: &str, last: &str| Breadcrumbs {
        items: vec![Crumb::new("Home", "#back"), Crumb::new("Library", "#back"), Crumb::new(last, "")],
        label: label.to_owned(),
        ..Breadcrumbs::default()
    };
    Section::new("back", "Back, breadcrumbs, skip", "One step back, or the way from home to here.")
        .with("Back link", BackLink { href: "#back".to_owned(), ..BackLink::default() })
        .with("Breadcrumbs", crumbs("Sample of breadcrumbs", "Passwords"))
        .with("Long text", crumbs("Long sample of breadcrumbs", LONG))
        .with(
            "Skip link (seen when the keyboard reaches it)",
            SkipLink { href: "#back".to_owned(), text: "Skip to main content".into(), ..SkipLink::default() },
        )
}

fn pages() -> Section {
    let numbered = |label: &str, current, last| Pagination {
        label: label.to_owned(),
        ..Pagination::of_pages(current, last, |_| "#pages".to_owned())
    };
    let step = |label: &str| {
        Some(PageStep { href: "#pages".to_owned(), label: label.to_owned(), ..PageStep::default() })
    };
    Section::new("pages", "Pagination", "From page to page.")
        .with("First of many", numbered("Sample: first of many pages", 1, 40))
        .with("In the middle", numbered("Sample: in the middle", 20, 40))
        .with("Few", numbered("Sample: few pages", 2, 3))
        .with(
            "Before and after",
            Pagination {
                previous: step("Your name"),
                next: step("Your website"),
                label: "Sample: before and after".to_owned(),
                ..Pagination::default()
            },
        )
}

fn doors() -> Section {
    let navigation = ServiceNavigation {
        service_name: "Name of the centre".to_owned(),
        service_href: "#navigation-sample".to_owned(),
        items: vec![
            NavigationItem { is_current: true, ..NavigationItem::new("Desk", "#navigation-sample") },
            NavigationItem::new("Members", "#navigation-sample"),
            NavigationItem::new("Letters", "#navigation-sample"),
        ],
        label: "Sample of doors".to_owned(),
        section_label: "Sample of a service navigation".to_owned(),
        navigation_id: "sg-navigation".to_owned(),
        ..ServiceNavigation::default()
    };
    let language = |name: &str, lang: &str, dir: &str, is_current| LanguageLink {
        text: name.into(),
        href: "#navigation-sample".to_owned(),
        lang: lang.to_owned(),
        dir: dir.to_owned(),
        is_current,
        ..LanguageLink::default()
    };
    let languages = LanguageNavigation {
        items: vec![
            language("English", "en", "", true),
            language("Polski", "pl", "", false),
            language("اردو", "ur", "rtl", false),
        ],
        label: "Sample of languages".to_owned(),
        ..LanguageNavigation::default()
    };
    Section::new("navigation-sample", "Doors and languages", "What stands in the frame of every page.")
        .with("Service navigation", navigation)
        .with("Languages", languages)
}
