//! What exists in a demonstration and nowhere else.

use centre::roles::Role;

use crate::house::House;

#[tokio::test]
async fn outside_a_demonstration_there_is_no_such_address() {
    let house = House::open().await;
    house.account(Role::Manager, "pat@centre.example").await;
    house.firm("The Corner Shop", "sam@shop.example").await;
    let letter = house.letters().await[0].id;
    let mut browser = house.visitor();
    for path in ["/demonstration", "/demonstration/post", &format!("/demonstration/post/{letter}")] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    let page = browser.post("/demonstration/sign-in", &[("role", "manager")]).await;
    assert_eq!(page.status, 404);
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn one_click_walks_in_as_anybody() {
    let house = House::open_demonstration().await;
    house.account(Role::Manager, "pat@centre.example").await;
    house.account(Role::Analyst, "kim@centre.example").await;
    house.firm("The Corner Shop", "sam@shop.example").await;
    let mut browser = house.visitor();
    let page = browser.get("/demonstration").await;
    let buttons: Vec<String> = page.forms().iter().flat_map(|f| f.buttons.clone()).map(|b| b.0).collect();
    assert_eq!(buttons, ["Member contact", "Analyst", "Manager"]);
    browser.submit(&page, "Manager", &[]).await;
    assert!(browser.get("/staff").await.text().contains("Signed in as Pat Manager"));
    let page = browser.get("/demonstration").await;
    browser.submit(&page, "Member contact", &[]).await;
    assert!(browser.get("/account").await.text().contains("Signed in as Sam Owner"));
    assert_eq!(browser.get("/staff").await.status, 404);
}

#[tokio::test]
async fn the_post_shows_what_would_have_been_sent() {
    let house = House::open_demonstration().await;
    house.firm("The Corner Shop", "sam@shop.example").await;
    // The letters of joining are older, so that the newest is the one with the code.
    house.wait(jiff::SignedDuration::from_secs(1));
    let mut browser = house.visitor();
    let page = browser.get("/sign-in").await;
    let code_page = browser.submit(&page, "Send me a code", &[("email", "sam@shop.example")]).await;
    let post = browser.get("/demonstration/post").await;
    assert!(post.text().contains("Your sign-in To sam@shop.example"), "{}", post.text());
    let href = post.links().into_iter().find(|l| l.starts_with("/demonstration/post/")).unwrap();
    let letter = browser.get(&href).await;
    let text = letter.text();
    let code = text.split("your code is ").nth(1).unwrap()[..9].to_owned();
    assert!(letter.links().iter().any(|l| l == crate::house::ORIGIN), "{:?}", letter.links());
    let page = browser.submit(&code_page, "Sign in", &[("code", &code)]).await;
    assert_eq!(page.address, "/firm");
    assert_eq!(browser.get("/demonstration/post/00000000000000000000000000000000").await.status, 404);
}
