//! `watchhouse link`: tables and reports that the test writes, and what the program says of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

mod program;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cohort::{Cell, Column, Table};
use program::{Said, Scratch, run};
use serde_json::Value;

/// Persons who have nothing to do with each other, and every fourth a second time with a slip of the pen.
fn people() -> Vec<[String; 5]> {
    let first = ["Anna", "Bertram", "Chidi", "Dora", "Emeka", "Fatima", "George", "Hanna", "Imran", "Joan"];
    let start = ["Har", "Mor", "Win", "Cal", "Thorn", "Ash", "Bex", "Dul", "Ever", "Fen", "Gil"];
    let end = ["ton", "ley", "worth", "field", "by", "wick", "ham"];
    let mut rows: Vec<[String; 5]> = (0..200)
        .map(|at| {
            [
                format!("P{at}"),
                first[at * 7 % 10].to_owned(),
                format!("{}{}", start[at * 3 % 11], end[at * 5 % 7]),
                format!("19{:02}-{:02}-{:02}", 30 + at * 11 % 65, 1 + at * 5 % 12, 1 + at * 13 % 28),
                format!("07700 9{:05}", at * 7_919 % 100_000),
            ]
        })
        .collect();
    for at in (0..200).step_by(4) {
        let mut again = rows[at].clone();
        again[0] = format!("Q{at}");
        again[1].insert(2, 'x');
        rows.push(again);
    }
    rows
}

const HEADER: [&str; 5] = ["id", "first_name", "surname", "born", "phone"];

fn csv(rows: &[[String; 5]]) -> String {
    let mut text = HEADER.join(",");
    text.push('\n');
    for row in rows {
        text.push_str(&row.join(","));
        text.push('\n');
    }
    text
}

fn json_lines(rows: &[[String; 5]]) -> String {
    let mut text = String::new();
    for row in rows {
        let entries: Vec<String> =
            HEADER.iter().zip(row).map(|(name, cell)| format!("{name:?}: {cell:?}")).collect();
        writeln!(text, "{{{}}}", entries.join(", ")).unwrap();
    }
    text
}

/// The same file, packed with gzip.
fn packed(file: &Path) -> PathBuf {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&std::fs::read(file).unwrap()).unwrap();
    let path = file.with_extension("csv.gz");
    std::fs::write(&path, packer.finish().unwrap()).unwrap();
    path
}

/// The people as Parquet, packed with Snappy.
fn parquet(folder: &Path) -> PathBuf {
    const COLUMNS: &[Column] = &[
        Column::Text("id"),
        Column::Text("first_name"),
        Column::Text("surname"),
        Column::Text("born"),
        Column::Text("phone"),
    ];
    let mut table = Table::begin(folder, "columns", COLUMNS, false, true).unwrap();
    for row in people() {
        table.row(row.map(Cell::Text).to_vec()).unwrap();
    }
    table.finish().unwrap();
    folder.join("columns.parquet")
}

fn link(args: &[&str]) -> Said {
    let mut all = vec!["link"];
    all.extend(args);
    run(&all)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_table_that_nobody_described_finds_its_doubles() {
    let scratch = Scratch::new();
    let (file, to) = (scratch.write("people.csv", &csv(&people())), scratch.path("found"));
    let said = link(&["dedupe", text(&file), "--to", text(&to)]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    assert!(
        said.err.starts_with("people.csv: 250 rows read.\nCompared: first_name, surname, born, phone.\n"),
        "{}",
        said.err
    );
    assert!(said.err.contains("50 clusters of two rows or more."), "{}", said.err);
    assert!(said.err.contains("We think that the rows of a cluster are one."), "{}", said.err);
    let clusters = std::fs::read_to_string(to.join("clusters.csv")).unwrap();
    let rows: Vec<&str> = clusters.lines().collect();
    assert_eq!(rows.len(), 251);
    assert_eq!(rows[0], "\"cluster\",\"id\",\"table\",\"line\"");
    assert_eq!(rows[1], "\"1\",\"P0\",\"1\",\"2\"");
    assert_eq!(rows[201], "\"1\",\"Q0\",\"1\",\"202\"");
    let links = std::fs::read_to_string(to.join("links.csv")).unwrap();
    assert!(links.starts_with(
        "\"left\",\"right\",\"left_line\",\"right_line\",\"score\",\"chance\",\"together\"\r\n"
    ));
    assert!(
        links.contains("\"P196\",\"Q196\",\"198\",\"251\",") && links.contains(",\"yes\"\r\n"),
        "{links}"
    );
}

#[test]
fn every_form_and_every_number_of_threads_gives_the_same_bytes() {
    let scratch = Scratch::new();
    let file = scratch.write("people.csv", &csv(&people()));
    let one = link(&["dedupe", text(&file), "--threads", "1"]);
    assert_eq!(one.code, 0, "{}", one.err);
    assert!(lines(&one.out).len() >= 50);
    for threads in ["2", "8"] {
        let more = link(&["dedupe", text(&file), "--threads", threads]);
        assert_eq!((more.out, more.err), (one.out.clone(), one.err.clone()), "{threads} threads");
    }
    let json = scratch.write("people.jsonl", &json_lines(&people()));
    let score = |line: &Value| (line["left"].clone(), line["right"].clone(), line["score"].clone());
    let csv: Vec<_> = lines(&one.out).iter().map(score).collect();
    for form in [json, packed(&file), parquet(&scratch.0)] {
        let said = link(&["dedupe", text(&form)]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(lines(&said.out).iter().map(score).collect::<Vec<_>>(), csv, "{}", form.display());
    }
}

#[test]
fn two_tables_are_matched_and_a_saved_model_gives_the_same_again() {
    let scratch = Scratch::new();
    let rows = people();
    let left = scratch.write("left.csv", &csv(&rows[..200]));
    let right = scratch.write("right.csv", &csv(&rows[200..]).replace("Anxna", "ANXNA"));
    let (to, again, model) = (scratch.path("a.csv"), scratch.path("b.csv"), scratch.path("model.toml"));
    let said = link(&["match", text(&left), text(&right), "--to", text(&to), "--save-model", text(&model)]);
    assert_eq!(said.code, 0, "{}", said.err);
    let clusters = std::fs::read_to_string(&to).unwrap();
    assert!(clusters.contains("\"5\",\"P4\",\"1\",\"6\"\r\n"), "{clusters}");
    assert!(clusters.contains("\"5\",\"Q4\",\"2\",\"3\"\r\n"), "{clusters}");
    assert!(!scratch.path("links.csv").exists(), "a file takes the clusters alone");
    let said = link(&["match", text(&left), text(&right), "--to", text(&again), "--model", text(&model)]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(std::fs::read_to_string(&again).unwrap(), clusters);
    let record = link(&["record", "--model", text(&model)]);
    assert!(
        record.out.starts_with("# Record of transparency: rows of tables that are one\n"),
        "{}",
        record.err
    );
    assert!(record.out.contains("The columns first_name, surname, born, phone, and nothing else of a row."));
    assert!(record.out.contains("| born | same, more for a rare value | "), "{}", record.out);
    assert!(record.out.contains("it is no claim about your table or about the field."));
}

/// The figure at the beginning of a line of a waterfall.
fn figure(line: &str) -> Option<f64> {
    line.split_whitespace().next()?.parse().ok()
}

#[test]
fn a_waterfall_tells_each_comparison_and_adds_up() {
    let scratch = Scratch::new();
    let file = scratch.write("people.csv", &csv(&people()));
    let said = link(&["dedupe", text(&file), "--explain", "P0", "Q0"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("P0 (line 2) and Q0 (line 202)\n"), "{}", said.out);
    assert!(said.out.contains("  first_name: nearly the same (`anna` and `anxna`)\n"), "{}", said.out);
    assert!(said.out.contains("  surname: same (`harton` and `harton`)\n"), "{}", said.out);
    assert!(said.out.ends_with("We think they are one: two are linked from 0.00 bits on.\n"), "{}", said.out);
    let (above, below) = said.out.split_once("  --------\n").unwrap();
    let sum: f64 = above.lines().skip(1).filter_map(figure).sum();
    assert!((sum - figure(below).unwrap()).abs() < 0.05, "{}", said.out);
    let apart = link(&["dedupe", text(&file), "--explain", "P0", "line:3"]);
    assert!(apart.out.starts_with("P0 (line 2) and P1 (line 3)\n"), "{}", apart.out);
    assert!(apart.out.contains("We think they are two: "), "{}", apart.out);
    let nobody = link(&["dedupe", text(&file), "--explain", "P0", "p1"]);
    assert_eq!(nobody.code, 1);
    assert!(
        nobody.err.contains("no row of people.csv is called `p1`\n  what to do: Name a row as the file does"),
        "{}",
        nobody.err
    );
}

#[test]
fn a_threshold_parts_what_agrees_too_little() {
    let scratch = Scratch::new();
    let file = scratch.write("people.csv", &csv(&people()));
    let said = link(&["dedupe", text(&file), "--threshold", "1000"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    assert!(
        said.err.contains("0 links from 1000.00 bits on, 0 clusters of two rows or more."),
        "{}",
        said.err
    );
    assert_eq!(link(&["dedupe", text(&file), "--threshold", "inf"]).code, 2, "no number of bits");
}

#[test]
fn bad_rows_are_listed_and_stop_nothing() {
    let scratch = Scratch::new();
    let mut bytes = csv(&people()).into_bytes();
    bytes.extend(b"B1,Ren\xe9,Harton,1980-01-01,07700 900001\n");
    bytes.extend(b"B2,Anna,Harton,1980-01-01,07700 900001,more,and more\n");
    bytes.extend(format!("B3,{},Harton,1980-01-01,07700 900001\n", "a".repeat(100_000)).bytes());
    bytes.extend(format!("B4,{},Harton,1980-01-01,07700 900001\n", "a".repeat(4_097)).bytes());
    bytes.extend(format!("B5,{},Nobody,1980-01-01,07700 900001\n", "b".repeat(4_096)).bytes());
    bytes.extend(b"B6,\"Anna,Harton,1980-01-01,07700 900001\n");
    let file = scratch.path("people.csv");
    std::fs::write(&file, bytes).unwrap();
    let bad = scratch.path("bad.csv");
    let said = link(&["dedupe", text(&file), "--bad-rows", text(&bad)]);
    assert_eq!(said.code, 2, "rows were left out");
    assert!(said.err.contains("people.csv: 251 rows read."), "{}", said.err);
    assert!(said.err.contains("5 rows were left out; all others were read:\n  people.csv, line 252: what stands under `first_name` is not UTF-8: save the file again as UTF-8\n"), "{}", said.err);
    let listed = std::fs::read_to_string(&bad).unwrap();
    let listed: Vec<&str> = listed.lines().collect();
    assert_eq!(listed.len(), 6, "{listed:?}");
    assert_eq!(listed[2], "\"people.csv\",\"253\",\"the row has 7 cells and the table 5\"");
    assert!(listed[3].contains("`first_name` has 100000 bytes and 4096 are the most"), "{listed:?}");
    assert!(
        listed[4].starts_with("\"people.csv\",\"255\",\"what stands under `first_name` has 4097 bytes"),
        "{listed:?}"
    );
    assert_eq!(
        listed[5],
        "\"people.csv\",\"257\",\"a quotation mark is opened and not closed: close it, or double it\""
    );
    assert!(lines(&said.out).iter().all(|l| !l["right"].as_str().unwrap().starts_with('B')), "{}", said.out);
}

#[test]
fn more_bad_rows_than_are_told_are_counted() {
    let scratch = Scratch::new();
    let table = |bad: usize| format!("id,name\n1,Anna\n2,Bert\n{}", "x\n".repeat(bad));
    let said = link(&["dedupe", text(&scratch.write("a.csv", &table(20)))]);
    assert!(
        said.err.contains("20 rows were left out") && !said.err.contains("more; --bad-rows"),
        "{}",
        said.err
    );
    let said = link(&["dedupe", text(&scratch.write("a.csv", &table(21)))]);
    assert!(said.err.ends_with("  and 1 more; --bad-rows FILE writes them all\n"), "{}", said.err);
}

#[test]
fn what_names_the_rows_is_told() {
    let scratch = Scratch::new();
    let nameless = scratch.write("a.csv", "name,born\nAnna,1980-01-02\nAnna,1980-01-02\nBert,1970-03-04\n");
    let said = link(&["dedupe", text(&nameless), "--explain", "line:2", "line:3"]);
    assert!(
        said.err.contains("note: no column names the rows: they are named by their lines"),
        "{}",
        said.err
    );
    assert!(said.out.starts_with("line:2 (line 2) and line:3 (line 3)\n"), "{}", said.out);
    let first = scratch.write("b.csv", "customer,name\nC1,Anna\nC2,Bert\nC3,Cara\n");
    let said = link(&["dedupe", text(&first)]);
    assert!(
        said.err.contains("note: the column `customer` names the rows and was not compared"),
        "{}",
        said.err
    );
    let said = link(&["dedupe", text(&first), "--id", "number"]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains(
            "has no column `number`\n  what to do: Name one of its columns with --id: customer, name."
        ),
        "{}",
        said.err
    );
    let twice = scratch.write("c.csv", "id,name\n1,Anna\n1,Bert\n2,Cara\n");
    let said = link(&["dedupe", text(&twice), "--explain", "1", "2"]);
    assert!(
        said.err.contains(
            "more than one row of c.csv is called `1`\n  what to do: Name one by its line: line:2 or line:3."
        ),
        "{}",
        said.err
    );
}

#[test]
fn a_missing_column_is_a_note() {
    let scratch = Scratch::new();
    let (file, model) = (scratch.write("people.csv", &csv(&people())), scratch.path("model.toml"));
    link(&["dedupe", text(&file), "--save-model", text(&model)]);
    let other = scratch.write("other.csv", &csv(&people()).replace("born", "day"));
    let said = link(&["dedupe", text(&other), "--model", text(&model), "--leave-out", "colour"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("note: the table has no column `born`: it was not compared"), "{}", said.err);
    assert!(said.err.contains("note: there is no column `colour` to leave out"), "{}", said.err);
}

#[test]
fn files_that_are_no_tables_say_what_to_do() {
    let scratch = Scratch::new();
    let err = |name: &str, bytes: &[u8]| {
        std::fs::write(scratch.path(name), bytes).unwrap();
        let said = link(&["dedupe", text(&scratch.path(name))]);
        assert_eq!(said.code, 1, "{}", said.err);
        said.err
    };
    assert!(err("empty.csv", b"").contains("because: nothing stands in the file: write the names of the columns into its first line\n  what to do: "));
    assert!(
        err("wide.csv", b"\xff\xfei\0d\0\n\0")
            .contains("because: the file is not UTF-8: save it again as UTF-8")
    );
    assert!(
        err("list.json", b"[{\"a\": 1}]")
            .contains("because: the file is one list of JSON: write one object a line instead")
    );
    assert!(err("t.parquet", b"PAR1PAR1PAR1PAR1").contains("because: the Parquet file cannot be read ("));
    let gone = link(&["dedupe", text(&scratch.path("gone.csv"))]);
    assert!(
        gone.err.contains("gone.csv cannot be read\n")
            && gone.err.contains("what to do: Name a file that is there"),
        "{}",
        gone.err
    );
    let model = scratch.write("model.toml", "compare = []\ncandidates = []\n");
    let file = scratch.write("a.csv", "id,name\n1,Anna\n2,Bert\n");
    let said = link(&["dedupe", text(&file), "--model", text(&model)]);
    assert!(said.err.contains("because: the model does not hold together: it compares 0 columns; 1 to 16 are possible\n  what to do: Mend what is named above"), "{}", said.err);
    let header = link(&["dedupe", text(&scratch.write("h.csv", "id,name\n"))]);
    assert_eq!((header.code, header.out.as_str()), (0, ""), "{}", header.err);
    assert!(
        header.err.contains("note: no column tells rows apart, so nothing was compared"),
        "{}",
        header.err
    );
}

const REPORTS: &str = "report_id,received_at,crime_code,loss_gbp,phones,bank_accounts,narrative\n\
    R1,2026-01-02,NFIB3A,100.50,07700 900101,,They rang me and asked for money.\n\
    R2,2026-01-05,NFIB3A,900,+44 7700 900101,20-00-00 31510604,\n\
    R3,2026-01-11,NFIB3A,50,,200000 31510604,\n\
    X1,2026-01-03,NFIB1H,20,07700 900202,,He said his number was 07700 900101. He never sent it.\n\
    X2,2026-01-04,NFIB1H,20,07700 900303,,\n";

#[test]
fn reports_become_networks_with_their_reasons() {
    let scratch = Scratch::new();
    let file = scratch.write("reports.csv", &REPORTS.lines().take(4).collect::<Vec<_>>().join("\n"));
    let args = ["reports", text(&file), "--as-of", "2026-02-01"];
    let said = link(&args);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.starts_with("reports.csv: 3 reports read.\n  note: no such columns, so they link nothing: emails, urls, wallets, handles, ips, device_ids\n1 network of two reports or more, with 3 reports; model "), "{}", said.err);
    assert!(said.err.contains(
        "We think that the reports of a network are of one offender. A person decides what follows."
    ));
    let networks = lines(&said.out);
    assert_eq!(networks.len(), 1);
    assert_eq!(networks[0]["reports"], serde_json::json!(["R1", "R2", "R3"]));
    assert_eq!(networks[0]["loss_pounds"], "1050.50");
    assert_eq!(networks[0]["days"], serde_json::json!(["2026-01-02", "2026-01-11"]));
    assert_eq!(networks[0]["reasons"][0], "3 reports, 1050 pounds lost, 0 vulnerable victims, 0 areas");
    for threads in ["1", "8"] {
        let again = link(&[&args[..], &["--threads", threads]].concat());
        assert_eq!((again.out, again.err), (said.out.clone(), said.err.clone()));
    }
}

#[test]
fn a_link_of_two_reports_is_told_down_to_the_words() {
    let scratch = Scratch::new();
    let file = scratch.write("reports.csv", REPORTS);
    let said = link(&["reports", text(&file), "--as-of", "2026-02-01", "--explain", "R1", "X1"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("R1 (line 2) and X1 (line 5)\n"), "{}", said.out);
    assert!(said.out.contains("in a field and in the words \"07700 900101\"; in 3 reports"), "{}", said.out);
    let (above, below) = said.out.split_once("  --------\n").unwrap();
    let sum: f64 = above.lines().skip(1).filter_map(figure).sum();
    assert!((sum - figure(below).unwrap()).abs() < 0.05, "{}", said.out);
    let apart = link(&["reports", text(&file), "--explain", "R3", "X2"]);
    assert!(apart.out.contains("We do not think that they are of one offender: "), "{}", apart.out);
}

#[test]
fn reports_go_to_a_folder_and_their_model_works_again() {
    let scratch = Scratch::new();
    let (file, to, model) =
        (scratch.write("reports.csv", REPORTS), scratch.path("out"), scratch.path("model.toml"));
    let said = link(&[
        "reports",
        text(&file),
        "--as-of",
        "2026-02-01",
        "--to",
        text(&to),
        "--save-model",
        text(&model),
    ]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    let read = |name: &str| std::fs::read_to_string(to.join(name)).unwrap();
    assert!(read("clusters.csv").contains("\"R1\",\"2\"\r\n"), "{}", read("clusters.csv"));
    assert!(
        read("links.csv").starts_with("\"left\",\"right\",\"score\"\r\n\"R1\",\"R2\","),
        "{}",
        read("links.csv")
    );
    assert!(read("networks.csv").starts_with("\"rank\",\"network\",\"score\","), "{}", read("networks.csv"));
    let again = scratch.path("again");
    link(&["reports", text(&file), "--as-of", "2026-02-01", "--to", text(&again), "--model", text(&model)]);
    for name in ["clusters.csv", "links.csv", "networks.csv"] {
        assert_eq!(std::fs::read_to_string(again.join(name)).unwrap(), read(name));
    }
    let record = link(&["record", "--model", text(&model)]);
    let print = said.err.split("; model ").nth(1).unwrap().lines().next().unwrap().trim_end_matches('.');
    assert!(
        record.out.contains(&format!("Fingerprint `{print}`, learnt without labels from 5 reports")),
        "{}",
        record.out
    );
}

#[test]
fn the_record_says_what_it_is_for_and_what_it_cannot_do() {
    let record = link(&["record"]);
    assert_eq!(record.code, 0, "{}", record.err);
    for heading in ["What it is for.", "What it reads.", "What is compared.", "Hubs.", "Known weaknesses."] {
        assert!(record.out.contains(&format!("**{heading}**")), "{heading} {}", record.out);
    }
    assert!(record.out.contains("Two reports are linked from 3.0 bits on"), "{}", record.out);
    assert!(record.out.contains("Accuracy was measured on invented reports"), "{}", record.out);
    assert!(record.out.contains("it says nothing about the field"), "{}", record.out);
}

#[test]
fn bad_reports_are_listed_and_doubts_are_notes() {
    let scratch = Scratch::new();
    let narrative = |letters: usize| format!("\"{}\"", "word ".repeat(letters / 5));
    let text_of = format!(
        "report_id,received_at,phones,narrative,colour\n\
         A1,2026-01-02,07700 900101,{},\n\
         A1,2026-01-02,07700 900101,,\n\
         ,2026-01-02,07700 900101,,\n\
         A2,2199-01-01,07700 900101,{},\n\
         A3,soon,{},,\n\
         A4,soon,{},,\n",
        narrative(100_000),
        narrative(100_005),
        "1".repeat(4_096),
        "1".repeat(4_097),
    );
    let file = scratch.write("reports.csv", &text_of);
    let said = link(&["reports", text(&file), "--as-of", "2026-02-01"]);
    assert_eq!(said.code, 2, "{}", said.err);
    for words in [
        "reports.csv: 3 reports read.",
        "  note: not known here and not read: colour\n",
        "  note: 1 report has no day that can be read (write 2026-01-31 under received_at)\n",
        "  note: 1 report is of a day still to come: it counts in no rank\n",
        "  note: 1 narrative was read up to letter 100000 and no further\n",
        "3 rows were left out; all others were read:\n  reports.csv, line 3: `A1` stands on line 2 already and is taken once\n  reports.csv, line 4: the report has no reference\n  reports.csv, line 7: what stands under `phones` has 4097 bytes and 4096 are the most",
    ] {
        assert!(said.err.contains(words), "{words}\n{}", said.err);
    }
}
