//! What is everybody's and so links nobody.

use std::collections::BTreeSet;

use terms::{DomainName, EmailAddress, PhoneNumber};

use crate::region::{Dial, Region};

/// Where everybody has a mailbox.
const WEBMAIL: [&str; 32] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "outlook.co.uk",
    "hotmail.com",
    "hotmail.co.uk",
    "live.com",
    "live.co.uk",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "ymail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "aol.co.uk",
    "btinternet.com",
    "btopenworld.com",
    "sky.com",
    "virginmedia.com",
    "ntlworld.com",
    "talktalk.net",
    "tiscali.co.uk",
    "plusnet.com",
    "gmx.com",
    "gmx.co.uk",
    "mail.com",
    "proton.me",
    "protonmail.com",
    "zoho.com",
    "tutanota.com",
];
/// Where everybody has a profile: the domain links nobody, the profile does.
const PLATFORMS: [&str; 18] = [
    "facebook.com",
    "instagram.com",
    "tiktok.com",
    "twitter.com",
    "x.com",
    "linkedin.com",
    "youtube.com",
    "threads.net",
    "snapchat.com",
    "pinterest.com",
    "reddit.com",
    "t.me",
    "telegram.me",
    "wa.me",
    "vinted.co.uk",
    "ebay.co.uk",
    "etsy.com",
    "gumtree.com",
];
/// Where everybody puts, shortens, buys and sells something.
const SERVICES: [&str; 44] = [
    "google.com",
    "google.co.uk",
    "goo.gl",
    "youtu.be",
    "microsoft.com",
    "office.com",
    "microsoftonline.com",
    "sharepoint.com",
    "apple.com",
    "amazon.com",
    "amazon.co.uk",
    "ebay.com",
    "paypal.com",
    "paypal.me",
    "stripe.com",
    "klarna.com",
    "dropbox.com",
    "wetransfer.com",
    "docusign.com",
    "docusign.net",
    "adobe.com",
    "canva.com",
    "bit.ly",
    "tinyurl.com",
    "t.co",
    "ow.ly",
    "is.gd",
    "whatsapp.com",
    "whatsapp.net",
    "telegram.org",
    "signal.org",
    "zoom.us",
    "netflix.com",
    "spotify.com",
    "cloudflare.com",
    "godaddy.com",
    "wix.com",
    "wordpress.com",
    "shopify.com",
    "squarespace.com",
    "booking.com",
    "airbnb.co.uk",
    "gov.uk",
    "nhs.uk",
];
/// Couriers' and banks' real names, which are named in every warning about those who pretend to be them.
const COURIERS_AND_BANKS: [&str; 40] = [
    "royalmail.com",
    "parcelforce.com",
    "postoffice.co.uk",
    "evri.com",
    "myhermes.co.uk",
    "dpd.co.uk",
    "dpd.com",
    "dhl.com",
    "dhl.co.uk",
    "ups.com",
    "fedex.com",
    "yodel.co.uk",
    "inpost.co.uk",
    "barclays.co.uk",
    "barclays.com",
    "hsbc.co.uk",
    "hsbc.com",
    "lloydsbank.com",
    "lloydsbank.co.uk",
    "halifax.co.uk",
    "bankofscotland.co.uk",
    "natwest.com",
    "rbs.co.uk",
    "santander.co.uk",
    "nationwide.co.uk",
    "tsb.co.uk",
    "co-operativebank.co.uk",
    "metrobankonline.co.uk",
    "monzo.com",
    "starlingbank.com",
    "revolut.com",
    "wise.com",
    "virginmoney.com",
    "firstdirect.com",
    "tide.co",
    "anna.money",
    "americanexpress.com",
    "visa.co.uk",
    "mastercard.co.uk",
    "coinbase.com",
];

/// Whether everybody has a profile there.
pub(super) fn is_platform(domain: &str) -> bool {
    PLATFORMS.contains(&domain)
}

/// What links nobody: what is everybody's, what is a body's of the region, what is the reporter's own.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    domains: BTreeSet<String>,
    numbers: BTreeSet<String>,
    mailboxes: BTreeSet<String>,
}

impl Shared {
    /// What is everybody's in a region: its bodies and the centre among it.
    pub fn of(region: &Region) -> Self {
        let mut shared = Self::default();
        shared.numbers.insert(String::from(region.centre.phone.clone()));
        shared.add_domain(&region.centre.web);
        shared.add_domain(&region.centre.mail);
        for body in &region.bodies {
            if let Some(Dial::Full(number)) = &body.reach.phone {
                shared.numbers.insert(String::from(number.clone()));
            }
            for address in
                body.reach.web.iter().cloned().chain(body.reach.mail.as_ref().map(ToString::to_string))
            {
                shared.add_domain(&address);
            }
            shared
                .domains
                .extend(body.domain.iter().map(|domain| domain.registrable().as_ascii().to_owned()));
        }
        shared
    }

    /// With what is the reporter's own: it stands in every account of theirs, and tells of nobody else.
    #[must_use]
    pub fn with_reporter(mut self, email: Option<&EmailAddress>, phone: Option<&PhoneNumber>) -> Self {
        if let Some(email) = email {
            self.mailboxes.insert(email.folded());
            self.domains.insert(email.domain().registrable().as_ascii().to_owned());
        }
        self.numbers.extend(phone.cloned().map(String::from));
        self
    }

    fn add_domain(&mut self, address: &str) {
        if let Ok(name) = DomainName::parse(address) {
            self.domains.insert(name.registrable().as_ascii().to_owned());
        }
    }

    pub(super) fn has_number(&self, number: &str) -> bool {
        self.numbers.contains(number)
    }

    /// A body's mailbox and a bank's are everybody's with their domain; one at a webmail is one person's.
    pub(super) fn has_mailbox(&self, folded: &str, domain: &DomainName) -> bool {
        let registered = domain.registrable();
        let is_webmail = WEBMAIL.contains(&registered.as_ascii());
        self.mailboxes.contains(folded) || (!is_webmail && self.has_domain(registered.as_ascii()))
    }

    /// Whether a registered name is everybody's.
    pub(super) fn has_domain(&self, registered: &str) -> bool {
        let lists: [&[&str]; 4] = [&WEBMAIL, &PLATFORMS, &SERVICES, &COURIERS_AND_BANKS];
        self.domains.contains(registered)
            || lists.iter().any(|list| list.contains(&registered))
            || registered.ends_with(".gov.uk")
            || registered.ends_with(".police.uk")
            || registered.ends_with(".nhs.uk")
    }
}
