//! Help now, one account of events, and coming back to it.

use axum::http::Method;
use centre::policy::Act;

use crate::api;
use crate::pages::{help, report, tell};
use crate::site::{About, Site};

/// Help now. The card has no other verb than reading: whatever is sent to it is refused before it is read.
pub(super) fn help_now(site: Site) -> Site {
    let (read, ask) = (Act::ReadPublicPages, Act::AskForHelp);
    site.get("/help", read, About::Nothing, help::choose)
        .get("/help/bank-letter", read, About::Nothing, help::show_letter)
        .post("/help/bank-letter", ask, About::Nothing, help::ask_for_letter)
        .get("/help/not-here", read, About::Nothing, help::show_missing)
        .post("/help/not-here", ask, About::Nothing, help::count_missing)
        .get("/help/{problem}", read, About::Nothing, help::card)
}

/// One account of events, told once, and coming back to it.
pub(super) fn telling(site: Site) -> Site {
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
