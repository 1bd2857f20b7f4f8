//! Who a message claims to be.

use crate::brand::Strength;
use crate::facts::Facts;
use crate::text::spaced_words;

/// Names that are looked at in one text.
const MOST_NAMED: usize = 60;
/// A letter of more words speaks about organisations, and seldom as one.
const LONG_LETTER: usize = 400;
/// Whoever speaks for an organisation names few others.
const MOST_CLAIMED: usize = 3;
/// Words put together from letters that are kept apart.
const MOST_SPACED: usize = 40;

/// Whom it claims to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The organisation, by its place in the book.
    pub(crate) brand: u32,
    /// Where it says so.
    pub(crate) place: Claimed,
    /// Whether letters were kept apart, so that readers by machine would not see the name.
    pub(crate) disguised: bool,
}

/// Where an organisation is claimed, the plainest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Claimed {
    /// In the sender's name.
    Name,
    /// In the subject, at its beginning or as the owner of an account.
    Subject,
    /// In the words, as whoever writes.
    Words,
}

/// Words that stand beside an organisation's name where it speaks of itself.
const BEHIND: &[&str] = &[
    "account",
    "accounts",
    "team",
    "support",
    "customer",
    "customers",
    "security",
    "service",
    "services",
    "wallet",
    "membership",
    "subscription",
    "department",
    "billing",
    "online",
    "user",
    "users",
    "member",
    "help",
    "app",
    "alert",
    "id",
    "login",
    "card",
    "bank",
    "parcel",
    "package",
    "delivery",
    "rewards",
    "reward",
    "survey",
    "shopper",
    "prime",
    "notification",
    "notifications",
    "order",
    "refund",
    "giveaway",
    "airdrop",
    "protocol",
    "prepaid",
    "gift",
    "courier",
    "konto",
    "kunde",
    "kunden",
    "kundin",
    "team!",
    "kundenservice",
    "paket",
    "gutschein",
    "geschenkkarte",
    "karte",
    "kaufer",
    "app",
    "-team",
    "-konto",
    "-kunde",
    "-kaufer",
    "-paket",
    "-gutschein",
    "-zustellungsnachricht",
    "-app",
    "cliente",
    "clientes",
    "conta",
    "cartao",
    "pontos",
    "prime",
    "cuenta",
    "livraison",
    "client",
    "klant",
    "klanten",
];
/// Words that stand before it there.
const BEFORE: &[&str] = &[
    "your",
    "dear",
    "by",
    "from",
    "hello",
    "hi",
    "my",
    "ihr",
    "ihre",
    "ihrem",
    "ihren",
    "von",
    "lieber",
    "liebe",
    "votre",
    "cher",
    "chez",
    "acheteur",
    "acheteurs",
    "client",
    "clients",
    "kunde",
    "kunden",
    "cliente",
    "klant",
    "d'achat",
    "d'achats",
    "kaufer",
    "carte-cadeau",
    "tu",
    "su",
    "de",
    "seu",
    "sua",
    "do",
    "da",
    "uw",
    "van",
    "beste",
    "tuo",
    "di",
    "our",
];
/// Words of a company, beside which an ordinary word is its name.
const COMPANY: &[&str] = &[
    "team",
    "support",
    "service",
    "services",
    "security",
    "customer",
    "care",
    "account",
    "accounts",
    "billing",
    "bank",
    "ltd",
    "limited",
    "inc",
    "plc",
    "uk",
    "notification",
    "notifications",
    "alert",
    "alerts",
    "info",
    "online",
    "department",
    "admin",
    "update",
    "updates",
    "help",
    "helpdesk",
    "noreply",
    "no-reply",
    "wallet",
    "official",
    "the",
    "payments",
    "payment",
    "delivery",
    "express",
    "mail",
    "email",
    "rewards",
    "reward",
    "premium",
    "news",
    "app",
    "verification",
    "via",
    "invoice",
    "invoices",
    "store",
    "shop",
    "desk",
    "it",
    "server",
    "mailbox",
    "box",
    "hr",
    "payroll",
    "accounts",
    "kundenservice",
    "client",
    "clients",
    "center",
    "centre",
];

/// Whom a message claims to be, if anybody of the book.
pub(crate) fn claim(facts: &Facts<'_>) -> Option<Claim> {
    in_name(facts).or_else(|| in_subject(facts)).or_else(|| in_words(facts)).or_else(|| disguised(facts))
}

fn in_name(facts: &Facts<'_>) -> Option<Claim> {
    let book = facts.setting.book;
    let name = &facts.name.text;
    let joined: String;
    let mut texts = vec![name.as_str()];
    if let Some((local, _)) = facts.from.address.split_once('@').filter(|_| name.is_empty()) {
        joined = local.to_ascii_lowercase().replace(['.', '_', '-'], " ");
        texts.push(&joined);
    }
    let parted = parted(&facts.from.name);
    texts.extend(parted.as_deref());
    let named =
        texts.iter().flat_map(|text| book.named(text, 8).into_iter().map(move |named| (*text, named)));
    let mut best = None;
    for (text, named) in named {
        let whole = text.len() == named.end - named.start || only_company_words(text, named.start, named.end);
        if named.strength == Strength::Plain || whole {
            let claim = Claim { brand: named.brand, place: Claimed::Name, disguised: false };
            // Of two organisations in one name, the one that the sender is counts.
            if facts.sender.as_deref().is_some_and(|host| book.may_write_for(named.brand, host)) {
                return Some(claim);
            }
            best = best.or(Some(claim));
        }
    }
    best
}

/// A name whose words stand without blanks ("NorthbankTeam"), with blanks; none if no such words are in it.
fn parted(name: &str) -> Option<String> {
    let mut out = String::new();
    let mut before = ' ';
    for sign in name.chars().take(MOST_NAME) {
        if before.is_lowercase() && sign.is_uppercase() {
            out.push(' ');
        }
        out.push(sign);
        before = sign;
    }
    (out.len() > name.len()).then(|| crate::text::fold(&out, MOST_NAME).text)
}

/// Letters of a name that are looked at.
const MOST_NAME: usize = 400;

/// Whether all other words of a name are those of a company.
pub(crate) fn only_company_words(text: &str, start: usize, end: usize) -> bool {
    let rest = [&text[..start], &text[end..]];
    rest.iter()
        .flat_map(|part| part.split(|sign: char| !sign.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .all(|word| COMPANY.contains(&word) || word.bytes().all(|b| b.is_ascii_digit()))
}

fn in_subject(facts: &Facts<'_>) -> Option<Claim> {
    let text = &facts.subject.text;
    speaking(facts, text, true).map(|brand| Claim { brand, place: Claimed::Subject, disguised: false })
}

fn in_words(facts: &Facts<'_>) -> Option<Claim> {
    if facts.body_words > LONG_LETTER {
        return None;
    }
    let text = facts.folded.text.get(facts.subject_end..)?;
    speaking(facts, text.trim_start(), facts.bare).map(|brand| Claim {
        brand,
        place: Claimed::Words,
        disguised: false,
    })
}

/// The organisation that a text speaks for, by the words beside its name.
fn speaking(facts: &Facts<'_>, text: &str, subject: bool) -> Option<u32> {
    let named = facts.setting.book.named(text, MOST_NAMED);
    let mut best: Option<(u32, u32)> = None;
    let several: std::collections::BTreeSet<u32> = named.iter().map(|each| each.brand).collect();
    // Whoever names many speaks about them.
    if several.len() > MOST_CLAIMED {
        return None;
    }
    for each in &named {
        let before =
            text[..each.start].trim_end().rsplit(|s: char| s.is_whitespace()).next().unwrap_or_default();
        let after = text[each.end..]
            .trim_start_matches([' ', '\'', '-', ':'])
            .split(|s: char| !(s.is_alphanumeric()))
            .next();
        let behind = after.is_some_and(|word| BEHIND.contains(&word));
        let ahead = BEFORE.contains(&before.trim_matches(|s: char| !s.is_alphanumeric()));
        let begins = subject && each.start == 0;
        let points = match each.strength {
            Strength::Plain if behind || ahead || begins => {
                1 + 2 * u32::from(behind) + u32::from(ahead) + 2 * u32::from(begins)
            }
            Strength::Plain => continue,
            Strength::Shy => 3 * u32::from(behind && (ahead || begins)),
        };
        let points =
            points + named.iter().filter(|other| other.brand == each.brand).count().min(3) as u32 - 1;
        if points >= 3 && best.is_none_or(|(most, _)| points > most) {
            best = Some((points, each.brand));
        }
    }
    best.map(|(_, brand)| brand)
}

/// A name whose letters are kept apart, or in which a capital `I` plays the `l`.
fn disguised(facts: &Facts<'_>) -> Option<Claim> {
    let from = &facts.from.name;
    if from.contains('I') {
        let read = crate::text::fold(&from.replace('I', "l"), 400).text;
        let named = facts.setting.book.named(&read, 4).into_iter().find(|named| {
            read[named.start..named.end].contains('l')
                && (named.strength == Strength::Plain || only_company_words(&read, named.start, named.end))
        });
        if let Some(named) = named {
            return Some(Claim { brand: named.brand, place: Claimed::Name, disguised: true });
        }
    }
    let texts = [facts.name.text.as_str(), &facts.subject.text, &facts.folded.text];
    texts.iter().flat_map(|text| spaced_words(text, MOST_SPACED)).find_map(|word| {
        let named = facts.setting.book.named(&word, 1).into_iter().next()?;
        (named.strength == Strength::Plain && named.end - named.start == word.len()).then_some(Claim {
            brand: named.brand,
            place: Claimed::Name,
            disguised: true,
        })
    })
}
