//! Which resolver the machine uses.

use std::net::{IpAddr, SocketAddr};

/// The most resolvers that are taken from the system's list, as the C library does.
const MOST_RESOLVERS: usize = 3;
/// The port of DNS.
const PORT: u16 = 53;

/// The resolvers in the text of a `resolv.conf` file, in order. Lines that make no sense are passed
/// over; without a single one the list is empty.
pub fn system_resolvers(resolv_conf: &str) -> Vec<SocketAddr> {
    let address = |line: &str| {
        let mut words = line.split_whitespace();
        let is_server = words.next()? == "nameserver";
        let address: IpAddr = words.next().filter(|_| is_server)?.parse().ok()?;
        Some(SocketAddr::new(address, PORT))
    };
    resolv_conf.lines().filter_map(address).take(MOST_RESOLVERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_read_in_order_and_nonsense_is_passed_over() {
        let text = "# made by hand\nsearch bakery.example\nnameserver 192.0.2.1 # first\nnameserver x\n\
                    nameserver\n  nameserver 2001:db8::1\n";
        let expected: Vec<SocketAddr> =
            vec!["192.0.2.1:53".parse().unwrap(), "[2001:db8::1]:53".parse().unwrap()];
        assert_eq!(system_resolvers(text), expected);
    }

    #[test]
    fn three_are_enough() {
        let text = "nameserver 192.0.2.1\n".repeat(MOST_RESOLVERS + 1);
        assert_eq!(system_resolvers(&text).len(), MOST_RESOLVERS);
    }
}
