//! RTF as Outlook keeps it: compressed (MS-OXRTFCP), and often with HTML or words wrapped into it (MS-OXRTFEX).

use super::decode;

/// Bytes of RTF that are unpacked.
pub(crate) const MOST_UNPACKED: usize = 8 << 20;
/// Groups inside groups.
const MOST_GROUPS: usize = 500;

/// With what the ring of the packing is filled at the start (MS-OXRTFCP 2.1.2.1).
const RING: &[u8; 207] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// Unpacks RTF. What is cut off gives what there is.
pub(super) fn decompress(bytes: &[u8]) -> Option<Vec<u8>> {
    let magic = bytes.get(8..12)?;
    let raw = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
    let packed = bytes.get(16..)?;
    if magic == b"MELA" {
        return Some(packed.get(..raw.min(packed.len()).min(MOST_UNPACKED))?.to_vec());
    }
    if magic != b"LZFu" {
        return None;
    }
    let mut ring = [b' '; 4_096];
    ring.get_mut(..RING.len())?.copy_from_slice(RING);
    let mut write = RING.len();
    let mut out = Vec::with_capacity(raw.min(MOST_UNPACKED));
    let mut bytes = packed.iter().copied();
    let limit = raw.min(MOST_UNPACKED);
    'runs: while let Some(control) = bytes.next() {
        for bit in 0..8 {
            if control & (1 << bit) == 0 {
                let Some(byte) = bytes.next() else { break 'runs };
                put(byte, &mut ring, &mut write, &mut out);
            } else {
                let (Some(high), Some(low)) = (bytes.next(), bytes.next()) else { break 'runs };
                let reference = u16::from_be_bytes([high, low]);
                let (offset, length) = (usize::from(reference >> 4), usize::from(reference & 0xf) + 2);
                if offset == write {
                    break 'runs;
                }
                for step in 0..length {
                    let byte = ring.get((offset + step) % 4_096).copied().unwrap_or_default();
                    put(byte, &mut ring, &mut write, &mut out);
                }
            }
            if out.len() >= limit {
                break 'runs;
            }
        }
    }
    out.truncate(limit);
    Some(out)
}

fn put(byte: u8, ring: &mut [u8; 4_096], write: &mut usize, out: &mut Vec<u8>) {
    out.push(byte);
    if let Some(place) = ring.get_mut(*write) {
        *place = byte;
    }
    *write = (*write + 1) % 4_096;
}

/// What is wrapped in RTF.
pub(super) enum Inside {
    Html(String),
    Words(String),
}

#[derive(Clone, Copy)]
struct Group {
    /// What stands in it is not part of the message.
    skips: bool,
    /// RTF that only stands for tags that are there already.
    rtf_only: bool,
    /// Letters to leave out behind a Unicode character.
    fallback: usize,
}

/// Reads RTF; HTML that is wrapped in it is unwrapped.
pub(super) fn read(rtf: &[u8]) -> Inside {
    let start = rtf.get(..rtf.len().min(2_000)).unwrap_or_default();
    let is_html = memchr::memmem::find(start, b"\\fromhtml1").is_some();
    let mut reader = Reader {
        rest: rtf,
        groups: vec![Group { skips: false, rtf_only: false, fallback: 1 }],
        out: String::new(),
        pending: Vec::new(),
        page: 1252,
        leave_out: 0,
        starred: false,
        too_deep: 0,
        is_html,
    };
    reader.run();
    if is_html { Inside::Html(reader.out) } else { Inside::Words(reader.out) }
}

struct Reader<'r> {
    rest: &'r [u8],
    groups: Vec<Group>,
    out: String,
    /// Bytes in the code page that are not decoded yet: one letter may be two of them.
    pending: Vec<u8>,
    page: u32,
    leave_out: usize,
    starred: bool,
    too_deep: usize,
    is_html: bool,
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some((first, rest)) = self.rest.split_first() {
            self.rest = rest;
            match first {
                b'{' if self.groups.len() < MOST_GROUPS => {
                    let group = self.group();
                    self.groups.push(group);
                    self.starred = false;
                }
                b'{' => self.too_deep += 1,
                b'}' if self.too_deep > 0 => self.too_deep -= 1,
                b'}' => {
                    if self.groups.len() > 1 {
                        self.groups.pop();
                    }
                    self.starred = false;
                }
                b'\\' => self.command(),
                b'\r' | b'\n' => {}
                byte => self.letter(*byte),
            }
        }
        self.flush();
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group { skips: false, rtf_only: false, fallback: 1 })
    }

    fn is_seen(&self) -> bool {
        let group = self.group();
        !group.skips && !group.rtf_only && self.too_deep == 0
    }

    fn letter(&mut self, byte: u8) {
        if self.leave_out > 0 {
            self.leave_out -= 1;
        } else if self.is_seen() {
            self.pending.push(byte);
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let held = decode(&self.pending, self.page);
            self.out.push_str(&held);
            self.pending.clear();
        }
    }

    fn say(&mut self, words: &str) {
        if self.is_seen() {
            self.flush();
            self.out.push_str(words);
        }
    }

    fn command(&mut self) {
        let Some((first, rest)) = self.rest.split_first() else { return };
        if !first.is_ascii_alphabetic() {
            self.rest = rest;
            match first {
                b'\'' => {
                    let digits = self.rest.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
                    let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                    self.rest = self.rest.get(2..).unwrap_or_default();
                    if let Some(byte) = byte {
                        self.letter(byte);
                    }
                }
                b'*' => self.starred = true,
                b'~' => self.say("\u{a0}"),
                b'_' => self.say("-"),
                b'{' | b'}' | b'\\' => self.letter(*first),
                b'\r' | b'\n' => self.say("\n"),
                _ => {}
            }
            return;
        }
        let length = self.rest.iter().take(40).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, rest) = self.rest.split_at(length);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest.iter().skip(sign).take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let (number, rest) = rest.split_at(if digits > 0 { sign + digits } else { 0 });
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse::<i64>().ok());
        self.word(word, number);
    }

    fn word(&mut self, word: &[u8], number: Option<i64>) {
        let starred = std::mem::take(&mut self.starred);
        let is_html = self.is_html;
        let Some(group) = self.groups.last_mut() else { return };
        match word {
            b"htmltag" if starred => {}
            b"htmlrtf" => group.rtf_only = is_html && number != Some(0),
            b"fonttbl" | b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"pntext" | b"header"
            | b"footer" | b"listtable" => {
                group.skips = true;
            }
            b"uc" => group.fallback = number.unwrap_or(1).clamp(0, 10) as usize,
            b"ansicpg" => self.page = number.and_then(|page| u32::try_from(page).ok()).unwrap_or(1252),
            b"u" => {
                let fallback = group.fallback;
                let unit = number.unwrap_or_default().rem_euclid(65_536) as u32;
                let letter = char::from_u32(unit).unwrap_or('\u{fffd}');
                self.say(letter.encode_utf8(&mut [0; 4]));
                self.leave_out = fallback;
            }
            b"par" | b"line" => self.say("\n"),
            b"tab" => self.say("\t"),
            b"lquote" => self.say("‘"),
            b"rquote" => self.say("’"),
            b"ldblquote" => self.say("“"),
            b"rdblquote" => self.say("”"),
            b"bullet" => self.say("•"),
            b"endash" => self.say("–"),
            b"emdash" => self.say("—"),
            _ if starred => group.skips = true,
            _ => {}
        }
    }
}
