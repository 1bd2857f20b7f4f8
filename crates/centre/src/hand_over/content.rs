//! What a pack holds: a cover that every pack has, and what one kind of recipient needs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use terms::{EvidenceId, PackId, PlainLine};

use super::for_care::{ForPlatform, ForSupport, TakeDown};
use super::for_experts::{ForDataAuthority, ForItProvider};
use super::for_money::{ForBank, ForInsurer, ForReportFraud};
use super::for_police::ForPolice;
use super::paper::{Block, Paper};
use super::{Grading, Recipient, Source, say};
use crate::case::{Ground, Word};

/// What stands on every pack: who sends what to whom, why, and on what ground. Nothing of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// Which pack.
    pub pack: PackId,
    /// The centre's name.
    pub centre: String,
    /// The reference under which the centre knows it.
    pub reference: String,
    /// To which body.
    pub to: Word,
    /// What that body is called.
    pub to_name: String,
    /// On what ground it may leave.
    pub ground: Ground,
    /// The day on which it was put together.
    pub on: Date,
    /// What the centre asks of the body.
    pub ask: Option<PlainLine>,
}

/// What goes to one kind of recipient. Each variant's type holds what that kind needs and has no place for more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
enum Body {
    ReportFraud(ForReportFraud),
    Bank(ForBank),
    Insurer(ForInsurer),
    DataAuthority(ForDataAuthority),
    ItProvider(ForItProvider),
    Police(Box<ForPolice>),
    Platform(ForPlatform),
    Support(ForSupport),
}

/// A pack's content, as it is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What stands on every pack.
    pub cover: Cover,
    body: Body,
}

/// The text is no content of a pack that this release knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this hand-over cannot be read; a newer release may have written it")]
pub struct UnreadableContent;

/// What an officer chooses beside the recipient.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen<'a> {
    pub(super) grading: &'a Grading,
    pub(super) enclosed: &'a [EvidenceId],
    pub(super) take_down: &'a TakeDown,
}

impl Content {
    /// Puts a pack together. `enclosed` are the files whose originals go with it, which only a package for the police has;
    /// so with the grading. `take_down` is for platforms alone.
    pub fn of(
        recipient: Recipient,
        cover: Cover,
        source: &Source,
        grading: &Grading,
        enclosed: &[EvidenceId],
        take_down: &TakeDown,
    ) -> Self {
        let chosen = Chosen { grading, enclosed, take_down };
        let body = Body::of(recipient, source, cover.on, chosen);
        Self { cover, body }
    }

    /// For which kind of recipient it is.
    pub fn recipient(&self) -> Recipient {
        match &self.body {
            Body::ReportFraud(_) => Recipient::ReportFraud,
            Body::Bank(_) => Recipient::Bank,
            Body::Insurer(_) => Recipient::Insurer,
            Body::DataAuthority(_) => Recipient::DataAuthority,
            Body::ItProvider(_) => Recipient::ItProvider,
            Body::Police(_) => Recipient::Police,
            Body::Platform(_) => Recipient::Platform,
            Body::Support(_) => Recipient::Support,
        }
    }

    /// The package for the police, if it is one.
    pub fn police(&self) -> Option<&ForPolice> {
        match &self.body {
            Body::Police(package) => Some(package),
            _ => None,
        }
    }

    /// The files whose originals go with it.
    pub fn enclosed(&self) -> Vec<EvidenceId> {
        let items = self.police().map_or(&[][..], |package| &package.items);
        items.iter().filter(|item| item.is_enclosed).map(|item| item.id).collect()
    }

    /// Reads a content as it was frozen (JSON).
    ///
    /// # Errors
    /// [`UnreadableContent`] for anything else.
    pub fn read(json: &str) -> Result<Self, UnreadableContent> {
        serde_json::from_str(json).map_err(|_| UnreadableContent)
    }

    /// Writes it down (JSON); the same content is the same text, whose SHA-256 the pack keeps.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of what [`Content::write`] writes.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(self.write().as_bytes()).into()
    }

    /// As somebody reads it.
    pub fn paper(&self) -> Paper {
        let paper = match &self.body {
            Body::ReportFraud(body) => body.paper(),
            Body::Bank(body) => body.paper(),
            Body::Insurer(body) => body.paper(),
            Body::DataAuthority(body) => body.paper(),
            Body::ItProvider(body) => body.paper(),
            Body::Police(body) => body.paper(),
            Body::Platform(body) => body.paper(),
            Body::Support(body) => body.paper(),
        };
        self.covered(paper)
    }

    fn covered(&self, paper: Paper) -> Paper {
        let cover = &self.cover;
        let ground = match cover.ground {
            Ground::Consent => "With the person's yes, which they can take back",
            Ground::Law => "Without asking, because the law allows it: a life or a child's safety",
        };
        let part = super::Part {
            title: "About this".to_owned(),
            blocks: vec![Block::facts([
                ("To", Some(cover.to_name.clone())),
                ("Put together by", Some(cover.centre.clone())),
                ("Reference", Some(cover.reference.clone())),
                ("On", Some(say::day(cover.on))),
                // What the person sends themselves needs no ground of ours.
                ("Ground", self.recipient().may_be_sent_by_us().then(|| ground.to_owned())),
                ("We ask you", cover.ask.as_ref().map(ToString::to_string)),
            ])],
        };
        let parts = std::iter::once(part).chain(paper.parts).collect();
        Paper { title: paper.title, parts }
    }
}

impl Body {
    fn of(recipient: Recipient, source: &Source, on: Date, chosen: Chosen<'_>) -> Self {
        match recipient {
            Recipient::ReportFraud => Self::ReportFraud(ForReportFraud::of(source)),
            Recipient::Bank => Self::Bank(ForBank::of(source, on)),
            Recipient::Insurer => Self::Insurer(ForInsurer::of(source)),
            Recipient::DataAuthority => Self::DataAuthority(ForDataAuthority::of(source)),
            Recipient::ItProvider => Self::ItProvider(ForItProvider::of(source)),
            Recipient::Police => {
                Self::Police(Box::new(ForPolice::of(source, chosen.grading, chosen.enclosed)))
            }
            Recipient::Platform => Self::Platform(ForPlatform::of(source, chosen.take_down)),
            Recipient::Support => Self::Support(ForSupport::of(source)),
        }
    }
}
