//! What is known of one message before anything is judged: gathered once, asked by every signal.

use std::sync::OnceLock;

use enclosures::{Budget, Contents};
use message::{Came, Kept, Mailbox, Place, Reading, Way};
use observables::{Check, Kind, Mention};

use crate::Setting;
use crate::address::{domain_of, is_of_a_list, is_under, listed, owner};
use crate::authentication::{Proof, prove};
use crate::claim::{Claim, claim};
use crate::lists::List;
use crate::phrases::{Found, Phrases};
use crate::targets::{Target, add_links, add_names, targets};
use crate::text::{Folded, fold, original};

/// Bytes of text that are looked at.
pub(crate) const MOST_TEXT: usize = 48 << 10;
/// Bytes of text in which numbers, wallets and accounts are looked for.
pub(crate) const MOST_MATCHED: usize = 8 << 10;
/// Enclosures that are opened.
pub(crate) const MOST_ENCLOSURES: usize = 30;
/// Bytes of quoted words from which a letter answers one.
const QUOTED: usize = 40;
/// Whatever leads to so many different owners, plain or not, is a paper and no lure.
const AROUND_ANYWAY: usize = 8;
/// Plain text of so many words is written to be read.
const LONG_PLAIN: usize = 150;
/// A text of more words is no chat.
const SHORT_TEXT: usize = 60;
/// Plain text that leads to so many different owners points to things and pushes nobody.
const AROUND_FROM: usize = 4;

/// All phrases, built once.
pub(crate) fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        Phrases::build([
            include_str!("../data/phrases/ask.txt"),
            include_str!("../data/phrases/pressure.txt"),
            include_str!("../data/phrases/story.txt"),
        ])
    })
}

/// All that the signals ask.
pub(crate) struct Facts<'a> {
    pub(crate) reading: &'a Reading,
    pub(crate) setting: &'a Setting<'a>,
    /// The first sender, as written.
    pub(crate) from: &'a Mailbox,
    /// The sender's domain in ASCII.
    pub(crate) sender: Option<String>,
    pub(crate) name: Folded,
    pub(crate) subject: Folded,
    /// Subject, body and what stands in enclosures, as written.
    pub(crate) words: String,
    /// The same, folded.
    pub(crate) folded: Folded,
    /// Where the subject ends in `folded`.
    pub(crate) subject_end: usize,
    /// Words of the body itself, counted.
    pub(crate) body_words: usize,
    pub(crate) found: Vec<Found>,
    pub(crate) links: Vec<Target>,
    pub(crate) claim: Option<Claim>,
    pub(crate) proof: Proof,
    pub(crate) contents: Vec<Contents>,
    /// What can be matched in its words.
    pub(crate) mentions: Vec<Mention>,
    /// Whether it is words alone, such as a text message.
    pub(crate) bare: bool,
}

impl<'a> Facts<'a> {
    /// Gathers them.
    pub(crate) fn gather(reading: &'a Reading, bytes: &[u8], came: Came, setting: &'a Setting<'a>) -> Self {
        static NOBODY: Mailbox = Mailbox { name: String::new(), address: String::new() };
        let from = reading.headers.from.first().unwrap_or(&NOBODY);
        let contents = open(reading, setting);
        let mut words = reading.headers.subject.clone();
        let subject_end = fold(&words, MOST_TEXT).text.len();
        words.push('\n');
        words.push_str(&reading.body.text[..reading.body.text.floor_char_boundary(MOST_TEXT)]);
        let body_words = reading.body.text.split_whitespace().take(10_000).count();
        words.push('\n');
        words.push_str(&from.name);
        for each in &contents {
            add_words(each, &mut words);
        }
        let folded = fold(&words, MOST_TEXT);
        let found = phrases().scan(&folded.text);
        let mut links = targets(reading);
        for each in &contents {
            add_links(each, &mut links);
        }
        let mentions = observables::read(&words[..words.floor_char_boundary(MOST_MATCHED)]);
        let bare = reading.way == Way::Words || came == Came::Words;
        if bare {
            add_names(&mentions, &mut links);
        }
        let mut facts = Self {
            name: fold(&from.name, 400),
            subject: fold(&reading.headers.subject, 2_000),
            sender: domain_of(&from.address),
            mentions,
            bare,
            proof: prove(reading, bytes, setting),
            reading,
            setting,
            from,
            words,
            folded,
            subject_end,
            body_words,
            found,
            links,
            claim: None,
            contents,
        };
        facts.claim = claim(&facts);
        facts
    }

    /// The registered part of the sender's domain.
    pub(crate) fn sender_owner(&self) -> Option<&str> {
        self.sender.as_deref().map(owner)
    }

    /// How many different phrases of a group stand in it.
    pub(crate) fn count(&self, group: &str) -> usize {
        self.of_group(group).map_or(0, |found| found.different.len())
    }

    /// The first words of a group, as written, for a sentence.
    pub(crate) fn quote(&self, group: &str) -> Option<&str> {
        let found = self.of_group(group).filter(|found| !found.different.is_empty())?;
        let words = original(&self.words, found.first.clone());
        Some(&words[..words.floor_char_boundary(80)])
    }

    fn of_group(&self, group: &str) -> Option<&Found> {
        self.found.get(usize::from(phrases().group(group)?))
    }

    /// Links that a person can press or scan.
    pub(crate) fn pressed(&self) -> impl Iterator<Item = &Target> {
        self.links.iter().filter(|link| link.place != Place::Unseen)
    }

    /// Links that a person can press and that lead to somebody other than the sender and the very common sites.
    pub(crate) fn elsewhere(&self) -> impl Iterator<Item = &Target> {
        self.pressed().filter(|link| {
            let host = &link.address.host;
            Some(link.address.owner()) != self.sender_owner()
                && !listed(host, List::Common)
                && !listed(host, List::MailService)
                && !self.setting.book.is_known(host)
        })
    }

    /// Whether the sender uses mail that anybody can have.
    pub(crate) fn free_sender(&self) -> bool {
        self.sender.as_deref().is_some_and(|host| listed(host, List::FreeMail))
    }

    /// Whether header lines are there, so that their absence means something.
    pub(crate) fn has_headers(&self) -> bool {
        self.reading.kept >= Kept::Headers
    }

    /// Whether it came through a list on which people talk, by the list's own marks. Senders of bulk mail have an address to
    /// unsubscribe as well, but not that of a list.
    pub(crate) fn on_a_list(&self) -> bool {
        const MARKS: &[&str] = &[
            "/listinfo",
            "mailman",
            "majordomo",
            "-request@",
            "unsubscribe@",
            "@lists.",
            "/lists.",
            "listserv",
            "/options/",
        ];
        let headers = &self.reading.headers;
        if self.reading.kept == Kept::Copied {
            return self.was_sent_to_a_list();
        }
        headers.list
            && !self.proof.is_bad()
            && headers.unsubscribe.iter().all(|way| {
                let way = way.to_ascii_lowercase();
                MARKS.iter().any(|mark| way.contains(mark))
            })
    }

    /// Whether the addresses that a forward copied name a list. The marks of the list itself are gone, and that they are gone
    /// says nothing against the letter.
    fn was_sent_to_a_list(&self) -> bool {
        let headers = &self.reading.headers;
        !self.bare && headers.to.iter().chain(&headers.from).any(|each| is_of_a_list(&each.address))
    }

    /// Whether it stands in the talk of a list: it came through one and answers, or quotes what was said.
    pub(crate) fn is_talk(&self) -> bool {
        self.on_a_list() && self.reading.body.history.len() > QUOTED
    }

    /// Whether it is plain text that points to all sorts of places, as reports and talk do.
    pub(crate) fn points_around(&self) -> bool {
        if self.bare {
            return false;
        }
        let owners: std::collections::BTreeSet<&str> =
            self.pressed().map(|link| link.address.owner()).collect();
        let plain = !self.reading.body.html && (owners.len() >= AROUND_FROM || self.body_words >= LONG_PLAIN);
        plain || owners.len() >= AROUND_ANYWAY
    }

    /// A wallet of digital money in its words, as it is to be matched.
    pub(crate) fn wallet(&self) -> Option<&str> {
        self.mentions
            .iter()
            .find(|mention| {
                matches!(mention.kind, Kind::Wallet(_))
                    && mention.check != Check::Failed
                    && !mention.placeholder
            })
            .map(|mention| mention.value.as_str())
    }

    /// Whether it is plain text from a list, in which people point to all sorts of places.
    pub(crate) fn is_plain_list(&self) -> bool {
        self.on_a_list() && !self.reading.body.html
    }

    /// Whether the sender is proved to write for the organisation that it claims to be.
    pub(crate) fn is_who_it_claims(&self) -> bool {
        let (Some(claim), Some(domain)) = (&self.claim, self.proof.domain()) else { return false };
        self.setting.book.may_write_for(claim.brand, domain)
    }

    /// Whether the sender is proved, by whatever domain, and that is a domain of the book that not everybody can write through.
    pub(crate) fn proved_known(&self) -> bool {
        self.proof.domain().is_some_and(|domain| {
            self.setting.book.is_known(domain)
                && !listed(domain, List::SelfService)
                && !listed(domain, List::FreeMail)
        })
    }

    /// Whether the sender's name and its address are the same name: who writes under a house's own name hides less.
    pub(crate) fn names_itself(&self) -> bool {
        let Some(label) = self.sender_owner().and_then(|owner| owner.split('.').next()) else { return false };
        if self.free_sender()
            || label.len() < 4
            || self.claim.as_ref().is_some_and(|_| !self.is_who_it_claims())
        {
            return false;
        }
        let name: String = self.name.text.chars().filter(|sign| sign.is_alphanumeric()).collect();
        let label = label.replace('-', "");
        name.contains(&label) || (name.len() >= 4 && label.contains(&name))
    }

    /// Whether a forward holds a plain answer, which quotes what it answers: its links are in full view, and those of the quoted
    /// words are not its own.
    pub(crate) fn is_plain_answer(&self) -> bool {
        let reading = self.reading;
        reading.kept == Kept::Copied
            && !self.bare
            && !reading.body.html
            && reading.headers.answers
            && (reading.body.history.len() > QUOTED || self.folded.text.contains(" wrote:"))
    }

    /// Whether a list wrote its own address into the place of whoever speaks ("Jo via a list").
    pub(crate) fn speaks_through_a_list(&self) -> bool {
        self.on_a_list() && self.name.text.contains(" via ")
    }

    /// Whether it is a short text that leads nowhere, as friends write: "You won!" is no prize there.
    pub(crate) fn is_chat(&self) -> bool {
        self.bare && self.body_words <= SHORT_TEXT && !self.names_a_way()
    }

    /// Whether a short text names anything to do: a link, a number, an address, an answer. Friends chat without.
    fn names_a_way(&self) -> bool {
        const ANSWERS: &[&str] = &["reply", "txt", "claim", "whatsapp", "telegram"];
        let ways = [
            Kind::Phone,
            Kind::Email,
            Kind::SortCodeAccount,
            Kind::Iban,
            Kind::Url,
            Kind::Domain,
            Kind::Reference,
        ];
        let told = |mention: &Mention| {
            ways.contains(&mention.kind) || matches!(mention.kind, Kind::Wallet(_) | Kind::Handle(_))
        };
        let mut words = self.folded.text.split(|sign: char| !sign.is_alphanumeric());
        self.pressed().next().is_some()
            || self.mentions.iter().any(told)
            || words.any(|word| ANSWERS.contains(&word))
            || crate::signals::short_number(&self.folded.text).is_some()
            || crate::signals::rung_number(&self.folded.text).is_some()
    }

    /// Whether a host is the reporter's own or the centre's.
    pub(crate) fn is_own(&self, host: &str) -> bool {
        self.setting.own.iter().any(|own| is_under(host, own))
    }
}

fn open(reading: &Reading, setting: &Setting<'_>) -> Vec<Contents> {
    let mut budget = Budget::of_a_message();
    reading
        .enclosures
        .iter()
        .take(MOST_ENCLOSURES)
        .map(|each| enclosures::open(&each.name, &each.declared, &each.bytes, &mut budget, setting.eyes))
        .collect()
}

fn add_words(contents: &Contents, words: &mut String) {
    if words.len() < MOST_TEXT && !contents.text.is_empty() {
        words.push('\n');
        words.push_str(&contents.text[..contents.text.floor_char_boundary(MOST_TEXT)]);
    }
    for inside in &contents.inside {
        add_words(inside, words);
    }
}
