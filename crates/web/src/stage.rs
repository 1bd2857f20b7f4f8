//! The stage set of a demonstration, as pages see it: what the companies of an invented firm would change for it.
//!
//! Nothing of it exists in a real centre. The program fills [`StageSet`] in; what is changed is seen by the
//! demonstration's own name server and hosts at once, and gone when the demonstration ends.

use std::net::IpAddr;

use checkup::{Record, RecordName};
use terms::DomainName;

/// The most records of one name.
pub const MOST_STAGED_RECORDS: usize = 60;
/// The most files that one name has put on its site.
pub const MOST_STAGED_FILES: usize = 12;
/// The longest file, in bytes.
pub const LONGEST_STAGED_FILE: usize = 8 * 1024;
/// The longest name of a file below [`WELL_KNOWN`], in letters.
pub const LONGEST_FILE_NAME: usize = 64;
/// The most names that are changed in one demonstration.
pub const MOST_STAGED_NAMES: usize = 2_000;
/// Where files can be put (RFC 8615).
pub const WELL_KNOWN: &str = "/.well-known/";

/// Who looks after a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keeper {
    /// The company that keeps the name.
    Name,
    /// Whoever looks after the website.
    Website,
    /// Whoever looks after the computers.
    Computers,
}

/// A part of a firm's set-up that is in order or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "`words` says what each is")]
pub enum Part {
    Rented,
    Locked,
    Answering,
    Sealed,
    CopyRefused,
    Encryption,
    Certificate,
    Redirect,
    StaysEncrypted,
    Cookies,
    WholePage,
    Software,
    Fields,
    FilesHidden,
    MailEncryption,
    OwnMailOnly,
    NewEncryptionOnly,
    DoorsShut,
}

impl Part {
    /// Every part, in the order of the page.
    pub const ALL: [Self; 18] = [
        Self::Rented,
        Self::Locked,
        Self::Answering,
        Self::Sealed,
        Self::CopyRefused,
        Self::Encryption,
        Self::Certificate,
        Self::Redirect,
        Self::StaysEncrypted,
        Self::Cookies,
        Self::WholePage,
        Self::Software,
        Self::Fields,
        Self::FilesHidden,
        Self::MailEncryption,
        Self::OwnMailOnly,
        Self::NewEncryptionOnly,
        Self::DoorsShut,
    ];

    /// Its name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rented => "rented",
            Self::Locked => "locked",
            Self::Answering => "answering",
            Self::Sealed => "sealed",
            Self::CopyRefused => "copy-refused",
            Self::Encryption => "encryption",
            Self::Certificate => "certificate",
            Self::Redirect => "redirect",
            Self::StaysEncrypted => "stays-encrypted",
            Self::Cookies => "cookies",
            Self::WholePage => "whole-page",
            Self::Software => "software",
            Self::Fields => "fields",
            Self::FilesHidden => "files-hidden",
            Self::MailEncryption => "mail-encryption",
            Self::OwnMailOnly => "own-mail-only",
            Self::NewEncryptionOnly => "new-encryption-only",
            Self::DoorsShut => "doors-shut",
        }
    }

    /// The part of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// How it is when it is in order.
    pub fn words(self) -> &'static str {
        match self {
            Self::Rented => "The name is rented for another year",
            Self::Locked => "The name is locked, so nobody can move it away",
            Self::Answering => "The name servers answer",
            Self::Sealed => "The seal of the name (DNSSEC) is not broken",
            Self::CopyRefused => "Nobody can copy the whole list of records",
            Self::Encryption => "The website is encrypted (https)",
            Self::Certificate => "The certificate is right and new",
            Self::Redirect => "Visitors are sent to the encrypted website",
            Self::StaysEncrypted => "Browsers are told to stay with https (HSTS)",
            Self::Cookies => "Cookies are marked as safe",
            Self::WholePage => "All parts of the page come encrypted",
            Self::Software => "The website's software is up to date",
            Self::Fields => "The protective settings of the website are on",
            Self::FilesHidden => "No secret files lie open on the website",
            Self::MailEncryption => "The mail server encrypts mail on its way (STARTTLS)",
            Self::OwnMailOnly => "The mail server passes on no strangers' mail",
            Self::NewEncryptionOnly => "Old kinds of encryption are off",
            Self::DoorsShut => "Doors that nobody needs are shut",
        }
    }

    /// Who looks after it.
    pub fn keeper(self) -> Keeper {
        match self {
            Self::Rented | Self::Locked | Self::Answering | Self::Sealed | Self::CopyRefused => Keeper::Name,
            Self::Encryption
            | Self::Certificate
            | Self::Redirect
            | Self::StaysEncrypted
            | Self::Cookies
            | Self::WholePage
            | Self::Software
            | Self::Fields
            | Self::FilesHidden => Keeper::Website,
            Self::MailEncryption | Self::OwnMailOnly | Self::NewEncryptionOnly | Self::DoorsShut => {
                Keeper::Computers
            }
        }
    }
}

/// One record of a staged name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedRecord {
    /// Whose it is.
    pub owner: RecordName,
    /// What it says.
    pub record: Record,
    /// It stands there by itself, as the name servers do, and cannot be changed.
    pub is_fixed: bool,
}

/// A name on the stage, as it is now.
#[derive(Debug, Clone)]
pub struct StagedName {
    /// The registered name.
    pub apex: RecordName,
    /// The company that keeps its records.
    pub name_host: String,
    /// Its records, those of the name itself first.
    pub records: Vec<StagedRecord>,
    /// The files on its site: path and text.
    pub files: Vec<(String, String)>,
    /// What there is to be in order, and whether it is.
    pub parts: Vec<(Part, bool)>,
    /// The computers behind the name: [`Keeper::Computers`] looks after these, and other firms may be on them too.
    pub computers: Vec<IpAddr>,
    /// Somebody has changed something here.
    pub is_changed: bool,
}

/// What somebody changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageChange {
    /// A record more.
    Add(RecordName, Record),
    /// A record less.
    Remove(RecordName, Record),
    /// Another record in the place of one that is there.
    Replace(Box<[(RecordName, Record); 2]>),
    /// A file on the site, in the place of the one that lies there.
    PutFile {
        /// Where, beginning with [`WELL_KNOWN`].
        path: String,
        /// What it says.
        text: String,
    },
    /// A file less.
    RemoveFile(String),
    /// Exactly these parts are in order, of all that [`StagedName::parts`] tells.
    Mend(Vec<Part>),
    /// Everything as it was in the beginning.
    PutBack,
}

/// Why the stage refuses a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageRefusal {
    /// There is no such name on the stage.
    NoSuchName,
    /// The record's owner is not within the name.
    NotWithin,
    /// An alias cannot stand beside other records (RFC 1034, 3.6.2).
    AliasBesideOthers,
    /// An address that is not of the invented city.
    ForeignAddress,
    /// It is there already.
    AlreadyThere,
    /// It is there no more.
    Gone,
    /// There is no room for one more record.
    TooManyRecords,
    /// There is no room for one more file.
    TooManyFiles,
    /// The file is too long.
    FileTooLong,
    /// The path is none at which a file can be put.
    Path,
    /// So many names were changed that there is no room for one more.
    TooManyNames,
}

/// The stage set: the records and hosts of invented firms, which a visitor may change.
pub trait StageSet: Send + Sync {
    /// A name as it is now; none where no invented firm has it.
    fn name(&self, name: &DomainName) -> Option<StagedName>;
    /// Changes a name.
    ///
    /// # Errors
    /// [`StageRefusal`] with the reason; nothing is changed then.
    fn change(&self, name: &DomainName, change: StageChange) -> Result<(), StageRefusal>;
}

/// Whether a file can be put at this path: one name of plain letters below [`WELL_KNOWN`].
pub fn is_staged_path(path: &str) -> bool {
    path.strip_prefix(WELL_KNOWN).is_some_and(|name| {
        (1..=LONGEST_FILE_NAME).contains(&name.len())
            && !name.starts_with('.')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_known_by_its_name() {
        for part in Part::ALL {
            assert_eq!(Part::parse(part.name()), Some(part));
        }
        assert_eq!(Part::parse("roof"), None);
    }

    #[test]
    fn files_lie_in_one_place_only() {
        let longest = "a".repeat(LONGEST_FILE_NAME);
        for good in ["security.txt", "watchhouse-check.txt", "mta-sts.txt", &longest] {
            assert!(is_staged_path(&format!("{WELL_KNOWN}{good}")), "{good}");
        }
        let too_long = "a".repeat(LONGEST_FILE_NAME + 1);
        for bad in ["", "a/b", "..", ".git", "a b", "caf\u{e9}", &too_long] {
            assert!(!is_staged_path(&format!("{WELL_KNOWN}{bad}")), "{bad}");
        }
        assert!(!is_staged_path("/security.txt") && !is_staged_path("security.txt"));
    }
}
