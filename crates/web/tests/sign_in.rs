//! Saying who one is: every way in, and every way that must stay shut.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use house::House;

#[tokio::test]
async fn a_house_of_the_tests_is_ready() {
    let house = House::open().await;
    let page = house.visitor().get("/readyz").await;
    assert_eq!(page.status, 200, "{}", page.body);
}
