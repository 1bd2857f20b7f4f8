//! Which mistakes a firm makes, drawn by how often firms make them.
//!
//! Shares: of 4,673 small firms in 16 North American cities (June 2026, CC BY 4.0) 47.8 % had
//! no DMARC, 32.7 % a policy of none, 19.4 % an enforced one, 21 % no SPF, 9.7 % no MX, 51 % no
//! DKIM at common selectors; of 5.5 million popular names (February 2026) 2.7 % of SPF publishers
//! were over the ten-look-up limit, 0.3 % had MTA-STS. Rare mistakes are drawn somewhat more
//! often than they occur, so that a small city has one of each.

use super::super::draw::Draw;
use super::super::firm::FirmNumber;
use super::Seal;

/// How the servers of a firm's name behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// They answer.
    Answering,
    /// None of them serves the name: resolvers fail.
    Broken,
    /// They refuse.
    Refusing,
    /// They are gone, and nothing comes back.
    Silent,
}

/// Where a firm's mail goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailCase {
    /// A large office suite: one host under the firm's own label.
    Suite,
    /// A large mail provider: several hosts.
    Letterbox,
    /// The web host's own mail servers.
    Host,
    /// A server of its own.
    Own,
    /// Nowhere.
    Nowhere,
    /// Nowhere, said properly (RFC 7505).
    Refused,
    /// To a host that is an alias (RFC 2181, section 10.3, forbids it).
    Alias,
    /// To a host that does not exist.
    Dangling,
    /// To a number written as a name.
    Number,
    /// To two hosts of which the second is gone.
    OneDead,
}

/// What stands in a firm's SPF record, and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each name is the mistake")]
pub enum SpfCase {
    Missing,
    Soft,
    Hard,
    Neutral,
    AllowsEverybody,
    NoEnd,
    Redirect,
    TwoRecords,
    TooManyLookUps,
    ExactlyTenLookUps,
    ThreeVoidLookUps,
    TwoVoidLookUps,
    IncludeWithoutRecord,
    IncludeOfNobody,
    IncludeCircle,
    BadAddress,
    BadMechanism,
    BlankAfterColon,
    BadVersion,
    Quoted,
    LeadingBlank,
    AbandonedType,
    Ptr,
    CutWithoutBlank,
    CutWithBlank,
    UpperCase,
    Macro,
    WrongName,
    IncludeOfAlias,
}

/// What stands in a firm's DMARC record, and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each name is the mistake")]
pub enum DmarcCase {
    Missing,
    NoneWithReports,
    NoneSilent,
    Quarantine,
    Reject,
    SubdomainsOpen,
    PartOfTheMail,
    Testing,
    ReportsNotAuthorised,
    ReportsWithoutMailto,
    TwoRecords,
    NoSemicolon,
    BadPolicyWithReports,
    BadPolicy,
    LowerCaseVersion,
    VersionLast,
    AtTheApex,
    WildcardText,
    HostedByAlias,
    AliasCircle,
    DanglingAlias,
    LeadingBlank,
    NoPolicy,
    DoublePrefix,
}

/// How a firm's website is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebCase {
    /// `www` is an alias of the host's or of the bare name.
    Alias,
    /// Both names have addresses.
    Addresses,
    /// There is no website.
    Nowhere,
    /// The address is of a private network.
    Private,
    /// `www` is an alias of a shop that was closed: whoever opens it again owns the name.
    DanglingAlias,
    /// `www` is an alias of itself.
    AliasCircle,
    /// New addresses too.
    Ipv6,
}

/// Who may issue certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaaCase {
    /// Not said.
    Missing,
    /// One authority.
    Issue,
    /// Nobody.
    Nobody,
    /// Only where to write to.
    OnlyContact,
}

/// Everything that was drawn for one firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mistakes {
    /// Whether the name exists.
    pub registered: bool,
    /// Whether the firm uses only `shop.` below its name.
    pub only_a_shop: bool,
    /// How its servers behave.
    pub behaviour: Behaviour,
    /// Whether its zone is sealed by DNSSEC.
    pub seal: Seal,
    /// Where its mail goes.
    pub mail: MailCase,
    /// Its SPF record.
    pub spf: SpfCase,
    /// Its DMARC record.
    pub dmarc: DmarcCase,
    /// Its website.
    pub web: WebCase,
    /// Its certificate authorities.
    pub caa: CaaCase,
    /// Whether its texts are larger than a packet (more than 1,232 bytes).
    pub many_texts: bool,
    /// Which host it is with.
    pub host: usize,
}

const REGISTERED: &[((bool, bool), f64)] =
    &[((true, false), 97.1), ((true, true), 1.4), ((false, false), 1.5)];

const BEHAVIOUR: &[(Behaviour, f64)] = &[
    (Behaviour::Answering, 98.2),
    (Behaviour::Broken, 1.2),
    (Behaviour::Refusing, 0.3),
    (Behaviour::Silent, 0.3),
];

const SEAL: &[(Seal, f64)] = &[(Seal::None, 94.7), (Seal::Sound, 5.0), (Seal::Broken, 0.3)];

const MAIL: &[(MailCase, f64)] = &[
    (MailCase::Suite, 35.0),
    (MailCase::Letterbox, 17.5),
    (MailCase::Host, 29.0),
    (MailCase::Own, 6.2),
    (MailCase::Nowhere, 8.6),
    (MailCase::Refused, 1.1),
    (MailCase::Alias, 0.6),
    (MailCase::Dangling, 0.8),
    (MailCase::Number, 0.4),
    (MailCase::OneDead, 0.8),
];

const SPF: &[(SpfCase, f64)] = &[
    (SpfCase::Missing, 19.3),
    (SpfCase::Soft, 38.9),
    (SpfCase::Hard, 25.3),
    (SpfCase::Neutral, 2.2),
    (SpfCase::AllowsEverybody, 0.6),
    (SpfCase::NoEnd, 1.6),
    (SpfCase::Redirect, 0.9),
    (SpfCase::TwoRecords, 1.6),
    (SpfCase::TooManyLookUps, 2.1),
    (SpfCase::ExactlyTenLookUps, 0.5),
    (SpfCase::ThreeVoidLookUps, 0.6),
    (SpfCase::TwoVoidLookUps, 0.3),
    (SpfCase::IncludeWithoutRecord, 0.8),
    (SpfCase::IncludeOfNobody, 0.5),
    (SpfCase::IncludeCircle, 0.3),
    (SpfCase::BadAddress, 0.4),
    (SpfCase::BadMechanism, 0.5),
    (SpfCase::BlankAfterColon, 0.4),
    (SpfCase::BadVersion, 0.5),
    (SpfCase::Quoted, 0.4),
    (SpfCase::LeadingBlank, 0.3),
    (SpfCase::AbandonedType, 0.2),
    (SpfCase::Ptr, 1.0),
    (SpfCase::CutWithoutBlank, 0.3),
    (SpfCase::CutWithBlank, 0.4),
    (SpfCase::UpperCase, 0.2),
    (SpfCase::Macro, 0.4),
    (SpfCase::WrongName, 0.3),
    (SpfCase::IncludeOfAlias, 0.3),
];

const DMARC: &[(DmarcCase, f64)] = &[
    (DmarcCase::Missing, 43.9),
    (DmarcCase::NoneWithReports, 18.4),
    (DmarcCase::NoneSilent, 13.2),
    (DmarcCase::Quarantine, 7.6),
    (DmarcCase::Reject, 6.9),
    (DmarcCase::SubdomainsOpen, 0.7),
    (DmarcCase::PartOfTheMail, 0.9),
    (DmarcCase::Testing, 0.4),
    (DmarcCase::ReportsNotAuthorised, 1.2),
    (DmarcCase::ReportsWithoutMailto, 0.6),
    (DmarcCase::TwoRecords, 0.6),
    (DmarcCase::NoSemicolon, 0.5),
    (DmarcCase::BadPolicyWithReports, 0.3),
    (DmarcCase::BadPolicy, 0.3),
    (DmarcCase::LowerCaseVersion, 0.2),
    (DmarcCase::VersionLast, 0.2),
    (DmarcCase::AtTheApex, 0.6),
    (DmarcCase::WildcardText, 0.6),
    (DmarcCase::HostedByAlias, 1.7),
    (DmarcCase::AliasCircle, 0.3),
    (DmarcCase::DanglingAlias, 0.3),
    (DmarcCase::LeadingBlank, 0.2),
    (DmarcCase::NoPolicy, 0.2),
    (DmarcCase::DoublePrefix, 0.2),
];

const WEB: &[(WebCase, f64)] = &[
    (WebCase::Alias, 38.0),
    (WebCase::Addresses, 52.0),
    (WebCase::Nowhere, 5.0),
    (WebCase::Private, 0.6),
    (WebCase::DanglingAlias, 1.2),
    (WebCase::AliasCircle, 0.5),
    (WebCase::Ipv6, 2.7),
];

const CAA: &[(CaaCase, f64)] =
    &[(CaaCase::Missing, 95.0), (CaaCase::Issue, 4.0), (CaaCase::Nobody, 0.5), (CaaCase::OnlyContact, 0.5)];

/// Firms in a hundred whose texts are larger than a packet.
const MANY_TEXTS: f64 = 1.5;
/// How many web hosts there are.
pub const HOSTS: usize = 8;

/// At which moment a firm is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// As it is.
    Now,
    /// As it was when it joined the centre: some firms have mended something since.
    AtJoining,
}

/// Firms in a hundred that have mended something since they joined.
const MENDED: f64 = 40.0;

/// The mistakes of one firm at a moment.
pub fn mistakes_at(seed: u64, number: FirmNumber, when: When) -> Mistakes {
    let now = mistakes(seed, number);
    let mut draw = Draw::of(seed, "mended", number);
    if when == When::Now || !draw.percent(MENDED) {
        return now;
    }
    let spf = match now.spf {
        SpfCase::Soft | SpfCase::Hard => {
            draw.weighted(&[(SpfCase::Missing, 5.0), (SpfCase::TwoRecords, 1.0), (now.spf, 4.0)])
        }
        other => other,
    };
    let dmarc = match now.dmarc {
        DmarcCase::Quarantine | DmarcCase::Reject => {
            draw.one(&[DmarcCase::Missing, DmarcCase::NoneWithReports])
        }
        DmarcCase::NoneWithReports | DmarcCase::NoneSilent => DmarcCase::Missing,
        other => other,
    };
    Mistakes { spf, dmarc, ..now }
}

/// The mistakes of one firm.
pub fn mistakes(seed: u64, number: FirmNumber) -> Mistakes {
    let mut draw = Draw::of(seed, "mistakes", number);
    let (registered, only_a_shop) = draw.weighted(REGISTERED);
    Mistakes {
        registered,
        only_a_shop,
        behaviour: draw.weighted(BEHAVIOUR),
        seal: draw.weighted(SEAL),
        mail: draw.weighted(MAIL),
        spf: draw.weighted(SPF),
        dmarc: draw.weighted(DMARC),
        web: draw.weighted(WEB),
        caa: draw.weighted(CAA),
        many_texts: draw.percent(MANY_TEXTS),
        host: draw.below(HOSTS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRMS: u64 = 20_000;

    fn share(what: impl Fn(&Mistakes) -> bool) -> f64 {
        let hits = (0..FIRMS).filter(|n| what(&mistakes(3, *n))).count();
        hits as f64 * 100.0 / FIRMS as f64
    }

    fn about(share: f64, published: f64, what: &str) {
        let slack = (published * 0.1).max(0.4);
        assert!((share - published).abs() <= slack, "{what}: {share:.2} %, published {published} %");
    }

    #[test]
    fn the_shares_are_those_that_were_published() {
        use DmarcCase as D;
        let no_dmarc = [
            D::Missing,
            D::TwoRecords,
            D::NoSemicolon,
            D::BadPolicy,
            D::LowerCaseVersion,
            D::VersionLast,
            D::AtTheApex,
            D::WildcardText,
            D::AliasCircle,
            D::DanglingAlias,
            D::LeadingBlank,
            D::DoublePrefix,
        ];
        about(share(|m| no_dmarc.contains(&m.dmarc)), 47.8, "no DMARC");
        let none = [
            D::NoneWithReports,
            D::NoneSilent,
            D::ReportsWithoutMailto,
            D::BadPolicyWithReports,
            D::NoPolicy,
        ];
        about(share(|m| none.contains(&m.dmarc)), 32.7, "DMARC policy of none");
        let enforced = [
            D::Quarantine,
            D::Reject,
            D::SubdomainsOpen,
            D::PartOfTheMail,
            D::Testing,
            D::ReportsNotAuthorised,
            D::HostedByAlias,
        ];
        about(share(|m| enforced.contains(&m.dmarc)), 19.4, "DMARC enforced");
        use SpfCase as S;
        let no_spf = [S::Missing, S::BadVersion, S::Quoted, S::LeadingBlank, S::AbandonedType, S::WrongName];
        about(share(|m| no_spf.contains(&m.spf)), 21.0, "no SPF");
        let publishers = share(|m| !no_spf.contains(&m.spf));
        about(
            share(|m| m.spf == S::TooManyLookUps) / publishers * 100.0,
            2.7,
            "SPF over the limit, of publishers",
        );
        about(share(|m| matches!(m.mail, MailCase::Nowhere | MailCase::Refused)), 9.7, "no MX");
    }
}
