//! What each column is, by whatever it is called.

use crate::named_values::named_values;

use super::ListError;

named_values! {
    /// What a column can be.
    Column, "column" {
        /// The firm's name; the only one that must be there.
        Name = "name",
        /// Where it works.
        Postcode = "postcode",
        /// Its borough, by name or code.
        Borough = "borough",
        /// What it does, in words or as a SIC code.
        Sector = "sector",
        /// How many work there.
        Size = "size",
        /// Whom to ask for.
        ContactName = "contact_name",
        /// Where to write.
        Email = "email",
        /// Where to ring.
        Phone = "phone",
        /// Its web address.
        Domain = "domain",
    }
}

impl Column {
    /// Every heading that means this column, in small letters without blanks and signs.
    fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Name => &[
                "name",
                "company",
                "companyname",
                "business",
                "businessname",
                "nameofbusiness",
                "firm",
                "firmname",
                "organisation",
                "organisationname",
                "organization",
                "organizationname",
                "tradingname",
                "tradingas",
                "shop",
                "shopname",
                "client",
                "account",
                "accountname",
            ],
            Self::Postcode => {
                &["postcode", "postalcode", "pcode", "zip", "zipcode", "companypostcode", "addresspostcode"]
            }
            Self::Borough => &[
                "borough",
                "boroughname",
                "boroughcode",
                "localauthority",
                "council",
                "district",
                "la",
                "lad",
                "lacode",
            ],
            Self::Sector => &[
                "sector",
                "industry",
                "sic",
                "siccode",
                "siccodes",
                "sic2007",
                "trade",
                "businesstype",
                "typeofbusiness",
                "activity",
                "whattheydo",
                "category",
            ],
            Self::Size => &[
                "size",
                "sizeband",
                "staff",
                "employees",
                "numberofemployees",
                "noofemployees",
                "numberofstaff",
                "employeecount",
                "headcount",
                "fte",
                "people",
            ],
            Self::ContactName => &[
                "contact",
                "contactname",
                "contactperson",
                "person",
                "fullname",
                "owner",
                "ownername",
                "director",
                "manager",
            ],
            Self::Email => &["email", "emailaddress", "mail", "contactemail", "emails"],
            Self::Phone => &[
                "phone",
                "phonenumber",
                "telephone",
                "telephonenumber",
                "tel",
                "telno",
                "mobile",
                "mobilenumber",
                "contactnumber",
                "contactphone",
                "landline",
            ],
            Self::Domain => &[
                "website",
                "web",
                "webaddress",
                "websiteaddress",
                "url",
                "domain",
                "domainname",
                "site",
                "homepage",
                "www",
            ],
        }
    }
}

/// One column of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRead {
    /// What it is called in the list, cut to 60 characters.
    pub heading: String,
    /// What it was taken for; `None`: left out.
    pub meaning: Option<Column>,
}

/// Reads the headings. When two mean the same, the first counts.
pub(super) fn read<'h>(headings: impl Iterator<Item = &'h str>) -> Result<Vec<ColumnRead>, ListError> {
    let mut columns: Vec<ColumnRead> = Vec::new();
    for heading in headings {
        let known = meaning(heading).filter(|m| columns.iter().all(|c| c.meaning != Some(*m)));
        let heading = heading.trim().chars().filter(|c| !c.is_control()).take(60).collect();
        columns.push(ColumnRead { heading, meaning: known });
    }
    if columns.iter().any(|c| c.meaning == Some(Column::Name)) {
        return Ok(columns);
    }
    let headings = columns.iter().map(|c| c.heading.as_str()).collect::<Vec<_>>().join(", ");
    Err(ListError::NoNameColumn { headings: headings.chars().take(200).collect() })
}

fn meaning(heading: &str) -> Option<Column> {
    let plain: String =
        heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Column::ALL.iter().copied().find(|column| column.headings().contains(&plain.as_str()))
}
