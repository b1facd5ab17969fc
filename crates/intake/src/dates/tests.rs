use super::*;

fn check(text: &str, voted: DateFormat, expected: &str) {
    let found = read_date(text, voted).map(|date| date.to_string()).unwrap_or_default();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn short_years_in_front_are_known_by_the_place_s_year_in_files_of_a_few_days() {
    use DateFormat::*;
    let vote = |texts: &[&str]| {
        let mut vote = DateVote::default();
        texts.iter().for_each(|text| vote.count(text, 1));
        vote.winner_near(2024)
    };
    assert_eq!(vote(&["24-04-01"]), Some(ShortYearMonthDay));
    assert_eq!(vote(&["24-04-01", "24-04-02"]), Some(ShortYearMonthDay));
    assert_eq!(vote(&["24-04-24", "24-04-25"]), Some(ShortYearMonthDay));
    assert_eq!(vote(&["240401"]), Some(CompactShortYearFirst));
    // Day first, unless that cannot be.
    assert_eq!(vote(&["24-04-24"]), Some(DayMonthYear));
    assert_eq!(vote(&["01-04-24", "02-04-24"]), Some(DayMonthYear));
    assert_eq!(vote(&["24-04-01", "13-05-01"]), Some(DayMonthYear));
}

#[test]
fn dates_are_read_in_every_way_that_ledgers_write_them() {
    use DateFormat::*;
    check("03/04/2024", DayMonthYear, "2024-04-03");
    check("03/04/2024", MonthDayYear, "2024-03-04");
    check("3.4.24", DayMonthYear, "2024-04-03");
    check("07/Jun/2011 ", DayMonthYear, "2011-06-07");
    check("19-Apr-11", DayMonthYear, "2011-04-19");
    check("3rd September 2024", DayMonthYear, "2024-09-03");
    check("2024-04-03T00:00:00", DayMonthYear, "2024-04-03");
    check("2024-04-03 00:00:00", YearMonthDay, "2024-04-03");
    check("03/04/2024 12:30", DayMonthYear, "2024-04-03");
    check("45387", DayMonthYear, "2024-04-05");
    check("20240403", Compact, "2024-04-03");
    check("Apr-24", NameYear, "2024-04-01");
    check("14042025", CompactDayFirst, "2025-04-14");
    check("4042025", CompactDayFirst, "2025-04-04");
    check("Apr 14 2025", DayMonthYear, "2025-04-14");
    check("April 14, 2025", NameDayYear, "2025-04-14");
    check("14Apr2025", DayNameYear, "2025-04-14");
    check("14-APR-25", DayMonthYear, "2025-04-14");
    check("Mon 14 April 2025", DayNameYear, "2025-04-14");
    check("Monday, 14/04/2025", DayMonthYear, "2025-04-14");
    check("14 Ebrill 2025", DayNameYear, "2025-04-14");
    check("1 Mai 2025", DayNameYear, "2025-05-01");
    check("Dydd Mawrth 15 Ebrill 2025", DayNameYear, "2025-04-15");
    check("14eg Tach 2025", DayNameYear, "2025-11-14");
    check("14/04/2025 (Mon)", DayMonthYear, "2025-04-14");
    check("14/04/2025 12:00:00 AM", DayMonthYear, "2025-04-14");
    check("Tue 14 Oct 2025 10:30", DayNameYear, "2025-10-14");
    check("14APR2025:00:00:00", DayNameYear, "2025-04-14");
    check("2025-04-14T00:00:00.000Z", YearMonthDay, "2025-04-14");
    check("25-04-14", ShortYearMonthDay, "2025-04-14");
    check("140425", CompactShortYear, "2025-04-14");
    check("40425", CompactShortYear, "2025-04-04");
    check("250414", CompactShortYearFirst, "2025-04-14");
    check("45761.625", DayMonthYear, "2025-04-14");
    check("1744588800", EpochSeconds, "2025-04-14");
    check("1744585200000", EpochMilliseconds, "2025-04-14");
    check("04/2025", YearMonth, "2025-04-01");
    check("99/99/99999", DayMonthYear, "");
    check("31/02/2024", DayMonthYear, "");
    check("Total", DayMonthYear, "");
    check("", DayMonthYear, "");
}

/// Method, T27.
#[test]
fn the_format_is_decided_by_vote_over_the_column() {
    let mut vote = DateVote::default();
    for text in ["03/04/2024", "12/04/2024", "19/04/2024", "30/04/2024", "45387", "05/04/24"] {
        vote.count(text, 1);
    }
    // T27 counts two-digit years apart (4 and 1); here they are one format.
    assert_eq!(vote.n(DateFormat::DayMonthYear), 4 + 1);
    assert_eq!(vote.n(DateFormat::MonthDayYear), 2 + 1);
    assert_eq!(vote.n(DateFormat::YearMonthDay), 0);
    assert_eq!(vote.winner(), Some(DateFormat::DayMonthYear));
    assert_eq!(DateFormat::Serial.read("45387").unwrap().to_string(), "2024-04-05");
}

#[test]
fn a_column_is_month_first_only_when_a_value_proves_it() {
    let vote = |texts: &[&str]| {
        let mut vote = DateVote::default();
        texts.iter().for_each(|text| vote.count(text, 1));
        vote
    };
    assert_eq!(vote(&["03/04/2024", "05/06/2024"]).winner(), Some(DateFormat::DayMonthYear));
    assert_eq!(vote(&["03/04/2024", "04/13/2024"]).winner(), Some(DateFormat::MonthDayYear));
    assert!(vote(&["13/04/2024", "04/13/2024"]).is_mixed());
    assert!(!vote(&["03/04/2024", "04/13/2024"]).is_mixed());
    assert_eq!(vote(&["n/a"]).winner(), None);
    assert!(vote(&["04/01/2025", "04/02/2025", "04/03/2025", "04/04/2025", "04/07/2025"]).may_be_month_first());
    assert!(!vote(&["04/01/2025", "04/02/2025", "05/03/2025", "04/04/2025", "04/07/2025"]).may_be_month_first());
}

#[test]
fn a_year_in_two_digits_is_told_by_the_column() {
    let winner = |texts: &[&str]| {
        let mut vote = DateVote::default();
        texts.iter().for_each(|text| vote.count(text, 1));
        vote.winner()
    };
    assert_eq!(winner(&["25-04-01", "25-04-02", "25-04-14"]), Some(DateFormat::ShortYearMonthDay));
    assert_eq!(winner(&["01-04-25", "02-04-25", "14-04-25"]), Some(DateFormat::DayMonthYear));
    assert_eq!(winner(&["140425", "150425", "300425"]), Some(DateFormat::CompactShortYear));
    assert_eq!(winner(&["250414", "250415", "250430"]), Some(DateFormat::CompactShortYearFirst));
    assert_eq!(winner(&["45761", "45762"]), Some(DateFormat::Serial));
    assert_eq!(read_date_from_1904("44299", DateFormat::Serial).unwrap().to_string(), "2025-04-14");
    assert_eq!(read_date_from_1904("2025-04-14", DateFormat::YearMonthDay).unwrap().to_string(), "2025-04-14");
}
