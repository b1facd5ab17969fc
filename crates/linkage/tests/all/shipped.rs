//! The model that comes with the program, fitted to records of one kind or another.

use linkage::evidence::{PairCounts, pairs_against_truth};
use linkage::people::model_for;
use linkage::records::Records;
use linkage::{Error, Linked, Model};

use super::made_up::{Dice, Row, linked, records, truth};

const NAMES_AND_BIRTHS: [&str; 4] = ["given_name", "family_name", "born", "born_year"];

fn fitted(records: &Records) -> Model {
    model_for(records, None).expect("a model")
}

fn counted(records: &Records, linked: &Linked) -> PairCounts {
    pairs_against_truth(&linked.clusters, &truth(records))
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn row(source: &str, id: &str, values: &[&str]) -> Row {
    (source.to_owned(), id.to_owned(), values.iter().map(|value| some(value)).collect())
}

/// A text with one letter changed.
fn with_a_slip(text: &str, dice: &mut Dice, letters: &[u8]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = 1 + dice.below(bytes.len() as u64 - 1) as usize;
    bytes[at] = letters[dice.below(letters.len() as u64) as usize];
    String::from_utf8(bytes).expect("letters")
}

/// Common names and births, one record in ten there twice, the second time with a slip in one of the three.
fn one_slip_each(n_people: u64) -> Vec<Row> {
    let mut dice = Dice(17);
    let syllables = ["an", "ber", "da", "el", "fri", "ger", "hel", "in", "jo", "kar", "lo", "mar"];
    let name = |dice: &mut Dice, end: &str| {
        format!("{}{}{end}", syllables[dice.below(12) as usize], syllables[dice.below(12) as usize])
    };
    let mut rows = Vec::new();
    for person in 0..n_people {
        let mut values = [
            name(&mut dice, "a"),
            name(&mut dice, "mann"),
            format!("{}-{:02}-{:02}", 1930 + dice.below(80), 1 + dice.below(12), 1 + dice.below(28)),
        ];
        let record = |copy: u64, values: &[String; 3]| {
            let [given, family, born] = values;
            row("one", &format!("{person}.{copy}"), &[given, family, born, &born[..4]])
        };
        rows.push(record(0, &values));
        if person % 9 == 0 {
            match dice.below(3) {
                2 => {
                    values[2] = format!("{}{}", &values[2][..8], with_a_slip(&values[2][8..], &mut dice, b"0123456789"))
                }
                at => values[at as usize] = with_a_slip(&values[at as usize], &mut dice, b"abcdefghijklmnopqrstuvwxyz"),
            }
            rows.push(record(1, &values));
        }
    }
    rows
}

#[test]
fn where_every_duplicate_has_a_slip_the_prior_is_still_found() {
    let rows = one_slip_each(4_500);
    let records = records(&NAMES_AND_BIRTHS, &rows);
    let linked = linked(&records, &fitted(&records));
    let n = rows.len() as f64;
    let n_matches = linked.model.prior.probability.expect("a prior") * n * (n - 1.0) / 2.0;
    assert!((500.0 / 3.0..1_500.0).contains(&n_matches), "{n_matches} matches for 500");
    let counts = counted(&records, &linked);
    assert!(350 <= counts.true_positives && counts.false_positives <= counts.true_positives / 10, "{counts:?}");
}

#[test]
fn a_trained_model_is_read_again_and_comes_to_the_same() {
    let records = records(&NAMES_AND_BIRTHS, &one_slip_each(900));
    let first = linked(&records, &fitted(&records));
    let read = Model::read(&first.model.write()).expect("what was written");
    assert_eq!(read.choice, None);
    let again = linked(&records, &read);
    assert_eq!((again.model.write(), &again.clusters), (first.model.write(), &first.clusters));
}

#[test]
fn what_the_run_compared_is_said_rule_by_rule() {
    let records = records(&NAMES_AND_BIRTHS, &one_slip_each(900));
    let linked = linked(&records, &fitted(&records));
    let reach = &linked.reach;
    let rules: Vec<&str> = reach.rules.iter().map(|rule| rule.rule.as_str()).collect();
    assert_eq!(rules, linked.model.blocking.iter().map(|rule| rule.text()).collect::<Vec<_>>());
    let found: f64 = reach.rules.iter().filter_map(|rule| rule.adds).sum();
    let missed = reach.missed.expect("enough matches to tell");
    assert!((found + missed - 1.0).abs() < 1e-9, "{found} + {missed}");
    assert!(reach.rules.iter().any(|rule| rule.is_chosen), "slips in both names and births ask for more rules");
}

#[test]
fn only_what_records_have_is_compared() {
    let columns = ["given_name", "family_name", "born", "born_year", "phone", "address", "town", "colour"];
    let rows = |postcode: &str| -> Vec<Row> {
        let of = |at: u64| {
            let (given, day) = (["ann", "bob", "cid"][at as usize % 3], format!("1980-01-{:02}", 1 + at % 28));
            row(
                ["a", "b"][at as usize % 2],
                &at.to_string(),
                &[given, "lee", &day, "1980", "", "1 mill road", "york", ["red", "blue"][at as usize % 2], postcode],
            )
        };
        (0..20).map(of).collect()
    };
    let compared = |postcode: &str| {
        let records = records(&[&columns[..], &["postcode"]].concat(), &rows(postcode));
        fitted(&records).comparisons.iter().map(|comparison| comparison.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(compared(""), ["given_name", "family_name", "born", "address", "town", "colour"]);
    assert_eq!(compared("LS1 4AP"), ["given_name", "family_name", "born", "home", "colour"]);
    let names = records(&columns[..2], &[row("a", "1", &["ann", "lee"]), row("a", "2", &["bob", "lee"])]);
    assert!(matches!(model_for(&names, None), Err(Error::NoModelSuits { .. })), "names alone are too little");
}

/// Made-up people whom two agencies know, and beside them a pair of records that asks something.
fn beside_others(columns: &[&str], pair: [&[&str]; 2]) -> bool {
    let mut dice = Dice(5);
    let syllables =
        ["ash", "bar", "cal", "den", "far", "gar", "hol", "kel", "mar", "nor", "oak", "pen", "stan", "thorn"];
    let word = |dice: &mut Dice, end: &str| {
        format!("{}{}{end}", syllables[dice.below(14) as usize], syllables[dice.below(14) as usize])
    };
    let mut rows = Vec::new();
    for person in 10..1_500 {
        let born = format!("{}-{:02}-{:02}", 1930 + dice.below(80), 1 + dice.below(12), 1 + dice.below(28));
        let postcode = format!("LS{} {}AB", 1 + dice.below(40), dice.below(10));
        let (given, family) = (word(&mut dice, ""), word(&mut dice, "ton"));
        let home = format!("{} {}", postcode.to_lowercase(), 1 + dice.below(99));
        for (copy, source) in ["council", "nhs"].into_iter().enumerate() {
            let given = if dice.chance(0.1) { given[..1].to_owned() } else { given.clone() };
            let family = if dice.chance(0.1) { word(&mut dice, "ton") } else { family.clone() };
            let moved = dice.chance(0.15);
            let (postcode, home) = if moved { ("M1 1AA", "m1 1aa 7") } else { (postcode.as_str(), home.as_str()) };
            let value = |column: &&str| match *column {
                "given_name" => given.clone(),
                "family_name" => family.clone(),
                "born" => born.clone(),
                "born_year" => born[..4].to_owned(),
                "postcode" => postcode.to_owned(),
                "home" => home.to_owned(),
                _ => String::new(),
            };
            let values: Vec<String> = columns.iter().map(value).collect();
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            rows.push(row(source, &format!("{person}.{copy}"), &values));
        }
    }
    rows.push(row("council", "1.0", pair[0]));
    rows.push(row("nhs", "1.1", pair[1]));
    let records = records(columns, &rows);
    let linked = linked(&records, &fitted(&records));
    let at = |source: &str, id: &str| records.row_of(source, id).expect("a row");
    linked.clusters.of(at("council", "1.0")) == linked.clusters.of(at("nhs", "1.1"))
}

const WHOLE: [&str; 7] = ["given_name", "family_name", "former_name", "born", "born_year", "postcode", "home"];

#[test]
fn an_initial_agrees_with_its_name_at_one_home_and_birth_date() {
    let james = ["james", "whitlow", "", "1971-03-09", "1971", "LS1 4AP", "ls1 4ap 12"];
    let is_one = |other: [&str; 7]| beside_others(&WHOLE, [&james, &other]);
    assert!(is_one(["j", "whitlow", "", "1971-03-09", "1971", "LS1 4AP", "ls1 4ap 12"]));
    assert!(!is_one(["d", "whitlow", "", "1971-03-09", "1971", "LS1 4AP", "ls1 4ap 12"]), "a twin");
}

#[test]
fn who_moved_and_married_is_found_by_the_former_name() {
    let before = ["oriel", "whitlow", "", "1971-03-09", "1971", "LS1 4AP", "ls1 4ap 12"];
    let is_one = |other: [&str; 7]| beside_others(&WHOLE, [&before, &other]);
    assert!(is_one(["oriel", "kenhol", "whitlow", "1971-03-09", "1971", "LS9 7ZZ", "ls9 7zz 3"]));
    assert!(
        !is_one(["oriel", "kenhol", "whitlow", "1955-11-20", "1955", "LS9 7ZZ", "ls9 7zz 3"]),
        "another birth date"
    );
}
