//! Companies that firms rent names and mail from, recognised by the servers that they use.
//!
//! Only what helps a firm is here: what the company is called, where in its pages a line is pasted,
//! and which term lets it send. Suffixes are those that the companies tell their customers to use.

/// A company that a firm rents from.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// What it calls itself.
    pub name: &'static str,
    /// The names that its name servers end in.
    pub name_servers: &'static [&'static str],
    /// The names that its mail servers end in.
    pub mail_servers: &'static [&'static str],
    /// The term for a list of senders that lets it send, if it takes mail.
    pub sends_by: Option<&'static str>,
    /// Where in its pages the lines of a name are kept, in its own words.
    pub page: &'static str,
}

/// All companies that we know, in the order of the alphabet.
pub const ALL: [Provider; 16] = [
    Provider {
        name: "123 Reg",
        name_servers: &["123-reg.co.uk"],
        mail_servers: &["123-reg.co.uk"],
        sends_by: None,
        page: "123 Reg: Control panel, Manage DNS",
    },
    Provider {
        name: "Cloudflare",
        name_servers: &["ns.cloudflare.com"],
        mail_servers: &["mx.cloudflare.net"],
        sends_by: Some("include:_spf.mx.cloudflare.net"),
        page: "Cloudflare: pick your name, then DNS, Records",
    },
    Provider {
        name: "Fasthosts",
        name_servers: &["fasthosts.net.uk", "livedns.co.uk"],
        mail_servers: &["livemail.co.uk", "fasthosts.co.uk"],
        sends_by: None,
        page: "Fasthosts: Control Panel, Domains, Advanced DNS",
    },
    Provider {
        name: "Fastmail",
        name_servers: &["messagingengine.com"],
        mail_servers: &["messagingengine.com"],
        sends_by: Some("include:spf.messagingengine.com"),
        page: "Fastmail: Settings, Domains, DNS records",
    },
    Provider {
        name: "GoDaddy",
        name_servers: &["domaincontrol.com"],
        mail_servers: &["secureserver.net"],
        sends_by: Some("include:secureserver.net"),
        page: "GoDaddy: My Products, your name, DNS",
    },
    Provider {
        name: "Google Workspace",
        name_servers: &["googledomains.com"],
        mail_servers: &["google.com", "googlemail.com"],
        sends_by: Some("include:_spf.google.com"),
        page: "the company you rent your name from: the page called DNS",
    },
    Provider {
        name: "IONOS",
        name_servers: &["ui-dns.com", "ui-dns.org", "ui-dns.de", "ui-dns.biz"],
        mail_servers: &["ionos.com", "ionos.co.uk", "ionos.de", "kundenserver.de"],
        sends_by: Some("include:_spf-eu.ionos.com"),
        page: "IONOS: Domains & SSL, your name, DNS",
    },
    Provider {
        name: "Krystal",
        name_servers: &["krystal.uk", "krystal.co.uk"],
        mail_servers: &["krystal.uk", "krystal.io"],
        sends_by: None,
        page: "Krystal: client area, your hosting, cPanel, Zone Editor",
    },
    Provider {
        name: "Microsoft 365",
        name_servers: &["microsoftonline.com"],
        mail_servers: &["mail.protection.outlook.com", "mx.microsoft"],
        sends_by: Some("include:spf.protection.outlook.com"),
        page: "Microsoft 365 admin centre: Settings, Domains, DNS records",
    },
    Provider {
        name: "Namecheap",
        name_servers: &["registrar-servers.com", "namecheaphosting.com"],
        mail_servers: &["privateemail.com", "registrar-servers.com"],
        sends_by: Some("include:spf.privateemail.com"),
        page: "Namecheap: Domain List, Manage, Advanced DNS",
    },
    Provider {
        name: "Proton",
        name_servers: &[],
        mail_servers: &["protonmail.ch"],
        sends_by: Some("include:_spf.protonmail.ch"),
        page: "the company you rent your name from: the page called DNS",
    },
    Provider {
        name: "Shopify",
        name_servers: &["shopify.com"],
        mail_servers: &[],
        sends_by: None,
        page: "Shopify: Settings, Domains, your name, DNS settings",
    },
    Provider {
        name: "Squarespace",
        name_servers: &["squarespacedns.com"],
        mail_servers: &[],
        sends_by: None,
        page: "Squarespace: Domains, your name, DNS settings",
    },
    Provider {
        name: "Wix",
        name_servers: &["wixdns.net"],
        mail_servers: &[],
        sends_by: None,
        page: "Wix: Domains, your name, Manage DNS records",
    },
    Provider {
        name: "WordPress.com",
        name_servers: &["wordpress.com"],
        mail_servers: &[],
        sends_by: None,
        page: "WordPress.com: Upgrades, Domains, your name, DNS records",
    },
    Provider {
        name: "Zoho",
        name_servers: &[],
        mail_servers: &["zoho.com", "zoho.eu", "zohomail.com"],
        sends_by: Some("include:zohomail.com"),
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

fn recognise(
    servers: &[String],
    suffixes: impl Fn(&Provider) -> &'static [&'static str],
) -> Option<&'static Provider> {
    let ends = |server: &str, suffix: &str| {
        server.strip_suffix(suffix).is_some_and(|front| front.is_empty() || front.ends_with('.'))
    };
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
    fn every_company_can_be_recognised_and_found_by_name() {
        for provider in &ALL {
            assert!(!provider.name_servers.is_empty() || !provider.mail_servers.is_empty());
            assert_eq!(named(provider.name), Some(provider));
        }
    }
}
