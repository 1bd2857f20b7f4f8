//! A member proves a name and signs; owners are left alone; a thousand askers share one budget.

use centre::consent::{Capacity, MOST_QUESTIONS, Reach, StayAway, Target, Way};
use centre::ledger::Actor;
use store::{CheckSummary, MailedProof, NewAuthority, NewCheck, NewWish, Secret, TargetLine, WishWay};
use terms::DomainName;

use crate::world::{DAY, HOUR, at, letter, line, on_both};

fn name(text: &str) -> DomainName {
    DomainName::parse(text).unwrap()
}

fn yes(days: u16) -> NewAuthority {
    NewAuthority { signer: line("Anna Baker"), capacity: Capacity::Owner, words: "2026-11", days }
}

#[tokio::test]
async fn a_name_is_proved_seen_again_and_lost() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna) = world.member("Proud Bakery", 0).await;
        let by = Actor::Person(anna);
        let known = store.assets_of(id).await.unwrap()[0].clone();
        let asset = known.id;
        store.ask_proof(asset, Way::Records, &by, at(100)).await.unwrap();
        let entry = store.ledger_lines(None, 1).await.unwrap()[0].sequence;
        store.ask_proof(asset, Way::Records, &by, at(200)).await.unwrap();
        assert_eq!(store.ledger_lines(None, 1).await.unwrap()[0].sequence, entry, "asking twice asks once");
        assert_eq!(store.proofs_of(asset).await.unwrap()[0].asked_at, at(100));
        let token = store.proof_token(&known, Way::Records);
        assert_eq!(token, store.proof_token(&known, Way::Records));
        assert_ne!(token, store.proof_token(&known, Way::File));

        // Another member with the same name has another token.
        let (other, bob) = world.member("Sly Bakery", 10).await;
        let added =
            store.add_asset(other, &name("proudbakery.example.com"), &Actor::Person(bob), at(300)).await;
        let store::AddedAsset::Added(claimed) = added.unwrap() else { panic!() };
        let theirs = store.asset(claimed).await.unwrap().unwrap();
        assert_ne!(store.proof_token(&theirs, Way::Records), token);

        store.mark_proof(asset, Way::Records, true, &by, at(400)).await.unwrap();
        store.mark_proof(asset, Way::Records, true, &by, at(400 + HOUR)).await.unwrap();
        let proof = store.proofs_of(asset).await.unwrap()[0].clone();
        assert_eq!((proof.proved_at, proof.seen_at), (Some(at(400)), Some(at(400 + HOUR))));
        assert_eq!(store.asset(asset).await.unwrap().unwrap().proved_at, Some(at(400)));
        assert_eq!(store.asset(claimed).await.unwrap().unwrap().proved_at, None);
        store.mark_proof(asset, Way::Records, false, &by, at(2 * HOUR)).await.unwrap();
        let proof = store.proofs_of(asset).await.unwrap()[0].clone();
        assert_eq!((proof.proved_at, proof.seen_at, proof.failed_at), (None, None, Some(at(2 * HOUR))));
        assert_eq!(store.asset(asset).await.unwrap().unwrap().proved_at, None);
        let never = store.mark_proof(claimed, Way::File, true, &by, at(2 * HOUR)).await.unwrap_err();
        assert_eq!(never.to_string(), "there is no such proof");

        let deeds: Vec<_> =
            store.timeline(id, None, 4).await.unwrap().iter().map(|line| line.deed.name()).collect();
        assert_eq!(deeds, ["proof.missed", "proof.seen", "proof.seen", "proof.asked"]);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn the_postmaster_gets_one_letter_a_day_and_its_button_works_once() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna) = world.member("Mail Bakery", 0).await;
        let by = Actor::Person(anna);
        let asset = store.assets_of(id).await.unwrap()[0].id;
        let links = std::sync::Mutex::new(Vec::new());
        let write = |link: &Secret| {
            links.lock().unwrap().push(link.clone());
            letter("postmaster@mailbakery.example.com", link.reveal())
        };
        assert_eq!(store.mail_proof(asset, &by, at(100), write).await.unwrap(), MailedProof::Queued);
        let early = store.mail_proof(asset, &by, at(99 + DAY), write).await.unwrap();
        assert_eq!(early, MailedProof::AlreadyToday);
        let link = links.lock().unwrap()[0].clone();
        let seen = store.look_at_proof_link(&link, at(200)).await.unwrap().unwrap();
        assert_eq!(seen.id, asset);
        assert_eq!(store.asset(asset).await.unwrap().unwrap().proved_at, None, "looking proves nothing");
        assert!(store.look_at_proof_link(&link, at(100 + DAY)).await.unwrap().is_none(), "a day is over");
        assert_eq!(store.use_proof_link(&link, &Actor::Visitor, at(100 + DAY)).await.unwrap(), None);
        assert_eq!(store.use_proof_link(&link, &Actor::Visitor, at(300)).await.unwrap(), Some(asset));
        assert_eq!(store.use_proof_link(&link, &Actor::Visitor, at(301)).await.unwrap(), None);
        assert_eq!(store.proofs_of(asset).await.unwrap()[0].seen_at, Some(at(300)));
        assert_eq!(store.mail_proof(asset, &by, at(100 + DAY), write).await.unwrap(), MailedProof::Queued);
        assert_eq!(world.count("letters").await, 3, "joining and two days");

        // Whoever got as many letters as a stranger gets in a day gets no more, and the row is as it was.
        let postmaster = || letter("postmaster@mailbakery.example.com", "x");
        for _ in 0..3 {
            store.queue_letter(&postmaster(), &by, at(100 + 3 * DAY)).await.unwrap();
        }
        let over = store.mail_proof(asset, &by, at(100 + 3 * DAY), write).await.unwrap();
        assert_eq!(over, MailedProof::OverBudget);
        assert_eq!(store.proofs_of(asset).await.unwrap()[0].mailed_at, Some(at(100 + DAY)));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_yes_needs_a_proof_has_an_end_and_can_be_taken_back() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna) = world.member("Signed Bakery", 0).await;
        let by = Actor::Person(anna);
        let asset = store.assets_of(id).await.unwrap()[0].clone();
        let refused = store.sign_authority(asset.id, &yes(30), &by, at(100)).await.unwrap_err();
        assert_eq!(refused.to_string(), "first prove that the domain is yours");
        store.ask_proof(asset.id, Way::Records, &by, at(100)).await.unwrap();
        store.mark_proof(asset.id, Way::Records, true, &by, at(110)).await.unwrap();
        for days in [0, 366] {
            let refused = store.sign_authority(asset.id, &yes(days), &by, at(120)).await.unwrap_err();
            assert_eq!(refused.to_string(), "an authority holds for at least one day and at most a year");
        }
        let long = store.sign_authority(asset.id, &yes(365), &by, at(120)).await.unwrap();
        let short = store.sign_authority(asset.id, &yes(1), &by, at(130)).await.unwrap();
        let kept = store.authorities_of(asset.id).await.unwrap();
        assert_eq!(kept.iter().map(|yes| yes.id).collect::<Vec<_>>(), [short, long]);
        assert_eq!(kept[1].holds.withdrawn_at, Some(at(130)), "a new yes ends the old one");
        assert_eq!((kept[0].signer.as_str(), kept[0].words.as_str()), ("Anna Baker", "2026-11"));
        assert_eq!((kept[0].capacity, &kept[0].signed_by), (Capacity::Owner, &by));
        assert!(kept[0].holds.is_open(at(129 + DAY)) && !kept[0].holds.is_open(at(130 + DAY)));
        assert!(kept[0].holds.covers(&asset.domain));

        store.withdraw_authority(asset.id, &by, at(200)).await.unwrap();
        assert!(!store.authorities_of(asset.id).await.unwrap()[0].holds.is_open(at(200)));
        let entry = store.ledger_lines(None, 1).await.unwrap()[0].clone();
        assert_eq!(entry.deed.name(), "authority.withdrawn");
        store.withdraw_authority(asset.id, &by, at(201)).await.unwrap();
        assert_eq!(store.ledger_lines(None, 1).await.unwrap()[0].sequence, entry.sequence);

        let all = store.everything_about(id).await.unwrap();
        assert_eq!(all["domains"][0]["authorities"][0]["signer"], "Anna Baker");
        assert_eq!(all["domains"][0]["proofs"][0]["way"], "records");
        store.leave(id, &by, at(300)).await.unwrap();
        assert_eq!((world.count("proofs").await, world.count("authorities").await), (0, 0));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn taking_a_domain_out_takes_its_proofs_and_its_yes() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna) = world.member("Sold Bakery", 0).await;
        let by = Actor::Person(anna);
        let asset = store.assets_of(id).await.unwrap()[0].clone();
        store.ask_proof(asset.id, Way::Records, &by, at(100)).await.unwrap();
        store.mark_proof(asset.id, Way::Records, true, &by, at(100)).await.unwrap();
        store.sign_authority(asset.id, &yes(30), &by, at(100)).await.unwrap();
        store.remove_asset(asset.id, &by, at(200)).await.unwrap();
        assert_eq!((world.count("proofs").await, world.count("authorities").await), (0, 0));
        let added = store.add_asset(id, &asset.domain, &by, at(300)).await.unwrap();
        let store::AddedAsset::Added(anew) = added else { panic!() };
        let anew = store.asset(anew).await.unwrap().unwrap();
        let tokens = [&asset, &anew].map(|asset| store.proof_token(asset, Way::Records));
        assert_ne!(tokens[0], tokens[1], "an old line proves nothing for a name that came back");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_wish_to_be_left_alone_is_kept_for_ever() {
    on_both(async |world| {
        let store = &world.store;
        let wish = |place: StayAway| NewWish {
            place,
            way: WishWay::Records,
            asked_by: line("the records of the name"),
            reason: None,
        };
        let bakery = wish(StayAway::Name(name("bakery.co.uk")));
        assert!(!store.stays_away(&name("bakery.co.uk")).await.unwrap());
        assert!(store.keep_away(&bakery, &Actor::Visitor, at(100)).await.unwrap());
        let entry = store.ledger_lines(None, 1).await.unwrap()[0].clone();
        assert_eq!((entry.deed.name(), &entry.payload["place"]), ("stay_away.kept", &"bakery.co.uk".into()));
        assert!(!store.keep_away(&bakery, &Actor::Visitor, at(200)).await.unwrap(), "once is enough");
        for (asked, away) in [
            ("bakery.co.uk", true),
            ("a.b.bakery.co.uk", true),
            ("xbakery.co.uk", false),
            ("other.co.uk", false),
        ] {
            assert_eq!(store.stays_away(&name(asked)).await.unwrap(), away, "{asked}");
        }
        let network = wish(StayAway::Network("192.0.2.9/24".parse().unwrap()));
        store.keep_away(&network, &Actor::CommandLine, at(300)).await.unwrap();
        assert_eq!(store.names_to_avoid().await.unwrap(), [name("bakery.co.uk")]);
        let avoided = store.networks_to_avoid().await.unwrap();
        assert_eq!(avoided.iter().map(ToString::to_string).collect::<Vec<_>>(), ["192.0.2.0/24"]);
        let kept = store.wishes(9).await.unwrap();
        assert_eq!((kept.len(), kept[1].asked_at, kept[1].way), (2, at(100), WishWay::Records));

        let sealed = store.seal_wish(&name("shop.example"), at(HOUR)).unwrap();
        assert_eq!(store.open_wish(&sealed, at(HOUR - 1)), Some(name("shop.example")));
        assert_eq!(store.open_wish(&sealed, at(HOUR)), None, "its time is over");
        let mut forged = sealed.reveal().to_owned();
        forged.replace_range(20..21, if forged.as_bytes()[20] == b'A' { "B" } else { "A" });
        for made_up in [forged.as_str(), "", "c2hvcA"] {
            assert_eq!(store.open_wish(&Secret::presented(made_up), at(1)), None, "{made_up}");
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_thousand_askers_share_one_budget() {
    on_both(async |world| {
        let store = &world.store;
        let victim = name("victim.example");
        assert_eq!(store.target(&victim).await.unwrap(), TargetLine::default());
        assert!(store.spend_look(&victim, Reach::Records, at(0)).await.unwrap());
        assert_eq!(world.count("targets").await, 0, "records cost nothing");
        let mut visits = 0;
        for asker in 0..100 {
            let below = name(&format!("v{asker}.victim.example"));
            visits += u32::from(store.spend_look(&below, Reach::Visitor, at(asker)).await.unwrap());
        }
        assert_eq!(visits, 1, "a hundred names below one are one target");
        assert!(!store.spend_look(&victim, Reach::Visitor, at(299)).await.unwrap());
        assert!(store.spend_look(&victim, Reach::Visitor, at(300)).await.unwrap());
        assert!(store.spend_look(&victim, Reach::Consented, at(301)).await.unwrap());
        assert!(!store.spend_look(&victim, Reach::Consented, at(300 + HOUR)).await.unwrap());
        assert!(store.spend_look(&victim, Reach::Consented, at(301 + HOUR)).await.unwrap());
        let line = store.target(&name("shop.victim.example")).await.unwrap();
        assert_eq!((line.visits, line.closer), (4, 2));
        assert_eq!(store.targets_since(at(300 + HOUR)).await.unwrap(), (1, 1));
        assert_eq!(store.targets_since(at(301 + HOUR)).await.unwrap(), (0, 0));
        assert_eq!(line.target, Target { visited_at: Some(at(301 + HOUR)), closer_at: Some(at(301 + HOUR)) });

        let mut questions = 0;
        for second in 0..60 {
            questions += u32::from(store.spend_question(&victim, at(DAY + second)).await.unwrap());
        }
        assert_eq!(questions, MOST_QUESTIONS);
        assert!(store.spend_question(&victim, at(DAY + 60)).await.unwrap(), "a minute later there are more");
        assert_eq!(store.forget_targets(at(DAY)).await.unwrap(), 0);
        assert_eq!(store.forget_targets(at(DAY + 61)).await.unwrap(), 1);

        let stage = name("stage.example");
        assert!(store.spend_look(&stage, Reach::Consented, at(DAY)).await.unwrap());
        store.forget_target(&name("www.stage.example"), at(DAY)).await.unwrap();
        assert_eq!(store.target(&stage).await.unwrap(), TargetLine::default());
        assert!(
            store.spend_look(&stage, Reach::Consented, at(DAY)).await.unwrap(),
            "what is forgotten is new"
        );
        world.end().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_visits_at_one_moment_one_goes() {
    on_both(async |world| {
        let victim = name("busy.example");
        let visit = |_| {
            let (store, victim) = (world.store.clone(), victim.clone());
            tokio::spawn(async move { store.spend_look(&victim, Reach::Visitor, at(5)).await.unwrap() })
        };
        let tasks: Vec<_> = (0..12).map(visit).collect();
        let mut went = 0;
        for task in tasks {
            went += u32::from(task.await.unwrap());
        }
        assert_eq!(went, 1);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn one_switch_stops_all_looking() {
    on_both(async |world| {
        let store = &world.store;
        assert_eq!(store.looking_stopped().await.unwrap(), None);
        store.stop_looking(&line("a server complained"), &Actor::CommandLine, at(100)).await.unwrap();
        let stopped = store.looking_stopped().await.unwrap().unwrap();
        assert_eq!((stopped.since, stopped.why.as_str()), (at(100), "a server complained"));
        assert_eq!(store.ledger_lines(None, 1).await.unwrap()[0].deed.name(), "looking.stopped");
        store.start_looking(&Actor::CommandLine, at(200)).await.unwrap();
        assert_eq!(store.looking_stopped().await.unwrap(), None);
        assert_eq!(store.ledger_lines(None, 1).await.unwrap()[0].deed.name(), "looking.started");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_visit_is_remembered_and_reading_records_is_none() {
    on_both(async |world| {
        let store = &world.store;
        let (id, _) = world.member("Visited Bakery", 0).await;
        let asset = store.assets_of(id).await.unwrap()[0].id;
        let check = |visited| NewCheck {
            asset,
            answers: "{}".into(),
            judgement: "{}".into(),
            summary: CheckSummary::default(),
            due_at: at(DAY),
            visited,
            findings: vec![],
        };
        let visited = async || store.asset(asset).await.unwrap().unwrap().visited_at;
        let by = Actor::CommandLine;
        store.save_check(&check(false), &by, at(100)).await.unwrap();
        assert_eq!(visited().await, None);
        store.save_check(&check(true), &by, at(200)).await.unwrap();
        store.save_check(&check(false), &by, at(300)).await.unwrap();
        assert_eq!(visited().await, Some(at(200)));
        world.end().await;
    })
    .await;
}
