//! What is printed and said: data on stdout, talk on stderr.
//!
//! A reader that has stopped reading, as `head` does, is no fault on either. What files hold never commands a terminal.

use std::borrow::Cow;
use std::fmt::Arguments;
use std::io::{IsTerminal, Write};

/// Prints a line of talk to stderr; takes what `format!` takes.
macro_rules! say {
    ($($text:tt)*) => { $crate::talk::line(format_args!($($text)*)) };
}

/// Says a line.
pub fn line(text: Arguments<'_>) {
    ask(format_args!("{text}\n"));
}

/// Says something and stays on the line.
pub fn ask(text: Arguments<'_>) {
    let mut err = std::io::stderr().lock();
    let text = harmless(&text.to_string()).into_owned();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// What stdout gets: on a terminal nothing that would command it, elsewhere every byte.
pub fn shown(text: &str) -> Cow<'_, str> {
    if std::io::stdout().is_terminal() { harmless(text) } else { Cow::Borrowed(text) }
}

/// Text without control characters, except for the ends of lines and for colours.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte == b'\n' || (b' '..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut harmless = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let n_kept = if first == '\n' { 1 } else { colour_bytes(rest) };
        let (kept, after) = rest.split_at(if 0 < n_kept { n_kept } else { first.len_utf8() });
        harmless.push_str(&if 0 < n_kept { Cow::Borrowed(kept) } else { report::for_terminal(kept) });
        rest = after;
    }
    Cow::Owned(harmless)
}

/// Bytes of the colour that a text begins with, such as `ESC[1;31m`; 0 where it begins with none.
fn colour_bytes(text: &str) -> usize {
    let Some(numbers) = text.strip_prefix("\u{1b}[") else { return 0 };
    let n_digits = numbers.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
    // 8 writes in the colour of the ground, which hides what follows.
    let hides = numbers[..n_digits].split(';').any(|number| number == "8");
    if numbers[n_digits..].starts_with('m') && !hides { 2 + n_digits + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_holds_does_not_command_a_terminal() {
        assert_eq!(harmless("Café\nÆ"), "Café\nÆ");
        assert_eq!(harmless("\u{1b}[1;31mred\u{1b}[0m"), "\u{1b}[1;31mred\u{1b}[0m");
        for (text, expected) in [
            ("a\u{1b}]0;title\u{7}b", "a␛]0;title␇b"),
            ("\u{1b}[2Jgone", "␛[2Jgone"),
            ("\u{1b}[8mhidden", "␛[8mhidden"),
            ("over\rwritten", "over␍written"),
            ("\u{9b}2J", "\u{fffd}2J"),
        ] {
            assert_eq!(harmless(text), expected);
        }
    }
}
