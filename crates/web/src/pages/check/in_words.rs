//! Checks in the reader's language.
//!
//! English stands in the engine's catalogue and nowhere else. The message files of another language may hold
//! `check-<id>-title`, `check-<id>-why`, `check-<id>-step-1` and so on, and `check-<id>-see`, where `<id>` is the
//! check's id in the catalogue; each takes the place of the English one. What a language lacks is said in English.

use checkup::{NextThing as Remedy, Standing};

use crate::face::words::Words;

/// What the owner reads about this check; nothing for an id that the catalogue does not know.
pub(crate) fn title(words: Words, check: &str) -> Option<String> {
    let entry = checkup::catalogue::entry(check)?;
    Some(own(words, check, "title").unwrap_or_else(|| entry.title.to_owned()))
}

/// Why a promise stands as it does. Where the engine says it with a check's title, the language's title is taken.
pub(crate) fn reason(words: Words, standing: &Standing) -> String {
    let of_check = |entry: &'static checkup::catalogue::Entry| {
        let rest = standing.reason.strip_prefix(entry.title)?.strip_prefix('.')?;
        Some(format!("{}.{rest}", own(words, entry.id, "title")?))
    };
    let mut against = checkup::catalogue::all().filter(|entry| entry.promise == standing.promise);
    against.find_map(of_check).unwrap_or_else(|| standing.reason.clone())
}

/// The remedy with every text that the language has of its own.
pub(crate) fn remedy(words: Words, english: Remedy) -> Remedy {
    let cure = if english.cure.is_empty() { english.check.clone() } else { english.cure.clone() };
    let or = |check: &str, part: &str, english: String| own(words, check, part).unwrap_or(english);
    let step = |(at, english): (usize, String)| or(&cure, &format!("step-{}", at + 1), english);
    Remedy {
        title: or(&english.check, "title", english.title),
        why: or(&cure, "why", english.why),
        steps: english.steps.into_iter().enumerate().map(step).collect(),
        see_it_worked: or(&cure, "see", english.see_it_worked),
        ..english
    }
}

fn own(words: Words, check: &str, part: &str) -> Option<String> {
    words.own(&format!("check-{check}-{part}")).map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use askama::Template;
    use checkup::{Answer, Answers, Judgement, Level, Outcome};
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::face::Chrome;
    use crate::face::components::Button;
    use crate::face::words::Language;
    use crate::pages::check::ResultPage;
    use crate::pages::check::result::ResultView;

    /// A name that exists and has nothing: no mail, no website, no rules.
    fn bare_name() -> Judgement {
        let domain = "bakery.example".parse().unwrap();
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let mut answers = Answers::new();
        loop {
            let open = checkup::next(&domain, &answers, Level::Records);
            // The registry is not asked: what it would tell is not in this story.
            if open.questions.is_empty() {
                return checkup::judge(&domain, &answers, Level::Records, now);
            }
            for question in open.questions {
                answers.insert(Answer {
                    question,
                    outcome: Outcome::NoRecords,
                    records: vec![],
                    aliases: vec![],
                    signatures: vec![],
                    cut: false,
                    sealed: false,
                    recursive: true,
                    asked_at: now,
                    server: "192.0.2.53:53".to_owned(),
                    milliseconds: 7,
                });
            }
        }
    }

    fn page(language: Language) -> String {
        let words = Words::in_language(language);
        let view = ResultView::of(&bare_name(), words, &TimeZone::UTC);
        let chrome = Chrome { words, ..Chrome::default() };
        let again = Button::secondary("Look again");
        ResultPage { chrome, view, domain: "bakery.example".to_owned(), again }.render().unwrap()
    }

    #[test]
    fn a_page_says_what_its_language_has_and_the_rest_in_english() {
        let english = page(Language::BritishEnglish);
        let entry = |id| checkup::catalogue::entry(id).unwrap();
        let (check, cure) = (entry("dmarc-missing"), entry("parked-not-closed"));
        let shown = |text: &str| text.replace('\'', "&#39;");
        for said in
            [check.title, cure.why, cure.remedy.steps[0], cure.remedy.steps[1], cure.remedy.see_it_worked]
        {
            assert!(english.contains(&shown(said)), "{said}: {english}");
        }
        assert!(!english.contains("mala de nama"));

        let made_up = page(Language::MadeUp);
        for own in ["Ko mala de nama", "Da linu: di, du", "Ni sama, ni bona", "Ba tiri tiri"] {
            assert!(made_up.contains(own), "{own}: {made_up}");
        }
        for replaced in [check.title, cure.remedy.steps[1], cure.remedy.see_it_worked] {
            assert!(!made_up.contains(&shown(replaced)), "{replaced}: {made_up}");
        }
        for lacking in [cure.why, cure.remedy.steps[0], entry("spf-missing").title] {
            assert!(made_up.contains(&shown(lacking)), "{lacking}: {made_up}");
        }
    }

    #[test]
    fn a_look_that_was_kept_by_an_earlier_release_is_said_too() {
        let judgement = bare_name();
        let mut kept = serde_json::to_value(judgement.remedy_for("dmarc-missing").unwrap()).unwrap();
        kept.as_object_mut().unwrap().remove("cure");
        let kept: Remedy = serde_json::from_value(kept).unwrap();
        let said = remedy(Words::in_language(Language::MadeUp), kept.clone());
        assert_eq!(said.title, "Ko mala de nama");
        assert_eq!(said.steps, kept.steps);
        assert_eq!(title(Words::default(), "no-such-check"), None);
    }
}
