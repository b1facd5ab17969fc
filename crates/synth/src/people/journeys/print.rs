//! When a contact was, as each agency prints it.

use jiff::civil::{Date, date};

use crate::people::agencies::Agency;
use crate::people::columns::{iso, named_month, slashes};
use crate::people::contacts::Contact;

/// The cells of start, end, start time and end time.
pub(in crate::people) fn printed_times(contact: &Contact) -> [String; 4] {
    let agency = contact.activity.agency;
    let Some((from, to)) = contact.slot else {
        let end = contact.end.map(|end| printed_day(agency, end)).unwrap_or_default();
        return [printed_day(agency, contact.start), end, String::new(), String::new()];
    };
    let day = printed_day(agency, contact.start);
    match printed_time_alone(agency) {
        Some(time) => [day.clone(), day, time(from), time(to)],
        None => {
            let moment = |minute: u16| format!("{day}{}", printed_time_beside(agency, contact.start, minute));
            [moment(from), moment(to), String::new(), String::new()]
        }
    }
}

fn printed_day(agency: Agency, day: Date) -> String {
    match agency {
        Agency::Police | Agency::Voluntary => slashes(day),
        Agency::MentalHealth => named_month(day),
        _ => iso(day),
    }
}

/// How agencies print a time that has a column of its own.
fn printed_time_alone(agency: Agency) -> Option<fn(u16) -> String> {
    match agency {
        Agency::Schools => Some(colons),
        Agency::Housing => Some(|minute| {
            let half = if minute < 12 * 60 { "am" } else { "pm" };
            format!("{}.{:02}{half}", (minute / 60 + 11) % 12 + 1, minute % 60)
        }),
        Agency::Voluntary => Some(|minute| format!("{:02}{:02}", minute / 60, minute % 60)),
        _ => None,
    }
}

/// What stands behind the day in the same cell.
fn printed_time_beside(agency: Agency, day: Date, minute: u16) -> String {
    match agency {
        Agency::Health => format!("T{}:00{}", colons(minute), if is_summer(day) { "+01:00" } else { "Z" }),
        Agency::SocialCare => format!(" {}:00", colons(minute)),
        Agency::Police => format!(" {:02}{:02}", minute / 60, minute % 60),
        _ => format!(" {}", colons(minute)),
    }
}

fn colons(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// British summer time, from the last Sunday of March until that of October; nothing happens while clocks change.
fn is_summer(day: Date) -> bool {
    let last_sunday = |month: i8| {
        let last = date(day.year(), month, 31);
        last.saturating_sub(jiff::Span::new().days(i64::from(last.weekday().to_sunday_zero_offset())))
    };
    last_sunday(3) <= day && day < last_sunday(10)
}
