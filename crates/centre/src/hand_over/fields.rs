//! The closed table: which field goes to which kind of recipient.

use super::Recipient;
use crate::named_values::named_values;

named_values! {
    /// A field of the account, of whoever gave it, of the case or of its list of evidence.
    Field, "field" {
        /// The reporter's name.
        Name = "name",
        /// Their e-mail address.
        Email = "email",
        /// Their telephone number.
        Phone = "phone",
        /// Their firm.
        Organisation = "organisation",
        /// How they may be reached safely.
        SafeContact = "safe_contact",
        /// What kind of problem they chose.
        Problem = "problem",
        /// The day on which they told us.
        Received = "received",
        /// Where.
        Borough = "borough",
        /// The answers to the four questions of Help now.
        Answers = "answers",
        /// What happened, in their words.
        Happened = "happened",
        /// When they found out.
        Noticed = "noticed",
        /// When it began.
        Began = "began",
        /// How whoever did it came to them.
        CameBy = "came_by",
        /// What whoever did it used.
        Traces = "traces",
        /// What is hit.
        Hit = "hit",
        /// Money that went.
        Paid = "paid",
        /// Money that is asked for.
        AskedFor = "asked_for",
        /// Whether details of other people may have been seen.
        DetailsSeen = "details_seen",
        /// Of how many.
        DetailsOf = "details_of",
        /// Who was told already.
        Told = "told",
        /// Where it can be seen online.
        Places = "places",
        /// What the hate is aimed at.
        Strands = "strands",
        /// Whether they feel safe.
        SafeNow = "safe_now",
        /// What they want.
        Wishes = "wishes",
        /// The same in their words.
        WishWords = "wish_words",
        /// Who wrote it down for them.
        WrittenBy = "written_by",
        /// Kind and size of what they sent.
        Evidence = "evidence",
        /// SHA-256 of what they sent.
        EvidenceSums = "evidence_sums",
        /// How they called the files.
        EvidenceNames = "evidence_names",
        /// What was done, by roles.
        Timeline = "timeline",
        /// References of other reports of the case.
        Linked = "linked",
    }
}

impl Recipient {
    /// What a recipient of this kind needs, and therefore gets. What is not here cannot be in its pack: the type has no
    /// place for it, and a test changes each field and looks which packs change.
    ///
    /// Where the lists come from: Report Fraud asks whoever reports about themselves, what happened and how, money, whoever
    /// did it, and what there is to show for it. A bank judges a payment (see [`crate::reclaim`]). An insurer is told of an
    /// event that may become a claim. Article 33(3) of the UK GDPR lists what a notification of a breach says. Who mends a
    /// computer needs to know what is broken and not who was paid. Police: `3x5x2` asks for what is known and from whom. A
    /// platform judges what stands on it by its own rules, and hears nothing of who complains. Support needs to know the
    /// person, how to reach them safely and what they want, and no traces.
    pub fn needs(self) -> &'static [Field] {
        use Field::{
            Answers, AskedFor, Began, Borough, CameBy, DetailsOf, DetailsSeen, Email, Evidence,
            EvidenceNames, EvidenceSums, Happened, Hit, Linked, Name, Noticed, Organisation, Paid, Phone,
            Places, Problem, Received, SafeContact, SafeNow, Strands, Timeline, Told, Traces, WishWords,
            Wishes, WrittenBy,
        };
        match self {
            Self::ReportFraud => &[
                Name,
                Email,
                Phone,
                Organisation,
                Problem,
                Answers,
                Happened,
                Noticed,
                Began,
                CameBy,
                Traces,
                Hit,
                Paid,
                AskedFor,
                Told,
                Evidence,
            ],
            Self::Bank => &[Name, Email, Phone, Organisation, Happened, Noticed, CameBy, Paid, Told],
            Self::Insurer => &[
                Name,
                Email,
                Phone,
                Organisation,
                Problem,
                Happened,
                Noticed,
                Hit,
                Paid,
                AskedFor,
                DetailsSeen,
                DetailsOf,
                Told,
            ],
            Self::DataAuthority => &[
                Name,
                Email,
                Phone,
                Organisation,
                Problem,
                Happened,
                Noticed,
                Began,
                Hit,
                DetailsSeen,
                DetailsOf,
                Told,
            ],
            Self::ItProvider => &[
                Name,
                Email,
                Phone,
                Organisation,
                Problem,
                Answers,
                Happened,
                Noticed,
                Began,
                CameBy,
                Traces,
                Hit,
            ],
            Self::Police => &[
                Name,
                Email,
                Phone,
                Organisation,
                SafeContact,
                Problem,
                Received,
                Borough,
                Answers,
                Happened,
                Noticed,
                Began,
                CameBy,
                Traces,
                Hit,
                Paid,
                AskedFor,
                Told,
                Places,
                Strands,
                SafeNow,
                Wishes,
                WishWords,
                WrittenBy,
                Evidence,
                EvidenceNames,
                EvidenceSums,
                Timeline,
                Linked,
            ],
            Self::Platform => &[Problem, Noticed, Places, Told],
            Self::Support => &[
                Name,
                Email,
                Phone,
                SafeContact,
                Problem,
                Borough,
                Happened,
                Strands,
                SafeNow,
                Wishes,
                WishWords,
                WrittenBy,
            ],
        }
    }
}
