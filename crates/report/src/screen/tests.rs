//! The screen of `testing::account`, and of places that strain it.

use crate::summary::Doubt;
use model::{ProblemKind, Tally};

use super::*;
use crate::summary::{BodyAccount, Parts, summary};
use crate::testing::{account, place};

const ALL: &str = "`totalplace build . --all`";

fn pounds(text: &str) -> Money {
    money::Amount::parse(text).unwrap().money
}

fn screen(summary: &Summary, width: usize) -> String {
    let text = render_screen(summary, None, width, false, ALL);
    for line in text.lines() {
        assert!(line.chars().count() <= width, "wider than {width}: {line}");
    }
    assert!(text.lines().count() <= 40, "no screen is that high: {text}");
    text
}

#[test]
fn a_screen_has_the_account_the_bodies_the_warnings_and_the_way_to_the_rest() {
    let summary = summary(&account(), &place()).unwrap();
    for width in [80, 120] {
        let text = screen(&summary, width);
        // 124.95 of the county and 40.00 of the trust.
        assert!(text.contains("Spent, each pound once") && text.contains("£164.95"), "{text}");
        assert!(text.contains("Bodies without lines") && text.contains("Tyneshire Police"), "{text}");
        assert!(text.contains("£3.00  there are no credit notes"), "{text}");
        assert!(!text.contains("no_negative_lines"), "{text}");
        assert!(text.replace("\n", " ").ends_with(ALL), "{text}");
    }
    assert!(screen(&summary, 120).contains("Lines"), "where there is room");
}

fn body(name: &str, pence: i64) -> BodyAccount {
    let mut parts = Parts::default();
    parts[AccountPart::SpendHere] += Tally::of_line(Money::from_pence(pence));
    BodyAccount { body_id: name.to_owned(), name: name.to_owned(), parts }
}

#[test]
fn a_long_name_is_cut_many_bodies_are_shortened_and_money_back_has_its_sign() {
    let mut summary = summary(&account(), &place()).unwrap();
    let long = "The Combined Authority of the ".repeat(8);
    summary.bodies = (1..=11).map(|n| body(&format!("{n} {long}"), -n * 123_456_789_012)).collect();
    summary.total = Parts::default();
    summary.total[AccountPart::SpendHere] += Tally::of_line(pounds("-81,481,480,747.92"));
    for width in [80, 120] {
        let text = screen(&summary, width);
        assert!(text.contains("and 3 more: --all"), "{text}");
        assert!(text.contains('…') && text.contains("-£81,481,480,747.92"), "{text}");
        // The largest is the one of which least came back.
        assert!(text.contains("-£1,234,567,890.12"), "{text}");
    }
    summary.bodies.truncate(9);
    assert!(!screen(&summary, 80).contains("more: --all"), "one alone under more has its name");
    summary.bodies.truncate(1);
    assert!(screen(&summary, 80).contains("All bodies"));
}

#[test]
fn the_five_warnings_that_concern_most_pounds_stand_there_and_what_needs_no_action_does_not() {
    let mut summary = summary(&account(), &place()).unwrap();
    let kinds = [
        (ProblemKind::LabelSpelling, Some("9,000,000,000.00")),
        (ProblemKind::TotalRow, Some("8,000,000,000.00")),
        (ProblemKind::DateMissing, None),
        (ProblemKind::DateFuture, Some("2.00")),
        (ProblemKind::SubPenny, Some("-30.00")),
        (ProblemKind::RedactedShare, None),
        (ProblemKind::CurrencyMark, Some("4.00")),
        (ProblemKind::AmountMissing, None),
        (ProblemKind::OpenQuote, Some("5.00")),
    ];
    let doubt = |(kind, amount): (ProblemKind, Option<&str>)| Doubt {
        kind,
        n_rows: 1_234,
        n_files: 2,
        bodies: ["A", "B", "C", "D"].map(str::to_owned).to_vec(),
        amount: amount.map(pounds),
        left_out: kind.removes_row(),
        is_settled: kind.is_settled(),
        ask: kind.ask(),
    };
    summary.doubts = Some(kinds.map(doubt).to_vec());
    let text = screen(&summary, 120);
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words}: {text}"));
    assert!(text.contains("Data quality warnings: 5 of 7, by the pounds that they concern"), "{text}");
    let order = ["-£30.00", "£5.00", "£4.00", "£2.00", "the amount is empty (1,234 rows of 2 files; A, B and 2 more)"];
    assert!(order.windows(2).all(|pair| at(pair[0]) < at(pair[1])), "{text}");
    assert!(!text.contains("9,000,000,000") && !text.contains("many payees are withheld"), "{text}");
    let all = warnings(summary.doubts.as_deref(), 120, false, usize::MAX);
    for said in
        ["9,000,000,000.00", "many payees are withheld", "A, B, C and D", "ask for the payment date", "left out"]
    {
        assert!(all.contains(said), "{said}: {all}");
    }
}
