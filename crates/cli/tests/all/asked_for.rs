//! What is asked for and is not there: columns, tables, people, folders; and places whose folders have odd names.

use crate::run::{Copy, said};

fn place() -> Copy {
    let place = Copy::empty();
    write(&place, "");
    place
}

/// A small place in a folder below.
fn write(place: &Copy, folder: &str) {
    let toml = "name = \"Ashby\"\nyear = \"2025-26\"\n[[body]]\nid = \"ashby\"\nname = \"Ashby City Council\"\nkind = \"council\"\n\
                [[source]]\nbody = \"ashby\"\nfiles = [\"ashby/*.csv\"]\n";
    let rows: String = (1..=20).map(|day| format!("{day:02}/05/2025,Acorn Care Ltd {day},10{day:02}.00\n")).collect();
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    place.write(&format!("{prefix}place.toml"), toml);
    place.write(&format!("{prefix}sources/ashby/2025-05.csv"), &format!("Date,Supplier,Amount\n{rows}"));
}

#[test]
fn a_query_for_what_is_not_there_names_the_nearest_that_is() {
    let place = place();
    place.count();
    for (sql, expected) in [
        ("SELECT amout FROM ledger_line", &["there is no column `amout`", "did you mean `amount`?"][..]),
        ("SELECT l.boddy_id FROM ledger_line l", &["there is no column `boddy_id`", "did you mean `body_id`?"]),
        ("SELECT * FROM ledger_lines", &["there is no table `ledger_lines`", "did you mean `ledger_line`?"]),
        ("SELECT * FROM row_problms", &["there is no table `row_problms`", "did you mean `row_problem`?"]),
        ("SELECT summ(amount) FROM ledger_line", &["there is no function `summ`", "did you mean `sum`?"]),
        ("SELECT payee, sum(amount) FROM ledger_line", &["must be in GROUP BY: `payee`"]),
        ("SELECT sum(payee) FROM ledger_line", &["a value of one kind as another"]),
    ] {
        let (code, _, errors) = said(place.path(), &["query", ".", sql]);
        assert_eq!(code, Some(2), "{sql}: {errors}");
        expected.iter().for_each(|words| assert!(errors.contains(words), "{sql}: {errors}"));
        for word in ["datafusion", "Error during", "Utf8", "Schema error", "Valid fields"] {
            assert!(!errors.contains(word), "{sql}: {errors}");
        }
    }
}

#[test]
fn a_place_is_queried_and_traced_whatever_its_folder_is_called() {
    let places = Copy::empty();
    for folder in ["Ashby [2023]", "a*b", "a{b,c}", "a%20b"] {
        write(&places, folder);
        let built = said(places.path(), &["build", folder, "ledger", "--quiet"]);
        assert!(matches!(built.0, Some(0 | 1)), "{folder}: {}", built.2);
        let (code, found, errors) =
            said(places.path(), &["query", folder, "SELECT count(*) AS n FROM ledger_line", "--csv"]);
        assert_eq!((code, found.as_str()), (Some(0), "n\r\n20\r\n"), "{folder}: {errors}");
        let (code, found, errors) = said(places.path(), &["trace", folder, "--payee", "Acorn Care Ltd 7"]);
        assert!(code == Some(0) && found.contains("1007.00"), "{folder}: {found}{errors}");
    }
}

#[test]
fn a_place_without_people_has_nobody_to_explain() {
    let place = place();
    for built in [false, true] {
        if built {
            place.count();
        }
        let (code, _, errors) = said(place.path(), &["explain", ".", "police:1", "health:2"]);
        assert!(code == Some(2) && errors.contains("this place has no files about people"), "{errors}");
        assert!(errors.contains("[[source]]"), "{errors}");
    }
}

#[test]
fn a_file_where_link_would_write_its_folder_is_named() {
    let folder = Copy::empty();
    folder
        .write("people.csv", "id,first name,surname,date of birth\n1,Ann,Known,1950-01-02\n2,Anne,Known,1950-01-02\n");
    folder.write("notes.txt", "mine");
    for out in ["notes.txt", "notes.txt/linked", "people.csv"] {
        let (code, _, errors) = said(folder.path(), &["link", "people.csv", "--out", out]);
        assert!(
            code == Some(2) && errors.contains("is a file, and `link` writes a folder of files"),
            "{out}: {errors}"
        );
        assert!(errors.contains("name a folder with --out"), "{out}: {errors}");
    }
    assert_eq!(std::fs::read_to_string(folder.join("notes.txt")).unwrap(), "mine");
}
