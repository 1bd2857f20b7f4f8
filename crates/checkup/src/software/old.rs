//! When makers gave up their versions, and holes that are certain by the version alone.
//!
//! Written by hand from the makers' own pages (each list names its page), last gone over in November 2026.
//! A version that distributions still look after under the same number is left out: nginx from 1.14 on, Apache
//! 2.4. A month stands for its end.

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::{Product, Version};

/// The versions of one product that their maker gave up.
struct GivenUp {
    product: Product,
    /// The page of the maker that says so.
    #[cfg_attr(not(test), expect(dead_code, reason = "kept beside the data for whoever goes over it next"))]
    source: &'static str,
    /// Branch, year and month.
    branches: &'static [(&'static str, i16, i8)],
}

const GIVEN_UP: [GivenUp; 14] = [
    GivenUp {
        product: Product::Apache,
        source: "https://httpd.apache.org/",
        branches: &[("1.3", 2010, 2), ("2.0", 2013, 7), ("2.2", 2017, 12)],
    },
    GivenUp {
        product: Product::Drupal,
        source: "https://www.drupal.org/about/core/policies/core-release-cycles/schedule",
        branches: &[
            ("4", 2007, 1),
            ("5", 2011, 1),
            ("6", 2016, 2),
            ("7", 2025, 1),
            ("8", 2021, 11),
            ("9", 2023, 11),
            ("10.0", 2023, 12),
            ("10.1", 2024, 6),
            ("10.2", 2024, 12),
            ("10.3", 2025, 6),
        ],
    },
    GivenUp {
        product: Product::Exchange,
        source: "https://learn.microsoft.com/en-us/lifecycle/products/",
        branches: &[("8", 2017, 4), ("14", 2020, 10), ("15.0", 2023, 4), ("15.1", 2025, 10)],
    },
    GivenUp {
        product: Product::Iis,
        source: "https://learn.microsoft.com/en-us/lifecycle/products/internet-information-services-iis",
        branches: &[
            ("5", 2010, 7),
            ("6", 2015, 7),
            ("7.0", 2020, 1),
            ("7.5", 2020, 1),
            ("8.0", 2023, 10),
            ("8.5", 2023, 10),
        ],
    },
    GivenUp {
        product: Product::Joomla,
        source: "https://developer.joomla.org/roadmap.html",
        branches: &[("1", 2012, 12), ("2", 2014, 12), ("3", 2023, 8), ("4", 2025, 10)],
    },
    GivenUp {
        product: Product::Jquery,
        source: "https://jquery.com/support/",
        branches: &[("1", 2016, 6), ("2", 2016, 6)],
    },
    GivenUp {
        product: Product::Magento,
        source: "https://experienceleague.adobe.com/en/docs/commerce-operations/release/planning/lifecycle-policy",
        branches: &[("1", 2020, 6), ("2.0", 2018, 3), ("2.1", 2019, 6), ("2.2", 2019, 12), ("2.3", 2022, 9)],
    },
    GivenUp {
        product: Product::MediaWiki,
        source: "https://www.mediawiki.org/wiki/Version_lifecycle",
        branches: &[("1.23", 2017, 5), ("1.27", 2019, 6), ("1.31", 2021, 9), ("1.35", 2023, 12)],
    },
    GivenUp {
        product: Product::Nginx,
        source: "https://nginx.org/en/CHANGES",
        branches: &[
            ("0", 2012, 4),
            ("1.0", 2012, 4),
            ("1.2", 2013, 4),
            ("1.4", 2014, 4),
            ("1.6", 2015, 4),
            ("1.8", 2016, 4),
            ("1.10", 2017, 4),
            ("1.12", 2018, 4),
        ],
    },
    GivenUp {
        product: Product::OpenSsl,
        source: "https://openssl-library.org/policies/releasestrat/",
        branches: &[
            ("0", 2015, 12),
            ("1.0.0", 2015, 12),
            ("1.0.1", 2016, 12),
            ("1.0.2", 2019, 12),
            ("1.1.0", 2019, 9),
            ("1.1.1", 2023, 9),
            ("3.1", 2025, 3),
            ("3.2", 2025, 11),
        ],
    },
    GivenUp {
        product: Product::Php,
        source: "https://www.php.net/eol.php",
        branches: &[
            ("3", 2000, 10),
            ("4", 2008, 8),
            ("5", 2018, 12),
            ("7.0", 2019, 1),
            ("7.1", 2019, 12),
            ("7.2", 2020, 11),
            ("7.3", 2021, 12),
            ("7.4", 2022, 11),
            ("8.0", 2023, 11),
            ("8.1", 2025, 12),
            ("8.2", 2026, 12),
            ("8.3", 2027, 12),
            ("8.4", 2028, 12),
        ],
    },
    GivenUp {
        product: Product::PrestaShop,
        source: "https://build.prestashop-project.org/",
        branches: &[("1.4", 2014, 12), ("1.5", 2016, 12), ("1.6", 2019, 6)],
    },
    GivenUp {
        product: Product::Typo3,
        source: "https://typo3.org/cms/roadmap",
        branches: &[("4", 2015, 3), ("6", 2017, 4), ("7", 2018, 12), ("8", 2020, 3), ("9", 2021, 9)],
    },
    GivenUp {
        product: Product::WordPress,
        source: "https://wordpress.org/news/2022/09/dropping-security-updates-for-wordpress-versions-3-7-through-4-0/",
        branches: &[("0", 2022, 12), ("1", 2022, 12), ("2", 2022, 12), ("3", 2022, 12), ("4.0", 2022, 12)],
    },
];

/// A range of versions with a hole: from, first mended, and what it is called.
type Hole = (Product, &'static str, &'static str, &'static str);

/// Holes that are there by the version alone, whatever the settings, with the maker's number. WordPress mends
/// each branch by a version of its own, so each range stays within one branch.
const HOLES: [Hole; 6] = [
    (Product::Jquery, "3.0", "3.5", "CVE-2020-11023"),
    (Product::WordPress, "5.8", "5.8.3", "CVE-2022-21661"),
    (Product::WordPress, "6.0", "6.0.3", "CVE-2022-43497"),
    (Product::WordPress, "6.2", "6.2.1", "CVE-2023-2745"),
    (Product::WordPress, "6.3", "6.3.2", "CVE-2023-39999"),
    (Product::WordPress, "6.5", "6.5.5", "CVE-2024-31111"),
];

/// The moment after which the maker no longer mends this version; none where it does, or where we do not know.
pub(super) fn given_up(product: Product, version: &Version) -> Option<Timestamp> {
    let list = GIVEN_UP.iter().find(|list| list.product == product)?;
    let (_, year, month) = list
        .branches
        .iter()
        .find(|(branch, ..)| Version::parse(branch).is_some_and(|b| version.is_of(&b)))?;
    let last = date(*year, *month, 1).last_of_month();
    let end = last.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some(end.timestamp())
}

/// The hole of this version, if it is among those that are certain.
pub(super) fn hole(product: Product, version: &Version) -> Option<&'static str> {
    let holes = HOLES.iter().filter(|(of, ..)| *of == product);
    let mut here = holes.filter(|(_, from, mended, _)| is_between(version, from, mended));
    here.next().map(|(.., name)| *name)
}

/// Is it at or after the first and before the second? A branch such as `6.2` alone may be any version of it,
/// so it has to be at least as exact as the version that mends.
pub(super) fn is_between(version: &Version, from: &str, mended: &str) -> bool {
    let (Some(from), Some(mended)) = (Version::parse(from), Version::parse(mended)) else { return false };
    // WordPress calls 6.2.0 plainly 6.2.
    version.0.len() >= 2 && *version >= from && *version < mended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_can_be_read_and_names_its_source() {
        for product in Product::ALL {
            let list = GIVEN_UP.iter().find(|list| list.product == product).unwrap();
            assert!(list.source.starts_with("https://"), "{}", list.source);
            for (branch, year, month) in list.branches {
                let version = Version::parse(branch).expect(branch);
                assert!(given_up(product, &version).is_some(), "{branch}");
                assert!((1995..2040).contains(year) && (1..=12).contains(month), "{branch}");
            }
        }
        for (product, from, mended, name) in HOLES {
            let version = Version::parse(from).unwrap();
            assert_eq!(hole(product, &version), Some(name));
            assert_eq!(hole(product, &Version::parse(mended).unwrap()), None);
        }
    }

    #[test]
    fn a_month_stands_for_its_end() {
        let end = |product, version: &str| {
            given_up(product, &Version::parse(version).unwrap())
                .map(|end| end.to_string())
                .unwrap_or_default()
        };
        assert_eq!(end(Product::Php, "7.4.33"), "2022-12-01T00:00:00Z");
        assert_eq!(end(Product::Php, "8.2.1"), "2027-01-01T00:00:00Z");
        assert_eq!(end(Product::Nginx, "1.18.0"), "");
        assert_eq!(end(Product::Nginx, "1.10.3"), "2017-05-01T00:00:00Z");
        assert_eq!(end(Product::Apache, "2.4.6"), "");
        assert_eq!(end(Product::WordPress, "4.9.8"), "");
    }
}
