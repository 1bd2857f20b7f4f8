//! The frame of every page: name, doors, who is signed in, what stands at the foot.

use askama::Template;
use centre::roles::Role;

use super::components::{ExitThisPage, NavigationItem, ServiceNavigation, SkipLink};
use super::content::Content;
use super::words::{FluentValue, Language, Words};

/// Who is signed in, as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The person's name.
    pub name: String,
    /// What the person is to the centre.
    pub role: Role,
}

/// The frame of a page. A page's template extends `base.html` and has this as its field `chrome`.
#[derive(Debug, Clone, Default)]
pub struct Chrome {
    /// What the page is called; the centre's name is put behind it.
    pub title: String,
    /// What the centre is called.
    pub centre_name: String,
    /// Language of the page.
    pub words: Words,
    /// Path of the page, to mark the door behind which it stands: `/check/example.org`.
    pub path: String,
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// The doors; the four of the house when empty.
    pub navigation: Vec<NavigationItem>,
    /// Secret that every form of the page sends back, so that no other site can send it.
    pub form_token: String,
    /// Whether this is the demonstration city.
    pub demonstration: bool,
    /// Whether somebody who reads this page may be watched, and wants a quick way out.
    pub exit_this_page: bool,
    /// Whether something on the page grows while it is looked at.
    pub is_live: bool,
    /// Whether something is wrong with what was sent, which the title says first.
    pub has_error: bool,
    /// Whether the page is a wide table of the staff.
    pub is_wide: bool,
}

/// What the form token is called in a form.
pub const FORM_TOKEN: &str = "form_token";

#[derive(Template)]
#[template(path = "components/own/mark.html")]
struct Mark;

#[derive(Template)]
#[template(path = "components/own/who.html")]
struct Who<'a> {
    chrome: &'a Chrome,
}

#[derive(Template)]
#[template(path = "components/own/form_token.html")]
struct TokenField<'a> {
    name: &'static str,
    token: &'a str,
}

impl Chrome {
    /// A message in the page's language.
    pub fn say(&self, id: &str) -> std::borrow::Cow<'static, str> {
        self.words.say(id)
    }

    /// Path of a static file.
    pub fn asset(&self, name: &str) -> &'static str {
        super::asset(name)
    }

    /// The hidden field with the form token, for every form that sends something.
    pub fn token_field(&self) -> Content {
        Content::of(&TokenField { name: FORM_TOKEN, token: &self.form_token })
    }

    /// Name of the page and of the centre, as a browser shows it in a tab.
    pub fn full_title(&self) -> String {
        let page = FluentValue::from(self.title.as_str());
        let centre = FluentValue::from(self.centre_name.as_str());
        let title = self.words.say_with("chrome-title", &[("page", page), ("centre", centre)]);
        if self.has_error { format!("{}: {title}", self.say("component-error")) } else { title }
    }

    /// Language of the page.
    pub fn language(&self) -> Language {
        self.words.language()
    }

    /// The link past everything.
    pub fn skip_link(&self) -> SkipLink {
        SkipLink {
            href: "#main-content".to_owned(),
            text: self.say("chrome-skip").into(),
            ..SkipLink::default()
        }
    }

    /// Mark, name, doors and who is signed in.
    pub fn service_navigation(&self) -> ServiceNavigation {
        let items = if self.navigation.is_empty() { self.doors() } else { self.navigation.clone() };
        ServiceNavigation {
            service_name: self.centre_name.clone(),
            service_href: "/".to_owned(),
            items: items.into_iter().map(|item| self.marked(item)).collect(),
            menu_text: self.say("chrome-menu").into_owned(),
            label: self.say("chrome-doors").into_owned(),
            start: Content::of(&Mark),
            end: Content::of(&Who { chrome: self }),
            ..ServiceNavigation::default()
        }
    }

    /// The doors of the house for whoever stands before it.
    fn doors(&self) -> Vec<NavigationItem> {
        let mut doors = vec![
            NavigationItem::new(self.say("chrome-door-help"), "/help"),
            NavigationItem::new(self.say("chrome-door-real"), "/real"),
            NavigationItem::new(self.say("chrome-door-check"), "/check"),
        ];
        match &self.signed_in {
            None => doors.push(NavigationItem::new(self.say("chrome-door-join"), "/join")),
            Some(person) if person.role.is_of_a_member() => {
                doors.push(NavigationItem::new(self.say("chrome-door-firm"), "/firm"));
            }
            Some(_) => {}
        }
        doors
    }

    fn marked(&self, item: NavigationItem) -> NavigationItem {
        let is_current = item.is_current || item.href == self.path;
        let below = self.path.strip_prefix(item.href.as_str()).is_some_and(|rest| rest.starts_with('/'));
        NavigationItem { is_current, is_active: item.is_active || below, ..item }
    }

    fn who(&self) -> String {
        self.signed_in.as_ref().map_or_else(String::new, |person| {
            let name = FluentValue::from(person.name.as_str());
            let role = FluentValue::from(person.role.spoken().to_lowercase());
            self.words.say_with("chrome-who", &[("name", name), ("role", role)])
        })
    }

    /// The quick way out.
    pub fn exit(&self) -> ExitThisPage {
        ExitThisPage::default()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// A page with nothing in it.
    #[derive(Template)]
    #[template(source = "{% extends \"base.html\" %}", ext = "html")]
    struct Bare {
        chrome: Chrome,
    }

    fn drawn(chrome: Chrome) -> String {
        Bare { chrome }.render().unwrap()
    }

    #[test]
    fn the_doors_are_those_of_whoever_stands_before_them() {
        let names = |signed_in: Option<Role>| -> Vec<String> {
            let signed_in = signed_in.map(|role| SignedIn { name: "Ada".to_owned(), role });
            let chrome = Chrome { signed_in, ..Chrome::default() };
            chrome.doors().into_iter().map(|door| door.href).collect()
        };
        assert_eq!(names(None), ["/help", "/real", "/check", "/join"]);
        assert_eq!(names(Some(Role::CyberWarden)), ["/help", "/real", "/check", "/firm"]);
        assert_eq!(names(Some(Role::Manager)), ["/help", "/real", "/check"]);
    }

    #[test]
    fn a_page_below_a_door_marks_the_door() {
        let chrome = Chrome { path: "/check/example.org".to_owned(), ..Chrome::default() };
        let marks = |href: &str| {
            let item = chrome.marked(NavigationItem::new("A door", href));
            (item.is_current, item.is_active)
        };
        assert_eq!(marks("/check/example.org"), (true, false));
        assert_eq!(marks("/check"), (false, true));
        assert_eq!(marks("/che"), (false, false));
    }

    #[test]
    fn the_title_says_first_that_something_is_wrong() {
        let chrome = Chrome {
            title: "Join".to_owned(),
            centre_name: "London Watchhouse".to_owned(),
            has_error: true,
            ..Chrome::default()
        };
        assert_eq!(chrome.full_title(), "Error: Join – London Watchhouse");
    }

    #[test]
    fn names_of_strangers_stay_words() {
        let signed_in = Some(SignedIn { name: "<b>Ada</b>".to_owned(), role: Role::Manager });
        let page = drawn(Chrome { signed_in, form_token: "\"x".to_owned(), ..Chrome::default() });
        assert!(page.contains("&#60;b&#62;Ada&#60;/b&#62;, manager"), "{page}");
        assert!(page.contains("value=\"&#34;x\""));
    }

    #[test]
    fn the_banner_the_exit_and_the_live_script_come_when_they_are_wanted() {
        let plain = drawn(Chrome::default());
        let chrome = Chrome { demonstration: true, exit_this_page: true, is_live: true, ..Chrome::default() };
        let full = drawn(chrome);
        for part in ["wh-demonstration", "govuk-exit-this-page", "/live.js"] {
            assert!(!plain.contains(part) && full.contains(part), "{part}");
        }
    }

    #[test]
    fn every_file_that_a_template_names_is_there() {
        fn look(folder: &Path, seen: &mut usize) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    look(&path, seen);
                    continue;
                }
                for rest in fs::read_to_string(&path).unwrap().split("asset(\"").skip(1) {
                    let name = rest.split('"').next().unwrap();
                    assert!(!crate::face::asset(name).contains("missing"), "{}: {name}", path.display());
                    *seen += 1;
                }
            }
        }
        let mut seen = 0;
        look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut seen);
        assert!(seen > 5);
    }
}
