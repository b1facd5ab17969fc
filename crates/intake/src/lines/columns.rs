//! Columns of a batch of lines while it is filled.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, Int32Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use model::tables::{LEDGER_LINE, ledger_line};
use model::write::{pounds, texts};
use money::Money;

use super::TableId;
use crate::fields::Field;

/// Columns of a batch while it is filled.
#[derive(Default)]
pub(super) struct Columns {
    pub n: usize,
    pub line_id: Int64Builder,
    pub row: Int64Builder,
    pub date: Date32Builder,
    pub year: Int32Builder,
    pub amount: Vec<Money>,
    pub vat: Vec<Option<Money>>,
    pub capital: BooleanBuilder,
    pub redacted: BooleanBuilder,
    pub payee: StringBuilder,
    pub payee_code: StringBuilder,
    pub payee_identifiers: StringBuilder,
    pub payee_postcode: StringBuilder,
    pub department: StringBuilder,
    pub service: StringBuilder,
    pub subjective: StringBuilder,
    pub description: StringBuilder,
    pub reference: StringBuilder,
    pub category: StringBuilder,
}

impl Columns {
    /// The columns that are filled with what a cell says, each with its field.
    pub fn texts(&mut self) -> [(Field, &mut StringBuilder); 8] {
        [
            (Field::Payee, &mut self.payee),
            (Field::PayeeCode, &mut self.payee_code),
            (Field::Department, &mut self.department),
            (Field::Service, &mut self.service),
            (Field::Subjective, &mut self.subjective),
            (Field::Description, &mut self.description),
            (Field::Reference, &mut self.reference),
            (Field::Category, &mut self.category),
        ]
    }

    pub fn finish(&mut self, table: &TableId) -> RecordBatch {
        let n = std::mem::take(&mut self.n);
        let constant = |text: &str| texts(std::iter::repeat_n(Some(text), n));
        let text = |builder: &mut StringBuilder| -> ArrayRef { Arc::new(builder.finish()) };
        LEDGER_LINE.batch([
            (ledger_line::LINE_ID, Arc::new(self.line_id.finish())),
            (ledger_line::FILE_ID, constant(&table.file_id)),
            (ledger_line::ROW, Arc::new(self.row.finish())),
            (ledger_line::BODY_ID, constant(&table.body_id)),
            (ledger_line::DATE, Arc::new(self.date.finish())),
            (ledger_line::FINANCIAL_YEAR, Arc::new(self.year.finish())),
            (ledger_line::PAYEE, text(&mut self.payee)),
            (ledger_line::PAYEE_CODE, text(&mut self.payee_code)),
            (ledger_line::PAYEE_IDENTIFIERS, text(&mut self.payee_identifiers)),
            (ledger_line::PAYEE_POSTCODE, text(&mut self.payee_postcode)),
            (ledger_line::AMOUNT, pounds(self.amount.drain(..).map(Some))),
            (ledger_line::IRRECOVERABLE_VAT, pounds(self.vat.drain(..))),
            (ledger_line::DEPARTMENT, text(&mut self.department)),
            (ledger_line::SERVICE, text(&mut self.service)),
            (ledger_line::SUBJECTIVE, text(&mut self.subjective)),
            (ledger_line::DESCRIPTION, text(&mut self.description)),
            (ledger_line::REFERENCE, text(&mut self.reference)),
            (ledger_line::CAPITAL, Arc::new(self.capital.finish())),
            (ledger_line::CATEGORY, text(&mut self.category)),
            (ledger_line::REDACTED, Arc::new(self.redacted.finish())),
        ])
    }
}
