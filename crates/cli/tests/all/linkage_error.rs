//! What is said of the links of a place: error by group, and records that nothing could link.

use std::collections::BTreeMap;

use linkage::NameOrigins;

use crate::run::Copy;

/// What the truth calls an origin, and what the list does.
const ORIGINS: [(&str, &str); 8] = [
    ("english", "english"),
    ("welsh", "welsh"),
    ("irish", "irish"),
    ("south_asian", "south_asian"),
    ("polish", "eastern_european"),
    ("arabic", "arabic_persian_and_turkish"),
    ("west_african", "african"),
    ("chinese", "chinese_and_south_east_asian"),
];

#[test]
fn what_the_list_of_names_tells_is_mostly_right() {
    let place = Copy::empty();
    let made = place.command("synth").args(["--people", "4000", "--seed", "3"]).output().expect("the command runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let origins = NameOrigins::read(None).expect("the shipped list");
    // For each origin by the truth: people, those whom a list has, and those of them whom it has right.
    let mut counts: BTreeMap<&str, [u32; 3]> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(place.join("truth/people/persons.csv")).expect("the truth");
    for person in reader.deserialize::<BTreeMap<String, String>>() {
        let person = person.expect("a person");
        let Some((_, expected)) = ORIGINS.iter().find(|(truth, _)| *truth == person["origin"]) else { continue };
        let found = origins.of(Some(&person["family"]), Some(&person["given"]));
        let count = counts.entry(expected).or_default();
        count[0] += 1;
        count[1] += u32::from(found != "not listed" && found != "several origins");
        // English families of the truth have any name that is common in England, Jones and Campbell among them.
        let is_british = ["english", "welsh", "scottish", "irish"].contains(&found);
        count[2] += u32::from(found == *expected || (*expected == "english" && is_british));
    }
    assert_eq!(counts.len(), ORIGINS.len(), "{counts:?}");
    for (origin, [n, n_told, n_right]) in counts {
        // Half of the synthetic English surnames come from a library of American ones, which no list has.
        assert!(n < 10 * n_told, "{origin}: a list has {n_told} of {n}");
        assert!(8 * n_told <= 10 * n_right, "{origin}: {n_right} of {n_told} are right");
    }
}

#[test]
fn records_that_say_too_little_are_counted_by_agency() {
    let place = Copy::empty();
    let source = |agency: &str| {
        format!(
            "[[source]]\nkind = \"people\"\nbody = \"county\"\nagency = \"{agency}\"\nfiles = [\"people/{agency}.csv\"]\n"
        )
    };
    let body = "[[body]]\nid = \"county\"\nname = \"County\"\nkind = \"county_council\"\n";
    let ledger = "[[source]]\nbody = \"county\"\nfiles = [\"county.csv\"]\n";
    let head = "name = \"Thin\"\nyear = \"2024-25\"\n";
    place.write("place.toml", &format!("{head}{body}{ledger}{}{}", source("care"), source("school")));
    place.write("sources/county.csv", "Date,Payee,Amount\n01/05/2024,Acorn Ltd,100.00\n02/05/2024,Oak Ltd,50.00\n");
    let heading = "Ref,First name,Surname,Date of birth,Postcode,Email\n";
    let names = ["Ada", "Ben", "Cleo", "Dev", "Eva", "Finn"];
    let full: String = (0..60)
        .map(|at| {
            let (name, day, month, year) = (names[at % 6], 1 + at % 28, 1 + at % 12, 1950 + at);
            format!("{at},{name},Family{at},{day:02}/{month:02}/{year},WX1 {}AA,p{at}@example.org\n", at % 10)
        })
        .collect();
    // A first name that many have, and nothing else.
    let thin = "900,Ada,,,,\n901,Ben,,,,\n902,Cleo,,,,\n";
    place.write("people/care.csv", &format!("{heading}{full}{thin}"));
    place.write("people/school.csv", &format!("{heading}{full}"));
    let built = place.command("build").args(["disclosure", "--quiet"]).output().expect("the command runs");
    assert!(matches!(built.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&built.stderr));
    place.write(
        "decisions/person_pairs.csv",
        "decided_on,decided_by,agency,record_id,other_agency,other_record_id,verdict\n2025-05-02,Ann,care,1,school,1,same\n",
    );
    let told = place.command("review").args(["--report", "--json"]).output().expect("the command runs");
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let of = |agency: &str| {
        let found = told["unlinkable"].as_array().expect("agencies").iter().find(|of| of["agency"] == agency);
        found.map(|of| (of["n_records"].as_u64(), of["n_unlinkable"].as_u64()))
    };
    assert_eq!(of("care"), Some((Some(63), Some(3))), "{told}");
    assert_eq!(of("school"), Some((Some(60), Some(0))), "{told}");
}
