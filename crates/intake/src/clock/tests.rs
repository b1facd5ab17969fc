use jiff::civil::date;

use super::*;

/// A cell, the text of its date, and its moment on the first of May 2024.
fn check(text: &str, expected_date: &str, expected: Option<&str>) {
    let stamp = Stamp::of(text);
    assert_eq!(stamp.date, expected_date, "{text}");
    let found = moment(date(2024, 5, 1), stamp.clock).map(|(moment, _)| moment.to_string());
    assert_eq!(found.as_deref(), expected, "{text}: {:?}", stamp.clock);
}

#[test]
fn a_time_is_read_in_every_form_beside_a_date() {
    let morning = Some("2024-05-01T09:30:00");
    for (text, date) in [
        ("2024-05-01 09:30", "2024-05-01"),
        ("2024-05-01T09:30:00", "2024-05-01"),
        ("2024-05-01T09:30:00.000+01:00", "2024-05-01"),
        ("2024-05-01T08:30:00Z", "2024-05-01"),
        ("2024-05-01 08:30:00+0000", "2024-05-01"),
        ("2024-05-01 08:30 UTC", "2024-05-01"),
        ("2024-05-01 09:30 BST", "2024-05-01"),
        ("2024-05-01T09:30:00+01:00[Europe/London]", "2024-05-01"),
        ("20240501T0930", "20240501"),
        ("202405010930", "20240501"),
        ("20240501093000", "20240501"),
        ("01/05/2024 9.30am", "01/05/2024"),
        ("01/05/2024 9.30 a.m.", "01/05/2024"),
        ("01/05/2024 9:30:00 AM", "01/05/2024"),
        ("01/05/2024 0930", "01/05/2024"),
        ("01/05/2024 09.30", "01/05/2024"),
        ("1 May 2024 at 9.30am", "1 May 2024"),
        ("Wed 1 May 2024, 09:30", "Wed 1 May 2024"),
        ("09:30 01/05/2024", "01/05/2024"),
        ("9.30am on 1 May 2024", "1 May 2024"),
        ("01MAY2024:09:30:00", "01MAY2024"),
        ("45413.395833", "45413"),
        ("45413.3958", "45413"),
    ] {
        check(text, date, morning);
    }
    check("01/05/2024 9 PM", "01/05/2024", Some("2024-05-01T21:00:00"));
    check("01/05/2024 12:05 am", "01/05/2024", Some("2024-05-01T00:05:00"));
    check("01/05/2024 12 noon", "01/05/2024", Some("2024-05-01T12:00:00"));
    check("2024-05-01 09:30:15.276", "2024-05-01", Some("2024-05-01T09:30:15"));
    check("2024-04-30T23:00:00Z", "2024-04-30", Some("2024-05-02T00:00:00"));
}

#[test]
fn a_date_alone_has_no_time() {
    for text in
        ["01/05/2024", "1 May 2024", "May 2024", "2024-05", "20240501", "45413", "01.05.2024", "Wednesday 1 May 2024"]
    {
        assert_eq!(Stamp::of(text), Stamp { date: text, clock: Clock::Absent }, "{text}");
    }
}

#[test]
fn what_is_not_a_time_is_said() {
    for text in
        ["2024-05-01 25:00", "2024-05-01 09:61", "01/05/2024 13.30pm", "2024-05-01 09:30-10:15", "2024-05-01 24:00"]
    {
        let stamp = Stamp::of(text);
        assert_eq!((stamp.date.len(), stamp.clock), (10, Clock::Unreadable), "{text}");
    }
}

#[test]
fn a_time_is_read_in_a_cell_of_its_own() {
    for text in [
        "09:30",
        "9:30",
        "9.30am",
        "0930",
        "930",
        "09.30",
        "09:30:00",
        "093000",
        "0.395833333333333",
        "9:30 AM",
        "0.3958",
    ] {
        let Clock::Wall(clock) = time_alone(text) else { panic!("{text}: {:?}", time_alone(text)) };
        assert_eq!((clock.time, clock.has_seconds), (jiff::civil::time(9, 30, 0, 0), false), "{text}");
    }
    assert_eq!(
        (time_alone(""), time_alone("9"), time_alone("morning")),
        (Clock::Absent, Clock::Unreadable, Clock::Unreadable)
    );
    assert_eq!((time_alone("1260"), time_alone("24:00")), (Clock::Unreadable, Clock::Unreadable));
}

#[test]
fn seconds_since_1970_are_moments_of_the_british_clock() {
    let winter = Stamp::of("1704101400");
    assert_eq!(winter.clock, Clock::Epoch(date(2024, 1, 1).at(9, 30, 0, 0)));
    assert_eq!(Stamp::of("1714552200000").clock, Clock::Epoch(date(2024, 5, 1).at(9, 30, 0, 0)));
}

#[test]
fn clocks_change_at_one_of_utc_on_the_last_sundays_of_march_and_october() {
    for (utc, wall) in [
        (date(2024, 3, 31).at(0, 59, 0, 0), date(2024, 3, 31).at(0, 59, 0, 0)),
        (date(2024, 3, 31).at(1, 0, 0, 0), date(2024, 3, 31).at(2, 0, 0, 0)),
        (date(2024, 10, 27).at(0, 59, 0, 0), date(2024, 10, 27).at(1, 59, 0, 0)),
        (date(2024, 10, 27).at(1, 0, 0, 0), date(2024, 10, 27).at(1, 0, 0, 0)),
    ] {
        assert_eq!(british(utc), wall);
    }
}
