//! Endings under which a name of a firm here is looked for by mistake, or bought to deceive.

/// Endings that people mix up with each other, the likeliest first.
pub(crate) const NEAR: [&str; 24] = [
    "co.uk", "com", "uk", "org.uk", "net", "org", "london", "ltd", "me.uk", "ltd.uk", "info", "biz", "shop",
    "store", "online", "site", "eu", "co", "app", "xyz", "cm", "top", "ie", "net.uk",
];

/// Are both endings among those that people mix up?
pub(crate) fn are_near(one: &str, other: &str) -> bool {
    NEAR.contains(&one) && NEAR.contains(&other)
}
