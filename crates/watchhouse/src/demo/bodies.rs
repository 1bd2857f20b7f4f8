//! The demonstration's public bodies: invented, as their domains are, so that no real body is said to have a fault.

use store::NewPublicBody;
use terms::{DomainName, PlainLine};

use super::firm::{MOST_FIRMS, firm};
use super::zones::mix::mistakes;
use super::zones::used_name;

/// The last numbers that there are: far above those of members and prospects.
const FIRST_NUMBER: u64 = MOST_FIRMS - BODIES.len() as u64;
/// The first council stands in the borough of the demonstration's council partner.
const PARTNERS_BOROUGH: &str = "E09000012";
/// What they are called, and what kind each is.
const BODIES: [(&str, &str); 16] = [
    ("Eastmere Council", "council"),
    ("Thornhithe Council", "council"),
    ("Wexbourne Council", "council"),
    ("Lanternmarsh Council", "council"),
    ("Saltergate Council", "council"),
    ("Kingsholt Council", "council"),
    ("Fennbridge Council", "council"),
    ("Osierford Council", "council"),
    ("Millrace Council", "council"),
    ("Harbourfield Council", "council"),
    ("Eastmere Police", "police"),
    ("Riverside Police", "police"),
    ("University of Thornhithe", "university"),
    ("Wexbourne College", "university"),
    ("Office of Weights and Lanterns", "national"),
    ("Tideway Fire Service", "national"),
];

/// The public bodies of the city of this seed.
pub fn bodies(seed: u64) -> Vec<NewPublicBody> {
    let numbered = (FIRST_NUMBER..).zip(BODIES);
    numbered
        .filter_map(|(number, (name, kind))| {
            let firm = firm(seed, number);
            Some(NewPublicBody {
                id: name.to_lowercase().replace(' ', "-"),
                name: PlainLine::parse(name).ok()?,
                kind: kind.to_owned(),
                borough: if number == FIRST_NUMBER { PARTNERS_BOROUGH.to_owned() } else { String::new() },
                domain: DomainName::parse_bare(&used_name(&firm, &mistakes(seed, number))).ok()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_body_has_a_domain_of_its_own() {
        let bodies = bodies(7);
        assert_eq!(bodies.len(), BODIES.len());
        let domains: std::collections::BTreeSet<_> = bodies.iter().map(|body| &body.domain).collect();
        assert_eq!(domains.len(), BODIES.len());
    }
}
