//! What can be wrong with records and models, each with a plain answer that names nobody.

use linkage::linkage_model::Model;
use linkage::records::{Records, RecordsBuilder};
use linkage::score::ScoredPair;
use linkage::{Error, LinkOptions, link};

use super::made_up::{COLUMNS, FIVE_COLUMNS, Row, linked, people, records};

fn model() -> Model {
    let mut model = Model::read(FIVE_COLUMNS).expect("the model that comes with the program");
    model.training.u_pairs = 20_000;
    model
}

fn row(id: usize, values: [Option<&str>; 5]) -> Row {
    ("one".to_owned(), id.to_string(), values.map(|value| value.map(str::to_owned)).to_vec())
}

fn error(records: &Records, model: &Model) -> Error {
    link(records, model, &LinkOptions::USUAL, |_: &[ScoredPair]| Ok(())).expect_err("a mistake")
}

fn check_model(text: &str, message: &str) {
    let error = Model::read(text).expect_err("a mistake");
    assert_eq!(error.to_string(), message, "in\n{text}");
}

const GOOD: &str = "version = 1\nname = 'x'\nblocking = [['a']]\n[prior]\nprobability = 0.1\n\
    [[comparison]]\nname = 'a'\nlevels = [{ is = 'same' }, { is = 'else' }]\n";

#[test]
fn every_mistake_in_a_model_is_reported_with_its_line() {
    assert!(Model::read(GOOD).is_ok());
    check_model(
        "version = 2\nnmae = 'x'\nblocking = [['sondex(a)'], []]\nlink = 'deduped'\n[prior]\nprobability = 3\n\
         [thresholds]\nkeep = 1.5\n[[comparison]]\nname = 'a'\nlevels = [{ is = 'jaro' }, { is = 'jarowinkler' }]\n",
        "line 1: `name` is missing from the model\n\
         line 1: the file has version 2; this program reads version 1\n\
         line 2: `nmae` means nothing in the model; did you mean `name`?\n\
         line 3: `sondex` is not a function; did you mean `soundex`?\n\
         line 3: there is no expression in the rule\n\
         line 4: `deduped` is not a valid link type; did you mean `dedupe`?\n\
         line 6: `probability` is 3; expected a number from 0.000000000000001 to 0.999999\n\
         line 8: `keep` is 1.5; expected a number from 0 to 1\n\
         line 9: the comparison `a` has 0 levels; it needs 2 to 30\n\
         line 11: `at_least` is missing from a level\n\
         line 11: `jarowinkler` is not a valid condition; did you mean `jaro_winkler`?",
    );
    check_model(
        "version = 1\nname = \n",
        "line 2: this is not TOML: string values must be quoted, expected literal string",
    );
    check_model(
        "",
        "line 1: `version` is missing from the model\nline 1: `name` is missing from the model\n\
        line 1: `prior` is missing from the model\nline 1: there is no blocking rule\nline 1: there is no comparison",
    );
}

#[test]
fn levels_must_make_sense_together() {
    let with = |levels: &str| GOOD.replace("{ is = 'same' }, { is = 'else' }", levels);
    check_model(
        &with("{ is = 'else' }, { is = 'same' }"),
        "line 6: the comparison `a` must end with the level `else`, and have it once",
    );
    check_model(
        &with("{ is = 'same', m = 0.5 }, { is = 'else', m = 0.6 }"),
        "line 6: the comparison `a` has `m` that add up to 1.100 instead of 1",
    );
    check_model(
        &with("{ is = 'same', all = [] }, { is = 'else' }"),
        "line 6: the comparison `a` has 1 levels; it needs 2 to 30\nline 8: a level must have exactly one of `is`, `all`, `any` or `not`",
    );
    check_model(
        &format!("{GOOD}[[comparison]]\nname = 'a'\nlevels = [{{ is = 'same' }}, {{ is = 'else' }}]\n"),
        "line 9: there are two comparisons `a`",
    );
    check_model(&format!("{GOOD}[thresholds]\nkeep = 0.9\nlink = 0.5\n"), "line 9: `link` (0.5) is below `keep` (0.9)");
}

#[test]
fn columns_and_sources_that_are_not_there_are_named_with_the_nearest() {
    let records = records(&COLUMNS, &people(20, 1));
    let mut model =
        Model::read(&FIVE_COLUMNS.replace("\"iso(dob)\", \"fold(surname)\"", "\"dbo\", \"surname\"")).expect("a model");
    model.no_duplicates_in = vec!["polise".to_owned()];
    let message = error(&records, &model).to_string();
    let lines: Vec<&str> = message.lines().collect();
    assert_eq!(lines[0], "the records have no source `polise`; did you mean `police`?");
    assert!(
        lines[1].starts_with("line ") && lines[1].ends_with(": the records have no column `dbo`; did you mean `dob`?"),
        "{message}"
    );
}

#[test]
fn records_that_hold_nothing_are_refused() {
    let nothing: Vec<Row> = (0..50).map(|id| row(id, [None; 5])).collect();
    let message = error(&records(&COLUMNS, &nothing), &model()).to_string();
    assert_eq!(
        message,
        "no record has a value in any column that the model compares (first_name, surname, dob, postcode, address)"
    );
    let strangers: Vec<Row> =
        (0..50).map(|id| row(id, [Some(&format!("name {id}")), None, None, None, None])).collect();
    assert_eq!(error(&records(&COLUMNS, &strangers), &model()), Error::PriorUnknown);
    let mut given = model();
    given.prior.probability = Some(1e-4);
    assert_eq!(error(&records(&COLUMNS, &strangers), &given), Error::NoPairs);
}

#[test]
fn one_value_everywhere_is_refused_before_anything_is_compared() {
    let alike: Vec<Row> = (0..3_000).map(|id| row(id, [Some("Marker"), Some("Marker"), None, None, None])).collect();
    let mut given = model();
    given.prior.probability = Some(1e-4);
    let options = LinkOptions { n_pairs_max: 1_000_000, ..LinkOptions::USUAL };
    let error =
        link(&records(&COLUMNS, &alike), &given, &options, |_: &[ScoredPair]| Ok(())).expect_err("4.5 million pairs");
    let message = error.to_string();
    assert!(
        message.contains("`fold(first_name), fold(surname)`") && message.contains("4498500 pairs, more than 1000000"),
        "{message}"
    );
    assert!(message.contains("its biggest blocks hold 3000 records") && !message.contains("Marker"), "{message}");
}

/// Where every record is the same, the rules of the prior say that all are one person, which no share of pairs allows.
#[test]
fn nothing_but_identical_records_is_refused_without_a_name() {
    let same = [Some("Marker"), Some("Marker"), Some("1980-01-01"), Some("LS1 1AA"), Some("1 Marker Road")];
    let rows: Vec<Row> = (0..300).map(|id| row(id, same)).collect();
    let message = error(&records(&COLUMNS, &rows), &model()).to_string();
    assert!(
        message.contains("find 44850 pairs, more than") && message.contains("make the rules stricter"),
        "{message}"
    );
    assert!(!message.contains("Marker"), "{message}");
}

#[test]
fn identical_records_by_the_hundred_are_one_person_and_named_as_a_giant() {
    let mut rows = people(600, 4);
    let same = [Some("Test"), Some("Patient"), Some("1980-01-01"), Some("LS1 1AA"), Some("1 High Road")];
    rows.extend((10_000..10_150).map(|id| row(id, same)));
    let records = records(&COLUMNS, &rows);
    let mut model = model();
    // The rules of the prior would take the copies for people of the place.
    model.prior.probability = Some(1e-3);
    let linked = linked(&records, &model);
    assert_eq!(linked.cuts.len(), 1);
    assert_eq!((linked.cuts[0].n_records, linked.cuts[0].n_records_after), (150, 150));
}

#[test]
fn names_of_any_script_are_linked() {
    let mut rows = people(100, 6);
    let names = [("😀", "🦄"), ("محمد", "العلي"), ("山田", "太郎"), ("Ðorđe", "Müller"), ("\u{202e}nnA", "\u{0}")];
    for (at, (first, surname)) in names.into_iter().enumerate() {
        let dob = format!("1970-01-{:02}", at + 1);
        (0..2).for_each(|copy| {
            rows.push(row(90_000 + 2 * at + copy, [Some(first), Some(surname), Some(&dob), Some("LS1 1AA"), None]))
        });
    }
    let records = records(&COLUMNS, &rows);
    let linked = linked(&records, &model());
    for (at, name) in names.iter().enumerate() {
        let row = |copy: usize| records.row_of("one", &(90_000 + 2 * at + copy).to_string()).expect("the record");
        assert_eq!(linked.clusters.of(row(0)), linked.clusters.of(row(1)), "{name:?}");
    }
}

#[test]
fn ids_that_repeat_and_tables_without_columns_are_refused() {
    assert_eq!(RecordsBuilder::new(&[]).err(), Some(Error::NoColumns));
    let mut builder = RecordsBuilder::new(&["name"]).expect("columns");
    ["7", "8", "7"].iter().for_each(|id| builder.push(id, &[Some("Marker")]).expect("a row"));
    let message = builder.finish().expect_err("7 repeats").to_string();
    assert_eq!(
        message,
        "the source `` has 1 records with the same id as another record; ids must be unique within a source"
    );
}

/// Every value of the records is a marker; nothing that is printed by accident may hold one.
#[test]
fn nothing_that_is_printed_names_anybody() {
    let rows: Vec<Row> = people(150, 8)
        .into_iter()
        .map(|(source, id, values)| {
            (source, id, values.into_iter().map(|value| value.map(|value| format!("zqx{value}"))).collect())
        })
        .collect();
    let records = records(&COLUMNS, &rows);
    let mut model = model();
    model.prior.probability = Some(1e-3);
    let mut printed = vec![format!("{records:?} {:?}", records.columns())];
    let linked = link(&records, &model, &LinkOptions::USUAL, |pairs: &[ScoredPair]| {
        printed.push(format!("{pairs:?}"));
        Ok(())
    });
    printed.push(format!("{:?}", linked.expect("linked")));
    let explanation =
        linkage::evidence::explain(&records, &model, &LinkOptions::USUAL, (0, 1)).expect("an explanation");
    printed.push(format!("{explanation:?} {explanation}"));
    let options = LinkOptions { n_pairs_max: 1, ..LinkOptions::USUAL };
    printed.push(format!("{:?}", link(&records, &model, &options, |_: &[ScoredPair]| Ok(()))));
    printed.iter().for_each(|text| assert!(!text.to_lowercase().contains("zqx"), "{text}"));
    assert!(explanation.with_values().contains("zqx"), "a reviewer who asks sees the values");
}
