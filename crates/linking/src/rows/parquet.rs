//! Parquet, row by row. Lists become several values in one cell, parted by `|`.

use bytes::Bytes;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;

use super::{LONGEST_ROW, MOST_NAMED, Met, Unreadable, shown, too_long};

pub(super) fn read(bytes: Vec<u8>, take: &mut dyn FnMut(Met<'_>)) -> Result<(), Unreadable> {
    let cannot = |error: parquet::errors::ParquetError| Unreadable::Parquet(shown(&error.to_string()));
    let reader = SerializedFileReader::new(Bytes::from(bytes)).map_err(cannot)?;
    let schema = reader.metadata().file_metadata().schema();
    let names: Vec<String> = schema.get_fields().iter().map(|field| field.name().trim().to_owned()).collect();
    if names.len() > MOST_NAMED {
        return Err(Unreadable::TooWide);
    }
    let rows = reader.get_row_iter(None).map_err(cannot)?;
    names.iter().for_each(|name| take(Met::Column(name)));
    let mut cells = vec![String::new(); names.len()];
    for (at, row) in rows.enumerate() {
        let line = at as u64 + 1;
        let row = match row {
            Ok(row) => row,
            Err(error) if at == 0 => return Err(cannot(error)),
            Err(error) => {
                let why = format!("the file cannot be read from here on: {}", shown(&error.to_string()));
                take(Met::Bad { line, why });
                break;
            }
        };
        let mut fault = None;
        for ((name, field), cell) in row.get_column_iter().zip(&mut cells) {
            match plain(field) {
                Some(text) => *cell = text,
                None => {
                    fault =
                        Some(format!("what stands under `{}` is no plain text, number or list", shown(name)));
                }
            }
        }
        if cells.iter().map(String::len).sum::<usize>() > LONGEST_ROW {
            fault = Some(too_long());
        }
        take(match fault {
            Some(why) => Met::Bad { line, why },
            None => Met::Row { line, cells: &cells },
        });
    }
    Ok(())
}

fn plain(field: &Field) -> Option<String> {
    Some(match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => bytes.as_utf8().ok()?.to_owned(),
        Field::Group(_) | Field::MapInternal(_) => return None,
        Field::ListInternal(list) => {
            let parts = list.elements().iter().map(|item| match item {
                Field::ListInternal(_) => None,
                other => plain(other).map(|text| text.replace('|', " ")),
            });
            parts.collect::<Option<Vec<_>>>()?.join("|")
        }
        other => other.to_string(),
    })
}
