//! Letters to helpers, their answers, and badges.

use centre::errand::{Answer, Helper, LINK_LIVES, MOST_MAILED_A_DAY, MOST_OPEN, MOST_POINTS, Reply};
use centre::ledger::Actor;
use jiff::civil::date;
use store::{
    Action, Errand, ErrandPoint, MadeErrand, MailedErrand, NewErrandPoint, Owner, Secret, StoreError, Thing,
    Told,
};
use terms::{AssetId, ErrandId, OrganisationId, PersonId};

use crate::world::{DAY, HOUR, World, at, letter, line, on_both};

const SPF: &str = "mend-spf-missing";
const DMARC: &str = "mend-dmarc-missing";

fn helper() -> Actor {
    Actor::Visitor
}

async fn kiosk(world: &World) -> (OrganisationId, PersonId, AssetId) {
    let (id, anna) = world.member("Kiosk", 0).await;
    (id, anna, world.store.assets_of(id).await.unwrap()[0].id)
}

fn point(action: &str, asset: AssetId) -> NewErrandPoint {
    NewErrandPoint { action: action.into(), asset, letter: "{\"seen\":\"zebrafinch\"}".into() }
}

async fn made(world: &World, id: OrganisationId, points: &[NewErrandPoint], seconds: i64) -> MadeErrand {
    let by = Actor::CommandLine;
    world.store.make_errand(id, Helper::NameHost, points, &by, at(seconds)).await.unwrap()
}

async fn errand(world: &World, id: OrganisationId, asset: AssetId, seconds: i64) -> Errand {
    let points = [point(SPF, asset), point(DMARC, asset)];
    let MadeErrand::Made(errand) = made(world, id, &points, seconds).await else { panic!("too many") };
    world.store.errand(errand).await.unwrap().unwrap()
}

async fn again(world: &World, errand: &Errand) -> Errand {
    world.store.errand(errand.id).await.unwrap().unwrap()
}

async fn action(world: &World, id: OrganisationId, action: &str) -> Option<Action> {
    world.store.actions_of(id).await.unwrap().into_iter().find(|known| known.action == action)
}

#[tokio::test]
async fn a_link_opens_its_errand_and_no_copy_of_the_database_tells_it() {
    on_both(async |world| {
        let (id, _, asset) = kiosk(&world).await;
        let written = errand(&world, id, asset, 100).await;
        assert_eq!((written.organisation, written.made_at, written.points.len()), (id, at(100), 2));
        assert_eq!(written.expires_at, at(100) + LINK_LIVES);
        let link = world.store.errand_link(written.id);
        assert_eq!(link.reveal().len(), 26, "128 bits that can be typed");
        for typed in [link.reveal().to_owned(), format!(" {} ", link.reveal().to_uppercase())] {
            let behind = world.store.errand_behind(&Secret::presented(&typed)).await.unwrap();
            assert_eq!(behind.as_ref(), Some(&written));
        }
        for wrong in ["", "aaaaaaaaaaaaaaaaaaaaaaaaaa", &written.id.to_string()] {
            assert_eq!(world.store.errand_behind(&Secret::presented(wrong)).await.unwrap(), None, "{wrong}");
        }
        assert_eq!(
            world.store.owner_of(Thing::Errand(written.id)).await.unwrap(),
            Some(Owner::Organisation(id))
        );
        assert_eq!(world.store.owner_of(Thing::Errand(ErrandId(uuid::Uuid::nil()))).await.unwrap(), None);

        world.store.errand_opened(&written, &helper(), at(200)).await.unwrap();
        world.store.errand_opened(&written, &helper(), at(300)).await.unwrap();
        assert_eq!(again(&world, &written).await.opened_at, Some(at(200)));
        world.store.take_errand_back(&written, &helper(), at(400)).await.unwrap();
        world.store.take_errand_back(&written, &helper(), at(500)).await.unwrap();
        let back = again(&world, &written).await;
        assert_eq!(back.taken_back_at, Some(at(400)));
        assert!(!world.store.answer_errand(&back, &[(1, Reply::Done)], &helper(), at(600)).await.unwrap());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn an_errand_has_its_limits() {
    on_both(async |world| {
        let (id, _, asset) = kiosk(&world).await;
        let by = Actor::CommandLine;
        let refused = async |points: Vec<NewErrandPoint>| {
            world.store.make_errand(id, Helper::NameHost, &points, &by, at(1)).await.unwrap_err()
        };
        assert!(matches!(refused(Vec::new()).await, StoreError::NotAllowed(_)));
        assert!(matches!(refused(vec![point(SPF, asset); MOST_POINTS + 1]).await, StoreError::NotAllowed(_)));
        let no_json = NewErrandPoint { letter: "no".into(), ..point(SPF, asset) };
        assert!(matches!(refused(vec![no_json]).await, StoreError::NotAllowed(_)));
        let (other, _) = world.member("Other", 0).await;
        let theirs = world.store.assets_of(other).await.unwrap()[0].id;
        assert!(matches!(refused(vec![point(SPF, theirs)]).await, StoreError::NoSuch("domain")));

        made(&world, id, &vec![point(SPF, asset); MOST_POINTS], 2).await;
        for _ in 1..MOST_OPEN {
            assert!(matches!(made(&world, id, &[point(SPF, asset)], 2).await, MadeErrand::Made(_)));
        }
        assert_eq!(made(&world, id, &[point(SPF, asset)], 3).await, MadeErrand::TooManyOpen);
        let newest = world.store.errands_of(id, 1).await.unwrap().remove(0);
        world.store.take_errand_back(&newest, &by, at(4)).await.unwrap();
        assert!(matches!(made(&world, id, &[point(SPF, asset)], 5).await, MadeErrand::Made(_)));
        let ran_out = 2 + LINK_LIVES.as_secs();
        assert!(matches!(made(&world, id, &[point(SPF, asset)], ran_out).await, MadeErrand::Made(_)));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_helper_answers_counts_as_said_and_can_be_taken_back() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna, asset) = kiosk(&world).await;
        let by = Actor::Person(anna);
        store.set_actions(id, &[SPF.to_owned()], &by, at(50)).await.unwrap();
        let written = errand(&world, id, asset, 100).await;
        let answers = [(1, Reply::Done), (2, Reply::Cannot(line("the web firm has the log-in")))];
        assert!(store.answer_errand(&written, &answers, &helper(), at(200)).await.unwrap());
        let read = again(&world, &written).await;
        let told = |p: &ErrandPoint| (p.answer, p.because.clone(), p.until, p.replied_at, p.is_untold());
        assert_eq!(told(&read.points[0]), (Some(Answer::Done), None, None, Some(at(200)), true));
        let because = Some("the web firm has the log-in".to_owned());
        assert_eq!(told(&read.points[1]), (Some(Answer::Cannot), because, None, Some(at(200)), true));
        let said = action(&world, id, SPF).await.unwrap();
        assert_eq!((said.said_at, said.seen_at, said.dropped_at), (Some(at(200)), None, None));
        assert_eq!(action(&world, id, DMARC).await, None);

        // Ahead of the plan, and then not after all.
        assert!(store.answer_errand(&read, &[(2, Reply::Done)], &helper(), at(300)).await.unwrap());
        let ahead = action(&world, id, DMARC).await.unwrap();
        assert_eq!((ahead.said_at, ahead.dropped_at), (Some(at(300)), Some(at(300))));
        let read = again(&world, &written).await;
        let until = Reply::Until(date(2027, 1, 5));
        assert!(store.answer_errand(&read, &[(2, until)], &helper(), at(400)).await.unwrap());
        assert_eq!(action(&world, id, DMARC).await.unwrap().said_at, None);
        assert_eq!(again(&world, &written).await.points[1].until, Some(date(2027, 1, 5)));

        let wrong = store.answer_errand(&read, &[(3, Reply::Done)], &helper(), at(500)).await;
        assert!(matches!(wrong, Err(StoreError::NoSuch(_))));
        let late = 100 + LINK_LIVES.as_secs();
        assert!(!store.answer_errand(&read, &[(2, Reply::Done)], &helper(), at(late)).await.unwrap());
        let lines = store.timeline(id, None, 9).await.unwrap();
        assert!(lines.iter().any(|l| l.deed == store::Deed::ErrandAnswered && l.by == Actor::Visitor));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_done_once_and_came_back_starts_anew() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna, asset) = kiosk(&world).await;
        let by = Actor::Person(anna);
        store.set_actions(id, &[SPF.to_owned()], &by, at(10)).await.unwrap();
        for (adoption, seconds) in [(store::Adoption::Said, 20), (store::Adoption::Seen, 30)] {
            store.mark_action(id, SPF, adoption, &by, at(seconds)).await.unwrap();
        }
        store.set_actions(id, &[], &by, at(40)).await.unwrap();
        let written = errand(&world, id, asset, 100).await;
        store.answer_errand(&written, &[(1, Reply::Done)], &helper(), at(200)).await.unwrap();
        let said = action(&world, id, SPF).await.unwrap();
        assert_eq!((said.said_at, said.seen_at), (Some(at(200)), None));
        store.mark_action(id, SPF, store::Adoption::Seen, &by, at(300)).await.unwrap();
        store.unsay_action(id, SPF, &by, at(400)).await.unwrap();
        let back = action(&world, id, SPF).await.unwrap();
        assert_eq!((back.said_at, back.seen_at, back.sustained_at), (None, None, None));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_is_bothered_with_letters() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna, asset) = kiosk(&world).await;
        let by = Actor::Person(anna);
        let written = errand(&world, id, asset, 100).await;
        let mail = async |to: &str, seconds| {
            store.mail_errand(&written, letter(to, "Please see to this."), &by, at(seconds)).await.unwrap()
        };
        for _ in 0..3 {
            assert_eq!(mail("it@helper.example.com", 200).await, MailedErrand::Queued);
        }
        assert_eq!(mail("IT@helper.example.com", 201).await, MailedErrand::OverBudget);
        for number in 3..MOST_MAILED_A_DAY {
            assert_eq!(mail(&format!("it{number}@helper.example.com"), 202).await, MailedErrand::Queued);
        }
        assert_eq!(mail("one.more@helper.example.com", 203).await, MailedErrand::TooManyToday);
        assert_eq!(again(&world, &written).await.mailed_at, Some(at(202)));
        let queued = store.letters(None, None, None, 9).await.unwrap();
        assert!(queued.iter().filter(|letter| letter.cause == store::ERRAND_CAUSE).count() == 5);
        assert_eq!(mail("one.more@helper.example.com", 203 + DAY).await, MailedErrand::Queued);
        store.take_errand_back(&written, &by, at(204 + DAY)).await.unwrap();
        assert_eq!(mail("one.more@helper.example.com", 205 + 3 * DAY).await, MailedErrand::Closed);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_told_with_the_weeks_letter_and_once() {
    on_both(async |world| {
        let store = &world.store;
        let (id, _, asset) = kiosk(&world).await;
        let written = errand(&world, id, asset, 100).await;
        let due = async |seconds| store.members_to_tell(None, 10, at(seconds)).await.unwrap();
        assert!(due(200).await.is_empty());
        store.answer_errand(&written, &[(1, Reply::Done)], &helper(), at(200)).await.unwrap();
        assert_eq!(due(201).await, [id]);
        assert!(store.members_to_tell(Some(id), 10, at(201)).await.unwrap().is_empty());
        let tell = async |replied, before, seconds| {
            let replies = [(written.id, 1, at(replied))];
            let told = Told { findings: &[], replies: &replies };
            let letter = letter("anna@kiosk.example.com", "They answered.");
            store.tell_findings(id, told, before, &letter, &Actor::CommandLine, at(seconds)).await.unwrap()
        };
        assert!(!tell(199, None, 202).await, "it was answered anew since it was read");
        assert!(tell(200, None, 300).await);
        assert!(due(301).await.is_empty());
        store.answer_errand(&written, &[(1, Reply::Done)], &helper(), at(400)).await.unwrap();
        assert!(due(401).await.is_empty(), "one letter a week");
        assert_eq!(due(300 + 7 * DAY).await, [id]);
        store.stop_finding_letters(id, true, &Actor::CommandLine, at(500)).await.unwrap();
        assert!(due(300 + 7 * DAY).await.is_empty());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn errands_and_badges_go_with_the_name_and_with_the_firm() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna, asset) = kiosk(&world).await;
        let by = Actor::Person(anna);
        let written = errand(&world, id, asset, 100).await;
        let reason = Reply::Cannot(line("zebrafinch is on holiday"));
        store.answer_errand(&written, &[(2, reason)], &helper(), at(200)).await.unwrap();
        store.switch_badge(id, true, &by, at(300)).await.unwrap();
        let all = store.everything_about(id).await.unwrap();
        assert_eq!(all["errands"][0]["points"][1]["because"], "zebrafinch is on holiday");
        assert_eq!(all["errands"][0]["points"][0]["letter"]["seen"], "zebrafinch");
        assert!(all["badge"]["reference"].is_string());
        let link = store.errand_link(written.id);
        assert!(!all.to_string().contains(link.reveal()));

        store.remove_asset(asset, &by, at(400)).await.unwrap();
        assert_eq!((world.count("errands").await, world.count("errand_points").await), (0, 0));
        let domain = "shop.example.com".parse().unwrap();
        let store::AddedAsset::Added(asset) = store.add_asset(id, &domain, &by, at(401)).await.unwrap()
        else {
            panic!("not added")
        };
        errand(&world, id, asset, 402).await;
        store.leave(id, &by, at(500)).await.unwrap();
        for table in ["errands", "errand_points", "badges"] {
            assert_eq!(world.count(table).await, 0, "{} {table}", world.name);
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_badge_is_off_until_it_is_wanted_and_keeps_its_address() {
    on_both(async |world| {
        let store = &world.store;
        let (id, anna, _) = kiosk(&world).await;
        let by = Actor::Person(anna);
        assert_eq!(store.badge_of(id).await.unwrap(), None);
        store.switch_badge(id, false, &by, at(50)).await.unwrap();
        assert_eq!(store.badge_of(id).await.unwrap(), None);
        let entries = store.timeline(id, None, 99).await.unwrap().len();
        store.switch_badge(id, true, &by, at(100)).await.unwrap();
        store.switch_badge(id, true, &by, at(200)).await.unwrap();
        let on = store.badge_of(id).await.unwrap().unwrap();
        assert_eq!((on.on_at, on.reference.len()), (Some(at(100)), 32));
        assert!(!on.reference.contains(&id.to_string()));
        assert_eq!(store.badge_at(&on.reference).await.unwrap(), Some(on.clone()));
        assert_eq!(store.badge_at(&id.to_string()).await.unwrap(), None);
        store.switch_badge(id, false, &by, at(300)).await.unwrap();
        assert_eq!(store.badge_at(&on.reference).await.unwrap(), None);
        store.switch_badge(id, true, &by, at(400)).await.unwrap();
        let again = store.badge_at(&on.reference).await.unwrap().unwrap();
        assert_eq!((again.reference, again.on_at), (on.reference.clone(), Some(at(400))));
        assert_eq!(store.timeline(id, None, 99).await.unwrap().len(), entries + 3);
        let (other, _) = world.member("Other", HOUR).await;
        store.switch_badge(other, true, &by, at(500)).await.unwrap();
        assert_ne!(store.badge_of(other).await.unwrap().unwrap().reference, on.reference);
        world.end().await;
    })
    .await;
}
