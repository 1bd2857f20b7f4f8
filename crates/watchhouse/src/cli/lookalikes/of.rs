//! `watchhouse lookalikes of`: the names that look most like one name, and which of them somebody has.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use checkup::Level;
use checkup::lookalike::{self, Lookalike, Own, Verdict};
use clap::Args;
use lookalikes::{Candidate, MOST_CANDIDATES, candidates};
use probe::Asker;
use serde::Serialize;
use terms::DomainName;
use terms::edge::Clock as _;
use tokio::task::JoinSet;

use crate::cli::ask_args::AskArgs;
use crate::edge::{SystemChance, SystemClock};
use crate::looking::look_at_lookalike;

/// So many names are asked about at the same time.
const AT_ONCE: usize = 8;
/// Between two that are begun, so that no name server feels it.
const BETWEEN: Duration = Duration::from_millis(20);
/// So many of the likeliest names are asked about when nothing is said.
const USUAL_LIMIT: usize = 200;
/// The exit code for a text that is no name.
const BAD_INPUT: u8 = 2;

/// Which names look most like this one, and which of them does somebody have?
#[derive(Debug, Args)]
pub struct Of {
    /// A name, web address or e-mail address.
    pub domain: String,
    /// So many of the likeliest names are asked about.
    #[arg(long, value_name = "NUMBER", default_value_t = USUAL_LIMIT, value_parser = limit)]
    pub limit: usize,
    /// Only list the names, and ask nobody about them.
    #[arg(long)]
    pub list: bool,
    /// Tell also the names that nobody has.
    #[arg(long)]
    pub all: bool,
    /// Write one line of JSON for each name.
    #[arg(long)]
    pub json: bool,
    /// Whom to ask.
    #[command(flatten)]
    pub ask: AskArgs,
}

fn limit(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=MOST_CANDIDATES).contains(number));
    number.ok_or_else(|| format!("write a number from 1 to {MOST_CANDIDATES}"))
}

/// Makes the likeliest names, asks for the public records of each, and writes what somebody has. Nobody is visited.
///
/// # Errors
/// When no resolver can be reached for, or output cannot be written.
pub async fn of(args: Of, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let domain = match DomainName::parse(&args.domain) {
        Ok(domain) => domain,
        Err(error) => {
            writeln!(out, "{}\n  {error}", args.domain.escape_debug())?;
            return Ok(ExitCode::from(BAD_INPUT));
        }
    };
    let tries = candidates(&domain, args.limit);
    if args.list {
        for candidate in &tries {
            writeln!(out, "{}", Told { candidate, seen: None }.write(args.json))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let asker = args
        .ask
        .ask()
        .open(Arc::new(SystemClock), Arc::new(SystemChance))
        .await
        .context("could not start to ask; name a resolver with --resolver, for example 127.0.0.1:53")?;
    let many = tries.len();
    let seen = look_at_all(&asker, &domain, tries).await?;
    let (mut taken, mut unseen) = (0, 0);
    for (candidate, seen) in &seen {
        let verdict = seen.verdict();
        taken += usize::from(!matches!(verdict, Verdict::NotThere | Verdict::CouldNotCheck));
        unseen += usize::from(verdict == Verdict::CouldNotCheck);
        if args.all || verdict != Verdict::NotThere {
            writeln!(out, "{}", Told { candidate, seen: Some(seen) }.write(args.json))?;
        }
    }
    if !args.json {
        writeln!(
            out,
            "{many} names that look like {domain} were asked about: somebody has {taken}, {unseen} could not be checked."
        )?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

async fn look_at_all(
    asker: &Asker,
    domain: &DomainName,
    tries: Vec<Candidate>,
) -> anyhow::Result<Vec<(Candidate, Lookalike)>> {
    let own = Arc::new(Own::of(domain, "", None));
    let mut tasks = JoinSet::new();
    let mut waiting = tries.into_iter().enumerate();
    let mut seen = Vec::new();
    loop {
        while tasks.len() < AT_ONCE
            && let Some((place, candidate)) = waiting.next()
        {
            let (asker, own) = (asker.clone(), Arc::clone(&own));
            tasks.spawn(async move {
                let looked = look_at_lookalike(&asker, None, &candidate.name, Level::Records).await;
                let now = SystemClock.now();
                let seen = lookalike::look(&candidate.name, &own, &looked.answers, looked.level, now);
                (place, candidate, seen)
            });
            tokio::time::sleep(BETWEEN).await;
        }
        let Some(done) = tasks.join_next().await else { break };
        seen.push(done.context("a look ended early")?);
    }
    seen.sort_by_key(|(place, ..)| *place);
    Ok(seen.into_iter().map(|(_, candidate, seen)| (candidate, seen)).collect())
}

/// One name as it is told.
struct Told<'a> {
    candidate: &'a Candidate,
    seen: Option<&'a Lookalike>,
}

/// The same for programs.
#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    weight: u8,
    kinds: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<&'a str>,
}

impl Told<'_> {
    fn write(&self, json: bool) -> String {
        let name = &self.candidate.name;
        if json {
            let line = Line {
                name: name.as_ascii(),
                weight: self.candidate.weight,
                kinds: self.candidate.kinds.iter().map(|kind| kind.name()).collect(),
                verdict: self.seen.map(Lookalike::verdict),
                seen: self.seen.map(|seen| seen.seen.as_slice()),
                gap: self.seen.and_then(|seen| seen.gap.as_deref()),
            };
            // Everything in it is text and numbers: nothing that JSON could not hold.
            return serde_json::to_string(&line).unwrap_or_default();
        }
        let why: Vec<&str> = self.candidate.kinds.iter().map(|kind| kind.words()).collect();
        let why = why.join(", and ");
        let Some(seen) = self.seen else { return format!("{name} ({}): {why}", self.candidate.weight) };
        let mut text =
            format!("{name} ({}): {}\n  We think so because {why}.", self.candidate.weight, in_words(seen));
        for line in &seen.seen {
            text.push_str("\n  ");
            text.push_str(line);
        }
        text
    }
}

fn in_words(seen: &Lookalike) -> &'static str {
    match seen.verdict() {
        Verdict::NotThere => "nobody has it",
        Verdict::CouldNotCheck => "could not be checked",
        _ if seen.has_mail() => "somebody has it, and it can send or get mail",
        _ => "somebody has it",
    }
}
