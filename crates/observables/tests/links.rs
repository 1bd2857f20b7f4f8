//! Links opened by decoding alone, and values made fit to be shown.

use observables::{MOST_LAYERS, Stop, defang, read, refang, unwrap, without_tokens};

#[test]
fn what_services_wrapped_is_opened_without_asking_them() {
    let target = "https://evil-host.example/login?x=1";
    for wrapped in [
        "https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil-host.example%2Flogin%3Fx%3D1&data=05%7C02&reserved=0",
        "https://urldefense.proofpoint.com/v1/url?u=https%3A%2F%2Fevil-host.example%2Flogin%3Fx%3D1&k=abc",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__evil-2Dhost.example_login-3Fx-3D1&d=DwMF&c=x",
        "https://urldefense.com/v3/__https://evil-host.example/login*x=1__;Pw!!abc!def$",
        "https://www.google.com/url?q=https://evil-host.example/login%3Fx%3D1&sa=D",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fevil-host.example%2Flogin%3Fx%3D1&h=AT0",
        "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fevil-host.example%2flogin%3fx%3d1&c=E,1",
        "https://secure-web.cisco.com/1abc/https%3A%2F%2Fevil-host.example%2Flogin%3Fx%3D1",
        "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9ldmlsLWhvc3QuZXhhbXBsZS9sb2dpbj94PTE&ntb=1",
        "https://eu.protection.sophos.com/?d=evil-host.example&u=aHR0cHM6Ly9ldmlsLWhvc3QuZXhhbXBsZS9sb2dpbj94PTE=&i=1",
        "https://track.shop.example/c?redirect=https%3A%2F%2Fevil-host.example%2Flogin%3Fx%3D1",
    ] {
        let found = unwrap(wrapped);
        assert_eq!(found.target(), target, "{wrapped}");
        assert_eq!((found.hops.len(), found.stop), (2, Stop::Bare));
    }
}

#[test]
fn mimecast_tells_the_host_and_keeps_the_rest() {
    let found = unwrap("https://protect-eu.mimecast.com/s/AbCdEfG123?domain=evil-host.example");
    assert_eq!((found.stop, found.host_told.as_deref()), (Stop::Kept, Some("evil-host.example")));
    assert_eq!(found.hops.len(), 1);
}

#[test]
fn two_stars_with_a_length_stand_for_several_signs() {
    let found = unwrap("https://urldefense.com/v3/__https://evil.example/?a=1**Bz__;JiYm!!x!y$");
    assert_eq!(found.target(), "https://evil.example/?a=1&&&z");
}

#[test]
fn wrappings_are_taken_off_up_to_the_limit() {
    let nested = |times: usize| "https://a.example/".repeat(times) + "https://evil.example/x";
    let at_limit = unwrap(&nested(MOST_LAYERS));
    assert_eq!((at_limit.target(), at_limit.stop), ("https://evil.example/x", Stop::Bare));
    let past = unwrap(&nested(MOST_LAYERS + 1));
    assert_eq!((past.hops.len(), past.stop), (MOST_LAYERS + 1, Stop::TooDeep));
}

#[test]
fn nothing_that_is_shown_can_be_clicked() {
    for (value, shown) in [
        (
            "https://evil.example/a.html?u=http://x.example",
            "hxxps://evil[.]example/a[.]html?u=hxxp://x[.]example",
        ),
        ("name@bakery.example", "name[at]bakery[.]example"),
        ("bakery.example", "bakery[.]example"),
        ("192.0.2.1", "192[.]0[.]2[.]1"),
        ("2001:db8::1", "2001[:]db8[:][:]1"),
        ("+447700900123", "+447700900123"),
        ("GBP 1250.00", "GBP 1250.00"),
        ("@anna", "@anna"),
    ] {
        assert_eq!(defang(value), shown);
        assert_eq!(refang(shown), value);
    }
}

#[test]
fn what_was_defanged_is_read_as_what_it_was() {
    for value in [
        "https://evil.example/a.html",
        "name@bakery.example",
        "bakery.example",
        "203.0.113.1",
        "2001:db8::12",
    ] {
        let found = read(&defang(value));
        assert_eq!(found.iter().map(|one| one.value.as_str()).collect::<Vec<_>>(), [value]);
    }
}

#[test]
fn a_shared_link_does_not_tell_whom_it_was_sent_to() {
    for (link, shared) in [
        ("https://x.example/go?email=anna@bakery.example&a=1", "https://x.example/go?a=1"),
        ("https://x.example/go?q=anna%40bakery.example", "https://x.example/go"),
        ("https://x.example/go?q=anna%2540bakery.example&b=2", "https://x.example/go?b=2"),
        ("https://x.example/u/YW5uYUBiYWtlcnkuZXhhbXBsZQ==/in", "https://x.example/u/-/in"),
        ("https://x.example/?k=616e6e614062616b6572792e6578616d706c65", "https://x.example/"),
        ("https://x.example/p#anna@bakery.example", "https://x.example/p"),
        ("https://x.example/p?utm_source=a&fbclid=b&id=7", "https://x.example/p?id=7"),
        ("https://anna@x.example/p", "https://x.example/p"),
        ("https://x.example/c/0f8fad5b-d9cb-469f-a165-70867728950e", "https://x.example/c/-"),
        ("https://x.example/how-to-bake-bread-in-2024", "https://x.example/how-to-bake-bread-in-2024"),
    ] {
        assert_eq!(without_tokens(link), shared);
        assert_eq!(without_tokens(shared), shared);
    }
}
