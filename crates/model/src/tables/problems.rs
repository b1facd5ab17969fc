//! What is wrong or doubtful about files: one table for each kind of source, so that a row in a file of one
//! kind makes no step read the files of another again. All have the same columns.

use crate::Table;

macro_rules! problem_tables {
    ($(
        $(#[doc = $meaning:literal])+
        $table:ident $module:ident $name:literal by $step:literal $(about $subject:ident)?;
    )+) => {
        super::tables! {$(
            $(#[doc = $meaning])+
            $table $module $name by $step $(about $subject)? {
                FILE_ID "file_id" Text optional "The file and sheet, if it is about one";
                BODY_ID "body_id" Text required "The body whose file it is";
                ROW "row" Count optional "Row in the file; empty for a warning about the whole file";
                COLUMN "column" Text optional "Heading of the column";
                KIND "kind" Text<crate::ProblemKind> required "What is wrong";
                N_ROWS "n_rows" Count required "Rows concerned";
                AMOUNT "amount" Money optional "Pounds affected, if known";
                MONTH "month" Date optional "First day of the month that is missing";
                ESTIMATE "estimate" Money optional "Pounds that the warning may be worth: an estimate, in no total";
                TEXT "text" Text required "What was found, in words";
            }
        )+}
    };
}

problem_tables! {
    /// One row of a ledger that did not become a line, or one doubt about a ledger.
    LEDGER_PROBLEM ledger_problem "ledger_problem" by "intake::ledgers";
    /// One row of a publication that did not become a figure, or one doubt about a publication.
    PUBLICATION_PROBLEM publication_problem "publication_problem" by "intake::publications";
    /// One row of a register, notice or list of grants with something that cannot be read, or one doubt about such a file.
    CONTRACT_PROBLEM contract_problem "contract_problem" by "contracts";
    /// One row about an area that was not taken, or one doubt about areas, their outlines and figures.
    AREA_PROBLEM area_problem "area_problem" by "intake::areas";
    /// One row of a register of buildings that was not taken, or one doubt about a building.
    BUILDING_PROBLEM building_problem "building_problem" by "intake::buildings";
    /// One payee that is nearly a body of the place, and what one body paid under its name.
    COUNTERPARTY_PROBLEM counterparty_problem "counterparty_problem" by "ledger::near";
    /// One doubt about the whole count: figures that overlap, that nothing places, or that no driver shares out.
    WHOLE_COUNT_PROBLEM whole_count_problem "whole_count_problem" by "consolidation::whole_count";
    /// One body whose sources and uses do not come to the same.
    FUNDING_PROBLEM funding_problem "funding_problem" by "consolidation::funding";
    /// One row of a theme's files that is not counted, or one doubt about what a theme costs.
    THEME_COUNT_PROBLEM theme_count_problem "theme_count_problem" by "theme_count";
    /// One rule for journeys that does nothing, or whose pounds cannot be told.
    JOURNEY_PROBLEM journey_problem "journey_problem" by "journey";
    /// One row about a person that did not become a record or contact, or one doubt about such a file; nothing of any person.
    PERSON_PROBLEM person_problem "person_problem" by "intake::people" about people;
}

/// All of them; SQL has them as one view, `row_problem`.
pub const PROBLEM_TABLES: &[&Table] = TABLES;
