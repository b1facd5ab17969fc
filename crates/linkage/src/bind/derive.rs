//! Working out an expression, once for each distinct value of its columns.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::{Form, NicknameList, Slot};
use crate::linkage_model::{Expression, Function, Model};
use crate::records::{Dictionary, NULL, Records, Texts};
use crate::text_form::{self, fold};
use crate::{Error, calendar};

pub(super) struct Deriver<'a> {
    records: &'a Records,
    model: Model,
    nicknames: NicknameList,
}

struct Derived<'a> {
    codes: Cow<'a, [u32]>,
    values: Cow<'a, Texts>,
}

impl<'a> Deriver<'a> {
    pub(super) fn new(records: &'a Records, model: &Model) -> Deriver<'a> {
        Deriver { records, model: model.clone(), nicknames: NicknameList::with(&model.nicknames) }
    }

    /// The slot of an expression, and its code for each row.
    pub(super) fn slot(&self, expression: &Expression, forms: &[Form]) -> Result<(Slot<'a>, Vec<u32>), Error> {
        let Derived { codes, values } = self.derive(expression)?;
        let slot = Slot::new(expression.clone(), values, &codes, forms, &self.nicknames)?;
        Ok((slot, codes.into_owned()))
    }

    fn derive(&self, expression: &Expression) -> Result<Derived<'a>, Error> {
        match expression {
            Expression::Column(name) => Ok(self.column(name)),
            Expression::Of { function: Function::Joined | Function::Sorted, arguments, .. } => {
                let is_sorted = matches!(expression, Expression::Of { function: Function::Sorted, .. });
                pairwise(&self.derive(&arguments[0])?, &self.derive(&arguments[1])?, is_sorted)
            }
            Expression::Of { function, arguments, numbers } => {
                let of = self.derive(&arguments[0])?;
                mapped(&of, |value| self.apply(*function, numbers, value))
            }
        }
    }

    /// A column without the values that stand for a missing one.
    fn column(&self, name: &str) -> Derived<'a> {
        let column = self.records.column(name).expect("the model was checked against the columns");
        let values = Cow::Borrowed(&column.values);
        let missing = self.model.missing.iter().filter(|missing| missing.column == name);
        let missing: Vec<String> = missing.flat_map(|missing| &missing.values).map(|value| fold(value)).collect();
        if missing.is_empty() {
            return Derived { codes: Cow::Borrowed(&column.codes), values };
        }
        let is_missing: Vec<bool> = column.values.iter().map(|value| missing.contains(&fold(value))).collect();
        let kept = |code: &u32| if *code != NULL && is_missing[*code as usize] { NULL } else { *code };
        Derived { codes: column.codes.iter().map(kept).collect::<Vec<_>>().into(), values }
    }

    /// None where the function has no value, such as the year of what is no date.
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
            Function::Year => calendar::day(value)?.year().to_string(),
            Function::Month => calendar::day(value)?.month().to_string(),
            Function::Day => calendar::day(value)?.day().to_string(),
            Function::Postcode => postcode(|pieces| pieces.full)?,
            Function::Sector => postcode(|pieces| pieces.sector)?,
            Function::District => postcode(|pieces| pieces.district)?,
            Function::Area => postcode(|pieces| pieces.area)?,
            Function::Joined | Function::Sorted => unreachable!("functions of two values are worked out pairwise"),
        };
        Some(worked_out).filter(|text| !text.is_empty())
    }
}

fn mapped<'a>(of: &Derived<'_>, function: impl Fn(&str) -> Option<String>) -> Result<Derived<'a>, Error> {
    let mut dictionary = Dictionary::default();
    let mut new_of_old = Vec::with_capacity(of.values.len());
    for value in of.values.iter() {
        new_of_old.push(function(value).map_or(Ok(NULL), |value| dictionary.intern(&value))?);
    }
    let codes: Vec<u32> =
        of.codes.iter().map(|code| if *code == NULL { NULL } else { new_of_old[*code as usize] }).collect();
    Ok(Derived { codes: codes.into(), values: Cow::Owned(dictionary.into_texts()) })
}

fn pairwise<'a>(first: &Derived<'_>, second: &Derived<'_>, is_sorted: bool) -> Result<Derived<'a>, Error> {
    let mut dictionary = Dictionary::default();
    let mut known: HashMap<(u32, u32), u32, FixedState> = HashMap::default();
    let mut codes = Vec::with_capacity(first.codes.len());
    for (a, b) in first.codes.iter().zip(second.codes.iter()) {
        if *a == NULL || *b == NULL {
            codes.push(NULL);
            continue;
        }
        let code = match known.get(&(*a, *b)) {
            Some(code) => *code,
            None => {
                let (a_text, b_text) = (fold(first.values.get(*a as usize)), fold(second.values.get(*b as usize)));
                let swap = is_sorted && b_text < a_text;
                let (a_text, b_text) = if swap { (b_text, a_text) } else { (a_text, b_text) };
                let code = dictionary.intern(&format!("{a_text} {b_text}"))?;
                known.insert((*a, *b), code);
                code
            }
        };
        codes.push(code);
    }
    Ok(Derived { codes: codes.into(), values: Cow::Owned(dictionary.into_texts()) })
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
        check("joined(a, b)", "Li", "An", Some("li an"));
        check("sorted(a, b)", "Li", "An", Some("an li"));
        check("soundex(joined(a, b))", "Ru", "pert", Some("R163"));
    }
}
