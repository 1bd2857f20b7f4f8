//! A report as it comes in: what a report taker wrote, field by field, and the account of events.

/// The most characters of a narrative that are read; the rest is left out.
pub const LONGEST_NARRATIVE: usize = 100_000;
/// The longest field, in bytes.
pub const LONGEST_FIELD: usize = 4_096;
/// The most bad rows that are listed one by one; all are counted.
pub const MOST_BAD_ROWS: usize = 100;

/// One report, before anything is read out of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Its reference. A second report with the same reference is refused.
    pub id: String,
    /// The day on which it came in, in days since 1 January 1970; nothing where the date could not be read.
    pub received: Option<i32>,
    /// The class of crime, as a code.
    pub crime: String,
    /// Whom the offender claimed to be: a firm or an authority.
    pub brand: String,
    /// The name that the offender used.
    pub suspect_name: String,
    /// The address that the offender gave.
    pub suspect_address: String,
    /// Telephone numbers in the form's own field, parted by `|`; likewise those below.
    pub phones: String,
    /// E-mail addresses.
    pub emails: String,
    /// Web addresses.
    pub urls: String,
    /// Bank accounts.
    pub accounts: String,
    /// Addresses of cryptocurrencies.
    pub wallets: String,
    /// Names on platforms.
    pub handles: String,
    /// Internet addresses.
    pub ips: String,
    /// Fingerprints of devices.
    pub devices: String,
    /// The account of events.
    pub narrative: String,
    /// Where the victim is: a borough.
    pub area: String,
    /// The loss in pence.
    pub loss: u64,
    /// Whether the victim is vulnerable.
    pub vulnerable: bool,
    /// How the money went.
    pub payment: String,
}

/// Reports read from a file, with what could not be read.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The reports, in the order of the file.
    pub reports: Vec<Report>,
    /// The first [`MOST_BAD_ROWS`] rows that could not be read: the line and why.
    pub bad_rows: Vec<(u64, String)>,
    /// How many rows could not be read.
    pub bad: usize,
    /// What was understood with a doubt, in words.
    pub notes: Vec<String>,
}

/// Reads reports from CSV whose first line names the columns. Columns that are not there are empty; those that are not
/// known are left out with a note.
pub fn read_csv(bytes: &[u8]) -> Batch {
    let mut batch = Batch::default();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let Ok(header) = reader.byte_headers().cloned() else {
        batch.refuse(1, "the first line does not name the columns");
        return batch;
    };
    let columns: Vec<String> =
        header.iter().map(|c| String::from_utf8_lossy(c).trim().to_lowercase()).collect();
    if !columns.iter().any(|c| c == "report_id" || c == "id") {
        batch.refuse(1, "no column is called `report_id` or `id`");
        return batch;
    }
    for column in columns.iter().filter(|c| !Report::knows(c)) {
        batch.notes.push(format!("column `{column}` is not known here and was not read"));
    }
    let mut record = csv::ByteRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_byte_record(&mut record) {
            Ok(true) if record.len() == columns.len() => {}
            Ok(true) => {
                batch.refuse(
                    line,
                    &format!("the row has {} cells and the table {}", record.len(), columns.len()),
                );
                continue;
            }
            Ok(false) => break,
            Err(_) => {
                batch.refuse(line, "the row cannot be read as CSV");
                continue;
            }
        }
        let mut report = Report::default();
        for (column, cell) in columns.iter().zip(&record) {
            report.set(column, &String::from_utf8_lossy(cell));
        }
        if report.id.is_empty() {
            batch.refuse(line, "the report has no reference");
        } else {
            batch.reports.push(report);
        }
    }
    batch
}

impl Batch {
    fn refuse(&mut self, line: u64, why: &str) {
        self.bad += 1;
        if self.bad_rows.len() < MOST_BAD_ROWS {
            self.bad_rows.push((line, why.to_owned()));
        }
    }
}

impl Report {
    /// Whether a column of this name means something here, if only that it is left alone.
    pub fn knows(column: &str) -> bool {
        const OTHERS: [&str; 6] =
            ["incident_at", "source", "crime_type", "victim_type", "victim_sector", "victim_age_band"];
        OTHERS.contains(&column) || Self::default().place(column).is_some() || Self::is_read_otherwise(column)
    }

    fn is_read_otherwise(column: &str) -> bool {
        matches!(column, "received_at" | "loss_gbp" | "victim_vulnerable")
    }

    fn place(&mut self, column: &str) -> Option<&mut String> {
        Some(match column {
            "report_id" | "id" => &mut self.id,
            "crime_code" => &mut self.crime,
            "suspect_org" => &mut self.brand,
            "suspect_name" => &mut self.suspect_name,
            "suspect_address" => &mut self.suspect_address,
            "phones" => &mut self.phones,
            "emails" => &mut self.emails,
            "urls" => &mut self.urls,
            "bank_accounts" => &mut self.accounts,
            "wallets" => &mut self.wallets,
            "handles" => &mut self.handles,
            "ips" => &mut self.ips,
            "device_ids" => &mut self.devices,
            "narrative" => &mut self.narrative,
            "victim_borough" => &mut self.area,
            "payment_method" => &mut self.payment,
            _ => return None,
        })
    }

    /// Sets what a column of this name (in lower case) says; what is not known is left alone, and what is too long is cut.
    pub fn set(&mut self, column: &str, cell: &str) {
        match column {
            "received_at" => self.received = day(cell),
            "loss_gbp" => self.loss = pence(cell),
            "victim_vulnerable" => self.vulnerable = matches!(cell.trim(), "1" | "true" | "yes"),
            "narrative" => self.narrative = cell.chars().take(LONGEST_NARRATIVE).collect(),
            _ => {
                if let Some(place) = self.place(column) {
                    let mut end = cell.len().min(LONGEST_FIELD);
                    while !cell.is_char_boundary(end) {
                        end -= 1;
                    }
                    *place = cell.get(..end).unwrap_or_default().trim().to_owned();
                }
            }
        }
    }
}

/// Days since 1 January 1970 of a date that begins with `2026-01-07`.
pub fn day(text: &str) -> Option<i32> {
    let text = text.trim();
    let (year, month, day) = (text.get(..4)?, text.get(5..7)?, text.get(8..10)?);
    let (year, month, day): (i32, i32, i32) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let separated = text.get(4..5)? == "-" && text.get(7..8)? == "-";
    if !separated || !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1900..2200).contains(&year) {
        return None;
    }
    // Days from civil, by Howard Hinnant: the year begins in March.
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, month) = (shifted.div_euclid(400), (month + 9) % 12);
    let of_era = shifted - era * 400;
    let of_year = (153 * month + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn pence(cell: &str) -> u64 {
    let plain: String = cell.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let (pounds, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let pounds: u64 = pounds.parse().unwrap_or(0);
    let pence: u64 = format!("{rest:0<2}").get(..2).and_then(|p| p.parse().ok()).unwrap_or(0);
    pounds.saturating_mul(100).saturating_add(pence)
}
