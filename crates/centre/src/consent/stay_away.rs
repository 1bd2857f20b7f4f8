//! Who asked us to stay away: names and networks, for ever.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use terms::DomainName;

/// Where an owner writes that we stay away: `_watchhouse-stay-away.bakery.example`.
pub const STAY_AWAY_LABEL: &str = "_watchhouse-stay-away";
/// What the owner writes there.
pub const STAY_AWAY_TEXT: &str = "stay away";
/// The widest networks that one wish can name: a wider one is a slip of the finger.
const WIDEST: (u8, u8) = (8, 19);

/// From what we stay away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StayAway {
    /// This name and every name below it.
    Name(DomainName),
    /// Every address of this network.
    Network(Network),
}

impl StayAway {
    /// Whether this keeps us from a name.
    pub fn covers_name(&self, name: &DomainName) -> bool {
        match self {
            Self::Name(away) => names_above(name).contains(away),
            Self::Network(_) => false,
        }
    }

    /// Whether this keeps us from an address.
    pub fn covers_address(&self, address: IpAddr) -> bool {
        match self {
            Self::Name(_) => false,
            Self::Network(network) => network.holds(address),
        }
    }
}

/// The name itself and the names above it, as far as somebody can own them: a wish for any of them counts.
pub fn names_above(name: &DomainName) -> Vec<DomainName> {
    let top = name.registrable();
    let mut names = vec![name.clone()];
    let mut rest = name.as_ascii();
    while rest.len() > top.as_ascii().len()
        && let Some((_, above)) = rest.split_once('.')
    {
        rest = above;
        // What lies between a name and its registered part is a name too.
        names.extend(DomainName::parse_bare(above));
    }
    names
}

/// Whether the texts at [`STAY_AWAY_LABEL`] tell us to stay away.
pub fn asks_us_to_stay_away<'a>(mut texts: impl Iterator<Item = &'a str>) -> bool {
    texts.any(|text| {
        let bare = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '"');
        bare.eq_ignore_ascii_case(STAY_AWAY_TEXT)
    })
}

/// A network: an address and how many of its leading bits count (RFC 4632).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

/// Why a text is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// It cannot be read.
    #[error("write an address or a network, such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32")]
    Unreadable,
    /// It holds too much of the internet.
    #[error("that is too much of the internet; write /8 or narrower, or /19 or narrower for IPv6")]
    TooWide,
}

impl Network {
    /// Whether the address lies in it. An IPv4 address that is written as IPv6 is still one.
    pub fn holds(&self, address: IpAddr) -> bool {
        same_bits(self.first, address.to_canonical(), self.bits)
    }
}

fn same_bits(one: IpAddr, other: IpAddr, bits: u8) -> bool {
    match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            (one.to_bits() ^ other.to_bits()).leading_zeros() >= u32::from(bits)
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            (one.to_bits() ^ other.to_bits()).leading_zeros() >= u32::from(bits)
        }
        _ => false,
    }
}

fn masked(address: IpAddr, bits: u8) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
            IpAddr::V4((v4.to_bits() & mask).into())
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
            IpAddr::V6((v6.to_bits() & mask).into())
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let text = text.trim();
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| NetworkError::Unreadable)?;
        let (all, widest) = if address.is_ipv4() { (32, WIDEST.0) } else { (128, WIDEST.1) };
        let bits: u8 = match bits {
            None => all,
            Some(bits) => bits.parse().map_err(|_| NetworkError::Unreadable)?,
        };
        if bits > all {
            return Err(NetworkError::Unreadable);
        }
        if bits < widest {
            return Err(NetworkError::TooWide);
        }
        let canonical = address.to_canonical();
        // A mapped address counts its bits from the front of the IPv6 form.
        let bits = if canonical.is_ipv4() && !address.is_ipv4() {
            bits.checked_sub(96).ok_or(NetworkError::TooWide)?
        } else {
            bits
        };
        Ok(Self { first: masked(canonical, bits), bits })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.bits)
    }
}

impl TryFrom<String> for Network {
    type Error = NetworkError;
    fn try_from(text: String) -> Result<Self, NetworkError> {
        text.parse()
    }
}
