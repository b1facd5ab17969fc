//! Working out an expression, once for each distinct value of its columns, some rows at a time.

use std::borrow::Cow;

use super::joined::JoinedValues;
use super::slot::number;
use super::{Form, NicknameList, Slot};
use crate::linkage_model::{Expression, Function, Model};
use crate::placeholders::{Mask, Masks};
use crate::records::{Dictionary, NULL, Records, Texts};
use crate::text_form;
use crate::{Error, calendar};
use model::home::fold;

pub(super) struct Deriver<'a> {
    records: &'a Records,
    model: Model,
    masks: Option<Masks>,
    nicknames: NicknameList,
}

/// An expression on its way to a slot: what is known of its values after the rows so far.
pub(super) struct Derived<'a> {
    expression: Expression,
    forms: Vec<Form>,
    node: Node<'a>,
    /// For each value the records so far that have it.
    counts: Vec<u32>,
    /// The codes of the rows that came last.
    codes: Vec<u32>,
}

/// An expression and the values that it had so far.
enum Node<'a> {
    Column { at: usize, masks: Vec<Mask>, values: &'a Texts },
    Mapped { of: Box<Node<'a>>, function: Function, numbers: Vec<u32>, new_of_old: Vec<u32>, dictionary: Dictionary },
    Joined { first: Box<Node<'a>>, second: Box<Node<'a>>, values: JoinedValues },
    Either { first: Box<Node<'a>>, second: Box<Node<'a>>, dictionary: Dictionary },
}

impl<'a> Deriver<'a> {
    pub(super) fn new(records: &'a Records, model: &Model, masks: Option<&Masks>) -> Deriver<'a> {
        Deriver {
            records,
            model: model.clone(),
            masks: masks.cloned(),
            nicknames: NicknameList::with(&model.nicknames),
        }
    }

    pub(super) fn derived(&self, expression: &Expression, forms: &[Form]) -> Result<Derived<'a>, Error> {
        let node = self.node(expression)?;
        let counts = vec![0; node.values().len()];
        Ok(Derived { expression: expression.clone(), forms: forms.to_vec(), node, counts, codes: Vec::new() })
    }

    fn node(&self, expression: &Expression) -> Result<Node<'a>, Error> {
        match expression {
            Expression::Column(name) => Ok(self.column(name)),
            Expression::Of { function: function @ (Function::Joined | Function::Sorted), arguments, .. } => {
                Ok(Node::Joined {
                    first: Box::new(self.node(&arguments[0])?),
                    second: Box::new(self.node(&arguments[1])?),
                    values: JoinedValues::new(*function),
                })
            }
            Expression::Of { function: Function::Either, arguments, .. } => Ok(Node::Either {
                first: Box::new(self.node(&arguments[0])?),
                second: Box::new(self.node(&arguments[1])?),
                dictionary: Dictionary::default(),
            }),
            Expression::Of { function, arguments, numbers } => {
                let mut node = Node::Mapped {
                    of: Box::new(self.node(&arguments[0])?),
                    function: *function,
                    numbers: numbers.clone(),
                    new_of_old: Vec::new(),
                    dictionary: Dictionary::default(),
                };
                node.catch_up(self)?;
                Ok(node)
            }
        }
    }

    /// A column without the values that stand for a missing one.
    fn column(&self, name: &str) -> Node<'a> {
        let at = self.records.columns().iter().position(|column| column.name == name);
        let at = at.expect("the model was checked against the columns");
        let values = &self.records.columns()[at].values;
        let missing = self.model.missing.iter().filter(|missing| missing.column == name);
        let missing: Vec<String> = missing.flat_map(|missing| &missing.values).map(|value| fold(value)).collect();
        let mut masks = self.masks.as_ref().map_or_else(Vec::new, |masks| masks.of_column(at));
        if !missing.is_empty() {
            let is_missing = values.iter().map(|value| missing.contains(&fold(value)));
            masks.push(Mask { column: at, is_missing: is_missing.collect() });
        }
        Node::Column { at, masks, values }
    }

    /// None where the function has no value, such as the year of what is not a date.
    fn apply(&self, function: Function, numbers: &[u32], value: &str) -> Option<String> {
        let postcode = |piece: fn(text_form::Postcode) -> String| text_form::postcode(value).map(piece);
        let worked_out = match function {
            Function::Fold => fold(value),
            Function::Letters => text_form::letters(value),
            Function::Digits => text_form::digits(value),
            Function::Substr => substr(&fold(value), numbers),
            Function::FirstWord => fold(value).split(' ').next()?.to_owned(),
            Function::LastWord => fold(value).split(' ').next_back()?.to_owned(),
            Function::SortedWords => sorted_words(&fold(value)),
            Function::Soundex => text_form::soundex(value),
            Function::Metaphone => text_form::metaphone(value),
            Function::Formal => self.nicknames.formal(value),
            Function::Date => calendar::day(value)?.to_string(),
            Function::Iso => calendar::day(value).map_or_else(|| fold(value), |day| day.to_string()),
            Function::Year => calendar::day(value)?.year().to_string(),
            Function::Month => calendar::day(value)?.month().to_string(),
            Function::Day => calendar::day(value)?.day().to_string(),
            Function::Postcode => postcode(|pieces| pieces.full)?,
            Function::Sector => postcode(|pieces| pieces.sector)?,
            Function::District => postcode(|pieces| pieces.district)?,
            Function::Area => postcode(|pieces| pieces.area)?,
            Function::Round => multiple(value, numbers[0], f64::round)?,
            Function::Floor => multiple(value, numbers[0], f64::floor)?,
            Function::Mailbox => value.split('@').next()?.trim().to_owned(),
            Function::Joined | Function::Sorted | Function::Either => {
                unreachable!("functions of two values are worked out pairwise")
            }
        };
        Some(worked_out).filter(|text| !text.is_empty())
    }
}

impl<'a> Derived<'a> {
    /// Works out the next rows, given their codes of every column.
    pub(super) fn take(&mut self, deriver: &Deriver<'_>, columns: &[&[u32]]) -> Result<(), Error> {
        let codes = self.node.codes(deriver, columns)?;
        self.counts.resize(self.node.values().len(), 0);
        codes.iter().filter(|code| **code != NULL).for_each(|code| self.counts[*code as usize] += 1);
        self.codes.clear();
        self.codes.extend_from_slice(&codes);
        Ok(())
    }

    /// The codes of the rows that were taken last.
    pub(super) fn codes(&self) -> &[u32] {
        &self.codes
    }

    pub(super) fn finish(self, deriver: &Deriver<'_>) -> Result<Slot<'a>, Error> {
        let values = match self.node {
            Node::Column { values, .. } => Cow::Borrowed(values),
            Node::Mapped { dictionary, .. } | Node::Either { dictionary, .. } => Cow::Owned(dictionary.into_texts()),
            Node::Joined { values, .. } => Cow::Owned(values.into_texts()),
        };
        Slot::new(self.expression, values, &self.counts, &self.forms, &deriver.nicknames)
    }
}

impl Node<'_> {
    fn values(&self) -> &Texts {
        match self {
            Node::Column { values, .. } => values,
            Node::Mapped { dictionary, .. } | Node::Either { dictionary, .. } => dictionary.texts(),
            Node::Joined { values, .. } => values.texts(),
        }
    }

    fn codes<'c>(&mut self, deriver: &Deriver<'_>, columns: &[&'c [u32]]) -> Result<Cow<'c, [u32]>, Error> {
        match self {
            Node::Column { at, masks, .. } if masks.is_empty() => Ok(Cow::Borrowed(columns[*at])),
            Node::Column { at, masks, .. } => {
                let mut kept = columns[*at].to_vec();
                masks.iter().for_each(|mask| mask.apply(columns[mask.column], &mut kept));
                Ok(kept.into())
            }
            Node::Mapped { of, .. } => {
                let old = of.codes(deriver, columns)?;
                self.catch_up(deriver)?;
                let Node::Mapped { new_of_old, .. } = self else { unreachable!("it was one a line above") };
                let new = |code: &u32| if *code == NULL { NULL } else { new_of_old[*code as usize] };
                Ok(old.iter().map(new).collect::<Vec<_>>().into())
            }
            Node::Joined { first, second, values } => {
                let (a, b) = (first.codes(deriver, columns)?, second.codes(deriver, columns)?);
                values.catch_up([first.values(), second.values()])?;
                let code = |(a, b): (&u32, &u32)| {
                    if *a == NULL || *b == NULL { Ok(NULL) } else { values.code(*a, *b) }
                };
                Ok(a.iter().zip(b.iter()).map(code).collect::<Result<Vec<_>, _>>()?.into())
            }
            Node::Either { first, second, dictionary } => {
                let (a, b) = (first.codes(deriver, columns)?, second.codes(deriver, columns)?);
                let text = |(a, b): (&u32, &u32)| match (*a, *b) {
                    (NULL, NULL) => None,
                    (NULL, b) => Some(second.values().get(b as usize)),
                    (a, _) => Some(first.values().get(a as usize)),
                };
                let code = |text: Option<&str>| text.map_or(Ok(NULL), |text| dictionary.intern(text));
                Ok(a.iter().zip(b.iter()).map(text).map(code).collect::<Result<Vec<_>, _>>()?.into())
            }
        }
    }

    /// Applies the function to values that came since it was last asked.
    fn catch_up(&mut self, deriver: &Deriver<'_>) -> Result<(), Error> {
        let Node::Mapped { of, function, numbers, new_of_old, dictionary } = self else { return Ok(()) };
        for old in new_of_old.len()..of.values().len() {
            let value = deriver.apply(*function, numbers, of.values().get(old));
            new_of_old.push(value.map_or(Ok(NULL), |value| dictionary.intern(&value))?);
        }
        Ok(())
    }
}

/// A number, or the days of a date, as a multiple of a step.
fn multiple(value: &str, step: u32, to_whole: fn(f64) -> f64) -> Option<String> {
    let number = match number(value) {
        Some(number) => number,
        None => f64::from(calendar::day_number(calendar::day(value)?)),
    };
    let step = f64::from(step);
    Some(format!("{:.0}", to_whole(number / step) * step))
}

/// The folded text is ASCII, so bytes are letters.
fn substr(folded: &str, numbers: &[u32]) -> String {
    let (from, n) = (numbers[0] as usize - 1, numbers[1] as usize);
    folded.get(from.min(folded.len())..(from + n).min(folded.len())).unwrap_or_default().to_owned()
}

fn sorted_words(folded: &str) -> String {
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::Bound;
    use super::*;
    use crate::RecordsBuilder;

    fn records(rows: &[[Option<&str>; 2]]) -> Records {
        let mut builder = RecordsBuilder::new(&["a", "b"]).expect("columns");
        for (at, row) in rows.iter().enumerate() {
            builder.push(&at.to_string(), row).expect("a row");
        }
        builder.finish().expect("records")
    }

    fn check(expression: &str, a: &str, b: &str, expected: Option<&str>) {
        let records = records(&[[Some(a), Some(b)], [None, None]]);
        let text = format!(
            "version = 1\nname = 'x'\nblocking = [[{expression:?}]]\n[prior]\nprobability = 0.1\n\
             [[missing]]\ncolumn = 'a'\nvalues = ['1900-01-01']\n\
             [[comparison]]\nname = 'b'\nlevels = [{{is='same'}}, {{is='else'}}]"
        );
        let bound = Bound::new(&records, &Model::read(&text).expect("a model")).expect("bound");
        let slot = bound.slot_of(&bound.model.blocking[0].same[0]);
        let code = bound.row(0)[slot];
        let found = (code != NULL).then(|| bound.slots[slot].values.get(code as usize));
        assert_eq!(found, expected, "{expression} of {a} and {b}");
        assert_eq!(bound.row(1)[slot], NULL, "{expression} of nothing");
    }

    #[test]
    fn every_function_works_out_its_value() {
        check("a", "Siân", "x", Some("Siân"));
        check("a", "1900-01-01", "x", None);
        check("fold(a)", "Siân", "x", Some("sian"));
        check("letters(a)", "O'Neill 2", "x", Some("oneill"));
        check("digits(a)", "+44 20-1", "x", Some("44201"));
        check("digits(a)", "none", "x", None);
        check("substr(a, 2, 3)", "Łukasz", "x", Some("uka"));
        check("substr(a, 9, 3)", "Łukasz", "x", None);
        check("first_word(a)", "Mary Ann", "x", Some("mary"));
        check("last_word(a)", "Mary Ann", "x", Some("ann"));
        check("sorted_words(a)", "Mary Ann", "x", Some("ann mary"));
        check("soundex(a)", "Rupert", "x", Some("R163"));
        check("metaphone(a)", "Smyth", "x", Some("SM0"));
        check("formal(a)", "Bob", "x", Some("robert"));
        check("date(a)", "22/12/1972", "x", Some("1972-12-22"));
        check("year(a)", "22/12/1972", "x", Some("1972"));
        check("month(a)", "22/12/1972", "x", Some("12"));
        check("day(a)", "22/12/1972", "x", Some("22"));
        check("day(a)", "29-22-1983", "x", None);
        check("postcode(a)", "ls14ap", "x", Some("LS1 4AP"));
        check("sector(a)", "ls14ap", "x", Some("LS1 4"));
        check("district(a)", "ls14ap", "x", Some("LS1"));
        check("area(a)", "ls14ap", "x", Some("LS"));
        check("round(a, 10)", "£1,234.99", "x", Some("1230"));
        check("round(a, 10)", "1,235.00", "x", Some("1240"));
        check("floor(a, 10)", "1,235.00", "x", Some("1230"));
        check("floor(a, 10)", "-5", "x", Some("-10"));
        // Five days past a multiple of ten since 1970.
        check("floor(a, 10)", "16/01/1970", "x", Some("10"));
        check("round(a, 10)", "no number", "x", None);
        check("mailbox(a)", "Li.An@example.org", "x", Some("Li.An"));
        check("either(a, b)", "1900-01-01", "An", Some("An"));
        check("either(a, b)", "Li", "An", Some("Li"));
        check("joined(a, b)", "Li", "An", Some("li an"));
        check("sorted(a, b)", "Li", "An", Some("an li"));
        check("soundex(joined(a, b))", "Ru", "pert", Some("R163"));
    }
}
