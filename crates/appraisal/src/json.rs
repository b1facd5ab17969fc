//! Cases and what belongs to them as JSON, for programs.

use model::FinancialYear;
use serde::{Serialize, Serializer};

/// Anything of this crate as JSON. Numbers keep every digit; a page rounds them.
///
/// Amounts that are not numbers (a ratio to nothing) are `null`, which is never nothing.
pub fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect("names and numbers of this crate are JSON")
}

/// A financial year as people write it: `2025-26`.
pub(crate) fn year<S: Serializer>(year: &FinancialYear, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(year)
}

#[cfg(test)]
mod tests {
    use crate::{Reference, appraise, read, to_json};

    #[test]
    fn a_case_is_json_with_every_digit() {
        let reference = Reference::builtin();
        let text = include_str!("../../../reference/proposals/early-help.toml");
        let case = appraise(&read(text, "p.toml", &reference).expect("good"), &reference).expect("appraisable");
        let json: serde_json::Value = serde_json::from_str(&to_json(&case)).expect("JSON");
        let view = &json["views"][0];
        assert_eq!(format!("{:.2}", view["pv_cost"].as_f64().expect("a number")), "734130.43");
        assert_eq!(format!("{:.4}", view["public"]["bcr"].as_f64().expect("a number")), "0.9661");
        assert_eq!(json["price_year"], "2025-26");
        assert!(view["payback"].is_null(), "it does not pay back, which is not year nothing");
        assert_eq!(json["gain_share"]["Ok"]["bodies"].as_array().map(Vec::len), Some(4));
    }
}
