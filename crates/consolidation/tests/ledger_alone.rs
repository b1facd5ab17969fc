//! A ledger of payments is not the whole of a council.

mod common;

use common::{Printed, batch, body, count, place_of, total};
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
    assert!(unknown[0].text(cell::METHOD).contains("leaves out pay"), "{}", unknown[0].text(cell::METHOD));
    let asks = COVERAGE.read(&count.coverage);
    let asks: Vec<_> = asks.iter().filter_map(|row| row.text_if_any(coverage::ASK)).collect();
    assert!(asks.contains(&"ask Ashby City Council for its published outturn: a ledger leaves out pay"), "{asks:?}");
}

#[test]
fn every_body_has_a_row_that_says_what_is_there_and_what_to_ask_for() {
    let ledger = batch(
        &LEDGER_SUM,
        "
        body    | financial_year | service   | treatment | attribution | counterparty | amount   | n_lines
        council | 2011-12        | education | spend     | here        |              | 1,000.00 | 4
        whole   | 2011-12        | education | transfer  | here        | council      | 800.00   | 2
        ",
    );
    let bodies = vec![
        body("council", "Ashby City Council", BodyKind::Council, Reach::Local),
        body("trust", "Ashby Hospitals", BodyKind::NhsTrust, Reach::Local),
        body("police", "Ashby Police", BodyKind::Police, Reach::Local),
        body("whole", "Department of Schools", BodyKind::Department, Reach::National),
    ];
    let of = |printed: &[Printed]| {
        let count = count(&place_of("Leeds", "E08000035", bodies.clone()), printed, &[], std::slice::from_ref(&ledger));
        let mut said: Vec<(String, String, String)> = Vec::new();
        for row in COVERAGE.read(&count.coverage).iter() {
            let ask = row.text_if_any(coverage::ASK).unwrap_or_default();
            said.push((row.text(coverage::BODY).to_owned(), row.text(coverage::NOTE).to_owned(), ask.to_owned()));
        }
        said
    };
    let alone = of(&[]);
    for (name, note, ask) in [
        ("Ashby City Council", "its ledger is the only source", "its published outturn: a ledger leaves out pay"),
        ("Ashby Hospitals", "no ledger for the year", "its published outturn, for the place"),
        ("Ashby Police", "not known", "its outturn, or its payments"),
        ("Department of Schools", "£800.00 went to public bodies", "its published outturn, for the place"),
    ] {
        let is_said = |(body, said, asked): &&(String, String, String)| {
            body == name && said.contains(note) && *asked == format!("ask {name} for {ask}")
        };
        assert!(alone.iter().any(|row| is_said(&row)), "{name}: {alone:?}");
    }
    // Beside a published figure of the place, others' figures may hold what such a body spends.
    let published = of(&[Printed::local(
        "council",
        "revenue_outturn_summary:net_current_expenditure",
        "Highways and transport services",
        7.0,
    )]);
    let (_, note, ask) = published.iter().find(|row| row.0 == "Ashby Hospitals").expect("it has a row");
    assert!(note.contains("no ledger for the year") && ask.is_empty(), "{note}; {ask}");
}
