use proptest::prelude::*;
use terms::{CaseId, EmailAddress, PhoneNumber, PlainLine};

use super::*;
use crate::account::{Account, Paid, Place};
use crate::region::tests::london;

fn line(text: &str) -> PlainLine {
    PlainLine::parse(text).unwrap()
}

fn traces(lines: &[&str]) -> Account {
    Account { traces: lines.iter().map(|text| line(text)).collect(), ..Account::default() }
}

fn story(text: &str) -> Account {
    Account { happened: text.to_owned(), ..Account::default() }
}

fn read(account: &Account) -> Vec<String> {
    let shared = Shared::of(&london());
    observables(account, &shared).into_iter().map(|one| format!("{} {}", one.kind, one.value)).collect()
}

#[test]
fn an_account_is_a_sort_code_and_a_number_together_and_neither_alone() {
    for text in [
        "12-34-56 12345678",
        "12 34 56, account 1234 5678",
        "sort code 123456 account number 12345678",
        "account 12345678 (sort code 12\u{2013}34\u{2013}56)",
        "12345612345678",
        "GB29 NWBK 6016 1331 9268 19",
        "GB29NWBK60161331926819",
    ] {
        let wanted = if text.starts_with("GB") { "account 60161331926819" } else { "account 12345612345678" };
        assert_eq!(read(&traces(&[text])), [wanted], "{text}");
    }
    assert_eq!(read(&traces(&["12-34-56", "12345678", "sort code 123456", "27-11-2026"])), [""; 0]);
    let near = |gap: usize| {
        let between = "x".repeat(gap - 2);
        read(&traces(&[&format!("12-34-56 {between} 12345678")]))
    };
    assert_eq!(near(money::LONGEST_GAP), ["account 12345612345678"]);
    assert_eq!(near(money::LONGEST_GAP + 1), [""; 0]);
    let paid = Paid {
        amount: terms::Money::pounds(900),
        way: None,
        day: None,
        time: None,
        to: Some(line("A Builder")),
        account: Some(line("04-00-04 00012345")),
    };
    assert_eq!(read(&Account { paid: vec![paid], ..Account::default() }), ["account 04000400012345"]);
    assert_eq!(read(&traces(&["GB30NWBK60161331926819"])), [""; 0], "its check digits are wrong");
    assert_eq!(read(&traces(&["DE89370400440532013000"])), ["account DE89370400440532013000"]);
}

#[test]
fn a_number_is_the_same_however_it_is_written() {
    for text in
        ["07700 900123", "+44 7700 900123", "0044 7700 900 123", "(07700) 900-123", "ring 07700900123."]
    {
        assert_eq!(read(&traces(&[text])), ["phone +447700900123"], "{text}");
    }
    assert_eq!(read(&traces(&["07700 900123 07700 900456"])), ["phone +447700900123", "phone +447700900456"]);
    assert_eq!(read(&story("On 01.02.2026 at 10:30 I paid 0.50 and 1,000.00")), [""; 0]);
    assert_eq!(read(&traces(&["7726", "159"])), [""; 0]);
}

#[test]
fn addresses_are_read_out_of_what_people_paste_and_bare_names_in_a_story_are_not() {
    assert_eq!(
        read(&traces(&["Billing@Evil-Supplier.example"])),
        ["domain evil-supplier.example", "email billing@evil-supplier.example"]
    );
    assert_eq!(read(&traces(&["hxxps://www.evil[.]example/pay?x=1"])), ["domain evil.example"]);
    assert_eq!(read(&traces(&["pay.evil.example"])), ["domain evil.example"]);
    assert_eq!(read(&story("I paid yesterday.They wrote again, see invoice.pdf")), [""; 0]);
    assert_eq!(read(&story("go to www.evil.example now")), ["domain evil.example"]);
    assert_eq!(read(&traces(&["invoice.pdf", "10.0.0.1", "a.b"])), [""; 0]);
    let place = Place {
        platform: Some(line("Instagram")),
        address: line("https://www.instagram.com/Cheap.Vans/?hl=en"),
    };
    assert_eq!(
        read(&Account { places: vec![place], ..Account::default() }),
        ["profile instagram.com/cheap.vans"]
    );
    assert_eq!(read(&traces(&["https://www.linkedin.com/in/anna-b/"])), ["profile linkedin.com/anna-b"]);
    assert_eq!(read(&traces(&["https://facebook.com/login", "https://x.com/"])), [""; 0]);
}

#[test]
fn a_wallet_has_its_own_check() {
    for wallet in ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"] {
        assert_eq!(read(&traces(&[wallet])), [format!("wallet {wallet}")]);
        let wrong =
            format!("{}{}", &wallet[..wallet.len() - 1], if wallet.ends_with('4') { '5' } else { 'b' });
        assert_eq!(read(&traces(&[&wrong])), [""; 0], "{wrong}");
    }
    let ether = "0x52908400098527886E0F7030069857D2E4169EE7";
    assert_eq!(read(&traces(&[ether])), [format!("wallet {}", ether.to_lowercase())]);
}

#[test]
fn what_is_everybodys_or_the_reporters_links_nobody() {
    let everybodys = [
        "https://www.gmail.com",
        "royalmail.com",
        "help@barclays.co.uk",
        "https://bit.ly/abc",
        "report@reportfraud.police.uk",
        "0300 123 2040",
        "https://www.gov.uk/scams",
    ];
    assert_eq!(read(&traces(&everybodys)), [""; 0]);
    assert_eq!(
        read(&traces(&["crook.1987@gmail.com"])),
        ["email crook.1987@gmail.com"],
        "a mailbox is one person's"
    );
    let email = EmailAddress::parse("Ana@CopperKettle.example").unwrap();
    let phone = PhoneNumber::parse("020 7946 0000").unwrap();
    let shared = Shared::of(&london()).with_reporter(Some(&email), Some(&phone));
    let own = traces(&[
        "ana@copperkettle.example",
        "accounts@copperkettle.example",
        "copperkettle.example",
        "+44 20 7946 0000",
    ]);
    assert_eq!(observables(&own, &shared), []);
}

#[test]
fn the_limits_hold_and_what_is_past_them_is_left_out() {
    let many =
        |count: usize| story(&(0..count).map(|n| format!("https://evil{n}.example ")).collect::<String>());
    assert_eq!(read(&many(MOST_OBSERVABLES)).len(), MOST_OBSERVABLES);
    assert_eq!(read(&many(MOST_OBSERVABLES + 1)).len(), MOST_OBSERVABLES);
    let word = |length: usize| {
        let head = "https://evil.example/";
        story(&format!("{head}{}", "a".repeat(length - head.len())))
    };
    assert_eq!(read(&word(LONGEST_TOKEN)), ["domain evil.example"]);
    assert_eq!(read(&word(LONGEST_TOKEN + 1)), [""; 0]);
    let after = |words: usize| story(&format!("{}https://evil.example", "x ".repeat(words)));
    assert_eq!(read(&after(MOST_TOKENS - 1)), ["domain evil.example"]);
    assert_eq!(read(&after(MOST_TOKENS)), [""; 0]);
    let runs = |count: usize| numbers::runs(&"1 ".repeat(count)).len();
    assert_eq!(
        (runs(numbers::MOST_RUNS), runs(numbers::MOST_RUNS + 1)),
        (numbers::MOST_RUNS, numbers::MOST_RUNS)
    );
    let long = format!("{}@{}.example", "a".repeat(64), "b".repeat(60));
    assert!(read(&traces(&[&long])).iter().any(|one| one.starts_with("email")));
}

fn case(number: u128) -> CaseId {
    CaseId(format!("{number:032x}").parse().unwrap())
}

fn seen(number: u128, kind: Kind, mark: &str) -> Seen {
    Seen { case: case(number), kind, mark: mark.as_bytes().to_vec() }
}

#[test]
fn cases_that_share_a_value_are_one_wave_and_the_weakest_link_says_how_strong() {
    let all = [
        seen(1, Kind::Account, "a"),
        seen(2, Kind::Account, "a"),
        seen(2, Kind::Domain, "b"),
        seen(3, Kind::Domain, "b"),
        seen(4, Kind::Phone, "a"),
        seen(5, Kind::Account, "x"),
        seen(6, Kind::Account, "x"),
        seen(6, Kind::Account, "x"),
        seen(7, Kind::Email, "alone"),
    ];
    let waves = waves(&all);
    assert_eq!(
        waves.iter().map(|wave| wave.cases.clone()).collect::<Vec<_>>(),
        [vec![case(1), case(2), case(3)], vec![case(5), case(6)]]
    );
    assert_eq!(
        waves.iter().map(|wave| wave.strength).collect::<Vec<_>>(),
        [Strength::Good, Strength::Strong]
    );
    assert_eq!(waves[0].shares[0].kind, Kind::Account);
    assert_eq!(
        waves[1].because(),
        "We think these belong together, because all 2 name the same bank account. Money goes to one account, and a new one is hard to get."
    );
    assert!(
        waves[0].because().contains("2 of these 3 name the same bank account; one more value links them.")
    );
}

#[test]
fn a_wave_of_thousands_is_found_at_once() {
    let mut all: Vec<Seen> = (0..5_000).map(|n| seen(n, Kind::Account, "one")).collect();
    all.extend((0..5_000).map(|n| seen(n, Kind::Domain, &format!("{}", n / 2))));
    let began = std::time::Instant::now();
    let found = waves(&all);
    assert_eq!((found.len(), found[0].cases.len(), found[0].strength), (1, 5_000, Strength::Strong));
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}

proptest! {
    #[test]
    fn any_text_is_answered_and_values_are_written_in_one_way(text in "\\PC{0,200}", digits in "[0-9 +()-]{0,60}") {
        let account = Account { happened: format!("{text} {digits}"), ..Account::default() };
        let shared = Shared::default();
        for one in observables(&account, &shared) {
            prop_assert!(!one.value.is_empty() && one.value.len() <= LONGEST_VALUE);
            if one.kind == Kind::Phone {
                prop_assert!(PhoneNumber::parse(&one.value).is_ok());
            }
        }
    }

    #[test]
    fn each_case_is_in_one_wave_and_shares_something_with_another(pairs in proptest::collection::vec((0_u128..12, 0_u8..8), 0..40)) {
        let all: Vec<Seen> = pairs.iter().map(|(n, mark)| Seen { case: case(*n), kind: Kind::Email, mark: vec![*mark] }).collect();
        let found = waves(&all);
        let mut members: Vec<CaseId> = found.iter().flat_map(|wave| wave.cases.clone()).collect();
        let many = members.len();
        members.sort();
        members.dedup();
        prop_assert_eq!(members.len(), many);
        for wave in &found {
            prop_assert!(wave.cases.len() > 1);
            for case in &wave.cases {
                prop_assert!(wave.shares.iter().any(|share| share.cases.contains(case)));
            }
        }
    }
}
