//! What hosts show: a tidy firm whose site and mail server are as they should be, and builders that spoil one
//! thing each. Pages are read by the reader that the program uses.

use checkup::{
    Approach, CertificateSeen, Level, OpenDoor, PageSeen, Reached, RecordName, Service, Sight, StartTls,
    TlsSeen, TlsVersion, Trust, read_page,
};
use terms::Timestamp;

use super::{World, tidy_but};

/// The day on which all is seen.
pub const OBSERVED_ON: &str = "2026-11-27";

pub fn moment(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().expect("a day")
}

/// An answer of a web host.
#[derive(Clone)]
pub struct Page {
    status: u16,
    fields: Vec<(String, String)>,
    body: String,
}

/// A page as it should be.
pub fn page() -> Page {
    let fields = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", "default-src 'self'"),
        ("referrer-policy", "strict-origin"),
        ("strict-transport-security", "max-age=31536000"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
    ];
    Page {
        status: 200,
        fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        body: "<title>Bakery</title><h1>Bread and cakes</h1>".to_owned(),
    }
}

/// An answer that sends visitors on.
pub fn redirect(location: &str) -> Page {
    Page { status: 301, ..page() }.with("location", location)
}

impl Page {
    pub fn with(mut self, field: &str, value: &str) -> Self {
        self.fields.push((field.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, field: &str) -> Self {
        self.fields.retain(|(name, _)| name != field);
        self
    }

    pub fn body(mut self, body: &str) -> Self {
        self.body = body.to_owned();
        self
    }

    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub fn seen(&self) -> PageSeen {
        read_page(self.status, &self.fields, self.body.as_bytes())
    }
}

/// A host that is visited by TLS.
#[derive(Clone)]
pub struct Secure {
    tls: TlsSeen,
    page: Page,
    landing: Option<Page>,
    security_txt: Option<String>,
}

/// A handshake as it should be.
pub fn handshake(host: &str) -> TlsSeen {
    TlsSeen {
        version: Some(TlsVersion::Tls13),
        chain: vec![CertificateSeen {
            subject: format!("CN={host}"),
            issuer: "CN=R11, O=Let's Encrypt".to_owned(),
            names: vec![host.to_owned()],
            not_before: moment("2026-10-15"),
            not_after: moment("2027-01-13"),
            sha256: String::new(),
            sha512: String::new(),
            key_sha256: String::new(),
            key_sha512: String::new(),
        }],
        trusted: Trust::Yes,
        fits_name: true,
    }
}

/// A host with encryption as it should be.
pub fn secure(host: &str) -> Secure {
    Secure {
        tls: handshake(host),
        page: page(),
        landing: None,
        security_txt: Some("Contact: mailto:it@bakery.example\nExpires: 2027-06-30T00:00:00Z\n".to_owned()),
    }
}

impl Secure {
    pub fn shows(mut self, page: Page) -> Self {
        self.page = page;
        self
    }

    pub fn lands_on(mut self, page: Page) -> Self {
        self.landing = Some(page);
        self
    }

    pub fn valid(mut self, from: &str, until: &str) -> Self {
        for certificate in &mut self.tls.chain {
            (certificate.not_before, certificate.not_after) = (moment(from), moment(until));
        }
        self
    }

    pub fn made_out_to(mut self, names: &[&str]) -> Self {
        for certificate in &mut self.tls.chain {
            certificate.names = names.iter().map(|name| (*name).to_owned()).collect();
        }
        self.tls.fits_name = false;
        self
    }

    pub fn trusted(mut self, trust: Trust) -> Self {
        self.tls.trusted = trust;
        self
    }

    pub fn version(mut self, version: Option<TlsVersion>) -> Self {
        self.tls.version = version;
        if version.is_none() {
            self.tls.chain.clear();
        }
        self
    }

    pub fn security_txt(mut self, text: Option<&str>) -> Self {
        self.security_txt = text.map(str::to_owned);
        self
    }
}

impl World {
    /// The tidy firm but for some records, with a tidy site and a tidy mail server.
    pub fn visited(edits: &str, level: Level) -> Self {
        let mut world = Self::new(&tidy_but(edits));
        world.level = level;
        if edits.contains("- bakery.example A") {
            return world;
        }
        let home = "https://bakery.example/";
        world.plain("bakery.example", redirect(home));
        world.secure("bakery.example", secure("bakery.example"));
        if !edits.contains("- www.bakery.example CNAME") {
            world.plain("www.bakery.example", redirect(home));
            world.secure("www.bakery.example", secure("www.bakery.example").shows(redirect(home)));
        }
        if !edits.contains("- bakery.example MX") {
            world.greets("mx.mailfirm.example", StartTls::Done(handshake("mx.mailfirm.example")));
        }
        let old = [TlsVersion::Ssl3, TlsVersion::Tls10, TlsVersion::Tls11];
        world.takes_old_tls("bakery.example", &[], &old);
        world.leaves_open("bakery.example", &[]);
        world.doors("192.0.2.10", &[]);
        world
    }

    /// What a host shows without encryption.
    pub fn plain(&mut self, host: &str, page: Page) {
        let approach = self.page_at(host);
        self.sights.insert(approach, Sight::Page(page.seen()));
    }

    /// What a host shows with encryption.
    pub fn secure(&mut self, host: &str, site: Secure) {
        let approach = self.secure_page_at(host);
        let sight = Sight::SecurePage {
            tls: Some(site.tls),
            page: Some(site.page.seen()),
            landing: site.landing.map(|page| Box::new(page.seen())),
            security_txt: site.security_txt,
        };
        self.sights.insert(approach, sight);
    }

    /// Where encryption should be, something speaks another tongue.
    pub fn speaks_no_tls(&mut self, host: &str) {
        let sight = Sight::SecurePage { tls: None, page: None, landing: None, security_txt: None };
        self.sights.insert(self.secure_page_at(host), sight);
    }

    /// How a mail server greets.
    pub fn greets(&mut self, host: &str, starttls: StartTls) {
        let offers = match starttls {
            StartTls::NotOffered => vec!["PIPELINING".to_owned()],
            _ => vec!["PIPELINING".to_owned(), "STARTTLS".to_owned()],
        };
        let greeting = format!("{host} ESMTP");
        let approach = self.mail_server_at(host);
        self.sights.insert(approach, Sight::MailServer { greeting, offers, starttls });
    }

    /// What is open at an address.
    pub fn doors(&mut self, address: &str, open: &[(u16, Option<Service>, &str)]) {
        let open = open.iter().map(|(port, service, greeting)| OpenDoor {
            port: *port,
            service: *service,
            greeting: (*greeting).to_owned(),
        });
        let sight = Sight::OpenDoors { open: open.collect(), silent: vec![] };
        self.sights.insert(Approach::OpenDoors { address: address.parse().expect("an address") }, sight);
    }

    /// Does a mail server pass on a stranger's letter to a stranger?
    pub fn relays(&mut self, host: &str, accepted: bool) {
        let approach = Approach::MailRelay { host: name(host), address: self.address_of(host) };
        self.sights.insert(approach, Sight::MailRelay { accepted });
    }

    /// What a host says to hellos of old versions.
    pub fn takes_old_tls(&mut self, host: &str, accepted: &[TlsVersion], refused: &[TlsVersion]) {
        let approach = Approach::OldTls { host: name(host), address: self.address_of(host) };
        let sight = Sight::OldTls { accepted: accepted.to_vec(), refused: refused.to_vec() };
        self.sights.insert(approach, sight);
    }

    /// Files of a host that lie open.
    pub fn leaves_open(&mut self, host: &str, paths: &[&str]) {
        let approach = Approach::ExposedFiles { host: name(host), address: self.address_of(host) };
        let open = paths.iter().map(|path| (*path).to_owned()).collect();
        self.sights.insert(approach, Sight::ExposedFiles { open });
    }

    /// An approach shows nothing and ends like this.
    pub fn fails(&mut self, approach: Approach, reached: Reached) {
        self.sights.remove(&approach);
        self.ends.insert(approach, reached);
    }

    pub fn page_at(&self, host: &str) -> Approach {
        Approach::Page { host: name(host), address: self.address_of(host) }
    }

    pub fn secure_page_at(&self, host: &str) -> Approach {
        Approach::SecurePage { host: name(host), address: self.address_of(host) }
    }

    pub fn mail_server_at(&self, host: &str) -> Approach {
        Approach::MailServer { host: name(host), address: self.address_of(host) }
    }
}

pub fn name(host: &str) -> RecordName {
    RecordName::parse(host).expect("a name")
}

/// What a host may show to an approach: something of the right kind, of many sorts.
pub fn any(world: &mut World, of: &Approach, seed: usize) {
    let locations =
        ["https://bakery.example/", "http://www.bakery.example/", "/en", "https://x.example/", "", "::"];
    let pages = [
        page(),
        redirect(locations[seed % locations.len()]),
        redirect("https://www.bakery.example/").with("set-cookie", "a=b"),
        page().status(503),
        page()
            .with("server", "Apache/2.4.49 PHP/5.6.1")
            .body("<title>Index of /</title><img src=http://a.example/>"),
    ];
    let shown = pages[seed % pages.len()].clone();
    let mut tls = handshake("bakery.example");
    match seed % 7 {
        0 => tls.version = None,
        1 => tls.chain.clear(),
        2 => tls.trusted = Trust::No("\u{1b}[2J".to_owned()),
        3 => tls.fits_name = false,
        4 => tls.version = Some(TlsVersion::Tls10),
        _ => {}
    }
    let sight = match of {
        Approach::Page { .. } => Sight::Page(shown.seen()),
        Approach::SecurePage { .. } => Sight::SecurePage {
            tls: (!seed.is_multiple_of(11)).then_some(tls),
            page: (!seed.is_multiple_of(13)).then(|| shown.seen()),
            landing: seed.is_multiple_of(3).then(|| Box::new(page().seen())),
            security_txt: seed.is_multiple_of(2).then(|| "Expires: never".to_owned()),
        },
        Approach::MailServer { .. } => Sight::MailServer {
            greeting: String::new(),
            offers: vec![],
            starttls: [StartTls::Failed, StartTls::Refused, StartTls::Done(tls)][seed % 3].clone(),
        },
        Approach::OldTls { .. } => Sight::OldTls { accepted: vec![], refused: vec![TlsVersion::Tls10] },
        Approach::OpenDoors { .. } => Sight::OpenDoors {
            open: vec![OpenDoor { port: seed as u16, service: None, greeting: "\0".to_owned() }],
            silent: vec![],
        },
        _ => Sight::MailRelay { accepted: seed.is_multiple_of(2) },
    };
    world.sights.insert(of.clone(), sight);
}
