//! The kinds of recipients: what each is for, who sends, and when an answer is due.

use crate::named_values::named_values;
use crate::region::BodyKind;

named_values! {
    /// To what kind of body a pack goes.
    Recipient, "kind of recipient" {
        /// Report Fraud: people report for themselves, with a sheet to copy from.
        ReportFraud = "report_fraud",
        /// The bank from which money went.
        Bank = "bank",
        /// An insurer.
        Insurer = "insurer",
        /// The authority for data protection.
        DataAuthority = "data_authority",
        /// Whoever mends computers.
        ItProvider = "it_provider",
        /// A police force.
        Police = "police",
        /// A platform on which something stands that breaks its own rules.
        Platform = "platform",
        /// Support for victims, and those who speak for them.
        Support = "support",
    }
}

/// Who may send a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// The person alone: it is their report, their claim, their duty.
    Person,
    /// We, with their yes; or they themselves.
    Either,
}

impl Recipient {
    /// Its name for people.
    pub fn spoken(self) -> &'static str {
        match self {
            Self::ReportFraud => "Report Fraud: a sheet to copy from",
            Self::Bank => "Bank: statement of facts",
            Self::Insurer => "Insurer: notice of what happened",
            Self::DataAuthority => "Data protection authority: what it asks first",
            Self::ItProvider => "IT help: brief",
            Self::Police => "Police: package",
            Self::Platform => "Platform: asking to take something down",
            Self::Support => "Support and advocacy: introduction",
        }
    }

    /// Who may send it. A crime is reported by whoever suffered it, a claim is made by whoever paid, and a breach is
    /// notified by whoever is answerable for the data; the centre does none of it in their name.
    pub fn sender(self) -> Sender {
        match self {
            Self::ReportFraud | Self::Bank | Self::Insurer | Self::DataAuthority => Sender::Person,
            Self::ItProvider | Self::Police | Self::Platform | Self::Support => Sender::Either,
        }
    }

    /// Whether we may send it.
    pub fn may_be_sent_by_us(self) -> bool {
        self.sender() == Sender::Either
    }

    /// An answer is due so many working days after it was sent. Proposals, which each centre agrees with its partners; the
    /// bank's five are those of the rules on reimbursement (see [`crate::reclaim`]).
    pub fn answers_within(self) -> u16 {
        match self {
            Self::ItProvider => 1,
            Self::Police | Self::Support => 3,
            Self::Bank | Self::Platform => 5,
            Self::Insurer | Self::DataAuthority => 10,
            Self::ReportFraud => 28,
        }
    }

    /// What goes to a body of the region pack, by its id and its kind. Nothing for a body to which nothing is handed over:
    /// a number to ring is a signpost.
    pub fn of_body(id: &str, kind: BodyKind) -> &'static [Self] {
        match (id, kind) {
            ("report-fraud", _) => &[Self::ReportFraud],
            ("bank", _) => &[Self::Bank],
            ("ico", _) => &[Self::DataAuthority],
            // A switchboard takes no papers, and where children are concerned the way is shown and nothing is taken.
            ("emergency" | "police-101" | "childline" | "ceop" | "iwf", _) => &[],
            (_, BodyKind::Police) => &[Self::Police],
            (_, BodyKind::Council) => &[Self::Support],
            (_, BodyKind::Charity) => &[Self::Support, Self::ItProvider],
            (_, BodyKind::University) => &[Self::ItProvider],
            (_, BodyKind::National) => &[],
        }
    }

    /// The word of the body where it is none of the region pack: whoever it is, the person knows.
    pub fn own_word(self) -> Option<&'static str> {
        match self {
            Self::Insurer => Some("insurer"),
            Self::ItProvider => Some("it-provider"),
            Self::Platform => Some("platform"),
            _ => None,
        }
    }
}
