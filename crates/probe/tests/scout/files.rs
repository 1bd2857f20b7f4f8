//! Files that must not be there.

use checkup::{Approach, Reached, Sight};
use probe::scout::MOST_PATHS;

use crate::certificates::{reply, self_signed};
use crate::hosts::{Host, address, name};

async fn look(close: bool, answer: fn(&str) -> Vec<u8>) -> (Reached, Vec<String>, usize) {
    let shown = self_signed(&["bakery.example"], false);
    let host = Host::new().port(443, shown.web(close, answer)).await;
    let observation =
        host.approach(Approach::ExposedFiles { host: name("bakery.example"), address: address() }).await;
    let Sight::ExposedFiles { open } = observation.sight else { panic!("{observation:?}") };
    (observation.reached, open, host.calls())
}

#[tokio::test]
async fn files_that_lie_open_are_found_by_their_content() {
    let open = |line: &str| match line.split(' ').nth(1).unwrap() {
        "/.git/HEAD" => reply("200 OK", "text/plain", "ref: refs/heads/main\n"),
        "/.env" => reply("200 OK", "text/plain", "APP=shop\nDB_PASSWORD=secret\nAPP_KEY=1\n"),
        "/backup.zip" => reply("200 OK", "application/zip", &format!("PK\u{3}\u{4}{}", "a".repeat(50_000))),
        _ => reply("404 Not Found", "text/html", "nothing"),
    };
    let (reached, files, calls) = look(false, open).await;
    assert_eq!(
        (reached, files),
        (Reached::Whole, vec!["/.git/HEAD".into(), "/.env".into(), "/backup.zip".to_owned()])
    );
    assert_eq!(calls, 2, "a long file is not read to its end, so the line is given up once");
}

#[tokio::test]
async fn a_page_for_every_path_is_no_file() {
    let page = |_: &str| reply("200 OK", "text/html", "<!doctype html><title>Our bakery</title>");
    assert_eq!(look(false, page).await, (Reached::Whole, vec![], 1));
    let (reached, files, calls) = look(true, page).await;
    assert_eq!((reached, files, calls), (Reached::Whole, vec![], MOST_PATHS));
}
