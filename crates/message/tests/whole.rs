//! A mail as it stands: who sent it, what a person sees of it, and what is wrong with its form.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

use message::{Came, Flag, Hiding, Kept, Mailbox, Place, Reading, Way, read};

fn saved(mail: &str) -> Reading {
    read(mail.replace('\n', "\r\n").as_bytes(), Came::Saved)
}

fn html(body: &str) -> Reading {
    saved(&format!(
        "From: Shop <shop@shop.example>\nSubject: Hello\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{body}"
    ))
}

fn hidden(reading: &Reading) -> Vec<(Hiding, &str)> {
    reading.body.hidden.iter().map(|hidden| (hidden.how, hidden.text.as_str())).collect()
}

#[test]
fn a_plain_mail_gives_its_header_lines_decoded() {
    let reading = saved(
        "Return-Path: <bounce@post.example>\n\
         Authentication-Results: mx.reporter.example; spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=bounce@post.example;\n dkim=pass header.d=post.example header.s=k1; dmarc=fail (p=NONE) header.from=post.example\n\
         Received: from out.post.example (out.post.example [192.0.2.7]) by mx.reporter.example with ESMTPS; Thu, 12 Nov 2026 10:02:00 +0000\n\
         DKIM-Signature: v=1; a=rsa-sha256; d=Post.example; s=k1;\n\tbh=AAAA; b=BBBB\n\
         From: =?iso-8859-1?Q?Caf=E9_Post?= <hello@post.example>\n\
         To: Baker <baker@bakery.example>\n\
         Reply-To: other@mail.example\n\
         Subject: =?utf-8?B?WW91ciBwYXJjZWw=?=\n\
         Date: Thu, 12 Nov 2026 10:02:00 +0000\n\
         Message-ID: <1@post.example>\n\
         List-Unsubscribe: <https://post.example/stop>, <mailto:stop@post.example>\n\
         X-Mailer: Postbag 3\n\nYour parcel waits at https://post.example/p?x=1.\n",
    );
    let headers = &reading.headers;
    assert_eq!((reading.way, reading.kept), (Way::Whole, Kept::Everything));
    assert_eq!(
        headers.from,
        [Mailbox { name: "Café Post".to_owned(), address: "hello@post.example".to_owned() }]
    );
    assert_eq!(headers.subject, "Your parcel");
    assert_eq!(headers.reply_to[0].address, "other@mail.example");
    assert_eq!(headers.return_path.as_deref(), Some("bounce@post.example"));
    assert_eq!(headers.date, Some(1_794_477_720));
    assert_eq!(headers.message_id.as_deref(), Some("1@post.example"));
    assert_eq!(headers.unsubscribe, ["https://post.example/stop", "mailto:stop@post.example"]);
    assert_eq!(headers.mailer.as_deref(), Some("Postbag 3"));
    assert_eq!(headers.signatures, [("post.example".to_owned(), "k1".to_owned())]);
    assert_eq!(headers.hops.len(), 1);
    assert_eq!(headers.hops[0].from_ip, Some("192.0.2.7".parse().unwrap()));
    assert_eq!(headers.hops[0].by.as_deref(), Some("mx.reporter.example"));
    let results = &headers.results[0];
    assert_eq!(results.server, "mx.reporter.example");
    assert_eq!(results.spf, Some(("pass".to_owned(), "post.example".to_owned())));
    assert_eq!(results.dkim, [("pass".to_owned(), "post.example".to_owned())]);
    assert_eq!(results.dmarc, Some(("fail".to_owned(), "post.example".to_owned())));
    assert_eq!(reading.body.text, "Your parcel waits at https://post.example/p?x=1.");
    assert_eq!(
        (reading.links[0].target.as_str(), reading.links[0].place),
        ("https://post.example/p?x=1", Place::Text)
    );
    assert!(reading.flags.is_empty(), "{:?}", reading.flags);
    assert!(reading.untouched.is_some());
}

#[test]
fn words_that_a_person_does_not_see_are_apart() {
    let reading = html(
        "<p>Seen.</p><div style='display: none'>No display <b>at all</b></div><span style=\"visibility:hidden\">Invisible</span>\
         <p hidden>Attribute</p><div style='max-height:0;overflow:hidden'>No height</div>\
         <div style='position:absolute;left:-9999px'>Off the page</div><span style='font-size:1px'>Tiny letters</span>\
         <div style='background:#102030'><span style='color:rgb(16,32,48)'>Same as ground</span><span style='color:#fff'>White on blue.</span></div>\
         <font color=white>White on white</font>",
    );
    assert_eq!(reading.body.text, "Seen.\n\nWhite on blue.");
    assert_eq!(
        hidden(&reading),
        [
            (Hiding::NotShown, "No display at all Invisible Attribute No height Off the page"),
            (Hiding::Tiny, "Tiny letters"),
            (Hiding::SameColour, "Same as ground"),
            (Hiding::SameColour, "White on white"),
        ]
    );
}

#[test]
fn rules_of_a_style_sheet_hide_words_but_rules_for_telephones_do_not() {
    let reading = html(
        "<style>.pre, #also {display:none} p.big{font-size:20px} @media (max-width:600px){.wide{display:none}}</style>\
         <div class='x pre'>Preview words</div><div id=also>And these</div><p class=wide>Wide screens see this.</p>",
    );
    assert_eq!(reading.body.text, "Wide screens see this.");
    assert_eq!(hidden(&reading), [(Hiding::NotShown, "Preview words And these")]);
}

#[test]
fn letters_of_no_size_around_words_with_a_size_of_their_own_hide_nothing() {
    let reading =
        html("<table style='font-size:0'><tr><td style='font-size:14px'>Your order</td></tr></table>");
    assert_eq!(reading.body.text, "Your order");
    assert!(reading.body.hidden.is_empty());
}

#[test]
fn a_paragraph_that_is_not_closed_hides_nothing_behind_it() {
    let reading = html("<p style='display:none'>Hidden<p>Seen<div>Seen too</div>");
    assert_eq!(reading.body.text, "Seen\nSeen too");
}

#[test]
fn characters_without_width_inside_words_are_taken_out_and_told() {
    let reading = html("<p>Your pay&#8203;pal ac&#x200d;count, caf\u{301}e \u{1f468}\u{200d}\u{1f469}</p>");
    assert!(reading.body.text.starts_with("Your paypal account"), "{}", reading.body.text);
    assert!(reading.body.text.ends_with("\u{1f468}\u{200d}\u{1f469}"));
    assert_eq!(hidden(&reading), [(Hiding::ZeroWidth, "paypal"), (Hiding::ZeroWidth, "account,")]);
}

#[test]
fn links_say_where_they_stand_and_what_is_shown() {
    let reading = html(
        "<a href=' https://evil.example/\n login?a=1&amp;b=2 '>https://bank.example</a><a href=https://pic.example/><img src=https://cdn.example/b.png></a>\
         <form action=https://form.example/take><input type=hidden name=a><input type=password></form>\
         <div style=display:none><a href=https://unseen.example/>here</a></div> or www.plain.example/x.",
    );
    let links: Vec<(&str, &str, Place)> =
        reading.links.iter().map(|link| (link.target.as_str(), link.shown.as_str(), link.place)).collect();
    assert_eq!(
        links,
        [
            ("https://evil.example/login?a=1&b=2", "https://bank.example", Place::Words),
            ("https://cdn.example/b.png", "", Place::Unseen),
            ("https://pic.example/", "", Place::Picture),
            ("https://form.example/take", "", Place::Form),
            ("https://unseen.example/", "", Place::Unseen),
            ("www.plain.example/x", "www.plain.example/x", Place::Text),
        ]
    );
    assert!(reading.body.asks_in_form);
    assert_eq!(reading.body.pictures, 1);
    assert!(reading.body.skeleton.starts_with("a>a>img>form>input"), "{}", reading.body.skeleton);
}

#[test]
fn script_is_told_however_it_is_written() {
    assert!(html("<script>x()</script>Hello").body.script);
    assert!(html("<a href='java\nscript:x()'>Hello</a>").body.script);
    assert!(html("<img src=x onerror=alert(1)>").body.script);
    assert!(!html("<p>Hello</p>").body.script);
}

#[test]
fn quoted_history_is_apart_in_words_and_in_html() {
    let words = saved(
        "From: a@a.example\nSubject: Re: x\n\nThe new words.\n\nOn Thu, 12 Nov 2026, B <b@b.example> wrote:\n> The old words.\n> More.\n",
    );
    assert_eq!(words.body.text, "The new words.");
    assert!(words.body.history.ends_with("> The old words.\n> More."));
    let outlook = saved(
        "From: a@a.example\nSubject: Re: x\n\nThe new words.\n\n-----Original Message-----\nFrom: B\nSent: today\nSubject: x\n\nThe old words.\n",
    );
    assert_eq!(outlook.body.text, "The new words.");
    assert!(outlook.body.history.contains("The old words."));
    let markup = html(
        "<div>The new words.</div><div class=gmail_quote>On Thu, B &lt;b@b.example&gt; wrote:<blockquote class=gmail_quote>The old words.</blockquote></div>",
    );
    assert_eq!(markup.body.text, "The new words.");
    assert!(markup.body.history.contains("> The old words."));
}

#[test]
fn enclosures_are_decoded_and_a_picture_of_the_body_is_known() {
    let reading = saved(
        "From: a@a.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/html\n\n<p>Words</p><img src=\"cid:logo@x\">\n\
         --b\nContent-Type: image/png; name=logo.png\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\niVBORw==\n\
         --b\nContent-Type: application/pdf; name=\"bill.pdf\"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nJVBERg==\n--b--\n",
    );
    let files: Vec<(&str, &str, &[u8], bool)> = reading
        .enclosures
        .iter()
        .map(|held| (held.name.as_str(), held.declared.as_str(), held.bytes.as_slice(), held.shown_in_body))
        .collect();
    assert_eq!(
        files,
        [
            ("logo.png", "image/png", &b"\x89PNG"[..], true),
            ("bill.pdf", "application/pdf", &b"%PDF"[..], false)
        ]
    );
    assert!(reading.flags.is_empty(), "{:?}", reading.flags);
}

/// A mail with one fault, and the flag for it.
#[test]
fn each_fault_of_form_has_its_flag() {
    let base = "Subject: Bill\nFrom: a@a.example\n";
    let faults: [(&str, String, Flag); 14] = [
        ("two senders", format!("{base}From: b@b.example\n\nx"), Flag::DoubledHeader),
        ("two mailboxes", "From: a@a.example, b@b.example\nSubject: x\n\nx".to_owned(), Flag::DoubledHeader),
        ("no sender", "Subject: x\nTo: a@a.example\n\nx".to_owned(), Flag::NoSender),
        ("a name alone", "From: The Bank\nSubject: x\n\nx".to_owned(), Flag::NoSender),
        (
            "a Cyrillic letter",
            "From: \"P\u{430}yPal\" <a@a.example>\nSubject: x\n\nx".to_owned(),
            Flag::MixedScripts,
        ),
        (
            "no width",
            "From: a@a.example\nSubject: pass\u{200b}word\n\nx".to_owned(),
            Flag::InvisibleCharacters,
        ),
        (
            "turned",
            "From: a@a.example\nSubject: =?utf-8?B?4oCuZmRwLmV4ZQ==?=\n\nx".to_owned(),
            Flag::InvisibleCharacters,
        ),
        ("a zero byte", format!("{base}X-A: \0\n\nx"), Flag::ControlCharacters),
        (
            "a line that is none",
            "From: a@a.example\nno field at all\nSubject: x\n\nx".to_owned(),
            Flag::Broken,
        ),
        (
            "padding in the middle",
            format!(
                "{base}MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\naGVs=bG8gd29ybGQ=\n"
            ),
            Flag::Broken,
        ),
        (
            "a boundary that goes on",
            format!(
                "{base}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--bc\n\ntwo\n--b--\n"
            ),
            Flag::ReadersDisagree,
        ),
        (
            "two boundaries",
            format!(
                "{base}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b; boundary=c\n\n--b\n\none\n--b--\n"
            ),
            Flag::Broken,
        ),
        (
            "two names",
            format!(
                "{base}MIME-Version: 1.0\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf; filename*=utf-8''a.exe\n\nx"
            ),
            Flag::ReadersDisagree,
        ),
        (
            "sealed",
            format!("{base}MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nx"),
            Flag::Encrypted,
        ),
    ];
    for (what, mail, flag) in faults {
        let reading = saved(&mail);
        assert!(reading.flags.contains(&flag), "{what}: {:?}", reading.flags);
    }
}

#[test]
fn a_name_with_a_comma_is_one_sender() {
    let reading = saved("From: Parcel Team, <post@post.example>\nSubject: x\n\nx");
    assert_eq!(
        reading.headers.from,
        [Mailbox { name: "Parcel Team".to_owned(), address: "post@post.example".to_owned() }]
    );
    assert!(!reading.flags.contains(&Flag::DoubledHeader));
}

#[test]
fn names_of_other_languages_are_no_fault() {
    for name in [
        "Ελένη Παππά",
        "Иван Петров",
        "محمد\u{200f} علي",
        "田中さん",
        "नमस्\u{200d}ते",
        "Zoë \u{1f468}\u{200d}\u{1f469}",
    ] {
        let reading = saved(&format!("From: \"{name}\" <a@a.example>\nSubject: {name}\n\nHello"));
        assert!(reading.flags.is_empty(), "{name}: {:?}", reading.flags);
    }
}

#[test]
fn twins_that_say_different_things_are_told() {
    let twins = |plain: &str| {
        saved(&format!(
            "From: a@a.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{plain}\n\
             --b\nContent-Type: text/html\n\n<p>Your account was locked this morning, press the button below today and sign in again with your password.</p>\n--b--\n"
        ))
    };
    let same = twins(
        "Your account was locked this morning, press the button below today and sign in again with your password.",
    );
    assert!(!same.flags.contains(&Flag::TwinsDiffer));
    assert!(same.body.plain_twin.is_some());
    let other = twins(
        "Dear friend, thank you for the lovely evening in our garden, the children still talk about your wonderful songs.",
    );
    assert!(other.flags.contains(&Flag::TwinsDiffer));
}
