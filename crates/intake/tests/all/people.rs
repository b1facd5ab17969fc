//! Files about people, good and bad: every row is accounted for and no message holds what a cell says.

use std::collections::BTreeMap;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, RecordBatch};
use intake::files::Found;
use intake::people::activity::ActivityRules;
use intake::people::{PeopleBatch, PeopleReader, PersonFile};
use model::ProblemKind;
use model::place::SourceKind;
use model::tables::{CONTACT, PERSON_RECORD, contact, person_record};

use crate::places::place_in;

pub struct Read {
    pub files: Vec<PersonFile>,
    records: Vec<RecordBatch>,
    pub contacts: Vec<RecordBatch>,
}

impl Read {
    /// Each kind of problem with the rows it concerns.
    pub fn problems(&self) -> BTreeMap<&'static str, u64> {
        let mut problems = BTreeMap::new();
        let all = self.files.iter().flat_map(|file| &file.problems);
        all.for_each(|problem| *problems.entry(problem.kind.word()).or_default() += problem.n_rows);
        problems
    }

    fn texts(&self, column: &str) -> Vec<Option<String>> {
        let texts = |batch: &RecordBatch| {
            let texts = PERSON_RECORD.read(batch).text(column);
            texts.iter().map(|text| text.map(str::to_owned)).collect::<Vec<_>>()
        };
        self.records.iter().flat_map(texts).collect()
    }
}

/// Reads texts as files of one agency; `columns` is what place.toml says of them.
pub fn read(files: &[(SourceKind, &str)], columns: &[(&str, &str)]) -> Read {
    read_of(files, columns, &|_| "care".to_owned())
}

/// Reads texts, or workbooks, as files of the agencies that the places of the files tell.
pub fn read_of<T: AsRef<[u8]>>(
    files: &[(SourceKind, T)],
    columns: &[(&str, &str)],
    agency: &dyn Fn(usize) -> String,
) -> Read {
    let folder = tempfile::tempdir().expect("a folder");
    let place = place_in(Path::new(""), 2024, Vec::new());
    let rules = ActivityRules::read(None).expect("the shipped rules");
    let found = |(at, (kind, bytes)): (usize, &(SourceKind, T))| {
        let path = folder.path().join(format!("{at}.csv"));
        std::fs::write(&path, bytes).expect("a file");
        Found {
            body_id: Some("county".to_owned()),
            shown_path: format!("people/{at}.csv"),
            path,
            kind: *kind,
            agency: Some(agency(at)),
            columns: columns.iter().map(|(field, heading)| ((*field).to_owned(), (*heading).to_owned())).collect(),
            building: None,
        }
    };
    let found: Vec<Found> = files.iter().enumerate().map(found).collect();
    let mut read = Read { files: Vec::new(), records: Vec::new(), contacts: Vec::new() };
    let Read { records, contacts, .. } = &mut read;
    let emit = &mut |batch| match batch {
        PeopleBatch::Records(batch) => records.push(batch),
        PeopleBatch::Contacts(batch) => contacts.push(batch),
    };
    read.files = PeopleReader::open(&place, &rules, &found).read(emit, &|| {});
    for file in &read.files {
        let parts = file.n_header_rows + file.n_blank_rows + file.n_problem_rows + file.n_records;
        assert_eq!(file.n_rows, parts, "{}", file.path);
    }
    let n_records: usize = read.records.iter().chain(&read.contacts).map(RecordBatch::num_rows).sum();
    assert_eq!(n_records as u64, read.files.iter().map(|file| file.n_records).sum::<u64>());
    read
}

pub const PEOPLE: SourceKind = SourceKind::People;
pub const CONTACTS: SourceKind = SourceKind::Contacts;

#[test]
fn good_rows_go_on_and_bad_ones_are_kept_as_problems() {
    let text = "Known to the service,,,,,\n\
                Ref,First name,Surname,DOB,Sex,NHS No\n\
                1,Siân,O'Brien,21/09/1933,F,943 476 5919\n\
                ,Nobody,Known,,,\n\
                1,Again,Taken,,,\n\
                2,,,,,\n\
                ,,,,,\n\
                3,محمد,😀,31/02/1990,Q7,9434765918\n\
                4,Ann,Late,05/06/2030,M,\n\
                Ref,First name,Surname,DOB,Sex,NHS No\n\
                5,Ann,Default,01/01/1990,,\n";
    let read = read(&[(PEOPLE, text)], &[]);
    let file = &read.files[0];
    assert_eq!(
        (file.n_rows, file.n_header_rows, file.n_blank_rows, file.n_problem_rows, file.n_records),
        (11, 3, 1, 3, 4)
    );
    let expected = [
        ("birth_outside", 1),
        ("birth_unreadable", 1),
        ("number_invalid", 1),
        ("person_empty", 1),
        ("record_id_missing", 1),
        ("record_id_twice", 1),
        ("sex_unreadable", 1),
    ];
    assert_eq!(read.problems(), BTreeMap::from(expected));
    assert_eq!(
        read.texts(person_record::FAMILY_NAME)[1].as_deref(),
        Some("😀"),
        "names of any script are kept as they are"
    );
    assert_eq!(read.texts(person_record::NHS_NUMBER)[0].as_deref(), Some("9434765919"));
    let batch = &read.records[0];
    let born = batch.column(PERSON_RECORD.index(person_record::BORN));
    assert_eq!((born.is_valid(0), born.is_valid(3)), (true, false), "a default date tells the year alone");
    for problem in &file.problems {
        for said in ["Nobody", "Again", "Taken", "Late", "😀", "31/02", "9434765918", "2030"] {
            assert!(!problem.text.contains(said), "{}", problem.text);
        }
    }
}

#[test]
fn records_have_the_time_for_which_they_are_said() {
    let text = "Person Ref,Surname,TenancyStartDate,Tenancy End Date,EDD,Delivery Date,SENprovision\n\
                1,A,01/04/2019,31/12/2023,,,\n\
                2,B,13/05/2020,,20240605,,e\n\
                3,C,01/04/2022,01/04/2021,,,\n\
                4,D,soon,31/12/9999,20240230,,N\n\
                5,E,,,20240701,20240615,\n\
                6,F,01/06/68,31/12/99,,,\n";
    let read = read(&[(PEOPLE, text)], &[]);
    let expected = [("period_contradicts", 1), ("period_unreadable", 2), ("person_column_missing", 2 * 6)];
    assert_eq!(read.problems(), BTreeMap::from(expected), "neither first names nor dates of birth");
    let contradicts = &read.files[0].problems.iter().find(|problem| problem.kind == ProblemKind::PeriodContradicts);
    let contradicts = contradicts.expect("a problem");
    assert_eq!((contradicts.row, contradicts.column.as_deref()), (Some(4), Some("Tenancy End Date")));
    let days = |column: &str| {
        let days = read.records[0].column(PERSON_RECORD.index(column)).as_primitive::<Date32Type>().clone();
        let shown = |row: usize| days.is_valid(row).then(|| model::date_of_day(days.value(row)).to_string());
        (0..days.len()).map(|row| shown(row).unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(days(person_record::VALID_FROM), ["2019-04-01", "2020-05-13", "", "", "", "1968-06-01"]);
    assert_eq!(
        days(person_record::VALID_TO),
        ["2023-12-31", "", "", "", "", ""],
        "who contradicts himself goes on without"
    );
    assert_eq!(days(person_record::EXPECTED_DELIVERY), ["", "2024-06-05", "", "", "2024-07-01", ""]);
    assert_eq!(days(person_record::DELIVERED), ["", "", "", "", "2024-06-15", ""]);
    assert_eq!(read.texts(person_record::SEN_PROVISION)[1].as_deref(), Some("E"));
}

#[test]
fn contacts_say_with_whom_what_and_when_or_are_problems() {
    let people = "Ref,Surname,Forename,Born\n1,A,B,1961-12-03\n";
    let contacts = "person_ref,activity,start,end,cost\n\
                    1,Child and family assessment,2024-05-01,2024-04-01,\"1,200.50\"\n\
                    1,,2024-05-01,,\n\
                    1,Home visit,some day,,\n\
                    ,Home visit,2024-05-01,,\n\
                    9,Home visit,2024-05-02,,a lot\n";
    let read = read(&[(PEOPLE, people), (CONTACTS, contacts)], &[]);
    assert_eq!(
        read.problems(),
        BTreeMap::from([
            ("contact_incomplete", 3),
            ("cost_unreadable", 1),
            ("period_contradicts", 1),
            ("person_unknown", 1)
        ])
    );
    let batch = &read.contacts[0];
    let column = |name: &str| batch.column(CONTACT.index(name));
    assert!(
        column(contact::IS_ASSESSMENT).as_boolean().value(0) && !column(contact::IS_ASSESSMENT).as_boolean().value(1)
    );
    assert!(column(contact::NEEDS).as_string::<i32>().value(0).contains("safe_children"));
    assert!(!column(contact::END).is_valid(0), "an end before the start is none");
    assert!(column(contact::COST).is_valid(0) && !column(contact::COST).is_valid(1));
}

#[test]
fn a_file_that_cannot_be_read_says_so_and_what_to_do() {
    for (text, columns, kind, words) in [
        ("", &[][..], ProblemKind::FileEmpty, "it is empty"),
        ("Shoe size,Hat size\n1,2\n", &[], ProblemKind::FileUnsure, "say which heading is which"),
        ("Key,Surname\n1,A\n", &[("record_id", "Kye")], ProblemKind::FileUnsure, "there is no such heading"),
        ("Key,Surname\n1,A\n", &[], ProblemKind::FileUnsure, "say which heading is which"),
        ("Ref,Surname\n1,A\n", &[("given_name", "Rufname")], ProblemKind::FileUnsure, "there is no such heading"),
        ("Ref,Surname\n1,A\n", &[("shoe_size", "Ref")], ProblemKind::FileUnsure, "no field; the fields are record_id"),
        ("Ref,Surname\n", &[], ProblemKind::FileEmpty, "a heading but no rows"),
        ("%PDF-1.4 something", &[], ProblemKind::FileNotLedger, "PDF"),
    ] {
        let read = read(&[(PEOPLE, text)], columns);
        let problems = &read.files[0].problems;
        assert_eq!(problems.len(), 1, "{text:?} {problems:?}");
        assert_eq!(problems[0].kind, kind, "{text:?}");
        assert!(problems[0].text.contains(words), "{text:?}: {}", problems[0].text);
        assert_eq!(read.files[0].n_records, 0);
    }
    let read = read(&[(PEOPLE, "Key,Surname\n1,A\n")], &[("record_id", "key")]);
    assert_eq!(read.files[0].n_records, 1, "what a person says is read");
}

/// Six people as an agency with short headings has them.
fn people_of_short_headings(income: impl Fn(usize) -> String) -> String {
    let people = ["John|Smith", "Mary|Jones", "William|Patel", "Robert|Khan", "Susan|Evans", "James|Taylor"];
    let row = |(at, name): (usize, &&str)| {
        format!("{at},{},0{}/03/{},{}\n", name.replace('|', ","), at + 1, 1950 + 9 * at, income(at))
    };
    "No,F Nm,S Nm,D Bth,Means\n".to_owned() + &people.iter().enumerate().map(row).collect::<String>()
}

#[test]
fn headings_that_say_nothing_are_read_by_what_stands_below_them() {
    let read = read(&[(PEOPLE, &people_of_short_headings(|_| String::new()))], &[]);
    assert_eq!(read.problems(), BTreeMap::new(), "{:?}", read.files[0].read_as());
    assert_eq!(read.texts(person_record::GIVEN_NAME)[1].as_deref(), Some("Mary"));
    assert_eq!(read.texts(person_record::FAMILY_NAME)[1].as_deref(), Some("Jones"));
    assert_eq!(read.files[0].read_how, ["births read as day first (dd/mm/yyyy): 6 of 6"]);
}

#[test]
fn what_several_agencies_say_under_one_heading_stands_beside_the_record() {
    let text = people_of_short_headings(|at| format!("{}.50", 17_000 + 431 * at * at));
    let further = |agency: &dyn Fn(usize) -> String| {
        let files = [(PEOPLE, text.as_str()), (PEOPLE, text.as_str())];
        read_of(&files, &[], agency).texts(person_record::FURTHER)[0].clone()
    };
    assert_eq!(further(&|at| format!("agency {at}")).as_deref(), Some(r#"{"Means":"17000.50"}"#));
    let alone = read(&[(PEOPLE, &text.replace("Means", "team no."))], &[]);
    assert_eq!(alone.texts(person_record::FURTHER)[0].as_deref(), Some(r#"{"team no.":"17000.50"}"#));
    let apart = [(PEOPLE, text.as_str()), (PEOPLE, &text.replace("Means", "Debts"))];
    let apart = read_of(&apart, &[], &|at| format!("agency {at}"));
    assert_eq!(apart.texts(person_record::FURTHER)[0], None, "nobody else says it");
}

#[test]
fn a_column_that_nothing_tells_is_said_with_the_records_that_lack_it() {
    let text = "Ref,Date of birth,Xq\n1,1961-12-03,Qq\n2,1962-12-03,Rr\n";
    let read = read(&[(PEOPLE, text)], &[]);
    assert_eq!(read.problems(), BTreeMap::from([("person_column_missing", 2 * 2)]));
    let text = &read.files[0].problems[0].text;
    assert_eq!(text, "no column has first names, and 2 records are linked without; not read: Xq");
}
