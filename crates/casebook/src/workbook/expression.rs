//! A formula and the value that it must have, made together.

use std::ops::{Add, Div, Mul, Sub};

use appraisal::optimism;
use rust_xlsxwriter::utility::{column_number_to_name, row_col_to_cell_absolute};

/// A formula without its `=`, and its value.
#[derive(Clone, Debug)]
pub(super) struct Expression {
    text: String,
    pub(super) value: f64,
    /// Whether it can be beside an operator without brackets.
    is_atom: bool,
}

impl Expression {
    pub(super) fn number(value: f64) -> Expression {
        // A negative number beside an operator needs its brackets.
        Expression { text: value.to_string(), value, is_atom: 0.0 <= value }
    }

    /// A cell that holds a value already.
    pub(super) fn cell(sheet: &str, row: u32, column: u16, value: f64) -> Expression {
        let text = format!("{}!{}", quoted(sheet), row_col_to_cell_absolute(row, column));
        Expression { text, value, is_atom: true }
    }

    /// A function of the spreadsheet, with the value that it gives.
    pub(super) fn function(text: String, value: f64) -> Expression {
        Expression { text, value, is_atom: true }
    }

    pub(super) fn formula(&self) -> String {
        format!("={}", self.text)
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The larger of this and nothing.
    pub(super) fn not_below_zero(self) -> Expression {
        let value = self.value.max(0.0);
        Expression::function(format!("MAX(0,{})", self.text), value)
    }

    /// A cost with its correction for optimism added; a receipt with it taken off.
    pub(super) fn corrected_cost(self, share: &Expression) -> Expression {
        let value = optimism::corrected_cost(self.value, share.value);
        let [more, less] = [Expression::number(1.0) + share.clone(), share.clone().left_of_one().not_below_zero()];
        self.times_by_sign(&less, &more, value)
    }

    /// A benefit with its correction for optimism taken off; a disbenefit with it added.
    pub(super) fn corrected_benefit(self, share: &Expression) -> Expression {
        let value = optimism::corrected_benefit(self.value, share.value);
        let [more, less] = [Expression::number(1.0) + share.clone(), share.clone().left_of_one().not_below_zero()];
        self.times_by_sign(&more, &less, value)
    }

    /// Times one factor where this is below zero, and times the other elsewhere.
    fn times_by_sign(self, below: &Expression, above: &Expression, value: f64) -> Expression {
        if above.text == "1" || above.text == "MAX(0,1)" {
            return self; // nothing is corrected
        }
        let text = format!("{}*IF({}<0,{},{})", self.in_brackets(), self.in_brackets(), below.text, above.text);
        Expression { text, value, is_atom: false }
    }

    #[allow(clippy::wrong_self_convention)] // an expression is used up by its power, as `powi` does
    pub(super) fn to_the_power(self, power: usize) -> Expression {
        match power {
            0 => Expression::number(1.0),
            1 => self,
            _ => {
                let value = self.value.powi(power as i32);
                Expression { text: format!("{}^{power}", self.in_brackets()), value, is_atom: false }
            }
        }
    }

    /// `1 - this`.
    pub(super) fn left_of_one(self) -> Expression {
        if self.text == "0" { Expression::number(1.0) } else { Expression::number(1.0) - self }
    }

    fn in_brackets(&self) -> String {
        if self.is_atom { self.text.clone() } else { format!("({})", self.text) }
    }

    fn with(self, operator: char, other: Expression, value: f64) -> Expression {
        let text = format!("{}{operator}{}", self.in_brackets(), other.in_brackets());
        Expression { text, value, is_atom: false }
    }
}

impl Add for Expression {
    type Output = Expression;
    fn add(self, other: Expression) -> Expression {
        let value = self.value + other.value;
        self.with('+', other, value)
    }
}

impl Sub for Expression {
    type Output = Expression;
    fn sub(self, other: Expression) -> Expression {
        let value = self.value - other.value;
        self.with('-', other, value)
    }
}

impl Mul for Expression {
    type Output = Expression;
    fn mul(self, other: Expression) -> Expression {
        // A factor of one says nothing and makes a formula longer.
        if other.text == "1" {
            return self;
        }
        if self.text == "1" {
            return other;
        }
        let value = self.value * other.value;
        self.with('*', other, value)
    }
}

impl Div for Expression {
    type Output = Expression;
    fn div(self, other: Expression) -> Expression {
        let value = self.value / other.value;
        self.with('/', other, value)
    }
}

/// Cells beside each other in one row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    sheet: String,
    row: u32,
    first_column: u16,
    values: Vec<f64>,
}

impl Row {
    pub(super) fn new(sheet: &str, row: u32, first_column: u16, values: Vec<f64>) -> Row {
        Row { sheet: sheet.to_owned(), row, first_column, values }
    }

    pub(super) fn at(&self, t: usize) -> Expression {
        Expression::cell(&self.sheet, self.row, self.first_column + t as u16, self.values[t])
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// The sum of products, cell by cell: a present value where the other row has the discount factors.
    pub(super) fn times(&self, other: &Row) -> Expression {
        let value = self.values.iter().zip(&other.values).map(|(a, b)| a * b).sum();
        Expression::function(format!("SUMPRODUCT({},{})", self.range(), other.range()), value)
    }

    pub(super) fn range(&self) -> String {
        let last = self.first_column + self.values.len() as u16 - 1;
        let [first, last] = [self.first_column, last].map(column_number_to_name);
        let row = self.row + 1;
        format!("{}!${first}${row}:${last}${row}", quoted(&self.sheet))
    }
}

/// The sum of any expressions; nothing where there are none.
pub(super) fn sum(expressions: impl IntoIterator<Item = Expression>) -> Expression {
    expressions.into_iter().reduce(Add::add).unwrap_or_else(|| Expression::number(0.0))
}

fn quoted(sheet: &str) -> String {
    if sheet.contains(' ') { format!("'{sheet}'") } else { sheet.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_and_its_value_come_from_one_expression() {
        let people = Expression::cell("Assumptions", 2, 2, 200.0);
        let share = Expression::cell("Cash flow", 0, 28, 0.25);
        let net = people * share.left_of_one() * Expression::number(1.0);
        assert_eq!(net.formula(), "=Assumptions!$C$3*(1-'Cash flow'!$AC$1)");
        assert_eq!(net.value, 150.0);
        let negative = Expression::number(3.0) - Expression::number(-2.0);
        assert_eq!((negative.text(), negative.value), ("3-(-2)", 5.0));
    }

    #[test]
    fn rows_add_up_and_multiply() {
        let pounds = Row::new("Costs", 4, 7, vec![100.0, 50.0]);
        let factors = Row::new("Years", 3, 7, vec![1.0, 0.5]);
        assert_eq!(pounds.times(&factors).formula(), "=SUMPRODUCT(Costs!$H$5:$I$5,Years!$H$4:$I$4)");
        assert_eq!(pounds.times(&factors).value, 125.0);
        assert_eq!(sum([pounds.at(0), pounds.at(1)]).formula(), "=Costs!$H$5+Costs!$I$5");
        assert_eq!(sum([]).value, 0.0);
    }
}
