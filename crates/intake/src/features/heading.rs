//! Headings as they are compared: letters and digits alone, and the unit apart.

/// A heading of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// As printed.
    pub text: String,
    /// The heading of the group of columns that it stands under.
    pub group: Option<String>,
    /// Small letters and digits of it, without its unit.
    pub key: String,
    /// What stands in brackets at its end, such as `m²`.
    pub unit: Option<String>,
}

impl Heading {
    pub fn new(text: &str, group: Option<String>) -> Heading {
        let (name, unit) = split_unit(text.trim());
        Heading { text: text.trim().to_owned(), group, key: key(name), unit: unit.map(str::to_owned) }
    }

    /// The heading without its unit.
    pub fn name(&self) -> &str {
        split_unit(&self.text).0
    }
}

/// Small letters and digits: `Post Code`, `post_code` and `PostCode` are one.
pub fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `Gross internal floor area (m²)` is a name and a unit.
fn split_unit(text: &str) -> (&str, Option<&str>) {
    let split = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match split {
        Some((name, unit)) if !name.trim().is_empty() && !unit.trim().is_empty() => (name.trim(), Some(unit.trim())),
        _ => (text, None),
    }
}
