//! Whatever a playbook from elsewhere says: it is read or refused, nothing in it can run, every walk ends, and what is
//! written reads the same.
#![no_main]

use centre::playbook::{Answer, Answers, MOST_STEPS, Playbook, Question, StepKind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(read) = Playbook::read("playbooks/one.json", text) else { return };
    let playbook = read.playbook;
    assert!(playbook.steps.len() <= MOST_STEPS);
    for answer in Answer::ALL {
        let answers = Question::ALL.iter().fold(Answers::default(), |all, q| all.with(*q, *answer));
        assert!(playbook.walk(answers).len() <= playbook.steps.len());
    }
    let written = playbook.to_cacao();
    for step in playbook.steps.values() {
        if let StepKind::Action { commands, .. } = &step.kind {
            assert!(!commands.is_empty());
        }
    }
    for step in written["workflow"].as_object().into_iter().flatten().map(|(_, step)| step) {
        for command in step["commands"].as_array().into_iter().flatten() {
            assert_eq!(command["type"], "manual");
        }
    }
    let again = Playbook::read("playbooks/one.json", &written.to_string());
    assert_eq!(again.map(|read| read.playbook), Ok(playbook));
});
