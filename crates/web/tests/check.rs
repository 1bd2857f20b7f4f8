//! Check my business: from what people paste to four promises, and nothing kept.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use std::sync::Arc;

use checkup::Record;
use house::{Browser, House, SeenPage, over};
use jiff::SignedDuration;
use tokio::sync::Semaphore;
use web::App;
use web::pages::check::looks::{Looks, MOST_LOOKS, MOST_UNDER_WAY, REMEMBERED};
use web::ports::{Later, Look, LookAtDomain};

/// A firm's name as a beginner has it: mail by a known company, no list of senders, no rule.
fn a_bakery(house: &House) {
    let name = |text: &str| checkup::RecordName::parse(text).unwrap();
    house.look.has(
        "bakery.example",
        &[
            Record::A("192.0.2.10".parse().unwrap()),
            Record::Ns(name("ns1.host.example")),
            Record::Ns(name("ns2.host.example")),
            Record::Mx { preference: 10, host: name("mail.bakery.example") },
        ],
    );
    house.look.has("mail.bakery.example", &[Record::A("192.0.2.11".parse().unwrap())]);
    house.look.has("ns1.host.example", &[Record::A("192.0.2.53".parse().unwrap())]);
    house.look.has("ns2.host.example", &[Record::A("198.51.100.53".parse().unwrap())]);
}

async fn result(browser: &mut Browser, typed: &str) -> SeenPage {
    let page = browser.post("/check", &[("domain", typed)]).await;
    over(browser, page).await
}

#[tokio::test]
async fn a_name_becomes_four_promises_and_one_next_thing() {
    let house = House::open().await;
    a_bakery(&house);
    let before = house.newest_entry().await;
    let page = result(&mut house.visitor(), "bakery.example").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.body.matches("class=\"wh-promise ").count(), 4);
    assert_eq!(page.body.matches("class=\"wh-next\"").count(), 1);
    let text = page.text();
    assert!(text.contains("You do not tell others to refuse forged mail"), "{text}");
    assert!(text.contains("Who can do it"), "{text}");
    assert!(text.contains("About 10 minutes"), "{text}");
    assert!(text.contains("v=DMARC1"), "{text}");
    assert!(text.contains("192.0.2.53:53"), "the server stands in the technical part: {text}");
    assert!(text.contains("Could not check"), "{text}");
    assert_eq!(house.newest_entry().await, before, "nothing of a public look is kept");
}

#[tokio::test]
async fn whatever_is_pasted_the_same_name_is_looked_at() {
    let house = House::open().await;
    a_bakery(&house);
    for typed in ["https://www.Bakery.example/shop?x=1", "anna@bakery.example", " bakery.example. "] {
        let page = result(&mut house.visitor(), typed).await;
        assert!(page.text().contains("What we saw for bakery.example"), "{typed}: {}", page.text());
    }
    let page = result(&mut house.visitor(), "bücher.example").await;
    assert!(page.text().contains("What we saw for bücher.example"), "{}", page.text());
    assert!(page.text().contains("Your name does not exist on the internet"), "{}", page.text());
}

#[tokio::test]
async fn what_is_no_name_is_told_beside_the_field_and_stays_typed() {
    let house = House::open().await;
    for (typed, told) in [
        ("", "Type your web name or e-mail address"),
        ("bakery", "A web name has a dot in it"),
        ("192.0.2.1", "That is a number"),
        ("bak ery.example", "cannot have those signs"),
        ("co.uk", "just the end of a web name"),
        ("<script>alert(1)</script>.example", "cannot have those signs"),
    ] {
        let page = house.visitor().post("/check", &[("domain", typed)]).await;
        assert_eq!(page.status, 422, "{typed}");
        assert!(page.text().contains(told), "{typed}: {}", page.text());
        assert!(page.body.contains("<title>Error: "), "{typed}");
        assert!(!page.body.contains("<script>alert"), "{typed}");
        assert!(page.form("/check").fields.contains(&("domain".to_owned(), typed.to_owned())), "{typed}");
    }
}

#[tokio::test]
async fn a_silent_name_server_is_never_good() {
    let house = House::open().await;
    house.look.falls_silent();
    let page = result(&mut house.visitor(), "bakery.example").await;
    let text = page.text();
    assert!(!text.contains(" Kept "), "{text}");
    assert!(text.contains("What we could not see"), "{text}");
}

#[tokio::test]
async fn a_look_is_forgotten_after_half_an_hour() {
    let house = House::open().await;
    a_bakery(&house);
    let mut visitor = house.visitor();
    let page = result(&mut visitor, "bakery.example").await;
    house.wait(REMEMBERED - SignedDuration::from_secs(1));
    assert_eq!(visitor.get(&page.address).await.status, 200);
    house.wait(SignedDuration::from_secs(1));
    assert_eq!(visitor.get(&page.address).await.status, 404);
}

#[tokio::test]
async fn an_address_that_was_never_given_finds_nothing() {
    let house = House::open().await;
    for id in ["0", "00000000000000000000000000000000", "zz", "+0000000000000000000000000000001"] {
        for path in [format!("/check/looks/{id}"), format!("/check/looks/{id}/live")] {
            assert_eq!(house.visitor().get(&path).await.status, 404, "{path}");
        }
    }
}

/// A look that waits until it is let go.
struct Waits(Arc<Semaphore>, Arc<dyn LookAtDomain>);

impl LookAtDomain for Waits {
    fn look<'a>(&'a self, domain: &'a terms::DomainName, level: checkup::Level) -> Later<'a, Look> {
        Box::pin(async move {
            self.0.acquire().await.unwrap().forget();
            self.1.look(domain, level).await
        })
    }
}

/// The same house, but looks end only when they are let go.
fn slow(house: &House) -> (Arc<Semaphore>, axum::Router) {
    let gate = Arc::new(Semaphore::new(0));
    let app = Arc::new(App {
        store: house.app.store.clone(),
        region: house.app.region.clone(),
        guide: house.app.guide.clone(),
        board: Default::default(),
        desk: house.app.desk.clone(),
        inert: house.app.inert.clone(),
        examine: house.app.examine.clone(),
        facts: house.app.facts.clone(),
        clock: house.app.clock.clone(),
        chance: house.app.chance.clone(),
        look: Arc::new(Waits(gate.clone(), house.look.clone())),
        proofs: house.app.proofs.clone(),
        lookalikes: house.app.lookalikes.clone(),
        searches: Default::default(),
        provider: house.app.provider.clone(),
        looks: Looks::default(),
        counter: Default::default(),
        stage: None,
        readiness: house.app.readiness.clone(),
    });
    (gate, web::routes::site(app).open())
}

#[tokio::test]
async fn a_look_under_way_asks_again_without_script_and_tells_its_end_by_events() {
    let house = House::open().await;
    a_bakery(&house);
    let (gate, router) = slow(&house);
    let mut visitor = house.visitor();
    visitor.walks_through(router);
    let page = visitor.post("/check", &[("domain", "bakery.example")]).await;
    assert_eq!(page.header("refresh"), "3");
    assert!(page.text().contains("We look at bakery.example"), "{}", page.text());
    let live = format!("{}/live", page.address);
    assert!(page.body.contains(&format!("data-live=\"{live}\"")), "{}", page.body);
    let mut other = visitor.clone();
    let events = tokio::spawn(async move { other.get(&live).await });
    tokio::task::yield_now().await;
    gate.add_permits(1);
    let events = events.await.unwrap();
    assert_eq!(events.header("content-type"), "text/event-stream");
    assert!(events.body.contains("event: progress\n"), "{}", events.body);
    assert!(events.body.contains("event: done\n"), "{}", events.body);
    assert!(events.body.contains(&format!("{{\"href\":\"{}\"}}", page.address)), "{}", events.body);
    let page = visitor.get(&page.address).await;
    assert_eq!(page.header("refresh"), "");
    assert!(page.text().contains("What we saw for bakery.example"), "{}", page.text());
}

#[tokio::test]
async fn so_many_looks_are_under_way_and_one_more_is_asked_to_come_back() {
    let house = House::open().await;
    let (gate, router) = slow(&house);
    // Each with a network of its own, so that nobody is slowed down.
    let ask = || {
        let mut visitor = house.visitor();
        visitor.walks_through(router.clone());
        visitor
    };
    for number in 0..MOST_UNDER_WAY {
        let page = ask().post("/check", &[("domain", &format!("firm{number}.example"))]).await;
        assert_eq!(page.status, 200, "{number}");
    }
    let page = ask().post("/check", &[("domain", "late.example")]).await;
    assert_eq!(page.status, 503);
    gate.add_permits(1);
    for _ in 0..200 {
        let page = ask().post("/check", &[("domain", "late.example")]).await;
        if page.status == 200 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("the place that became free was not given");
}

#[tokio::test]
async fn so_many_looks_are_remembered_and_one_more_takes_the_place_of_the_oldest() {
    let house = House::open().await;
    let first = result(&mut house.visitor(), "firm.example").await;
    house.wait(SignedDuration::from_secs(1));
    for number in 1..MOST_LOOKS - 1 {
        result(&mut house.visitor(), &format!("firm{number}.example")).await;
    }
    assert_eq!(house.visitor().get(&first.address).await.status, 200);
    result(&mut house.visitor(), "last.example").await;
    result(&mut house.visitor(), "one-more.example").await;
    assert_eq!(house.visitor().get(&first.address).await.status, 404);
}
