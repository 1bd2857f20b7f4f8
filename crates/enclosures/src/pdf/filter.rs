//! How streams are packed (ISO 32000-2, 7.4).

use super::objects::Objects;
use super::value::{Dict, Value};
use crate::Contents;
use crate::reading::Reading;
use crate::unpack::Packing;

/// The most packings on top of each other.
const MOST_FILTERS: usize = 6;
/// The most bytes that come out of a packing of runs or of digits; the budget counts them too.
const MOST_OUT: usize = 4 * 1024 * 1024;

/// A stream's bytes, and the packing that is left: that of a picture, or one that nobody knows.
pub(super) struct Filtered {
    pub(super) bytes: Vec<u8>,
    pub(super) left: Option<&'static str>,
}

/// Unpacks a stream.
pub(super) fn filtered(
    packed: &[u8],
    dict: &Dict,
    objects: &Objects,
    out: &mut Contents,
    with: &mut Reading,
) -> Filtered {
    let list = |name: &str, short: &str| match dict
        .get(name)
        .or_else(|| dict.get(short))
        .map(|value| objects.follow(value))
    {
        Some(Value::Array(values)) => values.clone(),
        Some(value) => vec![value.clone()],
        None => Vec::new(),
    };
    let (filters, settings) = (list("Filter", "F"), list("DecodeParms", "DP"));
    let mut bytes = packed.to_vec();
    if filters.is_empty() {
        return match with.budget.unpack(bytes.len() as u64) {
            Ok(()) => Filtered { bytes, left: None },
            Err(limit) => {
                crate::reading::stop_at(out, limit);
                Filtered { bytes: Vec::new(), left: None }
            }
        };
    }
    for (nth, filter) in filters.iter().enumerate() {
        if nth >= MOST_FILTERS {
            crate::reading::stop_at(out, crate::Limit::Depth);
            return Filtered { bytes: Vec::new(), left: None };
        }
        let settings = settings.get(nth).and_then(|value| objects.dict(value));
        bytes = match objects.follow(filter).name() {
            Some("FlateDecode" | "Fl") => {
                let flat = with.unpack(out, Packing::Zlib, &bytes).bytes;
                settings.map_or_else(|| flat.clone(), |settings| predicted(&flat, settings))
            }
            Some("LZWDecode" | "LZW") => {
                let early = settings.and_then(|s| s.get("EarlyChange")).and_then(Value::number) != Some(0);
                counted(lzw(&bytes, early), out, with)
            }
            Some("ASCIIHexDecode" | "AHx") => {
                crate::field::hex(bytes.split(|byte| *byte == b'>').next().unwrap_or_default())
            }
            Some("ASCII85Decode" | "A85") => ascii85(&bytes),
            Some("RunLengthDecode" | "RL") => counted(runs(&bytes), out, with),
            Some("DCTDecode" | "DCT") => return Filtered { bytes, left: Some("DCTDecode") },
            Some("Crypt") => bytes,
            _ => return Filtered { bytes, left: Some("unknown") },
        };
    }
    Filtered { bytes, left: None }
}

fn counted(bytes: Vec<u8>, out: &mut Contents, with: &mut Reading) -> Vec<u8> {
    match with.budget.unpack(bytes.len() as u64) {
        Ok(()) => bytes,
        Err(limit) => {
            crate::reading::stop_at(out, limit);
            Vec::new()
        }
    }
}

/// Rows that are written as differences, as PNG does (RFC 2083, 6).
fn predicted(bytes: &[u8], settings: &Dict) -> Vec<u8> {
    let number = |name: &str, or: usize| {
        settings.get(name).and_then(Value::number).and_then(|n| usize::try_from(n).ok()).unwrap_or(or)
    };
    if number("Predictor", 1) < 10 {
        return bytes.to_vec();
    }
    let (colours, bits) = (number("Colors", 1).clamp(1, 8), number("BitsPerComponent", 8).clamp(1, 16));
    let columns = number("Columns", 1).clamp(1, 65_536);
    let (step, row) = ((colours * bits).div_ceil(8), (columns * colours * bits).div_ceil(8));
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    for line in bytes.chunks(row + 1) {
        let start = out.len();
        let above = start.checked_sub(row);
        for (x, byte) in line[1..].iter().enumerate() {
            let left = if x >= step { out[start + x - step] } else { 0 };
            let up = above.map_or(0, |above| out[above + x]);
            let corner = if x >= step { above.map_or(0, |above| out[above + x - step]) } else { 0 };
            let guess = match line[0] {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => nearest(left, up, corner),
                _ => 0,
            };
            out.push(byte.wrapping_add(guess));
        }
        out.resize(start + row, 0);
    }
    out
}

fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |from: u8| (guess - i16::from(from)).abs();
    if far(left) <= far(up) && far(left) <= far(corner) {
        left
    } else if far(up) <= far(corner) {
        up
    } else {
        corner
    }
}

fn ascii85(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 5 * 4);
    let (mut held, mut digits) = (0_u32, 0);
    for byte in text {
        match byte {
            b'z' if digits == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                held = held.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                digits += 1;
                if digits == 5 {
                    out.extend(held.to_be_bytes());
                    (held, digits) = (0, 0);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if digits > 1 {
        for _ in digits..5 {
            held = held.wrapping_mul(85).wrapping_add(84);
        }
        out.extend(&held.to_be_bytes()[..digits - 1]);
    }
    out
}

fn runs(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(length) = bytes.get(at).copied().filter(|length| *length != 128) {
        at += 1;
        if out.len() >= MOST_OUT {
            break;
        }
        if length < 128 {
            let end = (at + usize::from(length) + 1).min(bytes.len());
            out.extend_from_slice(&bytes[at..end]);
            at = end;
        } else {
            let Some(letter) = bytes.get(at) else { break };
            out.extend(std::iter::repeat_n(*letter, 257 - usize::from(length)));
            at += 1;
        }
    }
    out
}

/// LZW with codes of 9 to 12 bits.
fn lzw(bytes: &[u8], early: bool) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    // Where each word stands in what came out already, and how long it is.
    let mut words: Vec<(usize, usize)> = Vec::new();
    let (mut held, mut bits, mut width) = (0_u32, 0, 9);
    let mut last: Option<(usize, usize)> = None;
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits & ((1 << width) - 1)) as usize;
        held &= (1 << bits) - 1;
        if out.len() >= MOST_OUT {
            break;
        }
        match code {
            256 => {
                words.clear();
                (last, width) = (None, 9);
                continue;
            }
            257 => break,
            _ => {}
        }
        let start = out.len();
        match (code, last) {
            (0..=255, _) => out.push(code as u8),
            (_, _) if code - 258 < words.len() => {
                let (from, length) = words[code - 258];
                out.extend_from_within(from..from + length);
            }
            (_, Some((from, length))) if code - 258 == words.len() => {
                out.extend_from_within(from..from + length);
                out.push(out[from]);
            }
            _ => break,
        }
        if let Some((from, length)) = last
            && words.len() < 4_096 - 258
        {
            words.push((from, length + 1));
        }
        last = Some((start, out.len() - start));
        let next = words.len() + 258 + 1 + usize::from(early);
        width = match next {
            0..=512 => 9,
            513..=1_024 => 10,
            1_025..=2_048 => 11,
            _ => 12,
        };
    }
    out
}
