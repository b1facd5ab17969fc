//! People whose names stand where a ledger has no payee: in headings, in rows that are no lines, in names of files; and
//! rules about payees that no ledger has.

use std::fs;

use intake::files::Sources;
use intake::ledgers::{Reader, ledger_problems};
use intake::mapping::Mappings;
use intake::masked_payee::unmet_masks;
use intake::source_file::SourceFile;
use model::payee::{PRIVATE_INDIVIDUAL, PayeeMask, PayeeMasks};
use model::problem::Problem;
use model::tables::{LEDGER_LINE, ledger_line};
use model::{FinancialYear, ProblemKind};

use crate::places::{ledgers, place_in};

struct Answer {
    /// Payee, department and category of each line.
    lines: Vec<[String; 3]>,
    problems: Vec<Problem>,
    files: Vec<SourceFile>,
}

fn read(name: &str, text: &str, masks: &PayeeMasks) -> Answer {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join(name), text).unwrap();
    let place = place_in(root.path(), FinancialYear(2025).0, vec![ledgers("council", &["**"])]);
    let mappings = Mappings::default();
    let (reader, found) = (Reader { place: &place, mappings: &mappings, masks }, Sources::find(&place).ledgers);
    let mut lines = Vec::new();
    let columns = [ledger_line::PAYEE, ledger_line::DEPARTMENT, ledger_line::CATEGORY];
    let files: Vec<SourceFile> = found
        .found
        .iter()
        .flat_map(|file| {
            reader.read(file, &mut |batch| {
                let text = |row: &model::Row<'_>| columns.map(|c| row.text_if_any(c).unwrap_or_default().to_owned());
                lines.extend(LEDGER_LINE.read(&batch).iter().map(|row| text(&row)));
            })
        })
        .collect();
    Answer { lines, problems: ledger_problems(&place, &files, &found.problems), files }
}

#[test]
fn a_heading_that_is_a_persons_name_is_masked_beside_any_payee() {
    let nobody = PayeeMasks::default();
    for (department, told) in [
        ("Mrs Edith Thornbury", PRIVATE_INDIVIDUAL),
        ("THORNBURY EDITH MRS", PRIVATE_INDIVIDUAL),
        ("Lady Jane Smith", PRIVATE_INDIVIDUAL),
        ("Fostering - Mr J Thornbury", "Fostering"),
        ("Care (Miss Thornbury)", "Care"),
        ("edith.smith@gmail.com", PRIVATE_INDIVIDUAL),
        ("Highways", "Highways"),
        ("Rev Contributions Capital", "Rev Contributions Capital"),
        ("Sir James Knott Nursery", "Sir James Knott Nursery"),
    ] {
        let row = |day: u32| format!("{day:02}/04/2025,Acorn Ltd,{department},12.50,{department}\n");
        let text = format!("Date,Supplier,Directorate,Amount,Category\n{}{}", row(1), row(2));
        let answer = read("2025-04.csv", &text, &nobody);
        let line = ["Acorn Ltd", told, told].map(str::to_owned);
        assert_eq!(answer.lines, [line.clone(), line], "{department}");
    }
}

#[test]
fn a_row_that_is_no_line_tells_its_number_and_no_name() {
    let nobody = PayeeMasks::default();
    let heading =
        "Date,Supplier,Directorate,Amount\n01/04/2025,Acorn Ltd,Highways,10.00\n02/04/2025,Bree Ltd,Highways,11.00\n";
    for row in [
        "03/04/2025,Zelda Qmarker,Highways,\n",
        "03/04/2025,Zelda Qmarker,Highways,n/a\n",
        "03/04/2025,Mrs Z Qmarker,Highways,#REF!\n",
        "03/04/2025,Qmarker,Highways,pending\n",
        "03/04/2025,Highways,John Qmarker,\n",
        "03/04/2025,Qmarker,Zelda,Highways,5.00,6.00\n",
        "03/04/2025,\"QMARKER, ZELDA\",Highways,12.3.4\n",
        "John Qmarker,Acorn Ltd,Highways,12.00\n",
    ] {
        let answer = read("2025-04.csv", &format!("{heading}{row}04/04/2025,Cole Ltd,Highways,13.00\n"), &nobody);
        let said: Vec<String> = answer.problems.iter().map(|problem| format!("{problem:?}")).collect();
        assert!(said.iter().any(|text| text.contains("row: Some(4)") || text.contains("row 4")), "{row}: {said:?}");
        assert!(!said.iter().any(|text| text.to_lowercase().contains("qmarker")), "{row}: {said:?}");
    }
    let answer = read("2025-04.csv", &format!("{heading}03/04/2025,Dale Ltd,Highways,\n"), &nobody);
    assert!(answer.problems.iter().any(|problem| problem.text.contains("Dale Ltd")), "a company stays in sight");
}

#[test]
fn a_file_that_bears_a_persons_name_is_said() {
    let text = "Date,Supplier,Amount\n01/04/2025,Acorn Ltd,10.00\n02/04/2025,Bree Ltd,11.00\n";
    let nobody = PayeeMasks::default();
    for (name, is_said) in [
        ("Mrs Edith Thornbury 2025-04.csv", true),
        ("spend_mr_j_thornbury.csv", true),
        ("spend-dr-ann-smith-april-2025.csv", true),
        ("spend-2025-04.csv", false),
        ("missing-payments-april-2025.csv", false),
    ] {
        let answer = read(name, text, &nobody);
        let said = answer.problems.iter().any(|problem| problem.kind == ProblemKind::FileNamesPerson);
        assert_eq!(said, is_said, "{name}");
    }
}

#[test]
fn a_row_about_a_payee_that_no_ledger_has_is_said_without_the_name() {
    let mask = |payee: &str, is_masked, line: u32| PayeeMask {
        payee: payee.to_owned(),
        is_masked,
        decided_by: "A. Clerk".to_owned(),
        at: format!("rules/masked.csv:{line}"),
    };
    let rows = [
        mask("Acorn", true, 2),
        mask("ACORN LIMITED", true, 3),
        mask("Zelda Qmarker", true, 4),
        mask("Jane Smith", false, 5),
        mask("Zelda Qmarkers", false, 6),
    ];
    let masks = PayeeMasks::of(&rows);
    let text =
        "Date,Supplier,Amount\n01/04/2025,Acorn Ltd,10.00\n02/04/2025,JANE SMITH,11.00\n03/04/2025,Jane Smith,1.00\n";
    let answer = read("2025-04.csv", text, &masks);
    let payees: Vec<&str> = answer.lines.iter().map(|line| line[0].as_str()).collect();
    assert_eq!(payees, [PRIVATE_INDIVIDUAL, "JANE SMITH", "Jane Smith"]);
    let unmet = unmet_masks(&masks, &answer.files);
    let said: Vec<&str> = unmet.iter().map(|problem| problem.text.split_once(' ').unwrap().0).collect();
    assert_eq!(said, ["rules/masked.csv:2", "rules/masked.csv:4", "rules/masked.csv:6"]);
    assert!(unmet.iter().all(|problem| problem.kind == ProblemKind::RuleMatchesNothing));
    assert!(
        !unmet.iter().any(|problem| problem.text.contains("Qmarker") || problem.text.contains("Acorn")),
        "{unmet:?}"
    );
    assert!(unmet_masks(&PayeeMasks::default(), &answer.files).is_empty());
}
