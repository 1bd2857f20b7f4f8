//! What is remembered of findings, and letters about them.

use centre::ledger::Actor;
use centre::watching::{AGAIN_URGENT, BETWEEN_LETTERS, Certainty, Item, Seen, Watched, What, after};
use store::{CheckSummary, NewCheck, NewLetter, Told, WatchedFinding};
use terms::{AssetId, OrganisationId, Severity, Timestamp};

use crate::world::{DAY, World, at, email, on_both};

/// A finding that counts since a moment.
pub fn opened(check: &str, severity: Severity, since: Timestamp) -> WatchedFinding {
    let watched = after(&[], [check], |_| Seen::Failing(severity, Certainty::Record), since);
    WatchedFinding { watched: watched.into_iter().next().unwrap(), seen: "v=spf1 ?all".to_owned() }
}

fn by() -> Actor {
    Actor::Reconciler("watching".into())
}

/// A look that leaves these findings.
async fn looked(world: &World, asset: AssetId, findings: &[WatchedFinding], seconds: i64) {
    let check = NewCheck {
        asset,
        answers: "{}".into(),
        judgement: "{}".into(),
        summary: CheckSummary::default(),
        due_at: at(seconds + DAY),
        findings: findings.to_vec(),
        visited: false,
    };
    world.store.save_check(&check, &by(), at(seconds)).await.unwrap();
}

fn letter(organisation: OrganisationId) -> NewLetter {
    NewLetter {
        recipient: email("anna@kiosk.example.com"),
        confirmed: true,
        organisation: Some(organisation),
        subject: "From your centre".into(),
        text: "We saw something.".into(),
        cause: "findings".into(),
    }
}

fn item(check: &str, what: What) -> Item {
    Item { check: check.into(), severity: Severity::Urgent, what }
}

/// Writes a letter that tells one thing; true when it was written.
async fn tell(world: &World, id: OrganisationId, told: (AssetId, Item), seconds: i64) -> bool {
    let before = world.store.finding_letters(id).await.unwrap().told_at;
    world
        .store
        .tell_findings(id, Told { findings: &[told], replies: &[] }, before, &letter(id), &by(), at(seconds))
        .await
        .unwrap()
}

async fn kiosk(world: &World) -> (OrganisationId, AssetId) {
    let (id, _) = world.member("Kiosk", 0).await;
    (id, world.store.assets_of(id).await.unwrap()[0].id)
}

async fn remembered(world: &World, asset: AssetId) -> Watched {
    world.store.findings_of(asset).await.unwrap().remove(0).watched
}

#[tokio::test]
async fn a_look_and_what_it_leaves_of_the_findings_are_kept_together() {
    on_both(async |world| {
        let (_, asset) = kiosk(&world).await;
        let found = [
            opened("spf-missing", Severity::Urgent, at(100)),
            WatchedFinding {
                watched: Watched {
                    opened_at: None,
                    ..opened("web-cert-expired", Severity::Note, at(100)).watched
                },
                seen: String::new(),
            },
        ];
        looked(&world, asset, &found, 100).await;
        assert_eq!(world.store.findings_of(asset).await.unwrap(), found);
        assert!(world.store.waits_for_second_look(asset).await.unwrap());
        looked(&world, asset, &found[..1], 200).await;
        assert_eq!(world.store.findings_of(asset).await.unwrap(), found[..1], "a bad moment is forgotten");
        assert!(!world.store.waits_for_second_look(asset).await.unwrap());

        let line =
            world.store.timeline(world.store.asset(asset).await.unwrap().unwrap().organisation, None, 9);
        let line = line.await.unwrap().into_iter().find(|line| line.at == at(100)).unwrap();
        assert_eq!(line.payload["opened"], serde_json::json!(["spf-missing"]));
        world.store.remove_asset(asset, &by(), at(300)).await.unwrap();
        assert_eq!(world.count("findings").await, 0);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_letter_and_what_it_told_are_kept_together_and_nothing_is_told_twice() {
    on_both(async |world| {
        let (id, asset) = kiosk(&world).await;
        looked(&world, asset, &[opened("spf-missing", Severity::Urgent, at(100))], 100).await;
        let letters = world.count("letters").await;
        let new = (asset, item("spf-missing", What::New));
        assert!(tell(&world, id, new.clone(), 200).await);
        assert_eq!(world.count("letters").await, letters + 1);
        assert_eq!(remembered(&world, asset).await.told_at, Some(at(200)));
        assert_eq!(world.store.finding_letters(id).await.unwrap().told_at, Some(at(200)));

        // A second writer that knew of no letter writes none, and marks nothing.
        let late = world
            .store
            .tell_findings(
                id,
                Told { findings: std::slice::from_ref(&new), replies: &[] },
                None,
                &letter(id),
                &by(),
                at(201),
            )
            .await;
        assert!(!late.unwrap());
        // Nor does one that tells what is not so.
        let wrong = (asset, item("spf-missing", What::Mended));
        assert!(!tell(&world, id, wrong, 202).await);
        assert_eq!(world.count("letters").await, letters + 1);
        assert_eq!(world.store.finding_letters(id).await.unwrap().told_at, Some(at(200)));

        // A look that began before the letter and is kept after it takes no mark away.
        looked(&world, asset, &[opened("spf-missing", Severity::Urgent, at(100))], 300).await;
        assert_eq!(remembered(&world, asset).await.told_at, Some(at(200)));
        // What comes back is another finding, of which nobody was told.
        looked(&world, asset, &[opened("spf-missing", Severity::Urgent, at(400))], 400).await;
        assert_eq!(remembered(&world, asset).await.told_at, None);

        assert!(tell(&world, id, new, 500).await);
        let mended = Watched { closed_at: Some(at(600)), ..remembered(&world, asset).await };
        looked(&world, asset, &[WatchedFinding { watched: mended, seen: String::new() }], 600).await;
        assert!(tell(&world, id, (asset, item("spf-missing", What::Mended)), 700).await);
        assert_eq!(remembered(&world, asset).await.told_mended_at, Some(at(700)));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn those_whose_week_is_over_are_told_and_urgent_things_at_once() {
    on_both(async |world| {
        let store = &world.store;
        let (id, asset) = kiosk(&world).await;
        let due = async |seconds| store.members_to_tell(None, 10, at(seconds)).await.unwrap();
        looked(&world, asset, &[opened("a", Severity::Note, at(100))], 100).await;
        assert!(due(100).await.is_empty(), "nobody is written to because of a note");
        let mild = opened("spf-missing", Severity::Important, at(100));
        looked(&world, asset, std::slice::from_ref(&mild), 100).await;
        assert_eq!(due(100).await, [id]);
        assert!(store.members_to_tell(Some(id), 10, at(100)).await.unwrap().is_empty());
        assert!(tell(&world, id, (asset, item("spf-missing", What::New)), 200).await);

        let told = WatchedFinding { watched: remembered(&world, asset).await, seen: String::new() };
        looked(&world, asset, &[told.clone(), opened("b", Severity::WorthDoing, at(300))], 300).await;
        assert!(due(200 + BETWEEN_LETTERS - 1).await.is_empty());
        assert_eq!(due(200 + BETWEEN_LETTERS).await, [id]);
        looked(&world, asset, &[told, opened("c", Severity::Urgent, at(400))], 400).await;
        assert_eq!(due(400).await, [id]);

        assert!(tell(&world, id, (asset, item("c", What::New)), 500).await);
        assert!(due(500 + AGAIN_URGENT - 1).await.is_empty());
        assert_eq!(due(500 + AGAIN_URGENT).await, [id]);
        store.stop_finding_letters(id, true, &by(), at(600)).await.unwrap();
        store.stop_finding_letters(id, true, &by(), at(700)).await.unwrap();
        assert_eq!(store.finding_letters(id).await.unwrap().stopped_at, Some(at(600)));
        assert!(due(500 + AGAIN_URGENT).await.is_empty());
        assert!(!tell(&world, id, (asset, item("c", What::Still)), 800).await);
        store.stop_finding_letters(id, false, &by(), at(900)).await.unwrap();
        assert_eq!(due(500 + AGAIN_URGENT).await, [id]);
        world.end().await;
    })
    .await;
}
