//! The `[options]` of a place file.

use jiff::civil::Date;
use model::place::Options;
use toml::de::DeValue;

use crate::keys::{Keys, wrong_type};
use crate::mistake::{MistakeKind, Mistakes};

pub(crate) const OPTION_KEYS: [&str; 6] = [
    "confidence_min",
    "year_grace_days",
    "redacted_share_max",
    "transfer_tolerance_share",
    "transfer_tolerance_pounds",
    "today",
];

/// The options as written, each that is not written at its default.
pub(crate) fn options(keys: Option<Keys<'_>>, mistakes: &mut Mistakes) -> Options {
    let mut options = Options::default();
    let Some(keys) = keys else { return options };
    let share = 0.0..=1.0;
    let set = |at: &mut f64, key: &str, mistakes: &mut Mistakes| {
        *at = keys.number(key, share.clone(), mistakes).unwrap_or(*at);
    };
    set(&mut options.confidence_min, "confidence_min", mistakes);
    set(&mut options.redacted_share_max, "redacted_share_max", mistakes);
    set(&mut options.transfer_tolerance_share, "transfer_tolerance_share", mistakes);
    let days = keys.whole("year_grace_days", 0..=366, mistakes);
    options.year_grace_days = days.unwrap_or(options.year_grace_days);
    let pounds = keys.whole("transfer_tolerance_pounds", 0..=1_000_000_000, mistakes);
    options.transfer_tolerance_pounds = pounds.unwrap_or(options.transfer_tolerance_pounds);
    options.today = today(&keys, mistakes);
    options
}

/// A date, written as TOML's own or as text.
fn today(keys: &Keys<'_>, mistakes: &mut Mistakes) -> Option<Date> {
    let value = keys.get("today")?;
    let written = match value.get_ref() {
        DeValue::Datetime(date) if date.time.is_none() => date.to_string(),
        DeValue::String(text) => text.to_string(),
        _ => return wrong_type("today", value, "a date such as 2021-06-30", mistakes),
    };
    let date = written.trim().parse().ok();
    if date.is_none() {
        let kind = MistakeKind::OutOfRange { key: "today".to_owned(), value: written };
        mistakes.add(value.span(), kind, "a date such as 2021-06-30");
    }
    date
}
