//! The rows of a list on its way in: how each is read, kept, shown, and given back to be mended.

use centre::export;
use centre::prospects::{self, Fate, RowFate};
use store::{Import, ImportRow, ImportState, NewProspect, RowState, SizeBand, StagedRow};

use super::imports::rows_in;
use super::members::link;
use super::words;
use crate::app::App;
use crate::face::components::Cell;
use crate::face::house::{DataTable, Stat, Stats};

/// What the size is taken for when the list does not say it; told beside the row.
const SIZE_TAKEN: SizeBand = SizeBand::Micro;

pub(super) fn rows_table(app: &App, rows: &[ImportRow]) -> DataTable {
    DataTable {
        id: "rows".to_owned(),
        caption: "What each row becomes".to_owned(),
        columns: ["Line", "Becomes", "Name", "Postcode", "Borough", "Sector", "Size", "Contact", "Look at"]
            .map(Into::into)
            .to_vec(),
        rows: rows.iter().map(|row| row_cells(app, row)).collect(),
    }
}

pub(super) fn row_cells(app: &App, row: &ImportRow) -> Vec<Cell> {
    let becomes = match row.state {
        RowState::Good => "Prospect",
        RowState::Bad => "Nothing: bad",
        RowState::Applied => "Is a prospect",
        RowState::Known => "Nothing: known",
    };
    let mut cells = vec![Cell::from(words::number(u64::from(row.line))), Cell::from(becomes)];
    match (&row.prospect, row.organisation) {
        (Some(prospect), _) => cells.extend(prospect_cells(app, prospect)),
        // Once applied, a row lives on in the prospect's own record and nowhere else.
        (None, Some(id)) => {
            let open = link(&format!("/desk/members/{id}"), "Open the prospect");
            cells.push(Cell { colspan: Some(7), ..Cell::from(open) });
        }
        (None, None) => {
            let (name, rest) =
                row.cells.split_first().map_or(("", &[][..]), |(name, rest)| (name.as_str(), rest));
            cells.push(Cell::from(name));
            cells.push(Cell { colspan: Some(5), ..Cell::from(rest.join(" · ")) });
            cells.push(Cell::from(row.problem.as_deref().unwrap_or_default()));
        }
    }
    cells
}

pub(super) fn prospect_cells(app: &App, prospect: &NewProspect) -> Vec<Cell> {
    let contact = [
        prospect.contact.as_ref().map(ToString::to_string),
        prospect.email.as_ref().map(ToString::to_string),
        prospect.phone.as_ref().map(ToString::to_string),
        prospect.domain.as_ref().map(ToString::to_string),
    ];
    vec![
        Cell::from(prospect.name.as_str()),
        prospect.postcode.as_ref().map(ToString::to_string).unwrap_or_default().into(),
        words::borough(&app.region, &prospect.borough).into(),
        words::sector(&app.region, &prospect.sector).into(),
        prospect.size.spoken().into(),
        contact.into_iter().flatten().collect::<Vec<_>>().join(" · ").into(),
        prospect.doubts.join(" ").into(),
    ]
}

pub(super) fn staged(row: &RowFate) -> StagedRow {
    let line = u32::try_from(row.line).unwrap_or(u32::MAX);
    let reading = match &row.fate {
        Fate::Good(prospect) => Ok(kept(prospect, Vec::new())),
        Fate::Doubtful(prospect, doubts) => {
            Ok(kept(prospect, doubts.iter().map(ToString::to_string).collect()))
        }
        Fate::Bad(faults) => {
            let why = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            Err((row.cells().to_vec(), why))
        }
    };
    StagedRow { line, reading }
}

pub(super) fn kept(prospect: &prospects::Prospect, mut doubts: Vec<String>) -> NewProspect {
    if prospect.size.is_none() {
        doubts.push(format!("The list does not say how many work there; taken for {}.", SIZE_TAKEN.spoken()));
    }
    NewProspect {
        name: prospect.name.clone(),
        postcode: prospect.postcode.clone(),
        borough: prospect.borough.as_str().to_owned(),
        sector: prospect.sector.map(|s| s.to_string()).unwrap_or_default(),
        size: prospect.size.unwrap_or(SIZE_TAKEN),
        domain: prospect.domain.clone(),
        contact: prospect.contact_name.clone(),
        email: prospect.email.clone(),
        phone: prospect.phone.clone(),
        doubts,
    }
}

pub(super) fn bad_line(list: &Import, row: &ImportRow) -> String {
    let cells = row.cells.iter().map(String::as_str);
    let missing = list.headings.len().saturating_sub(row.cells.len());
    let line = row.line.to_string();
    let reason = row.problem.as_deref().unwrap_or_default();
    let cells: Vec<&str> =
        cells.chain(std::iter::repeat_n("", missing)).chain([line.as_str(), reason]).collect();
    export::line(cells)
}

pub(super) fn counts(path: &str, list: &Import) -> Stats {
    let stat = |state: RowState, label: &str, note: &str| Stat {
        number: words::number(rows_in(list, state)),
        label: label.into(),
        note: note.into(),
        href: format!("{path}?rows={}", state.name()),
    };
    let mut items = vec![
        stat(RowState::Good, "Good", "become prospects"),
        stat(RowState::Known, "Known", "there already, left out"),
        stat(RowState::Bad, "Bad", "to be mended"),
    ];
    if list.state == ImportState::Applied {
        items.push(stat(RowState::Applied, "Applied", "are prospects now"));
    }
    Stats { items }
}
