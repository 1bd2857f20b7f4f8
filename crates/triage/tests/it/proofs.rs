//! Signatures verified from records that are held, and never from anywhere else.

use data_encoding::BASE64;
use ring::signature::{Ed25519KeyPair, KeyPair};
use sha2::{Digest, Sha256};
use triage::{Checked, Examination, Records, Setting, examine};

use crate::house::{Came, NOW, book};

struct Held(Vec<(String, String)>);

impl Records for Held {
    fn txt(&self, name: &str) -> Option<Vec<String>> {
        let found: Vec<String> =
            self.0.iter().filter(|(held, _)| held == name).map(|(_, text)| text.clone()).collect();
        (!found.is_empty()).then_some(found)
    }
}

fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap()
}

/// A mail with a signature over From, To and Subject (relaxed/relaxed).
fn signed(domain: &str, extra: &str) -> String {
    let body = "Hello,\r\n\r\nyour parcel   arrives today. \r\n\r\n\r\n";
    let hash = BASE64.encode(&Sha256::digest("Hello,\r\n\r\nyour parcel arrives today.\r\n"));
    let head =
        "From: Royal Mail <news@royalmail.com>\r\nTo: shop@northgate.example\r\nSubject: Your   parcel\r\n";
    let line = format!(
        "v=1; a=ed25519-sha256; c=relaxed/relaxed; d={domain}; s=one; h=from:to:subject; bh={hash};{extra} b="
    );
    let input = format!(
        "from:Royal Mail <news@royalmail.com>\r\nto:shop@northgate.example\r\nsubject:Your parcel\r\ndkim-signature:{line}"
    );
    let value = BASE64.encode(key().sign(&Sha256::digest(input)).as_ref());
    format!("DKIM-Signature: {line}{value}\r\n{head}Date: Mon, 02 Nov 2026 09:00:00 +0000\r\n\r\n{body}")
}

fn record() -> String {
    format!("v=DKIM1; k=ed25519; p={}", BASE64.encode(key().public_key().as_ref()))
}

fn look(message: &str, held: &[(&str, &str)]) -> Examination {
    let held = Held(held.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect());
    let book = book();
    let setting = Setting { book: &book, own: &[], now: NOW, eyes: &enclosures::Blind, records: &held };
    examine(message.as_bytes(), Came::Saved, &setting)
}

#[test]
fn a_signature_of_the_senders_own_domain_proves_it() {
    let said = look(&signed("royalmail.com", ""), &[("one._domainkey.royalmail.com", &record())]);
    assert_eq!(said.authentication.checked, Checked::SentBy { domain: "royalmail.com".into() });
    assert_eq!(said.authentication.sentence, "We checked: it was really sent by royalmail[.]com.");
}

#[test]
fn a_changed_word_breaks_it() {
    let made = format!(" t={};", NOW - 60);
    let changed = signed("royalmail.com", &made).replace("arrives", "waits");
    let said = look(&changed, &[("one._domainkey.royalmail.com", &record())]);
    assert_eq!(said.authentication.checked, Checked::NotChecked);
    let said = look(
        &changed,
        &[("one._domainkey.royalmail.com", &record()), ("_dmarc.royalmail.com", "v=DMARC1; p=reject")],
    );
    assert_eq!(said.authentication.checked, Checked::NotSentBy { domain: "royalmail.com".into() });
}

#[test]
fn a_signature_that_fails_long_after_it_was_made_accuses_nobody() {
    let held = record();
    let held =
        [("one._domainkey.royalmail.com", held.as_str()), ("_dmarc.royalmail.com", "v=DMARC1; p=reject")];
    let checked = |extra: &str, held: &[(&str, &str)]| {
        let changed = signed("royalmail.com", extra).replace("arrives", "waits");
        look(&changed, held).authentication.checked
    };
    let disowned = Checked::NotSentBy { domain: "royalmail.com".into() };
    let week = 7 * 24 * 60 * 60;
    assert_eq!(checked(&format!(" t={};", NOW - week), &held), disowned);
    assert_eq!(
        checked(&format!(" t={};", NOW - week - 1), &held),
        Checked::NotChecked,
        "the key may be another by now"
    );
    assert_eq!(checked("", &held), Checked::NotChecked, "nobody knows when it was made");
    let recent = format!(" t={};", NOW - 60);
    let taken_back = [("one._domainkey.royalmail.com", "v=DKIM1; p="), held[1]];
    assert_eq!(checked(&recent, &taken_back), Checked::NotChecked, "a key that was taken back says nothing");
    assert_eq!(checked(&recent, &held[..1]), Checked::NotChecked, "rules that are not held say nothing");
    let unsigned = signed("royalmail.com", "").split_once("\r\n").unwrap().1.to_owned();
    assert_eq!(
        look(&unsigned, &held).authentication.checked,
        Checked::NotChecked,
        "its server may be the right one"
    );
    let seen_before = format!(
        "Authentication-Results: mx.google.com; dmarc=pass header.from=royalmail.com\r\n{}",
        signed("royalmail.com", &recent).replace("arrives", "waits")
    );
    let said = look(&seen_before, &held).authentication.checked;
    assert!(matches!(said, Checked::ProviderSays { .. }), "{said:?}");
}

#[test]
fn somebody_elses_signature_proves_nothing() {
    let said = look(&signed("pay-desk.net", ""), &[("one._domainkey.pay-desk.net", &record())]);
    assert_eq!(said.authentication.checked, Checked::NotChecked);
}

#[test]
fn a_record_that_is_not_held_is_wanted_and_nothing_is_guessed() {
    let said = look(&signed("royalmail.com", ""), &[]);
    assert_eq!(said.authentication.checked, Checked::NotChecked);
    assert_eq!(said.authentication.wanted, [("royalmail.com".to_owned(), "one".to_owned())]);
}

#[test]
fn a_body_signed_in_part_a_second_sender_and_an_old_signature_prove_nothing() {
    let held = record();
    let held = [("one._domainkey.royalmail.com", held.as_str())];
    assert_eq!(look(&signed("royalmail.com", " l=10;"), &held).authentication.checked, Checked::NotChecked);
    assert_eq!(
        look(&signed("royalmail.com", " x=1700000000;"), &held).authentication.checked,
        Checked::NotChecked
    );
    let two = signed("royalmail.com", "").replacen("From: ", "From: Other <other@pay-desk.net>\r\nFrom: ", 1);
    assert_eq!(look(&two, &held).authentication.checked, Checked::NotChecked);
}

#[test]
fn results_that_the_sender_wrote_into_the_header_are_not_believed() {
    let forged = format!(
        "Authentication-Results: mail.pay-desk.net; dmarc=pass header.from=royalmail.com\r\n{}",
        signed("royalmail.com", "")
    );
    assert_eq!(look(&forged, &[]).authentication.checked, Checked::NotChecked);
}
