//! Somebody asks whether a message is real: it is kept, examined by lease, answered, corrected, gathered into waves, and gone
//! when its time is over.

use centre::campaign::{Keys, Why};
use centre::ledger::Actor;
use store::{
    ANSWER_DAYS, AdvisoryState, CampaignMessage, MOST_TRIES_TO_EXAMINE, MessageFilter, MessageState,
    MessageVerdict, MessageWay, NewAdvisory, NewAskedMessage, NewExamination, NewIndicator, NewLetter,
    NewWarning, ORIGINAL_DAYS, Queued, ReceivedMessage, Secret, StoreError, WARNING_DAYS_LISTED,
    WarningState,
};
use terms::{CampaignId, DomainName, EmailAddress, MessageId, OrganisationId, PersonId};

use crate::accounts_of_events::{blobs_in, kept_file, officer};
use crate::world::{DAY, HOUR, World, at, on_both};

const TEXT: &[u8] = b"Your parcel waits. Pay the fee at parcel.example. zebrafinch";
const MACHINE: &str = "examination";

fn machine() -> Actor {
    Actor::Reconciler(MACHINE.to_owned())
}

async fn new_message(world: &World, seconds: i64) -> NewAskedMessage {
    NewAskedMessage {
        token: world.store.new_draft_token(),
        file: kept_file(world, "message.txt", TEXT, seconds).await,
        way: MessageWay { door: "page".into(), came: "words".into() },
        organisation: None,
        person: None,
        borough: String::new(),
        sector: String::new(),
    }
}

async fn asked(world: &World, seconds: i64) -> (ReceivedMessage, Secret) {
    let new = new_message(world, seconds).await;
    let received = world.store.receive_message(&new, &Actor::Visitor, at(seconds)).await.unwrap();
    (received, new.token)
}

async fn asked_by(world: &World, member: (OrganisationId, PersonId), seconds: i64) -> ReceivedMessage {
    let firm = world.store.organisation(member.0).await.unwrap().unwrap();
    let new = NewAskedMessage {
        organisation: Some(member.0),
        person: Some(member.1),
        borough: firm.borough,
        sector: firm.sector,
        ..new_message(world, seconds).await
    };
    world.store.receive_message(&new, &Actor::Person(member.1), at(seconds)).await.unwrap()
}

/// What the machine finds in a text of a hundred runs of words, of which some are other words.
fn found(verdict: MessageVerdict, other_words: u32, exact: &[&str]) -> NewExamination {
    NewExamination {
        json: r#"{"verdict":"scam","sender":"zebrafinch"}"#.into(),
        rules: 1,
        verdict,
        score: 200,
        claims: "royal-mail".into(),
        indicators: vec![NewIndicator {
            kind: "domain".into(),
            value: "parcel.example".into(),
            shown: "parcel[.]example".into(),
        }],
        keys: Keys {
            words: (0..100).map(|n| if n < other_words { 1_000 * other_words + n } else { n }).collect(),
            skeleton: None,
            exact: exact.iter().map(|key| (*key).to_owned()).collect(),
            genuine_bulk: verdict == MessageVerdict::LooksGenuine,
        },
    }
}

async fn examined(world: &World, id: MessageId, what: &NewExamination, seconds: i64) -> Option<CampaignId> {
    world.store.keep_examination(id, what, &machine(), at(seconds)).await.unwrap()
}

#[tokio::test]
async fn a_message_is_kept_once_examined_by_one_and_found_again_with_its_words() {
    on_both(async |world| {
        let store = &world.store;
        let new = new_message(&world, 5).await;
        let short = NewAskedMessage { token: Secret::presented("short"), ..new.clone() };
        assert!(store.receive_message(&short, &Actor::Visitor, at(10)).await.is_err());
        let kept = store.receive_message(&new, &Actor::Visitor, at(10)).await.unwrap();
        let again = store.receive_message(&new, &Actor::Visitor, at(11)).await.unwrap();
        assert_eq!(again, ReceivedMessage { again: true, ..kept.clone() });
        assert_eq!(world.count("asked_messages").await, 1);
        assert_eq!(blobs_in(&world.folder).len(), 1);

        assert_eq!(store.messages_waiting(9, at(20)).await.unwrap(), [kept.id]);
        let (message, item, file) = store.take_message(kept.id, at(80), at(20)).await.unwrap().unwrap();
        assert_eq!(
            (message.state, message.tries, item.bytes),
            (MessageState::Received, 1, TEXT.len() as u64)
        );
        assert_eq!(file.all().await.unwrap(), TEXT);
        assert!(store.take_message(kept.id, at(90), at(30)).await.unwrap().is_none(), "somebody has it");
        assert!(store.messages_waiting(9, at(30)).await.unwrap().is_empty());
        assert_eq!(
            store.messages_waiting(9, at(80)).await.unwrap(),
            [kept.id],
            "who died keeps it no longer"
        );

        let rubbish = NewExamination { json: "no json".into(), ..found(MessageVerdict::Scam, 0, &[]) };
        assert!(store.keep_examination(kept.id, &rubbish, &machine(), at(40)).await.is_err());
        assert_eq!(examined(&world, kept.id, &found(MessageVerdict::Scam, 0, &[]), 40).await, None);
        let message = store.message_behind(&new.token).await.unwrap().unwrap();
        assert_eq!((message.verdict, message.score, message.rules), (Some(MessageVerdict::Scam), 200, 1));
        assert_eq!(message.state, MessageState::Examined);
        assert!(store.own_examination(kept.id).await.unwrap().unwrap().contains("zebrafinch"));
        assert_eq!(store.receipt_of_message(&new.token), kept.receipt);
        let found = store.message_address_behind(&kept.receipt).await.unwrap().unwrap();
        assert_eq!(found.reveal(), new.token.reveal());
        let (_, other) = asked(&world, 50).await;
        let unknown = store.receipt_of_message(&store.new_draft_token());
        assert_eq!(store.message_address_behind(&unknown).await.unwrap().map(|_| ()), None);
        assert_ne!(other.reveal(), new.token.reveal());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn what_the_desk_reads_is_in_the_ledger_and_what_it_says_stands_beside_the_machine() {
    on_both(async |world| {
        let store = &world.store;
        let (kept, _) = asked(&world, 5).await;
        examined(&world, kept.id, &found(MessageVerdict::Scam, 0, &[]), 10).await;
        let before = store.ledger_lines(None, 1).await.unwrap()[0].sequence;
        assert!(store.examination_for(&officer(1), kept.id, "message", at(20)).await.unwrap().is_some());
        let (_, file) = store.message_original_for(&officer(1), kept.id, "original", at(21)).await.unwrap();
        assert_eq!(file.all().await.unwrap(), TEXT);
        assert_eq!(store.ledger_lines(None, 1).await.unwrap()[0].sequence, before + 2);
        let word = MessageVerdict::LooksGenuine;
        assert!(store.correct_message(kept.id, word, "  ", &officer(1), at(30)).await.is_err());
        assert!(store.correct_message(kept.id, word, &"x".repeat(501), &officer(1), at(30)).await.is_err());
        store.correct_message(kept.id, word, &"x".repeat(500), &officer(1), at(30)).await.unwrap();
        let message = store.asked_message(kept.id).await.unwrap().unwrap();
        assert_eq!((message.verdict, message.label), (Some(MessageVerdict::Scam), Some(word)));
        assert_eq!((message.counts(), message.label_by), (Some(word), Some(officer(1))));
        // The rules change: the machine says otherwise, the officer's word stays.
        examined(&world, kept.id, &found(MessageVerdict::Suspicious, 0, &[]), 40).await;
        let message = store.asked_message(kept.id).await.unwrap().unwrap();
        assert_eq!((message.verdict, message.label), (Some(MessageVerdict::Suspicious), Some(word)));
        let of = |verdict| MessageFilter { verdict: Some(verdict), ..MessageFilter::default() };
        assert_eq!(store.messages(&of(word), 9).await.unwrap().len(), 1);
        assert!(store.messages(&of(MessageVerdict::Suspicious), 9).await.unwrap().is_empty());
        let open = MessageFilter { unlabelled: true, ..MessageFilter::default() };
        assert!(store.messages(&open, 9).await.unwrap().is_empty());
        let before = MessageFilter { before: Some(at(5)), ..MessageFilter::default() };
        assert!(store.messages(&before, 9).await.unwrap().is_empty());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn one_that_cannot_be_opened_is_tried_again_and_then_left_to_a_person() {
    on_both(async |world| {
        let store = &world.store;
        let (kept, _) = asked(&world, 5).await;
        for number in 1..=MOST_TRIES_TO_EXAMINE {
            let seconds = 10 * i64::from(number);
            assert!(store.take_message(kept.id, at(900), at(seconds)).await.unwrap().is_some());
            let state = store.examination_failed(kept.id, "broke", &machine(), at(seconds)).await.unwrap();
            let last = number == MOST_TRIES_TO_EXAMINE;
            assert_eq!(state, if last { MessageState::NotExamined } else { MessageState::Received });
        }
        assert!(store.take_message(kept.id, at(990), at(950)).await.unwrap().is_none());
        let waits = MessageFilter { state: Some(MessageState::NotExamined), ..MessageFilter::default() };
        assert_eq!(store.messages(&waits, 9).await.unwrap().len(), 1);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn messages_that_are_alike_become_one_wave_and_each_part_can_be_taken_back() {
    on_both(async |world| {
        let store = &world.store;
        let scam = |other, exact: &[&str]| found(MessageVerdict::Scam, other, exact);
        let (first, _) = asked(&world, 10).await;
        let (second, _) = asked(&world, 20).await;
        let (third, _) = asked(&world, 30).await;
        assert_eq!(examined(&world, first.id, &scam(0, &["host:one.example"]), 100).await, None);
        let wave = examined(&world, second.id, &scam(20, &[]), 101).await.unwrap();
        assert_eq!(examined(&world, third.id, &scam(90, &["host:one.example"]), 102).await, Some(wave));
        assert_eq!(store.campaign_size(wave).await.unwrap(), 3);
        let campaign = store.campaign(wave).await.unwrap().unwrap();
        assert_eq!((campaign.first_at, campaign.last_at, campaign.genuine), (at(10), at(30), false));

        // Genuine mail to many joins nothing, whatever it has in common.
        let (news, _) = asked(&world, 40).await;
        let genuine = found(MessageVerdict::LooksGenuine, 0, &["host:one.example"]);
        assert_eq!(examined(&world, news.id, &genuine, 103).await, None);

        // Two other messages are a wave of their own, until one is like both.
        let (fourth, _) = asked(&world, 50).await;
        let (fifth, _) = asked(&world, 60).await;
        examined(&world, fourth.id, &scam(99, &["host:two.example"]), 104).await;
        let other = examined(&world, fifth.id, &scam(98, &["host:two.example"]), 105).await.unwrap();
        assert_ne!(other, wave);
        let (bridge, _) = asked(&world, 70).await;
        let both = examined(&world, bridge.id, &scam(10, &["host:two.example"]), 106).await.unwrap();
        assert_eq!(both, wave, "words are stronger than a shared address");
        assert_eq!(store.campaign_size(wave).await.unwrap(), 6);
        let all = store.campaigns(None, 9).await.unwrap();
        assert_eq!(all.iter().map(|(one, size)| (one.id, *size)).collect::<Vec<_>>(), [(wave, 6)]);

        let picture = store.campaign_for(&officer(1), wave, at(200)).await.unwrap();
        let why = |id: MessageId, messages: &[CampaignMessage]| {
            messages.iter().find(|one| one.message.id == id).and_then(|one| one.why.clone())
        };
        assert_eq!(why(first.id, &picture.messages), None);
        assert_eq!(why(second.id, &picture.messages), Some(Why::Words(80)));
        assert_eq!(why(third.id, &picture.messages), Some(Why::Key("host:one.example".into())));
        assert_eq!(picture.below.len(), 1);
        assert_eq!(picture.indicators[0].0.shown, "parcel[.]example");
        assert_eq!(picture.indicators[0].1, 6);

        // Taken apart, both are as they were, and the next bridge does not join them again.
        assert!(store.part_campaigns(other, " ", &officer(1), at(300)).await.is_err());
        store.part_campaigns(other, "Two gangs.", &officer(1), at(300)).await.unwrap();
        assert_eq!(store.campaign_size(wave).await.unwrap(), 4);
        assert_eq!(store.campaign_size(other).await.unwrap(), 2);
        let (again, _) = asked(&world, 80).await;
        examined(&world, again.id, &scam(11, &["host:two.example"]), 301).await.unwrap();
        assert_eq!(store.campaign(other).await.unwrap().unwrap().under, None);

        assert!(store.take_out_of_campaign(second.id, "", &officer(1), at(400)).await.is_err());
        let left = store.take_out_of_campaign(second.id, "It is ours.", &officer(1), at(400)).await.unwrap();
        assert_eq!(left, wave);
        assert_eq!(store.asked_message(second.id).await.unwrap().unwrap().campaign, None);
        examined(&world, second.id, &scam(20, &[]), 401).await;
        assert_eq!(store.asked_message(second.id).await.unwrap().unwrap().campaign, None, "it stays out");
        let picture = store.campaign_for(&officer(1), wave, at(500)).await.unwrap();
        let out = picture.messages.iter().find(|one| one.message.id == second.id).unwrap();
        assert_eq!(out.out, Some((at(400), Some(officer(1)), "It is ours.".into())));
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn two_people_stand_by_a_word_to_members_and_each_member_gets_it_once() {
    on_both(async |world| {
        let store = &world.store;
        let (bakery, _) = world.member("Ada's Bakery", 10).await;
        let (garage, _) = world.member("Ben's Garage", 20).await;
        let firm = store.organisation(bakery).await.unwrap().unwrap();
        let new = NewAdvisory {
            campaign: None,
            title: "A parcel trick".into(),
            body: "Do not pay.".into(),
            boroughs: Vec::new(),
            sectors: Vec::new(),
            days: 30,
        };
        for bad in [
            NewAdvisory { title: "x".repeat(121), ..new.clone() },
            NewAdvisory { body: " ".into(), ..new.clone() },
            NewAdvisory { body: "x".repeat(4_001), ..new.clone() },
            NewAdvisory { days: 181, ..new.clone() },
            NewAdvisory { days: 0, ..new.clone() },
        ] {
            assert!(store.draft_advisory(&bad, &officer(1), at(100)).await.is_err(), "{bad:?}");
        }
        let id = store.draft_advisory(&new, &officer(1), at(100)).await.unwrap();
        assert!(store.publish_advisory(id, &officer(1), at(110)).await.is_err(), "one person is not two");
        let shown = store.advisories_for(&firm.borough, &firm.sector, at(115)).await.unwrap();
        assert!(shown.is_empty(), "nobody sees a draft");
        store.publish_advisory(id, &officer(2), at(120)).await.unwrap();
        assert!(store.publish_advisory(id, &officer(3), at(121)).await.is_err());
        let one = store.advisory(id).await.unwrap().unwrap();
        assert_eq!((one.state, one.published_by.clone()), (AdvisoryState::Published, Some(officer(2))));
        assert_eq!(store.advisories_for(&firm.borough, &firm.sector, at(130)).await.unwrap().len(), 1);
        assert!(one.concerns("anywhere", "anything"));
        let far = NewAdvisory { boroughs: vec!["E09009999".into()], ..new.clone() };
        let far = store.draft_advisory(&far, &officer(1), at(131)).await.unwrap();
        store.publish_advisory(far, &officer(2), at(132)).await.unwrap();
        assert_eq!(store.advisories_for(&firm.borough, &firm.sector, at(133)).await.unwrap().len(), 1);
        assert_eq!(store.advisories(None, 9).await.unwrap().len(), 2);
        assert!(store.advisories(Some(CampaignId(uuid::Uuid::from_u128(1))), 9).await.unwrap().is_empty());

        let letter = |advisory: &store::Advisory, to: &EmailAddress| NewLetter {
            recipient: to.clone(),
            confirmed: true,
            organisation: None,
            subject: "A warning".into(),
            text: advisory.body.clone(),
            cause: "advisory".into(),
        };
        let by = Actor::Reconciler("advisories".into());
        assert_eq!(store.mail_advisories(1, &by, at(140), letter).await.unwrap(), 1);
        assert_eq!(store.mail_advisories(9, &by, at(141), letter).await.unwrap(), 1);
        assert_eq!(store.mail_advisories(9, &by, at(142), letter).await.unwrap(), 0);
        let sent = store.letters(None, None, None, 99).await.unwrap();
        assert_eq!(sent.iter().filter(|letter| letter.cause == "advisory").count(), 2);
        assert_ne!(bakery, garage);
        assert!(store.withdraw_advisory(id, "", &officer(1), at(150)).await.is_err());
        store.withdraw_advisory(id, "It is over.", &officer(1), at(150)).await.unwrap();
        assert!(store.withdraw_advisory(id, "Again.", &officer(1), at(151)).await.is_err());
        assert!(store.advisories_for(&firm.borough, &firm.sector, at(160)).await.unwrap().is_empty());
        assert_eq!(
            store.advisory(id).await.unwrap().unwrap().withdrawn,
            Some((at(150), "It is over.".into()))
        );
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn two_people_list_an_address_which_ends_by_itself_and_one_takes_it_off() {
    on_both(async |world| {
        let store = &world.store;
        let domain = DomainName::parse("bad.example").unwrap();
        let new = NewWarning { domain: domain.clone(), why: "It sells nothing.".into(), campaign: None };
        let vague = NewWarning { why: " ".into(), ..new.clone() };
        assert!(store.propose_warning(&vague, &officer(1), at(10)).await.is_err());
        let id = store.propose_warning(&new, &officer(1), at(10)).await.unwrap();
        assert!(store.propose_warning(&new, &officer(2), at(11)).await.is_err(), "once is enough");
        assert!(store.list_warning(id, &officer(1), at(12)).await.is_err(), "one person is not two");
        assert!(store.listed_warnings(at(13), 9).await.unwrap().is_empty());
        assert!(store.appeal_warning(&domain, "why", &Actor::Visitor, at(13)).await.is_err());
        store.list_warning(id, &officer(2), at(14)).await.unwrap();
        assert_eq!(store.listed_warnings(at(15), 9).await.unwrap().len(), 1);
        assert!(store.listed_warnings(at(14 + WARNING_DAYS_LISTED * DAY), 9).await.unwrap().is_empty());
        let said = store.appeal_warning(&domain, "That is our shop.", &Actor::Visitor, at(20)).await.unwrap();
        assert_eq!(said, id);
        let long = "x".repeat(store::LONGEST_APPEAL + 1);
        assert!(store.appeal_warning(&domain, &long, &Actor::Visitor, at(20)).await.is_err());
        let seen = store.warnings(9).await.unwrap().remove(0);
        assert_eq!(seen.appeal, Some((at(20), "That is our shop.".into())));
        assert!(store.end_warning(id, " ", &officer(1), at(30)).await.is_err());
        store.end_warning(id, "They are right.", &officer(1), at(30)).await.unwrap();
        assert!(store.end_warning(id, "Again.", &officer(1), at(31)).await.is_err());
        let seen = store.warnings(9).await.unwrap().remove(0);
        assert_eq!((seen.state, seen.ended), (WarningState::Ended, Some((at(30), "They are right.".into()))));
        assert!(store.listed_warnings(at(32), 9).await.unwrap().is_empty());
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn a_package_is_made_once_and_sent_by_a_person() {
    on_both(async |world| {
        let store = &world.store;
        let (first, _) = asked(&world, 10).await;
        let (second, _) = asked(&world, 20).await;
        examined(&world, first.id, &found(MessageVerdict::Scam, 0, &[]), 100).await;
        let wave = examined(&world, second.id, &found(MessageVerdict::Scam, 0, &[]), 101).await.unwrap();
        let make = async |value: &str| store.make_takedown(wave, "domain", value, &officer(1), at(200)).await;
        assert!(make("other.example").await.is_err(), "no message shows it");
        let id = make("parcel.example").await.unwrap();
        assert_eq!(make("parcel.example").await.unwrap(), id);
        assert!(store.takedown_sent(id, " ", &officer(2), at(210)).await.is_err());
        store.takedown_sent(id, "the registrar", &officer(2), at(210)).await.unwrap();
        assert!(store.takedown_sent(id, "again", &officer(2), at(211)).await.is_err());
        let sent = store.takedown(id).await.unwrap().unwrap().sent.unwrap();
        assert_eq!(sent, (at(210), Some(officer(2)), "the registrar".into()));
        assert_eq!(store.takedowns_of(wave).await.unwrap().len(), 1);
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn originals_end_after_ninety_days_answers_after_a_year_and_at_once_when_a_member_leaves() {
    on_both(async |world| {
        let store = &world.store;
        let member = world.member("Ada's Bakery", 1).await;
        let (kept, token) = asked(&world, 10).await;
        let own = asked_by(&world, member, 20).await;
        examined(&world, kept.id, &found(MessageVerdict::Scam, 0, &[]), 100).await;
        examined(&world, own.id, &found(MessageVerdict::Scam, 0, &[]), 101).await;
        assert_eq!(store.messages_of(member.0, 9).await.unwrap().len(), 1);
        let address = store.address_of_own_message(member.0, own.id).await.unwrap();
        assert_eq!(store.message_behind(&address).await.unwrap().unwrap().id, own.id);
        assert!(matches!(
            store.address_of_own_message(member.0, kept.id).await,
            Err(StoreError::NoSuch("message"))
        ));
        let copy = store.everything_about(member.0).await.unwrap();
        assert_eq!(copy["messages"][0]["found"]["sender"], "zebrafinch");

        store.leave(member.0, &officer(1), at(HOUR)).await.unwrap();
        assert_eq!(
            store.own_examination(own.id).await.unwrap(),
            None,
            "nobody can read it from this moment on"
        );
        assert_eq!(store.erase_old_messages(9, &machine(), at(2 * HOUR)).await.unwrap(), (0, 1));
        assert_eq!(blobs_in(&world.folder).len(), 1);

        let end_of_original = 10 + ORIGINAL_DAYS * DAY;
        assert_eq!(store.erase_old_messages(9, &machine(), at(end_of_original - 1)).await.unwrap(), (0, 0));
        assert_eq!(store.erase_old_messages(9, &machine(), at(end_of_original)).await.unwrap(), (1, 0));
        assert!(blobs_in(&world.folder).is_empty());
        assert!(store.own_examination(kept.id).await.unwrap().is_some());
        let end = 10 + ANSWER_DAYS * DAY;
        assert_eq!(store.erase_old_messages(9, &machine(), at(end)).await.unwrap(), (0, 1));
        assert_eq!(store.own_examination(kept.id).await.unwrap(), None);
        let husk = store.message_behind(&token).await.unwrap().unwrap();
        assert_eq!((husk.erased_at, husk.verdict), (Some(at(end)), Some(MessageVerdict::Scam)));
        assert!(!store.erase_message(kept.id, &officer(1), at(end)).await.unwrap(), "it is gone already");
        for table in ["message_indicators", "message_keys"] {
            assert_eq!(world.count(table).await, 0, "{table}");
        }
        world.end().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_sent_a_message_by_mail_is_answered_once_however_often_the_letter_is_taken() {
    on_both(async |world| {
        let (received, _) = asked(&world, 10).await;
        let answer = NewLetter {
            recipient: EmailAddress::parse("ana@bakery.example").unwrap(),
            confirmed: false,
            organisation: None,
            subject: "The message that you sent us".into(),
            text: "We think this is a scam.".into(),
            cause: "message_answer".into(),
        };
        let by = Actor::Reconciler("post".to_owned());
        let first = world.store.answer_message(received.id, &answer, &by, at(20)).await.unwrap();
        assert!(matches!(first, Some(Queued::Queued(_))), "{first:?}");
        assert_eq!(world.store.answer_message(received.id, &answer, &by, at(21)).await.unwrap(), None);
        let nobody = MessageId(uuid::Uuid::nil());
        assert_eq!(world.store.answer_message(nobody, &answer, &by, at(22)).await.unwrap(), None);
        assert_eq!(world.store.letters(None, None, None, 9).await.unwrap().len(), 1);

        for second in 30..32 {
            world.store.queue_letter(&answer, &by, at(second)).await.unwrap();
        }
        let (fourth, _) = asked(&world, 40).await;
        let over = world.store.answer_message(fourth.id, &answer, &by, at(41)).await.unwrap();
        assert_eq!(over, Some(Queued::OverBudget), "an address gets so many a day");
        let later = world.store.answer_message(fourth.id, &answer, &by, at(2 * DAY)).await.unwrap();
        assert!(matches!(later, Some(Queued::Queued(_))), "and is answered when there is room again");
        world.end().await;
    })
    .await;
}
