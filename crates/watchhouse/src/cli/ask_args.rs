//! Whom to ask about names: what `check` and `city check` take alike.

use std::net::SocketAddr;

use clap::Args;
use probe::TrustAnchor;

use crate::asking::Ask;
use crate::settings;

/// Whom to ask.
#[derive(Debug, Clone, Default, Args)]
pub struct AskArgs {
    /// The resolver to ask: an address, with a port if it is not 53. Without it, the system's.
    #[arg(long, value_name = "ADDR[:PORT]", value_parser = parse_resolver)]
    pub resolver: Option<SocketAddr>,
    /// Ask no resolver, but the servers of the names themselves, from the root down.
    #[arg(long, conflicts_with = "resolver")]
    pub recurse: bool,
    /// Begin at this server of another root than the internet's. Name servers on the way are asked at its port.
    #[arg(long, value_name = "ADDR[:PORT]", value_parser = parse_resolver, requires = "recurse")]
    pub root: Vec<SocketAddr>,
    /// The DS record of that root's key, such as "20326 8 2 E06D…". Without any, no seal is checked.
    #[arg(long, value_name = "DS", value_parser = parse_anchor, requires = "root")]
    pub anchor: Vec<TrustAnchor>,
    /// The most questions a second to one server; 0 for no limit, for a world on this machine.
    #[arg(long, value_name = "NUMBER", requires = "recurse", default_value_t = probe::DEFAULT_A_SECOND)]
    pub per_second: u32,
}

impl AskArgs {
    /// Those who were named; none where nobody was.
    pub fn named(&self) -> Option<Ask> {
        match self.resolver {
            Some(resolver) => Some(Ask::Resolvers(vec![resolver])),
            None if self.recurse => {
                Some(Ask::recursion(self.root.clone(), self.anchor.clone(), self.per_second))
            }
            None => None,
        }
    }

    /// Those who were named, or the resolvers of this machine.
    pub fn ask(&self) -> Ask {
        self.named().unwrap_or_else(Ask::of_this_machine)
    }
}

fn parse_resolver(text: &str) -> Result<SocketAddr, String> {
    settings::name_server(text)
        .ok_or_else(|| "this is no address; write it like 127.0.0.1 or 127.0.0.1:5353".to_owned())
}

fn parse_anchor(text: &str) -> Result<TrustAnchor, String> {
    TrustAnchor::parse(text).ok_or_else(|| {
        "this is no DS record of a strong key; write tag, algorithm, digest type and digest".to_owned()
    })
}
