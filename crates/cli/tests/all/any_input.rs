//! Whichever input file is edited, a rebuild gives the bytes of a fresh build: nothing goes stale.

use std::collections::BTreeSet;

use crate::run::{Copy, files_of};

/// A place with files of every kind that a person writes or a body sends.
fn place_with_everything() -> Copy {
    let place = Copy::empty();
    run(&place, "synth", &["--people", "300", "--lines", "1500", "--seed", "7"]);
    run(&place, "build", &ROOMS);
    run(&place, "sign", &["--by", "Ann"]);
    run(&place, "check", &[]);
    place
}

fn run(place: &Copy, command: &str, arguments: &[&str]) {
    let output = place.command(command).args(arguments).output().expect("the command runs");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{command}: {}", String::from_utf8_lossy(&output.stderr));
}

/// What is done to one file.
enum Edit {
    /// These lines are put at its end, or make it where it is not there.
    Append(String),
    Replace(&'static str, String),
}

struct Case {
    path: &'static str,
    edit: Edit,
    /// A table whose rows change by it; none where the step reads it and finds nothing else to say.
    changes: Option<&'static str>,
    /// A step that has nothing to do with the file.
    leaves_alone: &'static str,
}

fn case(path: &'static str, edit: Edit, changes: &'static str, leaves_alone: &'static str) -> Case {
    Case { path, edit, changes: Some(changes), leaves_alone }
}

fn append(text: impl Into<String>) -> Edit {
    Edit::Append(text.into())
}

fn cases(place: &Copy) -> Vec<Case> {
    let company = |at: usize| {
        place.value(&format!(
            "SELECT p.payee FROM payee_supplier p JOIN supplier s ON p.supplier_id = s.supplier_id
             WHERE s.supplier_kind = 'company' AND p.payee NOT LIKE '%\"%' AND p.payee NOT LIKE '%,%'
             ORDER BY p.amount DESC, p.payee OFFSET {at}"
        ))
    };
    let (payee, other, council) = (company(0), company(5), company(9));
    let body = place.value("SELECT body_id FROM ledger_line ORDER BY 1 LIMIT 1");
    let pair = &place.query("SELECT agency, record_id, other_agency, other_record_id FROM person_pair ORDER BY probability DESC, 1, 2, 3, 4 LIMIT 1")[0];
    let pair = ["agency", "record_id", "other_agency", "other_record_id"]
        .map(|name| pair[name].as_str().expect("a key").to_owned());
    let model = include_str!("../../../../reference/linkage/people.toml").replace("link = 0.95", "link = 0.5");
    vec![
        case(
            "place.toml",
            Edit::Replace("in_perimeter = false", "in_perimeter = true".to_owned()),
            "counterparty",
            "none",
        ),
        case(
            "rules/treatment.csv",
            Edit::Replace(",note\n", format!(",note\nmine,,{payee},,,,excluded,,\n")),
            "spend",
            "intake::ledgers",
        ),
        case(
            "rules/service.csv",
            append(format!("id,payee,service,cofog\nmine,{payee},education,09.1\n")),
            "spend",
            "intake::ledgers",
        ),
        case(
            "rules/theme.csv",
            append(format!("id,payee,theme,share\nmine,{payee},early-years,1\n")),
            "theme_share",
            "linkage",
        ),
        case("rules/intent.csv", append(format!("id,payee,intent\nmine,{payee},early\n")), "spend", "linkage"),
        case(
            "rules/client_group.csv",
            append(format!("id,payee,client_group\nmine,{payee},carers\n")),
            "spend",
            "linkage",
        ),
        case(
            "rules/registers/more.csv",
            append(format!("code,name,kind,other_names\nX1,{council},council,\n")),
            "counterparty",
            "intake::people",
        ),
        case(
            "rules/bodies.csv",
            append(format!("payee,body,who\n{},{body},Ann\n", company(13))),
            "counterparty",
            "intake::people",
        ),
        case(
            "rules/masked.csv",
            append(format!("payee,mask,reason,who\n{},yes,one person,Ann\n", company(12))),
            "ledger_line",
            "intake::people",
        ),
        case(
            "decisions/suppliers.csv",
            append(format!(
                "decided_on,decided_by,body,payee,other_body,other_payee,decision\n2026-01-31,Ann,,{payee},,{other},same\n"
            )),
            "supplier",
            "ledger::account",
        ),
        case(
            "decisions/person_pairs.csv",
            append(format!(
                "decided_on,decided_by,agency,record_id,other_agency,other_record_id,verdict\n2026-01-31,Ann,{},different\n",
                pair.join(",")
            )),
            "person_cluster",
            "intake::people",
        ),
        Case { path: "linkage/people.toml", edit: append(model), changes: None, leaves_alone: "ledger::account" },
        case("linkage/families.toml", append("presume_carers = false\n"), "person_tie", "linkage"),
        case(
            "linkage/activities.csv",
            append("words,agency,is_assessment,needs\ngp appointment,,true,\n"),
            "contact",
            "intake::ledgers",
        ),
        case(
            "proposals/lead-worker.toml",
            Edit::Replace("One lead worker", "Another lead worker".to_owned()),
            "proposal",
            "families",
        ),
        Case {
            path: "mappings/wendshire-county.toml",
            edit: append("# read again\n"),
            changes: None,
            leaves_alone: "intake::people",
        },
        case(
            "sources/published/statements-of-accounts-2024-25.csv",
            append("wendshire-county,2024-25,another,1,Another line,5\n"),
            "published_figure",
            "intake::ledgers",
        ),
        case("people/benefits.csv", append(",Marker,Ann,19900101,,,,,,\n"), "person_problem", "intake::ledgers"),
        case("sources/county/payments-over-500-2024-04.csv", append("\n"), "source_file", "intake::people"),
    ]
}

/// Everything but the pages, which read every table and take a slow program its time.
const ROOMS: [&str; 3] = ["suppliers", "disclosure", "appraisal"];

#[test]
fn whichever_input_is_edited_a_rebuild_gives_the_bytes_of_a_fresh_build() {
    let place = place_with_everything();
    run(&place, "build", &ROOMS);
    for case in cases(&place) {
        let before = files_of(&place.join("out/tables"));
        edit(&place, &case);
        let ran = steps_that_ran(&place);
        assert!(!ran.contains(case.leaves_alone), "{}: {ran:?}", case.path);
        let (rebuilt, after) = (place.out(), files_of(&place.join("out/tables")));
        let table = case.changes.map(|table| format!("{table}.parquet"));
        let differs = |name: &String| {
            let of = |files: &[(String, Vec<u8>)]| files.iter().find(|(known, _)| known == name).cloned();
            of(&before) != of(&after)
        };
        assert!(table.as_ref().is_none_or(differs), "{} changes {table:?}; what ran: {ran:?}", case.path);
        for derived in ["out", ".totalplace"] {
            std::fs::remove_dir_all(place.join(derived)).expect("what is derived is removed");
        }
        run(&place, "build", &ROOMS);
        let fresh = place.out();
        let stale: Vec<&String> =
            rebuilt.iter().zip(&fresh).filter(|(one, other)| one != other).map(|((name, _), _)| name).collect();
        assert!(rebuilt.len() == fresh.len() && stale.is_empty(), "after an edit of {}: {stale:?}", case.path);
    }
}

fn edit(place: &Copy, case: &Case) {
    let before = std::fs::read_to_string(place.join(case.path)).unwrap_or_default();
    let after = match &case.edit {
        Edit::Append(text) => before.clone() + text,
        Edit::Replace(from, to) => before.replacen(from, to, 1),
    };
    assert!(before != after, "{} is edited", case.path);
    place.write(case.path, &after);
}

fn steps_that_ran(place: &Copy) -> BTreeSet<String> {
    let output = place.command("build").args(ROOMS).output().expect("the command runs");
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    let ran = talk.lines().filter(|line| line.ends_with(" s") && line.starts_with(' '));
    ran.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}
