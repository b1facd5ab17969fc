//! One rule file: conditions on the left, what follows on the right.

use authored::{Cell, Mistake, MistakeKind, Reading, Row, hint, nearest};
use model::BodyKind;
use model::rule::{Pattern, Rule, RuleField};

use crate::rule_text::RuleText;

const ID: &str = "id";
const NOTE: &str = "note";
/// The outcome that takes a shipped rule away.
const OFF: &str = "off";
/// Anything at all, said on purpose.
const ANYTHING: &str = "*";

/// A rule as it is in a file.
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

    /// Whether it asks for one of some values of a field.
    pub(crate) fn names(&self, field: RuleField) -> bool {
        let asks = |text: &str| !text.is_empty() && text != ANYTHING && !text.starts_with('!');
        self.columns.conditions.iter().any(|(column, of)| *of == field && asks(&self.row.cell(*column).text))
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
    text: &RuleText,
    outcomes: &[&'static str],
    known: &Known<'_>,
    then: impl Fn(&Outcome<'_>, &Reading) -> Option<T>,
) -> (Vec<Entry<T>>, Vec<Mistake>) {
    let file = text.open();
    let rows = file.rows();
    let mut entries = Vec::new();
    let mut seen: Vec<(String, usize)> = Vec::new();
    if let Some(columns) = rows.first().and_then(|header| columns(header, outcomes, &file)) {
        for row in &rows[1..] {
            not_ragged(row, &columns, &file);
            unique_id(row, &columns, &mut seen, &file);
            let outcome = Outcome { row, columns: &columns };
            entries.extend(entry(&outcome, known, &then, &file));
        }
    }
    (entries, file.into_mistakes())
}

/// Reads the header; none where a column is missing that every rule needs.
fn columns(header: &Row, wanted: &[&'static str], file: &Reading) -> Option<Columns> {
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
            file.duplicate(cell.span.clone(), "column", name, header.line, "each column once");
        } else if let Some(field) = RuleField::parse(name) {
            conditions.push((column, field));
        } else if name != ID && name != NOTE {
            unknown_column(cell, wanted, file);
        }
    }
    let id = names.iter().position(|name| name == ID);
    let outcome = outcomes.first().is_some_and(|(_, name)| *name == wanted[0]);
    let missing = [(id.is_none(), ID), (!outcome, wanted[0])].into_iter().filter(|(missing, _)| *missing);
    for (_, name) in missing {
        file.missing_key(header.cells[0].span.clone(), name, file.name(), format!("a column `{name}`"));
    }
    outcome.then_some(Columns { names, id: id?, conditions, outcomes })
}

fn unknown_column(cell: &Cell, wanted: &[&'static str], file: &Reading) {
    let fields = RuleField::ALL.iter().map(|field| field.word());
    let known = [ID, NOTE].into_iter().chain(fields).chain(wanted.iter().copied());
    file.unknown_key(cell.span.clone(), &cell.text, file.name(), "a column of a rule file", known);
}

fn entry<T>(
    outcome: &Outcome<'_>,
    known: &Known<'_>,
    then: impl Fn(&Outcome<'_>, &Reading) -> Option<T>,
    file: &Reading,
) -> Option<Entry<T>> {
    let id = outcome.row.cell(outcome.columns.id);
    if id.text.is_empty() {
        let kind = MistakeKind::Empty { key: ID.to_owned() };
        file.add(id.span, kind, "a name for the rule, to show beside what it decides");
        return None;
    }
    let first = outcome.cell(outcome.columns.outcomes[0].1);
    if first.text == OFF {
        return switched_off(&id, known, file).map(|id| Entry::Off { id });
    }
    let when = conditions(outcome, known, file);
    if !outcome.has_condition() && !outcome.is_catch_all() {
        let hint = "if you mean every remaining line, write `*` in one of the condition columns".to_owned();
        let kind =
            MistakeKind::Unfit(format!("the rule `{}` has no condition, so it would decide every line", id.text));
        file.add_with_hint(id.span, kind, "a pattern in at least one condition column", Some(hint));
    }
    let at = format!("{}:{}", file.name(), outcome.row.line);
    Some(Entry::Rule(Rule { id: id.text, at, when, then: then(outcome, file)?, is_shipped: false }))
}

fn switched_off(id: &Cell, known: &Known<'_>, file: &Reading) -> Option<String> {
    if known.shipped.contains(&id.text) {
        return Some(id.text.clone());
    }
    let shipped = known.shipped.iter().map(String::as_str);
    let hint = nearest(&id.text, shipped).map(|word| format!("did you mean `{word}`?"));
    let kind = MistakeKind::NotThere { what: "shipped rule".to_owned(), id: id.text.clone() };
    file.add_with_hint(id.span.clone(), kind, "the id of a shipped rule to switch off", hint);
    None
}

/// The conditions that are filled in; `*` is filled in and asks for nothing.
fn conditions(outcome: &Outcome<'_>, known: &Known<'_>, file: &Reading) -> Vec<(RuleField, Pattern)> {
    let mut when = Vec::new();
    for (column, field) in &outcome.columns.conditions {
        let cell = outcome.row.cell(*column);
        if cell.text.is_empty() || cell.text == ANYTHING {
            continue;
        }
        match Pattern::parse(&cell.text) {
            Ok(pattern) => {
                can_match(*field, &pattern, &cell, known, file);
                when.push((*field, pattern));
            }
            Err(error) => {
                let kind = MistakeKind::Unfit(format!("the pattern `{}` cannot be read: {}", error.text, error.reason));
                file.add(
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
fn can_match(field: RuleField, pattern: &Pattern, cell: &Cell, known: &Known<'_>, file: &Reading) {
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
        let kind = MistakeKind::Unfit(format!("the pattern `{}` matches no {what} there is", pattern.text));
        file.add_with_hint(cell.span.clone(), kind, format!("a pattern for a {what}"), hint(&pattern.text, values));
    }
}

fn not_ragged(row: &Row, columns: &Columns, file: &Reading) {
    if let Some(extra) = row.cells.iter().skip(columns.names.len()).find(|cell| !cell.text.is_empty()) {
        let (n_cells, n_columns) = (row.cells.len(), columns.names.len());
        let kind = MistakeKind::Unfit(format!("the row has {n_cells} cells and the header has {n_columns}"));
        file.add(
            extra.span.clone(),
            kind,
            "no more cells than the header has; put text that contains a comma in quotes",
        );
    }
}

fn unique_id(row: &Row, columns: &Columns, seen: &mut Vec<(String, usize)>, file: &Reading) {
    let id = row.cell(columns.id);
    match seen.iter().find(|(other, _)| *other == id.text) {
        Some((_, first_line)) => {
            file.duplicate(id.span, "rule", &id.text, *first_line, "an id that no other rule of the file has");
        }
        None if id.text.is_empty() => {}
        None => seen.push((id.text, row.line)),
    }
}
