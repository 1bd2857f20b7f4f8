//! The figures themselves, with what must be hidden already hidden: nothing that reads them can
//! show more.

use std::collections::BTreeMap;

use centre::region::Region;
use centre::small_cells::hidden_rows;
use store::{By, Standing};
use terms::PromiseState;

use crate::app::App;
use crate::caller::Caller;
use crate::pages::desk::words;
use crate::problem::Problem;

/// The figures of one borough; `None` is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The borough's code.
    pub code: String,
    /// The borough's name.
    pub name: String,
    /// How many members.
    pub members: Option<u64>,
    /// How many of them have a domain that was looked at.
    pub looked_at: Option<u64>,
    /// How many of those have a promise that is not kept.
    pub not_kept: Option<u64>,
}

impl Row {
    /// How many in 100 of those looked at have a promise that is not kept.
    pub fn share_not_kept(&self) -> Option<u64> {
        share(self.not_kept?, self.looked_at?)
    }
}

/// The figures of the whole city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// How many members.
    pub members: u64,
    /// How many of them have a domain that was looked at.
    pub looked_at: u64,
    /// How many of those have a promise that is not kept.
    pub not_kept: u64,
}

impl Total {
    /// How many in 100 of those looked at have a promise that is not kept.
    pub fn share_not_kept(&self) -> Option<u64> {
        share(self.not_kept, self.looked_at)
    }

    /// The last row of a table. The total of a city that is itself small is hidden like any other.
    pub fn as_row(&self) -> Row {
        let is_hidden = hidden_rows(&[vec![self.members]], &[]) == [true];
        let rest = [self.not_kept, self.looked_at.saturating_sub(self.not_kept)];
        let is_thin = is_hidden || hidden_rows(&[rest.to_vec()], &[]) == [true];
        Row {
            code: String::new(),
            name: "The whole city".to_owned(),
            members: (!is_hidden).then_some(self.members),
            looked_at: (!is_thin).then_some(self.looked_at),
            not_kept: (!is_thin).then_some(self.not_kept),
        }
    }
}

fn share(part: u64, whole: u64) -> Option<u64> {
    // Rounded to the nearest; wide enough that no count of firms can overflow.
    let hundreds = u128::from(part) * 100 + u128::from(whole) / 2;
    hundreds.checked_div(u128::from(whole)).and_then(|share| u64::try_from(share).ok())
}

/// Everything that the page, its files and programs show.
#[derive(Debug, Clone)]
pub struct CityFigures {
    /// The whole city.
    pub city: Total,
    /// By borough, in the order of their names; one only for whoever is bound to it.
    pub boroughs: Vec<Row>,
    /// Members by sector.
    pub sectors: Vec<(String, Option<u64>)>,
    /// The borough to which the reader is bound.
    pub bound_to: Option<String>,
}

impl CityFigures {
    /// The figures as far as this reader may see them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn for_caller(app: &App, caller: &Caller) -> Result<Self, Problem> {
        let picture = app.store.borough_picture().await?;
        let sectors = app.store.counts(Standing::Member, By::Sector).await?;
        let bound_to = caller.signed_in.as_ref().and_then(|person| person.remit.clone());
        Ok(Self::of(&app.region, &picture, &sectors, bound_to))
    }

    fn of(
        region: &Region,
        picture: &[(String, Option<PromiseState>, u64)],
        sectors: &[(String, u64)],
        bound_to: Option<String>,
    ) -> Self {
        let totals = by_borough(region, picture);
        let city = totals.values().fold(Total::default(), |city, one| Total {
            members: city.members + one.members,
            looked_at: city.looked_at + one.looked_at,
            not_kept: city.not_kept + one.not_kept,
        });
        let mut boroughs = hide(region, &totals);
        let counts: Vec<_> = sectors.iter().map(|(_, members)| vec![*members]).collect();
        let hidden = hidden_rows(&counts, &[]);
        let sectors = sectors
            .iter()
            .zip(hidden)
            .map(|((code, members), hidden)| (words::sector(region, code), (!hidden).then_some(*members)));
        let sectors = sectors.collect();
        if let Some(code) = &bound_to {
            boroughs.retain(|row| row.code == *code);
        }
        Self { city, boroughs, sectors, bound_to }
    }
}

/// Every borough of the region, also those without a member, and those whose borough is not known.
fn by_borough(region: &Region, picture: &[(String, Option<PromiseState>, u64)]) -> BTreeMap<String, Total> {
    let mut totals: BTreeMap<String, Total> =
        region.boroughs.iter().map(|b| (b.code.as_str().to_owned(), Total::default())).collect();
    for (code, promise, count) in picture {
        let total = totals.entry(code.clone()).or_default();
        total.members += count;
        if promise.is_some() {
            total.looked_at += count;
        }
        if *promise == Some(PromiseState::NotKept) {
            total.not_kept += count;
        }
    }
    totals
}

/// Members are hidden by their count alone. The rest of a row is hidden when any of its parts is
/// small (not kept, otherwise, never looked at), because each is the difference of the others.
fn hide(region: &Region, totals: &BTreeMap<String, Total>) -> Vec<Row> {
    let mut named: Vec<_> =
        totals.iter().map(|(code, total)| (words::borough(region, code), code, total)).collect();
    named.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    let members: Vec<_> = named.iter().map(|(_, _, total)| vec![total.members]).collect();
    let members_hidden = hidden_rows(&members, &[]);
    let parts: Vec<_> = named
        .iter()
        .map(|(_, _, t)| vec![t.not_kept, t.looked_at - t.not_kept, t.members - t.looked_at])
        .collect();
    let must_hide: Vec<_> = (0..named.len()).filter(|place| members_hidden[*place]).collect();
    let parts_hidden = hidden_rows(&parts, &must_hide);
    let rows = named.iter().zip(members_hidden).zip(parts_hidden);
    rows.map(|(((name, code, total), members_hidden), parts_hidden)| Row {
        code: (*code).clone(),
        name: name.clone(),
        members: (!members_hidden).then_some(total.members),
        looked_at: (!parts_hidden).then_some(total.looked_at),
        not_kept: (!parts_hidden).then_some(total.not_kept),
    })
    .collect()
}
