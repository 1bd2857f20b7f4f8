//! Hand-overs, from the officer's decision to what the person sees of the answer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode};
use centre::account::{Account, Told};
use centre::case::{Deed, HandOverStands, Word, tracker};
use centre::hand_over::package::{Verified, verify};
use centre::ledger::Actor;
use centre::roles::Role;
use house::{Browser, House};
use jiff::SignedDuration;
use store::{Manner, NewAccount, ReceivedReport, Reporter};
use terms::{CaseId, EmailAddress, Money, PackId, PersonId, PlainLine};
use tower::ServiceExt as _;
use web::casework::{Telling, Who, peek, receive, tell};
use web::pages::hand_over::preview;

const MET: &str = "police:metropolitan-police";

fn line(text: &str) -> PlainLine {
    PlainLine::parse(text).unwrap()
}

fn account() -> Account {
    Account {
        happened: "A bill came with another account number, and I paid it.".to_owned(),
        traces: vec![line("billing@copperkettle-pay.example")],
        paid: vec![centre::account::Paid {
            amount: Money::pounds(4_200),
            way: None,
            day: Some(jiff::civil::date(2026, 11, 20)),
            time: None,
            to: Some(line("J Smith")),
            account: None,
        }],
        told: vec![Told { body: Word::parse("bank").unwrap(), reference: Some(line("BK-99")) }],
        ..Account::default()
    }
}

/// Somebody at a body, signed in.
async fn partner(house: &House, role: Role, body: Option<&str>) -> (PersonId, Browser) {
    let number = house.names.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let new = NewAccount {
        name: line("Pat Partner"),
        email: EmailAddress::parse(&format!("pat{number}@partner.example")).unwrap(),
        role,
        body: body.map(str::to_owned),
        remit: None,
        expires_at: None,
    };
    let person = house.app.store.add_account(&new, 7, &Actor::CommandLine, house.now()).await.unwrap().0;
    (person, house.browser_for(person).await)
}

/// A report with one file.
async fn with_file(house: &House, account: Account, name: &str, bytes: &[u8]) -> ReceivedReport {
    let mut file = house.app.store.file_arrives().await.unwrap();
    file.write(bytes).await.unwrap();
    let files = vec![file.finish(name, house.now()).await.unwrap()];
    let telling = Telling {
        token: house.app.store.new_draft_token(),
        manner: Manner::Named,
        reporter: Some(Reporter { name: Some(line("Ana Perera")), ..Reporter::default() }),
        member: None,
        channel: "web",
        problem: house.app.guide.problems().get("false-bill").unwrap(),
        borough: "E09000012".to_owned(),
        account,
        files,
    };
    receive(&house.app, telling, &Actor::Visitor).await.unwrap()
}

/// A file as this browser gets it, byte for byte.
async fn bytes(house: &House, browser: &Browser, path: &str) -> Vec<u8> {
    let cookies: Vec<String> =
        browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut request = Request::get(path).header("cookie", cookies.join("; ")).body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(browser.network));
    let answer = web::routes::site(house.app.clone()).open().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    to_bytes(answer.into_body(), 64 * 1024 * 1024).await.unwrap().to_vec()
}

async fn token_for(house: &House, person: PersonId, scopes: &[&str]) -> String {
    let scopes: Vec<String> = scopes.iter().map(|&scope| scope.to_owned()).collect();
    let ends = house.now() + SignedDuration::from_hours(24);
    let by = Actor::Person(person);
    let made = house.app.store.make_api_token(person, &line("test"), &scopes, ends, &by, house.now()).await;
    made.unwrap().1.reveal().to_owned()
}

/// The officer decides through the pages; returns the pack.
async fn decided(
    house: &House,
    officer: &mut Browser,
    case: CaseId,
    to: &str,
    more: &[(&str, &str)],
) -> PackId {
    let page = officer.get(&format!("/desk/cases/{case}/packs/new?to={to}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let page = officer.submit(&page, "Decide this hand-over", more).await;
    assert!(page.text().contains("It is decided"), "{}", page.text());
    peek(&house.app, case).await.unwrap().case.packs.last().unwrap().id
}

async fn says_yes(house: &House, report: &ReceivedReport, pack: PackId) {
    let deed = Deed::PackConsented { pack };
    tell(&house.app, &Who::reporter(), report.case, &[deed.into()], None).await.unwrap().unwrap();
}

async fn stands(house: &House, case: CaseId) -> Vec<HandOverStands> {
    let opened = peek(&house.app, case).await.unwrap();
    let seen = tracker(&opened.case, &opened.readings, house.now()).unwrap();
    seen.hand_overs.iter().map(|one| one.stands).collect()
}

#[tokio::test]
async fn an_officer_decides_the_person_says_yes_the_police_take_it_on_and_the_person_sees_it() {
    let house = House::open().await;
    let (_, mut met) = partner(&house, Role::PolicePartner, Some("metropolitan-police")).await;
    let report = house.report("false-bill", account()).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let list = officer.get(&format!("/desk/cases/{}/packs", report.case)).await;
    assert!(list.text().contains("Nothing was handed over"), "{}", list.text());
    let pack =
        decided(&house, &mut officer, report.case, MET, &[("ask", "Please look at the account")]).await;

    // The person sees word for word what would leave, and only then says yes.
    let shown = preview(&house.app, &Actor::Visitor, report.case, pack).await.unwrap().unwrap();
    let shown_text = shown.to_string();
    assert!(shown.asks);
    for part in
        ["billing@copperkettle-pay.example", "£4,200", "Please look at the account", "TLP:AMBER+STRICT"]
    {
        assert!(shown_text.contains(part), "{part}: {shown_text}");
    }
    let own = format!("/desk/cases/{}/packs/{pack}", report.case);
    let early = officer.post(&format!("{own}/send"), &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.text());
    assert!(met.get("/partner").await.text().contains("Nothing was handed over to you"));
    assert_eq!(met.get(&format!("/partner/hand-overs/{pack}")).await.status, StatusCode::NOT_FOUND);
    says_yes(&house, &report, pack).await;
    let page = officer.get(&own).await;
    let page = officer.submit(&page, "Send it now", &[]).await;
    assert!(page.text().contains("It is sent"), "{}", page.text());
    assert_eq!(stands(&house, report.case).await, [HandOverStands::Sent]);

    // It waits on the desk, with whom to ring.
    let waiting = officer.get("/desk/packs/waiting").await.text();
    assert!(waiting.contains("Metropolitan Police") && waiting.contains("ring 101"), "{waiting}");

    // The body sees what is in the pack, and the look is in the ledger.
    let list = met.get("/partner").await;
    assert!(list.text().contains(&report.reference.to_string()), "{}", list.text());
    let page = met.get(&format!("/partner/hand-overs/{pack}")).await;
    assert!(page.text().contains("A bill came with another account number"), "{}", page.text());
    let logged = house.app.store.ledger_of_case(report.case, 20).await.unwrap();
    assert!(logged.iter().any(|line| line.payload["why"] == "hand-over to the reader's body"));
    let page = met.submit(&page, "Send our answer", &[("answer", "accept")]).await;
    assert!(page.text().contains("Thank you"), "{}", page.text());
    assert_eq!(stands(&house, report.case).await, [HandOverStands::Accepted]);
    assert!(officer.get("/desk/packs/waiting").await.text().contains("Nothing waits for an answer"));
    let page =
        met.submit(&page, "Send our answer", &[("answer", "return"), ("outcome", "investigated")]).await;
    assert!(page.text().contains("you told what became of it"), "{}", page.text());
    let outcome = centre::case::Outcome::Investigated;
    assert_eq!(stands(&house, report.case).await, [HandOverStands::Returned(outcome)]);
}

#[tokio::test]
async fn a_body_declines_with_a_reason_and_another_bodys_people_find_nothing() {
    let house = House::open().await;
    let (_, mut met) = partner(&house, Role::PolicePartner, Some("metropolitan-police")).await;
    let (_, mut city) = partner(&house, Role::PolicePartner, Some("city-of-london-police")).await;
    let (_, mut nobody) = partner(&house, Role::Provider, None).await;
    let report = house.report("false-bill", account()).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let pack = decided(&house, &mut officer, report.case, MET, &[]).await;
    says_yes(&house, &report, pack).await;
    officer.post(&format!("/desk/cases/{}/packs/{pack}/send", report.case), &[]).await;
    let address = format!("/partner/hand-overs/{pack}");
    for other in [&mut city, &mut nobody] {
        for path in [address.clone(), format!("{address}/package.zip"), format!("{address}/summary.pdf")] {
            assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(other.post(&address, &[("answer", "accept")]).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(officer.get(&address).await.status, StatusCode::FORBIDDEN);
    assert!(city.get("/partner").await.text().contains("Nothing was handed over to you"));

    let page = met.get(&address).await;
    let page = met.submit(&page, "Send our answer", &[("answer", "decline"), ("because", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("Say why it is not taken on"), "{}", page.text());
    let told = [("answer", "decline"), ("because", "It happened in another county")];
    met.submit(&page, "Send our answer", &told).await;
    assert_eq!(stands(&house, report.case).await, [HandOverStands::Declined]);
    let opened = peek(&house.app, report.case).await.unwrap();
    assert!(opened.events.iter().any(|event| matches!(&event.deed,
        Deed::PackDeclined { because, .. } if because.as_str() == "It happened in another county")));
}

#[tokio::test]
async fn nothing_is_sent_in_a_victims_name_and_the_reference_they_got_is_noted() {
    let house = House::open().await;
    let report = house.report("false-bill", account()).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let pack = decided(&house, &mut officer, report.case, "report_fraud:report-fraud", &[]).await;
    says_yes(&house, &report, pack).await;
    let own = format!("/desk/cases/{}/packs/{pack}", report.case);
    let page = officer.get(&own).await;
    assert!(page.text().contains("You report, not we."), "{}", page.text());
    assert!(!page.text().contains("Send it now"));
    let forced = officer.post(&format!("{own}/send"), &[]).await;
    assert_eq!(forced.status, StatusCode::CONFLICT);
    assert!(forced.text().contains("Only the person may send this"), "{}", forced.text());
    let page = officer.get(&own).await;
    let page = officer
        .submit(&page, "They sent it themselves: note the reference", &[("reference", "NFRC 1234 5678")])
        .await;
    assert!(page.text().contains("NFRC 1234 5678"), "{}", page.text());
    assert_eq!(stands(&house, report.case).await, [HandOverStands::Sent]);
    let page = officer.get(&own).await;
    let page = officer.submit(&page, "Note what became of it", &[("outcome", "reported")]).await;
    assert!(page.text().contains("came back: It was reported where it belongs"), "{}", page.text());
}

#[tokio::test]
async fn a_no_drops_it_and_what_the_law_lets_go_is_shown_to_nobody_who_was_not_asked() {
    let house = House::open().await;
    let report = house.report("false-bill", account()).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let pack = decided(&house, &mut officer, report.case, MET, &[]).await;
    let no = Deed::ConsentWithdrawn { pack };
    tell(&house.app, &Who::reporter(), report.case, &[no.into()], None).await.unwrap().unwrap();
    let own = format!("/desk/cases/{}/packs/{pack}", report.case);
    let page = officer.get(&own).await;
    assert!(page.text().contains("The person said no"), "{}", page.text());
    let page = officer.submit(&page, "Drop this hand-over", &[("because", "They said no")]).await;
    assert!(page.text().contains("It is dropped") && page.text().contains("is gone"), "{}", page.text());
    assert!(preview(&house.app, &Actor::Visitor, report.case, pack).await.unwrap().is_none());

    let lawful = decided(&house, &mut officer, report.case, MET, &[("ground", "law")]).await;
    assert!(preview(&house.app, &Actor::Visitor, report.case, lawful).await.unwrap().is_none());
    assert_eq!(stands(&house, report.case).await, []);
    let other = house.report("false-bill", Account::default()).await;
    let mixed = officer.get(&format!("/desk/cases/{}/packs/{lawful}", other.case)).await;
    assert_eq!(mixed.status, StatusCode::NOT_FOUND, "a pack of another case");
}

#[tokio::test]
async fn a_yes_that_is_taken_back_closes_the_window_and_the_body_is_told() {
    let house = House::open().await;
    let (_, mut met) = partner(&house, Role::PolicePartner, Some("metropolitan-police")).await;
    let report = house.report("false-bill", account()).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let pack = decided(&house, &mut officer, report.case, MET, &[]).await;
    says_yes(&house, &report, pack).await;
    officer.post(&format!("/desk/cases/{}/packs/{pack}/send", report.case), &[]).await;
    let address = format!("/partner/hand-overs/{pack}");
    assert!(met.get(&address).await.text().contains("A bill came"));
    let no = Deed::ConsentWithdrawn { pack };
    tell(&house.app, &Who::reporter(), report.case, &[no.into()], None).await.unwrap().unwrap();
    let page = met.get(&address).await.text();
    assert!(page.contains("took their yes back") && !page.contains("A bill came"), "{page}");
    for file in ["package.zip", "summary.pdf"] {
        assert_eq!(met.get(&format!("{address}/{file}")).await.status, StatusCode::NOT_FOUND, "{file}");
    }
    let page = officer.get(&format!("/desk/cases/{}/packs/{pack}", report.case)).await;
    assert!(page.text().contains("Tell the body"), "{}", page.text());
}

#[tokio::test]
async fn whoever_wants_no_police_is_spoken_with_first() {
    let house = House::open().await;
    let wishes = vec![centre::case::Wish::NoPolice];
    let report = house.report("false-bill", Account { wishes, ..account() }).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get(&format!("/desk/cases/{}/packs/new?to={MET}", report.case)).await.text();
    assert!(page.contains("the police are not to be told"), "{page}");
}

#[tokio::test]
async fn the_police_package_can_be_checked_without_us() {
    let house = House::open().await;
    let (_, mut met) = partner(&house, Role::PolicePartner, Some("metropolitan-police")).await;
    let report = with_file(&house, account(), "bill.txt", b"Pay by noon to 11-22-33.").await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let item = house.app.store.items_of_report(report.report).await.unwrap()[0].id.to_string();
    let chosen =
        [("enclosed", item.as_str()), ("tlp", "red"), ("handling", "C"), ("conditions", "Ask us first")];
    let pack = decided(&house, &mut officer, report.case, MET, &chosen).await;
    let own = format!("/desk/cases/{}/packs/{pack}", report.case);
    let early = officer.get(&format!("{own}/package.zip")).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "nothing leaves before a yes");
    says_yes(&house, &report, pack).await;
    let page = officer.get(&own).await;
    officer.submit(&page, "Send it now", &[]).await;
    let page = met.get(&format!("/partner/hand-overs/{pack}")).await;
    for part in ["TLP:RED", "PAP:AMBER", "2 A C", "Ask us first", "bill.txt", "With 1 original"] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    let zip = bytes(&house, &met, &format!("/partner/hand-overs/{pack}/package.zip")).await;
    let key = house.app.store.package_key().public();
    let Verified { manifest, is_trusted, .. } = verify(&mut &zip[..], Some(&key)).unwrap();
    assert!(is_trusted);
    assert_eq!(manifest.package, pack);
    let names: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["package.json", "summary.pdf", "evidence/01.txt"]);
    assert_eq!(manifest.files[2].called.as_deref(), Some("bill.txt"));
    let steps = house.app.store.custody_of(report.case).await.unwrap();
    let acts: Vec<&str> = steps.iter().map(|step| step.step.act.name()).collect();
    assert_eq!(acts, ["collect", "hand_over", "export"]);
    assert!(steps[2].words.as_deref().unwrap().starts_with("to Metropolitan Police"));
    let rule = peek(&house.app, report.case).await.unwrap().kept.place.rule;
    assert_eq!(rule, store::RetentionRule::Police);
    if let Ok(folder) = std::env::var("WATCHHOUSE_PICTURES") {
        let pdf = bytes(&house, &met, &format!("/partner/hand-overs/{pack}/summary.pdf")).await;
        std::fs::write(format!("{folder}/police.pdf"), pdf).unwrap();
        std::fs::write(format!("{folder}/package.zip"), &zip).unwrap();
        std::fs::write(format!("{folder}/key.pem"), centre::hand_over::package::public_pem(&key)).unwrap();
    }
}

#[tokio::test]
async fn a_grading_that_does_not_fit_is_told_at_its_field() {
    let house = House::open().await;
    let report = house.report("false-bill", account()).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let page = officer.get(&format!("/desk/cases/{}/packs/new?to={MET}", report.case)).await;
    let page = officer.submit(&page, "Decide this hand-over", &[("handling", "C")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("Say under which conditions"), "{}", page.text());
    let page = officer.submit(&page, "Decide this hand-over", &[("handling", "P"), ("tlp", "WHITE")]).await;
    assert!(page.text().contains("TLP:CLEAR") && !page.body.contains("TLP:WHITE"), "{}", page.text());
}

#[tokio::test]
async fn a_council_brings_a_report_in_and_sees_what_became_of_it_and_no_word_of_it() {
    let house = House::open().await;
    let (_, mut hackney) = partner(&house, Role::CouncilPartner, Some("council-hackney")).await;
    let (_, mut camden) = partner(&house, Role::CouncilPartner, Some("council-camden")).await;
    let (_, mut met) = partner(&house, Role::PolicePartner, Some("metropolitan-police")).await;
    assert_eq!(met.get("/partner/reports").await.status, StatusCode::NOT_FOUND);
    let form = hackney.get("/partner/report").await;
    let page = hackney.submit(&form, "Send it", &[("named", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = [("happened", "Somebody wrote zebrafinch on our door."), ("named", "no"), ("safe", "no")];
    let page = hackney.submit(&page, "Send it", &told).await;
    assert!(page.text().contains("For the person") && page.text().contains("999"), "{}", page.text());
    let list = hackney.get("/partner/reports").await;
    let reports = house.app.store.reports_of_partner("council-hackney", 9).await.unwrap();
    assert_eq!((reports.len(), reports[0].channel.as_str()), (1, "partner"));
    assert!(list.text().contains(&reports[0].reference.to_string()), "{}", list.text());
    assert!(list.text().contains("received") && !list.text().contains("zebrafinch"));
    let others = camden.get("/partner/reports").await;
    assert!(others.text().contains("You have brought no report"), "{}", others.text());
}

#[tokio::test]
async fn a_program_of_a_body_lists_and_answers() {
    let house = House::open().await;
    let (person, _) = partner(&house, Role::PolicePartner, Some("metropolitan-police")).await;
    let report = house.report("false-bill", account()).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let pack = decided(&house, &mut officer, report.case, MET, &[]).await;
    says_yes(&house, &report, pack).await;
    officer.post(&format!("/desk/cases/{}/packs/{pack}/send", report.case), &[]).await;
    let mut program = house.visitor();
    program.bearer = Some(token_for(&house, person, &["hand_overs.read", "hand_overs.answer"]).await);
    let list = program.get("/api/v1/hand-overs").await.json();
    assert_eq!(list["hand_overs"][0]["id"], pack.to_string());
    assert_eq!(list["hand_overs"][0]["state"], "sent");
    let path = format!("/api/v1/hand-overs/{pack}/answer");
    let json = [("content-type", "application/json"), ("idempotency-key", "one")];
    for _ in 0..2 {
        let body = br#"{"answer":"accept"}"#.to_vec();
        let answer = program.ask(Method::POST, &path, &json, Some(body)).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.body);
    }
    assert_eq!(stands(&house, report.case).await, [HandOverStands::Accepted]);
    let late = [("content-type", "application/json")];
    let again = program.ask(Method::POST, &path, &late, Some(br#"{"answer":"accept"}"#.to_vec())).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}
