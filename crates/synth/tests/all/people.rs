//! The files about people against their truth, and beside the money.

use std::collections::{BTreeMap, BTreeSet};

use crate::made::{Made, make, make_with_people, pence, plan};

fn rows(made: &Made, name: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_path(made.path(name)).expect(name);
    reader.records().map(|row| row.expect(name)).collect()
}

#[test]
fn people_families_and_contacts_are_as_the_truth_says() {
    let made = make_with_people(&plan(4_000, 7));
    let truth = &made.truth["people_files"];
    let persons: BTreeSet<String> =
        rows(&made, "truth/people/persons.csv").iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(Some(persons.len() as u64), truth["people"].as_u64());
    assert!((4_000..4_600).contains(&persons.len()));
    let mut known: BTreeMap<(String, String), String> = BTreeMap::new();
    for row in rows(&made, "truth/people/records.csv") {
        assert!(persons.contains(&row[2]));
        assert_eq!(
            known.insert((row[0].to_owned(), row[1].to_owned()), row[2].to_owned()),
            None,
            "one record, one person"
        );
    }
    for (agency, planted) in truth["agencies"].as_object().expect("agencies") {
        assert_eq!(
            Some(rows(&made, &format!("people/{agency}.csv")).len() as u64),
            planted["records"].as_u64(),
            "{agency}"
        );
        let contacts = rows(&made, &format!("people/contacts_{agency}.csv"));
        assert_eq!(Some(contacts.len() as u64), planted["contacts"].as_u64(), "{agency}");
        assert!(contacts.iter().all(|row| known.contains_key(&(agency.clone(), row[1].to_owned()))), "{agency}");
        let with_cost = contacts.iter().filter(|row| !row[8].is_empty());
        let cost: i64 = with_cost.map(|row| pence(&serde_json::json!(&row[8]))).sum();
        assert_eq!(cost, pence(&planted["cost"]), "{agency}");
    }
    let members = rows(&made, "truth/people/family_members.csv");
    assert!(members.iter().all(|row| persons.contains(&row[1])));
    // Families of the last day of the year.
    let families: BTreeSet<&str> = members.iter().filter(|row| row[4].is_empty()).map(|row| &row[0]).collect();
    assert_eq!(rows(&made, "truth/people/families.csv").len(), families.len());
    assert_eq!(Some(families.len() as u64), truth["families"].as_u64());
}

#[test]
fn files_about_people_disturb_no_source() {
    let with = make_with_people(&plan(2_000, 7));
    let without = make(&plan(2_000, 7));
    let sources =
        |made: &Made| made.bytes().into_iter().filter(|(name, _)| name.starts_with("sources")).collect::<Vec<_>>();
    assert!(sources(&with) == sources(&without));
    assert!(with.path("sites.csv").exists() && !without.path("people").exists());
}
