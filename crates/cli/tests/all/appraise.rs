//! Proposals on the command line and in the folder of a place.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::Copy;

const BROKEN: &str = "name = \"Broken\"\nprice_year = \"2025-26\"\nfirst_year = \"2025-26\"\nn_year = 3\n";

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_totalplace"))
        .args(arguments)
        .env("COLUMNS", "140")
        .output()
        .expect("the command runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn reference(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference/proposals").join(name);
    path.display().to_string()
}

/// A copy of the small place with some of the reference's papers, a broken one, and a unit cost of its own.
fn place() -> Copy {
    let place = Copy::of_example("marshford").expect("the small place comes with the project");
    let folder = place.join("proposals");
    std::fs::create_dir_all(&folder).expect("a folder");
    for name in ["early-help.toml", "birmingham.toml", "ring-fences.toml", "single-offer.toml"] {
        std::fs::copy(reference(name), folder.join(name)).expect("a copy");
    }
    std::fs::write(folder.join("broken.toml"), BROKEN).expect("room for it");
    place
}

#[test]
fn a_case_is_one_screen_with_its_papers() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name).display().to_string();
    let [xlsx, docx, markdown] = ["case.xlsx", "case.docx", "case.md"].map(path);
    let file = reference("early-help.toml");
    let papers = ["--xlsx", &xlsx, "--docx", &docx, "--markdown", &markdown];
    let (status, out, _) = run(&[&["appraise", &file, "--draws", "1000"], papers.as_slice()].concat());
    assert_eq!(status, Some(1), "numbers that are not confirmed need a look");
    for figure in ["0.9661", "1.4032", "£734,130", "side payments", "P10", "not confirmed"] {
        assert!(out.contains(figure), "{figure}");
    }
    for paper in [&xlsx, &docx] {
        assert!(std::fs::read(paper).expect("written").starts_with(b"PK"), "{paper}");
    }
    assert!(std::fs::read_to_string(markdown).expect("written").contains("## Financial case"));
    let (status, _, said) = run(&["appraise", &reference("."), "--xlsx", &xlsx]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("a paper covers one proposal"), "{said}");
}

#[test]
fn all_papers_of_a_place_stand_side_by_side_and_the_broken_one_is_named() {
    let place = place();
    let dir = place.path().display().to_string();
    let (status, out, said) = run(&["appraise", &dir, "--compare", "--cut", "council=0.2"]);
    assert_eq!(status, Some(1), "one file is broken: {said}");
    assert!(said.contains("n_year") && said.contains("broken.toml:4:1"), "{said}");
    for line in
        ["Birmingham: early intervention", "does not", "The ring-fences cost 17", "single offer", "counted once"]
    {
        assert!(out.contains(line), "{line}\n{out}");
    }
    assert!(out.contains("costs £734.1k"), "the offer brings the pounds of its proposal\n{out}");
}

#[test]
fn rings_and_roll_outs_are_read_by_the_same_command() {
    let rings = reference("ring-fences.toml");
    let (status, out, _) = run(&["appraise", &rings, "--envelope-cut", "0.1", "--protect", "enforcement"]);
    assert_eq!(status, Some(0));
    for part in ["The ring-fences cost 17 (8.33%)", "poolable by agreement", "Every pot cut by 10%", "Home Office"] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    let (status, _, said) = run(&["appraise", &rings, "--envelope-cut", "0.1", "--protect", "nobody"]);
    assert_eq!((status, said.contains("no service `nobody`")), (Some(2), true), "{said}");
    let (_, out, _) = run(&["appraise", &reference("two-percent-roll-out.toml")]);
    assert!(out.contains("2% of £60.0bn"), "{out}");
    let (_, out, _) = run(&["appraise", &reference("single-offer.toml")]);
    assert!(out.contains("costs £734.1k"), "an offer finds the proposals beside it\n{out}");
}

#[test]
fn a_build_writes_the_tables_of_proposals_and_their_mistakes() {
    let place = place();
    std::fs::create_dir_all(place.join("unit-costs")).expect("a folder");
    std::fs::write(
        place.join("unit-costs/own.csv"),
        "code,detail,unit,kind,spend,activity,price_year,source\n\
         OWN1.0,Child in care,Per year,fiscal,marshford-county:childrens_social_care,2,2025-26,own count\n",
    )
    .expect("room for it");
    let own = std::fs::read_to_string(place.join("proposals/early-help.toml")).expect("a proposal");
    let own = own.replace("amount   = { value = 50_000, low = 35_000, high = 65_000 }", "unit_cost = \"OWN1.0\"");
    std::fs::write(place.join("proposals/own-cost.toml"), own).expect("room for it");
    place.build();
    let bcr =
        "SELECT value FROM proposal_result WHERE measure = 'public_bcr' AND view = 'standard' AND scenario IS NULL";
    let value: f64 = place.value(&format!("{bcr} AND proposal_id = 'early-help'")).parse().expect("a number");
    assert_eq!(format!("{value:.4}"), "0.9661");
    let costs = place
        .value("SELECT sum(amount) FROM proposal_flow WHERE proposal_id = 'early-help' AND flow_kind LIKE 'cost%'");
    assert_eq!(costs, "742500.00");
    assert_eq!(place.value("SELECT count(*) FROM proposal"), "3", "the broken one is left out, the pots are none");
    assert_eq!(
        place.value("SELECT path || ':' || line FROM proposal_problem WHERE hint = 'did you mean `n_years`?'"),
        "proposals/broken.toml:4"
    );
    // The place's own cost is what is published for children's social care, £6.1m, over two children; its payments alone
    // are £101,981.17 of that.
    let counted: f64 = place
        .value(
            "SELECT counted FROM coverage WHERE body_id = 'marshford-county' AND service = 'childrens_social_care' \
             AND NOT capital AND financial_year = 2025",
        )
        .parse()
        .expect("pounds");
    assert_eq!(counted, 6_100_000.0);
    let used = "SELECT value FROM proposal_input WHERE proposal_id = 'own-cost' AND path = 'benefit.care.fiscal'";
    let used: f64 = place.value(used).parse().expect("pounds");
    assert!((used - counted / 2.0).abs() < 1e-6, "{used} {counted}");
    let source = place
        .value("SELECT source FROM proposal_input WHERE proposal_id = 'own-cost' AND path = 'benefit.care.fiscal'");
    assert!(source.starts_with("the place's own: OWN1.0"), "{source}");
    place.publish();
    let page: PathBuf = place.join("public/proposals/early-help.html");
    assert!(std::fs::read_to_string(page).expect("a page").contains("0.9661"));
}

#[test]
fn a_proposal_named_inside_its_place_keeps_the_tie_to_the_ledger() {
    let place = place();
    place.build();
    let own = std::fs::read_to_string(reference("early-help.toml")).expect("a proposal");
    let budget = "\n[[budget]]\nid = \"own\"\nbody = \"marshford-county\"\nline = \"Children\"\n\
                  service = \"childrens_social_care\"\n\n[[body]]\nid = \"marshford-county\"\ntier = \"local\"\n";
    std::fs::write(place.join("proposals/own.toml"), own + budget).expect("room for it");
    for (folder, file) in [("", "proposals/own.toml"), ("proposals", "own.toml"), ("proposals", "./own.toml")] {
        let output = Command::new(env!("CARGO_BIN_EXE_totalplace"))
            .args(["appraise", file, "--draws", "0"])
            .current_dir(place.join(folder))
            .output()
            .expect("the command runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("the place's account does not count `council`"), "{folder} {file}: {said}");
    }
}

#[test]
fn a_place_without_proposals_has_empty_tables_and_says_so() {
    let place = Copy::of_example("marshford").expect("the small place comes with the project");
    place.build();
    assert_eq!(place.value("SELECT count(*) FROM proposal_result"), "0");
    place.publish();
    let list = std::fs::read_to_string(place.join("public/proposals.html")).expect("a page");
    assert!(list.contains("This place has no proposals yet."));
}

#[test]
fn unit_costs_without_a_database_say_what_is_missing() {
    let dir = tempfile::tempdir().expect("a folder");
    let place = dir.path().display().to_string();
    let (status, out, said) = run(&["unit-costs", "qaly", "--place", &place]);
    assert_eq!(status, Some(1));
    assert!(out.contains("not confirmed: from memory") && out.contains("disputed"), "{out}");
    assert!(said.contains("Greater Manchester") && said.contains("--from"), "{said}");
    let (status, _, said) = run(&["unit-costs", "zebra", "--place", &place]);
    assert_eq!((status, said.contains("matches `zebra`")), (Some(2), true), "{said}");
}
