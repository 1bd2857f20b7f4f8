//! Web addresses and hosts, taken apart without being visited.

use terms::registrable_part;

use crate::lists::{List, lists};

/// A web address, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Its scheme, in small letters.
    pub(crate) scheme: String,
    /// The host in ASCII, in small letters.
    pub(crate) host: String,
    /// What stands before an `@`, if anything does.
    pub(crate) user: Option<String>,
    /// Whether a port is named that is not the usual one.
    pub(crate) odd_port: bool,
    /// Path, question and fragment, with the leading slash.
    pub(crate) path: String,
}

/// The most bytes of an address that are looked at.
pub(crate) const LONGEST: usize = 4_096;

impl Address {
    /// Takes an address apart; `None` where there is no host.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let (scheme, rest) = match text.find(':') {
            Some(at) if is_scheme(&text[..at]) && text[at + 1..].starts_with(['/', '\\']) => {
                (text[..at].to_ascii_lowercase(), text[at + 1..].trim_start_matches(['/', '\\']))
            }
            Some(at) if is_scheme(&text[..at]) && !text[..at].contains('.') => return None,
            _ => ("http".to_owned(), text.strip_prefix("//").unwrap_or(text)),
        };
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (user, place) = match authority.rfind('@') {
            Some(at) => (Some(authority[..at].to_owned()), &authority[at + 1..]),
            None => (None, authority),
        };
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, port),
            _ => (place, ""),
        };
        let host = ascii_host(host)?;
        Some(Self {
            odd_port: !matches!(port, "" | "80" | "443"),
            path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
            scheme,
            host,
            user,
        })
    }

    /// Whose it is: the registered part of the host.
    pub(crate) fn owner(&self) -> &str {
        owner(&self.host)
    }

    /// Whether the host is a number and no name.
    pub(crate) fn is_number(&self) -> bool {
        self.host.parse::<std::net::IpAddr>().is_ok()
            || (self.host.bytes().all(|b| b.is_ascii_digit()) && self.host.len() >= 8)
    }
}

fn is_scheme(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 12
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// A host in ASCII, in small letters; `None` where it cannot be one.
pub(crate) fn ascii_host(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['[', ']', '.', '<', '>', '"', '\'', ',', ';', ')', '(']);
    if text.is_empty() || text.len() > 253 {
        return None;
    }
    if !text.is_ascii() {
        return idna::domain_to_ascii(text).ok().filter(|host| host.contains('.'));
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b':');
    (text.contains(['.', ':']) && text.bytes().all(plain)).then(|| text.to_ascii_lowercase())
}

/// The registered part of a host, by the Public Suffix List; the host itself where there is none.
pub(crate) fn owner(host: &str) -> &str {
    registrable_part(host).unwrap_or(host)
}

/// The domain of an address for mail, in ASCII.
pub(crate) fn domain_of(mail: &str) -> Option<String> {
    ascii_host(mail.rsplit_once('@')?.1)
}

/// Whether a host is that domain or stands below it.
pub(crate) fn is_under(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether an address is that of a list: its host is one for lists, or its name ends as those of lists do.
pub(crate) fn is_of_a_list(address: &str) -> bool {
    const ENDS: &[&str] = &["-list", "-users", "-devel", "-dev", "-talk", "-discuss", "-announce", "-l"];
    const FRONTS: &[&str] = &["lists", "list", "listserv", "mailman", "ml"];
    let Some(host) = domain_of(address) else { return false };
    let local = address.rsplit_once('@').map_or("", |(local, _)| local).to_ascii_lowercase();
    let front = host.split('.').next().unwrap_or_default();
    listed(&host, List::Talk)
        || FRONTS.contains(&front) && host.matches('.').count() >= 2
        || ENDS.iter().any(|end| local.ends_with(end)) && !listed(&host, List::FreeMail)
}

/// How a single label looks.
pub(crate) fn machine_made(label: &str) -> bool {
    let letters = label.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = label.bytes().filter(u8::is_ascii_digit).count();
    if label.starts_with("xn--") || label.len() < 6 {
        return false;
    }
    // letters and digits change places often: `3k9x2qf7`
    let turns = label
        .as_bytes()
        .windows(2)
        .filter(|pair| {
            pair[0].is_ascii_digit() != pair[1].is_ascii_digit() && pair.iter().all(u8::is_ascii_alphanumeric)
        })
        .count();
    if digits >= 2 && letters >= 3 && turns >= 3 {
        return true;
    }
    longest_run_without_vowel(label) >= 6 || (label.len() >= 10 && rare_pairs(label) * 3 >= label.len())
}

fn longest_run_without_vowel(label: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for byte in label.bytes() {
        run = if byte.is_ascii_alphabetic() && !b"aeiouyw".contains(&byte) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Pairs of letters that no language of Europe has in its words.
fn rare_pairs(label: &str) -> usize {
    const RARE: &[&[u8; 2]] = &[
        b"qx", b"xq", b"zx", b"xz", b"jq", b"qj", b"vq", b"qv", b"kq", b"qk", b"wq", b"qw", b"jx", b"xj",
        b"jz", b"zj", b"vx", b"xv", b"fq", b"qf", b"gq", b"qg", b"bq", b"qb", b"pq", b"qp", b"zq", b"qz",
        b"hx", b"xk", b"kx", b"mq", b"qm", b"vj", b"jv", b"bx", b"xb", b"vb", b"bv", b"jf", b"fj", b"jg",
        b"gj", b"wx", b"xw", b"dx", b"xd", b"cj", b"jc", b"qd", b"dq", b"vk", b"kv", b"vf", b"fv", b"vw",
        b"wv", b"pz", b"zf", b"fz", b"qt", b"tq", b"lx", b"qh",
    ];
    label.as_bytes().windows(2).filter(|pair| RARE.iter().any(|rare| rare[..] == **pair)).count()
}

/// Whether a host, or what it stands under, is on a list.
pub(crate) fn listed(host: &str, list: List) -> bool {
    let set = lists().set(list);
    let mut rest = host;
    loop {
        if set.contains(rest) {
            return true;
        }
        match rest.split_once('.') {
            Some((_, parent)) if !parent.is_empty() => rest = parent,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let address = Address::parse("HTTPS://user:pass@Login.Example.co.uk:8080/a?b#c").unwrap();
        assert_eq!(address.host, "login.example.co.uk");
        assert_eq!(address.owner(), "example.co.uk");
        assert_eq!(address.user.as_deref(), Some("user:pass"));
        assert_eq!(address.path, "/a?b#c");
        assert!(address.odd_port);
        assert!(Address::parse("mailto:someone@example.org").is_none());
        assert!(Address::parse("javascript:alert(1)").is_none());
        assert_eq!(Address::parse("example.org/x").unwrap().host, "example.org");
        assert!(Address::parse("https://203.0.113.9/x").unwrap().is_number());
    }

    #[test]
    fn labels_that_nobody_would_choose_are_seen() {
        for label in
            ["3k9x2qf7", "24ljq337lqkwedzny9rg", "1ysjnkmxdj6syw2nxw4n", "fjbazwpzxkwqqlu", "6v30k8uo6s"]
        {
            assert!(machine_made(label), "{label}");
        }
        for label in [
            "royalmail",
            "barclays",
            "nationwide",
            "lloydsbankinggroup",
            "sc24",
            "web3",
            "o2",
            "hsbc",
            "mx01",
        ] {
            assert!(!machine_made(label), "{label}");
        }
    }
}
