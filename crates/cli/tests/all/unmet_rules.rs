//! Rules of a place that fit nothing are reported with their rows, by `check` and by `build`; rules that fit are not.

use std::process::Output;

use crate::run::Copy;

/// A council with a month of payments, and the month again as a copy.
fn ashby() -> Copy {
    let place = Copy::empty();
    place.write(
        "place.toml",
        "name = \"Ashby\"\nyear = \"2025-26\"\n[sources]\nroot = \"sources\"\n\
         [[body]]\nid = \"ashby\"\nname = \"Ashby City Council\"\nkind = \"council\"\n\
         [[body]]\nid = \"trust\"\nname = \"Ashby Hospital NHS Trust\"\nkind = \"nhs_trust\"\n\
         [[source]]\nbody = \"ashby\"\nfiles = [\"ashby/*.csv\"]\n",
    );
    let rows: String =
        (1..=28).map(|day| format!("{day:02}/05/2025,Acorn Care Ltd {day},\"1,0{day:02}.00\"\n")).collect();
    let more = "29/05/2025,Acorn Care Ltd 1,-10.00\n29/05/2025,Jane Smith,25.00\n30/05/2025,Marsh Clinic Ltd,40.00\n";
    place.write("sources/ashby/2025-05.csv", &format!("Date,Supplier,Amount\n{rows}{more}"));
    place
}

fn said(output: &Output) -> (Option<i32>, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

fn check_and_problems(place: &Copy) -> [(Option<i32>, String); 2] {
    let check = said(&place.command("check").output().unwrap());
    let (code, text) = said(&place.command("build").args(["ledger"]).output().unwrap());
    let listed = said(
        &place
            .command("query")
            .arg("SELECT text FROM row_problem WHERE kind = 'rule_matches_nothing'")
            .output()
            .unwrap(),
    );
    [check, (code, text + &listed.1)]
}

#[test]
fn a_row_that_fits_nothing_is_said_with_its_line() {
    for (path, text, row) in [
        (
            "rules/treatment.csv",
            "id,file,treatment\na,ashby/2025-05.csv,count\nb,ashby/2025-06.csv,count\n",
            "rules/treatment.csv:3",
        ),
        ("rules/service.csv", "id,file,service\na,=2025-05,adult_social_care\n", "rules/service.csv:2"),
        ("rules/masked.csv", "payee,mask,reason,who\nJane Smith,no,x,A\nZelda Qmarker,no,x,A\n", "rules/masked.csv:3"),
        ("rules/masked.csv", "payee,mask,reason,who\nZelda Qmarker,yes,x,A\n", "rules/masked.csv:2"),
        ("rules/bodies.csv", "payee,body,who\nMarsh Clinic,trust,A\nMarch Clinic,trust,A\n", "rules/bodies.csv:3"),
    ] {
        let place = ashby();
        place.write(path, text);
        for (code, said) in check_and_problems(&place) {
            assert!(code == Some(1) && said.contains(&format!("{row} matches nothing")), "{row}: {code:?} {said}");
            assert!(!said.contains("Qmarker"), "{said}");
            assert_eq!(said.matches("matches nothing:").count(), 1, "{said}");
        }
    }
}

#[test]
fn rows_that_fit_are_not_said() {
    let place = ashby();
    place.write("rules/treatment.csv", "id,file,treatment\na,ashby/2025-05.csv,count\nb,!ashby/2025-06.csv,count\n");
    place.write("rules/masked.csv", "payee,mask,reason,who\nJANE SMITH,no,x,A\nACORN CARE LTD. 3,yes,x,A\n");
    place.write("rules/bodies.csv", "payee,body,who\nMARSH CLINIC,trust,A\n");
    for (_, said) in check_and_problems(&place) {
        assert!(!said.contains("matches nothing"), "{said}");
    }
}

#[test]
fn a_pattern_to_ignore_that_a_source_names_is_said() {
    let place = ashby();
    let text = std::fs::read_to_string(place.join("place.toml")).unwrap();
    place.write(
        "place.toml",
        &text.replace("root = \"sources\"\n", "root = \"sources\"\nignore = [\"ashby/2025-05.csv\"]\n"),
    );
    let (code, said) = said(&place.command("check").output().unwrap());
    assert!(code == Some(1) && said.contains("cannot ignore files") && said.contains("read and counted"), "{said}");
}

/// What `check` says of copies and of other years is what the build will do.
#[test]
fn check_knows_the_files_that_a_rule_counts() {
    let place = ashby();
    let month = std::fs::read_to_string(place.join("sources/ashby/2025-05.csv")).unwrap();
    place.write("sources/ashby/2024-05.csv", &month.replace("/2025,", "/2024,").replace("1,0", "1,1"));
    place.write("sources/ashby/copy.csv", &month);
    let check = |place: &Copy| said(&place.command("check").output().unwrap()).1;
    let beside = check(&place);
    assert!(beside.contains("not in the headline") && beside.contains("2024-25"), "{beside}");
    place.write("rules/treatment.csv", "id,file,treatment\na,ashby/2024-05.csv,count\n");
    let copy_alone = check(&place);
    let line = copy_alone.lines().find(|line| line.contains("not in the headline")).expect(&copy_alone);
    assert!(!line.contains("2024-25: "), "{line}");
    place.write("rules/treatment.csv", "id,body,file,treatment\na,ashby,2024-05.csv | copy.csv,count\n");
    let all = check(&place);
    assert!(!all.contains("not in the headline"), "{all}");
}
