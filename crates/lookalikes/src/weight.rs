//! How much weight a likeness has, from 0 to 100.
//!
//! The weight orders work; it is no probability. It grows with how telling the kind is and shrinks where chance
//! makes such pairs: in short names, in names made of ordinary words, and under an ending far from the firm's.

use crate::endings;
use crate::kind::Kind;
use crate::words;

/// Hits of this weight and more are told; lighter ones are kept to whoever asks for all.
pub const TOLD_FROM: u8 = 40;

/// The weight of a kind alone, in a long and uncommon name.
pub(crate) fn of_kind(kind: Kind) -> u8 {
    match kind {
        Kind::SameLook => 95,
        Kind::WordsAdded => 60,
        Kind::AlikeLetters => 80,
        Kind::DotAdded | Kind::HyphenAdded | Kind::LettersSwapped | Kind::LetterDoubled => 75,
        Kind::HyphenLeftOut | Kind::LetterLeftOut | Kind::NeighbouringKey => 70,
        Kind::Plural | Kind::VowelChanged => 65,
        Kind::BitFlip => 62,
        Kind::LetterAdded => 60,
        Kind::LetterChanged => 58,
        Kind::AnotherEnding => 60,
        Kind::NameInside => 50,
        Kind::WordReplaced => 30,
    }
}

/// What a pair of names is weighed by, besides its kinds.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'a> {
    /// How many letters the firm's label has.
    pub(crate) length: usize,
    /// Is the firm's label made of ordinary words, or part of many other firms' labels?
    pub(crate) ordinary: bool,
    /// The firm's ending.
    pub(crate) firm_ending: &'a str,
    /// The ending of the name that was seen.
    pub(crate) seen_ending: &'a str,
}

impl Pair<'_> {
    fn same_ending(self) -> bool {
        self.firm_ending == self.seen_ending
    }

    fn near_ending(self) -> bool {
        endings::are_near(self.firm_ending, self.seen_ending)
    }

    /// The weight of a label with letters added, left out, changed or replaced.
    pub(crate) fn of_edit(self, weight: u8) -> u8 {
        let short = match self.length {
            0..=4 => 35,
            5 => 18,
            6 => 8,
            _ => 0,
        };
        let ending = match (self.same_ending(), self.near_ending()) {
            (true, _) => 0,
            // Two changes at once: chance makes many such pairs, and few people are taken in by both.
            (false, true) => 24,
            (false, false) => 32,
        };
        weight.saturating_sub(short + ending + if self.ordinary { 15 } else { 0 })
    }

    /// The weight of a label that looks the same all over. Chance makes no such pairs.
    pub(crate) fn of_same_look(self) -> u8 {
        of_kind(Kind::SameLook).saturating_sub(if self.same_ending() || self.near_ending() { 0 } else { 15 })
    }

    /// The weight of the same label under another ending.
    pub(crate) fn of_ending(self) -> u8 {
        let short = if self.length <= 4 { 15 } else { 0 };
        let near = if self.near_ending() { 10 } else { 0 };
        (of_kind(Kind::AnotherEnding) + near).saturating_sub(short + if self.ordinary { 15 } else { 0 })
    }

    /// The weight of a label with added words; pressing ones are about money and passwords.
    pub(crate) fn of_words(self, pressing: bool, cut_off: bool) -> u8 {
        let pressing = if pressing { 25 } else { 0 };
        let short = match (self.length, cut_off) {
            (0..=3, false) => 50,
            (4, false) => 35,
            (5, false) => 20,
            (0..=3, true) => 25,
            (4, true) => 15,
            _ => 0,
        };
        (of_kind(Kind::WordsAdded) + pressing).saturating_sub(short + if self.ordinary { 25 } else { 0 })
    }

    /// The weight of a label one word of which is replaced. What is left of it is the firm's own only where it is long
    /// and uncommon: all firms of one trade, and all families of one name, share the rest.
    pub(crate) fn of_replaced(self, kept: &[u8], pressing: bool) -> u8 {
        let short = if kept.len() < 7 { 20 } else { 0 };
        let ordinary = if self.ordinary || words::are_ordinary(kept) { 25 } else { 0 };
        (of_kind(Kind::WordReplaced) + if pressing { 15 } else { 0 }).saturating_sub(short + ordinary)
    }

    /// The weight of a label inside a longer one. `cut_off` tells that hyphens or dots stand on both sides.
    pub(crate) fn of_inside(self, pressing: bool, cut_off: bool) -> u8 {
        let short = match (self.length, cut_off) {
            (0..=5, _) | (6, false) => 50,
            (7, false) => 20,
            _ => 0,
        };
        let more = if pressing { 15 } else { 0 } + if cut_off { 8 } else { 0 };
        (of_kind(Kind::NameInside) + more).saturating_sub(short + if self.ordinary { 40 } else { 0 })
    }
}
