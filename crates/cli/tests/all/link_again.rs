//! What `link` wrote, explained and reviewed: by a folder and no place.

use std::collections::BTreeMap;
use std::process::Command;

use crate::link::link;
use crate::run::Copy;

fn run(folder: &Copy, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_totalplace"));
    let output = command.args(arguments).current_dir(folder.path()).env("COLUMNS", "140").output();
    let output = output.expect("the command runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

const FIRST: [&str; 7] = ["Olive", "Peter", "Una", "Victor", "Wendy", "Xavier", "Zara"];
const LAST: [&str; 9] = ["Ash", "Barton", "Cole", "Denby", "Elwood", "Fawcett", "Grey", "Holt", "Ingham"];

/// People of one register; every tenth has a slip in the year of birth.
fn register(prefix: &str, numbers: std::ops::Range<usize>, has_slips: bool) -> String {
    let row = |n: usize| {
        let year = 1930 + n % 60 + usize::from(has_slips && n.is_multiple_of(10));
        let born = format!("{year}-{:02}-{:02}", 1 + n % 12, 1 + n % 28);
        format!("{prefix}{n},{},{},{born},LS{} {}AB\n", FIRST[n % 7], LAST[n % 9], 1 + n % 17, n % 10)
    };
    format!("id,first name,surname,date of birth,postcode\n{}", numbers.map(row).collect::<String>())
}

fn folder() -> Copy {
    let folder = Copy::empty();
    folder.write("council.csv", &register("c", 0..300, false));
    folder.write("health.csv", &register("h", 100..400, true));
    let (status, printed, said) = link(&folder, &["council.csv", "health.csv"]);
    assert_eq!(status, Some(0), "{printed}{said}");
    folder
}

/// The pairs that were kept, by the heading of each column.
fn pairs(folder: &Copy) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder.join("linked/pairs.csv")).expect("pairs");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn the_levels_of_a_pair_add_up_to_its_weight() {
    let folder = folder();
    let model = std::fs::read_to_string(folder.join("linked/model.toml")).expect("the model");
    let model = linkage::Model::read(&model).expect("a model");
    let prior = linkage::score::match_weight(model.prior.probability.expect("a prior"));
    let pairs = pairs(&folder);
    assert!(250 < pairs.len() + 60, "{}", pairs.len());
    let number = |pair: &BTreeMap<String, String>, name: &str| pair[name].parse::<f64>().expect(name);
    for pair in &pairs {
        // Names alone are adjusted for how common they are.
        let names = ["given_name", "family_name"].map(|name| number(pair, &format!("gamma_{name}")));
        let bits: f64 = model.comparisons.iter().map(|one| number(pair, &format!("bf_{}", one.name)).log2()).sum();
        let adjustment = number(pair, "match_weight") - prior - bits;
        let is_adjusted = names.iter().any(|gamma| 0.0 < *gamma);
        assert!(is_adjusted || adjustment.abs() < 1e-3, "{pair:?}: {adjustment}");
        for comparison in &model.comparisons {
            let gamma = number(pair, &format!("gamma_{}", comparison.name));
            assert!((-1.0..comparison.levels.len() as f64).contains(&gamma), "{pair:?}");
        }
    }
    // Two births that differ in a digit are on another level than the same birth, and speak less for one person.
    let of = |id: &str| {
        pairs.iter().find(|pair| pair["left_id"] == format!("c{id}") && pair["right_id"] == format!("h{id}"))
    };
    let (slip, same) = (of("150").expect("the pair"), of("151").expect("the pair"));
    assert!(number(slip, "gamma_born") < number(same, "gamma_born"));
    assert!(number(slip, "bf_born") < number(same, "bf_born"));
}

#[test]
fn a_pair_of_files_is_explained_without_a_place() {
    let folder = folder();
    let (status, printed, said) = run(&folder, &["explain", "linked", "council:c151", "health:h151"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(printed.contains("match weight") && printed.contains("treated as one person: "), "{printed}");
    assert!(!printed.contains("Ash") && !printed.contains("Barton"), "what records hold is not shown: {printed}");
    // The waterfall ends at the weight that is in the file.
    let pairs = pairs(&folder);
    let pair = pairs.iter().find(|pair| pair["left_id"] == "c151" && pair["right_id"] == "h151").expect("the pair");
    let weight: f64 = pair["match_weight"].parse().expect("a weight");
    assert!(printed.contains(&format!("match weight {weight:+.2}")), "{weight} {printed}");
    let (status, _, said) = run(&folder, &["explain", "linked", "council:c151", "health:c151"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("`health` has no record with that number") && said.contains("FILE:NUMBER"), "{said}");
    folder.write("health.csv", &register("h", 100..401, true));
    let (_, _, said) = run(&folder, &["explain", "linked", "council:c151", "health:h151"]);
    assert!(said.contains("health.csv` has changed since it was linked"), "{said}");
}

#[test]
fn answers_of_reviewers_survive_the_next_run() {
    let folder = folder();
    let heading = "decided_on,decided_by,agency,record_id,other_agency,other_record_id,verdict\n";
    let answers = format!(
        "{heading}2026-05-02,Ann,council,c151,health,h151,different\n2026-05-02,Ann,council,c1,health,h399,same\n"
    );
    folder.write("linked/decisions/person_pairs.csv", &answers);
    let (status, printed, said) = run(&folder, &["review", "linked", "--report"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(printed.contains("2 answers; 2 pairs are settled, 1 of them as one person."), "{printed}");
    let person = |record: &str| {
        let clusters = std::fs::read_to_string(folder.join("linked/clusters.csv")).expect("clusters");
        clusters.lines().find_map(|line| line.strip_prefix(record)).expect("the record").to_owned()
    };
    assert_eq!(person("council,c151,"), person("health,h151,"));
    let (_, printed, said) = link(&folder, &["council.csv", "health.csv"]);
    assert!(printed.contains("pairs that reviewers settled: 1 of one person, 1 of two"), "{printed}{said}");
    assert_ne!(person("council,c151,"), person("health,h151,"));
    assert_eq!(person("council,c1,"), person("health,h399,"));
    let kept = std::fs::read_to_string(folder.join("linked/decisions/person_pairs.csv")).expect("the answers");
    assert_eq!(kept, answers);
    let (_, explained, _) = run(&folder, &["explain", "linked", "council:c151", "health:h151"]);
    assert!(explained.contains("reviewers say they are two"), "{explained}");
}

#[test]
fn people_by_files_are_printed_at_three_thresholds() {
    let folder = folder();
    let (_, printed, _) = link(&folder, &["council.csv", "health.csv", "--out", "other"]);
    for heading in ["files that know a person", "linked at 0.7500", "linked at 0.9500, chosen", "linked at 0.9900"] {
        assert!(printed.contains(heading), "{printed}");
    }
    // 400 people, of whom 200 are in both files, whatever the threshold: nothing here is near it.
    let row = |name: &str| {
        printed.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_else(|| panic!("{printed}"))
    };
    let numbers = |line: &str| line.split_whitespace().filter_map(|word| word.parse().ok()).collect::<Vec<u64>>();
    assert_eq!(numbers(row("people altogether")), [400, 400, 400]);
    assert_eq!(numbers(row("2 ")), [2, 200, 200, 200]);
}
