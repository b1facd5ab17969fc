//! What a table is.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};

/// One table of the account, declared once.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    pub name: &'static str,
    /// What one row is.
    pub meaning: &'static str,
    /// The step that writes it.
    pub written_by: &'static str,
    /// It holds something of single people, so it never leaves the place: no export, no page, no download.
    pub is_about_people: bool,
    pub columns: &'static [Column],
}

/// One column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    /// Whether a row may leave it empty; empty means "not known", never zero.
    pub nullable: bool,
    /// Whether the column leaves the place with its table; free text stays until somebody has checked it for names.
    pub leaves: bool,
    /// The words that a text may be; any text where there is none.
    pub words: &'static [&'static str],
    pub meaning: &'static str,
}

impl Column {
    /// A column that every row fills.
    pub const fn required(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
        Column { name, kind, nullable: false, leaves: true, words: &[], meaning }
    }

    /// A column that a row may leave empty.
    pub const fn optional(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
        Column { nullable: true, ..Column::required(name, kind, meaning) }
    }
}

/// What a column holds, and so its type and unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text as printed, or a name of ours.
    Text,
    /// A whole number that identifies something.
    Id,
    /// How many.
    Count,
    /// Pounds, exact to the penny: `Decimal(18, 2)`.
    Money,
    /// A day.
    Date,
    /// A date and time by the clock of the place, without a zone.
    Moment,
    /// A financial year by the year it starts in: 2020 is April 2020 to March 2021.
    Year,
    /// Yes or no.
    Flag,
    /// A fraction of one, an estimate.
    Share,
    /// Any other number that is not counted exactly: a ratio, years, pounds before they are rounded.
    Estimate,
}

/// Digits of a money column in Arrow and Parquet.
pub const MONEY_PRECISION: u8 = 18;
/// Decimals of a money column in Arrow and Parquet.
pub const MONEY_SCALE: i8 = 2;

impl Kind {
    pub fn data_type(self) -> DataType {
        match self {
            Kind::Text => DataType::Utf8,
            Kind::Id | Kind::Count => DataType::Int64,
            Kind::Money => DataType::Decimal128(MONEY_PRECISION, MONEY_SCALE),
            Kind::Date => DataType::Date32,
            Kind::Moment => DataType::Timestamp(TimeUnit::Microsecond, None),
            Kind::Year => DataType::Int32,
            Kind::Flag => DataType::Boolean,
            Kind::Share | Kind::Estimate => DataType::Float64,
        }
    }

    /// The unit, in words for a reader of the reference page.
    pub fn unit(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Id => "id",
            Kind::Count => "count",
            Kind::Money => "pounds",
            Kind::Date => "date",
            Kind::Moment => "date and time by the clock of the place",
            Kind::Year => "financial year (its first calendar year)",
            Kind::Flag => "true or false",
            Kind::Share => "fraction of 1",
            Kind::Estimate => "number, see its meaning",
        }
    }
}

/// A table is known by its name: the one that leaves the place is the same table with fewer columns.
impl PartialEq for Table {
    fn eq(&self, other: &Table) -> bool {
        self.name == other.name
    }
}

impl Eq for Table {}

impl Table {
    pub fn schema(&self) -> SchemaRef {
        self.schema_of(Kind::data_type)
    }

    /// The same where text is kept as dictionaries: each distinct value once, and for each row its key.
    pub fn schema_with_dictionaries(&self) -> SchemaRef {
        self.schema_of(|kind| match kind {
            Kind::Text => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
            kind => kind.data_type(),
        })
    }

    fn schema_of(&self, type_of: impl Fn(Kind) -> DataType) -> SchemaRef {
        let field = |column: &Column| Field::new(column.name, type_of(column.kind), column.nullable);
        Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<Field>>()))
    }

    /// Where a column stands.
    ///
    /// # Panics
    /// If the table has no such column: names come from `tables`, so that is a bug here.
    pub fn index(&self, column: &str) -> usize {
        self.columns
            .iter()
            .position(|c| c.name == column)
            .unwrap_or_else(|| panic!("table {} has no column {column}", self.name))
    }

    pub fn column(&self, column: &str) -> &'static Column {
        &self.columns[self.index(column)]
    }
}
