//! A problem that is not on the list of Help now: a number a week, whoever presses, and nothing else.

use jiff::civil::date;

use crate::world::{at, on_both};

#[tokio::test]
async fn each_press_adds_one_to_its_week_and_no_entry_to_the_ledger() {
    on_both(async |world| {
        let store = &world.store;
        let entry =
            async || store.ledger_lines(None, 1).await.unwrap().first().map_or(0, |line| line.sequence);
        let before = entry().await;
        assert!(store.missing_problems(12).await.unwrap().is_empty());
        for week in [date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 16), date(2025, 12, 29)] {
            store.count_missing_problem(week, at(1)).await.unwrap();
        }
        let newest = store.missing_problems(2).await.unwrap();
        assert_eq!(newest, [(date(2026, 11, 23), 1), (date(2026, 11, 16), 2)]);
        assert_eq!(store.missing_problems(12).await.unwrap().len(), 3);
        assert_eq!(entry().await, before);
    })
    .await;
}
