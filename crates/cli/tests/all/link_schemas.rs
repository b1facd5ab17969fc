//! People's files of any headings and forms, linked from the command line without a word of configuration.

use crate::link::link;
use crate::run::Copy;

const GIVEN: [&str; 12] =
    ["Mary", "John", "Susan", "Robert", "Ann", "Peter", "Ruth", "Victor", "Wendy", "Thomas", "Joan", "Zara"];
const FAMILY: [&str; 9] = ["Ash", "Smith", "Jones", "Denby", "Patel", "Fawcett", "Evans", "Holt", "Khan"];

const ENDINGS: [&str; 8] = ["", "ley", "son", "ton", "by", "more", "wick", "den"];

/// First name, surname, year, month, day of birth, and postcode of a person of many, who are unlike each other.
fn person(n: usize) -> (&'static str, String, usize, usize, usize, String) {
    let k = n * 7_919 % 10_007;
    let letter = |n: usize| char::from(b'A' + n as u8);
    let postcode = format!("LS{} {}{}{}", 1 + k / 2 % 17, k / 13 % 10, letter(k % 19), letter(k / 19 % 21));
    let family = format!("{}{}", FAMILY[k % 9], ENDINGS[k / 9 % 8]);
    (GIVEN[k / 3 % 12], family, 1930 + k / 5 % 60, 1 + k / 7 % 12, 1 + k / 11 % 28, postcode)
}

fn file(heading: &str, numbers: std::ops::Range<usize>, row: impl Fn(usize) -> String) -> String {
    let rows: String = numbers.map(|n| row(n) + "\n").collect();
    format!("{heading}\n{rows}")
}

/// The council's file as everybody expects it.
fn plain() -> String {
    file("ID,Forename,Surname,Date of birth,Postcode", 0..300, |n| {
        let (given, family, year, month, day, postcode) = person(n);
        format!("c{n},{given},{family},{year}-{month:02}-{day:02},{postcode}")
    })
}

/// Links the council's file with another of people 100 to 399, and finds each person of both once.
fn check(other: &str, said: &[&str]) {
    let folder = Copy::empty();
    folder.write("council.csv", &plain());
    folder.write("other.csv", other);
    let (status, printed, talk) = link(&folder, &["council.csv", "other.csv"]);
    assert!(status.is_some_and(|status| status < 2), "{talk}");
    assert!(printed.contains("600 records of 2 files: 400 people"), "{printed}{talk}");
    said.iter().for_each(|said| assert!(talk.contains(said), "no `{said}` in\n{talk}"));
    let first = person(100);
    assert!(!talk.contains(&first.5) && !printed.contains(&first.5), "a cell is quoted in\n{talk}{printed}");
}

#[test]
fn a_name_in_one_column_is_two_names() {
    let text = file("nr,Name,dob,PCode", 100..400, |n| {
        let (given, family, year, month, day, postcode) = person(n);
        format!("h{n},\"{}, {given}\",{day:02}/{month:02}/{year},{}", family.to_uppercase(), postcode.replace(' ', ""))
    });
    check(&text, &["full_name = Name", "postcode = PCode", "births read as day first (dd/mm/yyyy): 300 of 300"]);
    let text = file("Full Name,dob,postcode_fake", 100..400, |n| {
        let (given, family, year, month, day, postcode) = person(n);
        format!("{} {given},{month}/{day}/{year},{postcode}", family.to_uppercase())
    });
    check(&text, &["full_name = Full Name", "month first (mm/dd/yyyy): 300 of 300", "they are numbered by row"]);
}

#[test]
fn a_birth_in_three_columns_is_a_date_in_any_language() {
    let text = file("Kennung;Vorname;Nachname;Geburtstag;Geburtsmonat;Geburtsjahr;PLZ", 100..400, |n| {
        let (given, family, year, month, day, postcode) = person(n);
        format!("h{n};{given};{family};{day};{month};{year};{postcode}")
    });
    check(
        &text,
        &[
            "born_year = Geburtsjahr; born_month = Geburtsmonat; born_day = Geburtstag",
            "births read as day, month and year in three columns: 300 of 300",
        ],
    );
    let text = file("cyfeirnod,enw cyntaf,cyfenw,dyddiad geni,cod post", 100..400, |n| {
        let (given, family, year, month, day, postcode) = person(n);
        let month = [
            "Ionawr",
            "Chwefror",
            "Mawrth",
            "Ebrill",
            "Mai",
            "Mehefin",
            "Gorffennaf",
            "Awst",
            "Medi",
            "Hydref",
            "Tachwedd",
            "Rhagfyr",
        ][month - 1];
        format!("h{n},{given},{family},{day} {month} {year},{postcode}")
    });
    check(&text, &["born = dyddiad geni", "births read as dd-Mon-yyyy: 300 of 300"]);
}

#[test]
fn an_age_and_the_day_on_which_it_was_taken_are_a_year_of_birth() {
    let text = file("id,name,age,as at,postcode", 100..400, |n| {
        let (given, family, year, _, _, postcode) = person(n);
        format!("h{n},{given} {family},{},31/12/2024,{postcode}", 2024 - year)
    });
    check(&text, &["age = age; age_on = as at"]);
}

#[test]
fn a_file_without_headings_is_read_by_what_it_holds() {
    let text = file("Mary,Smith,1961-12-03,LS1 4AP", 101..400, |n| {
        let (given, family, year, month, day, postcode) = person(n);
        format!("{given},{family},{year}-{month:02}-{day:02},{postcode}")
    });
    let folder = Copy::empty();
    folder.write("council.csv", &plain());
    folder.write("other.csv", &text);
    let (status, printed, talk) = link(&folder, &["council.csv", "other.csv"]);
    assert!(status.is_some_and(|status| status < 2), "{talk}");
    assert!(printed.contains("600 records of 2 files: 401 people"), "the first row is a person\n{printed}");
    assert!(talk.contains("given_name = column 1; family_name = column 2; born = column 3"), "{talk}");
    assert!(!talk.contains("LS1 4AP"), "{talk}");
}

#[test]
fn rows_are_numbered_where_their_numbers_repeat_and_no_row_is_lost() {
    let text = file("ref,first name,surname,dob,postcode", 100..400, |n| {
        let (given, family, year, month, day, postcode) = person(n);
        format!("{},{given},{family},{year}-{month:02}-{day:02},{postcode}", n / 2)
    });
    check(&text, &["`other.csv`: 150 rows have the same number as another row, so its rows are numbered"]);
}
