//! Records that anybody can read are held for a while, asked about again, and wanted by the name alone.

use centre::published::Name;
use store::{DAYS_WANTED, MOST_KEYS_OF_ONE, RECORD_ASKED_AGAIN, RECORD_HELD_FOR, ToldRecord};

use crate::world::{DAY, HOUR, at, on_both};

fn key(domain: &str, selector: &str) -> Name {
    Name::of_key(domain, selector).unwrap()
}

fn told(name: &Name, texts: Option<&[&str]>) -> ToldRecord {
    let texts = texts.map(|texts| texts.iter().map(|text| (*text).to_owned()).collect());
    ToldRecord { name: name.clone(), texts }
}

fn names(all: &[Name]) -> Vec<String> {
    all.iter().map(|name| name.name.clone()).collect()
}

#[tokio::test]
async fn a_record_is_held_until_it_is_too_old_and_silence_never_becomes_no_record() {
    on_both(async |world| {
        let store = &world.store;
        let rules = Name::rules_of("royalmail.com");
        assert_eq!(store.know_records(&rules, at(0)).await.unwrap(), 2);
        assert_eq!(store.know_records(&rules, at(1)).await.unwrap(), 0, "known already");
        assert_eq!(store.records_due(at(2), 9).await.unwrap().len(), 2);
        let [spf, dmarc] = &rules;
        let of_both = names(&rules);
        assert!(store.held_records(&of_both, at(2)).await.unwrap().is_empty(), "nothing is known yet");

        let answers = [told(spf, Some(&["v=spf1 -all"])), told(dmarc, None)];
        store.keep_records(&answers, at(10)).await.unwrap();
        let held = store.held_records(&of_both, at(20)).await.unwrap();
        assert_eq!(held.len(), 1, "who did not answer is not said to have none");
        assert_eq!(
            (held[0].texts.as_slice(), held[0].asked_at),
            (["v=spf1 -all".to_owned()].as_slice(), at(10))
        );
        assert_eq!(held[0].good_until, at(10) + RECORD_HELD_FOR);
        assert!(store.records_due(at(20), 9).await.unwrap().is_empty(), "both had their turn");

        let again = 10 + RECORD_ASKED_AGAIN.as_secs();
        assert_eq!(store.records_due(at(again), 9).await.unwrap().len(), 2);
        store.keep_records(&[told(spf, None)], at(again)).await.unwrap();
        let held = store.held_records(&of_both, at(again + 1)).await.unwrap();
        assert_eq!((held[0].texts.len(), held[0].asked_at), (1, at(again)), "the old answer stays");
        assert_eq!(held[0].good_until, at(10) + RECORD_HELD_FOR, "and is no younger by it");
        let too_old = 10 + RECORD_HELD_FOR.as_secs();
        assert_eq!(store.held_records(&of_both, at(too_old - 1)).await.unwrap().len(), 1);
        assert!(
            store.held_records(&of_both, at(too_old)).await.unwrap().is_empty(),
            "too old counts no more"
        );

        store.keep_records(&[told(spf, Some(&[]))], at(too_old)).await.unwrap();
        assert!(
            store.held_records(&of_both, at(too_old + 1)).await.unwrap()[0].texts.is_empty(),
            "none was told"
        );
        assert_eq!(store.domains_of_records().await.unwrap(), ["royalmail.com"]);
        store.forget_records_of(&["royalmail.com".into()], at(too_old)).await.unwrap();
        assert_eq!(world.count("published_records").await, 0);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_key_that_is_wanted_is_a_name_and_a_day_until_it_is_told() {
    on_both(async |world| {
        let store = &world.store;
        let one = key("royalmail.com", "one");
        let spf = &Name::rules_of("royalmail.com")[0];
        let day = at(0).to_string()[..10].to_owned();
        assert_eq!(store.want_records(&[one.clone(), spf.clone()], at(0)).await.unwrap(), 1, "keys only");
        assert_eq!(store.want_records(std::slice::from_ref(&one), at(3 * DAY)).await.unwrap(), 0);
        assert_eq!(
            store.wanted_records(9).await.unwrap(),
            [(one.clone(), day)],
            "the day of the first wish stays"
        );

        store.keep_records(&[told(&one, None)], at(HOUR)).await.unwrap();
        assert_eq!(store.wanted_records(9).await.unwrap().len(), 1, "nobody answered: it waits on");
        store.keep_records(&[told(&one, Some(&["v=DKIM1; p=AA"]))], at(2 * HOUR)).await.unwrap();
        assert!(store.wanted_records(9).await.unwrap().is_empty());
        assert_eq!(
            store.want_records(std::slice::from_ref(&one), at(3 * HOUR)).await.unwrap(),
            0,
            "it is held"
        );
        let long_after = at(2 * HOUR) + RECORD_ASKED_AGAIN;
        assert_eq!(
            store.records_due(long_after, 9).await.unwrap(),
            std::slice::from_ref(&one),
            "a held key is kept fresh"
        );

        // One that does not stand there is not asked about again by itself, and is swept out when it counts no more.
        let gone = key("royalmail.com", "gone");
        store.keep_records(&[told(&gone, Some(&[]))], at(2 * HOUR)).await.unwrap();
        assert_eq!(store.want_records(std::slice::from_ref(&gone), at(3 * HOUR)).await.unwrap(), 0);
        assert_eq!(store.records_due(long_after, 9).await.unwrap(), [one]);
        store.want_records(&[key("royalmail.com", "silent")], at(0)).await.unwrap();
        assert_eq!(store.sweep_records(at(DAY)).await.unwrap(), 0);
        assert_eq!(
            store.sweep_records(at((DAYS_WANTED + 2) * DAY)).await.unwrap(),
            1,
            "wished for long enough"
        );
        let over = at(2 * HOUR) + RECORD_HELD_FOR;
        assert_eq!(store.sweep_records(over).await.unwrap(), 2, "both keys are too old");
        assert_eq!((world.count("published_records").await, world.count("wanted_records").await), (0, 0));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_fills_the_house_with_selectors() {
    on_both(async |world| {
        let store = &world.store;
        let most = i64::from(MOST_KEYS_OF_ONE);
        let many: Vec<Name> = (0..most + 1).map(|n| key("royalmail.com", &format!("s{n}"))).collect();
        assert_eq!(store.want_records(&many, at(0)).await.unwrap(), most as u64);
        assert_eq!(store.want_records(&[key("evri.com", "s1")], at(0)).await.unwrap(), 1, "others have room");
        let held: Vec<ToldRecord> = many[..most as usize].iter().map(|name| told(name, Some(&[]))).collect();
        store.keep_records(&held, at(HOUR)).await.unwrap();
        assert_eq!(
            store.want_records(&many[most as usize..], at(2 * HOUR)).await.unwrap(),
            0,
            "held ones count"
        );
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn members_are_told_from_those_who_only_asked_to_join() {
    on_both(async |world| {
        world.member("Bakery", 0).await;
        world.join("Kiosk", "kiosk", 5).await;
        let asked = ["bakery.example.com", "example.com", "kiosk.example.com"].map(str::to_owned);
        assert_eq!(world.store.members_among(&asked).await.unwrap(), ["bakery.example.com"]);
        assert!(world.store.members_among(&[]).await.unwrap().is_empty());
        world.end().await;
    })
    .await;
}
