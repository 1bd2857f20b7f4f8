//! Ways through the house: back, up, along, past.

use askama::Template;

use super::{component, said};
use crate::face::content::{Attributes, Classes, Content};

/// One step back.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/back_link.html")]
pub struct BackLink {
    /// Where it leads.
    pub href: String,
    /// "Back" when not given.
    pub text: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// One step of the way from home to here.
#[derive(Debug, Clone, Default)]
pub struct Crumb {
    /// What the page is called.
    pub text: Content,
    /// Where it leads; empty for the page itself.
    pub href: String,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Crumb {
    /// A step with this name.
    pub fn new(text: impl Into<Content>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), ..Self::default() }
    }
}

/// The way from home to here.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/breadcrumbs.html")]
pub struct Breadcrumbs {
    /// The steps, home first.
    pub items: Vec<Crumb>,
    /// Whether a phone shows first and last only.
    pub collapses_on_phones: bool,
    /// "Breadcrumb" when not given.
    pub label: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// Past everything, to what the page is about.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/skip_link.html")]
pub struct SkipLink {
    /// Where it leads; `#content` when not given.
    pub href: String,
    /// The words.
    pub text: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// To the page before or after.
#[derive(Debug, Clone, Default)]
pub struct PageStep {
    /// Where it leads.
    pub href: String,
    /// "Previous page" or "Next page" when not given.
    pub text: Content,
    /// What that page is about.
    pub label: String,
    /// Further attributes.
    pub attributes: Attributes,
}

/// To one page of many.
#[derive(Debug, Clone, Default)]
pub struct PageLink {
    /// The page's number.
    pub number: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is the page that is shown.
    pub is_current: bool,
    /// Whether it stands for pages left out; then nothing else counts.
    pub is_gap: bool,
    /// Said instead of "Page 7".
    pub spoken: String,
    /// Further attributes.
    pub attributes: Attributes,
}

impl PageLink {
    fn spoken(&self) -> String {
        match self.spoken.as_str() {
            "" => format!("{} {}", said("", "component-page"), self.number),
            own => own.to_owned(),
        }
    }
}

/// From page to page of something long.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/pagination.html")]
pub struct Pagination {
    /// To the page before.
    pub previous: Option<PageStep>,
    /// To the page after.
    pub next: Option<PageStep>,
    /// To pages by number; none where only before and after are offered.
    pub items: Vec<PageLink>,
    /// "Pagination" when not given.
    pub label: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl Pagination {
    /// Pages shown on each side of the current one.
    const NEIGHBOURS: u32 = 1;

    /// First page, last page, the current one with its neighbours, gaps between. Pages count from
    /// 1; `href` says where page `n` is.
    pub fn of_pages(current: u32, last: u32, href: impl Fn(u32) -> String) -> Self {
        let step = |page: u32| PageStep { href: href(page), ..PageStep::default() };
        let near = |page: u32| page == 1 || page == last || page.abs_diff(current) <= Self::NEIGHBOURS;
        let mut items: Vec<PageLink> = Vec::new();
        let around =
            current.saturating_sub(Self::NEIGHBOURS + 1)..=current.saturating_add(Self::NEIGHBOURS + 1);
        let pages = std::iter::once(1).chain(around).chain(std::iter::once(last));
        let mut before = 0;
        for page in pages.filter(|page| (1..=last).contains(page)) {
            if page <= before {
                continue;
            }
            before = page;
            if near(page) {
                items.push(PageLink {
                    number: page.to_string(),
                    href: href(page),
                    is_current: page == current,
                    ..PageLink::default()
                });
            } else {
                items.push(PageLink { is_gap: true, ..PageLink::default() });
            }
        }
        Self {
            previous: (current > 1).then(|| step(current - 1)),
            next: (current < last).then(|| step(current + 1)),
            items,
            ..Self::default()
        }
    }

    /// Only before and after, written large.
    fn is_block(&self) -> bool {
        self.items.is_empty() && (self.previous.is_some() || self.next.is_some())
    }
}

/// One door of the navigation.
#[derive(Debug, Clone, Default)]
pub struct NavigationItem {
    /// What it is called.
    pub text: Content,
    /// Where it leads.
    pub href: String,
    /// Whether this is the very page.
    pub is_current: bool,
    /// Whether the page stands behind this door.
    pub is_active: bool,
    /// Further attributes.
    pub attributes: Attributes,
}

impl NavigationItem {
    /// A door with this name.
    pub fn new(text: impl Into<Content>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), ..Self::default() }
    }
}

/// The doors of the house, below its name.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/service_navigation.html")]
pub struct ServiceNavigation {
    /// The house's name.
    pub service_name: String,
    /// Where the name leads.
    pub service_href: String,
    /// The doors.
    pub items: Vec<NavigationItem>,
    /// Whether a phone hides the doors behind a button; when there is more than one, if not given.
    pub collapses_on_phones: Option<bool>,
    /// "Menu" when not given.
    pub menu_text: String,
    /// Said instead of the button's words.
    pub menu_label: String,
    /// What the list of doors is called; the button's words when not given.
    pub label: String,
    /// What the whole is called; "Service information" when not given.
    pub section_label: String,
    /// Id of the list; `navigation` when not given.
    pub navigation_id: String,
    /// Further classes of the list's box.
    pub navigation_classes: Classes,
    /// Stands before everything.
    pub start: Content,
    /// Stands after everything.
    pub end: Content,
    /// Whether the end stands beside the doors.
    pub is_end_inline: bool,
    /// Entries before the doors.
    pub navigation_start: Content,
    /// Entries after the doors.
    pub navigation_end: Content,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

impl ServiceNavigation {
    fn is_section(&self) -> bool {
        !self.service_name.is_empty() || !self.start.is_empty() || !self.end.is_empty()
    }

    fn list_id(&self) -> &str {
        if self.navigation_id.is_empty() { "navigation" } else { &self.navigation_id }
    }

    fn has_doors(&self) -> bool {
        !self.items.is_empty() || !self.navigation_start.is_empty() || !self.navigation_end.is_empty()
    }

    fn collapses(&self) -> bool {
        self.collapses_on_phones.unwrap_or(self.items.len() > 1)
    }

    fn menu(&self) -> String {
        said(&self.menu_text, "component-menu")
    }

    fn menu_label(&self) -> Option<&str> {
        (!self.menu_label.is_empty() && self.menu_label != self.menu()).then_some(self.menu_label.as_str())
    }

    fn label(&self) -> String {
        if self.label.is_empty() { self.menu() } else { self.label.clone() }
    }
}

/// One language that the page can be had in.
#[derive(Debug, Clone, Default)]
pub struct LanguageLink {
    /// The language's name, in that language.
    pub text: Content,
    /// Where it leads.
    pub href: String,
    /// Its tag, for example `cy`.
    pub lang: String,
    /// `rtl` where it is written from right to left.
    pub dir: String,
    /// Whether it is the language that is shown.
    pub is_current: bool,
    /// Said in the page's language after the name.
    pub description: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

/// The languages that the page can be had in.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/language_navigation.html")]
pub struct LanguageNavigation {
    /// The languages.
    pub items: Vec<LanguageLink>,
    /// "Language" when not given.
    pub label: String,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes.
    pub attributes: Attributes,
}

component!(BackLink, Breadcrumbs, SkipLink, Pagination, ServiceNavigation, LanguageNavigation);

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(current: u32, last: u32) -> String {
        let pages = Pagination::of_pages(current, last, |n| format!("?page={n}"));
        let shown = pages.items.iter().map(|item| match (item.is_gap, item.is_current) {
            (true, _) => "…".to_owned(),
            (_, true) => format!("[{}]", item.number),
            _ => item.number.clone(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn many_pages_show_first_last_and_neighbours() {
        assert_eq!(numbers(1, 1), "[1]");
        assert_eq!(numbers(1, 3), "[1] 2 3");
        assert_eq!(numbers(1, 9), "[1] 2 … 9");
        assert_eq!(numbers(5, 9), "1 … 4 [5] 6 … 9");
        assert_eq!(numbers(9, 9), "1 … 8 [9]");
        assert_eq!(numbers(u32::MAX, u32::MAX), "1 … 4294967294 [4294967295]");
    }
}
