//! Cohorts are counted month by month, and public bodies are known by name.

use centre::cohort::{CountedFirm, HostKind, Lens, Lever, MEMBERS, Month, Picture, UNKNOWN};
use centre::ledger::Actor;
use store::{CheckSummary, NewCheck, NewPublicBody, Standing};
use terms::{AssetId, DomainName, Promise, PromiseState, Timestamp};

use crate::world::{DAY, World, at, line, on_both};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn picture(firms: u64) -> Picture {
    let mut picture = Picture::default();
    for number in 0..firms {
        let lever = Lever { promise: Promise::MailIsYours, check: "dmarc-missing".into(), alone: number > 0 };
        let firm = CountedFirm {
            borough: "E09000030".into(),
            sector: "G".into(),
            size: "micro".into(),
            mail_provider: UNKNOWN.into(),
            name_host: "Namehouse".into(),
            promises: [
                PromiseState::NotKept,
                PromiseState::Kept,
                PromiseState::Partly,
                PromiseState::CouldNotCheck,
            ],
            before: Some([PromiseState::Kept; 4]),
            levers: vec![lever],
        };
        picture.count(&firm, |_, kind| kind == HostKind::Name);
    }
    picture
}

#[tokio::test]
async fn counts_are_kept_by_month_and_newer_ones_take_the_place_of_older_ones() {
    on_both(|world| async move {
        let store = &world.store;
        let by = Actor::CommandLine;
        store.keep_picture("shops", month("2026-10"), &picture(3), &by, at(0)).await.unwrap();
        store.keep_picture("shops", month("2026-11"), &picture(7), &by, at(10)).await.unwrap();
        store.keep_picture("shops", month("2026-11"), &picture(5), &by, at(20)).await.unwrap();
        store.keep_picture(MEMBERS, month("2026-11"), &Picture::default(), &by, at(30)).await.unwrap();
        let months: Vec<_> = store
            .cohort_months()
            .await
            .unwrap()
            .into_iter()
            .map(|one| format!("{} {} {} {}", one.cohort, one.month, one.firms, one.counted_at == at(20)))
            .collect();
        assert_eq!(months, ["members 2026-11 0 false", "shops 2026-11 5 true", "shops 2026-10 3 false"]);
        assert_eq!(store.picture("shops", month("2026-11")).await.unwrap(), Some(picture(5)));
        assert_eq!(store.picture("shops", month("2026-09")).await.unwrap(), None);
        let kept = store.picture("shops", month("2026-11")).await.unwrap().unwrap();
        assert_eq!(kept.rows(Lens::NameHost, Promise::MailIsYours)[0].1.worse, 5);
        let city: Vec<_> = store
            .city_over_time("shops")
            .await
            .unwrap()
            .into_iter()
            .filter(|(_, promise, _)| *promise == Promise::WebsiteIsSafe)
            .map(|(month, _, counts)| (month.to_string(), counts.kept))
            .collect();
        assert_eq!(city, [("2026-10".to_owned(), 3), ("2026-11".to_owned(), 5)]);
        world.end().await;
    })
    .await;
}

async fn look(world: &World, asset: AssetId, state: PromiseState, when: Timestamp) {
    let check = NewCheck {
        asset,
        answers: format!("[\"{state:?}\"]"),
        judgement: format!("{{\"state\":\"{state:?}\"}}"),
        summary: CheckSummary { promises: vec![(Promise::MailIsYours, state)], ..CheckSummary::default() },
        due_at: when,
        visited: false,
        findings: vec![],
    };
    world.store.save_check(&check, &Actor::CommandLine, when).await.unwrap();
}

#[tokio::test]
async fn each_firm_is_read_as_it_stood_at_the_end_of_a_month_and_of_the_one_before() {
    on_both(|world| async move {
        let mut firms = Vec::new();
        for number in 0..5 {
            let (firm, _) = world.member(&format!("Firm {number}"), number * 100).await;
            let asset = world.store.assets_of(firm).await.unwrap()[0].id;
            look(&world, asset, PromiseState::NotKept, at(10 * DAY)).await;
            look(&world, asset, PromiseState::Partly, at(20 * DAY)).await;
            look(&world, asset, PromiseState::Kept, at(30 * DAY)).await;
            firms.push(firm);
        }
        let second = DomainName::parse("second.example").unwrap();
        world.store.add_asset(firms[2], &second, &Actor::CommandLine, at(11 * DAY)).await.unwrap();
        let asset = world.store.assets_of(firms[2]).await.unwrap()[1].id;
        look(&world, asset, PromiseState::Partly, at(21 * DAY)).await;
        world.member("Never Looked At", 5_000).await;
        // Three domains a page: no firm is cut in two.
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = world
                .store
                .cohort_page(Standing::Member, after, at(15 * DAY), at(25 * DAY), 3)
                .await
                .unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            seen.extend(page);
        }
        assert_eq!(seen.len(), 5, "{}", world.name);
        for member in &seen {
            let domains = if member.id == firms[2] { 2 } else { 1 };
            assert_eq!(member.assets.len(), domains, "{}", world.name);
            let states = |promises: &[(Promise, PromiseState)]| promises[0].1;
            assert_eq!(states(&member.assets[0].promises), PromiseState::Partly);
            assert_eq!(member.assets[0].before.as_deref().map(states), Some(PromiseState::NotKept));
            assert!(member.assets[0].judgement.contains("Partly"), "{}", member.assets[0].judgement);
        }
        let two = seen.iter().find(|member| member.id == firms[2]).unwrap();
        assert_eq!(two.assets[1].before, None, "it was not looked at before the month");
        assert_eq!(world.store.first_look(Standing::Member).await.unwrap(), Some(at(10 * DAY)));
        assert_eq!(world.store.first_look(Standing::PublicBody).await.unwrap(), None);
        world.end().await;
    })
    .await;
}

fn body(name: &str, domain: &str) -> NewPublicBody {
    NewPublicBody {
        id: "council".into(),
        name: line(name),
        kind: "council".into(),
        borough: "E09000012".into(),
        domain: DomainName::parse(domain).unwrap(),
    }
}

#[tokio::test]
async fn a_public_body_is_looked_at_as_members_are_and_is_no_member() {
    on_both(|world| async move {
        let store = &world.store;
        let by = Actor::CommandLine;
        let first = body("Eastmere Council", "eastmere.example");
        assert!(store.know_public_body(&first, &by, at(0)).await.unwrap());
        assert!(!store.know_public_body(&first, &by, at(1)).await.unwrap(), "nothing changed");
        let known = store.public_bodies().await.unwrap();
        assert_eq!(
            (known.len(), known[0].name.as_str(), known[0].kind.as_str()),
            (1, "Eastmere Council", "council")
        );
        assert!(store.is_public_body(known[0].organisation).await.unwrap());
        let due = store.due_for_recheck(at(2), 10).await.unwrap();
        assert_eq!(due.iter().map(|asset| asset.domain.as_ascii()).collect::<Vec<_>>(), ["eastmere.example"]);
        look(&world, known[0].asset, PromiseState::Partly, at(100)).await;
        assert_eq!(store.public_bodies().await.unwrap()[0].checked_at, Some(at(100)));
        assert_eq!(store.counts(Standing::Member, store::By::Borough).await.unwrap(), []);
        assert_eq!(
            store.domains_unseen_since(at(1_000)).await.unwrap(),
            0,
            "a run over members leaves it out"
        );

        assert!(
            store
                .know_public_body(&body("Council of Eastmere", "eastmere.example"), &by, at(200))
                .await
                .unwrap()
        );
        let renamed = store.public_bodies().await.unwrap();
        assert_eq!((renamed[0].name.as_str(), renamed[0].checked_at), ("Council of Eastmere", Some(at(100))));
        assert!(
            store.know_public_body(&body("Council of Eastmere", "east.example"), &by, at(300)).await.unwrap()
        );
        let moved = store.public_bodies().await.unwrap();
        assert_eq!((moved[0].domain.as_ascii(), moved[0].checked_at), ("east.example", None));
        assert_eq!(world.count("checks").await, 0, "what was seen of the old domain goes with it");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_run_over_members_goes_on_where_it_was() {
    on_both(|world| async move {
        let mut assets = Vec::new();
        for number in 0..4 {
            let (firm, _) = world.member(&format!("Firm {number}"), number * 100).await;
            assets.push(world.store.assets_of(firm).await.unwrap()[0].id);
        }
        let began = at(DAY);
        look(&world, assets[1], PromiseState::Kept, at(DAY - 1)).await;
        look(&world, assets[2], PromiseState::Kept, at(DAY + 5)).await;
        assert_eq!(world.store.domains_unseen_since(began).await.unwrap(), 3);
        let first = world.store.page_unseen_since(began, None, 2).await.unwrap();
        let rest = world.store.page_unseen_since(began, Some(first[1].id), 2).await.unwrap();
        let mut left: Vec<AssetId> = first.iter().chain(&rest).map(|asset| asset.id).collect();
        left.sort_by_key(|asset| asset.0);
        let mut expected = vec![assets[0], assets[1], assets[3]];
        expected.sort_by_key(|asset| asset.0);
        assert_eq!(left, expected, "{}", world.name);
        world.end().await;
    })
    .await;
}
