//! Words that pages have in common.

use report::block::count;

pub use model::{in_words as plain, in_words_capital as capital};

/// `1 body`, `2,000 bodies`.
pub fn n_of(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// `1 body`, `2 bodies`.
pub fn n_bodies(n: usize) -> String {
    n_of(n, "public body", "public bodies")
}

/// The name of a publication: `statement_of_accounts:net_expenditure` is `Statement of accounts: net expenditure`.
pub fn series(name: &str) -> String {
    let parts: Vec<&str> = name.split(':').map(str::trim).collect();
    capital(&parts.join(": "))
}

/// Names as a person lists them: `a, b and c`; the first few where they are many.
pub fn names(names: &[String], n_max: usize) -> String {
    let n_rest = names.len().saturating_sub(n_max);
    let shown = &names[..names.len() - n_rest];
    match (shown, n_rest) {
        ([], _) => String::new(),
        ([one], 0) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (shown, n) => format!("{} and {} more", shown.join(", "), count(n)),
    }
}

/// Bytes as people read them.
pub fn size(n_bytes: u64) -> String {
    match n_bytes {
        n if n < 1_000 => n_of(n as usize, "byte", "bytes"),
        n if n < 1_000_000 => format!("{:.0} kB", n as f64 / 1e3),
        n => format!("{:.1} MB", n as f64 / 1e6),
    }
}

/// `2020 to 2021`, as people say it.
pub fn year_in_words(year: model::FinancialYear) -> String {
    format!("{} to {}", year.0, year.0 + 1)
}

/// `2020 to 2021`; for several years `2019 to 2020 and 2020 to 2021`, whose pounds are added up.
pub fn years_in_words(place: &model::Place) -> String {
    let years: Vec<String> = place.years().map(year_in_words).collect();
    names(&years, years.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_names_end_in_and() {
        let all = ["a", "b", "c", "d"].map(str::to_owned);
        assert_eq!(names(&all[..1], 3), "a");
        assert_eq!(names(&all[..3], 3), "a, b and c");
        assert_eq!(names(&all, 3), "a, b, c and 1 more");
        assert_eq!(names(&[], 3), "");
    }

    #[test]
    fn words_of_the_tables_are_words() {
        assert_eq!(series("statement_of_accounts:net_expenditure"), "Statement of accounts: net expenditure");
        assert_eq!(series("Revenue outturn summary"), "Revenue outturn summary");
        assert_eq!(
            (size(1), size(12_345), size(2_500_000)),
            ("1 byte".to_owned(), "12 kB".to_owned(), "2.5 MB".to_owned())
        );
    }
}
