//! Web addresses, with a scheme or with a path, also made harmless.

use terms::registrable_part;

use crate::ip::{ipv4, ipv6};
use crate::name::bare;
use crate::scan::Scanner;
use crate::{Check, Form, Kind, Platform};

/// The longest address that is kept whole; of a longer one scheme and host are told.
pub(crate) const LONGEST_URL: usize = 4_096;
/// The longest name and password before a host.
const LONGEST_USER: usize = 256;

impl Scanner<'_> {
    /// A web address whose scheme is this run of letters.
    pub(crate) fn url(&mut self, start: usize, run_end: usize) -> Option<usize> {
        let (scheme, defanged) = scheme(self.bytes.get(start..run_end)?)?;
        let rest = self.bytes.get(run_end..)?;
        let (signs, broken) = [
            (&b"://"[..], false),
            (b":\\\\", false),
            (b"[:]//", true),
            (b"[://]", true),
            (b":[//]", true),
            (b":// ", true),
            (b"[:]\\\\", true),
        ]
        .into_iter()
        .filter(|(signs, _)| rest.starts_with(signs))
        .max_by_key(|(signs, _)| signs.len())?;
        let body = run_end + signs.len();
        let user = self.user(body);
        let host_at = body + user.map_or(0, |user| user.len() + 1);
        let (host, end, form) = self.any_host(host_at)?;
        let front =
            format!("{scheme}://{}{}", user.unwrap_or_default(), if user.is_some() { "@" } else { "" });
        let form = if defanged || broken { form.max(Form::Defanged) } else { form };
        self.keep_url(start, end, &front, &host, form)
    }

    /// A web address without scheme, whose host was read already.
    pub(crate) fn url_from_host(
        &mut self,
        start: usize,
        end: usize,
        host: String,
        form: Form,
    ) -> Option<usize> {
        self.keep_url(start, end, "", &host, form)
    }

    /// Name and password before the host, which many a lure uses to show another name first.
    fn user(&self, body: usize) -> Option<&str> {
        let rest = self.bytes.get(body..)?;
        let end = rest.iter().take(LONGEST_USER).position(|b| {
            matches!(b, b'@' | b'/' | b'?' | b'#' | b' ' | b'<' | b'>' | b'"' | b'\n' | b'\r' | b'\t')
        })?;
        (rest.get(end) == Some(&b'@') && end > 0).then(|| self.text.get(body..body + end)).flatten()
    }

    fn any_host(&self, at: usize) -> Option<(String, usize, Form)> {
        if self.bytes.get(at) == Some(&b'[') {
            let (value, end, form) = ipv6(self.bytes, at + 1)?;
            return (self.bytes.get(end) == Some(&b']')).then(|| (format!("[{value}]"), end + 1, form));
        }
        ipv4(self.bytes, at).or_else(|| self.host_at(at)).or_else(|| number_host(self.text, at))
    }

    fn keep_url(
        &mut self,
        start: usize,
        host_end: usize,
        front: &str,
        host: &str,
        form: Form,
    ) -> Option<usize> {
        let (tail, end) = self.tail(host_end);
        let mut value = format!("{front}{host}{tail}");
        if value.len() > LONGEST_URL {
            value = format!("{front}{host}");
        }
        if front.is_empty()
            && let Some(handle) = telegram(host, &tail)
        {
            return self.keep(
                Kind::Handle(Platform::Telegram),
                handle,
                start..end,
                form.max(Form::Grouped),
                Check::None,
            );
        }
        let written = start..end;
        if front.is_empty() && tail.is_empty() {
            let kind = if host.parse::<std::net::IpAddr>().is_ok() { Kind::Ip } else { Kind::Domain };
            return self.keep(kind, bare(host).to_owned(), written, form.max(Form::Grouped), Check::None);
        }
        if let Some(number) = whatsapp(host, &tail) {
            self.keep_beside(Kind::Phone, number, written.clone(), form.max(Form::Grouped), Check::None);
        }
        let plain = self.text.get(written.clone()) == Some(value.as_str());
        let form = if plain { form } else { form.max(Form::Grouped) };
        self.keep(Kind::Url, value, written, form, Check::None)
    }

    /// Port, path, query and fragment behind a host, without the signs that end the sentence around them.
    fn tail(&self, from: usize) -> (String, usize) {
        let rest = self.text.get(from..).unwrap_or_default();
        if !matches!(rest.as_bytes().first(), Some(b'/' | b'?' | b'#' | b':' | b'\\')) {
            return (String::new(), from);
        }
        let port = port(rest);
        if rest.starts_with(':') && port.is_none() {
            return (String::new(), from);
        }
        let stops = |sign: char| {
            sign.is_whitespace() || sign.is_control() || matches!(sign, '<' | '>' | '"' | '`' | '|')
        };
        let raw = trimmed(rest.split(stops).next().unwrap_or_default());
        let end = from + raw.len();
        let mut tail = refanged_tail(raw);
        if let Some(":80" | ":443") = port {
            tail = tail.trim_start_matches(|sign: char| sign == ':' || sign.is_ascii_digit()).to_owned();
        }
        if tail == "/" {
            tail.clear();
        }
        (tail, end)
    }
}

/// The scheme that a word means, and whether somebody broke it on purpose.
fn scheme(word: &[u8]) -> Option<(&'static str, bool)> {
    (word.len() <= 6).then_some(())?;
    match word.to_ascii_lowercase().as_slice() {
        b"http" => Some(("http", false)),
        b"https" => Some(("https", false)),
        b"ftp" => Some(("ftp", false)),
        b"hxxp" | b"hxtp" | b"htxp" | b"httx" | b"hxp" | b"httx_" | b"meow" => Some(("http", true)),
        b"hxxps" | b"hxtps" | b"htxps" | b"httxs" | b"hxps" | b"meows" => Some(("https", true)),
        b"fxp" => Some(("ftp", true)),
        _ => None,
    }
}

/// A host that is one number, as browsers read it: `http://3232235777/`.
fn number_host(text: &str, at: usize) -> Option<(String, usize, Form)> {
    let rest = text.get(at..)?;
    let digits = rest.bytes().take(11).take_while(u8::is_ascii_digit).count();
    let number: u32 = rest.get(..digits).filter(|_| digits >= 8)?.parse().ok()?;
    let end = at + digits;
    let ends = !text.as_bytes().get(end).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'.');
    ends.then(|| (std::net::Ipv4Addr::from(number).to_string(), end, Form::Grouped))
}

/// A port with its colon, if path, query or the end of the address follows it.
fn port(rest: &str) -> Option<&str> {
    let digits = rest.strip_prefix(':')?.bytes().take(6).take_while(u8::is_ascii_digit).count();
    let behind = rest.as_bytes().get(digits + 1);
    let ends =
        behind.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b'@' | b'%'));
    ((1..=5).contains(&digits) && ends).then(|| rest.get(..=digits)).flatten()
}

/// Without the full stop, the comma and the closing bracket of the sentence. A bracket that was opened in the address
/// belongs to it.
fn trimmed(raw: &str) -> &str {
    let mut text = raw;
    let mut unopened = [('(', ')'), ('[', ']'), ('{', '}')]
        .map(|(open, close)| (close, raw.matches(close).count().saturating_sub(raw.matches(open).count())));
    loop {
        text = text.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let Some(last) = text.chars().next_back() else { return text };
        match unopened.iter_mut().find(|(close, spare)| *close == last && *spare > 0) {
            Some((_, spare)) => *spare -= 1,
            None => return text,
        }
        text = text.get(..text.len() - 1).unwrap_or_default();
    }
}

fn refanged_tail(raw: &str) -> String {
    if !raw.contains('[') && !raw.contains('\\') {
        return raw.to_owned();
    }
    raw.replace("[.]", ".").replace("[at]", "@").replace("[@]", "@").replace('\\', "/")
}

/// The host of an address or a bare name.
pub(crate) fn host(value: &str) -> &str {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    match rest.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !rest.ends_with(']') => host,
        _ => rest,
    }
}

/// An address without scheme, `www.`, fragment and the last slash: equal for two spellings of one page.
pub(crate) fn key(value: &str) -> String {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.trim_end_matches('/').to_owned()
}

fn telegram(host: &str, tail: &str) -> Option<String> {
    matches!(bare(host), "t.me" | "telegram.me").then_some(())?;
    profile_name(tail.strip_prefix('/')?)
}

fn whatsapp(host: &str, tail: &str) -> Option<String> {
    let number = match bare(host) {
        "wa.me" => tail.strip_prefix('/')?,
        "api.whatsapp.com" | "web.whatsapp.com" => tail.split_once("phone=")?.1,
        _ => return None,
    };
    let number = number.trim_start_matches(['+', '0']).split(['?', '&', '/']).next()?;
    ((9..=15).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()))
        .then(|| format!("+{number}"))
}

/// The profile that an address of a platform shows.
pub(crate) fn profile(value: &str) -> Option<(Platform, String)> {
    let host = host(value);
    let path = value.split_once(host)?.1.strip_prefix('/')?;
    let platform = match registrable_part(host)? {
        "t.me" | "telegram.me" => Platform::Telegram,
        "facebook.com" | "fb.com" | "m.me" => Platform::Facebook,
        "instagram.com" => Platform::Instagram,
        "tiktok.com" => Platform::TikTok,
        "twitter.com" | "x.com" => Platform::X,
        "snapchat.com" => Platform::Snapchat,
        "linkedin.com" => Platform::LinkedIn,
        "youtube.com" => Platform::YouTube,
        "reddit.com" => Platform::Reddit,
        "discord.gg" => Platform::Discord,
        _ => return None,
    };
    let path = ["add/", "in/", "user/", "u/", "c/", "@"]
        .into_iter()
        .fold(path, |path, front| path.strip_prefix(front).unwrap_or(path));
    Some((platform, profile_name(path)?))
}

fn profile_name(path: &str) -> Option<String> {
    let name = path.split(['/', '?', '#']).next()?.trim_start_matches('@');
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
    let not_a_name = ["login", "share", "joinchat", "watch", "home", "help", "profile.php", "p", "reel", "s"];
    let usable = (2..=40).contains(&name.len())
        && name.bytes().all(fits)
        && name.bytes().any(|b| b.is_ascii_alphabetic());
    (usable && !not_a_name.contains(&name))
        .then(|| format!("@{}", name.trim_end_matches('.').to_ascii_lowercase()))
}
