//! Correlations, scenarios and the words of a proposal.

use authored::{Keys, MistakeKind};

use super::benefit::claimed;
use crate::calculation::Calculation;
use crate::proposal::{Correlation, FiveCases, Proposal, Scenario};
use crate::reference::Reference;
use crate::text::plain;

const SCENARIO_KEYS: [&str; 6] = ["name", "set", "lag_years", "claimed", "uncorrected", "why"];
/// Two numbers of a proposal, as an example.
const PATHS: &str = "\"population.engagement\", \"benefit.care.impact\"";
const CASE_KEYS: [&str; 5] = ["strategic", "economic", "commercial", "financial", "management"];

pub(super) fn five_cases(keys: &Keys<'_>) -> FiveCases {
    let Some(table) = keys.table("five_cases", "[five_cases]", &CASE_KEYS) else { return FiveCases::default() };
    let [strategic, economic, commercial, financial, management] = CASE_KEYS.map(|key| table.owned(key));
    FiveCases { strategic, economic, commercial, financial, management }
}

pub(super) fn correlations(keys: &Keys<'_>) -> Vec<Correlation> {
    let read = |table: &Keys<'_>| {
        let between = table.texts("between", PATHS);
        let [first, second] = between.as_slice() else {
            table.missing("between", format!("`between = [{PATHS}]`"));
            return None;
        };
        let between = (first.get_ref().to_string(), second.get_ref().to_string());
        Some(Correlation { between, value: table.needed_number("value", -0.999..=0.999)? })
    };
    keys.tables("correlation", "[[correlation]]", &["between", "value"]).iter().filter_map(read).collect()
}

pub(super) fn scenarios(keys: &Keys<'_>, proposal: &Proposal) -> Vec<Scenario> {
    let tables = keys.tables("scenario", "[[scenario]]", &SCENARIO_KEYS);
    tables.iter().filter_map(|table| scenario(table, proposal)).collect()
}

fn scenario(table: &Keys<'_>, proposal: &Proposal) -> Option<Scenario> {
    let name = table.needed("name", "\"half engage\"");
    let set = table.shares("set", f64::NEG_INFINITY..=f64::INFINITY).unwrap_or_default();
    let lags = table.shares("lag_years", 0.0..=400.0).unwrap_or_default();
    let lag = |(id, years): &(toml::Spanned<&str>, f64)| Some((benefit_of(table, proposal, id)?, *years as usize));
    let streams = table.table("claimed", "scenario.claimed", &[]);
    let mut claimed_streams = Vec::new();
    for (id, _) in streams.as_ref().map(|streams| streams.named_tables(&[])).unwrap_or_default() {
        let stream = streams.as_ref().and_then(|streams| claimed(streams, id.get_ref(), proposal.n_years));
        claimed_streams.extend(benefit_of(table, proposal, &id).zip(stream));
    }
    Some(Scenario {
        set: set.iter().map(|(path, value)| (path.get_ref().to_string(), *value)).collect(),
        lags: lags.iter().filter_map(lag).collect(),
        claimed: claimed_streams,
        is_uncorrected: table.truth("uncorrected").unwrap_or(false),
        why: table.owned("why"),
        name: name?,
    })
}

fn benefit_of(table: &Keys<'_>, proposal: &Proposal, id: &toml::Spanned<&str>) -> Option<usize> {
    let known = proposal.benefits.iter().map(|benefit| benefit.id.as_str());
    table.file.position_of(id, "benefit", "a known benefit", known)
}

/// Every path that a scenario or a correlation names must be a number of the proposal; correlations must agree.
pub(super) fn check_scenarios(keys: &Keys<'_>, proposal: &Proposal, reference: &Reference) {
    if keys.file.n_mistakes() != 0 {
        return; // a proposal that was not read whole lacks paths that are there
    }
    let model = match Calculation::of(proposal, reference) {
        Ok(model) => model,
        Err(error) => {
            let kind = MistakeKind::Lacking(format!("`{}` cannot be used: {error}", proposal.name));
            return keys.wrong("price_year", kind, "price years that the deflator covers");
        }
    };
    let known: Vec<&str> = model.parameters.iter().map(|parameter| parameter.path.as_str()).collect();
    for table in keys.tables("scenario", "[[scenario]]", &[]) {
        for (path, value) in table.shares("set", f64::NEG_INFINITY..=f64::INFINITY).unwrap_or_default() {
            check_path(&table, &path, &known);
            check_bounds(&table, &path, value, &model);
        }
    }
    for table in keys.tables("correlation", "[[correlation]]", &[]) {
        for path in table.texts("between", PATHS) {
            check_path(&table, &path, &known);
        }
    }
    if keys.file.n_mistakes() == 0 && !crate::uncertainty::is_correlatable(&model, &proposal.correlations) {
        let kind = MistakeKind::Lacking("these correlations contradict each other".to_owned());
        keys.wrong("correlation", kind, "correlations that some draw can have together");
    }
}

/// A share above 1 is no share in a scenario either.
fn check_bounds(table: &Keys<'_>, path: &toml::Spanned<&str>, value: f64, model: &Calculation) {
    let Some(at) = model.position(path.get_ref()) else { return };
    let (low, high) = model.parameters[at].bounds;
    if !(low..=high).contains(&value) {
        let kind = MistakeKind::Unfit(format!("`{}` cannot be {value}", path.get_ref()));
        let expected = match high.is_finite() {
            true => format!("a number from {} to {}", plain(low), plain(high)),
            false => format!("a number of {} or more", plain(low)),
        };
        table.file.add(path.span(), kind, expected);
    }
}

fn check_path(table: &Keys<'_>, path: &toml::Spanned<&str>, known: &[&str]) {
    let expected = "a path such as `population.engagement`";
    table.file.position_of(path, "number of the proposal", expected, known.iter().copied());
}
