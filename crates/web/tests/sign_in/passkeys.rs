//! Passkeys, with a device made of software that does as the test wants.

use axum::http::Method;
use centre::roles::Role;
use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::Factors;

use crate::house::{Browser, House, ORIGIN, SeenPage};

/// User present, user verified, credential data attached (WebAuthn level 3, 6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTACHED: u8 = 0x40;

/// A device with one key.
#[derive(Clone)]
struct Device {
    key: SigningKey,
    id: Vec<u8>,
    user: Vec<u8>,
    counter: u32,
    origin: String,
    verifies: bool,
}

impl Device {
    fn new(seed: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            id: vec![seed; 16],
            user: vec![],
            counter: 1,
            origin: ORIGIN.to_owned(),
            verifies: true,
        }
    }

    fn flags(&self) -> u8 {
        if self.verifies { PRESENT | VERIFIED } else { PRESENT }
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        let data = json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false});
        serde_json::to_vec(&data).unwrap()
    }

    /// Authenticator data up to the counter.
    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(b"localhost").to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn create(&mut self, options: &Value) -> String {
        let options = &options["publicKey"];
        self.user = BASE64URL_NOPAD.decode(options["user"]["id"].as_str().unwrap().as_bytes()).unwrap();
        let point = self.key.verifying_key().to_sec1_point(false);
        let mut data = self.data(self.flags() | ATTACHED);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        // COSE key: {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9053, 7.1.1).
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().unwrap());
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().unwrap());
        // {"fmt": "none", "attStmt": {}, "authData": bytes}
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt");
        object.push(0x64);
        object.extend(b"none");
        object.push(0x67);
        object.extend(b"attStmt");
        object.extend([0xa0, 0x68]);
        object.extend(b"authData");
        object.push(0x58);
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(&data);
        let client = self.client_data("webauthn.create", &options["challenge"]);
        self.credential(json!({
            "clientDataJSON": BASE64URL_NOPAD.encode(&client),
            "attestationObject": BASE64URL_NOPAD.encode(&object),
            "transports": [],
        }))
    }

    fn get(&mut self, options: &Value) -> String {
        self.counter += 1;
        let client = self.client_data("webauthn.get", &options["publicKey"]["challenge"]);
        let data = self.data(self.flags());
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        self.credential(json!({
            "clientDataJSON": BASE64URL_NOPAD.encode(&client),
            "authenticatorData": BASE64URL_NOPAD.encode(&data),
            "signature": BASE64URL_NOPAD.encode(signature.to_der().as_bytes()),
            "userHandle": BASE64URL_NOPAD.encode(&self.user),
        }))
    }

    fn credential(&self, response: Value) -> String {
        let id = BASE64URL_NOPAD.encode(&self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {}})
            .to_string()
    }
}

/// Asks as the page's script does.
async fn begin(browser: &mut Browser, path: &str) -> Value {
    let token = browser.form_token().unwrap_or_default();
    let body = format!("form_token={token}").into_bytes();
    let answer = browser.clone().ask(Method::POST, path, &[("accept", "application/json")], Some(body)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

async fn add(browser: &mut Browser, device: &mut Device) -> SeenPage {
    browser.get("/account").await;
    let begun = begin(browser, "/account/passkeys/begin").await;
    let credential = device.create(&begun["options"]);
    let fields =
        [("token", begun["token"].as_str().unwrap()), ("credential", &credential), ("name", "My phone")];
    browser.post("/account/passkeys", &fields).await
}

async fn come_in(browser: &mut Browser, device: &mut Device) -> SeenPage {
    browser.get("/sign-in?then=%2Faccount").await;
    let begun = begin(browser, "/sign-in/passkey/begin").await;
    let credential = device.get(&begun["options"]);
    show(browser, begun["token"].as_str().unwrap(), &credential).await
}

async fn show(browser: &mut Browser, token: &str, credential: &str) -> SeenPage {
    let fields = [("token", token), ("credential", credential), ("then", "/account")];
    browser.post("/sign-in/passkey", &fields).await
}

async fn member_with_passkey(house: &House) -> (Browser, Device) {
    let (_, mut browser) = house.member("The Corner Shop", "sam@shop.example").await;
    let mut device = Device::new(7);
    let page = add(&mut browser, &mut device).await;
    assert!(page.text().contains("My phone Added on 21 November 2026."), "{}", page.text());
    (browser, device)
}

#[tokio::test]
async fn a_member_adds_a_passkey_and_comes_in_with_it() {
    let house = House::open().await;
    let (_, mut device) = member_with_passkey(&house).await;
    let mut other = house.visitor();
    let page = come_in(&mut other, &mut device).await;
    assert_eq!(page.address, "/account", "{}", page.text());
    assert!(page.text().contains("Last used on 21 November 2026."), "{}", page.text());
}

#[tokio::test]
async fn the_device_must_check_who_holds_it() {
    let house = House::open().await;
    let (_, mut browser) = house.member("The Corner Shop", "sam@shop.example").await;
    let mut careless = Device { verifies: false, ..Device::new(7) };
    assert_eq!(add(&mut browser, &mut careless).await.status, 422);
    let mut device = Device::new(8);
    add(&mut browser, &mut device).await;
    device.verifies = false;
    assert_eq!(come_in(&mut house.visitor(), &mut device).await.status, 422);
    device.verifies = true;
    assert_eq!(come_in(&mut house.visitor(), &mut device).await.address, "/account");
}

#[tokio::test]
async fn an_origin_that_only_looks_like_ours_is_refused() {
    let house = House::open().await;
    let (_, device) = member_with_passkey(&house).await;
    for origin in [
        "http://evil.example",
        "https://localhost:8080",
        "http://localhost:8081",
        "http://localhost",
        "http://sub.localhost:8080",
        "http://notlocalhost:8080",
        "http://localhost:8080.evil.example",
    ] {
        let mut tricked = Device { origin: origin.to_owned(), ..device.clone() };
        let mut browser = house.visitor();
        assert_eq!(come_in(&mut browser, &mut tricked).await.status, 422, "{origin}");
        assert!(browser.cookies.is_empty());
    }
}

#[tokio::test]
async fn an_answer_counts_once_and_for_its_own_question() {
    let house = House::open().await;
    let (_, mut device) = member_with_passkey(&house).await;
    let mut browser = house.visitor();
    browser.get("/sign-in").await;
    let begun = begin(&mut browser, "/sign-in/passkey/begin").await;
    let other = begin(&mut browser, "/sign-in/passkey/begin").await;
    let credential = device.get(&begun["options"]);
    assert_eq!(show(&mut browser, other["token"].as_str().unwrap(), &credential).await.status, 422);
    let token = begun["token"].as_str().unwrap();
    assert_eq!(show(&mut browser, token, &credential).await.address, "/account");
    let mut second = house.visitor();
    assert_eq!(show(&mut second, token, &credential).await.status, 422);
    assert_eq!(show(&mut second, token, "nonsense").await.status, 422);
}

#[tokio::test]
async fn a_copied_device_gives_itself_away() {
    let house = House::open().await;
    let (_, mut device) = member_with_passkey(&house).await;
    let mut copy = device.clone();
    assert_eq!(come_in(&mut house.visitor(), &mut device).await.address, "/account");
    assert_eq!(come_in(&mut house.visitor(), &mut copy).await.status, 422);
}

#[tokio::test]
async fn a_passkey_signs_in_for_its_owner_and_nobody_else() {
    let house = House::open().await;
    let (_, mut device) = member_with_passkey(&house).await;
    let other = house.firm("Corner Cabs", "kim@cabs.example").await;
    device.user = other.person.0.as_bytes().to_vec();
    assert_eq!(come_in(&mut house.visitor(), &mut device).await.status, 422);
    let mut stranger = Device { user: other.person.0.as_bytes().to_vec(), ..Device::new(9) };
    assert_eq!(come_in(&mut house.visitor(), &mut stranger).await.status, 422);
}

#[tokio::test]
async fn a_passkey_that_was_removed_opens_nothing() {
    let house = House::open().await;
    let (mut browser, mut device) = member_with_passkey(&house).await;
    let page = browser.get("/account").await;
    let action = page.forms().iter().map(|f| f.action.clone()).find(|a| a.ends_with("/remove")).unwrap();
    let (_, mut stranger) = house.member("Corner Cabs", "kim@cabs.example").await;
    stranger.get("/account").await;
    assert_eq!(stranger.post(&action, &[]).await.status, 404);
    let page = browser.submit(&page, &action, &[]).await;
    assert!(page.text().contains("You have none yet."), "{}", page.text());
    assert_eq!(come_in(&mut house.visitor(), &mut device).await.status, 422);
}

#[tokio::test]
async fn staff_set_up_with_a_passkey_and_it_is_two_factors() {
    let house = House::open().await;
    let (_, link) = house.account(Role::Manager, "pat@centre.example").await;
    let mut browser = house.visitor();
    let page = browser.get(&format!("/set-up/{}", link.reveal())).await;
    browser.submit(&page, "Start", &[]).await;
    let begun = begin(&mut browser, "/sign-in/first/passkey/begin").await;
    let mut device = Device::new(5);
    let credential = device.create(&begun["options"]);
    assert_eq!(begun["options"]["publicKey"]["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(begun["options"]["publicKey"]["authenticatorSelection"]["userVerification"], "required");
    let fields = [("token", begun["token"].as_str().unwrap()), ("credential", &credential), ("name", "")];
    browser.post("/sign-in/first/passkey", &fields).await;
    assert_eq!(browser.get("/staff").await.status, 200);
    let page = browser.get("/account").await;
    let action = page.forms().iter().map(|f| f.action.clone()).find(|a| a.ends_with("/remove")).unwrap();
    let page = browser.submit(&page, &action, &[]).await;
    assert_eq!(page.status, 422, "the only way in stays");
}

#[tokio::test]
async fn adding_a_passkey_asks_for_proof_after_ten_minutes_and_ends_other_sessions() {
    let house = House::open().await;
    let (firm, mut browser) = house.member("The Corner Shop", "sam@shop.example").await;
    let mut elsewhere = house.browser_with(firm.person, Factors::Email).await;
    browser.get("/account").await;
    house.wait(jiff::SignedDuration::from_mins(11));
    browser.follows = false;
    let page = browser.post("/account/passkeys/begin", &[]).await;
    assert_eq!(page.header("location"), "/sign-in?then=%2Faccount");
    let mut fresh = house.browser_for(firm.person).await;
    add(&mut fresh, &mut Device::new(4)).await;
    assert!(elsewhere.get("/account").await.address.starts_with("/sign-in"));
}

#[tokio::test]
async fn under_a_number_of_the_net_there_are_no_passkeys() {
    let house = House::open_with(|facts| facts.origin = "http://127.0.0.1:8080".to_owned()).await;
    let mut browser = house.visitor();
    let page = browser.get("/sign-in").await;
    assert!(!page.body.contains("data-passkey"), "{}", page.body);
    assert_eq!(browser.post("/sign-in/passkey/begin", &[]).await.status, 404);
}
