//! Evidence on the desk: what is shown of a file, who may have the original, and what keeps a case from being erased.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod house;

use axum::http::StatusCode;
use centre::account::Account;
use centre::case::{Actor, Deed, Flag};
use centre::ledger;
use centre::roles::Role;
use house::House;
use terms::PersonId;
use web::casework::{Saying, Who, tell};

/// A red picture of two by two, as a PNG.
fn picture() -> Vec<u8> {
    let bytes = "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001049444154789c63f8cfc000440c100a001fee03fd8b5f14d40000000049454e44ae426082";
    data_encoding::HEXLOWER.decode(bytes.as_bytes()).unwrap()
}

const PAGE: &[u8] = b"<script>alert(1)</script>\n<a href=\"https://pay.example/now\">Pay</a>\n";

async fn acts(house: &House, case: terms::CaseId) -> Vec<&'static str> {
    let steps = house.app.store.custody_of(case).await.unwrap();
    steps.iter().map(|step| step.step.act.name()).collect()
}

#[tokio::test]
async fn an_officer_sees_copies_and_every_look_is_in_the_chain() {
    let house = House::open().await;
    let report =
        house.report_with_files("false-bill", &[("bill.html", PAGE), ("screen.png", &picture())]).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let base = format!("/desk/cases/{}/evidence", report.case);
    let list = officer.get(&base).await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.text().contains("bill.html"), "{}", list.text());
    assert!(list.text().contains("Whole"), "{}", list.text());
    let links: Vec<String> =
        list.links().into_iter().filter(|l| l.starts_with(&format!("{base}/"))).collect();
    let text = officer.get(&links[0]).await;
    // Shown as text: nothing of it is markup, and its link leads nowhere.
    assert!(text.body.contains("&#60;script&#62;") || text.body.contains("&lt;script&gt;"), "{}", text.body);
    assert!(!text.links().iter().any(|link| link.contains("pay.example")));
    let image = officer.get(&links[1]).await;
    assert!(image.body.contains("/shown"));
    let shown = officer.get(&format!("{}/shown", links[1])).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.headers["content-security-policy"], "default-src 'none'; sandbox");
    assert_eq!(shown.headers["cache-control"], "no-store");
    assert_eq!(acts(&house, report.case).await, ["collect", "collect", "read", "read"]);
}

#[tokio::test]
async fn whoever_takes_the_original_says_why_and_gets_it_whole() {
    let house = House::open().await;
    let report = house.report_with_files("false-bill", &[("bill.html", PAGE)]).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let base = format!("/desk/cases/{}/evidence", report.case);
    let list = officer.get(&base).await;
    let link = list.links().into_iter().find(|l| l.starts_with(&format!("{base}/"))).unwrap();
    let item = officer.get(&link).await;
    let refused = officer.submit(&item, "Take a copy of the original", &[("because", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let got =
        officer.submit(&item, "Take a copy of the original", &[("because", "The bank asks for it")]).await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.body.as_bytes(), PAGE);
    assert!(got.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let steps = house.app.store.custody_of(report.case).await.unwrap();
    assert_eq!(steps.last().unwrap().words.as_deref(), Some("The bank asks for it"));
}

#[tokio::test]
async fn a_locked_file_leaves_for_nobody_but_the_safeguarding_lead() {
    let house = House::open().await;
    let report = house.report_with_files("pictures", &[("a.png", &picture())]).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let base = format!("/desk/cases/{}/evidence", report.case);
    let link =
        officer.get(&base).await.links().into_iter().find(|l| l.starts_with(&format!("{base}/"))).unwrap();
    let item = officer.get(&link).await;
    let after = officer.submit(&item, "Lock this file", &[]).await;
    assert!(after.text().contains("locked"), "{}", after.text());
    let mut manager = house.sign_in_as(Role::Manager).await;
    for person in [&mut officer, &mut manager] {
        let page = person.get(&link).await;
        assert!(page.text().contains("Ask the safeguarding lead"), "{}", page.text());
        assert_ne!(person.get(&format!("{link}/shown")).await.status, StatusCode::OK);
    }
    let mut lead = house.sign_in_as(Role::SafeguardingLead).await;
    assert_eq!(lead.get(&format!("{link}/shown")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_file_is_reached_through_its_own_case_only_and_a_flagged_case_is_found_by_few() {
    let house = House::open().await;
    let one = house.report_with_files("false-bill", &[("bill.html", PAGE)]).await;
    let other = house.report("false-bill", Account::default()).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let base = format!("/desk/cases/{}/evidence", one.case);
    let link =
        officer.get(&base).await.links().into_iter().find(|l| l.starts_with(&format!("{base}/"))).unwrap();
    let through_other = link.replace(&one.case.to_string(), &other.case.to_string());
    assert_eq!(officer.get(&through_other).await.status, StatusCode::NOT_FOUND);
    let somebody = PersonId("00000000000000000000000000000009".parse().unwrap());
    let who = Who {
        case: Actor::Officer { person: somebody, role: Role::ContactOfficer },
        ledger: ledger::Actor::Person(somebody),
    };
    let raise = Saying::from(Deed::FlagRaised { flag: Flag::Stalking });
    tell(&house.app, &who, one.case, &[raise], None).await.unwrap().unwrap();
    assert_eq!(officer.get(&base).await.status, StatusCode::NOT_FOUND);
    let mut lead = house.sign_in_as(Role::SafeguardingLead).await;
    assert_eq!(lead.get(&base).await.status, StatusCode::OK);
    for role in [Role::OutreachOfficer, Role::Analyst, Role::PolicePartner] {
        let mut other = house.sign_in_as(role).await;
        assert_ne!(other.get(&base).await.status, StatusCode::OK, "{role}");
    }
}

#[tokio::test]
async fn two_people_place_a_hold_and_two_lift_it() {
    let house = House::open().await;
    let report = house.report("false-bill", Account::default()).await;
    let (mut ana, mut ben) =
        (house.sign_in_as(Role::ContactOfficer).await, house.sign_in_as(Role::ContactOfficer).await);
    let base = format!("/desk/cases/{}/evidence", report.case);
    let page = ana.get(&base).await;
    let page = ana.submit(&page, "Ask for a hold", &[("because", "The police asked, reference 12")]).await;
    assert!(page.text().contains("A second person must confirm"), "{}", page.text());
    let alone = ana.submit(&page, "Confirm the hold", &[]).await;
    assert_eq!(alone.status, StatusCode::CONFLICT);
    let page = ben.get(&base).await;
    let page = ben.submit(&page, "Confirm the hold", &[]).await;
    assert!(page.text().contains("it stands"), "{}", page.text());
    let page = ben.submit(&page, "Ask that the hold end", &[]).await;
    let page_of_ana = ana.get(&base).await;
    let over = ana.submit(&page_of_ana, "Confirm that the hold ends", &[]).await;
    assert!(over.text().contains("The hold is over"), "{} {}", over.text(), page.text());
}

#[tokio::test]
async fn somebody_gets_a_copy_of_what_we_hold_and_nobody_elses_data_with_it() {
    let house = House::open().await;
    let account = Account { happened: "The bill had another number.".to_owned(), ..Account::default() };
    let report = house.report("false-bill", account).await;
    let somebody = PersonId("00000000000000000000000000000009".parse().unwrap());
    let who = Who {
        case: Actor::Officer { person: somebody, role: Role::ContactOfficer },
        ledger: ledger::Actor::Person(somebody),
    };
    let note = Saying::with_words(&house.app, "Her brother Tom owes money.", |text| Deed::NoteAdded { text });
    tell(&house.app, &who, report.case, &[note], None).await.unwrap().unwrap();
    let mut officer = house.sign_in_as(Role::Manager).await;
    let page = officer.get(&format!("/desk/cases/{}/copy/{}", report.case, report.report)).await;
    assert!(page.text().contains("Her brother Tom"), "{}", page.text());
    let place = page.body.find("Her brother Tom").unwrap();
    let id = page.body[..place].rsplit("id=\"").next().unwrap().split('"').next().unwrap().to_owned();
    let file = officer.submit(&page, "Make the copy to read", &[("leave_out", &id)]).await;
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("what-we-hold-"));
    assert!(file.body.contains("The bill had another number."), "{}", file.body);
    assert!(file.body.contains("Ana Perera") && file.body.contains("[left out"), "{}", file.body);
    assert!(!file.body.contains("Tom") && !file.body.contains(&somebody.to_string()), "{}", file.body);
    let other = house.report("false-bill", Account::default()).await;
    let through_other = format!("/desk/cases/{}/copy/{}", other.case, report.report);
    assert_eq!(officer.get(&through_other).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_name_that_turns_the_text_around_is_made_plain_wherever_the_desk_shows_it() {
    let house = House::open().await;
    let report = house.report_with_files("false-bill", &[("bill\u{202e}fdp.exe", PAGE)]).await;
    let mut officer = house.sign_in_as(Role::ContactOfficer).await;
    let case = format!("/desk/cases/{}", report.case);
    let new_pack = format!("{case}/packs/new?to=police:metropolitan-police");
    for path in [case.clone(), format!("{case}/evidence"), new_pack] {
        let page = officer.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains("fdp.exe"), "{path}: {}", page.text());
        assert!(!page.body.contains('\u{202e}'), "{path}");
    }
}
