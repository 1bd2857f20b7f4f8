//! Companies that firms rent names and mail from, recognised by the servers that they use.
//!
//! Only what helps a firm is here: what the company is called, where in its pages a line is pasted,
//! and which term lets it send. Suffixes are those that the companies tell their customers to use.

use terms::DomainName;

/// A company that a firm rents from.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// What it calls itself.
    pub name: &'static str,
    /// The names that its name servers end in.
    pub name_servers: &'static [&'static str],
    /// The names that its mail servers end in.
    pub mail_servers: &'static [&'static str],
    /// The terms for a list of senders that let it send: the first whose ending its mail servers have. None
    /// where it takes no mail, or where we are not sure of the term.
    pub sends_by: &'static [(&'static str, &'static str)],
    /// The places below `_domainkey` where it puts its customers' keys.
    pub dkim_places: &'static [&'static str],
    /// How its customers turn on the seal on their mail, in the words of its pages.
    pub dkim_steps: &'static [&'static str],
    /// Where in its pages the lines of a name are kept, in its own words.
    pub page: &'static str,
}

impl Provider {
    /// The term that lets this company send for a firm with these mail servers.
    pub fn sends_by(&self, servers: &[String]) -> Option<&'static str> {
        let at = |ending: &str| servers.first().is_some_and(|server| ends(server, ending));
        self.sends_by.iter().find(|(ending, _)| ending.is_empty() || at(ending)).map(|(_, term)| *term)
    }
}

/// All companies that we know, in the order of the alphabet.
pub const ALL: [Provider; 16] = [
    Provider {
        name: "123 Reg",
        name_servers: &["123-reg.co.uk"],
        mail_servers: &["123-reg.co.uk"],
        sends_by: &[],
        dkim_places: &[],
        dkim_steps: &[
            "Ask the help desk of 123 Reg for DKIM. They tell you which line to add.",
            "Add that line on the page where your DNS is kept. Copy it, do not type it.",
        ],
        page: "123 Reg: Control panel, Manage DNS",
    },
    Provider {
        name: "Cloudflare",
        name_servers: &["ns.cloudflare.com"],
        mail_servers: &["mx.cloudflare.net"],
        sends_by: &[("", "include:_spf.mx.cloudflare.net")],
        dkim_places: &["cf2024-1", "cf2023-1"],
        dkim_steps: &[
            "At Cloudflare, pick your name, then Email, Email Routing.",
            "Look at the DNS records there. If one is missing, press the button to add it.",
            "Mail you send goes out by another firm. Ask that firm for its DKIM line too.",
        ],
        page: "Cloudflare: pick your name, then DNS, Records",
    },
    Provider {
        name: "Fasthosts",
        name_servers: &["fasthosts.net.uk", "livedns.co.uk"],
        mail_servers: &["livemail.co.uk", "fasthosts.co.uk"],
        sends_by: &[],
        dkim_places: &[],
        dkim_steps: &[
            "Ask the help desk of Fasthosts for DKIM. They tell you which line to add.",
            "Add that line on the page where your DNS is kept. Copy it, do not type it.",
        ],
        page: "Fasthosts: Control Panel, Domains, Advanced DNS",
    },
    Provider {
        name: "Fastmail",
        name_servers: &["messagingengine.com"],
        mail_servers: &["messagingengine.com"],
        sends_by: &[("", "include:spf.messagingengine.com")],
        dkim_places: &["fm1", "fm2", "fm3"],
        dkim_steps: &[
            "At Fastmail, go to Settings, Domains, and pick your name.",
            "It shows three DKIM lines: fm1, fm2 and fm3. The line below is the first.",
            "Add all three where your DNS is kept. Then press Check now at Fastmail.",
        ],
        page: "Fastmail: Settings, Domains, DNS records",
    },
    Provider {
        name: "GoDaddy",
        name_servers: &["domaincontrol.com"],
        mail_servers: &["secureserver.net"],
        sends_by: &[("", "include:secureserver.net")],
        dkim_places: &[],
        dkim_steps: &[
            "At GoDaddy, go to Email & Office and pick your name.",
            "Find DKIM and turn it on. If you do not see it, ask their help desk.",
            "If it shows you a line, add it where your DNS is kept. Copy it, do not type it.",
        ],
        page: "GoDaddy: My Products, your name, DNS",
    },
    Provider {
        name: "Google Workspace",
        name_servers: &["googledomains.com"],
        mail_servers: &["google.com", "googlemail.com"],
        sends_by: &[("", "include:_spf.google.com")],
        dkim_places: &["google"],
        dkim_steps: &[
            "In the Google Admin console, go to Apps, Google Workspace, Gmail. Open the page about DKIM.",
            "Press Generate new record and pick 2048. It shows one TXT line.",
            "Add that line where your DNS is kept. Wait an hour.",
            "Go back to the same page. Press the button that starts it.",
        ],
        page: "the company you rent your name from: the page called DNS",
    },
    Provider {
        name: "IONOS",
        name_servers: &["ui-dns.com", "ui-dns.org", "ui-dns.de", "ui-dns.biz"],
        mail_servers: &["ionos.com", "ionos.co.uk", "ionos.de", "kundenserver.de"],
        sends_by: &[("", "include:_spf-eu.ionos.com")],
        dkim_places: &["s1-ionos", "s2-ionos", "s42582890"],
        dkim_steps: &[
            "At IONOS, go to Domains & SSL, pick your name, then DNS.",
            "Add the line below. Then add one more with a 2 in place of each 1.",
            "If your DNS is kept at another firm, add both lines there.",
        ],
        page: "IONOS: Domains & SSL, your name, DNS",
    },
    Provider {
        name: "Krystal",
        name_servers: &["krystal.uk", "krystal.co.uk"],
        mail_servers: &["krystal.uk", "krystal.io"],
        sends_by: &[],
        dkim_places: &["default"],
        dkim_steps: &[
            "At Krystal, log in to cPanel. Go to Email, then to the page called Email Deliverability.",
            "Press Manage next to your name.",
            "Look for the part called DKIM. Press the button to install the record that it shows.",
        ],
        page: "Krystal: client area, your hosting, cPanel, Zone Editor",
    },
    Provider {
        name: "Microsoft 365",
        name_servers: &["microsoftonline.com"],
        mail_servers: &["mail.protection.outlook.com", "mx.microsoft"],
        sends_by: &[("", "include:spf.protection.outlook.com")],
        dkim_places: &["selector1", "selector2"],
        dkim_steps: &[
            "Go to security.microsoft.com. Open Policies & rules, Threat policies, then the page called DKIM.",
            "Pick your name. It shows two CNAME lines: selector1 and selector2. Only Microsoft knows what is in them.",
            "Copy both and add them where your DNS is kept. Wait an hour.",
            "Go back to the same page. Switch on the sign for your mail there.",
        ],
        page: "Microsoft 365 admin centre: Settings, Domains, DNS records",
    },
    Provider {
        name: "Namecheap",
        name_servers: &["registrar-servers.com", "namecheaphosting.com"],
        mail_servers: &["privateemail.com", "registrar-servers.com"],
        sends_by: &[("", "include:spf.privateemail.com")],
        dkim_places: &["default"],
        dkim_steps: &[
            "At Namecheap, go to Domain List, Manage, and find Private Email.",
            "Press the button that makes a DKIM record. It shows one TXT line with the name default._domainkey.",
            "Add that line on the page Advanced DNS. Copy it, do not type it.",
        ],
        page: "Namecheap: Domain List, Manage, Advanced DNS",
    },
    Provider {
        name: "Proton",
        name_servers: &[],
        mail_servers: &["protonmail.ch"],
        sends_by: &[("", "include:_spf.protonmail.ch")],
        dkim_places: &["protonmail", "protonmail2", "protonmail3"],
        dkim_steps: &[
            "At Proton, go to Settings, All settings, Domain names. Press Review next to your name.",
            "Open the tab DKIM. It shows three CNAME lines made for you alone.",
            "Copy all three and add them where your DNS is kept.",
        ],
        page: "the company you rent your name from: the page called DNS",
    },
    Provider {
        name: "Shopify",
        name_servers: &["shopify.com"],
        mail_servers: &[],
        sends_by: &[],
        dkim_places: &[],
        dkim_steps: &[],
        page: "Shopify: Settings, Domains, your name, DNS settings",
    },
    Provider {
        name: "Squarespace",
        name_servers: &["squarespacedns.com"],
        mail_servers: &[],
        sends_by: &[],
        dkim_places: &[],
        dkim_steps: &[],
        page: "Squarespace: Domains, your name, DNS settings",
    },
    Provider {
        name: "Wix",
        name_servers: &["wixdns.net"],
        mail_servers: &[],
        sends_by: &[],
        dkim_places: &[],
        dkim_steps: &[],
        page: "Wix: Domains, your name, Manage DNS records",
    },
    Provider {
        name: "WordPress.com",
        name_servers: &["wordpress.com"],
        mail_servers: &[],
        sends_by: &[],
        dkim_places: &[],
        dkim_steps: &[],
        page: "WordPress.com: Upgrades, Domains, your name, DNS records",
    },
    Provider {
        name: "Zoho",
        name_servers: &[],
        mail_servers: &["zoho.com", "zoho.eu", "zohomail.com"],
        sends_by: &[("zoho.eu", "include:zohomail.eu"), ("", "include:zohomail.com")],
        dkim_places: &["zmail", "zoho"],
        dkim_steps: &[
            "In the Zoho Mail admin console, go to Domains, pick your name, then Email Configuration, DKIM.",
            "Press Add. It shows one TXT line.",
            "Add that line where your DNS is kept. Wait an hour.",
            "Go back to the same page and press Verify.",
        ],
        page: "the company you rent your name from: the page called DNS",
    },
];

/// The company whose name servers these are, if they are all one's.
pub fn of_name_servers(servers: &[String]) -> Option<&'static Provider> {
    recognise(servers, |provider| provider.name_servers)
}

/// The company whose mail servers these are, if they are all one's.
pub fn of_mail_servers(servers: &[String]) -> Option<&'static Provider> {
    recognise(servers, |provider| provider.mail_servers)
}

/// The company of this name.
pub fn named(name: &str) -> Option<&'static Provider> {
    ALL.iter().find(|provider| provider.name == name)
}

/// The checks that look at what a company sets for all its customers' mail, so that one change there mends them.
const MAIL_DEFAULTS: [&str; 8] = [
    "dkim-missing",
    "dkim-weak",
    "dmarc-missing",
    "mail-cert-bad",
    "mail-no-encryption",
    "mta-sts-missing",
    "spf-missing",
    "tls-rpt-missing",
];
/// The same for what it puts into a new name that it answers for.
const NAME_DEFAULTS: [&str; 9] = [
    "caa-missing",
    "dmarc-missing",
    "dns-single-server",
    "dns-zone-transfer",
    "dnssec-missing",
    "domain-not-locked",
    "parked-not-closed",
    "spf-missing",
    "spf-no-end",
];

/// Does this check look at what the company that takes a firm's mail could set for all its customers?
pub fn is_mail_default(check: &str) -> bool {
    MAIL_DEFAULTS.contains(&check)
}

/// Does this check look at what the company that answers for a firm's name could set for all its customers?
pub fn is_name_default(check: &str) -> bool {
    NAME_DEFAULTS.contains(&check)
}

/// What to call the company behind these servers: its name where we know it, else the name under which all of them
/// stand. None where they stand under several, or under the firm's own name, which would tell who it is.
pub fn host_of(known: Option<&str>, servers: &[String], own: &DomainName) -> Option<String> {
    if let Some(name) = known {
        return Some(name.to_owned());
    }
    let mut places =
        servers.iter().map(|server| DomainName::parse_bare(server).ok().map(|name| name.registrable()));
    let first = places.next()??;
    let is_one = places.all(|place| place.as_ref() == Some(&first));
    (is_one && first != own.registrable()).then(|| first.as_ascii().to_owned())
}

/// Is a server's name this ending, or below it?
fn ends(server: &str, ending: &str) -> bool {
    server.strip_suffix(ending).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

fn recognise(
    servers: &[String],
    suffixes: impl Fn(&Provider) -> &'static [&'static str],
) -> Option<&'static Provider> {
    let first = servers.first()?;
    let provider = ALL.iter().find(|provider| suffixes(provider).iter().any(|suffix| ends(first, suffix)))?;
    let all = servers.iter().all(|server| suffixes(provider).iter().any(|suffix| ends(server, suffix)));
    all.then_some(provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(servers: &[&str]) -> Option<&'static str> {
        let servers: Vec<String> = servers.iter().map(|s| (*s).to_owned()).collect();
        of_mail_servers(&servers).map(|provider| provider.name)
    }

    fn names(servers: &[&str]) -> Option<&'static str> {
        let servers: Vec<String> = servers.iter().map(|s| (*s).to_owned()).collect();
        of_name_servers(&servers).map(|provider| provider.name)
    }

    #[test]
    fn a_company_is_known_by_its_servers() {
        assert_eq!(mail(&["bakery-example.mail.protection.outlook.com"]), Some("Microsoft 365"));
        assert_eq!(mail(&["aspmx.l.google.com", "alt1.aspmx.l.google.com"]), Some("Google Workspace"));
        assert_eq!(mail(&["mx.zoho.eu", "mx2.zoho.eu"]), Some("Zoho"));
        assert_eq!(mail(&["mail.protonmail.ch", "mailsec.protonmail.ch"]), Some("Proton"));
        assert_eq!(mail(&["in1-smtp.messagingengine.com"]), Some("Fastmail"));
        assert_eq!(names(&["ns51.domaincontrol.com", "ns52.domaincontrol.com"]), Some("GoDaddy"));
        assert_eq!(names(&["ns1045.ui-dns.com", "ns1045.ui-dns.org"]), Some("IONOS"));
        assert_eq!(names(&["ns.123-reg.co.uk", "ns2.123-reg.co.uk"]), Some("123 Reg"));
        assert_eq!(names(&["ns1.livedns.fasthosts.net.uk"]), Some("Fasthosts"));
        assert_eq!(names(&["ns0.krystal.uk"]), Some("Krystal"));
        assert_eq!(names(&["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"]), Some("Cloudflare"));
        assert_eq!(names(&["ns10.wixdns.net"]), Some("Wix"));
        assert_eq!(names(&["dns1.p04.squarespacedns.com"]), Some("Squarespace"));
        assert_eq!(names(&["ns1.shopify.com"]), Some("Shopify"));
        assert_eq!(names(&["ns1.wordpress.com"]), Some("WordPress.com"));
        assert_eq!(names(&["dns1.registrar-servers.com"]), Some("Namecheap"));
    }

    #[test]
    fn a_mix_or_a_lookalike_is_nobody_we_know() {
        assert_eq!(mail(&["aspmx.l.google.com", "mail.bakery.example"]), None);
        assert_eq!(mail(&["notgoogle.com"]), None);
        assert_eq!(mail(&[]), None);
    }

    #[test]
    fn a_host_that_we_do_not_know_goes_by_the_name_of_its_servers_and_a_firm_of_its_own_by_none() {
        let own = DomainName::parse("bakery.example").unwrap();
        let host = |servers: &[&str]| {
            host_of(None, &servers.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>(), &own)
        };
        assert_eq!(
            host(&["ns1.pennyhost.example", "ns2.pennyhost.example"]).as_deref(),
            Some("pennyhost.example")
        );
        assert_eq!(host(&["ns1.pennyhost.example", "ns.other.example"]), None);
        assert_eq!(host(&["mail.bakery.example"]), None);
        assert_eq!(host(&["example"]), None);
        assert_eq!(host(&[]), None);
        assert_eq!(host_of(Some("Zoho"), &[], &own).as_deref(), Some("Zoho"));
    }

    #[test]
    fn every_default_is_a_check_of_the_catalogue() {
        for check in MAIL_DEFAULTS.iter().chain(&NAME_DEFAULTS) {
            assert!(crate::catalogue::entry(check).is_some(), "{check}");
        }
        assert!(is_mail_default("dkim-missing") && !is_name_default("dkim-missing"));
        assert!(is_name_default("caa-missing") && !is_mail_default("caa-missing"));
    }

    #[test]
    fn every_company_can_be_recognised_and_found_by_name() {
        for provider in &ALL {
            assert!(!provider.name_servers.is_empty() || !provider.mail_servers.is_empty());
            assert_eq!(named(provider.name), Some(provider));
        }
    }
}
