//! What pages ask of the account: figures, rankings, months. Every figure is the tally of a filter, and
//! carries that filter as its permalink.

use account::{Dimension, Filter, Group, Tally};
use model::FinancialYear;
use report::block::{count, percent, plural};
use report::summary::BodyAccount;
use report::whole::{Base, Funders, Population, ThemeCosts, WholeCount, payments_in_words};

use crate::address::{Medium, part_of, part_of_name, rows};
use crate::block::{Amount, Block, Cell, ChartKind, Column, Fact, Figure, Inline, Table, words};
use crate::list::net_of;
use crate::phrases;
use crate::published::{self, N_PAYEE_FILES};
use crate::read::{Reconciliation, TablesOfYear, Transfer};
use crate::site::Site;

/// The site as it is read in one medium.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub site: &'a Site,
    pub medium: Medium,
    /// The year that a page shows of a place of several years; none where all lines are meant.
    pub year: Option<FinancialYear>,
}

/// How lines part by one dimension, as a table.
pub struct Ranking<'a> {
    pub id: &'a str,
    pub caption: String,
    /// What a row is: `Service`.
    pub heading: &'static str,
    pub filter: &'a Filter,
    pub dimension: Dimension,
    /// Rows of their own; the rest is one row.
    pub n_max: usize,
    pub chart: Option<ChartKind>,
}

impl<'a> View<'a> {
    /// The site without a year: every line, as a place of one year is shown.
    pub fn of_all(site: &'a Site, medium: Medium) -> View<'a> {
        View { site, medium, year: None }
    }

    /// The site as its latest year shows it.
    pub fn of_latest(site: &'a Site, medium: Medium) -> View<'a> {
        let has_several = !site.place.earlier_years.is_empty();
        View { site, medium, year: has_several.then_some(site.place.year) }
    }

    /// The year that is shown; the latest where all are.
    pub fn year_shown(&self) -> FinancialYear {
        self.year.unwrap_or(self.site.place.year)
    }

    /// Bodies with lines of the year shown, in the order of the place file.
    pub fn bodies_with_lines(&self) -> Vec<&'a BodyAccount> {
        let all = self.site.summary.bodies.iter();
        all.filter(|body| self.year.is_none() || 0 < self.tally(&self.of_body(&body.body_id)).n_lines).collect()
    }

    /// All lines of a body of the year shown.
    pub fn of_body(&self, body_id: &str) -> Filter {
        self.of_year(Filter::default()).only(Dimension::Body, Some(body_id))
    }

    /// Whether the latest year is shown, of which charts are to embed.
    pub fn is_latest(&self) -> bool {
        self.year_shown() == self.site.place.year
    }

    /// The years that are shown, in words.
    pub fn years_in_words(&self) -> String {
        match self.year {
            Some(year) => phrases::year_in_words(year),
            None => phrases::years_in_words(&self.site.place),
        }
    }

    /// The lines of a filter that are of the year shown.
    pub fn of_year(&self, filter: Filter) -> Filter {
        match self.year {
            Some(year) => filter.only(Dimension::Year, Some(&year.to_string())),
            None => filter,
        }
    }

    /// What is spent here of the year shown, of one value.
    pub fn net_of(&self, dimension: Dimension, value: &str) -> Filter {
        self.of_year(net_of(dimension, value))
    }

    /// What is told of the year shown beside its lines.
    fn tables_of_year(&self) -> &'a TablesOfYear {
        let earlier = self.site.small.earlier_years.iter().find(|of| Some(of.year) == self.year);
        earlier.unwrap_or(&self.site.small.of_year)
    }

    /// Who funds what is counted.
    pub fn funders(&self) -> Option<&'a Funders> {
        self.tables_of_year().funders.as_ref()
    }

    /// What each theme costs in all.
    pub fn theme_costs(&self) -> &'a [ThemeCosts] {
        &self.tables_of_year().theme_costs
    }

    pub fn population(&self) -> Option<&'a Population> {
        self.tables_of_year().population.as_ref()
    }

    /// Published totals of the year shown beside what was counted.
    pub fn reconciliations(&self) -> Vec<&'a Reconciliation> {
        let all = self.site.small.reconciliations.iter().flatten();
        all.filter(|comparison| self.year.is_none_or(|year| comparison.year == year)).collect()
    }

    /// Transfers of the year shown; none where they were not computed.
    pub fn transfers(&self) -> Option<Vec<&'a Transfer>> {
        let all = self.site.small.transfers.as_ref()?;
        Some(all.iter().filter(|transfer| self.year.is_none_or(|year| transfer.year == year)).collect())
    }

    pub fn is_served(&self) -> bool {
        self.medium == Medium::Served
    }

    /// The whole count; none where nothing is published for the place.
    pub fn whole(&self) -> Option<&'a WholeCount> {
        self.tables_of_year().whole.as_ref()
    }

    /// How much of all spending is traced to payments: what is beside every sum and share of them.
    pub fn payments_in_words(&self) -> String {
        payments_in_words(self.whole().map(WholeCount::above).as_ref())
    }

    /// All that a body or service is known to spend; none where that is not known, or for what no published figure parts.
    pub fn base(&self, dimension: Dimension, value: &str) -> Option<Base> {
        match dimension {
            Dimension::Body => self.whole()?.base_of_body(value),
            Dimension::Service => self.whole()?.base_of_service(value),
            _ => None,
        }
    }

    pub fn tally(&self, filter: &Filter) -> Tally {
        self.site.account.tally(filter)
    }

    pub fn figure(&self, filter: &Filter) -> Figure {
        figure_of(&self.tally(filter), filter)
    }

    pub fn label(&self, dimension: Dimension, value: &str) -> String {
        self.site.account.label(dimension, Some(value))
    }

    /// The page about a value of a dimension, where it has one in this medium.
    pub fn page_of(&self, dimension: Dimension, value: &str) -> Option<String> {
        match dimension {
            Dimension::Body | Dimension::Counterparty => {
                self.site.place.body(value).map(|body| format!("bodies/{}", part_of(&body.id)))
            }
            Dimension::Service => Some(format!("services/{}", part_of(value))),
            Dimension::Theme => Some(format!("themes/{}", part_of(value))),
            Dimension::Supplier => {
                let supplier = self.site.summary.suppliers.as_ref()?.find(value)?;
                let has_page = self.is_served() || published::has_supplier(self.site, supplier);
                has_page.then(|| format!("suppliers/{}", part_of_name(value)))
            }
            Dimension::Payee if self.is_served() || self.site.payees.is_among(N_PAYEE_FILES, value) => {
                Some(format!("payees/{}", part_of_name(value)))
            }
            _ => None,
        }
    }

    /// The name of a group, with a link to its page where there is one.
    pub fn name_of(&self, dimension: Dimension, group: &Group) -> Inline {
        let Some(value) = &group.value else { return group.label.clone().into() };
        let is_printed = matches!(
            dimension,
            Dimension::Payee | Dimension::Heading | Dimension::Department | Dimension::Subjective | Dimension::File
        );
        match self.page_of(dimension, value) {
            Some(to) => Inline::link(group.label.clone(), to),
            None if is_printed => Inline::Printed(group.label.clone()),
            None => group.label.clone().into(),
        }
    }

    /// A ranking whose rows and rest add up to its total; none where there is no line.
    pub fn ranking(&self, ranking: &Ranking<'_>) -> Option<Table> {
        let groups = self.site.account.by(ranking.filter, ranking.dimension);
        if groups.is_empty() {
            return None;
        }
        let whole = self.tally(ranking.filter);
        let overlaps = ranking.dimension == Dimension::Theme;
        let mut columns = vec![Column::words(ranking.heading), Column::charted("Pounds"), Column::number("Lines")];
        columns.extend((!overlaps).then(|| Column::number("Share")));
        let row = |name: Cell, figure: Figure| {
            let (n_lines, share) = (figure.n_lines, figure.amount.share_of(whole.amount));
            let mut cells = vec![name, Cell::from(figure), Cell::Count(n_lines)];
            cells.extend((!overlaps).then_some(Cell::Share(share)));
            cells
        };
        let (shown, rest) = split(groups, ranking.n_max);
        let rows = shown.iter().map(|group| {
            let filter = ranking.filter.clone().only(ranking.dimension, group.value.as_deref());
            row(Cell::from(self.name_of(ranking.dimension, group)), figure_of(&group.tally, &filter))
        });
        let mut table = Table::new(ranking.id, ranking.caption.clone(), columns).rows(rows);
        // A filter that names values of the dimension already cannot name all but these as well.
        let can_except = ranking.filter.choice(ranking.dimension).is_none() && !overlaps;
        if let Some(tally) = sum(&rest).filter(|_| can_except) {
            let filter = shown
                .iter()
                .fold(ranking.filter.clone(), |filter, group| filter.except(ranking.dimension, group.value.as_deref()));
            let name = format!("{} others", count(rest.len()));
            table = table.row(row(name.into(), figure_of(&tally, &filter)));
        }
        if !overlaps {
            table = table.total(row("All".into(), figure_of(&whole, ranking.filter)));
        }
        // A chart of one part alone says nothing.
        let n_parts = shown.iter().filter(|group| group.tally.amount > money::Money::ZERO).count();
        let chart = ranking.chart.filter(|_| 1 < n_parts);
        table.chart = chart.map(|kind| crate::block::Chart { kind, whole: None });
        Some(table)
    }

    /// Lines month by month through the place's year, and under them what is dated otherwise or not at all.
    pub fn months(&self, id: &str, caption: String, filter: &Filter) -> Table {
        let months = self.month_figures(filter);
        let columns = vec![Column::words("Month"), Column::charted("Pounds"), Column::number("Lines")];
        let row = |(name, figure): (String, Figure)| {
            let n_lines = figure.n_lines;
            vec![Cell::from(name), Cell::from(figure), Cell::Count(n_lines)]
        };
        let undated = filter.clone().only(Dimension::Month, None);
        // Of one year of several no line is of another.
        let others = self.year.is_none().then(|| {
            filter
                .clone()
                .except(Dimension::Year, Some(&self.site.place.year.to_string()))
                .except(Dimension::Month, None)
        });
        let others = others.map(|filter| ("Other financial years".to_owned(), filter));
        let aside = std::iter::once(("No date".to_owned(), undated)).chain(others);
        let aside = aside.map(|(name, filter)| (name, self.figure(&filter)));
        Table::new(id, caption, columns)
            .rows(months.into_iter().map(row))
            .aside(aside.filter(|(_, figure)| figure.n_lines > 0).map(row))
            .total(row(("All".to_owned(), self.figure(filter))))
            .chart(ChartKind::Bar)
    }

    /// The twelve months of the place's year, each with its name.
    pub fn month_figures(&self, filter: &Filter) -> Vec<(String, Figure)> {
        let groups = self.site.account.by(filter, Dimension::Month);
        months_of(self.year_shown())
            .into_iter()
            .map(|(month, name)| {
                let found = groups.iter().find(|group| group.value.as_deref() == Some(month.as_str()));
                let tally = found.map(|group| group.tally).unwrap_or_default();
                (name, figure_of(&tally, &filter.clone().only(Dimension::Month, Some(&month))))
            })
            .collect()
    }

    /// What a body or service spends in all, of which its payments are a part; none where nothing at all is published.
    pub fn in_all(&self, dimension: Dimension, value: &str) -> Option<Fact> {
        let whole = self.whole()?;
        let label = "Spent in all, the whole count";
        let Some(base) = self.base(dimension, value) else {
            let note = words!["nothing is published for it, so we cannot say what its payments are part of"];
            return Some(Fact::new(label, Amount::NotComputed, note));
        };
        let of_place = base.counted.share_of(whole.total()).map(percent).unwrap_or_default();
        let opens = base.share_that_opens().map_or_else(|| "nothing".to_owned(), percent);
        let note = words![
            format!("{of_place} of all money for the place; {opens} of it is traced to payments: "),
            Inline::link("coverage", "coverage")
        ];
        Some(Fact::new(label, Amount::Rounded(base.counted), note))
    }

    /// What stands first on the page of anything with lines: pounds, credit notes, withheld payees.
    pub fn facts_of(&self, label: &str, filter: &Filter, whole: &str) -> Vec<Fact> {
        let tally = self.tally(filter);
        let credits = credits_of(&tally, filter);
        let n_credits = credits.n_lines;
        let withheld = withheld_of(&tally, filter);
        let share = tally.amount.share_of(self.tally(&self.of_year(Filter::net_here())).amount);
        vec![
            Fact::new(label, figure_of(&tally, filter).short(), vec![plural(tally.n_lines, "line").into()]),
            Fact::share("Share of payments here", share, words![format!("{whole}; {}", self.payments_in_words())]),
            Fact::new("Credit notes and money in", credits.short(), vec![plural(n_credits, "line").into()]),
            Fact::share(
                "Pounds whose payee is withheld",
                tally.redacted_share(),
                words![withheld, " in ", plural(tally.n_redacted, "line")],
            ),
        ]
    }

    /// A section of a ranking, folded where it is long.
    pub fn ranking_blocks(&self, ranking: &Ranking<'_>) -> Vec<Block> {
        match self.ranking(ranking) {
            Some(table) => vec![Block::Table(table)],
            None => vec![Block::Words(words!["No line is here."])],
        }
    }

    /// A link to a filter's rows in words.
    pub fn rows_link(&self, text: impl Into<String>, filter: &Filter) -> Inline {
        Inline::link(text, rows(&filter.to_query()))
    }
}

/// A filter's tally as a figure.
pub fn figure_of(tally: &Tally, filter: &Filter) -> Figure {
    Figure { amount: tally.amount, n_lines: tally.n_lines, query: filter.to_query(), is_short: false }
}

/// Lines below zero.
pub fn credits_of(tally: &Tally, filter: &Filter) -> Figure {
    let query = filter.clone().credits_only().to_query();
    Figure { amount: tally.credits, n_lines: tally.n_credits, query, is_short: false }
}

/// Lines whose payee is withheld.
pub fn withheld_of(tally: &Tally, filter: &Filter) -> Figure {
    let query = filter.clone().redacted_only().to_query();
    Figure { amount: tally.redacted, n_lines: tally.n_redacted, query, is_short: false }
}

/// The first groups and the rest; a rest of one is shown by name.
fn split(mut groups: Vec<Group>, n_max: usize) -> (Vec<Group>, Vec<Group>) {
    let n = if groups.len() <= n_max + 1 { groups.len() } else { n_max };
    let rest = groups.split_off(n);
    (groups, rest)
}

fn sum(groups: &[Group]) -> Option<Tally> {
    let add = |mut sum: Tally, group: &Group| {
        sum += group.tally;
        sum
    };
    (!groups.is_empty()).then(|| groups.iter().fold(Tally::default(), add))
}

/// The months of a financial year: `2020-04` and `April 2020`.
fn months_of(year: model::FinancialYear) -> Vec<(String, String)> {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let months = (3..15).map(|month| (year.0 + month / 12, month % 12));
    months
        .map(|(year, month)| (format!("{year}-{:02}", month + 1), format!("{} {year}", NAMES[month as usize])))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_financial_year_runs_from_april_to_march() {
        let months = months_of(model::FinancialYear(2020));
        assert_eq!(months[0], ("2020-04".to_owned(), "April 2020".to_owned()));
        assert_eq!(months[11], ("2021-03".to_owned(), "March 2021".to_owned()));
    }
}
