//! What a cell under a heading says.

use std::collections::BTreeMap;

use jiff::civil::Date;
use model::ProblemKind;

use super::birth::{Births, as_printed, read_birth, read_date};
use super::cell_column::Value;
use super::field::PersonField;
use super::name::{NameOrder, split_name, without_title};
use super::period::{Unreadable, read_day, read_end, read_start};
use super::record_reader::problem_of;
use super::value;
use crate::dates::{DateFormat, month_named};

/// How the cells of a file are read.
#[derive(Clone, Debug)]
pub(super) struct CellReader {
    births: Births,
    /// The day that the file states for all of it.
    stated: Option<Date>,
    /// The format of each column of dates.
    formats: BTreeMap<PersonField, DateFormat>,
    order: NameOrder,
}

impl CellReader {
    pub(super) fn new(births: Births, formats: BTreeMap<PersonField, DateFormat>, order: NameOrder) -> CellReader {
        CellReader { births, stated: None, formats, order }
    }

    pub(super) fn births(&self) -> &Births {
        &self.births
    }

    pub(super) fn stated(&self) -> Option<Date> {
        self.stated
    }

    pub(super) fn with_stated(self, stated: Option<Date>) -> CellReader {
        CellReader { stated, ..self }
    }

    /// What a cell says under a heading of the field; as it is where there is no field.
    pub(super) fn read(&self, field: Option<PersonField>, cell: &str) -> Value {
        use PersonField::*;
        let Some(field) = field else { return Value::text(value::plain(cell)) };
        match field {
            FullName => {
                value::plain(cell).map_or(Value::Nothing, |full| Value::Name(Box::new(split_name(&full, self.order))))
            }
            GivenName => Value::text(value::plain(cell).map(|name| without_title(&name).to_owned())),
            Born => self.birth(cell),
            BornYear | BornMonth | BornDay => number(field, cell),
            Age => number(field, cell),
            Sex => match value::sex(cell) {
                Ok(sex) => sex.map_or(Value::Nothing, Value::Sex),
                Err(()) => Value::Unread(ProblemKind::SexUnreadable, None),
            },
            Title => value::sex_of_title(cell).map_or(Value::Nothing, Value::Sex),
            AgeOn => value::plain(cell)
                .and_then(|day| read_date(&day, self.format(field)))
                .map_or(Value::Nothing, Value::Day),
            ValidFrom | ValidTo | ExpectedDelivery | Delivered => self.day(field, cell),
            Address | AddressMore => address(cell),
            Postcode | OtherCarerPostcode => Value::text(value::postcode(cell)),
            Uprn => number_text(value::uprn(cell)),
            Phone => number_text(value::phone(cell)),
            NhsNumber => number_text(value::nhs_number(cell)),
            Nino | Upn | SenProvision | Number => number_text(value::code(cell)),
            Email => Value::text(value::plain(cell).map(|email| email.to_lowercase())),
            _ => Value::text(value::plain(cell)),
        }
    }

    fn format(&self, field: PersonField) -> Option<DateFormat> {
        self.formats.get(&field).copied()
    }

    fn birth(&self, cell: &str) -> Value {
        let Some(text) = value::plain(cell) else { return Value::Nothing };
        let voted = self.format(PersonField::Born);
        match read_birth(&text, voted, &self.births) {
            Ok(birth) => Value::Birth(birth),
            Err(why) => Value::Unread(problem_of(why), as_printed(&text, voted).map(String::into_boxed_str)),
        }
    }

    fn day(&self, field: PersonField, cell: &str) -> Value {
        let text = value::plain(cell).unwrap_or_default();
        let voted = self.format(field);
        let day = match field {
            PersonField::ValidFrom => read_start(&text, voted, self.births.last()),
            PersonField::ValidTo => read_end(&text, voted),
            _ => read_day(&text, voted),
        };
        match day {
            Ok(day) => day.map_or(Value::Nothing, Value::Day),
            Err(Unreadable) => Value::Unread(ProblemKind::PeriodUnreadable, None),
        }
    }
}

fn number_text(number: Result<Option<String>, ()>) -> Value {
    number.map_or(Value::Unread(ProblemKind::NumberInvalid, None), Value::text)
}

fn address(cell: &str) -> Value {
    let text = value::plain(cell);
    match text.as_deref().and_then(value::split_address) {
        Some(parts) => Value::Address(Box::new(parts)),
        None => Value::text(text),
    }
}

/// A day, a month by number or name, a year, or an age in whole years.
fn number(field: PersonField, cell: &str) -> Value {
    let Some(text) = value::plain(cell) else { return Value::Nothing };
    let whole = text
        .split_once('.')
        .filter(|(_, rest)| rest.bytes().all(|byte| byte == b'0'))
        .map_or(&*text, |(whole, _)| whole);
    let within = match field {
        PersonField::BornDay => 1..=31,
        PersonField::BornMonth => 1..=12,
        PersonField::Age => 0..=120,
        _ => 0..=9_999,
    };
    let month = || month_named(&text).filter(|_| field == PersonField::BornMonth);
    match whole.parse().ok().filter(|number| within.contains(number)).or_else(month) {
        Some(number) => Value::Number(number),
        None => Value::Unread(ProblemKind::BirthUnreadable, None),
    }
}
