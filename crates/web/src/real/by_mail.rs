//! A message that somebody sent on to one of the centre's own addresses.
//!
//! It is kept and examined as any other. The answer goes back by mail only to a sender whom the centre's own mail server
//! proved: a letter to whoever merely stands in `From` would be a letter that strangers can have us send.

use centre::ledger::Actor;
use message::{Came, Mailbox, ProviderResult, Reading};
use store::{AskedMessage, MessageState, NewLetter, Queued, Secret, StoreError};
use terms::{DomainName, EmailAddress};
use triage::Examination;

use super::taking::{Item, keep};
use super::{examine_now, found, verdict_word};
use crate::app::App;
use crate::face::words::{FluentValue, Words};
use crate::pages::real::{address, next, verdict_id, verdict_lead};

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is kept, and its answer is in the outbox.
    Answered,
    /// It is kept. Who sent it was not proved, or wants no answer; the answer stands on the desk.
    Kept,
    /// It was kept and answered before.
    Again,
}

/// Header lines of programs that answer by themselves, and of bounces: answering them would go round for ever (RFC 3834, 2).
const BY_ITSELF: [&str; 4] =
    ["auto-submitted: auto-", "precedence: bulk", "precedence: junk", "return-path: <>"];
/// Bytes of a letter in which its header lines are looked for.
const LONGEST_HEAD: usize = 64 * 1024;

/// Takes one letter in. `token` is the same however often the letter is taken; `trusted` are the names by which the
/// centre's own mail servers sign what they checked.
///
/// # Errors
/// When the store fails; the letter is taken again then.
pub async fn take_letter(
    app: &App,
    token: Secret,
    letter: &[u8],
    trusted: &[String],
) -> Result<Taken, StoreError> {
    let by = Actor::Reconciler("post".to_owned());
    let mut file = app.store.file_arrives().await?;
    file.write(letter).await?;
    let item = Item { file: file.finish("letter.eml", app.now()).await?, came: Came::SentToUs };
    let received = keep(app, token.clone(), item, "mail", (None, None), &by).await?;
    // A letter that was kept before may have been cut off before its answer: it goes the same way once more.
    examine_now(app, received.id).await;
    let Some(asker) = proved_sender(letter, trusted) else { return Ok(Taken::Kept) };
    let Some(message) = app.store.asked_message(received.id).await? else { return Ok(Taken::Kept) };
    let json = app.store.own_examination(message.id).await?;
    let answer = answer(app, asker, &token, &message, found(json.as_deref()).as_ref());
    Ok(match app.store.answer_message(message.id, &answer, &by, app.now()).await? {
        Some(Queued::Queued(_)) => Taken::Answered,
        Some(Queued::OverBudget) => Taken::Kept,
        None => Taken::Again,
    })
}

/// Who sent the letter, if one of our own mail servers proved it and a person waits for an answer.
///
/// Only the letter's own header lines are read: a message that lies inside has lines of its own, which whoever made it wrote.
fn proved_sender(letter: &[u8], trusted: &[String]) -> Option<EmailAddress> {
    let head = head_of(letter)?;
    let by_itself = |line: &[u8]| {
        BY_ITSELF
            .iter()
            .any(|said| line.get(..said.len()).is_some_and(|l| l.eq_ignore_ascii_case(said.as_bytes())))
    };
    if head.split(|byte| *byte == b'\n').any(by_itself) {
        return None;
    }
    let outer: Reading = message::read(head, Came::Saved);
    let [Mailbox { address, .. }] = outer.headers.from.as_slice() else { return None };
    let asker = EmailAddress::parse(address).ok()?;
    let said = outer.headers.results.first()?;
    let is_ours = trusted.iter().any(|name| name.eq_ignore_ascii_case(&said.server));
    (is_ours && !outer.headers.list && is_proved(said, asker.domain())).then_some(asker)
}

/// The header lines of a letter, with the empty line behind them; none where they do not end within [`LONGEST_HEAD`].
fn head_of(letter: &[u8]) -> Option<&[u8]> {
    let start = &letter[..letter.len().min(LONGEST_HEAD)];
    let end = |gap: &[u8]| start.windows(gap.len()).position(|window| window == gap).map(|at| at + gap.len());
    [end(b"\r\n\r\n"), end(b"\n\n")].into_iter().flatten().min().map(|end| &start[..end])
}

/// Whether a server proved the domain of `From`: by the domain's own rule, or by a signature of the domain or of one above it
/// that has the same owner (RFC 9989, alignment).
fn is_proved(said: &ProviderResult, from: &DomainName) -> bool {
    let is_from =
        |name: &str| DomainName::parse(name).is_ok_and(|name| name.registrable() == from.registrable());
    let passed = |(result, domain): &(String, String)| result == "pass" && is_from(domain);
    said.dmarc.as_ref().is_some_and(passed) || said.dkim.iter().any(passed)
}

/// The answer as a letter.
fn answer(
    app: &App,
    to: EmailAddress,
    token: &Secret,
    message: &AskedMessage,
    found: Option<&Examination>,
) -> NewLetter {
    let words = Words::default();
    let said = match (message.state, found) {
        (MessageState::Examined, Some(found)) => {
            let verdict = verdict_word(found.verdict);
            let (what, why) = next(words, found.next, found);
            let mut lines = vec![
                words.say(verdict_id(verdict)).into_owned(),
                verdict_lead(words, verdict),
                String::new(),
            ];
            lines.extend(found.reasons.iter().map(|reason| format!("- {}", reason.sentence)));
            lines.extend([String::new(), words.say("real-mail-next").into_owned(), format!("{what}. {why}")]);
            lines.join("\n")
        }
        _ => words.say("real-mail-a-person").into_owned(),
    };
    let link = format!("{}{}", app.facts.origin, address(token));
    let gaps = [
        ("said", FluentValue::from(said)),
        ("link", FluentValue::from(link)),
        ("reference", FluentValue::from(message.reference.to_string())),
        ("centre", FluentValue::from(app.facts.centre_name.as_str())),
    ];
    NewLetter {
        recipient: to,
        confirmed: false,
        organisation: None,
        subject: words.say("real-mail-subject").into_owned(),
        text: words.say_with("real-mail-text", &gaps),
        cause: "message_answer".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A letter with this line of our mail server on top.
    fn sender(results: &str, more: &str) -> Option<String> {
        let letter = format!(
            "Authentication-Results: {results}\r\nFrom: Ana <ana@bakery.example>\r\nTo: real@centre.example\r\n\
             Subject: Fwd: parcel\r\n{more}\r\nIs this real?\r\n"
        );
        proved_sender(letter.as_bytes(), &["mx.centre.example".to_owned()]).map(|asker| asker.to_string())
    }

    #[test]
    fn who_is_proved_by_our_own_server_is_answered_and_nobody_else() {
        let ana = Some("ana@bakery.example".to_owned());
        assert_eq!(sender("mx.centre.example; dmarc=pass header.from=bakery.example", ""), ana);
        assert_eq!(sender("MX.centre.example; dkim=pass header.d=mail.bakery.example", ""), ana);
        assert_eq!(sender("mx.centre.example; dmarc=fail header.from=bakery.example", ""), None);
        assert_eq!(sender("mx.centre.example; dkim=pass header.d=other.example", ""), None);
        assert_eq!(
            sender("mx.centre.example; spf=pass smtp.mailfrom=bakery.example", ""),
            None,
            "forwarding breaks it"
        );
        assert_eq!(
            sender("mx.elsewhere.example; dmarc=pass header.from=bakery.example", ""),
            None,
            "anybody can write that"
        );
        let below = "Authentication-Results: mx.centre.example; dmarc=pass header.from=bakery.example\r\n";
        assert_eq!(sender("mx.elsewhere.example; none", below), None, "only the topmost is our server's");
    }

    #[test]
    fn a_letter_inside_proves_nothing() {
        let inside = "Authentication-Results: mx.centre.example; dmarc=pass header.from=victim.example\r\n\
                      From: victim@victim.example\r\nSubject: Hello\r\n\r\nHello\r\n";
        let letter = format!(
            "Authentication-Results: mx.centre.example; dmarc=fail header.from=bakery.example\r\n\
             From: ana@bakery.example\r\nSubject: Fwd: Hello\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inside}\r\n--b--\r\n"
        );
        assert_eq!(proved_sender(letter.as_bytes(), &["mx.centre.example".to_owned()]), None);
        let proved = letter.replace("dmarc=fail", "dmarc=pass");
        let asker = proved_sender(proved.as_bytes(), &["mx.centre.example".to_owned()]);
        assert_eq!(asker.map(|asker| asker.to_string()).as_deref(), Some("ana@bakery.example"));
    }

    #[test]
    fn programs_and_lists_get_no_answer() {
        let passed = "mx.centre.example; dmarc=pass header.from=bakery.example";
        for line in [
            "Auto-Submitted: auto-replied\r\n",
            "Precedence: bulk\r\n",
            "List-Id: <a.example>\r\n",
            "Return-Path: <>\r\n",
        ] {
            assert_eq!(sender(passed, line), None, "{line}");
        }
        assert!(sender(passed, "Auto-Submitted: no\r\n").is_some());
    }
}
