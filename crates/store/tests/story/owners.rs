//! Whose things are.

use centre::ledger::Actor;
use store::{Owner, StagedRow, Thing};
use terms::{AssetId, ImportId, LetterId, OrganisationId, PersonId};
use uuid::Uuid;

use crate::world::{at, line, on_both};

#[tokio::test]
async fn the_door_learns_whose_a_thing_is_and_nothing_else() {
    on_both(async |world| {
        let store = &world.store;
        let by = Actor::CommandLine;
        let whose = async |thing| store.owner_of(thing).await.unwrap();
        let (firm, person) = world.member("Tailor", 0).await;
        assert_eq!(whose(Thing::Organisation(firm)).await, Some(Owner::Organisation(firm)));
        assert_eq!(whose(Thing::Person(person)).await, Some(Owner::Person(person, Some(firm))));
        let asset = store.assets_of(firm).await.unwrap()[0].id;
        assert_eq!(whose(Thing::Asset(asset)).await, Some(Owner::Organisation(firm)));
        let rows =
            [StagedRow { line: 2, reading: Err((vec!["".to_owned()], "there is no name".to_owned())) }];
        let list =
            store.stage_import(&line("march.csv"), &["name".to_owned()], &rows, 7, &by, at(0)).await.unwrap();
        assert_eq!(whose(Thing::Import(list)).await, Some(Owner::Centre));
        let letter = store.letters(None, None, None, 1).await.unwrap()[0].id;
        assert_eq!(whose(Thing::Letter(letter)).await, Some(Owner::Centre));
        let nothing = Uuid::nil();
        for thing in [
            Thing::Organisation(OrganisationId(nothing)),
            Thing::Person(PersonId(nothing)),
            Thing::Asset(AssetId(nothing)),
            Thing::Import(ImportId(nothing)),
            Thing::Letter(LetterId(nothing)),
        ] {
            assert_eq!(whose(thing).await, None, "{thing:?}");
        }
        world.end().await;
    })
    .await;
}
