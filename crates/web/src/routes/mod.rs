//! The site map. Every address that the centre answers stands here, with what it does and what
//! record it names; who may come in is decided by `centre::policy` from just that. One file for each area.

mod cases;
mod demonstration;
mod desk;
mod door;
mod firm;
mod help;
mod programs;
mod real;

use std::sync::Arc;

use centre::policy::Act;

use crate::app::App;
use crate::pages::{self, badge, check, doors, errand, home, looking, styleguide, verify};
use crate::site::{About, Site};

/// The whole site.
pub fn site(app: Arc<App>) -> Site {
    let site = programs::machinery(Site::new(app));
    let site = front(site);
    let site = help::help_now(site);
    let site = help::telling(site);
    let site = door::joining(site);
    let site = door::signing_in(site);
    let site = firm::firm(site);
    let site = desk::desk(site);
    let site = cases::evidence(site);
    let site = cases::queue(site);
    let site = cases::handing_over(site);
    let site = desk::surge(site);
    let site = real::messages(site);
    let site = door::staff(site);
    let site = demonstration::demonstration(site);
    programs::programs(site)
}

/// The four doors, and who we are.
fn front(site: Site) -> Site {
    let public = Act::ReadPublicPages;
    site.get("/", public, About::Nothing, home::show)
        .get("/verify", public, About::Nothing, verify::show)
        .post("/verify", Act::CheckACaller, About::Nothing, verify::check)
        .get("/about", public, About::Nothing, doors::about)
        .get("/privacy", public, About::Nothing, doors::privacy)
        .get("/accessibility", public, About::Nothing, doors::accessibility)
        .get("/terms", public, About::Nothing, doors::terms)
        .get("/.well-known/security.txt", public, About::Nothing, doors::security_txt)
        .get("/robots.txt", public, About::Nothing, doors::robots_txt)
        .get("/styleguide", public, About::Nothing, styleguide::show)
        .get("/looking", public, About::Nothing, looking::show)
        .post("/looking/stay-away", Act::AskToBeLeftAlone, About::Nothing, looking::ask)
        .get("/looking/stay-away/{token}", Act::FollowAMailedLink, About::Nothing, looking::show_press)
        .post("/looking/stay-away/{token}", Act::FollowAMailedLink, About::Nothing, looking::press)
        .get("/errand/{token}", Act::AnswerErrand, About::Nothing, errand::show)
        .get("/errand/{token}/letter.pdf", Act::AnswerErrand, About::Nothing, errand::pdf)
        .post("/errand/{token}", Act::AnswerErrand, About::Nothing, errand::answer)
        .get("/badge/{reference}", public, About::Nothing, badge::show)
        .get("/prove/{token}", Act::FollowAMailedLink, About::Nothing, pages::firm::show_proof_link)
        .post("/prove/{token}", Act::FollowAMailedLink, About::Nothing, pages::firm::press_proof)
        .get("/check", Act::CheckADomain, About::Nothing, check::show)
        .post("/check", Act::CheckADomain, About::Nothing, check::begin)
        .get("/check/looks/{look}", Act::CheckADomain, About::Nothing, check::look)
        .get("/check/looks/{look}/live", Act::CheckADomain, About::Nothing, check::live)
}
