//! One fixture for each check that visits a host: a tidy firm, what is spoilt, and all that is found then.

use checkup::{Level, Reached, Service, Sight, StartTls, TlsVersion, Trust};

use super::World;
use super::sights::{handshake, page, redirect, secure};
use super::visits::{self, POLICY, mail_policy};

/// A firm that is tidy but for one thing.
pub struct Fault {
    pub id: &'static str,
    pub level: Level,
    pub edits: &'static str,
    pub spoil: fn(&mut World),
    pub found: &'static str,
}

const HOME: &str = "bakery.example";

const fn visit(id: &'static str, found: &'static str, spoil: fn(&mut World)) -> Fault {
    Fault { id, level: Level::Visitor, edits: "", spoil, found }
}

const fn consented(id: &'static str, found: &'static str, spoil: fn(&mut World)) -> Fault {
    Fault { id, level: Level::Consented, edits: "", spoil, found }
}

fn opens(world: &mut World, port: u16, service: Service, greeting: &str) {
    world.doors("192.0.2.10", &[(port, Some(service), greeting)]);
}

pub const FAULTS: &[Fault] = &[
    visit("web-cert-expired", "web-cert-expired: bakery.example: ran out on 1 November 2026", |world| {
        world.secure(HOME, secure(HOME).valid("2026-08-01", "2026-11-01"));
    }),
    visit("web-cert-expired", "web-cert-expired: bakery.example: starts on 1 December 2026 only", |world| {
        world.secure(HOME, secure(HOME).valid("2026-12-01", "2027-02-01"));
    }),
    visit(
        "web-cert-name",
        "web-cert-name: bakery.example: made out to a.host.example, b.host.example, c.host.example and others",
        |world| {
            let names = ["a.host.example", "b.host.example", "c.host.example", "d.host.example"];
            world.secure(HOME, secure(HOME).made_out_to(&names));
        },
    ),
    visit("web-cert-untrusted", "web-cert-untrusted: bakery.example: vouches for itself", |world| {
        world.secure(HOME, secure(HOME).trusted(Trust::SelfSigned));
    }),
    visit(
        "web-cert-untrusted",
        "web-cert-untrusted: www.bakery.example: made by CN=R11, O=Let's Encrypt, which is not known",
        |world| {
            world.secure(
                "www.bakery.example",
                secure(HOME).shows(redirect("https://bakery.example/")).trusted(Trust::UnknownIssuer),
            );
        },
    ),
    visit("web-cert-expiring", "web-cert-expiring: bakery.example: runs out on 11 December 2026", |world| {
        world.secure(HOME, secure(HOME).valid("2026-09-12", "2026-12-11"));
    }),
    visit(
        "web-no-https",
        "web-no-https: https://bakery.example does not answer\n\
         web-security-txt: bakery.example: no file security.txt",
        |world| {
            world.plain(HOME, page());
            for host in [HOME, "www.bakery.example"] {
                world.fails(world.secure_page_at(host), Reached::Refused);
            }
        },
    ),
    visit(
        "web-no-https",
        "web-no-https: https://bakery.example leads back to http://bakery.example",
        |world| {
            world.plain(HOME, page());
            world.secure(HOME, secure(HOME).shows(redirect("http://bakery.example/")));
        },
    ),
    visit(
        "web-no-https",
        "web-no-https: https://bakery.example does not answer\n\
         web-security-txt: bakery.example: no file security.txt",
        |world| {
            world.plain(HOME, page());
            for host in [HOME, "www.bakery.example"] {
                world.speaks_no_tls(host);
            }
        },
    ),
    visit(
        "web-redirect-loop",
        "web-redirect-loop: https://www.bakery.example leads round in a circle",
        |world| {
            world.secure(HOME, secure(HOME).shows(redirect("https://www.bakery.example/")));
        },
    ),
    visit(
        "web-no-modern-tls",
        "web-no-modern-tls: bakery.example knows neither TLS 1.2 nor TLS 1.3",
        |world| world.secure(HOME, secure(HOME).version(None)),
    ),
    visit("web-no-redirect", "web-no-redirect: http://bakery.example shows a page", |world| {
        world.plain(HOME, page());
    }),
    visit("web-no-redirect", "web-no-redirect: http://www.bakery.example shows a page", |world| {
        world.plain(HOME, redirect("http://www.bakery.example/"));
        world.plain("www.bakery.example", page());
    }),
    visit("web-hsts-missing", "web-hsts-missing: https://bakery.example does not send it", |world| {
        world.secure(HOME, secure(HOME).shows(page().without("strict-transport-security")));
    }),
    visit(
        "web-lives-elsewhere",
        "web-lives-elsewhere: bakery.example leads to shop.other.example",
        |world| {
            let away = redirect("https://shop.other.example/bakery");
            world.plain(HOME, away.clone());
            world.secure(HOME, secure(HOME).shows(away));
        },
    ),
    visit("web-cookie-flags", "web-cookie-flags: PHPSESSID without Secure and HttpOnly", |world| {
        world.secure(HOME, secure(HOME).shows(page().with("set-cookie", "PHPSESSID=secret; path=/")));
    }),
    visit("web-cookie-flags", "web-cookie-flags: basket without Secure", |world| {
        world.secure(HOME, secure(HOME).shows(page().with("set-cookie", "basket=loaf; HttpOnly")));
    }),
    visit(
        "web-mixed-content",
        "web-mixed-content: http://cdn.example/a.png, http://cdn.example/b.js",
        |world| {
            let body = "<img src=http://cdn.example/a.png><script src=http://cdn.example/b.js></script>";
            world.secure(HOME, secure(HOME).shows(page().body(body)));
        },
    ),
    visit("web-default-page", "web-default-page: bakery.example shows \"Welcome to nginx!\"", |world| {
        world.secure(HOME, secure(HOME).shows(page().body("<title>Welcome to nginx!</title>")));
    }),
    visit("web-default-page", "web-default-page: bakery.example shows \"It works!\"", |world| {
        world.secure(HOME, secure(HOME).shows(page().body("<html><body><h1>It works!</h1></body></html>")));
    }),
    visit(
        "web-headers",
        "web-headers: bakery.example does not send X-Frame-Options, X-Content-Type-Options, Referrer-Policy",
        |world| {
            let bare = page().without("x-frame-options").without("x-content-type-options");
            world.secure(HOME, secure(HOME).shows(bare.without("referrer-policy")));
        },
    ),
    visit("web-security-txt", "web-security-txt: bakery.example: no file security.txt", |world| {
        world.secure(HOME, secure(HOME).security_txt(None));
        let www = secure("www.bakery.example").shows(redirect("https://bakery.example/"));
        world.secure("www.bakery.example", www.security_txt(Some("<!doctype html><title>Not found</title>")));
    }),
    visit(
        "web-security-txt",
        "web-security-txt: bakery.example: security.txt ran out on 1 June 2026",
        |world| {
            let old = Some("Contact: mailto:it@bakery.example\nExpires: 2026-06-01T00:00:00Z");
            world.secure(HOME, secure(HOME).security_txt(old));
            let www = secure("www.bakery.example").shows(redirect("https://bakery.example/"));
            world.secure("www.bakery.example", www.security_txt(None));
        },
    ),
    visit(
        "web-software-exploited",
        "web-software-exploited: its server seems to be Apache 2.4.49: CVE-2021-42013",
        |world| world.secure(HOME, secure(HOME).shows(page().with("server", "Apache/2.4.49 (Unix)"))),
    ),
    visit(
        "web-software-vulnerable",
        "web-software-vulnerable: its page seems to be WordPress 6.3.1: CVE-2023-39999",
        |world| {
            let body = "<meta name=generator content='WordPress 6.3.1'>";
            world.secure(HOME, secure(HOME).shows(page().body(body)));
        },
    ),
    visit(
        "web-software-old",
        "web-software-old: its server seems to be PHP 7.4.33, given up by its maker in November 2022",
        |world| world.secure(HOME, secure(HOME).shows(page().with("x-powered-by", "PHP/7.4.33"))),
    ),
    visit("mail-no-encryption", "mail-no-encryption: mx.mailfirm.example does not offer it", |world| {
        world.greets("mx.mailfirm.example", StartTls::NotOffered);
    }),
    visit(
        "mail-no-encryption",
        "mail-no-encryption: mx.mailfirm.example offers it and then refuses",
        |world| {
            world.greets("mx.mailfirm.example", StartTls::Refused);
        },
    ),
    visit(
        "mail-no-encryption",
        "mail-no-encryption: something in front of mx.mailfirm.example blots the offer out",
        |world| {
            let sight = Sight::MailServer {
                greeting: "**********".into(),
                offers: vec!["SIZE 10".into(), "XXXXXXXA".into()],
                starttls: StartTls::NotOffered,
            };
            world.sights.insert(world.mail_server_at("mx.mailfirm.example"), sight);
        },
    ),
    visit("mail-cert-bad", "mail-cert-bad: mx.mailfirm.example: made out to mail.example", |world| {
        let mut tls = handshake("mail.example");
        tls.fits_name = false;
        world.greets("mx.mailfirm.example", StartTls::Done(tls));
    }),
    Fault {
        id: "mail-open-relay",
        level: Level::Consented,
        edits: "- bakery.example MX
                bakery.example MX 10 mail.bakery.example
                mail.bakery.example A 192.0.2.10",
        spoil: |world| {
            let host = "mail.bakery.example";
            world.greets(host, StartTls::Done(handshake(host)));
            world.relays(host, true);
            let policy = POLICY.replace("*.mailfirm.example", host);
            world.sights.insert(mail_policy(), visits::policy(&policy));
        },
        found: "mail-open-relay: mail.bakery.example",
    },
    consented("web-old-tls", "web-old-tls: bakery.example takes TLS 1.0, TLS 1.1", |world| {
        world.takes_old_tls(HOME, &[TlsVersion::Tls10, TlsVersion::Tls11], &[TlsVersion::Ssl3]);
    }),
    consented(
        "web-exposed-files",
        "web-exposed-files: bakery.example/.git/HEAD, bakery.example/.env",
        |world| {
            world.leaves_open(HOME, &["/.git/HEAD", "/.env"]);
        },
    ),
    consented("open-rdp", "open-rdp: 192.0.2.10 port 3389", |world| {
        opens(world, 3389, Service::RemoteDesktop, "");
    }),
    consented("open-smb", "open-smb: 192.0.2.10 port 445", |world| {
        opens(world, 445, Service::SharedFolders, "")
    }),
    consented("open-database", "open-database: 192.0.2.10 port 3306: 5.7.38-log", |world| {
        opens(world, 3306, Service::Database, "5.7.38-log");
    }),
    consented("open-vnc", "open-vnc: 192.0.2.10 port 5900: RFB 003.008", |world| {
        opens(world, 5900, Service::ScreenSharing, "RFB 003.008");
    }),
    consented("open-telnet", "open-telnet: 192.0.2.10 port 23: login:", |world| {
        opens(world, 23, Service::Telnet, "login:");
    }),
    consented("open-winrm", "open-winrm: 192.0.2.10 port 5985", |world| {
        opens(world, 5985, Service::RemoteManagement, "");
    }),
    consented("open-admin-panel", "open-admin-panel: 192.0.2.10 port 8443: Office router", |world| {
        opens(world, 8443, Service::AdminPanel, "Office router");
    }),
    consented(
        "open-admin-panel",
        "open-admin-panel: 192.0.2.10 port 8443: MikroTik RouterOS (seems to be MikroTik; crooks use \
         CVE-2018-7445, CVE-2018-14847)",
        |world| opens(world, 8443, Service::AdminPanel, "MikroTik RouterOS"),
    ),
    consented("open-printer", "open-printer: 192.0.2.10 port 9100: Laser 4", |world| {
        opens(world, 9100, Service::Printer, "Laser 4");
    }),
    consented("open-nfs", "open-nfs: 192.0.2.10 port 2049", |world| {
        opens(world, 2049, Service::SharedDisks, "")
    }),
    consented("open-iot", "open-iot: 192.0.2.10 port 554: RTSP/1.0 \\027", |world| {
        opens(world, 554, Service::Device, "RTSP/1.0 \u{1b}");
    }),
    consented("open-ftp", "open-ftp: 192.0.2.10 port 21: 220 ready", |world| {
        opens(world, 21, Service::FileServer, "220 ready");
    }),
    consented("open-ssh", "open-ssh: 192.0.2.10 port 22: SSH-2.0-OpenSSH_9.2", |world| {
        opens(world, 22, Service::Shell, "SSH-2.0-OpenSSH_9.2");
    }),
    consented("open-ssh-password", "open-ssh-password: 192.0.2.10 port 22: SSH-2.0-OpenSSH_9.2", |world| {
        opens(world, 22, Service::ShellByPassword, "SSH-2.0-OpenSSH_9.2");
    }),
];
