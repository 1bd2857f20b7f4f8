//! Certificates of every sort, made for the test, and hosts that show them.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::version::{TLS12, TLS13};
use tokio::io::AsyncWriteExt;
use tokio_rustls::TlsAcceptor;

use crate::hosts::{Says, request, says};

/// A company that signs certificates.
pub struct Company {
    issuer: Issuer<'static, KeyPair>,
    pub der: Vec<u8>,
}

fn company_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2040, 1, 1);
    params
}

impl Company {
    pub fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let params = company_params(name);
        let der = params.self_signed(&key).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), der }
    }

    /// A company below this one.
    pub fn branch(&self, name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let params = company_params(name);
        let der = params.signed_by(&key, &self.issuer).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), der }
    }

    /// A certificate for names, good from the first to the second year's January.
    pub fn certificate(&self, names: &[&str], from: i32, until: i32) -> Shown {
        let key = KeyPair::generate().unwrap();
        let params = host_params(names, from, until);
        let der = params.signed_by(&key, &self.issuer).unwrap().der().to_vec();
        Shown { chain: vec![der], key: key.serialize_der() }
    }
}

fn host_params(names: &[&str], from: i32, until: i32) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name.push(DnType::CommonName, "a host");
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    params
}

/// A certificate that vouches for itself.
pub fn self_signed(names: &[&str], company: bool) -> Shown {
    let key = KeyPair::generate().unwrap();
    let mut params = host_params(names, 2026, 2028);
    if company {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    let der = params.self_signed(&key).unwrap().der().to_vec();
    Shown { chain: vec![der], key: key.serialize_der() }
}

/// What a host shows.
#[derive(Clone)]
pub struct Shown {
    pub chain: Vec<Vec<u8>>,
    key: Vec<u8>,
}

impl Shown {
    pub fn with_link(mut self, company: &Company) -> Self {
        self.chain.push(company.der.clone());
        self
    }

    pub fn acceptor(&self, only_12: bool) -> TlsAcceptor {
        let chain = self.chain.iter().map(|der| CertificateDer::from(der.clone())).collect();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key.clone()));
        let versions = if only_12 { vec![&TLS12] } else { vec![&TLS13, &TLS12] };
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&versions)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }

    /// A web host: `reply` gets the first line of each request; with `close` it hangs up after one.
    pub fn web(&self, close: bool, reply: fn(&str) -> Vec<u8>) -> Says {
        self.web_at(false, close, reply)
    }

    pub fn web_at(&self, only_12: bool, close: bool, reply: fn(&str) -> Vec<u8>) -> Says {
        let acceptor = self.acceptor(only_12);
        says(move |stream| {
            let acceptor = acceptor.clone();
            async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                loop {
                    let asked = request(&mut stream).await;
                    let Some(line) = asked.lines().next() else { return };
                    if stream.write_all(&reply(line)).await.is_err() || close {
                        let _ = stream.shutdown().await;
                        return;
                    }
                }
            }
        })
    }
}

/// A reply with a body.
pub fn reply(status: &str, kind: &str, body: &str) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    (head + body).into_bytes()
}

/// A tidy website.
pub fn tidy(line: &str) -> Vec<u8> {
    match line {
        "GET / HTTP/1.1" => reply("200 OK", "text/html", "<title>Our bakery</title>"),
        "GET /.well-known/security.txt HTTP/1.1" => {
            reply("200 OK", "text/plain", "Contact: mailto:anna@bakery.example\n")
        }
        _ => reply("404 Not Found", "text/html", "nothing"),
    }
}
