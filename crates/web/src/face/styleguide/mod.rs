//! The living page: every component in every state, drawn by the same structs as every other page.

mod colours;
mod fields;
mod figures;
mod house;
mod moving;
mod notices;
mod reading;
mod right_to_left;
mod samples;
mod staff;

use askama::Template;
use centre::region::Region;

use super::chrome::Chrome;
use super::content::Content;

/// One component in one state.
struct Specimen {
    name: &'static str,
    content: Content,
}

/// One component.
struct Section {
    id: &'static str,
    title: &'static str,
    text: &'static str,
    specimens: Vec<Specimen>,
}

impl Section {
    fn new(id: &'static str, title: &'static str, text: &'static str) -> Self {
        Self { id, title, text, specimens: Vec::new() }
    }

    fn with(mut self, name: &'static str, content: impl Into<Content>) -> Self {
        self.specimens.push(Specimen { name, content: content.into() });
        self
    }
}

/// The page.
#[derive(Template)]
#[template(path = "styleguide/page.html")]
pub struct Styleguide {
    chrome: Chrome,
    sections: Vec<Section>,
}

/// The living page in this frame.
pub fn page(mut chrome: Chrome) -> Styleguide {
    "Styleguide".clone_into(&mut chrome.title);
    let sections = [
        colours::sections(),
        house::sections(),
        figures::sections(),
        fields::sections(),
        notices::sections(),
        reading::sections(),
        moving::sections(),
        right_to_left::sections(),
        staff::sections(),
    ];
    Styleguide { chrome, sections: sections.into_iter().flatten().collect() }
}

impl Styleguide {
    /// With a map of this region as well.
    pub fn with_map(mut self, region: &Region) -> Self {
        self.sections.extend(figures::map(region));
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_id_stands_twice_and_every_reference_has_its_id() {
        let drawn = page(Chrome::default()).render().unwrap();
        let values = |attribute: &str| -> Vec<String> {
            let opening = format!(" {attribute}=\"");
            let pieces = drawn.split(opening.as_str()).skip(1);
            pieces.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
        };
        let ids = values("id");
        let known: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        let twice: Vec<&String> =
            ids.iter().filter(|id| ids.iter().filter(|o| o == id).count() > 1).collect();
        assert!(twice.is_empty(), "twice: {twice:?}");
        for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls"] {
            for value in values(attribute) {
                for id in value.split(' ') {
                    assert!(known.contains(id), "{attribute} names {id}, which is not there");
                }
            }
        }
    }

    #[test]
    fn nothing_on_the_page_is_inline_code_or_style() {
        let drawn = page(Chrome::default()).render().unwrap();
        for forbidden in [" style=", " onclick=", " onload=", "javascript:", "<style"] {
            assert!(!drawn.contains(forbidden), "{forbidden}");
        }
    }
}
