//! How the four promises stand, and the one next thing.

use askama::Template;
use terms::{Promise, PromiseState};

use super::component;
use crate::face::components::Button;
use crate::face::content::Content;
use crate::face::words::Words;

/// One promise and how it stands: a sign, words, and colour as a third way to say it.
#[derive(Debug, Clone, Template)]
#[template(path = "components/own/promise_tile.html")]
pub struct PromiseTile {
    /// Which promise.
    pub promise: Promise,
    /// How it stands.
    pub state: PromiseState,
    /// What was seen, in one sentence.
    pub sentence: Content,
    /// Where more about it stands; empty for nowhere.
    pub href: String,
    /// Level of the heading, under the page's own.
    pub heading_level: u8,
    /// Language.
    pub words: Words,
}

impl PromiseTile {
    fn title(&self) -> String {
        let id = match self.promise {
            Promise::MailIsYours => "promise-mail-is-yours",
            Promise::WebsiteIsSafe => "promise-website-is-safe",
            Promise::NothingDangerousOpen => "promise-nothing-dangerous-open",
            Promise::NameIsYours => "promise-name-is-yours",
        };
        self.words.say(id).into_owned()
    }

    fn state_words(&self) -> String {
        let id = match self.state {
            PromiseState::Kept => "promise-kept",
            PromiseState::Partly => "promise-partly",
            PromiseState::NotKept => "promise-not-kept",
            PromiseState::CouldNotCheck => "promise-could-not-check",
        };
        self.words.say(id).into_owned()
    }

    fn modifier(&self) -> &'static str {
        match self.state {
            PromiseState::Kept => "kept",
            PromiseState::Partly => "partly",
            PromiseState::NotKept => "not-kept",
            PromiseState::CouldNotCheck => "could-not-check",
        }
    }
}

/// The promises side by side.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/promise_tiles.html")]
pub struct PromiseTiles {
    /// The tiles, in the order of [`Promise::ALL`].
    pub tiles: Vec<PromiseTile>,
}

/// The one thing to do next. A page has at most one, and the amber light stands on it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/own/next_thing.html")]
pub struct NextThing {
    /// What to do, as a verb: "Stop others from sending mail in your name".
    pub title: Content,
    /// Why, in a sentence.
    pub why: Content,
    /// Who can do it.
    pub who: Content,
    /// How long it takes.
    pub how_long: Content,
    /// The doing itself: steps, the line to paste.
    pub content: Content,
    /// How to see that it worked.
    pub proof: Content,
    /// What is pressed, if anything.
    pub button: Option<Button>,
    /// Level of the heading; 2 when not given.
    pub heading_level: Option<u8>,
    /// Language.
    pub words: Words,
}

impl NextThing {
    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(2)
    }

    fn lit(&self) -> Option<Button> {
        self.button
            .clone()
            .map(|button| Button { classes: button.classes.and(&"wh-button--next".into()), ..button })
    }
}

component!(PromiseTile, PromiseTiles, NextThing);
