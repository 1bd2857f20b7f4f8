//! `watchhouse triage`: says of messages whether they are real, one line of JSON each. Files, folders, mailboxes in mbox, and tar
//! archives; `-` is the standard input. No store and no network.
//!
//! Messages are examined in this process, on all its threads: somebody who runs the command on their own files wants speed. A
//! message over which the engine breaks down is a line that says so.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use terms::edge::Clock as _;

use crate::examine::{Asked, MOST_BYTES, examine, get_ready};

/// The deepest folder that is read.
const DEEPEST: usize = 32;
/// The most messages of one mailbox or archive.
const MOST_IN_ONE: usize = 1_000_000;
/// The largest mailbox or archive that is read, in bytes.
const LARGEST_BOX: u64 = 4 * 1024 * 1024 * 1024;
/// Bytes of a block of a tar archive.
const BLOCK: usize = 512;

/// How the messages came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CameBy {
    /// By the ending of each file: `.txt` is words, all else is a saved message.
    Ending,
    /// As words.
    Words,
    /// As saved messages.
    Saved,
    /// As mail that somebody forwarded to the centre.
    SentToUs,
}

/// Which messages.
#[derive(Debug, Args)]
pub struct TriageArgs {
    /// Files and folders; `-` is the standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How they came.
    #[arg(long, value_enum, default_value_t = CameBy::Ending)]
    came: CameBy,
    /// The moment of the examination, in seconds since 1970; now when not given.
    #[arg(long)]
    now: Option<i64>,
    /// A web address of whoever got the messages: never judged. May be given several times.
    #[arg(long, value_name = "DOMAIN")]
    own: Vec<String>,
    /// Threads; as many as there are processors when not given.
    #[arg(long)]
    threads: Option<usize>,
}

/// One file to be read.
struct Source {
    name: String,
    path: Option<PathBuf>,
}

/// Examines all of them.
pub fn triage(args: &TriageArgs) -> ExitCode {
    get_ready();
    let mut sources = Vec::new();
    for file in &args.files {
        if file.as_os_str() == "-" {
            sources.push(Source { name: "-".to_owned(), path: None });
        } else {
            gather(file, 0, &mut sources);
        }
    }
    let bar = ProgressBar::new(sources.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} files, {per_sec}, {eta} left") {
        bar.set_style(style);
    }
    let (next, failed) = (AtomicUsize::new(0), AtomicU64::new(0));
    let out = Mutex::new(std::io::BufWriter::new(std::io::stdout()));
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = args.threads.unwrap_or(processors).clamp(1, 256).min(sources.len().max(1));
    let (sources, args, bar_of) = (&sources, args, &bar);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(source) = sources.get(next.fetch_add(1, Ordering::Relaxed)) {
                    failed.fetch_add(one_file(source, args, &out), Ordering::Relaxed);
                    bar_of.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let written = out.lock().map(|mut out| out.flush().is_ok()).unwrap_or(false);
    if written && failed.load(Ordering::Relaxed) == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn gather(path: &Path, depth: usize, to: &mut Vec<Source>) {
    if path.is_dir() && depth < DEEPEST {
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
            .into_iter()
            .flatten()
            .map_while(Result::ok)
            .map(|entry| entry.path())
            .collect();
        inside.sort();
        inside.iter().for_each(|path| gather(path, depth + 1, to));
    } else {
        to.push(Source { name: path.display().to_string(), path: Some(path.to_owned()) });
    }
}

/// Examines what is in one file; returns how many failed.
fn one_file(source: &Source, args: &TriageArgs, out: &Mutex<impl std::io::Write>) -> u64 {
    let bytes = match read(source) {
        Ok(bytes) => bytes,
        Err(error) => {
            write_line(out, &json!({ "file": source.name, "error": error.to_string() }));
            return 1;
        }
    };
    let mut failed = 0;
    let several = messages(&source.name, &bytes);
    let is_one = several.len() == 1;
    for (place, (name, message)) in several.into_iter().enumerate() {
        let name =
            if is_one { source.name.clone() } else { format!("{}#{}", source.name, place + 1) + &name };
        let asked = Asked {
            came: came(args.came, &name).to_owned(),
            now: now(args),
            own: args.own.clone(),
            ..Asked::default()
        };
        let found = std::panic::catch_unwind(|| examine(message, &asked));
        let line = match found {
            Ok(found) => json!({ "file": name, "examination": found }),
            Err(_) => {
                failed += 1;
                json!({ "file": name, "error": "the engine broke down over this message" })
            }
        };
        write_line(out, &line);
    }
    failed
}

fn now(args: &TriageArgs) -> i64 {
    let of_the_machine = || crate::edge::SystemClock.now().as_second();
    args.now.unwrap_or_else(of_the_machine)
}

fn read(source: &Source) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match &source.path {
        None => std::io::stdin().take(LARGEST_BOX).read_to_end(&mut bytes)?,
        Some(path) => std::fs::File::open(path)?.take(LARGEST_BOX).read_to_end(&mut bytes)?,
    };
    let is_packed = bytes.starts_with(&[0x1f, 0x8b]);
    if is_packed {
        let mut open = Vec::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).take(LARGEST_BOX).read_to_end(&mut open)?;
        return Ok(open);
    }
    Ok(bytes)
}

fn came(by: CameBy, name: &str) -> &'static str {
    match by {
        CameBy::Words => "words",
        CameBy::Saved => "saved",
        CameBy::SentToUs => "sent_to_us",
        CameBy::Ending if name.to_ascii_lowercase().ends_with(".txt") => "words",
        CameBy::Ending => "saved",
    }
}

/// The messages of a file: those of a mailbox or archive one by one, each cut at what is examined at most.
fn messages<'a>(name: &str, bytes: &'a [u8]) -> Vec<(String, &'a [u8])> {
    let cut = |bytes: &'a [u8]| &bytes[..bytes.len().min(MOST_BYTES as usize)];
    if bytes.get(257..262) == Some(b"ustar".as_slice()) {
        return of_tar(bytes).into_iter().map(|(name, bytes)| (format!(" {name}"), cut(bytes))).collect();
    }
    if bytes.starts_with(b"From ") && !name.to_ascii_lowercase().ends_with(".txt") {
        return of_mbox(bytes).into_iter().map(|bytes| (String::new(), cut(bytes))).collect();
    }
    vec![(String::new(), cut(bytes))]
}

/// Messages of an mbox (RFC 4155): each begins after a line that begins with `From `, at the beginning or after an empty line.
fn of_mbox(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts = vec![0];
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(7).position(|seven| seven == b"\n\nFrom ") {
        starts.push(at + found + 2);
        at += found + 2;
        if starts.len() >= MOST_IN_ONE {
            break;
        }
    }
    starts.push(bytes.len());
    let of = |pair: &[usize]| {
        let whole = &bytes[pair[0]..pair[1]];
        let line = whole.iter().position(|byte| *byte == b'\n').map_or(whole.len(), |end| end + 1);
        &bytes[pair[0] + line..pair[1]]
    };
    starts.windows(2).map(of).filter(|message| !message.is_empty()).collect()
}

/// Files of a tar archive (POSIX ustar): names and what is in them.
fn of_tar(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut files = Vec::new();
    let mut at = 0;
    while let Some(head) = bytes.get(at..at + BLOCK) {
        let octal = |field: &[u8]| {
            let text: String = field.iter().map(|byte| *byte as char).collect();
            usize::from_str_radix(text.trim_matches([' ', '\0']), 8).unwrap_or(usize::MAX)
        };
        let size = octal(&head[124..136]);
        let Some(end) = (at + BLOCK).checked_add(size).filter(|end| *end <= bytes.len()) else { break };
        let name = String::from_utf8_lossy(&head[..100]).trim_end_matches('\0').to_owned();
        if matches!(head[156], b'0' | 0) && !name.is_empty() {
            files.push((name, &bytes[at + BLOCK..end]));
        }
        if files.len() >= MOST_IN_ONE {
            break;
        }
        at = at + BLOCK + size.div_ceil(BLOCK) * BLOCK;
    }
    files
}

fn write_line(out: &Mutex<impl std::io::Write>, line: &serde_json::Value) {
    if let Ok(mut out) = out.lock() {
        // Nobody reads any more: the end of the command says so.
        let _gone = writeln!(out, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_is_told_apart_into_its_messages() {
        let two = b"From a@b.example Sat\nSubject: one\n\n>From here on\n\nFrom c@d.example Sun\nSubject: two\n\nx\n";
        let first = b"Subject: one\n\n>From here on\n\n".as_slice();
        assert_eq!(of_mbox(two), [first, b"Subject: two\n\nx\n".as_slice()]);
    }

    #[test]
    fn an_archive_that_lies_about_its_sizes_ends_where_it_ends() {
        let mut head = vec![0_u8; BLOCK];
        head[..5].copy_from_slice(b"a.eml");
        head[124..135].copy_from_slice(b"00000000003");
        head[156] = b'0';
        head[257..262].copy_from_slice(b"ustar");
        let mut archive = head.clone();
        archive.extend(b"abc");
        archive.resize(2 * BLOCK, 0);
        assert_eq!(of_tar(&archive), [("a.eml".to_owned(), b"abc".as_slice())]);
        head[124..135].copy_from_slice(b"77777777777");
        archive.extend(head);
        assert_eq!(of_tar(&archive).len(), 1);
    }
}
