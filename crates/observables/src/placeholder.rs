//! What people write where they know nothing, and what documents show as an example.

use crate::Kind;

/// Whether a canonical value says nothing about anybody.
pub(crate) fn is(kind: Kind, value: &str) -> bool {
    match kind {
        Kind::Phone => is_phone(value),
        Kind::Email => is_email(value),
        Kind::Domain | Kind::Url => is_host(crate::url::host(value)),
        Kind::SortCodeAccount => is_account(value),
        Kind::Iban => {
            matches!(value, "GB29NWBK60161331926819" | "GB82WEST12345698765432" | "DE89370400440532013000")
        }
        Kind::Card => matches!(value, "card ending 0000" | "card ending 1234"),
        Kind::Ip => {
            value.starts_with("0.")
                || value.starts_with("127.")
                || value == "1.2.3.4"
                || value.starts_with("192.0.2.")
        }
        Kind::Wallet(_) => {
            value.trim_start_matches("0x").bytes().all(|b| b == b'0')
                || value == "1BitcoinEaterAddressDontSendf59kuE"
        }
        Kind::Reference => digits_of(value).is_some_and(|digits| is_filler(&digits)),
        Kind::Handle(_) => matches!(value, "@username" | "@name" | "@handle" | "@unknown" | "@example"),
        Kind::Amount | Kind::Deadline | Kind::Device => false,
    }
}

fn is_phone(value: &str) -> bool {
    let digits = value.trim_start_matches('+');
    let national = digits.strip_prefix("44").filter(|_| value.starts_with('+')).unwrap_or(digits);
    let tail_repeats =
        national.len() >= 9 && national.bytes().skip(2).all(|b| Some(&b) == national.as_bytes().last());
    matches!(
        national,
        "1234567890"
            | "123456789"
            | "0123456789"
            | "7123456789"
            | "7000000000"
            | "7123123123"
            | "7912345678"
            | "7987654321"
    ) || tail_repeats
}

fn is_email(value: &str) -> bool {
    let (local, host) = value.split_once('@').unwrap_or((value, ""));
    let nobody = matches!(
        local,
        "test"
            | "name"
            | "user"
            | "username"
            | "example"
            | "none"
            | "unknown"
            | "email"
            | "you"
            | "your.name"
            | "abc"
    );
    let nowhere = matches!(
        host,
        "test.com"
            | "email.com"
            | "domain.com"
            | "abc.com"
            | "mail.com"
            | "none.com"
            | "unknown.com"
            | "test.co.uk"
    );
    is_host(host) || nobody && nowhere
}

fn is_host(host: &str) -> bool {
    let name = host.strip_prefix("www.").unwrap_or(host);
    matches!(
        name,
        "example.com"
            | "example.org"
            | "example.net"
            | "example.co.uk"
            | "domain.com"
            | "yourdomain.com"
            | "website.com"
            | "test.com"
    )
}

fn is_account(value: &str) -> bool {
    let (sort, account) = value.split_once(' ').unwrap_or((value, ""));
    let sort = sort.replace('-', "");
    is_filler(&sort) && is_filler(account) || account.bytes().all(|b| b == b'0') || sort == "000000"
}

fn digits_of(value: &str) -> Option<String> {
    value.bytes().all(|b| b.is_ascii_digit() || b == b'-').then(|| value.replace('-', ""))
}

/// One digit over and over, or counting upwards.
fn is_filler(digits: &str) -> bool {
    let same = digits.bytes().all(|b| Some(&b) == digits.as_bytes().first());
    let counts = "01234567890".contains(digits) || "12345678901".contains(digits);
    !digits.is_empty() && (same || counts)
}
