//! What is read out of a text, and in which spelling.

use observables::{
    Chain, Check, Currency, Form, Kind, LONGEST_TEXT, MOST_MENTIONS, Mention, PhoneRange, Platform, read,
    read_field,
};

fn only(text: &str) -> Mention {
    let mut found = read(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

fn values(text: &str) -> Vec<String> {
    read(text).into_iter().map(|mention| format!("{} {}", mention.kind.word(), mention.value)).collect()
}

#[test]
fn one_telephone_number_has_many_spellings_and_one_value() {
    for (written, form) in [
        ("07700900123", Form::Plain),
        ("07700 900123", Form::Grouped),
        ("(07700) 900-123", Form::Grouped),
        ("07700.900.123", Form::Grouped),
        ("+447700900123", Form::Grouped),
        ("+44 (0)7700 900 123", Form::Grouped),
        ("0044 7700 900123", Form::Grouped),
        ("0 7 7 0 0 9 0 0 1 2 3", Form::Grouped),
        ("O77OO 9OOl23", Form::LetterDigits),
        ("oh seven seven double-oh nine double oh one two three", Form::Spoken),
        ("zero seven seven zero zero nine zero zero one two three", Form::Spoken),
        ("07\u{200b}700 9001\u{ad}23", Form::Hidden),
        ("０７７００９００１２３", Form::Hidden),
        ("٠٧٧٠٠٩٠٠١٢٣", Form::Hidden),
    ] {
        let found = only(written);
        assert_eq!((found.kind, found.value.as_str()), (Kind::Phone, "+447700900123"), "{written}");
        assert_eq!(found.form, form, "{written}");
    }
}

#[test]
fn a_number_tells_by_its_plan_what_it_costs() {
    for (number, range) in [
        ("020 7123 4567", PhoneRange::Geographic),
        ("0300 123 2040", PhoneRange::NonGeographic),
        ("070 1234 5678", PhoneRange::Personal),
        ("07912 345679", PhoneRange::Mobile),
        ("0800 055 5500", PhoneRange::Free),
        ("0871 222 3344", PhoneRange::Service),
        ("0906 123 4567", PhoneRange::Premium),
        ("07700 900123", PhoneRange::Drama),
        ("+33 1 23 45 67 89", PhoneRange::Abroad),
    ] {
        assert_eq!(only(number).phone_range(), Some(range), "{number}");
    }
}

#[test]
fn a_sort_code_finds_its_account_in_any_order() {
    for written in [
        "09-01-28 12345674",
        "090128 12345674",
        "sort code 09 01 28, account number 1234 5674",
        "Account: 12345674, name: A. Baker, sort code: 090128",
        "acc 12345674 s/c 090128",
        "09-01-28/1234 5674",
    ] {
        assert_eq!(values(written), ["account 09-01-28 12345674"], "{written}");
    }
}

#[test]
fn an_iban_is_held_against_its_check_digits() {
    let iban = only("GB33 BUKB 2020 1555 5555 55");
    assert_eq!((iban.value.as_str(), iban.check), ("GB33BUKB20201555555555", Check::Passed));
    assert_eq!(iban.key(), only("sort code 20-20-15 account 55555555").key());
    assert_eq!(only("IBAN: GB34BUKB20201555555555").check, Check::Failed);
    assert_eq!(only("DE75 5121 0800 1245 1261 98").check, Check::Failed);
    assert_eq!(values("model DE75512108001245126198"), [""; 0]);
}

#[test]
fn wallets_are_held_against_their_checksums() {
    for (written, chain, check) in [
        ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", Chain::Bitcoin, Check::Passed),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", Chain::Bitcoin, Check::Passed),
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", Chain::Bitcoin, Check::Passed),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdz", Chain::Bitcoin, Check::Failed),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Chain::Ethereum, Check::Passed),
        ("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Chain::Ethereum, Check::Failed),
        ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", Chain::Ethereum, Check::None),
        ("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", Chain::Tron, Check::Passed),
    ] {
        let found = only(written);
        assert_eq!((found.kind, found.check), (Kind::Wallet(chain), check), "{written}");
    }
    let shape = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";
    assert_eq!(read(shape), []);
    assert_eq!(only(&format!("Solana: {shape}")).kind, Kind::Wallet(Chain::Solana));
}

#[test]
fn a_cards_number_is_never_kept() {
    let found = only("my card is 4012-8888-8888-1881 ok");
    assert_eq!((found.kind, found.value.as_str()), (Kind::Card, "card ending 1881"));
    assert!(!format!("{found:?}").contains("4012"));
    assert_eq!(values("my card is 4012 8888 8888 1882"), [""; 0]);
}

#[test]
fn addresses_are_read_however_they_are_defanged() {
    for written in [
        "anna@bakery.example",
        "Anna [at] bakery [dot] example",
        "anna(at)bakery(dot)example",
        "anna at bakery dot example",
        "ANNA@BAKERY[.]EXAMPLE",
        "<anna @ bakery.example>",
    ] {
        assert_eq!(values(written), ["email anna@bakery.example"], "{written}");
    }
    for written in [
        "hxxps://bakery[.]example/x",
        "hXXps[:]//bakery(.)example/x",
        "https://bakery.example/x",
        "https[://]bakery[dot]example/x",
    ] {
        assert_eq!(values(written), ["url https://bakery.example/x"], "{written}");
    }
}

#[test]
fn names_that_look_alike_become_their_ascii_spelling() {
    assert_eq!(only("аpple.com").value, "xn--pple-43d.com");
    assert_eq!(only("bücher.example").value, "xn--bcher-kva.example");
}

#[test]
fn an_address_of_numbers_is_no_name() {
    assert_eq!(values("192.0.2.7/ and 203.0.113.7/24"), ["ip 192.0.2.7", "ip 203.0.113.7"]);
    assert_eq!(values("203.0.113.7/login"), ["url 203.0.113.7/login"]);
}

#[test]
fn two_spellings_of_one_mailbox_have_one_key() {
    assert_eq!(only("An.Na+shop@googlemail.com").key(), only("anna@gmail.com").key());
    assert_ne!(only("an.na@bakery.example").key(), only("anna@bakery.example").key());
}

#[test]
fn what_people_write_where_they_know_nothing_is_marked() {
    for written in [
        "0123456789",
        "01234 567890",
        "test@example.com",
        "00-00-00 00000000",
        "12-34-56 12345678",
        "www.example.com",
        "127.0.0.1",
    ] {
        assert!(only(written).placeholder, "{written}");
    }
    for written in ["07912 345679", "anna@bakery.example", "09-01-28 12345674", "bakery.example"] {
        assert!(!only(written).placeholder, "{written}");
    }
}

#[test]
fn a_sum_is_counted_in_pence() {
    let sum = only("£1,250.50");
    assert_eq!(sum.sum(), Some((Currency::Gbp, 125_050)));
    assert_eq!(sum.money().map(terms::Money::pence), Some(125_050));
    assert_eq!(only("$1.2k").sum(), Some((Currency::Usd, 120_000)));
}

#[test]
fn a_platform_is_told_where_the_text_tells_it() {
    assert_eq!(only("@anna_92 on TikTok").kind, Kind::Handle(Platform::TikTok));
    assert_eq!(only("Telegram: @anna_92").kind, Kind::Handle(Platform::Telegram));
    assert_eq!(only("@anna_92").kind, Kind::Handle(Platform::Unsaid));
    let page = only("https://www.instagram.com/Anna.92/");
    assert_eq!(page.profile(), Some((Platform::Instagram, "@anna.92".to_owned())));
}

#[test]
fn a_field_needs_no_words_around_its_value() {
    let value = |kind, text: &str| read_field(kind, text).first().map(|mention| mention.value.clone());
    assert_eq!(value(Kind::Phone, "7700 900123").as_deref(), Some("+447700900123"));
    assert_eq!(value(Kind::Handle(Platform::Unsaid), "AnnaBakes").as_deref(), Some("@annabakes"));
    assert_eq!(value(Kind::Reference, "ab 12 77").as_deref(), Some("AB1277"));
    assert_eq!(value(Kind::Phone, "unknown"), None);
}

#[test]
fn the_place_is_told_in_bytes_of_the_text() {
    let text = "Grüße, ruf 0\u{200b}7700 900123 an";
    let found = only(text);
    assert_eq!(text.get(found.written), Some("0\u{200b}7700 900123"));
}

#[test]
fn the_longest_text_is_read_to_its_end_and_no_further() {
    let number = "07700900123";
    let blanks = " ".repeat(LONGEST_TEXT - number.len());
    assert_eq!(read(&format!("{blanks}{number}")).len(), 1);
    assert_eq!(read(&format!("{blanks} {number}")).len(), 0);
}

#[test]
fn no_more_than_so_many_mentions_are_told() {
    let text = "07700900123, ".repeat(MOST_MENTIONS);
    assert_eq!(read(&text).len(), MOST_MENTIONS);
    assert_eq!(read(&format!("{text}07700900123")).len(), MOST_MENTIONS);
}

#[test]
fn the_limits_are_those_of_mail_names_and_addresses() {
    let mailbox = |length: usize| values(&format!("{}@bakery.example", "a".repeat(length)));
    assert_eq!(mailbox(64).len(), 1);
    assert_eq!(mailbox(65), [""; 0]);
    let label = |length: usize| values(&format!("{}.example", "a".repeat(length)));
    assert_eq!(label(63).len(), 1);
    assert_eq!(label(64), [""; 0]);
    let host = "https://bakery.example";
    let page = |length: usize| format!("{host}/{}", "a".repeat(length - host.len() - 1));
    assert_eq!(only(&page(4_096)).value.len(), 4_096);
    let longer = only(&page(4_097));
    assert_eq!((longer.value.as_str(), longer.written), (host, 0..4_097));
}

#[test]
fn a_number_of_more_digits_than_any_is_not_read() {
    assert_eq!(values("07700900123"), ["phone +447700900123"]);
    assert_eq!(values("077009001230770090012307"), [""; 0]);
    assert_eq!(values(&"07700 900123 ".repeat(3)).len(), 3);
}
