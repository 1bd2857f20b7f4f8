//! Words that owners read are measured: short words, short sentences, no fear, no leap.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

mod world;

use checkup::{SealFault, catalogue, providers};
use world::{World, tidy_but};

/// The school year in which a child reads this with ease (Flesch and Kincaid, 1975). A child of the
/// fifth year is ten or eleven.
fn school_year(text: &str) -> f64 {
    let sentences = text.split(['.', '?', '!', ':', ';']).filter(|part| part.contains(' ')).count().max(1);
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let (words, sentences, syllables) = (words.len() as f64, sentences as f64, syllables as f64);
    0.39 * words / sentences + 11.8 * syllables / words - 15.59
}

/// Groups of vowels, a silent `e` at the end left out. Words of records (`v=spf1`) count as one.
fn syllables(word: &str) -> usize {
    if word.contains(['=', '_', '~', '@']) {
        return 1;
    }
    let letters: String = word.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let groups = letters
        .chars()
        .fold((0, false), |(count, before), c| (count + usize::from(is_vowel(c) && !before), is_vowel(c)));
    let silent = letters.ends_with('e') && !letters.ends_with("le") && groups.0 > 1;
    (groups.0 - usize::from(silent)).max(1)
}

/// Reading age 9 to 11 is year 4 to 6.
const HARDEST: f64 = 6.0;

#[test]
fn the_measure_tells_easy_from_hard() {
    assert!(school_year("The cat sat on the mat. It was warm.") < 2.0);
    assert!(
        school_year("Organisations should implement authentication mechanisms to mitigate impersonation.")
            > 12.0
    );
}

/// Steps that stand outside the catalogue's list: for each cause of a broken seal, and for each company.
fn other_steps() -> Vec<(&'static str, &'static [&'static str])> {
    let faults = [
        SealFault::Expired,
        SealFault::NotYetValid,
        SealFault::NoMatchingKey,
        SealFault::WrongSignature,
        SealFault::NoSignature,
    ];
    let seals = faults.map(|fault| ("dnssec-bogus", catalogue::of_seal(fault)));
    let companies = providers::ALL.iter().map(|company| (company.name, company.dkim_steps));
    seals.into_iter().chain(companies).collect()
}

#[test]
fn a_child_of_ten_can_read_the_steps_for_each_cause_and_company() {
    let mut hard = Vec::new();
    for (what, steps) in other_steps() {
        // The names of a company's own pages have to be told as they are; all around them is easy.
        let year = school_year(&steps.join(" "));
        if year > HARDEST {
            hard.push(format!("{what}: {year:.1}: {steps:?}"));
        }
        for sentence in steps.iter().flat_map(|text| text.split(['.', '?', '!', ':'])) {
            let words = sentence.split_whitespace().count();
            assert!(words <= 20, "{what}: {words} words: {sentence}");
        }
    }
    assert!(hard.is_empty(), "too hard to read: {hard:#?}");
}

#[test]
fn a_child_of_ten_can_read_every_check() {
    let mut hard = Vec::new();
    for entry in catalogue::all() {
        let mut text = format!("{}. {} ", entry.title, entry.why);
        text.push_str(&entry.remedy.steps.join(" "));
        text.push_str(&format!(" {}", entry.remedy.see_it_worked));
        let year = school_year(&text);
        if year > HARDEST {
            hard.push(format!("{}: {year:.1}", entry.id));
        }
    }
    assert!(hard.is_empty(), "too hard to read: {hard:?}");
}

#[test]
fn sentences_are_short() {
    for entry in catalogue::all() {
        let texts = [&[entry.title, entry.why, entry.remedy.see_it_worked], entry.remedy.steps].concat();
        for sentence in texts.iter().flat_map(|text| text.split(['.', '?', '!', ':'])) {
            let words = sentence.split_whitespace().count();
            assert!(words <= 20, "{}: {words} words: {sentence}", entry.id);
        }
    }
}

#[test]
fn no_word_frightens_or_hides() {
    let banned = [
        "hacker",
        "attack",
        "threat",
        "catastroph",
        "devastat",
        "immediately",
        "mechanism",
        "configure",
        "implement",
        "authenticat",
        "authoris",
        "resolver",
        "nxdomain",
        "spoof",
        "phish",
        "compliance",
    ];
    for entry in catalogue::all() {
        let text = format!("{} {} {}", entry.title, entry.why, entry.remedy.steps.join(" ")).to_lowercase();
        for word in banned {
            assert!(!text.contains(word), "{} says {word}", entry.id);
        }
    }
}

/// The value of the one next thing in a tidy world with these edits.
fn paste(edits: &str) -> String {
    let judgement = World::new(&tidy_but(edits)).judge("bakery.example");
    let paste = judgement.next.and_then(|next| next.paste).expect("a line to paste");
    format!("{} {} {}", paste.name, paste.kind, paste.value)
}

#[test]
fn the_next_step_is_never_a_leap() {
    let rule = |rule: &str| paste(&format!("- _dmarc.bakery.example TXT\n_dmarc.bakery.example TXT {rule}"));
    let watch = "_dmarc TXT v=DMARC1; p=none; rua=mailto:dmarc-reports@bakery.example";
    assert_eq!(paste("- _dmarc.bakery.example TXT"), watch);
    assert_eq!(rule("v=DMARC1 p=reject"), watch);
    assert_eq!(rule("v=DMARC1; p=none"), watch);
    assert_eq!(rule("v=DMARC1; p=none; rua=mailto:r@viewer.example"), watch);
    assert_eq!(rule("v=DMARC1; p=none; rua=r@bakery.example"), watch);
    assert_eq!(
        rule("v=DMARC1; p=none; sp=none; rua=mailto:r@bakery.example"),
        "_dmarc TXT v=DMARC1; p=quarantine; rua=mailto:r@bakery.example"
    );
    assert_eq!(
        rule("v=DMARC1; p=reject; pct=10; rua=mailto:r@bakery.example"),
        "_dmarc TXT v=DMARC1; p=quarantine; rua=mailto:r@bakery.example"
    );
    assert_eq!(
        rule("v=DMARC1; p=reject; sp=none; rua=mailto:r@bakery.example"),
        "_dmarc TXT v=DMARC1; p=reject; sp=quarantine; rua=mailto:r@bakery.example"
    );
    assert_eq!(
        rule("v=DMARC1; p=quarantine"),
        "_dmarc TXT v=DMARC1; p=quarantine; rua=mailto:dmarc-reports@bakery.example"
    );
}

#[test]
fn a_list_keeps_every_sender_that_it_has() {
    let list = |list: &str| paste(&format!("- bakery.example TXT\nbakery.example TXT {list}"));
    assert_eq!(list("v=spf1 mx a:b.host.example +all"), "@ TXT v=spf1 mx a:b.host.example ~all");
    assert_eq!(list("v=spf1 mx ?all"), "@ TXT v=spf1 mx ~all");
    assert_eq!(list("v=spf1 mx"), "@ TXT v=spf1 mx ~all");
}

#[test]
fn the_line_fits_the_company_that_takes_the_mail() {
    let with = |server: &str, term: &str| {
        let edits = format!(
            "- bakery.example TXT\n- bakery.example MX\nbakery.example MX 0 {server}\n{server} A 192.0.2.1"
        );
        assert_eq!(paste(&edits), format!("@ TXT v=spf1 {term} ~all"));
    };
    with("bakery-example.mail.protection.outlook.com", "include:spf.protection.outlook.com");
    with("aspmx.l.google.com", "include:_spf.google.com");
    with("mx.zoho.com", "include:zohomail.com");
    with("mx.zoho.eu", "include:zohomail.eu");
    with("mail.protonmail.ch", "include:_spf.protonmail.ch");
    with("in1-smtp.messagingengine.com", "include:spf.messagingengine.com");
    with("mx00.ionos.co.uk", "include:_spf-eu.ionos.com");
    with("mailstore1.secureserver.net", "include:secureserver.net");
    with("mx1.privateemail.com", "include:spf.privateemail.com");
    with("route1.mx.cloudflare.net", "include:_spf.mx.cloudflare.net");
    with("mail.bakery.example", "mx");
}

/// What to do about missing keys, for a firm with this mail server: the steps, and the line if there is one.
fn seal_by(server: &str) -> (String, Option<String>) {
    let edits = format!(
        "- default._domainkey.bakery.example TXT\n- bakery.example MX\nbakery.example MX 0 {server}\n{server} A 192.0.2.1"
    );
    let judgement = World::new(&tidy_but(&edits)).judge("bakery.example");
    let remedy = judgement.remedy_for("dkim-missing").expect("a remedy");
    let line = remedy.paste.map(|paste| format!("{} {} {}", paste.name, paste.kind, paste.value));
    (remedy.steps.join(" "), line)
}

#[test]
fn the_seal_is_turned_on_in_the_words_of_the_company_and_no_value_is_made_up() {
    let (steps, line) = seal_by("bakery-example.mail.protection.outlook.com");
    assert!(steps.contains("selector1 and selector2") && steps.contains("Only Microsoft knows"), "{steps}");
    assert_eq!(line, None);
    let (steps, line) = seal_by("aspmx.l.google.com");
    assert!(steps.contains("Press Generate new record"), "{steps}");
    assert_eq!(line, None);
    let (_, line) = seal_by("in1-smtp.messagingengine.com");
    assert_eq!(line.as_deref(), Some("fm1._domainkey CNAME fm1.bakery.example.dkim.fmhosted.com"));
    let (_, line) = seal_by("mx00.ionos.co.uk");
    assert_eq!(line.as_deref(), Some("s1-ionos._domainkey CNAME s1.dkim.ionos.com"));
    let (steps, line) = seal_by("mail.bakery.example");
    assert!(steps.starts_with("Ask the firm that runs your mail"), "{steps}");
    assert_eq!(line, None);
}

#[test]
fn a_broken_seal_is_mended_by_its_cause() {
    let judgement = |change: fn(&mut World)| {
        let mut world = World::new(&tidy_but(""));
        change(&mut world);
        world.judge("bakery.example").next.expect("a next thing").steps.join(" ")
    };
    let expired = judgement(|world| world.sealing.expires = "2026-10-01T00:00:00Z".parse().unwrap());
    assert!(expired.starts_with("The seal has run out."), "{expired}");
    assert!(judgement(|world| world.sealing.absent = true).starts_with("Your name is said to be sealed"));
    assert!(judgement(|world| world.sealing.forged = true).starts_with("The seal does not fit"));
}

#[test]
fn lines_for_the_way_of_mail_are_made_of_what_was_seen() {
    let line = |edits: &str, check: &str| {
        let remedy =
            World::new(&tidy_but(edits)).judge("bakery.example").remedy_for(check).expect("a remedy");
        let paste = remedy.paste.expect("a line");
        (format!("{} {} {}", paste.name, paste.kind, paste.value), remedy.steps.join("\n"))
    };
    let (reports, _) = line("- _smtp._tls.bakery.example TXT", "tls-rpt-missing");
    assert_eq!(reports, "_smtp._tls TXT v=TLSRPTv1; rua=mailto:tls-reports@bakery.example");
    let (sign, steps) = line("- _mta-sts.bakery.example TXT", "mta-sts-missing");
    assert_eq!(sign, "_mta-sts TXT v=STSv1; id=1");
    assert!(
        steps.ends_with("Line 1: version: STSv1\nLine 2: mode: testing\nLine 3: mx: mx.mailfirm.example\nLine 4: max_age: 86400"),
        "{steps}"
    );
    let file: String = steps
        .lines()
        .filter_map(|step| step.split_once(": "))
        .filter(|(front, _)| front.starts_with("Line"))
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    assert_eq!(checkup::parse_mail_policy(&file).unwrap().mode, checkup::MailPolicyMode::Testing);
}

#[test]
fn the_line_is_pasted_where_the_recognised_company_keeps_it() {
    let judgement = World::new(&tidy_but(
        "- bakery.example TXT
         - bakery.example NS
         bakery.example NS ns51.domaincontrol.com
         bakery.example NS ns52.domaincontrol.com",
    ))
    .judge("bakery.example");
    let next = judgement.next.unwrap();
    assert_eq!(next.who, "You, or whoever has your GoDaddy log-in");
    assert_eq!(next.paste.unwrap().where_, "GoDaddy: My Products, your name, DNS");
}

#[test]
fn a_parked_name_is_closed_line_by_line() {
    let parked = "- bakery.example MX\n- bakery.example TXT\n";
    let open = World::new(&tidy_but(parked)).judge("bakery.example");
    assert!(open.setting.parked);
    let next = open.next.clone().unwrap();
    assert_eq!((&next.check[..], next.steps.len()), ("spf-missing", 4));
    let line = |edits: &str| {
        let judgement = World::new(&tidy_but(&format!("{parked}{edits}"))).judge("bakery.example");
        let paste = judgement.remedy_for("parked-not-closed").unwrap().paste.unwrap();
        format!("{} {} {}", paste.name, paste.kind, paste.value)
    };
    let empty = "bakery.example TXT v=spf1 -all\n";
    assert_eq!(line(""), "@ TXT v=spf1 -all");
    assert_eq!(line(&format!("{empty}- _dmarc.bakery.example TXT")), "_dmarc TXT v=DMARC1; p=reject");
    assert_eq!(line(empty), "@ MX 0 .");
    let closed =
        World::new(&tidy_but(&format!("{parked}{empty}bakery.example MX 0 ."))).judge("bakery.example");
    assert!(!closed.found("parked-not-closed"));
}
