//! The file with which an owner proves a name.

use checkup::{Reached, RecordName, Sight};

use super::Scout;
use super::http::{Ask, Talk};
use super::secure::{Secure, server_name};
use crate::gate::Visit;

/// Where the file lies.
const PATH: &str = "/.well-known/watchhouse-check.txt";
/// The most of the file that is read, in bytes: its one line is shorter than a hundred.
pub(super) const LONGEST_PROOF: usize = 512;

impl Scout {
    /// Fetches the file. A redirect is told by its status and not followed: it could lead to somebody else's file.
    pub(super) async fn proof_file(
        &self,
        visit: &Visit,
        host: &RecordName,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        let line = match self.secure_line(visit, 443, server_name(host)?).await? {
            Secure::Line(line, _) => line,
            Secure::OnlyOld | Secure::NotTls => return Err(Reached::Malformed),
        };
        let agent = self.0.introduction.agent.as_str();
        let ask = Ask { host: host.as_str(), path: PATH, agent, accept: "text/plain", most: LONGEST_PROOF };
        let reply = Talk::begin(*line).await?.get(&ask).await?;
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        *sight = Sight::ProofFile { status: reply.status, text };
        Ok(if reply.cut { Reached::Cut } else { Reached::Whole })
    }
}
