//! Every socket that leaves this program is opened here.
//!
//! Three kinds of places are let through to. The resolver that the operator named ([`resolver`]), name servers of the
//! public internet that referrals lead to ([`name_servers`]), and hosts of the public internet, by an address that
//! stands in an answer of DNS ([`Gate`]). The gate
//! resolves nothing: it judges the address that it is given and dials that address and no other, so a
//! name that answers differently the second time gains nothing by it.

mod exchange;
mod hosts;
mod line;
pub(crate) mod name_servers;
mod pace;
pub(crate) mod resolver;
mod special;
mod stand_in;
mod wishes;

pub use exchange::Exchange;
pub use hosts::{Gate, PORTS, Refusal};
pub(crate) use line::{Line, NotDialled, Visit};
pub use line::{MOST_READ, MOST_WRITTEN};
pub use pace::{MOST_ADDRESSES, Pace};
pub use special::{Special, special};
pub use stand_in::{StandIn, StandInError};
pub use wishes::{MOST_OPT_OUTS, OptOut, TooManyOptOuts, Wishes};
