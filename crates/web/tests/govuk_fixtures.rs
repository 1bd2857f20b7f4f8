//! Our components say the same as GOV.UK Frontend's, held to its own fixtures.
//!
//! Each fixture has options and the HTML that they must become. The files in `govuk/` turn
//! the options into our structs; here both are read by a tokenizer of the WHATWG and compared as
//! elements, attributes (in any order) and words (white space collapsed).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it cannot read")]

#[path = "govuk/fields.rs"]
mod fields;
#[path = "govuk/html.rs"]
mod html;
#[path = "govuk/options.rs"]
mod options;
#[path = "govuk/parts.rs"]
mod parts;
#[path = "govuk/values.rs"]
mod values;

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct File {
    component: String,
    fixtures: Vec<Fixture>,
}

#[derive(Deserialize)]
struct Fixture {
    name: String,
    options: Value,
    html: String,
}

/// Fixtures that we do not follow on purpose, each with the reason.
const NOT_FOLLOWED: &[(&str, &str, &str)] = &[
    ("accordion", "with falsy values", HOLES),
    ("character-count", "with maxwords", "an older spelling of a limit with words as what is counted"),
    ("checkboxes", "with falsy values", HOLES),
    ("radios", "with falsy items", HOLES),
    ("task-list", "with empty values", HOLES),
];

/// Theirs count the holes of a list when they number its entries.
const HOLES: &str = "our lists have no holes, so the numbers in ids differ";

fn files() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/govuk");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.sort();
    paths.iter().map(|path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()).collect()
}

#[test]
fn every_component_draws_what_its_fixtures_expect() {
    let (mut matched, mut excluded, mut wrong) = (0, 0, Vec::new());
    for file in files() {
        for fixture in &file.fixtures {
            let reason = NOT_FOLLOWED
                .iter()
                .find(|(component, name, _)| *component == file.component && *name == fixture.name);
            let drawn = options::draw(&file.component, &fixture.options);
            let expected = html::read(&fixture.html);
            let found = html::read(&drawn);
            match (reason, expected == found) {
                (None, true) => matched += 1,
                (Some(_), false) => excluded += 1,
                (Some(_), true) => wrong.push(format!(
                    "{} / {}: is followed after all; take it off the list",
                    file.component, fixture.name
                )),
                (None, false) => wrong.push(format!(
                    "{} / {}\n{}",
                    file.component,
                    fixture.name,
                    html::first_difference(&expected, &found)
                )),
            }
        }
    }
    println!(
        "fixtures of GOV.UK Frontend: {} run, {matched} matched, {excluded} not followed",
        matched + excluded + wrong.len()
    );
    assert!(wrong.is_empty(), "{} fixtures are not met:\n\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(NOT_FOLLOWED.len(), excluded, "the list names a fixture that does not exist");
}

#[test]
fn the_comparison_sees_a_difference() {
    let differs = |a: &str, b: &str| html::read(a) != html::read(b);
    assert!(differs("<p>a</p>", "<p>b</p>"));
    assert!(differs("<p id=\"a\">a</p>", "<p>a</p>"));
    assert!(differs("<div><p>a</p></div>", "<div></div><p>a</p>"));
    assert!(differs("<p><b>a</b>b</p>", "<p><b>a</b> b</p>"));
    assert!(!differs("<p  class=\"b a\" id=x>\n a\n  b </p>", "<p id=\"x\" class=\"a b\">a b</p>"));
}
