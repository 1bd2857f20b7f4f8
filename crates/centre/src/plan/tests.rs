use super::*;
use terms::Promise;

fn finding(check: &str, severity: Severity) -> Finding {
    Finding { check: check.into(), severity, promise: Promise::MailIsYours, seen: String::new() }
}

fn answers(answers: &[(Question, Answer)]) -> Vec<StandingAnswer> {
    answers.iter().map(|(question, answer)| StandingAnswer { question: *question, answer: *answer }).collect()
}

fn all_yes() -> Vec<StandingAnswer> {
    Question::ALL.iter().map(|q| StandingAnswer { question: *q, answer: Answer::Yes }).collect()
}

fn told(actions: &[Action]) -> Vec<String> {
    actions.iter().map(|a| format!("{} {:?} {} min", a.key, a.reason, a.minutes)).collect()
}

#[test]
fn there_are_never_more_than_three() {
    let findings: Vec<_> = (0..20).map(|i| finding(&format!("check-{i}"), Severity::Urgent)).collect();
    assert_eq!(actions(&findings, &[], |_| 10, |_| false).len(), MOST_ACTIONS);
    assert_eq!(actions(&[], &all_yes(), |_| 10, |_| false), []);
}

#[test]
fn the_most_harm_avoided_for_a_minute_comes_first() {
    let findings = [
        finding("caa", Severity::WorthDoing),
        finding("spf-missing", Severity::Important),
        finding("dmarc-missing", Severity::Important),
        finding("dns-broken", Severity::Urgent),
    ];
    let minutes = |check: &str| match check {
        "dns-broken" => 60,
        "dmarc-missing" => 30,
        "spf-missing" => 10,
        _ => 5,
    };
    assert_eq!(
        told(&actions(&findings, &all_yes(), minutes, |_| false)),
        ["mend-dns-broken Seen 60 min", "mend-spf-missing Seen 10 min", "mend-dmarc-missing Seen 30 min"]
    );
}

#[test]
fn a_firm_that_we_know_nothing_of_gets_the_three_that_help_everybody() {
    assert_eq!(
        told(&actions(&[], &[], |_| 10, |_| false)),
        [
            "do-two_step_on_mail NotAsked 10 min",
            "do-ring_before_paying NotAsked 15 min",
            "do-backups NotAsked 60 min"
        ]
    );
}

#[test]
fn dont_know_counts_as_an_open_question_and_never_as_good() {
    let known = answers(&[(Question::TwoStepOnMail, Answer::DontKnow), (Question::Backups, Answer::Yes)]);
    assert_eq!(
        told(&actions(&[], &known, |_| 10, |_| false)),
        [
            "do-two_step_on_mail NotKnown 10 min",
            "do-ring_before_paying NotAsked 15 min",
            "do-updates NotAsked 20 min"
        ]
    );
}

#[test]
fn the_last_answer_counts() {
    let known = answers(&[(Question::TwoStepOnMail, Answer::No), (Question::TwoStepOnMail, Answer::Yes)]);
    assert!(!told(&actions(&[], &known, |_| 10, |_| false)).iter().any(|a| a.contains("two_step")));
}

#[test]
fn what_is_done_makes_room_and_notes_are_no_work() {
    let findings = [finding("spf-missing", Severity::Important), finding("good-to-know", Severity::Note)];
    let done = |key: &ActionKey| *key == ActionKey::Mend("spf-missing".into());
    assert_eq!(actions(&findings, &all_yes(), |_| 10, done), []);
}

#[test]
fn a_check_that_found_two_things_is_one_action() {
    let findings = [finding("spf-loose", Severity::WorthDoing), finding("spf-loose", Severity::Important)];
    let plan = actions(&findings, &all_yes(), |_| 10, |_| false);
    assert_eq!(plan.len(), 1);
    assert_eq!(plan[0].severity, Severity::Important);
}

#[test]
fn a_key_reads_back() {
    for key in [ActionKey::Mend("spf-missing".into()), ActionKey::Do(Question::Backups)] {
        assert_eq!(key.to_string().parse(), Ok(key));
    }
    for text in ["", "mend-", "do-nothing", "mend-<b>", "undo-backups"] {
        assert!(text.parse::<ActionKey>().is_err(), "{text}");
    }
}
