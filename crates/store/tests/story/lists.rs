//! Staff find members, page through them, count them, and bring lists in.

use std::collections::BTreeSet;

use centre::ledger::Actor;
use store::{
    By, Cursor, HowMany, ImportState, MemberFilter, MemberLine, MemberPage, NewProspect, RowState, SizeBand,
    Sort, StagedRow, Standing, Tier,
};
use terms::PromiseState;

use crate::figures::city;
use crate::world::{DAY, at, chance, line, on_both};

/// What the list should be, found the slow way: every line looked at, then sorted.
fn oracle(all: &[MemberLine], filter: &MemberFilter, sort: Sort) -> Vec<MemberLine> {
    let words: Vec<String> = filter.words.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let mut lines: Vec<MemberLine> = all
        .iter()
        .filter(|l| l.standing == filter.standing)
        .filter(|l| filter.borough.as_ref().is_none_or(|borough| *borough == l.borough))
        .filter(|l| filter.sector.as_ref().is_none_or(|sector| *sector == l.sector))
        .filter(|l| filter.size.is_none_or(|size| Some(size) == l.size))
        .filter(|l| filter.tier.is_none_or(|tier| Some(tier) == l.tier))
        .filter(|l| filter.promise.is_none_or(|promise| promise == l.promise))
        .filter(|l| {
            filter.last_contact_before.is_none_or(|before| l.last_contact_at.is_none_or(|at| at < before))
        })
        .filter(|l| {
            // The reference is a word too; everybody's contact is called Xenia, which no filter here asks for.
            let known = format!("{} {}", l.name, l.reference).to_lowercase().replace('-', " ");
            words.iter().all(|word| known.split(' ').any(|part| part.starts_with(word)))
        })
        .cloned()
        .collect();
    lines.sort_by_key(|l| l.id);
    match sort {
        Sort::Name => lines.sort_by_key(|l| l.name.to_lowercase()),
        Sort::LastContact => lines.sort_by_key(|l| l.last_contact_at),
        Sort::Joined => {
            lines.reverse();
            lines.sort_by_key(|l| std::cmp::Reverse(l.joined_at));
        }
    }
    lines
}

fn draw(below: u64) -> u64 {
    thread_local! { static CHANCE: std::sync::Arc<dyn terms::edge::Chance> = chance(40); }
    CHANCE.with(|chance| u64::from_be_bytes(terms::edge::random(&**chance)) % below)
}

fn some_filter() -> MemberFilter {
    let maybe = |odds| draw(odds) == 0;
    MemberFilter {
        standing: if maybe(5) { Standing::Prospect } else { Standing::Member },
        words: ["", "bak", "corner b", "a", "zzz", "plumbing", "ba", "Barbers b", "bakery w"]
            [draw(9) as usize]
            .into(),
        borough: maybe(3).then(|| format!("E0900000{}", 1 + draw(4))),
        sector: maybe(4).then(|| format!("{}", 10 + draw(5))),
        size: maybe(4).then(|| SizeBand::ALL[draw(5) as usize]),
        tier: maybe(5).then(|| Tier::ALL[draw(3) as usize]),
        promise: maybe(4)
            .then(|| [None, Some(PromiseState::Kept), Some(PromiseState::NotKept)][draw(3) as usize]),
        last_contact_before: maybe(4).then(|| at(-(draw(200) as i64) * DAY)),
    }
}

#[tokio::test]
async fn every_page_is_what_the_slow_way_finds_forward_and_back() {
    on_both(async |world| {
        let store = &world.store;
        store.seed(&city(700, 3), &Actor::CommandLine, at(0)).await.unwrap();
        let mut all = Vec::new();
        for standing in [Standing::Member, Standing::Prospect, Standing::Unconfirmed] {
            let filter = MemberFilter { standing, ..MemberFilter::default() };
            let mut from = None;
            loop {
                let (lines, next) = store.each_member(&filter, from.as_ref()).await.unwrap();
                all.extend(lines);
                from = next;
                if from.is_none() {
                    break;
                }
            }
        }
        assert_eq!(all.len(), 700);
        for round in 0..60 {
            let (filter, limit) = (some_filter(), 1 + draw(60) as u32);
            let sort = [Sort::Name, Sort::LastContact, Sort::Joined][round % 3];
            let wanted = oracle(&all, &filter, sort);
            let told = format!("{} {filter:?} {sort:?} {limit}", world.name);
            let mut found = Vec::new();
            let mut last = store.members(&filter, sort, None, limit).await.unwrap();
            assert_eq!(last.how_many, HowMany::Exactly(wanted.len() as u64), "{told}");
            assert_eq!(last.previous, None, "{told}");
            found.extend(last.lines.clone());
            while let Some(next) = last.next {
                let next = Cursor::parse(&next.to_string()).unwrap();
                last = store.members(&filter, sort, Some(&next), limit).await.unwrap();
                assert!(!last.lines.is_empty(), "{told}");
                found.extend(last.lines.clone());
            }
            let ids = |lines: &[MemberLine]| lines.iter().map(|l| l.id).collect::<Vec<_>>();
            assert_eq!(ids(&found), ids(&wanted), "{told}");

            let mut back = last.lines.clone();
            while let Some(previous) = last.previous {
                last = store.members(&filter, sort, Some(&previous), limit).await.unwrap();
                assert!(last.next.is_some(), "{told}");
                back.splice(0..0, last.lines.clone());
            }
            assert_eq!(ids(&back), ids(&wanted), "back: {told}");
        }
        assert_eq!(Cursor::parse("nonsense"), None);
        world.end().await;
    })
    .await;
}

/// The same lines and the ways on; of how many there are, no more is said than is so, and no fewer than are shown.
#[track_caller]
fn is_the_same_page(found: &MemberPage, wanted: &MemberPage, told: &str) {
    assert_eq!(found.lines, wanted.lines, "{told}");
    assert_eq!((&found.next, &found.previous), (&wanted.next, &wanted.previous), "{told}");
    match (found.how_many, wanted.how_many) {
        (HowMany::MoreThan(fewer), HowMany::Exactly(all) | HowMany::MoreThan(all)) => {
            let is_uncounted = matches!(wanted.how_many, HowMany::MoreThan(_));
            assert!(fewer >= found.lines.len() as u64, "{told}: more than {fewer}");
            assert!(fewer < all || (is_uncounted && fewer == all), "{told}: more than {fewer} of {all}");
        }
        (found, wanted) => assert_eq!(found, wanted, "{told}"),
    }
}

#[tokio::test]
async fn counts_for_the_map_are_those_of_the_list() {
    on_both(async |world| {
        let store = &world.store;
        store.seed(&city(2_600, 3), &Actor::CommandLine, at(0)).await.unwrap();
        let page = store.members(&MemberFilter::default(), Sort::Name, None, 1).await.unwrap();
        assert_eq!(page.how_many, HowMany::MoreThan(1_000));
        // Everybody's contact is called Xenia: words that so many have find the list itself, whichever way is taken.
        let borough = Some("E09000007".to_owned());
        for sort in [Sort::Name, Sort::LastContact, Sort::Joined] {
            for borough in [None, borough.clone()] {
                let plain = MemberFilter { borough, ..MemberFilter::default() };
                let page = store.members(&plain, sort, None, 40).await.unwrap();
                let next = store.members(&plain, sort, page.next.as_ref(), 40).await.unwrap();
                for words in ["xen qui", "xenia", "x", "xenia@firm", "quill xenia@firm"] {
                    let xenia = MemberFilter { words: words.into(), ..plain.clone() };
                    let told = format!("{} {words} {sort:?}", world.name);
                    let found = store.members(&xenia, sort, None, 40).await.unwrap();
                    is_the_same_page(&found, &page, &told);
                    let found = store.members(&xenia, sort, page.next.as_ref(), 40).await.unwrap();
                    is_the_same_page(&found, &next, &told);
                }
            }
        }
        let members: u64 = store.borough_picture().await.unwrap().iter().map(|(_, _, n)| n).sum();
        for by in [By::Borough, By::Sector, By::Size, By::Tier, By::Promise] {
            let counts = store.counts(Standing::Member, by).await.unwrap();
            assert_eq!(counts.iter().map(|(_, n)| n).sum::<u64>(), members, "{by:?}");
            let codes: BTreeSet<_> = counts.iter().map(|(code, _)| code).collect();
            assert_eq!(codes.len(), counts.len());
        }
        let one = store.counts(Standing::Member, By::Borough).await.unwrap()[0].clone();
        let filter = MemberFilter { borough: Some(one.0), ..MemberFilter::default() };
        let page = store.members(&filter, Sort::Name, None, 1).await.unwrap();
        assert_eq!(page.how_many, HowMany::Exactly(one.1));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn members_are_found_by_whatever_staff_know_of_them() {
    on_both(async |world| {
        let joined = world.join("The O'Neill Bakery", "1", 0).await;
        let filter = |words: &str| MemberFilter {
            standing: Standing::Unconfirmed,
            words: words.into(),
            ..MemberFilter::default()
        };
        let reference = joined.reference.to_string();
        for words in [
            "oneill",
            "O'Neill",
            "bak one",
            "SE1",
            "se19gf",
            "anna@theoneillbakery.example.com",
            "anna bak",
            "theoneillbakery.example",
            &reference,
        ] {
            let page = world.store.members(&filter(words), Sort::Name, None, 10).await.unwrap();
            assert_eq!(page.lines.len(), 1, "{} {words}", world.name);
        }
        for words in ["neill", "bakery ltd", "%", "se2"] {
            let page = world.store.members(&filter(words), Sort::Name, None, 10).await.unwrap();
            let expected = usize::from(words == "%");
            assert_eq!(page.lines.len(), expected, "{} {words}", world.name);
        }
        world.end().await;
    })
    .await;
}

fn prospect(name: &str) -> NewProspect {
    NewProspect {
        name: line(name),
        postcode: terms::Postcode::parse("N1 9GU").ok(),
        borough: "E09000019".into(),
        sector: String::new(),
        size: SizeBand::Micro,
        domain: None,
        contact: Some(line("Pat")),
        email: None,
        phone: None,
        doubts: vec!["The size was guessed.".into()],
    }
}

#[tokio::test]
async fn a_list_comes_in_once_without_what_is_known_and_keeps_its_bad_rows() {
    on_both(async |world| {
        let store = &world.store;
        let by = Actor::CommandLine;
        let bad = (vec!["".to_owned(), "N1".to_owned()], "there is no name".to_owned());
        let headings = ["name".to_owned(), "postcode".to_owned()];
        let rows = vec![
            StagedRow { line: 2, reading: Ok(prospect("Kiosk")) },
            StagedRow { line: 3, reading: Err(bad.clone()) },
            StagedRow { line: 4, reading: Ok(prospect("kiosk")) },
            StagedRow { line: 5, reading: Ok(prospect("Barber")) },
        ];
        let id = store.stage_import(&line("march.csv"), &headings, &rows, 7, &by, at(0)).await.unwrap();
        let staged = store.import(id).await.unwrap().unwrap();
        assert_eq!(
            (staged.state, &staged.rows[..2]),
            (ImportState::Staged, &[(RowState::Good, 3), (RowState::Bad, 1)][..])
        );
        let preview = store.import_rows(id, Some(RowState::Good), 2, 10).await.unwrap();
        assert_eq!(preview.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 5]);
        assert_eq!(preview[1].prospect, Some(prospect("Barber")));

        let applied = store.apply_import(id, &by, at(1)).await.unwrap();
        assert_eq!((applied.made, applied.known), (2, 1));
        assert!(store.apply_import(id, &by, at(2)).await.is_err(), "once");
        assert!(store.discard_import(id, &by, at(2)).await.is_err());
        let kept = store.import_rows(id, None, 0, 10).await.unwrap();
        let states: Vec<_> = kept.iter().map(|row| row.state).collect();
        assert_eq!(states, [RowState::Applied, RowState::Bad, RowState::Known, RowState::Applied]);
        assert_eq!((&kept[1].cells, kept[1].problem.as_deref()), (&bad.0, Some("there is no name")));
        let made = kept[0].organisation.unwrap();
        assert_eq!(store.organisation(made).await.unwrap().unwrap().source, "march.csv");
        assert_eq!(store.notes_of(made, 5).await.unwrap()[0].words, "Contact as the list has it: Pat");

        let second = store.stage_import(&line("april.csv"), &headings, &rows, 7, &by, at(10)).await.unwrap();
        let staged = store.import(second).await.unwrap().unwrap();
        assert_eq!(
            (&staged.headings[..], staged.rows[0], staged.rows[3]),
            (&headings[..], (RowState::Good, 0), (RowState::Known, 3))
        );
        store.discard_import(second, &by, at(11)).await.unwrap();
        assert_eq!(store.imports(5).await.unwrap()[0].state, ImportState::Discarded);
        assert_eq!(store.expire_imports(&by, at(6 * DAY)).await.unwrap(), 0);
        assert_eq!(store.expire_imports(&by, at(7 * DAY)).await.unwrap(), 1);
        assert_eq!(world.count("import_rows").await, 0);
        assert_eq!(store.import(id).await.unwrap().unwrap().state, ImportState::Applied);
        world.end().await;
    })
    .await;
}
