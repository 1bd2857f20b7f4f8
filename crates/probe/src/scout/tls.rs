//! A handshake of today (TLS 1.2 and 1.3) that looks at certificates instead of refusing them.
//!
//! Nothing secret goes over such a line, so a certificate without trust harms nobody; what it is like is what we came for.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use checkup::{Reached, TlsSeen, TlsVersion, Trust};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    AlertDescription, ClientConfig, DigitallySignedStruct, Error, InvalidMessage, PeerIncompatible,
    ProtocolVersion, SignatureScheme,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{Scout, broken, certificate};

/// How a handshake went.
pub(super) enum Shake<S> {
    /// It was made.
    Done(Box<TlsStream<S>>, TlsSeen),
    /// The host speaks TLS, and only what was retired long ago.
    OnlyOld,
    /// Something else than TLS is spoken.
    NotTls,
    /// The host speaks TLS, or closed the line, and there was no agreement. Why is not known.
    NoAgreement,
    /// The line broke, or what came breaks the rules.
    Broken(Reached),
}

/// What is known of a host that knows only old versions.
pub(super) fn only_old() -> TlsSeen {
    TlsSeen {
        version: None,
        chain: Vec::new(),
        trusted: Trust::No("not looked at".to_owned()),
        fits_name: false,
    }
}

impl Scout {
    /// Makes a handshake with a host on a line. With `web`, HTTP is named as what will be spoken.
    pub(super) async fn shake<S>(&self, line: S, name: ServerName<'static>, web: bool) -> Shake<S>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let looker =
            Arc::new(Looker { provider: Arc::new(ring::default_provider()), fault: Mutex::default() });
        let Some(config) = config(&looker, web) else { return Shake::Broken(Reached::Unreachable) };
        match TlsConnector::from(Arc::new(config)).connect(name.clone(), line).await {
            Ok(stream) => {
                let seen = self.seen(stream.get_ref().1, &looker, &name);
                Shake::Done(Box::new(stream), seen)
            }
            Err(error) => why(&error),
        }
    }

    fn seen(&self, connection: &rustls::ClientConnection, looker: &Looker, name: &ServerName<'_>) -> TlsSeen {
        let chain = connection.peer_certificates().unwrap_or_default();
        let chain = chain.get(..certificate::LONGEST_CHAIN).unwrap_or(chain);
        let read: Vec<_> = chain.iter().map_while(|der| certificate::read(der)).collect();
        let fault = looker.fault.lock().unwrap_or_else(PoisonError::into_inner).take();
        let trusted = match fault {
            Some(_) => Trust::No("the host did not prove that the certificate is its own".to_owned()),
            None => certificate::trust(chain, &read, &self.0.roots, self.0.clock.now()),
        };
        let version = match connection.protocol_version() {
            Some(ProtocolVersion::TLSv1_3) => Some(TlsVersion::Tls13),
            Some(ProtocolVersion::TLSv1_2) => Some(TlsVersion::Tls12),
            _ => None,
        };
        TlsSeen { version, fits_name: certificate::fits(chain, name), chain: read, trusted }
    }
}

fn config(looker: &Arc<Looker>, web: bool) -> Option<ClientConfig> {
    let mut config = ClientConfig::builder_with_provider(looker.provider.clone())
        .with_protocol_versions(rustls::ALL_VERSIONS)
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(looker.clone())
        .with_no_client_auth();
    config.resumption = rustls::client::Resumption::disabled();
    if web {
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
    }
    Some(config)
}

fn why<S>(error: &io::Error) -> Shake<S> {
    let Some(fault) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) else {
        return match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => Shake::NoAgreement,
            _ => Shake::Broken(broken(error)),
        };
    };
    match fault {
        Error::AlertReceived(AlertDescription::ProtocolVersion)
        | Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        ) => Shake::OnlyOld,
        Error::AlertReceived(_) => Shake::NoAgreement,
        Error::InvalidMessage(InvalidMessage::InvalidContentType) => Shake::NotTls,
        _ => Shake::Broken(Reached::Malformed),
    }
}

/// Takes every certificate, and remembers where a host could not prove that the certificate is its own.
#[derive(Debug)]
struct Looker {
    provider: Arc<CryptoProvider>,
    fault: Mutex<Option<Error>>,
}

impl Looker {
    fn note(
        &self,
        verdict: Result<HandshakeSignatureValid, Error>,
    ) -> Result<HandshakeSignatureValid, Error> {
        if let Err(error) = verdict {
            *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        }
        Ok(HandshakeSignatureValid::assertion())
    }
}

impl ServerCertVerifier for Looker {
    fn verify_server_cert(
        &self,
        _own: &CertificateDer<'_>,
        _links: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.note(verify_tls12_signature(
            message,
            own,
            signed,
            &self.provider.signature_verification_algorithms,
        ))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.note(verify_tls13_signature(
            message,
            own,
            signed,
            &self.provider.signature_verification_algorithms,
        ))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
