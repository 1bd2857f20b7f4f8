//! How a line of a list is divided: which column holds what, and the cells of a line.

use crate::list::ListFault;

/// Which column holds what.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    pub(crate) domain: usize,
    pub(crate) borough: Option<usize>,
    pub(crate) sector: Option<usize>,
    pub(crate) size: Option<usize>,
    pub(crate) cohort: Option<usize>,
}

/// The columns that a first line names; none where it is a name itself.
pub(crate) fn places(text: &str) -> Result<Option<Places>, ListFault> {
    let names: Vec<String> =
        cells(text).unwrap_or_default().iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let is_one_word = names.len() == 1;
    if is_one_word && names.first().is_none_or(|name| name != "domain") {
        return Ok(None);
    }
    let at = |wanted: &[&str]| -> Result<Option<usize>, ListFault> {
        let mut found = names.iter().enumerate().filter(|(_, name)| wanted.contains(&name.as_str()));
        let first = found.next();
        match found.next() {
            Some((_, name)) => Err(ListFault::ColumnTwice(name.clone())),
            None => Ok(first.map(|(place, _)| place)),
        }
    };
    Ok(Some(Places {
        domain: at(&["domain"])?.ok_or(ListFault::NoDomainColumn)?,
        borough: at(&["borough"])?,
        sector: at(&["sector", "sic"])?,
        size: at(&["size"])?,
        cohort: at(&["cohort"])?,
    }))
}

/// The cells of one line of CSV (RFC 4180). A cell does not go on over the end of its line. None where a quotation
/// mark is open or out of place.
pub(crate) fn cells(text: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut letters = text.chars().peekable();
    loop {
        let mut cell = String::new();
        if letters.peek() == Some(&'"') {
            letters.next();
            loop {
                match letters.next()? {
                    '"' if letters.peek() == Some(&'"') => {
                        letters.next();
                        cell.push('"');
                    }
                    '"' => break,
                    letter => cell.push(letter),
                }
            }
            match letters.next() {
                None => {
                    cells.push(cell);
                    return Some(cells);
                }
                Some(',') => {}
                Some(_) => return None,
            }
        } else {
            loop {
                match letters.next() {
                    None => {
                        cells.push(cell);
                        return Some(cells);
                    }
                    Some(',') => break,
                    Some(letter) => cell.push(letter),
                }
            }
        }
        cells.push(cell);
    }
}
