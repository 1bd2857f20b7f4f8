//! The site map. Every address that the centre answers stands here, with what it does and what
//! record it names; who may come in is decided by `centre::policy` from just that.

use std::sync::Arc;

use centre::policy::Act;

use crate::app::App;
use crate::face;
use crate::pages::{check, doors, firm, health, home, join, styleguide};
use crate::site::{About, Site};

/// The whole site.
pub fn site(app: Arc<App>) -> Site {
    let site = machinery(Site::new(app));
    let site = front(site);
    let site = joining(site);
    let site = signing_in(site);
    let site = firm(site);
    let site = desk(site);
    let site = demonstration(site);
    programs(site)
}

/// The four doors, and who we are.
fn front(site: Site) -> Site {
    let public = Act::ReadPublicPages;
    site.get("/", public, About::Nothing, home::show)
        .get("/help", public, About::Nothing, doors::help)
        .get("/real", public, About::Nothing, doors::real)
        .get("/verify", public, About::Nothing, doors::verify)
        .get("/about", public, About::Nothing, doors::about)
        .get("/privacy", public, About::Nothing, doors::privacy)
        .get("/accessibility", public, About::Nothing, doors::accessibility)
        .get("/terms", public, About::Nothing, doors::terms)
        .get("/.well-known/security.txt", public, About::Nothing, doors::security_txt)
        .get("/robots.txt", public, About::Nothing, doors::robots_txt)
        .get("/styleguide", public, About::Nothing, styleguide::show)
        .get("/check", Act::CheckADomain, About::Nothing, check::show)
        .post("/check", Act::CheckADomain, About::Nothing, check::begin)
        .get("/check/looks/{look}", Act::CheckADomain, About::Nothing, check::look)
        .get("/check/looks/{look}/live", Act::CheckADomain, About::Nothing, check::live)
}

/// Becoming a member.
fn joining(site: Site) -> Site {
    let link = Act::FollowAMailedLink;
    site.get("/join", Act::Join, About::Nothing, join::show)
        .post("/join", Act::Join, About::Nothing, join::join)
        .get("/join/sent", Act::Join, About::Nothing, join::sent)
        .get("/join/confirm/{token}", link, About::Nothing, join::show_confirm)
        .post("/join/confirm/{token}", link, About::Nothing, join::confirm)
        .get("/join/contact/{token}", link, About::Nothing, join::show_confirm_contact)
        .post("/join/contact/{token}", link, About::Nothing, join::confirm_contact)
        .get("/left", Act::ReadPublicPages, About::Nothing, firm::left)
}

/// Saying who one is, and one's own keys.
fn signing_in(site: Site) -> Site {
    site
}

/// What a member sees and does for itself.
fn firm(site: Site) -> Site {
    let (see, change, govern) = (Act::SeeFirm, Act::ChangeFirm, Act::GovernFirm);
    let (person, asset) = (About::Person("person"), About::Asset("asset"));
    site.get("/firm", see, About::Nothing, firm::home)
        .post("/firm/actions/{action}/done", change, About::Nothing, firm::said)
        .post("/firm/actions/{action}/not-yet", change, About::Nothing, firm::unsaid)
        .get("/firm/details", see, About::Nothing, firm::details)
        .post("/firm/details", change, About::Nothing, firm::change_details)
        .get("/firm/people", see, About::Nothing, firm::people)
        .post("/firm/people", govern, About::Nothing, firm::add_person)
        .get("/firm/people/{person}", govern, person, firm::person)
        .post("/firm/people/{person}", govern, person, firm::change_person)
        .post("/firm/people/{person}/warden", govern, person, firm::name_warden)
        .get("/firm/people/{person}/remove", govern, person, firm::ask_to_remove_person)
        .post("/firm/people/{person}/remove", govern, person, firm::remove_person)
        .get("/firm/domains", see, About::Nothing, firm::domains)
        .post("/firm/domains", change, About::Nothing, firm::add_domain)
        .get("/firm/domains/{asset}", see, asset, firm::domain)
        .get("/firm/domains/{asset}/history.csv", see, asset, firm::history_csv)
        .post("/firm/domains/{asset}/look", change, asset, firm::look_now)
        .get("/firm/domains/{asset}/looks/{look}", see, asset, firm::look)
        .get("/firm/domains/{asset}/looks/{look}/live", see, asset, firm::live)
        .get("/firm/domains/{asset}/remove", change, asset, firm::ask_to_remove_domain)
        .post("/firm/domains/{asset}/remove", change, asset, firm::remove_domain)
        .get("/firm/history", see, About::Nothing, firm::history)
        .get("/firm/about-you", see, About::Nothing, firm::about_you)
        .get("/firm/export", govern, About::Nothing, firm::export)
        .get("/firm/leave", govern, About::Nothing, firm::ask_to_leave)
        .get("/firm/leave/sure", govern, About::Nothing, firm::sure)
        .post("/firm/leave", govern, About::Nothing, firm::leave)
}

/// What the people of the centre, partners and funders work with.
fn desk(site: Site) -> Site {
    site
}

/// What exists in a demonstration only.
fn demonstration(site: Site) -> Site {
    site
}

/// The programming interface.
fn programs(site: Site) -> Site {
    site
}

/// What browsers and those who keep the centre running ask for.
fn machinery(site: Site) -> Site {
    site.get("/healthz", Act::ReadPublicPages, About::Nothing, health::alive)
        .get("/readyz", Act::ReadPublicPages, About::Nothing, health::ready)
        .get("/static/{edition}/{name}", Act::ReadPublicPages, About::Nothing, face::assets::serve)
}
