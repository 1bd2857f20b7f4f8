//! A hundred short messages, each marked by hand with everything in it that can be matched.
//!
//! The messages are ours. A line of the fixture is a mark: kind, a colon, the value. Names are `example`, Ofcom's numbers
//! for drama, and addresses that nobody can have.

#![allow(clippy::print_stdout, reason = "precision and recall are told where they are measured")]

use std::collections::BTreeMap;

use observables::{Kind, read};

const MESSAGES: &str = include_str!("messages.txt");

/// The lowest share that is good enough, of what was told and of what there was.
const BAR: f64 = 0.97;

struct Marked {
    text: String,
    marks: Vec<(String, String)>,
}

fn messages() -> Vec<Marked> {
    let blocks = MESSAGES.split("\n----\n").filter(|block| !block.trim().is_empty());
    blocks
        .map(|block| {
            let is_mark = |line: &&str| line.starts_with("= ");
            let text: Vec<&str> = block.lines().filter(|line| !is_mark(line)).collect();
            let marks = block.lines().filter(is_mark).filter_map(|line| line.get(2..)?.split_once(": "));
            Marked {
                text: text.join("\n").replace("{zw}", "\u{200b}").replace("{rlo}", "\u{202e}"),
                marks: marks.map(|(kind, value)| (kind.to_owned(), value.to_owned())).collect(),
            }
        })
        .collect()
}

#[test]
fn a_hundred_messages_are_read_as_a_person_reads_them() {
    let messages = messages();
    assert_eq!(messages.len(), 100);
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for message in &messages {
        let mut open = message.marks.clone();
        for mention in read(&message.text) {
            let told = (mention.kind.word().to_owned(), mention.value.clone());
            let count = counts.entry(told.0.clone()).or_default();
            match open.iter().position(|mark| *mark == told) {
                Some(at) => {
                    open.remove(at);
                    count[0] += 1;
                }
                None => {
                    count[1] += 1;
                    wrong.push(format!("too much: {told:?} in {:?}", message.text));
                }
            }
        }
        for mark in open {
            counts.entry(mark.0.clone()).or_default()[2] += 1;
            wrong.push(format!("missed: {mark:?} in {:?}", message.text));
        }
    }
    let mut all = [0; 3];
    for (kind, count) in &counts {
        println!("{kind:10} right {:3}, too much {:2}, missed {:2}", count[0], count[1], count[2]);
        all.iter_mut().zip(count).for_each(|(sum, one)| *sum += one);
    }
    let share = |part: usize, rest: usize| part as f64 / (part + rest) as f64;
    let (precision, recall) = (share(all[0], all[1]), share(all[0], all[2]));
    println!("{} marks: precision {precision:.4}, recall {recall:.4}", all[0] + all[2]);
    wrong.iter().for_each(|line| println!("{line}"));
    assert!(
        precision >= BAR && recall >= BAR,
        "precision {precision:.4}, recall {recall:.4}:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_mark_is_of_a_kind_that_there_is() {
    let kinds = [
        Kind::Phone,
        Kind::Email,
        Kind::Url,
        Kind::Domain,
        Kind::SortCodeAccount,
        Kind::Iban,
        Kind::Card,
        Kind::Wallet(observables::Chain::Bitcoin),
        Kind::Handle(observables::Platform::Unsaid),
        Kind::Ip,
        Kind::Reference,
        Kind::Amount,
        Kind::Deadline,
        Kind::Device,
    ];
    for message in messages() {
        for (kind, value) in message.marks {
            assert!(kinds.iter().any(|known| known.word() == kind), "{kind}: {value}");
        }
    }
}
