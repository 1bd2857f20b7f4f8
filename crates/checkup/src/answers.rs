//! All that was learned about one name, in order, each thing once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::approach::Approach;
use crate::observation::Observation;
use crate::question::{Kind, Question, RecordName};

/// All that was learned so far about one name: answers of DNS, and what approaches to hosts saw.
/// Kept as JSON, the same answers give the same judgement for ever.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Learned>", into = "Vec<Learned>")]
pub struct Answers {
    /// Ordered by question, each question once.
    records: Vec<Answer>,
    observations: BTreeMap<Approach, Observation>,
}

/// One thing learned, as it stands in JSON.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Learned {
    Answer(Answer),
    Observation(Box<Observation>),
}

impl Answers {
    /// Nothing learned yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer; a newer one replaces an older one to the same question.
    pub fn insert(&mut self, answer: Answer) {
        let question = &answer.question;
        match self.place(&question.name, question.kind, question.ignoring_seals) {
            Ok(place) => self.records.splice(place..=place, [answer]).for_each(drop),
            Err(place) => self.records.insert(place, answer),
        }
    }

    /// Where the answer to a question stands, or where it would.
    fn place(&self, name: &RecordName, kind: Kind, ignoring_seals: bool) -> Result<usize, usize> {
        self.records.binary_search_by(|known| {
            let Question { name: known_name, kind: known_kind, ignoring_seals: known_ignoring } =
                &known.question;
            known_name.cmp(name).then(known_kind.cmp(&kind)).then(known_ignoring.cmp(&ignoring_seals))
        })
    }

    /// Adds an observation; a newer one replaces an older one of the same approach.
    pub fn observe(&mut self, observation: Observation) {
        self.observations.insert(observation.of.clone(), observation);
    }

    /// The answer to a question, if it was asked.
    pub fn get(&self, question: &Question) -> Option<&Answer> {
        let place = self.place(&question.name, question.kind, question.ignoring_seals).ok()?;
        self.records.get(place)
    }

    /// The answer to the ordinary question about a name and kind, if it was asked.
    pub(crate) fn about(&self, name: &RecordName, kind: Kind) -> Option<&Answer> {
        self.records.get(self.place(name, kind, false).ok()?)
    }

    /// What an approach saw, if it was made.
    pub fn observation(&self, approach: &Approach) -> Option<&Observation> {
        self.observations.get(approach)
    }

    /// All answers of DNS, ordered by question.
    pub fn iter(&self) -> impl Iterator<Item = &Answer> {
        self.records.iter()
    }

    /// All observations, ordered by approach.
    pub fn observations(&self) -> impl Iterator<Item = &Observation> {
        self.observations.values()
    }

    /// How many questions to DNS are answered.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Is nothing learned yet?
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.observations.is_empty()
    }
}

impl From<Vec<Learned>> for Answers {
    fn from(list: Vec<Learned>) -> Self {
        let mut answers = Self::new();
        let told = list.into_iter().filter_map(|learned| match learned {
            Learned::Answer(answer) => Some(answer),
            Learned::Observation(observation) => {
                answers.observe(*observation);
                None
            }
        });
        let told: Vec<Answer> = told.collect();
        answers.extend(told);
        answers
    }
}

impl From<Answers> for Vec<Learned> {
    fn from(answers: Answers) -> Self {
        let records = answers.records.into_iter().map(Learned::Answer);
        let observations = answers.observations.into_values().map(Box::new);
        records.chain(observations.map(Learned::Observation)).collect()
    }
}

impl FromIterator<Answer> for Answers {
    fn from_iter<I: IntoIterator<Item = Answer>>(list: I) -> Self {
        let mut answers = Self::new();
        answers.extend(list);
        answers
    }
}

impl Extend<Answer> for Answers {
    fn extend<I: IntoIterator<Item = Answer>>(&mut self, list: I) {
        self.records.extend(list);
        // The order among equals is kept, so that the newest of them stands last, and stays.
        self.records.sort_by(|one, other| one.question.cmp(&other.question));
        self.records.dedup_by(|newer, older| {
            let same = newer.question == older.question;
            if same {
                std::mem::swap(newer, older);
            }
            same
        });
    }
}

impl Extend<Observation> for Answers {
    fn extend<I: IntoIterator<Item = Observation>>(&mut self, list: I) {
        for observation in list {
            self.observe(observation);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::answer::{Outcome, Record};

    fn answer(name: &str, kind: Kind, milliseconds: u32) -> Answer {
        Answer {
            question: Question::new(RecordName::parse(name).unwrap(), kind),
            outcome: Outcome::NoRecords,
            records: vec![],
            aliases: vec![],
            signatures: vec![],
            cut: false,
            sealed: true,
            recursive: true,
            asked_at: Timestamp::UNIX_EPOCH,
            server: "192.0.2.53:53".into(),
            milliseconds,
        }
    }

    #[test]
    fn answers_read_back_from_json_as_they_were() {
        let records = vec![Record::Mx { preference: 0, host: RecordName::parse(".").unwrap() }];
        let seen = Answer { outcome: Outcome::Records, records, ..answer("bakery.example", Kind::Mx, 3) };
        let answers: Answers = [seen].into_iter().collect();
        let json = serde_json::to_string(&answers).unwrap();
        assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), answers, "{json}");
    }

    #[test]
    fn the_newest_answer_to_a_question_stays_and_all_stand_in_order() {
        let told = |answers: &Answers| -> Vec<String> {
            answers.iter().map(|answer| format!("{} {}", answer.question, answer.milliseconds)).collect()
        };
        let mut answers: Answers =
            [answer("b.example", Kind::Mx, 1), answer("a.example", Kind::Txt, 2)].into_iter().collect();
        answers.extend([
            answer("a.example", Kind::A, 3),
            answer("b.example", Kind::Mx, 4),
            answer("b.example", Kind::Mx, 5),
        ]);
        let all = ["a.example A 3", "a.example TXT 2", "b.example MX 5"];
        assert_eq!(told(&answers), all);
        answers.insert(answer("b.example", Kind::Mx, 6));
        answers.insert(answer("a.example", Kind::Mx, 7));
        assert_eq!(told(&answers), ["a.example A 3", "a.example MX 7", "a.example TXT 2", "b.example MX 6"]);
        let question = Question::new(RecordName::parse("a.example").unwrap(), Kind::Mx);
        assert_eq!(answers.get(&question).map(|answer| answer.milliseconds), Some(7));
        assert!(answers.get(&Question { ignoring_seals: true, ..question }).is_none());
    }
}
