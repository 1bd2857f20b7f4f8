//! The site map. Every address that the centre answers stands here, with what it does and what
//! record it names; who may come in is decided by `centre::policy` from just that.

use std::sync::Arc;

use axum::http::Method;
use centre::policy::Act;

use crate::api;
use crate::app::App;
use crate::face;
use crate::pages::{
    account, badge, check, city, demonstration, desk, doors, errand, firm, health, help, home, it_person,
    join, looking, partner, report, set_up, sign_in, staff, status, styleguide, tell,
};
use crate::site::{About, Site};

/// The whole site.
pub fn site(app: Arc<App>) -> Site {
    let site = machinery(Site::new(app));
    let site = front(site);
    let site = help_now(site);
    let site = telling(site);
    let site = joining(site);
    let site = signing_in(site);
    let site = firm(site);
    let site = desk(site);
    let site = evidence(site);
    let site = queue(site);
    let site = handing_over(site);
    let site = surge(site);
    let site = staff(site);
    let site = demonstration(site);
    programs(site)
}

/// The four doors, and who we are.
fn front(site: Site) -> Site {
    let public = Act::ReadPublicPages;
    site.get("/", public, About::Nothing, home::show)
        .get("/real", public, About::Nothing, doors::real)
        .get("/verify", public, About::Nothing, doors::verify)
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
        .get("/prove/{token}", Act::FollowAMailedLink, About::Nothing, firm::show_proof_link)
        .post("/prove/{token}", Act::FollowAMailedLink, About::Nothing, firm::press_proof)
        .get("/check", Act::CheckADomain, About::Nothing, check::show)
        .post("/check", Act::CheckADomain, About::Nothing, check::begin)
        .get("/check/looks/{look}", Act::CheckADomain, About::Nothing, check::look)
        .get("/check/looks/{look}/live", Act::CheckADomain, About::Nothing, check::live)
}

/// Help now. The card has no other verb than reading: whatever is sent to it is refused before it is read.
fn help_now(site: Site) -> Site {
    let (read, ask) = (Act::ReadPublicPages, Act::AskForHelp);
    site.get("/help", read, About::Nothing, help::choose)
        .get("/help/bank-letter", read, About::Nothing, help::show_letter)
        .post("/help/bank-letter", ask, About::Nothing, help::ask_for_letter)
        .get("/help/not-here", read, About::Nothing, help::show_missing)
        .post("/help/not-here", ask, About::Nothing, help::count_missing)
        .get("/help/{problem}", read, About::Nothing, help::card)
}

/// The evidence of a case, and what keeps it.
fn evidence(site: Site) -> Site {
    use desk::evidence as room;
    let (see, work, case) = (Act::SeeCase, Act::WorkCase, About::Case("case"));
    site.get("/desk/cases/{case}/evidence", see, case, room::show)
        .get("/desk/cases/{case}/evidence/{item}", see, case, room::show_item)
        .get("/desk/cases/{case}/evidence/{item}/shown", see, case, room::shown)
        .post("/desk/cases/{case}/evidence/{item}/original", work, case, room::original)
        .post("/desk/cases/{case}/evidence/{item}/lock", work, case, room::lock)
        .get("/desk/cases/{case}/copy/{report}", see, case, desk::subject_copy::show)
        .post("/desk/cases/{case}/copy/{report}", work, case, desk::subject_copy::make)
        .post("/desk/cases/{case}/holds", work, case, room::ask_for_hold)
        .post("/desk/cases/{case}/holds/{hold}/confirm", work, case, room::confirm_hold)
        .post("/desk/cases/{case}/holds/{hold}/lift", work, case, room::ask_to_lift_hold)
        .post("/desk/cases/{case}/holds/{hold}/lifted", work, case, room::lift_hold)
}

/// One account of events, told once, and coming back to it.
fn telling(site: Site) -> Site {
    let (tell, own) = (Act::TellUs, Act::OpenOwnReport);
    site.get("/help/{problem}/tell", tell, About::Nothing, tell::show)
        .post("/help/{problem}/tell", tell, About::Nothing, tell::send)
        .post("/help/{problem}/tell/draft", tell, About::Nothing, tell::save_draft)
        .get("/report", own, About::Nothing, report::show)
        .post("/report", own, About::Nothing, report::open)
        .post("/report/close", own, About::Nothing, report::close)
        .post("/report/message", own, About::Nothing, report::write_message)
        .post("/report/call", own, About::Nothing, report::ask_for_call)
        .post("/report/files", own, About::Nothing, report::add_files)
        .post("/report/wish", own, About::Nothing, report::tell_wish)
        .post("/report/packs/{pack}/yes", own, About::Nothing, report::say_yes)
        .post("/report/packs/{pack}/no", own, About::Nothing, report::say_no)
        .get("/report/forget", own, About::Nothing, report::ask_to_forget)
        .post("/report/forget", own, About::Nothing, report::forget)
        .api(Method::POST, "/api/v1/reports", tell, About::Nothing, api::reports::send)
        .api(Method::POST, "/api/v1/reports/files", tell, About::Nothing, api::reports::add_files)
        .api(Method::GET, "/api/v1/reports/own", own, About::Nothing, api::reports::show)
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
    use Act::{FollowAMailedLink, ManageOwnSignIn, SetUpCentre, SignIn, SignOut};
    site.get("/sign-in", SignIn, About::Nothing, sign_in::by_email::show)
        .post("/sign-in", SignIn, About::Nothing, sign_in::by_email::ask)
        .post("/sign-in/code", SignIn, About::Nothing, sign_in::by_email::give)
        .post("/sign-in/choose", SignIn, About::Nothing, sign_in::choice::choose)
        .post("/sign-in/passkey/begin", SignIn, About::Nothing, sign_in::passkey::begin)
        .post("/sign-in/passkey", SignIn, About::Nothing, sign_in::passkey::finish)
        .get("/sign-in/staff", SignIn, About::Nothing, sign_in::staff::show)
        .post("/sign-in/password", SignIn, About::Nothing, sign_in::staff::password)
        .get("/sign-in/second", SignIn, About::Nothing, sign_in::second::show)
        .post("/sign-in/second", SignIn, About::Nothing, sign_in::second::give)
        .post("/sign-in/single", SignIn, About::Nothing, sign_in::single::leave)
        .get("/sign-in/single/back", SignIn, About::Nothing, sign_in::single::back)
        .get("/sign-in/first", SignIn, About::Nothing, sign_in::first::show)
        .post("/sign-in/first/passkey/begin", SignIn, About::Nothing, sign_in::first::begin_passkey)
        .post("/sign-in/first/passkey", SignIn, About::Nothing, sign_in::first::finish_passkey)
        .get("/sign-in/first/password", SignIn, About::Nothing, sign_in::first::show_password)
        .post("/sign-in/first/password", SignIn, About::Nothing, sign_in::first::keep_password)
        .post("/sign-out", SignOut, About::Nothing, sign_in::out::here)
        .get("/set-up", SetUpCentre, About::Nothing, set_up::show)
        .get("/set-up/{link}", FollowAMailedLink, About::Nothing, sign_in::first::look)
        .post("/set-up/{link}", FollowAMailedLink, About::Nothing, sign_in::first::start)
        .get("/account", ManageOwnSignIn, About::Nothing, account::show)
        .post("/account/passkeys/begin", ManageOwnSignIn, About::Nothing, account::passkey::begin)
        .post("/account/passkeys", ManageOwnSignIn, About::Nothing, account::passkey::finish)
        .post("/account/identities/{id}/remove", ManageOwnSignIn, About::Nothing, account::identity::remove)
        .post("/account/passkeys/{id}/remove", ManageOwnSignIn, About::Nothing, account::passkey::remove)
        .get("/account/password", ManageOwnSignIn, About::Nothing, account::password::show)
        .post("/account/password", ManageOwnSignIn, About::Nothing, account::password::change)
        .post("/account/password/remove", ManageOwnSignIn, About::Nothing, account::password::remove)
        .post(
            "/account/recovery-codes",
            ManageOwnSignIn,
            About::Nothing,
            account::password::renew_recovery_codes,
        )
        .post("/account/sign-out-everywhere", ManageOwnSignIn, About::Nothing, sign_in::out::everywhere)
        .post("/account/tokens", ManageOwnSignIn, About::Nothing, account::token::make)
        .post("/account/tokens/{id}/revoke", ManageOwnSignIn, About::Nothing, account::token::revoke)
}

/// What a member sees and does for itself.
fn firm(site: Site) -> Site {
    let (see, change, govern) = (Act::SeeFirm, Act::ChangeFirm, Act::GovernFirm);
    let (person, asset) = (About::Person("person"), About::Asset("asset"));
    let site = helpers(site);
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
        .get("/firm/domains/{asset}/prove", see, asset, firm::show_proof)
        .post("/firm/domains/{asset}/prove/{way}", change, asset, firm::prove)
        .get("/firm/domains/{asset}/closer-look", see, asset, firm::closer_look)
        .post("/firm/domains/{asset}/closer-look", govern, asset, firm::agree_to_look)
        .post("/firm/domains/{asset}/closer-look/withdraw", change, asset, firm::withdraw_from_look)
        .get("/firm/lookalikes", see, About::Nothing, firm::lookalikes)
        .post("/firm/lookalikes/{asset}/search", change, asset, firm::search_lookalikes)
        .post("/firm/lookalikes/{asset}/{name}/say", change, asset, firm::say_of_lookalike)
        .post("/firm/lookalikes/{asset}/{name}/look", change, asset, firm::look_at_lookalike)
        .get("/firm/lookalikes/{asset}/{name}/report", see, asset, firm::lookalike_report)
        .get("/firm/lookalikes/{asset}/{name}/report.txt", see, asset, firm::lookalike_report_file)
        .get("/firm/letters", see, About::Nothing, firm::letters)
        .post("/firm/letters/stop", change, About::Nothing, firm::stop_letters)
        .post("/firm/letters/go-on", change, About::Nothing, firm::want_letters)
        .get("/firm/history", see, About::Nothing, firm::history)
        .get("/firm/about-you", see, About::Nothing, firm::about_you)
        .get("/firm/export", govern, About::Nothing, firm::export)
        .get("/firm/leave", govern, About::Nothing, firm::ask_to_leave)
        .get("/firm/leave/sure", govern, About::Nothing, firm::sure)
        .post("/firm/leave", govern, About::Nothing, firm::leave)
}

/// Letters to those who help a member, and the badge that it shows.
fn helpers(site: Site) -> Site {
    let (see, change, errand) = (Act::SeeFirm, Act::ChangeFirm, About::Errand("errand"));
    site.get("/firm/errands", see, About::Nothing, firm::errands)
        .post("/firm/errands", change, About::Nothing, firm::write_errand)
        .get("/firm/errands/{errand}", see, errand, firm::errand)
        .get("/firm/errands/{errand}/print", see, errand, firm::print_errand)
        .get("/firm/errands/{errand}/letter.pdf", see, errand, firm::errand_pdf)
        .post("/firm/errands/{errand}/mail", change, errand, firm::mail_errand)
        .post("/firm/errands/{errand}/take-back", change, errand, firm::take_errand_back)
        .get("/firm/badge", see, About::Nothing, firm::badge)
        .post("/firm/badge/on", change, About::Nothing, firm::switch_badge_on)
        .post("/firm/badge/off", change, About::Nothing, firm::switch_badge_off)
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

/// The queue, its cases, and the officers' shifts.
fn queue(site: Site) -> Site {
    let (see, work) = (Act::SeeQueue, Act::WorkCase);
    let site = site
        .get("/desk/queue", see, About::Nothing, desk::queue::show)
        .post("/desk/queue/next", work, About::Nothing, desk::queue::take_next)
        .get("/desk/report", work, About::Nothing, desk::report::show)
        .post("/desk/report", work, About::Nothing, desk::report::write)
        .get("/desk/shift", see, About::Nothing, desk::shift::show)
        .post("/desk/shift", work, About::Nothing, desk::shift::hand_over)
        .get("/desk/rota", see, About::Nothing, desk::rota::show)
        .post("/desk/rota", work, About::Nothing, desk::rota::add)
        .post("/desk/rota/off", work, About::Nothing, desk::rota::remove);
    case(queue_for_programs(site))
}

/// One case, and a form for each deed.
fn case(site: Site) -> Site {
    use desk::cases::{self, Form, deed};
    let (work, case) = (Act::WorkCase, About::Case("case"));
    let site = site
        .get("/desk/cases/{case}", Act::SeeCase, case, cases::show)
        .post("/desk/cases/{case}/take", work, case, deed(Form::Take))
        .post("/desk/cases/{case}/hand-over", work, case, deed(Form::HandOver))
        .post("/desk/cases/{case}/triage", work, case, deed(Form::Triage))
        .post("/desk/cases/{case}/category", work, case, deed(Form::Category))
        .post("/desk/cases/{case}/note", work, case, deed(Form::Note))
        .post("/desk/cases/{case}/message", work, case, deed(Form::Message))
        .post("/desk/cases/{case}/call-back", work, case, deed(Form::CallBack))
        .post("/desk/cases/{case}/call", work, case, deed(Form::Call))
        .post("/desk/cases/{case}/wait", work, case, deed(Form::Wait))
        .post("/desk/cases/{case}/resume", work, case, deed(Form::Resume))
        .post("/desk/cases/{case}/flag", work, case, deed(Form::Flag))
        .post("/desk/cases/{case}/unflag", work, case, deed(Form::Unflag));
    site.post("/desk/cases/{case}/outcome", work, case, deed(Form::Outcome))
        .post("/desk/cases/{case}/outcome/withdraw", work, case, deed(Form::OutcomeWithdraw))
        .post("/desk/cases/{case}/helped-others", work, case, deed(Form::HelpedOthers))
        .post("/desk/cases/{case}/resolve", work, case, deed(Form::Resolve))
        .post("/desk/cases/{case}/close", work, case, deed(Form::Close))
        .post("/desk/cases/{case}/reject", work, case, deed(Form::Reject))
        .post("/desk/cases/{case}/reopen", work, case, deed(Form::Reopen))
        .post("/desk/cases/{case}/check-in", work, case, deed(Form::CheckIn))
        .post("/desk/cases/{case}/duty", work, case, deed(Form::Duty))
        .post("/desk/cases/{case}/wish", work, case, deed(Form::Wish))
        .post("/desk/cases/{case}/merge", work, case, cases::merge)
        .post("/desk/cases/{case}/unmerge", work, case, cases::unmerge)
        .post("/desk/cases/{case}/steps", work, case, cases::tick)
        .post("/desk/cases/{case}/mark", work, case, cases::mark)
}

/// The queue for programs of the centre.
fn queue_for_programs(site: Site) -> Site {
    let (work, case) = (Act::WorkCase, About::Case("case"));
    site.api(Method::GET, "/api/v1/queue", Act::SeeQueue, About::Nothing, api::cases::queue)
        .api(Method::GET, "/api/v1/cases/{case}", Act::SeeCase, case, api::cases::show)
        .api(Method::POST, "/api/v1/cases/{case}/take", work, case, api::cases::take)
        .api(Method::POST, "/api/v1/cases/{case}/note", work, case, api::cases::note)
        .api(Method::POST, "/api/v1/cases/{case}/message", work, case, api::cases::message)
}

/// What is handed over to other bodies, on the desk and in the partners' window.
fn handing_over(site: Site) -> Site {
    let (see, work, case) = (Act::SeeCase, Act::WorkCase, About::Case("case"));
    let (read, reply, pack) = (Act::SeeHandOvers, Act::AnswerHandOver, About::Pack("pack"));
    let answer = "/api/v1/hand-overs/{pack}/answer";
    site.get("/desk/packs/waiting", Act::SeeQueue, About::Nothing, desk::packs::waiting)
        .get("/desk/cases/{case}/packs", see, case, desk::packs::list)
        .post("/desk/cases/{case}/packs", work, case, desk::packs::decide)
        .get("/desk/cases/{case}/packs/new", work, case, desk::packs::choose)
        .get("/desk/cases/{case}/packs/{pack}", see, case, desk::packs::show)
        .get("/desk/cases/{case}/packs/{pack}/paper.pdf", see, case, desk::packs::paper)
        .get("/desk/cases/{case}/packs/{pack}/package.zip", work, case, desk::packs::package)
        .post("/desk/cases/{case}/packs/{pack}/consent", work, case, desk::packs::consented)
        .post("/desk/cases/{case}/packs/{pack}/send", work, case, desk::packs::sent)
        .post("/desk/cases/{case}/packs/{pack}/noted", work, case, desk::packs::noted)
        .post("/desk/cases/{case}/packs/{pack}/drop", work, case, desk::packs::dropped)
        .post("/desk/cases/{case}/packs/{pack}/answer", work, case, desk::packs::answered)
        .get("/partner", read, About::Nothing, partner::list)
        .get("/partner/hand-overs/{pack}", read, pack, partner::show)
        .post("/partner/hand-overs/{pack}", reply, pack, partner::answer)
        .get("/partner/hand-overs/{pack}/summary.pdf", read, pack, partner::summary)
        .get("/partner/hand-overs/{pack}/package.zip", read, pack, partner::package)
        .get("/partner/reports", Act::BringReport, About::Nothing, partner::reports)
        .get("/partner/report", Act::BringReport, About::Nothing, partner::form)
        .post("/partner/report", Act::BringReport, About::Nothing, partner::bring)
        .api(Method::GET, "/api/v1/hand-overs", read, About::Nothing, api::hand_overs::list)
        .api(Method::POST, answer, reply, pack, api::hand_overs::answer)
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
fn surge(site: Site) -> Site {
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

/// Who works here; for managers.
fn staff(site: Site) -> Site {
    use Act::ManageAccounts;
    site.get("/staff", ManageAccounts, About::Nothing, staff::list::show)
        .post("/staff", ManageAccounts, About::Nothing, staff::adding::add)
        .get("/staff/{person}", ManageAccounts, About::Account("person"), staff::account::show)
        .post("/staff/{person}/revoke", ManageAccounts, About::Account("person"), staff::account::revoke)
        .post("/staff/{person}/restore", ManageAccounts, About::Account("person"), staff::account::restore)
        .post("/staff/{person}/role", ManageAccounts, About::Account("person"), staff::account::change_role)
        .post("/staff/{person}/reset", ManageAccounts, About::Account("person"), staff::account::reset)
}

/// What exists in a demonstration only.
fn demonstration(site: Site) -> Site {
    use Act::UseDemonstration;
    let site = it_person(site);
    site.get("/demonstration", UseDemonstration, About::Nothing, demonstration::show)
        .post("/demonstration/sign-in", UseDemonstration, About::Nothing, demonstration::sign_in)
        .get("/demonstration/post", UseDemonstration, About::Nothing, demonstration::post)
        .get("/demonstration/post/{letter}", UseDemonstration, About::Letter("letter"), demonstration::letter)
}

/// The pretend control panel of invented firms.
fn it_person(site: Site) -> Site {
    let play = Act::PlayItPerson;
    site.get("/demonstration/names", play, About::Nothing, it_person::find)
        .get("/demonstration/names/{domain}", play, About::Nothing, it_person::show)
        .post("/demonstration/names/{domain}/records", play, About::Nothing, it_person::record)
        .post("/demonstration/names/{domain}/records/remove", play, About::Nothing, it_person::remove_record)
        .post("/demonstration/names/{domain}/files", play, About::Nothing, it_person::file)
        .post("/demonstration/names/{domain}/files/remove", play, About::Nothing, it_person::remove_file)
        .post("/demonstration/names/{domain}/parts", play, About::Nothing, it_person::mend)
        .post("/demonstration/names/{domain}/back", play, About::Nothing, it_person::put_back)
}

/// The programming interface.
fn programs(site: Site) -> Site {
    let (organisation, asset) = (About::Organisation("organisation"), About::Asset("asset"));
    let member = "/api/v1/members/{organisation}";
    let notes = "/api/v1/members/{organisation}/notes";
    let domains = "/api/v1/firm/domains";
    let domain = "/api/v1/firm/domains/{asset}";
    let checks = "/api/v1/firm/domains/{asset}/checks";
    let proof = "/api/v1/firm/domains/{asset}/proof";
    let playbook = "/api/v1/help/playbooks/{playbook}";
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
        .api(Method::GET, proof, Act::SeeFirm, asset, api::proof::show)
        .api(Method::POST, proof, Act::ChangeFirm, asset, api::proof::look)
        .api(Method::GET, "/api/v1/region", Act::ReadPublicPages, About::Nothing, api::region::show)
        .api(Method::GET, "/api/v1/help", Act::ReadPublicPages, About::Nothing, api::help::list)
        .api(Method::GET, playbook, Act::ReadPublicPages, About::Nothing, api::help::playbook)
        .api(Method::GET, "/api/v1/city", Act::SeeCityFigures, About::Nothing, api::city::show)
        .api(Method::GET, "/api/v1/openapi.json", Act::ReadPublicPages, About::Nothing, api::document::show)
}

/// What browsers and those who keep the centre running ask for.
fn machinery(site: Site) -> Site {
    site.get("/healthz", Act::ReadPublicPages, About::Nothing, health::alive)
        .get("/readyz", Act::ReadPublicPages, About::Nothing, health::ready)
        .get("/static/{edition}/{name}", Act::ReadPublicPages, About::Nothing, face::assets::serve)
}
