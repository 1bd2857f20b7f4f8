//! What the list of all invented names says about one (RDAP, RFC 9083).

use checkup::RegistrationSeen;
use serde_json::json;
use terms::DomainName;
use web::stage::Part;

use super::Stage;
use super::panel::name_host;
use crate::demo::draw::Draw;

/// The words of a name that is locked, and of one that is not (RFC 8056).
const LOCKED: &str = "client transfer prohibited";
const OPEN: &str = "active";

impl Stage {
    /// What the registry knows of a registered name.
    pub fn registration(&self, domain: &DomainName) -> RegistrationSeen {
        let found = self.firm_at(domain.as_ascii()).filter(|(firm, _)| firm.apex == domain.as_ascii());
        let Some((firm, zone)) = found else { return RegistrationSeen::default() };
        let site = self.site(firm.number);
        let mut draw = Draw::of(self.names.seed(), "registration", firm.number);
        let (years, left) = (draw.between(1, 15) as i64, draw.between(60, 700) as i64);
        let left = if site.is_good(Part::Rented) { left } else { site.rent_days };
        RegistrationSeen {
            found: true,
            registered: Some(self.day(-365 * years)),
            expires: Some(self.day(left)),
            status: vec![if site.is_good(Part::Locked) { LOCKED } else { OPEN }.to_owned()],
            registrar: Some(name_host(&zone)),
        }
    }

    /// The same as the registry sends it; none where it does not know the name.
    pub(super) fn registration_text(&self, domain: &DomainName) -> Option<String> {
        let seen = self.registration(domain);
        let event =
            |action: &str, at: Option<terms::Timestamp>| json!({ "eventAction": action, "eventDate": at });
        let registrar = json!({
            "roles": ["registrar"],
            "vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", seen.registrar]]],
        });
        seen.found.then(|| {
            json!({
                "objectClassName": "domain",
                "ldhName": domain.as_ascii(),
                "status": seen.status,
                "events": [event("registration", seen.registered), event("expiration", seen.expires)],
                "entities": [registrar],
            })
            .to_string()
        })
    }
}
