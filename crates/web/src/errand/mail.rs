//! The letter of an errand as mail: plain text, every word of ours but the names, which are made harmless.

use centre::errand::name_in_mail;
use store::NewLetter;
use terms::EmailAddress;

use super::letter::{Letter, Written};
use crate::face::words::FluentValue;

impl Letter {
    /// The letter to an address that somebody typed in. Limits, cause and organisation are the store's to set.
    pub(crate) fn mail(&self, to: EmailAddress) -> NewLetter {
        NewLetter {
            recipient: to,
            confirmed: false,
            organisation: None,
            subject: self.words.say("errand-mail-subject").into_owned(),
            text: self.text(),
            cause: String::new(),
        }
    }

    fn text(&self) -> String {
        let say = |id: &str| self.words.say(id).into_owned();
        let link = [("link", FluentValue::from(self.link.as_str()))];
        let mut parts = vec![self.title.clone(), pairs(&self.facts)];
        parts.extend(self.lead.iter().cloned());
        parts.push(self.words.say_with("errand-mail-link", &link));
        for point in &self.points {
            parts.push(format!("== {} ==", point.heading));
            parts.push(pairs(&point.facts));
            parts.push(point.why.clone());
            parts.push(numbered(&point.steps));
            if !point.pastes.is_empty() {
                parts.push(format!("{}\n\n{}", point.place_to_paste(), lines_to_paste(&point.pastes)));
            }
            parts.push(format!("{} {}", say("next-proof"), point.proof));
        }
        parts.push(format!("== {} ==", say("errand-never-title")));
        parts.push(dashed(&self.never));
        parts.push(format!("== {} ==", say("errand-back-title")));
        parts.push(dashed(&self.back));
        parts.push(self.link.clone());
        parts.extend(self.closing.iter().cloned());
        parts.push(self.centre.clone());
        parts.join("\n\n")
    }
}

impl Written<'_> {
    /// The same, for somebody who never asked to hear of this firm: names without anything that could be a link.
    pub(crate) fn for_a_stranger(self) -> Self {
        let words = self.words;
        let harmless = |name: &str| match name_in_mail(name) {
            name if name.is_empty() => words.say("errand-a-member").into_owned(),
            name => name,
        };
        Self { firm: harmless(&self.firm), person: harmless(&self.person), to_stranger: true, ..self }
    }
}

fn pairs(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(name, text)| format!("{name} {text}")).collect::<Vec<_>>().join("\n")
}

fn lines_to_paste(lines: &[(String, String)]) -> String {
    lines.iter().map(|(label, line)| format!("{label}: {line}")).collect::<Vec<_>>().join("\n")
}

fn numbered(steps: &[String]) -> String {
    (1..).zip(steps).map(|(at, step)| format!("{at}. {step}")).collect::<Vec<_>>().join("\n")
}

fn dashed(lines: &[String]) -> String {
    lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}
