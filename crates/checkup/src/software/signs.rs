//! What a page says that it was made with.

use super::{Product, Version};
use crate::observation::PageSeen;
use crate::page::version_at_start;

/// Words that show the hand of a distribution, in lower case.
const DISTRIBUTIONS: [&str; 20] = [
    "~",
    "+deb",
    "-fips",
    "alma",
    "amazon",
    "amzn",
    "centos",
    "cloudlinux",
    "debian",
    ".el6",
    ".el7",
    ".el8",
    ".el9",
    "fedora",
    "freebsd",
    "oracle",
    "raspbian",
    "red hat",
    "suse",
    "ubuntu",
];
/// The most words of one banner that are read.
const MOST_WORDS: usize = 32;

/// One thing that a page says of itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) product: Product,
    pub(super) version: Option<Version>,
    /// Where it was read, for people.
    pub(super) from: &'static str,
    /// A distribution looks after it, so its number tells nothing.
    pub(super) packaged: bool,
    /// The banner is of Apache on Windows.
    pub(super) on_windows: bool,
}

/// Everything that a page says of itself.
pub(super) fn of_page(page: &PageSeen) -> Vec<Sign> {
    let field = |name: &str| page.fields.get(name).map(String::as_str).unwrap_or_default();
    let banners = format!("{}\n{}", field("server"), field("x-powered-by")).to_ascii_lowercase();
    let packaged = DISTRIBUTIONS.iter().any(|word| banners.contains(word));
    let on_windows = ["(win32)", "(win64)"].iter().any(|word| banners.contains(word));
    let mut signs = Vec::new();
    for (from, name) in [("its server", "server"), ("its server", "x-powered-by")] {
        for word in field(name).split([' ', '\n', ',']).take(MOST_WORDS) {
            let Some((product, version)) = word.split_once('/') else { continue };
            signs.extend(named(product).map(|product| Sign {
                product,
                version: exact(version),
                from,
                packaged,
                on_windows,
            }));
        }
    }
    let tags = page.generator.iter().flat_map(|tags| tags.lines()).chain(field("x-generator").lines());
    signs.extend(tags.filter_map(|tag| {
        let (name, rest) = tag.split_once(' ')?;
        let version = rest.split(' ').next().and_then(exact);
        Some(Sign { product: named(name)?, version, from: "its page", packaged: false, on_windows })
    }));
    signs.extend(page.made_with.iter().filter_map(|mark| {
        let (name, version) = mark.split_once(' ')?;
        Some(Sign {
            product: named(name)?,
            version: Version::parse(version),
            from: "its page",
            packaged: false,
            on_windows,
        })
    }));
    signs.extend(Version::parse(field("x-owa-version")).map(|version| Sign {
        product: Product::Exchange,
        version: Some(version),
        from: "its server",
        packaged: false,
        on_windows,
    }));
    signs
}

fn named(word: &str) -> Option<Product> {
    Product::ALL.into_iter().find(|product| word.eq_ignore_ascii_case(product.mark()))
}

/// A version with nothing behind it, or one number. Letters and marks behind it mean that somebody changed it.
fn exact(text: &str) -> Option<Version> {
    let text = text.trim_end_matches([')', ';']);
    match version_at_start(text) {
        Some(version) if version.len() == text.len() => Version::parse(version),
        // OpenSSL counts on by letters: 1.0.2u.
        Some(version) if text[version.len()..].bytes().all(|b| b.is_ascii_lowercase()) => {
            Version::parse(version)
        }
        Some(_) => None,
        None => Version::parse(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&str, &str)], generator: Option<&str>) -> String {
        let page = PageSeen {
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            generator: generator.map(str::to_owned),
            ..PageSeen::default()
        };
        let signs = of_page(&page).into_iter().map(|sign| {
            let version = sign.version.map(|version| version.to_string()).unwrap_or_default();
            format!("{} {version}{}", sign.product.name(), if sign.packaged { " packaged" } else { "" })
        });
        signs.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn banners_and_tags_are_read() {
        let server = |value: &str| read(&[("server", value)], None);
        assert_eq!(server("nginx/1.12.2"), "nginx 1.12.2");
        assert_eq!(server("nginx"), "");
        assert_eq!(
            server("Apache/2.4.49 (Unix) OpenSSL/1.0.2u PHP/7.4.1"),
            "Apache 2.4.49, OpenSSL 1.0.2, PHP 7.4.1"
        );
        assert_eq!(server("Microsoft-IIS/8.5"), "IIS 8.5");
        assert_eq!(server("LiteSpeed"), "");
        assert_eq!(read(&[("x-powered-by", "PHP/5.6.40\nASP.NET")], None), "PHP 5.6.40");
        assert_eq!(read(&[("x-owa-version", "15.1.2507.6")], None), "Exchange 15.1.2507.6");
        assert_eq!(read(&[], Some("WordPress 6.4.2\nElementor 3.18.3; x")), "WordPress 6.4.2");
        assert_eq!(read(&[("x-generator", "Drupal 9 (https://www.drupal.org)")], None), "Drupal 9");
        assert_eq!(read(&[], Some("Joomla! - Open Source Content Management")), "Joomla ");
        assert_eq!(read(&[], Some("TYPO3 4.5 CMS")), "TYPO3 4.5");
    }

    #[test]
    fn the_hand_of_a_distribution_is_seen() {
        let server = |value: &str| read(&[("server", value)], None);
        assert_eq!(server("nginx/1.18.0 (Ubuntu)"), "nginx 1.18.0 packaged");
        assert_eq!(
            server("Apache/2.4.6 (CentOS) OpenSSL/1.0.2k-fips"),
            "Apache 2.4.6 packaged, OpenSSL  packaged"
        );
        let both =
            read(&[("server", "Apache/2.4.38 (Debian)"), ("x-powered-by", "PHP/7.3.31-1~deb10u1")], None);
        assert_eq!(both, "Apache 2.4.38 packaged, PHP  packaged");
        assert_eq!(read(&[("x-powered-by", "PHP/7.4.3-4ubuntu2.18")], None), "PHP  packaged");
    }
}
