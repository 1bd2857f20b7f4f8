//! Lists of prospects on their way in.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod house;

use axum::http::{Method, StatusCode};
use centre::prospects::{LARGEST_FILE, MOST_ROWS};
use centre::roles::Role;
use house::{Browser, House, SeenPage};

const BOUNDARY: &str = "----a-boundary-of-a-test";

async fn send(browser: &mut Browser, name: &str, file: &[u8]) -> SeenPage {
    let token = browser.get("/desk/imports").await.form("See what it becomes").fields[0].1.clone();
    send_with(browser, &token, name, file).await
}

async fn send_with(browser: &mut Browser, token: &str, name: &str, file: &[u8]) -> SeenPage {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"list\"; filename=\"{name}\"\r\n\
         Content-Type: text/csv\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    browser.ask(Method::POST, "/desk/imports", &[("content-type", &kind)], Some(body)).await
}

const LIST: &str = "name,postcode,size,email\n\
    Harbour Fish,E1 6AN,4,fish@harbour.example\n\
    ,E1 6AN,2,nobody@harbour.example\n\
    Corner Bakery,E1 6AN,3,sam@corner.example\n\
    =Formula Ltd,ZZ99 9ZZ,x,not an address\n\
    Night Tailor,E1 6AN,,\n";

#[tokio::test]
async fn a_list_is_looked_at_applied_once_and_its_bad_rows_are_mended() {
    let house = House::open().await;
    house.firm("Corner Bakery", "sam@corner.example").await;
    let mut officer = house.sign_in_as(Role::OutreachOfficer).await;
    let preview = send(&mut officer, "traders.csv", LIST.as_bytes()).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    let text = preview.text();
    assert!(text.contains("traders.csv") && text.contains("Waits for a decision"), "{text}");
    assert!(text.contains("Harbour Fish") && text.contains("The name is empty."), "{text}");
    assert!(text.contains("Nothing: known"), "the bakery is a member: {text}");
    assert!(text.contains("The list does not say how many work there"), "{text}");

    let path = preview.address.clone();
    let csv = officer.get(&format!("{path}/bad.csv")).await.body;
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let headings: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(headings, ["name", "postcode", "size", "email", "line", "what to mend"]);
    let bad: Vec<Vec<String>> =
        reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    assert_eq!(bad.len(), 2);
    assert_eq!(bad[0], ["", "E1 6AN", "2", "nobody@harbour.example", "3", "The name is empty."]);
    assert_eq!(bad[1][0], "'=Formula Ltd", "a formula is made harmless");

    let applied = officer.submit(&preview, "Make prospects of the good rows", &[]).await;
    assert!(applied.text().contains("2 prospects were added. 1 row was known already"), "{}", applied.text());
    let prospects = officer.get("/desk/members?standing=prospect").await;
    assert!(prospects.text().contains("Harbour Fish") && prospects.text().contains("Night Tailor"));
    let again = officer.submit(&preview, "Make prospects of the good rows", &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text().contains("Somebody has decided about this list already."), "{}", again.text());
}

#[tokio::test]
async fn a_list_can_be_thrown_away_rows_and_all() {
    let house = House::open().await;
    let mut officer = house.sign_in_as(Role::OutreachOfficer).await;
    let preview = send(&mut officer, "traders.csv", LIST.as_bytes()).await;
    let gone = officer.submit(&preview, "Throw the list away", &[]).await;
    assert!(gone.text().contains("The list is thrown away.") && gone.text().contains("Thrown away"));
    assert!(!officer.get(&preview.address).await.text().contains("Harbour Fish"));
    let prospects = officer.get("/desk/members?standing=prospect").await;
    assert!(!prospects.text().contains("Harbour Fish"));
}

#[tokio::test]
async fn what_is_no_list_comes_back_with_what_to_do() {
    let house = House::open().await;
    let mut officer = house.sign_in_as(Role::OutreachOfficer).await;
    for (file, words) in [
        (&b""[..], "Choose the file with the list first."),
        (b"PK\x03\x04 a workbook", "This is a spreadsheet file."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", "This is not a text file."),
        (b"colour,weight\nred,2\n", "No column has the firm's name."),
        (b"name,postcode\n", "There are no rows below the headings."),
    ] {
        let page = send(&mut officer, "x.csv", file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    assert!(house.app.store.imports(5).await.unwrap().is_empty());
}

#[tokio::test]
async fn hostile_words_in_a_list_stay_words() {
    let house = House::open().await;
    let mut officer = house.sign_in_as(Role::OutreachOfficer).await;
    let file =
        "name,postcode\n\"<script>alert(1)</script>\",E1 6AN\n\"<img src=x onerror=alert(1)>\",nowhere\n";
    let page = send(&mut officer, "\\\"><b>evil.csv", file.as_bytes()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    for markup in ["<script>alert", "<img src=x", "<b>evil"] {
        assert!(!page.body.contains(markup), "{markup}");
    }
}

#[tokio::test]
async fn a_list_is_taken_up_to_its_limits() {
    let house = House::open().await;
    let mut officer = house.sign_in_as(Role::OutreachOfficer).await;
    let rows = |count: usize| {
        let mut file = String::from("name,postcode\n");
        for number in 0..count {
            file.push_str(&format!("Firm {number},E1 6AN\n"));
        }
        file
    };
    let many = send(&mut officer, "many.csv", rows(MOST_ROWS + 1).as_bytes()).await;
    assert!(many.text().contains("more than 20,000 rows"), "{}", many.text());
    let most = send(&mut officer, "most.csv", rows(MOST_ROWS).as_bytes()).await;
    assert_eq!(most.status, StatusCode::OK);
    assert!(most.text().contains("20,000"), "{}", most.text());
    let next = most.links().into_iter().find(|link| link.contains("after=")).unwrap();
    assert!(officer.get(&next).await.text().contains("Firm 100"));

    let mut large = rows(1).into_bytes();
    large.resize(LARGEST_FILE + 1, b'\n');
    let refused = send(&mut officer, "large.csv", &large).await;
    assert!(refused.text().contains("larger than 4 MB"), "{}", refused.text());
    large.resize(LARGEST_FILE, b'\n');
    assert_eq!(send(&mut officer, "large.csv", &large).await.status, StatusCode::OK);
    large.resize(LARGEST_FILE * 2, b'\n');
    let huge = send(&mut officer, "huge.csv", &large).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(huge.text().contains("larger than 4 MB"), "{}", huge.text());
}

#[tokio::test]
async fn a_file_without_the_sessions_token_is_not_taken() {
    let house = House::open().await;
    let mut officer = house.sign_in_as(Role::OutreachOfficer).await;
    let refused = send_with(&mut officer, "stolen", "traders.csv", LIST.as_bytes()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(house.app.store.imports(5).await.unwrap().is_empty());
}
