//! Settings as Splink 5.0.0 writes them, taken over.

use linkage::linkage_model::Condition;
use linkage::splink::{from_splink, to_splink};
use linkage::{Error, Model};

/// Written by Splink's own comparison library; `z` holds every custom level there is.
const SETTINGS: &str = include_str!("splink_settings.json");

fn labels(model: &Model, comparison: &str) -> Vec<String> {
    let comparison = model.comparisons.iter().find(|found| found.name == comparison).expect("the comparison");
    comparison.levels.iter().map(|level| level.test.label()).collect()
}

#[test]
fn ready_made_comparisons_of_splink_are_taken_over() {
    let imported = from_splink(SETTINGS).expect("settings");
    let model = &imported.model;
    let rules: Vec<String> = model.blocking.iter().map(linkage::linkage_model::Rule::text).collect();
    assert_eq!(rules, ["first_name, surname", "substr(dob, 1, 4), surname", "dob, first_name"]);
    assert_eq!(
        labels(model, "first_name"),
        ["same", "Jaro-Winkler at least 0.92", "Jaro-Winkler at least 0.8", "anything else"]
    );
    assert_eq!(model.comparisons[0].levels[0].term_frequency, 1.0);
    assert_eq!(
        labels(model, "dob2"),
        [
            "same",
            "Levenshtein at most 1",
            "at most 1 months apart",
            "at most 1 years apart",
            "at most 10 years apart",
            "anything else"
        ]
    );
    assert_eq!(
        labels(model, "postcode"),
        ["same", "sector(postcode) same", "district(postcode) same", "area(postcode) same", "anything else"]
    );
    assert_eq!(labels(model, "arr"), ["at least 2 in common", "at least 1 in common", "anything else"]);
    assert_eq!(labels(model, "fn_sn")[1], "swapped with sn");
    let both = &model.comparisons.iter().find(|found| found.name == "fn_sn").expect("names").levels[0].test.condition;
    assert!(matches!(both, Condition::All(tests) if tests.len() == 2), "{both:?}");
    assert_eq!(labels(model, "z")[0], "within 0.1 of the larger");
}

#[test]
fn what_cannot_be_said_is_named_and_not_guessed() {
    let imported = from_splink(SETTINGS).expect("settings");
    let left_out = |part: &str| imported.left_out.iter().any(|text| text.contains(part));
    for part in ["jaccard(", "acos(", "'^[^@]+'", "\"z_l\" = \"w_r\""] {
        assert!(left_out(part), "{part} in {:#?}", imported.left_out);
    }
    assert!(!left_out("jaro_winkler_similarity(\"mail_l\", \"mail_r\")"), "{:#?}", imported.left_out);
    let exported = to_splink(&imported.model);
    assert!(from_splink(&exported.json).is_ok());
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
