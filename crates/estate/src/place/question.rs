//! `estate/NAME.toml`: what is asked of a place's buildings.

use authored::{Keys, MistakeKind, Mistakes, read_toml};
use model::FinancialYear;
use model::tables::AreaLevel;
use money::Money;

/// What is asked: which services where, over which years, and what money nobody's register has.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The file's name without its ending.
    pub id: String,
    pub title: String,
    /// The first year of money; moves are made in it.
    pub first_year: FinancialYear,
    /// A building whose lease runs beyond this year stays open.
    pub by: FinancialYear,
    pub n_years: usize,
    /// Whose people: areas of this level.
    pub level: AreaLevel,
    pub circuity: f64,
    /// What a kilometre weighs for each person and year against a pound.
    pub pounds_per_km: f64,
    pub n_next_best: usize,
    pub n_frontier: usize,
    pub move_cost: Money,
    pub budget: Option<Money>,
    pub services: Vec<ServiceWish>,
    /// Pairs of services that may not share a roof, and that must.
    pub apart: Vec<(usize, usize)>,
    pub together: Vec<(usize, usize)>,
    /// Kinds of buildings that stay open whatever happens and may take services in.
    pub hosts: Vec<String>,
    /// What a building costs in a year where its register does not say.
    pub running: UnitSum,
    /// What closing costs once.
    pub exit: UnitSum,
    /// What opening a vacant building costs once.
    pub opening: Money,
}

/// One service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceWish {
    pub id: String,
    /// Kinds of buildings that offer it now.
    pub kinds: Vec<String>,
    pub body: String,
    /// Square metres that it needs in any building.
    pub area: f64,
    /// Kilometres that nobody may be farther away.
    pub limit: Option<f64>,
    /// Which figure of the areas says who needs it.
    pub people: String,
}

/// Pounds for each square metre, or for each building where its size is not known, and where they come from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnitSum {
    pub per_m2: Option<Money>,
    pub each: Option<Money>,
    pub source: Option<String>,
}

const KEYS: [&str; 18] = [
    "title",
    "first_year",
    "by",
    "n_years",
    "level",
    "circuity",
    "pounds_per_km",
    "n_next_best",
    "n_frontier",
    "move_cost",
    "budget",
    "service",
    "hosts",
    "running",
    "exit",
    "opening",
    "note",
    "source",
];
const SERVICE_KEYS: [&str; 9] = ["id", "kinds", "body", "area", "limit", "people", "apart", "together", "note"];
const SUM_KEYS: [&str; 4] = ["per_m2", "each", "source", "note"];
const LEVELS: [(&str, AreaLevel); 4] = [
    ("output_area", AreaLevel::OutputArea),
    ("lsoa", AreaLevel::Lsoa),
    ("msoa", AreaLevel::Msoa),
    ("ward", AreaLevel::Ward),
];
const POUNDS_MAX: f64 = 1e12;
/// Longer than this nobody plans a building's costs.
const YEARS_MAX: i64 = 60;
const PLANS_MAX: i64 = 50;

/// Reads a question.
///
/// # Errors
/// Every mistake, with line, column and what was probably meant.
pub fn read_question(text: &str, file: &str) -> Result<Question, Mistakes> {
    read_toml(text, file, "the estate file", &KEYS, |keys| question(keys, file))
}

fn question(keys: &Keys<'_>, file: &str) -> Option<Question> {
    let title = keys.needed("title", "\"Libraries and clinics under one roof\"");
    keys.need("first_year", "`first_year = \"2026-27\"`");
    let first_year = keys.year("first_year");
    let by = if keys.has("by") { keys.year("by") } else { first_year };
    if let Some((first, by)) = first_year.zip(by).filter(|(first, by)| by < first) {
        keys.out_of_range("by", by, format!("{first} or a later year"));
    }
    keys.need("n_years", "`n_years = 10`, the years over which money is added up");
    let n_years = keys.whole("n_years", 1..=YEARS_MAX);
    let services: Vec<(ServiceWish, Keys<'_>)> = keys
        .tables("service", "[[service]]", &SERVICE_KEYS)
        .into_iter()
        .filter_map(|table| service(&table).map(|wish| (wish, table)))
        .collect();
    keys.need("service", "`[[service]]` with `id`, `body` and `area`");
    let (apart, together) = (pairs(&services, "apart"), pairs(&services, "together"));
    let level = if keys.has("level") { keys.word("level", "level of areas", &LEVELS) } else { Some(AreaLevel::Lsoa) };
    let sum = |key| unit_sum(keys, key);
    let (running, exit) = (sum("running"), sum("exit"));
    keys.need("exit", "`exit = { each = 20000, source = \"...\" }`, what closing a building costs once");
    Some(Question {
        id: file.rsplit('/').next().unwrap_or(file).trim_end_matches(".toml").to_owned(),
        title: title?,
        by: by?,
        first_year: first_year?,
        n_years: n_years? as usize,
        level: level?,
        circuity: keys.number("circuity", 1.0..=5.0).unwrap_or(1.0),
        pounds_per_km: needed(keys, "pounds_per_km")?,
        n_next_best: keys.whole("n_next_best", 0..=PLANS_MAX).unwrap_or(5) as usize,
        n_frontier: keys.whole("n_frontier", 0..=PLANS_MAX).unwrap_or(8) as usize,
        move_cost: money(keys, "move_cost").unwrap_or(Money::ZERO),
        budget: money(keys, "budget"),
        services: services.into_iter().map(|(wish, _)| wish).collect(),
        apart: apart?,
        together: together?,
        hosts: keys.owned_texts("hosts", "\"community hub\""),
        running: running?,
        exit: exit?,
        opening: money(keys, "opening").unwrap_or(Money::ZERO),
    })
}

fn needed(keys: &Keys<'_>, key: &str) -> Option<f64> {
    keys.needed_number(key, 0.0..=POUNDS_MAX)
}

fn money(keys: &Keys<'_>, key: &str) -> Option<Money> {
    keys.number(key, 0.0..=POUNDS_MAX).map(|pounds| Money::from_pence((pounds * 100.0).round() as i64))
}

fn service(keys: &Keys<'_>) -> Option<ServiceWish> {
    let id = keys.needed("id", "\"library\"");
    let body = keys.needed("body", "\"council\"");
    let area = keys.needed_number("area", 0.0..=1e9);
    let kinds = keys.owned_texts("kinds", "\"library\"");
    let id = id?;
    Some(ServiceWish {
        kinds: if kinds.is_empty() { vec![id.clone()] } else { kinds },
        body: body?,
        area: area?,
        limit: keys.number("limit", 0.0..=1e4),
        people: keys.owned("people").unwrap_or_else(|| "population".to_owned()),
        id,
    })
}

/// Pairs of services that one of them names.
fn pairs(services: &[(ServiceWish, Keys<'_>)], key: &str) -> Option<Vec<(usize, usize)>> {
    let ids = || services.iter().map(|(wish, _)| wish.id.as_str());
    let mut pairs = Vec::new();
    for (at, (_, table)) in services.iter().enumerate() {
        for name in table.texts(key, "\"clinic\"") {
            let other = table.file.position_of(&name, "service", "a service of this file", ids())?;
            pairs.push((at.min(other), at.max(other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    Some(pairs)
}

/// A sum with its source: without one it is a guess.
fn unit_sum(keys: &Keys<'_>, key: &str) -> Option<UnitSum> {
    if !keys.has(key) {
        return Some(UnitSum::default());
    }
    let inner = keys.table(key, key, &SUM_KEYS)?;
    let (per_m2, each) = (money(&inner, "per_m2"), money(&inner, "each"));
    if !inner.has("per_m2") && !inner.has("each") {
        let kind = MistakeKind::Lacking(format!("`{key}` has no sum"));
        keys.wrong(key, kind, "`per_m2`, pounds a square metre, or `each`, pounds a building");
        return None;
    }
    let source = inner.needed("source", "\"valuers' estimate, May 2026\"");
    Some(UnitSum { per_m2, each, source: Some(source?) })
}

impl Question {
    /// Years of money, from the first.
    pub fn years(&self) -> impl Iterator<Item = FinancialYear> {
        let first = self.first_year.0;
        (first..first + self.n_years as i32).map(FinancialYear)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "title = \"Roofs\"\nfirst_year = \"2026-27\"\nn_years = 10\npounds_per_km = 2\n\
        exit = { each = 20000, source = \"made up\" }\n[[service]]\nid = \"library\"\nbody = \"council\"\narea = 300\n";

    fn mistakes(text: &str) -> String {
        let found = read_question(text, "estate/roofs.toml").unwrap_err();
        found.mistakes.iter().map(authored::Mistake::in_one_line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_question_names_its_services_years_and_sums() {
        let question = read_question(TEXT, "estate/roofs.toml").unwrap();
        assert_eq!((question.id.as_str(), question.by, question.n_next_best), ("roofs", FinancialYear(2026), 5));
        assert_eq!(question.services[0].kinds, ["library"]);
        assert_eq!(question.exit.each, Some(Money::from_pence(2_000_000)));
        assert_eq!(question.years().last(), Some(FinancialYear(2035)));
    }

    #[test]
    fn mistakes_are_told_with_what_was_meant() {
        let text = mistakes(&TEXT.replace("pounds_per_km", "pound_per_km"));
        assert!(text.contains("pounds_per_km"), "{text}");
        let text = mistakes(&TEXT.replace(", source = \"made up\"", ""));
        assert!(text.contains("source"), "{text}");
        let text = mistakes(&format!("by = \"2020-21\"\n{TEXT}"));
        assert!(text.contains("2026-27 or a later year"), "{text}");
        let text =
            mistakes(&format!("{TEXT}apart = \"clinick\"\n[[service]]\nid = \"clinic\"\nbody = \"nhs\"\narea = 2\n"));
        assert!(text.contains("clinic"), "{text}");
    }
}
