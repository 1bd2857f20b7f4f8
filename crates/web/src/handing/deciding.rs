//! Deciding a hand-over: what leaves is put together, frozen, and asked of the person or grounded in law.

use centre::case::{Deed, Ground, Refusal};
use centre::hand_over::{Content, Cover, Grading, Recipient, TakeDown};
use store::{NewPack, PackMove};
use terms::{CaseId, EvidenceId, PackId, PlainLine};

use super::{Destination, Gathered};
use crate::app::App;
use crate::casework::{Opened, Who, tell_of_pack};
use crate::problem::Problem;

/// What an officer decides.
#[derive(Debug, Clone)]
pub struct Decision {
    /// To whom.
    pub to: Destination,
    /// On what ground.
    pub ground: Ground,
    /// What we ask of them.
    pub ask: Option<PlainLine>,
    /// How a package for the police is marked.
    pub grading: Grading,
    /// Files whose originals go with a package for the police.
    pub enclosed: Vec<EvidenceId>,
    /// What a platform is asked.
    pub take_down: TakeDown,
}

impl Decision {
    /// What a decision is before anybody chose anything.
    pub fn usual(to: Destination) -> Self {
        Self {
            to,
            ground: Ground::Consent,
            ask: None,
            grading: Grading::usual(),
            enclosed: Vec::new(),
            take_down: TakeDown::default(),
        }
    }

    /// What would leave.
    pub fn content(&self, app: &App, opened: &Opened, gathered: &Gathered, pack: PackId) -> Content {
        let cover = Cover {
            pack,
            centre: app.facts.centre_name.clone(),
            reference: opened.kept.reference.to_string(),
            to: self.to.to.clone(),
            to_name: self.to.name.clone(),
            ground: self.ground,
            on: app.region.time_zone.to_datetime(app.now()).date(),
            ask: self.ask.clone(),
        };
        let (recipient, source) = (self.to.recipient, &gathered.source);
        Content::of(recipient, cover, source, &self.grading, &self.enclosed, &self.take_down)
    }
}

/// Decides it, and freezes what leaves.
///
/// # Errors
/// [`Problem`] when the store fails or it is too much; the refusal says what to do instead.
pub async fn decide(
    app: &App,
    who: &Who,
    case: CaseId,
    decision: &Decision,
    (opened, gathered): (&Opened, &Gathered),
) -> Result<Result<PackId, Refusal>, Problem> {
    let pack = PackId::random(&*app.chance);
    let content = decision.content(app, opened, gathered, pack).write();
    let (to, ground) = (decision.to.to.clone(), decision.ground);
    let new = NewPack {
        id: pack,
        report: gathered.report.id,
        body: to.as_str(),
        recipient: decision.to.recipient.name(),
        ground: ground_word(ground),
        content: &content,
    };
    let deed = Deed::PackDecided { pack, to: to.clone(), ground };
    let done = tell_of_pack(app, who, case, &deed, &PackMove::Decide(new), None).await?;
    Ok(done.map(|_| pack))
}

/// The word of a ground in the store.
pub(super) fn ground_word(ground: Ground) -> &'static str {
    match ground {
        Ground::Consent => "consent",
        Ground::Law => "law",
    }
}

/// Whether a ground fits a recipient: what the person sends themselves is never sent without them.
pub(crate) fn ground_fits(recipient: Recipient, ground: Ground) -> bool {
    ground == Ground::Consent || recipient.may_be_sent_by_us()
}
