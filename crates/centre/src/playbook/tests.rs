use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::first_hour::tests::{files, guide};

/// The playbook against locked computers, as its file has it.
fn ransomware() -> (String, Value) {
    let (name, text) = files().into_iter().find(|(name, _)| name == "playbooks/ransomware.json").unwrap();
    (name, serde_json::from_str(&text).unwrap())
}

fn read(value: &Value) -> Result<ReadPlaybook, String> {
    Playbook::read("playbooks/one.json", &serde_json::to_string_pretty(value).unwrap())
        .map_err(|faults| faults.iter().map(|f| format!("{f}\n")).collect())
}

const UUID: &str = "4a1f2c3d-0b1a-4c5d-8e9f-0a1b2c3d4e5f";

fn id(kind: &str, number: u8) -> String {
    format!("{kind}--{}{number:02x}", &UUID[..34])
}

/// A playbook of one step, with further steps in between.
fn small(steps: Value) -> Value {
    let mut workflow = json!({
        id("start", 0): { "type": "start", "on_completion": id("action", 1) },
        id("action", 1): { "type": "action", "name": "Look", "commands": [{ "type": "manual", "command": "Look." }],
            "agent": id("individual", 9), "on_completion": id("end", 2) },
        id("end", 2): { "type": "end" },
    });
    for (key, step) in steps.as_object().unwrap() {
        workflow[key] = step.clone();
    }
    json!({
        "type": "playbook", "spec_version": "cacao-2.0", "id": id("playbook", 0), "name": "Small",
        "created_by": id("identity", 0), "created": "2026-11-21T10:00:00.000Z", "modified": "2026-11-21T10:00:00.000Z",
        "workflow_start": id("start", 0), "workflow": workflow,
        "agent_definitions": { id("individual", 9): { "type": "individual", "name": "Somebody" } },
    })
}

fn act(next: &str) -> Value {
    json!({ "type": "action", "name": "Act", "commands": [{ "type": "manual", "command": "Act." }],
        "agent": id("individual", 9), "on_completion": next })
}

fn refused(steps: Value, says: &str) {
    let fault = read(&small(steps)).expect_err(says);
    assert!(fault.contains(says), "{says}: {fault}");
}

#[test]
fn ours_cover_what_small_firms_meet_for_three_audiences() {
    let shelf = &guide().playbooks;
    for name in [
        "ransomware",
        "hacked-mailbox",
        "hacked-social-account",
        "invoice-fraud",
        "card-fraud",
        "phished-password",
        "remote-access",
        "data-leak",
        "denial-of-service",
        "extortion",
        "lost-device",
        "insider",
        "supplier-breach",
        "fake-site",
        "online-hate",
        "stalking",
    ] {
        let playbook = shelf.get(name).unwrap_or_else(|| panic!("{name}"));
        for audience in Audience::ALL {
            let all = playbook.walk(Answers::default());
            let steps = all.iter().filter(|line| line.step.audience() == Some(*audience)).count();
            assert!(steps >= 3, "{name} has {steps} steps for {audience}");
        }
        for when in When::ALL {
            let steps = playbook.steps_for(Audience::Reporter, *when, Answers::default());
            assert!(!steps.is_empty(), "{name} says nothing to the reporter for {when}");
        }
    }
}

#[test]
fn every_step_of_ours_says_who_when_and_how_long() {
    for playbook in guide().playbooks.all() {
        assert!(playbook.labels.iter().all(|label| label.starts_with("rsit:")), "{}", playbook.name);
        assert!(!playbook.types.is_empty() && !playbook.activities.is_empty(), "{}", playbook.name);
        for step in playbook.steps.values() {
            let StepKind::Action { commands, .. } = &step.kind else { continue };
            assert!(step.audience().is_some(), "{}: {}", playbook.name, step.name);
            assert!(step.when.is_some() && step.minutes.is_some(), "{}: {}", playbook.name, step.name);
            for command in commands {
                let activity = command.activity.as_ref().unwrap();
                assert!(playbook.activities.contains(activity), "{}: {activity}", playbook.name);
            }
        }
        for activity in &playbook.activities {
            let is_there = playbook.steps.values().any(|step| {
                matches!(&step.kind, StepKind::Action { commands, .. } if commands.iter().any(|c| c.activity.as_ref() == Some(activity)))
            });
            assert!(is_there, "{}: no step is {activity}", playbook.name);
        }
    }
}

#[test]
fn what_is_written_reads_the_same() {
    for playbook in guide().playbooks.all() {
        let text = serde_json::to_string(&playbook.to_cacao()).unwrap();
        let again = Playbook::read(&format!("{}.json", playbook.name), &text).unwrap();
        assert_eq!((&again.playbook, again.notes.len()), (playbook, 0), "{}", playbook.name);
    }
}

/// The files are what the house would write, so that a change in the editor and a change by hand look alike.
#[test]
fn the_files_say_nothing_that_is_not_kept() {
    for (name, text) in files().into_iter().filter(|(name, _)| name.starts_with("playbooks/")) {
        let read = Playbook::read(&name, &text).unwrap();
        assert_eq!(read.notes, [""; 0], "{name}");
        let own: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(own, read.playbook.to_cacao(), "{name}");
    }
}

#[test]
fn a_way_round_is_refused() {
    let loops = json!({ id("action", 1): act(&id("action", 3)), id("action", 3): act(&id("action", 1)) });
    refused(loops, "2 ways lead to this step");
    let back = json!({ id("action", 1): act(&id("start", 0)) });
    refused(back, "a playbook has no loops");
    let island = json!({ id("action", 3): act(&id("action", 4)), id("action", 4): act(&id("action", 3)) });
    refused(island, "no way leads to this step");
    let never_ends = json!({ id("while-condition", 3): { "type": "while-condition", "condition": "x", "on_true": id("action", 1) } });
    refused(never_ends, "a while-condition may never end");
}

#[test]
fn faults_name_the_line_and_what_to_do() {
    refused(json!({ id("action", 1): act(&id("end", 7)) }), "add that step or correct the id");
    refused(
        json!({ id("end", 2): { "type": "end", "on_completion": id("action", 1) } }),
        "nothing comes after an end",
    );
    refused(
        json!({ id("parallel", 3): { "type": "parallel", "next_steps": [] } }),
        "has two branches at least",
    );
    refused(json!({ id("action", 3): { "type": "start" } }), "must begin with the step's type, start--");
    refused(
        json!({ id("action", 1): { "type": "action", "name": "No one", "commands": [], "agent": "x", "on_completion": id("end", 2) } }),
        "1 to 8 commands",
    );
    refused(
        json!({ id("action", 1): { "type": "action", "name": "No one", "commands": [{ "type": "manual", "command": "a" }], "agent": "x", "on_completion": id("end", 2) } }),
        "is not in agent_definitions",
    );
    let text = serde_json::to_string_pretty(&small(json!({ id("action", 1): act(&id("end", 7)) }))).unwrap();
    let fault = &Playbook::read("playbooks/one.json", &text).unwrap_err()[0];
    assert!(text.lines().nth(fault.line - 1).unwrap().contains(&id("action", 1)), "{fault}");
    let broken = Playbook::read("playbooks/one.json", "{\n \"type\": \"playbook\",\n oops }").unwrap_err();
    assert_eq!((broken[0].line, broken.len()), (3, 1));
    let twice = Playbook::read("playbooks/one.json", "{ \"type\": \"playbook\", \"type\": \"playbook\" }")
        .unwrap_err();
    assert!(twice[0].message.contains("stands here twice"), "{}", twice[0]);
}

#[test]
fn limits_hold() {
    let text_of = |length: usize| {
        small(json!({ id("action", 1): { "type": "action", "name": "x".repeat(length),
        "commands": [{ "type": "manual", "command": "a" }], "agent": id("individual", 9), "on_completion": id("end", 2) } }))
    };
    assert!(read(&text_of(LONGEST_TEXT)).is_ok());
    assert!(read(&text_of(LONGEST_TEXT + 1)).unwrap_err().contains("2000 are the most"));
    let commands = |count: usize| {
        small(json!({ id("action", 1): { "type": "action", "name": "x",
        "commands": vec![json!({ "type": "manual", "command": "a" }); count], "agent": id("individual", 9), "on_completion": id("end", 2) } }))
    };
    assert!(read(&commands(MOST_COMMANDS)).is_ok());
    assert!(read(&commands(MOST_COMMANDS + 1)).is_err());
    let chain = |count: usize| {
        let uuid = |n: usize| format!("action--{}{n:06x}", &UUID[..30]);
        let mut steps = json!({});
        for n in 0..count {
            let next = if n + 1 == count { id("end", 2) } else { uuid(n + 1) };
            steps[uuid(n)] = act(&next);
        }
        let mut small = small(json!({}));
        small["workflow"].as_object_mut().unwrap().remove(&id("action", 1));
        small["workflow"][id("start", 0)]["on_completion"] = json!(uuid(0));
        for (key, step) in steps.as_object().unwrap() {
            small["workflow"][key] = step.clone();
        }
        small
    };
    assert_eq!(read(&chain(MOST_STEPS - 2)).unwrap().playbook.walk(Answers::default()).len(), MOST_STEPS - 2);
    assert!(read(&chain(MOST_STEPS - 1)).unwrap_err().contains("200 are the most"));
    let large = format!("{}{}", " ".repeat(LARGEST_FILE), "{}");
    assert!(Playbook::read("one.json", &large).unwrap_err()[0].message.contains("are the most"));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Playbook::read("one.json", &deep).is_err());
}

#[test]
fn a_command_from_elsewhere_is_text_and_never_run() {
    let machine = json!({ id("action", 1): { "type": "action", "name": "Block it",
        "commands": [{ "type": "manual", "command": "Look." }, { "type": "bash", "command": "iptables -A INPUT" }],
        "agent": id("http-api", 8), "on_completion": id("end", 2) } });
    let mut playbook = small(machine);
    playbook["agent_definitions"] = json!({ id("http-api", 8): { "type": "http-api", "name": "Firewall", "address": { "dname": ["fw.example"] } } });
    playbook["authentication_info_definitions"] = json!({ id("http-basic", 7): { "type": "http-basic", "user_id": "admin", "password": "canary-password" } });
    let read = read(&playbook).unwrap();
    let StepKind::Action { commands, agent } = &read.playbook.steps[&id("action", 1)].kind else { panic!() };
    assert_eq!(agent, Audience::ContactTeam.agent());
    assert_eq!((commands[0].never_run.as_deref(), commands[1].never_run.as_deref()), (None, Some("bash")));
    assert!(
        read.notes.iter().any(|note| note.contains("bash are kept as text and never run")),
        "{:?}",
        read.notes
    );
    let written = read.playbook.to_cacao().to_string();
    assert!(!written.contains("\"bash\",\"command\"") && !written.contains("canary-password"));
    let again = Playbook::read("one.json", &written).unwrap();
    assert_eq!(again.playbook, read.playbook, "the mark outlives writing and reading");
    assert!(!written.contains("\"type\":\"bash\""));
}

#[test]
fn answers_choose_the_branch_and_a_judgement_keeps_both() {
    let branches = |condition: &str| {
        small(json!({
            id("start", 0): { "type": "start", "on_completion": id("if-condition", 3) },
            id("if-condition", 3): { "type": "if-condition", "condition": condition,
                "on_true": id("action", 4), "on_false": id("action", 5), "on_completion": id("action", 1) },
            id("action", 4): act(&id("end", 2)), id("action", 5): act(&id("end", 2)),
        }))
    };
    let walked = |condition: &str, answer: Answer| -> Vec<String> {
        let playbook = read(&branches(condition)).unwrap().playbook;
        let answers = Answers::default().with(Question::Known, answer);
        playbook.walk(answers).iter().map(|line| line.step.id.clone()).collect()
    };
    let known = "__known_person__:value = 'yes'";
    assert_eq!(walked(known, Answer::Yes), [id("action", 4), id("action", 1)]);
    assert_eq!(walked(known, Answer::No), [id("action", 5), id("action", 1)]);
    assert_eq!(walked(known, Answer::Unknown), [id("action", 5), id("action", 1)]);
    let both = read(&branches("the files are still there")).unwrap().playbook;
    let lines = both.walk(Answers::default());
    assert_eq!(lines[0].only, Only::If("the files are still there"));
    assert_eq!(lines[1].only, Only::IfNot("the files are still there"));
    assert_eq!(lines[2].only, Only::Always);
}

#[test]
fn a_switch_takes_its_case_or_the_default() {
    let switch = small(json!({
        id("start", 0): { "type": "start", "on_completion": id("switch-condition", 3) },
        id("switch-condition", 3): { "type": "switch-condition", "switch": "__still_happening__:value",
            "cases": { "yes": id("action", 4), "default": id("action", 5) }, "on_completion": id("action", 1) },
        id("action", 4): act(&id("end", 2)), id("action", 5): act(&id("end", 2)),
    }));
    let playbook = read(&switch).unwrap().playbook;
    let first = |answer| playbook.walk(Answers::default().with(Question::Now, answer))[0].step.id.clone();
    assert_eq!((first(Answer::Yes), first(Answer::Unknown)), (id("action", 4), id("action", 5)));
}

#[test]
fn a_step_speaks_other_languages() {
    let (name, mut playbook) = ransomware();
    let step = playbook["workflow"]
        .as_object()
        .unwrap()
        .iter()
        .find(|(_, s)| s["type"] == "action")
        .unwrap()
        .0
        .clone();
    playbook["workflow"][&step]["step_extensions"][EXTENSION]["translations"] =
        json!({ "cy": { "name": "Enw", "text": "Testun", "why": "" } });
    let read = Playbook::read(&name, &playbook.to_string()).unwrap().playbook;
    assert_eq!(read.steps[&step].in_language("cy-GB").unwrap().name, "Enw");
    assert_eq!(read.steps[&step].in_language("pl"), None);
    playbook["workflow"][&step]["step_extensions"][EXTENSION]["whenn"] = json!("first_hour");
    let fault = Playbook::read(&name, &playbook.to_string()).unwrap_err();
    assert!(fault[0].message.contains("\"whenn\" is not known in our extension"), "{}", fault[0]);
}

#[test]
fn a_playbook_is_found_by_name_and_id_and_sends_on_without_circles() {
    let shelf = &guide().playbooks;
    let mailbox = shelf.get("hacked-mailbox").unwrap();
    assert_eq!(shelf.by_id(&mailbox.id), Some(mailbox));
    let money = Answers::default().with(Question::Money, Answer::Yes);
    let on = mailbox.walk(money).into_iter().find_map(|line| match &line.step.kind {
        StepKind::OtherPlaybook { playbook, .. } => Some(playbook.clone()),
        _ => None,
    });
    assert_eq!(shelf.by_id(&on.unwrap()).unwrap().name, "invoice-fraud");
}

proptest! {
    /// Whatever is cut out of a playbook or put in its place, reading it ends, and what reads can be walked.
    #[test]
    fn a_spoiled_playbook_is_read_or_refused(at in 0usize..20_000, length in 0usize..400, put in ".{0,40}") {
        let (name, value) = ransomware();
        let mut text: Vec<char> = value.to_string().chars().collect();
        let at = at.min(text.len());
        let end = (at + length).min(text.len());
        text.splice(at..end, put.chars());
        if let Ok(read) = Playbook::read(&name, &text.into_iter().collect::<String>()) {
            prop_assert!(read.playbook.walk(Answers::default()).len() <= MOST_STEPS);
            let again = Playbook::read(&name, &read.playbook.to_cacao().to_string()).unwrap();
            prop_assert_eq!(again.playbook, read.playbook);
        }
    }
}
