//! What exists in a demonstration only.

use centre::policy::Act;

use crate::pages::{demonstration, it_person};
use crate::site::{About, Site};

/// What exists in a demonstration only.
pub(super) fn demonstration(site: Site) -> Site {
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
