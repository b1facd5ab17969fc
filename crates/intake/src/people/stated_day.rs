//! The day that the name of a file states, on which ages in it were taken.

use jiff::civil::Date;

/// Years of files that tell ages.
const YEARS: std::ops::RangeInclusive<i16> = 1980..=2100;

/// The day in a file's name: `clients-2024-03-31`, `clients_20240331`; the last of the month or of the year where only that
/// is stated, `2024-03` or `2024`.
pub(super) fn stated_day(name: &str) -> Option<Date> {
    let runs: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let number = |run: &str| run.parse::<i16>().ok();
    let day = |year: i16, month: Option<i16>, day: Option<i16>| {
        let month = month.map_or(Some(12), |month| i8::try_from(month).ok())?;
        let first = Date::new(year, month, 1).ok().filter(|_| YEARS.contains(&year))?;
        day.map_or(Some(first.last_of_month()), |day| Date::new(year, month, i8::try_from(day).ok()?).ok())
    };
    for (at, run) in runs.iter().enumerate() {
        let part = |n: usize| runs.get(at + n).filter(|run| run.len() == 2).and_then(|run| number(run));
        let found = match run.len() {
            8 => day(number(&run[..4])?, number(&run[4..6]), number(&run[6..])),
            6 => day(number(&run[..4])?, number(&run[4..]), None),
            4 => day(number(run)?, part(1), part(1).and(part(2))).or_else(|| day(number(run)?, None, None)),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_state_days() {
        let of = |name| stated_day(name).map(|day| day.to_string());
        assert_eq!(of("clients-2024-03-31").as_deref(), Some("2024-03-31"));
        assert_eq!(of("clients_20240229_final").as_deref(), Some("2024-02-29"));
        assert_eq!(of("2024-02 clients").as_deref(), Some("2024-02-29"));
        assert_eq!(of("clients 202402").as_deref(), Some("2024-02-29"));
        assert_eq!(of("clients 2023-24").as_deref(), Some("2023-12-31"));
        assert_eq!((of("clients"), of("clients 1234"), of("12 clients")), (None, None, None));
    }
}
