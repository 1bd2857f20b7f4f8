//! Names as tests have them, and looks at them.

use checkup::{Record, RecordName};

use super::{Browser, House, SeenPage};

fn name(text: &str) -> RecordName {
    RecordName::parse(text).unwrap()
}

/// A name with mail, and none of the rules that protect it.
pub fn a_beginner(house: &House, domain: &str) {
    let mail = format!("mail.{domain}");
    house.look.has(
        domain,
        &[
            Record::A("192.0.2.10".parse().unwrap()),
            Record::Ns(name("ns1.host.example")),
            Record::Ns(name("ns2.host.example")),
            Record::Mx { preference: 10, host: name(&mail) },
        ],
    );
    house.look.has(&mail, &[Record::A("192.0.2.11".parse().unwrap())]);
    house.look.has("ns1.host.example", &[Record::A("192.0.2.53".parse().unwrap())]);
    house.look.has("ns2.host.example", &[Record::A("198.51.100.53".parse().unwrap())]);
}

/// The owner pastes the line for forged mail.
pub fn pastes_the_rule(house: &House, domain: &str) {
    let rule = format!("v=DMARC1; p=none; rua=mailto:dmarc-reports@{domain}");
    house.look.has_texts(&format!("_dmarc.{domain}"), &[&rule]);
}

/// Asks again until the look is over, as a browser without script does.
pub async fn over(browser: &mut Browser, mut page: SeenPage) -> SeenPage {
    for _ in 0..500 {
        if page.header("refresh").is_empty() {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        let address = page.address.clone();
        page = browser.get(&address).await;
    }
    panic!("the look never ended");
}
