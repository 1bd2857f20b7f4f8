use super::*;
use crate::membership::{SizeBand, UNDERTAKINGS_VERSION};
use crate::region::BoroughCode;
use crate::region::tests::testford;

fn bakery() -> Application {
    Application {
        name: "Anna's  Bakery".into(),
        postcode: "tf11aa".into(),
        sector: "g".into(),
        size: "micro".into(),
        contact_name: "Anna Baker".into(),
        email: "anna@bakery.example".into(),
        phone: "07700 900123".into(),
        domain: "https://www.bakery.example/shop".into(),
        undertakings_accepted: true,
        ..Application::default()
    }
}

fn told(application: &Application) -> Vec<String> {
    let errors = application.read(&testford()).unwrap_err();
    errors.iter().map(|e| format!("{}: {}", e.field, e.problem)).collect()
}

#[test]
fn a_full_form_becomes_a_member() {
    let member = bakery().read(&testford()).unwrap();
    assert_eq!(member.name.as_str(), "Anna's Bakery");
    assert_eq!(member.borough.as_str(), "T02");
    assert_eq!(member.domain.unwrap().as_ascii(), "bakery.example");
    assert_eq!(member.undertakings_version, UNDERTAKINGS_VERSION);
}

#[test]
fn phone_and_domain_may_be_empty() {
    let form = Application { phone: " ".into(), domain: String::new(), ..bakery() };
    let member = form.read(&testford()).unwrap();
    assert_eq!((member.phone, member.domain), (None, None));
}

#[test]
fn an_empty_form_says_everything_at_once_in_the_order_of_the_form() {
    assert_eq!(
        told(&Application::default()),
        [
            "name: Type the name of your firm.",
            "postcode: Type your postcode, for example TF1 1AA.",
            "sector: Choose what your firm does. If nothing fits, choose the nearest.",
            "size: Choose how many people work with you.",
            "contact_name: Type your own name.",
            "email: Type your e-mail address, for example name@bakery.example.",
            "undertakings_accepted: Read what we ask of you, then tick the box to agree.",
        ]
    );
}

#[test]
fn what_is_typed_wrongly_is_told_kindly() {
    let form = Application {
        name: "x".repeat(201),
        contact_name: "a\u{202e}b".into(),
        phone: "none".into(),
        domain: "bakery".into(),
        ..bakery()
    };
    assert_eq!(
        told(&form),
        [
            "name: Type the name of your firm in up to 200 plain letters.",
            "contact_name: Type your own name in up to 200 plain letters.",
            "phone: Type your phone number with its area code, or leave this empty.",
            "domain: A web address has a dot in it, for example bakery.co.uk. Leave this empty if you have none.",
        ]
    );
}

#[test]
fn a_firm_from_elsewhere_is_told_so() {
    let form = Application { postcode: "EH1 1AA".into(), ..bakery() };
    assert_eq!(
        told(&form),
        [
            "postcode: That postcode is not in Testford. Only firms in Testford can join. Our help pages are for everybody."
        ]
    );
}

#[test]
fn a_postcode_in_two_boroughs_is_asked_about_the_likelier_first() {
    let form = Application { postcode: "TF2 1AA".into(), ..bakery() };
    let errors = form.read(&testford()).unwrap_err();
    let choices = vec![BoroughCode::parse("T02").unwrap(), BoroughCode::parse("T03").unwrap()];
    assert_eq!(errors, [FieldError { field: Field::Borough, problem: Problem::ChooseBorough { choices } }]);

    let chosen = Application { borough: "T03".into(), ..form.clone() };
    assert_eq!(chosen.read(&testford()).unwrap().borough.as_str(), "T03");
    let impossible = Application { borough: "T01".into(), ..form };
    assert!(impossible.read(&testford()).is_err());
}

#[test]
fn a_few_streets_of_another_borough_are_not_asked_about() {
    let form = Application { postcode: "TF3 1AA".into(), ..bakery() };
    assert_eq!(form.read(&testford()).unwrap().borough.as_str(), "T01");
    let chosen = Application { borough: "T03".into(), ..form };
    assert_eq!(chosen.read(&testford()).unwrap().borough.as_str(), "T03");
}

#[test]
fn sizes_follow_the_number_of_staff() {
    let bands = [0, 1, 9, 10, 49, 50, 249, 250].map(SizeBand::of);
    use SizeBand::*;
    assert_eq!(bands, [SoleTrader, Micro, Micro, Small, Small, Medium, Medium, Large]);
    assert_eq!("micro".parse(), Ok(SizeBand::Micro));
    assert_eq!("giant".parse::<SizeBand>().unwrap_err().to_string(), "\"giant\" is no size band");
}
