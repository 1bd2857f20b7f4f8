//! Which borough a postcode lies in: `outcodes.csv`, one line for each outcode and borough.

use std::collections::BTreeMap;

use terms::Outcode;

use super::borough::{BoroughCode, BoroughRow};
use super::table;
use crate::pack::Faults;

const FILE: &str = "outcodes.csv";
const COLUMNS: [&str; 3] = ["outcode", "borough_code", "postcodes"];

/// How much of an outcode lies in a borough.
#[derive(Debug, Clone, PartialEq)]
pub struct BoroughShare {
    /// The borough.
    pub borough: BoroughCode,
    /// From 0 to 1, of the outcode's postcodes within the region.
    pub share: f64,
}

pub(super) fn read(boroughs: &[BoroughRow], faults: &mut Faults<'_>) -> BTreeMap<Outcode, Vec<BoroughShare>> {
    let mut counts: BTreeMap<Outcode, BTreeMap<BoroughCode, u32>> = BTreeMap::new();
    for row in table::read(FILE, &COLUMNS, faults) {
        let outcode = Outcode::parse(row.get("outcode"));
        if outcode.is_err() {
            let message = format!(
                "{:?} is no outcode; write the first half of a postcode, for example SW1A",
                row.get("outcode")
            );
            faults.add(FILE, row.line, message);
        }
        let borough = boroughs.iter().find(|b| b.borough.code.as_str() == row.get("borough_code"));
        if borough.is_none() {
            let message = format!(
                "boroughs.csv has no borough {:?}; correct the code or add the borough",
                row.get("borough_code")
            );
            faults.add(FILE, row.line, message);
        }
        let postcodes = row.get("postcodes").parse::<u32>().ok().filter(|n| *n > 0);
        if postcodes.is_none() {
            let message =
                format!("{:?} is no number of postcodes; write a whole number above 0", row.get("postcodes"));
            faults.add(FILE, row.line, message);
        }
        let (Ok(outcode), Some(borough), Some(postcodes)) = (outcode, borough, postcodes) else { continue };
        let code = borough.borough.code.clone();
        if counts.entry(outcode).or_default().insert(code, postcodes).is_some() {
            faults.add(FILE, row.line, "this outcode and borough stand here twice; keep one line");
        }
    }
    counts.into_iter().map(|(outcode, by_borough)| (outcode, shares(by_borough))).collect()
}

fn shares(by_borough: BTreeMap<BoroughCode, u32>) -> Vec<BoroughShare> {
    let whole: f64 = by_borough.values().copied().map(f64::from).sum();
    let mut shares: Vec<_> = by_borough
        .into_iter()
        .map(|(borough, n)| BoroughShare { borough, share: f64::from(n) / whole })
        .collect();
    shares.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.borough.cmp(&b.borough)));
    shares
}
