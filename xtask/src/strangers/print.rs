//! How a file prints its cells: container, separator, encoding, days and amounts.

use super::day::Day;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Text,
    Xlsx,
    Ods,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// 07/04/2025
    Slashes,
    /// 07/04/25
    ShortSlashes,
    /// 7/4/2025
    BareSlashes,
    /// 07.04.2025
    Dots,
    /// 07-04-2025
    Dashes,
    /// 07-Apr-25
    NamedShort,
    /// 07-Apr-2025
    NamedLong,
    /// 7 April 2025
    Words,
    /// 7th April 2025
    Ordinal,
    /// Apr 7 2025
    MonthFirstWords,
    /// 14Apr2025
    NoSpace,
    /// 14-APR-25
    Capitals,
    /// 2025-04-07
    Iso,
    /// 2025/04/07
    IsoSlashes,
    /// 2025-04-07T00:00:00Z
    IsoTime,
    /// 07/04/2025 00:00:00
    WithTime,
    /// Mon 07/04/2025
    Weekday,
    /// Monday, 7 April 2025
    WeekdayWords,
    /// 20250407
    Compact,
    /// 07042025
    CompactDayFirst,
    /// 04/07/2025
    MonthFirst,
    /// 25-04-07
    ShortIso,
    /// 7 Ebrill 2025
    Welsh,
    /// 1743984000
    Epoch,
    /// A spreadsheet's date; 07/04/2025 in a text file.
    Cell,
    /// 45754
    Serial,
}

const WELSH: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];

impl Days {
    pub fn show(self, at: Day) -> String {
        let Day { year, month, day } = at;
        let (yy, name) = (year % 100, at.month_name());
        let short = &name[..3];
        match self {
            Days::Slashes | Days::Cell => format!("{day:02}/{month:02}/{year}"),
            Days::ShortSlashes => format!("{day:02}/{month:02}/{yy:02}"),
            Days::BareSlashes => format!("{day}/{month}/{year}"),
            Days::Dots => format!("{day:02}.{month:02}.{year}"),
            Days::Dashes => format!("{day:02}-{month:02}-{year}"),
            Days::NamedShort => format!("{day:02}-{short}-{yy:02}"),
            Days::NamedLong => format!("{day:02}-{short}-{year}"),
            Days::Words => format!("{day} {name} {year}"),
            Days::Ordinal => format!("{day}{} {name} {year}", ordinal(day)),
            Days::MonthFirstWords => format!("{short} {day} {year}"),
            Days::NoSpace => format!("{day:02}{short}{year}"),
            Days::Capitals => format!("{day:02}-{}-{yy:02}", short.to_uppercase()),
            Days::Iso => at.to_string(),
            Days::IsoSlashes => format!("{year}/{month:02}/{day:02}"),
            Days::IsoTime => format!("{at}T00:00:00Z"),
            Days::WithTime => format!("{day:02}/{month:02}/{year} 00:00:00"),
            Days::Weekday => format!("{} {day:02}/{month:02}/{year}", &at.weekday()[..3]),
            Days::WeekdayWords => format!("{}, {day} {name} {year}", at.weekday()),
            Days::Compact => format!("{year}{month:02}{day:02}"),
            Days::CompactDayFirst => format!("{day:02}{month:02}{year}"),
            Days::MonthFirst => format!("{month:02}/{day:02}/{year}"),
            Days::ShortIso => format!("{yy:02}-{month:02}-{day:02}"),
            Days::Welsh => format!("{day} {} {year}", WELSH[usize::from(month) - 1]),
            Days::Epoch => (at.epoch_days() * 86_400).to_string(),
            Days::Serial => at.serial().to_string(),
        }
    }
}

fn ordinal(day: u8) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Minus {
    Front,
    Brackets,
    Behind,
    Credit,
    CreditShort,
    Typographic,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    pub minus: Minus,
    /// What stands between thousands.
    pub thousands: &'static str,
    pub point: &'static str,
    pub before: &'static str,
    pub behind: &'static str,
    /// Zeros at the end of the pence are left out.
    pub is_bare: bool,
}

pub const PLAIN: Amounts =
    Amounts { minus: Minus::Front, thousands: "", point: ".", before: "", behind: "", is_bare: false };

impl Amounts {
    pub fn show(&self, pence: i64) -> String {
        let size = pence.unsigned_abs();
        let mut number = grouped(size / 100, self.thousands);
        match (self.is_bare, size % 100) {
            (true, 0) => {}
            (true, part) if part % 10 == 0 => number += &format!("{}{}", self.point, part / 10),
            (_, part) => number += &format!("{}{part:02}", self.point),
        }
        let number = format!("{}{number}{}", self.before, self.behind);
        match self.minus {
            _ if 0 <= pence => number,
            Minus::Front => format!("-{number}"),
            Minus::Brackets => format!("({number})"),
            Minus::Behind => format!("{number}-"),
            Minus::Credit => format!("{number} CR"),
            Minus::CreditShort => format!("{number}CR"),
            Minus::Typographic => format!("−{number}"),
        }
    }
}

fn grouped(whole: u64, between: &str) -> String {
    let digits = whole.to_string();
    let mut shown = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if 0 < i && (digits.len() - i).is_multiple_of(3) {
            shown += between;
        }
        shown.push(digit);
    }
    shown
}

#[derive(Clone, Debug)]
pub struct Print {
    pub container: Container,
    pub separator: char,
    pub encoding: Encoding,
    pub days: Days,
    pub amounts: Amounts,
    pub line_end: &'static str,
    /// Every cell is in quotation marks.
    pub quotes_all: bool,
    /// Amounts of a workbook are text.
    pub amounts_as_text: bool,
    pub ending: &'static str,
}

pub const CSV: Print = Print {
    container: Container::Text,
    separator: ',',
    encoding: Encoding::Utf8,
    days: Days::Slashes,
    amounts: PLAIN,
    line_end: "\r\n",
    quotes_all: false,
    amounts_as_text: false,
    ending: "csv",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_printed_as_ledgers_print_them() {
        let pounds = Amounts { thousands: ",", before: "£", minus: Minus::Brackets, ..PLAIN };
        assert_eq!(pounds.show(-123_450), "(£1,234.50)");
        let european = Amounts { thousands: ".", point: ",", ..PLAIN };
        assert_eq!(european.show(123_456_789), "1.234.567,89");
        assert_eq!(
            [10_000, 10_050, 10_005].map(|p| Amounts { is_bare: true, ..PLAIN }.show(p)),
            ["100", "100.5", "100.05"]
        );
    }

    #[test]
    fn days_are_printed_in_every_form() {
        let day = Day::new(2025, 4, 7);
        assert_eq!(Days::WeekdayWords.show(day), "Monday, 7 April 2025");
        assert_eq!(Days::Epoch.show(day), "1743984000");
        assert_eq!(Days::Ordinal.show(Day::new(2025, 4, 22)), "22nd April 2025");
    }
}
