//! Columns of values, in their declared types.

use arrow_array::{ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int32Array, Int64Array, StringArray};
use model::FinancialYear;
use model::table::{MONEY_PRECISION, MONEY_SCALE};
use money::Money;

use super::array;

pub(super) fn text(values: impl Iterator<Item = String>) -> ArrayRef {
    // Not `from_iter_values`, which wants to know beforehand how many there are.
    optional_text(values.map(Some))
}

pub(super) fn optional_text(values: impl Iterator<Item = Option<String>>) -> ArrayRef {
    array(values.collect::<StringArray>())
}

pub(super) fn years(values: impl Iterator<Item = Option<FinancialYear>>) -> ArrayRef {
    array(values.map(|year| year.map(|year| year.0)).collect::<Int32Array>())
}

pub(super) fn counts(values: impl Iterator<Item = Option<usize>>) -> ArrayRef {
    array(values.map(|n| n.map(|n| n as i64)).collect::<Int64Array>())
}

pub(super) fn flags(values: impl Iterator<Item = bool>) -> ArrayRef {
    optional_flags(values.map(Some))
}

pub(super) fn optional_flags(values: impl Iterator<Item = Option<bool>>) -> ArrayRef {
    array(values.collect::<BooleanArray>())
}

pub(super) fn estimates(values: impl Iterator<Item = f64>) -> ArrayRef {
    optional_estimates(values.map(Some))
}

pub(super) fn optional_estimates(values: impl Iterator<Item = Option<f64>>) -> ArrayRef {
    array(values.collect::<Float64Array>())
}

pub(super) fn money(values: impl Iterator<Item = Money>) -> ArrayRef {
    optional_money(values.map(Some))
}

pub(super) fn optional_money(values: impl Iterator<Item = Option<Money>>) -> ArrayRef {
    let pence: Decimal128Array = values.map(|money| money.map(|money| i128::from(money.pence()))).collect();
    array(pence.with_precision_and_scale(MONEY_PRECISION, MONEY_SCALE).expect("money fits its column"))
}
