//! What a visit comes to: who is approached and how often, what counts as unknown, and what is told.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that does not read is a broken test")]

mod world;

use std::collections::BTreeMap;

use checkup::{
    Approach, Judgement, Level, MOST_GREETED, MOST_OWN_ADDRESSES, MOST_VISITS, MOST_VISITS_WITH_CONSENT,
    Reached, Sight, StartTls, TlsVersion,
};
use terms::{DomainName, Promise, PromiseState, Severity};
use world::sights::{handshake, page, redirect, secure};
use world::{World, findings};

const HOME: &str = "bakery.example";
const WWW: &str = "www.bakery.example";

fn visited() -> World {
    World::visited("", Level::Visitor)
}

fn consented() -> World {
    World::visited("", Level::Consented)
}

fn website(judgement: &Judgement) -> (PromiseState, &str) {
    promise(judgement, Promise::WebsiteIsSafe)
}

fn promise(judgement: &Judgement, promise: Promise) -> (PromiseState, &str) {
    let standing = judgement.promises.iter().find(|standing| standing.promise == promise).unwrap();
    (standing.state, &standing.reason)
}

fn reason<'j>(judgement: &'j Judgement, check: &str) -> &'j str {
    judgement.not_checked.iter().find(|gap| gap.check == check).map_or("checked", |gap| &gap.reason)
}

/// The connections that a look makes to the site's hosts.
fn connections(world: &World) -> usize {
    let answers = world.answers(&DomainName::parse(HOME).unwrap());
    let of = |approach: &Approach| match approach {
        Approach::Page { .. } | Approach::SecurePage { .. } | Approach::ExposedFiles { .. } => 1,
        Approach::OldTls { .. } => 3,
        _ => 0,
    };
    answers.observations().map(|observation| of(&observation.of)).sum()
}

#[test]
fn a_tidy_site_is_safe_to_visit_and_nothing_dangerous_is_open() {
    let judgement = visited().judge(HOME);
    assert_eq!((findings(&judgement).as_str(), judgement.not_checked.len()), ("", 0));
    assert_eq!(website(&judgement), (PromiseState::Kept, "We looked, and found nothing to mend."));
    let open = promise(&judgement, Promise::NothingDangerousOpen);
    assert_eq!(open, (PromiseState::CouldNotCheck, "We look at this only when you say yes."));
    let judgement = consented().judge(HOME);
    assert_eq!((findings(&judgement).as_str(), judgement.not_checked.len()), ("", 0));
    assert_eq!(promise(&judgement, Promise::NothingDangerousOpen).0, PromiseState::Kept);
}

#[test]
fn a_site_is_visited_four_times_at_most_and_seven_times_with_consent() {
    for (level, most) in [(Level::Visitor, MOST_VISITS), (Level::Consented, MOST_VISITS_WITH_CONSENT)] {
        let mut world = World::visited("", level);
        assert!(connections(&world) <= most);
        // The longest way: every step shows another place.
        world.plain(HOME, redirect("http://www.bakery.example/"));
        world.plain(WWW, redirect("https://bakery.example/"));
        world.secure(HOME, secure(HOME).shows(redirect("https://www.bakery.example/")));
        world.secure(WWW, secure(WWW));
        assert!(connections(&world) <= most, "{level}: {}", connections(&world));
        assert_eq!(connections(&World::visited("", Level::Records)), 0);
    }
    let mut world = consented();
    world.plain(HOME, redirect("http://www.bakery.example/"));
    world.plain(WWW, redirect("https://www.bakery.example/"));
    world.secure(HOME, secure(HOME).shows(redirect("https://www.bakery.example/")));
    world.secure(WWW, secure(WWW));
    world.leaves_open(WWW, &[]);
    let judgement = world.judge(HOME);
    assert_eq!(findings(&judgement), "");
    assert_eq!(reason(&judgement, "web-old-tls"), "We had knocked often enough for one look.");
    assert_eq!(reason(&judgement, "web-exposed-files"), "checked");
}

#[test]
fn a_host_that_does_not_tell_is_neither_good_nor_bad() {
    for reached in [Reached::TimedOut, Reached::Unreachable, Reached::Malformed, Reached::NotAllowed] {
        let mut world = visited();
        for host in [HOME, WWW] {
            world.fails(world.page_at(host), reached);
            world.fails(world.secure_page_at(host), reached);
        }
        let judgement = world.judge(HOME);
        assert_eq!(findings(&judgement), "", "{reached:?}");
        assert_eq!(website(&judgement).0, PromiseState::CouldNotCheck, "{reached:?}");
    }
    let mut world = visited();
    world.fails(world.secure_page_at(HOME), Reached::TimedOut);
    let judgement = world.judge(HOME);
    assert_eq!(findings(&judgement), "");
    assert_eq!(reason(&judgement, "web-no-https"), "No answer came in time. We will try again.");
    assert_eq!(reason(&judgement, "web-cert-expired"), "No answer came in time. We will try again.");
}

#[test]
fn a_site_that_turns_us_away_is_not_called_good() {
    for status in [403, 404, 429, 500, 503] {
        let mut world = visited();
        world.secure(HOME, secure(HOME).shows(page().status(status).without("x-frame-options")));
        let judgement = world.judge(HOME);
        assert_eq!(findings(&judgement), "", "{status}");
        assert_eq!(website(&judgement).0, PromiseState::CouldNotCheck, "{status}");
    }
}

#[test]
fn a_certificate_is_judged_even_when_the_page_does_not_come() {
    let mut world = visited();
    let Some(Sight::SecurePage { tls: Some(tls), .. }) = world.sights.get(&world.secure_page_at(HOME)) else {
        unreachable!("a tidy site")
    };
    let mut tls = tls.clone();
    tls.fits_name = false;
    let sight = Sight::SecurePage { tls: Some(tls), page: None, landing: None, security_txt: None };
    world.sights.insert(world.secure_page_at(HOME), sight);
    world.ends.insert(world.secure_page_at(HOME), Reached::TimedOut);
    assert_eq!(findings(&world.judge(HOME)), "web-cert-name: bakery.example: made out to bakery.example");
}

#[test]
fn a_warning_on_the_other_name_matters_less() {
    let mut world = visited();
    let www = secure(WWW).shows(redirect("https://bakery.example/")).valid("2026-08-01", "2026-11-01");
    world.secure(WWW, www);
    assert_eq!(world.judge(HOME).findings[0].severity, Severity::Important);
    world.secure(HOME, secure(HOME).valid("2026-08-01", "2026-11-01"));
    assert_eq!(world.judge(HOME).findings[0].severity, Severity::Urgent);
}

#[test]
fn a_certificate_runs_out_by_its_share_and_not_by_its_days() {
    let found = |from: &str, until: &str| {
        let mut world = visited();
        world.secure(HOME, secure(HOME).valid(from, until));
        findings(&world.judge(HOME))
    };
    // 27 November: 15 of 90 days left are a sixth, 14 are less.
    assert_eq!(found("2026-09-13", "2026-12-12"), "");
    assert_eq!(
        found("2026-09-12", "2026-12-11"),
        "web-cert-expiring: bakery.example: runs out on 11 December 2026"
    );
    assert_eq!(found("2026-11-24", "2026-11-30"), "");
}

#[test]
fn a_login_cookie_goes_before_what_matters_less() {
    let mut world = visited();
    world.plain(HOME, page());
    let bare = page().without("strict-transport-security");
    world.secure(HOME, secure(HOME).shows(bare.clone().with("set-cookie", "basket=1")));
    let next = |world: &World| world.judge(HOME).next.unwrap().check;
    assert_eq!(next(&world), "web-no-redirect");
    world.secure(HOME, secure(HOME).shows(bare.with("set-cookie", "PHPSESSID=1; Secure")));
    let judgement = world.judge(HOME);
    assert_eq!(judgement.findings[0].severity, Severity::Important);
    assert_eq!(judgement.findings[0].seen, "PHPSESSID without HttpOnly");
    assert_eq!(website(&judgement).0, PromiseState::NotKept);
}

#[test]
fn a_page_without_encryption_that_asks_for_a_password_is_urgent() {
    let mut world = visited();
    world.plain(HOME, page().body("<form><input type=password></form>"));
    for host in [HOME, WWW] {
        world.fails(world.secure_page_at(host), Reached::Refused);
    }
    let judgement = world.judge(HOME);
    assert_eq!(judgement.findings[0].severity, Severity::Urgent);
    assert_eq!(
        judgement.findings[0].seen,
        "https://bakery.example does not answer; the page asks for a password"
    );
}

#[test]
fn a_site_at_www_alone_is_found_there() {
    let mut world = visited();
    world.plain(HOME, redirect("https://www.bakery.example/"));
    world.fails(world.secure_page_at(HOME), Reached::Refused);
    world.secure(WWW, secure(WWW));
    assert_eq!(findings(&world.judge(HOME)), "");
    let edits = "- bakery.example A\n- www.bakery.example CNAME\nwww.bakery.example A 192.0.2.10";
    let mut world = World::visited(edits, Level::Visitor);
    world.plain(WWW, redirect("https://www.bakery.example/"));
    world.secure(WWW, secure(WWW));
    let judgement = world.judge(HOME);
    assert_eq!(findings(&judgement), "");
    assert_eq!(website(&judgement).0, PromiseState::Kept);
}

#[test]
fn a_page_on_another_path_is_seen_where_the_visitor_lands() {
    let mut world = visited();
    world.secure(HOME, secure(HOME).shows(redirect("/en/")));
    assert_eq!(website(&world.judge(HOME)).0, PromiseState::CouldNotCheck);
    world.secure(HOME, secure(HOME).shows(redirect("/en/")).lands_on(page()));
    assert_eq!(website(&world.judge(HOME)).0, PromiseState::Kept);
    let open = page().body("<img src=http://cdn.example/a.png>");
    world.secure(HOME, secure(HOME).shows(redirect("/en/")).lands_on(open));
    assert_eq!(findings(&world.judge(HOME)), "web-mixed-content: http://cdn.example/a.png");
}

#[test]
fn a_site_that_asks_for_its_own_cookie_does_not_go_round_in_a_circle() {
    let mut world = visited();
    world.secure(HOME, secure(HOME).shows(redirect("https://bakery.example/")));
    assert_eq!(
        findings(&world.judge(HOME)),
        "web-redirect-loop: https://bakery.example leads round in a circle"
    );
    let wall = redirect("https://bakery.example/").with("set-cookie", "wall=1; Secure");
    world.secure(HOME, secure(HOME).shows(wall));
    let judgement = world.judge(HOME);
    assert_eq!(findings(&judgement), "");
    assert_eq!(website(&judgement).0, PromiseState::CouldNotCheck);
}

#[test]
fn another_name_is_told_and_never_visited() {
    let mut world = visited();
    let away = redirect("https://shop.other.example/");
    world.plain(HOME, away.clone());
    world.secure(HOME, secure(HOME).shows(away));
    let answers = world.answers(&DomainName::parse(HOME).unwrap());
    assert!(answers.observations().all(|seen| !seen.of.to_string().contains("other.example")));
    let judgement = world.judge(HOME);
    assert_eq!(findings(&judgement), "web-lives-elsewhere: bakery.example leads to shop.other.example");
    let told = "Your site lives at another name. Please check that name too.";
    assert_eq!(website(&judgement), (PromiseState::CouldNotCheck, told));
    // Also where only one of the two ways leads off.
    world.secure(HOME, secure(HOME));
    assert_eq!(website(&world.judge(HOME)), (PromiseState::CouldNotCheck, told));
}

#[test]
fn a_way_that_never_ends_is_followed_for_a_few_steps() {
    let mut world = visited();
    world.plain(HOME, redirect("http://www.bakery.example/"));
    world.plain(WWW, redirect("https://www.bakery.example/"));
    world.secure(WWW, secure(WWW).shows(redirect("https://bakery.example/")));
    world.secure(HOME, secure(HOME).shows(redirect("http://bakery.example/")));
    let judgement = world.judge(HOME);
    assert!(findings(&judgement).starts_with("web-redirect-loop: "), "{}", findings(&judgement));
    assert_eq!(connections(&world), MOST_VISITS);
}

#[test]
fn a_name_without_a_website_is_told_as_such() {
    let edits = "- bakery.example A\n- www.bakery.example CNAME";
    let judgement = World::visited(edits, Level::Visitor).judge(HOME);
    assert_eq!(website(&judgement), (PromiseState::Kept, "There is no website at this name."));
    let judgement =
        World::visited(&format!("{edits}\nbakery.example A !timeout"), Level::Visitor).judge(HOME);
    assert_eq!(website(&judgement).0, PromiseState::CouldNotCheck);
}

#[test]
fn a_blocked_port_for_mail_is_neither_good_nor_bad() {
    for reached in [Reached::TimedOut, Reached::Refused, Reached::Unreachable] {
        let mut world = visited();
        world.fails(world.mail_server_at("mx.mailfirm.example"), reached);
        let judgement = world.judge(HOME);
        assert_eq!(findings(&judgement), "", "{reached:?}");
        assert_eq!(judgement.standing(Promise::MailIsYours), PromiseState::CouldNotCheck);
        assert_ne!(reason(&judgement, "mail-no-encryption"), "checked");
    }
    let mut world = visited();
    world.greets("mx.mailfirm.example", StartTls::Failed);
    assert_eq!(reason(&world.judge(HOME), "mail-cert-bad"), "We could see only a part of it.");
}

#[test]
fn only_the_best_mail_servers_are_greeted_and_only_own_ones_are_asked_to_pass_on() {
    let servers = |n: usize| {
        let lines: String = (0..n)
            .map(|i| {
                format!(
                    "bakery.example MX {i} m{i}.bakery.example\nm{i}.bakery.example A 192.0.2.{}\n",
                    40 + i
                )
            })
            .collect();
        let mut world = World::visited(&format!("- bakery.example MX\n{lines}"), Level::Consented);
        for i in 0..n {
            let host = format!("m{i}.bakery.example");
            world.greets(&host, StartTls::Done(handshake(&host)));
            world.relays(&host, false);
        }
        let answers = world.answers(&DomainName::parse(HOME).unwrap());
        let count = |is: fn(&Approach) -> bool| answers.observations().filter(|seen| is(&seen.of)).count();
        let doors = count(|of| matches!(of, Approach::OpenDoors { .. }));
        (
            count(|of| matches!(of, Approach::MailServer { .. })),
            count(|of| matches!(of, Approach::MailRelay { .. })),
            doors,
        )
    };
    assert_eq!(servers(MOST_GREETED), (MOST_GREETED, MOST_GREETED, 1 + MOST_GREETED));
    assert_eq!(servers(MOST_GREETED + 1), (MOST_GREETED, MOST_GREETED, MOST_OWN_ADDRESSES));
    let provider = consented().answers(&DomainName::parse(HOME).unwrap());
    assert!(provider.observations().all(|seen| !matches!(seen.of, Approach::MailRelay { .. })));
}

#[test]
fn more_addresses_than_are_tried_are_not_called_good() {
    let world = |own: usize| {
        let lines: String = (1..own)
            .map(|i| {
                format!(
                    "bakery.example MX {i} m{i}.bakery.example\nm{i}.bakery.example A 192.0.2.{}\n",
                    40 + i
                )
            })
            .collect();
        let mut world = World::visited(&format!("- bakery.example MX\n{lines}"), Level::Consented);
        (1..own).for_each(|i| world.doors(&format!("192.0.2.{}", 40 + i), &[]));
        world.judge(HOME).standing(Promise::NothingDangerousOpen)
    };
    assert_eq!(world(MOST_OWN_ADDRESSES), PromiseState::Kept);
    assert_eq!(world(MOST_OWN_ADDRESSES + 1), PromiseState::CouldNotCheck);
}

#[test]
fn a_shared_computer_is_its_hosts_matter() {
    let edits = "- bakery.example A\nbakery.example A 23.227.38.65";
    let mut world = World::visited(edits, Level::Consented);
    world.plain(HOME, redirect("https://bakery.example/"));
    world.secure(HOME, secure(HOME));
    world.doors("23.227.38.65", &[(3389, Some(checkup::Service::RemoteDesktop), "")]);
    let judgement = world.judge(HOME);
    assert!(!judgement.found("open-rdp"));
    let told = "It belongs to the firm that hosts your site, and is theirs to look after.";
    assert_eq!(promise(&judgement, Promise::NothingDangerousOpen), (PromiseState::CouldNotCheck, told));
}

#[test]
fn a_computer_that_its_own_name_calls_the_hosts_is_left_to_the_host() {
    let told = |reverse: &str, edits: &str| {
        let edits = format!("{edits}\n10.2.0.192.in-addr.arpa PTR {reverse}");
        let mut world = World::visited(&edits, Level::Consented);
        world.doors("192.0.2.10", &[(21, Some(checkup::Service::FileServer), "220 ready")]);
        let judgement = world.judge(HOME);
        (judgement.found("open-ftp"), promise(&judgement, Promise::NothingDangerousOpen).1.to_owned())
    };
    let hosts = "We think it belongs to the firm that hosts your site. Its own name says so.".to_owned();
    assert_eq!(told("server12.host.example", ""), (false, hosts));
    for own in [
        "mail.bakery.example",
        "line.telecom.example",
        "vps-7.host.example",
        "static-192-0-2-10.host.example",
        "10.2.0.192.customers.host.example",
    ] {
        assert!(told(own, "").0, "{own}");
    }
    let elsewhere =
        "- bakery.example NS\nbakery.example NS ns1.other.example\nbakery.example NS ns.host.example";
    assert!(told("server12.host.example", elsewhere).0, "two firms answer for the name");
    assert!(told("!servfail", "").0, "a computer without a name is the firm's own");
}

#[test]
fn a_mail_server_of_ones_own_is_looked_at_beside_a_shared_site() {
    let edits = "- bakery.example A
                 bakery.example A 23.227.38.65
                 - bakery.example MX
                 bakery.example MX 10 mail.bakery.example
                 mail.bakery.example A 192.0.2.40";
    let mut world = World::visited(edits, Level::Consented);
    world.doors("192.0.2.40", &[]);
    let told = "We looked, and found nothing to mend. Your site is at Shopify, who look after that part.";
    assert_eq!(promise(&world.judge(HOME), Promise::NothingDangerousOpen), (PromiseState::Kept, told));
    world.doors("192.0.2.40", &[(3389, Some(checkup::Service::RemoteDesktop), "")]);
    assert!(world.judge(HOME).found("open-rdp"));
}

#[test]
fn an_open_port_that_does_not_say_what_it_is_cannot_be_called_shut() {
    let mut world = consented();
    world.doors("192.0.2.10", &[(3389, None, "")]);
    let judgement = world.judge(HOME);
    assert_eq!(findings(&judgement), "");
    assert_eq!(reason(&judgement, "open-rdp"), "We could see only a part of it.");
    assert_eq!(judgement.standing(Promise::NothingDangerousOpen), PromiseState::CouldNotCheck);
    world.doors("192.0.2.10", &[(22, Some(checkup::Service::ShellByKey), "SSH-2.0-OpenSSH_9.2")]);
    assert_eq!(world.judge(HOME).standing(Promise::NothingDangerousOpen), PromiseState::Kept);
}

#[test]
fn a_shell_that_may_take_passwords_is_told_and_spoils_no_promise() {
    let mut world = consented();
    world.doors("192.0.2.10", &[(22, Some(checkup::Service::Shell), "SSH-2.0-OpenSSH_9.2")]);
    let judgement = world.judge(HOME);
    assert_eq!(findings(&judgement), "open-ssh: 192.0.2.10 port 22: SSH-2.0-OpenSSH_9.2");
    assert_eq!(judgement.standing(Promise::NothingDangerousOpen), PromiseState::Kept);
    world.doors("192.0.2.10", &[(22, None, "")]);
    assert_eq!(world.judge(HOME).standing(Promise::NothingDangerousOpen), PromiseState::CouldNotCheck);
}

#[test]
fn a_computer_that_keeps_silent_at_every_door_may_have_shut_us_out() {
    let state = |silent: &[u16]| {
        let mut world = consented();
        let of = Approach::OpenDoors { address: "192.0.2.10".parse().unwrap() };
        world.sights.insert(of, Sight::OpenDoors { open: vec![], silent: silent.to_vec() });
        world.judge(HOME).standing(Promise::NothingDangerousOpen)
    };
    assert_eq!(state(&[21, 22, 23, 443, 445, 3389]), PromiseState::CouldNotCheck);
    assert_eq!(state(&[21, 22, 23, 445, 3389]), PromiseState::Kept);
}

#[test]
fn an_old_version_that_could_not_be_told_is_not_called_refused() {
    let mut world = consented();
    world.takes_old_tls(HOME, &[], &[TlsVersion::Tls10, TlsVersion::Tls11]);
    assert_eq!(reason(&world.judge(HOME), "web-old-tls"), "We could see only a part of it.");
}

#[test]
fn a_distribution_that_mends_in_silence_is_not_accused() {
    let found = |fields: &[(&str, &str)]| {
        let mut world = visited();
        let shown = fields.iter().fold(page(), |page, (name, value)| page.with(name, value));
        world.secure(HOME, secure(HOME).shows(shown));
        findings(&world.judge(HOME))
    };
    for (server, powered) in [
        ("Apache/2.2.22 (Debian)", "PHP/5.4.45-0+deb7u14"),
        ("Apache/2.4.49 (Ubuntu)", "PHP/7.4.3-4ubuntu2.18"),
        ("Apache/2.2.15 (CentOS) OpenSSL/1.0.1e-fips PHP/5.3.3", ""),
        ("nginx/1.18.0", ""),
        ("nginx", "PHP"),
        ("Apache/2.4.57", "Express"),
    ] {
        assert_eq!(found(&[("server", server), ("x-powered-by", powered)]), "", "{server}");
    }
    assert_eq!(
        found(&[("server", "Microsoft-IIS/8.5")]),
        "web-software-old: its server seems to be IIS 8.5, given up by its maker in October 2023"
    );
}

#[test]
fn a_picture_of_the_visit_is_kept_for_the_person_who_knows() {
    let mut world = visited();
    let shown =
        page().with("set-cookie", "PHPSESSID=4711; Secure; HttpOnly").body("<title>\u{1b}Caf\u{e9}</title>");
    world.secure(HOME, secure(HOME).shows(shown));
    let judgement = world.judge(HOME);
    let facts: BTreeMap<&str, String> =
        judgement.facts.iter().map(|fact| (&fact.question[..], fact.records.join("\n"))).collect();
    let seen = &facts["https://bakery.example/ at 192.0.2.10"];
    for line in [
        "TLS 1.3, trusted, fits the name",
        "certificate of CN=bakery.example by CN=R11, O=Let's Encrypt, 2026-10-15 to 2027-01-13",
        "status 200",
        "cookie: PHPSESSID Secure HttpOnly",
        "title: Caf\\233",
        "security.txt: Contact: mailto:it@bakery.example",
    ] {
        assert!(seen.lines().any(|shown| shown == line), "{line} is not in {seen}");
    }
    assert!(!seen.contains("4711"));
    assert!(
        judgement
            .facts
            .iter()
            .all(|fact| fact.records.iter().all(|line| line.is_ascii() || line.ends_with('…')))
    );
    world.fails(world.mail_server_at("mx.mailfirm.example"), Reached::TimedOut);
    let judgement = world.judge(HOME);
    let fact = judgement.facts.iter().find(|fact| fact.question.starts_with("mail server")).unwrap();
    assert_eq!(fact.outcome.words(), "no answer in time");
    let json = serde_json::to_string(&judgement).unwrap();
    assert_eq!(serde_json::from_str::<Judgement>(&json).unwrap(), judgement);
}
