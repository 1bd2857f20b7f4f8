//! `watchhouse check`: looks at names and says what to mend.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use checkup::{Judgement, Level, NextThing};
use clap::Args;
use probe::Round;
use serde::Serialize;
use terms::{DomainName, Promise, PromiseState};
use tokio::task::JoinSet;

use super::ask_args::AskArgs;
use crate::edge::{SystemChance, SystemClock};

/// How many names are looked at at the same time.
const AT_ONCE: usize = 96;
/// The most names that one run takes.
const MOST_NAMES: usize = 2_000_000;
/// The exit code for names that could not be read.
const BAD_INPUT: u8 = 2;

/// Look at names and say what to mend.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Names, web addresses or e-mail addresses; `-` reads them from standard input, one a line.
    #[arg(required = true)]
    pub domains: Vec<String>,
    /// Whom to ask.
    #[command(flatten)]
    pub ask: AskArgs,
    /// Write one line of JSON for each name.
    #[arg(long)]
    pub json: bool,
    /// Show every record that was seen.
    #[arg(long)]
    pub records: bool,
}

/// Looks at all names and writes what was found, in the order in which they were given. The exit
/// code is 0 when every name could be looked at, whatever was found, and 2 when a text was no name.
///
/// # Errors
/// When no resolver can be reached for, input cannot be read or output cannot be written.
pub async fn check(args: CheckArgs, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let ask = args.ask.ask();
    let asker = ask
        .open(Arc::new(SystemClock), Arc::new(SystemChance))
        .await
        .context("could not start to ask; name a resolver with --resolver, for example 127.0.0.1:53")?;
    let typed = read_names(&args.domains, std::io::stdin().lock())?;
    let style = Style { json: args.json, records: args.records };
    let bad = look_at_all(&asker.round(), typed, style, out).await?;
    out.flush()?;
    Ok(if bad { ExitCode::from(BAD_INPUT) } else { ExitCode::SUCCESS })
}

fn read_names(given: &[String], input: impl BufRead) -> anyhow::Result<VecDeque<String>> {
    let mut names = VecDeque::new();
    let mut input = Some(input);
    for text in given {
        match (text.as_str(), input.take_if(|_| text == "-")) {
            ("-", Some(lines)) => {
                for line in lines.lines().take(MOST_NAMES) {
                    let line = line.context("could not read names from standard input")?;
                    if !line.trim().is_empty() {
                        names.push_back(line.trim().to_owned());
                    }
                }
            }
            ("-", None) => {}
            _ => names.push_back(text.clone()),
        }
    }
    Ok(names)
}

#[derive(Clone, Copy)]
struct Style {
    json: bool,
    records: bool,
}

/// Keeps [`AT_ONCE`] looks going and writes the results in order. True when a text was no name.
async fn look_at_all(
    round: &Round,
    mut typed: VecDeque<String>,
    style: Style,
    out: &mut impl Write,
) -> anyhow::Result<bool> {
    let mut tasks = JoinSet::new();
    let mut ready: BTreeMap<usize, Seen> = BTreeMap::new();
    let (mut started, mut written, mut bad) = (0, 0, false);
    loop {
        while tasks.len() < AT_ONCE
            && let Some(text) = typed.pop_front()
        {
            let (round, number) = (round.clone(), started);
            started += 1;
            tasks.spawn(async move { (number, look_at_one(&round, &text, style).await) });
        }
        let Some(done) = tasks.join_next().await else { return Ok(bad) };
        let (number, seen) = done.context("a look ended early")?;
        ready.insert(number, seen);
        while let Some(seen) = ready.remove(&written) {
            bad |= seen.bad;
            out.write_all(seen.text.as_bytes()).context("could not write the result")?;
            written += 1;
        }
    }
}

/// What one text came to.
struct Seen {
    text: String,
    bad: bool,
}

async fn look_at_one(round: &Round, typed: &str, style: Style) -> Seen {
    let domain = match DomainName::parse(typed) {
        Ok(domain) => domain,
        Err(error) => return Seen { text: refusal(typed, &error.to_string(), style), bad: true },
    };
    let look = round.look(&domain, Level::Records).await;
    let judgement = checkup::judge(&domain, &look.answers, look.level, look.ended_at);
    let text = if style.json {
        json_line(&Line { typed, asked: look.answers.len(), judgement: &judgement })
    } else {
        in_words(&judgement, style.records)
    };
    Seen { text, bad: false }
}

fn refusal(typed: &str, what_to_do: &str, style: Style) -> String {
    #[derive(Serialize)]
    struct Refusal<'a> {
        typed: &'a str,
        error: &'a str,
    }
    if style.json {
        json_line(&Refusal { typed, error: what_to_do })
    } else {
        format!("{}\n  {what_to_do}\n\n", typed.escape_debug())
    }
}

/// One line of JSON output.
#[derive(Serialize)]
struct Line<'a> {
    typed: &'a str,
    asked: usize,
    #[serde(flatten)]
    judgement: &'a Judgement,
}

fn json_line(line: &impl Serialize) -> String {
    // Everything in it is text, numbers and lists: nothing that JSON could not hold.
    let mut text = serde_json::to_string(line).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"));
    text.push('\n');
    text
}

fn in_words(judgement: &Judgement, records: bool) -> String {
    let mut page = format!("{}\n\n", judgement.domain.to_unicode());
    for standing in &judgement.promises {
        let (promise, state) = (promise_words(standing.promise), state_words(standing.state));
        page.push_str(&format!("  {promise:<34} {state:<16} {}\n", standing.reason));
    }
    match &judgement.next {
        Some(thing) => page.push_str(&next_in_words(thing)),
        None if judgement.not_checked.is_empty() => page.push_str("\n  There is nothing to mend.\n"),
        None => page.push_str("\n  We found nothing to mend in what we could see.\n"),
    }
    if !judgement.findings.is_empty() {
        page.push_str("\n  All that we found\n");
    }
    for finding in &judgement.findings {
        let title = checkup::catalogue::entry(&finding.check).map_or("", |entry| entry.title);
        page.push_str(&format!("  - {title} ({})\n", finding.severity.word()));
        page.push_str(&format!("    {}: {}\n", finding.check, finding.seen));
    }
    if !judgement.not_checked.is_empty() {
        page.push_str("\n  What we could not check\n");
    }
    for gap in &judgement.not_checked {
        page.push_str(&format!("  - {}: {}\n", gap.check, gap.reason));
    }
    if records {
        page.push_str(&records_in_words(judgement));
    }
    page.push('\n');
    page
}

fn next_in_words(thing: &NextThing) -> String {
    let mut text = format!("\n  The one next thing: {}\n  {}\n", thing.title, thing.why);
    text.push_str(&format!("  Who can do it: {}. It takes about {} minutes.\n", thing.who, thing.minutes));
    for (number, step) in thing.steps.iter().enumerate() {
        text.push_str(&format!("    {}. {step}\n", number + 1));
    }
    if let Some(paste) = &thing.paste {
        text.push_str(&format!("  Where: {}\n", paste.where_));
        text.push_str(&format!("  Type: {}   Name: {}\n  Value: {}\n", paste.kind, paste.name, paste.value));
    }
    text.push_str(&format!("  {}\n", thing.see_it_worked));
    text
}

fn records_in_words(judgement: &Judgement) -> String {
    let mut text = "\n  Every record that we saw\n".to_owned();
    for fact in &judgement.facts {
        let asked = format!("{} from {} in {} ms", fact.asked_at, fact.server, fact.milliseconds);
        text.push_str(&format!("  {}: {} ({asked})\n", fact.question, fact.outcome.words()));
        for record in &fact.records {
            text.push_str(&format!("      {record}\n"));
        }
    }
    text
}

fn promise_words(promise: Promise) -> &'static str {
    match promise {
        Promise::MailIsYours => "Nobody can send mail as you",
        Promise::WebsiteIsSafe => "Your website is safe to visit",
        Promise::NothingDangerousOpen => "Nothing dangerous is open",
        Promise::NameIsYours => "Your name is yours",
    }
}

fn state_words(state: PromiseState) -> &'static str {
    match state {
        PromiseState::Kept => "kept",
        PromiseState::Partly => "partly kept",
        PromiseState::NotKept => "not kept",
        PromiseState::CouldNotCheck => "could not check",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_the_line_and_from_standard_input() {
        let given = ["a.example".to_owned(), "-".to_owned(), "d.example".to_owned(), "-".to_owned()];
        let names = read_names(&given, "b.example\n\n c.example \n".as_bytes()).unwrap();
        assert_eq!(names, ["a.example", "b.example", "c.example", "d.example"]);
    }

    #[test]
    fn a_text_that_is_no_name_is_told_what_to_do() {
        let plain = Style { json: false, records: false };
        assert_eq!(refusal("bak\u{1b}ery", "Type the name.", plain), "bak\\u{1b}ery\n  Type the name.\n\n");
        let json = Style { json: true, records: false };
        assert_eq!(
            refusal("\"", "Type the name.", json),
            "{\"typed\":\"\\\"\",\"error\":\"Type the name.\"}\n"
        );
    }
}
