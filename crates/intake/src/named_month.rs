//! The months that names of files and sheets speak of.

use crate::dates::month_named;

/// Every month of a name, in its order.
pub(crate) fn months_in_name(name: &str) -> Vec<NamedMonth> {
    let parts = letters_and_digits(name);
    let year_after = |i: usize| parts.get(i + 1).and_then(|part| year_digits(part));
    let named = |(i, part): (usize, &String)| Some(NamedMonth { year: year_after(i), month: month_at_end(part)? });
    let spelt: Vec<NamedMonth> = parts.iter().enumerate().filter_map(named).collect();
    if !spelt.is_empty() {
        return spelt;
    }
    // `2025-04 to 2025-06`, `2025-04-01 - 2025-06-30`
    let in_digits = |pair: &[String]| {
        let year = year_digits(&pair[0]).filter(|_| pair[0].len() == 4)?;
        let month = pair[1].parse().ok().filter(|month| (1..=12).contains(month))?;
        Some(NamedMonth { year: Some(year), month })
    };
    parts.windows(2).filter_map(in_digits).collect()
}

/// A month as a name says it.
pub(crate) struct NamedMonth {
    pub year: Option<i32>,
    pub month: i32,
}

pub(crate) fn file_stem(path: &str) -> &str {
    let file = path.rsplit(['/', '!']).next().unwrap_or(path);
    file.split_once('.').map_or(file, |(stem, _)| stem)
}

/// A month in a name: `2020-04`, `november_2011`, `25kapr11`, `1104` (year and month), `Jan '24`.
pub(crate) fn month_in_name(name: &str) -> Option<NamedMonth> {
    let parts = letters_and_digits(name);
    let word = parts.iter().enumerate().find_map(|(i, part)| Some((i, month_at_end(part)?)));
    if let Some((i, month)) = word {
        return Some(NamedMonth { year: parts.get(i + 1).and_then(|part| year_digits(part)), month });
    }
    // The number behind `P` or `Q` is that of a period or quarter.
    let is_numbered = |i: usize| {
        const WORDS: [&str; 9] = ["p", "pd", "per", "period", "q", "qtr", "quarter", "wk", "week"];
        i.checked_sub(1).is_some_and(|before| WORDS.iter().any(|word| parts[before].eq_ignore_ascii_case(word)))
    };
    let is_number = |(i, part): &(usize, &String)| part.bytes().all(|b| b.is_ascii_digit()) && !is_numbered(*i);
    let digits: Vec<&str> = parts.iter().enumerate().filter(is_number).map(|(_, part)| part.as_str()).collect();
    for pair in digits.windows(2) {
        if let (4, Some(year), Ok(month @ 1..=12)) = (pair[0].len(), year_digits(pair[0]), pair[1].parse()) {
            return Some(NamedMonth { year: Some(year), month });
        }
    }
    digits.iter().rev().find_map(|text| year_and_month(text))
}

/// `1104` is April 2011 as year and month; `201104` is too.
fn year_and_month(digits: &str) -> Option<NamedMonth> {
    let (year, month) = digits.split_at_checked(digits.len().checked_sub(2)?)?;
    let month: i32 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    // Four digits that read as a year (2011) are one, not the month 11 of the year 20.
    let year = year_digits(year).filter(|_| {
        digits.len() == 6 || (digits.len() == 4 && !digits.starts_with("20") && !digits.starts_with("19"))
    })?;
    Some(NamedMonth { year: Some(year), month })
}

fn year_digits(text: &str) -> Option<i32> {
    match (text.len(), text.parse::<i32>().ok()?) {
        (4, year @ 1990..=2100) => Some(year),
        (2, year) => Some(2000 + year),
        _ => None,
    }
}

/// `kapr` of `25kapr11` ends in a month's name, `april` is one.
pub(crate) fn month_at_end(part: &str) -> Option<i32> {
    month_named(part)
        .or_else(|| part.len().checked_sub(3).filter(|_| part.len() <= 5).and_then(|at| month_named(part.get(at..)?)))
}

/// Runs of letters and runs of digits.
pub(crate) fn letters_and_digits(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = 'x';
    let mut in_part = false;
    for c in name.chars() {
        let same = in_part && (c.is_ascii_digit() == last.is_ascii_digit());
        if c.is_alphanumeric() {
            if !same {
                parts.push(String::new());
            }
            parts.last_mut().expect("a part was begun").push(c);
        }
        in_part = c.is_alphanumeric();
        last = c;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, year: Option<i32>, month: i32) {
        let found = month_in_name(name).map(|named| (named.year, named.month));
        assert_eq!(found, Some((year, month)), "{name}");
    }

    #[test]
    fn months_are_found_in_the_names_that_bodies_give() {
        check("2020-04", Some(2020), 4);
        check("2020-11_p", Some(2020), 11);
        check("25kapr11", Some(2011), 4);
        check("moj-aramis-data-sept-11", Some(2011), 9);
        check("20111219_november_2011_transparency", Some(2011), 11);
        check("ea-over-25k-1104", Some(2011), 4);
        check("defra-over-25K-1202", Some(2012), 2);
        check("DfE_spend_10jan_2012", Some(2012), 1);
        check("dwp-payments-december2011", Some(2011), 12);
        check("Departmental_Spend_Over_25000_May_2011", Some(2011), 5);
        check("Jan '24", Some(2024), 1);
        check("Apr", None, 4);
        assert!(month_in_name("spend").is_none());
        assert!(month_in_name("2023-P04").is_none());
        assert!(month_in_name("2023 Period 11").is_none());
    }
}
