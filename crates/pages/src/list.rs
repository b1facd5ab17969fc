//! Lists that a reader searches and sorts: what the query asks for, and the list as blocks.

use account::{Dimension, Filter, Tally};
use money::Money;
use report::block::count;
use report::whole::Base;

use crate::address::{self, Medium};
use crate::block::{Amount, Block, Cell, Column, Figure, Inline, Order, Paging, Search, Sorting, Table, words};

/// Names on a page of a list.
pub const PAGE_NAMES: usize = 50;

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Key {
    #[default]
    Amount,
    Name,
    Lines,
}

const KEYS: &[(Key, &str)] = &[(Key::Amount, "amount"), (Key::Name, "name"), (Key::Lines, "lines")];

impl Key {
    fn word(self) -> &'static str {
        KEYS.iter().find(|(key, _)| *key == self).map_or("amount", |(_, word)| word)
    }

    /// The order in which it is first wanted: names from A, amounts from the largest.
    fn usual_order(self) -> Order {
        match self {
            Key::Name => Order::Rising,
            Key::Amount | Key::Lines => Order::Falling,
        }
    }
}

/// What a reader asks of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub text: String,
    pub key: Key,
    pub is_usual_order: bool,
    /// From 1.
    pub page: usize,
}

impl Asked {
    /// Reads `?q=...&sort=amount&order=rising&page=2`; a sentence where it makes no sense.
    pub fn from_query(query: &str) -> Result<Asked, String> {
        let mut asked = Asked { is_usual_order: true, page: 1, ..Asked::default() };
        let mut order = None;
        for (key, value) in address::pairs(query) {
            match key.as_str() {
                "q" => asked.text = value.trim().to_owned(),
                "sort" => asked.key = key_of(&value)?,
                "order" => order = Some(order_of(&value)?),
                "page" => asked.page = page_of(&value)?,
                _ => return Err(format!("A list takes q, sort, order and page, not “{key}”.")),
            }
        }
        asked.is_usual_order = order.is_none_or(|order| order == asked.key.usual_order());
        Ok(asked)
    }

    /// The words searched for, in small letters.
    pub fn words(&self) -> Vec<String> {
        self.text.split_whitespace().map(str::to_lowercase).collect()
    }

    pub fn offset(&self) -> usize {
        (self.page - 1).saturating_mul(PAGE_NAMES)
    }

    fn now(&self) -> Order {
        if self.is_usual_order { self.key.usual_order() } else { opposite(self.key.usual_order()) }
    }

    /// The address of the list with these wishes, first page.
    fn to(&self, address: &str) -> String {
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(format!("q={}", address::encode(&self.text)));
        }
        if self.key != Key::default() || !self.is_usual_order {
            pairs.push(format!("sort={}", self.key.word()));
        }
        if !self.is_usual_order {
            pairs.push(format!("order={}", word_of(opposite(self.key.usual_order()))));
        }
        if pairs.is_empty() { address.to_owned() } else { format!("{address}?{}", pairs.join("&")) }
    }

    /// The order that a heading offers: the other way round where the list is in it already.
    fn sorting(&self, address: &str, key: Key) -> Sorting {
        let is_now = self.key == key;
        let asked = Asked { key, is_usual_order: !is_now || !self.is_usual_order, ..self.clone() };
        Sorting { to: asked.to(address), now: is_now.then(|| self.now()) }
    }
}

fn key_of(word: &str) -> Result<Key, String> {
    let known = KEYS.iter().find(|(_, known)| *known == word).map(|(key, _)| *key);
    known.ok_or_else(|| format!("A list can be sorted by amount, name or lines, not by “{word}”."))
}

fn order_of(word: &str) -> Result<Order, String> {
    match word {
        "rising" => Ok(Order::Rising),
        "falling" => Ok(Order::Falling),
        _ => Err(format!("The order must be rising or falling, not “{word}”.")),
    }
}

fn word_of(order: Order) -> &'static str {
    match order {
        Order::Rising => "rising",
        Order::Falling => "falling",
    }
}

fn opposite(order: Order) -> Order {
    match order {
        Order::Rising => Order::Falling,
        Order::Falling => Order::Rising,
    }
}

fn page_of(text: &str) -> Result<usize, String> {
    let page = text.parse().ok().filter(|page| 0 < *page);
    page.ok_or_else(|| format!("A page number must be 1 or more, not “{text}”."))
}

/// One name of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub name: String,
    /// Its page.
    pub to: String,
    /// None where there is no ledger to tell it.
    pub amount: Option<Money>,
    pub n_lines: usize,
    /// The filter behind its pounds.
    pub filter: Filter,
    /// All that it is known to spend, of which the pounds are payments.
    pub in_all: Option<Base>,
}

/// A list with its words.
pub struct List<'a> {
    pub address: &'a str,
    pub caption: String,
    /// What a name is: `Body`.
    pub heading: &'static str,
    /// What the pounds are.
    pub amount_heading: &'static str,
    /// The whole that shares are of; none where parts overlap.
    pub whole: Option<Tally>,
    /// What payments are a part of.
    pub payments: String,
    pub asked: &'a Asked,
    pub medium: Medium,
}

impl List<'_> {
    /// A list that is held whole: found, sorted, cut into pages.
    pub fn of_all(&self, mut entries: Vec<Entry>) -> Vec<Block> {
        let words = self.asked.words();
        entries.retain(|entry| words.iter().all(|word| holds(&entry.name, word)));
        match self.asked.key {
            Key::Amount => entries.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| a.name.cmp(&b.name))),
            Key::Name => entries.sort_by_cached_key(|entry| (entry.name.to_lowercase(), entry.name.clone())),
            Key::Lines => entries.sort_by(|a, b| b.n_lines.cmp(&a.n_lines).then_with(|| a.name.cmp(&b.name))),
        }
        if !self.asked.is_usual_order {
            entries.reverse();
        }
        let n_found = entries.len();
        let is_served = self.medium == Medium::Served;
        let (offset, n) = if is_served { (self.asked.offset(), PAGE_NAMES) } else { (0, n_found) };
        self.of_page(entries.into_iter().skip(offset).take(n).collect(), n_found)
    }

    /// One page of a list, already found and sorted.
    pub fn of_page(&self, entries: Vec<Entry>, n_found: usize) -> Vec<Block> {
        let mut blocks = vec![Block::Search(self.search(n_found))];
        if !entries.is_empty() {
            blocks.push(Block::Table(self.table(&entries)));
        }
        if self.medium == Medium::Served {
            let n_pages = n_found.div_ceil(PAGE_NAMES).max(1);
            blocks.push(Block::Paging(Paging { page: self.asked.page, n_pages, to: self.asked.to(self.address) }));
        }
        blocks
    }

    fn search(&self, n_found: usize) -> Search {
        let asked = self.asked;
        let mut hidden = Vec::new();
        if asked.key != Key::default() || !asked.is_usual_order {
            hidden.push(("sort".to_owned(), asked.key.word().to_owned()));
        }
        if !asked.is_usual_order {
            hidden.push(("order".to_owned(), word_of(asked.now()).to_owned()));
        }
        let answer = match (asked.text.is_empty(), n_found) {
            (true, n) => format!("{} in all", count(n)),
            (false, 0) => format!("No name contains “{}”. Try fewer letters.", asked.text),
            (false, n) => format!("{} with “{}”", count(n), asked.text),
        };
        Search {
            label: "Search this list".to_owned(),
            to: self.address.to_owned(),
            text: asked.text.clone(),
            hidden,
            table: Some(TABLE.to_owned()),
            answer,
        }
    }

    fn table(&self, entries: &[Entry]) -> Table {
        let sorted = |column: Column, key| match self.medium {
            Medium::Served => Column { sorting: Some(self.asked.sorting(self.address, key)), ..column },
            Medium::Files => column,
        };
        let mut columns = vec![
            sorted(Column::words(self.heading), Key::Name),
            sorted(Column::number(self.amount_heading), Key::Amount),
            sorted(Column::number("Lines"), Key::Lines),
        ];
        columns.extend(self.whole.map(|_| Column::number("Share")));
        let has_base = entries.iter().any(|entry| entry.in_all.is_some());
        if has_base {
            columns.extend(["Spent in all", "Traced to payments"].map(Column::number));
        }
        let row = |entry: &Entry| {
            let figure = entry.amount.map(|amount| Figure {
                amount,
                n_lines: entry.n_lines,
                query: entry.filter.to_query(),
                is_short: false,
            });
            let mut cells = vec![
                Cell::from(Inline::link(entry.name.clone(), entry.to.clone())),
                Cell::Amount(figure.into()),
                Cell::Count(entry.n_lines),
            ];
            cells.extend(
                self.whole.map(|whole| Cell::Share(entry.amount.and_then(|amount| amount.share_of(whole.amount)))),
            );
            if has_base {
                let in_all = entry.in_all.map_or(Amount::NotComputed, |base| Amount::Rounded(base.counted));
                cells
                    .extend([Cell::Amount(in_all), Cell::Share(entry.in_all.and_then(|base| base.share_that_opens()))]);
            }
            cells
        };
        let table =
            Table::new(TABLE, self.caption.clone(), columns).rows(entries.iter().map(row)).note(self.note(has_base));
        Table { is_list: self.medium == Medium::Files, ..table }
    }
}

impl List<'_> {
    /// What the pounds are a part of.
    fn note(&self, has_base: bool) -> Vec<Inline> {
        let in_all = match has_base {
            true => {
                " Spent in all is the whole count of each. Traced to payments is the part that we can show payment by payment."
            }
            false => "",
        };
        words![format!("{} and its shares: {}.{in_all}", self.amount_heading, self.payments)]
    }
}

/// The id of a list's table.
const TABLE: &str = "list";

/// The filter behind a name of a list of spending here.
pub fn net_of(dimension: Dimension, value: &str) -> Filter {
    Filter::net_here().only(dimension, Some(value))
}

/// Whether a text holds a word in small letters, whatever its own case.
pub fn holds(text: &str, word: &str) -> bool {
    if !word.is_ascii() {
        return text.to_lowercase().contains(word);
    }
    // Names are many and mostly ASCII: no copy of each is made in small letters.
    let word = word.as_bytes();
    word.is_empty() || text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_of_a_list_is_read_and_written_again() {
        let asked = Asked::from_query("q=acorn+sons&sort=name&order=falling&page=3").unwrap();
        assert_eq!(
            (asked.words(), asked.key, asked.offset()),
            (vec!["acorn".to_owned(), "sons".to_owned()], Key::Name, 100)
        );
        assert_eq!(asked.to("payees"), "payees?q=acorn%20sons&sort=name&order=falling");
        assert_eq!(Asked::from_query("").unwrap().to("payees"), "payees");
    }

    #[test]
    fn a_heading_turns_the_order_round() {
        let asked = Asked::from_query("sort=amount").unwrap();
        let amount = asked.sorting("payees", Key::Amount);
        assert_eq!((amount.to.as_str(), amount.now), ("payees?sort=amount&order=rising", Some(Order::Falling)));
        let name = asked.sorting("payees", Key::Name);
        assert_eq!((name.to.as_str(), name.now), ("payees?sort=name", None));
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        for query in ["sort=size", "order=up", "page=0", "page=x", "pge=1"] {
            assert!(Asked::from_query(query).is_err(), "{query}");
        }
    }
}
