//! Which published records (keys of signatures, SPF, DMARC) the centre may hold and ask for, and what one night's batch is.
//!
//! A message is checked from records that are held, so that no packet leaves because of a report. What was missing may be asked for
//! in a later batch, but only of names on the centre's lists: the brand book's, its members', the large mail providers'. Whoever
//! owns another name could read in the question that their message was reported.

mod batch;

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

pub use batch::{Batch, LEAST_OTHERS, MOST_A_NIGHT, MOST_WANTED_A_NIGHT, batch};

/// The large mail providers.
const PROVIDERS: &str = include_str!("large_providers.txt");
/// The longest selector, in bytes; real ones are far shorter.
pub const LONGEST_SELECTOR: usize = 100;
/// The longest name that can be asked for (RFC 1035, 2.3.4).
const LONGEST_NAME: usize = 253;
/// The longest label of a name (RFC 1035, 2.3.4).
const LONGEST_LABEL: usize = 63;
/// The longest record that is kept, in bytes: a key of 4,096 bits takes 750.
pub const LONGEST_RECORD: usize = 2_048;
/// The most records of one name that are kept: there is one of each kind, and a second while somebody changes them.
pub const MOST_RECORDS: usize = 2;
/// Labels of a name that are looked at for a name of the lists above it.
const MOST_LABELS: usize = 12;

/// Selectors that mail services give to very many domains. A question for one of them tells its owner nothing; of a member's own
/// domain no other is asked for, because members choose theirs and one of them may have been broken into.
pub const ORDINARY_SELECTORS: [&str; 16] = [
    "google",
    "selector1",
    "selector2",
    "default",
    "dkim",
    "mail",
    "k1",
    "k2",
    "k3",
    "s1",
    "s2",
    "fm1",
    "fm2",
    "sig1",
    "protonmail",
    "zoho",
];

/// What a record is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A key of signatures (RFC 6376, 3.6.1).
    Dkim,
    /// Who may send (RFC 7208).
    Spf,
    /// What to do with mail without proof (RFC 9989).
    Dmarc,
}

/// The text names no kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindError;

impl fmt::Display for KindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no kind of published record")
    }
}
impl std::error::Error for KindError {}

impl Kind {
    /// One word for columns.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dkim => "dkim",
            Self::Spf => "spf",
            Self::Dmarc => "dmarc",
        }
    }

    /// Of the texts that stand at a name, those of this kind that are worth keeping: printable, not too long, not too many.
    pub fn kept(self, texts: impl IntoIterator<Item = String>) -> Vec<String> {
        let begins = |text: &str, with: &str| {
            text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with))
        };
        let is_of_kind = |text: &String| match self {
            Self::Dkim => text.contains("p="),
            Self::Spf => begins(text, "v=spf1"),
            Self::Dmarc => begins(text, "v=DMARC1"),
        };
        let is_plain =
            |text: &String| text.len() <= LONGEST_RECORD && text.bytes().all(|b| (b' '..=b'~').contains(&b));
        texts.into_iter().filter(is_of_kind).filter(is_plain).take(MOST_RECORDS).collect()
    }
}

impl FromStr for Kind {
    type Err = KindError;
    fn from_str(text: &str) -> Result<Self, KindError> {
        [Self::Dkim, Self::Spf, Self::Dmarc].into_iter().find(|kind| kind.name() == text).ok_or(KindError)
    }
}

/// A name at which a published record may stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The whole name, in small letters, as `one._domainkey.bakery.example`.
    pub name: String,
    /// Whose record it is: the domain that signs or is written from.
    pub domain: String,
    /// What stands there.
    pub kind: Kind,
}

impl Name {
    /// Where a key stands. None for what no mail server would look up.
    pub fn of_key(domain: &str, selector: &str) -> Option<Self> {
        let (domain, selector) = (domain.to_ascii_lowercase(), selector.to_ascii_lowercase());
        let name = format!("{selector}._domainkey.{domain}");
        let fits = selector.len() <= LONGEST_SELECTOR && name.len() <= LONGEST_NAME;
        let is_name = is_dotted(&selector) && is_dotted(&domain) && domain.contains('.');
        (fits && is_name).then_some(Self { name, domain, kind: Kind::Dkim })
    }

    /// Where a domain says who may send for it, and what to do with mail that cannot be proved.
    pub fn rules_of(domain: &str) -> [Self; 2] {
        let domain = domain.to_ascii_lowercase();
        [
            Self { name: domain.clone(), domain: domain.clone(), kind: Kind::Spf },
            Self { name: format!("_dmarc.{domain}"), domain, kind: Kind::Dmarc },
        ]
    }

    /// The selector of a key.
    pub fn selector(&self) -> Option<&str> {
        self.name.strip_suffix(&self.domain)?.strip_suffix("._domainkey.")
    }
}

/// Labels of letters, digits, hyphens and underscores between dots.
fn is_dotted(text: &str) -> bool {
    let sign = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    text.split('.').all(|label| (1..=LONGEST_LABEL).contains(&label.len()) && label.bytes().all(sign))
}

/// A domain and the names above it that could be somebody's: never a single label.
pub fn above(domain: &str) -> impl Iterator<Item = &str> {
    let parents = domain.match_indices('.').map(|(at, _)| &domain[at + 1..]);
    std::iter::once(domain).chain(parents).filter(|name| name.contains('.')).take(MOST_LABELS)
}

/// On whose account a name is on the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// An organisation of the brand book.
    Brand,
    /// A large mail provider.
    Provider,
    /// A member.
    Member,
}

/// The lists that do not change from day to day.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    brands: HashSet<String>,
    providers: HashSet<String>,
}

impl Lists {
    /// The built-in list of providers, and the domains of this brand book.
    pub fn of<'a>(brand_domains: impl IntoIterator<Item = &'a str>) -> Self {
        let lines = PROVIDERS.lines().filter(|line| !line.starts_with('#'));
        Self {
            brands: brand_domains.into_iter().map(str::to_ascii_lowercase).collect(),
            providers: lines.flat_map(str::split_whitespace).map(str::to_owned).collect(),
        }
    }

    /// All domains of the lists, in the order of their letters.
    pub fn domains(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.brands.union(&self.providers).map(String::as_str).collect();
        all.sort_unstable();
        all
    }

    /// On whose account a domain is on the lists; `members` are those of the names [`above`] it that are a member's.
    pub fn whose(&self, domain: &str, members: &HashSet<String>) -> Option<Whose> {
        if self.providers.contains(domain) {
            return Some(Whose::Provider);
        }
        let found = |list: &HashSet<String>| above(domain).any(|name| list.contains(name));
        match () {
            () if found(&self.brands) => Some(Whose::Brand),
            () if found(members) => Some(Whose::Member),
            () => None,
        }
    }

    /// The name at which a key stands that a message would be proved by, if it may ever be asked for. Everything else is dropped
    /// and kept nowhere.
    pub fn may_be_wanted(&self, domain: &str, selector: &str, members: &HashSet<String>) -> Option<Name> {
        let name = Name::of_key(domain, selector)?;
        match self.whose(&name.domain, members)? {
            Whose::Brand | Whose::Provider => Some(name),
            Whose::Member => ORDINARY_SELECTORS.contains(&name.selector()?).then_some(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Lists {
        Lists::of(["royalmail.com", "gov.uk"])
    }

    fn wanted(domain: &str, selector: &str) -> Option<String> {
        let members = HashSet::from(["bakery.example".to_owned()]);
        lists().may_be_wanted(domain, selector, &members).map(|name| name.name)
    }

    #[test]
    fn a_key_of_the_brand_book_or_of_a_large_provider_may_be_wanted() {
        assert_eq!(wanted("royalmail.com", "2026a").as_deref(), Some("2026a._domainkey.royalmail.com"));
        assert_eq!(wanted("News.RoyalMail.com", "S1").as_deref(), Some("s1._domainkey.news.royalmail.com"));
        assert_eq!(wanted("hackney.gov.uk", "k.2").as_deref(), Some("k.2._domainkey.hackney.gov.uk"));
        assert_eq!(wanted("gmail.com", "20230601").as_deref(), Some("20230601._domainkey.gmail.com"));
        assert_eq!(wanted("tenant.gmail.com", "20230601"), None, "nothing below a provider");
    }

    #[test]
    fn of_a_member_only_selectors_that_everybody_has() {
        assert_eq!(wanted("bakery.example", "google").as_deref(), Some("google._domainkey.bakery.example"));
        assert_eq!(
            wanted("mail.bakery.example", "selector1").as_deref(),
            Some("selector1._domainkey.mail.bakery.example")
        );
        assert_eq!(wanted("bakery.example", "for-this-message-4711"), None, "a name made for one message");
    }

    #[test]
    fn nothing_else_may() {
        for (domain, selector) in [
            ("pay-desk.example", "s1"),
            ("notroyalmail.com", "s1"),
            ("royalmail.com.pay-desk.example", "s1"),
            ("uk", "s1"),
            ("", "s1"),
            ("royalmail.com", ""),
            ("royalmail.com", "a b"),
            ("royalmail.com", "a..b"),
            ("royalmail.com", "caf\u{e9}"),
            ("royalmail.com.", "s1"),
        ] {
            assert_eq!(wanted(domain, selector), None, "{domain} {selector}");
        }
        let longest = format!("{}.{}", "a".repeat(60), "b".repeat(LONGEST_SELECTOR - 61));
        assert!(wanted("royalmail.com", &longest).is_some());
        assert_eq!(wanted("royalmail.com", &format!("{longest}b")), None);
    }

    #[test]
    fn of_what_stands_at_a_name_only_its_own_kind_is_kept() {
        let texts = ["v=spf1 -all", "site-verification=x", "v=SPF1 mx", "v=spf1 \u{1b}[2J", "v=spf1 a"]
            .map(str::to_owned);
        assert_eq!(Kind::Spf.kept(texts), ["v=spf1 -all", "v=SPF1 mx"]);
        assert_eq!(Kind::Dmarc.kept(["v=DMARC1; p=reject".to_owned()]), ["v=DMARC1; p=reject"]);
        let key = |length: usize| "p=".to_owned() + &"A".repeat(length - 2);
        assert_eq!(Kind::Dkim.kept([key(LONGEST_RECORD)]).len(), 1);
        assert!(Kind::Dkim.kept([key(LONGEST_RECORD + 1)]).is_empty());
        for kind in [Kind::Dkim, Kind::Spf, Kind::Dmarc] {
            assert_eq!(kind.name().parse(), Ok(kind));
        }
        assert_eq!("mx".parse::<Kind>(), Err(KindError));
    }

    #[test]
    fn the_providers_are_names_in_small_letters() {
        let lists = Lists::of([]);
        assert!(lists.domains().len() > 30);
        assert!(lists.domains().iter().all(|name| is_dotted(name) && name.contains('.')));
        assert_eq!(above("a.b.example").collect::<Vec<_>>(), ["a.b.example", "b.example"]);
    }
}
