//! How published figures enter the whole count: `published_line.csv`, `programme.csv` and `funding_line.csv`, the place's own rows first.

use authored::{Cell, Mistake, Mistakes, Reading};
use model::count_rule::{CountRules, CountedAs, LineRule, LineTreatment, ProgrammeRule};
use model::funding::{FundingRule, Instrument, MoneyIn};
use model::spending::{Control, SpendingKind};
use model::{ClientGroup, Intent, WHOLE_BODY};

use crate::error::PlaceError;
use crate::files::Files;
use crate::rule_text::{RuleText, own, shipped};
use crate::services::{Service, is_known_service, outturn_services, place_services};

pub(crate) const PUBLISHED_LINE: &str = "published_line.csv";
pub(crate) const PROGRAMME: &str = "programme.csv";

const LINE_COLUMNS: [&str; 12] = [
    "series",
    "label",
    "body_kind",
    "treatment",
    "service",
    "kind",
    "control",
    "intent",
    "client_group",
    "class",
    "counted_at",
    "reason",
];
const PROGRAMME_COLUMNS: [&str; 13] = [
    "department",
    "function",
    "segment",
    "driver",
    "better_driver",
    "class",
    "tested_error",
    "service",
    "kind",
    "control",
    "intent",
    "client_group",
    "reason",
];
pub(crate) const FUNDING_LINE: &str = "funding_line.csv";
const FUNDING_COLUMNS: [&str; 6] = ["series", "label", "money_in", "instrument", "funder", "reason"];
/// The driver of what is known to be spent and tied to no district.
const NO_DRIVER: &str = "none";

/// The rules of the whole count: the place's own, the shipped ones, and last what `outturn_service.csv` says of lines
/// that no rule names.
///
/// # Errors
/// [`PlaceError::Mistakes`] in any of the lists.
pub fn count_rules(files: &Files) -> Result<CountRules, PlaceError> {
    let services = place_services(files)?;
    let (mut rules, mut mistakes) = (CountRules::default(), Vec::new());
    for text in own(files, PUBLISHED_LINE)?.into_iter().chain([shipped(PUBLISHED_LINE)]) {
        rules.lines.extend(lines_in(&text, &services, &mut mistakes));
    }
    for text in own(files, PROGRAMME)?.into_iter().chain([shipped(PROGRAMME)]) {
        rules.programmes.extend(programmes_in(&text, &services, &mut mistakes));
    }
    for text in own(files, FUNDING_LINE)?.into_iter().chain([shipped(FUNDING_LINE)]) {
        rules.funding.extend(funding_in(&text, &mut mistakes));
    }
    rules.lines.extend(outturn_services(files)?.into_iter().map(|line| {
        let is_part = line.series.ends_with(":employees");
        let treatment = match () {
            () if line.service == WHOLE_BODY => "total",
            () if is_part => "other_measure",
            () => "counted",
        };
        LineRule {
            treatment: LineTreatment::parse(treatment).expect("a treatment of the list"),
            counted_as: CountedAs {
                cofog: cofog_of(&services, &line.service),
                service: line.service,
                ..CountedAs::default()
            },
            counted_at: None,
            reason: if is_part { "pay within the service's own figure" } else { "a service's figure" }.to_owned(),
            series: line.series,
            label: line.label,
            body_kind: "*".to_owned(),
            at: line.at,
        }
    }));
    Ok(Mistakes::or(mistakes, rules)?)
}

fn lines_in(text: &RuleText, services: &[Service], mistakes: &mut Vec<Mistake>) -> Vec<LineRule> {
    let file = text.open();
    let mut found = Vec::new();
    file.columns(&LINE_COLUMNS, |row, cells| {
        let [series, label, body_kind, treatment, of @ .., class, counted_at, reason] = cells;
        let needed = [(series, "series"), (label, "label"), (treatment, "treatment"), (reason, "reason")];
        let is_filled = needed.into_iter().filter(|(cell, name)| !file.is_filled(cell, name)).count() == 0;
        let words = LineTreatment::words();
        let treatment = word(&file, treatment, "treatment", LineTreatment::parse, words);
        let is_counted = !matches!(treatment, Some(LineTreatment::SetAside(_)));
        let counted_as = CountedAs { class: class.text.clone(), ..counted_as(&file, services, of) };
        if is_counted {
            file.is_filled(of[0], "service");
        }
        let Some(treatment) = treatment.filter(|_| is_filled) else { return };
        found.push(LineRule {
            series: series.text.clone(),
            label: label.text.clone(),
            body_kind: anything(body_kind),
            treatment,
            counted_as,
            counted_at: Some(counted_at.text.clone()).filter(|at| !at.is_empty()),
            reason: reason.text.clone(),
            at: format!("{}:{}", text.name, row.line),
        });
    });
    mistakes.extend(file.into_mistakes());
    found
}

fn programmes_in(text: &RuleText, services: &[Service], mistakes: &mut Vec<Mistake>) -> Vec<ProgrammeRule> {
    let file = text.open();
    let mut found = Vec::new();
    file.columns(&PROGRAMME_COLUMNS, |row, cells| {
        let [department, function, segment, driver, better, class, error, of @ .., reason] = cells;
        let is_filled = file.is_filled(driver, "driver") & file.is_filled(of[0], "service");
        let tested_error = tested_error(&file, error);
        let counted_as = counted_as(&file, services, of);
        if !is_filled {
            return;
        }
        found.push(ProgrammeRule {
            department: anything(department),
            function: anything(function),
            segment: anything(segment),
            drivers: drivers(driver),
            better_driver: better.text.clone(),
            tested_error,
            counted_as: CountedAs { class: class.text.clone(), ..counted_as },
            reason: reason.text.clone(),
            at: format!("{}:{}", text.name, row.line),
        });
    });
    mistakes.extend(file.into_mistakes());
    found
}

fn funding_in(text: &RuleText, mistakes: &mut Vec<Mistake>) -> Vec<FundingRule> {
    let file = text.open();
    let mut found = Vec::new();
    file.columns(&FUNDING_COLUMNS, |row, [series, label, money_in, instrument, funder, reason]| {
        let needed = [
            (series, "series"),
            (label, "label"),
            (money_in, "money_in"),
            (instrument, "instrument"),
            (reason, "reason"),
        ];
        let is_filled = needed.into_iter().filter(|(cell, name)| !file.is_filled(cell, name)).count() == 0;
        let money_in = word(&file, money_in, "sign", MoneyIn::parse, MoneyIn::WORDS.iter().copied());
        let words = Instrument::WORDS.iter().copied();
        let instrument = word(&file, instrument, "instrument", Instrument::parse, words);
        let (Some(money_in), Some(instrument), true) = (money_in, instrument, is_filled) else { return };
        found.push(FundingRule {
            series: series.text.clone(),
            label: label.text.clone(),
            money_in,
            instrument,
            funder: Some(funder.text.clone()).filter(|funder| !funder.is_empty()),
            reason: reason.text.clone(),
            at: format!("{}:{}", text.name, row.line),
        });
    });
    mistakes.extend(file.into_mistakes());
    found
}

/// `claimants|population`: plausible drivers, the best first; none for `none`.
fn drivers(cell: &Cell) -> Vec<String> {
    let names = cell.text.split('|').map(str::trim);
    names.filter(|name| *name != NO_DRIVER).map(str::to_owned).collect()
}

/// An empty condition asks for nothing.
fn anything(cell: &Cell) -> String {
    if cell.text.is_empty() { "*".to_owned() } else { cell.text.clone() }
}

fn counted_as(file: &Reading, services: &[Service], [service, kind, control, intent, group]: [&Cell; 5]) -> CountedAs {
    if !service.text.is_empty() {
        is_known_service(service, services.iter().map(|known| known.id.as_str()), file);
    }
    CountedAs {
        service: service.text.clone(),
        cofog: cofog_of(services, &service.text),
        kind: word(file, kind, "kind", SpendingKind::parse, SpendingKind::WORDS.iter().copied()),
        control: word(file, control, "control", Control::parse, Control::WORDS.iter().copied()),
        intent: word(file, intent, "intent", Intent::parse, Intent::WORDS.iter().copied()),
        client_group: word(file, group, "client group", ClientGroup::parse, ClientGroup::WORDS.iter().copied()),
        class: String::new(),
    }
}

/// A word of a list; none where the cell is empty, and a mistake where it is another.
fn word<'a, T>(
    file: &Reading,
    cell: &Cell,
    what: &str,
    parse: fn(&str) -> Option<T>,
    words: impl Iterator<Item = &'a str> + Clone,
) -> Option<T> {
    if cell.text.is_empty() {
        return None;
    }
    let found = parse(&cell.text);
    if found.is_none() {
        let expected = words.clone().collect::<Vec<_>>().join(", ");
        file.unknown_word(cell.span.clone(), what, &cell.text, format!("one of {expected}"), words);
    }
    found
}

/// `-0.33` for a driver that gave a third less than was published.
fn tested_error(file: &Reading, cell: &Cell) -> Option<f64> {
    if cell.text.is_empty() {
        return None;
    }
    let error = cell.text.parse().ok().filter(|error: &f64| (-0.9..=9.0).contains(error));
    if error.is_none() {
        file.unknown_word(cell.span.clone(), "error", &cell.text, "a fraction from -0.9 to 9, such as -0.33", []);
    }
    error
}

fn cofog_of(services: &[Service], id: &str) -> Option<String> {
    services.iter().find(|service| service.id == id).and_then(|service| service.cofog.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RULES;

    fn rules_with(name: &str, text: &str) -> Result<CountRules, PlaceError> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("rules")).unwrap();
        std::fs::write(dir.path().join("rules").join(name), text).unwrap();
        count_rules(&Files::read(dir.path(), RULES).unwrap())
    }

    #[test]
    fn the_shipped_rules_can_be_read_and_a_place_s_own_come_first() {
        let text = format!("{}\nro,Lamps,,memo,,,,,,,,the mayor's own lamps\n", LINE_COLUMNS.join(","));
        let rules = rules_with(PUBLISHED_LINE, &text).unwrap();
        assert_eq!(
            (rules.lines[0].label.as_str(), rules.lines[0].at.as_str()),
            ("Lamps", "rules/published_line.csv:2")
        );
        assert!(rules.lines.len() > 40 && rules.programmes.len() > 20);
    }

    #[test]
    fn a_rule_that_says_nothing_the_count_knows_is_a_mistake() {
        let text = format!("{}\nro,Lamps,,counted,lamps,,,,,,,light\n", LINE_COLUMNS.join(","));
        let error = rules_with(PUBLISHED_LINE, &text).unwrap_err();
        assert!(error.mistakes()[0].in_one_line().contains("`lamps` is not a valid service"));
        let text = format!("{}\n*,*,*,population,,,a third,nhs,,,,,x\n", PROGRAMME_COLUMNS.join(","));
        let error = rules_with(PROGRAMME, &text).unwrap_err();
        assert!(error.mistakes()[0].in_one_line().contains("`a third` is not a valid error"));
    }
}
