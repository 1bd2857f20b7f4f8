//! The services that wrap links, and how each writes the address inside. Sources: the services' own documents on
//! rewritten links (Microsoft Defender Safe Links, Proofpoint URL Defense, Mimecast URL Protect, Barracuda, Cisco, Sophos)
//! and the links themselves.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};

use crate::url;

/// What a link holds.
pub(crate) enum Layer {
    /// It wraps nothing that we know of.
    Bare,
    /// It wraps an address.
    Holds { by: &'static str, url: String },
    /// It wraps an address that only the service knows; some tell its host.
    Kept { by: &'static str, host: Option<String> },
}

/// A wrapper: its name, how its host looks, and the parameters that hold the address.
struct Service {
    name: &'static str,
    hosts: &'static [&'static str],
    path: &'static str,
    parameters: &'static [&'static str],
}

const SERVICES: [Service; 24] = [
    Service {
        name: "Safe Links",
        hosts: &[
            "safelinks.protection.outlook.com",
            "safelinks.protection.office365.us",
            "safelinks.protection.partner.outlook.cn",
        ],
        path: "",
        parameters: &["url"],
    },
    Service {
        name: "Safe Links",
        hosts: &["statics.teams.cdn.office.net", "statics.teams.microsoft.com"],
        path: "/evergreen-assets/safelinks",
        parameters: &["url"],
    },
    Service {
        name: "Google",
        hosts: &[
            "www.google.com",
            "google.com",
            "www.google.co.uk",
            "google.co.uk",
            "www.google.de",
            "www.google.fr",
            "www.google.es",
            "www.google.it",
            "www.google.nl",
            "www.google.pl",
            "www.google.com.br",
            "www.google.ca",
            "www.google.com.au",
            "www.google.co.in",
        ],
        path: "/url",
        parameters: &["q", "url"],
    },
    Service {
        name: "Google",
        hosts: &[
            "www.googleadservices.com",
            "googleadservices.com",
            "adclick.g.doubleclick.net",
            "googleads.g.doubleclick.net",
            "ad.doubleclick.net",
        ],
        path: "",
        parameters: &["adurl"],
    },
    Service { name: "Google", hosts: &["translate.google.com"], path: "/translate", parameters: &["u"] },
    Service { name: "Google", hosts: &["notifications.google.com"], path: "", parameters: &["continue"] },
    Service {
        name: "Facebook",
        hosts: &["l.facebook.com", "lm.facebook.com", "l.messenger.com"],
        path: "/l.php",
        parameters: &["u"],
    },
    Service { name: "Instagram", hosts: &["l.instagram.com"], path: "", parameters: &["u"] },
    Service {
        name: "LinkedIn",
        hosts: &["www.linkedin.com", "linkedin.com"],
        path: "/",
        parameters: &["url"],
    },
    Service {
        name: "YouTube",
        hosts: &["www.youtube.com", "youtube.com", "m.youtube.com"],
        path: "/redirect",
        parameters: &["q"],
    },
    Service { name: "Bing", hosts: &["www.bing.com", "bing.com"], path: "/ck/a", parameters: &["u"] },
    Service {
        name: "DuckDuckGo",
        hosts: &["duckduckgo.com", "www.duckduckgo.com"],
        path: "/l/",
        parameters: &["uddg"],
    },
    Service { name: "Yahoo", hosts: &["r.search.yahoo.com"], path: "", parameters: &["RU"] },
    Service { name: "Barracuda", hosts: &["linkprotect.cudasvc.com"], path: "/url", parameters: &["a"] },
    Service {
        name: "FireEye",
        hosts: &["protect.fireeye.com", "protect2.fireeye.com", "url.emailprotection.link"],
        path: "",
        parameters: &["u", "url"],
    },
    Service {
        name: "Symantec",
        hosts: &["clicktime.symantec.com", "clicktime.cloud.postoffice.net"],
        path: "",
        parameters: &["u", "U"],
    },
    Service { name: "Sophos", hosts: &["protection.sophos.com"], path: "", parameters: &["u"] },
    Service {
        name: "Trend Micro",
        hosts: &["imsva91-ctp.trendmicro.com", "clp.trendmicro.com"],
        path: "",
        parameters: &["url", "u"],
    },
    Service { name: "Slack", hosts: &["slack-redir.net"], path: "/link", parameters: &["url"] },
    Service { name: "Steam", hosts: &["steamcommunity.com"], path: "/linkfilter", parameters: &["u", "url"] },
    Service { name: "VK", hosts: &["vk.com", "away.vk.com"], path: "/away.php", parameters: &["to"] },
    Service {
        name: "Microsoft",
        hosts: &[
            "nam.safelink.emails.azure.net",
            "na01.safelink.emails.azure.net",
            "safelink.emails.azure.net",
        ],
        path: "/redirect",
        parameters: &["destination"],
    },
    Service { name: "Reddit", hosts: &["out.reddit.com"], path: "", parameters: &["url"] },
    Service { name: "Mandrill", hosts: &["mandrillapp.com"], path: "/track/click", parameters: &["p"] },
];

/// Parameters in which any site may carry the address that it sends its visitor on to.
const CARRIERS: [&str; 26] = [
    "url",
    "u",
    "q",
    "to",
    "dest",
    "destination",
    "target",
    "redirect",
    "redirect_uri",
    "redirect_url",
    "redirecturl",
    "redir",
    "link",
    "goto",
    "go",
    "next",
    "continue",
    "return",
    "returnurl",
    "return_url",
    "adurl",
    "murl",
    "ulp",
    "r",
    "out",
    "href",
];

/// Looks at a link for what it wraps.
pub(crate) fn open(link: &str) -> Layer {
    let host = url::host(link).to_ascii_lowercase();
    let link = &link.replace("&amp;", "&");
    let path = after_host(link);
    if let Some(layer) = proofpoint(&host, path).or_else(|| mimecast(&host, link)) {
        return layer;
    }
    for service in &SERVICES {
        let ours = service.hosts.iter().any(|known| {
            host == *known || host.strip_suffix(known).is_some_and(|front| front.ends_with('.'))
        });
        if !ours || !path.starts_with(service.path) {
            continue;
        }
        let inner =
            service.parameters.iter().find_map(|name| parameter(link, name).and_then(|raw| address_in(&raw)));
        match inner {
            Some(url) => return Layer::Holds { by: service.name, url },
            None if service.name == "Sophos" => {
                return Layer::Kept { by: service.name, host: parameter(link, "d") };
            }
            None => {}
        }
    }
    in_path(&host, path).or_else(|| carried(link)).unwrap_or(Layer::Bare)
}

/// Proofpoint's three spellings.
fn proofpoint(host: &str, path: &str) -> Option<Layer> {
    let ours = ["urldefense.proofpoint.com", "urldefense.com", "urldefense.us", "urldefense.proofpoint.us"];
    ours.contains(&host).then_some(())?;
    let url = if path.starts_with("/v1/") {
        address_in(&parameter(path, "u")?)
    } else if path.starts_with("/v2/") {
        let coded = raw_parameter(path, "u")?.replace('-', "%").replace('_', "/");
        address_in(&percent_decoded(&coded))
    } else {
        proofpoint_3(path.strip_prefix("/v3/__")?)
    }?;
    Some(Layer::Holds { by: "Proofpoint", url })
}

/// Version 3: signs that do not fit into an address stand in Base64 behind it, and a star, or two stars with a length,
/// stands where each belongs.
fn proofpoint_3(rest: &str) -> Option<String> {
    let (coded, tail) = rest.rsplit_once("__;").or_else(|| rest.split_once("__"))?;
    let bytes = tail.split("!!").next().unwrap_or_default();
    let replaced = decoded(bytes).unwrap_or_default();
    let replaced = String::from_utf8(replaced).unwrap_or_default();
    let mut replaced = replaced.chars();
    let mut plain = String::with_capacity(coded.len());
    let mut signs = coded.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign != '*' {
            plain.push(sign);
            continue;
        }
        let mut count = 1;
        if signs.peek() == Some(&'*') {
            signs.next();
            count = signs.next().and_then(run_length)?;
        }
        for _ in 0..count {
            plain.push(replaced.next().unwrap_or('*'));
        }
    }
    // A slash is lost where a mail server tidied the path up.
    let plain = match plain.split_once(":/") {
        Some((scheme, rest)) if !rest.starts_with('/') => format!("{scheme}://{rest}"),
        _ => plain,
    };
    address_in(&plain)
}

/// The length that the letter behind two stars stands for.
fn run_length(letter: char) -> Option<usize> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    LETTERS.find(letter).map(|index| index + 2)
}

/// Mimecast keeps the address and tells the host; older links carry the address.
fn mimecast(host: &str, link: &str) -> Option<Layer> {
    let ours = host.ends_with(".mimecast.com") && host.starts_with("protect")
        || host.ends_with("mimecastprotect.com")
        || host.ends_with(".mimecast.com") && host.contains("url");
    ours.then_some(())?;
    if let Some(url) =
        ["url", "u"].iter().find_map(|name| parameter(link, name).and_then(|raw| address_in(&raw)))
    {
        return Some(Layer::Holds { by: "Mimecast", url });
    }
    Some(Layer::Kept { by: "Mimecast", host: parameter(link, "domain") })
}

/// Addresses that stand in the path of another: Cisco, Google's copies of pages, Amazon's tracker, and anybody's.
fn in_path(host: &str, path: &str) -> Option<Layer> {
    if host.ends_with("google.com")
        && let Some(rest) = path.strip_prefix("/amp/")
    {
        let (scheme, rest) = rest.strip_prefix("s/").map_or(("http", rest), |rest| ("https", rest));
        return Some(Layer::Holds { by: "Google", url: format!("{scheme}://{rest}") });
    }
    let by = if host.ends_with("secure-web.cisco.com") {
        "Cisco"
    } else if host.ends_with("awstrack.me") {
        "Amazon SES"
    } else {
        "a redirect in the path"
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if let Some(at) = path.find("/http://").or_else(|| path.find("/https://")) {
        return address_in(path.get(at + 1..)?).map(|url| Layer::Holds { by, url });
    }
    path.split('/')
        .find_map(|part| {
            part.to_ascii_lowercase().starts_with("http%").then(|| address_in(part)).flatten().or_else(|| {
                part.to_ascii_lowercase().starts_with("https%").then(|| address_in(part)).flatten()
            })
        })
        .map(|url| Layer::Holds { by, url })
}

/// An address in a parameter of any site.
fn carried(link: &str) -> Option<Layer> {
    let query = link.split_once('?')?.1.split('#').next()?;
    query.split('&').take(64).find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        CARRIERS.contains(&name.to_ascii_lowercase().as_str()).then_some(())?;
        let url = address_in(&percent_decoded(value))?;
        Some(Layer::Holds { by: "a redirect in the address", url })
    })
}

/// The web address that a text is: in clear, percent-encoded once more, in Base64, or in JSON.
fn address_in(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(url) = with_scheme(text) {
        return Some(url);
    }
    if text.contains('%') {
        let once = percent_decoded(text);
        if once != text {
            return with_scheme(&once);
        }
    }
    let code = text.strip_prefix("a1").unwrap_or(text);
    let inside = decoded(code).or_else(|| decoded(text)).and_then(|bytes| String::from_utf8(bytes).ok())?;
    with_scheme(&inside).or_else(|| in_json(&inside))
}

fn with_scheme(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let sound = !rest.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control());
    (known && sound && url::host(text).contains(['.', ':'])).then(|| text.to_owned())
}

/// Mandrill's parameter: JSON with JSON in it, in which `url` holds the address.
fn in_json(text: &str) -> Option<String> {
    let plain = text.replace("\\\\/", "/").replace("\\/", "/").replace("\\\"", "\"");
    let rest = plain.split_once("\"url\":\"")?.1;
    with_scheme(&rest.split('"').next()?.replace('\\', ""))
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let code = text.trim_end_matches('=');
    (code.len() >= 2).then_some(())?;
    BASE64URL_NOPAD.decode(code.as_bytes()).or_else(|_| BASE64_NOPAD.decode(code.as_bytes())).ok()
}

/// Path, query and fragment of a link.
fn after_host(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    rest.find(['/', '?', '#']).and_then(|at| rest.get(at..)).unwrap_or_default()
}

fn raw_parameter<'a>(link: &'a str, name: &str) -> Option<&'a str> {
    let query = link.split_once('?')?.1.split('#').next()?;
    query
        .split('&')
        .take(64)
        .find_map(|pair| pair.split_once('=').filter(|(known, _)| *known == name).map(|(_, value)| value))
}

fn parameter(link: &str, name: &str) -> Option<String> {
    raw_parameter(link, name).map(percent_decoded)
}

/// A text with its percent-encoded bytes decoded once; what is no UTF-8 afterwards stays as it was.
pub(crate) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = text
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        plain.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}
