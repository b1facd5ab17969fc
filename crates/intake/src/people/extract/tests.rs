use arrow_array::Array;
use jiff::civil::date;
use model::read::Text;
use model::tables::PERSON_RECORD;

use super::*;
use crate::plain::TableSource;

const LAST: Date = date(2025, 3, 31);

fn reading(others: &[Option<usize>]) -> Reading<'_> {
    Reading { agency: "nhs", file_id: "nhs", file_name: "nhs", last: LAST, others }
}

fn extract(text: &str, id: Option<&str>, known: &KnownNames) -> Result<Extract, PlainError> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), text).expect("it is written");
    let said: Vec<(PersonField, String)> = id.map(|id| (PersonField::RecordId, id.to_owned())).into_iter().collect();
    let mut extract = Extract::open(
        Box::new(TableSource::open(file.path(), None, super::super::n_fields_of_people)?),
        &said,
        &["truth"],
    )?;
    extract.settle_forms(known)?;
    Ok(extract)
}

/// The records of a text as rows of these columns, and what reading came to.
fn read(text: &str, columns: &[&str], others: &[&str]) -> (Vec<String>, ExtractCounts) {
    let extract = extract(text, None, KnownNames::shipped()).expect("an extract");
    let places: Vec<Option<usize>> = others.iter().map(|heading| extract.position(heading)).collect();
    let mut rows = Vec::new();
    let counts = extract.read(&reading(&places), &mut |batch| {
        let records = PERSON_RECORD.read(&batch.records);
        let others: Vec<Text<'_>> = batch.others.iter().map(Text::of).collect();
        for row in 0..records.len() {
            let own = columns.iter().map(|column| match *column {
                person_record::BORN => records.date(column).value_if_any(row).map(|day| day.to_string()),
                person_record::BORN_YEAR | person_record::AGE => {
                    records.count(column).value_if_any(row).map(|n| n.to_string())
                }
                column => records.text(column).value_if_any(row).map(str::to_owned),
            });
            let others = others.iter().map(|texts| texts.value_if_any(row).map(str::to_owned));
            rows.push(own.chain(others).map(Option::unwrap_or_default).collect::<Vec<_>>().join("|"));
        }
        true
    });
    (rows, counts.expect("it is read"))
}

fn check(text: &str, columns: &[&str], expected: &[&str]) {
    assert_eq!(read(text, columns, &[]).0, expected, "{text}");
}

use person_record::{
    ADDRESS, AGE, BORN, BORN_AS_PRINTED, BORN_YEAR, FAMILY_NAME, GIVEN_NAME, OTHER_NAMES, POSTCODE, RECORD_ID, SEX,
    TOWN,
};

#[test]
fn one_name_column_and_two_say_the_same() {
    let names = [GIVEN_NAME, OTHER_NAMES, FAMILY_NAME, SEX];
    let expected = ["John|Paul|Smith|male", "Siân||O'Brien|female", "Ute||van der Berg|"];
    check(
        "id,Title,Forename,Middle name,Surname\n1,Mr,John,Paul,Smith\n2,Mrs,Siân,,O'Brien\n3,,Ute,,van der Berg\n",
        &names,
        &expected,
    );
    check("id,Name\n1,Mr John Paul Smith\n2,Mrs Siân O'Brien\n3,Ute van der Berg\n", &names, &expected);
    check(
        "id,Name\n1,\"Smith, Mr John Paul\"\n2,\"O'Brien, Siân (Mrs)\"\n3,\"van der Berg, Ute\"\n",
        &names,
        &expected,
    );
    check("id,Full name\n1,SMITH MR JOHN PAUL\n2,JONES SIAN\n", &names, &["JOHN|PAUL|SMITH|male", "SIAN||JONES|"]);
}

#[test]
fn names_of_other_files_say_which_comes_first() {
    let mut known = KnownNames::shipped().clone();
    let apart = extract("id,given name,surname\n1,Qwil,Zorb\n2,Vexa,Blim\n", None, &known).expect("an extract");
    apart.teach(&mut known);
    let whole = "id,name\n1,Zorb Qwil\n2,Blim Vexa\n";
    let order = |known: &KnownNames| extract(whole, None, known).expect("an extract").forms.order;
    use crate::people::name::NameOrder::{FamilyFirst, GivenFirst};
    assert_eq!((order(KnownNames::shipped()), order(&known)), (GivenFirst, FamilyFirst));
}

#[test]
fn second_first_names_and_surnames_stand_in_columns_of_their_own() {
    let text = "fname_c1;fname_c2;lname_c1;lname_c2;by;bm;bd\nUTE;NA;ASH;NA;1961;12;3\nJAN;OLE;ASH;BELL;1990;2;30\n";
    check(
        text,
        &[RECORD_ID, GIVEN_NAME, OTHER_NAMES, FAMILY_NAME, BORN, BORN_YEAR, BORN_AS_PRINTED],
        &["1|UTE||ASH|1961-12-03|1961|", "2|JAN|OLE|ASH BELL|||1990-02-30"],
    );
}

#[test]
fn a_birth_in_three_columns_is_one_date() {
    for headings in [
        "Birth Year,Birth Month,Birth Day",
        "DOB_Y,DOB_M,DOB_D",
        "Geburtsjahr,Geburtsmonat,Geburtstag",
        "year,month,day",
    ] {
        let text =
            format!("ID,Name,{headings}\nB3,Molly Jones,1998,04,08\nB4,Mo James,1966,Feb,5\nB5,Al Ash,1970,1,1\n");
        check(&text, &[BORN, BORN_YEAR], &["1998-04-08|1998", "1966-02-05|1966", "|1970"]);
    }
    check(
        "id,name,DOB Y,DOB M,DOB D\n1,Mo James,66,2,5\n2,Al Ash,04,2,30\n",
        &[BORN, BORN_AS_PRINTED],
        &["1966-02-05|", "|2004-02-30"],
    );
}

#[test]
fn an_age_is_a_year_of_birth_where_the_day_is_stated() {
    check("id,name,age,as at\n1,Jo Ash,34,31/03/2024\n", &[BORN_YEAR, AGE], &["1990|"]);
    check("id,name,age\n1,Jo Ash,34\n2,Al Ash,unknown\n", &[BORN_YEAR, AGE], &["|34", "|"]);
}

#[test]
fn an_address_is_one_whether_it_stands_in_one_column_or_several() {
    check(
        "id,name,Address,Post Code\n1,Jo Ash,\"4 Mill Road, Elm\",ls14ap\n",
        &[ADDRESS, POSTCODE, TOWN],
        &["4 Mill Road, Elm|LS1 4AP|"],
    );
    check(
        "id,name,street number,address_1,address_2,suburb,PCode\n1,Jo Ash,4,Mill Road,Elm,Leeds,ls14ap\n",
        &[ADDRESS, POSTCODE, TOWN],
        &["4 Mill Road, Elm|LS1 4AP|Leeds"],
    );
}

#[test]
fn what_is_no_date_is_kept_for_comparison_and_counted() {
    let text = "id,name,dob\n1,Jo Ash,22-12-1972\n2,Jo Ash,22-12-2972\n3,Jo Ash,2l-12-1972\n4,Jo Ash,soon\n5,Jo Ash,\n";
    let (rows, counts) = read(text, &[BORN, BORN_AS_PRINTED], &[]);
    assert_eq!(rows, ["1972-12-22|", "|2972-12-22", "|1972-12-2l", "|", "|"]);
    assert_eq!(counts.n_unread(PersonField::Born), 3);
}

#[test]
fn no_row_is_lost_and_rows_that_say_nothing_are_counted() {
    let text = "Known to the service,,\nid,name,town\n1,Jo Ash,Elm\n,Al Ash,Elm\n3,,Elm\n,,\nid,name,town\n4,Ed Ash,\n";
    let (rows, counts) = read(text, &[RECORD_ID, GIVEN_NAME], &[]);
    assert_eq!(rows, ["1|Jo", "row 4|Al", "3|", "4|Ed"]);
    assert_eq!((counts.n_records, counts.n_silent, counts.n_without_id), (4, 1, 1));
}

#[test]
fn further_columns_are_handed_on_as_they_are() {
    let text = "id,name,Pay (£),truth\n1,Jo Ash,84052.97,p1\n2,Al Ash,n/a,p2\n";
    assert_eq!(read(text, &[], &["pay £", "truth", "gone"]).0, ["84052.97|p1|", "|p2|"]);
    let rows: String =
        (0..40).map(|n| format!("{n},Jo Ash,{},{},{},p{n}\n", n * n * 7 % 1_000, n + 100, n % 3)).collect();
    let extract =
        extract(&format!("id,name,income,row,team,truth\n{rows}"), None, KnownNames::shipped()).expect("an extract");
    let telling: Vec<(String, bool)> =
        extract.other_columns().into_iter().map(|other| (other.heading, other.is_telling)).collect();
    let expected = [("income", true), ("row", false), ("team", false), ("truth", true)];
    assert_eq!(telling, expected.map(|(heading, is_telling)| (heading.to_owned(), is_telling)));
}

#[test]
fn a_file_that_says_nothing_is_refused_without_what_it_holds() {
    let said = |text: &str| extract(text, None, KnownNames::shipped()).err().expect("a refusal").to_string();
    assert_eq!(said(""), "the file is empty");
    let refusal = said("Marker7,Markers,99\nMarker8,Marks,17\n");
    assert!(refusal.starts_with("the first row has a number"), "{refusal}");
    assert!(!refusal.contains("arker"), "{refusal}");
}

#[test]
fn a_batch_holds_each_distinct_text_once() {
    let rows: String = (0..500).map(|n| format!("{n},Jo,Ash{}\n", n % 7)).collect();
    let extract = extract(&format!("id,forename,surname\n{rows}"), None, KnownNames::shipped()).expect("an extract");
    let mut n_distinct = Vec::new();
    let read = extract.read(&reading(&[]), &mut |batch| {
        let records = PERSON_RECORD.read(&batch.records);
        for column in [GIVEN_NAME, FAMILY_NAME] {
            if let Text::Dictionary(_, values) = records.text(column) {
                n_distinct.push(values.len());
            }
        }
        true
    });
    assert_eq!((n_distinct, read.map(|counts| counts.n_records)), (vec![1, 7], Ok(500)));
}
