//! A place and its account, small enough to be added up by hand.

use std::path::PathBuf;

use model::place::{BodyKind, Options};
use model::{Body, FinancialYear, Place, Reach, tables};
use testkit::Memory;

/// A place of a council, a police body without files, and a department.
pub fn place() -> Place {
    Place {
        name: "Tyneshire".to_owned(),
        area_codes: vec!["E47000099".to_owned()],
        region: None,
        population: Some(100),
        year: FinancialYear(2020),
        earlier_years: Vec::new(),
        bodies: vec![
            body("county", "Tyneshire County Council", BodyKind::Council, Reach::Local),
            body("trust", "Tyneshire Trust", BodyKind::NhsTrust, Reach::Local),
            body("police", "Tyneshire Police", BodyKind::Police, Reach::Local),
            body("dfe", "Department for Education", BodyKind::Department, Reach::National),
        ],
        sources: vec![],
        registers: vec![],
        themes: vec![],
        options: Options::default(),
        root: PathBuf::new(),
        sources_root: PathBuf::new(),
    }
}

fn body(id: &str, name: &str, kind: BodyKind, reach: Reach) -> Body {
    Body {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        codes: vec![],
        other_names: vec![],
        in_perimeter: reach == Reach::Local,
        reach,
        serves: Vec::new(),
    }
}

/// A small account with every kind of line; figures are checked by hand in `summary::tests`.
pub fn account() -> Memory {
    Memory::new()
        .with(
            &tables::SOURCE_FILE,
            "
            file_id | body_id | path           | sha256 | n_rows | n_problem_rows | n_lines | vat_basis | confidence | mapping | amount
            f1      | county  | county/a.csv   | aa     | 8      | 1              | 6       | net       | 0.95       | found   | 161.95
            f2      | trust   | trust/b.csv    | bb     | 2      | 0              | 1       | gross     | 0.70       | found   | 40.00
            f3      | dfe     | dfe/c.csv      | cc     | 4      | 0              | 3       | net       | 0.90       | found   | 860.00
            f4      | trust   | trust/logo.csv | dd     | 0      | 0              | 0       | unknown   | 0.10       | none    | 0.00
            ",
        )
        .with(
            &tables::LEDGER_LINE,
            "
            line_id | file_id | row | body_id | date       | payee             | amount | redacted
            1       | f1      | 2   | county  | 2020-04-01 | Acorn Nursery     | 100.00 | false
            2       | f1      | 3   | county  | 2020-05-01 | Tyneshire Trust   | 40.00  | false
            3       | f1      | 4   | county  | 2020-05-02 | Tyneshire Police  | 25.00  | false
            4       | f1      | 5   | county  |            | Lender            | -10.00 | false
            5       | f1      | 6   | county  | 2021-05-01 | HMRC              | 7.00   | false
            6       | f1      | 7   | county  | 2020-05-04 | REDACTED          | -0.05  | true
            7       | f2      | 2   | trust   | 2020-05-05 | Acorn Nursery     | 40.00  | false
            8       | f3      | 2   | dfe     | 2020-04-30 | Tyneshire Council | 300.00 | false
            9       | f3      | 3   | dfe     | 2020-04-30 | Elsewhere Council | 500.00 | false
            10      | f3      | 4   | dfe     | 2020-04-30 | =cmd\\u1(1)       | 60.00  | false
            ",
        )
        .with(
            &tables::SPEND,
            "
            line_id | body_id | financial_year | amount | treatment | transfer_kind | eliminated | attribution      | service      | why | client_group
            1       | county  | 2020           | 100.00 | spend     |               | false      | here             | education    | builtin.spend | under_5s
            2       | county  | 2020           | 40.00  | transfer  | grant         | true       | here             | health       | builtin.spend |
            3       | county  | 2020           | 25.00  | transfer  | precept       | false      | here             | unclassified | builtin.spend |
            4       | county  | 2020           | -10.00 | financing |               | false      | here             | unclassified | builtin.spend |
            5       | county  | 2021           | 7.00   | excluded  |               | false      | here             | unclassified | builtin.other-year |
            6       | county  | 2020           | -0.05  | spend     |               | false      | here             | unclassified | builtin.spend |
            7       | trust   | 2020           | 40.00  | spend     |               | false      | here             | education    | builtin.spend |
            8       | dfe     | 2020           | 300.00 | transfer  | grant         | true       | here             | education    | builtin.spend | children
            9       | dfe     | 2020           | 500.00 | transfer  | grant         | false      | elsewhere        | education    | builtin.spend |
            10      | dfe     | 2020           | 60.00  | spend     |               | false      | not_attributable | education    | builtin.spend |
            ",
        )
        .with(
            &tables::TRANSFER,
            "
            payer_id | receiver_id | transfer_kind | n_lines | amount | eliminated | matched_amount | status
            county   | trust       | grant         | 1       | 40.00  | true       | 39.00          | timing
            county   | police      | precept       | 1       | 25.00  | false      |                | one_sided
            dfe      | county      | grant         | 1       | 300.00 | true       |                | one_sided
            dfe      | local-authority-eng:XYZ | grant | 1   | 500.00 | false      |                | one_sided
            ",
        )
        .with(
            &tables::RECONCILIATION,
            "
            body_id | financial_year | series     | service   | item        | amount | basis        | note
            county  | 2020           | RO summary | all       | published   | 500.00 | published    | RS line 1
            county  | 2020           | RO summary | education | published   | 1.00   | published    | RS line 2
            county  | 2020           | RO summary | all       | counted     | 124.95 | counted      | net here
            county  | 2020           | RO summary | all       | pay         |        | not_computed | the body's pay bill would be needed
            county  | 2020           | RO summary | all       | does_not_open | 375.05 | counted      | published less the rest
            ",
        )
        .with(
            &tables::LEDGER_PROBLEM,
            "
            file_id | body_id | row | kind              | n_rows | amount | text
            f1      | county  | 8   | amount_unreadable | 1      |        | `#REF!` is no amount
            f1      | county  |     | no_negative_lines | 1      |        | none in 6 lines
            f2      | trust   |     | no_negative_lines | 1      | 3.00   | none in 1 line
            f4      | trust   |     | file_not_ledger   | 1      |        | HTML
            ",
        )
}
