//! Certificate companies: how they sign, and by which names a rule allows them (RFC 8659, 4.2).
//!
//! The names are those that the companies publish in their statements of practice. Companies that issue for
//! others are told by the organisation in the issuer's line.

/// What the issuer's line says, in lower case, and the names in rules that allow this company.
const KNOWN: [(&str, &[&str]); 18] = [
    ("let's encrypt", &["letsencrypt.org"]),
    ("google trust services", &["pki.goog", "google.com"]),
    ("digicert", DIGICERT),
    ("geotrust", DIGICERT),
    ("thawte", DIGICERT),
    ("rapidssl", DIGICERT),
    ("sectigo", SECTIGO),
    ("comodo", SECTIGO),
    ("zerossl", SECTIGO),
    ("globalsign", &["globalsign.com"]),
    ("godaddy", GODADDY),
    ("starfield", GODADDY),
    ("amazon", &["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"]),
    ("ssl corp", &["ssl.com"]),
    ("entrust", &["entrust.net", "affirmtrust.com"]),
    ("buypass", &["buypass.com", "buypass.no"]),
    ("actalis", &["actalis.it"]),
    ("microsoft", &["microsoft.com"]),
];

const DIGICERT: &[&str] = &[
    "digicert.com",
    "www.digicert.com",
    "symantec.com",
    "geotrust.com",
    "thawte.com",
    "rapidssl.com",
    "digicert.ne.jp",
    "cybertrust.ne.jp",
];
const SECTIGO: &[&str] =
    &["sectigo.com", "comodo.com", "comodoca.com", "usertrust.com", "trust-provider.com", "zerossl.com"];
const GODADDY: &[&str] = &["godaddy.com", "starfieldtech.com"];

/// The names in rules that allow the company of this issuer's line; none where we do not know it.
pub(crate) fn names_of(issuer: &str) -> Option<&'static [&'static str]> {
    let organisation = issuer.to_lowercase().replace('\u{2019}', "'").replace("godaddy.com", "godaddy");
    KNOWN.iter().find(|(sign, _)| organisation.contains(sign)).map(|(_, names)| *names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_known_by_its_line() {
        assert_eq!(names_of("C=US, O=Let's Encrypt, CN=R11"), Some(&["letsencrypt.org"][..]));
        assert_eq!(names_of("C=US, O=Google Trust Services, CN=WR1").unwrap()[0], "pki.goog");
        assert_eq!(names_of("C=GB, O=Sectigo Limited, CN=Sectigo RSA").unwrap()[0], "sectigo.com");
        assert_eq!(names_of("C=US, O=DigiCert Inc, CN=GeoTrust TLS RSA CA G1").unwrap()[0], "digicert.com");
        assert_eq!(names_of("C=US, O=GoDaddy.com, Inc., CN=Go Daddy Secure").unwrap()[0], "godaddy.com");
        assert_eq!(names_of("O=Bakery, CN=oven"), None);
    }
}
