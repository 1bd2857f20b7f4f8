//! The record of transparency of the running model, in the order of the algorithmic transparency recording standard of
//! the United Kingdom, printed from the figures that are in use and from nothing else.

use std::fmt::Write;

use super::evidence::Evidence;
use super::linker::Linker;
use super::strength::{AS_MANY_PAIRS, HUB, LOOKED_AT};

impl Linker {
    /// The record as Markdown.
    pub fn transparency_record(&self) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = self.write_record(&mut text);
        text
    }

    fn write_record(&self, out: &mut String) -> std::fmt::Result {
        let model = self.model();
        let hubs = self.index.values.iter().filter(|v| v.reports.len() > 1 && v.strength <= HUB).count();
        writeln!(out, "# Record of transparency: links between reports\n")?;
        writeln!(
            out,
            "**What it is for.** It finds reports of fraud and cyber crime that may be of one offender, and says why. \
            A person decides what follows: no report is closed, ranked lower or sent on by it alone.\n"
        )?;
        writeln!(
            out,
            "**Model.** Fingerprint `{}`, learnt without labels from {} reports (Fellegi and Sunter 1969; \
            expectation and maximisation). Two reports are linked from {:.1} bits on; 0 is even odds.\n",
            model.fingerprint(),
            model.learnt_from,
            model.link_from
        )?;
        writeln!(
            out,
            "**In use now.** {} reports, {} networks, {hubs} values that link nothing because their reports have \
            nothing else in common, {} judgements of analysts that stand.\n",
            self.len(),
            self.networks.all().count(),
            self.judgements().len()
        )?;
        writeln!(
            out,
            "**What it reads.** Of a report: telephones, e-mail and web addresses, accounts, wallets, handles, internet \
            addresses, devices, the offender's name and address, the brand, the class of crime, the day, and the \
            narrative. Values of the victim, of those who help, and what is written where nothing was known link \
            nothing; whose a value is, is told by the words before it.\n"
        )?;
        writeln!(
            out,
            "**What is compared.** The share of pairs under a value that belong together, by how many reports hold it:\n"
        )?;
        writeln!(
            out,
            "| evidence | 2 reports | 7 to 10 | 33 to 64 | more than 256 |\n|---|---|---|---|---|"
        )?;
        for kind in Evidence::ALL {
            let share = |size: usize| model.together[kind as usize][size];
            writeln!(
                out,
                "| {} | {:.3} | {:.3} | {:.3} | {:.3} |",
                kind.word(),
                share(0),
                share(4),
                share(7),
                share(10)
            )?;
        }
        writeln!(
            out,
            "\nBesides: the class of crime (the same in {:.2} of pairs of one offender), the brand ({:.2}), \
            the name and the days between. Not compared: the victim's age, sex, origin, home or vulnerability.\n",
            model.same_crime, model.same_brand
        )?;
        writeln!(
            out,
            "**Hubs.** There is no list of known hubs. What a kind of value says by the table above counts as much as \
            {AS_MANY_PAIRS:.0} pairs; then up to {LOOKED_AT} pairs of the value's own reports are looked at. From {:.0} bits \
            downwards a value is a hub: it links nothing, and stays visible and countable. Two groups need {:.1} bits more \
            each time the smaller is twice as large.\n",
            f64::from(HUB) / 4.0,
            model.for_each_doubling
        )?;
        writeln!(
            out,
            "**Known weaknesses.** Accuracy was measured on invented reports, as a guard against getting worse; it says \
            nothing about the field. Wording is easier there than in life. A lent account or a recycled number can join two \
            offenders: such joins are shown as leads and can be cut."
        )
    }
}
