use super::*;
use crate::region::tests::{london, testford};
use proptest::prelude::*;

/// What each row becomes, a line each.
fn told(list: impl AsRef<[u8]>) -> String {
    let preview = read(list.as_ref(), &testford()).unwrap();
    let sentences = |parts: Vec<String>| parts.join(" ");
    let row = |row: &RowFate| match &row.fate {
        Fate::Good(p) => format!("{}: good: {} in {}", row.line, p.name, p.borough),
        Fate::Doubtful(p, doubts) => {
            let doubts = sentences(doubts.iter().map(ToString::to_string).collect());
            format!("{}: doubtful: {} in {}: {doubts}", row.line, p.name, p.borough)
        }
        Fate::Bad(faults) => {
            format!("{}: bad: {}", row.line, sentences(faults.iter().map(ToString::to_string).collect()))
        }
    };
    preview.rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn only(list: &str) -> Prospect {
    let preview = read(list.as_bytes(), &testford()).unwrap();
    let prospects: Vec<_> = preview.prospects().cloned().collect();
    assert_eq!(prospects.len(), 1, "{:?}", preview.rows);
    prospects.into_iter().next().unwrap()
}

#[test]
fn a_list_becomes_firms_whatever_its_columns_are_called() {
    let firm = only(
        "E-Mail;Business Name;No. of employees;POST CODE;Telephone;SIC code;Web site;Contact person;Our ref\n\
         anna@bakery.example;Anna's Bakery Ltd;6;tf11aa;7700900123;47110;www.bakery.example;Anna Baker;77\n",
    );
    assert_eq!(firm.name.as_str(), "Anna's Bakery Ltd");
    assert_eq!(firm.postcode.unwrap().to_string(), "TF1 1AA");
    assert_eq!(firm.borough.as_str(), "T02");
    assert_eq!(firm.sector.unwrap().letter(), 'G');
    assert_eq!(firm.size, Some(SizeBand::Micro));
    assert_eq!(firm.contact_name.unwrap().as_str(), "Anna Baker");
    assert_eq!(firm.email.unwrap().to_string(), "anna@bakery.example");
    assert_eq!(firm.phone.unwrap().to_string(), "07700 900123");
    assert_eq!(firm.domain.unwrap().as_ascii(), "bakery.example");
}

#[test]
fn the_preview_says_what_each_column_was_taken_for() {
    let preview = read(b"Company,Name,Post code,Our ref\nA,B,TF1 1AA,7\n", &testford()).unwrap();
    let columns: Vec<_> = preview.columns.iter().map(|c| (c.heading.as_str(), c.meaning)).collect();
    assert_eq!(
        columns,
        [
            ("Company", Some(Column::Name)),
            ("Name", None),
            ("Post code", Some(Column::Postcode)),
            ("Our ref", None)
        ]
    );
}

#[test]
fn good_rows_need_not_wait_for_bad_ones() {
    insta::assert_snapshot!(
        told(
            "name,postcode,borough,sector,staff,email,phone,website\n\
             Good Cafe,TF1 1AA,,cafe,3,,,\n\
             ,TF1 1AA,,,,,,\n\
             No Place,,,,,,,\n\
             Far Away,EH1 1AA,,,,,,\n\
             Odd Postcode,TF,,,,,,\n\
             Odd Postcode in a borough,TF,quay,,,,,\n\
             Only a borough,,London Borough of Northgate Council,,,,,\n\
             Begins,,North,,,,,\n\
             Nowhere,,Atlantis,,,,,\n\
             Between,TF2 1AA,,,,,,\n\
             Chosen,TF2 1AA,Quay,,,,,\n\
             Moved,TF1 1AA,Quay,,,,,\n\
             Strange,TF1 1AA,,rocketry,some,not an address,12,nowhere\n\
             =1+1,TF1 1AA,,,,,,\n\
             good cafe LTD,tf1 1aa,,,,,,\n\
             ,,,,,,,\n\
             Too,TF1 1AA,,,,,,,many\n"
        ),
        @r#"
    2: good: Good Cafe in T02
    3: bad: The name is empty.
    4: bad: There is no postcode and no borough.
    5: bad: EH1 1AA is not in this region.
    6: bad: "TF" is no postcode.
    7: doubtful: Odd Postcode in a borough in T03: "TF" is no postcode; only the borough was kept.
    8: good: Only a borough in T01
    9: good: Begins in T01
    10: bad: "Atlantis" is no borough here.
    11: doubtful: Between in T02: The postcode is shared by boroughs; the likeliest was taken.
    12: good: Chosen in T03
    13: doubtful: Moved in T02: The list says "Quay", but the postcode is in another borough; the postcode's was taken.
    14: doubtful: Strange in T02: We do not know what "rocketry" is; what the firm does was left out. We do not know how many "some" is; the size was left out. "not an address" is no e-mail address and was left out. "12" is no phone number and was left out. "nowhere" is no web address and was left out.
    15: doubtful: =1+1 in T02: The name begins like a formula. Look whether it is a name.
    16: bad: The same firm stands in line 2.
    18: bad: This row has more cells than there are headings. Put text with commas between quotation marks.
    "#
    );
}

#[test]
fn the_same_contact_under_another_name_is_looked_at() {
    insta::assert_snapshot!(
        told("name,postcode,email\nOne,TF1 1AA,a@shop.example\nTwo,TF3 1AA,A@Shop.example\nOne,TF3 1AA,\n"),
        @r"
    2: good: One in T02
    3: doubtful: Two in T01: The same e-mail, phone or web address stands in line 2.
    4: good: One in T01
    "
    );
}

#[test]
fn bytes_are_read_as_they_were_written() {
    let check = |bytes: &[u8], encoding: Encoding| {
        let preview = read(bytes, &testford()).unwrap();
        assert_eq!(preview.encoding, encoding);
        let names: Vec<_> = preview.prospects().map(|p| p.name.to_string()).collect();
        assert_eq!(names, ["Café “Ö” £5"], "{encoding:?}");
    };
    let list = "name,postcode\r\nCafé “Ö” £5,TF1 1AA\r\n";
    check(list.as_bytes(), Encoding::Utf8);
    check(format!("\u{feff}{list}").as_bytes(), Encoding::Utf8);
    check(b"name,postcode\r\nCaf\xe9 \x93\xd6\x94 \xa35,TF1 1AA\r\n", Encoding::Windows1252);
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(list.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check(&utf16, Encoding::Utf16);
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(list.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    check(&utf16, Encoding::Utf16);
}

#[test]
fn separators_and_quotation_marks_are_understood() {
    for (list, separator, line) in [
        ("name,postcode\nA,TF1 1AA\n", Separator::Comma, 2),
        ("name;postcode;\"a, b, c\"\nA;TF1 1AA\n", Separator::Semicolon, 2),
        ("name\tpostcode\nA\tTF1 1AA\n", Separator::Tab, 2),
        ("sep=;\nname;postcode\nA;TF1 1AA\n", Separator::Semicolon, 3),
        ("name,postcode\r\"A\",TF1 1AA\r", Separator::Comma, 1),
    ] {
        let preview = read(list.as_bytes(), &testford()).unwrap();
        assert_eq!((preview.separator, preview.counts().good), (separator, 1), "{list:?}");
        assert_eq!(preview.rows[0].line, line, "{list:?}");
    }
    let firm = only("name,postcode\n\"Anna \"\"the\nBaker\"\", Sons\",TF1 1AA\n");
    assert_eq!(firm.name.as_str(), "Anna \"the Baker\", Sons");
}

#[test]
fn a_row_is_named_by_the_line_on_which_it_begins() {
    let preview = read(b"name,postcode\n\"two\nlines\",TF1 1AA\nNext,TF1 1AB\n", &testford()).unwrap();
    assert_eq!(preview.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn bad_rows_go_back_with_the_reason_and_run_nothing() {
    let preview =
        read(b"name,postcode,notes\nFar,EH1 1AA,=cmd|'/C calc'!A0\nGood,TF1 1AA,\n", &testford()).unwrap();
    assert_eq!(preview.counts(), Counts { good: 1, doubtful: 0, bad: 1 });
    assert_eq!(
        preview.bad_rows_csv(),
        "\u{feff}\"name\",\"postcode\",\"notes\",\"line\",\"what to mend\"\r\n\"Far\",\"EH1 1AA\",\"'=cmd|'/C calc'!A0\",\"2\",\"EH1 1AA is not in this region.\"\r\n"
    );
    // Mended and sent again, the list is read as before.
    let mended = preview.bad_rows_csv().replace("EH1 1AA\",\"'", "TF1 1AA\",\"'");
    assert_eq!(read(mended.as_bytes(), &testford()).unwrap().counts().good, 1);
}

#[test]
fn a_name_that_went_out_harmless_comes_back_as_it_was() {
    let firm = only("name,postcode\n'@home,TF1 1AA\n");
    assert_eq!(firm.name.as_str(), "@home");
    assert_eq!(only("name,postcode\n'Allo,TF1 1AA\n").name.as_str(), "'Allo");
}

#[test]
fn sizes_are_understood_as_lists_write_them() {
    for (written, band) in [
        ("0", Some(SizeBand::SoleTrader)),
        ("Sole trader", Some(SizeBand::SoleTrader)),
        ("1-9", Some(SizeBand::Micro)),
        ("1 to 9 people", Some(SizeBand::Micro)),
        ("10 - 49", Some(SizeBand::Small)),
        ("medium", Some(SizeBand::Medium)),
        ("1,200", Some(SizeBand::Large)),
        ("250+", Some(SizeBand::Large)),
        ("5-50", None),
        ("99999999999999", Some(SizeBand::Large)),
    ] {
        assert_eq!(only(&format!("name;postcode;size\nA;TF1 1AA;{written}\n")).size, band, "{written}");
    }
}

#[test]
fn a_file_that_is_no_list_says_what_to_do() {
    let error = |bytes: &[u8]| read(bytes, &testford()).unwrap_err();
    assert_eq!(error(b""), ListError::Empty);
    assert_eq!(error(b" \r\n\t"), ListError::Empty);
    assert_eq!(error("\u{feff}".as_bytes()), ListError::Empty);
    assert_eq!(error(b"PK\x03\x04rest"), ListError::Spreadsheet);
    assert_eq!(error(b"name\0,postcode\n"), ListError::NotText);
    assert_eq!(error(b"\xFF\xFEa"), ListError::NotText);
    assert_eq!(error(b"name,postcode\n"), ListError::NoRows);
    assert_eq!(
        error(b"Anna's Bakery,TF1 1AA\n").to_string(),
        "No column has the firm's name. The first line must name the columns, for example: name, postcode, email. It reads: Anna's Bakery, TF1 1AA"
    );
}

#[test]
fn the_limits_hold_at_the_limit_and_one_past_it() {
    let region = testford();
    let rows = |n: usize| format!("name,borough\n{}", "A,Quay\n".repeat(n));
    assert_eq!(read(rows(MOST_ROWS).as_bytes(), &region).unwrap().rows.len(), MOST_ROWS);
    assert_eq!(read(rows(MOST_ROWS + 1).as_bytes(), &region), Err(ListError::TooManyRows));

    let columns = |n: usize| format!("name{}\nA\n", ",x".repeat(n - 1));
    assert!(read(columns(MOST_COLUMNS).as_bytes(), &region).is_ok());
    assert_eq!(read(columns(MOST_COLUMNS + 1).as_bytes(), &region), Err(ListError::TooManyColumns));

    let cell = |n: usize| format!("name,borough,notes\nA,Quay,{}\n", "é".repeat(n));
    assert_eq!(read(cell(LONGEST_CELL).as_bytes(), &region).unwrap().counts().good, 1);
    assert_eq!(read(cell(LONGEST_CELL + 1).as_bytes(), &region).unwrap().counts().bad, 1);

    let mut file = b"name,borough\nA,Quay\n".to_vec();
    file.resize(LARGEST_FILE, b'\n');
    assert!(read(&file, &region).is_ok());
    file.push(b'\n');
    assert_eq!(read(&file, &region), Err(ListError::TooLarge));
}

#[test]
fn a_quotation_mark_that_never_ends_spoils_one_row_and_is_said() {
    let list = format!("name,borough\nA,Quay\n\"B,Quay\n{}", "C,Quay\n".repeat(500));
    let preview = read(list.as_bytes(), &testford()).unwrap();
    assert_eq!(preview.counts(), Counts { good: 1, doubtful: 0, bad: 1 });
    assert!(preview.bad_rows_csv().contains("A quotation mark may be missing"));
}

#[test]
fn boroughs_of_london_are_known_by_the_names_that_people_use() {
    let london = london();
    for (written, slug) in [
        ("London Borough of Camden", "camden"),
        ("RICHMOND", "richmond-upon-thames"),
        ("City of Westminster", "westminster"),
        ("City of London Corporation", "city-of-london"),
        ("E09000030", "tower-hamlets"),
        ("Kensington & Chelsea", "kensington-and-chelsea"),
        ("Royal Borough of Kingston upon Thames", "kingston-upon-thames"),
    ] {
        let list = format!("name,borough\nA,{written}\n");
        let preview = read(list.as_bytes(), &london).unwrap();
        let found = preview.prospects().next().map(|p| london.borough(&p.borough).unwrap().slug.as_str());
        assert_eq!(found, Some(slug), "{written}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &testford());
    }

    #[test]
    fn every_row_is_accounted_for(cells in proptest::collection::vec("[a-zA-Z0-9 ,;\"'=@é\n\u{1}]{0,12}", 1..60)) {
        let mut list = "name,postcode,email,phone,size,sector,website\n".to_owned();
        for row in cells.chunks(7) {
            list.push_str(&export::line(row.iter().map(String::as_str)));
        }
        if let Ok(preview) = read(list.as_bytes(), &testford()) {
            let counts = preview.counts();
            prop_assert_eq!(counts.good + counts.doubtful + counts.bad, preview.rows.len());
            let written = preview.bad_rows_csv();
            let bad: Vec<_> = csv::Reader::from_reader(written.as_bytes()).into_records().map(Result::unwrap).collect();
            prop_assert_eq!(bad.len(), counts.bad);
            let would_run = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
            prop_assert!(!bad.iter().flatten().any(would_run), "{written:?}");
        }
    }
}
