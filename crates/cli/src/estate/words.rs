//! Buildings, neighbours and plans as a person reads them.

use std::collections::BTreeMap;

use intake::people::grouped;
use model::Row;
use model::tables::{
    BUILDING, BUILDING_CLOSURE, BUILDING_MOVE, BUILDING_PAIR, BUILDING_PROBLEM, ESTATE_ACCESS, ESTATE_OBSTACLE,
    ESTATE_PLAN, building, building_closure, building_move, building_pair, building_problem, estate_access,
    estate_obstacle, estate_plan,
};
use money::Money;

use super::Built;
use crate::table::table;

/// Rows of a table where not all are asked for.
const N_SHOWN: usize = 12;

/// Everything: buildings by agency, neighbours, plans, closures, what stands in the way.
pub fn all(built: &Built, is_all: bool) -> String {
    let n_shown = if is_all { usize::MAX } else { N_SHOWN };
    let blocks = [
        Some(agencies(built)),
        doubts(built),
        neighbours(built, n_shown),
        plans(built, n_shown),
        closures(built, n_shown),
        obstacles(built),
    ];
    blocks.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// One plan: what happens to each building, and to whom.
pub fn plan(built: &Built, id: &str) -> String {
    let names = names(built);
    let moves = built.rows(&BUILDING_MOVE).filter(|row| row.text(building_move::PLAN_ID) == id);
    let cells = |row: Row<'_>| {
        vec![
            named(&names, row.text(building_move::BUILDING_ID)),
            row.text(building_move::FATE).to_owned(),
            row.year_if_any(building_move::FROM_YEAR).map_or(String::new(), |year| year.to_string()),
            row.text_if_any(building_move::SERVICES_NOW).unwrap_or_default().to_owned(),
            row.text_if_any(building_move::SERVICES_THEN).unwrap_or_default().to_owned(),
            row.money(building_move::RUNNING_COST).short(),
            row.money(building_move::EXIT_COST).short(),
        ]
    };
    let headings = ["building", "plan", "from", "there now", "there then", "a year", "exit"];
    let moves = table(&headings, &[5, 6], moves.map(cells));
    let groups = built.rows(&ESTATE_ACCESS).filter(|row| row.text(estate_access::PLAN_ID) == id);
    let km = |km: f64| format!("{km:.2}");
    let cells = |row: Row<'_>| {
        let grouping = row.text(estate_access::GROUPING);
        let group = row.text(estate_access::GROUP);
        let who =
            if grouping == "deprivation_decile" { format!("tenth {group} of deprivation") } else { group.to_owned() };
        vec![
            row.text(estate_access::SERVICE).to_owned(),
            who,
            count(row.number(estate_access::PEOPLE)),
            row.number_if_any(estate_access::MEAN_NOW).map_or(String::new(), km),
            km(row.number(estate_access::MEAN_THEN)),
            km(row.number(estate_access::LONGEST_THEN)),
            count(row.number(estate_access::N_FURTHER)),
        ]
    };
    let headings = ["service", "who", "people", "km now", "km then", "longest", "go further"];
    format!("{moves}\n\n{}", table(&headings, &[2, 3, 4, 5, 6], groups.map(cells)))
}

/// What buildings are called, by id.
fn names(built: &Built) -> BTreeMap<String, String> {
    let name = |row: Row<'_>| (row.text(building::BUILDING_ID).to_owned(), row.text(building::NAME).to_owned());
    built.rows(&BUILDING).map(name).collect()
}

fn named(names: &BTreeMap<String, String>, id: &str) -> String {
    names.get(id).cloned().unwrap_or_else(|| id.to_owned())
}

#[derive(Default)]
struct Agency {
    n: u64,
    n_placed: u64,
    m2: f64,
    n_sized: u64,
    running: Money,
    n_priced: u64,
}

fn agencies(built: &Built) -> String {
    let mut agencies: BTreeMap<(String, String), Agency> = BTreeMap::new();
    for row in built.rows(&BUILDING) {
        let key = [building::AGENCY, building::KIND].map(|name| row.text_if_any(name).unwrap_or("not told").to_owned());
        let agency = agencies.entry(key.into()).or_default();
        agency.n += 1;
        agency.n_placed += u64::from(row.number_if_any(building::LONGITUDE).is_some());
        let m2 = row.number_if_any(building::FLOOR_AREA_M2);
        (agency.m2, agency.n_sized) = (agency.m2 + m2.unwrap_or(0.0), agency.n_sized + u64::from(m2.is_some()));
        let running = row.money_if_any(building::RUNNING_COST);
        agency.running += running.unwrap_or(Money::ZERO);
        agency.n_priced += u64::from(running.is_some());
    }
    let cells = |((agency, kind), sums): ((String, String), Agency)| {
        let of = |n: u64, text: String| if n == 0 { String::new() } else { format!("{text} ({n})") };
        vec![
            agency,
            kind,
            grouped(sums.n),
            grouped(sums.n_placed),
            of(sums.n_sized, count(sums.m2)),
            of(sums.n_priced, sums.running.short()),
        ]
    };
    let headings = ["agency", "kind", "buildings", "on the map", "m² (of how many)", "a year (of how many)"];
    format!("Buildings\n{}", table(&headings, &[2, 3, 4, 5], agencies.into_iter().map(cells)))
}

fn doubts(built: &Built) -> Option<String> {
    let mut kinds: BTreeMap<&'static str, u64> = BTreeMap::new();
    for row in built.rows(&BUILDING_PROBLEM) {
        let kind = model::ProblemKind::parse(row.text(building_problem::KIND)).expect("a kind is a word of its column");
        *kinds.entry(kind.found()).or_default() += row.count(building_problem::N_ROWS).max(1);
    }
    let cells = kinds.into_iter().map(|(found, n)| vec![found.to_owned(), grouped(n)]).collect::<Vec<_>>();
    (!cells.is_empty()).then(|| {
        let table = table(&["what looks wrong", "rows"], &[1], cells);
        format!("Doubts about registers (table `building_problem` has each with its row)\n{table}")
    })
}

fn neighbours(built: &Built, n_shown: usize) -> Option<String> {
    let names = names(built);
    let n = built.rows(&BUILDING_PAIR).count();
    let within =
        |metres: f64| built.rows(&BUILDING_PAIR).filter(|row| row.number(building_pair::METRES) <= metres).count();
    let cells = |row: Row<'_>| {
        let who =
            |id, kind| format!("{} ({})", named(&names, row.text(id)), row.text_if_any(kind).unwrap_or("not told"));
        vec![
            format!("{:.0}", row.number(building_pair::METRES)),
            who(building_pair::BUILDING_ID, building_pair::KIND),
            who(building_pair::OTHER_BUILDING_ID, building_pair::OTHER_KIND),
        ]
    };
    (0 < n).then(|| {
        let counts: Vec<String> = [100.0, 250.0, 500.0, 800.0]
            .map(|metres| format!("{} within {metres} m", grouped(within(metres) as u64)))
            .into();
        let rows = built.rows(&BUILDING_PAIR).take(n_shown).map(cells);
        let table = table(&["metres", "one", "the other"], &[0], rows);
        format!("Neighbours of different agencies: {}\n{table}{}", counts.join(", "), more(n, n_shown))
    })
}

fn plans(built: &Built, n_shown: usize) -> Option<String> {
    let n = built.rows(&ESTATE_PLAN).count();
    let cells = |row: Row<'_>| {
        let proof = match row.flag(estate_plan::IS_PROVED) {
            true => "proved".to_owned(),
            false => format!("{:.1}% from the bound", row.number(estate_plan::GAP) * 100.0),
        };
        let km = |km: f64| format!("{km:.2}");
        vec![
            row.text(estate_plan::PLAN_ID).to_owned(),
            grouped(row.count(estate_plan::N_CLOSES)),
            grouped(row.count(estate_plan::N_MOVES)),
            row.money(estate_plan::SAVED_A_YEAR).short(),
            row.money(estate_plan::ONCE).short(),
            row.money(estate_plan::RECEIPTS).short(),
            row.number_if_any(estate_plan::MEAN_DISTANCE_NOW).map_or(String::new(), km),
            km(row.number(estate_plan::MEAN_DISTANCE)),
            km(row.number(estate_plan::LONGEST_DISTANCE)),
            proof,
        ]
    };
    (0 < n).then(|| {
        let headings = [
            "plan",
            "closes",
            "moves",
            "saves a year",
            "costs once",
            "receipts",
            "km now",
            "km then",
            "longest",
            "proof",
        ];
        let table =
            table(&headings, &[1, 2, 3, 4, 5, 6, 7, 8], built.rows(&ESTATE_PLAN).take(n_shown.max(20)).map(cells));
        format!(
            "Plans: the best, the next best, and the frontier of money against access\n{table}{}",
            more(n, n_shown.max(20))
        )
    })
}

fn closures(built: &Built, n_shown: usize) -> Option<String> {
    let names = names(built);
    let n = built.rows(&BUILDING_CLOSURE).count();
    let optional = |value: Option<f64>| value.map_or(String::new(), count);
    let cells = |row: Row<'_>| {
        vec![
            named(&names, row.text(building_closure::BUILDING_ID)),
            row.money(building_closure::SAVES).short(),
            count(row.number(building_closure::PEOPLE_FURTHER)),
            format!("{:.2}", row.number(building_closure::MOST_FURTHER)),
            row.text_if_any(building_closure::MOST_FURTHER_AREA).unwrap_or_default().to_owned(),
            count(row.number(building_closure::PEOPLE_STRANDED)),
            optional(row.number_if_any(building_closure::DEPRIVED_FURTHER)),
            optional(row.number_if_any(building_closure::WITHOUT_CAR_FURTHER)),
        ]
    };
    (0 < n).then(|| {
        let headings = [
            "closed alone",
            "saves a year",
            "go further",
            "km more at most",
            "in",
            "beyond the limit",
            "of them deprived",
            "no car",
        ];
        let rows = built.rows(&BUILDING_CLOSURE).take(n_shown).map(cells);
        format!(
            "What each closure would cost whom\n{}{}",
            table(&headings, &[1, 2, 3, 5, 6, 7], rows),
            more(n, n_shown)
        )
    })
}

fn obstacles(built: &Built) -> Option<String> {
    let line = |row: Row<'_>| {
        let start = if row.flag(estate_obstacle::STOPS) { "no plan" } else { "left out" };
        format!("{}: {start}: {}", row.text(estate_obstacle::QUESTION), row.text(estate_obstacle::TEXT))
    };
    let lines: Vec<String> = built.rows(&ESTATE_OBSTACLE).map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn more(n: usize, n_shown: usize) -> String {
    if n_shown < n { format!("\nand {} more: --all", n - n_shown) } else { String::new() }
}

fn count(number: f64) -> String {
    grouped(number.round().max(0.0) as u64)
}
