//! Approaches every address that stands on a line of the input, in every way, through the gate to the internet, and
//! tells how many were refused. For counting packets from outside: see `benches/strangers.sh`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for measuring stops where it cannot go on"
)]

mod scouting;

use std::net::IpAddr;

use checkup::{Approach, Reached, RecordName};
use probe::Gate;
use scouting::{quick, scout};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let scout = scout(Gate::internet(quick()));
    let host = RecordName::parse("bakery.example").unwrap();
    let (mut addresses, mut refused, mut made) = (0, 0, 0);
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let text = line.trim().trim_matches(['[', ']']);
        let Ok(address) = text.parse::<IpAddr>() else { continue };
        addresses += 1;
        let approaches = [
            Approach::Page { host: host.clone(), address },
            Approach::SecurePage { host: host.clone(), address },
            Approach::MailPolicy { domain: host.clone(), address },
            Approach::MailServer { host: host.clone(), address },
            Approach::ZoneTransfer { zone: host.clone(), server: host.clone(), address },
            Approach::OldTls { host: host.clone(), address },
            Approach::ExposedFiles { host: host.clone(), address },
            Approach::OpenDoors { address },
            Approach::MailRelay { host: host.clone(), address },
        ];
        for approach in approaches {
            match scout.approach(&approach).await.reached {
                Reached::NotAllowed => refused += 1,
                _ => made += 1,
            }
        }
    }
    println!("{addresses} addresses; {refused} approaches refused, {made} made");
}
