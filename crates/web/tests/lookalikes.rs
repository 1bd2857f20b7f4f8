//! Names that look like a member's: found, looked at politely, told in plain words, and the member has its say.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use centre::consent::StayAway;
use centre::ledger::Actor;
use centre::roles::Role;
use checkup::lookalike::Verdict;
use checkup::{Level, Record, RecordName};
use house::{Browser, Firm, House, SeenPage};
use jiff::SignedDuration;
use store::{Asset, DueLookalike, LookalikeWay, NewLookalike, NewWish, WishWay};
use terms::{DomainName, PlainLine, Promise, PromiseState, Severity};
use web::alike::{examine, what_was_seen};
use web::consent::Consent;
use web::telling::{CAUSE, Writer, tell};

const OWN: &str = "hartleybakery.example";
const PAY: &str = "hartleybakery-pay.example";
const PAGE: &str = "<title>Hartley Bakery</title><h1>Bread and cakes</h1><p>We bake bread and cakes in the old \
    street by the river each day from six in the morning and sell them warm with coffee and tea to all</p>";

fn name(text: &str) -> RecordName {
    RecordName::parse(text).unwrap()
}

fn domain(text: &str) -> DomainName {
    DomainName::parse_bare(text).unwrap()
}

fn by() -> Actor {
    Actor::Reconciler("lookalikes".to_owned())
}

/// Somebody has this name, and it takes mail.
fn somebody_has(house: &House, text: &str) {
    house.look.has(
        text,
        &[
            Record::Ns(name("ns1.seller.example")),
            Record::A("192.0.2.66".parse().unwrap()),
            Record::Mx { preference: 10, host: name("mx.seller.example") },
        ],
    );
}

async fn bakery(house: &House) -> (Firm, Browser, Asset) {
    let firm = house.firm_with("Hartley Bakery", "anna@home.example", Some(OWN)).await;
    let browser = house.browser_for(firm.person).await;
    let asset = house.app.store.assets_of(firm.organisation).await.unwrap().remove(0);
    (firm, browser, asset)
}

/// A name comes in with a list and is looked at, as in the background.
async fn comes_in(house: &House, asset: &Asset, text: &str) -> Option<Verdict> {
    let new = NewLookalike {
        name: domain(text),
        kinds: vec!["words_added".to_owned()],
        weight: 85,
        way: LookalikeWay::List,
    };
    house.app.store.note_lookalikes(asset.id, &[new], &by(), house.now()).await.unwrap();
    look_at(house, asset, text).await
}

async fn look_at(house: &House, asset: &Asset, text: &str) -> Option<Verdict> {
    let due = DueLookalike {
        asset: asset.id,
        organisation: asset.organisation,
        domain: asset.domain.clone(),
        name: domain(text),
    };
    let app = &house.app;
    let consent = Consent { store: &app.store, proofs: app.proofs.as_ref(), chance: app.chance.as_ref() };
    examine(&consent, app.lookalikes.as_ref(), &due, &by(), house.now()).await.unwrap()
}

async fn over(browser: &mut Browser, mut page: SeenPage) -> SeenPage {
    for _ in 0..3_000 {
        if page.header("refresh").is_empty() {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        page = browser.get("/firm/lookalikes").await;
    }
    panic!("the search never ended");
}

#[tokio::test]
async fn a_name_with_mail_is_told_with_the_reason_and_one_next_thing() {
    let house = House::open().await;
    let (firm, mut anna, asset) = bakery(&house).await;
    let page = anna.get("/firm/lookalikes").await;
    assert!(page.text().contains("We know of no such name."), "{}", page.text());

    somebody_has(&house, PAY);
    assert_eq!(comes_in(&house, &asset, PAY).await, Some(Verdict::Mail));
    assert_eq!(house.look.looks_at(PAY), [Level::Visitor], "as anybody would be");
    let page = anna.get("/firm/lookalikes").await;
    let text = page.text();
    for said in [
        "Names like hartleybakery.example",
        PAY,
        "Act today",
        "We think someone could use it to write in your name.",
        "It looks like yours because a word is added to your name.",
        "It can send or get mail. It has no page.",
        "We saw it first on 21 November 2026. It was sold on 18 November 2026.",
        "Tell your staff and customers that this name is not you.",
        "You can do this. It takes about 20 minutes.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let leads_there = |link: &String| link.contains(PAY) && !link.starts_with("/firm/");
    assert!(!page.links().iter().any(leads_there), "no such name is ever a link");

    // It stands against the promise, and is told at once because it is fresh.
    let found = house.app.store.findings_of(asset.id).await.unwrap();
    assert_eq!(
        (found[0].watched.check.as_str(), found[0].watched.severity),
        ("lookalike-mail", Severity::Urgent)
    );
    let told = house.app.store.members_to_tell(None, 9, house.now()).await.unwrap();
    assert_eq!(told, [firm.organisation]);
    let writer = Writer { origin: "http://localhost:8080".to_owned(), centre: "The Watch House".to_owned() };
    assert!(tell(&house.app.store, firm.organisation, &writer, &by(), house.now()).await.unwrap());
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.cause == CAUSE).unwrap();
    for said in [
        "New at hartleybakery.example: A name that looks like yours can send or get mail",
        "See the name and what to do: http://localhost:8080/firm/lookalikes",
    ] {
        assert!(letter.text.contains(said), "{said}: {}", letter.text);
    }
    assert!(!letter.text.contains(PAY), "a letter leads nobody there");
    assert!(!tell(&house.app.store, firm.organisation, &writer, &by(), house.now()).await.unwrap(), "once");
}

#[tokio::test]
async fn the_promise_rests_on_it_and_no_look_at_the_own_name_takes_it_away() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    house.look.has(OWN, &[Record::Ns(name("ns1.host.example")), Record::Ns(name("ns2.host.example"))]);
    let standing = async |anna: &mut Browser| {
        let page = anna.get(&format!("/firm/domains/{}", asset.id)).await;
        let mut page = anna.submit(&page, "Look now", &[]).await;
        for _ in 0..500 {
            if page.header("refresh").is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            let address = page.address.clone();
            page = anna.get(&address).await;
        }
        let check = house.app.store.last_check(asset.id).await.unwrap().unwrap();
        let judgement: checkup::Judgement = serde_json::from_str(&check.judgement).unwrap();
        (judgement.standing(Promise::NameIsYours), judgement)
    };
    let (state, judgement) = standing(&mut anna).await;
    assert_ne!(state, PromiseState::NotKept);
    assert!(!judgement.not_checked.iter().any(|gap| gap.reason.contains("A name looks like yours")));

    // A name that could not be looked at is no good news.
    house.look.has(PAY, &[]);
    let new = NewLookalike { name: domain(PAY), kinds: vec![], weight: 85, way: LookalikeWay::List };
    house.app.store.note_lookalikes(asset.id, &[new], &by(), house.now()).await.unwrap();
    let unseen = store::LookalikeLook {
        verdict: "could_not_check".into(),
        is: None,
        uncertain: true,
        look: "{}".into(),
        due_at: house.now(),
    };
    house.app.store.keep_lookalike(asset.id, &domain(PAY), &unseen, &by(), house.now()).await.unwrap();
    let (state, judgement) = standing(&mut anna).await;
    assert_eq!(state, PromiseState::CouldNotCheck);
    assert!(judgement.not_checked.iter().any(|gap| gap.reason.contains("we could not look at it")));

    somebody_has(&house, PAY);
    house.wait(SignedDuration::from_hours(1));
    assert_eq!(look_at(&house, &asset, PAY).await, Some(Verdict::Mail));
    for _ in 0..2 {
        let (state, judgement) = standing(&mut anna).await;
        assert_eq!(state, PromiseState::NotKept);
        assert!(judgement.found("lookalike-mail"));
        house.wait(SignedDuration::from_hours(1));
    }
}

#[tokio::test]
async fn a_copy_of_the_page_is_seen_and_stays_seen_when_we_are_not_let_in_again() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    house.look.shows(PAY, &PAGE.replace("Bread and cakes", "Hartley Bakery: sign in <input type=password>"));
    house.look.has(PAY, &[Record::Ns(name("ns1.seller.example")), Record::A("192.0.2.66".parse().unwrap())]);
    assert_eq!(comes_in(&house, &asset, PAY).await, Some(Verdict::LogIn));
    assert!(anna.get("/firm/lookalikes").await.text().contains("It asks for one in your name."));
    assert_eq!(look_at(&house, &asset, PAY).await, Some(Verdict::LogIn));
    assert_eq!(house.look.looks_at(PAY), [Level::Visitor, Level::Records], "one visit, whoever asks");

    let report = anna.get(&format!("/firm/lookalikes/{}/{PAY}/report", asset.id)).await;
    for said in [
        "Names & Co sold this name.",
        "Subject: hartleybakery-pay.example",
        "- its page asks for a password",
        "- registered on 18 November 2026",
        "Hartley Bakery",
    ] {
        assert!(report.text().contains(said), "{said}: {}", report.text());
    }
    let file = anna.get(&format!("/firm/lookalikes/{}/{PAY}/report.txt", asset.id)).await;
    assert!(file.header("content-type").starts_with("text/plain"));
    assert!(file.header("content-disposition").contains("attachment"));
}

#[tokio::test]
async fn the_member_has_its_say() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    somebody_has(&house, PAY);
    comes_in(&house, &asset, PAY).await;
    let open = async || {
        let found = house.app.store.findings_of(asset.id).await.unwrap();
        found.iter().filter(|finding| finding.watched.is_open()).count()
    };
    for (button, says) in [
        ("It is mine", "You said on 21 November 2026 that it is yours."),
        ("It is not like mine", "You said on 21 November 2026 that it is not like yours."),
    ] {
        assert_eq!(open().await, 1);
        let page = anna.get("/firm/lookalikes").await;
        let page = anna.submit(&page, &format!("{button}: {PAY}"), &[]).await;
        assert!(page.text().contains(says), "{}", page.text());
        assert_eq!(open().await, 0);
        assert!(house.app.store.lookalikes_due(house.now(), 9).await.unwrap().is_empty());
        anna.submit(&page, &format!("Take this back: {PAY}"), &[]).await;
    }
    let page = anna.get("/firm/lookalikes").await;
    let page = anna.submit(&page, &format!("Keep watch on it: {PAY}"), &[]).await;
    assert!(page.text().contains("You asked us to keep watch."));
    assert_eq!(open().await, 1, "watching a name does not make it harmless");
    let address = format!("/firm/lookalikes/{}/{PAY}/say", asset.id);
    assert_eq!(anna.post(&address, &[("word", "nonsense")]).await.status, 404);
    anna.get("/firm/lookalikes").await;
    let nobody = format!("/firm/lookalikes/{}/nobody.example/say", asset.id);
    assert_eq!(anna.post(&nobody, &[("word", "mine")]).await.status, 404);
}

#[tokio::test]
async fn promise_and_plan_follow_at_once_without_a_look_at_the_own_name() {
    let house = House::open().await;
    let (firm, mut anna, asset) = bakery(&house).await;
    house.look.has(OWN, &[Record::Ns(name("ns1.host.example")), Record::Ns(name("ns2.host.example"))]);
    let page = anna.get(&format!("/firm/domains/{}", asset.id)).await;
    let page = anna.submit(&page, "Look now", &[]).await;
    house::over(&mut anna, page).await;
    let (looks, looked_at) = (house.look.looks_at(OWN), house.now());
    let told = async || {
        let check = house.app.store.last_check(asset.id).await.unwrap().unwrap();
        assert_eq!(check.at, looked_at, "the look is as old as it is");
        let judgement: checkup::Judgement = serde_json::from_str(&check.judgement).unwrap();
        let asset = house.app.store.asset(asset.id).await.unwrap().unwrap();
        let plan = house.app.store.actions_of(firm.organisation).await.unwrap();
        let is_planned = |action: &store::Action| {
            action.action.starts_with("mend-lookalike") && action.dropped_at.is_none()
        };
        (judgement.standing(Promise::NameIsYours), asset.promise, plan.iter().any(is_planned))
    };
    let before = told().await;
    assert_ne!(before.0, PromiseState::NotKept);

    house.wait(SignedDuration::from_hours(1));
    somebody_has(&house, PAY);
    comes_in(&house, &asset, PAY).await;
    assert_eq!(told().await, (PromiseState::NotKept, Some(PromiseState::NotKept), true));

    let page = anna.get("/firm/lookalikes").await;
    let page = anna.submit(&page, &format!("It is mine: {PAY}"), &[]).await;
    assert_eq!(told().await, before);
    anna.submit(&page, &format!("Take this back: {PAY}"), &[]).await;
    assert_eq!(told().await.0, PromiseState::NotKept);
    assert_eq!(house.look.looks_at(OWN), looks, "nobody was asked again");
    let history = anna.get("/firm/history").await.text();
    assert!(history.contains("Your promises were worked out again"), "{history}");
    house.app.store.verify_ledger().await.unwrap();
}

#[tokio::test]
async fn the_search_tries_the_likeliest_names_and_keeps_what_somebody_has() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    somebody_has(&house, "hartley-bakery.example");
    house.look.has("hartleybakery-login.example", &[Record::Ns(name("ns1.sedoparking.com"))]);
    let page = anna.get("/firm/lookalikes").await;
    let page = anna.submit(&page, "Look for names like mine now", &[]).await;
    assert!(page.text().contains("We look for names like yours"), "{}", page.text());
    let page = over(&mut anna, page).await;
    let text = page.text();
    assert!(text.contains("Someone has 2 of them. You can look again in one hour."), "{text}");
    assert!(
        text.contains("hartley-bakery.example") && text.contains("hartleybakery-login.example"),
        "{text}"
    );
    let address = format!("/firm/lookalikes/{}/search", asset.id);
    let before = house.look.asked.lock().unwrap().len();
    anna.post(&address, &[]).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(house.look.asked.lock().unwrap().len(), before, "once an hour");
    house.wait(SignedDuration::from_hours(1));
    assert!(anna.get("/firm/lookalikes").await.text().contains("Look for names like mine now"));
}

#[tokio::test]
async fn nobody_is_looked_at_who_wants_to_be_left_alone_nor_while_all_looking_is_stopped() {
    let house = House::open().await;
    let (_, mut anna, asset) = bakery(&house).await;
    somebody_has(&house, PAY);
    let wish = NewWish {
        place: StayAway::Name(domain(PAY)),
        way: WishWay::Staff,
        asked_by: PlainLine::parse("Its owner").unwrap(),
        reason: None,
    };
    house.app.store.keep_away(&wish, &Actor::CommandLine, house.now()).await.unwrap();
    assert_eq!(comes_in(&house, &asset, PAY).await, None);
    assert!(house.look.looks_at(PAY).is_empty());
    assert!(house.app.store.lookalikes_due(house.now(), 9).await.unwrap().is_empty(), "not again and again");

    let why = PlainLine::parse("A fault").unwrap();
    house.app.store.stop_looking(&why, &Actor::CommandLine, house.now()).await.unwrap();
    let page = anna.get("/firm/lookalikes").await;
    let page = anna.submit(&page, "Look for names like mine now", &[]).await;
    over(&mut anna, page).await;
    assert!(house.look.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn members_see_their_own_names_and_staff_see_them_on_the_desk_with_an_entry() {
    let house = House::open().await;
    let (firm, _, asset) = bakery(&house).await;
    somebody_has(&house, PAY);
    comes_in(&house, &asset, PAY).await;
    let (_, mut other) = house.member("Other Firm", "other@home.example").await;
    for address in [
        format!("/firm/lookalikes/{}/{PAY}/report", asset.id),
        format!("/firm/lookalikes/{}/{PAY}/report.txt", asset.id),
    ] {
        assert_eq!(other.get(&address).await.status, 404, "{address}");
    }
    assert!(!other.get("/firm/lookalikes").await.text().contains(PAY));
    let before = house.newest_entry().await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get(&format!("/desk/members/{}", firm.organisation)).await;
    assert!(page.text().contains("Names like theirs") && page.text().contains(PAY), "{}", page.text());
    assert!(house.newest_entry().await > before);
    let kept = house.app.store.lookalike(asset.id, &domain(PAY)).await.unwrap().unwrap();
    assert_eq!(what_was_seen(&kept).unwrap().verdict(), Verdict::Mail);
}
