//! Where a firm's website and its mail are.

use super::mix::{MailCase, Mistakes, WebCase};
use super::providers::{HOST_NAMES, LETTERBOX, NEW_ADDRESS, SHOPS, SUITE, address};
use super::record::{Data, Kind};
use super::zone::Zone;
use crate::demo::draw::Draw;
use crate::demo::firm::Firm;

/// Publishes where the website is.
pub fn website(zone: &mut Zone, draw: &mut Draw, firm: &Firm, mistakes: &Mistakes) {
    let (apex, www) = (&firm.apex, format!("www.{}", firm.apex));
    let here = Data::A(address(mistakes.host, draw.between(5, 31)));
    let host = HOST_NAMES[mistakes.host];
    match mistakes.web {
        WebCase::Nowhere => {}
        WebCase::Private => {
            let inside = Data::A(std::net::Ipv4Addr::new(192, 168, 1, draw.between(2, 250) as u8));
            zone.add(apex, inside.clone());
            zone.add(&www, inside);
        }
        _ => zone.add(apex, here.clone()),
    }
    if mistakes.web == WebCase::Ipv6 {
        zone.add(apex, Data::Aaaa(NEW_ADDRESS));
    }
    match mistakes.web {
        WebCase::Alias => {
            let targets = [apex.clone(), format!("web.{host}.example"), format!("shops.{SHOPS}")];
            zone.add(&www, Data::Cname(draw.one(&targets)));
        }
        WebCase::Addresses | WebCase::Ipv6 => zone.add(&www, here.clone()),
        WebCase::DanglingAlias => zone.add(&www, Data::Cname(format!("closed-{}.{SHOPS}", firm.number))),
        WebCase::AliasCircle => {
            zone.add(&www, Data::Cname(format!("web.{apex}")));
            zone.add(&format!("web.{apex}"), Data::Cname(www.clone()));
        }
        WebCase::Nowhere | WebCase::Private => {}
    }
    if mistakes.only_a_shop {
        zone.add(&format!("shop.{apex}"), here);
    }
}

/// Publishes where mail for `used` goes.
pub fn mail(zone: &mut Zone, draw: &mut Draw, used: &str, firm: &Firm, mistakes: &Mistakes) {
    let host = HOST_NAMES[mistakes.host];
    let own = format!("mail.{used}");
    let exchangers: Vec<(u16, String)> = match mistakes.mail {
        MailCase::Nowhere => Vec::new(),
        MailCase::Refused => vec![(0, String::new())],
        MailCase::Suite => vec![(0, format!("{}.mail.{SUITE}", firm.apex.replace('.', "-")))],
        MailCase::Letterbox => (1..=3).map(|n| (n * 5, format!("in{n}.{LETTERBOX}"))).collect(),
        MailCase::Host => {
            let both = [(10, format!("mx1.{host}.example")), (20, format!("mx2.{host}.example"))];
            both.into_iter().take(draw.between(1, 2)).collect()
        }
        MailCase::Own => {
            zone.add(&own, Data::A(address(mistakes.host, draw.between(5, 31))));
            vec![(10, own)]
        }
        MailCase::Alias => {
            zone.add(&own, Data::Cname(format!("mx1.{host}.example")));
            vec![(10, own)]
        }
        MailCase::Dangling => vec![(10, own)],
        MailCase::Number => vec![(10, address(mistakes.host, 9).to_string())],
        MailCase::OneDead => vec![(10, format!("mx1.{host}.example")), (20, format!("oldmx.{host}.example"))],
    };
    for (preference, exchanger) in exchangers {
        zone.add(used, Data::Mx(preference, exchanger));
    }
}

/// The SPF terms that a firm's mail provider tells it to publish.
pub fn terms_of_provider(zone: &Zone, used: &str, mistakes: &Mistakes) -> Vec<String> {
    let host = HOST_NAMES[mistakes.host];
    let include = |name: &str| vec![format!("include:spf.{name}")];
    match mistakes.mail {
        MailCase::Suite => include(SUITE),
        MailCase::Letterbox => include(LETTERBOX),
        MailCase::Host => {
            let mut terms = vec!["mx".to_owned(), format!("include:spf.{host}.example")];
            if zone.has(used, Kind::A) {
                terms.insert(0, "a".to_owned());
            }
            terms
        }
        MailCase::Own | MailCase::Alias => vec!["mx".to_owned()],
        MailCase::Dangling | MailCase::Number => vec![format!("ip4:{}", address(mistakes.host, 9))],
        MailCase::OneDead => include(&format!("{host}.example")),
        MailCase::Nowhere | MailCase::Refused => Vec::new(),
    }
}
