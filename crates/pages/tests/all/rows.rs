//! The published rows, read as the script of their page reads them, beside the account and a plain search.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::OnceLock;

use account::{Account, Dimension, Filter};
use flate2::read::GzDecoder;
use money::Money;
use serde_json::Value;

use crate::html::tags;
use crate::published::files;
use crate::tables;

type Line = BTreeMap<String, String>;
/// Place, pence that count, and date of a line.
type Found = (u64, i64, String);

/// Lines a month and body: enough for a dozen files.
const N_LINES: usize = 240;

struct Published {
    account: Account,
    index: Value,
    /// Every entry by its key.
    entries: BTreeMap<String, Value>,
    /// File by file, in the order of the index.
    shards: Vec<Vec<Line>>,
    /// Every filter that a page leads to, with its pence and lines there.
    linked: BTreeMap<String, (String, String)>,
    payees: Value,
}

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(bytes).read_to_string(&mut text).expect("packed text");
    text
}

fn written(memory: &testkit::Memory) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    pages::write(&tables::site_of(&tables::place(), memory), out.path(), None).unwrap();
    files(out.path())
}

fn published() -> &'static Published {
    static PUBLISHED: OnceLock<Published> = OnceLock::new();
    PUBLISHED.get_or_init(|| {
        let files = written(&tables::memory(N_LINES));
        let index: Value = serde_json::from_str(&unpacked(&files["rows/index.json.gz"])).unwrap();
        let text = |folder: &str, digits: &Value, ending: &str| {
            unpacked(&files[&format!("rows/{folder}/{}.{ending}.gz", digits.as_str().unwrap())])
        };
        let names = index["lines"]
            .as_str()
            .unwrap()
            .as_bytes()
            .chunks(12)
            .map(|name| Value::from(str::from_utf8(name).unwrap()));
        let lines = |digits: Value| -> Vec<Line> {
            let text = text("lines", &digits, "csv");
            csv::Reader::from_reader(text.as_bytes()).deserialize().map(|line| line.unwrap()).collect()
        };
        let entries = |digits: &Value| -> BTreeMap<String, Value> {
            serde_json::from_str(&text("filters", digits, "json")).unwrap()
        };
        let array = |name: &str| index[name].as_array().unwrap().clone();
        let mut linked = BTreeMap::new();
        for (_, html) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
            let html = String::from_utf8_lossy(html);
            for tag in tags(&html, "a").into_iter().filter(|tag| tag.has_class("figure")) {
                let href = tag.attribute("href").unwrap();
                let query = href.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
                linked.insert(query, (tag.attribute("data-pence").unwrap(), tag.attribute("data-lines").unwrap()));
            }
        }
        Published {
            account: Account::load(&tables::place(), &tables::memory(N_LINES)).unwrap(),
            entries: array("filters").iter().flat_map(entries).collect(),
            shards: names.map(lines).collect(),
            payees: serde_json::from_str(&text("payees", &index["payees"]["name"], "json")).unwrap(),
            index,
            linked,
        }
    })
}

fn pence(pounds: &str) -> i64 {
    pounds.replace('.', "").parse().unwrap()
}

fn numbers(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
}

/// The files that runs name.
fn files_of(runs: &Value) -> BTreeSet<usize> {
    let (mut found, mut next) = (BTreeSet::new(), 0);
    for run in numbers(runs).chunks(2) {
        next += run[0];
        found.extend((next..next + run[1]).map(|file| file as usize));
        next += run[1];
    }
    found
}

/// Whether a published line meets a filter, told by its columns alone; what counts of it.
fn counted(line: &Line, filter: &Filter) -> Option<i64> {
    let themes: BTreeMap<&str, i64> =
        line["themes"].split(';').filter_map(|part| part.split_once('=')).map(|(name, of)| (name, pence(of))).collect();
    let meets = filter.choices().all(|(dimension, choice)| {
        let cell = |column: &str| Some(unguarded(&line[column])).filter(|cell| !cell.is_empty());
        let value = match dimension {
            Dimension::Theme => {
                let has = |value: &Option<String>| {
                    value.as_deref().map_or(themes.is_empty(), |name| themes.contains_key(name))
                };
                return choice.values.iter().any(has) != choice.is_exception;
            }
            Dimension::Month => cell("date").map(|date| date[..7].to_owned()),
            Dimension::CofogDivision => cell("cofog").map(|cofog| cofog[..2].to_owned()),
            Dimension::Sign => Some(if line["amount"].starts_with('-') { "negative" } else { "positive" }.to_owned()),
            Dimension::Nameless => {
                let is_nameless = line["redacted"] == "yes" || line["payee"].is_empty();
                Some(if is_nameless { "yes" } else { "no" }.to_owned())
            }
            Dimension::Body => cell("body_id"),
            Dimension::File => cell("file_id"),
            Dimension::Year => cell("financial_year"),
            Dimension::Rule => cell("why"),
            Dimension::ServiceRule => cell("service_why"),
            Dimension::Supplier => cell("supplier_id"),
            Dimension::Heading => cell("printed_service"),
            Dimension::Counterparty => cell("counterparty_id"),
            other => cell(other.word()),
        };
        choice.values.contains(&value) != choice.is_exception
    });
    let theme = filter.value(Dimension::Theme);
    meets.then(|| theme.map_or_else(|| pence(&line["amount"]), |theme| themes[theme]))
}

fn unguarded(cell: &str) -> String {
    let is_guarded =
        cell.strip_prefix('\'').is_some_and(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']));
    if is_guarded { cell[1..].to_owned() } else { cell.to_owned() }
}

/// Place, pence that count and date of each line of a filter, found by looking at every line.
fn plain(filter: &Filter) -> Vec<Found> {
    let published = published();
    let places = published.index["places"].as_u64().unwrap();
    let lines =
        published.shards.iter().zip(0..).flat_map(|(lines, file)| {
            lines.iter().zip(0..).map(move |(line, position)| (file * places + position, line))
        });
    lines.filter_map(|(place, line)| Some((place, counted(line, filter)?, line["date"].clone()))).collect()
}

#[test]
fn every_line_stands_once_and_bodies_add_up() {
    let published = published();
    let mut seen = BTreeSet::new();
    let mut sums: BTreeMap<String, (i64, usize)> = BTreeMap::new();
    for line in published.shards.iter().flatten() {
        assert!(seen.insert((line["file_id"].clone(), line["row"].clone())), "twice: {line:?}");
        let sum = sums.entry(line["body_id"].clone()).or_default();
        *sum = (sum.0 + pence(&line["amount"]), sum.1 + 1);
        assert!(!line["body_name"].is_empty() && !line["service_name"].is_empty());
        let formula = line.iter().find(|(name, cell)| *name != "amount" && cell.starts_with(['=', '+', '-', '@']));
        assert_eq!(formula, None);
    }
    assert_eq!(seen.len(), published.account.n_lines());
    for group in published.account.by(&Filter::default(), Dimension::Body) {
        let expected = (group.tally.amount.pence(), group.tally.n_lines);
        assert_eq!(sums[&group.value.unwrap()], expected);
    }
    assert!(8 < published.shards.len() && published.shards.iter().all(|lines| lines.len() <= 1536));
}

#[test]
fn columns_have_the_names_of_the_tables_and_no_private_one_is_there() {
    let line = &published().shards[0][0];
    let of_tables: BTreeSet<&str> = model::tables::that_may_leave()
        .flat_map(|table| table.columns.iter().filter(|column| column.leaves))
        .map(|column| column.name)
        .collect();
    let ours = ["body_name", "service_name", "printed_service", "part", "themes"];
    let strange = line.keys().find(|name| !of_tables.contains(name.as_str()) && !ours.contains(&name.as_str()));
    assert_eq!(strange, None);
    for private in ["description", "payee_postcode", "payee_code", "reference"] {
        assert!(!line.contains_key(private), "{private}");
    }
}

#[test]
fn the_index_knows_every_value_with_its_lines_its_pounds_and_its_files() {
    let published = published();
    for dimension in Dimension::ALL {
        for group in published.account.by(&Filter::default(), *dimension) {
            let filter = Filter::default().only(*dimension, group.value.as_deref());
            let entry = &published.entries[&filter.to_query()];
            let lines = plain(&filter);
            let found: Money = lines.iter().map(|(_, pence, _)| Money::from_pence(*pence)).sum();
            assert_eq!((lines.len(), found), (group.tally.n_lines, group.tally.amount), "{filter:?}");
            assert_eq!(entry["n"].as_u64(), Some(lines.len() as u64), "{filter:?}");
            assert_eq!(entry["pence"].as_i64(), Some(found.pence()), "{filter:?}");
            let files: BTreeSet<usize> = lines.iter().map(|(place, _, _)| (place / 4096) as usize).collect();
            assert_eq!(files_of(&entry["files"]), files, "{filter:?}");
        }
    }
    let names: Vec<&str> = published.payees["names"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for (name, runs) in names.iter().zip(published.payees["files"].as_array().unwrap()) {
        let filter = Filter::default().only(Dimension::Payee, Some(name));
        assert_eq!(*runs, published.entries[&filter.to_query()]["files"], "{name}");
    }
}

#[test]
fn first_lines_of_every_linked_filter_are_those_of_a_plain_search() {
    let published = published();
    assert!(500 < published.linked.len());
    let mut n_answered = 0;
    for (query, (pence, n_lines)) in published.linked.iter().step_by(5) {
        let filter = Filter::from_query(query).unwrap();
        let mut lines = plain(&filter);
        let sum: i64 = lines.iter().map(|(_, pence, _)| pence).sum();
        assert_eq!((sum.to_string(), lines.len().to_string()), (pence.clone(), n_lines.clone()), "{query}");
        let entry = published.entries.get(query);
        let Some(first) = entry.and_then(|entry| entry["first"].as_array()) else { continue };
        n_answered += 1;
        let entry = entry.unwrap();
        assert_eq!((entry["n"].as_u64(), entry["pence"].as_i64()), (Some(lines.len() as u64), Some(sum)), "{query}");
        let mut check = |at: usize, key: fn(&Found) -> (bool, i64, u64)| {
            lines.sort_by_key(key);
            let expected: Vec<u64> = lines.iter().take(10).map(|(place, _, _)| *place).collect();
            assert_eq!(numbers(&first[at]), expected, "{query}, {at}");
        };
        check(0, |(place, pence, _)| (false, -pence, *place));
        check(1, |(place, pence, _)| (false, *pence, *place));
        check(2, |(place, _, date)| (date.is_empty(), -day_of(date), *place));
        check(3, |(place, _, date)| (date.is_empty(), day_of(date), *place));
    }
    assert!(20 < n_answered, "only {n_answered} filters have their first lines in the index");
}

fn day_of(date: &str) -> i64 {
    date.replace('-', "").parse().unwrap_or_default()
}

#[test]
fn a_filter_without_first_lines_takes_few_files() {
    let published = published();
    for query in published.linked.keys().step_by(9) {
        let has_first = published.entries.get(query).is_some_and(|entry| !entry["first"].is_null());
        let filter = Filter::from_query(query).unwrap();
        let all: BTreeSet<usize> = (0..published.shards.len()).collect();
        let files =
            filter.choices().filter(|(_, choice)| !choice.is_exception).fold(all, |files, (dimension, choice)| {
                let of_value = |value: &Option<String>| {
                    let key = Filter::default().only(dimension, value.as_deref()).to_query();
                    published.entries.get(&key).map(|entry| files_of(&entry["files"])).unwrap_or_default()
                };
                let of_choice: BTreeSet<usize> = choice.values.iter().flat_map(of_value).collect();
                files.intersection(&of_choice).copied().collect()
            });
        assert!(has_first || files.len() <= 8, "{query}: {} files", files.len());
        let holding: BTreeSet<usize> = plain(&filter).iter().map(|(place, _, _)| (place / 4096) as usize).collect();
        assert!(holding.is_subset(&files), "{query}");
    }
}

#[test]
fn a_line_less_leaves_most_files_as_they_are() {
    let names = |files: &BTreeMap<String, Vec<u8>>| -> BTreeSet<String> {
        files.keys().filter(|name| name.starts_with("rows/lines/")).cloned().collect()
    };
    let before = names(&written(&tables::memory(N_LINES)));
    for left_out in [0, 1_000, 7_777] {
        let after = names(&written(&tables::memory_without(N_LINES, left_out)));
        let n_gone = before.difference(&after).count();
        assert!((1..=2).contains(&n_gone), "{left_out}: {n_gone} of {} files changed", before.len());
    }
}

#[test]
fn a_published_site_is_written_again_without_packing_and_is_the_same() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let site = tables::site(N_LINES);
    pages::write(&site, first.path(), None).unwrap();
    pages::write(&site, second.path(), Some(first.path())).unwrap();
    assert_eq!(files(first.path()), files(second.path()));
}

#[test]
fn a_damaged_file_of_an_earlier_site_is_not_taken_over() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let site = tables::site(24);
    pages::write(&site, first.path(), None).unwrap();
    let expected = files(first.path());
    let name = expected.keys().find(|name| name.starts_with("rows/lines/")).unwrap();
    std::fs::write(first.path().join(name), &expected[name][..expected[name].len() / 2]).unwrap();
    pages::write(&site, second.path(), Some(first.path())).unwrap();
    assert_eq!(files(second.path()), expected);
}
