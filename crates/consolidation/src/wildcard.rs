//! Patterns of the count's rules: `*` for anything, `|` between alternatives, ignoring capitals.

/// A pattern, taken apart once for all figures that are compared with it.
#[derive(Clone, Debug)]
pub(crate) struct Wildcard(Vec<String>);

impl Wildcard {
    pub fn of(pattern: &str) -> Wildcard {
        Wildcard(pattern.split('|').map(bare).collect())
    }

    /// Whether a text that is [`bare`] fits one of the alternatives.
    pub fn fits(&self, text: &str) -> bool {
        self.0.iter().any(|alternative| fits(alternative, text))
    }
}

/// Whether a text fits one of a pattern's alternatives, for a pattern that is used once.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    Wildcard::of(pattern).fits(&bare(text))
}

/// A name as it is compared: publications change capitals, spaces and `&` from year to year.
pub(crate) fn bare(text: &str) -> String {
    let text = text.replace('&', " and ").replace('’', "'").to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fits(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything_and_case_for_nothing() {
        for (pattern, text) in [
            ("*", ""),
            ("education*", "Education  services"),
            ("*state pension*|x", "S032A044-STATE PENSION"),
            ("a*b*c", "aXbYbc"),
            ("children's *", "Children’s social care"),
            ("*support and *", "Employment Support & Allowance"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("education", "Education services"), ("a*b", "ab c"), ("ab*ba", "aba"), ("x|y", "xy")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
