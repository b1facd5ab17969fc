//! The whole count that the product makes of the place, beside its truth.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use consolidation::{Evidence, FundingEvidence, ThemeEvidence, WholeCount, theme_count, whole_count as count_whole};
use intake::files::Sources;
use model::Place;
use model::problem::Problem;
use model::tables::{
    BODY_FUNDING, COVERAGE, FUNDING, SET_ASIDE, THEME_COUNT, WHOLE_COUNT, body_funding, coverage, funding, set_aside,
    theme_count as theme_count_column, whole_count as column,
};
use serde_json::Value;

use crate::account::{Account, account};
use crate::files::place;
use crate::made::{Made, make, pence, plan};

/// Pence by whatever is compared.
type Sums<K> = BTreeMap<K, i64>;

/// What the product counts of a place.
struct Counted {
    count: WholeCount,
    /// What it says of the publications and of the count.
    problems: Vec<Problem>,
    figures: Vec<RecordBatch>,
}

/// The whole count, with the ledgers beneath or without them.
fn counted(made: &Made, ledger: &[RecordBatch]) -> Counted {
    let place: Place = place(made);
    let sources = Sources::find(&place);
    let read: Vec<_> = sources.publications.found.iter().map(|file| intake::published::read(file, &place)).collect();
    let (figures, drivers): (Vec<RecordBatch>, Vec<RecordBatch>) =
        read.iter().map(|found| (found.lines.clone(), found.drivers.clone())).unzip();
    let rules = place::count_rules(&place::Files::read(made.dir(), place::RULES).expect("a folder")).expect("rules");
    let districts = place::districts_of(&place);
    let evidence =
        Evidence { place: &place, rules: &rules, districts: &districts, figures: &figures, drivers: &drivers, ledger };
    let count = count_whole(&evidence);
    let mut problems: Vec<Problem> = read.into_iter().flat_map(|found| found.problems).collect();
    problems.extend(count.problems.iter().cloned());
    Counted { count, problems, figures }
}

/// One cell of the product.
#[derive(Clone, Debug)]
struct Cell {
    body: String,
    service: String,
    kind: String,
    basis: String,
    label: String,
    /// Amount, least and most.
    pence: Option<[i64; 3]>,
}

fn cells(count: &WholeCount) -> Vec<Cell> {
    let cell = |row: model::Row<'_>| {
        let text = |name: &str| row.text(name).to_owned();
        let pence = |name: &str| row.money_if_any(name).map(|money| money.pence());
        let amounts = pence(column::AMOUNT).zip(pence(column::LOW)).zip(pence(column::HIGH));
        Cell {
            body: text(column::BODY),
            service: text(column::SERVICE),
            kind: text(column::KIND),
            basis: text(column::BASIS),
            label: text(column::LABEL),
            pence: amounts.map(|((amount, low), high)| [amount, low, high]),
        }
    };
    WHOLE_COUNT.read(&count.cells).iter().map(cell).collect()
}

fn planted(made: &Made) -> &Vec<Value> {
    made.truth["whole_count"]["cells"].as_array().expect("cells")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Body, service, kind and basis.
type Key = (String, String, String, String);

/// Sums of what is published, of the product and as planted. A share is beside the figure that it is a share of.
fn sums(cells: &[Cell], of: impl Fn(&Cell) -> bool) -> Sums<Key> {
    let mut sums = Sums::new();
    for cell in cells.iter().filter(|cell| of(cell)) {
        let key = (cell.body.clone(), cell.service.clone(), cell.kind.clone(), cell.basis.clone());
        *sums.entry(key).or_default() += cell.pence.map_or(0, |[amount, ..]| amount);
    }
    sums
}

fn planted_sums(made: &Made, of: impl Fn(&Value) -> bool) -> Sums<Key> {
    let mut sums = Sums::new();
    for cell in planted(made).iter().filter(|cell| of(cell)) {
        let key = ["body", "service", "kind", "basis"].map(|key| text(cell, key).to_owned());
        *sums.entry(key.into()).or_default() += pence(&cell["pounds"]);
    }
    sums
}

fn is_published(basis: &str) -> bool {
    basis.starts_with("published")
}

/// Every pound that is published for a body or the area is counted once, by body, service, kind and basis, to the penny.
fn check_published(made: &Made, cells: &[Cell]) {
    let found = sums(cells, |cell| is_published(&cell.basis));
    let expected = planted_sums(made, |cell| is_published(text(cell, "basis")));
    let keys: BTreeSet<&Key> = found.keys().chain(expected.keys()).collect();
    let differ: Vec<String> = keys
        .into_iter()
        .filter(|key| found.get(key) != expected.get(key))
        .map(|key| format!("{key:?}: {:?} planted, {:?} counted", expected.get(key), found.get(key)))
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// What nobody publishes is named and has no pounds; nothing is counted that was not planted.
fn check_unknown(made: &Made, cells: &[Cell]) {
    let expected: BTreeSet<(&str, &str)> = made.truth["whole_count"]["not_known"]
        .as_array()
        .expect("what is not known")
        .iter()
        .map(|cell| (text(cell, "body"), text(cell, "service")))
        .collect();
    let unknown = cells.iter().filter(|cell| cell.basis == "not_known");
    assert!(unknown.clone().all(|cell| cell.pence.is_none()));
    let found: BTreeSet<(&str, &str)> = unknown.map(|cell| (cell.body.as_str(), cell.service.as_str())).collect();
    let is_named = |(body, service): &(&str, &str)| {
        found.iter().any(|(of, what)| of == body && (service.is_empty() || what == service))
    };
    assert!(expected.iter().all(is_named), "{expected:?} planted, {found:?} said");
    assert_eq!(found.len(), expected.len(), "{found:?}");
    let bases: BTreeSet<&str> = cells.iter().map(|cell| cell.basis.as_str()).collect();
    assert!(!bases.contains("ledger"), "every body with a ledger has published figures, or others hold its money");
}

/// An apportioned amount and whether the truth lies between its least and most.
struct Interval {
    what: String,
    amount: i64,
    width: i64,
    holds: bool,
}

/// Every share, beside what was truly spent for the place.
fn intervals(made: &Made, cells: &[Cell]) -> Vec<Interval> {
    let mut truths: Sums<(String, String, String)> = Sums::new();
    for cell in planted(made).iter().filter(|cell| text(cell, "basis") == "apportioned") {
        let key = ["body", "label", "kind"].map(|key| text(cell, key).to_owned());
        *truths.entry(key.into()).or_default() += pence(&cell["pounds"]);
    }
    let of = |((body, label, kind), truth): (&(String, String, String), &i64)| {
        let is_of = |cell: &&Cell| {
            cell.basis == "apportioned"
                && cell.body == *body
                && cell.kind == *kind
                && cell.label.ends_with(label.as_str())
        };
        let found: Vec<[i64; 3]> = cells.iter().filter(is_of).filter_map(|cell| cell.pence).collect();
        assert!(!found.is_empty(), "`{label}` of {body}, {kind}, is not shared out");
        let sum = |at: usize| found.iter().map(|amounts| amounts[at]).sum::<i64>();
        let (amount, low, high) = (sum(0), sum(1), sum(2));
        Interval {
            what: format!("{body}, {label}, {kind}: {low} to {high}, {truth} in truth"),
            amount: amount.abs(),
            width: high - low,
            holds: (low..=high).contains(truth),
        }
    };
    let intervals: Vec<Interval> = truths.iter().map(of).collect();
    let n_counted = cells.iter().filter(|cell| cell.basis == "apportioned").count();
    assert!(n_counted >= intervals.len());
    intervals
}

/// Every figure that is no spending of its own stands apart with the reason and the pounds that were planted.
fn check_set_aside(made: &Made, count: &WholeCount) {
    let mut found: Sums<(String, String, String)> = Sums::new();
    for row in SET_ASIDE.read(&count.set_aside).iter() {
        let label = row.text(set_aside::LABEL).trim_end_matches(", the whole region");
        let key =
            (row.text(set_aside::BODY).to_owned(), label.to_owned(), row.text(set_aside::SET_ASIDE_AS).to_owned());
        *found.entry(key).or_default() += row.money_if_any(set_aside::AMOUNT).map_or(0, |money| money.pence());
    }
    let mut expected: Sums<(String, String, String)> = Sums::new();
    let mut of_return = BTreeSet::new();
    for aside in made.truth["whole_count"]["set_aside"].as_array().expect("asides") {
        let key = ["body", "label", "as"].map(|key| text(aside, key).to_owned());
        let key: (String, String, String) = key.into();
        if text(aside, "series").starts_with("revenue_outturn_summary") && text(aside, "as") == "other_measure" {
            of_return.insert(key.clone());
        }
        *expected.entry(key).or_default() += pence(&aside["pounds"]);
    }
    for (key, pounds) in expected {
        // Columns of the return stand under the same label: gross and net beside the parts.
        let is_return = of_return.contains(&key);
        let found = found.get(&key).copied();
        assert!(
            found == Some(pounds) || (is_return && found.is_some()),
            "{key:?}: {pounds} planted, {found:?} set aside"
        );
    }
}

/// Shares that somebody stated and activities are counted by body and kind as planted; rows of ledgers open the shares and
/// add nothing to them.
fn check_themes(made: &Made, account: &Account, count: &WholeCount, figures: &[RecordBatch]) {
    let place = place(made);
    let files = place::Files::read(made.dir(), place::THEME_RULES).expect("a folder");
    let deflators = money::Deflators::builtin();
    let found = theme_count(&ThemeEvidence {
        place: &place,
        rules: &place::theme_rules(&files, &place.themes).expect("what is stated of the themes"),
        theme_shares: &account.theme_shares,
        spend: &account.spend,
        lines: &account.lines,
        figures,
        cells: std::slice::from_ref(&count.cells),
        set_aside: std::slice::from_ref(&count.set_aside),
        released: &[],
        unit_costs: &BTreeMap::new(),
        deflator: deflators.vintage(&deflators.default).expect("the default is one of the vintages"),
    });
    let told: Vec<&str> = found.problems.iter().map(|problem| problem.text.as_str()).collect();
    assert!(told.is_empty(), "{told:?}");
    let (mut rows, mut opens): (Sums<Key>, Sums<(String, String)>) = (Sums::new(), Sums::new());
    for row in THEME_COUNT.read(&found.rows).iter().filter(|row| row.text(theme_count_column::BASIS) != "ledger") {
        let key =
            [theme_count_column::THEME, theme_count_column::BODY, theme_count_column::KIND, theme_count_column::BASIS]
                .map(|name| row.text(name).to_owned());
        let pence = |name: &str| row.money_if_any(name).map(|money| money.pence());
        if let Some(pounds) = pence(theme_count_column::OPENS) {
            *opens.entry((key[0].clone(), key[1].clone())).or_default() += pounds;
        }
        *rows.entry(key.into()).or_default() += pence(theme_count_column::AMOUNT).unwrap_or(0);
    }
    let truth = &made.truth["whole_count"]["themes"];
    let planted: Sums<Key> = truth["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| {
            (["theme", "body", "kind", "basis"].map(|key| text(row, key).to_owned()).into(), pence(&row["pounds"]))
        })
        .collect();
    assert_eq!(rows, planted);
    let opened: Sums<(String, String)> = truth["opens"]
        .as_array()
        .expect("what opens")
        .iter()
        .map(|row| (["theme", "body"].map(|key| text(row, key).to_owned()).into(), pence(&row["pounds"])))
        .collect();
    assert_eq!(opens, opened);
}

/// Bodies of which no row opens are asked for in the order of their pounds.
fn check_coverage(made: &Made, count: &WholeCount) {
    let order = made.truth["whole_count"]["ask_order"].as_array().expect("an order");
    let planted: Vec<&str> = order.iter().filter(|of| !of["pounds"].is_null()).map(|of| text(of, "body")).collect();
    let mut found: Vec<String> = Vec::new();
    for row in COVERAGE.read(&count.coverage).iter() {
        let body = row.text(coverage::BODY);
        if planted.contains(&body) && !found.iter().any(|known| known == body) {
            assert!(row.money_if_any(coverage::OPENS).is_none(), "{body} opens");
            assert!(row.text_if_any(coverage::ASK).is_some(), "nobody is asked about {body}");
            found.push(body.to_owned());
        }
    }
    assert_eq!(found, planted);
}

fn total(cells: &[Cell]) -> i64 {
    cells.iter().filter_map(|cell| cell.pence).map(|[amount, ..]| amount).sum()
}

#[test]
fn the_whole_is_counted_once_with_the_ledgers_beneath() {
    let made = make(&plan(4_000, 5));
    let account = account(&made);
    let Counted { count, problems, figures } = counted(&made, &[ledger::ledger_sums(&account.totals)]);
    let told: Vec<&str> = problems.iter().map(|problem| problem.text.as_str()).collect();
    assert!(told.is_empty(), "good publications raise nothing: {told:?}");
    let cells = cells(&count);
    check_published(&made, &cells);
    check_unknown(&made, &cells);
    check_set_aside(&made, &count);
    check_themes(&made, &account, &count, &figures);
    check_coverage(&made, &count);
}

/// Takes every figure that is no spending of its own out of the plain table.
fn take_asides_out(made: &Made) {
    let asides = made.truth["whole_count"]["set_aside"].as_array().expect("asides");
    let is_aside = |row: &csv::StringRecord| {
        asides.iter().any(|aside| text(aside, "series") == &row[5] && text(aside, "label") == &row[7])
    };
    let path = made.path("sources/whole-count/published-figures-2025-26.csv");
    let mut reader = csv::Reader::from_path(&path).expect("the plain table");
    let headings = reader.headers().expect("headings").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let n_asides = rows.iter().filter(|row| is_aside(row)).count();
    assert!(n_asides > 40, "{n_asides} figures are taken out");
    let mut writer = csv::Writer::from_path(&path).expect("the plain table");
    writer.write_record(&headings).expect("a row");
    rows.iter().filter(|row| !is_aside(row)).for_each(|row| writer.write_record(row).expect("a row"));
    writer.flush().expect("the file");
}

#[test]
fn levies_grants_budgets_and_second_sources_do_not_move_the_total() {
    let made = make(&synth::Plan { lines: Some(6_000), ..plan(5_000, 3) });
    let before = total(&cells(&counted(&made, &[]).count));
    take_asides_out(&made);
    assert_eq!(total(&cells(&counted(&made, &[]).count)), before);
}

#[test]
fn over_ten_seeds_what_is_published_is_counted_to_the_penny_and_shares_hold_the_truth() {
    let mut all = Vec::new();
    for seed in 1..=10 {
        let made = make(&synth::Plan { lines: Some(6_000), ..plan(30_000, seed) });
        let Counted { count, .. } = counted(&made, &[]);
        let cells = cells(&count);
        check_published(&made, &cells);
        check_set_aside(&made, &count);
        all.extend(intervals(&made, &cells));
        let (found, truth) = (total(&cells), pence(&made.truth["whole_count"]["total"]));
        assert!((found - truth).abs() * 20 < truth, "seed {seed}: {found} counted of {truth}");
    }
    let missed: Vec<&str> = all.iter().filter(|of| !of.holds).map(|of| of.what.as_str()).collect();
    assert!(all.len() >= 100, "{} shares", all.len());
    assert!(missed.len() * 20 <= all.len(), "{} of {} miss the truth:\n{}", missed.len(), all.len(), missed.join("\n"));
    let mut widths: Vec<f64> = all.iter().map(|of| of.width as f64 / of.amount as f64).collect();
    widths.sort_by(f64::total_cmp);
    assert!(widths[widths.len() / 2] < 0.5, "the median share is {:.2} of itself wide", widths[widths.len() / 2]);
}

/// By body, account and instrument.
type Funding = Sums<(String, String, String)>;

/// Who funds councils, as their returns print it, is found to the penny, and leaves nothing over; what each source pays for
/// here is in proportion to it.
fn check_funders(made: &Made, Counted { count, figures, .. }: &Counted) {
    let place: Place = place(made);
    let rules = place::count_rules(&place::Files::read(made.dir(), place::RULES).expect("a folder")).expect("rules");
    let cells = std::slice::from_ref(&count.cells);
    let evidence = FundingEvidence { place: &place, rules: &rules.funding, figures, cells, transfers: &[] };
    let found = consolidation::funding(&evidence);
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    let mut planted = Funding::new();
    for funder in made.truth["whole_count"]["funders"].as_array().expect("funders") {
        let key = ["body_id", "account", "instrument"].map(|key| text(funder, key).to_owned());
        *planted.entry(key.into()).or_default() += pence(&funder["pounds"]);
    }
    assert!(24 <= planted.len(), "{planted:?}");
    let (mut received, mut paid, mut of_body) = (Funding::new(), Funding::new(), Sums::<(String, String)>::new());
    for row in FUNDING.read(&found.funding).iter() {
        let (Some(body), Some(pounds)) = (row.text_if_any(funding::BODY_ID), row.money_if_any(funding::RECEIVED))
        else {
            continue;
        };
        let key: (String, String, String) =
            [body, row.text(funding::ACCOUNT), row.text(funding::INSTRUMENT)].map(str::to_owned).into();
        if planted.keys().any(|(of, account, _)| *of == key.0 && *account == key.1) {
            *of_body.entry((key.0.clone(), key.1.clone())).or_default() += pounds.pence();
            *received.entry(key.clone()).or_default() += pounds.pence();
            *paid.entry(key).or_default() += row.money(funding::AMOUNT).pence();
        }
    }
    assert_eq!(received, planted);
    let mut spent = Sums::<(String, String)>::new();
    for row in BODY_FUNDING.read(&found.bodies).iter() {
        let key = (row.text(body_funding::BODY_ID).to_owned(), row.text(body_funding::ACCOUNT).to_owned());
        if of_body.contains_key(&key) {
            assert_eq!(row.money(body_funding::UNEXPLAINED).pence(), 0, "{key:?}");
            spent.insert(key, row.money(body_funding::FOR_PLACE).pence());
        }
    }
    for (key, amount) in paid {
        let body = (key.0.clone(), key.1.clone());
        let share = planted[&key] as f64 / of_body[&body] as f64;
        assert!((amount as f64 - share * spent[&body] as f64).abs() <= 2.0, "{key:?}: {amount}");
    }
}

#[test]
fn who_funds_each_council_is_found_to_the_penny() {
    for seed in [1, 7] {
        let made = make(&synth::Plan { lines: Some(6_000), ..plan(20_000, seed) });
        check_funders(&made, &counted(&made, &[]));
    }
}
