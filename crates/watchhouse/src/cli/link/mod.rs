//! `watchhouse link`: which rows of a table are one, which reports belong to one offender, and why. Works on files alone:
//! no store, no network, no settings.

mod intake;
mod record;
mod reports;
mod sheet;
mod tabled;
mod tables;
mod words;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use terms::edge::Clock;

use crate::trouble::Trouble;

/// The exit code where rows were left out.
const ROWS_LEFT_OUT: u8 = 2;
/// The most threads.
const MOST_THREADS: usize = 256;

/// Which rows of a table are one, which reports belong to one offender, and why.
#[derive(Debug, Subcommand)]
pub enum Link {
    /// Find the rows of one table that are one person, firm or thing.
    Dedupe(Dedupe),
    /// Find for the rows of one table those of a second that are the same.
    Match(Match),
    /// Find the reports of fraud and cyber crime that may be of one offender: networks, the most pressing first.
    Reports(reports::Reports),
    /// Print the record of transparency of a model: what it is for, what it reads, every figure, what it cannot do.
    Record(record::Record),
}

/// Find the rows of one table that are one.
#[derive(Debug, Args)]
pub struct Dedupe {
    /// The table: CSV whose first line names the columns, JSON lines, or Parquet; packed with gzip if you like.
    #[arg(value_name = "FILE")]
    table: PathBuf,
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    run: Run,
}

/// Find for the rows of one table those of a second.
#[derive(Debug, Args)]
pub struct Match {
    /// The first table: CSV whose first line names the columns, JSON lines, or Parquet; packed with gzip if you like.
    #[arg(value_name = "FILE")]
    left: PathBuf,
    /// The second table, with the same names of columns.
    #[arg(value_name = "FILE")]
    right: PathBuf,
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    run: Run,
}

/// How the rows of tables are compared.
#[derive(Debug, Args)]
struct How {
    /// The column that names the rows. Without it `id`, or else the first column if it names each row once, or else
    /// the rows are named by their lines.
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// A column that is not compared: free text, or the right answer. May be given several times.
    #[arg(long, value_name = "COLUMN")]
    leave_out: Vec<String>,
}

/// What every linking takes.
#[derive(Debug, Args)]
struct Run {
    /// A model file. Without it a first model is made by looking at the file, and its figures are estimated.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Write the model with every figure that was used, to be used again.
    #[arg(long, value_name = "FILE")]
    save_model: Option<PathBuf>,
    /// From which score on, in bits, two are linked: 0 is even odds, 3.3 is 10 to 1, 6.6 is 100 to 1.
    #[arg(long, value_name = "BITS", allow_negative_numbers = true, value_parser = bits)]
    threshold: Option<f64>,
    /// A folder for links.csv and clusters.csv, or the name of a file that ends in .csv for the clusters alone.
    /// Without it what was found goes to the standard output, one line of JSON each.
    #[arg(long, value_name = "DIR|FILE")]
    to: Option<PathBuf>,
    /// Say how the score of these two came about. Name them as the file does, or as line:12.
    #[arg(long, num_args = 2, value_names = ["LEFT", "RIGHT"])]
    explain: Option<Vec<String>>,
    /// Write every row that was left out, with its line and why, to this CSV file.
    #[arg(long, value_name = "FILE")]
    bad_rows: Option<PathBuf>,
    /// Threads; as many as there are processors when not given. They change the time and never a byte of the result.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS as i64))]
    threads: Option<u16>,
}

impl Run {
    fn threads(&self) -> usize {
        let processors = || std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        self.threads.map_or_else(processors, usize::from)
    }

    /// The two that are to be explained.
    fn pair(&self) -> Option<(&str, &str)> {
        match self.explain.as_deref() {
            Some([left, right]) => Some((left, right)),
            _ => None,
        }
    }
}

fn bits(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "write a number of bits, such as 6.6")?;
    if number.is_finite() { Ok(number) } else { Err("write a number of bits, such as 6.6".to_owned()) }
}

/// Links what was asked for. What was found goes to `out`, what there is to say about it to the standard error.
pub fn link(link: Link, clock: &dyn Clock, out: &mut impl Write) -> Result<ExitCode, Trouble> {
    let mut out = std::io::BufWriter::new(out);
    let mut said = std::io::stderr();
    let left_out = match link {
        Link::Dedupe(args) => tables::link(&args.how, &args.run, &args.table, None, &mut out, &mut said)?,
        Link::Match(args) => {
            tables::link(&args.how, &args.run, &args.left, Some(&args.right), &mut out, &mut said)?
        }
        Link::Reports(args) => reports::link(&args, clock, &mut out, &mut said)?,
        Link::Record(args) => record::print(&args, &mut out).map(|()| 0)?,
    };
    out.flush()?;
    Ok(if left_out > 0 { ExitCode::from(ROWS_LEFT_OUT) } else { ExitCode::SUCCESS })
}

/// A turning bar on the terminal; nothing where there is none.
fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {human_pos}, {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}

/// The text of a model file.
fn model_text(path: &Path) -> Result<String, Trouble> {
    std::fs::read_to_string(path).map_err(|error| {
        Trouble::new(
            format!("the model file {} cannot be read", path.display()),
            "Name another file with --model, or leave it out: then a first model is made.",
        )
        .because(error)
    })
}

/// A model file that is none.
fn no_model(path: &Path, fault: linking::tables::ModelFault) -> Trouble {
    Trouble::new(
        format!("{} cannot be used as a model", path.display()),
        "Mend what is named above, or make a model with --save-model and change that.",
    )
    .because(fault)
}

/// Writes the model where it was asked for.
fn save_model(run: &Run, text: Result<String, linking::tables::ModelFault>) -> Result<(), Trouble> {
    let Some(path) = &run.save_model else { return Ok(()) };
    let text = text.map_err(|fault| no_model(path, fault))?;
    sheet::replace(path, text.as_bytes())
}
