//! People sign in, are who they are, and lose the right at once when it is taken away.

use centre::ledger::Actor;
use centre::roles::Role;
use jiff::SignedDuration;
use store::{
    Deed, Factors, LinkPurpose, NewAccount, Queued, RECOVERY_CODES, Right, Secret, SessionLimits,
    UNCONFIRMED_LETTERS_A_DAY, UsedLink,
};
use terms::PersonId;

use crate::world::{DAY, HOUR, World, at, email, letter, line, on_both};

fn limits(role: Role) -> SessionLimits {
    let idle = if role.is_of_a_member() { 24 * 60 } else { 30 };
    SessionLimits { idle: SignedDuration::from_mins(idle), absolute: SignedDuration::from_hours(24 * 7) }
}

fn account(name: &str, role: Role) -> NewAccount {
    let address = format!("{}@centre.example", name.to_lowercase());
    NewAccount { name: line(name), email: email(&address), role, body: None, remit: None, expires_at: None }
}

async fn manager(world: &World) -> PersonId {
    world.store.add_account(&account("Mona", Role::Manager), 7, &Actor::CommandLine, at(0)).await.unwrap().0
}

#[tokio::test]
async fn a_session_lives_within_its_limits_and_knows_the_person_as_they_are_now() {
    on_both(async |world| {
        let store = &world.store;
        let mona = manager(&world).await;
        let by = Actor::Person(mona);
        let planted = Secret::presented("planted-by-somebody");
        let token = store.open_session(mona, Factors::Passkey, Some(&planted), &by, at(0)).await.unwrap();
        assert!(store.session(&planted, at(1), limits).await.unwrap().is_none());
        let session = store.session(&token, at(60), limits).await.unwrap().unwrap();
        assert_eq!(
            (session.person.id, session.right, session.factors),
            (mona, Right::Good, Factors::Passkey)
        );
        store.touch_session(&token, &session, at(59)).await.unwrap();
        assert_eq!(store.session(&token, at(60), limits).await.unwrap().unwrap().seen_at, at(0));
        store.touch_session(&token, &session, at(60)).await.unwrap();
        assert!(store.session(&token, at(60 + 30 * 60), limits).await.unwrap().is_some());
        assert!(store.session(&token, at(61 + 30 * 60), limits).await.unwrap().is_none(), "idle");

        let second = store.open_session(mona, Factors::Passkey, Some(&token), &by, at(100)).await.unwrap();
        assert!(store.session(&token, at(101), limits).await.unwrap().is_none(), "a new id at sign-in");
        assert_eq!(store.sessions_of(mona).await.unwrap(), [(Factors::Passkey, at(100), at(100))]);
        store.close_session(&second, &by, at(102)).await.unwrap();
        store.close_session(&second, &by, at(103)).await.unwrap();
        assert!(store.session(&second, at(104), limits).await.unwrap().is_none());
        let third = store.open_session(mona, Factors::Passkey, None, &by, at(105)).await.unwrap();
        assert_eq!(store.close_all_of(mona, &by, at(106)).await.unwrap(), 1);
        assert!(store.session(&third, at(107), limits).await.unwrap().is_none());
        assert_eq!(store.deeds_of(mona, 1).await.unwrap()[0].deed, Deed::SignedOutEverywhere);

        let old = store.open_session(mona, Factors::Passkey, None, &by, at(200)).await.unwrap();
        assert!(store.sweep(SignedDuration::from_hours(1), at(200 + 2 * HOUR)).await.unwrap() >= 1);
        assert_eq!(world.count("sessions").await, 0);
        assert!(store.session(&old, at(200), limits).await.unwrap().is_none());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_right_that_is_taken_away_or_over_counts_from_the_next_request() {
    on_both(async |world| {
        let store = &world.store;
        assert!(!store.has_a_manager().await.unwrap());
        let mona = manager(&world).await;
        assert!(store.has_a_manager().await.unwrap());
        let by = Actor::Person(mona);
        let refused = store.revoke(mona, &by, at(1)).await.unwrap_err();
        assert_eq!(refused.to_string(), "this is the last manager; make somebody else one first");
        let refused = store.change_role(mona, Role::Analyst, &by, at(1)).await.unwrap_err();
        assert_eq!(refused.to_string(), "this is the last manager; make somebody else one first");

        let new = NewAccount { expires_at: Some(at(HOUR)), ..account("Percy", Role::PolicePartner) };
        let (percy, _) = store.add_account(&new, 7, &by, at(2)).await.unwrap();
        let token = store.open_session(percy, Factors::SingleSignOn, None, &by, at(3)).await.unwrap();
        assert_eq!(store.session(&token, at(29 * 60), limits).await.unwrap().unwrap().right, Right::Good);
        let all = |_| SessionLimits {
            idle: SignedDuration::from_hours(9),
            absolute: SignedDuration::from_hours(9),
        };
        assert_eq!(store.session(&token, at(HOUR), all).await.unwrap().unwrap().right, Right::Expired);

        let (olga, _) =
            store.add_account(&account("Olga", Role::OutreachOfficer), 7, &by, at(2)).await.unwrap();
        let token = store.open_session(olga, Factors::Passkey, None, &by, at(3)).await.unwrap();
        store.change_role(olga, Role::Manager, &by, at(4)).await.unwrap();
        assert!(store.session(&token, at(5), limits).await.unwrap().is_none(), "a new role, a new sign-in");
        let (api, secret) = store
            .make_api_token(olga, &line("till"), &["SearchMembers".into()], at(DAY), &by, at(5))
            .await
            .unwrap();
        assert_eq!(store.api_token(&secret, at(6)).await.unwrap().unwrap().right, Right::Good);
        assert_eq!(store.api_token(&secret, at(DAY)).await.unwrap().unwrap().right, Right::Expired);
        assert_eq!(store.api_tokens_of(olga).await.unwrap()[0].used_at, Some(at(6)));
        store.revoke(olga, &by, at(7)).await.unwrap();
        let holder = store.api_token(&secret, at(8)).await.unwrap().unwrap();
        assert_eq!((holder.token.id, holder.right), (api, Right::Revoked));
        store.restore_person(olga, &by, at(9)).await.unwrap();
        let (second, _) = store.make_api_token(olga, &line("till"), &[], at(DAY), &by, at(10)).await.unwrap();
        store.revoke_api_token(olga, second, &by, at(11)).await.unwrap();
        assert!(store.revoke_api_token(mona, second, &by, at(11)).await.is_err());
        assert!(store.api_token(&Secret::presented("nonsense"), at(8)).await.unwrap().is_none());
        let names: Vec<_> = store.accounts().await.unwrap().iter().map(|p| p.name.to_string()).collect();
        assert_eq!(names, ["Mona", "Olga", "Percy"]);
        let twice = store.add_account(&account("Olga", Role::Analyst), 7, &by, at(12)).await.unwrap_err();
        assert_eq!(twice.to_string(), "somebody with this address has an account already");
        assert!(store.add_account(&account("X", Role::CyberWarden), 7, &by, at(12)).await.is_err());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_link_is_used_once_and_looking_does_not_use_it() {
    on_both(async |world| {
        let store = &world.store;
        let by = Actor::CommandLine;
        let (mona, link) = store.add_account(&account("Mona", Role::Manager), 1, &by, at(0)).await.unwrap();
        for second in 1..3 {
            let seen = store.look_at_link(&link, LinkPurpose::SetUp, at(second)).await.unwrap().unwrap();
            assert_eq!((seen.person.id, seen.used, seen.expires_at), (mona, false, at(DAY)));
        }
        assert!(store.look_at_link(&link, LinkPurpose::ConfirmContact, at(3)).await.unwrap().is_none());
        assert!(store.look_at_link(&link, LinkPurpose::SetUp, at(DAY)).await.unwrap().is_none());
        assert!(matches!(
            store.use_link(&link, LinkPurpose::SetUp, &by, at(4)).await.unwrap(),
            UsedLink::Now(_)
        ));
        assert!(matches!(
            store.use_link(&link, LinkPurpose::SetUp, &by, at(5)).await.unwrap(),
            UsedLink::Already(_)
        ));
        assert!(store.look_at_link(&link, LinkPurpose::SetUp, at(6)).await.unwrap().unwrap().used);

        let lives = SignedDuration::from_hours(1);
        let old = store.make_link(mona, LinkPurpose::SetUp, lives, &by, at(10)).await.unwrap();
        let reset = store.reset_account(mona, 1, &by, at(11)).await.unwrap();
        assert_eq!(
            store.use_link(&old, LinkPurpose::SetUp, &by, at(12)).await.unwrap(),
            UsedLink::NoSuchLink
        );
        assert!(matches!(
            store.use_link(&reset, LinkPurpose::SetUp, &by, at(12)).await.unwrap(),
            UsedLink::Now(_)
        ));
        assert_eq!(store.person(mona).await.unwrap().unwrap().confirmed_at, Some(at(4)));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn every_way_in_is_kept_safe_and_a_new_one_ends_old_sessions() {
    on_both(async |world| {
        let store = &world.store;
        let mona = manager(&world).await;
        let by = Actor::Person(mona);
        let dead = async |what: &str, token: &Secret| {
            assert!(store.session(token, at(50), limits).await.unwrap().is_none(), "{} {what}", world.name);
        };
        let open = async || store.open_session(mona, Factors::SetUpLink, None, &by, at(49)).await.unwrap();

        let token = open().await;
        let key = store
            .add_passkey(mona, b"credential", "{\"counter\":0}", &line("Laptop"), &by, at(50))
            .await
            .unwrap();
        dead("passkey", &token).await;
        let twice =
            store.add_passkey(mona, b"credential", "{}", &line("Phone"), &by, at(50)).await.unwrap_err();
        assert_eq!(twice.to_string(), "this passkey is registered already");
        store.passkey_used(key, "{\"counter\":1}", at(51)).await.unwrap();
        let found = store.passkey_with(b"credential").await.unwrap().unwrap();
        assert_eq!(
            (found.person, found.credential.as_str(), found.used_at),
            (mona, "{\"counter\":1}", Some(at(51)))
        );
        store.remove_passkey(mona, key, &by, at(52)).await.unwrap();
        assert!(store.passkeys_of(mona).await.unwrap().is_empty());

        let token = open().await;
        store.set_password(mona, "$argon2id$1", &by, at(50)).await.unwrap();
        store.set_password(mona, "$argon2id$2", &by, at(50)).await.unwrap();
        dead("password", &token).await;
        assert_eq!(store.password_of(mona).await.unwrap().as_deref(), Some("$argon2id$2"));
        store.remove_password(mona, &by, at(51)).await.unwrap();
        assert_eq!(store.password_of(mona).await.unwrap(), None);

        let token = open().await;
        store.set_one_time_secret(mona, b"shared secret", 100, &by, at(50)).await.unwrap();
        dead("one-time codes", &token).await;
        let secret = store.one_time_secret_of(mona).await.unwrap().unwrap();
        assert_eq!((secret.secret.as_slice(), secret.last_step), (b"shared secret".as_slice(), 100));
        assert!(!store.spend_one_time_step(mona, 100).await.unwrap());
        assert!(store.spend_one_time_step(mona, 101).await.unwrap());
        assert!(!store.spend_one_time_step(mona, 101).await.unwrap());
        store.remove_one_time_secret(mona, &by, at(51)).await.unwrap();
        assert!(store.one_time_secret_of(mona).await.unwrap().is_none());

        let codes = store.make_recovery_codes(mona, &by, at(52)).await.unwrap();
        assert_eq!(codes.len(), RECOVERY_CODES);
        let spaced = format!("{}-{}", &codes[0].reveal()[..6], &codes[0].reveal()[6..]);
        assert!(store.use_recovery_code(mona, &Secret::presented(&spaced), &by, at(53)).await.unwrap());
        assert!(!store.use_recovery_code(mona, &codes[0], &by, at(54)).await.unwrap());
        assert_eq!(store.recovery_codes_left(mona).await.unwrap(), RECOVERY_CODES as u64 - 1);

        let token = open().await;
        store.link_identity(mona, "https://id.example", "mona-1", &by, at(50)).await.unwrap();
        dead("identity", &token).await;
        assert!(store.link_identity(mona, "https://id.example", "mona-1", &by, at(50)).await.is_err());
        assert_eq!(
            store.person_with_identity("https://id.example", "mona-1").await.unwrap().unwrap().id,
            mona
        );
        assert_eq!(store.identities_of(mona).await.unwrap().len(), 1);
        store.unlink_identity(mona, "https://id.example", "mona-1", &by, at(51)).await.unwrap();
        assert!(store.person_with_identity("https://id.example", "mona-1").await.unwrap().is_none());

        let token =
            store.begin_ceremony("passkey.register", Some(mona), "{\"challenge\":1}", at(60)).await.unwrap();
        assert_eq!(store.finish_ceremony("passkey.sign_in", &token, at(61)).await.unwrap(), None);
        let state = store.finish_ceremony("passkey.register", &token, at(61)).await.unwrap();
        assert_eq!(state, Some((Some(mona), "{\"challenge\":1}".into())));
        assert_eq!(store.finish_ceremony("passkey.register", &token, at(62)).await.unwrap(), None);
        let late = store.begin_ceremony("oidc", None, "{}", at(60)).await.unwrap();
        assert_eq!(
            store.finish_ceremony("oidc", &late, at(60 + store::CEREMONY_MINUTES * 60)).await.unwrap(),
            None
        );
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn an_address_that_nobody_confirmed_gets_few_letters_a_day() {
    on_both(async |world| {
        let store = &world.store;
        let one = letter("victim@far.example", "hello");
        for n in 0..UNCONFIRMED_LETTERS_A_DAY {
            let queued = store.queue_letter(&one, &Actor::Visitor, at(n)).await.unwrap();
            assert!(matches!(queued, Queued::Queued(_)));
        }
        assert_eq!(store.queue_letter(&one, &Actor::Visitor, at(10)).await.unwrap(), Queued::OverBudget);
        let confirmed = store::NewLetter { confirmed: true, ..one.clone() };
        assert!(matches!(
            store.queue_letter(&confirmed, &Actor::Visitor, at(11)).await.unwrap(),
            Queued::Queued(_)
        ));
        let next_day = store.queue_letter(&one, &Actor::Visitor, at(DAY + 12)).await.unwrap();
        assert!(matches!(next_day, Queued::Queued(_)));
        world.end().await;
    })
    .await;
}
