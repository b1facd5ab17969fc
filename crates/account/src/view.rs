//! What the page of rows shows, and what its address says.

use money::Money;

use crate::filter::{decode, encode};
use crate::{Dimension, Filter, FilterError, Group, Sort, Tally, Texts};

/// Rows on a page.
pub const PAGE_ROWS: usize = 50;

const SORT: &str = "sort";
const PAGE: &str = "page";

/// Which rows are asked for: the query of `rows?...`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowsRequest {
    pub filter: Filter,
    pub sort: Sort,
    /// From 0; the address counts from 1.
    pub page: usize,
}

/// The page of rows, ready for a template.
#[derive(Clone, Debug, PartialEq)]
pub struct RowsView {
    pub request: RowsRequest,
    /// The conditions of the filter, each with the query that takes it away.
    pub chosen: Vec<Chosen>,
    pub tally: Tally,
    pub n_pages: usize,
    pub rows: Vec<ShownRow>,
    /// How the lines part by what is not chosen yet, each value with the query that narrows to it.
    pub facets: Vec<Facet>,
    /// Long texts could not be read; the rest of the page stands.
    pub is_without_texts: bool,
}

/// One condition of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub key: &'static str,
    pub title: &'static str,
    /// What a person reads: `Gateshead Council`, `not £500.00 or more`.
    pub label: String,
    /// All but this.
    pub is_exception: bool,
    /// The query of the filter without this condition.
    pub query_without: String,
}

/// How the lines part by one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    pub dimension: Dimension,
    /// The largest groups, each with the query of the filter narrowed to it.
    pub groups: Vec<(Group, String)>,
    pub n_groups: usize,
}

/// One line on the page, every text owned so that a template can keep it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownRow {
    /// Position in the tables `ledger_line` and `spend`.
    pub index: u32,
    pub body_id: String,
    pub body: String,
    pub file_id: String,
    pub path: String,
    pub sheet: Option<String>,
    /// Row in the file, from 1.
    pub row: u64,
    /// `2020-07-31`, as printed in the tables.
    pub date: Option<String>,
    pub payee: Option<String>,
    pub redacted: bool,
    pub amount: Money,
    /// The part of the amount that the filter counts, where it counts by theme; else the amount.
    pub counted: Money,
    pub department: Option<String>,
    pub heading: Option<String>,
    pub subjective: Option<String>,
    pub treatment: String,
    pub transfer_kind: Option<String>,
    pub part: String,
    pub why: String,
    pub service_id: String,
    pub service: String,
    pub service_why: Option<String>,
    pub counterparty_id: Option<String>,
    pub counterparty: Option<String>,
    pub texts: Texts,
}

impl RowsRequest {
    /// The first page of a filter, the largest amounts first.
    pub fn first(filter: Filter) -> RowsRequest {
        RowsRequest { filter, sort: Sort::Largest, page: 0 }
    }

    /// Reads the query of a page of rows: a filter, `sort` and `page`.
    pub fn from_query(query: &str) -> Result<RowsRequest, FilterError> {
        let mut request = RowsRequest::first(Filter::default());
        let mut rest = Vec::new();
        for pair in query.split('&') {
            match pair.split_once('=') {
                Some((_, "")) => {}
                Some((SORT, value)) => request.sort = sort(&decode(value)?)?,
                Some((PAGE, value)) => request.page = page(&decode(value)?)?,
                _ => rest.push(pair),
            }
        }
        request.filter = Filter::from_query(&rest.join("&"))?;
        Ok(request)
    }

    /// The query of this page; what is as usual is left out.
    pub fn to_query(&self) -> String {
        let mut query = self.filter.to_query();
        let mut push = |key: &str, value: &str| {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(key);
            query.push('=');
            encode(value, &mut query);
        };
        if self.sort != Sort::Largest {
            push(SORT, self.sort.word());
        }
        if self.page > 0 {
            push(PAGE, &(self.page + 1).to_string());
        }
        query
    }

    /// The same rows on another page.
    pub fn on_page(&self, page: usize) -> RowsRequest {
        RowsRequest { page, ..self.clone() }
    }

    /// The same rows, first page, in another order.
    pub fn sorted(&self, sort: Sort) -> RowsRequest {
        RowsRequest { sort, page: 0, ..self.clone() }
    }
}

fn sort(text: &str) -> Result<Sort, FilterError> {
    let known = || Sort::ALL.iter().map(|sort| sort.word()).collect::<Vec<_>>();
    let hint = || crate::filter::hint(text, known());
    Sort::parse(text).ok_or_else(|| FilterError::UnknownValue {
        key: SORT.to_owned(),
        value: text.to_owned(),
        hint: hint(),
    })
}

fn page(text: &str) -> Result<usize, FilterError> {
    let expected = "the number of a page, from 1";
    let unreadable = || FilterError::Unreadable { key: PAGE.to_owned(), text: text.to_owned(), expected };
    let page: usize = text.trim().parse().map_err(|_| unreadable())?;
    page.checked_sub(1).ok_or_else(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(query: &str) -> Result<RowsRequest, String> {
        RowsRequest::from_query(query).map_err(|error| error.to_string())
    }

    #[test]
    fn an_address_says_filter_order_and_page() {
        let read = request("page=3&body=county&sort=latest").unwrap();
        assert_eq!((read.page, read.sort, read.filter.value(Dimension::Body)), (2, Sort::Latest, Some("county")));
        assert_eq!(read.to_query(), "body=county&sort=latest&page=3");
        assert_eq!(read.sorted(Sort::Largest).to_query(), "body=county");
        assert_eq!(request("page=&sort=&").unwrap(), RowsRequest::first(Filter::default()));
    }

    #[test]
    fn a_page_or_an_order_that_cannot_be_says_what_can() {
        assert_eq!(request("page=0").unwrap_err(), "`page=0` cannot be read; write the number of a page, from 1");
        assert!(request("page=99999999999999999999").is_err() && request("page=-1").is_err());
        assert_eq!(request("sort=larges").unwrap_err(), "this account has no sort `larges`; did you mean `largest`?");
    }
}
