//! What a case's closed lists are called among staff: plain words, and never a code alone.

use centre::case::{
    CheckIn, CheckInResult, Class, Flag, Outcome, Refusal, Severity, Stage, State, Urgency, Wish, Word,
};
use centre::clock::{Bearer, Duty, Kind};
use centre::playbook::Question;
use centre::roles::Role;

/// How bad it is: the level, and what it means.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::P1 => "1: people in danger, or they cannot work",
        Severity::P2 => "2: much money or data, or it spreads",
        Severity::P3 => "3: one organisation, bounded harm",
        Severity::P4 => "4: no harm so far",
    }
}

/// The same for a narrow column.
pub fn short_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::P1 => "1 worst",
        Severity::P2 => "2 bad",
        Severity::P3 => "3 bounded",
        Severity::P4 => "4 no harm yet",
    }
}

/// How soon something can still be done.
pub fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Now => "Now",
        Urgency::Today => "Today",
        Urgency::ThisWeek => "This week",
        Urgency::CanWait => "Can wait",
    }
}

/// Which service level.
pub fn class(class: Class) -> &'static str {
    match class {
        Class::LiveIncident => "Live: it can still be stopped",
        Class::MoneyGone => "Money left within the last day",
        Class::Urgent => "Urgent, not live",
        Class::Standard => "Everything else",
        Class::Hate => "Hate or abuse",
    }
}

/// How far it has come.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Received => "Received",
        Stage::Triaged => "Triaged",
        Stage::Assigned => "Assigned",
        Stage::InProgress => "In progress",
        Stage::WaitingReporter => "Waits for the reporter",
        Stage::WaitingThirdParty => "Waits for somebody else",
        Stage::Resolved => "Resolved",
        Stage::Closed => "Closed",
        Stage::Rejected => "Rejected",
    }
}

/// How it stands.
pub fn state(state: State) -> &'static str {
    match state {
        State::At(at) => stage(at),
        State::DuplicateOf(_) => "Goes on in another case",
    }
}

/// Whose safety, and how.
pub fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::Stalking => "Somebody follows or watches the person",
        Flag::Coercion => "Somebody makes the person do things",
        Flag::SelfHarm => "The person may harm themselves",
        Flag::Child => "A child is concerned",
    }
}

/// What a flag asks of whoever speaks with the person.
pub fn flag_script(flag: Flag) -> &'static str {
    match flag {
        Flag::Stalking => {
            "Use only the safe way to reach them. Never say \u{201c}just block them\u{201d}: it can make things worse. Ask who can see the phone. Offer the stalking helpline and the police."
        }
        Flag::Coercion => {
            "Speak only if the person says that they can speak freely. Ask yes or no questions. If somebody listens, say that it is about the web page and ring back."
        }
        Flag::SelfHarm => {
            "Stay on the line. Ask directly whether they think of ending their life. Ring 999 if it is now; else Samaritans 116 123. Tell the safeguarding lead today."
        }
        Flag::Child => {
            "Take no pictures and ask for none. Tell the safeguarding lead now. The police and the child protection team come before everything else."
        }
    }
}

/// What the person wants.
pub fn wish(wish: Wish) -> &'static str {
    match wish {
        Wish::MakeItStop => "that it stops",
        Wish::MoneyBack => "the money back",
        Wish::WorkAgain => "to work again",
        Wish::TakenDown => "that something is taken down",
        Wish::PoliceAct => "that the police act",
        Wish::NoPolice => "that the police are not told",
        Wish::WarnOthers => "that others are warned",
        Wish::Apology => "an apology",
        Wish::OnlyTell => "to be heard, and nothing more",
    }
}

/// What came of it.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::MoneyStopped => "Money stopped on its way",
        Outcome::MoneyReturned => "Money came back",
        Outcome::TakenDown => "Account, site or number is gone",
        Outcome::SystemRestored => "The system works again",
        Outcome::DataNotified => "Those whose data it was were told",
        Outcome::AdviserEngaged => "An adviser works on it",
        Outcome::Reported => "Reported where it belongs",
        Outcome::Investigated => "It is being investigated",
        Outcome::Charged => "Somebody was charged",
        Outcome::VictimSupported => "The victim has support",
        Outcome::NoActionPossible => "Nothing can be done (say why)",
        Outcome::HateSafe => "Rung 1: the person is safe",
        Outcome::HateHeard => "Rung 2: the person was heard",
        Outcome::HateRemoved => "Rung 3: the content was removed",
        Outcome::HateSupported => "Rung 4: the person has support",
        Outcome::HateRestored => "Rung 5: made good, by an apology or a meeting",
        Outcome::HateSanctioned => "Rung 6: sanctioned, by a warning or an order",
        Outcome::HateCharged => "Rung 7: charged or convicted",
    }
}

/// When we ask how they are.
pub fn check_in(check_in: CheckIn) -> &'static str {
    match check_in {
        CheckIn::Day3 => "Day 3",
        CheckIn::Day14 => "Day 14",
    }
}

/// What became of it.
pub fn check_in_result(result: CheckInResult) -> &'static str {
    match result {
        CheckInResult::Spoke => "We spoke",
        CheckInResult::Declined => "They want no further call",
        CheckInResult::NoAnswer => "Nobody answered",
    }
}

/// What was promised.
pub fn clock(kind: Kind) -> &'static str {
    match kind {
        Kind::Acknowledge => "Show the first steps",
        Kind::Human => "A person speaks or writes",
        Kind::Update => "Tell them how it stands",
        Kind::HandOver => "Hand over",
        Kind::Resolve => "Finish",
        Kind::FollowUp => "Ask how they are",
    }
}

/// A duty of the law or of a scheme.
pub fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::TellIco => "Tell the regulator of the breach of people's data",
        Duty::ClaimPayment => "Claim the payment back from the bank",
        Duty::BankDecides => "Bank decides on the claim",
        Duty::VictimTold => "Police tell the victim what they decided",
        Duty::VictimToldEnhanced => "Police tell a victim with enhanced rights",
        Duty::SupportReferral => "Police offer a support service",
    }
}

/// Whose duty it is.
pub fn bearer(bearer: Bearer) -> &'static str {
    match bearer {
        Bearer::Member => "the reporter's",
        Bearer::Bank => "the bank's",
        Bearer::Police => "the police's",
    }
}

/// One of the four questions.
pub fn question(question: Question) -> &'static str {
    match question {
        Question::Danger => "Is somebody in danger?",
        Question::Money => "Has money left in the last day?",
        Question::Now => "Is it happening now?",
        Question::Known => "Do they know who does it?",
    }
}

/// What kind of incident, in words that say what happened.
pub fn category(word: &str) -> String {
    let said = match word {
        "abusive-content/spam" => "Junk or flooding mail",
        "abusive-content/harmful-speech" => "Hate, insults or false words",
        "abusive-content/violence" => "Threats, stalking or violence",
        "malicious-code/infected-system" => "Infected computer",
        "information-gathering/social-engineering" => "Somebody tries to trick people",
        "intrusion-attempts/brute-force" => "Somebody tries passwords",
        "intrusions/privileged-account-compromise" => "Taken-over administrator account",
        "intrusions/unprivileged-account-compromise" => "Taken-over account or mailbox",
        "intrusions/application-compromise" => "Hacked website or program",
        "intrusions/system-compromise" => "Hacked computer or network",
        "intrusions/burglary" => "Stolen device or break-in",
        "availability/ddos" | "availability/dos" => "Flooded from outside",
        "availability/outage" => "Outage",
        "availability/sabotage" => "Sabotage",
        "availability/misconfiguration" => "Set up wrongly",
        "information-content-security/data-leak" => "Details leaked",
        "information-content-security/data-loss" => "Files lost",
        "information-content-security/unauthorised-information-access" => "Somebody read what they must not",
        "information-content-security/unauthorised-information-modification" => {
            "Locked or changed files (ransomware)"
        }
        "fraud/copyright" => "Work copied",
        "fraud/masquerade" => "False name: somebody plays another",
        "fraud/phishing" => "Phishing for passwords or cards",
        "fraud/unauthorised-use-of-resources" => "Money, card or account used without leave",
        "vulnerable/potentially-unwanted-accessible" => "Something open that should not be",
        "vulnerable/vulnerable-system" => "Weak spot in a system",
        "other/other" => "Something else",
        "other/undetermined" => "Nobody has judged yet",
        other => return other.replace(['-', '/', '_'], " "),
    };
    said.to_owned()
}

/// A role in a sentence.
pub fn role(role: Role) -> String {
    role.spoken().to_lowercase()
}

/// A name of a body, or its word where the region has no such body.
pub fn body(app: &crate::app::App, word: &Word) -> String {
    app.region.body(word.as_str()).map_or_else(|| word.to_string(), |body| body.name.clone())
}

/// A refusal as a sentence.
pub fn refusal(refusal: Refusal) -> String {
    super::super::sentence(&refusal.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_a_problem_has_plain_words() {
        let text = include_str!("../../../../../../content/problems.toml");
        let kinds = text.lines().filter_map(|line| line.strip_prefix("type = \"")?.strip_suffix('"'));
        for kind in kinds {
            let words = category(kind);
            assert_ne!(words, kind.replace(['-', '/', '_'], " "), "{kind}");
        }
    }

    #[test]
    fn severity_and_urgency_are_never_the_same_words() {
        for s in Severity::ALL {
            for u in Urgency::ALL {
                assert_ne!(short_severity(*s), urgency(*u));
            }
        }
    }
}
