//! The policy file of MTA-STS (RFC 8461, 3.3).

use checkup::{Reached, RecordName, Sight};

use super::Scout;
use super::http::{Ask, Talk};
use super::secure::{Secure, server_name};
use super::tls::only_old;
use crate::gate::Visit;

/// The most of a policy that is read, in bytes: what RFC 8461 (3.3) proposes.
pub(super) const LONGEST_POLICY: usize = 64 * 1024;

impl Scout {
    /// Fetches the policy of a mail domain. A redirect is told by its status and not followed (RFC 8461, 3.3).
    pub(super) async fn mail_policy(
        &self,
        visit: &Visit,
        domain: &RecordName,
        sight: &mut Sight,
    ) -> Result<Reached, Reached> {
        let host = domain.with_label("mta-sts").ok_or(Reached::NotAllowed)?;
        let told = |tls, status, content_type: &str, text| Sight::MailPolicy {
            tls,
            status,
            content_type: content_type.to_owned(),
            text,
        };
        let (line, tls) = match self.secure_line(visit, 443, server_name(&host)?).await? {
            Secure::Line(line, tls) => (line, tls),
            Secure::OnlyOld => {
                *sight = told(Some(only_old()), 0, "", String::new());
                return Ok(Reached::Whole);
            }
            Secure::NotTls => {
                *sight = told(None, 0, "", String::new());
                return Ok(Reached::Whole);
            }
        };
        let agent = self.0.introduction.agent();
        let ask = Ask {
            host: host.as_str(),
            path: "/.well-known/mta-sts.txt",
            agent: &agent,
            accept: "text/plain",
            most: LONGEST_POLICY,
        };
        let reply = Talk::begin(*line).await?.get(&ask).await?;
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        *sight = told(Some(tls), reply.status, reply.field("content-type").unwrap_or_default(), text);
        Ok(if reply.cut { Reached::Cut } else { Reached::Whole })
    }
}
