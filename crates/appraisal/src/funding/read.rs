//! Pots and services as a TOML text.

use authored::{Keys, Mistakes, read_toml};
use toml::Spanned;

use super::{Funding, Pooling, Pot, Segment, Service};

const KEYS: [&str; 4] = ["name", "unit", "service", "pot"];
const SERVICE_KEYS: [&str; 6] = ["id", "name", "segments", "duty", "spent", "source"];
const POT_KEYS: [&str; 10] =
    ["id", "name", "amount", "services", "at_least", "unspent_is_lost", "pooling", "legal_basis", "owner", "expires"];
const AMOUNT_MAX: f64 = 1e13;

/// Reads pots and services.
///
/// # Errors
/// Every mistake, with line, column and what was probably meant.
pub fn read(text: &str, file: &str) -> Result<Funding, Mistakes> {
    read_toml(text, file, "the funding file", &KEYS, |keys| {
        let services: Vec<Service> =
            keys.tables("service", "[[service]]", &SERVICE_KEYS).iter().filter_map(service).collect();
        if services.is_empty() {
            keys.missing("service", "at least one `[[service]]`");
        }
        let pots = keys.tables("pot", "[[pot]]", &POT_KEYS);
        let pots = pots.iter().filter_map(|table| pot(table, &services)).collect();
        Some(Funding {
            name: keys.needed("name", "\"Children and families\"")?,
            unit: keys.owned("unit").unwrap_or_else(|| "£".to_owned()),
            services,
            pots,
        })
    })
}

fn service(table: &Keys<'_>) -> Option<Service> {
    let id = table.needed("id", "\"early-years\"")?;
    let segments = segments(table)?;
    Some(Service {
        name: table.owned("name").unwrap_or_else(|| id.clone()),
        duty: table.number("duty", 0.0..=AMOUNT_MAX).unwrap_or(0.0),
        spent: table.number("spent", 0.0..=AMOUNT_MAX),
        source: table.owned("source"),
        id,
        segments,
    })
}

/// Widths and values, which must decrease: otherwise the best allocation is no linear programme.
fn segments(table: &Keys<'_>) -> Option<Vec<Segment>> {
    table.need("segments", "`segments = [{ width = 20, value = 3.0 }, { width = 20, value = 1.5 }]`");
    let mut segments: Vec<Segment> = Vec::new();
    for inner in table.tables("segments", "service.segments", &["width", "value"]) {
        let width = inner.needed_number("width", 0.0..=AMOUNT_MAX)?;
        let value = inner.needed_number("value", 0.0..=1e9)?;
        if segments.last().is_some_and(|before| before.value < value) {
            inner.out_of_range("value", value, "values that decrease, because the best pounds are spent first");
        }
        segments.push(Segment { width, value });
    }
    Some(segments)
}

fn pot(table: &Keys<'_>, services: &[Service]) -> Option<Pot> {
    let id = table.needed("id", "\"sure-start\"")?;
    let amount = table.needed_number("amount", 0.0..=AMOUNT_MAX);
    let eligible = table.texts("services", "\"early-years\"");
    let eligible: Vec<usize> = eligible.iter().filter_map(|name| named(table, name, services)).collect();
    let least = table.shares("at_least", 0.0..=AMOUNT_MAX).unwrap_or_default();
    let at_least = least.iter().filter_map(|(name, least)| Some((named(table, name, services)?, *least))).collect();
    Some(Pot {
        name: table.owned("name").unwrap_or_else(|| id.clone()),
        amount: amount?,
        // A pot that names no service may be spent on all of them.
        services: if table.has("services") { eligible } else { (0..services.len()).collect() },
        at_least,
        unspent_is_lost: table.truth("unspent_is_lost").unwrap_or(false),
        pooling: table.word_of("pooling", "way to pool", Pooling::ALL, Pooling::word).unwrap_or(Pooling::NeedsLaw),
        legal_basis: table.owned("legal_basis"),
        owner: table.owned("owner"),
        expires: table.owned("expires"),
        id,
    })
}

fn named(table: &Keys<'_>, name: &Spanned<&str>, services: &[Service]) -> Option<usize> {
    let known = services.iter().map(|service| service.id.as_str());
    table.file.position_of(name, "service", "a `[[service]]` of the file", known)
}
