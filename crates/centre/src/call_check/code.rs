//! The codes: made, grouped for the ear and the eye, and read however they were typed.

/// Signs of a letter's code, the leading letter among them.
pub const LETTER_CODE_SIGNS: usize = 12;
/// The longest text in which a code is looked for, in characters.
pub const LONGEST_TYPED: usize = 60;

/// With what every letter's code begins: no digit looks like it, so that it is never taken for a call's.
const LETTER_MARK: char = 'M';
/// The signs of a letter's code (Crockford's Base 32): none that looks like another.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Bits in one of the signs.
const BITS: u32 = 5;

/// A code as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// Of a call: nine or twelve digits.
    Call(String),
    /// Of a letter, in capitals without hyphens.
    Letter(String),
}

/// The digits of a call's code from 32 keyed bytes. 128 of their bits are used, so that no digit is likelier than
/// another by more than one part in 10^26.
pub fn spoken_digits(keyed: &[u8; 32], digits: usize) -> String {
    let mut number = number_of(keyed);
    let mut signs = vec![b'0'; digits];
    for sign in signs.iter_mut().rev() {
        *sign = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
    signs.into_iter().map(char::from).collect()
}

/// The code of a letter from 32 keyed bytes: `M7K3-DW9Q-X2TV`.
pub fn letter_code(keyed: &[u8; 32]) -> String {
    let mut number = number_of(keyed);
    let mut code = String::from(LETTER_MARK);
    for place in 1..LETTER_CODE_SIGNS {
        if place % 4 == 0 {
            code.push('-');
        }
        let sign = usize::try_from(number % 32).ok().and_then(|at| SIGNS.get(at));
        code.push(char::from(*sign.unwrap_or(&b'0')));
        number >>= BITS;
    }
    code
}

fn number_of(keyed: &[u8; 32]) -> u128 {
    keyed.iter().take(16).fold(0, |number, byte| (number << 8) | u128::from(*byte))
}

/// `482 913 706`: digits as they are said.
pub fn in_groups_of_three(digits: &str) -> String {
    let signs: Vec<char> = digits.chars().collect();
    signs.chunks(3).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

/// Reads a code that was heard or copied: blanks, hyphens, dots and the like do not count, small letters are as good as
/// large, and a letter that looks like a digit is that digit. None where it cannot be a code of either kind.
pub fn read_code(text: &str) -> Option<TypedCode> {
    if text.chars().count() > LONGEST_TYPED {
        return None;
    }
    let signs: Vec<char> =
        text.chars().filter(|sign| !separates(*sign)).map(|sign| sign.to_ascii_uppercase()).collect();
    if signs.len() == LETTER_CODE_SIGNS && signs.first() == Some(&LETTER_MARK) {
        let rest: Option<String> = signs.iter().skip(1).map(|sign| as_sign(*sign)).collect();
        return rest.map(|rest| TypedCode::Letter(format!("{LETTER_MARK}{rest}")));
    }
    if !matches!(signs.len(), super::CALL_DIGITS | super::LONG_CALL_DIGITS) {
        return None;
    }
    signs.iter().map(|sign| as_digit(*sign)).collect::<Option<String>>().map(TypedCode::Call)
}

fn separates(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(
            sign,
            '-' | '.' | ',' | '_' | '/' | ':' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '\u{200b}' | '\u{feff}'
        )
}

/// A sign of a letter's code, or one that looks like it.
fn as_sign(sign: char) -> Option<char> {
    let sign = match sign {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        other => other,
    };
    SIGNS.contains(&u8::try_from(sign).ok()?).then_some(sign)
}

/// A digit, or a letter that looks like one.
fn as_digit(sign: char) -> Option<char> {
    match sign {
        '0'..='9' => Some(sign),
        'O' | 'Q' => Some('0'),
        'I' | 'L' | '|' => Some('1'),
        'Z' => Some('2'),
        'S' => Some('5'),
        'B' => Some('8'),
        _ => None,
    }
}

/// An address of which only so much is shown that its owner knows it: `a…@b…y.example` for `anna@bakery.example`.
pub fn masked(address: &str) -> String {
    let (who, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    if host.is_empty() {
        return format!("{}…", first(who));
    }
    let (label, rest) = host.split_once('.').unwrap_or((host, ""));
    let last = label.chars().skip(1).last().map(String::from).unwrap_or_default();
    let dot = if rest.is_empty() { "" } else { "." };
    format!("{}…@{}…{last}{dot}{rest}", first(who), first(label))
}
