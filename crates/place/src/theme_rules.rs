//! What people state about themes: `theme_published.csv` and `theme_activity.csv`.
//!
//! A share that nobody stated, or without a reason, is a mistake; so is a count of people that is no released figure.

use authored::{Cell, Mistake, MistakeKind, Mistakes, Reading, Row};
use model::place::Theme;
use model::tables::FigureTopic;
use model::theme_rule::{ActivityCost, Quantity, ThemeActivity, ThemeLine, ThemeRules, UnitPrice, Within};
use model::{FinancialYear, Intent};
use money::{Amount, CurrencyMark, Money};

use crate::error::PlaceError;
use crate::files::Files;
use crate::people_units::counts_people;
use crate::rule_text::{RuleText, THEME_ACTIVITY, THEME_PUBLISHED, own};
use crate::services::{Service, is_known_service, place_services};

/// What the rules of themes are read from.
pub const THEME_RULES: &[&str] =
    &["place.toml", "rules/services.csv", "rules/theme_published.csv", "rules/theme_activity.csv"];

const LINE_COLUMNS: [&str; 7] = ["theme", "body", "series", "label", "share", "reason", "who"];
const LINE_EXTRAS: [&str; 1] = ["intent"];
const ACTIVITY_COLUMNS: [&str; 11] =
    ["theme", "body", "activity", "n", "unit", "unit_cost", "cost_year", "staff_hours", "hourly_cost", "source", "who"];
const ACTIVITY_EXTRAS: [&str; 3] = ["service", "intent", "within"];

/// What is stated about the themes of a place; nothing where it has neither file.
///
/// # Errors
/// [`PlaceError::Mistakes`] in either file.
pub fn theme_rules(files: &Files, themes: &[Theme]) -> Result<ThemeRules, PlaceError> {
    let (mut rules, mut mistakes) = (ThemeRules::default(), Vec::new());
    if let Some(text) = own(files, THEME_PUBLISHED)? {
        rules.lines = lines_in(&text, themes, &mut mistakes);
    }
    if let Some(text) = own(files, THEME_ACTIVITY)? {
        let services = place_services(files)?;
        rules.activities = activities_in(&text, themes, &services, &mut mistakes);
    }
    Ok(Mistakes::or(mistakes, rules)?)
}

/// The cells of a row by the names of their columns.
struct Cells<'a> {
    file: &'a Reading,
    header: &'a Row,
    row: &'a Row,
    themes: &'a [Theme],
}

impl Cells<'_> {
    /// The cell of a column; empty where the file leaves the column out.
    fn cell(&self, name: &str) -> Cell {
        let at = self.header.cells.iter().position(|cell| cell.text.eq_ignore_ascii_case(name));
        self.row.cell(at.unwrap_or(usize::MAX))
    }

    fn text(&self, name: &str) -> String {
        self.cell(name).text
    }

    fn is_filled(&self, name: &str) -> bool {
        self.file.is_filled(&self.cell(name), name)
    }

    fn all_filled<const N: usize>(&self, names: [&str; N]) -> bool {
        names.map(|name| self.is_filled(name)).into_iter().all(|is_filled| is_filled)
    }

    fn wrong(&self, name: &str, why: String, expected: &str) {
        self.file.add(self.cell(name).span, MistakeKind::Unfit(why), expected);
    }

    fn theme(&self) -> Option<String> {
        let cell = self.cell("theme");
        let ids = self.themes.iter().map(|theme| theme.id.as_str());
        if !self.file.is_filled(&cell, "theme") {
            return None;
        }
        if !ids.clone().any(|id| id == cell.text) {
            self.file.not_there(cell.span, "theme", &cell.text, "the id of a [[theme]] in place.toml", ids);
            return None;
        }
        Some(cell.text)
    }

    /// None where the cell is empty or is no word of the list, which is a mistake.
    fn intent(&self) -> Option<Intent> {
        let cell = self.cell("intent");
        let found = Intent::parse(&cell.text);
        if found.is_none() && !cell.text.is_empty() {
            let expected = format!("one of {}", Intent::WORDS.join(", "));
            self.file.unknown_word(cell.span, "intent", &cell.text, expected, Intent::WORDS.iter().copied());
        }
        found
    }

    /// A number above zero.
    fn number(&self, name: &str, expected: &str) -> Option<f64> {
        let cell = self.cell(name);
        let number = cell.text.replace(',', "").parse().ok().filter(|n: &f64| n.is_finite() && *n > 0.0);
        if number.is_none() {
            let kind = MistakeKind::OutOfRange { key: name.to_owned(), value: format!("`{}`", cell.text) };
            self.file.add(cell.span, kind, expected);
        }
        number
    }

    fn pounds(&self, name: &str) -> Option<Money> {
        let cell = self.cell(name);
        let is_pounds =
            |amount: &Amount| !amount.sub_penny && amount.mark.is_none_or(|mark| mark == CurrencyMark::Pound);
        let pounds = Amount::parse(&cell.text).ok().filter(is_pounds).map(|amount| amount.money);
        let pounds = pounds.filter(|money| *money > Money::ZERO);
        if pounds.is_none() {
            self.wrong(name, format!("`{}` is not an amount in pounds", cell.text), "pounds such as 1,234.50");
        }
        pounds
    }

    fn year(&self, name: &str) -> Option<FinancialYear> {
        let cell = self.cell(name);
        let year = FinancialYear::parse(&cell.text);
        if year.is_none() {
            self.wrong(
                name,
                format!("`{}` is not a financial year", cell.text),
                "the year of the prices, such as 2023-24",
            );
        }
        year
    }
}

/// Reads a file whose last columns may be left out.
fn read_rows(file: &Reading, needed: &[&str], extras: &[&str], themes: &[Theme], mut of: impl FnMut(&Cells<'_>)) {
    let rows = file.rows();
    let Some((header, rows)) = rows.split_first() else { return };
    let known = needed.iter().chain(extras).chain(&["note"]);
    let expected = format!("the columns {} and, if you like, {}", needed.join(", "), extras.join(", "));
    for cell in header.cells.iter().filter(|cell| !cell.text.is_empty()) {
        if !known.clone().any(|name| cell.text.eq_ignore_ascii_case(name)) {
            file.unknown_key(cell.span.clone(), &cell.text, file.name(), &expected, known.clone().copied());
        }
    }
    let is_missing = |name: &&&str| !header.cells.iter().any(|cell| cell.text.eq_ignore_ascii_case(name));
    let missing: Vec<&&str> = needed.iter().filter(is_missing).collect();
    for name in &missing {
        file.missing_key(header.cells[0].span.clone(), name, file.name(), &expected);
    }
    if missing.is_empty() {
        rows.iter().for_each(|row| of(&Cells { file, header, row, themes }));
    }
}

fn lines_in(text: &RuleText, themes: &[Theme], mistakes: &mut Vec<Mistake>) -> Vec<ThemeLine> {
    let file = text.open();
    let mut found = Vec::new();
    read_rows(&file, &LINE_COLUMNS, &LINE_EXTRAS, themes, |cells| {
        let all_filled = cells.all_filled(["body", "series", "label", "share", "reason", "who"]);
        let (theme, share, intent) = (cells.theme(), share(cells), cells.intent());
        let (Some(theme), Some(share), true) = (theme, share, all_filled) else { return };
        found.push(ThemeLine {
            theme,
            body: cells.text("body"),
            series: cells.text("series"),
            label: cells.text("label"),
            share,
            intent,
            reason: cells.text("reason"),
            who: cells.text("who"),
            at: format!("{}:{}", text.name, cells.row.line),
        });
    });
    mistakes.extend(file.into_mistakes());
    found
}

/// `0.35` or `35%`; an empty cell is said to be empty, which is mistake enough.
fn share(cells: &Cells<'_>) -> Option<f64> {
    let cell = cells.cell("share");
    let parse = |text: &str| text.trim().parse::<f64>().ok();
    let share = match cell.text.strip_suffix('%') {
        Some(percent) => parse(percent).map(|percent| percent / 100.0),
        None => parse(&cell.text),
    };
    let share = share.filter(|share| 0.0 < *share && *share <= 1.0);
    if share.is_none() && !cell.text.is_empty() {
        let kind = MistakeKind::OutOfRange { key: "share".to_owned(), value: format!("`{}`", cell.text) };
        cells.file.add(cell.span, kind, "a share above 0 and at most 1, such as 0.35 or 35%");
    }
    share
}

fn activities_in(
    text: &RuleText,
    themes: &[Theme],
    services: &[Service],
    mistakes: &mut Vec<Mistake>,
) -> Vec<ThemeActivity> {
    let file = text.open();
    let mut found: Vec<(ThemeActivity, usize)> = Vec::new();
    read_rows(&file, &ACTIVITY_COLUMNS, &ACTIVITY_EXTRAS, themes, |cells| {
        let Some(activity) = activity(cells, services, &text.name) else { return };
        let is_same = |(known, _): &&(ThemeActivity, usize)| {
            (&known.theme, &known.body) == (&activity.theme, &activity.body)
                && known.activity.eq_ignore_ascii_case(&activity.activity)
        };
        match found.iter().find(is_same) {
            Some((known, first_line)) => {
                let expected = "each activity of a body once; give an activity with separate staff time another name";
                file.duplicate(cells.cell("activity").span, "activity", &known.activity, *first_line, expected);
            }
            None => found.push((activity, cells.row.line)),
        }
    });
    mistakes.extend(file.into_mistakes());
    found.into_iter().map(|(activity, _)| activity).collect()
}

fn activity(cells: &Cells<'_>, services: &[Service], file_name: &str) -> Option<ThemeActivity> {
    let all_filled = cells.all_filled(["body", "activity", "source", "who"]);
    let service = Some(cells.cell("service")).filter(|cell| !cell.text.is_empty());
    let ids = services.iter().map(|service| service.id.as_str());
    let is_known = service.as_ref().is_none_or(|cell| is_known_service(cell, ids, cells.file));
    let (theme, cost, n, intent) = (cells.theme(), cost(cells), quantity(cells), cells.intent());
    if !(all_filled && is_known) {
        return None;
    }
    Some(ThemeActivity {
        theme: theme?,
        body: cells.text("body"),
        service: service.map(|cell| cell.text),
        activity: cells.text("activity"),
        n: n?,
        unit: cells.text("unit"),
        cost: cost?,
        intent,
        within: Within::parse(&cells.text("within")),
        source: cells.text("source"),
        who: cells.text("who"),
        at: format!("{file_name}:{}", cells.row.line),
    })
}

/// A number of visits or nights as somebody states it; of people only a figure that was released. Hours of staff need no
/// number: they are then the hours in all.
fn quantity(cells: &Cells<'_>) -> Option<Quantity> {
    let (n, unit) = (cells.text("n"), cells.text("unit"));
    if let Some((topic, category)) = n.split_once(':') {
        let topic = topic.trim();
        if FigureTopic::parse(topic).is_none() {
            let expected = "`topic:category` of the table released_figure";
            let words = FigureTopic::WORDS.iter().copied();
            cells.file.unknown_word(cells.cell("n").span, "topic of released figures", topic, expected, words);
            return None;
        }
        return Some(Quantity::Released { topic: topic.to_owned(), category: category.trim().to_owned() });
    }
    if n.is_empty() && !cells.text("staff_hours").is_empty() {
        return Some(Quantity::Stated(1.0));
    }
    let is_unit = cells.is_filled("unit");
    if is_unit && counts_people(&unit) {
        let why = format!("`{unit}` are people, and `{n}` is not a released figure");
        cells.wrong("n", why, "`topic:category` of the table released_figure, such as families_by_agencies_at_least:2");
        return None;
    }
    let stated = cells.number("n", "a number above 0, or `topic:category` of the table released_figure");
    stated.filter(|_| is_unit).map(Quantity::Stated)
}

/// A unit cost holds everything, its staff too; so a row has one or the other.
fn cost(cells: &Cells<'_>) -> Option<ActivityCost> {
    let is_staff = ["staff_hours", "hourly_cost"].iter().any(|name| !cells.text(name).is_empty());
    match (cells.text("unit_cost"), is_staff) {
        (unit_cost, true) if !unit_cost.is_empty() => {
            let why = "a unit cost and staff time in one row would count the staff twice".to_owned();
            cells.wrong("staff_hours", why, "one of them; if the unit cost leaves staff out, two rows");
            None
        }
        (_, true) => {
            let hours = cells.number("staff_hours", "hours above 0");
            let (hourly, year) = (cells.pounds("hourly_cost"), cells.year("cost_year"));
            Some(ActivityCost::Staff { hours: hours?, hourly: hourly?, year: year? })
        }
        (unit_cost, false) if is_code(&unit_cost) => Some(ActivityCost::Unit(UnitPrice::Named(unit_cost))),
        (unit_cost, false) => {
            if unit_cost.is_empty() {
                cells.is_filled("unit_cost");
                return None;
            }
            let (pounds, year) = (cells.pounds("unit_cost"), cells.year("cost_year"));
            Some(ActivityCost::Unit(UnitPrice::Stated { pounds: pounds?, year: year? }))
        }
    }
}

/// A code of the unit costs begins with a letter: `CR1.4`.
fn is_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
#[path = "theme_rules_tests.rs"]
mod tests;
