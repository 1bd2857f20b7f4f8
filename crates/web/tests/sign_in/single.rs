//! Single sign-on with a provider that lies in every way we know.

use centre::ledger::Actor;
use centre::roles::Role;
use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use terms::PersonId;
use url::Url;
use web::SignOn;

use crate::house::{Browser, House, SeenPage};

const ISSUER: &str = "https://id.example";
const SUBJECT: &str = "248289761001";

fn sign_on() -> SignOn {
    SignOn {
        name: "City Sign-in".to_owned(),
        issuer: ISSUER.to_owned(),
        client_id: "watchhouse".to_owned(),
        client_secret: "hush".to_owned(),
        always_two_factors: false,
    }
}

async fn house() -> House {
    let house = House::open_with(|facts| facts.sign_on = Some(sign_on())).await;
    house.provider.answers(&format!("{ISSUER}/.well-known/openid-configuration"), &configuration());
    house.provider.answers(&format!("{ISSUER}/keys"), &json!({"keys": [public(&key(1), "one")]}));
    house
}

fn configuration() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": format!("{ISSUER}/authorize"),
        "token_endpoint": format!("{ISSUER}/token"),
        "jwks_uri": format!("{ISSUER}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    })
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

fn public(key: &SigningKey, id: &str) -> Value {
    let point = key.verifying_key().to_sec1_point(false);
    let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
    json!({
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": id,
        "x": text(point.x().unwrap()), "y": text(point.y().unwrap()),
    })
}

fn signed(head: &Value, claims: &Value, key: &SigningKey) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let text = format!("{}.{}", part(head), part(claims));
    let signature: Signature = key.sign(text.as_bytes());
    format!("{text}.{}", BASE64URL_NOPAD.encode(&signature.to_bytes()))
}

/// What the browser took to the provider.
struct Asked {
    state: String,
    nonce: String,
    challenge: String,
}

/// Leaves for the provider from a page, by its button.
async fn leave(browser: &mut Browser, page: &SeenPage, button: &str) -> Asked {
    let away = browser.submit(page, button, &[]).await;
    assert_eq!(away.status, 200, "{}", away.text());
    let there = away.links().into_iter().find(|l| l.starts_with(ISSUER)).unwrap();
    let there = Url::parse(&there).unwrap();
    let said = |wanted: &str| {
        there.query_pairs().find(|(name, _)| name == wanted).map(|(_, v)| v.into_owned()).unwrap()
    };
    assert_eq!(said("redirect_uri"), "http://localhost:8080/sign-in/single/back");
    assert_eq!(said("response_type"), "code");
    assert_eq!(said("code_challenge_method"), "S256");
    assert_eq!(said("scope"), "openid");
    Asked { state: said("state"), nonce: said("nonce"), challenge: said("code_challenge") }
}

fn claims(house: &House, asked: &Asked) -> Value {
    let now = house.now().as_second();
    json!({
        "iss": ISSUER, "aud": "watchhouse", "sub": SUBJECT, "nonce": asked.nonce,
        "iat": now, "exp": now + 300, "amr": ["pwd", "otp", "mfa"],
    })
}

fn answer_with(house: &House, token: &str) {
    let address = format!("{ISSUER}/token");
    house.provider.forgets(&address);
    let answer = json!({"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": token});
    house.provider.answers(&address, &answer);
}

async fn back(browser: &mut Browser, state: &str) -> SeenPage {
    browser.get(&format!("/sign-in/single/back?code=abc&state={state}")).await
}

/// An account whose identity is linked already.
async fn linked(house: &House) -> PersonId {
    let (id, _) = house.account(Role::Manager, "pat@centre.example").await;
    let by = Actor::Person(id);
    house.app.store.link_identity(id, ISSUER, SUBJECT, &by, house.now()).await.unwrap();
    id
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/staff").await.address == "/staff"
}

#[tokio::test]
async fn somebody_whose_identity_is_linked_comes_in() {
    let house = house().await;
    linked(&house).await;
    let mut browser = house.visitor();
    let page = browser.get("/sign-in/staff?then=%2Faccount").await;
    let asked = leave(&mut browser, &page, "Sign in with City Sign-in").await;
    answer_with(&house, &signed(&json!({"alg": "ES256", "kid": "one"}), &claims(&house, &asked), &key(1)));
    let page = back(&mut browser, &asked.state).await;
    assert_eq!(page.address, "/account", "{}", page.text());
    assert!(page.text().contains("With your organisation's sign-in."), "{}", page.text());
    // The proof key of the code exchange is the one whose image went ahead (RFC 7636).
    let requests = house.provider.asked.lock().unwrap();
    let request = requests.iter().find(|r| r.address.ends_with("/token")).unwrap();
    let mut fields = url::form_urlencoded::parse(&request.body);
    let verifier = fields.find(|(name, _)| name == "code_verifier").unwrap().1.into_owned();
    assert_eq!(BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes())), asked.challenge);
}

#[tokio::test]
async fn no_lie_of_a_provider_lets_anybody_in() {
    let house = house().await;
    linked(&house).await;
    let head = json!({"alg": "ES256", "kid": "one"});
    type Lie = (&'static str, fn(&House, &mut Value));
    let lies: [Lie; 14] = [
        ("another issuer", |_, c| c["iss"] = "https://evil.example".into()),
        ("an issuer that looks like ours", |_, c| c["iss"] = "https://id.example.evil.example".into()),
        ("an issuer with a slash", |_, c| c["iss"] = "https://id.example/".into()),
        ("another audience", |_, c| c["aud"] = "somebody-else".into()),
        ("one audience too many", |_, c| c["aud"] = json!(["watchhouse", "somebody-else"])),
        ("no audience", |_, c| c["aud"] = Value::Null),
        ("a time that is over", |h, c| c["exp"] = (h.now().as_second() - 1).into()),
        ("no end", |_, c| c["exp"] = Value::Null),
        ("another nonce", |_, c| c["nonce"] = "another".into()),
        ("no nonce", |_, c| c["nonce"] = Value::Null),
        ("another subject", |_, c| c["sub"] = "another".into()),
        ("no subject", |_, c| c["sub"] = Value::Null),
        ("one factor", |_, c| c["amr"] = json!(["pwd"])),
        ("no factor, but our address", |_, c| {
            c["amr"] = Value::Null;
            c["sub"] = "another".into();
            c["email"] = "pat@centre.example".into();
            c["email_verified"] = false.into();
        }),
    ];
    for (what, lie) in lies {
        let mut browser = house.visitor();
        let page = browser.get("/sign-in/staff").await;
        let asked = leave(&mut browser, &page, "Sign in with City Sign-in").await;
        let mut said = claims(&house, &asked);
        lie(&house, &mut said);
        answer_with(&house, &signed(&head, &said, &key(1)));
        let page = back(&mut browser, &asked.state).await;
        assert_eq!(page.status, 422, "{what}");
        assert!(page.text().contains("Signing in with your organisation did not work."), "{what}");
        assert!(!is_in(&mut browser).await, "{what}");
    }
}

#[tokio::test]
async fn no_signature_but_the_providers_own_counts() {
    let house = house().await;
    linked(&house).await;
    let none = |claims: &Value| {
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        format!("{}.{}.", part(&json!({"alg": "none"})), part(claims))
    };
    type Forgery = Box<dyn Fn(&Value) -> String>;
    let forgeries: [(&str, Forgery); 5] = [
        ("no signature", Box::new(none)),
        (
            "another key under the same name",
            Box::new(|c| signed(&json!({"alg": "ES256", "kid": "one"}), c, &key(2))),
        ),
        (
            "a key that is not listed",
            Box::new(|c| signed(&json!({"alg": "ES256", "kid": "two"}), c, &key(2))),
        ),
        (
            "the algorithm of a shared secret",
            Box::new(|c| signed(&json!({"alg": "HS256", "kid": "one"}), c, &key(1))),
        ),
        (
            "claims changed after signing",
            Box::new(|c| {
                let token = signed(&json!({"alg": "ES256", "kid": "one"}), c, &key(1));
                let parts: Vec<&str> = token.split('.').collect();
                let mut changed = c.clone();
                changed["amr"] = json!(["mfa", "more"]);
                format!(
                    "{}.{}.{}",
                    parts[0],
                    BASE64URL_NOPAD.encode(changed.to_string().as_bytes()),
                    parts[2]
                )
            }),
        ),
    ];
    for (what, forge) in forgeries {
        let mut browser = house.visitor();
        let page = browser.get("/sign-in/staff").await;
        let asked = leave(&mut browser, &page, "Sign in with City Sign-in").await;
        answer_with(&house, &forge(&claims(&house, &asked)));
        assert_eq!(back(&mut browser, &asked.state).await.status, 422, "{what}");
        assert!(!is_in(&mut browser).await, "{what}");
    }
}

#[tokio::test]
async fn an_answer_belongs_to_the_browser_that_asked_and_counts_once() {
    let house = house().await;
    linked(&house).await;
    let mut browser = house.visitor();
    let page = browser.get("/sign-in/staff").await;
    let asked = leave(&mut browser, &page, "Sign in with City Sign-in").await;
    answer_with(&house, &signed(&json!({"alg": "ES256", "kid": "one"}), &claims(&house, &asked), &key(1)));

    // Somebody else's browser, with an attacker's answer (log-in forgery).
    let mut victim = house.visitor();
    assert_eq!(back(&mut victim, &asked.state).await.status, 422);
    assert!(!is_in(&mut victim).await);

    for query in ["", "?code=abc", "?state=abc", "?error=access_denied&state=abc", "?code=a&code=b&state=c"] {
        let page = browser.get(&format!("/sign-in/single/back{query}")).await;
        assert_eq!(page.status, 422, "{query}");
    }
    let mixed = format!("/sign-in/single/back?code=abc&state={}&iss=https://evil.example", asked.state);
    assert_eq!(browser.get(&mixed).await.status, 422);
    let mut again = browser.clone();
    back(&mut browser, &asked.state).await;
    assert!(is_in(&mut browser).await);
    assert_eq!(back(&mut again, &asked.state).await.status, 422);
}

#[tokio::test]
async fn whoever_is_revoked_does_not_come_in_by_their_organisation_either() {
    let house = house().await;
    let id = linked(&house).await;
    house.sign_in_as(Role::Manager).await;
    house.app.store.revoke(id, &Actor::CommandLine, house.now()).await.unwrap();
    let mut browser = house.visitor();
    let page = browser.get("/sign-in/staff").await;
    let asked = leave(&mut browser, &page, "Sign in with City Sign-in").await;
    answer_with(&house, &signed(&json!({"alg": "ES256", "kid": "one"}), &claims(&house, &asked), &key(1)));
    assert_eq!(back(&mut browser, &asked.state).await.status, 422);
}

#[tokio::test]
async fn a_set_up_link_links_the_identity_to_its_account() {
    let house = house().await;
    let (_, link) = house.account(Role::Manager, "pat@centre.example").await;
    let mut browser = house.visitor();
    let page = browser.get(&format!("/set-up/{}", link.reveal())).await;
    let page = browser.submit(&page, "Start", &[]).await;
    let asked = leave(&mut browser, &page, "Use City Sign-in").await;
    answer_with(&house, &signed(&json!({"alg": "ES256", "kid": "one"}), &claims(&house, &asked), &key(1)));
    back(&mut browser, &asked.state).await;
    assert!(is_in(&mut browser).await);

    // Nobody takes somebody else's identity over.
    let (_, other) = house.account(Role::Manager, "kim@centre.example").await;
    let mut thief = house.visitor();
    let page = thief.get(&format!("/set-up/{}", other.reveal())).await;
    let page = thief.submit(&page, "Start", &[]).await;
    let asked = leave(&mut thief, &page, "Use City Sign-in").await;
    answer_with(&house, &signed(&json!({"alg": "ES256", "kid": "one"}), &claims(&house, &asked), &key(1)));
    assert_eq!(back(&mut thief, &asked.state).await.status, 422);
}

#[tokio::test]
async fn a_provider_that_is_trusted_with_the_second_factor_need_not_tell() {
    let trusted = SignOn { always_two_factors: true, ..sign_on() };
    let house = House::open_with(|facts| facts.sign_on = Some(trusted)).await;
    house.provider.answers(&format!("{ISSUER}/.well-known/openid-configuration"), &configuration());
    house.provider.answers(&format!("{ISSUER}/keys"), &json!({"keys": [public(&key(1), "one")]}));
    linked(&house).await;
    let mut browser = house.visitor();
    let page = browser.get("/sign-in/staff").await;
    let asked = leave(&mut browser, &page, "Sign in with City Sign-in").await;
    let mut said = claims(&house, &asked);
    said["amr"] = Value::Null;
    answer_with(&house, &signed(&json!({"alg": "ES256", "kid": "one"}), &said, &key(1)));
    back(&mut browser, &asked.state).await;
    assert!(is_in(&mut browser).await);
}

#[tokio::test]
async fn a_provider_that_is_away_or_is_another_is_said_to_be_so() {
    let house = house().await;
    let configured = format!("{ISSUER}/.well-known/openid-configuration");
    let mut browser = house.visitor();
    let page = browser.get("/sign-in/staff").await;
    house.provider.forgets(&configured);
    assert_eq!(browser.submit(&page, "Sign in with City Sign-in", &[]).await.status, 422);
    let mut other = configuration();
    other["issuer"] = "https://evil.example".into();
    house.provider.answers(&configured, &other);
    assert_eq!(browser.submit(&page, "Sign in with City Sign-in", &[]).await.status, 422);
}

#[tokio::test]
async fn a_centre_without_a_provider_has_no_such_door() {
    let house = House::open().await;
    let mut browser = house.visitor();
    assert!(!browser.get("/sign-in/staff").await.body.contains("/sign-in/single"));
    assert_eq!(browser.post("/sign-in/single", &[]).await.status, 404);
    assert_eq!(browser.get("/sign-in/single/back?code=a&state=b").await.status, 404);
}

#[tokio::test]
async fn an_identity_can_be_unlinked_by_its_owner_and_never_as_the_last_way_in() {
    let house = house().await;
    let pat = linked(&house).await;
    let mut browser = house.browser_with(pat, store::Factors::SingleSignOn).await;
    let page = browser.get("/account").await;
    let last = browser.submit(&page, "Remove https://id.example", &[]).await;
    assert_eq!(last.status, 422);
    assert!(last.text().contains("This is your only way in. Add another one first."), "{}", last.text());

    let key = terms::PlainLine::parse("my phone").unwrap();
    let by = Actor::Person(pat);
    house.app.store.add_passkey(pat, b"credential", "{}", &key, &by, house.now()).await.unwrap();
    let mut browser = house.browser_with(pat, store::Factors::SingleSignOn).await;
    let mut other = house.browser_with(pat, store::Factors::SingleSignOn).await;
    let page = browser.get("/account").await;
    // Somebody else's identity is not found, whatever the address says.
    let action = page.form("Remove https://id.example").action;
    let (mallory, _) = house.account(Role::Analyst, "mallory@centre.example").await;
    let mut stranger = house.browser_for(mallory).await;
    stranger.get("/account").await;
    assert_eq!(stranger.post(&action, &[]).await.status, 404);

    // Whoever sat down at an open screen proves first who they are.
    house.wait(jiff::SignedDuration::from_mins(11));
    let asked = browser.submit(&page, "Remove https://id.example", &[]).await;
    assert!(asked.address.starts_with("/sign-in/staff?then=%2Faccount"), "{}", asked.address);
    assert_eq!(house.app.store.identities_of(pat).await.unwrap().len(), 1);

    let mut browser = house.browser_with(pat, store::Factors::Passkey).await;
    let page = browser.get("/account").await;
    let page = browser.submit(&page, "Remove https://id.example", &[]).await;
    assert_eq!(page.address, "/account", "{}", page.text());
    assert!(!page.text().contains("https://id.example"), "{}", page.text());
    assert_eq!(house.app.store.identities_of(pat).await.unwrap(), []);
    let lines = house.app.store.ledger_lines(None, 9).await.unwrap();
    assert!(lines.iter().any(|line| line.deed == store::Deed::IdentityRemoved), "{lines:?}");
    assert!(other.get("/account").await.address.starts_with("/sign-in"), "every other session ended");
}
