//! Rows of a table are found again, whatever the pen did to them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

use linking::tables::{
    LONGEST_CELL, LONGEST_MODEL, MOST_COLUMNS, Model, Table, dedupe, match_tables, propose,
};
use proptest::prelude::*;

/// Persons that have nothing to do with each other: from two lists of syllables.
fn persons(count: usize) -> Vec<[String; 5]> {
    let first = ["anna", "bertram", "chidi", "dora", "emeka", "fatima", "george", "hanna", "imran", "joan"];
    let start = ["har", "mor", "win", "cal", "thorn", "ash", "bex", "dul", "ever", "fen", "gil"];
    let end = ["ton", "ley", "worth", "field", "by", "wick", "ham"];
    (0..count)
        .map(|at| {
            [
                format!("P{at}"),
                first[at * 7 % 10].to_owned(),
                format!("{}{}", start[at * 3 % 11], end[at * 5 % 7]),
                format!("19{:02}-{:02}-{:02}", 30 + at * 11 % 65, 1 + at * 5 % 12, 1 + at * 13 % 28),
                format!("07700 9{:05}", at * 7_919 % 100_000),
            ]
        })
        .collect()
}

fn csv(rows: &[[String; 5]]) -> String {
    let mut text = "id,first_name,surname,born,phone\n".to_owned();
    for row in rows {
        text.push_str(&row.join(","));
        text.push('\n');
    }
    text
}

/// Two hundred persons; every fourth a second time with a slip.
fn with_slips() -> String {
    let mut rows = persons(200);
    for at in (0..200).step_by(4) {
        let mut again = rows[at].clone();
        again[0] = format!("Q{at}");
        match at / 4 % 4 {
            0 => again[1].insert(2, 'x'),
            1 => again[3] = String::new(),
            2 => again[4] = "07700 900000".to_owned(),
            _ => again[2].truncate(5),
        }
        rows.push(again);
    }
    csv(&rows)
}

#[test]
fn a_table_that_nobody_described_finds_its_doubles() {
    let table = Table::read_csv(with_slips().as_bytes());
    let linked = dedupe(&table, &propose(&table), 2);
    for (second, first) in (200..250).zip((0..200).step_by(4)) {
        assert_eq!(
            linked.groups[second],
            first as u32,
            "row {second}: {:?}",
            linked.waterfall(first as u32, second as u32)
        );
    }
    let alone = (0..200).filter(|row| linked.groups[*row] == *row as u32).count();
    assert_eq!(alone, 200, "no two of the two hundred are one");
}

#[test]
fn two_tables_are_matched_one_to_one() {
    let rows = persons(120);
    let right: Vec<[String; 5]> =
        rows[60..].iter().map(|row| row.clone().map(|cell| cell.to_uppercase())).collect();
    let (left, right) = (Table::read_csv(csv(&rows).as_bytes()), Table::read_csv(csv(&right).as_bytes()));
    let linked = match_tables(&left, &right, &propose(&left), 1);
    for at in 0..60_u32 {
        assert_eq!(linked.groups[120 + at as usize], 60 + at);
    }
}

#[test]
fn a_waterfall_adds_up_and_a_model_read_again_gives_the_same_score() {
    let table = Table::read_csv(with_slips().as_bytes());
    let linked = dedupe(&table, &propose(&table), 1);
    let why = linked.waterfall(0, 200).unwrap();
    let sum = why.prior + why.steps.iter().map(|step| step.weight).sum::<f64>();
    assert!((sum - why.score).abs() < 1e-9);
    let text = linked.model.to_toml().unwrap();
    let again = dedupe(&table, &Model::from_toml(&text).unwrap(), 1);
    assert_eq!(again.waterfall(0, 200).unwrap(), why);
    assert_eq!(again.groups, linked.groups);
    assert!(linked.waterfall(0, 9_999).is_none());
}

#[test]
fn every_number_of_threads_gives_the_same() {
    let table = Table::read_csv(with_slips().as_bytes());
    let one = dedupe(&table, &propose(&table), 1);
    for threads in [2, 8] {
        let more = dedupe(&table, &propose(&table), threads);
        assert_eq!((&more.groups, &more.links), (&one.groups, &one.links));
        assert_eq!(more.model.to_toml().unwrap(), one.model.to_toml().unwrap());
    }
}

#[test]
fn a_list_links_by_one_value_and_the_rarer_counts_more() {
    let mut text = "id,phones,town\n".to_owned();
    for at in 0..60 {
        text.push_str(&format!("A{at},020 7946 0999|07700 9{at:05},town{}\n", at % 7));
    }
    text.push_str("B,07700 900003|07700 999999,town3\n");
    let model = r#"
        [[compare]]
        column = "phones"
        kind = "list"
        [[compare]]
        column = "town"
        kind = "category"
        [[candidates]]
        agree = [["phones", "each"]]
    "#;
    let table = Table::read_csv(text.as_bytes());
    let linked = dedupe(&table, &Model::from_toml(model).unwrap(), 1);
    let rare = linked.waterfall(3, 60).unwrap();
    let common = linked.waterfall(3, 4).unwrap();
    assert!(rare.steps[0].weight > common.steps[0].weight + 3.0, "{rare:?} {common:?}");
}

#[test]
fn a_model_file_that_does_not_hold_together_is_refused_with_words() {
    let words = |text: &str| Model::from_toml(text).expect_err("it does not hold together").to_string();
    assert_eq!(
        words("compare = []\ncandidates = []"),
        "the model does not hold together: it compares 0 columns; 1 to 16 are possible"
    );
    assert_eq!(words("colour = 1"), "the model file cannot be read: correct the line that it names");
    assert_eq!(words(&"#".repeat(LONGEST_MODEL + 1)), "the model file is longer than a megabyte");
}

#[test]
fn a_column_that_is_missing_is_a_note() {
    let table = Table::read_csv(with_slips().as_bytes());
    let model = propose(&table);
    let narrow = Table::read_csv(with_slips().replace("born", "other").as_bytes());
    let linked = dedupe(&narrow, &model, 1);
    assert!(
        linked.notes.contains(&"the table has no column `born`: it was not compared".to_owned()),
        "{:?}",
        linked.notes
    );
}

#[test]
fn limits_hold_at_the_limit_and_one_past_it() {
    let header = |count: usize| (0..count).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
    assert_eq!(Table::read_csv(header(MOST_COLUMNS).as_bytes()).notes().len(), 0);
    let wide = Table::read_csv(header(MOST_COLUMNS + 1).as_bytes());
    assert_eq!(wide.column_names().count(), MOST_COLUMNS);
    assert_eq!(wide.notes(), [format!("column `c{MOST_COLUMNS}` was left out: {MOST_COLUMNS} are the most")]);
    let long = format!("id\n{}\n{}\n", "a".repeat(LONGEST_CELL), "a".repeat(LONGEST_CELL + 1));
    let table = Table::read_csv(long.as_bytes());
    assert_eq!((table.cell(0, "id").len(), table.cell(1, "id").len()), (LONGEST_CELL, LONGEST_CELL));
}

#[test]
fn rows_of_another_width_are_listed() {
    let table = Table::read_csv(b"\xef\xbb\xbfid,name\n1,Anna  B\xe9\n2\n3,Cara\n");
    assert_eq!(table.rows(), 2);
    assert_eq!(table.cell(0, "name"), "anna b\u{fffd}");
    assert_eq!((table.bad(), table.bad_rows()[0].line), (1, 3));
    assert_eq!(table.bad_rows()[0].why, "the row has 1 cells and the table 2");
}

#[test]
fn one_value_in_every_row_and_an_empty_table_stop_nothing() {
    for text in ["", "id\n", "id,name\n1,x\n", &format!("id,name\n{}", "1,same\n".repeat(2_000))] {
        let table = Table::read_csv(text.as_bytes());
        let linked = dedupe(&table, &propose(&table), 1);
        assert_eq!(linked.groups.len(), table.rows());
        assert!(
            linked.groups.iter().enumerate().all(|(row, group)| *group == row as u32),
            "nothing is known of them"
        );
    }
}

proptest! {
    #[test]
    fn no_bytes_stop_the_readers(bytes in prop::collection::vec(any::<u8>(), 0..600), text in ".{0,300}") {
        let table = Table::read_csv(&bytes);
        let _ = dedupe(&table, &propose(&table), 1);
        if let Ok(model) = Model::from_toml(&text) {
            prop_assert!(Model::from_toml(&model.to_toml().unwrap()).is_ok());
        }
    }
}
