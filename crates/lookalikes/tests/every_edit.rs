//! Whatever somebody does to a name with one stroke, the index finds the firm.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

use lookalikes::{Index, Kind, TOLD_FROM, candidates};
use proptest::prelude::*;
use terms::DomainName;

fn name(text: &str) -> Option<DomainName> {
    DomainName::parse_bare(text).ok()
}

/// The kinds and weight by which an index of this one firm finds a name; none where it finds nothing.
fn found(firm: &str, seen: &DomainName) -> Option<(Vec<Kind>, u8)> {
    let index = Index::build(name(firm)).unwrap();
    let hit = index.hits(seen).into_iter().next()?;
    Some((hit.kinds, hit.weight))
}

/// A label of seven letters and more that is not one of ordinary words: chance of that is nil.
fn label() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9]{2,8}(-[a-z0-9]{2,8})?[a-z0-9]{4}"
}

proptest! {
    #[test]
    fn every_single_edit_is_found(label in label(), at in 0_usize..30, sign in "[a-z0-9-]", edit in 0..4) {
        let at = at % label.len();
        let mut edited = label.clone();
        match edit {
            0 => { edited.remove(at); }
            1 => edited.insert_str(at, &sign),
            2 => edited.replace_range(at..=at, &sign),
            _ => {
                let swapped: String = edited[at..].chars().take(2).collect::<Vec<_>>().into_iter().rev().collect();
                let end = at + swapped.len();
                edited.replace_range(at..end, &swapped);
            }
        }
        prop_assume!(edited != label);
        let firm = format!("{label}.co.uk");
        let Some(seen) = name(&format!("{edited}.co.uk")) else { return Ok(()) };
        let told = found(&firm, &seen);
        prop_assert!(told.as_ref().is_some_and(|(_, weight)| *weight >= TOLD_FROM), "{firm} {seen} {told:?}");
    }

    #[test]
    fn a_name_never_matches_itself_nor_what_its_owner_puts_in_front(label in label(), front in "[a-z]{1,9}") {
        let firm = format!("{label}.co.uk");
        prop_assert_eq!(found(&firm, &name(&firm).unwrap()), None);
        prop_assert_eq!(found(&firm, &name(&format!("{front}.{firm}")).unwrap()), None);
    }

    #[test]
    fn the_order_of_building_does_not_matter(labels in proptest::collection::vec("[ab]{3,6}", 1..12), seen in "[ab]{3,6}") {
        let names: Vec<_> = labels.iter().filter_map(|label| name(&format!("{label}.co.uk"))).collect();
        let there = Index::build(names.iter().cloned()).unwrap();
        let back = Index::build(names.iter().rev().cloned()).unwrap();
        let seen = name(&format!("{seen}.uk")).unwrap();
        prop_assert_eq!(there.hits(&seen), back.hits(&seen));
    }

    #[test]
    fn any_two_names_can_be_compared(firm in "[a-zа-яé0-9-]{1,20}", seen in "([a-z0-9]{1,9}\\.)?[a-zа-яé0-9-]{1,20}") {
        if let (Some(firm), Some(seen)) = (name(&format!("{firm}.com")), name(&format!("{seen}.com"))) {
            let index = Index::build([firm]).unwrap();
            for hit in index.hits(&seen) {
                prop_assert!(!hit.kinds.is_empty() && hit.weight <= 100);
            }
        }
    }
}

#[test]
fn what_is_made_for_one_member_is_found_among_all() {
    for firm in ["hartleybakery.co.uk", "north-moss.com", "oxley4u.org.uk", "bücherwurm.de", "abc.uk"] {
        let firm = name(firm).unwrap();
        let others = ["smithson.co.uk", "quorn.com", "bakery.uk"].into_iter().filter_map(name);
        let index = Index::build(others.chain([firm.clone()])).unwrap();
        for candidate in candidates(&firm, usize::MAX).into_iter().filter(|one| one.weight >= TOLD_FROM) {
            let hits = index.hits(&candidate.name);
            let hit = hits.iter().find(|hit| hit.firm == firm.as_ascii());
            assert_eq!(
                hit.map(|hit| (&hit.kinds, hit.weight)),
                Some((&candidate.kinds, candidate.weight)),
                "{firm} {}",
                candidate.name
            );
        }
    }
}

#[test]
fn many_names_are_held_against_the_index_as_each_alone_is() {
    let firms = ["hartleybakery.co.uk", "north-moss.com", "greenwichglass.london"];
    let index = Index::build(firms.iter().filter_map(|firm| name(firm))).unwrap();
    let seen: Vec<DomainName> = firms
        .iter()
        .flat_map(|firm| candidates(&name(firm).unwrap(), 900))
        .map(|candidate| candidate.name)
        .collect();
    assert!(seen.len() > 2_000);
    let alone: Vec<_> = seen.iter().map(|name| index.hits(name)).collect();
    for threads in [1, 2, 3, 8] {
        assert_eq!(index.hits_of_all(&seen, threads.try_into().unwrap()), alone);
    }
    assert!(index.hits_of_all(&[], 2.try_into().unwrap()).is_empty());
}
