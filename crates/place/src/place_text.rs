//! The words of a new place file: its template, values as TOML writes them, and remarks.

const TEMPLATE: &str = include_str!("../../../reference/place.template.toml");

/// How wide a line of remarks may be.
const WIDTH: usize = 118;

/// Fills the marks of the template in one pass, so that a name with a mark in it stays a name.
pub(crate) fn fill(values: &[(&str, String)]) -> String {
    let mut filled = String::new();
    let mut rest = TEMPLATE;
    while let Some((before, mark_and_after)) = rest.split_once("{{") {
        let (mark, after) = mark_and_after.split_once("}}").expect("every mark of the template is closed");
        let (_, value) = values.iter().find(|(name, _)| *name == mark).expect("every mark of the template has a value");
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled + rest
}

pub(crate) fn table(name: &str, keys: &[(&str, String)]) -> String {
    let keys: String = keys.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
    format!("\n[[{name}]]\n{keys}")
}

pub(crate) fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

/// A text as TOML writes it, whatever is in it.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A sentence as lines of remarks.
pub(crate) fn remark(text: &str) -> String {
    let mut lines = String::new();
    let mut line = "#".to_owned();
    for word in text.split_whitespace() {
        if WIDTH < line.chars().count() + 1 + word.chars().count() {
            lines.push_str(&line);
            lines.push('\n');
            "#".clone_into(&mut line);
        }
        line.push(' ');
        line.push_str(word);
    }
    lines + &line + "\n"
}

/// Lines that a person may make hold by taking the sign of remarks away.
pub(crate) fn remarked(lines: &str) -> String {
    lines.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("# {line}\n") }).collect()
}
