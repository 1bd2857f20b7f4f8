//! Certificates of the invented hosts, made when somebody comes by.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::tz::TimeZone;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use terms::Timestamp;
use terms::edge::{Chance, random};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::NoServerSessionStorage;
use tokio_rustls::rustls::{ALL_VERSIONS, ServerConfig};

use crate::demo::stage::{AUTHORITY_NAME, HOST_NAME, Plan};
use crate::edge::SeededChance;

/// So many certificates are kept ready.
const MOST_KEPT: usize = 64;
/// What stands in front of the 32 bytes of a private key of Ed25519 (RFC 8410, section 7).
const KEY_HEAD: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
/// The seed of the keys lies this far from that of the city.
const APART: u64 = 0x6365_7274;

/// A certificate cannot be made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CannotSign {
    /// The maker of certificates says why.
    #[error("no certificate can be made")]
    Certificate(#[from] rcgen::Error),
    /// The server cannot use it.
    #[error("no certificate can be shown")]
    Tls(#[from] tokio_rustls::rustls::Error),
}

/// The authority of the demonstration, and the one key of all its hosts. Both follow from the seed, and nobody but the
/// demonstration's own gate trusts them.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: Vec<u8>,
    key_bytes: Vec<u8>,
    key: KeyPair,
    kept: Mutex<BTreeMap<Plan, Arc<ServerConfig>>>,
}

impl Authority {
    pub(super) fn new(seed: u64) -> Result<Self, CannotSign> {
        let chance = SeededChance::new(seed ^ APART);
        let (_, own_key) = key(&chance)?;
        let (key_bytes, host_key) = key(&chance)?;
        let mut params = CertificateParams::default();
        params.distinguished_name = named(AUTHORITY_NAME);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2099, 1, 1);
        let certificate = params.self_signed(&own_key)?.der().to_vec();
        let issuer = Issuer::new(params, own_key);
        Ok(Self { issuer, certificate, key_bytes, key: host_key, kept: Mutex::default() })
    }

    /// The certificate of the authority itself, in DER.
    pub(super) fn certificate(&self) -> Vec<u8> {
        self.certificate.clone()
    }

    /// What a server needs that shows this certificate.
    pub(super) fn server(&self, plan: Plan) -> Result<Arc<ServerConfig>, CannotSign> {
        if let Some(ready) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&plan) {
            return Ok(Arc::clone(ready));
        }
        let mut params = CertificateParams::new(plan.names.clone())?;
        params.distinguished_name = named(HOST_NAME);
        let day = |at: Timestamp| {
            let day = at.to_zoned(TimeZone::UTC).date();
            date_time_ymd(i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs())
        };
        (params.not_before, params.not_after) = (day(plan.begins), day(plan.ends));
        let made = match plan.self_made {
            true => params.self_signed(&self.key)?,
            false => params.signed_by(&self.key, &self.issuer)?,
        };
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key_bytes.clone()));
        let chain = vec![CertificateDer::from(made.der().to_vec())];
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(ALL_VERSIONS)?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        // Nobody comes back with a ticket, and memory is short.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        let config = Arc::new(config);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(plan, Arc::clone(&config));
        Ok(config)
    }
}

fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

/// A key of Ed25519 (RFC 8410), and its bytes.
fn key(chance: &dyn Chance) -> Result<(Vec<u8>, KeyPair), CannotSign> {
    let bytes = [KEY_HEAD.as_slice(), &random::<32>(chance)].concat();
    let key = KeyPair::try_from(&PrivatePkcs8KeyDer::from(bytes.clone()))?;
    Ok((bytes, key))
}
