//! A firm leaves, or never confirms: what is erased, and the little that stays.

use centre::ledger::{Actor, Verdict};
use serde_json::json;
use store::{
    CheckSummary, Confirmed, MemberFilter, NewCheck, NewContact, NewFundedPlaces, Noun, Sort, Standing,
    StoreError,
};
use terms::{Promise, PromiseState, Severity};

use crate::findings::opened;
use crate::world::{DAY, HOUR, at, email, letter, line, on_both};

#[tokio::test]
async fn a_link_that_is_too_old_confirms_nothing_and_the_firm_is_forgotten() {
    on_both(async |world| {
        let joined = world.join("Slow & Sons", "form", 0).await;
        let late = at(49 * HOUR);
        let by = Actor::Reconciler("expiry".into());
        assert_eq!(world.store.expire_unconfirmed(10, &by, at(47 * HOUR)).await.unwrap(), 0);
        let link = joined.link.unwrap();
        assert_eq!(world.store.confirm(&link, &Actor::Visitor, late).await.unwrap(), Confirmed::NoSuchLink);
        assert_eq!(world.store.expire_unconfirmed(10, &by, late).await.unwrap(), 1);
        assert_eq!(world.store.organisation(joined.organisation).await.unwrap(), None);
        for table in [
            "organisations",
            "people",
            "assets",
            "organisation_words",
            "organisation_beginnings",
            "letters",
            "mailed_links",
        ] {
            assert_eq!(world.count(table).await, 0, "{} {table}", world.name);
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_leaves_is_erased_and_the_ledger_still_verifies() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna) = world.member("Canary Zebrafinch Ltd", 0).await;
        let by = Actor::Person(anna);
        let new = NewContact {
            name: line("Zebrafinch Junior"),
            email: email("zebrafinch@home.example.com"),
            phone: None,
        };
        let junior = store
            .add_contact(id, &new, &by, at(90), |l| letter("zebrafinch@home.example.com", l.reveal()))
            .await
            .unwrap();
        store.write_note(id, "Zebrafinch has two shops", true, "n", &by, at(100)).await.unwrap();
        store.remove_contact(junior, &by, at(101)).await.unwrap();
        let asset = store.assets_of(id).await.unwrap()[0].id;
        let check = NewCheck {
            asset,
            answers: "{\"zebrafinch\":1}".into(),
            judgement: "{\"zebrafinch\":1}".into(),
            summary: CheckSummary {
                promises: vec![(Promise::MailIsYours, PromiseState::Partly)],
                ..CheckSummary::default()
            },
            due_at: at(DAY),
            visited: true,
            findings: vec![opened("spf-missing", Severity::Urgent, at(102))],
        };
        store.save_check(&check, &Actor::CommandLine, at(102)).await.unwrap();
        let new = NewFundedPlaces { funder: line("City fund"), borough: None, sector: None, places: 3 };
        let place = store.add_funded_places(&new, &Actor::CommandLine, at(103)).await.unwrap();
        store.give_place(place, id, &Actor::CommandLine, at(104)).await.unwrap();
        let all = store.everything_about(id).await.unwrap();
        assert_eq!(
            (&all["organisation"]["size"], &all["organisation"]["tier"]),
            (&json!("micro"), &json!("funded"))
        );
        assert_eq!(all["organisation"]["name"], "Canary Zebrafinch Ltd");
        assert_eq!(all["notes"][0]["words"], "Zebrafinch has two shops");
        assert_eq!(all["domains"][0]["checks"][0]["answers"]["zebrafinch"], 1);

        store.checkpoint(at(200)).await.unwrap();
        let left = store.leave(id, &by, at(300)).await.unwrap();
        assert_eq!(left.people, 1);
        assert!(left.payloads > 5, "{left:?}");
        let husk = store.organisation(id).await.unwrap().unwrap();
        assert_eq!(
            (husk.standing, husk.name.as_str(), husk.borough.as_str()),
            (Standing::Left, "", "E09000028")
        );
        assert!(husk.postcode.is_none() && husk.domain.is_none() && husk.left_at == Some(at(300)));
        // The page on leaving names what stays: reference, borough, kind of work and the dates. Nothing else does.
        assert_eq!((husk.size, husk.tier, husk.undertakings, husk.promise), (None, None, None, None));
        assert_eq!((husk.last_contact_at, husk.source.as_str()), (None, ""));
        assert_eq!((husk.sector.as_str(), husk.joined_at, husk.confirmed_at), ("56", at(0), Some(at(60))));
        assert_eq!(store.funded_place_of(id).await.unwrap(), None);
        assert_eq!(
            store.funded_places().await.unwrap()[0].given,
            1,
            "the funder's place was given all the same"
        );
        let gone = MemberFilter { standing: Standing::Left, ..MemberFilter::default() };
        let page = store.members(&gone, Sort::Name, None, 5).await.unwrap();
        assert_eq!((page.lines[0].id, page.lines[0].size, page.lines[0].tier), (id, None, None));
        assert!(matches!(store.leave(id, &by, at(301)).await, Err(StoreError::NoSuch("organisation"))));
        for table in [
            "people",
            "notes",
            "checks",
            "findings",
            "answers",
            "assets",
            "organisation_words",
            "organisation_beginnings",
            "letters",
            "funded_place_gifts",
        ] {
            assert_eq!(world.count(table).await, 0, "{} {table}", world.name);
        }
        let Verdict::Whole { erased, .. } = store.verify_ledger().await.unwrap() else {
            panic!("{}", world.name)
        };
        assert!(erased > 5);
        let lines = store.timeline(id, None, 50).await.unwrap();
        assert!(!format!("{lines:?}").to_lowercase().contains("zebrafinch"));
        assert_eq!(lines[0].noun, Noun::Organisation);

        // Not stored means not there: not in the file, not in its log, once the log is folded back.
        store.close().await;
        if world.name == "SQLite" {
            for file in std::fs::read_dir(&world.folder).unwrap().flatten() {
                let bytes = std::fs::read(file.path()).unwrap().to_ascii_lowercase();
                let found = bytes.windows(10).any(|window| window == b"zebrafinch");
                assert!(!found, "{}", file.path().display());
            }
        }
    })
    .await;
}
