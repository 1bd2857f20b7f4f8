//! Which questions fit a problem: few for everybody, and none that would only hurt.

use centre::playbook::{Answers, Question};
use centre::problem::{Duty, Problem, Urgency};
use centre::routes_today::Trouble;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asks {
    /// Money that went.
    pub(crate) money: bool,
    /// Money that somebody asks for.
    pub(crate) asked_for: bool,
    /// What is hit.
    pub(crate) hit: bool,
    /// Whether somebody saw details of other people.
    pub(crate) details: bool,
    /// How whoever did it came.
    pub(crate) came_by: bool,
    /// Addresses, numbers and names that they used.
    pub(crate) traces: bool,
    /// Where it can be seen online.
    pub(crate) places: bool,
    /// What the hate is aimed at.
    pub(crate) strands: bool,
    /// Whether they are safe now, and who writes.
    pub(crate) safety: bool,
}

impl Asks {
    /// The questions for a problem, with what the card was told.
    pub(crate) fn of(problem: &Problem, answers: Answers) -> Self {
        let group = problem.group.as_str();
        let is_hate = problem.trouble == Trouble::Hate;
        let is_safety = problem.urgency == Urgency::Safety || problem.is_delicate;
        let has = |duty: Duty| problem.duties.contains(&duty);
        let is_pay = has(Duty::ClaimFromBank) || problem.urgency == Urgency::Money;
        Self {
            money: is_pay || answers.is_yes(Question::Money),
            asked_for: problem.trouble == Trouble::Threatened || problem.id == "locked",
            hit: matches!(group, "computers" | "accounts" | "our-name"),
            details: has(Duty::TellRegulator) || has(Duty::TellPeople) || group == "our-details",
            came_by: !is_hate && !matches!(group, "our-details" | "our-name"),
            traces: !is_hate && group != "our-details",
            places: is_hate || matches!(group, "people" | "our-name"),
            strands: is_hate,
            safety: is_safety,
        }
    }
}

#[cfg(test)]
mod tests {
    use centre::playbook::Answer;

    use super::*;

    fn problem(id: &str) -> Problem {
        let (group, trouble, urgency, duties) = match id {
            "hate" => ("people", Trouble::Hate, Urgency::Safety, vec![]),
            "locked" => ("computers", Trouble::AttackNow, Urgency::Live, vec![Duty::TellRegulator]),
            _ => ("money-gone", Trouble::MoneyGone, Urgency::Money, vec![Duty::ClaimFromBank]),
        };
        Problem {
            id: id.to_owned(),
            group: group.to_owned(),
            title: String::new(),
            lead: String::new(),
            incident: centre::problem::IncidentType::undetermined(),
            crime: None,
            playbook: None,
            trouble,
            urgency,
            who: centre::problem::Who { business: true, person: true },
            is_delicate: id == "hate",
            duties,
            words: Vec::new(),
        }
    }

    #[test]
    fn only_what_fits_is_asked() {
        let none = Answers::default();
        let hate = Asks::of(&problem("hate"), none);
        assert!(hate.places && hate.strands && hate.safety && !hate.money && !hate.came_by && !hate.traces);
        let locked = Asks::of(&problem("locked"), none);
        assert!(locked.hit && locked.details && locked.asked_for && !locked.strands && !locked.money);
        assert!(Asks::of(&problem("locked"), none.with(Question::Money, Answer::Yes)).money);
        let bill = Asks::of(&problem("false-bill"), none);
        assert!(bill.money && bill.traces && bill.came_by && !bill.hit && !bill.places && !bill.safety);
    }
}
