//! Links that a mail service, a search engine or a tracker wrapped, opened by decoding alone.

use serde::{Deserialize, Serialize};

use crate::url::LONGEST_URL;
use crate::wrappers::{self, Layer};

/// The most wrappings that are taken off one link.
pub const MOST_LAYERS: usize = 8;

/// A link and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unwrapped {
    /// The link as it was given, then what was found in each, from the outside in. Never empty.
    pub hops: Vec<String>,
    /// The service that wrapped each hop but the last, by name.
    pub wrapped_by: Vec<String>,
    /// Why no further hop was found.
    pub stop: Stop,
    /// Where the wrapping hides the address but tells its host (Mimecast, Sophos), that host.
    pub host_told: Option<String>,
}

impl Unwrapped {
    /// The innermost address that could be read.
    pub fn target(&self) -> &str {
        self.hops.last().map_or("", String::as_str)
    }
}

/// Why unwrapping ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// Nothing is wrapped any more.
    Bare,
    /// The service keeps the address to itself: only a request could tell, and we make none.
    Kept,
    /// More than [`MOST_LAYERS`] wrappings, or longer than any address.
    TooDeep,
}

/// Takes the wrappings off a link, without asking anybody.
pub fn unwrap(url: &str) -> Unwrapped {
    let mut found =
        Unwrapped { hops: vec![url.to_owned()], wrapped_by: Vec::new(), stop: Stop::Bare, host_told: None };
    if url.len() > LONGEST_URL {
        found.stop = Stop::TooDeep;
        return found;
    }
    loop {
        match wrappers::open(found.target()) {
            Layer::Bare => return found,
            Layer::Kept { by, host } => {
                found.wrapped_by.push(by.to_owned());
                (found.stop, found.host_told) = (Stop::Kept, host);
                return found;
            }
            Layer::Holds { by, url } => {
                if found.wrapped_by.len() >= MOST_LAYERS {
                    found.stop = Stop::TooDeep;
                    return found;
                }
                found.wrapped_by.push(by.to_owned());
                found.hops.push(url);
            }
        }
    }
}
