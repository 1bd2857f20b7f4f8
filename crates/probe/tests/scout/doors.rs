//! Open doors.

use checkup::{Approach, OpenDoor, Reached, Service, Sight};
use probe::scout::DOORS;

use crate::certificates::{reply, self_signed};
use crate::hosts::{Host, address, answers, greets};

async fn look(host: &Host) -> (Vec<(u16, Option<Service>)>, Vec<OpenDoor>) {
    let observation = host.approach(Approach::OpenDoors { address: address() }).await;
    assert_eq!(observation.reached, Reached::Whole);
    let Sight::OpenDoors { open, silent } = observation.sight else { panic!() };
    assert_eq!(silent, [0_u16; 0]);
    (open.iter().map(|door| (door.port, door.service)).collect(), open)
}

#[tokio::test]
async fn a_closed_house_has_no_open_doors() {
    let host = Host::new().port(80, greets("")).await;
    assert_eq!(look(&host).await.0, []);
    assert_eq!(host.calls(), 0, "port 80 is not on the list");
}

#[tokio::test]
async fn each_door_is_known_by_its_own_greeting() {
    let panel = |_: &str| reply("200 OK", "text/html", "<title>FRITZ!Box</title>");
    let shop = |_: &str| reply("200 OK", "text/html", "<title>Our bakery</title>");
    let host = Host::new()
        .port(21, greets("220 ProFTPD \x1b[2J\r\n"))
        .await
        .port(22, greets("SSH-2.0-OpenSSH_9.6\r\n"))
        .await
        .port(23, greets(b"\xff\xfd\x18"))
        .await
        .port(443, self_signed(&["a.example"], false).web(false, shop))
        .await
        .port(445, greets(b"\0\0\0\x04\xfeSMB"))
        .await
        .port(3306, greets(b"\x4a\0\0\0\x0a8.0.36\0"))
        .await
        .port(3389, greets(b"\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x02\x1f\x08\0\x02\0\0\0"))
        .await
        .port(5432, greets("S"))
        .await
        .port(5900, greets("RFB 003.008\n"))
        .await
        .port(6379, greets("+PONG\r\n"))
        .await
        .port(8080, answers(reply("200 OK", "text/html", "<title>hello</title>")))
        .await
        .port(8443, self_signed(&["a.example"], false).web(false, panel))
        .await
        .port(9100, greets(""))
        .await
        .port(27017, greets("garbage that is no database"))
        .await;
    let (services, doors) = look(&host).await;
    assert_eq!(
        services,
        [
            (21, Some(Service::FileServer)),
            (22, Some(Service::Shell)),
            (23, Some(Service::Telnet)),
            (445, Some(Service::SharedFolders)),
            (3306, Some(Service::Database)),
            (3389, Some(Service::RemoteDesktop)),
            (5432, Some(Service::Database)),
            (5900, Some(Service::ScreenSharing)),
            (6379, Some(Service::Database)),
            (8080, None),
            (8443, Some(Service::AdminPanel)),
            (9100, None),
            (27017, None),
        ],
        "an ordinary website at 443 is no open door"
    );
    assert_eq!(doors[0].greeting, "220 ProFTPD \\027[2J");
    assert_eq!(host.calls(), 14, "each door once, and no other: {DOORS:?}");
}
