//! Columns of a batch of lines while it is filled.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Int32Builder, Int64Builder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use model::tables::LEDGER_LINE;

use super::TableId;
use crate::fields::Field;
use crate::problem::money_builder;

/// Text columns in the order of the table.
const TEXT_FIELDS: [Field; 8] = [
    Field::Payee,
    Field::PayeeCode,
    Field::Department,
    Field::Service,
    Field::Subjective,
    Field::Description,
    Field::Reference,
    Field::Category,
];

/// Columns of a batch while it is filled.
pub(super) struct Columns {
    pub n: usize,
    pub line_id: Int64Builder,
    pub row: Int64Builder,
    pub date: Date32Builder,
    pub year: Int32Builder,
    pub amount: Decimal128Builder,
    pub vat: Decimal128Builder,
    pub capital: BooleanBuilder,
    pub redacted: BooleanBuilder,
    pub texts: Vec<(Field, StringBuilder)>,
}

impl Columns {
    pub fn new() -> Columns {
        Columns {
            n: 0,
            line_id: Int64Builder::new(),
            row: Int64Builder::new(),
            date: Date32Builder::new(),
            year: Int32Builder::new(),
            amount: money_builder(0),
            vat: money_builder(0),
            capital: BooleanBuilder::new(),
            redacted: BooleanBuilder::new(),
            texts: TEXT_FIELDS.map(|field| (field, StringBuilder::new())).into(),
        }
    }

    pub fn finish(&mut self, table: &TableId) -> RecordBatch {
        let n = std::mem::take(&mut self.n);
        let constant = |text: &str| -> ArrayRef {
            Arc::new(arrow_array::StringArray::from_iter_values(std::iter::repeat_n(text, n)))
        };
        let mut texts = self.texts.iter_mut().map(|(_, builder)| Arc::new(builder.finish()) as ArrayRef);
        let mut text = || texts.next().expect("a builder for each text field");
        let [payee, payee_code, department, service, subjective, description, reference, category] =
            std::array::from_fn(|_| text());
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.line_id.finish()),
            constant(&table.file_id),
            Arc::new(self.row.finish()),
            constant(&table.body_id),
            Arc::new(self.date.finish()),
            Arc::new(self.year.finish()),
            payee,
            payee_code,
            Arc::new(self.amount.finish()),
            Arc::new(self.vat.finish()),
            department,
            service,
            subjective,
            description,
            reference,
            Arc::new(self.capital.finish()),
            category,
            Arc::new(self.redacted.finish()),
        ];
        RecordBatch::try_new(LEDGER_LINE.schema(), columns).expect("columns stand in the order of the table")
    }
}
