//! Passwords: what is good enough, and how they are kept and tried (Argon2id, RFC 9106).
//!
//! One hash takes 64 MiB and a tenth of a second. How many are worked on at one time is limited
//! for the whole program, so that a flood of tries takes neither the memory nor the processors.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use terms::edge::{Chance, random};
use tokio::sync::Semaphore;

use crate::problem::Problem;

/// The shortest password, in characters.
pub(crate) const SHORTEST: usize = 12;
/// The longest password, in characters: a longer one is a way to keep us busy.
pub(crate) const LONGEST: usize = 128;
/// Memory of one hash, in KiB: 64 MiB, the second choice of RFC 9106, section 4.
const MEMORY_KIB: u32 = 64 * 1024;
/// Passes over that memory.
const PASSES: u32 = 3;
/// So many hashes are worked on at one time in the whole program: 128 MiB at most.
const AT_ONE_TIME: usize = 2;
/// So many may wait for their turn; whoever comes then is asked to come again.
const MOST_WAITING: usize = 64;

/// What people choose most, without digits and signs, folded: found in every published list.
/// A password that is one of these with decoration is refused.
const COMMONEST: &str = include_str!("commonest_words.txt");

static TURNS: Semaphore = Semaphore::const_new(AT_ONE_TIME);
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// Why a password will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    TooShort,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// Among the first that anybody would try.
    TooCommon,
    /// Made of the person's or the centre's own name.
    OwnName,
}

impl Weakness {
    /// What is wrong and what to do, for the person who chose it.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::TooShort => {
                "The password needs 12 characters or more. Three words that do not belong together are easy to keep in mind."
            }
            Self::TooLong => "The password can have 128 characters at most.",
            Self::TooCommon => {
                "Many people use this password, so it is tried first. Choose three words that do not belong together."
            }
            Self::OwnName => {
                "The password is made of your name, your e-mail address or the centre's name. Choose something that nobody would look for here."
            }
        }
    }
}

/// Looks whether a password will do. `own` are names that somebody who knows the person would try.
pub(crate) fn check(password: &str, own: &[&str]) -> Result<(), Weakness> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Weakness::TooShort);
    }
    if length > LONGEST {
        return Err(Weakness::TooLong);
    }
    let core = core_of(password);
    if has_few_characters(password)
        || is_a_run(password)
        || COMMONEST.lines().any(|word| is_made_of(&core, word))
    {
        return Err(Weakness::TooCommon);
    }
    let names = own.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    if names.map(core_of).filter(|name| name.len() >= 3).any(|name| is_made_of(&core, &name)) {
        return Err(Weakness::OwnName);
    }
    Ok(())
}

/// The letters of a password, folded, with the usual signs for letters read as those letters.
fn core_of(password: &str) -> String {
    let letter = |c: char| match c {
        '0' => Some('o'),
        '1' | '!' => Some('i'),
        '3' => Some('e'),
        '4' | '@' => Some('a'),
        '5' | '$' => Some('s'),
        '7' => Some('t'),
        c if c.is_alphabetic() => c.to_lowercase().next(),
        _ => None,
    };
    let trimmed = password.trim_matches(|c: char| !c.is_alphabetic() && c != '@' && c != '$');
    trimmed.chars().filter_map(letter).collect()
}

/// Whether nothing is left of `core` when `word` is taken out of it as often as it is there.
fn is_made_of(core: &str, word: &str) -> bool {
    !word.is_empty() && (core == word || core.replace(word, "").len() < 4 && core.contains(word))
}

/// Fewer than five different characters.
fn has_few_characters(password: &str) -> bool {
    let different: std::collections::BTreeSet<char> = password.chars().collect();
    different.len() < 5
}

/// Every character follows the one before, up or down, as on a keyboard or in the alphabet.
fn is_a_run(password: &str) -> bool {
    const ROWS: [&str; 5] =
        ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let folded = password.to_lowercase();
    let follows = |pair: &[char]| {
        ROWS.iter().any(|row| {
            let two: String = pair.iter().collect();
            let back: String = pair.iter().rev().collect();
            row.contains(&two) || row.contains(&back)
        })
    };
    let letters: Vec<char> = folded.chars().collect();
    let breaks = letters.windows(2).filter(|pair| !follows(pair)).count();
    breaks * 4 < letters.len()
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).unwrap_or(Params::DEFAULT);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password for keeping, as a PHC string.
///
/// # Errors
/// When too many wait for their turn.
pub(crate) async fn hash(password: &str, chance: &dyn Chance) -> Result<String, Problem> {
    let (password, salt) = (password.to_owned(), random::<16>(chance));
    in_turn(move || hash_with(&password, &salt)).await?.map_err(Problem::broken)
}

fn hash_with(password: &str, salt: &[u8]) -> Result<String, String> {
    hasher()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|fault| fault.to_string())
}

/// Whether this is the password that was hashed. With no hash at hand the same work is done
/// against one that nothing fits, so that the time tells nothing about who has an account.
///
/// # Errors
/// When too many wait for their turn.
pub(crate) async fn fits(password: &str, phc: Option<String>) -> Result<bool, Problem> {
    let password = password.to_owned();
    in_turn(move || {
        let is_known = phc.is_some();
        let phc = phc.unwrap_or_else(|| fits_nothing().to_owned());
        let fits = PasswordHash::new(&phc)
            .is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok());
        fits && is_known && password.chars().count() <= LONGEST
    })
    .await
}

fn fits_nothing() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| hash_with("", b"fits nothing at all").unwrap_or_default())
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let _waits = Waiting::join().ok_or_else(Problem::busy)?;
    let _turn = TURNS.acquire().await.map_err(Problem::broken)?;
    tokio::task::spawn_blocking(work).await.map_err(Problem::broken)
}

/// A place in the line; given up when dropped, also when the asker goes away.
struct Waiting;

impl Waiting {
    fn join() -> Option<Self> {
        if WAITING.fetch_add(1, Ordering::AcqRel) < MOST_WAITING {
            return Some(Self);
        }
        WAITING.fetch_sub(1, Ordering::AcqRel);
        None
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_has_two_ends() {
        let some = "kestrel-anvil-Tuesday-";
        assert_eq!(check("anvil-kestr", &[]), Err(Weakness::TooShort));
        assert_eq!(check("anvil-kestre", &[]), Ok(()));
        let long: String = some.chars().cycle().take(LONGEST).collect();
        assert_eq!(check(&long, &[]), Ok(()));
        assert_eq!(check(&format!("{long}x"), &[]), Err(Weakness::TooLong));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for common in [
            "password1234",
            "P@ssw0rd2026!",
            "passwordpassword",
            "Welcome20262026",
            "letmein!!!!!!",
            "qwertyuiop12",
            "123456789012",
            "aaaaaaaaaaaa",
            "abcdefghijkl",
            "iloveyou12345",
            "liverpoolfc1892",
        ] {
            assert_eq!(check(common, &[]), Err(Weakness::TooCommon), "{common}");
        }
        for fine in ["correct horse battery", "three blue teapots", "Montag-Regen-99-Kanne"] {
            assert_eq!(check(fine, &[]), Ok(()), "{fine}");
        }
    }

    #[test]
    fn ones_own_name_is_refused() {
        let own = ["Ada Example", "ada.example@centre.example", "London Watchhouse"];
        for named in ["watchhouse2026", "AdaExample123", "ada.example!!!"] {
            assert_eq!(check(named, &own), Err(Weakness::OwnName), "{named}");
        }
        assert_eq!(check("a lantern over Ada's door", &own), Ok(()));
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_and_no_other() {
        struct Sevens;
        impl Chance for Sevens {
            fn fill(&self, bytes: &mut [u8]) {
                bytes.fill(7);
            }
        }
        let phc = hash("three blue teapots", &Sevens).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{phc}");
        assert!(fits("three blue teapots", Some(phc.clone())).await.unwrap());
        assert!(!fits("three blue teapot", Some(phc)).await.unwrap());
        assert!(!fits("", None).await.unwrap());
    }

    #[test]
    fn the_line_has_an_end() {
        let places: Vec<_> = std::iter::from_fn(Waiting::join).take(MOST_WAITING + 8).collect();
        assert!(places.len() <= MOST_WAITING);
        assert!(Waiting::join().is_none());
        drop(places);
        assert!(Waiting::join().is_some());
    }
}
