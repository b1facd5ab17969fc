//! Settings of Splink taken over, and written so that Splink itself comes to the same weights.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use linkage::linkage_model::{Condition, Rule};
use linkage::score::ScoredPair;
use linkage::splink::{from_splink, to_splink};
use linkage::{Error, LinkOptions, Model, Records, RecordsBuilder, link};
use serde_json::Value;

use super::data;

/// Written by Splink's own comparison library; `z` holds every custom level there is.
const SETTINGS: &str = include_str!("splink_settings.json");
/// Written by Splink 5 from the ready-made comparisons that its two tutorials use, before training.
const FAKE_1000: &str = include_str!("splink_fake_1000.json");
const HISTORICAL_50K: &str = include_str!("splink_historical_50k.json");

fn labels(model: &Model, comparison: &str) -> Vec<String> {
    let comparison = model.comparisons.iter().find(|found| found.name == comparison).expect("the comparison");
    comparison.levels.iter().map(|level| level.test.label()).collect()
}

/// The settings without comparisons of which something cannot be said.
fn sayable() -> String {
    let Err(Error::SplinkUnsayable { conditions }) = from_splink(SETTINGS) else { panic!("all of it is read") };
    let mut settings: Value = serde_json::from_str(SETTINGS).expect("JSON");
    let comparisons = settings["comparisons"].as_array_mut().expect("comparisons");
    let is_refused = |comparison: &Value| {
        let named = format!("comparison `{}`:", comparison["output_column_name"].as_str().expect("a name"));
        conditions.iter().any(|condition| condition.starts_with(&named))
    };
    comparisons.retain(|comparison| !is_refused(comparison));
    settings.to_string()
}

#[test]
fn ready_made_comparisons_of_splink_are_taken_over() {
    let model = from_splink(&sayable()).expect("settings");
    let rules: Vec<String> = model.blocking.iter().map(Rule::text).collect();
    assert_eq!(rules, ["first_name, surname", "substr(dob, 1, 4), surname", "dob, first_name"]);
    assert_eq!(
        labels(&model, "first_name"),
        ["same", "Jaro-Winkler at least 0.92", "Jaro-Winkler at least 0.8", "anything else"]
    );
    assert_eq!(model.comparisons[0].levels[0].term_frequency, 1.0);
    assert_eq!(
        labels(&model, "postcode"),
        ["same", "sector(postcode) same", "district(postcode) same", "area(postcode) same", "anything else"]
    );
    assert_eq!(labels(&model, "arr"), ["at least 2 in common", "at least 1 in common", "anything else"]);
}

#[test]
fn what_cannot_be_said_is_refused_whole_and_named() {
    let Err(Error::SplinkUnsayable { conditions }) = from_splink(SETTINGS) else { panic!("all of it is read") };
    for part in ["jaccard(", "acos(", "\"z_l\" = \"w_r\""] {
        assert!(conditions.iter().any(|text| text.contains(part)), "{part} in {conditions:#?}");
    }
    let told = from_splink(SETTINGS).expect_err("refused").to_string();
    assert!(told.contains("comparison `z`: ") && told.contains("cannot be used"), "{told}");
    let rule = FAKE_1000.replace("l.\\\"surname\\\" = r.\\\"surname\\\"", "levenshtein(l.surname, r.surname) < 2");
    let Err(Error::SplinkUnsayable { conditions }) = from_splink(&rule) else { panic!("all of it is read") };
    assert_eq!(conditions, ["blocking rule: levenshtein(l.surname, r.surname) < 2"]);
}

#[test]
fn what_is_no_settings_file_is_said() {
    for bad in [
        "",
        "{}",
        "[]",
        r#"{"link_type": "some", "comparisons": []}"#,
        r#"{"link_type": "dedupe_only", "comparisons": []}"#,
    ] {
        assert!(matches!(from_splink(bad), Err(Error::SplinkUnreadable { .. })), "{bad}");
    }
}

#[test]
fn comparisons_of_the_tutorials_of_splink_are_taken_over_whole() {
    let model = from_splink(FAKE_1000).expect("settings");
    assert_eq!(
        labels(&model, "email"),
        [
            "same",
            "mailbox(email) same",
            "Jaro-Winkler at least 0.88",
            "mailbox(email) Jaro-Winkler at least 0.88",
            "anything else"
        ]
    );
    // A date that Splink cannot read counts as missing, which is a level of weight 0.
    assert_eq!(labels(&model, "dob")[..2], ["date(dob) missing", "same"]);
    let missing = &model.comparisons.iter().find(|found| found.name == "dob").expect("dates").levels[0];
    assert_eq!((missing.m, missing.fixed), (missing.u, true));

    let model = from_splink(HISTORICAL_50K).expect("settings");
    let names = model.comparisons.iter().find(|found| found.name == "first_name_surname").expect("names");
    assert_eq!(names.of.to_string(), "either(first_name, surname)");
    assert!(matches!(&names.levels[0].test.condition, Condition::All(both) if both.len() == 2));
    let counted: Vec<String> =
        names.levels.iter().filter_map(|level| Some(names.counted(level)?.0.to_string())).collect();
    assert_eq!(counted, ["first_name_surname_concat", "surname", "first_name"], "each level counts its own column");
    assert_eq!(Model::read(&model.write()).expect("what was written").comparisons.len(), model.comparisons.len());
}

#[test]
fn a_level_that_training_never_met_is_taken_for_what_splink_takes_it_for() {
    let mut settings: Value = serde_json::from_str(FAKE_1000).expect("JSON");
    let level = &mut settings["comparisons"][0]["comparison_levels"][1];
    level["m_probability"] = "level not observed in training dataset".into();
    level["u_probability"] = 0.25.into();
    let model = from_splink(&settings.to_string()).expect("settings");
    let same = &model.comparisons[0].levels[0];
    assert_eq!((same.m, same.u), (Some(1e-6), Some(0.25)));
}

#[test]
fn what_splink_has_nothing_for_is_named() {
    let records = records_of(&[("1", ["ann", "lee"]), ("2", ["ann", "lea"])]);
    let model = Model::read(
        "version = 1\nname = 'x'\nblocking = [['soundex(b)']]\n[prior]\nprobability = 0.1\n[[comparison]]\nname = 'a'\n\
         levels = [{ is = 'dice', at_least = 0.8 }, { is = 'nickname' }, { is = 'else' }]",
    );
    let mut written = Vec::new();
    let exported = to_splink(&records, &model.expect("a model"), &LinkOptions::USUAL, &mut written);
    let exported = exported.expect("records").expect("memory holds it");
    assert_eq!(exported.levels_left_out, ["a: Dice at least 0.8"]);
    let written = String::from_utf8(written).expect("text");
    assert_eq!(written.lines().next(), Some("source_dataset,unique_id,soundex_b,a,a_formal_names"));
    assert!(written.lines().nth(1).is_some_and(|row| row.starts_with("\"\",1,L000,ann,")), "{written}");
}

fn records_of(rows: &[(&str, [&str; 2])]) -> Records {
    let mut builder = RecordsBuilder::new(&["a", "b"]).expect("columns");
    rows.iter().for_each(|(id, row)| builder.push(id, &row.map(Some)).expect("a row"));
    builder.finish().expect("records")
}

/// Python with Splink; a test without it says so.
#[allow(clippy::print_stdout)]
fn python() -> Option<PathBuf> {
    let venv = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench-venv/bin/python");
    let python = std::env::var_os("SPLINK_PYTHON").map_or(venv, PathBuf::from);
    if !python.is_file() {
        println!(
            "skipped: no Python with Splink at {}; `cargo xtask bench` makes one, or name it in SPLINK_PYTHON",
            python.display()
        );
        return None;
    }
    Some(python)
}

type Weights = BTreeMap<(String, String), f64>;

/// The pairs that our own scoring keeps, and those of Splink by what was written for it.
fn both(python: &Path, records: &Records, model: &Model) -> (Weights, Weights) {
    let mut ours = Weights::new();
    let linked = link(records, model, &LinkOptions::USUAL, |pairs: &[ScoredPair]| {
        for pair in pairs {
            let mut ids = [records.id(pair.left).to_owned(), records.id(pair.right).to_owned()];
            ids.sort();
            let [left, right] = ids;
            ours.insert((left, right), pair.weight);
        }
        Ok(())
    })
    .expect("links");
    let folder = std::env::temp_dir().join(format!("splink-weights-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let paths = [folder.join("settings.json"), folder.join("records.csv")];
    let mut file = std::fs::File::create(&paths[1]).map(std::io::BufWriter::new).expect("a file");
    let exported = to_splink(records, &linked.model, &LinkOptions::USUAL, &mut file).expect("the model fits");
    let exported = exported.expect("the records are written");
    drop(file);
    assert_eq!(exported.levels_left_out, Vec::<String>::new());
    std::fs::write(&paths[0], &exported.json).expect("settings");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/splink_weights.py");
    // Ours are kept by probability, so a pair on the very edge may be in one and not the other.
    let weight_min = linkage::score::match_weight(linked.model.thresholds.keep).to_string();
    let said = Command::new(python).arg(script).args(&paths).arg(weight_min).output().expect("Python runs");
    std::fs::remove_dir_all(&folder).expect("the folder");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said = String::from_utf8(said.stdout).expect("text");
    let pair = |line: &str| {
        let mut cells = line.split(',').map(str::to_owned);
        let mut next = || cells.next().expect("a cell");
        ((next(), next()), next().parse().expect("a weight"))
    };
    (ours, said.lines().map(pair).collect())
}

fn check_same_weights(records: &Records, model: &Model, n_pairs_min: usize) {
    let Some(python) = python() else { return };
    let (ours, splinks) = both(&python, records, model);
    assert!(n_pairs_min <= ours.len(), "{} pairs", ours.len());
    assert_eq!(ours.len(), splinks.len());
    for (pair, weight) in &ours {
        let splinks = splinks.get(pair).unwrap_or_else(|| panic!("Splink has not the pair {pair:?}"));
        assert!((weight - splinks).abs() < 1e-6, "{pair:?}: {weight} here, {splinks} in Splink");
    }
}

#[test]
fn splink_comes_to_the_same_weights_on_pairs_of_febrl() {
    let columns = [
        "given_name",
        "surname",
        "street_number",
        "address_1",
        "address_2",
        "suburb",
        "postcode",
        "state",
        "date_of_birth",
        "soc_sec_id",
    ];
    let Some(folder) = data::folder("febrl") else { return };
    let mut builder = RecordsBuilder::new(&columns).expect("columns");
    data::read(&mut builder, "febrl", &folder.join("dataset1.csv"), "rec_id", &columns);
    let records = builder.finish().expect("records");
    let model = Model::read(include_str!("febrl.toml")).expect("the model");
    check_same_weights(&records, &model, 450);
}

#[test]
fn splink_comes_to_the_same_weights_by_every_condition_that_it_has() {
    let names =
        ["Siân", "Sian", "Bill", "William", "J", "James", "محمد", "Mohammed", "Ann Marie", "Marie", "O'Neil", "Lee"];
    let towns = ["Leeds", "leeds", "York", "Hull"];
    let mut builder =
        RecordsBuilder::new(&["name", "other", "born", "pay", "lat", "long", "codes", "town"]).expect("columns");
    for n in 0..240_usize {
        let at = |of: usize, all: &[&'static str]| all[n / of % all.len()];
        let born = [format!("{:02}/{:02}/19{}", 1 + n % 12, 1 + n / 7 % 12, 50 + n % 9), "soon".to_owned()];
        let numbers =
            [format!("£{},000.50", 1 + n % 9), format!("{}", 53.0 + (n % 5) as f64), format!("-{}", 1 + n % 3)];
        let codes = format!("{};{}|{}", n % 3, n % 4, n % 5);
        let some = |text: &'static str, step: usize| (!n.is_multiple_of(step)).then_some(text);
        let row = [
            some(at(1, &names), 17),
            some(at(5, &names), 13),
            Some(born[usize::from(n.is_multiple_of(19))].as_str()),
            Some(&numbers[0]),
            Some(&numbers[1]),
            Some(&numbers[2]),
            Some(&codes),
            some(at(3, &towns), 11),
        ];
        builder.push(&format!("r{n:03}"), &row).expect("a row");
    }
    let records = builder.finish().expect("records");
    let model = Model::read(include_str!("splink_conditions.toml")).expect("a model");
    check_same_weights(&records, &model, 1_000);
}
