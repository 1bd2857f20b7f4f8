//! The record of transparency of a table's model, printed from the figures that are in use.

use std::fmt::Write;

use super::candidates::{LARGEST_BLOCK, LARGEST_WORD_BLOCK};
use super::model::{Comparison, Model, Part};

impl Model {
    /// The record as Markdown.
    pub fn transparency_record(&self) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = self.write_record(&mut text);
        text
    }

    fn write_record(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "# Record of transparency: rows of tables that are one\n")?;
        writeln!(
            out,
            "**What it is for.** It finds rows that may be of one person, firm or thing, and says why. A person decides \
             what follows; nothing is merged in the table itself.\n"
        )?;
        let columns: Vec<&str> = self.comparisons.iter().map(|c| c.column.as_str()).collect();
        writeln!(out, "**What it reads.** The columns {}, and nothing else of a row.\n", columns.join(", "))?;
        let told = "by Fellegi and Sunter's method (1969), with rare values counting more";
        match self.prior {
            Some(prior) => writeln!(
                out,
                "**How it decides.** Each comparison counts so many bits, {told}. Of all pairs of rows 1 in {:.0} is taken \
                 to belong together ({:.2} bits). From {:.2} bits on two rows are linked; 0 is even odds. A cluster needs \
                 agreement on average among its rows, not a chain of pairs.\n",
                1.0 / prior,
                (prior / (1.0 - prior)).log2(),
                self.threshold
            )?,
            None => writeln!(
                out,
                "**How it decides.** Each comparison counts so many bits, {told}. The figures are not estimated yet: they \
                 are when a table is linked, and `--save-model` keeps them. From {:.2} bits on two rows are linked.\n",
                self.threshold
            )?,
        }
        writeln!(out, "**Weights.** In bits; more than 0 speaks for one entity.\n")?;
        writeln!(
            out,
            "| column | agreement | among the same | among others | bits |\n|---|---|---|---|---|"
        )?;
        self.comparisons.iter().try_for_each(|comparison| weights(comparison, out))?;
        writeln!(
            out,
            "\n**Which rows are held against each other.** Those that agree in all parts of one of these rules:\n"
        )?;
        for rule in &self.rules {
            let parts: Vec<String> =
                rule.agree.iter().map(|(column, part)| format!("{column} ({})", word(*part))).collect();
            writeln!(out, "- {}", parts.join(" and "))?;
        }
        writeln!(
            out,
            "\n**Hubs.** A value in more than {LARGEST_BLOCK} rows, or a word in more than {LARGEST_WORD_BLOCK}, brings no \
             rows together by itself.\n"
        )?;
        writeln!(
            out,
            "**Known weaknesses.** Columns are taken to agree independently of each other; people of one household agree in \
             many. Who writes a name in another script, or changes it, is found less often. Rows that no rule brings \
             together are never compared. Accuracy was measured on public and invented sets, as a guard against getting \
             worse: it is no claim about your table or about the field."
        )
    }
}

fn weights(comparison: &Comparison, out: &mut String) -> std::fmt::Result {
    if comparison.among_same.is_empty() {
        return writeln!(out, "| {} | not estimated yet | | | |", comparison.column);
    }
    let shares = comparison.among_same.iter().zip(&comparison.among_different);
    for ((same, different), level) in shares.zip(comparison.kind.levels()) {
        let bits = (same / different).log2();
        let by_rarity =
            if *level == "same" && comparison.by_frequency { ", more for a rare value" } else { "" };
        writeln!(
            out,
            "| {} | {level}{by_rarity} | {same:.4} | {different:.6} | {bits:+.2} |",
            comparison.column
        )?;
    }
    Ok(())
}

fn word(part: Part) -> &'static str {
    match part {
        Part::Whole => "the whole value",
        Part::Beginning => "its beginning",
        Part::Each => "one word or value of it",
    }
}
