//! Every table and column, once.
//!
//! `tables::LEDGER_LINE` is the table and `tables::ledger_line::PAYEE` the name of its column.

use crate::table::{Column, Kind, Table};

macro_rules! tables {
    ($(
        $(#[doc = $meaning:literal])+
        $table:ident $module:ident $name:literal by $step:literal {
            $($column:ident $column_name:literal $kind:ident $presence:ident $column_meaning:literal;)+
        }
    )+) => {
        $(
            $(#[doc = $meaning])+
            pub const $table: Table = Table {
                name: $name,
                meaning: concat!($($meaning),+),
                written_by: $step,
                columns: &[$(Column {
                    name: $column_name,
                    kind: Kind::$kind,
                    nullable: tables!(@nullable $presence),
                    meaning: $column_meaning,
                }),+],
            };

            $(#[doc = $meaning])+
            pub mod $module {
                $(#[doc = $column_meaning] pub const $column: &str = $column_name;)+
            }
        )+

        /// Every table, in the order in which a reader meets them.
        pub const ALL: &[&Table] = &[$(&$table),+];
    };
    (@nullable required) => { false };
    (@nullable optional) => { true };
}

tables! {
    /// One file, or one sheet of a workbook, as a body sent it.
    SOURCE_FILE source_file "source_file" by "intake" {
        FILE_ID "file_id" Text required "Short name of the file and sheet, made from its content, path and sheet";
        BODY_ID "body_id" Text required "The body that sent it";
        PATH "path" Text required "Path relative to the sources' root; a file inside an archive follows a `!`";
        SHEET "sheet" Text optional "Sheet of a workbook";
        SHA256 "sha256" Text required "SHA-256 of the whole file as received";
        N_BYTES "n_bytes" Count required "Size as received";
        FORMAT "format" Text required "csv, xlsx, xls or ods";
        ENCODING "encoding" Text optional "Character encoding of a text file";
        HEADER_ROW "header_row" Count optional "Row that holds the column headings, from 1";
        MAPPING "mapping" Text required "Whose reading was used: `found` by the program or `confirmed` by a person in mappings/; `none` where the file could not be read";
        CONFIDENCE "confidence" Share required "How sure the reading is, from 0 to 1";
        AMOUNT_COLUMN "amount_column" Text optional "Heading of the column that was counted";
        VAT_BASIS "vat_basis" Text required "net, gross, mixed or unknown";
        DATE_FORMAT "date_format" Text optional "How dates are written in this file";
        N_ROWS "n_rows" Count required "Rows in the file: headings, blanks, problems and lines";
        N_HEADER_ROWS "n_header_rows" Count required "Headings, repeated headings and banner rows";
        N_BLANK_ROWS "n_blank_rows" Count required "Rows with nothing in them";
        N_PROBLEM_ROWS "n_problem_rows" Count required "Rows kept as problems instead of lines";
        N_LINES "n_lines" Count required "Rows that became ledger lines";
        N_NEGATIVE "n_negative" Count required "Lines with an amount below zero";
        N_REDACTED "n_redacted" Count required "Lines whose payee is withheld";
        FIRST_DATE "first_date" Date optional "Earliest date";
        LAST_DATE "last_date" Date optional "Latest date";
        AMOUNT "amount" Money required "Sum of the lines";
    }

    /// One line of one body's ledger.
    LEDGER_LINE ledger_line "ledger_line" by "intake" {
        LINE_ID "line_id" Id required "The file's number times 2^24, plus the row";
        FILE_ID "file_id" Text required "The file and sheet it stands in";
        ROW "row" Count required "Row in the file, from 1, as a spreadsheet counts it";
        BODY_ID "body_id" Text required "The body whose ledger it is";
        DATE "date" Date optional "Date as printed (payment, posting or invoice, as the body chose)";
        FINANCIAL_YEAR "financial_year" Year required "Year of the date; the place's year where there is no date";
        PAYEE "payee" Text optional "Name as printed";
        PAYEE_CODE "payee_code" Text optional "The body's own number for the payee";
        AMOUNT "amount" Money required "Pounds, positive when paid out";
        IRRECOVERABLE_VAT "irrecoverable_vat" Money optional "VAT that the body cannot recover";
        DEPARTMENT "department" Text optional "Directorate, department family or entity";
        SERVICE "service" Text optional "Service, cost centre or expense area";
        SUBJECTIVE "subjective" Text optional "What kind of expense (CIPFA or SeRCOP subjective, expense type)";
        DESCRIPTION "description" Text optional "Purpose as printed";
        REFERENCE "reference" Text optional "Transaction or invoice number";
        CAPITAL "capital" Flag optional "Capital rather than revenue, where the body says";
        CATEGORY "category" Text optional "Procurement or merchant category";
        REDACTED "redacted" Flag required "The payee is withheld";
    }

    /// One row that did not become a line, or one doubt about a file.
    ROW_PROBLEM row_problem "row_problem" by "intake" {
        FILE_ID "file_id" Text optional "The file and sheet, where it is about one";
        BODY_ID "body_id" Text required "The body whose file it is";
        ROW "row" Count optional "Row in the file; empty for a doubt about the whole file";
        COLUMN "column" Text optional "Heading of the column";
        KIND "kind" Text required "What is wrong, from a fixed list";
        N_ROWS "n_rows" Count required "Rows concerned";
        AMOUNT "amount" Money optional "Pounds concerned, where they can be told";
        MONTH "month" Date optional "First day of the month that is missing";
        ESTIMATE "estimate" Money optional "Pounds that the doubt may be worth: an estimate, in no sum";
        TEXT "text" Text required "What was found, in words";
    }

    /// One published figure of one body or area.
    OUTTURN_LINE outturn_line "outturn_line" by "intake" {
        FILE_ID "file_id" Text required "The file and sheet it stands in";
        ROW "row" Count required "Row in the file";
        BODY_ID "body_id" Text optional "The body, where it is one of the place's; empty for other authorities and for regions";
        AREA "area" Text required "Authority or region as printed, one spelling per region";
        FINANCIAL_YEAR "financial_year" Year required "Year of the figure";
        SERIES "series" Text required "Which publication and measure";
        LINE_CODE "line_code" Text required "Line number or code in the publication";
        LABEL "label" Text required "Label as printed";
        AMOUNT "amount" Money required "Pounds (published thousands and millions multiplied out)";
    }

    /// One printed payee that is a public body, and which one.
    COUNTERPARTY counterparty "counterparty" by "ledger::counterparties" {
        PAYEE "payee" Text required "Name as printed";
        COUNTERPARTY_ID "counterparty_id" Text required "Body of the place, or `register:code` of a body outside it";
        COUNTERPARTY_NAME "counterparty_name" Text required "Its usual name";
        COUNTERPARTY_KIND "counterparty_kind" Text required "council, police, department and so on";
        IN_PLACE "in_place" Flag required "Inside the perimeter of the place";
        METHOD "method" Text required "Which of its names matched, and how";
    }

    /// One ledger line, classified.
    SPEND spend "spend" by "ledger::account" {
        LINE_ID "line_id" Id required "The ledger line";
        BODY_ID "body_id" Text required "The body whose ledger it is";
        FINANCIAL_YEAR "financial_year" Year required "Year of the line";
        AMOUNT "amount" Money required "Pounds, as on the line";
        COUNTERPARTY_ID "counterparty_id" Text optional "The public body paid, where it is one";
        TREATMENT "treatment" Text required "spend, transfer, financing or excluded";
        TRANSFER_KIND "transfer_kind" Text optional "grant, precept, levy, section_75, recharge, purchase or pass_through";
        ELIMINATED "eliminated" Flag required "A transfer taken out because the receiver's own money is in the count";
        ATTRIBUTION "attribution" Text required "here, elsewhere or not_attributable";
        WHY "why" Text required "The rule that decided the treatment";
        SERVICE "service" Text required "Service of the common list; `unclassified` where no rule says";
        COFOG "cofog" Text optional "COFOG division or group";
        INTENT "intent" Text optional "preventive, early, acute or reactive, where a rule says";
        SERVICE_WHY "service_why" Text optional "The rule that decided the service";
    }

    /// How much of a line belongs to a theme; themes overlap and are never added up.
    THEME_SHARE theme_share "theme_share" by "ledger::account" {
        LINE_ID "line_id" Id required "The ledger line";
        THEME "theme" Text required "Theme of the place";
        SHARE "share" Share required "Fraction of the line";
        AMOUNT "amount" Money required "That fraction in pounds, rounded half to even";
    }

    /// Money from one counted body to another in a year, with both sides where both are there.
    TRANSFER transfer "transfer" by "ledger::account" {
        PAYER_ID "payer_id" Text required "Body that paid";
        RECEIVER_ID "receiver_id" Text required "Body that was paid";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        TRANSFER_KIND "transfer_kind" Text required "grant, precept, levy, section_75, recharge, purchase or pass_through";
        WHY "why" Text required "The rule that found it";
        N_LINES "n_lines" Count required "Lines in the payer's ledger";
        AMOUNT "amount" Money required "The payer's figure";
        ELIMINATED "eliminated" Flag required "Taken out of the total, because the receiver's own money is in the count";
        MATCHED_AMOUNT "matched_amount" Money optional "The receiver's figure; empty where its files do not show receipts";
        DIFFERENCE "difference" Money optional "Payer's figure less receiver's";
        STATUS "status" Text required "paired, timing, differs or one_sided";
    }

    /// An edge of the money map.
    FLOW flow "flow" by "ledger::account" {
        TIER "tier" Text required "funder_to_body, body_to_service or body_to_outside";
        FROM_ID "from_id" Text required "Where the money comes from";
        TO_ID "to_id" Text required "Where it goes";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        N_LINES "n_lines" Count required "Lines";
        AMOUNT "amount" Money required "Pounds";
    }

    /// One published total beside what was counted, explained cause by cause.
    RECONCILIATION reconciliation "reconciliation" by "ledger::account" {
        BODY_ID "body_id" Text required "The body";
        FINANCIAL_YEAR "financial_year" Year required "Year";
        SERIES "series" Text required "Which publication and measure";
        SERVICE "service" Text required "Service compared; `all` for the body's total";
        ITEM "item" Text required "published, counted, a cause, or unexplained";
        AMOUNT "amount" Money optional "Pounds; empty where it was not computed";
        BASIS "basis" Text required "published, counted, estimated or not_computed";
        NOTE "note" Text required "Where the figure comes from, or what would be needed for it";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_plain() {
        let mut names = HashSet::new();
        for table in ALL {
            assert!(names.insert(table.name), "table {} is declared twice", table.name);
            let mut columns = HashSet::new();
            for column in table.columns {
                assert!(columns.insert(column.name), "{}.{} is declared twice", table.name, column.name);
                assert!(column.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit()));
                assert!(!column.meaning.is_empty());
            }
        }
    }
}
