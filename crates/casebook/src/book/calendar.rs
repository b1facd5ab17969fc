//! A book as a calendar that phones and mail programs open. It lies on screens that others see, so every entry says
//! `Appointment` and nothing else.

use icalendar::{Calendar, Component, Event};
use jiff::civil::DateTime;
use journey::people::Book;

/// What every entry is called.
const NAME: &str = "Appointment";

/// The calendar of a book (RFC 5545). Times are those of the wall clock where people live.
pub fn calendar(book: &Book) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", "-//Total Place//appointments//EN"));
    for (at, entry) in book.entries.iter().enumerate() {
        let mut event = Event::new();
        let stamp = entry.start_at.unwrap_or_else(|| entry.start.at(0, 0, 0, 0));
        // Made of the moment alone, so that it tells nothing of the agency.
        let n_before = book.entries[..at].iter().filter(|earlier| earlier.moment() == entry.moment()).count();
        event.uid(&format!("{}-{n_before}@totalplace", moment(stamp))).summary(NAME);
        event.add_property("DTSTAMP", format!("{}Z", moment(stamp)));
        match entry.start_at {
            Some(start) => {
                event.add_property("DTSTART", moment(start));
                if let Some(end) = entry.end_at.filter(|end| start < *end) {
                    event.add_property("DTEND", moment(end));
                }
            }
            None => {
                event.append_property(
                    icalendar::Property::new("DTSTART", entry.start.strftime("%Y%m%d").to_string())
                        .add_parameter("VALUE", "DATE")
                        .done(),
                );
            }
        }
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

fn moment(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::testing::book;

    #[test]
    fn an_entry_says_appointment_and_when() {
        let text = calendar(&book());
        let lines: Vec<&str> = text.lines().collect();
        let starting = |start: &str| lines.iter().filter(|line| line.starts_with(start)).copied().collect::<Vec<_>>();
        assert_eq!(starting("SUMMARY"), ["SUMMARY:Appointment", "SUMMARY:Appointment"]);
        assert_eq!(starting("DTSTART"), ["DTSTART;VALUE=DATE:20250601", "DTSTART:20250602T093000"]);
        assert_eq!(starting("DTEND"), ["DTEND:20250602T101500"]);
        for secret in ["health", "schools", "Visit", "R1", "DESCRIPTION", "LOCATION"] {
            assert!(!text.to_lowercase().contains(&secret.to_lowercase()), "{secret}");
        }
        assert_eq!(text, calendar(&book()), "the same book gives the same bytes");
    }
}
