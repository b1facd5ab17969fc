//! Characters that a page cannot hold, made visible.

use std::borrow::Cow;

/// Replaces characters that XML 1.0, and so a workbook, cannot hold by the Unicode picture of each:
/// `U+0001` becomes `␁`. Tabs and line ends stay.
pub fn without_unprintable(text: &str) -> Cow<'_, str> {
    replace(text, |c| !matches!(c, '\t' | '\n' | '\r') && is_unprintable(c))
}

/// Replaces every control character: a terminal would obey it, and a tab or line end breaks a table.
pub fn for_terminal(text: &str) -> Cow<'_, str> {
    replace(text, |c| is_unprintable(c) || c.is_control() || is_direction(c))
}

fn replace(text: &str, is_bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    // Nearly every cell is plain, and this runs for each of millions.
    if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) || !text.chars().any(&is_bad) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_bad(c) { picture(c) } else { c }).collect::<String>().into()
}

fn is_unprintable(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Marks that turn the direction of writing, which can make a name look like another.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn picture(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_visible() {
        assert_eq!(without_unprintable("a\u{1}b\tc\n"), "a␁b\tc\n");
        assert_eq!(for_terminal("\u{1b}[31mred\tname\u{7f}\u{202e}"), "␛[31mred␉name␡\u{fffd}");
        assert!(matches!(without_unprintable("Café & Söhne"), Cow::Borrowed(_)));
    }
}
