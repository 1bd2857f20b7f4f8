//! Codes by e-mail: whose they are, how long they work, and what a stranger can do to them.

use centre::ledger::Actor;
use store::{
    AskedCode, CODE_DIGITS, CODE_MINUTES, CodeAnswer, LONG_CODE_DIGITS, MOST_LIVE_CODES,
    MOST_TICKETS_AN_HOUR, MOST_TRIES, ONE_CODE_LETTER_IN, ONE_LONG_CODE_LETTER_IN, Queued, Secret,
};

use crate::world::{HOUR, World, at, email, letter, on_both};

const ANNA: &str = "anna@tailor.example.com";

/// Asks with this ticket; the code of the letter, where one was written.
async fn ask(world: &World, ticket: &str, seconds: i64) -> Option<Secret> {
    let mut code = None;
    let asked = world
        .store
        .ask_for_code(
            &email("ANNA@tailor.example.com"),
            &Secret::presented(ticket),
            &Actor::Visitor,
            at(seconds),
            |c| {
                code = Some(c.clone());
                store::NewLetter { confirmed: true, ..letter(ANNA, c.reveal()) }
            },
        )
        .await
        .unwrap();
    match &code {
        Some(_) => assert!(matches!(asked, AskedCode::Letter(Queued::Queued(_))), "{asked:?}"),
        None => assert_eq!(asked, AskedCode::Shared),
    }
    code
}

async fn give(world: &World, ticket: &str, code: &Secret, seconds: i64) -> CodeAnswer {
    world.store.try_code(&email(ANNA), &Secret::presented(ticket), code, at(seconds)).await.unwrap()
}

fn wrong() -> Secret {
    Secret::presented("0000 000x")
}

#[tokio::test]
async fn a_code_works_once_soon_and_in_the_browser_that_asked() {
    on_both(async |world| {
        world.member("Tailor", 0).await;
        let code = ask(&world, "laptop", 1).await.unwrap();
        assert_eq!(code.reveal().len(), CODE_DIGITS);
        assert_eq!(give(&world, "laptop", &wrong(), 2).await, CodeAnswer::Wrong);
        assert_eq!(give(&world, "another browser", &code, 2).await, CodeAnswer::Wrong);
        let eve = email("eve@tailor.example.com");
        let of_another = world.store.try_code(&eve, &Secret::presented("laptop"), &code, at(2)).await;
        assert_eq!(of_another.unwrap(), CodeAnswer::Wrong);
        let spaced = Secret::presented(&format!("{} {}", &code.reveal()[..4], &code.reveal()[4..]));
        assert_eq!(give(&world, "laptop", &spaced, 3).await, CodeAnswer::Right);
        assert_eq!(give(&world, "laptop", &code, 4).await, CodeAnswer::Wrong, "used");

        let code = ask(&world, "laptop", 100).await.unwrap();
        assert_eq!(
            give(&world, "laptop", &code, 100 + CODE_MINUTES * 60).await,
            CodeAnswer::Wrong,
            "too late"
        );

        let nobody = email("nobody@else.example");
        let none = world
            .store
            .ask_for_code(&nobody, &Secret::presented("laptop"), &Actor::Visitor, at(0), |_| letter(ANNA, ""))
            .await;
        assert!(none.is_err());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_stranger_spends_the_strangers_own_tries() {
    on_both(async |world| {
        world.member("Tailor", 0).await;
        let code = ask(&world, "owner", 1).await.unwrap();
        assert_eq!(ask(&world, "stranger", 2).await, None, "shares the letter of a moment ago");
        for _ in 0..MOST_TRIES {
            assert_eq!(give(&world, "stranger", &wrong(), 3).await, CodeAnswer::Wrong);
        }
        assert_eq!(give(&world, "stranger", &code, 3).await, CodeAnswer::TriedTooOften);
        for _ in 1..MOST_TRIES {
            assert_eq!(give(&world, "owner", &wrong(), 4).await, CodeAnswer::Wrong);
        }
        assert_eq!(give(&world, "owner", &code, 5).await, CodeAnswer::Right, "the last try of their own");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_comes_after_a_stranger_shares_the_letter_that_went_a_moment_ago() {
    on_both(async |world| {
        world.member("Tailor", 0).await;
        let gap = ONE_CODE_LETTER_IN.as_secs();
        let code = ask(&world, "stranger", 1).await.unwrap();
        assert_eq!(ask(&world, "owner", gap).await, None);
        assert!(ask(&world, "late", gap + 1).await.is_some(), "a minute later there is a letter of its own");
        assert_eq!(give(&world, "owner", &code, gap + 2).await, CodeAnswer::Right);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn one_browser_may_type_any_of_its_newest_codes() {
    on_both(async |world| {
        world.member("Tailor", 0).await;
        let mut codes = Vec::new();
        for n in 0..=MOST_LIVE_CODES as i64 {
            codes.push(ask(&world, "laptop", 61 * n).await.unwrap());
        }
        let now = 61 * MOST_LIVE_CODES as i64 + 1;
        assert_eq!(give(&world, "laptop", &codes[0], now).await, CodeAnswer::Wrong, "made room");
        assert_eq!(give(&world, "laptop", &codes[1], now).await, CodeAnswer::Right, "the oldest that lives");
        assert_eq!(give(&world, "laptop", &codes[2], now).await, CodeAnswer::Wrong, "ended with it");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_flood_of_tickets_makes_codes_longer_and_locks_nobody_out() {
    on_both(async |world| {
        world.member("Tailor", 0).await;
        let early = ask(&world, "early", 1).await.unwrap();
        for n in 1..MOST_TICKETS_AN_HOUR {
            assert_eq!(ask(&world, &format!("stranger {n}"), 2).await, None, "ticket {n} shares");
        }
        let long = ask(&world, "one too many", 3).await.unwrap();
        assert_eq!(long.reveal().len(), LONG_CODE_DIGITS);
        let gap = ONE_LONG_CODE_LETTER_IN.as_secs();
        assert_eq!(ask(&world, "owner", 2 + gap).await, None, "one letter for all that come meanwhile");
        for n in 0..200 {
            assert_eq!(ask(&world, &format!("flood {n}"), 2 + gap).await, None);
        }
        assert_eq!(
            give(&world, "owner", &early, 2 + gap).await,
            CodeAnswer::Wrong,
            "the short code is not theirs"
        );
        assert_eq!(give(&world, "owner", &long, 2 + gap).await, CodeAnswer::Right);
        assert_eq!(give(&world, "early", &early, 2 + gap).await, CodeAnswer::Wrong, "ended by the right one");

        let again = ask(&world, "owner", 2 + HOUR).await.unwrap();
        assert_eq!(again.reveal().len(), CODE_DIGITS, "an hour later it is an ordinary day");
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn tickets_are_counted_for_an_hour_although_their_codes_are_swept() {
    on_both(async |world| {
        world.member("Tailor", 0).await;
        let sweep = async |seconds| {
            world.store.sweep(jiff::SignedDuration::from_hours(1), at(seconds)).await.unwrap();
            world.count("sign_in_codes").await
        };
        ask(&world, "laptop", 0).await;
        let end = CODE_MINUTES * 60;
        assert_eq!(sweep(end + HOUR).await, 1);
        assert_eq!(sweep(end + HOUR + 1).await, 0);
        world.end().await;
    })
    .await;
}
