//! A page as a person sees it: its words, its forms, its links.

use axum::http::{HeaderMap, StatusCode};
use html5gum::{Token, Tokenizer};

/// An answer that a browser got.
#[derive(Debug, Clone)]
pub struct SeenPage {
    /// The address that answered at last, redirects followed.
    pub address: String,
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as text.
    pub body: String,
}

/// A form on a page.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    /// Fields as they are filled in.
    pub fields: Vec<(String, String)>,
    /// Every name that the form asks for, also boxes that are not ticked.
    pub names: Vec<String>,
    /// Buttons: words, name and value.
    pub buttons: Vec<(String, String, String)>,
}

impl SeenPage {
    /// The words of the page without markup; runs of white space are one blank.
    pub fn text(&self) -> String {
        let mut words = String::new();
        let mut skipping = false;
        for token in Tokenizer::new(&self.body) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    skipping = matches!(&tag.name[..], b"script" | b"style");
                    words.push(' ');
                }
                Token::EndTag(_) => {
                    skipping = false;
                    words.push(' ');
                }
                Token::String(text) if !skipping => words.push_str(&String::from_utf8_lossy(&text)),
                _ => {}
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The page as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// A header's value; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
    }

    /// Every address that the page links to.
    pub fn links(&self) -> Vec<String> {
        let tokens = Tokenizer::new(&self.body).map(|token| {
            let Ok(token) = token;
            token
        });
        tokens
            .filter_map(|token| match token {
                Token::StartTag(tag) if &tag.name[..] == b"a" => {
                    tag.attributes.get(&b"href"[..]).map(|v| String::from_utf8_lossy(v).into_owned())
                }
                _ => None,
            })
            .collect()
    }

    /// The form whose action is this, or that has a button with these words.
    pub fn form(&self, button_or_action: &str) -> Form {
        let forms = self.forms();
        let found = forms.iter().find(|form| {
            form.action == button_or_action || form.buttons.iter().any(|b| b.0 == button_or_action)
        });
        found.cloned().unwrap_or_else(|| {
            panic!("no form {button_or_action:?} on {} ({}): {}", self.address, self.status, self.text())
        })
    }

    /// Every form of the page.
    pub fn forms(&self) -> Vec<Form> {
        Reader { address: &self.address, ..Reader::default() }.read(&self.body)
    }
}

/// Reads forms out of tokens.
#[derive(Default)]
struct Reader<'a> {
    address: &'a str,
    forms: Vec<Form>,
    open: Option<Form>,
    text: Option<(String, String)>,
    button: Option<(String, String, String)>,
    select: Option<(String, Option<String>, Option<String>)>,
}

impl Reader<'_> {
    fn read(mut self, html: &str) -> Vec<Form> {
        for token in Tokenizer::new(html) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let get = |name: &str| {
                        tag.attributes.get(name.as_bytes()).map(|v| String::from_utf8_lossy(v).into_owned())
                    };
                    self.begins(&tag.name, &get);
                }
                Token::EndTag(tag) => self.ends(&tag.name),
                Token::String(text) => {
                    let text = String::from_utf8_lossy(&text);
                    if let Some((_, value)) = &mut self.text {
                        value.push_str(&text);
                    }
                    if let Some((words, ..)) = &mut self.button {
                        words.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        self.forms
    }

    fn begins(&mut self, tag: &[u8], get: &dyn Fn(&str) -> Option<String>) {
        let name = get("name").unwrap_or_default();
        match tag {
            b"form" => {
                self.open = Some(Form {
                    action: get("action").unwrap_or_else(|| self.address.to_owned()),
                    method: get("method").unwrap_or_else(|| "get".to_owned()).to_lowercase(),
                    ..Form::default()
                });
            }
            b"input" => {
                let Some(form) = &mut self.open else { return };
                let kind = get("type").unwrap_or_default();
                form.names.push(name.clone());
                let ticks = matches!(kind.as_str(), "checkbox" | "radio");
                if !name.is_empty() && (!ticks || get("checked").is_some()) {
                    let otherwise = if ticks { "on" } else { "" };
                    form.fields.push((name, get("value").unwrap_or_else(|| otherwise.to_owned())));
                }
            }
            b"textarea" => self.text = Some((name, String::new())),
            b"select" => self.select = Some((name, None, None)),
            b"option" => {
                if let Some((_, first, chosen)) = &mut self.select {
                    let value = get("value").unwrap_or_default();
                    first.get_or_insert(value.clone());
                    if get("selected").is_some() {
                        *chosen = Some(value);
                    }
                }
            }
            b"button" => {
                self.button = Some((String::new(), name, get("value").unwrap_or_default()));
            }
            _ => {}
        }
    }

    fn ends(&mut self, tag: &[u8]) {
        match tag {
            b"form" => self.forms.extend(self.open.take()),
            b"textarea" => {
                if let (Some(form), Some((name, value))) = (&mut self.open, self.text.take()) {
                    form.names.push(name.clone());
                    form.fields.push((name, value.trim_start_matches('\n').to_owned()));
                }
            }
            b"select" => {
                if let (Some(form), Some((name, first, chosen))) = (&mut self.open, self.select.take()) {
                    form.names.push(name.clone());
                    form.fields.push((name, chosen.or(first).unwrap_or_default()));
                }
            }
            b"button" => {
                if let (Some(form), Some((words, name, value))) = (&mut self.open, self.button.take()) {
                    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    form.buttons.push((words, name, value));
                }
            }
            _ => {}
        }
    }
}
