//! A firm joins, is looked after, and leaves.

use centre::ledger::Actor;
use centre::roles::Role;
use store::{
    AddedAsset, Adoption, ChangedPerson, CheckSummary, Confirmed, Deed, Details, HowMany, LONGEST_NOTE,
    MOST_ACTIONS, MOST_ASSETS, MemberFilter, NewCheck, NewContact, Noun, Retold, Seen, SizeBand, Sort,
    Standing, Tier,
};
use terms::{DomainName, Postcode, Promise, PromiseState};

use crate::world::{DAY, HOUR, at, email, letter, line, on_both};

fn summary(mail: PromiseState) -> CheckSummary {
    CheckSummary {
        promises: vec![(Promise::MailIsYours, mail), (Promise::NameIsYours, PromiseState::Kept)],
        urgent: 1,
        important: 0,
        worth_doing: 2,
    }
}

#[tokio::test]
async fn a_firm_joins_once_however_often_the_form_is_sent() {
    on_both(async |world| {
        let first = world.join("Anna's Bakery", "form 1", 0).await;
        assert!(!first.again && first.link.is_some());
        let second = world.join("Anna's Bakery", "form 1", 5).await;
        assert!(second.again && second.link.is_none());
        assert_eq!((first.organisation, first.person), (second.organisation, second.person));
        assert_eq!(first.reference, second.reference);
        assert_eq!(world.count("organisations").await, 1);
        assert_eq!(world.count("letters").await, 1);

        let organisation = world.store.organisation(first.organisation).await.unwrap().unwrap();
        assert_eq!(organisation.standing, Standing::Unconfirmed);
        assert_eq!(organisation.domain.unwrap().as_ascii(), "annasbakery.example.com");
        assert_eq!(
            world.store.organisation_called(&first.reference).await.unwrap(),
            Some(first.organisation)
        );

        let link = first.link.unwrap();
        let confirmed = world.store.confirm(&link, &Actor::Visitor, at(HOUR)).await.unwrap();
        assert_eq!(confirmed, Confirmed::Now(first.organisation, first.person));
        let again = world.store.confirm(&link, &Actor::Visitor, at(HOUR + 1)).await.unwrap();
        assert_eq!(again, Confirmed::Already(first.organisation, first.person));
        let wrong = store::Secret::presented("made-up");
        assert_eq!(
            world.store.confirm(&wrong, &Actor::Visitor, at(HOUR)).await.unwrap(),
            Confirmed::NoSuchLink
        );
        let organisation = world.store.organisation(first.organisation).await.unwrap().unwrap();
        assert_eq!((organisation.standing, organisation.confirmed_at), (Standing::Member, Some(at(HOUR))));
        let by_word = |standing| MemberFilter {
            standing,
            words: organisation.reference.to_string(),
            ..MemberFilter::default()
        };
        for (standing, found) in [(Standing::Member, 1), (Standing::Unconfirmed, 0)] {
            let page = world.store.members(&by_word(standing), Sort::Name, None, 5).await.unwrap();
            assert_eq!(
                (page.lines.len(), page.how_many),
                (found, HowMany::Exactly(found as u64)),
                "{standing}"
            );
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn staff_look_after_a_member_and_every_look_is_in_the_ledger() {
    on_both(async |world| {
        let store = &world.store;
        let (id, _) = world.member("Corner Café", 0).await;
        let officer = Actor::CommandLine;
        let note =
            store.write_note(id, "Rang; will call back.", true, "n1", &officer, at(DAY)).await.unwrap();
        assert_eq!(
            store.write_note(id, "Rang; will call back.", true, "n1", &officer, at(DAY)).await.unwrap(),
            note
        );
        let fits = "x".repeat(LONGEST_NOTE);
        store.write_note(id, &fits, false, "n2", &officer, at(DAY + 1)).await.unwrap();
        let longer = store.write_note(id, &(fits + "x"), false, "n3", &officer, at(DAY)).await.unwrap_err();
        assert_eq!(longer.to_string(), "the note is too long; 4,000 characters are enough");
        store.contacted(id, &line("visited"), &officer, at(2 * DAY)).await.unwrap();
        store.accept_undertakings(id, "2", &officer, at(2 * DAY)).await.unwrap();
        let details = Details {
            name: line("Corner Coffee"),
            postcode: Postcode::parse("E8 1EA").unwrap(),
            borough: "E09000012".into(),
            sector: "47".into(),
            size: SizeBand::Small,
        };
        store.change_details(id, &details, &officer, at(2 * DAY)).await.unwrap();
        store.change_tier(id, Tier::Paid, &officer, at(2 * DAY)).await.unwrap();

        let seen = store.member_for(&officer, id, at(3 * DAY)).await.unwrap().unwrap();
        assert_eq!(seen.organisation.name, "Corner Coffee");
        assert_eq!(seen.organisation.last_contact_at, Some(at(2 * DAY)));
        assert_eq!(seen.organisation.undertakings, Some(("2".into(), at(2 * DAY))));
        assert_eq!((seen.people.len(), seen.assets.len(), seen.notes.len()), (1, 1, 2));
        let looks = store.who_looked_at(id, 10).await.unwrap();
        assert_eq!((looks.len(), looks[0].by.clone(), looks[0].deed), (1, officer.clone(), Deed::Read));
        let export = Seen { organisation: None, noun: Noun::List, object: "members.csv".into() };
        store.log_read(&officer, &export, "export", at(3 * DAY)).await.unwrap();
        assert_eq!(store.ledger_lines(None, 1).await.unwrap()[0].payload["why"], "export");
        let made_up = terms::OrganisationId::random(&*crate::world::chance(99));
        assert!(store.member_for(&officer, made_up, at(3 * DAY)).await.unwrap().is_none());

        let deeds: Vec<_> =
            store.timeline(id, None, 50).await.unwrap().iter().map(|line| line.deed.name()).collect();
        assert_eq!(
            deeds,
            [
                "organisation.changed",
                "organisation.changed",
                "undertakings.accepted",
                "organisation.contacted",
                "note.written",
                "note.written",
                "organisation.confirmed",
                "person.confirmed",
                "contact.added",
                "organisation.joined",
            ]
        );
        let page = store.timeline(id, None, 2).await.unwrap();
        assert_eq!(page[0].payload["is"]["tier"], "paid");
        assert_eq!(
            store.timeline(id, Some(page[1].sequence), 1).await.unwrap()[0].deed,
            Deed::UndertakingsAccepted
        );
        assert_eq!(store.ledger_lines(None, 1).await.unwrap()[0].deed, Deed::Read);
        assert_eq!(store.notes_of(id, 1).await.unwrap()[0].words.len(), LONGEST_NOTE);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn contacts_come_and_go_and_one_is_the_warden() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna) = world.member("Print Shop", 0).await;
        let by = Actor::Person(anna);
        let ben = NewContact { name: line("Ben Ode"), email: email("Ben@print.example.com"), phone: None };
        let ben_id = store
            .add_contact(id, &ben, &by, at(10), |link| letter("ben@print.example.com", link.reveal()))
            .await
            .unwrap();
        let twice = store
            .add_contact(id, &ben, &by, at(11), |_| letter("ben@print.example.com", ""))
            .await
            .unwrap_err();
        assert_eq!(twice.to_string(), "somebody with this address is a contact already");
        store.name_warden(ben_id, &by, at(12)).await.unwrap();
        store.name_warden(anna, &by, at(13)).await.unwrap();
        let roles: Vec<_> = store.people_of(id).await.unwrap().iter().map(|person| person.role).collect();
        assert_eq!(roles, [Role::CyberWarden, Role::MemberContact]);

        let changed = ChangedPerson {
            name: line("Benjamin Ode"),
            email: email("benjamin@print.example.com"),
            phone: terms::PhoneNumber::parse("020 7946 0000").ok(),
        };
        store.change_person(ben_id, &changed, &by, at(14)).await.unwrap();
        assert_eq!(store.people_with_email(&email("BENJAMIN@print.example.com")).await.unwrap().len(), 1);
        assert_eq!(store.person(ben_id).await.unwrap().unwrap().name, line("Benjamin Ode"));
        let found = MemberFilter { words: "benja".into(), ..MemberFilter::default() };
        assert_eq!(store.members(&found, Sort::Name, None, 10).await.unwrap().lines.len(), 1);

        store.remove_contact(ben_id, &by, at(15)).await.unwrap();
        assert_eq!(store.person(ben_id).await.unwrap(), None);
        let last = store.remove_contact(anna, &by, at(16)).await.unwrap_err();
        assert_eq!(last.to_string(), "this is the last contact; add another one first, or leave");
        assert!(store.members(&found, Sort::Name, None, 10).await.unwrap().lines.is_empty());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn domains_are_checked_compared_and_shared_answers_kept_once() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna) = world.member("Flower Stall", 0).await;
        let by = Actor::Person(anna);
        let asset = store.assets_of(id).await.unwrap()[0].clone();
        let robot = Actor::Reconciler("recheck".into());
        assert_eq!(store.due_for_recheck(at(100), 10).await.unwrap()[0].id, asset.id);
        let check = |answers: &str, state, due| NewCheck {
            asset: asset.id,
            answers: answers.into(),
            judgement: "[]".into(),
            summary: summary(state),
            due_at: at(due),
            visited: false,
            findings: vec![],
        };
        store.save_check(&check("{\"mx\":1}", PromiseState::NotKept, DAY), &robot, at(100)).await.unwrap();
        store
            .save_check(&check("{\"mx\":1}", PromiseState::NotKept, 2 * DAY), &robot, at(DAY))
            .await
            .unwrap();
        store
            .save_check(&check("{\"mx\":2}", PromiseState::Kept, 3 * DAY), &robot, at(2 * DAY))
            .await
            .unwrap();
        assert_eq!(world.count("answers").await, 2);
        let last = store.last_check(asset.id).await.unwrap().unwrap();
        let before = store.previous_check(asset.id).await.unwrap().unwrap();
        assert_eq!((last.answers.as_str(), last.changed), ("{\"mx\":2}", true));
        assert_eq!((before.answers.as_str(), before.changed), ("{\"mx\":1}", false));
        let chart = store.checks_of(asset.id, 2).await.unwrap();
        assert_eq!(chart.iter().map(|point| point.at).collect::<Vec<_>>(), [at(DAY), at(2 * DAY)]);
        assert_eq!(chart[1].summary, summary(PromiseState::Kept));
        assert_eq!(store.organisation(id).await.unwrap().unwrap().promise, Some(PromiseState::Kept));
        assert!(store.due_for_recheck(at(2 * DAY), 10).await.unwrap().is_empty());
        store.wish_check(asset.id, &by, at(2 * DAY + 1)).await.unwrap();
        assert_eq!(store.due_for_recheck(at(2 * DAY + 1), 10).await.unwrap().len(), 1);
        store.put_off_check(asset.id, at(4 * DAY)).await.unwrap();
        assert!(store.due_for_recheck(at(3 * DAY), 10).await.unwrap().is_empty());
        let not_json =
            store.save_check(&check("{", PromiseState::Kept, DAY), &robot, at(1)).await.unwrap_err();
        assert_eq!(not_json.to_string(), "answers and judgement of a check-up must be JSON");

        let second = DomainName::parse("shop.example.com").unwrap();
        let AddedAsset::Added(shop) = store.add_asset(id, &second, &by, at(5)).await.unwrap() else {
            panic!()
        };
        assert_eq!(store.add_asset(id, &second, &by, at(6)).await.unwrap(), AddedAsset::Known(shop));
        for n in 2..MOST_ASSETS {
            let domain = DomainName::parse(&format!("n{n}.example.com")).unwrap();
            assert!(matches!(store.add_asset(id, &domain, &by, at(7)).await.unwrap(), AddedAsset::Added(_)));
        }
        let one_more = DomainName::parse("more.example.com").unwrap();
        assert_eq!(store.add_asset(id, &one_more, &by, at(8)).await.unwrap(), AddedAsset::TooMany);
        store.remove_asset(asset.id, &by, at(9)).await.unwrap();
        assert!(store.asset(asset.id).await.unwrap().is_none());
        let organisation = store.organisation(id).await.unwrap().unwrap();
        assert_eq!((organisation.domain, organisation.promise), (Some(second), None));
        assert_eq!((world.count("checks").await, world.count("answers").await), (0, 0));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn the_newest_look_can_be_told_anew_and_stays_as_old_as_it_is() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna) = world.member("Flower Stall", 0).await;
        let by = Actor::Person(anna);
        let asset = store.assets_of(id).await.unwrap()[0].id;
        let check = NewCheck {
            asset,
            answers: "{}".into(),
            judgement: "[1]".into(),
            summary: summary(PromiseState::NotKept),
            due_at: at(2 * DAY),
            visited: false,
            findings: vec![],
        };
        let old = store.save_check(&check, &by, at(100)).await.unwrap();
        let newest = store.save_check(&check, &by, at(DAY)).await.unwrap();
        let told = |check, judgement: &str| Retold {
            asset,
            check,
            judgement: judgement.into(),
            summary: summary(PromiseState::Kept),
        };
        store.retell_check(&told(old, "[2]"), &by, at(DAY + 1)).await.unwrap();
        assert_eq!(store.last_check(asset).await.unwrap().unwrap().judgement, "[1]", "a newer look stands");

        store.retell_check(&told(newest, "[2]"), &by, at(DAY + 2)).await.unwrap();
        let last = store.last_check(asset).await.unwrap().unwrap();
        assert_eq!((last.id, last.at, last.judgement.as_str()), (newest, at(DAY), "[2]"));
        assert_eq!(last.summary, summary(PromiseState::Kept));
        assert_eq!(store.asset(asset).await.unwrap().unwrap().promise, Some(PromiseState::Kept));
        assert_eq!(store.organisation(id).await.unwrap().unwrap().promise, Some(PromiseState::Kept));
        assert_eq!(store.due_for_recheck(at(2 * DAY), 9).await.unwrap().len(), 1, "due when it was");
        let entry = store.ledger_lines(None, 1).await.unwrap()[0].clone();
        assert_eq!((entry.deed.name(), entry.by), ("check.retold", by.clone()));
        let not_json = store.retell_check(&told(newest, "{"), &by, at(DAY + 3)).await.unwrap_err();
        assert_eq!(not_json.to_string(), "the judgement of a check-up must be JSON");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_plan_has_three_actions_at_most_and_remembers() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna) = world.member("Bike Repair", 0).await;
        let by = Actor::Person(anna);
        let plan = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        store.set_actions(id, &plan(&["spf", "dmarc", "caa"]), &by, at(1)).await.unwrap();
        let four = store.set_actions(id, &plan(&["a", "b", "c", "d"]), &by, at(1)).await.unwrap_err();
        assert_eq!(four.to_string(), "a plan has three actions at most");
        assert_eq!(MOST_ACTIONS, 3);
        store.mark_action(id, "spf", Adoption::Said, &by, at(2)).await.unwrap();
        store.mark_action(id, "spf", Adoption::Said, &by, at(3)).await.unwrap();
        store.mark_action(id, "spf", Adoption::Seen, &by, at(4)).await.unwrap();
        store.mark_action(id, "spf", Adoption::Sustained, &by, at(5)).await.unwrap();
        store.mark_action(id, "dmarc", Adoption::Said, &by, at(5)).await.unwrap();
        store.unsay_action(id, "dmarc", &by, at(6)).await.unwrap();
        assert!(store.mark_action(id, "nothing", Adoption::Said, &by, at(6)).await.is_err());
        store.set_actions(id, &plan(&["dmarc", "caa"]), &by, at(7)).await.unwrap();
        let before = world.count("ledger").await;
        store.set_actions(id, &plan(&["dmarc", "caa"]), &by, at(8)).await.unwrap();
        assert_eq!(world.count("ledger").await, before, "the same plan again is no change");
        let actions = store.actions_of(id).await.unwrap();
        let names: Vec<_> =
            actions.iter().map(|a| (a.action.as_str(), a.place, a.dropped_at.is_some())).collect();
        assert_eq!(names, [("dmarc", 1, false), ("caa", 2, false), ("spf", 1, true)]);
        assert_eq!(
            (actions[2].said_at, actions[2].seen_at, actions[2].sustained_at),
            (Some(at(2)), Some(at(4)), Some(at(5)))
        );
        assert_eq!(actions[0].said_at, None);
        world.end().await;
    })
    .await;
}
