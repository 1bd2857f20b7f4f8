//! Options of everything that is not a field.

use serde_json::Value;
use web::face::Content;
use web::face::components::*;

use crate::values::*;

pub fn page_step(o: &Value) -> PageStep {
    PageStep {
        href: text(o, "href"),
        text: content(o),
        label: text(o, "labelText"),
        attributes: attributes(o),
    }
}

pub fn pagination(o: &Value) -> Pagination {
    Pagination {
        previous: some(o, "previous", page_step),
        next: some(o, "next", page_step),
        items: all(o, "items", |item| PageLink {
            number: text(item, "number"),
            href: text(item, "href"),
            is_current: truth(item, "current"),
            is_gap: truth(item, "ellipsis"),
            spoken: text(item, "visuallyHiddenText"),
            attributes: attributes(item),
        }),
        label: text(o, "landmarkLabel"),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn slot(value: &Value) -> Content {
    let html = if value.is_object() { text(value, "html") } else { plain(value) };
    raw(&html)
}

pub fn service_navigation(o: &Value) -> ServiceNavigation {
    let slots = &o["slots"];
    ServiceNavigation {
        service_name: text(o, "serviceName"),
        service_href: text(o, "serviceUrl"),
        items: all(o, "navigation", |item| NavigationItem {
            text: content(item),
            href: text(item, "href"),
            is_current: truth(item, "current"),
            is_active: truth(item, "active"),
            attributes: attributes(item),
        }),
        collapses_on_phones: choice(o, "collapseNavigationOnMobile"),
        menu_text: text(o, "menuButtonText"),
        menu_label: text(o, "menuButtonLabel"),
        label: text(o, "navigationLabel"),
        section_label: text(o, "ariaLabel"),
        navigation_id: text(o, "navigationId"),
        navigation_classes: text(o, "navigationClasses").into(),
        start: slot(&slots["start"]),
        end: slot(&slots["end"]),
        is_end_inline: text(&slots["end"], "align") == "inline",
        navigation_start: slot(&slots["navigationStart"]),
        navigation_end: slot(&slots["navigationEnd"]),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn action(o: &Value) -> ActionLink {
    ActionLink {
        text: content(o),
        href: text(o, "href"),
        spoken: text(o, "visuallyHiddenText"),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn summary_list(o: &Value) -> SummaryList {
    let value = |o: &Value| SummaryValue { content: content(o), classes: classes(o) };
    SummaryList {
        rows: all(o, "rows", |row| SummaryRow {
            key: value(&row["key"]),
            value: value(&row["value"]),
            actions: all(&row["actions"], "items", action),
            actions_classes: classes(&row["actions"]),
            classes: classes(row),
        }),
        card: some(o, "card", |card| SummaryCard {
            title: content(&card["title"]),
            heading_level: level(&card["title"], "headingLevel"),
            title_classes: classes(&card["title"]),
            actions: all(&card["actions"], "items", action),
            actions_classes: classes(&card["actions"]),
            classes: classes(card),
            attributes: attributes(card),
        }),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn cell(o: &Value) -> Cell {
    Cell {
        content: content(o),
        is_numeric: text(o, "format") == "numeric",
        colspan: number(o, "colspan").map(|span| span.try_into().unwrap()),
        rowspan: number(o, "rowspan").map(|span| span.try_into().unwrap()),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn table(o: &Value) -> Table {
    Table {
        caption: text(o, "caption"),
        caption_classes: text(o, "captionClasses").into(),
        head: all(o, "head", cell),
        rows: all(o, "rows", |row| row.as_array().unwrap().iter().map(cell).collect()),
        first_cell_is_header: truth(o, "firstCellIsHeader"),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn tag(o: &Value) -> Tag {
    Tag { text: content(o), classes: classes(o), attributes: attributes(o) }
}

pub fn task_list(o: &Value) -> TaskList {
    TaskList {
        items: all(o, "items", |item| Task {
            title: content(&item["title"]),
            title_classes: classes(&item["title"]),
            hint: content(&item["hint"]),
            href: text(item, "href"),
            status: match some(&item["status"], "tag", tag) {
                Some(tag) => TaskStatus::Tag(tag),
                None => TaskStatus::Words(content(&item["status"])),
            },
            status_classes: classes(&item["status"]),
            classes: classes(item),
        }),
        id_prefix: text(o, "idPrefix"),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn tabs(o: &Value) -> Tabs {
    Tabs {
        id: text(o, "id"),
        id_prefix: text(o, "idPrefix"),
        title: text(o, "title"),
        items: all(o, "items", |item| Tab {
            label: text(item, "label"),
            id: text(item, "id"),
            content: content(&item["panel"]),
            panel_attributes: attributes(&item["panel"]),
            attributes: attributes(item),
        }),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn accordion(o: &Value) -> Accordion {
    Accordion {
        id: text(o, "id"),
        items: all(o, "items", |item| AccordionSection {
            heading: content(&item["heading"]),
            summary: content(&item["summary"]),
            content: content(&item["content"]),
            is_expanded: truth(item, "expanded"),
        }),
        heading_level: level(o, "headingLevel"),
        remembers: choice(o, "rememberExpanded"),
        script_words: script_words(
            o,
            &[
                ("hideAllSectionsText", "hide-all-sections"),
                ("hideSectionText", "hide-section"),
                ("hideSectionAriaLabelText", "hide-section-aria-label"),
                ("showAllSectionsText", "show-all-sections"),
                ("showSectionText", "show-section"),
                ("showSectionAriaLabelText", "show-section-aria-label"),
            ],
        ),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn notification_banner(o: &Value) -> NotificationBanner {
    NotificationBanner {
        content: content(o),
        is_success: text(o, "type") == "success",
        title: either(o, "titleText", "titleHtml"),
        title_id: text(o, "titleId"),
        title_level: level(o, "titleHeadingLevel"),
        role: text(o, "role"),
        disable_auto_focus: choice(o, "disableAutoFocus"),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn panel(o: &Value) -> Panel {
    let actions = &o["actions"];
    Panel {
        title: either(o, "titleText", "titleHtml"),
        content: content(o),
        heading_level: level(o, "headingLevel"),
        actions: all(actions, "items", |item| PanelAction {
            text: content(item),
            href: text(item, "href"),
            kind: text(item, "type"),
            classes: classes(item),
            attributes: attributes(item),
        }),
        actions_classes: classes(actions),
        actions_attributes: attributes(actions),
        has_actions: actions.is_object(),
        classes: classes(o),
        attributes: attributes(o),
    }
}
