//! Options of fields and buttons.

use serde_json::Value;
use web::face::components::*;
use web::face::{Classes, Content};

use crate::values::*;

pub fn label(o: &Value) -> Label {
    Label {
        text: content(o),
        is_page_heading: truth(o, "isPageHeading"),
        for_id: text(o, "for"),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn hint(o: &Value) -> Hint {
    Hint { text: content(o), id: text(o, "id"), classes: classes(o), attributes: attributes(o) }
}

pub fn error(o: &Value) -> ErrorMessage {
    let prefix = (!o["visuallyHiddenText"].is_null()).then(|| text(o, "visuallyHiddenText"));
    ErrorMessage {
        text: content(o),
        id: text(o, "id"),
        prefix,
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn form_group(o: &Value) -> FormGroup {
    let o = &o["formGroup"];
    let first = |keys: [&str; 2]| keys.map(|key| content(&o[key]));
    FormGroup {
        before: Content::all(first(["beforeInput", "beforeInputs"])),
        after: Content::all(first(["afterInput", "afterInputs"])),
        classes: classes(o),
        attributes: attributes(o),
    }
}

pub fn fieldset(o: &Value) -> Fieldset {
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

pub fn affix(o: &Value) -> Affix {
    Affix { text: content(o), classes: classes(o), attributes: attributes(o) }
}

pub fn input(o: &Value) -> Input {
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

pub fn textarea(o: &Value) -> Textarea {
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

pub fn character_count(o: &Value) -> CharacterCount {
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

pub fn password_input(o: &Value) -> PasswordInput {
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

pub fn one_choice(o: &Value) -> Choice {
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

pub fn radios(o: &Value) -> Radios {
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

pub fn checkboxes(o: &Value) -> Checkboxes {
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

pub fn select(o: &Value) -> Select {
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
pub fn date_part(o: &Value, part: &Value, name: &str) -> DatePart {
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

pub fn date_input(o: &Value) -> DateInput {
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

pub fn file_upload(o: &Value) -> FileUpload {
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

pub fn button(o: &Value) -> Button {
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
