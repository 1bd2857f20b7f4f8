//! The router that cannot be extended without a policy.
//!
//! [`Site`] is the only place that touches axum's router. Each of its verbs demands the
//! [`Act`] that the route performs and what record its address names ([`About`]), and puts
//! the door in front of the handler:
//!
//! ```compile_fail
//! # use std::sync::Arc;
//! fn site(site: web::Site) -> web::Site {
//!     site.get("/secrets", || async { "no policy, no route" })
//! }
//! ```

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{Extensions, HeaderMap, Method, StatusCode, Version, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use centre::policy::Act;
use futures_util::future::BoxFuture;
use tower_http::compression::CompressionLayer;

use crate::app::App;
use crate::door;

/// What record an address names; the string is the name of the parameter in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// No record, or the asker's own firm or account.
    Nothing,
    /// An organisation.
    Organisation(&'static str),
    /// A person at a member.
    Person(&'static str),
    /// An account of staff or partners.
    Account(&'static str),
    /// A domain of a member.
    Asset(&'static str),
    /// An errand of a member.
    Errand(&'static str),
    /// A list of prospects on its way in.
    Import(&'static str),
    /// A letter in the outbox.
    Letter(&'static str),
    /// A case of the desk.
    Case(&'static str),
    /// The check of a call.
    Call(&'static str),
    /// What was handed over to a partner body.
    Pack(&'static str),
}

/// Who uses a route, which decides how it is asked and how it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// People with a browser: session cookie, pages, redirects to sign in.
    Page,
    /// Programs: token, JSON, problem details.
    Api,
}

/// One route as declared: the site map, the matrix and the OpenAPI coverage read these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// HTTP method.
    pub method: Method,
    /// Path template.
    pub path: &'static str,
    /// What the route does.
    pub act: Act,
    /// What record the address names.
    pub about: About,
    /// For people or for programs.
    pub kind: Kind,
}

/// The site under construction.
pub struct Site {
    app: Arc<App>,
    router: Router<Arc<App>>,
    doors: Router<Arc<App>>,
    routes: Vec<Route>,
}

impl Site {
    /// An empty site.
    pub fn new(app: Arc<App>) -> Self {
        Self { app, router: Router::new(), doors: Router::new(), routes: Vec::new() }
    }

    /// A page that is read.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, act: Act, about: About, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.add(Route { method: Method::GET, path, act, about, kind: Kind::Page }, handler)
    }

    /// A form that is sent.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, act: Act, about: About, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.add(Route { method: Method::POST, path, act, about, kind: Kind::Page }, handler)
    }

    /// An operation of the programming interface.
    #[must_use]
    pub fn api<H, T>(self, method: Method, path: &'static str, act: Act, about: About, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.add(Route { method, path, act, about, kind: Kind::Api }, handler)
    }

    fn add<H, T>(mut self, route: Route, handler: H) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(route.method.clone()).unwrap_or(MethodFilter::GET);
        let (app, path) = (Arc::clone(&self.app), route.path);
        let door = from_fn({
            let route = route.clone();
            move |request: Request, next: Next| door::pass(Arc::clone(&app), route.clone(), request, next)
        });
        self.routes.push(route);
        let nothing_behind = || async { StatusCode::NO_CONTENT };
        self.doors = self.doors.route(path, on(filter, nothing_behind).route_layer(door.clone()));
        let room = room(handler);
        let behind = move |State(app): State<Arc<App>>, request: Request| room(request, app);
        self.router = self.router.route(path, on(filter, behind).route_layer(door));
        self
    }

    /// Every route declared so far.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The finished router, with what every answer carries around it.
    pub fn open(self) -> Router {
        surrounded(self.app, self.router)
    }

    /// The same doors with nothing behind them: whoever gets in gets an empty answer. With it
    /// every role can try every route, and nothing is changed.
    pub fn doors(self) -> Router {
        surrounded(self.app, self.doors)
    }
}

/// What is behind a door, in one shape whatever it takes from the request.
type Room = Arc<dyn Fn(Request, Arc<App>) -> BoxFuture<'static, Response> + Send + Sync>;

/// Gives a handler that shape. The router's machinery is then compiled once and not for each of the handlers, which
/// took longer than everything else in this crate.
fn room<H, T>(handler: H) -> Room
where
    H: Handler<T, Arc<App>>,
    T: 'static,
{
    Arc::new(move |request, app| Box::pin(handler.clone().call(request, app)))
}

fn surrounded(app: Arc<App>, router: Router<Arc<App>>) -> Router {
    let around = from_fn({
        let app = Arc::clone(&app);
        move |request: Request, next: Next| door::surround(Arc::clone(&app), request, next)
    });
    let small = CompressionLayer::new().compress_when(is_the_same_for_everybody);
    let router = router.fallback(door::nowhere).method_not_allowed_fallback(door::wrong_method);
    router.layer(around).layer(small).with_state(app)
}

/// Only files that are the same for everybody are made small. A page that repeats what was typed beside a
/// form token would tell the token by its size (BREACH, CVE-2013-3587).
fn is_the_same_for_everybody(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    ["text/css", "text/javascript", "image/svg+xml"].iter().any(|same| kind.starts_with(same))
}
