//! A browser: keeps cookies, says where its requests start, follows redirects, fills forms in.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, header};
use tower::ServiceExt;

use super::page::SeenPage;

/// Redirects that are followed before a test stops.
const MOST_REDIRECTS: usize = 10;

/// A browser of one person.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    /// Where its forms say that they start.
    pub origin: String,
    /// Its address in the net; each browser has its own, so that none waits for another.
    pub network: SocketAddr,
    /// Its cookies.
    pub cookies: BTreeMap<String, String>,
    /// Whether redirects are followed.
    pub follows: bool,
    /// The token of the programming interface that it sends, if any.
    pub bearer: Option<String>,
    last: Option<SeenPage>,
}

impl Browser {
    pub(super) fn new(router: Router, origin: String, number: u32) -> Self {
        let [_, b, c, d] = number.to_be_bytes();
        Self {
            router,
            origin,
            network: SocketAddr::from(([10, b, c, d], 50_000)),
            cookies: BTreeMap::new(),
            follows: true,
            bearer: None,
            last: None,
        }
    }

    /// From now on it walks through other doors of the same house.
    pub fn walks_through(&mut self, router: Router) {
        self.router = router;
    }

    /// Reads a page.
    pub async fn get(&mut self, path: &str) -> SeenPage {
        self.ask(Method::GET, path, &[], None).await
    }

    /// Sends a form; the token of the last page's forms is added where the fields have none.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> SeenPage {
        let mut fields: Vec<(String, String)> =
            fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        if !fields.iter().any(|(name, _)| name == "form_token")
            && let Some(token) = self.form_token()
        {
            fields.push(("form_token".to_owned(), token));
        }
        self.post_fields(path, &fields).await
    }

    /// Presses a button (by its words) or sends the form with this action, with some fields filled in.
    /// A field may come several times; what is given takes the place of what stood there.
    pub async fn submit(&mut self, page: &SeenPage, button: &str, given: &[(&str, &str)]) -> SeenPage {
        let form = page.form(button);
        for (name, _) in given {
            assert!(form.names.iter().any(|known| known == name), "{button:?} has no field {name:?}");
        }
        let mut fields: Vec<(String, String)> = form
            .fields
            .iter()
            .filter(|(name, _)| !given.iter().any(|(other, _)| other == name))
            .cloned()
            .collect();
        fields.extend(given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
        if let Some((_, name, value)) = form.buttons.iter().find(|b| b.0 == button && !b.1.is_empty()) {
            fields.push((name.clone(), value.clone()));
        }
        let action = if form.action.is_empty() { page.address.clone() } else { form.action.clone() };
        if form.method == "post" {
            self.post_fields(&action, &fields).await
        } else {
            let query = encoded(&fields);
            // What stands behind `#` stays in the browser.
            self.get(&format!("{}?{query}", action.split(['?', '#']).next().unwrap_or(""))).await
        }
    }

    /// The token in the forms of the last page.
    pub fn form_token(&self) -> Option<String> {
        let forms = self.last.as_ref()?.forms();
        forms.iter().flat_map(|f| &f.fields).find(|(name, _)| name == "form_token").map(|(_, v)| v.clone())
    }

    async fn post_fields(&mut self, path: &str, fields: &[(String, String)]) -> SeenPage {
        let headers = [(header::CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
        self.ask(Method::POST, path, &headers, Some(encoded(fields).into())).await
    }

    /// Asks anything: the method, headers and body are the test's. Redirects are followed with GET.
    pub async fn ask(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> SeenPage {
        let mut seen = self.ask_once(method, path, headers, body).await;
        for _ in 0..MOST_REDIRECTS {
            if !self.follows || !seen.status.is_redirection() {
                break;
            }
            let to = seen.header("location").to_owned();
            let to = to.strip_prefix(&self.origin).unwrap_or(&to).to_owned();
            if !to.starts_with('/') {
                break;
            }
            seen = self.ask_once(Method::GET, &to, &[], None).await;
        }
        self.last = Some(seen.clone());
        seen
    }

    async fn ask_once(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> SeenPage {
        let mut request = Request::builder().method(method.clone()).uri(path);
        let says = |name: &str| headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        if !matches!(method, Method::GET | Method::HEAD) && !says("origin") && !says("sec-fetch-site") {
            request = request.header("origin", &self.origin).header("sec-fetch-site", "same-origin");
        }
        if !says("accept") {
            request = request.header("accept", "text/html,*/*;q=0.8");
        }
        if !self.cookies.is_empty() {
            let line: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request = request.header("cookie", line.join("; "));
        }
        if let Some(token) = &self.bearer {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers.iter().filter(|(name, value)| !(*name == "origin" && value.is_empty())) {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(body.unwrap_or_default())).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.network));
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        self.keep_cookies(&parts.headers);
        let bytes = to_bytes(body, 64 * 1024 * 1024).await.unwrap();
        SeenPage {
            address: path.to_owned(),
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (pair, flags) = line.split_once(';').unwrap_or((line, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if flags.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn encoded(fields: &[(String, String)]) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        form.append_pair(name, value);
    }
    form.finish()
}
