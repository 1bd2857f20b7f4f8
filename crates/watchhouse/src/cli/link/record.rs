//! `watchhouse link record`: what a model is for, what it reads, every figure, and what it cannot do.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use linking::reports::{self, Linker};
use linking::tables;

use super::{model_text, no_model};
use crate::trouble::Trouble;

/// Print the record of transparency of a model.
#[derive(Debug, Args)]
pub struct Record {
    /// A model of reports or of a table, as --save-model writes it. Without it the model with which a centre begins.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

pub(super) fn print(args: &Record, out: &mut impl Write) -> Result<(), Trouble> {
    let Some(path) = &args.model else {
        write!(out, "{}", Linker::new(reports::Model::default()).transparency_record())?;
        return Ok(());
    };
    let text = model_text(path)?;
    // Only a table's model says what is compared column by column.
    let record = if text.contains("[[compare]]") {
        tables::Model::from_toml(&text).map_err(|fault| no_model(path, fault))?.transparency_record()
    } else {
        let model = reports::Model::from_toml(&text).map_err(|fault| no_model(path, fault))?;
        Linker::new(model).transparency_record()
    };
    write!(out, "{record}")?;
    Ok(())
}
