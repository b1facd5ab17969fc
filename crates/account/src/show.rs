//! The page of rows, made from an account and a request.

use crate::labels::Labels;
use crate::view::{Chosen, Facet, RowsView, ShownRow};
use crate::{Account, Dimension, Filter, PAGE_ROWS, Row, RowText, RowsRequest, Texts};

/// What the page offers to narrow by, as far as it is not chosen yet; all of them are quick for any filter.
const OFFERED: [Dimension; 7] = [
    Dimension::Body,
    Dimension::Part,
    Dimension::Service,
    Dimension::Month,
    Dimension::Counterparty,
    Dimension::TransferKind,
    Dimension::Rule,
];
/// Groups of a facet that are shown.
const N_GROUPS: usize = 12;

impl Account {
    /// The page of rows that a request asks for, with long texts where they can be had.
    pub fn rows_view(&self, request: &RowsRequest, texts: Option<&dyn RowText>) -> RowsView {
        let page = self.rows(&request.filter, request.sort, request.page.saturating_mul(PAGE_ROWS), PAGE_ROWS);
        let read = texts.map_or(Ok(vec![Texts::default(); page.lines.len()]), |texts| texts.texts(&page.lines));
        let is_without_texts = texts.is_none() || read.is_err();
        let long = read.unwrap_or_else(|_| vec![Texts::default(); page.lines.len()]);
        let theme = request.filter.value(Dimension::Theme);
        let rows = page.lines.iter().zip(long).map(|(line, long)| shown(self.labels(), &self.row(*line), theme, long));
        RowsView {
            request: request.clone(),
            chosen: chosen(self.labels(), &request.filter),
            tally: page.tally,
            n_pages: page.tally.n_lines.div_ceil(PAGE_ROWS),
            rows: rows.collect(),
            facets: facets(self, &request.filter),
            is_without_texts,
        }
    }
}

fn shown(labels: &Labels, row: &Row<'_>, theme: Option<&str>, texts: Texts) -> ShownRow {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let of_theme = theme.and_then(|theme| row.themes.iter().find(|(name, _)| *name == theme));
    ShownRow {
        index: row.index,
        body_id: row.body_id.to_owned(),
        body: labels.label(Dimension::Body, Some(row.body_id)),
        file_id: row.file_id.to_owned(),
        path: row.path.to_owned(),
        sheet: owned(row.sheet),
        row: row.row,
        date: row.date.map(|date| date.to_string()),
        payee: owned(row.payee),
        redacted: row.redacted,
        amount: row.amount,
        counted: of_theme.map_or(row.amount, |(_, amount)| *amount),
        department: owned(row.department),
        heading: owned(row.heading),
        subjective: owned(row.subjective),
        treatment: row.treatment.to_owned(),
        transfer_kind: owned(row.transfer_kind),
        part: row.part.word().to_owned(),
        why: row.why.to_owned(),
        service_id: row.service_id.to_owned(),
        service: labels.label(Dimension::Service, Some(row.service_id).filter(|id| !id.is_empty())),
        service_why: owned(row.service_why),
        counterparty_id: owned(row.counterparty_id),
        counterparty: row.counterparty_id.map(|id| labels.label(Dimension::Counterparty, Some(id))),
        texts,
    }
}

/// Every condition, with the query of the filter without it.
fn chosen(labels: &Labels, filter: &Filter) -> Vec<Chosen> {
    let mut chosen = Vec::new();
    for (dimension, choice) in filter.choices() {
        chosen.extend(choice.values.iter().map(|value| Chosen {
            key: dimension.word(),
            title: dimension.title(),
            label: labels.label(dimension, value.as_deref()),
            is_exception: choice.is_exception,
            query_without: filter.clone().any_but_chosen(dimension, value.as_deref()).to_query(),
        }));
    }
    let mut add = |key, title, label: Option<String>, without: Filter| {
        let query_without = without.to_query();
        chosen.extend(label.map(|label| Chosen { key, title, label, is_exception: false, query_without }));
    };
    let at = |amount: Option<money::Money>| amount.map(|amount| amount.to_string());
    add("min", "Amount at least", at(filter.amount_min), Filter { amount_min: None, ..filter.clone() });
    add("max", "Amount at most", at(filter.amount_max), Filter { amount_max: None, ..filter.clone() });
    add("q", "Words in the payee’s name", filter.text.clone(), Filter { text: None, ..filter.clone() });
    let row = filter.row.map(|row| row.to_string());
    add("row", "Row in the file", row, Filter { row: None, ..filter.clone() });
    chosen
}

fn facets(account: &Account, filter: &Filter) -> Vec<Facet> {
    let open = OFFERED.into_iter().filter(|dimension| filter.value(*dimension).is_none());
    let facets = open.map(|dimension| {
        let page = account.by_page(filter, dimension, 0, N_GROUPS);
        let narrowed = |value: Option<&str>| filter.clone().only(dimension, value).to_query();
        let groups = page.groups.into_iter().map(|group| {
            let query = narrowed(group.value.as_deref());
            (group, query)
        });
        Facet { dimension, groups: groups.collect(), n_groups: page.n_groups }
    });
    // Where all lines share a value there is nothing to choose.
    facets.filter(|facet| 1 < facet.n_groups).collect()
}
