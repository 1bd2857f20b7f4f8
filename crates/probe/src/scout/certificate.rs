//! Certificates as sent, and whether they lead to a company that is trusted.

use std::time::Duration;

use checkup::{CertificateSeen, Trust};
use data_encoding::HEXLOWER;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use sha2::{Digest, Sha256, Sha512};
use terms::Timestamp;
use webpki::{EndEntityCert, KeyUsage};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;

use super::greeting::plain;
use super::roots::Roots;

/// The most certificates of a chain that are kept and followed.
pub(super) const LONGEST_CHAIN: usize = 8;
/// The most names of a certificate that are kept.
pub(super) const MOST_NAMES: usize = 64;

/// Reads one certificate; none where it cannot be read.
pub(super) fn read(der: &[u8]) -> Option<CertificateSeen> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let key = certificate.public_key().raw;
    Some(CertificateSeen {
        subject: plain(&certificate.subject().to_string()),
        issuer: plain(&certificate.issuer().to_string()),
        names: names(&certificate),
        not_before: Timestamp::from_second(certificate.validity().not_before.timestamp()).ok()?,
        not_after: Timestamp::from_second(certificate.validity().not_after.timestamp()).ok()?,
        sha256: HEXLOWER.encode(&Sha256::digest(der)),
        sha512: HEXLOWER.encode(&Sha512::digest(der)),
        key_sha256: HEXLOWER.encode(&Sha256::digest(key)),
        key_sha512: HEXLOWER.encode(&Sha512::digest(key)),
    })
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(alternative)) = certificate.subject_alternative_name() else { return Vec::new() };
    let name = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => Some(plain(&name.to_ascii_lowercase())),
        GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
            Ok(v4) => Some(std::net::IpAddr::from(v4).to_string()),
            Err(_) => <[u8; 16]>::try_from(*bytes).ok().map(|v6| std::net::IpAddr::from(v6).to_string()),
        },
        _ => None,
    };
    alternative.value.general_names.iter().filter_map(name).take(MOST_NAMES).collect()
}

/// Is the certificate made out to this name (RFC 9525)?
pub(super) fn fits(chain: &[CertificateDer<'_>], name: &ServerName<'_>) -> bool {
    let Some(own) = chain.first() else { return false };
    EndEntityCert::try_from(own).is_ok_and(|own| own.verify_is_valid_for_subject_name(name).is_ok())
}

/// Does the chain lead to a company that is trusted? Dates are left out of account: the question is put for a moment at
/// which the certificates are good, so that "run out" and "not trusted" are told apart.
pub(super) fn trust(
    chain: &[CertificateDer<'_>],
    seen: &[CertificateSeen],
    roots: &Roots,
    now: Timestamp,
) -> Trust {
    let (Some(own), Some(own_seen)) = (chain.first(), seen.first()) else {
        return Trust::No("the certificate cannot be read".to_owned());
    };
    let links: Vec<CertificateDer<'_>> = chain.iter().skip(1).take(LONGEST_CHAIN).cloned().collect();
    let parsed = match EndEntityCert::try_from(own) {
        Ok(parsed) => parsed,
        Err(_) if own_seen.subject == own_seen.issuer => return Trust::SelfSigned,
        Err(error) => return Trust::No(words(&error)),
    };
    let mut fault = webpki::Error::UnknownIssuer;
    for moment in moments(seen, now) {
        let verdict = parsed.verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &roots.0,
            &links,
            moment,
            KeyUsage::server_auth(),
            None,
            None,
        );
        match verdict {
            Ok(_) => return Trust::Yes,
            Err(error) => fault = error,
        }
    }
    match fault {
        _ if own_seen.subject == own_seen.issuer => Trust::SelfSigned,
        webpki::Error::UnknownIssuer => Trust::UnknownIssuer,
        error => Trust::No(words(&error)),
    }
}

/// Moments at which the certificates may all be good: today, within the days of all, within the days of the host's own.
fn moments(seen: &[CertificateSeen], now: Timestamp) -> Vec<UnixTime> {
    let within = |begins: Option<Timestamp>, ends: Option<Timestamp>| match (begins, ends) {
        (Some(begins), Some(ends)) if begins <= ends => Some(now.clamp(begins, ends)),
        _ => None,
    };
    let all = within(seen.iter().map(|one| one.not_before).max(), seen.iter().map(|one| one.not_after).min());
    let own = seen.first().and_then(|own| within(Some(own.not_before), Some(own.not_after)));
    let mut moments = vec![now];
    moments.extend(all);
    moments.extend(own);
    moments.dedup();
    let unix = |moment: &Timestamp| {
        let seconds = u64::try_from(moment.as_second()).unwrap_or(0);
        UnixTime::since_unix_epoch(Duration::from_secs(seconds))
    };
    moments.iter().map(unix).collect()
}

/// A fault in a few words.
fn words(error: &webpki::Error) -> String {
    match error {
        webpki::Error::CertExpired { .. } | webpki::Error::CertNotValidYet { .. } => {
            "a certificate between it and the company is not good on the same days".to_owned()
        }
        webpki::Error::CaUsedAsEndEntity => "it is a company's certificate, not a host's".to_owned(),
        webpki::Error::UnsupportedCertVersion => "it is of a kind that is no longer used".to_owned(),
        other => plain(&format!("{other:?}")),
    }
}
