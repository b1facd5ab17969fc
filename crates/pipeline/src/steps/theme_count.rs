//! What each theme costs: rows of ledgers, stated shares of published figures, activities, each pound once.
//!
//! It stands below `disclosure`, because activities count people only as they were released.

use std::collections::BTreeMap;

use ::consolidation::{KnownUnitCost, ThemeEvidence, theme_count};
use arrow::array::RecordBatch;
use engine::TableReader;
use model::problem::problem_table;
use model::tables::{
    COVERAGE, FLOW, LEDGER_LINE, PUBLISHED_FIGURE, RELEASED_FIGURE, SET_ASIDE, SPEND, THEME_COUNT, THEME_COUNT_PROBLEM,
    THEME_SHARE, WHOLE_COUNT, ledger_line, spend, theme_share,
};
use model::theme_rule::{ActivityCost, ThemeRules, UnitPrice};
use model::{Place, Table};
use money::Deflators;

use crate::Error;
use crate::step::{FileSet, Step, Work};

pub(crate) const STEPS: &[Step] = &[Step {
    name: "theme_count",
    reads: &[&THEME_SHARE, &SPEND, &LEDGER_LINE, &PUBLISHED_FIGURE, &WHOLE_COUNT, &SET_ASIDE, &RELEASED_FIGURE, &FLOW, &COVERAGE],
    writes: &[&THEME_COUNT, &THEME_COUNT_PROBLEM],
    files: &[
        FileSet::Written(place::THEME_RULES),
        FileSet::Written(place::PLACE),
        FileSet::Written(&["unit-costs/*.csv", "unit-costs/*.xlsx"]),
    ],
    folder: None,
    run,
}];

const SHARE_COLUMNS: &[&str] = &[theme_share::LINE_ID, theme_share::THEME, theme_share::AMOUNT];
const SPEND_COLUMNS: &[&str] = &[
    spend::LINE_ID,
    spend::BODY_ID,
    spend::FINANCIAL_YEAR,
    spend::TREATMENT,
    spend::ATTRIBUTION,
    spend::ELIMINATED,
    spend::SERVICE,
    spend::INTENT,
    spend::COUNTERPARTY_ID,
];
const LINE_COLUMNS: &[&str] = &[ledger_line::LINE_ID, ledger_line::CAPITAL];
/// Activities are compared with what was paid to their body.
const LINE_COLUMNS_WITH_PAYEE: &[&str] = &[ledger_line::LINE_ID, ledger_line::CAPITAL, ledger_line::PAYEE];

fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let place = work.place()?;
    let rules = place::theme_rules(work.files(), &place.themes)?;
    let has_themes = !place.themes.is_empty();
    let of_lines = |table, columns| if has_themes { some_columns(work, table, columns) } else { Ok(Vec::new()) };
    let published = |table| if rules.lines.is_empty() { Ok(Vec::new()) } else { work.batches(table) };
    let line_columns = if rules.activities.is_empty() { LINE_COLUMNS } else { LINE_COLUMNS_WITH_PAYEE };
    let deflators = Deflators::builtin();
    let count = theme_count(&ThemeEvidence {
        place: &place,
        rules: &rules,
        theme_shares: &of_lines(&THEME_SHARE, SHARE_COLUMNS)?,
        spend: &of_lines(&SPEND, SPEND_COLUMNS)?,
        lines: &of_lines(&LEDGER_LINE, line_columns)?,
        figures: &published(&PUBLISHED_FIGURE)?,
        cells: &published(&WHOLE_COUNT)?,
        set_aside: &published(&SET_ASIDE)?,
        released: &work.batches(&RELEASED_FIGURE)?,
        unit_costs: &unit_costs(work, &place, &rules)?,
        deflator: deflators.vintage(&deflators.default).expect("the default is one of the vintages"),
    });
    work.write(&THEME_COUNT, count.rows)?;
    work.write(&THEME_COUNT_PROBLEM, problem_table(&THEME_COUNT_PROBLEM, &count.problems))
}

/// Some columns of a table, text as dictionaries.
fn some_columns(work: &Work, table: &'static Table, columns: &[&'static str]) -> Result<Vec<RecordBatch>, Error> {
    Ok(TableReader::open(work.tables, table, columns, true)?.rows()?.collect::<Result<_, _>>()?)
}

/// What the unit costs say to public bodies that activities name. Files of unit costs that cannot be read are told by the
/// step `appraisal` (`intake::unit_costs` reads the workbooks); here their codes are then unknown.
fn unit_costs(work: &Work, place: &Place, rules: &ThemeRules) -> Result<BTreeMap<String, KnownUnitCost>, Error> {
    let codes: Vec<&String> = rules
        .activities
        .iter()
        .filter_map(|activity| match &activity.cost {
            ActivityCost::Unit(UnitPrice::Named(code)) => Some(code),
            _ => None,
        })
        .collect();
    if codes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let counted = super::appraisal::counted_in(&work.read(&FLOW)?, &work.read(&COVERAGE)?, place.year);
    let files = work.files().in_folder("unit-costs");
    let Ok(reference) = super::appraisal::reference(counted, files) else { return Ok(BTreeMap::new()) };
    let known = |code: &String| {
        let cost = reference.unit_costs.get(code)?;
        let value = cost.values.get(&::appraisal::unit_costs::ValueKind::Fiscal)?;
        let what = format!("{}, {}", cost.detail, cost.source);
        Some((code.clone(), KnownUnitCost { pounds: value.central(), year: value.year, what }))
    };
    Ok(codes.into_iter().filter_map(known).collect())
}
