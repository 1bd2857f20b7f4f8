//! Files come in: unpacked, told apart by their content, and each row that is left out told with its line and why.

use std::io::{Read, Write};
use std::path::Path;

use indicatif::ProgressBar;
use linking::rows::{Met, Unreadable, read};

use super::Run;
use super::sheet::Sheet;
use crate::trouble::Trouble;

/// The largest file that is read, unpacked, in bytes.
const LARGEST_FILE: u64 = 64 << 30;
/// So many rows that were left out are told on the terminal; `--bad-rows` writes them all.
pub(super) const TOLD: usize = 20;

/// Rows that were left out.
pub(super) struct BadRows {
    sheet: Option<Sheet>,
    told: Vec<String>,
    pub(super) count: u64,
    trouble: Option<Trouble>,
}

impl BadRows {
    pub(super) fn begin(run: &Run) -> Result<Self, Trouble> {
        let sheet = run.bad_rows.as_deref().map(|path| Sheet::begin(path, &["file", "line", "why"]));
        Ok(Self { sheet: sheet.transpose()?, told: Vec::new(), count: 0, trouble: None })
    }

    pub(super) fn add(&mut self, file: &str, line: u64, why: &str) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(format!("  {file}, line {line}: {why}"));
        }
        if let Some(sheet) = &mut self.sheet
            && let Err(trouble) = sheet.row([file, line.to_string().as_str(), why])
        {
            self.sheet = None;
            self.trouble = Some(trouble);
        }
    }

    /// Tells of them.
    pub(super) fn tell(self, run: &Run, said: &mut dyn Write) -> Result<u64, Trouble> {
        if let Some(trouble) = self.trouble {
            return Err(trouble);
        }
        if let Some(sheet) = self.sheet {
            sheet.finish()?;
        }
        if self.count == 0 {
            return Ok(0);
        }
        writeln!(said, "{} left out; all others were read:", counted(self.count, "row was", "rows were"))?;
        for line in &self.told {
            writeln!(said, "{line}")?;
        }
        let untold = self.count.saturating_sub(self.told.len() as u64);
        match &run.bad_rows {
            Some(path) => writeln!(said, "  all of them stand in {}", path.display())?,
            None if untold > 0 => writeln!(said, "  and {untold} more; --bad-rows FILE writes them all")?,
            None => {}
        }
        Ok(self.count)
    }
}

/// `1 row`, `2 rows`.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The name of a file as it is shown.
pub(super) fn shown(path: &Path) -> String {
    let name =
        path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    plain(&name)
}

/// Text without signs that steer a terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// Whoever takes the rows of a file.
pub(super) trait Intake {
    /// One more column, before the first row that has it.
    fn column(&mut self, name: &str);
    /// One row, with a cell for each column so far. An error is why it is left out.
    fn row(&mut self, line: u64, cells: &[String]) -> Result<(), String>;
}

/// Goes through a file; rows that cannot be read or are not taken go to `bad`.
pub(super) fn rows(
    path: &Path,
    into: &mut impl Intake,
    bad: &mut BadRows,
    bar: &ProgressBar,
) -> Result<(), Trouble> {
    let (bytes, file) = (bytes_of(path)?, shown(path));
    let take = &mut |met: Met<'_>| match met {
        Met::Column(name) => into.column(name),
        Met::Bad { line, why } => bad.add(&file, line, &why),
        Met::Row { line, cells } => {
            if let Err(why) = into.row(line, cells) {
                bad.add(&file, line, &why);
            }
            bar.inc(1);
        }
    };
    // A library reads what Parquet holds: what breaks it down is a file that cannot be read, and no end of the program.
    let gone_through = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(bytes, take)));
    let fault = match gone_through {
        Ok(Ok(_)) => return Ok(()),
        Ok(Err(fault)) => fault,
        Err(_) => Unreadable::Parquet("the reader broke down over it".to_owned()),
    };
    Err(Trouble::new(
        format!("{} cannot be read as a table", path.display()),
        "Give CSV whose first line names the columns, JSON lines or Parquet, as UTF-8; docs/linking.md shows each.",
    )
    .because(fault))
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Trouble> {
    let cannot = |error: std::io::Error| {
        Trouble::new(
            format!("{} cannot be read", path.display()),
            "Name a file that is there and yours to read.",
        )
        .because(error)
    };
    if path.is_dir() {
        let advice = "Name a file in it.";
        return Err(Trouble::new(format!("{} is a folder", path.display()), advice));
    }
    let read = |packed: bool| {
        let file = std::fs::File::open(path)?;
        if packed {
            return up_to(flate2::read::MultiGzDecoder::new(std::io::BufReader::new(file)), LARGEST_FILE);
        }
        up_to(file, LARGEST_FILE)
    };
    let mut first = [0; 2];
    let begun = std::fs::File::open(path).and_then(|mut file| file.read(&mut first)).map_err(cannot)?;
    let packed = begun == 2 && first == [0x1f, 0x8b];
    read(packed).map_err(cannot)?.ok_or_else(|| too_large(path))
}

fn too_large(path: &Path) -> Trouble {
    let limit = LARGEST_FILE >> 30;
    Trouble::new(
        format!("{} is larger than {limit} GiB", path.display()),
        "Cut it into parts, or leave out columns that are not compared.",
    )
}

/// All bytes, or nothing if there are more than the limit.
fn up_to(from: impl Read, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_limit_is_read_and_one_byte_more_is_not() {
        assert_eq!(up_to(b"1234".as_slice(), 4).unwrap().as_deref(), Some(b"1234".as_slice()));
        assert_eq!(up_to(b"12345".as_slice(), 4).unwrap(), None);
    }
}
