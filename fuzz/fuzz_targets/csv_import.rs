//! Any bytes sent as a prospect list are answered: with a preview in which every row is
//! accounted for, or with one sentence. What goes back as bad rows can be read again.
#![no_main]

use std::sync::OnceLock;

use centre::prospects::{self, LARGEST_FILE, MOST_ROWS};
use centre::region::Region;
use libfuzzer_sys::fuzz_target;

fn testford() -> &'static Region {
    static TESTFORD: OnceLock<Region> = OnceLock::new();
    TESTFORD.get_or_init(|| {
        macro_rules! pack {
            ($($name:literal)*) => {
                [$(($name.to_owned(), include_str!(concat!("../../crates/centre/fixtures/testford/", $name)).to_owned())),*]
            };
        }
        let files = pack!["region.toml" "boroughs.csv" "boundaries.geojson" "outcodes.csv" "sectors.csv" "divisions.csv" "holidays.csv" "bodies.toml"];
        Region::read(&files).expect("Testford is sound")
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(preview) = prospects::read(bytes, testford()) else { return };
    assert!(bytes.len() <= LARGEST_FILE && preview.rows.len() <= MOST_ROWS);
    let counts = preview.counts();
    assert_eq!(counts.good + counts.doubtful + counts.bad, preview.rows.len());
    assert_eq!(counts.good + counts.doubtful, preview.prospects().count());
    let again = preview.bad_rows_csv();
    let records: Vec<_> = csv::Reader::from_reader(again.as_bytes()).into_records().map(Result::unwrap).collect();
    assert_eq!(records.len(), counts.bad);
    let would_run = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    assert!(!records.iter().flatten().any(would_run), "a cell of the bad rows would run as a formula");
});
