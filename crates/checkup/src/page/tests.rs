use super::*;
use crate::observation::CookieSeen;

fn fields(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn page(body: &str) -> PageSeen {
    read_page(200, &[], body.as_bytes())
}

#[test]
fn only_what_checks_read_is_kept() {
    let page = read_page(
        301,
        &fields(&[
            ("Server", "nginx/1.24.0"),
            ("X-Powered-By", "PHP/8.1.2"),
            ("x-powered-by", "ASP.NET"),
            ("X-Secret", "abc"),
            ("Location", "https://www.bakery.example/"),
            ("Set-Cookie", "PHPSESSID=4711; path=/; Secure; HttpOnly; SameSite=Lax"),
            ("Set-Cookie", "basket=loaf"),
            ("Set-Cookie", "only-a-value"),
            ("Set-Cookie", "old=; Max-Age=0"),
            ("Set-Cookie", "older=; expires=Thu, 01-Jan-1970 00:00:01 GMT"),
            ("Set-Cookie", "basket=bun; secure"),
        ]),
        b"<title>Moved</title>",
    );
    let kept: Vec<String> = page.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(kept, ["server=nginx/1.24.0", "x-powered-by=PHP/8.1.2\nASP.NET"]);
    assert_eq!(page.location.as_deref(), Some("https://www.bakery.example/"));
    let cookie = |name: &str, secure, http_only, same_site: Option<&str>| CookieSeen {
        name: name.into(),
        secure,
        http_only,
        same_site: same_site.map(str::to_owned),
    };
    assert_eq!(
        page.cookies,
        [
            cookie("PHPSESSID", true, true, Some("lax")),
            cookie("basket", true, false, None),
            cookie("", false, false, None)
        ]
    );
    let all = format!("{page:?}");
    for value in ["4711", "loaf", "bun", "only-a-value", "abc"] {
        assert!(!all.contains(value), "{value} was kept");
    }
}

#[test]
fn a_page_is_read_for_its_title_its_makers_and_its_open_parts() {
    let page = page(
        "<!doctype html><html><head><TITLE>\n Bakery &amp; Caf\u{e9}\n</TITLE>
         <meta name=Generator content='WordPress 6.4.2'><meta name=generator content='Elementor 3.18.3; x'>
         <link rel='stylesheet' href='http://cdn.example/a.css'>
         <link rel=canonical href='http://bakery.example/'>
         <link rel=stylesheet href='/wp-includes/css/dist/block-library/style.min.css?ver=6.4.2'>
         <script src=//cdn.example/jquery-3.4.1.min.js></script>
         <script>var x = \"<img src='http://in.a.script.example/'>\"; </script>
         <!-- <img src=http://in.a.comment.example/> -->
         </head><body><a href='http://a.link.example/'>a</a><img SRC=' HTTP://cdn.example/b.png'>
         <iframe src=http://frame.example></iframe><form><input type=PASSWORD></form>",
    );
    assert_eq!(page.title.as_deref(), Some("Bakery & Caf\u{e9}"));
    assert_eq!(page.generator.as_deref(), Some("WordPress 6.4.2\nElementor 3.18.3; x"));
    assert_eq!(
        page.insecure_parts,
        ["http://cdn.example/a.css", "HTTP://cdn.example/b.png", "http://frame.example"]
    );
    assert_eq!(page.made_with, ["wordpress 6.4.2", "jquery 3.4.1"]);
    assert!(page.asks_password);
}

#[test]
fn a_base_opens_what_is_relative_and_a_policy_closes_all() {
    let open = "<base href='http://bakery.example/'><img src=a.png><img src='https://x.example/'>\
                <img src='data:image/png,x'>";
    assert_eq!(page(open).insecure_parts, ["a.png"]);
    let upgraded =
        format!("<meta http-equiv=Content-Security-Policy content='Upgrade-Insecure-Requests'>{open}");
    assert_eq!(page(&upgraded).insecure_parts, [""; 0]);
}

#[test]
fn a_version_counts_only_where_the_maker_writes_it() {
    let mark = |address: &str| page(&format!("<script src='{address}'></script>")).made_with.join(",");
    for (address, made_with) in [
        ("/wp-includes/js/jquery/jquery.min.js?ver=3.7.1", "jquery 3.7.1"),
        ("/wp-includes/js/wp-emoji-release.min.js?ver=6.4", "wordpress 6.4"),
        ("https://x.example/blog/wp-includes/js/wp-embed.min.js?a=b&ver=5.9.1", "wordpress 5.9.1"),
        ("/core/misc/drupal.js?v=10.1.5", "drupal 10.1.5"),
        ("https://ajax.example/ajax/libs/jquery/1.12.4/jquery.min.js", "jquery 1.12.4"),
        ("https://cdn.example/npm/jquery@3.6.0/dist/jquery.min.js", "jquery 3.6.0"),
        ("/js/jquery-2.2.4.js", "jquery 2.2.4"),
        ("/js/jquery-3.5.1.slim.min.js", "jquery 3.5.1"),
        ("/js/jquery-ui-1.12.1.js", ""),
        ("/js/jquery-migrate-3.4.1.js", ""),
        ("/wp-includes/js/wp-embed.min.js?ver=20231106", ""),
        ("/wp-includes/js/wp-embed.min.js?ver=6.4.2-beta", ""),
        ("/wp-content/themes/x/style.css?ver=1.2.3", ""),
        ("/core/misc/drupal.js?s4abc", ""),
        ("/js/jquery-3.js", ""),
        ("/js/jquery-99999.1.js", ""),
    ] {
        assert_eq!(mark(address), made_with, "{address}");
    }
}

#[test]
fn similar_pages_have_similar_likenesses() {
    let text = "We bake bread and cakes in the old street by the river each day from six in the morning and \
                sell them warm with coffee and tea to all who come by on foot or by boat";
    let (one, other) = (page(text).likeness, page(&text.replace("coffee", "juice")).likeness);
    let far = page("Welcome to nginx if you see this page the web server is set up and working").likeness;
    assert!((one ^ other).count_ones() < 12, "{}", (one ^ other).count_ones());
    assert!((one ^ far).count_ones() > 16, "{}", (one ^ far).count_ones());
    assert_eq!(page(&format!("<p>{}</p><script>more words</script>", text.to_uppercase())).likeness, one);
    assert_eq!(page("").likeness, 0);
    assert_eq!(likeness_of_words("It works!"), page("<h1>It works!</h1>").likeness);
    // Kept fingerprints stay comparable: this value never changes.
    assert_eq!(likeness_of_words("It works!"), 4_683_902_806_079_573_576);
}

#[test]
fn what_is_no_page_is_not_read_as_one() {
    let picture = read_page(200, &fields(&[("content-type", "image/svg+xml")]), b"<title>x</title>");
    assert_eq!(picture.title, None);
    let page = read_page(200, &fields(&[("content-type", "application/xhtml+xml")]), b"<title>x</title>");
    assert_eq!(page.title.as_deref(), Some("x"));
    assert_eq!(read_page(200, &[], b"\x00\xff\xfe<\x00").title, None);
}

#[test]
fn each_limit_is_kept() {
    let at = |n: usize| page(&format!("<!--{}--><title>x</title>", "a".repeat(n - 7 - 16)));
    assert_eq!(at(LONGEST_PAGE).title.as_deref(), Some("x"));
    assert_eq!(at(LONGEST_PAGE + 16).title, None);

    let padded = |n: usize| {
        let mut list = vec![("x".to_owned(), String::new()); n];
        list.push(("server".into(), "x".into()));
        read_page(200, &list, b"").fields.len()
    };
    assert_eq!((padded(MOST_FIELDS - 1), padded(MOST_FIELDS)), (1, 0));

    let long =
        |n: usize| read_page(200, &fields(&[("server", &"é".repeat(n))]), b"").fields["server"].clone();
    assert_eq!(long(LONGEST_FIELD).chars().count(), LONGEST_FIELD);
    assert_eq!(long(LONGEST_FIELD + 1).chars().count(), LONGEST_FIELD);
    let twice = read_page(200, &vec![("server".into(), "é".repeat(LONGEST_FIELD - 3)); 9], b"");
    assert_eq!(twice.fields["server"].chars().count(), LONGEST_FIELD);

    let title = |n: usize| page(&format!("<title>{}</title>", "é".repeat(n))).title.unwrap().chars().count();
    assert_eq!((title(LONGEST_FIELD), title(LONGEST_FIELD + 1)), (LONGEST_FIELD, LONGEST_FIELD));

    let cookies = |n: usize| {
        let list: Vec<_> = (0..n).map(|i| ("set-cookie".to_owned(), format!("c{i}=x"))).collect();
        read_page(200, &list, b"").cookies.len()
    };
    assert_eq!((cookies(MOST_COOKIES), cookies(MOST_COOKIES + 1)), (MOST_COOKIES, MOST_COOKIES));
    let name = |n: usize| {
        let list = fields(&[("set-cookie", &format!("{}=x", "n".repeat(n)))]);
        read_page(200, &list, b"").cookies[0].name.len()
    };
    assert_eq!(name(LONGEST_COOKIE_NAME), LONGEST_COOKIE_NAME);
    assert_eq!(name(LONGEST_COOKIE_NAME + 1), LONGEST_COOKIE_NAME);

    let many = |n: usize, part: fn(usize) -> String| page(&(0..n).map(part).collect::<String>());
    let open = |n| many(n, |i| format!("<img src=http://x.example/{i}>")).insecure_parts.len();
    assert_eq!(open(MOST_INSECURE_PARTS), MOST_INSECURE_PARTS);
    assert_eq!(open(MOST_INSECURE_PARTS + 1), MOST_INSECURE_PARTS);
    let marks = |n| many(n, |i| format!("<script src=/jquery-1.{i}.js></script>")).made_with.len();
    assert_eq!((marks(MOST_MARKS), marks(MOST_MARKS + 1)), (MOST_MARKS, MOST_MARKS));
    let makers =
        |n| many(n, |i| format!("<meta name=generator content='m {i}'>")).generator.unwrap().lines().count();
    assert_eq!((makers(MOST_GENERATORS), makers(MOST_GENERATORS + 1)), (MOST_GENERATORS, MOST_GENERATORS));

    let words = |n: usize| page(&format!("{} z", "a ".repeat(n))).likeness;
    let only = page("a").likeness;
    assert_eq!(words(MOST_WORDS), only);
}

#[test]
fn a_hostile_page_is_read_in_good_time() {
    let start = std::time::Instant::now();
    for piece in ["<a ", "<a b=c d ", "<", "<!--", "<script>", "&amp", "</", "<title>", "a b ", "<b x='"] {
        let body = piece.repeat(LONGEST_PAGE / piece.len() + 1);
        let _ = page(&body);
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(60), "{:?}", start.elapsed());
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read(body in proptest::collection::vec(proptest::num::u8::ANY, 0..400), name in ".*", value in ".*") {
        let page = read_page(200, &[(name, value.clone()), ("set-cookie".into(), value)], &body);
        proptest::prop_assert!(page.fields.values().all(|text| text.chars().count() <= LONGEST_FIELD));
    }
}
