//! One rule for forged mail, read after RFC 9989, section 4.

use std::collections::BTreeSet;

use crate::tags;

/// What receivers are asked to do with forged mail. The order is that of strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DmarcPolicy {
    /// Let it through.
    None,
    /// Put it with the spam.
    Quarantine,
    /// Refuse it.
    Reject,
}

impl DmarcPolicy {
    fn parse(text: &str) -> Option<Self> {
        [("none", Self::None), ("quarantine", Self::Quarantine), ("reject", Self::Reject)]
            .into_iter()
            .find(|(word, _)| text.eq_ignore_ascii_case(word))
            .map(|(_, policy)| policy)
    }

    /// One step weaker: what `t=y` asks for (RFC 9989, 4.7).
    fn weaker(self) -> Self {
        match self {
            Self::Reject => Self::Quarantine,
            Self::Quarantine | Self::None => Self::None,
        }
    }
}

/// Does the name belong to a registry, under which others register (the `psd` tag)?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registry {
    /// `psd=y`.
    Yes,
    /// `psd=n`: this is where an organisation starts.
    No,
    /// Not said.
    Unsaid,
}

/// A rule for forged mail that reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dmarc {
    /// For the name itself; not said means [`DmarcPolicy::None`].
    pub policy: Option<DmarcPolicy>,
    /// For names below it that exist.
    pub below: Option<DmarcPolicy>,
    /// For names below it that do not exist.
    pub missing_below: Option<DmarcPolicy>,
    /// What makes the rule void, if anything does: a policy that is none (`p=rejct`), or a tag that stands
    /// twice (RFC 6376, 3.2, which RFC 9989 builds on).
    pub slip: Option<String>,
    /// Only a test: receivers are asked for one step less.
    pub test: bool,
    /// The share of mail that older receivers apply the rule to; retired, 100 unless said.
    pub share: u8,
    /// Where reports go, as written.
    pub reports: Vec<String>,
    /// The `psd` tag.
    pub registry: Registry,
}

impl Dmarc {
    /// What receivers do with forged mail from the name at which the rule stands, or from one
    /// below it.
    pub fn effective(&self, below: bool) -> DmarcPolicy {
        let own = self.policy.unwrap_or(DmarcPolicy::None);
        let asked = if below { self.below.unwrap_or(own) } else { own };
        if self.test { asked.weaker() } else { asked }
    }
}

/// Reads a rule. None where the text is no rule: it has to start with exactly `v=DMARC1`, blanks
/// around `=` allowed, with nothing or a semicolon behind it. Tags that are not known or make no
/// sense are passed over (RFC 9989, 4.7).
pub fn parse_dmarc(text: &str) -> Option<Dmarc> {
    let blank = |c: char| c == ' ' || c == '\t';
    let rest = text.strip_prefix(['v', 'V'])?.trim_start_matches(blank);
    let rest = rest.strip_prefix('=')?.trim_start_matches(blank);
    let rest = rest.strip_prefix("DMARC1")?.trim_start_matches(blank);
    let rest = if rest.is_empty() { rest } else { rest.strip_prefix(';')? };
    let mut rule = Dmarc {
        policy: None,
        below: None,
        missing_below: None,
        slip: None,
        test: false,
        share: 100,
        reports: Vec::new(),
        registry: Registry::Unsaid,
    };
    let mut names = BTreeSet::new();
    for (name, value) in tags::of(rest) {
        let name = name.to_ascii_lowercase();
        rule.take(&name, value);
        if !names.insert(name.clone()) {
            rule.slip.get_or_insert_with(|| format!("{name} stands twice"));
        }
    }
    Some(rule)
}

impl Dmarc {
    fn take(&mut self, name: &str, value: &str) {
        match name {
            "p" | "sp" | "np" => {
                let policy = DmarcPolicy::parse(value);
                if policy.is_none() {
                    self.slip.get_or_insert_with(|| format!("{name}={value}"));
                }
                match name {
                    "p" => self.policy = policy,
                    "sp" => self.below = policy,
                    _ => self.missing_below = policy,
                }
            }
            "t" => self.test = value.eq_ignore_ascii_case("y"),
            "pct" => self.share = value.parse().ok().filter(|share| *share <= 100).unwrap_or(100),
            "psd" if value.eq_ignore_ascii_case("y") => self.registry = Registry::Yes,
            "psd" if value.eq_ignore_ascii_case("n") => self.registry = Registry::No,
            "rua" => {
                let list = value.split(',').map(|uri| uri.trim_matches([' ', '\t']));
                self.reports = list.filter(|uri| !uri.is_empty()).map(str::to_owned).collect();
            }
            _ => {}
        }
    }
}

/// Is this text a rule for forged mail to a person's eye, though not to a receiver's?
pub(super) fn is_nearly_dmarc(text: &str) -> bool {
    let bare: String =
        text.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase();
    parse_dmarc(text).is_none() && (bare.contains("vdmarc") || bare.starts_with("dmarc"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_as_firms_write_them_read() {
        let rule =
            parse_dmarc("v=DMARC1;p=REJECT; sp = none ;rua=mailto:a@b.example, mailto:c@d.example;x=y;")
                .unwrap();
        assert_eq!(rule.effective(false), DmarcPolicy::Reject);
        assert_eq!(rule.effective(true), DmarcPolicy::None);
        assert_eq!(rule.reports, ["mailto:a@b.example", "mailto:c@d.example"]);
        assert_eq!(parse_dmarc("v = DMARC1").unwrap().effective(false), DmarcPolicy::None);
        assert_eq!(parse_dmarc("v=DMARC1; p=reject; t=y").unwrap().effective(false), DmarcPolicy::Quarantine);
        assert_eq!(parse_dmarc("v=DMARC1; p=rejct").unwrap().slip.as_deref(), Some("p=rejct"));
        assert_eq!(parse_dmarc("v=DMARC1; pct=300; p=reject").unwrap().share, 100);
    }

    #[test]
    fn a_receiver_and_a_person_see_different_things() {
        for text in [
            "v=DMARC1 p=reject",
            "v=dmarc1; p=reject",
            "p=reject; v=DMARC1",
            " v=DMARC1; p=none",
            "nv=DMARC1",
        ] {
            assert!(parse_dmarc(text).is_none() && is_nearly_dmarc(text), "{text}");
        }
        for text in ["v=spf1 -all", "site-verification=dmarc-tool", ""] {
            assert!(parse_dmarc(text).is_none() && !is_nearly_dmarc(text), "{text}");
        }
    }
}
