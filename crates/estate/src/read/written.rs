//! `MODEL.toml`: the question, who needs something, where it could be, and how far that is.

use std::cell::RefCell;

use authored::{Keys, Mistake, MistakeKind, Mistakes, read_toml};
use money::Money;

use super::distances::reach;
use super::or_library::{read_holmberg, read_pmed, read_pmedcap};
use super::places::{points, sites};
use super::roof::estate;
use crate::location::{Model, Question};
use crate::roof::Estate;

/// What a model file asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    Location(Model),
    Roof(Box<Estate>),
}

/// Gives the text of a file that the model names, or says why it cannot.
pub type Open<'o> = dyn Fn(&str) -> Result<String, String> + 'o;

const KEYS: [&str; 22] = [
    "title",
    "kind",
    "p",
    "limit",
    "unit",
    "circuity",
    "split",
    "pounds_per_unit",
    "budget",
    "instance",
    "format",
    "points",
    "point",
    "sites",
    "site",
    "distances",
    "year",
    "move_cost",
    "service",
    "building",
    "need",
    "apart",
];
const KINDS: [(&str, Kind); 7] = [
    ("p-median", Kind::Median),
    ("p-centre", Kind::Centre),
    ("lscp", Kind::Cover),
    ("mclp", Kind::MostCovered),
    ("cheapest", Kind::Cheapest),
    ("within-budget", Kind::WithinBudget),
    ("co-location", Kind::Roof),
];
const FORMATS: [(&str, Format); 3] =
    [("pmed", Format::Pmed), ("pmedcap", Format::Pmedcap), ("holmberg", Format::Holmberg)];
/// More sites or pounds than any place has.
const N_MAX: i64 = 10_000_000;
pub const NUMBER_MAX: f64 = 1e12;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Median,
    Centre,
    Cover,
    MostCovered,
    Cheapest,
    WithinBudget,
    Roof,
}

#[derive(Clone, Copy)]
enum Format {
    Pmed,
    Pmedcap,
    Holmberg,
}

/// The files that a model names, and the mistakes in them.
pub struct Files<'o> {
    pub open: &'o Open<'o>,
    pub mistakes: RefCell<Vec<Mistake>>,
}

/// Reads a model; `open` gives the text of each file that it names, by the path as written.
///
/// # Errors
/// Every mistake in the model and in its files, with line, column and what was probably meant.
pub fn read(text: &str, file: &str, open: &Open<'_>) -> Result<Written, Mistakes> {
    let files = Files { open, mistakes: RefCell::default() };
    let model = read_toml(text, file, "the model", &KEYS, |keys| Some(written(keys, &files)));
    let mut mistakes = files.mistakes.into_inner();
    match model {
        Ok(Some(model)) if mistakes.is_empty() => Ok(model),
        Ok(_) => {
            mistakes.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
            Err(Mistakes { mistakes })
        }
        Err(mut found) => {
            found.mistakes.append(&mut mistakes);
            Err(found)
        }
    }
}

impl Files<'_> {
    /// The text of a file; a mistake where its name stands if there is none.
    pub fn text(&self, keys: &Keys<'_>, key: &str) -> Option<(String, String)> {
        let name = keys.needed(key, "\"points.csv\"")?;
        match (self.open)(&name) {
            Ok(text) => Some((name, text)),
            Err(why) => {
                let kind = MistakeKind::Unfit(format!("`{name}` cannot be read: {why}"));
                keys.wrong(key, kind, "a file beside the model");
                None
            }
        }
    }

    pub fn keep<T>(&self, result: Result<T, Mistakes>) -> Option<T> {
        result.map_err(|mut found| self.mistakes.borrow_mut().append(&mut found.mistakes)).ok()
    }
}

fn written(keys: &Keys<'_>, files: &Files<'_>) -> Option<Written> {
    let kind = keys.word("kind", "kind of model", &KINDS);
    if kind == Some(Kind::Roof) {
        return estate(keys, files).map(|estate| Written::Roof(Box::new(estate)));
    }
    if keys.has("instance") {
        return instance(keys, files, kind).map(Written::Location);
    }
    keys.need("kind", "`kind = \"p-median\"`, or another kind");
    let question = kind.and_then(|kind| question(keys, kind));
    let points = points(keys, files);
    let sites = sites(keys, files);
    let limit = limit(keys);
    let unit = keys.owned("unit").unwrap_or_else(|| "km".to_owned());
    let (points, sites, question) = (points?, sites?, question?);
    let reach = reach(keys, files, &points, &sites, limit)?;
    Some(Written::Location(Model {
        title: title(keys),
        question,
        points: points.into_iter().map(|(point, _)| point).collect(),
        sites: sites.into_iter().map(|(site, _)| site).collect(),
        reach,
        limit,
        may_split: keys.truth("split").unwrap_or(false),
        unit,
    }))
}

pub fn title(keys: &Keys<'_>) -> String {
    keys.owned("title").unwrap_or_else(|| keys.file.name().to_owned())
}

pub fn limit(keys: &Keys<'_>) -> Option<f64> {
    keys.number("limit", 0.0..=NUMBER_MAX)
}

/// Pounds as money.
pub fn money(keys: &Keys<'_>, key: &str) -> Option<Money> {
    keys.number(key, 0.0..=1e13).map(|pounds| Money::from_pence((pounds * 100.0).round() as i64))
}

fn question(keys: &Keys<'_>, kind: Kind) -> Option<Question> {
    let n_sites = |keys: &Keys<'_>| {
        keys.need("p", "`p = 4`, the number of sites");
        keys.whole("p", 1..=N_MAX).map(|n_sites| n_sites as usize)
    };
    if matches!(kind, Kind::Cover | Kind::MostCovered) {
        keys.need("limit", "`limit = 3.0`, the distance within which people are covered");
    }
    match kind {
        Kind::Median => n_sites(keys).map(|n_sites| Question::Median { n_sites }),
        Kind::Centre => n_sites(keys).map(|n_sites| Question::Centre { n_sites }),
        Kind::MostCovered => n_sites(keys).map(|n_sites| Question::MostCovered { n_sites }),
        Kind::Cover => Some(Question::Cover),
        Kind::Cheapest => keys
            .needed_number("pounds_per_unit", 0.0..=NUMBER_MAX)
            .map(|pounds_per_unit| Question::Cheapest { pounds_per_unit }),
        Kind::WithinBudget => {
            keys.need("budget", "`budget = 250000`, in pounds");
            money(keys, "budget").map(|budget| Question::WithinBudget { budget })
        }
        Kind::Roof => None,
    }
}

/// A published instance; its format says the question, which `kind` may change.
fn instance(keys: &Keys<'_>, files: &Files<'_>, kind: Option<Kind>) -> Option<Model> {
    keys.need("format", "`format = \"pmed\"`, \"pmedcap\" or \"holmberg\"");
    let format = keys.word("format", "format", &FORMATS);
    let (name, text) = files.text(keys, "instance")?;
    let mut model = files.keep(match format? {
        Format::Pmed => read_pmed(&text, &name),
        Format::Pmedcap => read_pmedcap(&text, &name),
        Format::Holmberg => read_holmberg(&text, &name),
    })?;
    let n_sites = keys.whole("p", 1..=N_MAX).map(|n_sites| n_sites as usize).or(model.n_sites());
    model.limit = limit(keys);
    model.may_split = keys.truth("split").unwrap_or(false);
    model.question = match (kind, n_sites) {
        (None | Some(Kind::Median), Some(n_sites)) => Question::Median { n_sites },
        (Some(Kind::Centre), Some(n_sites)) => Question::Centre { n_sites },
        (Some(Kind::MostCovered), Some(n_sites)) => Question::MostCovered { n_sites },
        (None, None) => model.question,
        (Some(kind), _) => question(keys, kind)?,
    };
    Some(Model { title: title(keys), ..model })
}
