//! How events are written for other tools: keys that they know, and two of our own for what they cannot say.

use std::borrow::Cow;

use model::event_log::{Clock, Moment, Precision};

use super::moment::local_text;

/// PM4Py's key for when an event began; `time:timestamp` is then its end.
pub(super) const START_KEY: &str = "start_timestamp";
pub(super) const TIME_KEY: &str = "time:timestamp";
/// How exactly the beginning, and the end, of an event are known, where that is less than to the second.
pub(super) const PRECISION_KEY: &str = "totalplace:precision";
pub(super) const END_PRECISION_KEY: &str = "totalplace:end_precision";
/// Whose clock the moments of a log are on. XES readers insist on an offset, so moments of a wall clock get that of UTC and the log
/// says that they are not.
pub(super) const CLOCK_KEY: &str = "totalplace:clock";
pub(super) const WALL: &str = "wall";

/// A moment to the second, as every tool wants it, with the offset where there is one to be written.
pub(super) fn full_moment(moment: Moment, has_offset: bool) -> String {
    format!("{}{}", local_text(moment.micros), if has_offset { "+00:00" } else { "" })
}

/// A moment no more exact than it is known.
pub(super) fn exact_moment(moment: Moment, clock: Clock) -> String {
    let local = local_text(moment.micros);
    let is_utc = clock == Clock::Utc;
    match moment.precision {
        Precision::Second => full_moment(moment, is_utc),
        Precision::Minute => format!("{}{}", &local[..16], if is_utc { "+00:00" } else { "" }),
        Precision::Day => local[..10].to_owned(),
        Precision::Month => local[..7].to_owned(),
    }
}

/// The word for a precision; none for the second, which goes without saying.
pub(super) fn word_of_precision(precision: Precision) -> Option<&'static str> {
    match precision {
        Precision::Second => None,
        Precision::Minute => Some("minute"),
        Precision::Day => Some("day"),
        Precision::Month => Some("month"),
    }
}

pub(super) fn precision_of_word(word: &str) -> Option<Precision> {
    let all = [Precision::Minute, Precision::Day, Precision::Month];
    all.into_iter().find(|precision| word_of_precision(*precision) == Some(word))
}

/// Text as an attribute of XML. Line breaks are written so that no reader makes spaces of them; what no XML may hold becomes the
/// sign for a letter that is not known.
pub(super) fn in_xml(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '<' | '>' | '&' | '"' | '\'') && (' '..'\u{fffe}').contains(&c);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '&' => written.push_str("&amp;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&apos;"),
            '\n' => written.push_str("&#10;"),
            '\r' => written.push_str("&#13;"),
            '\t' => written.push_str("&#9;"),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => written.push('\u{fffd}'),
            c => written.push(c),
        }
    }
    Cow::Owned(written)
}
