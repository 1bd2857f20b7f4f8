use terms::{Finding, Promise, PromiseState, Severity};

use super::*;
use crate::small_cells::{SMALLEST_HIDDEN_SUM, SMALLEST_SHOWN};

fn finding(check: &str, severity: Severity, promise: Promise) -> Finding {
    Finding { check: check.into(), severity, promise, seen: String::new() }
}

fn firm(mail: PromiseState, findings: &[Finding]) -> CountedFirm {
    CountedFirm {
        borough: "E09000030".into(),
        sector: "G".into(),
        size: "micro".into(),
        mail_provider: "Postbox".into(),
        name_host: "Namehouse".into(),
        promises: [mail, PromiseState::CouldNotCheck, PromiseState::CouldNotCheck, PromiseState::Kept],
        before: None,
        levers: levers(findings),
    }
}

fn is_default(check: &str, kind: HostKind) -> bool {
    match kind {
        HostKind::Mail => check == "dkim-missing",
        HostKind::Name => ["dmarc-missing", "caa-missing"].contains(&check),
    }
}

use Promise::{MailIsYours, NameIsYours};
use Severity::{Important, Note, WorthDoing};

#[test]
fn the_only_finding_is_a_lever_and_notes_do_not_count() {
    let found =
        [finding("dmarc-missing", Important, MailIsYours), finding("tls-rpt-missing", Note, MailIsYours)];
    assert_eq!(levers(&found), [Lever { promise: MailIsYours, check: "dmarc-missing".into(), alone: true }]);
}

#[test]
fn the_one_grave_finding_among_small_ones_is_the_main_thing() {
    let found =
        [finding("dmarc-missing", Important, MailIsYours), finding("dkim-missing", WorthDoing, MailIsYours)];
    assert_eq!(levers(&found), [Lever { promise: MailIsYours, check: "dmarc-missing".into(), alone: false }]);
}

#[test]
fn two_grave_findings_or_two_small_ones_are_no_lever() {
    let grave =
        [finding("dmarc-missing", Important, MailIsYours), finding("spf-missing", Important, MailIsYours)];
    assert_eq!(levers(&grave), []);
    let small =
        [finding("dkim-missing", WorthDoing, MailIsYours), finding("spf-neutral", WorthDoing, MailIsYours)];
    assert_eq!(levers(&small), []);
    // Each promise has its own.
    let both =
        [finding("dmarc-missing", Important, MailIsYours), finding("caa-missing", WorthDoing, NameIsYours)];
    assert_eq!(levers(&both).len(), 2);
}

#[test]
fn one_default_at_a_host_is_counted_over_all_its_firms_and_the_largest_stands_first() {
    let mut picture = Picture::default();
    let missing = [finding("dmarc-missing", Important, MailIsYours)];
    let with_seal =
        [finding("dmarc-missing", Important, MailIsYours), finding("dkim-missing", WorthDoing, MailIsYours)];
    let seal = [finding("dkim-missing", WorthDoing, MailIsYours)];
    for _ in 0..3 {
        picture.count(&firm(PromiseState::NotKept, &missing), is_default);
    }
    picture.count(&firm(PromiseState::NotKept, &with_seal), is_default);
    picture.count(&firm(PromiseState::Partly, &seal), is_default);
    picture.count(&firm(PromiseState::Kept, &[]), is_default);
    let mut unknown = firm(PromiseState::NotKept, &missing);
    unknown.name_host = UNKNOWN.into();
    picture.count(&unknown, is_default);
    let ranked = ranked(&picture, 1);
    let words: Vec<_> = ranked
        .iter()
        .map(|l| {
            format!(
                "{} {} {}: {}+{} of {}",
                l.kind, l.provider, l.check, l.count.alone, l.count.main, l.customers
            )
        })
        .collect();
    assert_eq!(words, ["name Namehouse dmarc-missing: 3+1 of 6", "mail Postbox dkim-missing: 1+0 of 7"]);
    assert_eq!(super::ranked(&picture, 2).len(), 1, "the small one can be left out");
}

#[test]
fn firms_that_moved_are_those_whose_state_changed_and_could_be_seen_both_times() {
    use PromiseState::{CouldNotCheck, Kept, NotKept, Partly};
    let mut picture = Picture::default();
    for (before, now) in [
        (Some(NotKept), Kept),
        (Some(NotKept), Partly),
        (Some(Kept), NotKept),
        (Some(Kept), Kept),
        (Some(CouldNotCheck), Kept),
        (Some(Kept), CouldNotCheck),
        (None, Kept),
    ] {
        let mut firm = firm(now, &[]);
        firm.before = before.map(|state| [state; 4]);
        picture.count(&firm, is_default);
    }
    let city = picture.city(MailIsYours);
    assert_eq!((city.better, city.worse), (2, 1));
    assert_eq!(city.states(), [4, 1, 1, 1]);
    assert_eq!((city.firms(), city.judged(), city.kept_in_100()), (7, 6, Some(67)));
    assert_eq!(Counts::default().kept_in_100(), None, "of nobody there is no share");
}

#[test]
fn a_small_cell_hides_its_row_another_row_and_their_moves() {
    let row = |code: &str, kept, not_kept, better| {
        (code.to_owned(), Counts { kept, not_kept, better, ..Counts::default() })
    };
    let rows = [row("A", 40, 60, 9), row("B", 3, 20, 8), row("C", 30, 30, 7)];
    let shown = shown_rows(&rows);
    let hidden: Vec<_> = shown.iter().map(|row| (row.counts.is_none(), row.moved.is_none())).collect();
    assert_eq!(hidden, [(false, false), (true, true), (true, true)]);
    // What moved is small by nature and is hidden on its own.
    let rows = [row("A", 40, 60, 2), row("B", 30, 20, 8), row("C", 30, 30, 20)];
    let shown = shown_rows(&rows);
    assert!(shown.iter().all(|row| row.counts.is_some()));
    assert_eq!(shown.iter().map(|row| row.moved).collect::<Vec<_>>(), [None, None, Some((20, 0))]);
}

#[test]
fn a_provider_of_few_firms_is_counted_with_the_unknown_ones() {
    let mut picture = Picture::default();
    let missing = [finding("dmarc-missing", Important, MailIsYours)];
    for place in 0..9 {
        let mut firm = firm(PromiseState::NotKept, &missing);
        firm.name_host = if place < 5 { "Five".into() } else { "Four".into() };
        picture.count(&firm, is_default);
    }
    picture.fold_rare();
    let rows: Vec<_> =
        picture.rows(Lens::NameHost, MailIsYours).into_iter().map(|(code, c)| (code, c.firms())).collect();
    assert_eq!(rows, [(UNKNOWN.to_owned(), 4), ("Five".to_owned(), 5)]);
    let left: Vec<_> = picture.levers.keys().map(|(_, provider, ..)| provider.as_str()).collect();
    assert_eq!(left, ["Five"]);
}

#[test]
fn a_cohort_of_a_list_has_a_plain_name_of_its_own() {
    assert!(may_be_named("shops-of-hackney-2026") && may_be_named(&"a".repeat(LONGEST_COHORT)));
    for bad in
        ["", "members", "public-bodies", "Shops", "a b", "-a", "a-", "é", &"a".repeat(LONGEST_COHORT + 1)]
    {
        assert!(!may_be_named(bad), "{bad:?}");
    }
}

proptest::proptest! {
    /// The attack: whoever knows the total of every column, the number of firms in every row, and all that is shown,
    /// narrows every hidden cell as far as these sums allow.
    #[test]
    fn no_hidden_small_cell_is_found_by_subtraction(
        cells in proptest::collection::vec(proptest::array::uniform4(0_u64..30), 2..9)
    ) {
        let rows: Vec<(String, Counts)> = cells
            .iter()
            .enumerate()
            .map(|(place, [kept, partly, not_kept, could_not_check])| {
                let counts = Counts {
                    kept: *kept, partly: *partly, not_kept: *not_kept, could_not_check: *could_not_check, better: 0, worse: 0,
                };
                (place.to_string(), counts)
            })
            .collect();
        let shown = shown_rows(&rows);
        for (row, (_, counts)) in shown.iter().zip(&rows) {
            let small = |count: &u64| (1..SMALLEST_SHOWN).contains(count);
            proptest::prop_assert!(row.counts.is_none() || !counts.states().iter().any(small));
        }
        let unseen: Vec<[u64; 4]> =
            rows.iter().zip(&shown).filter(|(_, s)| s.counts.is_none()).map(|((_, c), _)| c.states()).collect();
        if unseen.is_empty() || unseen.len() == rows.len() {
            return Ok(());
        }
        proptest::prop_assert!(unseen.len() >= 2);
        for column in 0..4 {
            let sum: u64 = unseen.iter().map(|row| row[column]).sum();
            proptest::prop_assert!(sum == 0 || sum >= SMALLEST_HIDDEN_SUM);
            for row in unseen.iter().filter(|row| row[column] > 0) {
                // The least and the most that the sums leave for this cell.
                let most = row.iter().sum::<u64>().min(sum);
                let room_elsewhere: u64 = unseen.iter().map(|r| r.iter().sum::<u64>()).sum::<u64>()
                    - row.iter().sum::<u64>();
                let least = sum.saturating_sub(room_elsewhere);
                proptest::prop_assert!(least < most, "{row:?} in column {column} is known to be {least}");
            }
        }
    }
}
