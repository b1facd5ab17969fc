//! A book of appointments on a terminal, on paper and as a calendar.

mod calendar;
mod paper;
mod terminal;

pub use calendar::calendar;
pub use paper::{Print, paper};
pub use terminal::{book_text, team_text};

use jiff::civil::Date;
use journey::people::Contact;

/// What a calendar and a page of ours carry, so that they are known again.
pub const MARKS: [&str; 2] =
    ["-//Total Place//appointments//EN", "<meta name=\"generator\" content=\"Total Place appointments\">"];

/// What was done, as it may be printed: without signs that command a terminal or turn text round, and nothing where it holds
/// somebody's number or a postcode.
fn activity(entry: &Contact) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: String = entry.activity.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    match disclosure::identifier_in(&plain).is_some() || holds_postcode(&plain) {
        true => "Contact".to_owned(),
        false => plain,
    }
}

/// Two words as those of a postcode: `WX1 1ED`.
fn holds_postcode(text: &str) -> bool {
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_inward = |word: &str| {
        let bytes = word.as_bytes();
        bytes.len() == 3 && bytes[0].is_ascii_digit() && bytes[1..].iter().all(u8::is_ascii_alphabetic)
    };
    let is_outward = |word: &str| {
        (2..=4).contains(&word.len())
            && word.as_bytes()[0].is_ascii_alphabetic()
            && word.bytes().any(|byte| byte.is_ascii_digit())
    };
    let is_whole = |word: &str| {
        (5..=7).contains(&word.len()) && is_inward(&word[word.len() - 3..]) && is_outward(&word[..word.len() - 3])
    };
    words.windows(2).any(|pair| is_outward(pair[0]) && is_inward(pair[1])) || words.iter().any(|word| is_whole(word))
}

/// `Tuesday 3 June 2025, 9:30am`, or the day alone where no time is known.
fn when(entry: &Contact) -> String {
    let day = entry.start.strftime("%A %-d %B %Y").to_string();
    match entry.start_at {
        Some(at) => format!("{day}, {}", clock(at.hour(), at.minute())),
        None => day,
    }
}

/// As GOV.UK writes it: `9am`, `9:30am`, `12:15pm`.
fn clock(hour: i8, minute: i8) -> String {
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    if minute == 0 { format!("{hour}{half}") } else { format!("{hour}:{minute:02}{half}") }
}

fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// An agency as people say it: `mental_health` is `Mental health`.
fn agency(id: &str) -> String {
    let spaced = id.replace(['_', '-'], " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn n_of(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
pub(crate) mod testing {
    use jiff::civil::Date;
    use journey::people::{Book, Contact};
    use model::event_log::Precision;

    /// A visit of health on 1 June 2025, and one of schools the day after from 9:30 to 10:15.
    pub fn book() -> Book {
        let second = Date::constant(2025, 6, 2);
        let visit = |agency: &str, activity: &str| Contact {
            person_id: 1,
            agency: agency.to_owned(),
            contact_id: "C1".to_owned(),
            record_id: "R1".to_owned(),
            activity: activity.to_owned(),
            team: None,
            start: Date::constant(2025, 6, 1),
            end: None,
            start_at: None,
            end_at: None,
            precision: Precision::Day,
            channel: None,
            outcome: None,
            cost: None,
            cost_source: model::tables::CostSource::NotKnown,
            cost_rule: None,
            case_id: None,
            assessment_type: None,
            triggered_by: None,
            demand: None,
            other_text: None,
            is_assessment: false,
            row: 1,
        };
        let timed = Contact {
            start: second,
            start_at: Some(second.at(9, 30, 0, 0)),
            end_at: Some(second.at(10, 15, 0, 0)),
            precision: Precision::Minute,
            ..visit("schools", "Visit <b>")
        };
        Book { entries: vec![visit("health", "Visit"), timed], unconfirmed: vec![], clashes: vec![], repeats: vec![] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_people_say_them() {
        let times = [(0, 0), (9, 0), (9, 30), (12, 15), (17, 5)].map(|(hour, minute)| clock(hour, minute));
        assert_eq!(times, ["12am", "9am", "9:30am", "12:15pm", "5:05pm"]);
        assert_eq!(agency("mental_health"), "Mental health");
        assert!(holds_postcode("Visit at 1 Willow Lane WX1 1ED") && holds_postcode("at wx11ed"));
        assert!(!holds_postcode("Follow-up in 3 weeks") && !holds_postcode("B12 vitamin check"));
    }
}
