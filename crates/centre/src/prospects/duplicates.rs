//! Rows that stand in one list twice.

use std::collections::BTreeMap;

use super::{Doubt, Fate, Fault, Prospect};

/// The firms read so far, by what would make another row the same firm.
#[derive(Default)]
pub(super) struct Seen {
    by_name_and_place: BTreeMap<(String, String), u64>,
    by_contact: BTreeMap<String, u64>,
}

impl Seen {
    /// The same name at the same place is the same firm: the later row is bad. The same
    /// e-mail address, telephone or web address under another name may be: doubtful.
    pub(super) fn compare(&mut self, fate: Fate, line: u64) -> Fate {
        let (prospect, mut doubts) = match fate {
            Fate::Good(prospect) => (prospect, Vec::new()),
            Fate::Doubtful(prospect, doubts) => (prospect, doubts),
            Fate::Bad(_) => return fate,
        };
        let place =
            prospect.postcode.as_ref().map_or_else(|| prospect.borough.to_string(), ToString::to_string);
        if let Some(earlier) = self.by_name_and_place.get(&(folded(prospect.name.as_str()), place.clone())) {
            return Fate::Bad(vec![Fault::SameAsLine(*earlier)]);
        }
        self.by_name_and_place.insert((folded(prospect.name.as_str()), place), line);
        let earlier = contacts(&prospect).filter_map(|c| self.by_contact.get(&c).copied()).min();
        doubts.extend(earlier.map(Doubt::LooksLikeLine));
        for contact in contacts(&prospect) {
            self.by_contact.entry(contact).or_insert(line);
        }
        if doubts.is_empty() { Fate::Good(prospect) } else { Fate::Doubtful(prospect, doubts) }
    }
}

/// A name without case, signs and the legal form, which lists write as they like.
fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.filter(|w| !matches!(*w, "ltd" | "limited" | "llp" | "plc" | "the" | "and")).collect()
}

fn contacts(prospect: &Prospect) -> impl Iterator<Item = String> {
    let email = prospect.email.as_ref().map(|e| e.folded());
    let phone = prospect.phone.as_ref().map(|p| String::from(p.clone()));
    let domain = prospect.domain.as_ref().map(ToString::to_string);
    [email, phone, domain].into_iter().flatten()
}
