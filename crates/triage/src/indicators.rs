//! By what the sender can be recognised again.

use std::collections::BTreeMap;

use observables::{Check, Kind};

use crate::address::{listed, owner};
use crate::authentication::shown;
use crate::examination::{Indicator, IndicatorKind, Role};
use crate::facts::Facts;
use crate::lists::List;
use crate::told::defanged;

/// Indicators of one message.
pub(crate) const MOST_INDICATORS: usize = 100;

/// All of them, each once.
pub(crate) fn indicators(facts: &Facts<'_>) -> Vec<Indicator> {
    let mut found = BTreeMap::new();
    let mut put = |kind, value: String, shown: String, role| {
        if !value.is_empty() && found.len() < MOST_INDICATORS {
            found.entry((kind, value)).or_insert((shown, role));
        }
    };
    if let Some(sender) = &facts.sender {
        let role = role_of(facts, sender);
        put(
            IndicatorKind::Email,
            facts.from.address.to_ascii_lowercase(),
            defanged(&facts.from.address),
            role,
        );
    }
    for reply in &facts.reading.headers.reply_to {
        if let Some(host) = crate::address::domain_of(&reply.address) {
            put(
                IndicatorKind::Email,
                reply.address.to_ascii_lowercase(),
                defanged(&reply.address),
                role_of(facts, &host),
            );
        }
    }
    for link in facts.pressed() {
        let host = &link.address.host;
        let role = role_of(facts, host);
        let kind = if link.address.is_number() { IndicatorKind::Ip } else { IndicatorKind::Domain };
        put(kind, host.clone(), shown(host), role);
        let path = link.address.path.split(['?', '#']).next().unwrap_or_default();
        if path.len() > 1 {
            let url = observables::without_tokens(&format!("{}://{host}{path}", link.address.scheme));
            let shown = observables::defang(&url);
            put(IndicatorKind::Url, url, shown, role);
        }
    }
    for mention in
        facts.mentions.iter().filter(|mention| !mention.placeholder && mention.check != Check::Failed)
    {
        let kind = match mention.kind {
            Kind::Phone => IndicatorKind::Phone,
            Kind::SortCodeAccount => IndicatorKind::Account,
            Kind::Iban => IndicatorKind::Iban,
            Kind::Wallet(_) => IndicatorKind::Wallet,
            Kind::Handle(_) => IndicatorKind::Handle,
            Kind::Reference => IndicatorKind::Reference,
            Kind::Email => IndicatorKind::Email,
            _ => continue,
        };
        let role = match crate::address::domain_of(&mention.value) {
            Some(_)
                if facts
                    .reading
                    .headers
                    .to
                    .iter()
                    .any(|to| to.address.eq_ignore_ascii_case(&mention.value)) =>
            {
                Role::Reporter
            }
            Some(host) => role_of(facts, &host),
            None => Role::Sender,
        };
        put(kind, mention.value.clone(), observables::defang(&mention.value), role);
    }
    found.into_iter().map(|((kind, value), (shown, role))| Indicator { kind, value, shown, role }).collect()
}

fn role_of(facts: &Facts<'_>, host: &str) -> Role {
    let theirs = facts
        .reading
        .headers
        .to
        .iter()
        .any(|to| crate::address::domain_of(&to.address).as_deref() == Some(host))
        && !listed(host, List::FreeMail);
    if facts.is_own(host) || theirs {
        Role::Reporter
    } else if facts.setting.book.is_known(host) && !listed(host, List::FreeMail)
        || listed(owner(host), List::Common)
    {
        Role::WellKnown
    } else {
        Role::Sender
    }
}
