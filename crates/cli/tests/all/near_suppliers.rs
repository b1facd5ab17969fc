//! Names that may be of one supplier, from ledgers to a person's answer and the build that obeys it.

use serde_json::Value;

use crate::run::Copy;

const PLACE: &str = "name = \"Ashby\"\nyear = \"2025-26\"\n\
    [[body]]\nid = \"county\"\nname = \"Ashbyshire County Council\"\nkind = \"county_council\"\n\
    [[body]]\nid = \"borough\"\nname = \"Ashby Borough Council\"\nkind = \"district_council\"\n\
    [[source]]\nbody = \"county\"\nfiles = \"county.csv\"\n[[source]]\nbody = \"borough\"\nfiles = \"borough.csv\"\n";

const COUNTY: &str = "\
Payment Date,Supplier Name,Company Number,VAT Registration Number,Supplier Postcode,Net Amount
03/04/2025,Tewksby Haulage Ltd,445790,980780684,WX1 1AA,900.00
04/04/2025,Kexby & Sons Ltd,,,WX2 2BB,700.00
05/04/2025,Hexley Joinery,123456.0,980780685,not known,60.00
06/04/2025,Mr John Ashford,07654321,980780684,WX3 3CC,50.00
07/04/2025,Mulberry Court Care Ltd,,,,500.00
";

const BOROUGH: &str = "\
Payment Date,Supplier Name,Companies House No,Supplier Postcode,Net Amount
03/05/2025,T.H. Transport,00445790,WX1 1AA,80.00
04/05/2025,KEXBY & SON LTD,,WX2 2BB,300.00
05/05/2025,Mullbery Court Care Ltd,,,20.00
06/05/2025,Mulberry Court Care Ltd 100234,,,40.00
";

fn place() -> Copy {
    let place = Copy::empty();
    place.write("place.toml", PLACE);
    place.write("sources/county.csv", COUNTY);
    place.write("sources/borough.csv", BOROUGH);
    build(&place);
    place
}

fn build(place: &Copy) -> (Option<i32>, String) {
    let output = place.command("build").args(["suppliers", "--quiet"]).output().expect("the command runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn propose(place: &Copy, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = place.command("suppliers").arg("--propose").args(arguments).output().expect("the command runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn n_suppliers(place: &Copy, names: &str) -> String {
    place.value(&format!("SELECT count(DISTINCT supplier_id) FROM payee_supplier WHERE payee IN ({names})"))
}

const KEXBY: &str = "'Kexby & Sons Ltd', 'KEXBY & SON LTD'";

#[test]
fn numbers_and_postcodes_of_ledgers_are_kept_where_they_have_their_form_and_name_nobody() {
    let place = place();
    let told = |payee: &str| {
        let what = "coalesce(payee_identifiers, '-') || ', ' || coalesce(payee_postcode, '-')";
        place.value(&format!("SELECT min({what}) FROM ledger_line WHERE payee = '{payee}'"))
    };
    assert_eq!(told("Tewksby Haulage Ltd"), "GB-COH-00445790 GB-VAT-980780684, WX1 1AA");
    assert_eq!(told("T.H. Transport"), "GB-COH-00445790, WX1 1AA");
    // A spreadsheet's number is one; the check digits of the other are wrong, and `not known` is not a postcode.
    assert_eq!(told("Hexley Joinery"), "GB-COH-00123456, -");
    assert_eq!(told(model::payee::PRIVATE_INDIVIDUAL), "-, -", "Mr Ashford is masked, and so are his numbers");
    assert_eq!(place.value("SELECT count(*) FROM ledger_line WHERE payee LIKE '%Ashford%'"), "0");
    assert_eq!(n_suppliers(&place, "'Tewksby Haulage Ltd', 'T.H. Transport'"), "1");
    assert_eq!(n_suppliers(&place, "'Mulberry Court Care Ltd', 'Mulberry Court Care Ltd 100234'"), "1");
}

#[test]
fn a_person_answers_and_the_next_build_obeys() {
    let place = place();
    assert_eq!(n_suppliers(&place, KEXBY), "2");
    let (code, listed, talk) = propose(&place, &["--json"]);
    assert_eq!(code, Some(1), "{talk}");
    let listed: Value = serde_json::from_str(&listed).expect("JSON");
    let near = listed["near"].as_array().expect("questions");
    let names = |at: usize| (near[at]["one"]["payee"].as_str(), near[at]["other"]["payee"].as_str());
    assert_eq!(
        names(0),
        (Some("Kexby & Sons Ltd"), Some("KEXBY & SON LTD")),
        "the most pounds that an answer moves first"
    );
    assert_eq!(near[0]["other"]["amount"], "300.00");
    assert_eq!(names(1).1, Some("Mullbery Court Care Ltd"), "{near:?}");
    let (_, table, _) = propose(&place, &["1"]);
    assert!(table.contains("Kexby & Sons Ltd (county)") && !table.contains("Mullbery"), "{table}");

    // An answer needs a name and a reason; an invalid one changes nothing.
    let refused: [&[&str]; 4] = [
        &["--set", "1=same"],
        &["--set", "1=sane", "--by", "A. Clerk", "--because", "x"],
        &["--set", "9=same", "--by", "A. Clerk", "--because", "x"],
        &["--set", "1=same", "--set", "1=different", "--by", "A. Clerk", "--because", "x"],
    ];
    for arguments in refused {
        assert_eq!(propose(&place, arguments).0, Some(2), "{arguments:?}");
        assert!(!place.join("decisions/suppliers.csv").exists());
    }

    let answer = ["--set", "1=same", "--set", "2=different", "--by", "A. Clerk", "--because", "their invoices, read"];
    let (code, _, talk) = propose(&place, &answer);
    assert_eq!(code, Some(0), "{talk}");
    assert!(talk.contains("Kexby & Sons Ltd and KEXBY & SON LTD are one supplier"), "{talk}");
    let written = std::fs::read_to_string(place.join("decisions/suppliers.csv")).expect("decisions");
    assert!(
        written.contains(",A. Clerk,county,Kexby & Sons Ltd,borough,KEXBY & SON LTD,same,\"their invoices, read\"\n"),
        "{written}"
    );
    assert_eq!(propose(&place, &[]).0, Some(0), "nothing is asked twice, even before the next build");
    assert_eq!(build(&place).0, Some(0));
    assert_eq!(n_suppliers(&place, KEXBY), "1");
    assert_eq!(place.value("SELECT count(*) FROM near_supplier"), "0");
    let decided = "SELECT count(*) FROM payee_supplier WHERE method = 'decision' AND decided_by = 'A. Clerk'";
    assert_eq!(place.value(decided), "1");
}

#[test]
fn rows_for_the_file_of_decisions_are_refused_by_line_until_they_are_completed() {
    let place = place();
    let (_, rows, _) = propose(&place, &["1", "--csv", "--by", "A. Clerk"]);
    place.write("decisions/suppliers.csv", &rows);
    let (code, talk) = build(&place);
    assert_eq!(code, Some(2), "{talk}");
    assert!(talk.contains("suppliers.csv:2:") && talk.contains("same or different"), "{talk}");
    place.write("decisions/suppliers.csv", &rows.replace("KEXBY & SON LTD,,", "KEXBY & SON LTD,same,"));
    assert_eq!(build(&place).0, Some(0));
    assert_eq!(n_suppliers(&place, KEXBY), "1");
}
