//! What the house says, in the reader's language: message files (Fluent), embedded.

use std::borrow::Cow;
use std::sync::OnceLock;

pub use fluent_bundle::FluentValue;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// The message files of British English, by name. A file that is added to the folder is added here;
/// a test compares.
const BRITISH_ENGLISH: &[(&str, &str)] = &[
    ("chrome", include_str!("../../locales/en-GB/chrome.ftl")),
    ("components", include_str!("../../locales/en-GB/components.ftl")),
    ("house", include_str!("../../locales/en-GB/house.ftl")),
    ("problem", include_str!("../../locales/en-GB/problem.ftl")),
    ("front", include_str!("../../locales/en-GB/front.ftl")),
    ("help", include_str!("../../locales/en-GB/help.ftl")),
    ("tell", include_str!("../../locales/en-GB/tell.ftl")),
    ("check", include_str!("../../locales/en-GB/check.ftl")),
    ("join", include_str!("../../locales/en-GB/join.ftl")),
    ("consent", include_str!("../../locales/en-GB/consent.ftl")),
    ("errand", include_str!("../../locales/en-GB/errand.ftl")),
    ("badge", include_str!("../../locales/en-GB/badge.ftl")),
    ("firm", include_str!("../../locales/en-GB/firm.ftl")),
    ("hand-over", include_str!("../../locales/en-GB/hand-over.ftl")),
    ("sign-in", include_str!("../../locales/en-GB/sign-in.ftl")),
    ("watching", include_str!("../../locales/en-GB/watching.ftl")),
    ("alike", include_str!("../../locales/en-GB/alike.ftl")),
    ("account", include_str!("../../locales/en-GB/account.ftl")),
    ("desk", include_str!("../../locales/en-GB/desk.ftl")),
    ("figures", include_str!("../../locales/en-GB/figures.ftl")),
    ("caller", include_str!("../../locales/en-GB/caller.ftl")),
    ("real", include_str!("../../locales/en-GB/real.ftl")),
    ("surge", include_str!("../../locales/en-GB/surge.ftl")),
];

/// Primary tags of languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// A language that the house speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English as it is written in Britain: the language that every message exists in.
    #[default]
    BritishEnglish,
    /// A language of a few words, to see what becomes of a page that is translated in part.
    #[cfg(test)]
    MadeUp,
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 1] = [Self::BritishEnglish];

    /// The language with this tag (BCP 47), or the one with the same primary tag.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
        let exact = Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(tag));
        exact.or_else(|| Self::ALL.into_iter().find(|language| primary(language.tag()) == primary(tag)))
    }

    /// Its tag (BCP 47), for `lang`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::BritishEnglish => "en-GB",
            #[cfg(test)]
            Self::MadeUp => "art",
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::BritishEnglish => "English",
            #[cfg(test)]
            Self::MadeUp => "Made up",
        }
    }

    /// `ltr` or `rtl`, for `dir`.
    pub fn direction(self) -> &'static str {
        direction_of(self.tag())
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static BRITISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
        match self {
            Self::BritishEnglish => BRITISH.get_or_init(|| bundle("en-GB", BRITISH_ENGLISH)),
            #[cfg(test)]
            Self::MadeUp => tests::made_up(),
        }
    }

    /// What this very language says for an id.
    fn says(self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<Cow<'static, str>> {
        let bundle = self.bundle();
        let pattern = bundle.get_message(id)?.value()?;
        let mut faults = Vec::new();
        let said = match args {
            None => bundle.format_pattern(pattern, None, &mut faults),
            Some(args) => Cow::Owned(bundle.format_pattern(pattern, Some(args), &mut faults).into_owned()),
        };
        if !faults.is_empty() {
            tracing::error!(id, ?faults, "a message has gaps that nothing fills");
        }
        Some(said)
    }
}

fn direction_of(tag: &str) -> &'static str {
    let primary = tag.split('-').next().unwrap_or("");
    if RIGHT_TO_LEFT.contains(&primary) { "rtl" } else { "ltr" }
}

/// Everything the house can say in one language. A fault in a file is found by a test, not here.
fn bundle(tag: &str, files: &[(&str, &str)]) -> FluentBundle<FluentResource> {
    let identifier: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Marks around names are needed where a text of one direction stands in one of the other.
    bundle.set_use_isolating(direction_of(tag) == "rtl");
    for (name, text) in files {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(rest, faults)| {
            tracing::error!(file = name, ?faults, "a message file has faults");
            rest
        });
        if let Err(faults) = bundle.add_resource(resource) {
            tracing::error!(file = name, ?faults, "a message is there twice");
        }
    }
    bundle
}

/// The house's words in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Words {
    language: Language,
}

impl Words {
    /// The words of this language.
    pub fn in_language(language: Language) -> Self {
        Self { language }
    }

    /// Which language it is.
    pub fn language(self) -> Language {
        self.language
    }

    /// The message with this id, where this very language has it.
    pub(crate) fn own(self, id: &str) -> Option<Cow<'static, str>> {
        self.language.says(id, None)
    }

    /// The message with this id; in British English where this language lacks it. An id that is missing there
    /// too is shown as it is, which a test prevents.
    pub fn say(self, id: &str) -> Cow<'static, str> {
        self.said(id, None)
    }

    /// The message with this id and what fills its gaps.
    pub fn say_with(self, id: &str, gaps: &[(&str, FluentValue<'_>)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in gaps {
            args.set(*name, value.clone().into_owned());
        }
        self.said(id, Some(&args)).into_owned()
    }

    fn said(self, id: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let english = || Language::BritishEnglish.says(id, args);
        self.language.says(id, args).or_else(english).unwrap_or_else(|| {
            tracing::error!(id, "a message is missing");
            Cow::Owned(id.to_owned())
        })
    }
}

#[cfg(test)]
mod tests;
