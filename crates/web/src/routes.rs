//! The site map. Every address that the centre answers stands here, with what it does and what
//! record it names; who may come in is decided by `centre::policy` from just that.

use std::sync::Arc;

use centre::policy::Act;

use crate::app::App;
use crate::face;
use crate::pages::health;
use crate::site::{About, Site};

/// The whole site.
pub fn site(app: Arc<App>) -> Site {
    let site = Site::new(app);
    machinery(site)
}

/// What browsers and those who keep the centre running ask for.
fn machinery(site: Site) -> Site {
    site.get("/healthz", Act::ReadPublicPages, About::Nothing, health::alive)
        .get("/readyz", Act::ReadPublicPages, About::Nothing, health::ready)
        .get("/static/{edition}/{name}", Act::ReadPublicPages, About::Nothing, face::assets::serve)
}
