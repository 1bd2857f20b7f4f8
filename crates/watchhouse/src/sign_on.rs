//! Carries requests of pages to the sign-on provider that the settings name.

use probe::sign_on::{Answer, Provider, Request};
use terms::DomainName;
use web::ports::{AskProvider, Later, ProviderAnswer, ProviderRequest};

/// The way to the provider, if the centre has one.
pub struct Carrier(Option<Provider>);

impl Carrier {
    /// The way to this issuer and to the further hosts of its provider.
    pub fn to(issuer: Option<&str>, hosts: &[DomainName]) -> Self {
        Self(issuer.map(|issuer| Provider::at(issuer, hosts)))
    }
}

impl AskProvider for Carrier {
    fn ask<'a>(&'a self, request: ProviderRequest) -> Later<'a, Result<ProviderAnswer, String>> {
        Box::pin(async move {
            let provider = self.0.as_ref().ok_or("no single sign-on is set")?;
            let ProviderRequest { method, address, headers, body } = request;
            let asked = Request { method, address, headers, body };
            match provider.ask(asked).await {
                Ok(Answer { status, headers, body }) => Ok(ProviderAnswer { status, headers, body }),
                Err(error) => Err(error.to_string()),
            }
        })
    }
}
