//! Which network first: harm, lines of enquiry and the time that is left, each with its reason.

use super::evidence::Evidence;
use super::linker::Linker;

/// A network with its rank.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its number.
    pub network: u64,
    /// How many reports.
    pub reports: usize,
    /// What was lost in all, in pence.
    pub loss: u64,
    /// How many vulnerable victims.
    pub vulnerable: usize,
    /// In how many areas.
    pub areas: usize,
    /// Values that can be followed: kind and key, those of most reports first.
    pub lines: Vec<(Evidence, String)>,
    /// Day of the first and of the last report.
    pub days: Option<(i32, i32)>,
    /// Harm, lines of enquiry, time left, each from 0 to 1; the rank is their product.
    pub parts: (f64, f64, f64),
    /// The product.
    pub score: f64,
    /// The reasons in words for the analyst.
    pub reasons: Vec<String>,
}

/// Lines of enquiry that are told of a network.
const MOST_LINES: usize = 12;

/// How fast a kind of trail goes cold: days after which half of it is gone. Accounts are emptied and closed, web names
/// are dropped; a fingerprint stays. Our own assumptions, to be replaced by outcomes.
fn half_life(kind: Evidence) -> f64 {
    match kind {
        Evidence::Account => 30.0,
        Evidence::Phone | Evidence::Host | Evidence::Ip => 45.0,
        Evidence::Email | Evidence::Handle => 90.0,
        Evidence::Wallet | Evidence::Device | Evidence::Address => 365.0,
        Evidence::Persona | Evidence::Wording | Evidence::Quote => 180.0,
    }
}

/// What a kind is worth to whoever follows it, from 0 to 1: where a law asks to know the customer, a name stands behind it.
fn worth(kind: Evidence) -> f64 {
    match kind {
        Evidence::Account => 1.0,
        Evidence::Device | Evidence::Address => 0.8,
        Evidence::Phone | Evidence::Ip => 0.7,
        Evidence::Wallet => 0.6,
        Evidence::Email | Evidence::Host => 0.5,
        Evidence::Handle => 0.4,
        Evidence::Persona | Evidence::Wording | Evidence::Quote => 0.0,
    }
}

impl Linker {
    /// All networks, the most pressing first, as of a day (days since 1 January 1970).
    pub fn rank(&self, today: i32) -> Vec<Ranked> {
        let mut ranked: Vec<Ranked> =
            self.networks.all().map(|(network, members)| self.ranked(network, members, today)).collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.network.cmp(&b.network)));
        ranked
    }

    fn ranked(&self, network: u64, members: &[u32], today: i32) -> Ranked {
        let reports = || members.iter().map(|m| &self.index.reports[*m as usize]);
        let loss = reports().fold(0_u64, |sum, report| sum.saturating_add(report.loss));
        let vulnerable = reports().filter(|report| report.vulnerable).count();
        let mut areas: Vec<u32> = reports().map(|report| report.area).filter(|area| *area != 0).collect();
        areas.sort_unstable();
        areas.dedup();
        let known = || reports().filter_map(|report| report.day).filter(|day| *day <= today);
        let days = known().min().zip(known().max());
        let (lines, worth, left) = self.lines(members, today);
        let pounds = loss as f64 / 100.0;
        let harm = (pounds / 1_000.0 + members.len() as f64 * 2.0 + vulnerable as f64 * 5.0).ln_1p() / 12.0;
        let parts = (harm.min(1.0), 1.0 - (-worth / 2.0).exp(), left);
        let mut reasons = vec![
            format!(
                "{} reports, {pounds:.0} pounds lost, {vulnerable} vulnerable victims, {} areas",
                members.len(),
                areas.len()
            ),
            format!("{} values that can be followed", lines.len()),
        ];
        reasons.push(match days {
            Some((_, last)) => format!(
                "the last report is {} days old; {:.0} of 100 of the trail is left",
                today - last,
                left * 100.0
            ),
            None => "no report has a day that could be read: the time left could not be told".to_owned(),
        });
        Ranked {
            network,
            reports: members.len(),
            loss,
            vulnerable,
            areas: areas.len(),
            lines,
            days,
            parts,
            score: parts.0 * parts.1 * parts.2,
            reasons,
        }
    }

    /// Values that can be followed, what they are worth together, and the share of that which is still warm.
    fn lines(&self, members: &[u32], today: i32) -> (Vec<(Evidence, String)>, f64, f64) {
        let mut counted = self.counted(members);
        counted.retain(|(value, _)| {
            let posting = &self.index.values[*value as usize];
            worth(posting.kind) > 0.0 && posting.strength > super::strength::HUB
        });
        counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| self.index.key(a.0).cmp(self.index.key(b.0))));
        let (mut all, mut warm) = (0.0, 0.0);
        for (value, _) in &counted {
            let posting = &self.index.values[*value as usize];
            let last = posting
                .reports
                .iter()
                .filter_map(|r| self.index.reports[*r as usize].day)
                .filter(|d| *d <= today)
                .max();
            let age = last.map_or(365.0, |day| f64::from(today - day));
            all += worth(posting.kind);
            warm += worth(posting.kind) * (-age / half_life(posting.kind)).exp2();
        }
        let told = |(value, _): &(u32, usize)| {
            (self.index.values[*value as usize].kind, self.index.key(*value).to_owned())
        };
        (counted.iter().take(MOST_LINES).map(told).collect(), all, if all > 0.0 { warm / all } else { 0.0 })
    }
}
