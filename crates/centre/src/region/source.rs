//! Where the pack's data comes from, and the words that must travel with it.

use jiff::civil::Date;

use crate::pack::Entry;
use crate::pack::Faults;

/// One source of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The files of the pack that it fed.
    pub files: Vec<String>,
    /// What it is and who made it.
    pub what: String,
    /// The licence's name, for example `Open Government Licence v3.0`.
    pub licence: String,
    /// The line that must stand wherever the data is shown.
    pub attribution: String,
    /// When it was taken or how old it is.
    pub taken: Date,
}

/// The files that hold somebody else's data and so need a source.
pub(super) const FILES_WITH_SOURCES: [&str; 6] =
    ["boroughs.csv", "boundaries.geojson", "divisions.csv", "holidays.csv", "outcodes.csv", "sectors.csv"];

pub(super) fn read(entries: &[Entry<'_>], file: &str, faults: &mut Faults<'_>) -> Vec<Source> {
    let mut sources = Vec::new();
    for entry in entries {
        entry.allow_only(&["files", "what", "licence", "attribution", "taken"], faults);
        let files = entry.texts("files", faults);
        for named in &files {
            if !faults.has_file(named) {
                let message =
                    format!("this source names {named}, which is not in the pack; correct the name");
                faults.add(file, entry.line, message);
            }
        }
        let what = entry.text("what", "say what it is and who made it", faults);
        let licence = entry.text("licence", "name the licence; data without one cannot be shipped", faults);
        let attribution = entry.text("attribution", "write the line that the licence asks for", faults);
        let taken = entry.date("taken", faults);
        if let (Some(what), Some(licence), Some(attribution), Some(taken)) =
            (what, licence, attribution, taken)
        {
            sources.push(Source { files, what, licence, attribution, taken });
        }
    }
    for needed in FILES_WITH_SOURCES {
        let is_named = entries.iter().any(|e| e.texts_if_any("files").iter().any(|f| f == needed));
        if !is_named {
            let message = format!("{needed} has no source; add a [[source]] that names it, with its licence");
            faults.add(file, 1, message);
        }
    }
    sources
}
