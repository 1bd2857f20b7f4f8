//! Forwards in the words of a mail, as programs write them in the languages of their users.

use message::{Came, Dialect, Flag, Kept, Mailbox, Reading, Way, read};

fn sent(body: &str) -> Reading {
    let mail = format!(
        "From: Baker <baker@bakery.example>\nTo: report@centre.example\nSubject: Fwd: Your parcel\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}"
    );
    read(mail.replace('\n', "\r\n").as_bytes(), Came::SentToUs)
}

fn sent_html(body: &str) -> Reading {
    let mail = format!(
        "From: Baker <baker@bakery.example>\nTo: report@centre.example\nSubject: WG: Your parcel\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{body}"
    );
    read(mail.replace('\n', "\r\n").as_bytes(), Came::SentToUs)
}

fn sender(reading: &Reading) -> (&str, &str) {
    reading.headers.from.first().map(|from| (from.name.as_str(), from.address.as_str())).unwrap_or_default()
}

#[test]
fn gmail_forwards_in_many_languages() {
    let forwards = [
        "---------- Forwarded message ---------\nFrom: Post <a@evil.example>\nDate: Thu, 12 Nov 2026 at 10:02\nSubject: Your parcel\nTo: <baker@bakery.example>",
        "---------- Weitergeleitete Nachricht ---------\nVon: Post <a@evil.example>\nDate: Do., 12. Nov. 2026 um 10:02 Uhr\nSubject: Your parcel\nTo: <baker@bakery.example>",
        "---------- Message transféré ---------\nDe : Post <a@evil.example>\nDate: jeu. 12 nov. 2026 à 10:02\nObjet : Your parcel\nÀ : <baker@bakery.example>",
        "---------- Forwarded message ---------\nDe: Post <a@evil.example>\nFecha: jue, 12 nov 2026 a las 10:02\nAsunto: Your parcel\nPara: <baker@bakery.example>",
        "---------- Mensagem encaminhada ---------\nDe: Post <a@evil.example>\nData: qui., 12 de nov. de 2026\nAssunto: Your parcel\nPara: <baker@bakery.example>",
        "---------- Messaggio inoltrato ---------\nDa: Post <a@evil.example>\nData: gio 12 nov 2026\nOggetto: Your parcel\nA: <baker@bakery.example>",
        "---------- Doorgestuurd bericht ---------\nVan: Post <a@evil.example>\nDatum: do 12 nov 2026\nOnderwerp: Your parcel\nAan: <baker@bakery.example>",
        "---------- Wiadomość przekazana ---------\nOd: Post <a@evil.example>\nData: czw., 12 lis 2026\nTemat: Your parcel\nDo: <baker@bakery.example>",
        "---------- Vidarebefordrat meddelande ---------\nFrån: Post <a@evil.example>\nDatum: tors 12 nov 2026\nÄmne: Your parcel\nTill: <baker@bakery.example>",
    ];
    for forward in forwards {
        let reading =
            sent(&format!("Is this real?\n\n{forward}\n\n\nPay at https://evil.example/pay now.\n"));
        assert_eq!(reading.way, Way::Inline(Dialect::Gmail), "{forward}");
        assert_eq!(reading.kept, Kept::Copied);
        assert_eq!(sender(&reading), ("Post", "a@evil.example"), "{forward}");
        assert_eq!(reading.headers.subject, "Your parcel", "{forward}");
        assert_eq!(reading.body.text, "Pay at https://evil.example/pay now.", "{forward}");
        let reporter = reading.reporter.expect("somebody forwarded it");
        assert_eq!(reporter.note, "Is this real?");
        assert_eq!(reporter.mailbox.address, "baker@bakery.example");
    }
}

#[test]
fn outlook_forwards_in_many_languages() {
    let forwards = [
        "-----Original Message-----\nFrom: Post <a@evil.example>\nSent: 12 November 2026 10:02\nTo: Baker <baker@bakery.example>\nSubject: Your parcel",
        "From: Post <a@evil.example<mailto:a@evil.example>>\nSent: 12 November 2026 10:02\nTo: Baker <baker@bakery.example>\nCc: b@bakery.example\nSubject: Your parcel",
        "________________________________\nFrom: Post [mailto:a@evil.example]\nSent: Thursday, November 12, 2026 10:02:00 AM\nTo: Baker\nSubject: Your parcel\nImportance: High",
        "-----Ursprüngliche Nachricht-----\nVon: Post <a@evil.example>\nGesendet: Donnerstag, 12. November 2026 10:02\nAn: Baker\nBetreff: Your parcel",
        "De : Post <a@evil.example>\nEnvoyé : jeudi 12 novembre 2026 10:02\nÀ : Baker <baker@bakery.example>\nObjet : Your parcel",
        "De: Post <a@evil.example>\nEnviado el: jueves, 12 de noviembre de 2026 10:02\nPara: Baker\nAsunto: Your parcel",
        "De: Post <a@evil.example>\nEnviada em: quinta-feira, 12 de novembro de 2026 10:02\nPara: Baker\nAssunto: Your parcel",
        "Da: Post <a@evil.example>\nInviato: giovedì 12 novembre 2026 10:02\nA: Baker\nOggetto: Your parcel",
        "Van: Post <a@evil.example>\nVerzonden: donderdag 12 november 2026 10:02\nAan: Baker\nOnderwerp: Your parcel",
        "Od: Post <a@evil.example>\nWysłano: czwartek, 12 listopada 2026 10:02\nDo: Baker\nTemat: Your parcel",
        "Från: Post <a@evil.example>\nSkickat: den 12 november 2026 10:02\nTill: Baker\nÄmne: Your parcel",
    ];
    for forward in forwards {
        let reading = sent(&format!(
            "Hello,\nis this real?\n\nKind regards\nBaker\n\n{forward}\n\nDear customer, pay now.\n"
        ));
        assert_eq!(reading.way, Way::Inline(Dialect::Outlook), "{forward}");
        assert_eq!(sender(&reading), ("Post", "a@evil.example"), "{forward}");
        assert_eq!(reading.headers.subject, "Your parcel", "{forward}");
        assert_eq!(reading.body.text, "Dear customer, pay now.", "{forward}");
        assert!(reading.reporter.is_some_and(|reporter| reporter.note.ends_with("Baker")));
    }
}

#[test]
fn apple_mail_quotes_what_it_forwards() {
    let begins = [
        ("Begin forwarded message:", "From", "Subject", "Date", "To"),
        ("Anfang der weitergeleiteten Nachricht:", "Von", "Betreff", "Datum", "An"),
        ("Début du message transféré :", "De", "Objet", "Date", "À"),
        ("Inicio del mensaje reenviado:", "De", "Asunto", "Fecha", "Para"),
        ("Início da mensagem reencaminhada:", "De", "Assunto", "Data", "Para"),
        ("Inizio messaggio inoltrato:", "Da", "Oggetto", "Data", "A"),
        ("Begin doorgestuurd bericht:", "Van", "Onderwerp", "Datum", "Aan"),
        ("Początek przekazywanej wiadomości:", "Od", "Temat", "Data", "Do"),
        ("Vidarebefordrat brev:", "Från", "Ämne", "Datum", "Till"),
    ];
    for (begin, from, subject, date, to) in begins {
        let reading = sent(&format!(
            "\n\nSent from my telephone\n\n{begin}\n\n> {from}: Post <a@evil.example>\n> {date}: 12 November 2026 at 10:02:00 GMT\n> {to}: baker@bakery.example\n> {subject}: Your parcel\n> \n> Dear customer,\n> pay now.\n"
        ));
        assert_eq!(reading.way, Way::Inline(Dialect::Apple), "{begin}");
        assert_eq!(sender(&reading), ("Post", "a@evil.example"), "{begin}");
        assert_eq!(reading.headers.subject, "Your parcel", "{begin}");
        assert_eq!(reading.body.text, "Dear customer,\npay now.", "{begin}");
    }
}

#[test]
fn other_programs_and_telephones_write_their_own_blocks() {
    let forwards = [
        "-------- Forwarded Message --------\nSubject: Your parcel\nDate: Thu, 12 Nov 2026 10:02:00 +0000\nFrom: Post <a@evil.example>\nTo: baker@bakery.example",
        "-------- Original message --------\nFrom: Post <a@evil.example>\nDate: 12/11/2026 10:02 (GMT+00:00)\nTo: baker@bakery.example\nSubject: Your parcel",
        "----- Forwarded Message -----\nFrom: Post <a@evil.example>\nTo: baker@bakery.example\nSent: Thursday 12 November 2026\nSubject: Your parcel",
        "Gesendet: Donnerstag, 12. November 2026 um 10:02 Uhr\nVon: Post <a@evil.example>\nAn: baker@bakery.example\nBetreff: Your parcel",
    ];
    for forward in forwards {
        let reading = sent(&format!("Real?\n\n{forward}\n\nPay now.\n"));
        assert_eq!(reading.way, Way::Inline(Dialect::Other), "{forward}");
        assert_eq!(
            (sender(&reading), reading.headers.subject.as_str()),
            (("Post", "a@evil.example"), "Your parcel"),
            "{forward}"
        );
        assert_eq!(reading.body.text, "Pay now.", "{forward}");
    }
}

#[test]
fn a_forward_in_html_takes_its_own_links_along_and_leaves_those_of_the_reporter() {
    let reading = sent_html(
        "<div>Is this real? <a href='https://bakery.example/'>Our bakery</a></div><div style='border-top:solid'><b>Von:</b> Post &lt;a@evil.example&gt;<br><b>Gesendet:</b> Donnerstag<br>\
         <b>An:</b> Baker<br><b>Betreff:</b> Your parcel<br></div><div>Press <a href='https://evil.example/pay'>here</a>.<span style='display:none'>zebra words</span></div>",
    );
    assert_eq!(reading.way, Way::Inline(Dialect::Outlook));
    assert_eq!(sender(&reading), ("Post", "a@evil.example"));
    assert_eq!(reading.body.text, "Press here.");
    assert_eq!(reading.links.len(), 1);
    assert_eq!(
        (reading.links[0].target.as_str(), reading.links[0].shown.as_str()),
        ("https://evil.example/pay", "here")
    );
    assert_eq!(reading.body.hidden.len(), 1);
    assert_eq!(reading.reporter.expect("forwarded").note, "Is this real? Our bakery");
}

#[test]
fn a_forward_in_a_quotation_of_html_loses_the_marks_of_quotation() {
    let reading = sent_html(
        "<div><br></div><div>Begin forwarded message:<br><blockquote type='cite'><div><b>From: </b>Post &lt;a@evil.example&gt;</div><div><b>Subject: </b>Your parcel</div><div><b>Date: </b>12 November 2026</div>\
         <br><div>Dear customer,</div><div><a href='https://evil.example/'>pay now</a></div></blockquote></div>",
    );
    assert_eq!(reading.way, Way::Inline(Dialect::Apple));
    assert_eq!(reading.body.text, "Dear customer,\npay now");
    assert_eq!(reading.links[0].shown, "pay now");
}

#[test]
fn a_forward_of_a_forward_leads_to_the_innermost() {
    let reading = sent(
        "FYI\n\n---------- Forwarded message ---------\nFrom: Colleague <till@bakery.example>\nDate: today\nSubject: Fwd: Your parcel\nTo: <baker@bakery.example>\n\nWhat do you think?\n\n\
         ---------- Forwarded message ---------\nFrom: Post <a@evil.example>\nDate: today\nSubject: Your parcel\nTo: <till@bakery.example>\n\nPay now.\n",
    );
    assert_eq!(sender(&reading), ("Post", "a@evil.example"));
    assert_eq!(reading.body.text, "Pay now.");
    assert_eq!(reading.reporter.expect("forwarded").note, "FYI");
}

#[test]
fn a_thief_cannot_hide_behind_a_forward_of_their_own_making() {
    let reading = sent(
        "Real?\n\n---------- Forwarded message ---------\nFrom: Post <a@evil.example>\nDate: today\nSubject: Fwd: Your parcel\nTo: <baker@bakery.example>\n\nPay at https://evil.example/ today.\n\n\
         ---------- Forwarded message ---------\nFrom: Tax Office <office@tax.example>\nDate: today\nSubject: Thank you\nTo: <baker@bakery.example>\n\nAll is well.\n",
    );
    assert_eq!(sender(&reading), ("Post", "a@evil.example"));
    assert!(reading.body.text.starts_with("Pay at https://evil.example/ today."));
    // Nor behind an address in the name.
    let reading = sent(
        "---------- Forwarded message ---------\nFrom: Bank <help@bank.example> <a@evil.example>\nDate: today\nSubject: x\n\nPay.\n",
    );
    assert_eq!(sender(&reading), ("Bank <help@bank.example>", "a@evil.example"));
}

#[test]
fn a_message_sent_on_by_answering_it_is_unwound() {
    let reading = sent(
        "Is this real?\n\nOn Thu, 12 Nov 2026 at 10:02, Post <a@evil.example> wrote:\n\n> Dear customer,\n> pay now.\n",
    );
    assert_eq!(reading.way, Way::Inline(Dialect::Other));
    assert_eq!(sender(&reading), ("Post", "a@evil.example"));
    assert_eq!(reading.headers.subject, "Your parcel");
    assert_eq!(reading.body.text, "Dear customer,\npay now.");
}

#[test]
fn two_senders_in_a_copied_line_are_both_kept_and_told() {
    let reading = sent(
        "---------- Forwarded message ---------\nFrom: Bank <help@bank.example>, Bank <a@evil.example>\nDate: today\nSubject: x\n\nPay.\n",
    );
    let addresses: Vec<&str> = reading.headers.from.iter().map(|from| from.address.as_str()).collect();
    assert_eq!(addresses, ["help@bank.example", "a@evil.example"]);
    assert!(reading.flags.contains(&Flag::DoubledHeader));
}

#[test]
fn a_sender_without_an_address_is_told() {
    let reading = sent(
        "-----Original Message-----\nFrom: The Post\nSent: today\nTo: Baker\nSubject: Your parcel\n\nPay.\n",
    );
    assert_eq!(reading.headers.from, [Mailbox { name: "The Post".to_owned(), address: String::new() }]);
    assert!(reading.flags.contains(&Flag::NoSender));
}

#[test]
fn words_to_us_without_a_forward_are_the_message() {
    let reading = sent("I had a text: your parcel is held, pay at https://evil.example/p\n");
    assert_eq!((reading.way, reading.kept), (Way::Words, Kept::Nothing));
    assert!(reading.headers.from.is_empty());
    assert_eq!(reading.links.len(), 1);
    assert_eq!(reading.reporter.expect("somebody wrote").mailbox.address, "baker@bakery.example");
}

#[test]
fn a_redirected_message_is_the_message() {
    let mail = b"Resent-From: baker@bakery.example\r\nFrom: Post <a@evil.example>\r\nSubject: Your parcel\r\n\r\nPay now.\r\n";
    let reading = read(mail, Came::SentToUs);
    assert_eq!((reading.way, sender(&reading)), (Way::Whole, ("Post", "a@evil.example")));
}

#[test]
fn a_saved_forward_is_not_unwound() {
    let mail = "From: Baker <baker@bakery.example>\r\nSubject: Fwd: x\r\n\r\nHello\r\n\r\n---------- Forwarded message ---------\r\nFrom: Post <a@evil.example>\r\nDate: today\r\nSubject: x\r\nTo: <baker@bakery.example>\r\n\r\nPay.\r\n";
    let reading = read(mail.as_bytes(), Came::Saved);
    assert_eq!((reading.way, sender(&reading)), (Way::Whole, ("Baker", "baker@bakery.example")));
}
