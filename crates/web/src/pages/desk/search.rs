//! The question that an address asks of the list of members, for the page, the file and programs alike.

use centre::region::{BoroughCode, Region, SectorLetter};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::{Cursor, MemberFilter, SizeBand, Sort, Standing, Tier};
use terms::{PromiseState, Timestamp};
use utoipa::{IntoParams, ToSchema};

use crate::problem::Problem;

/// The longest search, in characters.
pub const LONGEST_SEARCH: usize = 200;

/// The name of "never checked" in an address.
pub const NEVER_CHECKED: &str = "never_checked";

/// States of promises by their names in addresses.
pub const PROMISES: [(&str, PromiseState); 4] = [
    ("not_kept", PromiseState::NotKept),
    ("partly", PromiseState::Partly),
    ("could_not_check", PromiseState::CouldNotCheck),
    ("kept", PromiseState::Kept),
];

/// How long nobody was in touch, by its name in addresses, in days; `None` is never.
pub const CONTACTS: [(&str, Option<i64>); 4] =
    [("never", None), ("30", Some(30)), ("90", Some(90)), ("180", Some(180))];

/// Before this moment there was no centre that could have been in touch with anybody: only those with
/// whom nobody ever was count as earlier.
pub const NOBODY_YET: Timestamp = Timestamp::constant(1, 0);

/// Orders by their names in addresses.
pub const SORTS: [(&str, Sort); 3] =
    [("name", Sort::Name), ("contact", Sort::LastContact), ("joined", Sort::Joined)];

/// Which organisations, in which order, from where on. Everything is optional; what is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams, ToSchema)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct MemberSearch {
    /// Beginnings of words in name, postcode, domain, reference, or people's names and addresses.
    #[param(required = false)]
    pub words: String,
    /// Code of a borough in the region pack.
    #[param(required = false, example = "E09000030")]
    pub borough: String,
    /// Letter of a sector in the region pack.
    #[param(required = false, example = "I")]
    pub sector: String,
    /// sole_trader, micro, small, medium or large.
    #[param(required = false)]
    pub size: String,
    /// The worst promise: not_kept, partly, could_not_check, kept or never_checked.
    #[param(required = false)]
    pub promise: String,
    /// core, funded or paid.
    #[param(required = false)]
    pub tier: String,
    /// member (when nothing is said), prospect or unconfirmed.
    #[param(required = false)]
    pub standing: String,
    /// Nobody was in touch: never, or for 30, 90 or 180 days.
    #[param(required = false)]
    pub contact: String,
    /// name (when nothing is said), contact or joined.
    #[param(required = false)]
    pub sort: String,
    /// Where the page begins: `next` or `previous` of another page.
    #[param(required = false)]
    pub from: String,
}

/// The question as the store understands it.
#[derive(Debug, Clone)]
pub struct MemberQuestion {
    /// Which organisations.
    pub filter: MemberFilter,
    /// In which order.
    pub sort: Sort,
    /// From where on.
    pub from: Option<Cursor>,
}

impl MemberSearch {
    /// Reads the question.
    ///
    /// # Errors
    /// A sentence that names what cannot be read: a filter with a slip in it must not show everybody.
    pub fn read(&self, region: &Region, now: Timestamp) -> Result<MemberQuestion, Problem> {
        if self.words.chars().count() > LONGEST_SEARCH {
            return Err(Problem::does_not_fit("Search for fewer words: 200 letters are enough."));
        }
        let filter = MemberFilter {
            standing: self.standing_asked()?,
            words: self.words.trim().to_owned(),
            borough: if_given(&self.borough, "borough", |text| {
                let code = BoroughCode::parse(text).ok()?;
                region.borough(&code).map(|b| b.code.as_str().to_owned())
            })?,
            sector: if_given(&self.sector, "sector", |text| {
                let letter = SectorLetter::parse(text).ok()?;
                region.sector(letter).map(|s| s.letter.to_string())
            })?,
            size: if_given(&self.size, "size", |text| text.parse::<SizeBand>().ok())?,
            tier: if_given(&self.tier, "tier", |text| text.parse::<Tier>().ok())?,
            promise: if_given(&self.promise, "promise", |text| match text {
                NEVER_CHECKED => Some(None),
                _ => PROMISES.iter().find(|(name, _)| *name == text).map(|(_, state)| Some(*state)),
            })?,
            last_contact_before: if_given(&self.contact, "contact", |text| {
                let (_, days) = CONTACTS.iter().find(|(name, _)| *name == text)?;
                Some(days.map_or(NOBODY_YET, |days| {
                    now.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(NOBODY_YET)
                }))
            })?,
        };
        let sort = if_given(&self.sort, "sort", |text| {
            SORTS.iter().find(|(name, _)| *name == text).map(|(_, sort)| *sort)
        })?;
        Ok(MemberQuestion { filter, sort: sort.unwrap_or_default(), from: Cursor::parse(&self.from) })
    }

    fn standing_asked(&self) -> Result<Standing, Problem> {
        let read = if_given(&self.standing, "standing", |text| {
            text.parse::<Standing>().ok().filter(|standing| *standing != Standing::Left)
        });
        read.map(|standing| standing.unwrap_or(Standing::Member))
    }

    /// The address of this question under `path`; what is not asked does not stand in it.
    pub fn address(&self, path: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.fields() {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// Whether anything narrows the list.
    pub fn narrows(&self) -> bool {
        self.fields().iter().any(|(name, value)| !matches!(*name, "sort" | "from") && !value.is_empty())
    }

    fn fields(&self) -> [(&'static str, &str); 10] {
        [
            ("words", &self.words),
            ("borough", &self.borough),
            ("sector", &self.sector),
            ("size", &self.size),
            ("promise", &self.promise),
            ("tier", &self.tier),
            ("standing", &self.standing),
            ("contact", &self.contact),
            ("sort", &self.sort),
            ("from", &self.from),
        ]
    }
}

fn if_given<T>(text: &str, what: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    match read(text) {
        Some(value) => Ok(Some(value)),
        None => Err(Problem::does_not_fit(format!(
            "There is no such {what} to search for. Start the search again from the list of members."
        ))),
    }
}
