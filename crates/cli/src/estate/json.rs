//! Tables of buildings and plans for other programs.

use model::tables::{
    BUILDING, BUILDING_CLOSURE, BUILDING_MOVE, BUILDING_PAIR, BUILDING_PROBLEM, ESTATE_ACCESS, ESTATE_OBSTACLE,
    ESTATE_PLAN, building_move, estate_access,
};
use model::{Cell, Row, Table};
use serde_json::{Map, Value, json};

use super::Built;

/// Every row of every table.
pub fn all(built: &Built) -> String {
    let tables = [
        &BUILDING,
        &BUILDING_PAIR,
        &ESTATE_PLAN,
        &BUILDING_MOVE,
        &ESTATE_ACCESS,
        &BUILDING_CLOSURE,
        &ESTATE_OBSTACLE,
        &BUILDING_PROBLEM,
    ];
    let all: Map<String, Value> =
        tables.iter().map(|table| (table.name.to_owned(), rows(built, table, |_| true))).collect();
    format!("{:#}", Value::Object(all))
}

/// What one plan does, and to whom.
pub fn plan(built: &Built, id: &str) -> String {
    let value = json!({
        "plan": id,
        "buildings": rows(built, &BUILDING_MOVE, |row| row.text(building_move::PLAN_ID) == id),
        "access": rows(built, &ESTATE_ACCESS, |row| row.text(estate_access::PLAN_ID) == id),
    });
    format!("{value:#}")
}

fn rows(built: &Built, table: &'static Table, is_asked: impl Fn(&Row<'_>) -> bool) -> Value {
    built.rows(table).filter(is_asked).map(|row| object(&row, table)).collect()
}

fn object(row: &Row<'_>, table: &Table) -> Value {
    let cell = |column: &model::Column| (column.name.to_owned(), value(row.cell(column.name)));
    Value::Object(table.columns.iter().map(cell).collect())
}

/// Pounds and numbers that a program must not round are text.
fn value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Whole(n) => json!(n),
        Cell::Money(amount) => json!(amount.plain()),
        Cell::Date(date) => json!(date.to_string()),
        Cell::Moment(moment) => json!(moment.to_string()),
        Cell::Flag(flag) => json!(flag),
        Cell::Number(number) => json!(number),
    }
}
