//! Rows as one Parquet file.

use std::fs::File;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use engine::TableWriter;
use model::BoxError;
use model::{Kind, day_of_date};

use super::Rows;
use super::cells::{Cell, ROWS};
use crate::App;

/// Rows in a row group: as in the tables.
const GROUP_ROWS: usize = 1 << 17;

/// Writes the rows to a nameless file.
pub fn written(app: &App, mut rows: Rows) -> Result<File, BoxError> {
    let named = tempfile::NamedTempFile::new()?;
    let mut writer = TableWriter::create(named.path(), &ROWS)?;
    while !rows.is_done() {
        let mut columns: Vec<Builder> = ROWS.columns.iter().map(|column| Builder::new(column.kind)).collect();
        rows.take(app.site.account(), GROUP_ROWS, |cells| {
            columns.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
            Ok(())
        })?;
        let arrays = columns.into_iter().map(Builder::finish).collect::<Result<_, _>>()?;
        let group = writer.encoder().encode(&[RecordBatch::try_new(ROWS.schema(), arrays)?])?;
        writer.append(group)?;
    }
    writer.finish()?;
    Ok(named.reopen()?)
}

/// One column being filled.
enum Builder {
    Text(StringBuilder),
    Whole(Int64Builder),
    Money(Decimal128Builder),
    Date(Date32Builder),
    Flag(BooleanBuilder),
}

impl Builder {
    fn new(kind: Kind) -> Builder {
        match kind {
            Kind::Id | Kind::Count => Builder::Whole(Int64Builder::new()),
            Kind::Money => Builder::Money(Decimal128Builder::new()),
            Kind::Date => Builder::Date(Date32Builder::new()),
            Kind::Flag => Builder::Flag(BooleanBuilder::new()),
            Kind::Text | Kind::Moment | Kind::Year | Kind::Share | Kind::Estimate => {
                Builder::Text(StringBuilder::new())
            }
        }
    }

    fn push(&mut self, cell: &Cell<'_>) {
        match (self, cell) {
            (Builder::Text(column), Cell::Text(text)) => column.append_value(text),
            (Builder::Text(column), _) => column.append_null(),
            (Builder::Whole(column), Cell::Whole(whole)) => column.append_value(*whole),
            (Builder::Whole(column), _) => column.append_null(),
            (Builder::Money(column), Cell::Money(money)) => column.append_value(i128::from(money.pence())),
            (Builder::Money(column), _) => column.append_null(),
            (Builder::Date(column), Cell::Date(date)) => column.append_value(day_of_date(*date)),
            (Builder::Date(column), _) => column.append_null(),
            (Builder::Flag(column), Cell::Flag(flag)) => column.append_value(*flag),
            (Builder::Flag(column), _) => column.append_null(),
        }
    }

    fn finish(self) -> Result<ArrayRef, BoxError> {
        Ok(match self {
            Builder::Text(mut column) => Arc::new(column.finish()),
            Builder::Whole(mut column) => Arc::new(column.finish()),
            Builder::Money(mut column) => Arc::new(column.finish().with_data_type(Kind::Money.data_type())),
            Builder::Date(mut column) => Arc::new(column.finish()),
            Builder::Flag(mut column) => Arc::new(column.finish()),
        })
    }
}
