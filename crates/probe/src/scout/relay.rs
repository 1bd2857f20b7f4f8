//! Would the mail server pass on a stranger's letter to a stranger? It is asked up to RCPT, then reset (RFC 5321, 4.1.1.5).

use checkup::{Reached, Sight};

use super::smtp::Post;
use super::{Scout, not_dialled};
use crate::gate::Visit;

impl Scout {
    /// Offers a letter from our own mailbox to our own mailbox, which is none of this server's business. DATA is never
    /// said, so nothing is ever sent. The server of our own mailbox may rightly take it: it is the one that must not be asked.
    pub(super) async fn mail_relay(&self, visit: &Visit, sight: &mut Sight) -> Result<Reached, Reached> {
        let ours = &self.0.introduction;
        let line = visit.dial(25).await.map_err(not_dialled)?;
        let mut post = Post::on(line);
        post.meet(ours.host.as_ascii()).await?;
        let mut code = post.say(&format!("MAIL FROM:<{}>", ours.mailbox)).await?.code;
        if code == 250 {
            code = post.say(&format!("RCPT TO:<{}>", ours.mailbox)).await?.code;
        }
        let accepted = match code {
            250 | 251 => true,
            // "Not now" and "encrypt first" are no answers to the question.
            400..=499 | 530 | 538 => return Err(Reached::Refused),
            _ => false,
        };
        let _ = post.say("RSET").await;
        post.goodbye().await;
        *sight = Sight::MailRelay { accepted };
        Ok(Reached::Whole)
    }
}
