//! Lists that leave the centre, as CSV (RFC 4180), one cell at a time.
//!
//! Every cell is text and stands between quotation marks. A cell that a spreadsheet would run
//! as a formula gets an apostrophe in front (OWASP, *CSV Injection*): names are typed by
//! strangers and opened by our own officers. What is exported is what the columns say; there is
//! no further column.

use std::borrow::Cow;

use jiff::civil::Date;
use terms::{Promise, PromiseState};

use crate::membership::{SizeBand, Standing, Tier};

/// Stands at the start of a file so that Excel reads it as UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The text of a cell, with an apostrophe in front where a spreadsheet would take it for a formula.
pub fn neutral(text: &str) -> Cow<'_, str> {
    // Blanks in front do not hide a formula from every spreadsheet; the wide forms are run by some.
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let starts_formula = first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    if starts_formula { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// One line with its line end. A cell keeps its line breaks but loses other control characters.
pub fn line<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let mut line = String::new();
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            line.push(',');
        }
        line.push('"');
        // Control characters go first: one in front would hide a formula from the next step.
        let clean: String = cell.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
        line.push_str(&neutral(&clean).replace('"', "\"\""));
        line.push('"');
    }
    line.push_str("\r\n");
    line
}

/// One member in the list of members. Texts are shown to people: names, not codes.
#[derive(Debug, Clone, Default)]
pub struct MemberRow<'m> {
    /// The firm's name.
    pub name: &'m str,
    /// Member, prospect, left.
    pub standing: Option<Standing>,
    /// Core, funded, paid.
    pub tier: Option<Tier>,
    /// The borough's name.
    pub borough: &'m str,
    /// The whole postcode.
    pub postcode: &'m str,
    /// The sector's plain name.
    pub sector: &'m str,
    /// How many work there.
    pub size: Option<SizeBand>,
    /// The first contact's name.
    pub contact_name: &'m str,
    /// The first contact's e-mail address.
    pub email: &'m str,
    /// The first contact's telephone.
    pub phone: &'m str,
    /// The domain that we look at.
    pub domain: &'m str,
    /// The promises in the order of [`Promise::ALL`], as last seen; `None`: never looked.
    pub promises: [Option<PromiseState>; 4],
    /// When it joined.
    pub joined: Option<Date>,
    /// When we last spoke.
    pub last_contact: Option<Date>,
}

const COLUMNS: [&str; 11] = [
    "name",
    "standing",
    "tier",
    "borough",
    "postcode",
    "sector",
    "size",
    "contact name",
    "email",
    "phone",
    "domain",
];

/// The first line of the list of members, with [`BYTE_ORDER_MARK`] in front.
pub fn header() -> String {
    let promises = Promise::ALL.map(|p| match p {
        Promise::MailIsYours => "mail is yours",
        Promise::WebsiteIsSafe => "website is safe",
        Promise::NothingDangerousOpen => "nothing dangerous open",
        Promise::NameIsYours => "name is yours",
    });
    let columns = COLUMNS.into_iter().chain(promises).chain(["joined", "last contact"]);
    format!("{BYTE_ORDER_MARK}{}", line(columns))
}

/// One line of the list of members.
pub fn row(member: &MemberRow<'_>) -> String {
    let date = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    let (joined, last_contact) = (date(member.joined), date(member.last_contact));
    let promises = member.promises.map(promise_words);
    let cells = [
        member.name,
        member.standing.map_or("", Standing::name),
        member.tier.map_or("", Tier::name),
        member.borough,
        member.postcode,
        member.sector,
        member.size.map_or("", SizeBand::spoken),
        member.contact_name,
        member.email,
        member.phone,
        member.domain,
    ];
    line(cells.into_iter().chain(promises).chain([joined.as_str(), last_contact.as_str()]))
}

fn promise_words(state: Option<PromiseState>) -> &'static str {
    match state {
        Some(PromiseState::Kept) => "kept",
        Some(PromiseState::Partly) => "partly",
        Some(PromiseState::NotKept) => "not kept",
        Some(PromiseState::CouldNotCheck) => "could not check",
        None => "not looked at",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_one_line_under_one_heading() {
        let member = MemberRow {
            name: "Café \"Ö\", Ltd",
            standing: Some(Standing::Member),
            tier: Some(Tier::Core),
            size: Some(SizeBand::Micro),
            promises: [Some(PromiseState::Kept), None, Some(PromiseState::CouldNotCheck), None],
            joined: Some(jiff::civil::date(2026, 3, 1)),
            ..MemberRow::default()
        };
        assert_eq!(
            header(),
            "\u{feff}\"name\",\"standing\",\"tier\",\"borough\",\"postcode\",\"sector\",\"size\",\"contact name\",\"email\",\"phone\",\"domain\",\"mail is yours\",\"website is safe\",\"nothing dangerous open\",\"name is yours\",\"joined\",\"last contact\"\r\n"
        );
        assert_eq!(
            row(&member),
            "\"Café \"\"Ö\"\", Ltd\",\"member\",\"core\",\"\",\"\",\"\",\"1 to 9 people\",\"\",\"\",\"\",\"\",\"kept\",\"not looked at\",\"could not check\",\"not looked at\",\"2026-03-01\",\"\"\r\n"
        );
        let header = header();
        let mut reader = csv::Reader::from_reader(header.as_bytes());
        assert_eq!(reader.headers().unwrap().len(), 17);
    }

    #[test]
    fn no_cell_runs_as_a_formula() {
        for payload in [
            "=1+1",
            "+44 20 7946 0000",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "\u{1}=1",
            "\u{1}\n1",
            "\u{a0}=1",
            "  =HYPERLINK(\"http://x.example\")",
            "＝1+1",
            "=cmd|' /C calc'!A0",
        ] {
            let line = line([payload, "safe"]);
            assert!(line.starts_with("\"'"), "{payload:?} became {line}");
        }
        assert_eq!(line(["5-a-day", "a=b"]), "\"5-a-day\",\"a=b\"\r\n");
    }

    #[test]
    fn a_cell_cannot_end_its_quotation_or_hide_signs() {
        assert_eq!(line(["a\"\r\n=1,\"b", "c\0d"]), "\"a\"\"\n=1,\"\"b\",\"cd\"\r\n");
        assert_eq!(line(["", ""]), "\"\",\"\"\r\n");
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(cells in proptest::collection::vec("[^\\x00-\\x1f\\x7f-\\x9f]{0,20}", 1..6)) {
            let written = line(cells.iter().map(String::as_str));
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            let expected: Vec<_> = cells.iter().map(|c| neutral(c).into_owned()).collect();
            proptest::prop_assert_eq!(record.iter().map(str::to_owned).collect::<Vec<_>>(), expected);
        }
    }
}
