//! `mappings/`: how each body's files are read, proposed by `check` and confirmed by a person.
//!
//! A layout is a set of headings; every file with these headings is read the same way. A proposal
//! carries a digest of itself, so an edited one is known by its content: it belongs to a person after that
//! and wins over whatever the program would find.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use model::tables::VatBasis;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::dates::DateFormat;
use crate::fields::Field;
use crate::reading::{Points, Reading, Unit};

/// One layout of one body's files.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    pub headings: Vec<String>,
    #[serde(default)]
    pub files: Vec<String>,
    #[serde(default)]
    pub confidence: f64,
    #[serde(default)]
    pub confirmed: bool,
    #[serde(default)]
    pub proposal: String,
    /// Field word to heading; `Heading#2` is the second column of that name.
    pub columns: BTreeMap<String, String>,
    #[serde(default)]
    pub vat_basis: Option<String>,
    #[serde(default)]
    pub date_format: Option<String>,
    /// The unit of the amounts, if it is not pounds.
    #[serde(default)]
    pub unit: Option<String>,
    /// How thousands and pence are written, as `1,234.56` or `1.234,56`.
    #[serde(default)]
    pub points: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    #[serde(default)]
    layout: Vec<Layout>,
}

/// The layouts of every body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mappings {
    by_body: BTreeMap<String, Vec<Layout>>,
}

/// A mapping file that cannot be used, with the line to look at.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {text}")]
pub struct MappingError {
    pub path: String,
    pub text: String,
}

impl Mappings {
    /// The mappings of the files in `mappings/`, each a name such as `mappings/county.toml` and its content.
    pub fn of<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Result<Mappings, MappingError> {
        let mut by_body = BTreeMap::new();
        for (name, bytes) in files {
            let error = |text: String| MappingError { path: name.to_owned(), text };
            let text = std::str::from_utf8(bytes).map_err(|e| error(e.to_string()))?;
            let file: MappingFile = toml::from_str(text).map_err(|e| error(e.to_string()))?;
            file.layout.iter().try_for_each(check_words).map_err(error)?;
            let body = Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
            by_body.insert(body, file.layout);
        }
        Ok(Mappings { by_body })
    }

    /// Layouts that a person confirmed for a body.
    pub fn persons(&self, body_id: &str) -> impl Iterator<Item = &Layout> {
        self.by_body.get(body_id).into_iter().flatten().filter(|layout| layout.is_persons())
    }
}

fn check_words(layout: &Layout) -> Result<(), String> {
    let known = |words: Vec<&str>| words.join("`, `");
    for (word, heading) in &layout.columns {
        let field = Field::parse(word).ok_or_else(|| {
            format!("`{word}` is not a ledger field; the fields are `{}`", known(Field::ALL.map(Field::word).to_vec()))
        })?;
        if !heading.is_empty() && layout.index(field).is_none() {
            return Err(format!(
                "`{word} = \"{heading}\"`: there is no such heading; the headings are `{}`",
                layout.headings.join("`, `")
            ));
        }
    }
    if let Some(basis) = layout.vat_basis.as_deref().filter(|basis| VatBasis::parse(basis).is_none()) {
        return Err(format!(
            "vat_basis `{basis}` is not known; it must be one of `{}`",
            known(VatBasis::ALL.iter().map(|b| b.word()).collect())
        ));
    }
    if let Some(unit) = layout.unit.as_deref().filter(|unit| Unit::parse(unit).is_none()) {
        return Err(format!(
            "unit `{unit}` is not known; it must be one of `{}`",
            known(Unit::ALL.map(Unit::word).to_vec())
        ));
    }
    if let Some(points) = layout.points.as_deref().filter(|points| Points::of_word(points).is_none()) {
        return Err(format!(
            "points `{points}` is not known; it must be one of `{}`",
            known(Points::KNOWN.iter().filter_map(|points| points.word()).collect())
        ));
    }
    if let Some(format) = layout.date_format.as_deref().filter(|format| DateFormat::parse(format).is_none()) {
        return Err(format!(
            "date_format `{format}` is not known; it must be one of `{}`",
            known(DateFormat::EVERY.map(DateFormat::name).to_vec())
        ));
    }
    Ok(())
}

impl Layout {
    fn index(&self, field: Field) -> Option<usize> {
        let wanted = self.columns.get(field.word()).filter(|heading| !heading.is_empty())?;
        (0..self.headings.len()).find(|i| column_name(&self.headings, *i) == *wanted)
    }

    /// Whether a person confirmed it, in words or by changing what was proposed.
    pub fn is_persons(&self) -> bool {
        self.confirmed || self.proposal != self.digest()
    }

    fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for (field, heading) in &self.columns {
            hasher.update(format!("{field}={heading}\n"));
        }
        hasher.update(format!("{:?} {:?}", self.vat_basis, self.date_format));
        // Layouts without these keys keep the digest that they had before the keys existed.
        if self.unit.is_some() || self.points.is_some() {
            hasher.update(format!("{:?} {:?}", self.unit, self.points));
        }
        hasher.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Lays a person's choice over what was found.
    pub fn apply(&self, reading: &mut Reading) {
        reading.columns = Field::ALL.into_iter().filter_map(|field| Some((field, self.index(field)?))).collect();
        if let Some(basis) = self.vat_basis.as_deref().and_then(VatBasis::parse) {
            reading.vat_basis = basis;
        }
        if let Some(format) = self.date_format.as_deref().and_then(DateFormat::parse) {
            reading.date_format = Some(format);
        }
        if let Some(unit) = self.unit.as_deref().and_then(Unit::parse) {
            reading.unit = unit;
        }
        if let Some(points) = self.points.as_deref().and_then(Points::of_word) {
            reading.points = points;
        }
        reading.confidence = if reading.columns.contains_key(&Field::Amount) { 1.0 } else { 0.0 };
        reading.rival_amounts.clear();
        reading.is_confirmed = true;
    }

    fn proposed(reading: &Reading, files: Vec<String>) -> Layout {
        let mut layout = Layout {
            headings: reading.headings.clone(),
            files,
            confidence: (reading.confidence * 100.0).round() / 100.0,
            confirmed: false,
            proposal: String::new(),
            columns: reading
                .columns
                .iter()
                .map(|(field, i)| (field.word().to_owned(), column_name(&reading.headings, *i)))
                .collect(),
            vat_basis: Some(reading.vat_basis.word().to_owned()),
            date_format: reading.date_format.map(|format| format.name().to_owned()),
            unit: Some(reading.unit).filter(|unit| *unit != Unit::Pounds).map(|unit| unit.word().to_owned()),
            points: Some(reading.points).filter(|p| *p != Points::English).and_then(Points::word).map(str::to_owned),
        };
        layout.proposal = layout.digest();
        layout
    }
}

/// A column's heading, numbered where it is not the first of its name.
fn column_name(headings: &[String], index: usize) -> String {
    let heading = &headings[index];
    match headings[..index].iter().filter(|other| *other == heading).count() {
        0 => heading.clone(),
        n => format!("{heading}#{}", n + 1),
    }
}

/// The text of one body's mapping file: what a person confirmed first, then what was found.
pub fn mapping_file(body_id: &str, persons: &[&Layout], found: &[(Reading, String)]) -> String {
    let mut layouts: Vec<Layout> = persons.iter().map(|layout| (*layout).clone()).collect();
    for (reading, file) in found {
        match layouts.iter_mut().find(|layout| layout.headings == reading.headings) {
            Some(layout) if layout.files.contains(file) => {}
            Some(layout) => layout.files.push(file.clone()),
            None => layouts.push(Layout::proposed(reading, vec![file.clone()])),
        }
    }
    let mut text = format!(
        "# How the files of `{body_id}` are read. Proposed by `totalplace check`.\n\
         # If you change a line, your reading is used for every file with these headings.\n\
         # To accept a proposal, set `confirmed = true`. Fields: {}.\n\
         # `unit` may be {}; `points` may be {}.\n",
        Field::ALL.map(Field::word).join(", "),
        Unit::ALL.map(Unit::word).join(", "),
        Points::KNOWN.iter().filter_map(|points| points.word()).map(quoted).collect::<Vec<_>>().join(", ")
    );
    layouts.iter().for_each(|layout| write_layout(&mut text, layout));
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn write_layout(text: &mut String, layout: &Layout) {
    let list = |items: &[String]| format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "));
    text.push_str("\n[[layout]]\n");
    let mut line = |key: &str, value: String| writeln!(text, "{key} = {value}").expect("writing to a string");
    line("headings", list(&layout.headings));
    line("files", list(&layout.files));
    line("confidence", format!("{:?}", layout.confidence));
    line("confirmed", layout.confirmed.to_string());
    line("proposal", quoted(&layout.proposal));
    if let Some(basis) = &layout.vat_basis {
        line("vat_basis", quoted(basis));
    }
    if let Some(format) = &layout.date_format {
        line("date_format", quoted(format));
    }
    if let Some(unit) = &layout.unit {
        line("unit", quoted(unit));
    }
    if let Some(points) = &layout.points {
        line("points", quoted(points));
    }
    let mut columns = layout.columns.clone();
    columns.entry(Field::Amount.word().to_owned()).or_default();
    writeln!(text, "[layout.columns]").expect("writing to a string");
    for (field, heading) in &columns {
        writeln!(text, "{field} = {}", quoted(heading)).expect("writing to a string");
    }
}
