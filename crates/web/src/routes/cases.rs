//! The queue, its cases, their evidence, and what is handed over.

use axum::http::Method;
use centre::policy::Act;

use crate::api;
use crate::pages::{desk, partner};
use crate::site::{About, Site};

/// The queue, its cases, and the officers' shifts.
pub(super) fn queue(site: Site) -> Site {
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

/// The evidence of a case, and what keeps it.
pub(super) fn evidence(site: Site) -> Site {
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

/// What is handed over to other bodies, on the desk and in the partners' window.
pub(super) fn handing_over(site: Site) -> Site {
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
