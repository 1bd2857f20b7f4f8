//! JSON in which one name stands twice in one object: two programs may take another one of them.

use std::collections::HashSet;

/// The deepest level at which names are compared.
const DEEPEST: usize = 32;

/// The first name that stands twice in one object.
pub(crate) fn twice(bytes: &[u8]) -> Option<String> {
    let mut levels: Vec<HashSet<&[u8]>> = Vec::new();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                depth += 1;
                if depth <= DEEPEST {
                    levels.push(HashSet::new());
                }
            }
            b'}' | b']' => {
                if depth <= DEEPEST {
                    levels.pop();
                }
                depth = depth.saturating_sub(1);
            }
            b'"' => {
                let end = ends(bytes, at + 1);
                let word = bytes.get(at + 1..end).unwrap_or_default();
                let next = bytes.get(end + 1..)?.iter().find(|byte| !byte.is_ascii_whitespace());
                let is_name = next == Some(&b':') && depth <= DEEPEST;
                if is_name && levels.last_mut().is_some_and(|names| !names.insert(word)) {
                    return Some(crate::contents::evidence(word));
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where a string ends.
fn ends(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}
