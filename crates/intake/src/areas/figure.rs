//! Headings of figures of areas: what is counted, and of which day.

/// Figures that are known, longer names before those that they begin with.
const FIGURES: [(&str, &str); 9] = [
    ("population", "population"),
    ("all_ages", "population"),
    ("aged_0_to_15", "aged_0_to_15"),
    ("aged_16_to_64", "aged_16_to_64"),
    ("aged_65_and_over", "aged_65_and_over"),
    ("households_without_car", "households_without_car"),
    ("households", "households"),
    ("deprivation_decile", "deprivation_decile"),
    ("imd_decile", "deprivation_decile"),
];

/// The figure of a heading, and the day or count it is of as far as the heading says: `population_mid_2020`.
pub fn of_heading(text: &str) -> Option<(&'static str, Option<String>)> {
    let words = words(text);
    let of = |(start, figure): &(&str, &'static str)| {
        let rest = words.strip_prefix(start)?;
        let is_whole = rest.is_empty() || rest.starts_with('_');
        is_whole.then(|| (*figure, as_of(rest)))
    };
    FIGURES.iter().find_map(of).or_else(|| {
        let year = words.strip_prefix("imd_")?.strip_suffix("_decile")?;
        Some(("deprivation_decile", as_of(year)))
    })
}

/// What is left of a heading, if it names a day or a count.
fn as_of(rest: &str) -> Option<String> {
    let rest = rest.trim_matches('_').replace('_', "-");
    (!rest.is_empty()).then_some(rest)
}

/// Small letters and digits with `_` between words.
fn words(text: &str) -> String {
    let signs = text.trim().chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    let joined: String = signs.collect();
    joined.split('_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_what_is_counted_and_when() {
        let check = |(text, figure, as_of): (&str, &'static str, Option<&str>)| {
            assert_eq!(of_heading(text), Some((figure, as_of.map(str::to_owned))), "{text}");
        };
        check(("population_census_2011", "population", Some("census-2011")));
        check(("Population", "population", None));
        check(("aged_65_and_over_2024", "aged_65_and_over", Some("2024")));
        check(("households_without_car_2021", "households_without_car", Some("2021")));
        check(("imd_2025_decile", "deprivation_decile", Some("2025")));
        check(("all_ages", "population", None));
        assert_eq!(of_heading("imd_2025_rank"), None);
        assert_eq!(of_heading("populations"), None);
    }
}
