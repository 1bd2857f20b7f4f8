//! What strangers write never becomes an address, and whoever asked is left alone.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use checkup::{Approach, Reached, Sight};
use probe::gate::{OptOut, Pace};
use probe::{Asker, Gate, Roots, Scout};
use terms::DomainName;
use tokio::net::UdpSocket;

use crate::hosts::{At, Host, Sevens, address, answers, greets, introduction, listen, name, quick, today};

/// Every way of spelling an address that must not be dialled, as an answer of DNS would bring it.
const SPECIAL: [&str; 60] = [
    "127.0.0.1",
    "127.1.2.3",
    "10.0.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "0.0.0.0",
    "0.0.0.1",
    "100.64.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.0.0.1",
    "192.0.0.170",
    "192.0.0.171",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "192.31.196.1",
    "192.52.193.1",
    "192.175.48.1",
    "192.0.0.9",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:11.22.33.44",
    "::ffff:0:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::b16:212c",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "fc00::1",
    "fd00::1",
    "ff02::1",
    "100::1",
    "100:0:0:1::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:1::1",
    "2620:4f:8000::1",
    "4000::1",
    "8000::1",
    "e000::1",
    "1::1",
];

fn to(address: IpAddr) -> [Approach; 9] {
    let host = name("bakery.example");
    [
        Approach::Page { host: host.clone(), address },
        Approach::SecurePage { host: host.clone(), address },
        Approach::MailPolicy { domain: host.clone(), address },
        Approach::MailServer { host: host.clone(), address },
        Approach::ZoneTransfer { zone: host.clone(), server: host.clone(), address },
        Approach::OldTls { host: host.clone(), address },
        Approach::ExposedFiles { host: host.clone(), address },
        Approach::OpenDoors { address },
        Approach::MailRelay { host, address },
    ]
}

fn internet() -> Scout {
    let roots = Roots::mozilla();
    Scout::open(Gate::internet(quick()), roots, introduction(), Arc::new(At(today())), Arc::new(Sevens))
}

#[tokio::test]
async fn no_approach_of_any_kind_dials_an_address_that_is_none_of_the_internets() {
    let scout = internet();
    for special in SPECIAL {
        for approach in to(special.parse().unwrap()) {
            let observation = scout.approach(&approach).await;
            assert_eq!(
                (observation.reached, observation.sight),
                (Reached::NotAllowed, Sight::Nothing),
                "{approach}"
            );
        }
    }
}

#[tokio::test]
async fn a_redirect_inside_is_told_as_text_and_nobody_is_dialled() {
    let inside = Arc::new(AtomicUsize::new(0));
    let victim = listen(greets("secret"), inside.clone()).await;
    let port = victim.port();
    let places = [
        format!("http://127.0.0.1:{port}/"),
        format!("//127.0.0.1:{port}/"),
        format!("http://public.test@127.0.0.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("gopher://127.0.0.1:{port}/_x"),
        format!("\\\\127.0.0.1:{port}\\x"),
        "file:///etc/passwd".to_owned(),
    ];
    for place in places {
        let reply = format!("HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n");
        let host = Host::new().port(80, answers(reply)).await;
        let observation = host.page().await;
        let Sight::Page(page) = observation.sight else { panic!() };
        assert_eq!((observation.reached, page.location.as_deref()), (Reached::Whole, Some(place.as_str())));
        assert_eq!(host.calls(), 1);
    }
    assert_eq!(inside.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_name_that_answers_differently_the_second_time_gains_nothing() {
    // A resolver that would send everybody to this machine; it counts who asks.
    let resolver = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let asker = Asker::open(&[resolver.local_addr().unwrap()], Arc::new(At(today())), Arc::new(Sevens))
        .await
        .unwrap();
    let host = Host::new().port(80, answers("HTTP/1.1 204 No Content\r\n\r\n")).await;
    let scout = host.scout().asking(asker);
    for _ in 0..20 {
        let observation =
            scout.approach(&Approach::Page { host: name("rebind.example"), address: address() }).await;
        assert_eq!(observation.reached, Reached::Whole);
    }
    assert_eq!(host.calls(), 20, "the address that was judged is the one that was dialled");
    let mut bytes = [0; 512];
    let asked = tokio::time::timeout(Duration::from_millis(100), resolver.recv(&mut bytes)).await;
    assert!(asked.is_err(), "the name was asked for again");
}

#[tokio::test]
async fn slips_that_are_no_names_of_hosts_never_stand_in_a_request() {
    let host = Host::new().port(80, answers("HTTP/1.1 204 No Content\r\n\r\n")).await;
    for slip in ["127.0.0.1", "a/b.example", "spf:bakery.example", "a@b.example", "[::1]", ".", "2130706433"]
    {
        let approach = Approach::Page { host: name(slip), address: address() };
        assert_eq!(host.approach(approach).await.reached, Reached::NotAllowed, "{slip}");
    }
    assert_eq!(host.calls(), 0);
}

#[tokio::test]
async fn whoever_asked_us_to_stay_away_is_left_alone_and_the_stop_switch_stops_all() {
    let host = Host::new().port(80, answers("HTTP/1.1 204 No Content\r\n\r\n")).await;
    let page = |host: &str| Approach::Page { host: name(host), address: address() };
    let scout = host.scout();
    scout.gate().wishes().stay_away(OptOut::Name(name("bakery.example"))).unwrap();
    assert_eq!(scout.approach(&page("www.bakery.example")).await.reached, Reached::NotAllowed);
    let registration = Approach::Registration { domain: DomainName::parse("bakery.example").unwrap() };
    assert_eq!(scout.approach(&registration).await.reached, Reached::NotAllowed);
    assert_eq!(scout.approach(&page("shoes.example")).await.reached, Reached::Whole);
    scout.gate().wishes().stop();
    assert_eq!(scout.approach(&page("shoes.example")).await.reached, Reached::NotAllowed);
    scout.gate().wishes().go_on();
    scout.gate().wishes().stay_away(OptOut::Network("192.0.2.0/28".parse().unwrap())).unwrap();
    assert_eq!(scout.approach(&page("shoes.example")).await.reached, Reached::NotAllowed);
    assert_eq!(host.calls(), 1);
}

#[tokio::test]
async fn the_stop_switch_takes_effect_in_the_middle_of_a_list_of_doors() {
    let host = Host::new().port(21, greets("220 hi\r\n")).await.port(9200, greets("")).await;
    let scout = host.scout_at(Pace { between: Duration::from_millis(200), ..Pace::default() });
    let stopper = scout.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(700)).await;
        stopper.gate().wishes().stop();
    });
    let began = Instant::now();
    let observation = scout.approach(&Approach::OpenDoors { address: address() }).await;
    assert_eq!(observation.reached, Reached::NotAllowed);
    assert!(began.elapsed() < Duration::from_secs(3));
    assert_eq!(host.calls(), 1, "the last door was not tried");
}

#[tokio::test]
async fn connections_to_one_address_keep_their_distance_and_their_budget() {
    let host = Host::new().port(80, answers("HTTP/1.1 204 No Content\r\n\r\n")).await;
    let pace = Pace { between: Duration::from_millis(200), most_an_hour: 4, ..Pace::default() };
    let scout = host.scout_at(pace);
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..6 {
        let scout = scout.clone();
        let page = Approach::Page { host: name(&format!("shop{number}.example")), address: address() };
        tasks.spawn(async move { scout.approach(&page).await.reached });
    }
    let mut reached = tasks.join_all().await;
    reached.sort();
    assert_eq!(reached[..4], [Reached::Whole; 4]);
    assert_eq!(reached[4..], [Reached::Later; 2]);
    assert!(began.elapsed() >= Duration::from_millis(600), "{:?}", began.elapsed());
    assert_eq!(host.calls(), 4);
}
