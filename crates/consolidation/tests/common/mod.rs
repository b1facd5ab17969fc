//! A place, the shipped rules and tables written in code, for the tests of this crate.
#![allow(dead_code)] // every test file uses its own part
#![allow(clippy::print_stdout)] // a test says where its data are not there

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use consolidation::{Evidence, Funding, FundingEvidence, WholeCount, whole_count};
use model::count_rule::{CountRules, CountedAs, District, LineRule, LineTreatment, ProgrammeRule};
use model::funding::{FundingRule, Instrument, MoneyIn};
use model::place::Options;
use model::spending::{Control, SpendingKind};
use model::tables::{PUBLISHED_FIGURE, published_figure, set_aside, whole_count as cell};
use model::{Body, BodyKind, ClientGroup, FinancialYear, Intent, Place, Reach, Table, tables};
use money::Money;

const PROJECT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(PROJECT).join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

type CsvRow = BTreeMap<String, String>;

pub fn csv_rows(path: &Path) -> Vec<CsvRow> {
    let mut reader = csv::Reader::from_path(path).expect("the file can be read");
    reader.deserialize().map(|row| row.expect("every row has all its columns")).collect()
}

fn reference(name: &str) -> Vec<CsvRow> {
    csv_rows(&Path::new(PROJECT).join("reference").join(name))
}

/// The shipped rules; that they hold no mistake is a test of the crate that reads them for places.
pub fn shipped_rules() -> CountRules {
    let cofog: BTreeMap<String, String> =
        reference("services.csv").into_iter().map(|row| (row["id"].clone(), row["cofog"].clone())).collect();
    let counted_as = |row: &CsvRow| CountedAs {
        service: row["service"].clone(),
        cofog: cofog.get(&row["service"]).cloned(),
        kind: SpendingKind::parse(&row["kind"]),
        control: Control::parse(&row["control"]),
        intent: Intent::parse(&row["intent"]),
        client_group: ClientGroup::parse(&row["client_group"]),
        class: row["class"].clone(),
    };
    let line = |row: CsvRow| LineRule {
        series: row["series"].clone(),
        label: row["label"].clone(),
        body_kind: if row["body_kind"].is_empty() { "*".to_owned() } else { row["body_kind"].clone() },
        treatment: LineTreatment::parse(&row["treatment"]).expect("a treatment of the list"),
        counted_as: counted_as(&row),
        counted_at: Some(row["counted_at"].clone()).filter(|at| !at.is_empty()),
        reason: row["reason"].clone(),
        at: String::new(),
    };
    let anything = |text: &str| if text.is_empty() { "*".to_owned() } else { text.to_owned() };
    let programme = |row: CsvRow| ProgrammeRule {
        department: anything(&row["department"]),
        function: anything(&row["function"]),
        segment: anything(&row["segment"]),
        drivers: row["driver"].split('|').filter(|driver| *driver != "none").map(str::to_owned).collect(),
        better_driver: row["better_driver"].clone(),
        tested_error: row["tested_error"].parse().ok(),
        counted_as: counted_as(&row),
        reason: row["reason"].clone(),
        at: String::new(),
    };
    CountRules {
        lines: reference("consolidation/published_line.csv").into_iter().map(line).collect(),
        programmes: reference("consolidation/programme.csv").into_iter().map(programme).collect(),
        funding: reference("consolidation/funding_line.csv").into_iter().map(funding_rule).collect(),
    }
}

fn funding_rule(row: CsvRow) -> FundingRule {
    FundingRule {
        series: row["series"].clone(),
        label: row["label"].clone(),
        money_in: MoneyIn::parse(&row["money_in"]).expect("a sign of the list"),
        instrument: Instrument::parse(&row["instrument"]).expect("an instrument of the list"),
        funder: Some(row["funder"].clone()).filter(|funder| !funder.is_empty()),
        reason: row["reason"].clone(),
        at: String::new(),
    }
}

/// The districts of the shipped list of councils.
pub fn shipped_districts() -> Vec<District> {
    let year = |day: &str| day.get(..4).and_then(|year| year.parse().ok()).map(FinancialYear);
    let district = |row: CsvRow| District {
        name: row["other_names"].split('|').next().unwrap_or_default().to_owned(),
        codes: [&row["code"], &row["other_codes"]].into_iter().filter(|c| !c.is_empty()).cloned().collect(),
        region: row["region"].clone(),
        within: Vec::new(),
        first_year: year(&row["valid_from"]),
        end_year: year(&row["valid_to"]),
    };
    let districts = reference("areas/councils.csv").into_iter().filter(|row| row["kind"] != "county_council");
    districts.map(district).collect()
}

pub fn body(id: &str, name: &str, kind: BodyKind, reach: Reach) -> Body {
    Body {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        codes: Vec::new(),
        other_names: Vec::new(),
        in_perimeter: true,
        reach,
        serves: Vec::new(),
    }
}

/// A place of these bodies in 2011-12; each serves the place alone, where a test says nothing else.
pub fn place_of(name: &str, code: &str, mut bodies: Vec<Body>) -> Place {
    for body in bodies.iter_mut().filter(|body| body.reach == Reach::Local && body.serves.is_empty()) {
        body.serves = vec![code.to_owned()];
    }
    Place {
        name: name.to_owned(),
        area_codes: vec![code.to_owned()],
        region: Some("Yorkshire and The Humber".to_owned()),
        population: None,
        year: FinancialYear(2011),
        earlier_years: Vec::new(),
        bodies,
        sources: Vec::new(),
        registers: Vec::new(),
        themes: Vec::new(),
        options: Options::default(),
        root: PathBuf::new(),
        sources_root: PathBuf::new(),
    }
}

/// One figure of a table written in code, in thousands of pounds as printed.
#[derive(Clone, Debug)]
pub struct Printed {
    pub file: &'static str,
    pub body_id: Option<String>,
    pub spender: String,
    pub area: String,
    pub sector: &'static str,
    pub stage: &'static str,
    pub series: String,
    pub label: String,
    pub segment: Option<String>,
    pub kind: Option<&'static str>,
    pub pence: i64,
}

impl Printed {
    pub fn local(body_id: &str, series: &str, label: &str, thousands: f64) -> Printed {
        Printed {
            file: "rs.xls",
            body_id: Some(body_id.to_owned()),
            spender: body_id.to_owned(),
            area: body_id.to_owned(),
            sector: "local_government",
            stage: "outturn",
            series: series.to_owned(),
            label: label.to_owned(),
            segment: None,
            kind: None,
            pence: pence(thousands),
        }
    }
}

pub fn pence(thousands: f64) -> i64 {
    (thousands * 100_000.0).round() as i64
}

pub fn figures(printed: &[Printed]) -> RecordBatch {
    let mut rows = PUBLISHED_FIGURE.rows();
    for (at, figure) in printed.iter().enumerate() {
        rows.push()
            .text(published_figure::FILE_ID, figure.file)
            .count(published_figure::ROW, at as u64 + 1)
            .text(published_figure::COLUMN, "amount")
            .text_if_any(published_figure::FILE, None)
            .text_if_any(published_figure::BODY_ID, figure.body_id.as_deref())
            .text(published_figure::SPENDER, &figure.spender)
            .text_if_any(published_figure::SPENDER_CODE, None)
            .text(published_figure::AREA, &figure.area)
            .text_if_any(published_figure::AREA_CODE, None)
            .text_if_any(published_figure::SECTOR, Some(figure.sector))
            .text(published_figure::STAGE, figure.stage)
            .year(published_figure::FINANCIAL_YEAR, FinancialYear(2011))
            .text(published_figure::SERIES, &figure.series)
            .text(published_figure::LINE_CODE, "")
            .text(published_figure::LABEL, &figure.label)
            .text_if_any(published_figure::SEGMENT, figure.segment.as_deref())
            .text_if_any(published_figure::KIND, figure.kind)
            .money(published_figure::AMOUNT, Money::from_pence(figure.pence));
    }
    rows.finish()
}

/// The whole count of a place from tables in code, with the shipped rules.
pub fn count(place: &Place, printed: &[Printed], drivers: &[RecordBatch], ledger: &[RecordBatch]) -> WholeCount {
    let (rules, districts, figures) = (shipped_rules(), shipped_districts(), [figures(printed)]);
    whole_count(&Evidence { place, rules: &rules, districts: &districts, figures: &figures, drivers, ledger })
}

/// Who funds what is counted, with the shipped rules.
pub fn funding(place: &Place, printed: &[Printed], count: &WholeCount, transfers: &[RecordBatch]) -> Funding {
    let (rules, figures) = (shipped_rules(), [figures(printed)]);
    let cells = std::slice::from_ref(&count.cells);
    consolidation::funding(&FundingEvidence { place, rules: &rules.funding, figures: &figures, cells, transfers })
}

/// Pounds of the cells by one of their columns, in pence; cells that are not known have none.
pub fn cells_by(count: &WholeCount, column: &str) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for row in tables::WHOLE_COUNT.read(&count.cells).iter() {
        let amount = row.money_if_any(cell::AMOUNT).map_or(0, Money::pence);
        *sums.entry(row.text(column).to_owned()).or_insert(0) += amount;
    }
    sums
}

pub fn total(count: &WholeCount) -> i64 {
    cells_by(count, cell::BASIS).values().sum()
}

/// Pence set aside for lines that a test picks by label and reason.
pub fn aside(count: &WholeCount, is_wanted: impl Fn(&str, &str, &str) -> bool) -> Option<i64> {
    let mut sum = None;
    for row in tables::SET_ASIDE.read(&count.set_aside).iter() {
        let (body, label, word) =
            (row.text(set_aside::BODY), row.text(set_aside::LABEL), row.text(set_aside::SET_ASIDE_AS));
        if is_wanted(body, label, word) {
            assert!(!row.text(set_aside::REASON).is_empty(), "{label} has a reason");
            let amount = row.money_if_any(set_aside::AMOUNT).map_or(0, Money::pence);
            *sum.get_or_insert(0) += amount;
        }
    }
    sum
}

/// A table written as text.
pub fn batch(table: &Table, text: &str) -> RecordBatch {
    testkit::batch(table, text)
}
