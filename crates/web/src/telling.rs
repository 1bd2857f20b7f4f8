//! Letters to members about findings: whom, what, and in which words.
//!
//! When one is due is `centre::watching`'s to say; that nothing is told twice, the store's.

use centre::ledger::Actor;
use centre::roles::Role;
use centre::watching::{Item, What, due, is_time, letter};
use store::{Asset, NewLetter, Organisation, Person, Store, StoreError, Told, WatchedFinding};
use terms::{AssetId, ErrandId, OrganisationId, Severity, Timestamp};

use crate::errand::{PointTold, answer_in_words, helper_id};
use crate::face::words::{FluentValue, Words};
use crate::pages::check::in_words;

/// So many findings a letter names; of the rest it says how many there are.
pub const MOST_LINES: usize = 10;
/// So many errands are read for answers, the newest first.
const ERRANDS_READ: u32 = 50;
/// Why such a letter is sent, as the outbox knows it.
pub const CAUSE: &str = "findings";
/// Checks whose finding names the day on which something runs out.
const WITH_A_DAY: [&str; 2] = ["web-cert-expiring", "domain-expiring"];

/// Who writes.
#[derive(Debug, Clone)]
pub struct Writer {
    /// The address that people type.
    pub origin: String,
    /// The centre's name.
    pub centre: String,
}

impl Writer {
    /// A word of the centre to a member, as a letter.
    pub fn advisory(&self, advisory: &store::Advisory, to: &terms::EmailAddress) -> NewLetter {
        let words = Words::default();
        let gaps = [
            ("title", FluentValue::from(advisory.title.as_str())),
            ("body", FluentValue::from(advisory.body.as_str())),
            ("address", FluentValue::from(format!("{}/firm", self.origin))),
        ];
        NewLetter {
            recipient: to.clone(),
            confirmed: true,
            organisation: None,
            subject: words.say("real-advisory-letter-subject").into_owned(),
            text: words.say_with("real-advisory-letter", &gaps),
            cause: "advisory".to_owned(),
        }
    }
}

/// One thing to tell, with where it is and what was seen.
struct Line {
    item: Item,
    /// Its place in the order of work.
    place: usize,
    asset: AssetId,
    domain: String,
    seen: String,
}

/// Writes to a member what there is to tell about the findings of its domains, if a letter is due now. Returns whether
/// one was queued. A member none of whose people has confirmed an address gets none.
///
/// # Errors
/// When the database fails.
pub async fn tell(
    store: &Store,
    organisation: OrganisationId,
    writer: &Writer,
    by: &Actor,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let letters = store.finding_letters(organisation).await?;
    if letters.stopped_at.is_some() {
        return Ok(false);
    }
    let lines = lines(store, organisation, now).await?;
    let answers = answers(store, organisation).await?;
    let items = lines.iter().map(|line| line.item.clone()).collect();
    let is_urgent = match letter(items, letters.told_at, now) {
        Some(due) => due.is_urgent,
        None if !answers.is_empty() && is_time(letters.told_at, now) => false,
        None => return Ok(false),
    };
    let Some(firm) = store.organisation(organisation).await? else { return Ok(false) };
    let people = store.people_of(organisation).await?;
    let Some(reader) = reader(&people, now) else { return Ok(false) };
    let letter = words(writer, &firm, reader, (&lines, &answers), is_urgent);
    let findings: Vec<(AssetId, Item)> = lines.into_iter().map(|line| (line.asset, line.item)).collect();
    let replies: Vec<(ErrandId, u32, Timestamp)> = answers.iter().map(|answer| answer.reply).collect();
    let told = Told { findings: &findings, replies: &replies };
    store.tell_findings(organisation, told, letters.told_at, &letter, by, now).await
}

/// What a helper answered and the member has not heard of.
struct Answered {
    reply: (ErrandId, u32, Timestamp),
    line: String,
}

/// All answers of helpers that there are to tell. They wait for the week's letter: none is urgent.
async fn answers(store: &Store, organisation: OrganisationId) -> Result<Vec<Answered>, StoreError> {
    let words = Words::default();
    let mut answers = Vec::new();
    for errand in store.errands_of(organisation, ERRANDS_READ).await? {
        for point in errand.points.iter().filter(|point| point.is_untold()) {
            let (Some(answer), Some(at)) = (answer_in_words(point, words), point.replied_at) else {
                continue;
            };
            let Ok(told) = serde_json::from_str::<PointTold>(&point.letter) else { continue };
            let what = in_words::title(words, &told.remedy.check).unwrap_or_default();
            let gaps = [
                ("helper", FluentValue::from(words.say(helper_id(errand.helper)).into_owned())),
                ("what", FluentValue::from(what)),
                ("domain", FluentValue::from(told.domain.to_unicode())),
                ("answer", FluentValue::from(answer)),
            ];
            let line = words.say_with("errand-told-line", &gaps);
            answers.push(Answered { reply: (errand.id, point.place, at), line });
        }
    }
    Ok(answers)
}

/// All there is to tell, the most pressing first.
async fn lines(store: &Store, organisation: OrganisationId, now: Timestamp) -> Result<Vec<Line>, StoreError> {
    let mut lines = Vec::new();
    for asset in store.assets_of(organisation).await? {
        let findings = store.findings_of(asset.id).await?;
        lines.extend(findings.into_iter().filter_map(|finding| line(&asset, finding, now)));
    }
    lines.sort_by(|a, b| (a.item.what, a.weight(), &a.domain).cmp(&(b.item.what, b.weight(), &b.domain)));
    Ok(lines)
}

fn line(asset: &Asset, finding: WatchedFinding, now: Timestamp) -> Option<Line> {
    let item = due(&finding.watched, now)?;
    // What the catalogue no longer knows has no words, and is not told.
    let place = checkup::catalogue::all().position(|entry| entry.id == item.check)?;
    Some(Line { item, place, asset: asset.id, domain: asset.domain.to_unicode(), seen: finding.seen })
}

impl Line {
    /// How pressing it is: the smaller, the more.
    fn weight(&self) -> (Severity, usize) {
        (self.item.severity, self.place)
    }
}

/// Who reads it: the cyber warden, or else the first contact.
fn reader(people: &[Person], now: Timestamp) -> Option<&Person> {
    let mut may = people.iter().filter(|person| {
        person.confirmed_at.is_some()
            && person.revoked_at.is_none()
            && person.expires_at.is_none_or(|end| end > now)
    });
    let first = may.clone().next();
    may.find(|person| person.role == Role::CyberWarden).or(first)
}

fn words(
    writer: &Writer,
    firm: &Organisation,
    reader: &Person,
    (lines, answers): (&[Line], &[Answered]),
    is_urgent: bool,
) -> NewLetter {
    let words = Words::default();
    let origin = ("origin", FluentValue::from(writer.origin.as_str()));
    let mut told: Vec<String> =
        lines.iter().take(MOST_LINES).map(|line| format!("- {}", in_line(words, line))).collect();
    if lines.len() > MOST_LINES {
        let more = ("more", FluentValue::from(lines.len() - MOST_LINES));
        told.push(words.say_with("watching-line-more", &[more, origin.clone()]));
    }
    told.extend(answers.iter().take(MOST_LINES).map(|answer| format!("- {}", answer.line)));
    let to_do = lines.iter().filter(|line| line.item.what != What::Mended);
    let next = match to_do.min_by_key(|line| line.weight()) {
        Some(first) => {
            let what = in_words::title(words, &first.item.check).unwrap_or_default();
            let asset = ("asset", FluentValue::from(first.asset.to_string()));
            let is_of_a_look =
                checkup::catalogue::entry(&first.item.check).is_none_or(|entry| entry.is_of_a_look());
            // Of names that look like the member's there is more to see on their own page.
            let id = if is_of_a_look { "watching-next" } else { "alike-letter-next" };
            words.say_with(id, &[("what", what.into()), asset, origin.clone()])
        }
        None if !answers.is_empty() => words.say_with("errand-told-next", std::slice::from_ref(&origin)),
        None => words.say("watching-next-none").into_owned(),
    };
    let gaps = [
        ("name", FluentValue::from(reader.name.as_str())),
        ("firm", FluentValue::from(firm.name.as_str())),
        ("centre", FluentValue::from(writer.centre.as_str())),
        ("lines", FluentValue::from(told.join("\n"))),
        ("next", FluentValue::from(next)),
        origin,
    ];
    let subject = if is_urgent { "watching-letter-subject-urgent" } else { "watching-letter-subject" };
    NewLetter {
        recipient: reader.email.clone(),
        confirmed: true,
        organisation: Some(firm.id),
        subject: words.say(subject).into_owned(),
        text: words.say_with("watching-letter-text", &gaps),
        cause: CAUSE.to_owned(),
    }
}

fn in_line(words: Words, line: &Line) -> String {
    let id = match line.item.what {
        What::New => "watching-line-new",
        What::Still => "watching-line-still",
        What::Mended => "watching-line-mended",
    };
    let what = in_words::title(words, &line.item.check).unwrap_or_default();
    let gaps = [("what", FluentValue::from(what)), ("domain", FluentValue::from(line.domain.as_str()))];
    let told = words.say_with(id, &gaps);
    if line.item.what == What::Mended || !WITH_A_DAY.contains(&line.item.check.as_str()) {
        return told;
    }
    let gaps = [("line", FluentValue::from(told)), ("seen", FluentValue::from(line.seen.as_str()))];
    words.say_with("watching-line-with-day", &gaps)
}
