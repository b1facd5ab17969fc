//! Released figures on their way into a table.

use arrow_array::RecordBatch;
use model::tables::{ALL_CATEGORIES, DisclosurePolicy, FigureMeasure, FigureTopic, RELEASED_FIGURE, released_figure};
use money::Money;

use crate::amount::shown_amount;
use crate::count::{Shown, shown};
use crate::curve::Curve;
use crate::policy::Policy;
use crate::released::Released;

/// One figure of the table `released_figure`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub topic: FigureTopic,
    pub category: String,
    pub measure: FigureMeasure,
    pub value: FigureValue,
    pub policy: DisclosurePolicy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureValue {
    Count(Shown<u64>),
    Amount(Shown<Money>),
}

/// Of fewer than these a whole percent tells single ones.
const N_PERCENT_MIN: u64 = 100;

/// Gathers figures, each passing the policy as it comes.
#[derive(Debug)]
pub struct Figures {
    policy: Policy,
    figures: Vec<Figure>,
}

impl Figures {
    pub fn under(policy: Policy) -> Figures {
        Figures { policy, figures: Vec::new() }
    }

    /// A count by itself.
    pub fn count(&mut self, topic: FigureTopic, category: &str, measure: FigureMeasure, n: u64) {
        let shown = shown(n, &self.policy);
        self.push(topic, category, measure, FigureValue::Count(shown));
    }

    /// A count that was released with others.
    pub fn shown(&mut self, topic: FigureTopic, category: &str, measure: FigureMeasure, n: &Released<Shown<u64>>) {
        self.push(topic, category, measure, FigureValue::Count(*n.get()));
    }

    /// A share of `n`, in whole per cent; withheld where `n` is so small that one per cent would be a single person or pair.
    pub fn percent(&mut self, topic: FigureTopic, category: &str, measure: FigureMeasure, (share, n): (f64, u64)) {
        let percent = Shown::Value((100.0 * share).round().clamp(0.0, 100.0) as u64);
        let value = if n < N_PERCENT_MIN { Shown::Withheld } else { percent };
        self.push(topic, category, measure, FigureValue::Count(value));
    }

    /// A count that is worth a line only where it is shown: whether it is.
    pub fn count_if_shown(&mut self, topic: FigureTopic, category: &str, measure: FigureMeasure, n: u64) -> bool {
        let is_shown = 0 < n && !self.policy.withholds(n);
        if is_shown {
            self.count(topic, category, measure, n);
        }
        is_shown
    }

    /// A sum over people, of which `parts` are each one's.
    pub fn amount(&mut self, topic: FigureTopic, category: &str, measure: FigureMeasure, parts: &[Money]) {
        self.push(topic, category, measure, FigureValue::Amount(shown_amount(parts, &self.policy)));
    }

    /// A quantile of a number of people: withheld where fewer are beyond it on either side than may be told of.
    pub fn quantile(
        &mut self,
        topic: FigureTopic,
        category: &str,
        measure: FigureMeasure,
        value: u64,
        [n_below, n_beyond]: [u64; 2],
    ) {
        let enough = |n: u64| self.policy.n_withheld_max < n;
        let shown = if enough(n_below) && enough(n_beyond) { Shown::Value(value) } else { Shown::Withheld };
        self.push(topic, category, measure, FigureValue::Count(shown));
    }

    /// The points of a curve: how many have at least the first number of each band, and how many there are in all, under the names
    /// that `category` gives.
    pub fn points(
        &mut self,
        topic: FigureTopic,
        measure: FigureMeasure,
        curve: &Released<Curve>,
        category: impl Fn(u64) -> String,
    ) {
        for point in &curve.get().points {
            self.push(topic, &category(point.numbers.first), measure, FigureValue::Count(point.n));
        }
    }

    /// Bands of a curve under one topic, counts before sums, with all of them together; and its points from the
    /// second on under another.
    pub fn curve(
        &mut self,
        [bands, points]: [FigureTopic; 2],
        [measure, of_amounts]: [FigureMeasure; 2],
        curve: &Released<Curve>,
    ) {
        let curve = curve.get();
        for band in &curve.bands {
            self.push(bands, &band.numbers.to_string(), measure, FigureValue::Count(band.n));
        }
        self.push(bands, ALL_CATEGORIES, measure, FigureValue::Count(curve.at_least(0).n));
        for band in &curve.bands {
            self.push(bands, &band.numbers.to_string(), of_amounts, FigureValue::Amount(band.amount));
        }
        for point in curve.points.iter().skip(1) {
            self.push(points, &point.numbers.first.to_string(), measure, FigureValue::Count(point.n));
        }
    }

    /// How many there are at one point of a curve.
    pub fn point(
        &mut self,
        topic: FigureTopic,
        category: &str,
        measure: FigureMeasure,
        curve: &Released<Curve>,
        at_least: u64,
    ) {
        self.push(topic, category, measure, FigureValue::Count(curve.get().at_least(at_least).n));
    }

    /// What amounts add up to at one point of a curve.
    pub fn point_amount(
        &mut self,
        topic: FigureTopic,
        category: &str,
        measure: FigureMeasure,
        curve: &Released<Curve>,
        at_least: u64,
    ) {
        self.push(topic, category, measure, FigureValue::Amount(curve.get().at_least(at_least).amount));
    }

    fn push(&mut self, topic: FigureTopic, category: &str, measure: FigureMeasure, value: FigureValue) {
        let (category, policy) = (category.to_owned(), self.policy.name);
        self.figures.push(Figure { topic, category, measure, value, policy });
    }

    pub fn released(self) -> Released<Vec<Figure>> {
        Released(self.figures)
    }
}

/// Figures that were released one after another, as one list.
pub fn together(lists: impl IntoIterator<Item = Released<Vec<Figure>>>) -> Released<Vec<Figure>> {
    Released(lists.into_iter().flat_map(Released::into_inner).collect())
}

/// The table `released_figure`: it takes nothing that was not released.
pub fn figure_table(figures: &Released<Vec<Figure>>) -> RecordBatch {
    let mut rows = RELEASED_FIGURE.rows();
    for (position, figure) in (0..).zip(figures.get()) {
        let (n, amount, shown) = match figure.value {
            FigureValue::Count(n) => (n.value(), None, n.to_string()),
            FigureValue::Amount(amount) => (None, amount.value(), plain(amount)),
        };
        rows.push()
            .text(released_figure::TOPIC, figure.topic.word())
            .count(released_figure::POSITION, position)
            .text(released_figure::CATEGORY, &figure.category)
            .text(released_figure::MEASURE, figure.measure.word())
            .count_if_any(released_figure::N, n)
            .money_if_any(released_figure::AMOUNT, amount)
            .text(released_figure::SHOWN, &shown)
            .text(released_figure::POLICY, figure.policy.word());
    }
    rows.finish()
}

/// Pounds without separators, or `[c]`.
fn plain(amount: Shown<Money>) -> String {
    amount.value().map_or_else(|| Shown::<u64>::Withheld.to_string(), |amount| amount.plain())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LINKED_FAMILIES, release_curve, release_overlap};

    fn written(figures: Figures) -> Vec<String> {
        let batch = figure_table(&figures.released());
        let text = |row: model::Row<'_>| {
            let [topic, category, measure, shown] =
                [released_figure::TOPIC, released_figure::CATEGORY, released_figure::MEASURE, released_figure::SHOWN]
                    .map(|column| row.text(column));
            format!("{topic}, {category}, {measure}: {shown}")
        };
        RELEASED_FIGURE.read(&batch).iter().map(text).collect()
    }

    #[test]
    fn figures_are_written_as_they_are_released() {
        let mut figures = Figures::under(LINKED_FAMILIES);
        figures.count(FigureTopic::Totals, "families", FigureMeasure::Families, 9);
        let amounts = [vec![Money::from_pence(700_00); 12], vec![Money::from_pence(900_00); 14]];
        let curve = release_curve(&amounts, &LINKED_FAMILIES);
        let topics = [FigureTopic::FamiliesByAgencies, FigureTopic::FamiliesByAgenciesOrMore];
        figures.curve(topics, [FigureMeasure::Families, FigureMeasure::Cost], &curve);
        let expected = [
            "totals, families, families: [c]",
            "families_by_agencies, 0, families: 10",
            "families_by_agencies, 1 or more, families: 15",
            "families_by_agencies, all, families: 25",
            "families_by_agencies, 0, cost: 8000.00",
            "families_by_agencies, 1 or more, cost: 13000.00",
            "families_by_agencies_at_least, 1, families: 15",
        ];
        assert_eq!(written(figures), expected);
    }

    /// Twelve families cost £700 each, fourteen £900, and nobody knows three agencies.
    #[test]
    fn a_point_of_a_curve_says_how_many_there_are_from_it_on_and_what_they_cost() {
        let amounts = [vec![Money::from_pence(700_00); 12], vec![Money::from_pence(900_00); 14]];
        let curve = release_curve(&amounts, &LINKED_FAMILIES);
        let mut figures = Figures::under(LINKED_FAMILIES);
        for (at_least, category) in [(0, "any"), (1, "one"), (3, "three")] {
            figures.point(FigureTopic::Totals, category, FigureMeasure::Families, &curve, at_least);
            figures.point_amount(FigureTopic::Totals, category, FigureMeasure::Cost, &curve, at_least);
        }
        let expected = [
            "totals, any, families: 25",
            "totals, any, cost: 21000.00",
            "totals, one, families: 15",
            "totals, one, cost: 13000.00",
            "totals, three, families: 0",
            "totals, three, cost: 0.00",
        ];
        assert_eq!(written(figures), expected);
    }

    #[test]
    fn a_percent_of_fewer_than_a_hundred_is_withheld() {
        let mut figures = Figures::under(LINKED_FAMILIES);
        for (name, share, n) in [("few", 0.25, 99), ("many", 0.254, 100), ("none", 0.0, 5_000)] {
            figures.percent(FigureTopic::ErrorByNameOrigin, name, FigureMeasure::MissedPercent, (share, n));
        }
        let expected = ["few, missed_percent: [c]", "many, missed_percent: 25", "none, missed_percent: 0"];
        assert_eq!(written(figures), expected.map(|figure| format!("error_by_name_origin, {figure}")));
    }

    /// Ten people below and ten beyond are enough, nine on either side are not (the rule for percentiles).
    #[test]
    fn a_quantile_needs_ten_people_on_either_side() {
        let mut figures = Figures::under(LINKED_FAMILIES);
        for (category, sides) in [("even", [10, 10]), ("few below", [9, 90]), ("few beyond", [90, 9])] {
            let measure = FigureMeasure::MedianWorkingDays;
            figures.quantile(FigureTopic::JourneyWaits, category, measure, 12, sides);
        }
        let expected = [
            "even, median_working_days: 12",
            "few below, median_working_days: [c]",
            "few beyond, median_working_days: [c]",
        ];
        assert_eq!(written(figures), expected.map(|figure| format!("journey_waits, {figure}")));
    }

    #[test]
    fn a_small_count_is_left_out_where_only_shown_ones_are_listed() {
        let mut figures = Figures::under(LINKED_FAMILIES);
        let people = FigureMeasure::People;
        let listed = [0, 9, 10].map(|n| figures.count_if_shown(FigureTopic::JourneySteps, "a", people, n));
        assert_eq!(listed, [false, false, true]);
        assert_eq!(written(figures), ["journey_steps, a, people: 10"]);
    }

    #[test]
    fn a_sum_over_people_is_rounded_or_withheld() {
        let mut figures = Figures::under(LINKED_FAMILIES);
        for (category, n) in [("nine", 9), ("ten", 10)] {
            let parts = vec![Money::from_pence(760_00); n];
            figures.amount(FigureTopic::Journeys, category, FigureMeasure::Cost, &parts);
        }
        assert_eq!(written(figures), ["journeys, nine, cost: [c]", "journeys, ten, cost: 8000.00"]);
    }

    #[test]
    fn counts_released_together_are_written_as_they_were_released() {
        let overlap = release_overlap(&[100, 50, 3], 120, 170, &LINKED_FAMILIES);
        let mut figures = Figures::under(LINKED_FAMILIES);
        for (agency, group) in ["council", "police", "trust"].into_iter().zip(overlap.groups()) {
            figures.shown(FigureTopic::Totals, agency, FigureMeasure::Families, &group);
        }
        figures.shown(FigureTopic::Totals, "all", FigureMeasure::Families, &overlap.everybody());
        figures.shown(FigureTopic::Totals, "records", FigureMeasure::Families, &overlap.records());
        let expected = [
            "council, families: 100",
            "police, families: 50",
            "trust, families: [c]",
            "all, families: 120",
            "records, families: 170",
        ];
        assert_eq!(written(figures), expected.map(|figure| format!("totals, {figure}")));
    }
}
