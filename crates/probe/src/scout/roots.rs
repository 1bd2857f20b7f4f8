//! The companies whose certificates are trusted.

use std::sync::Arc;

use rustls::pki_types::{CertificateDer, TrustAnchor};

/// The companies whose certificates are trusted. An argument, so that tests bring a company of their own.
#[derive(Clone)]
pub struct Roots(pub(super) Arc<Vec<TrustAnchor<'static>>>);

/// A certificate cannot stand for a company.
#[derive(Debug, thiserror::Error)]
#[error("this certificate cannot be read as that of a company")]
pub struct RootsError(#[source] webpki::Error);

impl Roots {
    /// Those that Mozilla's browser trusts.
    pub fn mozilla() -> Self {
        Self(Arc::new(webpki_roots::TLS_SERVER_ROOTS.to_vec()))
    }

    /// Those of a world on this machine, as certificates in DER.
    ///
    /// # Errors
    /// [`RootsError`] where a certificate cannot be read.
    pub fn only(certificates: &[Vec<u8>]) -> Result<Self, RootsError> {
        let anchor = |der: &Vec<u8>| {
            let der = CertificateDer::from(der.as_slice());
            webpki::anchor_from_trusted_cert(&der).map(|anchor| anchor.to_owned()).map_err(RootsError)
        };
        Ok(Self(Arc::new(certificates.iter().map(anchor).collect::<Result<_, _>>()?)))
    }
}
