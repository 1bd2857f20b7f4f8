//! What the people of the centre, partners and funders work with.

use axum::http::Method;
use centre::policy::Act;

use crate::api;
use crate::pages::{city, desk, status};
use crate::site::{About, Site};

/// What the people of the centre, partners and funders work with.
pub(super) fn desk(site: Site) -> Site {
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
    city(workings(imports(calls(site))))
}

/// Calls with firms, in which each side can see who the other is.
fn calls(site: Site) -> Site {
    let (prove, see, call) = (Act::ProveACall, Act::SeeCallCheck, About::Call("call"));
    let (member, case) = (About::Organisation("organisation"), About::Case("case"));
    site.get("/desk/calls", prove, About::Nothing, desk::calls::list)
        .post("/desk/calls", prove, About::Nothing, desk::calls::begin)
        .post("/desk/calls/heard", prove, About::Nothing, desk::calls::hear)
        .get("/desk/calls/{call}", see, call, desk::calls::show)
        .get("/desk/calls/{call}/live", see, call, desk::calls::live)
        .post("/desk/members/{organisation}/call", prove, member, desk::calls::begin_with_member)
        .post("/desk/cases/{case}/call-check", Act::WorkCase, case, desk::calls::begin_about_case)
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
        .get("/desk/looking", Act::SeeLooking, About::Nothing, desk::looking::show)
        .post("/desk/looking/stay-away", Act::NoteStayAway, About::Nothing, desk::looking::note)
        .post("/desk/looking/stop", Act::StopLooking, About::Nothing, desk::looking::stop)
        .post("/desk/looking/start", Act::StopLooking, About::Nothing, desk::looking::start)
        .get("/desk/letters/{letter}", Act::SeeWorkings, letter, desk::letters::show)
        .post("/desk/letters/{letter}/again", Act::SteerWorkings, letter, desk::letters::try_again)
}

/// Figures that name no firm.
fn city(site: Site) -> Site {
    site.get("/city", Act::SeeCityFigures, About::Nothing, city::show)
        .get("/city/boroughs.csv", Act::SeeCityFigures, About::Nothing, city::boroughs_file)
        .get("/city/sectors.csv", Act::SeeCityFigures, About::Nothing, city::sectors_file)
        .get("/city/promises", Act::SeeCityFigures, About::Nothing, city::shares::show)
        .get("/city/promises.csv", Act::SeeCityFigures, About::Nothing, city::shares::file)
        .get("/city/promises-months.csv", Act::SeeCityFigures, About::Nothing, city::shares::months_file)
        .get("/desk/city", Act::SeeCohorts, About::Nothing, city::shares::show_finer)
        .get("/desk/city.csv", Act::SeeCohorts, About::Nothing, city::shares::finer_file)
        .get("/desk/city-months.csv", Act::SeeCohorts, About::Nothing, city::shares::finer_months_file)
        .get("/desk/city/providers", Act::SeeCohorts, About::Nothing, desk::city::providers::show)
        .get("/desk/city/providers.csv", Act::SeeCohorts, About::Nothing, desk::city::providers::file)
        .get("/desk/city/public-bodies", Act::SeePublicBodies, About::Nothing, desk::city::bodies::show)
        .get("/desk/city/public-bodies.csv", Act::SeePublicBodies, About::Nothing, desk::city::bodies::file)
}

/// When very many write at once, what belongs together, and what can be told of it.
pub(super) fn surge(site: Site) -> Site {
    use Act::{ChangePlaybooks, ReadPublicPages, SeeQueue, SeeReportFigures, SteerSurge};
    site.get("/status", ReadPublicPages, About::Nothing, status::show)
        .api(Method::GET, "/api/v1/status", ReadPublicPages, About::Nothing, api::status::show)
        .get("/city/reports", ReadPublicPages, About::Nothing, desk::figures::show_public)
        .get("/city/reports.csv", ReadPublicPages, About::Nothing, desk::figures::public_file)
        .get("/desk/figures", SeeReportFigures, About::Nothing, desk::figures::show)
        .get("/desk/figures.csv", SeeReportFigures, About::Nothing, desk::figures::file)
        .get("/desk/figures/records", SeeQueue, About::Nothing, desk::figures::records)
        .get("/desk/playbooks", ChangePlaybooks, About::Nothing, desk::playbooks::list)
        .get("/desk/playbooks/{name}", ChangePlaybooks, About::Nothing, desk::playbooks::show)
        .get("/desk/playbooks/{name}/playbook.json", ChangePlaybooks, About::Nothing, desk::playbooks::export)
        .post("/desk/playbooks/{name}", ChangePlaybooks, About::Nothing, desk::playbooks::change)
        .post("/desk/playbooks/{name}/preview", ChangePlaybooks, About::Nothing, desk::playbooks::preview)
        .post("/desk/playbooks/{name}/restore", ChangePlaybooks, About::Nothing, desk::playbooks::restore)
        .get("/desk/waves", SeeQueue, About::Nothing, desk::waves::show)
        .post("/desk/waves/merge", SteerSurge, About::Nothing, desk::waves::merge)
        .post("/desk/waves/unmerge", SteerSurge, About::Nothing, desk::waves::unmerge)
        .get("/desk/surge", SteerSurge, About::Nothing, desk::surge::show)
        .post("/desk/surge/on", SteerSurge, About::Nothing, desk::surge::on)
        .post("/desk/surge/off", SteerSurge, About::Nothing, desk::surge::off)
        .get("/desk/surge/reply", SteerSurge, About::Nothing, desk::surge::show_reply)
        .post("/desk/surge/reply", SteerSurge, About::Nothing, desk::surge::send)
        .post("/desk/surge/advice", SteerSurge, About::Nothing, desk::surge::add_advice)
        .post("/desk/surge/advice/end", SteerSurge, About::Nothing, desk::surge::end_advice)
}
