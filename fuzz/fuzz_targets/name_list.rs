//! Any bytes sent as a list of newly seen names, in any pieces, are read: every line is a name, is passed over or is
//! counted as bad, and every name can be held against the index.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use lookalikes::{Index, Lines, MOST_BAD_LINES, MOST_HITS, MOST_ON_A_LINE};
use terms::DomainName;

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let names = ["bakery.co.uk", "north-moss.com", "a.uk", "b\u{fc}cher.example", "hartleybakery.co.uk"];
        Index::build(names.map(|name| DomainName::parse_bare(name).expect("a name"))).expect("an index")
    })
}

fuzz_target!(|pieces: Vec<Vec<u8>>| {
    let (mut lines, mut names) = (Lines::new(), 0);
    let mut look = |name: DomainName| {
        names += 1;
        let hits = index().hits(&name);
        assert!(hits.len() <= MOST_HITS);
        for hit in hits {
            assert!(!hit.kinds.is_empty() && hit.weight <= 100);
            assert_ne!(hit.firm, name.registrable().as_ascii(), "a name looks like itself");
        }
    };
    for piece in &pieces {
        lines.feed(piece, &mut look);
    }
    lines.end(&mut look);
    assert_eq!(lines.names(), names);
    assert!(lines.names() <= (lines.lines() - lines.bad()) * MOST_ON_A_LINE as u64);
    assert!(lines.bad() <= lines.lines() && lines.bad_lines().count() <= MOST_BAD_LINES);
});
