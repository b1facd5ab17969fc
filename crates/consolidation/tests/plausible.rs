//! A whole that cannot be true is reported with its numbers.

mod common;

use arrow_array::RecordBatch;
use common::{Printed, batch, body, count, pence, place_of, total};
use model::tables::DRIVER;
use model::{BodyKind, Place, ProblemKind, Reach};

const NCE: &str = "revenue_outturn_summary:net_current_expenditure";

fn place(population: Option<u64>) -> Place {
    let council = body("council", "Ashby City Council", BodyKind::Council, Reach::Local);
    let police = body("police", "Ashby Police", BodyKind::Police, Reach::Local);
    Place { population, ..place_of("Leeds", "E08000035", vec![council, police]) }
}

fn kinds(place: &Place, education: f64, drivers: &[RecordBatch]) -> Vec<(ProblemKind, String)> {
    let printed = [Printed::local("council", NCE, "Education services", education)];
    let count = count(place, &printed, drivers, &[]);
    count.problems.into_iter().map(|problem| (problem.kind, problem.text)).collect()
}

#[test]
fn a_whole_too_small_or_too_large_for_its_people_is_said_first_with_both_numbers() {
    for (education, said) in [(900.0, "£900"), (41_000.0, "£41,000"), (-5.0, "below zero")] {
        let found = kinds(&place(Some(1_000)), education, &[]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, ProblemKind::PoundsAHeadUnlikely);
        assert!(found[0].1.contains(said), "{}", found[0].1);
    }
    assert!(kinds(&place(Some(1_000)), 5_000.0, &[]).is_empty());
    assert!(kinds(&place(None), 5.0, &[]).is_empty(), "without people nobody can say");
}

fn people(of_leeds: u32) -> RecordBatch {
    let text = format!(
        "
        file | area_code | area     | driver     | as_of    | year | value
        p    | E08000035 | Leeds    | population | mid-2011 | 2011 | {of_leeds}
        p    | E08000032 | Bradford | population | mid-2011 | 2011 | 500
        "
    );
    batch(&DRIVER, &text)
}

#[test]
fn people_in_place_toml_that_differ_from_the_table_are_said() {
    let found = kinds(&place(Some(1_000)), 5_000.0, &[people(800)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, ProblemKind::PublishedSourcesDiffer);
    assert!(found[0].1.contains("1000") && found[0].1.contains("800"), "{}", found[0].1);
    assert!(kinds(&place(Some(1_000)), 5_000.0, &[people(950)]).is_empty());
}

fn of_police(serves: &[&str], people_of_leeds: u32) -> (i64, Vec<(ProblemKind, Option<i64>)>) {
    let mut place = place(None);
    place.bodies[1].serves = serves.iter().map(|code| (*code).to_owned()).collect();
    let printed = [Printed::local("police", NCE, "Police services", 60.0)];
    let count = count(&place, &printed, &[people(people_of_leeds)], &[]);
    let problems = count.problems.iter().map(|problem| (problem.kind, problem.amount.map(|pounds| pounds.pence())));
    (total(&count), problems.filter(|(kind, _)| *kind != ProblemKind::PoundsAHeadUnlikely).collect())
}

#[test]
fn a_share_of_nought_is_said_with_the_pounds_that_are_shared_out() {
    let both = ["E08000035", "E08000032"];
    assert_eq!(of_police(&both, 500), (pence(30.0), vec![]));
    assert_eq!(of_police(&both, 0), (0, vec![(ProblemKind::DriverMissing, Some(pence(60.0)))]));
}

#[test]
fn a_body_of_several_districts_that_is_counted_whole_for_one_is_said_until_its_districts_are() {
    assert_eq!(of_police(&[], 500), (pence(60.0), vec![(ProblemKind::ServesMissing, Some(pence(60.0)))]));
    assert_eq!(of_police(&["E08000035"], 500), (pence(60.0), vec![]));
}

/// A ledger of 60 pounds for each of 1,000 people, a source of published figures, and nothing in it for the place.
#[test]
fn a_publication_in_which_nothing_is_the_place_s_is_no_reason_to_be_silent() {
    let lines = "body_id | service | treatment | attribution | n_lines | amount\n council | education | spend | here | 1 | 60000.00\n";
    let lines = batch(
        &model::tables::LEDGER_SUM,
        &lines.replace("body_id |", "body_id | financial_year |").replace("council |", "council | 2011 |"),
    );
    let kinds = |place: &Place| -> Vec<ProblemKind> {
        count(place, &[], &[], std::slice::from_ref(&lines)).problems.iter().map(|problem| problem.kind).collect()
    };
    assert_eq!(kinds(&place(Some(1_000))), [], "a place of ledgers alone says what it is");
    let published = model::place::Source {
        body_id: None,
        kind: model::place::SourceKind::Published,
        agency: None,
        columns: Vec::new(),
        building: None,
        files: vec!["published/*".to_owned()],
    };
    let with_source = Place { sources: vec![published], ..place(Some(1_000)) };
    assert_eq!(kinds(&with_source), [ProblemKind::PoundsAHeadUnlikely]);
}

#[test]
fn an_authority_of_the_place_that_no_body_stands_for_is_said() {
    let of = |area: &str, body_id: Option<&str>| {
        let printed = Printed {
            body_id: body_id.map(str::to_owned),
            spender: area.to_owned(),
            area: area.to_owned(),
            ..Printed::local("council", NCE, "Education services", 5.0)
        };
        let count = count(&place(None), &[printed], &[], &[]);
        count.problems.into_iter().map(|problem| (problem.kind, problem.n_rows)).collect::<Vec<_>>()
    };
    assert_eq!(of("Leeds", None), [(ProblemKind::BodyUnknown, 1)]);
    assert_eq!(of("Leeds", Some("council")), []);
    assert_eq!(of("Bradford", None), [], "another district's figures stand in the same return");
}
