//! The member's own name and page, against which the other one is held.

use terms::DomainName;

use crate::answers::Answers;
use crate::observation::{PageSeen, Sight};
use crate::site::is_default_page;

/// The most pages of a member's own that the other one is held against.
pub const MOST_OWN_PAGES: usize = 8;
/// The shortest name that is looked for in a title: chance makes shorter ones.
const SHORTEST_NAME: usize = 4;
/// Ends of firms' names that tell one firm from no other.
const ENDS: [&str; 6] = ["limited", "ltd", "llp", "plc", "london", "andco"];

/// A member, as far as a page can be held against it.
#[derive(Debug, Clone)]
pub struct Own {
    /// Its domain.
    pub(super) name: DomainName,
    /// What its name comes to, in letters and digits alone: of the firm and of the domain.
    called: Vec<String>,
    /// Its own pages as a visit saw them last.
    pub(super) pages: Vec<OwnPage>,
}

/// One page of the member's own.
#[derive(Debug, Clone)]
pub(super) struct OwnPage {
    pub(super) title: String,
    pub(super) likeness: u64,
}

impl Own {
    /// The member with this domain and firm's name; its pages stand in the answers of the last visit, if there was one.
    pub fn of(name: &DomainName, firm: &str, answers: Option<&Answers>) -> Self {
        let label = letters(name.parts().1);
        let firm = letters(firm);
        let firm = ENDS.iter().find_map(|end| firm.strip_suffix(end)).unwrap_or(&firm).to_owned();
        let called = [label, firm].into_iter().filter(|name| name.len() >= SHORTEST_NAME).collect();
        let seen = answers.into_iter().flat_map(Answers::observations).flat_map(|seen| shown(&seen.sight));
        let theirs = seen.filter(|page| (200..300).contains(&page.status) && page.likeness != 0);
        let theirs = theirs.filter(|page| !is_default_page(page));
        let page = |page: &PageSeen| OwnPage {
            title: plain(page.title.as_deref().unwrap_or_default()),
            likeness: page.likeness,
        };
        let pages = theirs.take(MOST_OWN_PAGES).map(page).collect();
        Self { name: name.clone(), called, pages }
    }

    /// Does a text of a page name the member?
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let text = letters(text);
        self.called.iter().any(|name| text.contains(name))
    }
}

/// The pages of an observation.
pub(super) fn shown(sight: &Sight) -> Vec<&PageSeen> {
    match sight {
        Sight::Page(page) => vec![page],
        Sight::SecurePage { page, landing, .. } => page.iter().chain(landing.as_deref()).collect(),
        _ => Vec::new(),
    }
}

/// Letters and digits alone, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A title without case and extra spaces.
pub(super) fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
