//! Any column of texts: a vote that reads back, and dates that are in the years of ledgers.
#![no_main]

use intake::dates::{DateFormat, DateVote, month_named, read_date};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut vote = DateVote::default();
    for cell in text.lines().take(200) {
        vote.count(cell, 1);
        check_cell(cell);
    }
    let Some(winner) = vote.winner() else { return };
    assert!(vote.n(winner) > 0);
    let n_read = text.lines().take(200).filter(|cell| read_date(cell, winner).is_some()).count() as u64;
    assert!(vote.n(winner) <= n_read, "what was voted for can be read");
});

fn check_cell(cell: &str) {
    let _ = month_named(cell);
    for format in DateFormat::ALL {
        assert_eq!(DateFormat::parse(format.name()), Some(format));
        let Some(date) = format.read(cell) else { continue };
        // A serial number reaches a little further than a printed year.
        assert!((1954..=2100).contains(&date.year()), "{cell:?} as {format:?} is {date}");
        assert_eq!(DateFormat::YearMonthDay.read(&date.to_string()).is_some(), date.year() >= 1980);
        assert!(read_date(cell, format).is_some());
    }
}
