//! What a member sees and does for itself.

use centre::policy::Act;

use crate::pages::firm;
use crate::site::{About, Site};

/// What a member sees and does for itself.
pub(super) fn firm(site: Site) -> Site {
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
        .get("/firm/call-code", Act::MakeCallCode, About::Nothing, firm::call_code)
        .post("/firm/call-code", Act::MakeCallCode, About::Nothing, firm::make_call_code)
        .get("/firm/badge", see, About::Nothing, firm::badge)
        .post("/firm/badge/on", change, About::Nothing, firm::switch_badge_on)
        .post("/firm/badge/off", change, About::Nothing, firm::switch_badge_off)
}
