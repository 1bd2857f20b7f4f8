//! Serves the house of the tests on loopback, with one member inside, to look at pages while
//! they are being made: `cargo run -p web --example house -- 8080`, then `/enter`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a workshop, not the house"
)]

#[path = "../tests/house/mod.rs"]
mod house;

use std::net::SocketAddr;

use axum::http::header;
use axum::response::Redirect;
use axum::routing::get;
use checkup::{Record, RecordName};
use house::House;
use jiff::SignedDuration;

fn name(text: &str) -> RecordName {
    RecordName::parse(text).unwrap()
}

fn a_beginner(house: &House, domain: &str) {
    let mail = format!("mail.{domain}");
    let records = [
        Record::A("192.0.2.10".parse().unwrap()),
        Record::Ns(name("ns1.host.example")),
        Record::Ns(name("ns2.host.example")),
        Record::Mx { preference: 10, host: name(&mail) },
    ];
    house.look.has(domain, &records);
    house.look.has(&mail, &[Record::A("192.0.2.11".parse().unwrap())]);
    house.look.has("ns1.host.example", &[Record::A("192.0.2.53".parse().unwrap())]);
    house.look.has("ns2.host.example", &[Record::A("198.51.100.53".parse().unwrap())]);
}

#[tokio::main]
async fn main() {
    let port: u16 = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(0);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let house = House::open_with(|facts| facts.origin = origin.clone()).await;
    a_beginner(&house, "bakery.example");
    let firm = house.firm_with("Anna's Bakery", "anna@bakery.example", Some("bakery.example")).await;
    let mut anna = house.browser_for(firm.person).await;
    let asset = house.app.store.assets_of(firm.organisation).await.unwrap()[0].id;
    for day in 0..4 {
        if day == 2 {
            house.look.has_texts("_dmarc.bakery.example", &["v=DMARC1; p=none; rua=mailto:a@bakery.example"]);
        }
        anna.get(&format!("/firm/domains/{asset}")).await;
        anna.post(&format!("/firm/domains/{asset}/look"), &[]).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        house.wait(SignedDuration::from_hours(20));
        anna = house.browser_for(firm.person).await;
    }
    house.contact_of(&firm, "Bo Helper", "bo@bakery.example").await;
    let cookie =
        format!("{}={}; Path=/; Max-Age=86400", house.cookie_name(), anna.cookies[house.cookie_name()]);
    let enter = get(|| async move { ([(header::SET_COOKIE, cookie)], Redirect::to("/firm")) });
    let router =
        web::routes::site(house.app.clone()).open().merge(axum::Router::new().route("/enter", enter));
    println!("{origin}/enter   one domain: {origin}/firm/domains/{asset}");
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
}
