//! Whatever a file holds: its rows are told in order, each with a cell for every column named so far.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linking::rows::{Met, read};

fuzz_target!(|bytes: &[u8]| {
    let (mut columns, mut last) = (0, 0);
    let _ = read(bytes.to_vec(), &mut |met| match met {
        Met::Column(_) => columns += 1,
        Met::Row { line, cells } => {
            assert_eq!(cells.len(), columns);
            assert!(line > last);
            last = line;
        }
        Met::Bad { line, .. } => {
            assert!(line > last);
            last = line;
        }
    });
});
