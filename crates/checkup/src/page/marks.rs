//! Versions in the addresses of makers' own files. Only marks that the maker itself writes count; a number
//! that a theme or a cache may have put there does not.

/// Files of WordPress that carry its own version behind `ver=`. Other files beside them carry the version of
/// what they hold, such as a library.
const WORDPRESS_FILES: [&str; 5] = [
    "/wp-includes/css/dist/block-library/style",
    "/wp-includes/css/dashicons",
    "/wp-includes/js/wp-emoji-release",
    "/wp-includes/js/wp-embed",
    "/wp-includes/js/comment-reply",
];
/// Files of Drupal that carry its own version behind `v=`.
const DRUPAL_FILES: [&str; 2] = ["/core/misc/drupal.js", "/core/misc/drupalsettingsloader.js"];
/// What stands in front of jQuery's version where its name does.
const JQUERY_FRONTS: [&str; 3] = ["/jquery-", "/jquery@", "/jquery/"];

/// What an address of a part tells about the page's maker, such as `wordpress 6.4.2`.
pub(super) fn of_address(address: &str) -> Option<String> {
    let address = address.to_ascii_lowercase();
    let (path, query) = address.split_once('?').unwrap_or((&address, ""));
    let has = |files: &[&str]| files.iter().any(|file| path.contains(file));
    if has(&WORDPRESS_FILES) {
        return query_version(query, "ver").map(|version| format!("wordpress {version}"));
    }
    if has(&DRUPAL_FILES) {
        return query_version(query, "v").map(|version| format!("drupal {version}"));
    }
    jquery(path, query).map(|version| format!("jquery {version}"))
}

/// `jquery-3.4.1.min.js`, `/jquery/3.4.1/jquery.min.js`, `/jquery@3.4.1/…`, and the copy in WordPress. Plug-ins
/// such as `jquery-ui-1.12.1.js` have a name where jQuery has its version.
fn jquery<'a>(path: &'a str, query: &'a str) -> Option<&'a str> {
    if path.contains("/wp-includes/js/jquery/jquery.") {
        return query_version(query, "ver");
    }
    JQUERY_FRONTS.iter().find_map(|front| {
        let (_, rest) = path.rsplit_once(front)?;
        let found = version(rest)?;
        let after = rest.get(found.len()..)?;
        [".js", ".min.js", ".slim", "/"].iter().any(|end| after.starts_with(end)).then_some(found)
    })
}

fn query_version<'a>(query: &'a str, key: &str) -> Option<&'a str> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?;
    version(value).filter(|found| found.len() == value.len())
}

/// A version at the start of a text: two to four numbers of at most four digits with dots between.
pub(crate) fn version(text: &str) -> Option<&str> {
    let mut end = 0;
    let mut parts = 0;
    for part in text.split('.').take(4) {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 4 {
            break;
        }
        parts += 1;
        end += digits + usize::from(parts > 1);
        if digits < part.len() {
            break;
        }
    }
    if parts >= 2 { text.get(..end) } else { None }
}
