//! Values as PDF writes them (ISO 32000-2, 7.3).

/// The deepest value in values that is read. What lies deeper is left out, and costs no stack.
pub(crate) const DEEPEST: usize = 48;
/// The longest string.
const LONGEST_TEXT: usize = 1024 * 1024;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Name(String),
    Text(Vec<u8>),
    Array(Vec<Value>),
    Dict(Dict),
    Ref(u32),
    /// A word that is no value, such as `endobj` or an operator on a page.
    Word(Vec<u8>),
}

/// Names with values, in the order in which they stand. The last of one name counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dict(Vec<(String, Value)>);

impl Dict {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn name(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::name)
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter().map(|(name, value)| (name, value))
    }
}

impl Value {
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number as i64),
            _ => None,
        }
    }
}

/// The letters of a string: UTF-16 with its mark, UTF-8 with its mark, or one byte each.
pub(super) fn text(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0xfe, 0xff]) || bytes.starts_with(&[0xff, 0xfe]) {
        return crate::text::decoded(bytes).into_owned();
    }
    match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Reads values one after the other.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
    /// How many more values it reads.
    pub(super) left: usize,
}

/// What ends an open list.
enum Open {
    Array(Vec<Value>),
    Dict(Vec<Value>),
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize, left: usize) -> Self {
        Self { bytes, at, left }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek(0) {
            match byte {
                0 | 9 | 10 | 12 | 13 | 32 => self.at += 1,
                b'%' => {
                    while self.peek(0).is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
                        self.at += 1;
                    }
                }
                _ => break,
            }
        }
    }

    /// The next value with all that is in it. Lists are kept on a heap of our own, so that depth cannot exhaust the stack.
    pub(super) fn value(&mut self) -> Option<Value> {
        let mut open: Vec<Open> = Vec::new();
        let mut too_deep = 0_usize;
        loop {
            self.skip_space();
            self.left = self.left.checked_sub(1)?;
            let Some(byte) = self.peek(0) else { return closed(open) };
            let begins_dict = byte == b'<' && self.peek(1) == Some(b'<');
            let ends_dict = byte == b'>' && self.peek(1) == Some(b'>');
            if byte == b'[' || begins_dict {
                self.at += if begins_dict { 2 } else { 1 };
                if open.len() >= DEEPEST {
                    too_deep += 1;
                } else {
                    open.push(if begins_dict { Open::Dict(Vec::new()) } else { Open::Array(Vec::new()) });
                }
                continue;
            }
            let value = if byte == b']' || ends_dict {
                self.at += if ends_dict { 2 } else { 1 };
                if too_deep > 0 {
                    too_deep -= 1;
                    continue;
                }
                match open.pop() {
                    Some(Open::Array(values)) => Value::Array(values),
                    Some(Open::Dict(values)) => Value::Dict(dict(values)),
                    None => continue,
                }
            } else {
                self.single(byte)?
            };
            // A list that was forgotten to be closed ends with its object.
            if let Value::Word(word) = &value
                && !open.is_empty()
                && matches!(word.as_slice(), b"endobj" | b"stream" | b"obj")
            {
                self.at -= word.len();
                return closed(open);
            }
            match open.last_mut() {
                None => return Some(value),
                Some(Open::Array(values) | Open::Dict(values)) if too_deep == 0 => push(values, value),
                Some(_) => {}
            }
        }
    }

    fn single(&mut self, byte: u8) -> Option<Value> {
        Some(match byte {
            b'/' => {
                self.at += 1;
                Value::Name(name(self.regular()))
            }
            b'(' => Value::Text(self.string()),
            b'<' => {
                let rest = &self.bytes[self.at + 1..];
                let end = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
                self.at += end + 2;
                let mut digits = rest[..end.min(2 * LONGEST_TEXT)].to_vec();
                digits.push(b'0');
                Value::Text(crate::field::hex(&digits))
            }
            b'>' | b')' | b'{' | b'}' => {
                self.at += 1;
                Value::Word(vec![byte])
            }
            _ => {
                let word = self.regular();
                if word.is_empty() {
                    self.at += 1;
                    return Some(Value::Null);
                }
                of_word(word)
            }
        })
    }

    /// Letters up to a space or a sign.
    fn regular(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let ends = |byte: &u8| {
            matches!(
                byte,
                0 | 9
                    | 10
                    | 12
                    | 13
                    | 32
                    | b'('
                    | b')'
                    | b'<'
                    | b'>'
                    | b'['
                    | b']'
                    | b'{'
                    | b'}'
                    | b'/'
                    | b'%'
            )
        };
        let end = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn string(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut depth = 0_usize;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'(' if depth == 0 => {
                    depth = 1;
                    continue;
                }
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return out;
                    }
                }
                b'\\' => {
                    self.escaped(&mut out);
                    continue;
                }
                _ => {}
            }
            if out.len() < LONGEST_TEXT {
                out.push(byte);
            }
        }
        out
    }

    fn escaped(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek(0) else { return };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' | b'f' | b'\n' => {}
            b'\r' => self.at += usize::from(self.peek(0) == Some(b'\n')),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek(0) else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                out.push((code & 0xff) as u8);
            }
            other => out.push(other),
        }
    }
}

/// Two numbers and an `R` are one reference.
fn push(values: &mut Vec<Value>, value: Value) {
    if value == Value::Word(b"R".to_vec())
        && let [.., Value::Number(number), Value::Number(_)] = values.as_slice()
        && *number >= 0.0
    {
        let number = *number as u32;
        values.truncate(values.len() - 2);
        values.push(Value::Ref(number));
        return;
    }
    values.push(value);
}

fn dict(values: Vec<Value>) -> Dict {
    let mut fields = Vec::with_capacity(values.len() / 2);
    let mut name = None;
    for value in values {
        match (name.take(), value) {
            (None, Value::Name(key)) => name = Some(key),
            (None, _) => {}
            (Some(key), value) => fields.push((key, value)),
        }
    }
    Dict(fields)
}

/// The outermost list when the bytes end.
fn closed(mut open: Vec<Open>) -> Option<Value> {
    let mut inner = None;
    while let Some(mut list) = open.pop() {
        if let (Some(value), Open::Array(values) | Open::Dict(values)) = (inner.take(), &mut list) {
            push(values, value);
        }
        inner = Some(match list {
            Open::Array(values) => Value::Array(values),
            Open::Dict(values) => Value::Dict(dict(values)),
        });
    }
    inner
}

/// A name with its signs (`#20`) taken back.
fn name(word: &[u8]) -> String {
    let mut out = Vec::with_capacity(word.len());
    let mut at = 0;
    while let Some(byte) = word.get(at) {
        let digits = word
            .get(at + 1..at + 3)
            .filter(|digits| *byte == b'#' && digits.iter().all(u8::is_ascii_hexdigit));
        match digits {
            Some(digits) => {
                out.extend(crate::field::hex(digits));
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out.truncate(256);
    String::from_utf8_lossy(&out).into_owned()
}

fn of_word(word: &[u8]) -> Value {
    match word {
        b"true" => return Value::Bool(true),
        b"false" => return Value::Bool(false),
        b"null" => return Value::Null,
        _ => {}
    }
    let number = matches!(word[0], b'0'..=b'9' | b'+' | b'-' | b'.') && word.len() < 40;
    let parsed =
        if number { std::str::from_utf8(word).ok().and_then(|word| word.parse::<f64>().ok()) } else { None };
    parsed
        .filter(|number| number.is_finite())
        .map_or_else(|| Value::Word(word[..word.len().min(64)].to_vec()), Value::Number)
}
