//! Is this real? The page, the answer, and what the desk does with messages.

use axum::http::Method;
use centre::policy::Act;

use crate::api;
use crate::pages::desk::messages::{
    advisories, campaigns, list, one, takedowns, warnings as list_of_warnings,
};
use crate::pages::{firm, real, warnings};
use crate::site::{About, Site};

/// Everything about messages of which somebody asks whether they are real.
pub(super) fn messages(site: Site) -> Site {
    desk(front(site))
}

fn front(site: Site) -> Site {
    let (ask, public, nothing) = (Act::AskIfReal, Act::ReadPublicPages, About::Nothing);
    site.get("/real", ask, nothing, real::show)
        .post("/real", ask, nothing, real::ask)
        .get("/real/back", ask, nothing, real::show_back)
        .post("/real/back", ask, nothing, real::find)
        .get("/real/{token}", ask, nothing, real::show_answer)
        .get("/real/{token}/live", ask, nothing, real::live)
        .post("/real/{token}/forget", ask, nothing, real::forget)
        .get("/warnings", public, nothing, warnings::show)
        .get("/warnings.txt", public, nothing, warnings::text)
        .get("/warnings.json", public, nothing, warnings::json)
        .post("/warnings/appeal", ask, nothing, warnings::appeal)
        .get("/firm/messages", Act::SeeFirm, nothing, firm::messages)
        .get("/firm/messages/{message}", Act::SeeFirm, nothing, firm::open_message)
        .api(Method::POST, "/api/v1/messages", ask, nothing, api::messages::send)
        .api(Method::GET, "/api/v1/messages/{token}", ask, nothing, api::messages::show)
}

fn desk(site: Site) -> Site {
    let (see, work, nothing) = (Act::SeeMessages, Act::WorkMessages, About::Nothing);
    site.get("/desk/messages", see, nothing, list::show)
        .get("/desk/messages/{message}", see, nothing, one::show)
        .get("/desk/messages/{message}/original", see, nothing, one::original)
        .post("/desk/messages/{message}/correct", work, nothing, one::correct)
        .post("/desk/messages/{message}/out", work, nothing, one::take_out)
        .get("/desk/campaigns", see, nothing, campaigns::list)
        .get("/desk/campaigns/{campaign}", see, nothing, campaigns::show)
        .post("/desk/campaigns/{campaign}/part", work, nothing, campaigns::part)
        .post("/desk/campaigns/{campaign}/take-down", work, nothing, takedowns::make)
        .get("/desk/take-downs/{takedown}", see, nothing, takedowns::show)
        .get("/desk/take-downs/{takedown}/package.txt", see, nothing, takedowns::text)
        .get("/desk/take-downs/{takedown}/package.json", see, nothing, takedowns::xarf)
        .post("/desk/take-downs/{takedown}/sent", work, nothing, takedowns::note)
        .get("/desk/advisories", see, nothing, advisories::list)
        .get("/desk/advisories/new", work, nothing, advisories::begin)
        .post("/desk/advisories", work, nothing, advisories::draft)
        .get("/desk/advisories/{advisory}", see, nothing, advisories::show)
        .post("/desk/advisories/{advisory}/publish", work, nothing, advisories::publish)
        .post("/desk/advisories/{advisory}/withdraw", work, nothing, advisories::withdraw)
        .get("/desk/warnings", see, nothing, list_of_warnings::list)
        .post("/desk/warnings", work, nothing, list_of_warnings::propose)
        .post("/desk/warnings/{warning}/list", work, nothing, list_of_warnings::list_it)
        .post("/desk/warnings/{warning}/end", work, nothing, list_of_warnings::end)
}
