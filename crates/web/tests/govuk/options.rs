//! From the options of GOV.UK Frontend's macros to our structs.

use askama::Template;
use serde_json::Value;
use web::face::components::*;
use web::face::{Attributes, Classes, Content, ScriptWords};

/// Ready-made HTML of a fixture. The house itself has no way to put any into a page but a template,
/// and neither has this test.
#[derive(Template)]
#[template(source = "{{ html|safe }}", ext = "html")]
struct Raw<'a> {
    html: &'a str,
}

/// What JavaScript takes for no.
fn is_falsy(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn text(o: &Value, key: &str) -> String {
    if is_falsy(&o[key]) { String::new() } else { plain(&o[key]) }
}

fn given(o: &Value, key: &str) -> Option<String> {
    (!o[key].is_null()).then(|| plain(&o[key]))
}

fn truth(o: &Value, key: &str) -> bool {
    !is_falsy(&o[key])
}

fn choice(o: &Value, key: &str) -> Option<bool> {
    o[key].as_bool()
}

fn number(o: &Value, key: &str) -> Option<u64> {
    o[key].as_u64()
}

fn level(o: &Value, key: &str) -> Option<u8> {
    number(o, key).map(|level| level.try_into().unwrap())
}

/// Words under one key, or HTML under another.
fn either(o: &Value, words: &str, html: &str) -> Content {
    if truth(o, html) {
        Content::of(&Raw { html: plain(&o[html]).trim() })
    } else {
        text(o, words).trim().into()
    }
}

fn content(o: &Value) -> Content {
    either(o, "text", "html")
}

fn classes(o: &Value) -> Classes {
    text(o, "classes").into()
}

fn leaked(name: &str) -> &'static str {
    Box::leak(name.to_owned().into_boxed_str())
}

fn attributes_of(o: &Value) -> Attributes {
    let pairs = o.as_object().into_iter().flatten();
    pairs.fold(Attributes::default(), |all, (name, value)| all.with(leaked(name), plain(value)))
}

fn attributes(o: &Value) -> Attributes {
    attributes_of(&o["attributes"])
}

/// Entries of a list without the empty ones, which our lists cannot have.
fn entries<'a>(o: &'a Value, key: &str) -> Vec<&'a Value> {
    let is_entry = |entry: &&Value| !is_falsy(entry) && entry.as_object().is_none_or(|o| !o.is_empty());
    o[key].as_array().into_iter().flatten().filter(is_entry).collect()
}

fn all<T>(o: &Value, key: &str, each: impl Fn(&Value) -> T) -> Vec<T> {
    entries(o, key).into_iter().map(each).collect()
}

fn some<T>(o: &Value, key: &str, each: impl Fn(&Value) -> T) -> Option<T> {
    (!is_falsy(&o[key])).then(|| each(&o[key]))
}

/// Words of a script: pairs of the option's name and the script's key.
fn script_words(o: &Value, keys: &[(&str, &str)]) -> ScriptWords {
    let mut words = ScriptWords::default();
    for (option, key) in keys {
        match &o[*option] {
            Value::Object(rules) => {
                for (rule, message) in rules {
                    words = words.with(leaked(&format!("{key}.{rule}")), plain(message));
                }
            }
            value if is_falsy(value) => {}
            value => words = words.with(leaked(key), plain(value)),
        }
    }
    words
}

fn label(o: &Value) -> Label {
    Label {
        text: content(o),
        is_page_heading: truth(o, "isPageHeading"),
        for_id: text(o, "for"),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn hint(o: &Value) -> Hint {
    Hint { text: content(o), id: text(o, "id"), classes: classes(o), attributes: attributes(o) }
}

fn error(o: &Value) -> ErrorMessage {
    let prefix = (!o["visuallyHiddenText"].is_null()).then(|| text(o, "visuallyHiddenText"));
    ErrorMessage {
        text: content(o),
        id: text(o, "id"),
        prefix,
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn form_group(o: &Value) -> FormGroup {
    let o = &o["formGroup"];
    let first = |keys: [&str; 2]| keys.map(|key| content(&o[key]));
    FormGroup {
        before: Content::all(first(["beforeInput", "beforeInputs"])),
        after: Content::all(first(["afterInput", "afterInputs"])),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn fieldset(o: &Value) -> Fieldset {
    let legend = &o["legend"];
    Fieldset {
        legend: Legend {
            text: content(legend),
            is_page_heading: truth(legend, "isPageHeading"),
            classes: classes(legend),
        },
        content: either(o, "", "html"),
        described_by: text(o, "describedBy"),
        role: text(o, "role"),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn affix(o: &Value) -> Affix {
    Affix { text: content(o), classes: classes(o), attributes: attributes(o) }
}

fn input(o: &Value) -> Input {
    Input {
        name: text(o, "name"),
        id: text(o, "id"),
        label: label(&o["label"]),
        hint: some(o, "hint", hint),
        error: some(o, "errorMessage", error),
        value: given(o, "value"),
        kind: text(o, "type"),
        inputmode: text(o, "inputmode"),
        autocomplete: text(o, "autocomplete"),
        autocapitalize: text(o, "autocapitalize"),
        spellcheck: choice(o, "spellcheck"),
        pattern: text(o, "pattern"),
        disabled: truth(o, "disabled"),
        prefix: some(o, "prefix", affix),
        suffix: some(o, "suffix", affix),
        described_by: text(o, "describedBy"),
        form_group: form_group(o),
        wrapper_classes: classes(&o["inputWrapper"]),
        wrapper_attributes: attributes(&o["inputWrapper"]),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn textarea(o: &Value) -> Textarea {
    Textarea {
        name: text(o, "name"),
        id: text(o, "id"),
        label: label(&o["label"]),
        hint: some(o, "hint", hint),
        error: some(o, "errorMessage", error),
        value: text(o, "value"),
        rows: number(o, "rows").map(|rows| rows.try_into().unwrap()),
        autocomplete: text(o, "autocomplete"),
        spellcheck: choice(o, "spellcheck"),
        disabled: truth(o, "disabled"),
        described_by: text(o, "describedBy"),
        form_group: form_group(o),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn character_count(o: &Value) -> CharacterCount {
    CharacterCount {
        textarea: textarea(o),
        limit: number(o, "maxlength").map(|limit| limit.try_into().unwrap()),
        counting: match text(o, "countType").as_str() {
            "length" => Some(Counting::Length),
            "characters" => Some(Counting::Characters),
            "words" => Some(Counting::Words),
            _ => None,
        },
        threshold: number(o, "threshold").map(|threshold| threshold.try_into().unwrap()),
        description: text(o, "textareaDescriptionText"),
        message_classes: classes(&o["countMessage"]),
        script_words: script_words(
            o,
            &[
                ("charactersUnderLimitText", "characters-under-limit"),
                ("charactersAtLimitText", "characters-at-limit"),
                ("charactersOverLimitText", "characters-over-limit"),
                ("wordsUnderLimitText", "words-under-limit"),
                ("wordsAtLimitText", "words-at-limit"),
                ("wordsOverLimitText", "words-over-limit"),
            ],
        ),
    }
}

fn password_input(o: &Value) -> PasswordInput {
    PasswordInput {
        input: input(o),
        button_classes: classes(&o["button"]),
        script_words: script_words(
            o,
            &[
                ("showPasswordText", "show-password"),
                ("hidePasswordText", "hide-password"),
                ("showPasswordAriaLabelText", "show-password-aria-label"),
                ("hidePasswordAriaLabelText", "hide-password-aria-label"),
                ("passwordShownAnnouncementText", "password-shown-announcement"),
                ("passwordHiddenAnnouncementText", "password-hidden-announcement"),
            ],
        ),
    }
}

fn one_choice(o: &Value) -> Choice {
    Choice {
        value: plain(&o["value"]),
        text: content(o),
        hint: some(o, "hint", hint),
        // JavaScript's `checked: false` decides only where the value would have chosen it.
        checked: choice(o, "checked"),
        disabled: truth(o, "disabled"),
        conditional: either(&o["conditional"], "", "html"),
        divider: text(o, "divider"),
        is_exclusive: text(o, "behaviour") == "exclusive",
        id: text(o, "id"),
        name: text(o, "name"),
        label_classes: classes(&o["label"]),
        label_attributes: attributes(&o["label"]),
        attributes: attributes(o),
    }
}

fn radios(o: &Value) -> Radios {
    Radios {
        name: text(o, "name"),
        id_prefix: text(o, "idPrefix"),
        fieldset: some(o, "fieldset", fieldset),
        hint: some(o, "hint", hint),
        error: some(o, "errorMessage", error),
        items: all(o, "items", one_choice),
        value: text(o, "value"),
        form_group: form_group(o),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn checkboxes(o: &Value) -> Checkboxes {
    Checkboxes {
        name: text(o, "name"),
        id_prefix: text(o, "idPrefix"),
        fieldset: some(o, "fieldset", fieldset),
        described_by: text(o, "describedBy"),
        hint: some(o, "hint", hint),
        error: some(o, "errorMessage", error),
        items: all(o, "items", one_choice),
        values: all(o, "values", plain),
        form_group: form_group(o),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn select(o: &Value) -> Select {
    Select {
        name: text(o, "name"),
        id: text(o, "id"),
        label: label(&o["label"]),
        hint: some(o, "hint", hint),
        error: some(o, "errorMessage", error),
        items: all(o, "items", |item| SelectItem {
            value: given(item, "value"),
            text: text(item, "text"),
            selected: choice(item, "selected"),
            disabled: truth(item, "disabled"),
            attributes: attributes(item),
        }),
        value: text(o, "value"),
        disabled: truth(o, "disabled"),
        described_by: text(o, "describedBy"),
        form_group: form_group(o),
        classes: classes(o),
        attributes: attributes(o),
    }
}

/// A part of a date. Its value may stand beside it, in the field of the same name or in a list of
/// values; our parts carry their own.
fn date_part(o: &Value, part: &Value, name: &str) -> DatePart {
    let own = given(part, "name").unwrap_or_else(|| name.to_owned());
    let full = match text(o, "namePrefix").as_str() {
        "" => own.clone(),
        prefix => format!("{prefix}-{own}"),
    };
    let value =
        given(part, "value").or_else(|| given(&o[&own], "value")).or_else(|| given(&o["values"], &full));
    DatePart {
        label: match text(part, "label") {
            given if !given.is_empty() => given,
            _ if own == name => String::new(),
            _ => own[..1].to_uppercase() + &own[1..],
        },
        value,
        has_error: choice(part, "error"),
        id: text(part, "id"),
        autocomplete: text(part, "autocomplete"),
        inputmode: text(part, "inputmode"),
        pattern: text(part, "pattern"),
        // A year by another name says itself how wide it is.
        classes: if name == "year" && own != "year" {
            Classes::from("govuk-input--width-4").and(&classes(part))
        } else {
            classes(part)
        },
        name: own,
        attributes: attributes(part),
    }
}

fn date_input(o: &Value) -> DateInput {
    let items = entries(o, "items");
    let parts = if items.is_empty() {
        let shown = |name: &&str| o[*name] != Value::Bool(false);
        ["day", "month", "year"].iter().filter(|n| shown(n)).map(|n| date_part(o, &o[*n], n)).collect()
    } else {
        items
            .into_iter()
            .map(|item| {
                let name = text(item, "name");
                date_part(o, item, if ["day", "month", "year"].contains(&name.as_str()) { &name } else { "" })
            })
            .collect()
    };
    DateInput {
        id: text(o, "id"),
        name_prefix: text(o, "namePrefix"),
        fieldset: some(o, "fieldset", fieldset),
        hint: some(o, "hint", hint),
        error: some(o, "errorMessage", error),
        parts,
        form_group: form_group(o),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn file_upload(o: &Value) -> FileUpload {
    FileUpload {
        name: text(o, "name"),
        id: text(o, "id"),
        label: label(&o["label"]),
        hint: some(o, "hint", hint),
        error: some(o, "errorMessage", error),
        is_multiple: truth(o, "multiple"),
        disabled: truth(o, "disabled"),
        has_drop_zone: truth(o, "javascript"),
        script_words: script_words(
            o,
            &[
                ("chooseFilesButtonText", "choose-files-button"),
                ("noFileChosenText", "no-file-chosen"),
                ("multipleFilesChosenText", "multiple-files-chosen"),
                ("dropInstructionText", "drop-instruction"),
                ("enteredDropZoneText", "entered-drop-zone"),
                ("leftDropZoneText", "left-drop-zone"),
            ],
        ),
        described_by: text(o, "describedBy"),
        form_group: form_group(o),
        drop_zone_classes: text(o, "wrapperClasses").into(),
        drop_zone_attributes: attributes_of(&o["wrapperAttributes"]),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn button(o: &Value) -> Button {
    Button {
        text: content(o),
        href: text(o, "href"),
        kind: text(o, "type"),
        name: text(o, "name"),
        value: text(o, "value"),
        disabled: truth(o, "disabled"),
        is_start: truth(o, "isStartButton"),
        prevent_double_click: choice(o, "preventDoubleClick"),
        id: text(o, "id"),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn page_step(o: &Value) -> PageStep {
    PageStep {
        href: text(o, "href"),
        text: content(o),
        label: text(o, "labelText"),
        attributes: attributes(o),
    }
}

fn pagination(o: &Value) -> Pagination {
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

fn slot(value: &Value) -> Content {
    let html = if value.is_object() { text(value, "html") } else { plain(value) };
    Content::of(&Raw { html: &html })
}

fn service_navigation(o: &Value) -> ServiceNavigation {
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

fn action(o: &Value) -> ActionLink {
    ActionLink {
        text: content(o),
        href: text(o, "href"),
        spoken: text(o, "visuallyHiddenText"),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn summary_list(o: &Value) -> SummaryList {
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

fn cell(o: &Value) -> Cell {
    Cell {
        content: content(o),
        is_numeric: text(o, "format") == "numeric",
        colspan: number(o, "colspan").map(|span| span.try_into().unwrap()),
        rowspan: number(o, "rowspan").map(|span| span.try_into().unwrap()),
        classes: classes(o),
        attributes: attributes(o),
    }
}

fn table(o: &Value) -> Table {
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

fn tag(o: &Value) -> Tag {
    Tag { text: content(o), classes: classes(o), attributes: attributes(o) }
}

fn task_list(o: &Value) -> TaskList {
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

fn tabs(o: &Value) -> Tabs {
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

fn accordion(o: &Value) -> Accordion {
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

fn notification_banner(o: &Value) -> NotificationBanner {
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

fn panel(o: &Value) -> Panel {
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
