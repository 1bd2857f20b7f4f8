//! Mail of real organisations, written as they write: it must not be doubted, and looks genuine only with proof.

use triage::{Checked, Verdict};

use crate::house::{is_doubted, mail, proved, told};

#[test]
fn notices_of_real_organisations_are_left_alone_with_and_without_proof() {
    for (from, domain, subject, body) in [
        (
            "HM Revenue and Customs <no.reply@advice.hmrc.gov.uk>",
            "advice.hmrc.gov.uk",
            "Your tax return is due",
            "Your Self Assessment tax return is due by 31 January. Sign in to your account by the way that you always use. We never ask for card details by mail.",
        ),
        (
            "Royal Mail <no-reply@royalmail.com>",
            "royalmail.com",
            "Your parcel is on its way",
            "Your parcel arrives today. Track your parcel: https://www.royalmail.com/track-your-item",
        ),
        (
            "Barclays <alerts@barclays.co.uk>",
            "barclays.co.uk",
            "A new sign-in",
            "Someone signed in to your account on a new device. If it was you, you need do nothing. https://www.barclays.co.uk/security",
        ),
        (
            "PayPal <service@paypal.co.uk>",
            "paypal.co.uk",
            "Receipt for your payment",
            "You sent a payment of £12.40 to Northgate Bakery. View the details of your payment: https://www.paypal.com/activity",
        ),
        (
            "Amazon.co.uk <order-update@amazon.co.uk>",
            "amazon.co.uk",
            "Your order has been sent",
            "Your order arrives tomorrow. Delivery address: Northgate. https://www.amazon.co.uk/orders",
        ),
        (
            "Xero <messaging-service@post.xero.com>",
            "post.xero.com",
            "Invoice INV-0042 from Northgate Bakery",
            "Here is your invoice. View your invoice: https://in.xero.com/abc",
        ),
        (
            "Companies House <noreply@companieshouse.gov.uk>",
            "companieshouse.gov.uk",
            "Your confirmation statement is due",
            "File it by 14 December 2026, or you may have to pay a penalty. https://www.gov.uk/file-your-confirmation-statement",
        ),
        (
            "Netflix <info@mailer.netflix.com>",
            "mailer.netflix.com",
            "New this week",
            "Here is what is new. https://www.netflix.com/browse",
        ),
    ] {
        let with = proved(from, domain, subject, body);
        assert!(!is_doubted(&with), "{from}\n{}", told(&with));
        let without = mail(from, subject, body);
        assert!(!is_doubted(&without), "{from}\n{}", told(&without));
        assert_eq!(without.verdict, Verdict::CannotTell, "{from}");
    }
}

#[test]
fn with_proof_and_links_of_its_own_it_looks_genuine_and_says_why() {
    let said = proved(
        "Royal Mail <no-reply@royalmail.com>",
        "royalmail.com",
        "Your parcel",
        "It arrives today. https://www.royalmail.com/track",
    );
    assert_eq!(said.verdict, Verdict::LooksGenuine, "{}", told(&said));
    assert_eq!(
        said.reasons[0].sentence,
        "Your mail provider says that it was really sent by royalmail[.]com."
    );
    assert!(matches!(said.authentication.checked, Checked::ProviderSays { .. }));
}

#[test]
fn a_proof_of_somebody_else_is_no_proof() {
    let said =
        proved("Royal Mail <no-reply@pay-desk.net>", "pay-desk.net", "Your parcel", "It arrives today.");
    assert!(is_doubted(&said), "{}", told(&said));
}

#[test]
fn a_service_through_which_anybody_can_write_never_looks_genuine() {
    let said = proved("Zendesk <support@desk.zendesk.com>", "desk.zendesk.com", "Hello", "Hello.");
    assert_ne!(said.verdict, Verdict::LooksGenuine, "{}", told(&said));
}

#[test]
fn words_of_everyday_business_are_left_alone() {
    for (from, subject, body) in [
        (
            "Jo Park <jo@cafe-shop.co.uk>",
            "Invoice for October",
            "Hi, please find attached the invoice for October. Payment as usual within 30 days. Thanks, Jo",
        ),
        (
            "Sam Lee <sam.lee@gmail.com>",
            "Saturday",
            "Hi, are you free on Saturday for lunch? My number is 07700 900123. Sam",
        ),
        (
            "Northgate Timber <news@northgate-timber.co.uk>",
            "Autumn sale",
            "Our autumn sale starts today: 20% off oak boards until Sunday. Come and see us at the yard.",
        ),
        (
            "Anna Green <anna@green-accounts.co.uk>",
            "Year end",
            "Please send me the bank statements for September when you have a moment. Deadline for the accounts is 31 December.",
        ),
        (
            "Town Library <library@camden.gov.uk>",
            "Your books",
            "Two books are due back on Friday. You can renew them at any library.",
        ),
    ] {
        let said = mail(from, subject, body);
        assert!(!is_doubted(&said), "{from}\n{}", told(&said));
    }
}
