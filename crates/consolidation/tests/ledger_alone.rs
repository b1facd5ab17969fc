//! A ledger of payments is not the whole of a council.

mod common;

use common::{batch, body, count, place_of, total};
use model::tables::{COVERAGE, LEDGER_SUM, WHOLE_COUNT, coverage, whole_count as cell};
use model::{BodyKind, Reach};

#[test]
fn a_council_that_is_counted_by_its_ledger_alone_says_what_is_not_known() {
    let ledger = batch(
        &LEDGER_SUM,
        "
        body    | financial_year | service        | treatment | attribution | counterparty | amount
        council | 2011-12        | education      | spend     | here        |              | 68,880.00
        metro   | 2011-12        | other_services | spend     | here        |              | 4,000.00
        ",
    );
    let bodies = vec![
        body("council", "Ashby City Council", BodyKind::Council, Reach::Local),
        body("metro", "Ashby Transport", BodyKind::Levying, Reach::Local),
    ];
    let count = count(&place_of("Leeds", "E08000035", bodies), &[], &[], &[ledger]);
    assert_eq!((total(&count), count.problems.as_slice()), (7_288_000, [].as_slice()));
    let read = WHOLE_COUNT.read(&count.cells);
    let unknown: Vec<_> = read.iter().filter(|row| row.text(cell::BASIS) == "not_known").collect();
    assert_eq!((unknown.len(), unknown[0].text(cell::BODY)), (1, "Ashby City Council"));
    assert!(unknown[0].text(cell::METHOD).contains("no pay"), "{}", unknown[0].text(cell::METHOD));
    let asks = COVERAGE.read(&count.coverage);
    let asks: Vec<_> = asks.iter().filter_map(|row| row.text_if_any(coverage::ASK)).collect();
    assert!(asks.contains(&"ask Ashby City Council for its published outturn"), "{asks:?}");
}
