//! One-time codes from an app (RFC 6238): made, shown as a picture, and tried once.

use askama::Template;
use data_encoding::BASE32_NOPAD;
use press::{FigureId, Svg, qr_code};
use store::{Secret, Store};
use terms::edge::{Chance, random};
use terms::{PersonId, Timestamp};
use totp_rs::{Builder, Totp};

use crate::app::App;
use crate::face::Content;
use crate::problem::Problem;

/// Bytes of a secret (RFC 4226, section 4, R6 recommends 160 bits).
const SECRET_BYTES: usize = 20;
/// Digits of a code.
pub(crate) const DIGITS: usize = 6;
/// Seconds that a code lives.
const STEP_SECONDS: u64 = 30;
/// So many steps before and after now are taken: clocks differ.
const SKEW: u16 = 1;

/// A secret from which codes are made, on its way to somebody's app.
#[derive(Clone)]
pub(crate) struct NewSecret(Vec<u8>);

#[derive(Template)]
#[template(source = "{{ svg.as_str()|safe }}", ext = "html")]
struct Picture {
    svg: Svg,
}

impl NewSecret {
    /// Draws a new one.
    pub(crate) fn draw(chance: &dyn Chance) -> Self {
        Self(random::<SECRET_BYTES>(chance).to_vec())
    }

    /// Reads one back from [`NewSecret::text`].
    pub(crate) fn parse(text: &str) -> Option<Self> {
        BASE32_NOPAD.decode(text.as_bytes()).ok().filter(|bytes| bytes.len() == SECRET_BYTES).map(Self)
    }

    /// As an app reads it.
    pub(crate) fn text(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The same for people who type it: four characters at a time.
    pub(crate) fn spoken(&self) -> String {
        let text = self.text();
        let fours: Vec<&str> =
            (0..text.len()).step_by(4).filter_map(|at| text.get(at..text.len().min(at + 4))).collect();
        fours.join(" ")
    }

    /// The bytes, to keep them.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The picture for a phone's camera; nothing when the names are too long for one.
    pub(crate) fn picture(&self, app: &App, account: &str) -> Content {
        let drawn = FigureId::parse("one-time-secret")
            .ok()
            .and_then(|id| qr_code(&id, "Set up codes in your app", &self.address(app, account)).ok());
        drawn.map_or_else(Content::default, |svg| Content::of(&Picture { svg }))
    }

    /// The address that apps understand (`otpauth`).
    pub(crate) fn address(&self, app: &App, account: &str) -> String {
        let part = |text: &str| -> String {
            url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
        };
        let issuer = part(&app.facts.centre_name);
        format!("otpauth://totp/{issuer}:{}?secret={}&issuer={issuer}", part(account), self.text())
    }

    /// The time step whose code this is, if it is one of now.
    pub(crate) fn step_of(&self, code: &str, now: Timestamp) -> Option<i64> {
        step_of(&self.0, code, now)
    }
}

fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = u64::try_from(now.as_second()).ok()?;
    generator(secret).check(&digits, seconds).and_then(|step| i64::try_from(step).ok())
}

fn generator(secret: &[u8]) -> Totp {
    Builder::new()
        .with_secret(secret.to_vec())
        .with_step_duration(STEP_SECONDS)
        .with_skew(SKEW)
        .build_noncompliant()
}

/// Whether a person showed their second factor: a code from the app, which works once, or a
/// recovery code, which is used up.
pub(crate) async fn shown(
    store: &Store,
    person: PersonId,
    code: &str,
    now: Timestamp,
) -> Result<bool, Problem> {
    if let Some(kept) = store.one_time_secret_of(person).await?
        && let Some(step) = step_of(&kept.secret, code, now)
    {
        return Ok(store.spend_one_time_step(person, step).await?);
    }
    let looks_like_a_code = code.chars().filter(|c| !c.is_whitespace()).count() <= DIGITS;
    if looks_like_a_code {
        return Ok(false);
    }
    let by = centre::ledger::Actor::Person(person);
    Ok(store.use_recovery_code(person, &Secret::presented(code), &by, now).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = NewSecret(b"12345678901234567890".to_vec());
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            let at = Timestamp::from_second(second).unwrap();
            assert_eq!(secret.step_of(code, at), Some(second / 30), "{second}");
        }
    }

    #[test]
    fn a_code_lives_for_its_step_and_one_on_each_side() {
        let secret = NewSecret(b"12345678901234567890".to_vec());
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(secret.step_of("287 082", at(89)), Some(1));
        assert_eq!(secret.step_of("287082", at(90)), None);
        assert_eq!(secret.step_of("287082", at(0)), Some(1));
        for nonsense in ["", "28708", "2870822", "28708a", "２８７０８２"] {
            assert_eq!(secret.step_of(nonsense, at(59)), None, "{nonsense}");
        }
    }

    #[test]
    fn a_secret_reads_back_and_is_spoken_in_fours() {
        let secret = NewSecret(b"12345678901234567890".to_vec());
        assert_eq!(secret.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(secret.spoken(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(NewSecret::parse(&secret.text()).unwrap().0, secret.0);
        assert!(NewSecret::parse("GEZD").is_none());
    }
}
