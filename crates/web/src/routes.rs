//! The site map. Every address that the centre answers stands here, with what it does and what
//! record it names; who may come in is decided by `centre::policy` from just that.

use std::sync::Arc;

use axum::http::Method;
use centre::policy::Act;

use crate::api;
use crate::app::App;
use crate::face;
use crate::pages::{city, desk, health};
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
    site
}

/// Becoming a member.
fn joining(site: Site) -> Site {
    site
}

/// Saying who one is, and one's own keys.
fn signing_in(site: Site) -> Site {
    site
}

/// What a member sees and does for itself.
fn firm(site: Site) -> Site {
    site
}

/// What the people of the centre, partners and funders work with.
fn desk(site: Site) -> Site {
    let organisation = About::Organisation("organisation");
    let site = site
        .get("/desk", Act::SearchMembers, About::Nothing, desk::landing::show)
        .get("/desk/members", Act::SearchMembers, About::Nothing, desk::members::list)
        .get("/desk/members.csv", Act::ExportMembers, About::Nothing, desk::export::members)
        .get("/desk/members/{organisation}", Act::SeeMember, organisation, desk::member::show)
        .post("/desk/members/{organisation}/notes", Act::WriteNote, organisation, desk::member::write_note)
        .post(
            "/desk/members/{organisation}/funded-place",
            Act::GiveFundedPlace,
            organisation,
            desk::member::give_place,
        )
        .get("/desk/domains/{asset}", Act::SeeMember, About::Asset("asset"), desk::domain::show)
        .get(
            "/desk/domains/{asset}/promises.csv",
            Act::SeeMember,
            About::Asset("asset"),
            desk::domain::promises_file,
        )
        .get("/desk/funded-places", Act::GiveFundedPlace, About::Nothing, desk::funded_places::list)
        .post("/desk/funded-places", Act::ManageAccounts, About::Nothing, desk::funded_places::add)
        .post(
            "/desk/funded-places/{place}/close",
            Act::ManageAccounts,
            About::Nothing,
            desk::funded_places::close,
        );
    city(workings(imports(site)))
}

/// Lists of prospects on their way in.
fn imports(site: Site) -> Site {
    let import = About::Import("import");
    site.get("/desk/imports", Act::ImportProspects, About::Nothing, desk::imports::list)
        .post("/desk/imports", Act::ImportProspects, About::Nothing, desk::imports::stage)
        .get("/desk/imports/{import}", Act::ImportProspects, import, desk::imports::show)
        .get("/desk/imports/{import}/bad.csv", Act::ImportProspects, import, desk::imports::bad_rows)
        .post("/desk/imports/{import}/apply", Act::ImportProspects, import, desk::imports::apply)
        .post("/desk/imports/{import}/discard", Act::ImportProspects, import, desk::imports::discard)
}

/// How the centre's own work goes.
fn workings(site: Site) -> Site {
    let letter = About::Letter("letter");
    site.get("/desk/workings", Act::SeeWorkings, About::Nothing, desk::workings::show)
        .post("/desk/workings/{work}/stop", Act::SteerWorkings, About::Nothing, desk::workings::stop)
        .post("/desk/workings/{work}/start", Act::SteerWorkings, About::Nothing, desk::workings::start)
        .post("/desk/workings/{work}/hasten", Act::SteerWorkings, About::Nothing, desk::workings::hasten)
        .get("/desk/letters/{letter}", Act::SeeWorkings, letter, desk::letters::show)
        .post("/desk/letters/{letter}/again", Act::SteerWorkings, letter, desk::letters::try_again)
}

/// Figures that name no firm.
fn city(site: Site) -> Site {
    site.get("/city", Act::SeeCityFigures, About::Nothing, city::show)
        .get("/city/boroughs.csv", Act::SeeCityFigures, About::Nothing, city::boroughs_file)
        .get("/city/sectors.csv", Act::SeeCityFigures, About::Nothing, city::sectors_file)
}

/// What exists in a demonstration only.
fn demonstration(site: Site) -> Site {
    site
}

/// The programming interface.
fn programs(site: Site) -> Site {
    let (organisation, asset) = (About::Organisation("organisation"), About::Asset("asset"));
    let member = "/api/v1/members/{organisation}";
    let notes = "/api/v1/members/{organisation}/notes";
    let domains = "/api/v1/firm/domains";
    let domain = "/api/v1/firm/domains/{asset}";
    let checks = "/api/v1/firm/domains/{asset}/checks";
    site.api(Method::POST, "/api/v1/check", Act::CheckADomain, About::Nothing, api::check::check)
        .api(Method::GET, "/api/v1/members", Act::SearchMembers, About::Nothing, api::members::list)
        .api(Method::GET, member, Act::SeeMember, organisation, api::members::show)
        .api(Method::POST, notes, Act::WriteNote, organisation, api::notes::write)
        .api(Method::GET, "/api/v1/firm", Act::SeeFirm, About::Nothing, api::firm::show)
        .api(Method::GET, domains, Act::SeeFirm, About::Nothing, api::firm::domains)
        .api(Method::POST, domains, Act::ChangeFirm, About::Nothing, api::firm::add_domain)
        .api(Method::GET, domain, Act::SeeFirm, asset, api::firm::domain)
        .api(Method::DELETE, domain, Act::ChangeFirm, asset, api::firm::remove_domain)
        .api(Method::GET, checks, Act::SeeFirm, asset, api::firm::checks)
        .api(Method::GET, "/api/v1/region", Act::ReadPublicPages, About::Nothing, api::region::show)
        .api(Method::GET, "/api/v1/city", Act::SeeCityFigures, About::Nothing, api::city::show)
        .api(Method::GET, "/api/v1/openapi.json", Act::ReadPublicPages, About::Nothing, api::document::show)
}

/// What browsers and those who keep the centre running ask for.
fn machinery(site: Site) -> Site {
    site.get("/healthz", Act::ReadPublicPages, About::Nothing, health::alive)
        .get("/readyz", Act::ReadPublicPages, About::Nothing, health::ready)
        .get("/static/{edition}/{name}", Act::ReadPublicPages, About::Nothing, face::assets::serve)
}
