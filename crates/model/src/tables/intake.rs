//! Tables of what bodies and publishers sent about money.

use crate::spending::{Sector, SpendingKind, Stage};
use crate::words;

words! {
    /// What kind of file a ledger is.
    SourceFormat {
        Csv = "csv",
        Xlsx = "xlsx",
        Xlsb = "xlsb",
        Xls = "xls",
        Ods = "ods",
        /// A workbook that cannot be opened.
        Workbook = "workbook",
        /// Neither text nor a workbook.
        Unknown = "unknown",
    }
}

words! {
    /// Whose reading of a ledger was used.
    MappingSource {
        /// The program's own.
        Found = "found",
        /// A person's, in `mappings/`.
        Confirmed = "confirmed",
        /// Nobody's: the file could not be read.
        None = "none",
    }
}

words! {
    /// Whether amounts hold VAT (method, section 1.10).
    VatBasis {
        Net = "net",
        Gross = "gross",
        Mixed = "mixed",
        Unknown = "unknown",
    }
}

words! {
    /// What showed that a payee is a private individual.
    MaskReason {
        /// A title: Mr, Mrs, Dr.
        Title = "title",
        /// The shape of the name: a first name or initials beside a family name.
        Name = "name",
        /// What the payment was for, such as fostering.
        Service = "service",
        /// The body withholds the name and prints it all the same.
        Withheld = "withheld",
        /// A person, in rules/masked.csv.
        Decision = "decision",
    }
}

super::tables! {
    /// One file, or one sheet of a workbook, as a body sent it.
    SOURCE_FILE source_file "source_file" by "intake::ledgers" {
        FILE_ID "file_id" Text required "Short name of the file and sheet, made from its content, path and sheet";
        BODY_ID "body_id" Text required "The body that sent it";
        PATH "path" Text required "Path relative to the sources' root; a file inside an archive follows a `!`";
        SHEET "sheet" Text optional "Sheet of a workbook";
        SHA256 "sha256" Text required "SHA-256 of the whole file as received";
        N_BYTES "n_bytes" Count required "Size as received";
        FORMAT "format" Text<SourceFormat> required "What kind of file it is";
        ENCODING "encoding" Text optional "Character encoding of a text file";
        HEADER_ROW "header_row" Count optional "Row that holds the column headings, from 1";
        MAPPING "mapping" Text<MappingSource> required "Whose reading of the file was used";
        CONFIDENCE "confidence" Share required "How sure the reading is, from 0 to 1";
        AMOUNT_COLUMN "amount_column" Text optional "Heading of the column that was counted";
        PAYEE_COLUMN "payee_column" Text optional "Heading of the column that names who was paid";
        DATE_COLUMN "date_column" Text optional "Heading of the column with the dates of the lines";
        VAT_BASIS "vat_basis" Text<VatBasis> required "Whether the amounts include VAT";
        DATE_FORMAT "date_format" Text optional "How dates are written in this file";
        N_ROWS "n_rows" Count required "Rows in the file: headings, blanks, problems and lines";
        N_HEADER_ROWS "n_header_rows" Count required "Headings, repeated headings and banner rows";
        N_BLANK_ROWS "n_blank_rows" Count required "Rows with nothing in them";
        N_PROBLEM_ROWS "n_problem_rows" Count required "Rows kept as problems instead of lines";
        N_LINES "n_lines" Count required "Rows that became ledger lines";
        N_NEGATIVE "n_negative" Count required "Lines with an amount below zero";
        N_REDACTED "n_redacted" Count required "Lines where the printed payee says that it is withheld";
        FIRST_DATE "first_date" Date optional "Earliest date";
        LAST_DATE "last_date" Date optional "Latest date";
        AMOUNT "amount" Money required "Sum of the lines";
        COPY_OF "copy_of" Text optional "Short name of the file that this one copies line by line";
    }

    /// One line of one body's ledger.
    LEDGER_LINE ledger_line "ledger_line" by "intake::ledgers" {
        LINE_ID "line_id" Id required "The file's number times 2^24, plus the row";
        FILE_ID "file_id" Text required "The file and sheet it is in";
        ROW "row" Count required "Row in the file, from 1, as a spreadsheet counts it";
        BODY_ID "body_id" Text required "The body whose ledger it is";
        DATE "date" Date optional "Date as printed (payment, posting or invoice, as the body chose)";
        FINANCIAL_YEAR "financial_year" Year required "Year of the date; the place's year if there is no date";
        PAYEE "payee" Text optional "Name as printed; a private individual's is masked";
        PAYEE_CODE "payee_code" Text optional "The body's own number for the payee; none for a masked one";
        PAYEE_IDENTIFIERS "payee_identifiers" Text optional "The payee's register numbers as the ledger prints them, checked for form and separated by spaces, such as `GB-COH-01234567 GB-VAT-980780684`; none for a masked one";
        PAYEE_POSTCODE "payee_postcode" Text private "The payee's postcode as the ledger prints it; none for a masked one";
        AMOUNT "amount" Money required "Pounds, positive when paid out";
        IRRECOVERABLE_VAT "irrecoverable_vat" Money optional "VAT that the body cannot recover";
        DEPARTMENT "department" Text optional "Directorate, department family or entity";
        SERVICE "service" Text optional "Service, cost centre or expense area";
        SUBJECTIVE "subjective" Text optional "What kind of expense (CIPFA or SeRCOP subjective, expense type)";
        DESCRIPTION "description" Text private "Purpose as printed, which may name people";
        REFERENCE "reference" Text optional "Transaction or invoice number; none if the payee is masked";
        CAPITAL "capital" Flag optional "Capital rather than revenue, if the body says so";
        CATEGORY "category" Text optional "Procurement or merchant category";
        REDACTED "redacted" Flag required "The payee is withheld";
    }

    /// A name that a ledger prints and the account masks, with its lines and pounds.
    MASKED_PAYEE masked_payee "masked_payee" by "intake::ledgers" about people {
        BODY_ID "body_id" Text required "The body whose ledger it is";
        PAYEE "payee" Text required "Name as printed";
        REASON "reason" Text<MaskReason> required "What showed that it is a private individual's";
        N_LINES "n_lines" Count required "Lines that print it";
        AMOUNT "amount" Money required "Sum of these lines";
    }

    /// One sheet of a publication, as it was read.
    PUBLICATION publication "publication" by "intake::publications" {
        FILE_ID "file_id" Text required "The file and sheet";
        PATH "path" Text required "Path below the sources' root";
        SHEET "sheet" Text optional "Sheet of a workbook";
        SHA256 "sha256" Text required "Checksum of the file";
        N_FIGURES "n_figures" Count required "Published figures read from it";
        N_DRIVERS "n_drivers" Count required "Quantities of areas read from it";
    }

    /// One published figure of one body or area.
    PUBLISHED_FIGURE published_figure "published_figure" by "intake::publications" {
        FILE_ID "file_id" Text required "The file and sheet it is in";
        ROW "row" Count required "Row in the file";
        COLUMN "column" Text required "Heading of the column it is in";
        FILE "file" Text optional "The file's path below the sources' root, with the sheet in brackets";
        BODY_ID "body_id" Text optional "The body that spends, where it is one of the place's";
        SPENDER "spender" Text required "Who spends, as printed: an authority, a department";
        SPENDER_CODE "spender_code" Text optional "The publisher's code of the spender";
        AREA "area" Text required "The area that it is for, as printed, one spelling per region: a region, or the spender's own area";
        AREA_CODE "area_code" Text optional "The publisher's code of the area";
        SECTOR "sector" Text<Sector> optional "Which part of the public sector spends, if the publication separates them";
        STAGE "stage" Text<Stage> required "The stage the money had reached when the figure was published";
        FINANCIAL_YEAR "financial_year" Year required "Year of the figure";
        SERIES "series" Text required "Which publication and measure";
        LINE_CODE "line_code" Text required "Line number or code in the publication";
        LABEL "label" Text required "Label as printed: the service or function";
        SEGMENT "segment" Text optional "The programme within it, as printed";
        KIND "kind" Text<SpendingKind> optional "What the money is spent on, if the publication splits it";
        AMOUNT "amount" Money required "Pounds (published thousands and millions converted)";
    }

    /// A quantity of an area by which money of a larger area is shared out: people, claimants, pupils.
    DRIVER driver "driver" by "intake::publications" {
        FILE_ID "file_id" Text required "The file and sheet it is in";
        ROW "row" Count required "Row in the file";
        AREA_CODE "area_code" Text required "Code of the area";
        AREA "area" Text required "Name of the area as printed";
        DRIVER "driver" Text required "What is counted: `population`, `aged_65_and_over`, `claimants`, `pupils`";
        AS_OF "as_of" Text required "The day or count it comes from, as printed: `census-2011`, `mid-2019`";
        YEAR "year" Count optional "The calendar year of that, if it is known";
        VALUE "value" Estimate required "How many";
    }
}
