//! The only room that knows SQL.
//!
//! Question answered: *what does this centre know, and what was done?*
//! In: typed values, who does it, and when. Out: records; every change leaves an entry in the ledger in the same transaction.
//! Never: deciding who may (that is `centre::policy`), looking at a clock, sending anything, telling a secret to a log.
//! Start reading at [`Store`], then `change.rs` for how a change is written, then one file for each noun.

mod accounts;
mod actions;
mod advisories;
mod api_tokens;
mod asked_message_lists;
mod asked_messages;
mod assets;
mod authorities;
mod backup;
mod backup_blobs;
mod backup_keys;
mod badges;
mod blobs;
mod call_checks;
mod call_codes;
mod campaign_lists;
mod campaigns;
mod case_events;
mod cases;
mod cells;
mod ceremonies;
mod change;
mod checks;
mod codes;
mod cohort_members;
mod cohorts;
mod copy;
mod counts;
mod custody;
mod db;
mod draft_items;
mod drafts;
mod due_checks;
mod errand_mail;
mod errand_replies;
mod errands;
mod error;
mod evidence_items;
mod examinations;
mod findings;
mod funded_places;
mod group_replies;
mod identities;
mod imports;
mod joining;
mod keys;
mod late_cases;
mod leaving;
mod ledger;
mod ledger_heads;
mod legal_holds;
mod letter_codes;
mod letters;
mod links;
mod lookalike_changes;
mod lookalikes;
mod looking_switch;
mod mailboxes;
mod member_list;
mod member_question;
mod member_search;
mod message_answers;
mod migrations;
mod missing_problems;
mod moment;
mod notes;
mod observables;
mod once;
mod organisations;
mod outbox;
mod own_reports;
mod owners;
mod pack_moves;
mod packs;
mod partner_reports;
mod passkeys;
mod passwords;
mod people;
mod playbook_runs;
mod playbook_versions;
mod proofs;
mod prospects;
mod public_bodies;
mod published_records;
mod question;
mod read_log;
mod report_counts;
mod report_summaries;
mod reporters;
mod reports;
mod restore;
mod retention;
mod rota;
mod sealed_keys;
mod search_words;
mod seed;
mod seed_past;
mod sessions;
mod settings;
mod slow_down;
mod stay_away;
mod store;
mod takedowns;
mod targets;
#[cfg(test)]
mod testing;
mod warnings;
mod words;
mod work;

pub use accounts::NewAccount;
pub use actions::{Action, Adoption, MOST_ACTIONS};
pub use advisories::{Advisory, NewAdvisory};
pub use api_tokens::{ApiToken, TokenHolder};
pub use asked_message_lists::MessageFilter;
pub use asked_messages::{
    ANSWER_DAYS, AskedMessage, MessageWay, NewAskedMessage, ORIGINAL_DAYS, ReceivedMessage,
};
pub use assets::{AddedAsset, Asset, MOST_ASSETS};
pub use authorities::{AuthorityToTest, NewAuthority};
pub use backup::{Backup, backups_in, newest_good_backup};
pub use backup_keys::KEY_BACKUPS_KEPT;
pub use badges::Badge;
pub use blobs::{ArrivingFile, HOURS_TO_GET_A_ROW, KeptFile, LONGEST_FILE_NAME, LeavingFile, SweptBlobs};
pub use call_checks::{CallCheck, CalledParty};
pub use campaign_lists::{Campaign, CampaignMessage, CampaignPicture};
pub use case_events::{Appended, CaseEvent, LONGEST_DEED, MOST_EVENTS_AT_ONCE, MoreOfCase, NewCaseEvent};
pub use cases::{
    Case, CasePlace, CaseRecord, HeldBy, LONGEST_CASE_WORD, MOST_QUEUE_LINES, NO_PLACE, QueueCursor,
    QueueFilter,
};
pub use centre::membership::{SizeBand, Standing, Tier};
pub use ceremonies::CEREMONY_MINUTES;
pub use checks::{Check, CheckSummary, NewCheck, PromisesAt, Retold};
pub use codes::{
    AskedCode, CODE_DIGITS, CODE_MINUTES, CodeAnswer, LONG_CODE_DIGITS, MOST_LIVE_CODES,
    MOST_TICKETS_AN_HOUR, MOST_TRIES, ONE_CODE_LETTER_IN, ONE_LONG_CODE_LETTER_IN,
};
pub use cohort_members::{CohortAsset, CohortMember};
pub use cohorts::CohortMonth;
pub use counts::By;
pub use custody::{CustodyStep, Taken};
pub use drafts::{DRAFT_DAYS, Draft, LONGEST_ACCOUNT, SavedDraft};
pub use due_checks::DueAsset;
pub use errand_mail::{ERRAND_CAUSE, MailedErrand};
pub use errands::{Errand, ErrandPoint, MadeErrand, NewErrandPoint};
pub use error::StoreError;
pub use evidence_items::{EvidenceItem, ItemFacts};
pub use examinations::{MOST_TRIES_TO_EXAMINE, NewExamination, NewIndicator};
pub use findings::{FindingLetters, Told, WatchedFinding};
pub use funded_places::{FundedPlace, Gift, NewFundedPlaces};
pub use group_replies::{GroupReply, MOST_GROUP_REPORTS, NewGroupReply, ReplyState, WaitingReply};
pub use imports::{Applied, Import, ImportRow, StagedRow};
pub use joining::{Confirmed, Joined, NewMember};
pub use keys::{Keys, Secret};
pub use late_cases::ClockWarning;
pub use leaving::Left;
pub use ledger::{Line, MemberRecord};
pub use ledger_heads::verify_ledger;
pub use legal_holds::{DAYS_TO_CONFIRM_A_HOLD, LegalHold};
pub use letter_codes::KnownLetter;
pub use letters::{Letter, NewLetter, Queued, UNCONFIRMED_LETTERS_A_DAY};
pub use links::{MailedLink, UsedLink};
pub use lookalikes::{DueLookalike, KeptLookalike, LookalikeLook, MOST_LOOKALIKES, NewLookalike, Noted};
pub use looking_switch::LookingStopped;
pub use mailboxes::{LONGEST_MESSAGE, MAILBOX_DAYS, MOST_MESSAGES, Mailbox, Message};
pub use member_list::{Cursor, HowMany, MemberFilter, MemberLine, MemberPage, Sort};
pub use notes::{LONGEST_NOTE, Note};
pub use observables::{MOST_OBSERVABLES_KEPT, NewObservable, SeenEarlier, SeenOpen};
pub use once::Once;
pub use organisations::{Details, Organisation};
pub use outbox::{LetterToSend, MOST_TRIES_TO_SEND};
pub use owners::{Owner, Thing};
pub use packs::{LONGEST_PACK, MOST_PACKS, NewPack, Pack, PackMove};
pub use passkeys::Passkey;
pub use passwords::{OneTimeSecret, RECOVERY_CODES};
pub use people::{ChangedPerson, NewContact, Person};
pub use playbook_runs::{LONGEST_STEP, MOST_TICKS, PlaybookRun, Tick};
pub use playbook_versions::PlaybookVersion;
pub use proofs::{MailedProof, Proof};
pub use prospects::NewProspect;
pub use public_bodies::{BodyLine, NewPublicBody};
pub use published_records::{
    DAYS_WANTED, HeldRecord, MOST_KEYS_OF_ONE, MOST_WANTED_RECORDS, RECORD_ASKED_AGAIN, RECORD_HELD_FOR,
    ToldRecord,
};
pub use read_log::Seen;
pub use report_counts::ReportCount;
pub use report_summaries::{CaseToCount, CountedFrom, NewReportSummary, SummaryCell};
pub use reporters::Reporter;
pub use reports::{NewReport, ReceivedReport, Report};
pub use restore::restore;
pub use retention::{
    CITIZEN_MONTHS, DAYS_AFTER_HAND_OVER, DueErasure, DueOf, EVIDENCE_MONTHS, Erased, MEMBER_MONTHS,
    POLICE_REVIEW_MONTHS, SPAM_DAYS, WARNING_DAYS,
};
pub use rota::{LONGEST_SHIFT, MOST_SHIFTS, Shift};
pub use seed::{SeedCheck, SeedOrganisation};
pub use sessions::{Right, Session, SessionLimits};
pub use slow_down::{Delay, Rule};
pub use stay_away::{KeptWish, MOST_NETWORKS, NewWish};
pub use store::{Place, Store};
pub use takedowns::Takedown;
pub use targets::TargetLine;
pub use warnings::{LONGEST_APPEAL, ListedWarning, NewWarning, WARNING_DAYS_LISTED};
pub use words::{
    AdvisoryState, Deed, Factors, ImportState, LetterState, LinkPurpose, LookalikeWay, LookalikeWord, Manner,
    MessageState, MessageVerdict, Noun, PackState, RetentionRule, RowState, SealedKind, WarningState,
    WishWay, WordError,
};
pub use work::{Lease, Progress};
