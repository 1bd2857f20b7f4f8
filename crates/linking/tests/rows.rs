//! A file's rows come out the same in whichever form they went in, and what is wrong with one row stays with that row.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

use std::sync::Arc;

use linking::rows::{Form, LONGEST_ROW, MOST_NAMED, Met, Unreadable, read};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

/// Everything that is met, one line of text each.
fn met(bytes: &[u8]) -> Vec<String> {
    let mut said = Vec::new();
    let form = read(bytes.to_vec(), &mut |met| {
        said.push(match met {
            Met::Column(name) => format!("column {name}"),
            Met::Row { line, cells } => format!("{line}: {}", cells.join(" · ")),
            Met::Bad { line, why } => format!("{line} bad: {why}"),
        });
    });
    if let Err(why) = form {
        said.push(format!("unreadable: {why}"));
    }
    said
}

fn parquet_file() -> Vec<u8> {
    let schema = "message m { required int64 id; optional binary name (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut file = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut file, schema, Arc::new(WriterProperties::builder().build())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(&[7, 8], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&[ByteArray::from("Anna")], Some(&[1, 0]), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    file
}

#[test]
fn the_same_rows_come_out_of_every_form() {
    let csv = met(b"\xef\xbb\xbfid,name\n7,Anna\n8,\n");
    assert_eq!(csv, ["column id", "column name", "2: 7 · Anna", "3: 8 · "]);
    assert_eq!(met(b"id;name\r\n7;Anna\r\n8;\r\n"), csv);
    assert_eq!(met(b"id\tname\n7\tAnna\n8\t"), csv);
    let json = met(b"{\"id\": 7, \"name\": \"Anna\"}\n{\"id\": 8, \"name\": null}\n");
    assert_eq!(json, ["column id", "column name", "1: 7 · Anna", "2: 8 · "]);
    assert_eq!(met(&parquet_file()), json);
    assert_eq!(read(parquet_file(), &mut |_| {}), Ok(Form::Parquet));
}

#[test]
fn lists_are_values_in_one_cell_and_columns_may_come_late() {
    assert_eq!(
        met(b"{\"phones\": [\"07700 900101\", \"a|b\", 3, true]}\n\n{\"born\": \"1980-01-02\"}\n"),
        ["column phones", "1: 07700 900101|a b|3|true", "column born", "3:  · 1980-01-02"]
    );
}

#[test]
fn a_bad_line_of_json_is_told_and_the_next_is_read() {
    let text =
        b"{\"a\": 1}\n{\"a\": 1, \"a\": 2}\n{\"a\": {\"b\": 1}}\nno\n[1]\n{\"a\": \"\xff\"}\n{\"a\": 9}";
    assert_eq!(
        met(text),
        [
            "column a",
            "1: 1",
            "2 bad: `a` stands twice",
            "3 bad: what stands under `a` is neither a plain value nor a list of some",
            "4 bad: the line is not one object of JSON",
            "5 bad: the line is not one object of JSON",
            "6 bad: the line is not UTF-8: save the file again as UTF-8",
            "7: 9",
        ]
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_its_own_line_only() {
    assert_eq!(
        met(b"id,name\n1,\"An \"\"A\"\"\nna\"\n2,\"Bert\n3,Cara\n"),
        [
            "column id",
            "column name",
            "2: 1 · An \"A\"\nna",
            "4 bad: a quotation mark is opened and not closed: close it, or double it",
            "5: 3 · Cara",
        ]
    );
}

#[test]
fn too_many_cells_too_few_and_other_encodings_are_told_with_their_lines() {
    assert_eq!(
        met(b"id,name\n1,2,3\n\n2\n3,Ren\xe9\n4,\"x\ny\",z\n5,5\" pipe\n"),
        [
            "column id",
            "column name",
            "2 bad: the row has 3 cells and the table 2",
            "4 bad: the row has 1 cells and the table 2",
            "5 bad: what stands under `name` is not UTF-8: save the file again as UTF-8",
            "6 bad: the row has 3 cells and the table 2; it goes on to line 7, perhaps for want of a quotation mark",
            "8: 5 · 5\" pipe",
        ]
    );
}

#[test]
fn a_file_without_rows_says_what_to_do() {
    let words = |bytes: &[u8]| read(bytes.to_vec(), &mut |_| {}).expect_err("no row can be read").to_string();
    assert_eq!(
        words(b" \n"),
        "nothing stands in the file: write the names of the columns into its first line"
    );
    assert_eq!(words(b"\xff\xfei\0d\0"), "the file is not UTF-8: save it again as UTF-8");
    assert_eq!(words(b"[{\"a\": 1}]"), "the file is one list of JSON: write one object a line instead");
    assert_eq!(words(b",,\n1,2,3\n"), "the first line does not name the columns: it holds no word");
    assert!(words(b"PAR1 and no more").starts_with("the Parquet file cannot be read ("));
    assert_eq!(met(b"id,name\n"), ["column id", "column name"]);
}

#[test]
fn the_longest_row_is_read_and_one_byte_more_is_told() {
    let row = |length: usize| format!("id,name\n1,{}\n2,b\n", "a".repeat(length - 3));
    assert_eq!(met(row(LONGEST_ROW).as_bytes()).len(), 4);
    let said = met(row(LONGEST_ROW + 1).as_bytes());
    assert_eq!(said[2..], ["2 bad: the row is longer than 2,097,152 bytes", "3: 2 · b"]);
    let json = |length: usize| format!("{{\"a\":\"{}\"}}\n{{\"a\":2}}", "a".repeat(length - 8));
    assert_eq!(met(json(LONGEST_ROW).as_bytes()).len(), 3);
    assert_eq!(met(json(LONGEST_ROW + 1).as_bytes())[0], "1 bad: the row is longer than 2,097,152 bytes");
}

#[test]
fn the_most_columns_are_read_and_one_more_is_told() {
    let header = |count: usize| (0..count).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
    assert_eq!(met(header(MOST_NAMED).as_bytes()).len(), MOST_NAMED);
    assert_eq!(read(header(MOST_NAMED + 1).into_bytes(), &mut |_| {}), Err(Unreadable::TooWide));
    let object = |count: usize| {
        let entries: Vec<String> = (0..count).map(|at| format!("\"c{at}\":1")).collect();
        format!("{{{}}}", entries.join(","))
    };
    assert_eq!(met(object(MOST_NAMED).as_bytes()).len(), MOST_NAMED + 1);
    assert_eq!(
        met(object(MOST_NAMED + 1).as_bytes()),
        ["1 bad: with this line the file would name more than 1024 columns"]
    );
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader_and_no_row_has_cells_without_a_column(
        bytes in prop::collection::vec(prop::sample::select(b"a,\";\n\r\t{}[]:1\xff\0 ".to_vec()), 0..200),
    ) {
        let (mut columns, mut last) = (0, 0);
        let _ = read(bytes, &mut |met| match met {
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
    }
}
