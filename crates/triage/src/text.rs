//! Text made comparable: compatibility forms, small letters, no accents, no invisible characters, and the letters of other
//! alphabets that stand inside Latin words read as what they look like (after UTS 39).

use std::ops::Range;

use unicode_normalization::char::decompose_compatible;

/// What folding noticed on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Noticed {
    /// Words that mix Latin letters with look-alikes of another alphabet.
    pub(crate) mixed_words: u32,
    /// Characters without width inside words.
    pub(crate) invisible: u32,
    /// Letters of mathematics and of small capitals, which stand in for plain ones.
    pub(crate) fancy: u32,
}

/// A text made comparable.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folded {
    /// The text.
    pub(crate) text: String,
    /// What was noticed.
    pub(crate) noticed: Noticed,
}

/// Characters that take no room and that people do not see.
pub(crate) fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// What a letter of another alphabet looks like among Latin letters.
fn latin_look(sign: char) -> Option<char> {
    Some(match sign {
        'а' | 'α' | 'ɑ' | 'ᴀ' => 'a',
        'в' | 'β' | 'ʙ' => 'b',
        'с' | 'ϲ' | 'ᴄ' => 'c',
        'ԁ' | 'ᴅ' => 'd',
        'е' | 'є' | 'ε' | 'ᴇ' => 'e',
        'ɡ' | 'ɢ' => 'g',
        'һ' | 'н' | 'ʜ' => 'h',
        'і' | 'ї' | 'ι' | 'ɩ' | 'ɪ' => 'i',
        'ј' => 'j',
        'к' | 'κ' | 'ᴋ' => 'k',
        'ӏ' | 'ǀ' | 'ʟ' => 'l',
        'м' | 'ᴍ' => 'm',
        'п' | 'η' | 'ɴ' => 'n',
        'о' | 'ο' | 'σ' | 'ᴏ' => 'o',
        'р' | 'ρ' | 'ᴘ' => 'p',
        'ԛ' => 'q',
        'г' | 'ʀ' => 'r',
        'ѕ' | 'ꜱ' => 's',
        'т' | 'τ' | 'ᴛ' => 't',
        'υ' | 'ц' | 'ᴜ' => 'u',
        'ν' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        _ => return None,
    })
}

/// Folds a text, at most so many bytes of it.
pub(crate) fn fold(text: &str, most: usize) -> Folded {
    let text = &text[..text.floor_char_boundary(most)];
    let mut folding = Folding { out: String::with_capacity(text.len()), ..Folding::default() };
    for sign in text.chars() {
        folding.take(sign);
    }
    folding.end_word();
    Folded { text: folding.out, noticed: folding.noticed }
}

/// The part of the original that stands at a range of its folded text.
pub(crate) fn original(text: &str, range: Range<usize>) -> &str {
    let mut folding = Folding::default();
    let (mut from, mut to) = (None, text.len());
    for (at, sign) in text.char_indices() {
        if from.is_none() && folding.out.len() >= range.start && !sign.is_whitespace() {
            from = Some(at);
        }
        if folding.out.len() >= range.end {
            to = at;
            break;
        }
        folding.take(sign);
    }
    text.get(from.unwrap_or(to)..to).unwrap_or_default().trim()
}

#[derive(Default)]
struct Folding {
    out: String,
    noticed: Noticed,
    word_from: usize,
    latin: bool,
    other: bool,
    inside: bool,
}

impl Folding {
    fn take(&mut self, sign: char) {
        if sign.is_ascii_alphanumeric() {
            self.latin |= sign.is_ascii_alphabetic();
            self.inside = true;
            self.out.push(sign.to_ascii_lowercase());
            return;
        }
        if sign.is_ascii() {
            self.end_word();
            match sign {
                _ if sign.is_ascii_whitespace() || sign.is_ascii_control() => self.space(),
                '`' => self.out.push('\''),
                _ => self.out.push(sign),
            }
            self.word_from = self.out.len();
            return;
        }
        if is_invisible(sign) {
            self.noticed.invisible += u32::from(self.inside);
            return;
        }
        self.take_foreign(sign);
    }

    fn take_foreign(&mut self, sign: char) {
        match sign {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2032}' => self.out.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => self.out.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => self.out.push('-'),
            _ if sign.is_whitespace() => {
                self.end_word();
                self.space();
                self.word_from = self.out.len();
            }
            _ => {
                let fancy = matches!(sign, '\u{1d400}'..='\u{1d7ff}' | '\u{1d00}'..='\u{1d22}' | 'ʙ' | 'ɢ' | 'ʜ' | 'ɪ' | 'ʟ' | 'ɴ' | 'ʀ' | 'ꜱ');
                self.noticed.fancy += u32::from(fancy);
                let Self { out, latin, other, .. } = self;
                decompose_compatible(sign, |part| {
                    if ('\u{300}'..='\u{36f}').contains(&part) {
                        return;
                    }
                    *latin |= part.is_ascii_alphabetic();
                    match part {
                        'ß' => out.push_str("ss"),
                        'æ' | 'Æ' => out.push_str("ae"),
                        'œ' | 'Œ' => out.push_str("oe"),
                        'ø' | 'Ø' => out.push('o'),
                        'ł' | 'Ł' => out.push('l'),
                        'đ' | 'Đ' => out.push('d'),
                        'ı' => out.push('i'),
                        _ if part.is_whitespace() => out.push(' '),
                        _ => {
                            for small in part.to_lowercase().filter(|s| !('\u{300}'..='\u{36f}').contains(s))
                            {
                                *other |= latin_look(small).is_some();
                                out.push(small);
                            }
                        }
                    }
                });
                self.inside = sign.is_alphanumeric();
            }
        }
    }

    fn space(&mut self) {
        if !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    /// At the end of a word: if alphabets are mixed in it, its look counts.
    fn end_word(&mut self) {
        if self.latin && self.other && self.word_from < self.out.len() {
            let word = self.out.split_off(self.word_from);
            self.out.extend(word.chars().map(|sign| latin_look(sign).unwrap_or(sign)));
            self.noticed.mixed_words += 1;
        }
        self.word_from = self.out.len();
        self.latin = false;
        self.other = false;
        self.inside = false;
    }
}

/// Words whose letters are kept apart ("B * A * N * K"), put together, as far as a text has any.
pub(crate) fn spaced_words(folded: &str, most: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut run = String::new();
    for piece in folded.split([' ', '*', '.', '_', '|', '-']) {
        let mut signs = piece.chars();
        match (signs.next(), signs.next()) {
            (Some(sign), None) if sign.is_alphabetic() => run.push(sign),
            (None, _) => {}
            _ => {
                if run.chars().count() >= SPACED_FROM && found.len() < most {
                    found.push(run.clone());
                }
                run.clear();
            }
        }
    }
    if run.chars().count() >= SPACED_FROM && found.len() < most {
        found.push(run);
    }
    found
}

/// So many single letters in a row are a word that is kept apart.
const SPACED_FROM: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_only_look_latin_are_read_as_what_they_look_like() {
        assert_eq!(fold("Pаypаl Sécurité", 99).text, "paypal securite");
        assert_eq!(fold("Привет, мир", 99).text, "привет, мир");
        assert_eq!(fold("pass\u{200b}word", 99).text, "password");
        assert_eq!(fold("𝐁𝐚𝐧𝐤", 99).text, "bank");
    }

    #[test]
    fn the_original_words_of_a_place_are_found_again() {
        let text = "Olá!  Sua  conta será   bloqueada hoje";
        let folded = fold(text, 99).text;
        let at = folded.find("sera bloqueada").unwrap();
        assert_eq!(original(text, at..at + "sera bloqueada".len()), "será   bloqueada");
    }

    #[test]
    fn words_kept_apart_are_put_together() {
        assert_eq!(spaced_words("b * r * a * d * e * s * c * o conta", 9), ["bradesco"]);
        assert!(spaced_words("a b c and d e f", 9).is_empty());
    }
}
