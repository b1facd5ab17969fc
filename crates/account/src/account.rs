//! The account and the questions that it answers.

use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use foldhash::quality::FixedState;
use model::{Place, Tables};

use crate::cache::Cache;
use crate::data::Data;
use crate::dictionary::NONE;
use crate::group::{Crossed, Groups, crossings};
use crate::labels::Labels;
use crate::select::Selected;
use crate::{
    Crossing, Dimension, Error, Filter, FilterError, Group, GroupPage, Row, Sort, SourceFile, Tally, check, load, page,
    search,
};

/// Bytes of answers kept, of each of the two kinds.
const KEPT_BYTES: u64 = 48 << 20;

/// Some lines of many, by their position in the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub lines: Vec<u32>,
    pub offset: usize,
    /// All lines of the filter.
    pub tally: Tally,
}

/// Something whose name holds what was searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub dimension: Dimension,
    pub value: String,
    pub label: String,
    /// All its lines.
    pub tally: Tally,
}

/// Every line of the account.
pub struct Account {
    data: Data,
    labels: Labels,
    digest: u64,
    selections: Cache<Filter, Selected>,
    groups: Cache<(Filter, Dimension), Groups>,
}

impl Account {
    /// Loads the account from its tables.
    pub fn load(place: &Place, tables: &dyn Tables) -> Result<Account, Error> {
        let mut loaded = load::load(place, tables)?;
        let labels = Labels::of(place, &loaded.files, std::mem::take(&mut loaded.counterparties))
            .with_suppliers(std::mem::take(&mut loaded.suppliers));
        let data = Data::of(loaded, |id| labels.label(Dimension::Supplier, Some(id)));
        let digest = digest(&data);
        let selections = Cache::new(KEPT_BYTES, Selected::n_bytes);
        let groups = Cache::new(KEPT_BYTES, Groups::n_bytes);
        Ok(Account { data, labels, digest, selections, groups })
    }

    /// Gives values names that people read: services and COFOG codes have theirs in reference lists.
    pub fn with_labels(mut self, dimension: Dimension, labels: &[(String, String)]) -> Account {
        self.labels.add(dimension, labels);
        self
    }

    /// A digest for caches: equal for the same tables and the same program, different where lines differ.
    pub fn digest(&self) -> u64 {
        self.digest
    }

    pub fn n_lines(&self) -> usize {
        self.data.n_lines()
    }

    /// The files that lines come from, in the order of the table.
    pub fn files(&self) -> &[SourceFile] {
        &self.data.loaded.files
    }

    /// Whether every value of the filter is one of this account; the nearest one where not.
    pub fn check(&self, filter: &Filter) -> Result<(), FilterError> {
        check::check(&self.data, &self.labels, filter)
    }

    /// What the lines of a filter add up to.
    pub fn tally(&self, filter: &Filter) -> Tally {
        self.selected(filter).tally
    }

    /// How the lines of a filter part: the largest amount first, equal ones by value.
    pub fn by(&self, filter: &Filter, dimension: Dimension) -> Vec<Group> {
        self.by_page(filter, dimension, 0, usize::MAX).groups
    }

    /// Some of the groups, in the order of [`Account::by`]; for payees, of which there are hundreds of thousands.
    pub fn by_page(&self, filter: &Filter, dimension: Dimension, offset: usize, limit: usize) -> GroupPage {
        let groups = self.groups(filter, dimension);
        let dictionary = self.data.dictionary(dimension);
        let group = |(code, tally): (u32, Tally)| {
            let value = dictionary.text(code);
            Group { value: value.map(str::to_owned), label: self.label(dimension, value), tally }
        };
        let n_groups = groups.len();
        GroupPage { groups: groups.iter().skip(offset).take(limit).map(group).collect(), offset, n_groups }
    }

    /// How the lines of a filter part by two dimensions: the largest amount first, equal ones by values.
    pub fn by_two(&self, filter: &Filter, a: Dimension, b: Dimension) -> Vec<Crossing> {
        let mut crossings: Vec<Crossed> = match (a, b) {
            (Dimension::Theme, _) => self.by_theme_and(filter, b),
            (_, Dimension::Theme) => {
                let turned = |((theme, other), tally): Crossed| ((other, theme), tally);
                self.by_theme_and(filter, a).into_iter().map(turned).collect()
            }
            _ => crossings(&self.data, &self.selected(filter), a, b),
        };
        crossings.sort_unstable_by(|(x_codes, x), (y_codes, y)| y.amount.cmp(&x.amount).then(x_codes.cmp(y_codes)));
        crossings.into_iter().map(|crossed| self.crossing(a, b, crossed)).collect()
    }

    /// Some lines of a filter, in order.
    pub fn rows(&self, filter: &Filter, sort: Sort, offset: usize, limit: usize) -> Page {
        let selected = self.selected(filter);
        let lines = page::page(&self.data, &selected, sort, offset, limit);
        Page { lines, offset, tally: selected.tally }
    }

    /// Every line of a filter, in the order of the tables.
    pub fn lines(&self, filter: &Filter) -> Vec<u32> {
        let selected = self.selected(filter);
        let mut lines = Vec::with_capacity(selected.tally.n_lines);
        selected.each_line(&self.data, |line, _| lines.push(line));
        lines.sort_unstable();
        lines
    }

    /// The line at a position of the tables.
    ///
    /// # Panics
    /// If the tables have no such line.
    pub fn row(&self, index: u32) -> Row<'_> {
        Row::of(&self.data, index)
    }

    /// The name of a value that a person reads; of no value, what that means.
    pub fn label(&self, dimension: Dimension, value: Option<&str>) -> String {
        self.labels.label(dimension, value)
    }

    /// Bodies, suppliers, payees, headings, services and themes whose name holds a text or each of its words, the best
    /// match first.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Hit> {
        let found = search::search(&self.data, &self.labels, text, limit);
        found.into_iter().filter_map(|(dimension, code)| self.hit(dimension, code)).collect()
    }

    /// Those whose name holds words that the words of a text may be slips of, the nearest first.
    pub fn search_nearly(&self, text: &str, limit: usize) -> Vec<Hit> {
        let found = search::nearly(&self.data, &self.labels, text, limit);
        found.into_iter().filter_map(|(dimension, code)| self.hit(dimension, code)).collect()
    }

    pub(crate) fn data(&self) -> &Data {
        &self.data
    }

    pub(crate) fn labels(&self) -> &Labels {
        &self.labels
    }

    fn hit(&self, dimension: Dimension, code: u32) -> Option<Hit> {
        let value = self.data.dictionary(dimension).text(code)?;
        let tally = self.data.printed_tally(dimension, code);
        let tally = tally.unwrap_or_else(|| self.tally(&Filter::default().only(dimension, Some(value))));
        Some(Hit { dimension, value: value.to_owned(), label: self.label(dimension, Some(value)), tally })
    }

    fn selected(&self, filter: &Filter) -> Arc<Selected> {
        self.selections.get(filter, || Selected::of(&self.data, filter))
    }

    fn groups(&self, filter: &Filter, dimension: Dimension) -> Arc<Groups> {
        let answer = || match dimension {
            Dimension::Theme => self.theme_groups(filter),
            _ => Groups::of(&self.data, &self.selected(filter), dimension),
        };
        self.groups.get(&(filter.clone(), dimension), answer)
    }

    /// A theme's figures are those of its own filter, so themes are asked for one by one.
    fn theme_groups(&self, filter: &Filter) -> Groups {
        let tallies = self.themes(filter).into_iter().map(|(code, filter)| (code, self.tally(&filter)));
        Groups::of_tallies(&tallies.collect::<Vec<_>>())
    }

    fn by_theme_and(&self, filter: &Filter, other: Dimension) -> Vec<Crossed> {
        let crossed = self.themes(filter).into_iter().flat_map(|(theme, filter)| {
            let groups = self.groups(&filter, other);
            groups.iter().map(|(code, tally)| ((theme, code), tally)).collect::<Vec<_>>()
        });
        crossed.collect()
    }

    /// The themes that a filter allows, and none, each with the filter narrowed to it.
    fn themes(&self, filter: &Filter) -> Vec<(u32, Filter)> {
        let dictionary = self.data.dictionary(Dimension::Theme);
        let all = std::iter::once((NONE, None)).chain(dictionary.iter().map(|(code, name)| (code, Some(name))));
        let is_allowed = |name: Option<&str>| {
            filter
                .choice(Dimension::Theme)
                .is_none_or(|choice| choice.values.contains(&name.map(str::to_owned)) != choice.is_exception)
        };
        let allowed = all.filter(|(_, name)| is_allowed(*name));
        allowed.map(|(code, name)| (code, filter.clone().only(Dimension::Theme, name))).collect()
    }

    fn crossing(&self, a: Dimension, b: Dimension, (codes, tally): Crossed) -> Crossing {
        let value = |dimension, code| self.data.dictionary(dimension).text(code);
        let (first, second) = (value(a, codes.0), value(b, codes.1));
        Crossing {
            a: first.map(str::to_owned),
            a_label: self.label(a, first),
            b: second.map(str::to_owned),
            b_label: self.label(b, second),
            tally,
        }
    }
}

/// A number that differs where lines do.
fn digest(data: &Data) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    let lines = &data.loaded.lines;
    (&lines.amount, &lines.cell, &lines.payee, &lines.supplier, &lines.heading, &lines.row, &lines.date)
        .hash(&mut hasher);
    for dimension in Dimension::ALL {
        data.dictionary(*dimension).iter().for_each(|(_, text)| text.hash(&mut hasher));
        data.loaded.cells.codes(*dimension).hash(&mut hasher);
    }
    hasher.finish()
}
