//! Financial years.

use std::fmt;

use jiff::civil::Date;

/// A financial year, 1 April to 31 March, by the calendar year it starts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct FinancialYear(pub i32);

impl FinancialYear {
    pub fn of(date: Date) -> FinancialYear {
        let starts_last_year = date.month() < 4;
        FinancialYear(i32::from(date.year()) - i32::from(starts_last_year))
    }

    /// Reads `2020-21`, `2020/21`, `2020-2021`, `2020 to 2021`, `FY2020-21`, `FY20/21` or `2020`.
    ///
    /// `FY20` is not read: it begins in 2020 for some bodies and ends in it for others.
    pub fn parse(text: &str) -> Option<FinancialYear> {
        let pair = text.strip_prefix("FY").or_else(|| text.strip_prefix("fy")).map(str::trim_start);
        let (first, second) = match pair.unwrap_or(text).split_once(['-', '/', '–']).or_else(|| text.split_once(" to "))
        {
            Some((first, second)) => (first.trim(), Some(second.trim())),
            None if pair.is_some() => return None,
            None => (text, None),
        };
        let century = if pair.is_some() && first.len() == 2 { "20" } else { "" };
        let first = format!("{century}{first}");
        let year: i32 = (first.len() == 4).then(|| first.parse().ok()).flatten()?;
        let follows = match second {
            None => true,
            Some(s) if s.len() == 2 => s.parse() == Ok((year + 1) % 100),
            Some(s) if s.len() == 4 => s.parse() == Ok(year + 1),
            Some(_) => false,
        };
        (follows && (1900..2200).contains(&year)).then_some(FinancialYear(year))
    }

    pub fn first_day(self) -> Date {
        Date::constant(self.0 as i16, 4, 1)
    }

    pub fn last_day(self) -> Date {
        Date::constant(self.0 as i16 + 1, 3, 31)
    }

    pub fn contains(self, date: Date) -> bool {
        FinancialYear::of(date) == self
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.0, (self.0 + 1) % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_runs_from_april_to_march() {
        assert_eq!(FinancialYear::of(Date::constant(2021, 3, 31)), FinancialYear(2020));
        assert_eq!(FinancialYear::of(Date::constant(2021, 4, 1)), FinancialYear(2021));
        assert_eq!(FinancialYear(1999).to_string(), "1999-00");
    }

    #[test]
    fn years_are_read_as_people_write_them() {
        for text in
            ["2020-21", "2020/21", "2020-2021", "2020", "2020 / 21", "2020–21", "2020 to 2021", "FY2020-21", "FY 20/21"]
        {
            assert_eq!(FinancialYear::parse(text), Some(FinancialYear(2020)), "{text}");
        }
        for text in ["2020-22", "20-21", "", "2020-2020", "year", "FY20", "FY2020", "FY20-22"] {
            assert_eq!(FinancialYear::parse(text), None, "{text}");
        }
    }
}
