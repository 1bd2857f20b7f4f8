//! The pretend control panel of the real program, over HTTP: what is pasted there is what the demonstration's name
//! server says, and nothing of it exists in a real centre.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on, and says how long things took"
)]

mod program;

use std::net::{SocketAddr, UdpSocket};

use program::{Open, Scratch, ask, get, open, run};
use watchhouse::demo::firm::firm;
use watchhouse::demo::zones::Seal;
use watchhouse::demo::zones::mix::{Behaviour, DmarcCase, MailCase, WebCase, mistakes};

const SEED: u64 = 7;

/// A firm with mail and a website, and without a rule against forged mail.
fn a_beginner() -> String {
    let wanted = |number: &u64| {
        let m = mistakes(SEED, *number);
        m.registered
            && !m.only_a_shop
            && m.behaviour == Behaviour::Answering
            && m.seal == Seal::None
            && m.mail == MailCase::Suite
            && m.web == WebCase::Addresses
            && m.dmarc == DmarcCase::Missing
    };
    firm(SEED, (0..100_000).find(wanted).expect("the city has one")).apex
}

/// A demonstration, and where its name server answers.
fn demonstration(scratch: &Scratch) -> (Open, SocketAddr) {
    let names = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let at = names.to_string();
    let args = ["--demo", "--members", "20", "--seed", "7", "--names", &at];
    (open(&scratch.path("data"), &args), names)
}

fn post(house: &Open, path: &str, fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02x}")
                }
            })
            .collect()
    };
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let origin = format!("http://localhost:{}", house.address.port());
    let head = format!(
        "POST {path} HTTP/1.1\r\nOrigin: {origin}\r\nContent-Type: application/x-www-form-urlencoded"
    );
    ask(house.address, &head, &body.join("&")).unwrap()
}

fn found(name: &str, names: SocketAddr) -> String {
    run(&["check", name, "--json", "--resolver", &names.to_string()]).out
}

#[test]
fn a_line_that_is_pasted_is_what_the_name_server_says_at_once() {
    let scratch = Scratch::new();
    let (house, names) = demonstration(&scratch);
    let name = a_beginner();
    let page = format!("/demonstration/names/{name}");
    assert!(get(house.address, &page).contains("This is a stage set"));
    assert!(found(&name, names).contains("dmarc-missing"));
    let rule = format!("v=DMARC1; p=none; rua=mailto:dmarc-reports@{name}");
    let pasted =
        post(&house, &format!("{page}/records"), &[("kind", "TXT"), ("name", "_dmarc"), ("value", &rule)]);
    assert!(pasted.starts_with("HTTP/1.1 303"), "{pasted}");
    assert!(!found(&name, names).contains("dmarc-missing"));
    let stronger = rule.replace("p=none", "p=reject");
    let key = format!("TXT _dmarc.{name} {rule}");
    let changed = post(
        &house,
        &format!("{page}/records"),
        &[("kind", "TXT"), ("name", "_dmarc"), ("value", &stronger), ("instead", &key)],
    );
    assert!(changed.starts_with("HTTP/1.1 303"), "{changed}");
    assert!(!found(&name, names).contains("dmarc-not-enforced"));
    let key = format!("TXT _dmarc.{name} {stronger}");
    post(&house, &format!("{page}/records/remove"), &[("record", &key)]);
    assert!(found(&name, names).contains("dmarc-missing"));
    post(&house, &format!("{page}/records"), &[("kind", "TXT"), ("name", "_dmarc"), ("value", &rule)]);
    let back = post(&house, &format!("{page}/back"), &[]);
    assert!(back.starts_with("HTTP/1.1 303"), "{back}");
    assert!(found(&name, names).contains("dmarc-missing"));
}

#[test]
fn what_cannot_be_pasted_is_told_at_its_field_and_nothing_is_lost() {
    let scratch = Scratch::new();
    let (house, _) = demonstration(&scratch);
    let page = format!("/demonstration/names/{}", a_beginner());
    for (kind, name, value, told) in [
        ("TXT", "@", "", "Paste the value"),
        ("TXT", "two words", "x", "Write @ for the name itself"),
        ("TXT", "@", "caf\u{e9}", "Use plain letters, digits and signs only"),
        ("A", "new", "11.22.33.44", "Use an address of the made-up city"),
        ("A", "new", "nonsense", "Write an address such as 203.0.113.10"),
        ("MX", "@", "mail.bakery.test", "Write a number and a mail server"),
        ("CNAME", "@", "web.pennyhost.example", "A CNAME record stands alone"),
        ("NS", "@", "ns1.pennyhost.example", "Choose a type from the list"),
        ("", "", "", "Choose a type from the list"),
    ] {
        let answer =
            post(&house, &format!("{page}/records"), &[("kind", kind), ("name", name), ("value", value)]);
        assert!(
            answer.starts_with("HTTP/1.1 422") && answer.contains(told),
            "{kind} {name} {value}: {answer}"
        );
        assert!(value.is_empty() || answer.contains(value), "what was typed is lost: {answer}");
    }
    let markup =
        post(&house, &format!("{page}/records"), &[("kind", "MX"), ("name", "@"), ("value", "<script>")]);
    assert!(markup.contains("&#60;script&#62;") && !markup.contains("<script>"), "{markup}");
    let file = post(&house, &format!("{page}/files"), &[("path", "../secret"), ("text", "x")]);
    assert!(file.starts_with("HTTP/1.1 422") && file.contains("Write the name of one file"), "{file}");
    let parts = post(&house, &format!("{page}/parts"), &[("parts", "roof"), ("parts", "redirect")]);
    assert!(parts.starts_with("HTTP/1.1 303"), "what nobody knows is left aside: {parts}");
    let long = "a".repeat(70_000);
    let answer = post(&house, &format!("{page}/files"), &[("path", "long.txt"), ("text", &long)]);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let unknown = get(house.address, "/demonstration/names?name=bakery.co.uk");
    assert!(unknown.contains("No firm of the made-up city has this name"), "{unknown}");
    assert!(get(house.address, "/demonstration/names/bakery.co.uk").starts_with("HTTP/1.1 404"));
}

#[test]
fn in_a_real_centre_there_is_no_panel() {
    let scratch = Scratch::new();
    let house = open(&scratch.path("data"), &[]);
    let page = format!("/demonstration/names/{}", a_beginner());
    assert!(get(house.address, "/demonstration/names").starts_with("HTTP/1.1 404"));
    assert!(get(house.address, &page).starts_with("HTTP/1.1 404"));
    for act in ["records", "records/remove", "files", "files/remove", "parts", "back"] {
        let answer =
            post(&house, &format!("{page}/{act}"), &[("kind", "TXT"), ("name", "@"), ("value", "x")]);
        assert!(answer.starts_with("HTTP/1.1 404"), "{act}: {answer}");
    }
}

#[test]
fn a_public_look_in_the_demonstration_comes_to_the_website_too() {
    let scratch = Scratch::new();
    let (house, _) = demonstration(&scratch);
    let name = a_beginner();
    let page = format!("/demonstration/names/{name}");
    post(
        &house,
        &format!("{page}/parts"),
        &[("parts", "rented"), ("parts", "answering"), ("parts", "encryption")],
    );
    let began = post(&house, "/check", &[("domain", &name)]);
    let look =
        began.lines().find_map(|line| line.strip_prefix("location: ")).expect("a look is begun").trim();
    let told = std::iter::repeat_with(|| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        get(house.address, look)
    });
    let told = told.take(200).find(|page| page.contains("What we saw for")).expect("the look ends");
    assert!(told.contains("https://") && told.contains(&format!("http://{name} shows a page")), "{told}");
}
