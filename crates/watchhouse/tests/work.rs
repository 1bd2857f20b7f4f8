//! The centre's own work: leases, steps, stop switches, stumbles, and the outbox.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod program;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use centre::ledger::Actor;
use jiff::SignedDuration;
use program::Scratch;
use store::{Keys, LetterState, NewLetter, Place, Progress, Store};
use terms::edge::Clock;
use terms::{EmailAddress, Timestamp};
use tokio::sync::watch;
use watchhouse::edge::{SystemChance, SystemClock};
use watchhouse::work::{Ended, Outbox, Post, Reconciler, Run, Turn, Workshop, keep_doing};

/// How long a test waits for something to come true.
const PATIENCE: Duration = Duration::from_secs(20);

struct Bench {
    store: Store,
    stop: watch::Sender<bool>,
    _scratch: Scratch,
}

impl Bench {
    async fn new() -> Self {
        let scratch = Scratch::new();
        let keys = Keys::open(&scratch.0, &SystemChance).unwrap();
        let store =
            Store::open(Place::Folder(scratch.0.clone()), keys, Arc::new(SystemChance)).await.unwrap();
        Self { store, stop: watch::channel(false).0, _scratch: scratch }
    }

    fn workshop(&self, holder: &str) -> Workshop {
        Workshop {
            store: self.store.clone(),
            clock: Arc::new(SystemClock),
            holder: holder.to_owned(),
            stopping: self.stop.subscribe(),
        }
    }

    fn begin(&self, holder: &str, work: Arc<dyn Reconciler>) -> tokio::task::JoinHandle<()> {
        tokio::spawn(keep_doing(self.workshop(holder), work))
    }

    async fn progress(&self) -> Option<Progress> {
        self.store.progress().await.unwrap().into_iter().next()
    }

    /// Waits until the progress of the only work is as wanted.
    async fn until(&self, wanted: impl Fn(&Progress) -> bool) -> Progress {
        let waited = tokio::time::timeout(PATIENCE, async {
            loop {
                if let Some(progress) = self.progress().await.filter(|progress| wanted(progress)) {
                    return progress;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        match waited.await {
            Ok(progress) => progress,
            Err(_) => panic!("it did not come true: {:?}", self.progress().await),
        }
    }
}

/// Work that steps for ever, or stumbles, or meets a fault of the program.
struct Trial {
    manner: Manner,
    steps: AtomicU32,
    at_once: AtomicU32,
}

enum Manner {
    StepsForEver,
    Stumbles,
    Panics,
    EndsAtOnce,
}

impl Trial {
    fn new(manner: Manner) -> Arc<Self> {
        Arc::new(Self { manner, steps: AtomicU32::new(0), at_once: AtomicU32::new(0) })
    }
}

impl Reconciler for Trial {
    fn name(&self) -> &'static str {
        "trial"
    }

    fn next(&self, now: Timestamp) -> Timestamp {
        now + SignedDuration::from_hours(1)
    }

    fn run<'a>(&'a self, turn: &'a Turn) -> Run<'a> {
        Box::pin(async move {
            assert_eq!(self.at_once.fetch_add(1, Ordering::SeqCst), 0, "two did the same work at one moment");
            let ended = match self.manner {
                Manner::EndsAtOnce => Ok("It is done.".to_owned()),
                Manner::Stumbles => Err(Ended::Stumbled("the ladder is too short".to_owned())),
                Manner::Panics => panic!("a fault of the trial"),
                Manner::StepsForEver => loop {
                    if let Err(ended) = turn.step().await {
                        break Err(ended);
                    }
                    self.steps.fetch_add(1, Ordering::SeqCst);
                    turn.rest(Duration::from_millis(20)).await;
                },
            };
            self.at_once.fetch_sub(1, Ordering::SeqCst);
            ended
        })
    }
}

#[tokio::test]
async fn work_that_is_due_is_done_once_and_again_when_hastened() {
    let bench = Bench::new().await;
    let work = bench.begin("node-1", Trial::new(Manner::EndsAtOnce));
    // A run counts from its beginning; what it said stands there when it is over.
    let first = bench.until(|progress| progress.runs == 1 && progress.result.is_some()).await;
    assert_eq!((first.result.as_deref(), first.error), (Some("It is done."), None));
    assert!(first.due_at > SystemClock.now() + SignedDuration::from_mins(50));
    bench.store.hasten_work("trial", &Actor::CommandLine, SystemClock.now()).await.unwrap();
    bench.until(|progress| progress.runs == 2).await;
    bench.stop.send_replace(true);
    work.await.unwrap();
}

#[tokio::test]
async fn of_two_nodes_one_does_the_work() {
    let bench = Bench::new().await;
    let trial = Trial::new(Manner::StepsForEver);
    let nodes = [bench.begin("node-1", trial.clone()), bench.begin("node-2", trial.clone())];
    bench.until(|progress| progress.holder.is_some()).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(trial.at_once.load(Ordering::SeqCst), 1);
    bench.stop.send_replace(true);
    for node in nodes {
        node.await.unwrap();
    }
    assert_eq!(bench.progress().await.unwrap().holder, None, "the lease was given back at the end");
}

#[tokio::test]
async fn a_stop_switch_is_seen_at_the_next_step() {
    let bench = Bench::new().await;
    let trial = Trial::new(Manner::StepsForEver);
    let work = bench.begin("node-1", trial.clone());
    while trial.steps.load(Ordering::SeqCst) < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    bench.store.stop_work("trial", &Actor::CommandLine, SystemClock.now()).await.unwrap();
    let then = trial.steps.load(Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let steps = trial.steps.load(Ordering::SeqCst);
    assert!(steps <= then + 1, "it went on for {} steps", steps - then);
    assert_eq!(trial.at_once.load(Ordering::SeqCst), 0);
    bench.store.start_work("trial", &Actor::CommandLine, SystemClock.now()).await.unwrap();
    bench.store.hasten_work("trial", &Actor::CommandLine, SystemClock.now()).await.unwrap();
    let waited = tokio::time::timeout(PATIENCE, async {
        while trial.steps.load(Ordering::SeqCst) == steps {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    waited.await.expect("it goes on when it is let go");
    bench.stop.send_replace(true);
    work.await.unwrap();
}

#[tokio::test]
async fn a_stumble_is_shown_and_tried_again_sooner() {
    let bench = Bench::new().await;
    let work = bench.begin("node-1", Trial::new(Manner::Stumbles));
    let progress = bench.until(|progress| progress.error.is_some()).await;
    assert_eq!(progress.error.as_deref(), Some("the ladder is too short"));
    assert!(progress.due_at < SystemClock.now() + SignedDuration::from_mins(6));
    bench.stop.send_replace(true);
    work.await.unwrap();
}

#[tokio::test]
async fn a_fault_of_the_program_ends_the_run_and_not_the_program() {
    let bench = Bench::new().await;
    let work = bench.begin("node-1", Trial::new(Manner::Panics));
    let progress = bench.until(|progress| progress.error.is_some()).await;
    assert_eq!(progress.error.as_deref(), Some("it met a fault of the program"));
    assert!(!work.is_finished());
    bench.stop.send_replace(true);
    work.await.unwrap();
}

fn letter() -> NewLetter {
    NewLetter {
        recipient: EmailAddress::parse("anna@bakery.example").unwrap(),
        confirmed: true,
        organisation: None,
        subject: "Your code".to_owned(),
        text: "123456\n".to_owned(),
        cause: "sign_in_code".to_owned(),
    }
}

#[tokio::test]
async fn in_a_demonstration_letters_are_shown_and_not_sent() {
    let bench = Bench::new().await;
    bench.store.queue_letter(&letter(), &Actor::CommandLine, SystemClock.now()).await.unwrap();
    let work = bench.begin("node-1", Arc::new(Outbox { post: Post::Demonstration }));
    let waited = tokio::time::timeout(PATIENCE, async {
        loop {
            let letters = bench.store.letters(None, None, None, 5).await.unwrap();
            if letters[0].state == LetterState::Sent {
                return letters[0].clone();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let shown = waited.await.expect("it goes within seconds").text;
    assert!(shown.starts_with("123456\n\nLetter code: M"), "{shown}");
    bench.stop.send_replace(true);
    work.await.unwrap();
}

#[tokio::test]
async fn without_a_mail_server_letters_wait_and_it_is_said() {
    let bench = Bench::new().await;
    bench.store.queue_letter(&letter(), &Actor::CommandLine, SystemClock.now()).await.unwrap();
    let work = bench.begin("node-1", Arc::new(Outbox { post: Post::NotSet }));
    let progress = bench.until(|progress| progress.result.is_some()).await;
    assert_eq!(progress.result.as_deref(), Some("No mail server is set: 1 letters wait."));
    let letters = bench.store.letters(None, Some(LetterState::Waiting), None, 5).await.unwrap();
    assert_eq!(letters.len(), 1);
    bench.stop.send_replace(true);
    work.await.unwrap();
}

#[tokio::test]
async fn a_letter_that_the_server_refuses_is_given_up_and_one_that_it_puts_off_waits() {
    for (reply, state) in [("550 nobody there", LetterState::GivenUp), ("451 later", LetterState::Waiting)] {
        let bench = Bench::new().await;
        let port = refusing_server(reply).await;
        let server = probe::mail::MailServer {
            name: "127.0.0.1".to_owned(),
            port,
            sign_in: None,
            from: EmailAddress::parse("desk@watchhouse.example").unwrap(),
            from_name: "The Watch House".to_owned(),
        };
        bench.store.queue_letter(&letter(), &Actor::CommandLine, SystemClock.now()).await.unwrap();
        let work = bench.begin("node-1", Arc::new(Outbox { post: Post::Server(Box::new(server)) }));
        let waited = tokio::time::timeout(PATIENCE, async {
            loop {
                let letters = bench.store.letters(None, None, None, 5).await.unwrap();
                if letters[0].tries == 1 && letters[0].state == state {
                    return letters[0].clone();
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        let kept = waited.await.unwrap_or_else(|_| panic!("{reply} did not lead to {state}"));
        assert!(
            kept.last_error.is_some_and(|error| error.contains(&reply[4..])),
            "the page shows what was said"
        );
        bench.stop.send_replace(true);
        work.await.unwrap();
    }
}

/// A mail server that answers the recipient with `reply`.
async fn refusing_server(reply: &'static str) -> u16 {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            let _gone = stream.write_all(b"220 sink.test\r\n").await;
            let mut line = String::new();
            while stream.read_line(&mut line).await.is_ok_and(|length| length > 0) {
                let said = if line.starts_with("RCPT") { reply } else { "250 ok" };
                let _gone = stream.write_all(format!("{said}\r\n").as_bytes()).await;
                line.clear();
            }
        }
    });
    port
}
