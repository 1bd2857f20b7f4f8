//! Testford: a city of three boroughs that exists in these tests only. That it loads shows
//! that another city needs no code.

use super::*;

/// The pack of Testford as the program would hand it over.
pub(crate) fn testford_files() -> Vec<(String, String)> {
    macro_rules! pack {
        ($($name:literal)*) => {
            vec![$(($name.to_owned(), include_str!(concat!("../../fixtures/testford/", $name)).to_owned())),*]
        };
    }
    pack!["region.toml" "boroughs.csv" "boundaries.geojson" "outcodes.csv" "sectors.csv" "divisions.csv" "holidays.csv" "bodies.toml"]
}

pub(crate) fn testford() -> Region {
    Region::read(&testford_files()).unwrap()
}

/// The faults after one change in one file.
fn faults_after(file: &str, from: &str, to: &str) -> String {
    let mut files = testford_files();
    let (_, text) = files.iter_mut().find(|(name, _)| name == file).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    *text = text.replacen(from, to, 1);
    let faults = Region::read(&files).expect_err("the change must be a fault");
    faults.iter().map(|f| format!("{f}\n")).collect()
}

#[test]
fn another_city_needs_no_code() {
    let region = testford();
    assert_eq!((region.name.as_str(), region.code.as_str()), ("Testford", "testford"));
    let names: Vec<_> = region.boroughs.iter().map(|b| b.name.as_str()).collect();
    assert_eq!(names, ["Market", "Northgate", "Quay"]);
    assert_eq!(region.centre.phone.to_string(), "020 7946 0111");
    assert_eq!(region.holidays_known_until(), Some(jiff::civil::date(2027, 12, 31)));
    assert_eq!(
        region.body("market-council").unwrap().reach.phone.as_ref().unwrap().to_string(),
        "0300 123 2040"
    );
    assert_eq!(region.borough_by_slug("quay").unwrap().code.as_str(), "T03");
}

#[test]
fn an_outcode_knows_its_boroughs_by_share() {
    let region = testford();
    let shares = region.boroughs_of(&Outcode::parse("tf2").unwrap());
    let told: Vec<_> = shares.iter().map(|s| (s.borough.as_str(), s.share)).collect();
    assert_eq!(told, [("T02", 0.6), ("T03", 0.4)]);
    assert!(region.boroughs_of(&Outcode::parse("E1").unwrap()).is_empty());
}

#[test]
fn the_map_is_flat_and_north_is_up() {
    let region = testford();
    let market = region.borough_by_slug("market").unwrap();
    let northgate = region.borough_by_slug("northgate").unwrap();
    assert!(northgate.centre.y < market.centre.y);
    assert!(market.outline.contains(market.centre));
    assert!(!northgate.outline.contains(market.centre));
    assert_eq!(region.map.width, MAP_WIDTH);
    // 0.06 degrees north over 0.22 degrees east, at 51.03 degrees.
    assert_eq!(region.map.height, 434.0);
    // The hole in Market is no part of it.
    let hole = Point { x: 0.015 / 0.22 * MAP_WIDTH, y: 343.0 };
    assert!(!market.outline.contains(hole));
}

#[test]
fn sectors_are_found_by_an_owners_words() {
    let region = testford();
    let found = |words: &str| region.sectors_for(words).first().map(|s| s.letter.to_string());
    assert_eq!(found("Fish and chips shop on the corner").as_deref(), Some("I"));
    assert_eq!(found("we sell fish and chips").as_deref(), Some("I"));
    assert_eq!(found("garage").as_deref(), Some("G"));
    assert_eq!(found("hotels").as_deref(), Some("I"));
    assert_eq!(found("rocket science"), None);
}

#[test]
fn every_fault_is_told_at_once_with_its_line() {
    let mut files = testford_files();
    for (name, text) in &mut files {
        match name.as_str() {
            "boroughs.csv" => *text = text.replace("quay,inner", "market,middle"),
            "bodies.toml" => *text = text.replace("\"101\"", "\"ring us\""),
            "holidays.csv" => *text = text.replace("2027-01-01", "2028-01-01"),
            _ => {}
        }
    }
    let faults = Region::read(&files).unwrap_err();
    let told: String = faults.iter().map(|f| format!("{f}\n")).collect();
    insta::assert_snapshot!(told, @r#"
    bodies.toml:5: "ring us" is no phone number; write, for example, 0300 123 2040 or 999
    boroughs.csv:4: the ring "middle" is not known; write inner or outer
    boroughs.csv:4: the slug "market" stands in line 3 too; give each borough its own
    holidays.csv:1: the holidays of 2027 are missing; add them
    "#);
}

#[test]
fn a_fault_says_what_to_do() {
    insta::assert_snapshot!(faults_after("outcodes.csv", "TF1,T02", "TF1,T09"), @r#"outcodes.csv:2: boroughs.csv has no borough "T09"; correct the code or add the borough"#);
    insta::assert_snapshot!(faults_after("outcodes.csv", "TF1,T02,100", "TFORD,T02,none"), @r#"
    outcodes.csv:2: "TFORD" is no outcode; write the first half of a postcode, for example SW1A
    outcodes.csv:2: "none" is no number of postcodes; write a whole number above 0
    "#);
    insta::assert_snapshot!(faults_after("outcodes.csv", "outcode,borough_code", "outcode,borough"), @"outcodes.csv:1: the column borough_code is missing; the first line must be outcode,borough_code,postcodes");
    insta::assert_snapshot!(faults_after("boundaries.geojson", "[0.0,51.06],[0.0,51.04]]", "[0.0,51.06]]"), @"boundaries.geojson:2: the outline of T01 is not closed; end each ring with the point that it began with");
    insta::assert_snapshot!(faults_after("boundaries.geojson", "\"T01\"", "\"T99\""), @r#"
    boundaries.geojson:1: there is no outline for T01 (Northgate); add one
    boundaries.geojson:2: there is an outline for "T99", but boroughs.csv has no such code; correct one of the two
    "#);
    insta::assert_snapshot!(faults_after("boundaries.geojson", "[[[0.0,51.04],", "[[[530000,180000],"), @"boundaries.geojson:2: the outline of T01 has a point that is not degrees of longitude and latitude; export it in WGS 84");
    insta::assert_snapshot!(faults_after("boroughs.csv", "51.05,0.10", "51.02,0.10"), @"boroughs.csv:2: the point of Northgate lies outside its outline; correct lat and lon");
    insta::assert_snapshot!(faults_after("region.toml", "licence = \"Apache-2.0\"", ""), @"region.toml:23: licence is missing; name the licence; data without one cannot be shipped");
    insta::assert_snapshot!(faults_after("region.toml", "\"holidays.csv\"", "\"holiday.csv\""), @r"
    region.toml:1: holidays.csv has no source; add a [[source]] that names it, with its licence
    region.toml:23: this source names holiday.csv, which is not in the pack; correct the name
    ");
    insta::assert_snapshot!(faults_after("region.toml", "friday = \"09:00-16:00\"", "friday = \"nine to four\""), @r#"region.toml:19: "nine to four" are no hours; write "09:00-17:00" or "closed""#);
    insta::assert_snapshot!(faults_after("region.toml", "Europe/London", "London"), @r#"region.toml:3: the time zone "London" is not known; write, for example, Europe/London"#);
    insta::assert_snapshot!(faults_after("region.toml", "[hours]", "[hours"), @"region.toml:14: this is not TOML (unclosed table, expected `]`); correct the line");
    insta::assert_snapshot!(faults_after("bodies.toml", "kind = \"council\"\nborough = \"T02\"", "kind = \"parish\""), @r#"bodies.toml:14: the kind "parish" is not known; write police, council, university, national or charity"#);
    insta::assert_snapshot!(faults_after("bodies.toml", "phone = \"101\"\n", ""), @"bodies.toml:2: there is no way to this body; add phone, web or mail");
    insta::assert_snapshot!(faults_after("bodies.toml", "checked = 2026-01-01", "checked = \"soon\""), @"bodies.toml:9: checked must be a date, year-month-day, for example 2026-01-31");
    insta::assert_snapshot!(faults_after("bodies.toml", "web =", "website ="), @r#"bodies.toml:17: "website" is not known here; these are: id, name, kind, borough, phone, web, mail, domain, what_for, hours, source, checked, to_confirm"#);
    insta::assert_snapshot!(faults_after("region.toml", "phone_is_invented", "phone_is_made_up"), @r#"region.toml:8: "phone_is_made_up" is not known here; these are: name, phone, phone_is_invented, mail, web, how_to_verify, we_never_ask"#);
    insta::assert_snapshot!(faults_after("sectors.csv", "I,\"Food", "Z,\"Food"), @r#"
    divisions.csv:3: sectors.csv has no sector "I"; correct the letter
    divisions.csv:4: sectors.csv has no sector "I"; correct the letter
    sectors.csv:3: "Z" is no sector; write one letter from A to U
    "#);
}

#[test]
fn a_missing_file_is_one_clear_fault() {
    let files: Vec<_> = testford_files().into_iter().filter(|(name, _)| name != "sectors.csv").collect();
    let faults = Region::read(&files).unwrap_err();
    assert!(faults.iter().any(|f| f.to_string()
        == "sectors.csv:1: this file is missing; copy it from a pack that has it and fill it in"));
}

/// The pack of London as it stands in the house.
pub(crate) fn london() -> Region {
    macro_rules! pack {
        ($($name:literal)*) => {
            vec![$(($name.to_owned(), include_str!(concat!("../../../../regions/london/", $name)).to_owned())),*]
        };
    }
    let files = pack!["region.toml" "boroughs.csv" "boundaries.geojson" "outcodes.csv" "sectors.csv" "divisions.csv" "holidays.csv" "bodies.toml"];
    Region::read(&files).unwrap()
}

#[test]
fn london_is_whole() {
    let london = london();
    assert_eq!(london.boroughs.len(), 33);
    assert_eq!(london.boroughs.iter().filter(|b| b.ring == Ring::Inner).count(), 14);
    assert_eq!(london.boroughs.iter().map(|b| b.active_enterprises).sum::<u32>(), 634_075);
    assert_eq!(london.outcodes().count(), 330);
    assert_eq!(london.sectors.len(), 21);
    assert_eq!(london.sectors.iter().map(|s| s.divisions.len()).sum::<usize>(), 88);
    assert_eq!(london.bodies.iter().filter(|b| b.kind == BodyKind::Council).count(), 33);
    assert_eq!(london.holidays_known_until(), Some(jiff::civil::date(2028, 12, 31)));
    assert_eq!(
        london.body("report-fraud").unwrap().reach.phone.as_ref().unwrap().to_string(),
        "0300 123 2040"
    );
}

#[test]
fn an_owner_in_london_finds_the_own_sector() {
    let london = london();
    for (typed, letter) in [
        ("plumber", "F"),
        ("We run a small coffee shop", "I"),
        ("hairdresser", "S"),
        ("web design", "J"),
        ("minicab", "H"),
        ("Dentist", "Q"),
        ("estate agents", "L"),
        ("corner shop", "G"),
        ("bookkeeping and accounts", "M"),
    ] {
        let found = london.sectors_for(typed);
        assert_eq!(found.first().map(|s| s.letter.to_string()).as_deref(), Some(letter), "{typed}");
    }
}

proptest::proptest! {
    #[test]
    fn a_pack_with_a_slip_anywhere_is_answered(file in 0..8_usize, at in 0..4000_usize, slip in "\\PC{0,3}") {
        let mut files = testford_files();
        let text = &mut files[file].1;
        let at = text.char_indices().map(|(i, _)| i).nth(at % text.chars().count()).unwrap();
        text.replace_range(at..text.len().min(at + 1), &slip);
        if let Err(faults) = Region::read(&files) {
            proptest::prop_assert!(!faults.is_empty());
            proptest::prop_assert!(faults.iter().all(|f| f.line >= 1 && !f.message.is_empty()));
        }
    }
}
