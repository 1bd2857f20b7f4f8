//! Fields and buttons.

use super::Section;
use super::samples::LONG;
use crate::face::components::{
    Button, CharacterCount, Checkboxes, Choice, Counting, DateInput, DatePart, ErrorMessage, Fieldset,
    FileUpload, Hint, Input, Label, Legend, PasswordInput, Radios, Select, SelectItem, Textarea,
};
use crate::face::content::Content;

pub(super) fn sections() -> Vec<Section> {
    vec![buttons(), inputs(), areas(), radios(), checkboxes(), selects(), dates(), files(), groups()]
}

fn buttons() -> Section {
    let classes = |text: &str, classes: &str| Button { classes: classes.into(), ..Button::submit(text) };
    Section::new("buttons", "Buttons", "A button says what happens, as a verb.")
        .with("Default", Button::submit("Save and continue"))
        .with("Secondary", Button::secondary("Find address"))
        .with("Warning", classes("Leave the centre", "govuk-button--warning"))
        .with("A link that looks like a button", Button::link("Check my business", "#buttons"))
        .with("Start", Button { is_start: true, ..Button::link("Start now", "#buttons") })
        .with("Disabled", Button { disabled: true, ..Button::submit("Save and continue") })
        .with("Long text", Button::submit(LONG))
}

fn input(name: &str, label: &str) -> Input {
    Input { name: name.to_owned(), label: label.into(), ..Input::default() }
}

fn inputs() -> Section {
    Section::new(
        "inputs",
        "One line of text",
        "The question stands above, the help below it, and what is wrong below that.",
    )
    .with("Default", input("sg-name", "What is your business called?"))
    .with(
        "With a hint and a value",
        Input {
            hint: Some("For example, example.org. A web or e-mail address will do.".into()),
            value: Some("example.org".to_owned()),
            ..input("sg-domain", "What is your website?")
        },
    )
    .with(
        "With an error",
        Input {
            hint: Some("We use it to find your borough.".into()),
            error: Some("Enter a postcode, like SE1 7PB".into()),
            value: Some("SE1".to_owned()),
            classes: "govuk-input--width-10".into(),
            ..input("sg-postcode", "What is your postcode?")
        },
    )
    .with(
        "With a prefix and a suffix",
        Input {
            prefix: Some("£".into()),
            suffix: Some("a year".into()),
            inputmode: "numeric".to_owned(),
            classes: "govuk-input--width-5".into(),
            ..input("sg-fee", "What does it cost?")
        },
    )
    .with("Disabled", Input { disabled: true, ..input("sg-disabled", "A field that cannot be used") })
    .with(
        "As the page's heading, in large letters",
        Input {
            label: Label { classes: "govuk-label--l".into(), ..Label::from("What is your phone number?") },
            kind: "tel".to_owned(),
            autocomplete: "tel".to_owned(),
            ..input("sg-phone", "")
        },
    )
    .with("Long text", input("sg-long", LONG))
    .with(
        "A secret that can be shown",
        PasswordInput { input: input("sg-password", "Password"), ..PasswordInput::default() },
    )
}

fn areas() -> Section {
    let area = |name: &str, label: &str| Textarea {
        name: name.to_owned(),
        label: label.into(),
        ..Textarea::default()
    };
    Section::new("areas", "Several lines of text", "For what people tell in their own words.")
        .with("Default", area("sg-story", "What happened?"))
        .with(
            "With an error",
            Textarea {
                hint: Some("Do not write passwords or card numbers.".into()),
                error: Some("Tell us what happened".into()),
                ..area("sg-story-error", "What happened?")
            },
        )
        .with(
            "With a limit",
            CharacterCount {
                textarea: area("sg-note", "Note for the team"),
                limit: Some(200),
                counting: Some(Counting::Characters),
                ..CharacterCount::default()
            },
        )
        .with(
            "With a limit that is passed",
            CharacterCount {
                textarea: Textarea { value: LONG.to_owned(), ..area("sg-note-long", "Note for the team") },
                limit: Some(20),
                ..CharacterCount::default()
            },
        )
}

fn legend(text: &str) -> Option<Fieldset> {
    let legend = Legend { classes: "govuk-fieldset__legend--m".into(), ..Legend::from(text) };
    Some(Fieldset { legend, ..Fieldset::default() })
}

fn radios() -> Section {
    let sizes = || {
        vec![
            Choice::new("1", "Just me"),
            Choice::new("2-9", "2 to 9 people"),
            Choice {
                hint: Some("Count people who work part of the week too.".into()),
                ..Choice::new("10", "10 or more")
            },
        ]
    };
    let base = |name: &str| Radios {
        name: name.to_owned(),
        fieldset: legend("How many people work with you?"),
        items: sizes(),
        ..Radios::default()
    };
    let by_mail = input("sg-contact-mail", "Which e-mail address?");
    Section::new("radios", "One of a few", "Seen all at once, so that nobody has to open a list.")
        .with("Default", base("sg-size"))
        .with(
            "Chosen, with a hint",
            Radios {
                value: "2-9".to_owned(),
                hint: Some("It need not be exact.".into()),
                ..base("sg-size-chosen")
            },
        )
        .with(
            "With an error",
            Radios { error: Some("Say how many people work with you".into()), ..base("sg-size-wrong") },
        )
        .with(
            "In one line",
            Radios {
                classes: "govuk-radios--inline".into(),
                items: vec![
                    Choice::new("yes", "Yes"),
                    Choice::new("no", "No"),
                    Choice::new("unsure", "I don't know"),
                ],
                fieldset: legend("Do you have a website?"),
                ..base("sg-site")
            },
        )
        .with(
            "With something that unfolds, and an \"or\"",
            Radios {
                fieldset: legend("How should we answer?"),
                items: vec![
                    Choice { conditional: by_mail.into(), ..Choice::new("mail", "By e-mail") },
                    Choice { divider: "or".to_owned(), ..Choice::default() },
                    Choice::new("none", "Do not answer"),
                ],
                ..base("sg-contact")
            },
        )
        .with(
            "Disabled",
            Radios {
                items: vec![
                    Choice { disabled: true, ..Choice::new("visit", "A visit (not in your borough yet)") },
                    Choice::new("call", "A call"),
                ],
                fieldset: legend("What would help?"),
                ..base("sg-help")
            },
        )
}

fn checkboxes() -> Section {
    let base = |name: &str| Checkboxes {
        name: name.to_owned(),
        fieldset: legend("What do you use?"),
        hint: Some("Choose all that you use.".into()),
        items: vec![
            Choice::new("mail", "E-mail in your own name"),
            Choice::new("cards", "A card machine"),
            Choice { divider: "or".to_owned(), ..Choice::default() },
            Choice { is_exclusive: true, ..Choice::new("none", "None of these") },
        ],
        ..Checkboxes::default()
    };
    let one = Checkboxes {
        name: "sg-agree".to_owned(),
        items: vec![Choice::new("yes", "I have read what you ask of us, and we will do it")],
        ..Checkboxes::default()
    };
    Section::new("checkboxes", "Several of a few", "None, one, or all.")
        .with("Default", base("sg-use"))
        .with(
            "Chosen",
            Checkboxes { values: vec!["mail".to_owned(), "cards".to_owned()], ..base("sg-use-chosen") },
        )
        .with(
            "With an error",
            Checkboxes {
                error: Some("Choose what you use, or \"None of these\"".into()),
                ..base("sg-use-wrong")
            },
        )
        .with("Small", Checkboxes { classes: "govuk-checkboxes--small".into(), ..base("sg-use-small") })
        .with("One alone", one)
}

fn selects() -> Section {
    let boroughs =
        ["", "Barking and Dagenham", "Barnet", "Bexley", "Brent", "Bromley", "Camden", "Croydon", "Ealing"];
    let base = |name: &str| Select {
        name: name.to_owned(),
        label: "Which borough?".into(),
        items: boroughs
            .iter()
            .map(|name| SelectItem::new(*name, if name.is_empty() { "Choose a borough" } else { name }))
            .collect(),
        ..Select::default()
    };
    Section::new("selects", "One of many", "A list that opens, where radios would fill the page.")
        .with("Default", base("sg-borough"))
        .with("Chosen", Select { value: "Camden".to_owned(), ..base("sg-borough-2") })
        .with(
            "With a hint and an error",
            Select {
                hint: Some("Where your front door is.".into()),
                error: Some("Choose a borough".into()),
                ..base("sg-borough-3")
            },
        )
}

fn dates() -> Section {
    let base = |id: &str| DateInput {
        id: id.to_owned(),
        name_prefix: id.to_owned(),
        fieldset: legend("When did you notice?"),
        hint: Some("For example, 27 3 2026".into()),
        ..DateInput::default()
    };
    let part = |name: &str, value: &str, has_error: bool| DatePart {
        name: name.to_owned(),
        value: Some(value.to_owned()),
        has_error: Some(has_error),
        ..DatePart::default()
    };
    Section::new("dates", "A day", "Typed, because it is remembered; no calendar to fight with.")
        .with("Default", base("sg-day"))
        .with(
            "With an error in one part",
            DateInput {
                error: Some("The month must be between 1 and 12".into()),
                parts: vec![part("day", "27", false), part("month", "13", true), part("year", "2026", false)],
                ..base("sg-day-2")
            },
        )
}

fn files() -> Section {
    let base = |name: &str| FileUpload {
        name: name.to_owned(),
        label: "The message, as a file".into(),
        hint: Some("EML or MSG, up to 25 MB.".into()),
        ..FileUpload::default()
    };
    Section::new("files", "A file", "With a place to drop it where scripts run.")
        .with("Default", base("sg-file"))
        .with("With a place to drop", FileUpload { has_drop_zone: true, ..base("sg-file-2") })
        .with(
            "With an error",
            FileUpload { error: Some("The file must be smaller than 25 MB".into()), ..base("sg-file-3") },
        )
}

fn groups() -> Section {
    let content =
        Content::all([input("sg-street", "Street and number").into(), input("sg-town", "Town").into()]);
    let fieldset = Fieldset { content, ..legend("What is your address?").unwrap_or_default() };
    Section::new("groups", "Fields that belong together", "Under one name.").with("A group", fieldset).with(
        "Label, hint and error alone",
        Content::all([
            Label::from("A label").into(),
            Hint::from("A hint").into(),
            ErrorMessage::from("An error").into(),
        ]),
    )
}
