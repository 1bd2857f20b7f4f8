//! What every answer tells the browser to refuse.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// Content security policy: everything from this house, no inline code, no style attributes, no
/// frames, and no text that turns into script.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// Everything that is set on every answer that does not set it itself.
pub const HEADERS: [(&str, &str); 9] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), usb=(), publickey-credentials-create=(self), \
         publickey-credentials-get=(self)",
    ),
    ("referrer-policy", "same-origin"),
    // Browsers heed this over TLS only, as RFC 6797 says; on plain loopback it does nothing.
    ("strict-transport-security", "max-age=63072000"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

/// Sets what the answer does not set itself.
pub fn protect(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert_with(|| HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_may_be_stricter_but_never_silent() {
        let mut headers = HeaderMap::new();
        headers.insert("content-security-policy", HeaderValue::from_static("sandbox"));
        protect(&mut headers);
        assert_eq!(headers["content-security-policy"], "sandbox");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers.len(), HEADERS.len());
    }

    #[test]
    fn nothing_inline_and_nothing_from_elsewhere_is_allowed() {
        for word in ["unsafe", "http", "data:", "*"] {
            assert!(!CONTENT_SECURITY_POLICY.contains(word), "{word}");
        }
    }
}
