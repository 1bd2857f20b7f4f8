//! The fixed words of this room: each is an enum here, and one short word in a column. Those of membership (standing,
//! size, tier) are the centre's own.

use serde::{Deserialize, Serialize};

/// The text is not one of the words that can stand here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a {kind}")]
pub struct WordError {
    /// What was looked for.
    pub kind: &'static str,
    /// What was there.
    pub text: String,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word in columns, addresses and files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = WordError;
            fn from_str(text: &str) -> Result<Self, WordError> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(WordError { kind: stringify!($name), text: text.to_owned() }),
                }
            }
        }
    )*};
}

words! {
    /// With what somebody has shown who they are, in this session.
    Factors {
        /// A code or link by e-mail.
        Email = "email",
        /// A passkey with user verification: two factors in one.
        Passkey = "passkey",
        /// A password and a one-time code.
        PasswordAndCode = "password_and_code",
        /// A password only; allows nothing but giving the second factor or setting it up.
        PasswordOnly = "password_only",
        /// The identity provider of an organisation.
        SingleSignOn = "single_sign_on",
        /// The one-time set-up link; allows nothing but setting up a way to sign in.
        SetUpLink = "set_up_link",
        /// One click, in a demonstration only.
        Demonstration = "demonstration",
    }
    /// What a mailed link is for.
    LinkPurpose {
        /// Confirm that an organisation joins.
        ConfirmMembership = "confirm_membership",
        /// Confirm an e-mail address of a further contact.
        ConfirmContact = "confirm_contact",
        /// Set up ways of signing in to an account.
        SetUp = "set_up",
    }
    /// Where a letter is on its way.
    LetterState {
        /// Waits for its turn, or for the next try.
        Waiting = "waiting",
        /// A sender has it now.
        Leased = "leased",
        /// The mail server took it.
        Sent = "sent",
        /// Tried too often, or refused for good; somebody must look.
        GivenUp = "given_up",
    }
    /// Where a list of prospects is on its way in.
    ImportState {
        /// Shown as a preview.
        Staged = "staged",
        /// Its good rows are prospects now.
        Applied = "applied",
        /// Thrown away.
        Discarded = "discarded",
    }
    /// What became of one row of a list.
    RowState {
        /// Will become a prospect.
        Good = "good",
        /// Cannot be read; the reason stands beside it.
        Bad = "bad",
        /// Became a prospect.
        Applied = "applied",
        /// Was there already, by name and postcode.
        Known = "known",
    }
    /// How it was shown that an owner wants to be left alone.
    WishWay {
        /// A text in the records of the name.
        Records = "records",
        /// A button in a letter to the name's postmaster.
        Mail = "mail",
        /// Somebody of the centre noted it.
        Staff = "staff",
    }
    /// Where a name that looks like a member's was seen.
    LookalikeWay {
        /// In a list of newly seen names.
        List = "list",
        /// When names like the member's were looked for.
        Search = "search",
    }
    /// What a member says of a name that looks like its own.
    LookalikeWord {
        /// It is the member's.
        Mine = "mine",
        /// Go on watching it.
        Watch = "watch",
        /// It does not look like the member's.
        Hide = "hide",
    }
    /// How much of a reporter is kept.
    Manner {
        /// Who they are, apart from what they say; when, to the microsecond.
        Named = "named",
        /// Who they are, apart from what they say; when, only to the day.
        Sensitive = "sensitive",
        /// Nobody, and the day.
        Anonymous = "anonymous",
    }
    /// What a key opens that can be destroyed.
    SealedKind {
        /// The account of events of a report.
        Account = "account",
        /// Who gave it.
        Identity = "identity",
        /// A file that came with it.
        Item = "item",
        /// The words in a mailbox.
        Mailbox = "mailbox",
        /// What was done about a case.
        Case = "case",
        /// What was found in a message.
        Message = "message",
    }
    /// How far the answer about a message is.
    MessageState {
        /// It is kept; nobody has looked yet.
        Received = "received",
        /// It was looked at, and there is an answer.
        Examined = "examined",
        /// It could not be opened; a person looks at it.
        NotExamined = "not_examined",
    }
    /// What we think of a message: the machine first, an officer beside it.
    MessageVerdict {
        /// We think that it is a scam.
        Scam = "scam",
        /// Something is wrong with it.
        Suspicious = "suspicious",
        /// Nothing decides.
        CannotTell = "cannot_tell",
        /// It looks genuine.
        LooksGenuine = "looks_genuine",
    }
    /// How far an advisory is.
    AdvisoryState {
        /// It is written.
        Draft = "draft",
        /// Two people stand by it, and members see it.
        Published = "published",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
    /// How far an address of the warning list is.
    WarningState {
        /// One person says that it belongs there.
        Proposed = "proposed",
        /// Two people say so, and everybody sees it.
        Listed = "listed",
        /// It was taken off, or never got there.
        Ended = "ended",
    }
    /// How far a hand-over is.
    PackState {
        /// It shall be sent.
        Decided = "decided",
        /// It will not be sent.
        Dropped = "dropped",
        /// It was sent; nobody has answered.
        Sent = "sent",
        /// The body takes it on.
        Accepted = "accepted",
        /// The body does not take it on.
        Declined = "declined",
        /// The body told what became of it.
        Returned = "returned",
    }
    /// How long what belongs to a case is kept.
    RetentionRule {
        /// Spam, or meant for somebody else.
        Spam = "spam",
        /// An account of a citizen or a firm that is no member.
        Citizen = "citizen",
        /// What happened to a member.
        Member = "member",
        /// Handed to the police: kept until they say, looked at each year.
        Police = "police",
    }
    /// What an entry of the ledger is about.
    Noun {
        /// An organisation.
        Organisation = "organisation",
        /// A person.
        Person = "person",
        /// A domain of a member.
        Asset = "asset",
        /// A check-up.
        Check = "check",
        /// A note.
        Note = "note",
        /// An action of a member's plan.
        Action = "action",
        /// Funded places.
        FundedPlace = "funded_place",
        /// A list of prospects.
        Import = "import",
        /// A letter.
        Letter = "letter",
        /// A reconciler.
        Reconciler = "reconciler",
        /// A passkey.
        Passkey = "passkey",
        /// A token for the programming interface.
        ApiToken = "api_token",
        /// A setting of the centre.
        Setting = "setting",
        /// A proof that a domain is the member's.
        Proof = "proof",
        /// An authority to test.
        Authority = "authority",
        /// A wish to be left alone.
        StayAway = "stay_away",
        /// A name that looks like a member's.
        Lookalike = "lookalike",
        /// What a member asks of a helper.
        Errand = "errand",
        /// A member's badge.
        Badge = "badge",
        /// The check of a call, or a code that was typed.
        Call = "call",
        /// A list or an export that was read.
        List = "list",
        /// Many firms counted together.
        Cohort = "cohort",
        /// An account of events.
        Report = "report",
        /// Who gave an account.
        Reporter = "reporter",
        /// What the centre does about reports.
        Case = "case",
        /// A file that came with an account.
        Evidence = "evidence",
        /// The mailbox of a report.
        Mailbox = "mailbox",
        /// What is handed over to a body.
        HandOver = "hand_over",
        /// A word that nothing may be erased.
        LegalHold = "legal_hold",
        /// One text to many reporters.
        GroupReply = "group_reply",
        /// A playbook.
        Playbook = "playbook",
        /// A message of which somebody asked whether it is real.
        AskedMessage = "asked_message",
        /// Messages of one wave.
        Campaign = "campaign",
        /// A word to members.
        Advisory = "advisory",
        /// An address of the warning list.
        Warning = "warning",
        /// A package for those who take something down.
        Takedown = "takedown",
        /// The demonstration city.
        Demonstration = "demonstration",
    }
    /// Everything that the ledger can say was done.
    Deed {
        /// Asked to join.
        OrganisationJoined = "organisation.joined",
        /// Followed the link; is a member now.
        OrganisationConfirmed = "organisation.confirmed",
        /// Details changed.
        OrganisationChanged = "organisation.changed",
        /// Left; personal data is gone.
        OrganisationLeft = "organisation.left",
        /// Did not confirm in time; all of it is gone.
        OrganisationExpired = "organisation.expired",
        /// The subject's payloads and key were erased (the verifier knows this word).
        SubjectErased = "subject.erased",
        /// Spoken with, written to or visited.
        OrganisationContacted = "organisation.contacted",
        /// Undertakings accepted.
        UndertakingsAccepted = "undertakings.accepted",
        /// A contact was added.
        ContactAdded = "contact.added",
        /// An account was made.
        AccountAdded = "account.added",
        /// A person's details changed.
        PersonChanged = "person.changed",
        /// A person confirmed their address.
        PersonConfirmed = "person.confirmed",
        /// A person was taken out.
        PersonRemoved = "person.removed",
        /// A contact became the cyber warden.
        WardenNamed = "warden.named",
        /// A role changed.
        RoleChanged = "role.changed",
        /// A person's right was taken away.
        PersonRevoked = "person.revoked",
        /// A person's right was given back.
        PersonRestored = "person.restored",
        /// A session began.
        SignedIn = "session.opened",
        /// A session ended.
        SignedOut = "session.closed",
        /// Every session of a person was ended.
        SignedOutEverywhere = "session.closed_all",
        /// A sign-in code was sent.
        CodeSent = "code.sent",
        /// A one-time link was made.
        LinkMade = "link.made",
        /// A passkey was added.
        PasskeyAdded = "passkey.added",
        /// A passkey was taken away.
        PasskeyRemoved = "passkey.removed",
        /// A password was set.
        PasswordSet = "password.set",
        /// A password was taken away.
        PasswordRemoved = "password.removed",
        /// One-time codes were set up.
        OneTimeCodesSet = "one_time_codes.set",
        /// One-time codes were taken away.
        OneTimeCodesRemoved = "one_time_codes.removed",
        /// Recovery codes were made.
        RecoveryCodesMade = "recovery_codes.made",
        /// A recovery code was used.
        RecoveryCodeUsed = "recovery_code.used",
        /// An identity at a provider was linked.
        IdentityLinked = "identity.linked",
        /// An identity at a provider was taken away.
        IdentityRemoved = "identity.removed",
        /// A token was made.
        TokenMade = "api_token.made",
        /// A token was ended.
        TokenRevoked = "api_token.revoked",
        /// A domain was added.
        AssetAdded = "asset.added",
        /// A domain was taken out.
        AssetRemoved = "asset.removed",
        /// A check-up was wished for.
        CheckWished = "check.wished",
        /// A check-up was kept.
        CheckSaved = "check.saved",
        /// The newest check-up was told from other findings.
        CheckRetold = "check.retold",
        /// A way to prove a domain was asked for.
        ProofAsked = "proof.asked",
        /// A proof was seen.
        ProofSeen = "proof.seen",
        /// A proof was looked for and was not there.
        ProofMissed = "proof.missed",
        /// A closer look was agreed to.
        AuthoritySigned = "authority.signed",
        /// The agreement was taken back.
        AuthorityWithdrawn = "authority.withdrawn",
        /// An owner asked us to stay away.
        StayAwayKept = "stay_away.kept",
        /// Names that look like a member's were seen.
        LookalikesSeen = "lookalikes.seen",
        /// What we think of such a name changed.
        LookalikeJudged = "lookalike.judged",
        /// The member said what such a name is.
        LookalikeSaid = "lookalike.said",
        /// All looking was stopped.
        LookingStopped = "looking.stopped",
        /// Looking goes on.
        LookingStarted = "looking.started",
        /// A cohort was counted.
        CohortCounted = "cohort.counted",
        /// A public body of the region was put in or changed.
        PublicBodyKnown = "public_body.known",
        /// An errand was written.
        ErrandMade = "errand.made",
        /// An errand was sent by mail.
        ErrandMailed = "errand.mailed",
        /// The link of an errand was opened for the first time.
        ErrandOpened = "errand.opened",
        /// A helper answered.
        ErrandAnswered = "errand.answered",
        /// An errand was taken back.
        ErrandTakenBack = "errand.taken_back",
        /// A badge was switched on.
        BadgeSwitchedOn = "badge.switched_on",
        /// A badge was switched off.
        BadgeSwitchedOff = "badge.switched_off",
        /// An officer began the check of a call.
        CallBegun = "call.begun",
        /// Whoever was rung typed its code.
        CallConfirmed = "call.confirmed",
        /// Somebody of a firm made a code for a call.
        CallCodeMade = "call_code.made",
        /// An officer typed it.
        CallCodeHeard = "call_code.heard",
        /// Codes were typed that nobody knows; so many in this span.
        CallCodeMissed = "call_code.missed",
        /// Actions were set.
        ActionsSet = "actions.set",
        /// An action was said to be done, seen to be done, or seen again.
        ActionMarked = "action.marked",
        /// A note was written.
        NoteWritten = "note.written",
        /// Funded places were added.
        FundedPlacesAdded = "funded_places.added",
        /// Funded places were closed.
        FundedPlacesClosed = "funded_places.closed",
        /// A funded place was given.
        FundedPlaceGiven = "funded_place.given",
        /// A list was staged.
        ImportStaged = "import.staged",
        /// A list was applied.
        ImportApplied = "import.applied",
        /// A prospect came in with a list.
        ProspectAdded = "prospect.added",
        /// A list was discarded.
        ImportDiscarded = "import.discarded",
        /// A letter was queued.
        LetterQueued = "letter.queued",
        /// A letter that was given up is tried again.
        LetterTriedAgain = "letter.tried_again",
        /// A reconciler was stopped.
        WorkStopped = "work.stopped",
        /// A reconciler was started again.
        WorkStarted = "work.started",
        /// A reconciler was told to run now.
        WorkHastened = "work.hastened",
        /// A setting changed.
        SettingChanged = "setting.changed",
        /// A sensitive record was read.
        Read = "read",
        /// An account of events came in.
        ReportReceived = "report.received",
        /// An account, and who gave it, were erased.
        ReportErased = "report.erased",
        /// Something was done about a case.
        CaseMoved = "case.moved",
        /// Reports went from one case to another.
        ReportsMoved = "reports.moved",
        /// All words of a case were erased.
        CaseErased = "case.erased",
        /// Something was done with an item.
        CustodyTaken = "custody.taken",
        /// A partner body brought a report in.
        ReportBrought = "report.brought",
        /// A hand-over was decided, and what is in it frozen.
        HandOverFrozen = "hand_over.frozen",
        /// It will not be sent.
        HandOverDropped = "hand_over.dropped",
        /// It left.
        HandOverSent = "hand_over.sent",
        /// The body answered.
        HandOverAnswered = "hand_over.answered",
        /// An item is shown to nobody any more but one.
        EvidenceLocked = "evidence.locked",
        /// Items were destroyed.
        EvidenceDestroyed = "evidence.destroyed",
        /// A message was put into a mailbox.
        MessageWritten = "message.written",
        /// A mailbox was erased.
        MailboxErased = "mailbox.erased",
        /// Somebody asked that nothing of a case be erased.
        HoldAsked = "hold.asked",
        /// Somebody else said so too.
        HoldConfirmed = "hold.confirmed",
        /// Somebody asked that a hold end.
        HoldLiftAsked = "hold.lift_asked",
        /// Somebody else said so too.
        HoldLifted = "hold.lifted",
        /// The version of the playbook that a case follows was pinned.
        PlaybookPinned = "playbook.pinned",
        /// A step of a playbook was ticked, or the tick was taken back.
        StepTicked = "step.ticked",
        /// A case was marked with a word.
        CaseMarked = "case.marked",
        /// Somebody was put on the rota, or taken off it.
        RotaChanged = "rota.changed",
        /// One text is to go to many reporters.
        GroupReplyOrdered = "group_reply.ordered",
        /// Another version of a playbook counts.
        PlaybookChanged = "playbook.changed",
        /// Somebody asked whether a message is real.
        MessageReceived = "asked_message.received",
        /// The machine answered.
        MessageExamined = "asked_message.examined",
        /// It could not be opened.
        MessageNotExamined = "asked_message.not_examined",
        /// An officer said what it is.
        MessageCorrected = "asked_message.corrected",
        /// Its original, or all of it, was erased.
        MessageErased = "asked_message.erased",
        /// A message was taken out of its campaign.
        CampaignParted = "campaign.parted",
        /// Two campaigns became one, or two again.
        CampaignMoved = "campaign.moved",
        /// An advisory was written or changed.
        AdvisoryDrafted = "advisory.drafted",
        /// A second person published it.
        AdvisoryPublished = "advisory.published",
        /// It was taken back.
        AdvisoryWithdrawn = "advisory.withdrawn",
        /// One person proposed an address for the warning list.
        WarningProposed = "warning.proposed",
        /// A second person listed it.
        WarningListed = "warning.listed",
        /// It was taken off, or refused.
        WarningEnded = "warning.ended",
        /// Somebody said that it is wrong.
        WarningAppealed = "warning.appealed",
        /// A package was made.
        TakedownMade = "takedown.made",
        /// A person sent it.
        TakedownSent = "takedown.sent",
        /// A demonstration city was made.
        DemonstrationMade = "demonstration.made",
    }
}
