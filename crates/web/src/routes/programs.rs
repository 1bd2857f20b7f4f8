//! The programming interface, and what machines ask for.

use axum::http::Method;
use centre::policy::Act;

use crate::api;
use crate::face;
use crate::pages::health;
use crate::site::{About, Site};

/// The programming interface.
pub(super) fn programs(site: Site) -> Site {
    let (organisation, asset) = (About::Organisation("organisation"), About::Asset("asset"));
    let member = "/api/v1/members/{organisation}";
    let notes = "/api/v1/members/{organisation}/notes";
    let domains = "/api/v1/firm/domains";
    let domain = "/api/v1/firm/domains/{asset}";
    let checks = "/api/v1/firm/domains/{asset}/checks";
    let proof = "/api/v1/firm/domains/{asset}/proof";
    let caller_checks = "/api/v1/caller-checks";
    let playbook = "/api/v1/help/playbooks/{playbook}";
    site.api(Method::POST, "/api/v1/check", Act::CheckADomain, About::Nothing, api::check::check)
        .api(Method::POST, caller_checks, Act::CheckACaller, About::Nothing, api::caller_checks::check)
        .api(Method::GET, "/api/v1/members", Act::SearchMembers, About::Nothing, api::members::list)
        .api(Method::GET, member, Act::SeeMember, organisation, api::members::show)
        .api(Method::POST, notes, Act::WriteNote, organisation, api::notes::write)
        .api(Method::GET, "/api/v1/firm", Act::SeeFirm, About::Nothing, api::firm::show)
        .api(Method::GET, domains, Act::SeeFirm, About::Nothing, api::firm::domains)
        .api(Method::POST, domains, Act::ChangeFirm, About::Nothing, api::firm::add_domain)
        .api(Method::GET, domain, Act::SeeFirm, asset, api::firm::domain)
        .api(Method::DELETE, domain, Act::ChangeFirm, asset, api::firm::remove_domain)
        .api(Method::GET, checks, Act::SeeFirm, asset, api::firm::checks)
        .api(Method::GET, proof, Act::SeeFirm, asset, api::proof::show)
        .api(Method::POST, proof, Act::ChangeFirm, asset, api::proof::look)
        .api(Method::GET, "/api/v1/region", Act::ReadPublicPages, About::Nothing, api::region::show)
        .api(Method::GET, "/api/v1/help", Act::ReadPublicPages, About::Nothing, api::help::list)
        .api(Method::GET, playbook, Act::ReadPublicPages, About::Nothing, api::help::playbook)
        .api(Method::GET, "/api/v1/city", Act::SeeCityFigures, About::Nothing, api::city::show)
        .api(Method::GET, "/api/v1/openapi.json", Act::ReadPublicPages, About::Nothing, api::document::show)
}

/// What browsers and those who keep the centre running ask for.
pub(super) fn machinery(site: Site) -> Site {
    site.get("/healthz", Act::ReadPublicPages, About::Nothing, health::alive)
        .get("/readyz", Act::ReadPublicPages, About::Nothing, health::ready)
        .get("/static/{edition}/{name}", Act::ReadPublicPages, About::Nothing, face::assets::serve)
}
