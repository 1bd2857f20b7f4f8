//! Names that look like a member's domain: kept, judged, said to be no matter, and the findings that follow.

use centre::ledger::Actor;
use centre::watching::Watched;
use store::{
    CheckSummary, KeptLookalike, LookalikeLook, LookalikeWay, LookalikeWord, MOST_LOOKALIKES, NewCheck,
    NewLookalike, Noted, StoreError,
};
use terms::{AssetId, DomainName, OrganisationId, Severity};

use crate::world::{DAY, World, at, on_both};

fn by() -> Actor {
    Actor::Reconciler("lookalikes".into())
}

fn name(text: &str) -> DomainName {
    DomainName::parse_bare(text).unwrap()
}

fn new(text: &str, weight: u8) -> NewLookalike {
    NewLookalike {
        name: name(text),
        kinds: vec!["words_added".into(), "another_ending".into()],
        weight,
        way: LookalikeWay::List,
    }
}

fn look(verdict: &str, is: Option<(&str, Severity)>, uncertain: bool) -> LookalikeLook {
    LookalikeLook {
        verdict: verdict.into(),
        is: is.map(|(check, severity)| (check.into(), severity)),
        uncertain,
        look: "{}".into(),
        due_at: at(5 * DAY),
    }
}

const MAIL: Option<(&str, Severity)> = Some(("lookalike-mail", Severity::Important));
const FRESH: Option<(&str, Severity)> = Some(("lookalike-mail", Severity::Urgent));

async fn kiosk(world: &World) -> (OrganisationId, AssetId) {
    let (id, _) = world.member("Kiosk", 0).await;
    (id, world.store.assets_of(id).await.unwrap()[0].id)
}

async fn judged(world: &World, asset: AssetId, text: &str, look: &LookalikeLook, seconds: i64) {
    world.store.note_lookalikes(asset, &[new(text, 80)], &by(), at(seconds)).await.unwrap();
    world.store.keep_lookalike(asset, &name(text), look, &by(), at(seconds)).await.unwrap();
}

async fn finding(world: &World, asset: AssetId) -> Option<(Watched, String)> {
    let all = world.store.findings_of(asset).await.unwrap();
    all.into_iter().find(|finding| finding.watched.check == "lookalike-mail").map(|f| (f.watched, f.seen))
}

async fn kept(world: &World, asset: AssetId, text: &str) -> KeptLookalike {
    world.store.lookalike(asset, &name(text)).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_name_is_seen_once_and_is_due_for_a_look_at_once() {
    on_both(async |world| {
        let store = &world.store;
        let (id, asset) = kiosk(&world).await;
        let own = store.asset(asset).await.unwrap().unwrap().domain;
        let seen = [new("kiosk-pay.example", 85), new("kiosk-pay.example", 85), new("kiosk.example.net", 70)];
        let noted = store.note_lookalikes(asset, &seen, &by(), at(100)).await.unwrap();
        assert_eq!(noted, Noted { new: 2, known: 1, no_room: 0 });
        let again = [new("kiosk-pay.example", 85), NewLookalike { name: own.clone(), ..new("x.example", 1) }];
        let noted = store.note_lookalikes(asset, &again, &by(), at(200)).await.unwrap();
        assert_eq!(noted, Noted { new: 0, known: 1, no_room: 0 }, "its own name is none");
        let first = kept(&world, asset, "kiosk-pay.example").await;
        assert_eq!((first.first_seen_at, first.last_seen_at), (at(100), at(200)));
        assert_eq!((first.kinds.len(), first.weight, first.way), (2, 85, LookalikeWay::List));
        assert_eq!((first.verdict.as_str(), first.looked_at, first.word), ("", None, None));

        let due = store.lookalikes_due(at(200), 10).await.unwrap();
        assert_eq!(due.len(), 2);
        assert_eq!((due[0].asset, due[0].organisation, &due[0].domain), (asset, id, &own));
        store.put_off_lookalike(asset, &due[0].name, at(999)).await.unwrap();
        assert_eq!(store.lookalikes_due(at(998), 10).await.unwrap().len(), 1);
        assert_eq!(store.lookalikes_due(at(999), 10).await.unwrap().len(), 2);

        let guarded = store.domains_to_guard(None, 10).await.unwrap();
        assert_eq!(guarded, [(asset, own)]);
        assert!(store.domains_to_guard(Some(asset), 10).await.unwrap().is_empty());
        let line = store.timeline(id, None, 9).await.unwrap().remove(0);
        assert_eq!(line.deed.name(), "lookalikes.seen");
        assert_eq!(line.payload["many"], 2);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_we_think_of_a_name_becomes_a_finding_and_a_further_name_is_told_too() {
    on_both(async |world| {
        let store = &world.store;
        let (id, asset) = kiosk(&world).await;
        judged(&world, asset, "kiosk-pay.example", &look("mail", MAIL, false), 100).await;
        let (watched, seen) = finding(&world, asset).await.unwrap();
        assert!(watched.is_open() && watched.told_at.is_none());
        assert_eq!(
            (watched.severity, watched.first_seen, seen.as_str()),
            (Severity::Important, at(100), "kiosk-pay.example")
        );
        let asset_now = store.asset(asset).await.unwrap().unwrap();
        assert!(asset_now.due_at <= at(100), "its promises rest on it");
        let line = store.timeline(id, None, 1).await.unwrap().remove(0);
        assert_eq!((line.deed.name(), line.payload["verdict"].as_str()), ("lookalike.judged", Some("mail")));

        // The same again is no news, and leaves no entry.
        let entries = store.ledger_lines(None, 1).await.unwrap()[0].sequence;
        assert!(
            !store
                .keep_lookalike(asset, &name("kiosk-pay.example"), &look("mail", MAIL, false), &by(), at(200))
                .await
                .unwrap()
        );
        assert_eq!(store.ledger_lines(None, 1).await.unwrap()[0].sequence, entries);
        assert_eq!(finding(&world, asset).await.unwrap().0.first_seen, at(100));

        // A look at the domain itself neither sees it nor takes it away.
        let check = NewCheck {
            asset,
            answers: "{}".into(),
            judgement: "{}".into(),
            summary: CheckSummary::default(),
            due_at: at(DAY),
            findings: vec![],
            visited: false,
        };
        store.save_check(&check, &by(), at(250)).await.unwrap();
        assert!(finding(&world, asset).await.unwrap().0.is_open());

        judged(&world, asset, "kiosk-login.example", &look("mail", FRESH, false), 300).await;
        let (watched, seen) = finding(&world, asset).await.unwrap();
        assert_eq!((watched.severity, watched.first_seen), (Severity::Urgent, at(300)));
        assert_eq!(seen, "kiosk-login.example, kiosk-pay.example");
        assert!(store.asset(asset).await.unwrap().unwrap().due_at <= at(300));
        assert_eq!(store.members_to_tell(None, 9, at(300)).await.unwrap(), [id], "urgent at once");

        // One good look at each closes it; what could not be seen does not.
        for (text, looked, open) in [
            ("kiosk-login.example", look("could_not_check", None, true), true),
            ("kiosk-pay.example", look("not_there", None, false), true),
            ("kiosk-login.example", look("not_there", None, false), false),
        ] {
            store.keep_lookalike(asset, &name(text), &looked, &by(), at(400)).await.unwrap();
            assert_eq!(finding(&world, asset).await.unwrap().0.is_open(), open, "{text} {}", looked.verdict);
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_the_member_says_counts_and_can_be_taken_back() {
    on_both(async |world| {
        let store = &world.store;
        let (_, asset) = kiosk(&world).await;
        judged(&world, asset, "kiosk-pay.example", &look("mail", MAIL, false), 100).await;
        let says = async |word, seconds| {
            let said =
                store.say_of_lookalike(asset, &name("kiosk-pay.example"), word, &by(), at(seconds)).await;
            said.unwrap();
            kept(&world, asset, "kiosk-pay.example").await
        };
        for (word, then) in [(LookalikeWord::Mine, 200), (LookalikeWord::Hide, 400)] {
            let told = says(Some(word), then).await;
            assert_eq!((told.word, told.word_at, told.due_at), (Some(word), Some(at(then)), None));
            let (watched, _) = finding(&world, asset).await.unwrap();
            assert!(!watched.is_open());
            assert_eq!(watched.told_mended_at, Some(at(then)), "the member knows");
            // A look that was under way is kept, and changes nothing of that.
            store
                .keep_lookalike(
                    asset,
                    &name("kiosk-pay.example"),
                    &look("mail", FRESH, false),
                    &by(),
                    at(then + 10),
                )
                .await
                .unwrap();
            assert!(!finding(&world, asset).await.unwrap().0.is_open());
            let back = says(None, then + 100).await;
            assert_eq!((back.word, back.due_at), (None, Some(at(then + 100))));
            assert!(finding(&world, asset).await.unwrap().0.is_open());
        }
        let watching = says(Some(LookalikeWord::Watch), 600).await;
        assert!(watching.due_at.is_some() && finding(&world, asset).await.unwrap().0.is_open());
        let nobody = store.say_of_lookalike(asset, &name("other.example"), None, &by(), at(700)).await;
        assert!(matches!(nobody, Err(StoreError::NoSuch(_))));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn so_many_names_are_kept_and_heavier_ones_take_the_place_of_lighter_ones() {
    on_both(async |world| {
        let store = &world.store;
        let (_, asset) = kiosk(&world).await;
        let many: Vec<NewLookalike> =
            (0..MOST_LOOKALIKES).map(|n| new(&format!("kiosk{n}.example"), 50)).collect();
        let noted = store.note_lookalikes(asset, &many, &by(), at(1)).await.unwrap();
        assert_eq!(noted.new as usize, MOST_LOOKALIKES);
        let further = [new("kiosk-a.example", 50), new("kiosk-b.example", 51)];
        let noted = store.note_lookalikes(asset, &further, &by(), at(2)).await.unwrap();
        assert_eq!(noted, Noted { new: 1, known: 0, no_room: 1 });
        let all = store.lookalikes_of(asset).await.unwrap();
        assert_eq!((all.len(), all[0].name.as_ascii()), (MOST_LOOKALIKES, "kiosk-b.example"));

        // What is of note stays, whatever it weighs.
        for kept in &all {
            store.keep_lookalike(asset, &kept.name, &look("mail", MAIL, false), &by(), at(3)).await.unwrap();
        }
        let noted = store.note_lookalikes(asset, &[new("kiosk-c.example", 99)], &by(), at(4)).await.unwrap();
        assert_eq!(noted.no_room, 1);
        let (_, seen) = finding(&world, asset).await.unwrap();
        assert!(seen.ends_with(&format!(" and {} more", MOST_LOOKALIKES - 3)), "{seen}");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn names_go_with_the_domain_and_with_the_member() {
    on_both(async |world| {
        let store = &world.store;
        let (id, asset) = kiosk(&world).await;
        judged(&world, asset, "kiosk-pay.example", &look("mail", MAIL, false), 100).await;
        let everything = store.everything_about(id).await.unwrap();
        assert_eq!(everything["domains"][0]["names_like_it"][0]["name"], "kiosk-pay.example");
        store.remove_asset(asset, &by(), at(200)).await.unwrap();
        assert_eq!((world.count("lookalikes").await, world.count("findings").await), (0, 0));

        let (id, _) = world.member("Bakery", 1).await;
        let asset = store.assets_of(id).await.unwrap()[0].id;
        judged(&world, asset, "bakery-pay.example", &look("mail", MAIL, false), 300).await;
        store.leave(id, &by(), at(400)).await.unwrap();
        assert_eq!(world.count("lookalikes").await, 0);
        assert!(store.lookalikes_due(at(9 * DAY), 9).await.unwrap().is_empty());
        world.end().await;
    })
    .await;
}
