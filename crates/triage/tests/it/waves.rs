//! Messages of one wave find each other, say why, and can be parted again.

use triage::{CampaignKeys, Examination, Grouping};

use crate::house::{mail, proved};

const LURE: &str = "Your parcel could not be delivered because the shipping fee was not paid. Please pay the small fee of two pounds today, so that the driver can bring the parcel tomorrow morning. If you do not pay the fee, the parcel goes back to the sender after three working days.";

fn lure(name: &str, host: &str) -> Examination {
    mail(
        &format!("Courier <desk@{host}>"),
        &format!("{name}, your parcel"),
        &format!("Dear {name},\n{LURE}\nhttps://{host}/pay/{name}"),
    )
}

fn keys(words: &str) -> CampaignKeys {
    mail("Jo <jo@cafe-shop.co.uk>", "News", words).keys
}

#[test]
fn two_letters_of_one_wave_are_grouped_and_it_says_why() {
    let mut groups = Grouping::new();
    let first = groups.add(&lure("Alex", "one-desk.net").keys);
    let other = groups.add(&keys("The meeting about the garden is on Friday at ten in the library. Bring the plan of the beds, a pencil and some ideas for the long wall by the river path."));
    let second = groups.add(&lure("Maria", "two-desk.net").keys);
    assert_eq!(groups.group(first), groups.group(second));
    assert_ne!(groups.group(first), groups.group(other));
    let why: Vec<String> = groups.ties(second).map(|tie| tie.why.sentence()).collect();
    assert_eq!(why.len(), 1);
    assert!(why[0].ends_with("% the same words"), "{why:?}");
}

#[test]
fn the_same_host_ties_too() {
    let mut groups = Grouping::new();
    let first = groups.add(&keys("Look here: https://pay-desk.net/a"));
    let second = groups.add(&keys("Quite another letter with other words. https://pay-desk.net/b"));
    assert_eq!(groups.group(first), groups.group(second));
    assert_eq!(groups.ties(second).next().unwrap().why.sentence(), "the same web host");
}

#[test]
fn genuine_bulk_never_joins_what_copies_its_words() {
    let body = format!("{LURE} https://www.royalmail.com/track");
    let genuine = proved(
        "Royal Mail <no-reply@royalmail.com>",
        "royalmail.com",
        "Your parcel",
        &body
            .replace("Please pay the small fee of two pounds today, so that", "Look at the page so that")
            .replace("because the shipping fee was not paid", "today")
            .replace("If you do not pay the fee,", "After that"),
    );
    let mut groups = Grouping::new();
    let mut bulk = genuine.keys.clone();
    bulk.genuine_bulk = true;
    let real = groups.add(&bulk);
    let mut copy = bulk.clone();
    copy.genuine_bulk = false;
    let copied = groups.add(&copy);
    assert_ne!(groups.group(real), groups.group(copied));
}

#[test]
fn a_tie_is_undone_exactly() {
    let mut groups = Grouping::new();
    let first = groups.add(&lure("Alex", "one-desk.net").keys);
    let second = groups.add(&lure("Maria", "two-desk.net").keys);
    let third = groups.add(&keys("Look here: https://two-desk.net/a"));
    assert_eq!(groups.group(first), groups.group(third));
    groups.untie(second, first);
    assert_ne!(groups.group(first), groups.group(second));
    assert_eq!(groups.group(second), groups.group(third));
}
