//! Forms of tables: delimiters, encodings, packing, and what is told of a file that is no log.

use std::io::Write;

use intake::events::{Form, Options};

use super::{read_bytes, read_text, refused, words};

const EXPECTED: [&str; 2] = ["1 | Ask | 2020-02-01T09:30 | Zo\u{eb}", "1 | Answer | 2020-02-01T10:00 | Ann"];
const COMMAS: &str =
    "case_id,activity,timestamp,resource\n1,Ask,2020-02-01 09:30,Zo\u{eb}\n1,Answer,2020-02-01 10:00,Ann\n";

fn check(bytes: &[u8]) {
    let read = read_bytes(bytes, &Options::unsaid()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(words(&read.log), EXPECTED);
    assert_eq!((read.form, read.problems.len()), (Form::Text, 0));
}

#[test]
fn a_table_of_text_is_read_in_any_dress() {
    check(COMMAS.as_bytes());
    check(COMMAS.replace(',', "\t").as_bytes());
    check(COMMAS.replace(',', ";").as_bytes());
    check(COMMAS.replace('\n', "\r\n").as_bytes());
    check(format!("\u{feff}{COMMAS}").as_bytes());
    check(
        COMMAS
            .replace('\u{eb}', "\u{1}")
            .into_bytes()
            .iter()
            .map(|b| if *b == 1 { 0xeb } else { *b })
            .collect::<Vec<_>>()
            .as_slice(),
    );
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(COMMAS.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check(&utf16);
}

#[test]
fn a_packed_log_is_told_by_its_bytes_and_not_by_its_name() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(COMMAS.as_bytes()).expect("it is packed");
    let packed = packed.finish().expect("it is packed");
    check(&packed);
    let cut = read_bytes(&packed[..packed.len() - 12], &Options::unsaid()).expect_err("it is cut off").to_string();
    assert!(cut.contains("damaged"), "{cut}");
}

#[test]
fn a_log_of_several_packed_parts_is_read_to_its_end() {
    let pack = |text: &str| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).expect("it is packed");
        packed.finish().expect("it is packed")
    };
    let (first, second) = COMMAS.split_at(60);
    check(&[pack(first), pack(second)].concat());
}

#[test]
fn titles_and_notes_above_the_headings_are_passed_over_and_said() {
    let text = format!("Export of housing cases\nMade on,1 March 2020\n\n{COMMAS}");
    let read = read_text(&text);
    assert_eq!(words(&read.log), EXPECTED);
    assert_eq!(read.log.events[0].row, 5);
    let said: Vec<String> = read.notices.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|said| said.contains("2 rows above the headings in row 4")), "{said:?}");
}

#[test]
fn what_is_no_log_is_refused_with_a_plain_answer() {
    let check = |text: &str, said: &str| {
        let refused = refused(text);
        assert!(refused.contains(said), "{refused}");
    };
    check("", "is empty");
    check("<html><body>Please sign in</body></html>", "web page");
    check("<?xml version=\"1.0\"?><invoice/>", "neither XES nor OCEL");
    check("%PDF-1.4", "PDF");
    check("case,activity\n1,Ask\n", "no column");
    check("[{\"case\": 1}]", "a list in JSON");
    check("2020-01-01,1,2\n2020-01-02,1,2\n", "no headings");
}

#[test]
fn a_log_that_does_not_fit_is_told_before_it_is_read() {
    let mut text = "case,activity,timestamp\n".to_owned();
    (0..1_000).for_each(|row| text.push_str(&format!("{row},Ask,2020-02-01 09:30\n")));
    let options = Options { memory_bytes_max: Some(10_000), ..Options::unsaid() };
    let said = read_bytes(text.as_bytes(), &options).expect_err("it does not fit").to_string();
    assert!(said.contains("about 1001 events"), "{said}");
    let enough = Options { memory_bytes_max: Some(1 << 20), ..Options::unsaid() };
    assert_eq!(read_bytes(text.as_bytes(), &enough).expect("it fits").log.events.len(), 1_000);
}
