//! Words of Help now in the reader's language: English stands in `content/`, other languages in the message files and
//! in the playbooks' own translations.

use centre::playbook::Step;
use centre::problem::{Group, Problem};
use centre::region::Region;

use crate::face::words::Words;

/// The message of a family for a name that `centre` gives to something.
pub(crate) fn of(words: Words, family: &str, name: &str) -> String {
    words.say(&format!("{family}-{}", name.replace('_', "-"))).into_owned()
}

/// What a problem is called.
pub(crate) fn title(words: Words, problem: &Problem) -> String {
    own(words, &problem.id, "title").unwrap_or_else(|| problem.title.clone())
}

/// The sentence that steadies.
pub(crate) fn lead(words: Words, problem: &Problem) -> String {
    own(words, &problem.id, "lead").unwrap_or_else(|| problem.lead.clone())
}

/// What a group of problems is called.
pub(super) fn group(words: Words, group: &Group) -> String {
    let said = words.own(&format!("trouble-group-{}", group.id));
    said.map_or_else(|| group.title.clone(), std::borrow::Cow::into_owned)
}

fn own(words: Words, id: &str, part: &str) -> Option<String> {
    words.own(&format!("trouble-{id}-{part}")).map(std::borrow::Cow::into_owned)
}

/// A step in the reader's language: what, what exactly, why.
pub(super) fn step(words: Words, step: &Step) -> [String; 3] {
    let english = [step.name.clone(), step.text(), step.why.clone()];
    let Some(translated) = step.in_language(words.language().tag()) else { return english };
    let [name, text, why] = english;
    let or = |own: &String, english: String| if own.is_empty() { english } else { own.clone() };
    [or(&translated.name, name), or(&translated.text, text), or(&translated.why, why)]
}

/// How to reach a body with one press: where the link leads, and its words.
pub(crate) fn call(words: Words, region: &Region, id: &str) -> Option<(String, String)> {
    let body = region.body(id)?;
    if let Some(dial) = &body.reach.phone {
        let is_text = id == "text-7726";
        let message = if is_text { "help-call-text" } else { "help-call" };
        let said = words.say_with(message, &[("shown", dial.to_string().into())]);
        let scheme = if is_text { "sms" } else { "tel" };
        return Some((format!("{scheme}:{}", dial.link_number()), said));
    }
    if let Some(mail) = &body.reach.mail {
        return Some((format!("mailto:{mail}"), mail.to_string()));
    }
    let web = body.reach.web.as_ref()?;
    Some((web.clone(), words.say_with("help-call-web", &[("name", body.name.as_str().into())])))
}
