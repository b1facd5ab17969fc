//! One rule file: conditions on the left, what follows on the right.

use model::BodyKind;
use model::rule::{Pattern, Rule, RuleField};

use crate::csv_file::{Cell, Row, rows};
use crate::mistake::{Mistake, MistakeKind, Mistakes};
use crate::nearest::{hint, nearest};

const ID: &str = "id";
const NOTE: &str = "note";
/// The outcome that takes a shipped rule away.
const OFF: &str = "off";
/// Anything at all, said on purpose.
const ANYTHING: &str = "*";

/// A rule as it stands in a file.
pub(crate) enum Entry<T> {
    Rule(Rule<T>),
    /// Takes the shipped rule with this id away.
    Off {
        id: String,
    },
}

/// What a rule may speak of; none where it cannot be known.
pub(crate) struct Known<'a> {
    /// Bodies of the place.
    pub(crate) bodies: Option<&'a [String]>,
    /// Ids of the shipped rules, which alone can be switched off.
    pub(crate) shipped: &'a [String],
}

/// The columns of a rule file and what each of them is for.
struct Columns {
    names: Vec<String>,
    id: usize,
    conditions: Vec<(usize, RuleField)>,
    outcomes: Vec<(usize, &'static str)>,
}

/// The outcome cells of one rule.
pub(crate) struct Outcome<'a> {
    row: &'a Row,
    columns: &'a Columns,
}

impl Outcome<'_> {
    /// The cell of an outcome, without the mark of a catch-all.
    pub(crate) fn cell(&self, name: &str) -> Cell {
        let mut cell = match self.columns.outcomes.iter().find(|(_, outcome)| *outcome == name) {
            Some((column, _)) => self.row.cell(*column),
            None => Cell { text: String::new(), span: self.row.cell(self.columns.names.len()).span },
        };
        cell.text = cell.text.trim_matches('*').trim().to_owned();
        cell
    }

    /// Whether a condition is filled in, readable or not.
    fn has_condition(&self) -> bool {
        self.columns.conditions.iter().any(|(column, _)| !self.row.cell(*column).text.is_empty())
    }

    /// Whether the outcome carries the mark of a rule for every line that is left.
    fn is_catch_all(&self) -> bool {
        let first = self.row.cell(self.columns.outcomes[0].0).text;
        first.starts_with(ANYTHING) || first.ends_with(ANYTHING)
    }
}

/// Reads a rule file; `outcomes` names its outcome columns, of which the first must be there.
pub(crate) fn parse<T>(
    file: &str,
    text: &str,
    outcomes: &[&'static str],
    known: &Known<'_>,
    then: impl Fn(&Outcome<'_>, &mut Mistakes) -> Option<T>,
) -> (Vec<Entry<T>>, Vec<Mistake>) {
    let mut mistakes = Mistakes::of_file(file, text);
    let rows = rows(text, &mut mistakes);
    let mut entries = Vec::new();
    let mut seen: Vec<(String, usize)> = Vec::new();
    if let Some(columns) = rows.first().and_then(|header| columns(file, header, outcomes, &mut mistakes)) {
        for row in &rows[1..] {
            not_ragged(row, &columns, &mut mistakes);
            unique_id(row, &columns, &mut seen, &mut mistakes);
            let outcome = Outcome { row, columns: &columns };
            entries.extend(entry(file, &outcome, known, &then, &mut mistakes));
        }
    }
    (entries, mistakes.into_found())
}

/// Reads the header; none where a column is missing that every rule needs.
fn columns(file: &str, header: &Row, wanted: &[&'static str], mistakes: &mut Mistakes) -> Option<Columns> {
    let names: Vec<String> = header.cells.iter().map(|cell| cell.text.to_lowercase()).collect();
    // In service.csv the body's own heading and the outcome are both called `service`; the outcome stands last.
    let outcomes: Vec<(usize, &'static str)> =
        wanted.iter().filter_map(|name| Some((names.iter().rposition(|known| known == name)?, *name))).collect();
    let mut conditions: Vec<(usize, RuleField)> = Vec::new();
    for (column, cell) in header.cells.iter().enumerate() {
        let name = names[column].as_str();
        if name.is_empty() || outcomes.iter().any(|(outcome, _)| *outcome == column) {
            continue;
        }
        if names[..column].iter().any(|earlier| earlier == name) {
            let kind = MistakeKind::Duplicate { what: "column", id: name.to_owned(), first_line: header.line };
            mistakes.add(cell.span.clone(), kind, "each column once");
        } else if let Some(field) = RuleField::parse(name) {
            conditions.push((column, field));
        } else if name != ID && name != NOTE {
            unknown_column(file, cell, wanted, mistakes);
        }
    }
    let id = names.iter().position(|name| name == ID);
    let outcome = outcomes.first().is_some_and(|(_, name)| *name == wanted[0]);
    let missing = [(id.is_none(), ID), (!outcome, wanted[0])].into_iter().filter(|(missing, _)| *missing);
    for (_, name) in missing {
        let kind = MistakeKind::MissingKey { key: name.to_owned(), table: file.to_owned() };
        mistakes.add(header.cells[0].span.clone(), kind, format!("a column `{name}`"));
    }
    outcome.then_some(Columns { names, id: id?, conditions, outcomes })
}

fn unknown_column(file: &str, cell: &Cell, wanted: &[&'static str], mistakes: &mut Mistakes) {
    let fields = RuleField::ALL.iter().map(|field| field.word());
    let known: Vec<&str> = [ID, NOTE].into_iter().chain(fields).chain(wanted.iter().copied()).collect();
    let kind = MistakeKind::UnknownKey { key: cell.text.clone(), table: file.to_owned() };
    mistakes.add_with_hint(cell.span.clone(), kind, "a column of a rule file", hint(&cell.text, known));
}

fn entry<T>(
    file: &str,
    outcome: &Outcome<'_>,
    known: &Known<'_>,
    then: impl Fn(&Outcome<'_>, &mut Mistakes) -> Option<T>,
    mistakes: &mut Mistakes,
) -> Option<Entry<T>> {
    let id = outcome.row.cell(outcome.columns.id);
    if id.text.is_empty() {
        mistakes.add(
            id.span,
            MistakeKind::Empty { key: ID.to_owned() },
            "a name for the rule, to show beside what it decides",
        );
        return None;
    }
    let first = outcome.cell(outcome.columns.outcomes[0].1);
    if first.text == OFF {
        return switched_off(&id, known, mistakes).map(|id| Entry::Off { id });
    }
    let when = conditions(outcome, known, mistakes);
    if !outcome.has_condition() && !outcome.is_catch_all() {
        let hint = "if every line that is left is meant, write `*` in one of the condition columns".to_owned();
        let kind = MistakeKind::NoCondition { id: id.text.clone() };
        mistakes.add_with_hint(id.span, kind, "a pattern in at least one condition column", Some(hint));
    }
    let at = format!("{file}:{}", outcome.row.line);
    Some(Entry::Rule(Rule { id: id.text, at, when, then: then(outcome, mistakes)? }))
}

fn switched_off(id: &Cell, known: &Known<'_>, mistakes: &mut Mistakes) -> Option<String> {
    if known.shipped.contains(&id.text) {
        return Some(id.text.clone());
    }
    let shipped = known.shipped.iter().map(String::as_str);
    let hint = nearest(&id.text, shipped).map(|word| format!("did you mean `{word}`?"));
    let kind = MistakeKind::NotThere { what: "shipped rule", id: id.text.clone() };
    mistakes.add_with_hint(id.span.clone(), kind, "the id of a shipped rule to switch off", hint);
    None
}

/// The conditions that are filled in; `*` is filled in and asks for nothing.
fn conditions(outcome: &Outcome<'_>, known: &Known<'_>, mistakes: &mut Mistakes) -> Vec<(RuleField, Pattern)> {
    let mut when = Vec::new();
    for (column, field) in &outcome.columns.conditions {
        let cell = outcome.row.cell(*column);
        if cell.text.is_empty() || cell.text == ANYTHING {
            continue;
        }
        match Pattern::parse(&cell.text) {
            Ok(pattern) => {
                can_match(*field, &pattern, &cell, known, mistakes);
                when.push((*field, pattern));
            }
            Err(error) => {
                let kind = MistakeKind::BadPattern { text: error.text, why: error.reason };
                mistakes.add(
                    cell.span,
                    kind,
                    "words, `=whole cell`, `one | other`, `begin*`, `!not` or `/regular expression/`",
                );
            }
        }
    }
    when
}

/// Where a field has few values, a pattern that matches none of them is a slip of the keyboard.
fn can_match(field: RuleField, pattern: &Pattern, cell: &Cell, known: &Known<'_>, mistakes: &mut Mistakes) {
    let kinds = || BodyKind::ALL.iter().map(|kind| kind.word());
    let (what, values): (&'static str, Vec<&str>) = match field {
        RuleField::BodyKind => ("body kind", kinds().collect()),
        RuleField::CounterpartyKind => ("body kind", kinds().chain(["none"]).collect()),
        RuleField::Capital => ("word for it", vec!["capital", "revenue"]),
        RuleField::Sign => ("sign", vec!["negative", "positive"]),
        RuleField::Body => match known.bodies {
            Some(bodies) => ("body", bodies.iter().map(String::as_str).collect()),
            None => return,
        },
        _ => return,
    };
    // Most patterns are one of the values, or several, and a thousand expressions cost a tenth of a second.
    let body = pattern.text.trim_start_matches('!');
    let written = body.split('|').map(|alternative| alternative.trim().trim_start_matches('=').trim());
    if written.into_iter().any(|word| values.iter().any(|value| value.eq_ignore_ascii_case(word))) {
        return;
    }
    let Ok(regex) = regex::RegexBuilder::new(&pattern.regex).case_insensitive(true).build() else { return };
    if !values.iter().any(|value| regex.is_match(value)) {
        let kind = MistakeKind::NeverMatches { what, text: pattern.text.clone() };
        mistakes.add_with_hint(cell.span.clone(), kind, format!("a pattern for a {what}"), hint(&pattern.text, values));
    }
}

fn not_ragged(row: &Row, columns: &Columns, mistakes: &mut Mistakes) {
    if let Some(extra) = row.cells.iter().skip(columns.names.len()).find(|cell| !cell.text.is_empty()) {
        let kind = MistakeKind::Ragged { found: row.cells.len(), columns: columns.names.len() };
        mistakes.add(
            extra.span.clone(),
            kind,
            "no more cells than the header has; put text with a comma in it in quotes",
        );
    }
}

fn unique_id(row: &Row, columns: &Columns, seen: &mut Vec<(String, usize)>, mistakes: &mut Mistakes) {
    let id = row.cell(columns.id);
    match seen.iter().find(|(other, _)| *other == id.text) {
        Some((_, first_line)) => {
            let kind = MistakeKind::Duplicate { what: "rule", id: id.text, first_line: *first_line };
            mistakes.add(id.span, kind, "an id that no other rule of the file has");
        }
        None if id.text.is_empty() => {}
        None => seen.push((id.text, row.line)),
    }
}
