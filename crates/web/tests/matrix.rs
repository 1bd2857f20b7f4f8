//! Every route, every role, every relation, every method: who gets in.
//!
//! Walked through the real doors with real sessions and records, compared with what
//! `centre::policy` decides and with the reviewed table `matrix.txt`. After a change that is
//! wanted: `WATCHHOUSE_WRITE_MATRIX=1 cargo test -p web --test matrix`, and read what changed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops where it cannot go on, and says how much it looked at"
)]

mod house;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::{Method, StatusCode};
use centre::account::Account;
use centre::call_check::Reason;
use centre::case::{Deed, Flag};
use centre::errand::Helper;
use centre::ledger::Actor;
use centre::policy::{Decision, Relation, decide};
use centre::roles::Role;
use jiff::SignedDuration;
use store::{CalledParty, MadeErrand, NewAccount, NewErrandPoint};
use terms::{EmailAddress, OrganisationId, PersonId, PlainLine};
use web::casework::{Saying, Who, tell};
use web::scopes::SCOPES;
use web::{About, Kind, Route};

use house::{Browser, Firm, House};

const METHODS: [Method; 8] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
    Method::TRACE,
];

const HEADING: &str = "\
Who gets in, by route, method, role and relation.
Letters: A let in, S asked to sign in, N as if there were no such address, R told no, M no such method.
Six letters a role: own, sibling, foreign, revoked, expired, missing. Where an address names no record, or the
role can have none of its own or of its house, the nearest relation that there is stands in its place.

";

/// Somebody with a role, as they can come to the door.
struct Asker {
    role: Role,
    person: Option<PersonId>,
    organisation: Option<OrganisationId>,
    /// The check of a call that they began.
    call: Option<String>,
    good: Browser,
    revoked: Browser,
    expired: Browser,
}

/// Records of everybody, to ask for.
struct Records {
    firm: Firm,
    firm_asset: String,
    firm_contact: PersonId,
    foreign_firm: Firm,
    foreign_asset: String,
    staff: PersonId,
    firm_errand: String,
    foreign_errand: String,
    import: String,
    letter: String,
    case: String,
    guarded_case: String,
    pack: String,
    foreign_pack: String,
    other_call: String,
    firm_code: String,
}

/// The body to which every partner of this test belongs.
const OWN_BODY: &str = "metropolitan-police";
/// Another body.
const OTHER_BODY: &str = "city-of-london-police";

const NOTHING: &str = "00000000000000000000000000000000";

#[tokio::test]
async fn everybody_gets_in_where_the_reviewed_table_says_and_nowhere_else() {
    let house = House::open().await;
    let records = records(&house).await;
    let mut askers = Vec::new();
    for role in Role::ALL {
        askers.push(asker(&house, &records, role).await);
    }
    let site = web::routes::site(house.app.clone());
    let mut paths: BTreeMap<&'static str, Vec<Route>> = BTreeMap::new();
    for route in site.routes() {
        paths.entry(route.path).or_default().push(route.clone());
    }
    let doors = web::routes::site(house.app.clone()).doors();
    for asker in &mut askers {
        for browser in [&mut asker.good, &mut asker.revoked, &mut asker.expired] {
            browser.walks_through(doors.clone());
            browser.follows = false;
        }
    }
    let entry = house.newest_entry().await;
    let mut table = HEADING.to_owned();
    let mut cells = 0;
    let mut wrong = Vec::new();
    for (path, routes) in &paths {
        writeln!(table, "{path}").unwrap();
        let mut groups: Vec<(Vec<&Method>, String)> = Vec::new();
        for method in &METHODS {
            let rows = rows(&mut askers, &records, path, routes, method, &mut wrong).await;
            cells += Role::ALL.len() * Relation::ALL.len();
            match groups.iter_mut().find(|(_, same)| *same == rows) {
                Some((methods, _)) => methods.push(method),
                None => groups.push((vec![method], rows)),
            }
        }
        for (methods, rows) in groups {
            let methods: Vec<&str> = methods.iter().map(|m| m.as_str()).collect();
            writeln!(table, "  {}{rows}", methods.join(" ")).unwrap();
        }
    }
    println!("{} routes under {} addresses, {cells} cells", site.routes().len(), paths.len());
    assert!(wrong.is_empty(), "the doors and the policy disagree:\n{}", wrong.join("\n"));
    assert_eq!(house.newest_entry().await, entry, "a door alone changes nothing");
    compare(&table);
}

/// The letters of every role for one address and method; roles with the same letters share a line.
async fn rows(
    askers: &mut [Asker],
    records: &Records,
    path: &str,
    routes: &[Route],
    method: &Method,
    wrong: &mut Vec<String>,
) -> String {
    let asked = if method == Method::HEAD { &Method::GET } else { method };
    let route = routes.iter().find(|r| r.method == *asked);
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for asker in askers {
        let mut letters = String::new();
        for relation in Relation::ALL {
            let about = routes[0].about;
            let (path, effective) = address(records, asker, path, about, relation);
            let program = routes[0].kind == Kind::Api;
            let seen = letter(asker, relation, method, &path, program).await;
            let expected = match route {
                None => 'M',
                Some(route) => letter_of(decide(asker.role, route.act, effective)),
            };
            if seen != expected {
                wrong.push(format!(
                    "{method} {path} as {} ({relation:?}): the door {seen}, the policy {expected}",
                    asker.role
                ));
            }
            letters.push(seen);
        }
        match lines.iter_mut().find(|(same, _)| *same == letters) {
            Some((_, roles)) => roles.push(asker.role.name()),
            None => lines.push((letters, vec![asker.role.name()])),
        }
    }
    // Many roles with the same letters are everybody else; the table stays short enough to be read.
    let most = lines.iter().map(|(_, roles)| roles.len()).max().unwrap_or_default();
    lines.sort_by_key(|(_, roles)| roles.len() == most && most > Role::ALL.len() / 2);
    let line = |(letters, roles): &(String, Vec<&str>)| {
        let who = match roles.len() {
            all if all == Role::ALL.len() => "everybody".to_owned(),
            many if many == most && many > Role::ALL.len() / 2 => "everybody else".to_owned(),
            _ => roles.join(" "),
        };
        format!("    {letters} {who}")
    };
    let act = route.map_or_else(String::new, |route| format!(" to {:?}", route.act));
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!("{act}\n{}", lines.join("\n"))
}

async fn letter(asker: &mut Asker, relation: Relation, method: &Method, path: &str, program: bool) -> char {
    let browser = match relation {
        Relation::Revoked => &mut asker.revoked,
        Relation::Expired => &mut asker.expired,
        _ => &mut asker.good,
    };
    let accept = if program { "application/json" } else { "text/html" };
    let page = browser.ask(method.clone(), path, &[("accept", accept)], None).await;
    match page.status {
        StatusCode::NO_CONTENT => 'A',
        StatusCode::SEE_OTHER if page.header("location").starts_with("/sign-in?then=") => 'S',
        StatusCode::UNAUTHORIZED => 'S',
        StatusCode::NOT_FOUND => 'N',
        StatusCode::FORBIDDEN => 'R',
        StatusCode::METHOD_NOT_ALLOWED => 'M',
        other => panic!("{method} {path} as {}: {other}", asker.role),
    }
}

fn letter_of(decision: Decision) -> char {
    match decision {
        Decision::Allow => 'A',
        Decision::AskToSignIn => 'S',
        Decision::NotFound => 'N',
        Decision::Refuse => 'R',
    }
}

/// The address of a record in this relation to the asker, and the relation that it really has.
fn address(
    records: &Records,
    asker: &Asker,
    path: &str,
    about: About,
    relation: Relation,
) -> (String, Relation) {
    let lost = matches!(relation, Relation::Revoked | Relation::Expired);
    let is_member = asker.organisation.is_some();
    let (key, value, stands) = match about {
        About::Nothing => ("", String::new(), Relation::Own),
        About::Organisation(key) => match relation {
            Relation::Missing => (key, NOTHING.to_owned(), Relation::Missing),
            Relation::Own | Relation::Sibling if is_member => {
                (key, records.firm.organisation.to_string(), Relation::Own)
            }
            _ => (key, records.foreign_firm.organisation.to_string(), Relation::Foreign),
        },
        About::Asset(key) => match relation {
            Relation::Missing => (key, NOTHING.to_owned(), Relation::Missing),
            Relation::Own | Relation::Sibling if is_member => {
                (key, records.firm_asset.clone(), Relation::Own)
            }
            _ => (key, records.foreign_asset.clone(), Relation::Foreign),
        },
        About::Errand(key) => match relation {
            Relation::Missing => (key, NOTHING.to_owned(), Relation::Missing),
            Relation::Own | Relation::Sibling if is_member => {
                (key, records.firm_errand.clone(), Relation::Own)
            }
            _ => (key, records.foreign_errand.clone(), Relation::Foreign),
        },
        About::Person(key) | About::Account(key) => match (relation, asker.person) {
            (Relation::Missing, _) => (key, NOTHING.to_owned(), Relation::Missing),
            (Relation::Own, Some(me)) => (key, me.to_string(), Relation::Own),
            (Relation::Own | Relation::Sibling, _) if is_member => {
                (key, records.firm_contact.to_string(), Relation::Sibling)
            }
            (Relation::Own | Relation::Sibling, _) => (key, records.staff.to_string(), Relation::Sibling),
            _ => (key, records.foreign_firm.person.to_string(), Relation::Foreign),
        },
        About::Case(key) => match relation {
            Relation::Missing => (key, NOTHING.to_owned(), Relation::Missing),
            Relation::Own | Relation::Sibling => (key, records.case.clone(), Relation::Own),
            _ if matches!(asker.role, Role::SafeguardingLead | Role::Manager) => {
                (key, records.guarded_case.clone(), Relation::Own)
            }
            _ => (key, records.guarded_case.clone(), Relation::Foreign),
        },
        About::Pack(key) => match relation {
            Relation::Missing => (key, NOTHING.to_owned(), Relation::Missing),
            Relation::Own | Relation::Sibling if is_of_a_body(asker.role) => {
                (key, records.pack.clone(), Relation::Own)
            }
            _ => (key, records.foreign_pack.clone(), Relation::Foreign),
        },
        About::Call(key) => match (relation, &asker.call) {
            (Relation::Missing, _) => (key, NOTHING.to_owned(), Relation::Missing),
            (Relation::Own, Some(call)) => (key, call.clone(), Relation::Own),
            (Relation::Own | Relation::Sibling, _) if !is_member => {
                (key, records.other_call.clone(), Relation::Sibling)
            }
            _ => (key, records.firm_code.clone(), Relation::Foreign),
        },
        About::Import(key) | About::Letter(key) => {
            let is_import = matches!(about, About::Import(_));
            let there = if is_import { &records.import } else { &records.letter };
            match relation {
                Relation::Missing => (key, NOTHING.to_owned(), Relation::Missing),
                _ => (key, there.clone(), Relation::Own),
            }
        }
    };
    let filled = if key.is_empty() { path.to_owned() } else { path.replace(&format!("{{{key}}}"), &value) };
    // What else stands in braces names no record that the door looks up.
    let filled = filled.replace(['{', '}'], "");
    (filled, if lost { relation } else { stands })
}

fn is_of_a_body(role: Role) -> bool {
    matches!(role, Role::PolicePartner | Role::CouncilPartner | Role::Provider)
}

/// An account that belongs to the body where its role does.
async fn account(house: &House, role: Role, email: &str) -> PersonId {
    if !is_of_a_body(role) {
        return house.account(role, email).await.0;
    }
    let new = NewAccount {
        name: PlainLine::parse("Pat Partner").unwrap(),
        email: EmailAddress::parse(email).unwrap(),
        role,
        body: Some(OWN_BODY.to_owned()),
        remit: None,
        expires_at: None,
    };
    house.app.store.add_account(&new, 7, &Actor::CommandLine, house.now()).await.unwrap().0
}

/// A case that touches somebody's safety and that nobody holds.
async fn guarded_case(house: &House) -> String {
    let case = house.report("false-bill", Account::default()).await.case;
    let who = Who::machine("test");
    let raise = Saying::from(Deed::FlagRaised { flag: Flag::Stalking });
    tell(&house.app, &who, case, &[raise], None).await.unwrap().unwrap();
    case.to_string()
}

/// The check of a call that somebody began.
async fn call_of(house: &House, person: PersonId, role: Role) -> String {
    let begun =
        house.app.store.begin_call(CalledParty::Somebody, Reason::Asked, (person, role), house.now()).await;
    begun.unwrap().to_string()
}

/// A code of a firm that nobody has heard yet.
async fn firm_code(house: &House, firm: &Firm) -> String {
    let who = (firm.person, Role::MemberContact);
    house.app.store.make_call_code(firm.organisation, who, house.now()).await.unwrap().to_string()
}

async fn records(house: &House) -> Records {
    // Two managers, so that one can lose the right.
    house.account(Role::Manager, "first.manager@centre.example").await;
    let (staff, _) = house.account(Role::Manager, "second.manager@centre.example").await;
    let firm = house.firm_with("Own Firm Ltd", "own@own.example", Some("own.example")).await;
    let foreign_firm =
        house.firm_with("Foreign Firm Ltd", "foreign@foreign.example", Some("foreign.example")).await;
    let firm_contact = house.contact_of(&firm, "Second Contact", "second@own.example").await;
    let store = &house.app.store;
    let asset = async |firm: &Firm| store.assets_of(firm.organisation).await.unwrap()[0].id.to_string();
    let errand = async |firm: &Firm| {
        let asset = store.assets_of(firm.organisation).await.unwrap()[0].id;
        let point = NewErrandPoint { action: "mend-spf-missing".into(), asset, letter: "{}".into() };
        let by = Actor::Person(firm.person);
        let made = store.make_errand(
            firm.organisation,
            Helper::NameHost,
            std::slice::from_ref(&point),
            &by,
            house.now(),
        );
        let MadeErrand::Made(id) = made.await.unwrap() else { panic!("too many errands") };
        id.to_string()
    };
    let (name, by) = (PlainLine::parse("list.csv").unwrap(), Actor::Person(staff));
    let import = store.stage_import(&name, &[], &[], 7, &by, house.now()).await.unwrap();
    Records {
        firm_asset: asset(&firm).await,
        foreign_asset: asset(&foreign_firm).await,
        firm_errand: errand(&firm).await,
        foreign_errand: errand(&foreign_firm).await,
        firm_contact,
        other_call: call_of(house, staff, Role::Manager).await,
        firm_code: firm_code(house, &foreign_firm).await,
        foreign_firm,
        staff,
        import: import.to_string(),
        letter: house.letters().await[0].id.to_string(),
        case: house.report("false-bill", Account::default()).await.case.to_string(),
        guarded_case: guarded_case(house).await,
        pack: house.sent_pack(OWN_BODY).await.to_string(),
        foreign_pack: house.sent_pack(OTHER_BODY).await.to_string(),
        firm,
    }
}

async fn asker(house: &House, records: &Records, role: Role) -> Asker {
    let (person, lost_person, over_person) = match role {
        Role::Visitor => {
            let nobody = || house.visitor();
            let (good, revoked, expired) = (nobody(), nobody(), nobody());
            return Asker { role, person: None, organisation: None, call: None, good, revoked, expired };
        }
        Role::MemberContact | Role::CyberWarden => {
            let number = role.name().replace('_', "-");
            let mut all = vec![];
            for what in ["good", "lost", "over"] {
                let email = format!("{what}@{number}.example");
                all.push(house.contact_of(&records.firm, &format!("{what} {number}"), &email).await);
            }
            (all[0], all[1], all[2])
        }
        _ => {
            let name = role.name().replace('_', "-");
            let good = account(house, role, &format!("good@{name}.example")).await;
            let lost = account(house, role, &format!("lost@{name}.example")).await;
            (good, lost, account_until_now(house, role, &format!("over@{name}.example")).await)
        }
    };
    if role == Role::CyberWarden {
        let by = Actor::Person(person);
        house.app.store.name_warden(person, &by, house.now()).await.unwrap();
    }
    let store = &house.app.store;
    store.revoke(lost_person, &Actor::CommandLine, house.now()).await.unwrap();
    let good = with_token(house, person, house.browser_for(person).await, false).await;
    let revoked = with_token(house, lost_person, house.browser_for(lost_person).await, false).await;
    let mut expired = with_token(house, over_person, house.browser_for(over_person).await, true).await;
    if role.is_of_a_member() {
        // The right of a member's contact has no end; their sessions and tokens have.
        let long_ago = house.now() - SignedDuration::from_hours(24 * 30);
        let (by, email) = (Actor::Person(over_person), store::Factors::Email);
        let session = store.open_session(over_person, email, None, &by, long_ago).await.unwrap();
        expired.cookies.insert(house.cookie_name().to_owned(), session.reveal().to_owned());
    }
    let organisation = role.is_of_a_member().then_some(records.firm.organisation);
    let call = Some(call_of(house, person, role).await);
    Asker { role, person: Some(person), organisation, call, good, revoked, expired }
}

/// An account whose right ended a moment ago.
async fn account_until_now(house: &House, role: Role, email: &str) -> PersonId {
    let new = NewAccount {
        name: PlainLine::parse("Was Here").unwrap(),
        email: EmailAddress::parse(email).unwrap(),
        role,
        body: None,
        remit: None,
        expires_at: Some(house.now() - SignedDuration::from_secs(1)),
    };
    house.app.store.add_account(&new, 7, &Actor::CommandLine, house.now()).await.unwrap().0
}

/// The browser with a token for everything that a program may do.
async fn with_token(house: &House, person: PersonId, mut browser: Browser, over: bool) -> Browser {
    let scopes: Vec<String> = SCOPES.iter().map(|s| s.name.to_owned()).collect();
    let until = if over { -1 } else { 30 };
    let until = house.now() + SignedDuration::from_hours(24 * until);
    let (name, by) = (PlainLine::parse("matrix").unwrap(), Actor::Person(person));
    let made = house.app.store.make_api_token(person, &name, &scopes, until, &by, house.now()).await.unwrap();
    browser.bearer = Some(made.1.reveal().to_owned());
    browser
}

/// Compares with the reviewed table, or writes it when that is asked for.
fn compare(table: &str) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/matrix.txt");
    if std::env::var_os("WATCHHOUSE_WRITE_MATRIX").is_some() {
        std::fs::write(file, table).unwrap();
        return;
    }
    let reviewed = std::fs::read_to_string(file).unwrap_or_default();
    let mut changes = String::new();
    let (was, is): (Vec<&str>, Vec<&str>) = (reviewed.lines().collect(), table.lines().collect());
    let mut place = "";
    for line in &was {
        place = if line.starts_with(' ') { place } else { line };
        if !is.contains(line) {
            writeln!(changes, "- [{place}] {}", line.trim()).unwrap();
        }
    }
    for line in &is {
        place = if line.starts_with(' ') { place } else { line };
        if !was.contains(line) {
            writeln!(changes, "+ [{place}] {}", line.trim()).unwrap();
        }
    }
    assert!(
        reviewed == table,
        "who gets in is not what was reviewed:\n{changes}\nIf this is wanted: WATCHHOUSE_WRITE_MATRIX=1 cargo test -p web --test matrix, and read the difference."
    );
}
