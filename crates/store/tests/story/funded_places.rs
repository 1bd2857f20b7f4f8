//! Places that a funder pays for.

use centre::ledger::Actor;
use store::{NewFundedPlaces, Tier};

use crate::world::{at, line, on_both};

#[tokio::test]
async fn a_funded_place_goes_to_whom_it_is_for() {
    on_both(async |world| {
        let store = &world.store;
        let (id, _) = world.member("Deli", 0).await;
        let by = Actor::CommandLine;
        let new = NewFundedPlaces {
            funder: line("City fund"),
            borough: Some("E09000001".into()),
            sector: None,
            places: 1,
        };
        let elsewhere = store.add_funded_places(&new, &by, at(1)).await.unwrap();
        let refused = store.give_place(elsewhere, id, &by, at(2)).await.unwrap_err();
        assert_eq!(refused.to_string(), "this place is for another borough");
        let here = store
            .add_funded_places(&NewFundedPlaces { borough: None, ..new.clone() }, &by, at(3))
            .await
            .unwrap();
        store.give_place(here, id, &by, at(4)).await.unwrap();
        let (other, _) = world.member("Other", 5).await;
        assert_eq!(
            store.give_place(here, other, &by, at(70)).await.unwrap_err().to_string(),
            "no place is left here"
        );
        store.close_funded_places(elsewhere, &by, at(71)).await.unwrap();
        let places = store.funded_places().await.unwrap();
        assert_eq!(places.iter().map(|place| place.given).collect::<Vec<_>>(), [1, 0]);
        assert_eq!(store.gifts_of(here).await.unwrap()[0].name, "Deli");
        let (place, gift) = store.funded_place_of(id).await.unwrap().unwrap();
        assert_eq!((place.id, gift.given_at), (here, at(4)));
        assert_eq!(store.organisation(id).await.unwrap().unwrap().tier, Some(Tier::Funded));
        let none = NewFundedPlaces { places: 0, ..new };
        assert!(store.add_funded_places(&none, &by, at(5)).await.is_err());
        world.end().await;
    })
    .await;
}
