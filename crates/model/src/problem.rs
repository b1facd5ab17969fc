//! What can be wrong with a row or doubtful about a file.

use arrow_array::RecordBatch;
use jiff::civil::Date;
use money::Money;

use crate::tables::{LEDGER_PROBLEM, PERSON_PROBLEM, PUBLICATION_PROBLEM, ledger_problem as column};
use crate::{Row, Table, TableError, Tables, words};

/// One row that was left out, or one doubt: a row of one of the tables of problems.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub body_id: String,
    /// None where it is about no one file.
    pub file_id: Option<String>,
    /// Row in the file; none for a doubt about the whole file.
    pub row: Option<u64>,
    pub kind: ProblemKind,
    /// Heading of the column.
    pub column: Option<String>,
    /// Rows concerned.
    pub n_rows: u64,
    /// Pounds concerned, where they can be told.
    pub amount: Option<Money>,
    /// First day of the month that is missing.
    pub month: Option<Date>,
    /// What the doubt may be worth; in no sum.
    pub estimate: Option<Money>,
    /// What was found, in words.
    pub text: String,
}

impl Problem {
    /// A problem of a body's files, of which a caller that knows more fills more.
    pub fn new(body_id: &str, kind: ProblemKind, text: String) -> Problem {
        Problem {
            body_id: body_id.to_owned(),
            file_id: None,
            row: None,
            kind,
            column: None,
            n_rows: 0,
            amount: None,
            month: None,
            estimate: None,
            text,
        }
    }

    fn of(row: &Row<'_>) -> Problem {
        Problem {
            body_id: row.text(column::BODY_ID).to_owned(),
            file_id: row.text_if_any(column::FILE_ID).map(str::to_owned),
            row: row.count_if_any(column::ROW),
            kind: ProblemKind::parse(row.text(column::KIND)).expect("a kind is a word of its column"),
            column: row.text_if_any(column::COLUMN).map(str::to_owned),
            n_rows: row.count(column::N_ROWS),
            amount: row.money_if_any(column::AMOUNT),
            month: row.date_if_any(column::MONTH),
            estimate: row.money_if_any(column::ESTIMATE),
            text: row.text(column::TEXT).to_owned(),
        }
    }
}

/// Problems as rows of one of their tables, in the order given.
pub fn problem_table(table: &'static Table, problems: &[Problem]) -> RecordBatch {
    let mut rows = table.rows();
    for problem in problems {
        rows.push()
            .text_if_any(column::FILE_ID, problem.file_id.as_deref())
            .text(column::BODY_ID, &problem.body_id)
            .count_if_any(column::ROW, problem.row)
            .text_if_any(column::COLUMN, problem.column.as_deref())
            .text(column::KIND, problem.kind.word())
            .count(column::N_ROWS, problem.n_rows)
            .money_if_any(column::AMOUNT, problem.amount)
            .date_if_any(column::MONTH, problem.month)
            .money_if_any(column::ESTIMATE, problem.estimate)
            .text(column::TEXT, &problem.text);
    }
    rows.finish()
}

/// The problems of every kind of source: sorted, and behind them what stands in publications, in its own order.
///
/// # Errors
/// [`TableError::Read`].
pub fn read_problems(tables: &dyn Tables) -> Result<Vec<Problem>, TableError> {
    let read = |table: &'static Table| table.read_all(tables, Problem::of);
    let (in_publications, mut found): (Vec<Problem>, Vec<Problem>) =
        read(&PUBLICATION_PROBLEM)?.into_iter().partition(|problem| problem.file_id.is_some());
    found.extend(read(&LEDGER_PROBLEM)?);
    found.extend(read(&PERSON_PROBLEM)?);
    found.sort();
    found.extend(in_publications);
    Ok(found)
}

words! {
    /// What can be wrong or doubtful.
    ProblemKind {
        // Rows that did not become lines.
        AmountUnreadable = "amount_unreadable",
        AmountMissing = "amount_missing",
        CellError = "cell_error",
        RowTooLong = "row_too_long",
        TotalRow = "total_row",
        YearUnreadable = "year_unreadable",
        // Rows about people that did not become records or contacts.
        RecordIdMissing = "record_id_missing",
        RecordIdTwice = "record_id_twice",
        PersonEmpty = "person_empty",
        ContactIncomplete = "contact_incomplete",
        // Records and contacts that were kept, with a doubt.
        BirthUnreadable = "birth_unreadable",
        BirthOutside = "birth_outside",
        NumberInvalid = "number_invalid",
        SexUnreadable = "sex_unreadable",
        CostUnreadable = "cost_unreadable",
        PeriodUnreadable = "period_unreadable",
        PeriodContradicts = "period_contradicts",
        PersonUnknown = "person_unknown",
        // Lines that were kept, with a doubt.
        DateUnreadable = "date_unreadable",
        DateMissing = "date_missing",
        DateFuture = "date_future",
        DateOutsidePeriod = "date_outside_period",
        SubPenny = "sub_penny",
        CurrencyMark = "currency_mark",
        ControlCharacter = "control_character",
        // Doubts about a file.
        NoNegativeLines = "no_negative_lines",
        MissingMonth = "missing_month",
        SameFileTwice = "same_file_twice",
        OverlappingFiles = "overlapping_files",
        RedactedShare = "redacted_share",
        EncodingMixed = "encoding_mixed",
        SeveralAmountColumns = "several_amount_columns",
        DateFormatMixed = "date_format_mixed",
        RegionSpelling = "region_spelling",
        LabelSpelling = "label_spelling",
        TotalDiffers = "total_differs",
        BodyUnknown = "body_unknown",
        // Files that could not be read.
        FileEmpty = "file_empty",
        FileNotLedger = "file_not_ledger",
        FileUnreadable = "file_unreadable",
        FileUnsure = "file_unsure",
    }
}

impl ProblemKind {
    /// Whether the row stays out of the ledger, so that rows = headings + blanks + problem rows + lines.
    pub fn removes_row(self) -> bool {
        use ProblemKind::*;
        matches!(
            self,
            AmountUnreadable
                | AmountMissing
                | CellError
                | RowTooLong
                | TotalRow
                | YearUnreadable
                | RecordIdMissing
                | RecordIdTwice
                | PersonEmpty
                | ContactIncomplete
        )
    }

    /// Whether the whole file stays out of the ledger.
    pub fn removes_file(self) -> bool {
        use ProblemKind::*;
        matches!(self, FileEmpty | FileNotLedger | FileUnreadable | FileUnsure)
    }

    /// What to ask the body for.
    pub fn ask(self) -> &'static str {
        use ProblemKind::*;
        match self {
            AmountUnreadable | AmountMissing => "the amount of this row, or that the row is not a payment",
            RowTooLong => "the file again: a quotation mark is probably never closed",
            TotalRow => "nothing: a total is not a payment",
            YearUnreadable => "the financial year of this row, as 2020-21",
            DateUnreadable | DateMissing => "the payment date",
            DateFuture | DateOutsidePeriod => "whether the date or the file's period is right",
            RecordIdMissing => "the agency's own number of every person",
            RecordIdTwice => "one row for each of the agency's numbers, or which of the rows stands",
            PersonEmpty => "the name, date of birth or a number of this person, or that the row is none",
            ContactIncomplete => "whom the contact was with, what it was, and when",
            BirthUnreadable | BirthOutside => "the date of birth",
            NumberInvalid => "the number again: its check digit is wrong",
            SexUnreadable => "what the code stands for",
            PeriodUnreadable => "the dates from and until which the record is true, or of the pregnancy",
            PeriodContradicts => "which of the dates is right: the end lies before the start",
            CostUnreadable => "what the contact cost, in pounds",
            PersonUnknown => "the records of the people with whom these contacts were",
            SubPenny => "whether amounts are calculated (net of VAT, shared out) before they are published",
            CurrencyMark => "which currency the amounts are in",
            CellError => "the file with the formula mended",
            ControlCharacter => "the file exported again",
            NoNegativeLines => "whether credit notes are left out or have lost their minus signs",
            MissingMonth => "the file of this month",
            SameFileTwice | OverlappingFiles => "which of the two files stands",
            RedactedShare => "the rule by which names are withheld",
            EncodingMixed => "the file saved as UTF-8",
            SeveralAmountColumns => "which amount is the one paid; confirm it in mappings/",
            DateFormatMixed => "one way of writing dates",
            RegionSpelling => "nothing: the spellings were summed as one region",
            LabelSpelling => "nothing: the spellings were summed under one label",
            TotalDiffers => "which is right, the printed total or the figures under it",
            BodyUnknown => "which body of the place this is; add it, or its code, to place.toml",
            FileEmpty => "the file again",
            FileNotLedger | FileUnreadable => "the file as CSV or XLSX",
            FileUnsure => "nothing yet: confirm the reading in mappings/",
        }
    }
}
