//! The published figures of the place's bodies, by service.

use std::collections::{BTreeMap, HashMap};

use arrow_array::RecordBatch;
use model::tables::{Basis, PUBLISHED_FIGURE, ReconcilingItem, published_figure};
use model::{FinancialYear, Rows, WHOLE_BODY};
use money::Money;

use super::Item;

/// Which service a label of a publication means; a row of `reference/rules/outturn_service.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutturnService {
    pub series: String,
    pub label: String,
    /// Service of the common list; `all` for the total of the publication.
    pub service: String,
}

/// One series of one body and year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Publication {
    pub body_id: String,
    pub financial_year: FinancialYear,
    pub series: String,
}

/// Published pounds by service.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    by_service: BTreeMap<String, Figure>,
}

#[derive(Clone, Debug, Default)]
struct Figure {
    amount: Money,
    labels: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct Published {
    pub figures: BTreeMap<Publication, Figures>,
    /// Series of employee costs, by body and year.
    pay: BTreeMap<(String, FinancialYear), Figures>,
}

impl Published {
    pub fn of(outturn: &[RecordBatch], services: &[OutturnService]) -> Published {
        let service_of: HashMap<(String, String), &str> =
            services.iter().map(|entry| ((entry.series.clone(), bare(&entry.label)), entry.service.as_str())).collect();
        let mut published = Published::default();
        outturn.iter().for_each(|lines| published.add(PUBLISHED_FIGURE.read(lines), &service_of));
        published
    }

    /// Published employee costs of the body and year of a publication.
    pub fn pay_of(&self, publication: &Publication) -> Option<&Figures> {
        self.pay.get(&(publication.body_id.clone(), publication.financial_year))
    }

    fn add(&mut self, rows: Rows, service_of: &HashMap<(String, String), &str>) {
        let (body, series) = (rows.text(published_figure::BODY_ID), rows.text(published_figure::SERIES));
        let (label, amount) = (rows.text(published_figure::LABEL), rows.money(published_figure::AMOUNT));
        let years = rows.year(published_figure::FINANCIAL_YEAR);
        // Other authorities and regions are in the same publications; only the place's bodies count.
        for row in (0..rows.len()).filter(|row| !body.value(*row).is_empty()) {
            let series = series.value(row);
            let Some(service) = service_of.get(&(series.to_owned(), bare(label.value(row)))) else { continue };
            let (body_id, financial_year) = (body.value(row).to_owned(), years.value(row));
            let figures = if is_pay(series) {
                self.pay.entry((body_id, financial_year)).or_default()
            } else {
                let publication = Publication { body_id, financial_year, series: series.to_owned() };
                self.figures.entry(publication).or_default()
            };
            figures.add(service, label.value(row), amount.value(row));
        }
    }
}

fn is_pay(series: &str) -> bool {
    series.rsplit(':').next() == Some("employees")
}

/// A label as it is compared: publications change capitals and spaces from year to year.
fn bare(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Figures {
    /// The whole body, then each service that has a figure.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        let services = self.by_service.keys().map(String::as_str).filter(|service| *service != WHOLE_BODY);
        std::iter::once(WHOLE_BODY).chain(services)
    }

    /// Pounds published for a service; the whole is the sum of the services where no total is published.
    pub fn amount(&self, service: &str) -> Option<Money> {
        match self.by_service.get(service) {
            Some(figure) => Some(figure.amount),
            None if service == WHOLE_BODY => Some(self.by_service.values().map(|figure| figure.amount).sum()),
            None => None,
        }
    }

    pub fn figure(&self, service: &str) -> Item {
        let note = match self.by_service.get(service) {
            Some(figure) => figure.labels.join("; "),
            None => format!("sum of the {} services with a published figure", self.by_service.len()),
        };
        Item { item: ReconcilingItem::Published, amount: self.amount(service), basis: Basis::Published, note }
    }

    fn add(&mut self, service: &str, label: &str, amount: Money) {
        let figure = self.by_service.entry(service.to_owned()).or_default();
        figure.amount += amount;
        if figure.labels.iter().all(|known| known != label) {
            figure.labels.push(label.to_owned());
        }
    }
}
