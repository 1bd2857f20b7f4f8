//! Lists of newly seen names as they are handed out: one name a line, the first column of a table, a file of a zone,
//! the names of certificates. Read piece by piece in little memory, whatever comes.

use std::collections::VecDeque;

use terms::DomainName;

/// The longest line that is read, in bytes. Of a longer one the rest is passed over.
pub const LONGEST_LINE: usize = 4_096;
/// So many bad lines are kept with their reason; all are counted.
pub const MOST_BAD_LINES: usize = 20;
/// The most names that are read from one line; of a longer row the rest is passed over.
pub const MOST_ON_A_LINE: usize = 128;
/// What stands between the cells of a row. Fields of a zone's file are parted by space alone.
const BETWEEN_CELLS: [char; 3] = [',', ';', '|'];
/// The longest part of a bad line that is kept, in characters.
const LONGEST_SHOWN: usize = 60;

/// A line without a name in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub number: u64,
    /// What stood there, cut short and inert.
    pub text: String,
    /// Why it is no name.
    pub reason: String,
}

/// Takes a list apart into names, fed with bytes as they come.
#[derive(Debug, Default)]
pub struct Lines {
    line: Vec<u8>,
    overlong: bool,
    number: u64,
    names: u64,
    bad: u64,
    bad_lines: VecDeque<BadLine>,
    origin: Option<String>,
    is_zone: bool,
    last: Option<DomainName>,
}

impl Lines {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads further bytes and tells every name in them.
    pub fn feed(&mut self, mut bytes: &[u8], mut tell: impl FnMut(DomainName)) {
        while let Some(end) = bytes.iter().position(|b| *b == b'\n') {
            let (piece, rest) = bytes.split_at(end);
            if self.line.is_empty() && !self.overlong && piece.len() <= LONGEST_LINE {
                self.end_of_line(piece, &mut tell);
            } else {
                self.keep(piece);
                self.finish_kept(&mut tell);
            }
            bytes = &rest[1..];
        }
        self.keep(bytes);
    }

    /// The list is over: reads a last line without a line break.
    pub fn end(&mut self, mut tell: impl FnMut(DomainName)) {
        if !self.line.is_empty() || self.overlong {
            self.finish_kept(&mut tell);
        }
    }

    /// How many lines were read.
    pub fn lines(&self) -> u64 {
        self.number
    }

    /// How many names were told.
    pub fn names(&self) -> u64 {
        self.names
    }

    /// How many lines were bad.
    pub fn bad(&self) -> u64 {
        self.bad
    }

    /// The first bad lines, at most [`MOST_BAD_LINES`].
    pub fn bad_lines(&self) -> impl Iterator<Item = &BadLine> {
        self.bad_lines.iter()
    }

    fn keep(&mut self, piece: &[u8]) {
        let room = LONGEST_LINE - self.line.len();
        self.overlong |= piece.len() > room;
        self.line.extend_from_slice(&piece[..piece.len().min(room)]);
    }

    fn finish_kept(&mut self, tell: &mut impl FnMut(DomainName)) {
        let line = std::mem::take(&mut self.line);
        if std::mem::take(&mut self.overlong) {
            self.number += 1;
            self.is_bad(&line, format!("the line is longer than {LONGEST_LINE} bytes"));
        } else {
            self.end_of_line(&line, tell);
        }
        self.line = line;
        self.line.clear();
    }

    fn end_of_line(&mut self, line: &[u8], tell: &mut impl FnMut(DomainName)) {
        self.number += 1;
        let Ok(text) = std::str::from_utf8(line) else {
            return self.is_bad(line, "the line is not UTF-8 text".to_owned());
        };
        let text = if self.number == 1 { text.trim_start_matches('\u{feff}') } else { text };
        let blank_start = text.starts_with([' ', '\t']);
        let text = text.trim();
        if text.is_empty() || text.starts_with([';', '#']) || (self.is_zone && blank_start) {
            return;
        }
        if let Some(directive) = text.strip_prefix('$') {
            return self.directive(directive);
        }
        if !self.is_zone && text.contains(BETWEEN_CELLS) {
            return self.row(line, text, tell);
        }
        let word = first_word(text);
        // The apex and what belongs to it is no name that was sold.
        if word == "@" || word.is_empty() {
            return;
        }
        match self.name(word) {
            Ok(Some(name)) => {
                self.names += 1;
                tell(name);
            }
            Ok(None) => {}
            Err(reason) => self.is_bad(line, reason),
        }
    }

    /// A row of a table, or the names of one certificate: every cell that is a name counts. A row without any is bad.
    fn row(&mut self, line: &[u8], text: &str, tell: &mut impl FnMut(DomainName)) {
        let (mut has_name, mut reason) = (false, None);
        for cell in cells(text).take(MOST_ON_A_LINE) {
            match self.name(cell) {
                Ok(name) => {
                    has_name = true;
                    if let Some(name) = name {
                        self.names += 1;
                        tell(name);
                    }
                }
                Err(why) => {
                    reason.get_or_insert(why);
                }
            }
        }
        if let (false, Some(reason)) = (has_name, reason) {
            self.is_bad(line, reason);
        }
    }

    /// The name that a word stands for; `None` where it is the same as in the line before.
    fn name(&mut self, word: &str) -> Result<Option<DomainName>, String> {
        let bare = bare(word);
        let absolute = bare.ends_with('.');
        let parsed = match &self.origin {
            Some(origin) if !absolute => DomainName::parse_bare(&format!("{bare}.{origin}")),
            _ => DomainName::parse_bare(bare),
        };
        let name = parsed.map_err(|error| error.to_string())?;
        if self.last.as_ref() == Some(&name) {
            return Ok(None);
        }
        self.last = Some(name.clone());
        Ok(Some(name))
    }

    /// `$ORIGIN` says what names without a dot at their end stand below (RFC 1035, 5.1).
    fn directive(&mut self, directive: &str) {
        self.is_zone = true;
        let mut words = directive.split_ascii_whitespace();
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("origin")) {
            let origin = words.next().map(|origin| origin.trim_matches('.').to_owned());
            self.origin = origin.filter(|origin| !origin.is_empty());
        }
    }

    fn is_bad(&mut self, line: &[u8], reason: String) {
        self.bad += 1;
        if self.bad_lines.len() < MOST_BAD_LINES {
            let shown: String = String::from_utf8_lossy(line).chars().take(LONGEST_SHOWN).collect();
            let text = shown.escape_debug().to_string();
            self.bad_lines.push_back(BadLine { number: self.number, text, reason });
        }
    }
}

/// The first word or cell of a line.
fn first_word(text: &str) -> &str {
    match text.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or_default().trim(),
        None => text.split([' ', '\t', ',', ';', '|']).next().unwrap_or_default(),
    }
}

/// The cells of a row, without what logs of certificates write around names (`DNS:`, brackets, quotes).
fn cells(text: &str) -> impl Iterator<Item = &str> {
    let between = |c: char| BETWEEN_CELLS.contains(&c) || matches!(c, '[' | ']' | '"' | '\'' | ' ' | '\t');
    let cells = text.split(between).filter(|cell| !cell.is_empty());
    cells.map(|cell| cell.strip_prefix("DNS:").unwrap_or(cell))
}

/// A name without what lists put in front: a scheme, a star, labels that begin with an underscore.
fn bare(word: &str) -> &str {
    let word = word.split_once("://").map_or(word, |(_, rest)| rest);
    let mut word = word.split(['/', ':']).next().unwrap_or_default();
    while let Some((label, rest)) = word.split_once('.') {
        if label == "*" || label.starts_with('_') { word = rest } else { break }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(list: &[u8]) -> (Vec<String>, Vec<String>) {
        let (mut lines, mut names) = (Lines::new(), Vec::new());
        lines.feed(list, |name| names.push(name.to_string()));
        lines.end(|name| names.push(name.to_string()));
        assert_eq!(lines.names(), names.len() as u64);
        let bad =
            lines.bad_lines().map(|bad| format!("{}: {}: {}", bad.number, bad.text, bad.reason)).collect();
        (names, bad)
    }

    #[test]
    fn names_are_found_in_every_shape_of_list() {
        let list = "\u{feff}bakery.co.uk\r\n# a remark\n\nhttps://butcher.example/shop\n\"cobbler.example\",2026-11-21\n\
            dyer.example;seen\n*.fuller.example\n_dmarc.glover.example. 300 IN TXT x\nBÜCHER.example";
        let (names, bad) = read(list.as_bytes());
        assert_eq!(
            names,
            [
                "bakery.co.uk",
                "butcher.example",
                "cobbler.example",
                "dyer.example",
                "fuller.example",
                "glover.example",
                "xn--bcher-kva.example"
            ]
        );
        assert_eq!(bad, Vec::<String>::new());
    }

    #[test]
    fn a_row_may_hold_several_names_and_they_may_stand_anywhere() {
        let rows = "1,bakery.example,2026-11-21\n2026-11-21T10:00:00.5Z;dyer.example;a@b.example\n\
            [\"*.fuller.example\", \"fuller.example\", \"glover.example\"]\n\
            DNS:hatter.example, DNS:www.hatter.example\n17|nothing|here\n192.0.2.1,joiner.example\n";
        let (names, bad) = read(rows.as_bytes());
        assert_eq!(
            names,
            [
                "bakery.example",
                "dyer.example",
                "fuller.example",
                "glover.example",
                "hatter.example",
                "www.hatter.example",
                "joiner.example"
            ]
        );
        assert_eq!(bad, ["5: 17|nothing|here: A web address has a dot in it, for example bakery.co.uk."]);
    }

    #[test]
    fn so_many_names_of_a_line_are_read_and_the_rest_is_passed_over() {
        let row = |many: usize| (0..many).map(|n| format!("a{n}.example")).collect::<Vec<_>>().join(",");
        for many in [MOST_ON_A_LINE, MOST_ON_A_LINE + 1] {
            let (names, bad) = read(format!("{}\n", row(many)).as_bytes());
            assert_eq!((names.len(), bad.len()), (MOST_ON_A_LINE, 0));
        }
    }

    #[test]
    fn a_file_of_a_zone_is_read_by_its_owners() {
        let zone = "; zone\n$ORIGIN co.uk.\n$TTL 300\n@ IN SOA a b 1 2 3 4 5\nbakery 300 IN NS ns1.host.example.\n\
            \t300 IN NS ns2.host.example.\nbakery IN DS 1 8 2 00\nfull.example. IN NS ns1\n";
        assert_eq!(read(zone.as_bytes()).0, ["bakery.co.uk", "full.example"]);
    }

    #[test]
    fn bad_lines_are_told_and_nothing_is_lost() {
        let (names, bad) = read(b"domain,date\nbad name\n\xff\xfe\nba\x1bkery.example\ngood.example\n");
        assert_eq!(names, ["good.example"]);
        assert_eq!(
            bad,
            [
                "1: domain,date: A web address has a dot in it, for example bakery.co.uk.",
                "2: bad name: A web address has a dot in it, for example bakery.co.uk.",
                "3: \u{fffd}\u{fffd}: the line is not UTF-8 text",
                "4: ba\\u{1b}kery.example: That has signs in it that a web address cannot have. Type only the name, for example bakery.co.uk.",
            ]
        );
    }

    #[test]
    fn a_line_is_read_up_to_the_longest() {
        let longest = format!("a.example{}\nb.example", " ".repeat(LONGEST_LINE - 9));
        assert_eq!(read(longest.as_bytes()).0, ["a.example", "b.example"]);
        let past = format!("a.example{}\nb.example", " ".repeat(LONGEST_LINE - 8));
        let (names, bad) = read(past.as_bytes());
        assert_eq!((names, bad.len()), (vec!["b.example".to_owned()], 1));
        assert!(bad[0].ends_with("the line is longer than 4096 bytes"), "{bad:?}");
    }

    #[test]
    fn a_million_bytes_without_a_break_take_no_more_memory_than_a_line() {
        let mut lines = Lines::new();
        for _ in 0..1_000 {
            lines.feed(&[b'a'; 1_000], |_| panic!("this is no name"));
        }
        assert!(lines.line.capacity() <= 2 * LONGEST_LINE);
        lines.end(|_| panic!("this is no name"));
        assert_eq!((lines.bad(), lines.lines()), (1, 1));
    }

    #[test]
    fn so_many_bad_lines_are_kept_and_all_are_counted() {
        for many in [MOST_BAD_LINES, MOST_BAD_LINES + 1] {
            let mut lines = Lines::new();
            lines.feed("bad\n".repeat(many).as_bytes(), |_| panic!("this is no name"));
            assert_eq!((lines.bad_lines().count(), lines.bad()), (MOST_BAD_LINES, many as u64));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_give_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 0_usize..400) {
            let (mut lines, mut names) = (Lines::new(), Vec::new());
            let cut = cut.min(bytes.len());
            for piece in [&bytes[..cut], &bytes[cut..]] {
                lines.feed(piece, |name| names.push(name.to_string()));
            }
            lines.end(|name| names.push(name.to_string()));
            prop_assert_eq!(names, read(&bytes).0);
        }
    }
}
