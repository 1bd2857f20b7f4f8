//! The whole list of a zone.

use checkup::{Approach, Reached, Sight};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::hosts::{Host, Says, address, greets, name, says};

/// A name server: the flags and how many records each message of its answer names. Records are announced, and the start of
/// the zone is there.
fn server(messages: &'static [(u8, u16)]) -> Says {
    says(move |mut stream| async move {
        let length = stream.read_u16().await.unwrap();
        let mut query = vec![0; usize::from(length)];
        stream.read_exact(&mut query).await.unwrap();
        assert_eq!(query[query.len() - 4..], [0, 252, 0, 1], "the whole zone is asked for");
        for (code, records) in messages {
            let mut reply = query.clone();
            (reply[2], reply[3]) = (0x84, *code);
            reply[6..8].copy_from_slice(&records.to_be_bytes());
            reply.extend([0xc0, 12, 0, 6, 0, 1, 0, 0, 0, 60, 0, 0]);
            let length = u16::try_from(reply.len()).unwrap();
            stream.write_all(&[&length.to_be_bytes()[..], &reply].concat()).await.unwrap();
        }
    })
}

async fn ask(says: Says) -> (Reached, Sight) {
    let host = Host::new().port(53, says).await;
    let approach = Approach::ZoneTransfer {
        zone: name("bakery.example"),
        server: name("ns.host.example"),
        address: address(),
    };
    let observation = host.approach(approach).await;
    assert_eq!(host.calls(), 1);
    (observation.reached, observation.sight)
}

#[tokio::test]
async fn an_open_zone_is_told_from_a_closed_one() {
    let open = (Reached::Whole, Sight::ZoneTransfer { allowed: true });
    let closed = (Reached::Whole, Sight::ZoneTransfer { allowed: false });
    assert_eq!(ask(server(&[(0, 12)])).await, open);
    assert_eq!(ask(server(&[(0, 1), (0, 40)])).await, open, "the start of the zone has a message of its own");
    assert_eq!(ask(server(&[(5, 0)])).await, closed, "refused");
    assert_eq!(ask(server(&[(9, 0)])).await, closed, "not its zone");
    assert_eq!(ask(server(&[(0, 0)])).await, closed);
    assert_eq!(ask(server(&[(0, 1)])).await, closed, "nothing but the start");
    assert_eq!(ask(server(&[])).await, closed, "hangs up");
    let page = says(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 400 what?\r\n").await;
        let _ = stream.read(&mut [0; 100]).await;
    });
    assert_eq!(ask(page).await.0, Reached::Unreachable);
    assert_eq!(ask(greets(b"\0\x10HTTP/1.1 400 bad")).await, (Reached::Malformed, Sight::Nothing));
}
