//! Whatever a table holds: it is read, a first model is proposed, and every row stands in one group; as reports, each is
//! taken once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linking::reports::{Linker, Model, read_csv};
use linking::tables::{Table, dedupe, propose};

fuzz_target!(|bytes: &[u8]| {
    let table = Table::read_csv(bytes);
    let linked = dedupe(&table, &propose(&table), 1);
    assert_eq!(linked.groups.len(), table.rows());
    assert!(linked.groups.iter().enumerate().all(|(row, group)| *group as usize <= row));
    let batch = read_csv(bytes);
    assert!(Linker::with_model(&batch.reports, Model::default(), 1).len() <= batch.reports.len());
});
