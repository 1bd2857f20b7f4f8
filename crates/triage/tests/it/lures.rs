//! Lures that people here get, as they get them.

use triage::{Next, Route, Verdict};

use crate::house::{Came, is_doubted, look, mail, proved, raw, text, told};

#[test]
fn text_messages_that_play_an_office_or_a_courier_are_doubted() {
    for words in [
        "GOV.UK: HMRC has issued you a tax refund of £276.40. Claim your refund now: https://hmrc-refund-portal.com/claim",
        "Royal Mail: Your parcel is waiting for delivery. Please confirm the settlement of £1.99 shipping fee: https://royalmail-fee-payment.com",
        "EVRI: We tried to deliver your parcel but nobody was home. Reschedule your delivery: https://evri-redelivery-uk.top/x",
        "DVLA: Your vehicle tax payment failed. Update your payment details within 24 hours: https://dvla-vehicle-tax.info/pay",
        "TV Licensing: your TV licence payment was declined. Update your billing: https://tvlicensing-renew.net",
        "Your council tax band has been reviewed. You are due a refund of £412. Apply: https://council-tax-rebate.online",
        "NHS: you have been in contact with a case. Order your test kit, pay £0.99: https://nhs-kit-order.com",
        "HSBC ALERT: An unusual payment of £840 to MR J COLE was attempted. If this was NOT you, call us immediately on 020 7946 0857",
        "Hi mum, I dropped my phone in the sink. This is my new number, text me on whatsapp 07700 900321 x",
        "Hello, I am a recruiter from Indeed. Remote job, flexible hours, earn £80-£300 per day. Contact me on WhatsApp +44 7700 900654",
        "Trust Wallet: your wallet will be suspended. Verify your wallet and enter your recovery phrase: https://trustwallet-verify.pages.dev",
    ] {
        let said = text(words);
        assert!(is_doubted(&said), "{words}\n{}", told(&said));
        assert_eq!(said.routes.first(), Some(&Route::Text7726), "{words}");
        assert!((1..=3).contains(&said.reasons.len()), "{}", told(&said));
    }
}

#[test]
fn twins_of_these_texts_that_ask_for_nothing_are_not_doubted() {
    for words in [
        "Your Royal Mail item arrives today between 10:05 and 14:05. Nobody needs to do anything.",
        "Evri: your parcel was left with your neighbour at number 12.",
        "Reminder: your appointment at the dentist is on Friday at 09:30. Ring 020 7946 0111 to change it.",
        "HSBC: your monthly statement is ready in the app.",
        "Hi mum, running late, start dinner without me x",
        "Your council tax bill for 2026 is in the post.",
        "Your code for Northgate Bakery is 482913. Never share it with anybody.",
        "The MOT of your van is due on 3 December. You can book at any garage.",
    ] {
        let said = text(words);
        assert!(!is_doubted(&said), "{words}\n{}", told(&said));
        assert_ne!(said.verdict, Verdict::LooksGenuine, "{words}");
    }
}

#[test]
fn mail_that_plays_the_boss_and_wants_gift_cards_is_doubted() {
    let said = mail(
        "Director <director.office.77@gmail.com>",
        "Quick task",
        "Are you at your desk? I am in a meeting and can't talk right now. Please buy five gift cards of £100 for a client, scratch the back and send me the codes. Keep this between us, I will pay you back.",
    );
    assert_eq!(said.verdict, Verdict::Scam, "{}", told(&said));
}

#[test]
fn a_supplier_whose_bank_details_have_changed_is_doubted_and_the_next_step_is_to_ring() {
    let said = mail(
        "Accounts <accounts@millstone-timber.example.com>",
        "Re: Invoice 20417",
        "Dear all,\n\nPlease note that our bank details have changed. Kindly use the new account below for invoice 20417 and confirm once paid.\n\nSort code 12-34-56, account 12345678\n\nRegards",
    );
    assert!(is_doubted(&said), "{}", told(&said));
    assert_eq!(said.next, Next::RingBeforePaying);
    assert!(said.routes.contains(&Route::Bank));
}

#[test]
fn a_threat_to_show_a_film_is_a_scam_whoever_sends_it() {
    let said = mail(
        "you <shop@northgate.example>",
        "Your device was hacked",
        "I have full access to your device. I recorded you through your webcam while you visited adult websites. Send 900 dollars in bitcoin to 1BoatSLRHtKNngkdXEeobR76b53LETtpyT within 48 hours, or all your contacts will get the video.",
    );
    assert_eq!(said.verdict, Verdict::Scam, "{}", told(&said));
    assert!(said.reasons[0].sentence.contains("there is no film"), "{}", told(&said));
}

#[test]
fn an_invoice_with_a_number_to_ring_about_what_nobody_ordered_is_doubted() {
    let said = mail(
        "Norton LifeLock <billing.desk4471@gmail.com>",
        "Your subscription has been renewed",
        "Thank you for your purchase. Your Norton 360 protection has been renewed and £349.99 will be charged today. If you did not authorise this order, call our support on 020 7946 0222 to cancel it.",
    );
    assert_eq!(said.verdict, Verdict::Scam, "{}", told(&said));
    assert_eq!(said.claims.as_deref(), Some("norton"));
}

#[test]
fn a_helper_who_wants_into_the_computer_is_doubted() {
    let said = mail(
        "Microsoft Support <help@pc-care-desk.com>",
        "Virus detected",
        "Your computer is infected. Call us now on 020 7946 0333 and our technician will connect with AnyDesk.",
    );
    assert_eq!(said.verdict, Verdict::Scam, "{}", told(&said));
}

#[test]
fn a_fortune_from_a_stranger_is_doubted() {
    let said = mail(
        "Barrister John Cole <barr.cole1964@yahoo.com>",
        "Attention: beneficiary",
        "Dear friend, I am the attorney of a deceased client who left the sum of 12 million dollars. You are named as next of kin. Reply with your full name, address and phone number, and keep this confidential.",
    );
    assert_eq!(said.verdict, Verdict::Scam, "{}", told(&said));
}

#[test]
fn an_address_that_looks_like_a_known_one_decides_alone() {
    let said = mail("Bookings <info@roya1mail.com>", "News", "Hello, here is our news.");
    assert_eq!(said.verdict, Verdict::Scam, "{}", told(&said));
    assert_eq!(
        said.reasons[0].sentence,
        "The address looks like royalmail[.]com, but it is roya1mail[.]com."
    );
}

#[test]
fn what_was_forwarded_inline_is_judged_by_what_is_left_and_never_looks_genuine() {
    let forward = |from: &str, body: &str| {
        raw(
            "Jo <jo@northgate.example>",
            "Fwd: a message",
            &format!(
                "Is this real?\n\n---------- Forwarded message ---------\nFrom: {from}\nDate: Mon, 2 Nov 2026 at 08:00\nSubject: Your account\nTo: <shop@northgate.example>\n\n{body}"
            ),
        )
    };
    let bad = look(
        forward("PayPal <service@secure-desk.net>", "Your PayPal account was suspended. Verify your account within 24 hours: https://secure-desk.net/login").as_bytes(),
        Came::SentToUs,
    );
    assert!(is_doubted(&bad), "{}", told(&bad));
    let good = look(
        forward(
            "PayPal <service@paypal.co.uk>",
            "Your monthly statement is ready. Log in the way you always do.",
        )
        .as_bytes(),
        Came::SentToUs,
    );
    assert_eq!(good.verdict, Verdict::CannotTell, "{}", told(&good));
    assert_eq!(good.next, Next::SendAsAttachment);
}

#[test]
fn nothing_that_is_told_can_be_pressed() {
    let said = proved(
        "Desk <desk@pay-desk.net>",
        "pay-desk.net",
        "Look at https://pay-desk.net/x",
        "Press https://pay-desk.net/login?user=shop@northgate.example now, or write to desk@pay-desk.net.",
    );
    let mut told = format!("{} {} {} {}", said.subject, said.sender, said.excerpt, told(&said));
    for indicator in &said.indicators {
        told.push_str(&indicator.shown);
    }
    assert!(!told.contains("http"), "{told}");
    assert!(!told.contains("pay-desk.net"), "{told}");
}
