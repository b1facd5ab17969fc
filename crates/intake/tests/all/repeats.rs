//! Doubts that show when files are laid side by side: money counted twice, other years, gaps, lost signs.

use std::fs;
use std::path::{Path, PathBuf};

use intake::doubts::SideBySide;
use intake::files::Sources;
use intake::ledgers::{Reader, lay_side_by_side};
use intake::mapping::Mappings;
use intake::source_file::SourceFile;
use model::payee::PayeeMasks;
use model::problem::Problem;
use model::{Place, ProblemKind};

use crate::places::{ledgers, place_in};

pub fn place(root: &Path, year: i32, bodies: &[&str]) -> Place {
    let of_body = |body: &&str| ledgers(body, &["csv", "xlsx", "ods"].map(|ending| format!("{body}/*.{ending}")));
    place_in(root, year, bodies.iter().map(of_body).collect())
}

/// The tables of a place, and what shows when they are laid side by side.
pub fn laid(place: &Place) -> (Vec<SourceFile>, SideBySide) {
    let reader = Reader { place, mappings: &Mappings::default(), masks: &PayeeMasks::default() };
    let sources = Sources::find(place).ledgers;
    let tables: Vec<_> = sources.found.iter().flat_map(|file| reader.read(file, &mut drop)).collect();
    let beside = lay_side_by_side(place, &tables, &sources.problems);
    (tables, beside)
}

pub fn problems(place: &Place) -> Vec<Problem> {
    laid(place).1.problems
}

/// The kind, the rows and the pounds of each problem of a folder, and what it says.
pub fn said(root: &Path, year: i32, bodies: &[&str], kind: ProblemKind) -> Vec<(u64, String, String)> {
    let of_kind = problems(&place(root, year, bodies)).into_iter().filter(|problem| problem.kind == kind);
    of_kind.map(|p| (p.n_rows, p.amount.map_or(String::new(), |a| a.plain()), p.text)).collect()
}

/// Whether each problem of a kind has these rows and pounds and says these words; in any order, and no other.
pub fn check(root: &Path, (year, bodies): (i32, &[&str]), kind: ProblemKind, expected: &[(u64, &str, &[&str])]) {
    let mut said = said(root, year, bodies, kind);
    let all = format!("{said:#?}");
    for (n_rows, pounds, words) in expected {
        let is_it = |(n, amount, text): &(u64, String, String)| {
            n == n_rows && amount == pounds && words.iter().all(|word| text.contains(word))
        };
        let at = said.iter().position(is_it);
        assert!(at.is_some(), "{n_rows} rows, {pounds}, {words:?} are not among {all}");
        said.remove(at.expect("it was found"));
    }
    assert!(said.is_empty(), "more is said: {said:#?}");
}

/// The sources of a small place of the shared cases, where they are.
#[allow(clippy::print_stdout)] // tells the person who runs the tests without them
fn case(name: &str) -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/ledgers").join(name).join("sources");
    if !dir.is_dir() {
        println!("skipped: the shared cases are not at {}", dir.display());
        return None;
    }
    Some(dir)
}

pub const TESTHAM: (i32, &[&str]) = (2025, &["council"]);
const ASHBY: (i32, &[&str]) = (2023, &["ashby"]);

pub struct Folder(pub tempfile::TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn put(&self, path: &str, content: impl AsRef<[u8]>) -> &Folder {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
        self
    }

    pub fn check(&self, kind: ProblemKind, expected: &[(u64, &str, &[&str])]) {
        check(self.0.path(), TESTHAM, kind, expected);
    }
}

/// Days of a month of 2025-26 with a payment each: `(day, payee, amount)`, in the print that `row` gives.
pub fn month(month: u32, days: std::ops::RangeInclusive<u32>, row: impl Fn(u32, u32, u32) -> String) -> String {
    days.map(|day| row(month, day, 100 * month + day)).collect()
}

pub fn plain(month: u32, day: u32, pounds: u32) -> String {
    format!("{day:02}/{month:02}/2025,Supplier {day} Ltd,{pounds}.00\n")
}

pub const HEADING: &str = "Date,Supplier,Amount\n";

// Money counted twice.

#[test]
fn a_month_that_stands_in_two_quarters_is_said_with_its_pounds() {
    let Some(dir) = case("june-in-two-quarters") else { return };
    let words: &[&str] = &["council/Q2.csv", "council/Q1.csv", "June 2025", "£15,300.00"];
    check(&dir, TESTHAM, ProblemKind::OverlappingFiles, &[(25, "15300.00", words)]);
    let (tables, _) = laid(&place(&dir, TESTHAM.0, TESTHAM.1));
    // Six months once are £99,300.00.
    assert_eq!(tables.iter().map(|table| table.counts.amount).sum::<money::Money>().plain(), "114600.00");
}

#[test]
fn a_copy_in_another_print_is_said_with_its_pounds() {
    let Some(dir) = case("same-month-in-another-print") else { return };
    let words: &[&str] = &["council/April 2025.csv", "council/2025-04.csv", "April 2025"];
    check(&dir, TESTHAM, ProblemKind::OverlappingFiles, &[(25, "2800.00", words)]);
}

#[test]
fn a_copy_under_another_heading_and_one_of_another_body_are_said() {
    let Some(dir) = case("copy-with-another-heading") else { return };
    let of_body: &[&str] = &["ashby/2023-09.csv", "ashby/2023-10.csv"];
    let of_other: &[&str] = &["ashby/2024-01.csv", "marsh/2024-01.csv"];
    let both = said(&dir, 2023, &["ashby", "marsh"], ProblemKind::OverlappingFiles);
    let has = |n: u64, words: &[&str]| {
        both.iter().any(|(rows, _, text)| *rows == n && words.iter().all(|w| text.contains(w)))
    };
    assert!(has(240, of_body) && has(284, of_other) && both.len() == 2, "{both:#?}");
    assert!(both.iter().any(|(_, pounds, _)| pounds == "1290859.53"), "{both:#?}");
}

#[test]
fn six_files_that_are_there_twice_are_said_once_each_and_no_month_is_missing() {
    let Some(dir) = case("same-file-under-two-names") else { return };
    assert_eq!(said(&dir, 2023, &["ashby"], ProblemKind::MissingMonth), []);
    let twice = said(&dir, 2023, &["ashby"], ProblemKind::SameFileTwice);
    assert_eq!(twice.len(), 6, "{twice:#?}");
    assert!(twice.iter().all(|(n, pounds, _)| *n > 0 && !pounds.is_empty()), "{twice:#?}");
}

#[test]
fn prints_of_one_month_are_one_month() {
    let april = format!("{HEADING}{}", month(4, 1..=25, plain));
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(april.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let serials =
        month(4, 1..=25, |_, day, pounds| format!("SUPPLIER {day} LIMITED;{};\"{pounds}.00\"\n", 45_747 + day));
    let spelt = month(4, 1..=25, |_, day, pounds| format!("{day} April 2025\t£{pounds}\tThe Supplier {day}\n"));
    let forms: [Vec<u8>; 3] = [
        utf_16,
        format!("Vendor Name;Payment Date;Net Amount\n{serials}").into_bytes(),
        format!("Date Paid\tAmount (£)\tPayee\n{spelt}").into_bytes(),
    ];
    for form in forms {
        let folder = Folder::new();
        folder.put("council/a.csv", &april).put("council/b.csv", form);
        folder.check(
            ProblemKind::OverlappingFiles,
            &[(25, "10325.00", &["council/a.csv", "council/b.csv", "April 2025"])],
        );
    }
}

#[test]
fn a_fortnight_in_two_files_is_said() {
    let folder = Folder::new();
    folder.put("council/a.csv", format!("{HEADING}{}{}", month(4, 1..=30, plain), month(5, 1..=20, plain)));
    folder.put("council/b.csv", format!("{HEADING}{}{}", month(5, 7..=31, plain), month(6, 1..=30, plain)));
    // 7 to 20 May: 14 × 500 + (7 + … + 20)
    folder.check(ProblemKind::OverlappingFiles, &[(14, "7189.00", &["May 2025"])]);
}

#[test]
fn a_month_sent_again_with_corrections_is_said_with_what_is_the_same() {
    let corrected = month(4, 1..=30, |m, day, pounds| plain(m, day, pounds + if day % 5 == 0 { 7 } else { 0 }));
    let folder = Folder::new();
    folder.put("council/2025-04.csv", format!("{HEADING}{}", month(4, 1..=30, plain)));
    folder.put("council/2025-04 v2.csv", format!("{HEADING}{corrected}"));
    // 24 × 400 + (1 + … + 30) - (5 + 10 + … + 30)
    folder.check(ProblemKind::OverlappingFiles, &[(24, "9960.00", &["v2"])]);
}

#[test]
fn a_sheet_of_all_months_repeats_each_of_them() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, months) in [("All", 4..=5), ("April", 4..=4), ("May", 5..=5)] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write_row(0, 0, ["Date", "Supplier", "Amount"]).unwrap();
        let rows = months.flat_map(|month| (1..=25).map(move |day| (month, day)));
        for (i, (month, day)) in (1..).zip(rows) {
            sheet.write_row(i, 0, [format!("2025-0{month}-{day:02}"), format!("Supplier {day}")]).unwrap();
            sheet.write_number(i, 2, f64::from(100 * month + day)).unwrap();
        }
    }
    let folder = Folder::new();
    folder.put("council/year.xlsx", workbook.save_to_buffer().unwrap());
    folder.check(
        ProblemKind::OverlappingFiles,
        &[(25, "10325.00", &["[April]", "[All]"]), (25, "12825.00", &["[May]", "[All]"])],
    );
}

#[test]
fn a_third_copy_is_said_twice_and_not_three_times() {
    let folder = Folder::new();
    for (name, supplier) in [("a", "Date,Supplier,Amount"), ("b", "Date,Payee,Amount"), ("c", "Date,Vendor,Amount")] {
        folder.put(&format!("council/{name}.csv"), format!("{supplier}\n{}", month(4, 1..=25, plain)));
    }
    folder.check(ProblemKind::OverlappingFiles, &[(25, "10325.00", &["b.csv"]), (25, "10325.00", &["c.csv"])]);
}

#[test]
fn a_copy_without_dates_is_said_and_amounts_beyond_the_usual_are_exact() {
    let large = |day: u32| format!("Supplier {day},{}000000.01\n", 30 + day);
    let dated: String = (1..=25).map(|day| format!("{day:02}/04/2025,{}", large(day))).collect();
    let undated: String = (1..=25).map(large).collect();
    let folder = Folder::new();
    folder.put("council/a.csv", format!("{HEADING}{dated}"));
    folder.put("council/b.csv", format!("Supplier,Amount\n{undated}"));
    // 25 × 30m + (1 + … + 25)m + 25p
    folder.check(ProblemKind::OverlappingFiles, &[(25, "1075000000.25", &["a.csv", "b.csv"])]);
}

#[test]
fn payments_that_look_alike_are_no_repeats() {
    let weekly = |supplier: &str| month(4, 1..=28, |_, day, _| format!("{day:02}/04/2025,{supplier} {day},250.00\n"));
    let folder = Folder::new();
    folder.put("council/capital.csv", format!("{HEADING}{}{}", weekly("Home"), month(4, 1..=28, plain)));
    folder.put("council/revenue.csv", format!("{HEADING}{}", weekly("Carer")));
    folder.put("council/2025-05.csv", format!("{HEADING}{}", month(5, 1..=28, plain)));
    folder.check(ProblemKind::OverlappingFiles, &[]);
}

// Years and periods.

#[test]
fn a_file_of_another_year_is_said_with_its_pounds() {
    let Some(dir) = case("every-line-of-another-year") else { return };
    let words: &[&str] = &[
        "council/2025-04.csv",
        "all 2 lines",
        "2021",
        "before the place's year 2025-26",
        "check `year` in place.toml first",
    ];
    check(&dir, TESTHAM, ProblemKind::DateOutsidePeriod, &[(2, "150.00", words)]);
}

#[test]
fn a_file_of_another_year_among_others_is_said() {
    let Some(dir) = case("whole-files-of-another-year") else { return };
    let words: &[&str] = &["ashby/2021-P10.csv", "all 101 lines", "2020-21", "before the place's year 2021-22"];
    check(&dir, (2021, &["ashby"]), ProblemKind::DateOutsidePeriod, &[(101, "426768.53", words)]);
}

#[test]
fn files_of_another_year_are_said_whatever_they_are_called() {
    let next_year = |m, day, pounds| plain(m, day, pounds).replace("2025", "2027");
    for name in ["2025-05.csv", "2027-05.csv", "May.csv", "payments.csv", "P02.csv"] {
        let folder = Folder::new();
        folder.put(&format!("council/{name}"), format!("{HEADING}{}", month(5, 1..=10, next_year)));
        let all = problems(&place(folder.0.path(), 2025, &["council"]));
        let doubt = all.iter().find(|p| p.kind == ProblemKind::DateOutsidePeriod && p.text.contains("all 10 lines"));
        let doubt = doubt.unwrap_or_else(|| panic!("{name}: {all:#?}"));
        assert_eq!(doubt.amount.map(|a| a.plain()).as_deref(), Some("5055.00"), "{name}");
        assert!(doubt.text.contains("after the place's year 2025-26"), "{}", doubt.text);
    }
}

#[test]
fn a_body_of_another_year_is_one_doubt_that_names_its_files() {
    let folder = Folder::new();
    for m in 4..=9 {
        folder.put(
            &format!("council/2024-0{m}.csv"),
            format!("{HEADING}{}", month(m, 1..=10, plain).replace("2025", "2024")),
        );
    }
    // 10 × 100 × (4 + … + 9) + 6 × 55
    folder.check(
        ProblemKind::DateOutsidePeriod,
        &[(
            60,
            "39330.00",
            &[
                "6 of 6 files are mostly of years other than 2025-26",
                "check `year`",
                "council/2024-04.csv",
                "council/2024-09.csv",
            ],
        )],
    );
}

#[test]
fn files_of_several_months_leave_no_month_out() {
    let Some(dir) = case("file-of-several-months") else { return };
    check(&dir, ASHBY, ProblemKind::MissingMonth, &[]);
    check(&dir, ASHBY, ProblemKind::DateOutsidePeriod, &[]);
}

#[test]
fn a_file_of_two_months_is_there_for_both_whatever_it_is_called() {
    for (two, one) in [("Apr-May 2025", "June 2025"), ("payments 1", "payments 2"), ("2025-04 to 2025-05", "2025-06")] {
        let folder = Folder::new();
        folder.put(
            &format!("council/{two}.csv"),
            format!("{HEADING}{}{}", month(4, 1..=25, plain), month(5, 1..=25, plain)),
        );
        folder.put(&format!("council/{one}.csv"), format!("{HEADING}{}", month(6, 1..=25, plain)));
        for m in [7, 8, 10, 11, 12] {
            let name = if one.contains("payments") { format!("payments {m}") } else { format!("2025-{m:02}") };
            folder.put(&format!("council/{name}.csv"), format!("{HEADING}{}", month(m, 1..=25, plain)));
        }
        let missing = said(folder.0.path(), 2025, &["council"], ProblemKind::MissingMonth);
        let months: Vec<&str> = missing.iter().map(|(_, _, text)| text.split(' ').next().expect("a month")).collect();
        assert_eq!(months, ["September", "January", "February", "March"], "{two}: {missing:#?}");
    }
}

#[test]
fn the_period_that_is_missing_of_thirteen_is_named_and_no_month() {
    let Some(dir) = case("thirteen-periods") else { return };
    check(
        &dir,
        ASHBY,
        ProblemKind::MissingMonth,
        &[(0, "", &["period 6 (2023-08-19 to 2023-09-15)", "12 of 13 four-week"])],
    );
}

#[test]
fn periods_are_known_by_what_they_hold_and_not_by_their_names() {
    let forms: [fn(usize) -> String; 3] =
        [|k| format!("period {k}"), |k| format!("spend 2025-26 ({k})"), |k| format!("4wk{k:02}")];
    for form in forms {
        let folder = Folder::new();
        for k in (1..=13).filter(|k| ![3, 13].contains(k)) {
            let start = jiff::civil::date(2025, 4, 1) + jiff::Span::new().days(28 * (k as i64 - 1));
            let lines: String = (0..28)
                .map(|day| {
                    format!("{},Supplier {day},{}.00\n", start + jiff::Span::new().days(day), 100 * k + day as usize)
                })
                .collect();
            folder.put(&format!("council/{}.csv", form(k)), format!("{HEADING}{lines}"));
        }
        folder.check(
            ProblemKind::MissingMonth,
            &[(0, "", &["period 3 (2025-05-27 to 2025-06-23)"]), (0, "", &["period 13 (2026-03-03 to 2026-03-30)"])],
        );
    }
}

#[test]
fn a_month_that_is_only_a_copy_of_another_is_missing() {
    let folder = Folder::new();
    for m in 4..=12 {
        let of = if m == 10 { 9 } else { m };
        let heading = if m == 10 { "Date,Payee,Amount\n" } else { HEADING };
        folder.put(&format!("council/2025-{m:02}.csv"), format!("{heading}{}", month(of, 1..=25, plain)));
    }
    let missing = said(folder.0.path(), 2025, &["council"], ProblemKind::MissingMonth);
    assert!(missing[0].2.starts_with("October 2025"), "{missing:#?}");
    assert_eq!(missing.len(), 4, "{missing:#?}");
}

/// October's file has this many of September's lines, and its own lines to make twenty.
fn missing_where_october_repeats(n_repeated: u32) -> Vec<String> {
    let folder = Folder::new();
    for m in [4, 5, 6, 7, 8, 9, 11, 12] {
        folder.put(&format!("council/2025-{m:02}.csv"), format!("{HEADING}{}", month(m, 1..=25, plain)));
    }
    let own = month(10, n_repeated + 1..=20, plain);
    folder.put("council/2025-10.csv", format!("{HEADING}{}{own}", month(9, 1..=n_repeated, plain)));
    let missing = said(folder.0.path(), 2025, &["council"], ProblemKind::MissingMonth);
    missing.into_iter().map(|(_, _, text)| text.split(' ').next().expect("a month").to_owned()).collect()
}

/// Nine lines in ten of another file make a month's file no file of its month.
#[test]
fn a_month_whose_file_repeats_another_is_missing_and_one_that_repeats_some_lines_is_not() {
    let not_yet = ["January", "February", "March"];
    for n_repeated in [0, 6, 17] {
        assert_eq!(missing_where_october_repeats(n_repeated), not_yet, "{n_repeated} of 20 lines");
    }
    for n_repeated in [18, 19] {
        assert_eq!(missing_where_october_repeats(n_repeated)[0], "October", "{n_repeated} of 20 lines");
    }
}

#[test]
fn a_few_lines_that_all_stand_in_another_file_are_said() {
    let line = |day: u32| format!("{day:02}/05/2025,Supplier {day} Ltd,{}.37\n", 100 + day);
    let lines = |days: &[u32]| format!("{HEADING}{}", days.iter().map(|day| line(*day)).collect::<String>());
    let two = |a: &[u32], b: &[u32]| {
        let folder = Folder::new();
        folder.put("council/H1.csv", lines(a)).put("council/H1 again.csv", lines(b));
        said(folder.0.path(), TESTHAM.0, TESTHAM.1, ProblemKind::OverlappingFiles)
    };
    for (a, b) in
        [(&[4, 9, 21][..], &[21, 9, 4][..]), (&[4, 9, 21, 23, 25], &[21, 4, 9]), (&[4, 9, 21, 23], &[23, 21, 9, 4])]
    {
        let found = two(a, b);
        let pounds = b.iter().map(|day| 100.37 + f64::from(*day)).sum::<f64>();
        assert_eq!(found.len(), 1, "{a:?} {b:?} {found:?}");
        assert_eq!((found[0].0, found[0].1.clone()), (b.len() as u64, format!("{pounds:.2}")), "{a:?} {b:?}");
    }
    assert_eq!(two(&[4, 9, 21], &[4, 9, 22]), []);
    assert_eq!(two(&[4, 9, 21], &[9, 4]), [], "two lines prove nothing");
}

#[test]
fn a_half_year_that_is_the_other_with_its_dates_changed_is_said() {
    let half = |first: u32, n: u32| -> String {
        let row = |i: u32| {
            let m = first + i % 6;
            let (m, y) = if 12 < m { (m - 12, 2026) } else { (m, 2025) };
            format!("{:02}/{m:02}/{y},Supplier {i} Ltd,{}.{:02}\n", i % 28 + 1, 400 + 37 * i, i + 11)
        };
        format!("{HEADING}{}", (0..n).map(row).collect::<String>())
    };
    for n in [10, 12, 15, 60] {
        let folder = Folder::new();
        folder.put("council/2025-26 H1.csv", half(4, n)).put("council/2025-26 H2.csv", half(10, n));
        let found = said(folder.0.path(), TESTHAM.0, TESTHAM.1, ProblemKind::OverlappingFiles);
        assert!(found.len() == 1 && found[0].0 == u64::from(n), "{n} {found:?}");
        assert!(found[0].2.contains("with the dates of another month; both were counted"), "{}", found[0].2);
    }
}

// Signs.

#[test]
fn five_months_without_a_credit_note_are_doubted_together() {
    let Some(dir) = case("five-months-lost-their-signs") else { return };
    let doubts = said(&dir, 2023, &["ashby"], ProblemKind::NoNegativeLines);
    assert_eq!(doubts.len(), 5, "{doubts:#?}");
    for (month, (n, pounds, text)) in (4..).zip(&doubts) {
        let _ = month;
        assert!(*n == 1_500 && !pounds.is_empty(), "{text}");
        let words = ["7500 lines of 5 files in a row", "ashby/2023-04.csv to ashby/2023-08.csv", "0.4%", "of credits"];
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
    }
}

/// Months of 300 payments, of which `n_negative` are credit notes.
fn signed(m: u32, n_negative: u32) -> String {
    let line = |i: u32| {
        let sign = if i < n_negative { "-" } else { "" };
        format!("{:02}/{m:02}/2025,Supplier {i},{sign}{}.00\n", i % 28 + 1, 1000 * m + i)
    };
    format!("{HEADING}{}", (0..300).map(line).collect::<String>())
}

#[test]
fn months_that_chance_leaves_without_a_credit_note_are_not_doubted() {
    for (without, n_doubted) in
        [(vec![4, 5, 6, 7], 4), (vec![4, 5], 0), (vec![4, 6, 8, 10], 0), (vec![9, 10, 11, 12], 4)]
    {
        let folder = Folder::new();
        for m in 4..=12 {
            let n_negative = if without.contains(&m) { 0 } else { 4 };
            folder.put(&format!("council/2025-{m:02}.csv"), signed(m, n_negative));
        }
        let doubts = said(folder.0.path(), 2025, &["council"], ProblemKind::NoNegativeLines);
        assert_eq!(doubts.len(), n_doubted, "{without:?}: {doubts:#?}");
    }
}

/// North Tyneside prints the first days of July 2020 in its file for June too, and those of January 2021 in December's,
/// row for row with the same transaction numbers. Its other files, and all others of the place, repeat nothing.
#[test]
#[allow(clippy::print_stdout)] // tells the person who runs the tests without the shared data
fn a_real_place_repeats_what_its_files_repeat_and_nothing_else() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/tyne-and-wear-2020-21");
    if !dir.is_dir() {
        println!("skipped: the shared data are not at {}", dir.display());
        return;
    }
    let bodies: &[&str] = &["gateshead", "newcastle", "north-tyneside", "darlington"];
    let july: &[&str] = &["2020-07_i.csv", "July 2020", "2020-06_i.csv"];
    let january: &[&str] = &["2021-01_i.csv", "January 2021", "2020-12_i.csv"];
    let expected = [(1_101, "5583220.50", july), (34, "-81306.22", january)];
    check(&dir, (2020, bodies), ProblemKind::OverlappingFiles, &expected);
}
