use super::*;

fn keyed(seed: u8) -> [u8; 32] {
    std::array::from_fn(|at| seed.wrapping_mul(31).wrapping_add(u8::try_from(at).unwrap().wrapping_mul(97)))
}

fn call(digits: &str) -> Option<TypedCode> {
    Some(TypedCode::Call(digits.to_owned()))
}

#[test]
fn a_code_is_read_however_it_was_heard() {
    for typed in
        ["482913706", "482 913 706", " 482-913-706 ", "482.913.706", "4 8 2 9 1 3 7 0 6", "482–913—706"]
    {
        assert_eq!(read_code(typed), call("482913706"), "{typed:?}");
    }
    assert_eq!(read_code("lO2 9i3 7oS"), call("102913705"), "letters that look like digits");
    assert_eq!(read_code("zB2 Q13 706"), call("282013706"));
    assert_eq!(read_code("482 913 706 001"), call("482913706001"), "a long one");
}

#[test]
fn what_cannot_be_a_code_is_none() {
    for typed in [
        "",
        "   ",
        "48291370",
        "4829137060",
        "482 913 70x",
        "４８２９１３７０６",
        "+482913706",
        "M7K3-DW9Q-X2T",
    ] {
        assert_eq!(read_code(typed), None, "{typed:?}");
    }
    let padded = |length: usize| format!("482913706{}", " ".repeat(length - 9));
    assert_eq!(read_code(&padded(LONGEST_TYPED)), call("482913706"));
    assert_eq!(read_code(&padded(LONGEST_TYPED + 1)), None);
}

#[test]
fn a_letters_code_is_read_as_it_is_printed_and_as_it_is_mistaken() {
    for seed in 0..=255 {
        let printed = letter_code(&keyed(seed));
        assert_eq!(printed.len(), LETTER_CODE_SIGNS + 2, "{printed}");
        let bare = printed.replace('-', "");
        assert_eq!(read_code(&printed), Some(TypedCode::Letter(bare.clone())));
        let mistaken = printed.to_lowercase().replace('0', "o").replace('1', "l").replace('v', "u");
        assert_eq!(read_code(&format!(" {mistaken}\n")), Some(TypedCode::Letter(bare)), "{mistaken}");
    }
}

#[test]
fn digits_are_even_and_as_many_as_asked() {
    assert_eq!(spoken_digits(&[0; 32], CALL_DIGITS), "000000000");
    assert_eq!(spoken_digits(&[0; 32], LONG_CALL_DIGITS), "000000000000");
    assert_eq!(spoken_digits(&[255; 32], CALL_DIGITS), "768211455", "the end of 2^128 - 1");
    assert_eq!(in_groups_of_three("482913706"), "482 913 706");
    let all: std::collections::BTreeSet<_> =
        (0..=255).map(|seed| spoken_digits(&keyed(seed), CALL_DIGITS)).collect();
    assert!(all.len() > 200, "codes of different checks differ");
}

#[test]
fn a_code_has_enough_bits_for_what_the_limits_leave() {
    let bits = f64::log2(10_f64.powi(i32::try_from(CALL_DIGITS).unwrap()));
    assert!(bits > 29.0);
    let tries_a_day = MISSES_OF_A_STORM * 24 * 60 / STORM_MINUTES;
    let live = i64::try_from(MOST_LIVE_CALLS).unwrap();
    assert!(tries_a_day * live < 1_000_000_000 / 2_000, "less than one day in two thousand");
}

#[test]
fn a_code_is_dead_at_its_minute_and_not_before() {
    let at = |second| Timestamp::from_second(1_795_000_000 + second).unwrap();
    let end = at(CALL_MINUTES * 60);
    assert_eq!(standing(None, None, end, at(CALL_MINUTES * 60 - 1)), Standing::Waiting);
    assert_eq!(standing(None, None, end, at(CALL_MINUTES * 60)), Standing::RunOut);
    assert_eq!(standing(None, None, end, at(CALL_MINUTES * 60 + 1)), Standing::RunOut);
    assert_eq!(standing(None, Some(at(5)), end, at(9)), Standing::Replaced);
    assert_eq!(standing(Some(at(7)), Some(at(8)), end, at(9_999)), Standing::Confirmed(at(7)));
}

#[test]
fn a_storm_begins_at_its_limit_and_makes_codes_longer() {
    assert_eq!(digits_now(MISSES_OF_A_STORM - 1), CALL_DIGITS);
    assert_eq!(digits_now(MISSES_OF_A_STORM), LONG_CALL_DIGITS);
    let told: Vec<i64> = (0..=20).filter(|misses| is_told(*misses)).collect();
    assert_eq!(told, [1, 2, 4, 8, 16]);
    assert_eq!((1..=1_000_000).filter(|misses| is_told(*misses)).count(), 20);
}

#[test]
fn an_address_shows_so_much_that_its_owner_knows_it() {
    for (address, shown) in [
        ("anna@bakery.example", "a…@b…y.example"),
        ("a@b.co.uk", "a…@b….co.uk"),
        ("ünal@café.example", "ü…@c…é.example"),
        ("@", "…"),
        ("nobody", "n…"),
        ("x@localhost", "x…@l…t"),
    ] {
        assert_eq!(masked(address), shown, "{address}");
    }
}
