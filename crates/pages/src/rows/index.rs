//! The index of the files of lines: which hold what, and the first lines of filters that pages lead to.

use std::collections::{BTreeMap, BTreeSet};

use account::{Account, Dimension, Filter, Sort};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::INDEX;
use super::answers::{Answer, N_FIRST};
use super::bucket::{Entry, buckets, runs};
use super::files::{N_DIGITS, PLACES, Shards, name_of};
use super::postings::Postings;

/// Above this many files that may hold lines of a filter, the filter's first lines stand in the index.
const N_FILES_READ_MAX: usize = 8;

/// What the page of rows offers to choose from.
const CONTROLS: [Dimension; 4] = [Dimension::Body, Dimension::Service, Dimension::Treatment, Dimension::Month];

/// The orders for which first lines are kept, in the order of [`Answer::first`].
const ORDERS: [Sort; 4] = [Sort::Largest, Sort::Smallest, Sort::Latest, Sort::Earliest];

/// What was written before the index: the files of lines, each by the digits of its name.
pub(crate) struct WrittenShards {
    pub digits: Vec<String>,
    /// Bytes of all files.
    pub n_bytes: u64,
    /// Bytes of all lines, unpacked.
    pub n_text_bytes: u64,
}

/// Every file of the index by its path, the first one last.
pub(crate) fn write_index(
    account: &Account,
    shards: &Shards,
    written: &WrittenShards,
    linked: &BTreeSet<String>,
) -> Vec<(String, String)> {
    let places = shards.places();
    let postings = Postings::of(account, shards, &places);
    let entries = entries(account, shards, &places, &postings, linked);
    let buckets = buckets(&entries);
    let mut files: Vec<(String, String)> = buckets.into_iter().map(|text| (name("filters", &text), text)).collect();
    let bucket_names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let payees = payees(&postings);
    let payees_name = name("payees", &payees);
    let tally = account.tally(&Filter::default());
    let first = json!({
        "version": 1,
        "n": tally.n_lines,
        "pence": tally.amount.pence(),
        "bytes": written.n_bytes,
        "text_bytes": written.n_text_bytes,
        "page": N_FIRST,
        "places": PLACES,
        "orders": ORDERS.map(Sort::word),
        "net": Value::from(model::AccountPart::NET.map(|part| part.word()).to_vec()),
        "dimensions": dimensions(),
        "labels": labels(account, &postings),
        "controls": controls(account, &postings),
        "filters": bucket_names.iter().map(|name| digits(name)).collect::<Vec<_>>(),
        "payees": { "name": digits(&payees_name), "text_bytes": payees.len() },
        "digits": N_DIGITS,
        "lines": written.digits.concat(),
    });
    files.push((payees_name, payees));
    files.push((INDEX.to_owned(), first.to_string()));
    files
}

fn name(of: &str, text: &str) -> String {
    format!("rows/{of}/{}.json.gz", name_of(text.as_bytes()))
}

/// The digits of a path: what differs between files of a kind.
fn digits(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

fn entries<'p>(
    account: &Account,
    shards: &Shards,
    places: &[u32],
    postings: &'p Postings,
    linked: &BTreeSet<String>,
) -> BTreeMap<String, Entry<'p>> {
    let mut entries: BTreeMap<String, Entry<'p>> = BTreeMap::new();
    for (dimension, value, posting) in postings.all() {
        let label =
            value.filter(|_| has_label_of_its_own(dimension)).map(|value| account.label(dimension, Some(value)));
        let label = label.filter(|label| Some(label.as_str()) != value);
        let key = Filter::default().only(dimension, value).to_query();
        entries.insert(key, Entry { label, posting: Some(posting), answer: None });
    }
    let all: BTreeSet<&str> = linked.iter().map(String::as_str).chain([""]).collect();
    let all: Vec<&str> = all.into_iter().collect();
    let answer = |query: &&str| {
        // A page leads only to filters that it made; what cannot be read is left to the reader's own search.
        let filter = Filter::from_query(query).ok()?;
        let takes_long = N_FILES_READ_MAX < postings.n_files(&filter, shards.n());
        takes_long.then(|| (filter.to_query(), Answer::of(account, places, &filter)))
    };
    let answers: Vec<(String, Answer)> = all.par_iter().filter_map(answer).collect();
    for (query, answer) in answers {
        entries.entry(query).or_default().answer = Some(answer);
    }
    entries
}

/// Dimensions with too many values for their names to be in the first file: the names are beside their lines.
fn has_label_of_its_own(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Supplier | Dimension::File | Dimension::Counterparty)
}

/// Words, titles and headings of the dimensions, in the order of a query.
fn dimensions() -> Value {
    let all = Dimension::ALL.iter().map(|dimension| json!({ "word": dimension.word(), "title": dimension.title() }));
    all.collect()
}

/// What a person reads for values that are not their own names, by dimension; under nothing what stands for no value.
fn labels(account: &Account, postings: &Postings) -> Value {
    let mut labels = Map::new();
    for dimension in Dimension::ALL {
        let is_left_out = |value: &Option<String>| value.is_some() && has_label_of_its_own(*dimension);
        let values = postings.values(*dimension).iter().map(|(value, _)| value).chain([&None]);
        let mut names = Map::new();
        for value in values.filter(|value| !is_left_out(value)) {
            let label = account.label(*dimension, value.as_deref());
            if value.as_deref() != Some(label.as_str()) {
                names.insert(value.clone().unwrap_or_default(), label.into());
            }
        }
        labels.insert(dimension.word().to_owned(), names.into());
    }
    labels.into()
}

/// Values with lines, months in order and others by their names.
fn controls(account: &Account, postings: &Postings) -> Value {
    let mut controls = Map::new();
    for dimension in CONTROLS {
        let mut values: Vec<&str> =
            postings.values(dimension).iter().filter_map(|(value, _)| value.as_deref()).collect();
        if dimension != Dimension::Month {
            values.sort_by_key(|value| account.label(dimension, Some(value)).to_lowercase());
        }
        controls.insert(dimension.word().to_owned(), values.into());
    }
    controls.into()
}

/// Every name of a payee as printed, with the files that hold its lines.
fn payees(postings: &Postings) -> String {
    let named =
        || postings.values(Dimension::Payee).iter().filter_map(|(name, posting)| Some((name.as_ref()?, posting)));
    let names: Vec<&str> = named().map(|(name, _)| name.as_str()).collect();
    let files: Vec<Vec<u32>> = named().map(|(_, posting)| runs(&posting.shards)).collect();
    json!({ "names": names, "files": files }).to_string()
}
