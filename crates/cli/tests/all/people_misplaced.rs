//! Files of people where ledgers are expected: nothing of them is counted, and nothing of them is told.

use std::io::{Cursor, Write};

use model::tables::{self, that_may_leave};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::people::{MARKER, unpacked};
use crate::run::{Copy, files_of};

/// A workbook of one sheet; a cell that begins with `!` is written as an error that no spreadsheet knows.
fn workbook(sheet: &str, rows: &[Vec<String>]) -> Vec<u8> {
    let cell = |(column, text): (usize, &String)| {
        let at = char::from(b'A' + u8::try_from(column).expect("few columns"));
        match text.strip_prefix('!') {
            Some(error) => format!(r#"<c r="{at}ROW" t="e"><v>{error}</v></c>"#),
            None => format!(r#"<c r="{at}ROW" t="inlineStr"><is><t>{text}</t></is></c>"#),
        }
    };
    let row = |(row, cells): (usize, &Vec<String>)| {
        let number = (row + 1).to_string();
        let cells: String = cells.iter().enumerate().map(cell).collect();
        format!(r#"<row r="{number}">{}</row>"#, cells.replace("ROW", &number))
    };
    let rows: String = rows.iter().enumerate().map(row).collect();
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
    let relations = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{DOCUMENT}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let parts = [
        (
            "[Content_Types].xml",
            format!(r#"<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>"#),
        ),
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#)),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part is begun");
        archive.write_all(text.as_bytes()).expect("a part is written");
    }
    archive.finish().expect("a workbook").into_inner()
}

fn csv(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

/// Rows under a heading, or without any where it is empty.
fn rows(heading: &str, row: impl Fn(u32) -> String) -> Vec<Vec<String>> {
    let cells = |text: String| text.split(',').map(str::to_owned).collect();
    let heading = Some(heading.to_owned()).filter(|heading| !heading.is_empty());
    heading.into_iter().chain((1..30).map(row)).map(cells).collect()
}

/// Every kind of file of people, each cell about a person with a mark in it.
fn tables_of_people() -> Vec<(&'static str, Vec<Vec<String>>)> {
    let person = |at: u32| {
        format!("{at},Given{MARKER},Family{MARKER},{:02}/03/19{},{at} {MARKER} Lane,12.50", 1 + at % 28, 40 + at)
    };
    let contact = |at: u32| format!("{MARKER}{at},Visit {MARKER},02/05/2024,Outcome {MARKER},10.00");
    let unreadable = |at: u32| format!("{at},Family{MARKER},{MARKER},{MARKER},{MARKER},{MARKER}");
    let is_valid = |number: &u64| model::identifier::is_nhs_number(&number.to_string());
    let numbers: Vec<u64> = (9_434_760_000_u64..).filter(is_valid).take(40).collect();
    let numbered = |at: u32| format!("{MARKER} {at},{},02/05/2024,12.50", numbers[at as usize]);
    vec![
        ("records", rows("Ref,First name,Surname,Date of birth,Address,Amount", person)),
        ("misspelt", rows("ID,Forname,Surnmae,D.O.B.,Address,Net amount", person)),
        ("unreadable", rows("Ref,Surname,DOB,Address,Postcode,Amount", unreadable)),
        ("contacts", rows("Person ref,Activity,Start,Outcome,Cost", contact)),
        ("headless", rows("", person)),
        ("headless-contacts", rows("", contact)),
        ("numbers", rows("", numbered)),
        ("as-payees", rows("Payee,Id,Date,Amount", numbered)),
        ("odd", rows("Ref,Surname,DOB,Amount", |at| format!("{at},!{MARKER},02/03/1961,!{MARKER}"))),
    ]
}

/// A place whose ledgers' pattern covers files of people, declared and not.
fn misdeclared_place() -> Copy {
    let place = Copy::empty();
    place.write(
        "place.toml",
        "name = \"Misdeclared\"\nyear = \"2024-25\"\n[sources]\nroot = \".\"\n\
         [[body]]\nid = \"county\"\nname = \"County\"\nkind = \"county_council\"\n\
         [[source]]\nbody = \"county\"\nfiles = [\"{sources,people}/**/*.{csv,xlsx}\"]\n\
         [[source]]\nkind = \"people\"\nbody = \"county\"\nagency = \"care\"\nfiles = [\"people/*.csv\", \"people/*.xlsx\"]\n",
    );
    place.write("sources/april.csv", "Date,Payee,Amount\n01/05/2024,Acorn Ltd,100.00\n02/05/2024,Oak Ltd,50.00\n");
    for (name, rows) in tables_of_people() {
        for folder in ["sources/people", "people"] {
            place.write(&format!("{folder}/{name}.csv"), &csv(&rows));
            let workbook = workbook("Care", &rows);
            std::fs::write(place.join(&format!("{folder}/{name}.xlsx")), workbook).expect("a workbook");
        }
    }
    place
}

#[test]
fn people_under_a_ledgers_pattern_are_neither_counted_nor_told() {
    let place = misdeclared_place();
    let mut told: Vec<(String, String)> = Vec::new();
    for arguments in [
        ["check"].as_slice(),
        &["check", "--json"],
        &["build"],
        &["export", "datapackage"],
        &["export", "xlsx"],
        &["query", "SELECT cast(given_name AS BIGINT) FROM person_record"],
        &["query", "SELECT cast(family_name AS DATE) FROM person_record"],
    ] {
        let output = place.command(arguments[0]).args(&arguments[1..]).output().expect("the command runs");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        told.push((arguments.join(" "), said));
    }
    assert_eq!(place.value("SELECT count(*) FROM ledger_line"), "2", "the payments, and nothing else");
    assert_eq!(place.value("SELECT sum(amount) FROM ledger_line"), "150.00");
    for table in that_may_leave().filter(|table| place.join(&format!("out/tables/{}.parquet", table.name)).exists()) {
        let rows = place.query(&format!("SELECT * FROM {}", table.name));
        told.push((table.name.to_owned(), serde_json::to_string(&rows).expect("JSON")));
    }
    for (what, said) in &told {
        assert!(!said.to_lowercase().contains(MARKER), "`{what}` says\n{said}");
    }
    for folder in ["out/site", "out/run.json", "exports", "mappings"] {
        let path = place.join(folder);
        let files = match path.is_file() {
            true => vec![(folder.to_owned(), std::fs::read(&path).expect("a file"))],
            false => files_of(&path),
        };
        assert!(!files.is_empty(), "{folder}");
        for (name, bytes) in files {
            let is_marked = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(MARKER);
            assert!(!is_marked(&bytes), "{folder}/{name}");
            if name.ends_with(".xlsx") {
                unpacked(bytes).iter().for_each(|(part, bytes)| assert!(!is_marked(bytes), "{name}: {part}"));
            }
            assert!(!name.contains(tables::PERSON_PROBLEM.name), "{folder}/{name} is about people");
        }
    }
}

#[cfg(unix)]
#[test]
fn tables_about_people_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = misdeclared_place();
    place.command("build").args(["disclosure", "--quiet"]).output().expect("the command runs");
    let mode = |table: &model::Table| {
        let path = place.join(&format!("out/tables/{}.parquet", table.name));
        path.exists().then(|| path.metadata().expect("a file").permissions().mode() & 0o777)
    };
    let of_people: Vec<u32> = tables::all().filter(|table| table.is_about_people).filter_map(mode).collect();
    assert!(5 < of_people.len() && of_people.iter().all(|mode| *mode == 0o600), "{of_people:?}");
}
