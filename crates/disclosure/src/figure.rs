//! Released figures on their way into a table.

use std::sync::Arc;

use arrow_array::builder::{Decimal128Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use model::table::{MONEY_PRECISION, MONEY_SCALE};
use model::tables::RELEASED_FIGURE;
use money::Money;

use crate::count::{Shown, shown};
use crate::{Curve, Policy, Released};

/// One figure of the table `released_figure`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub topic: &'static str,
    pub position: u64,
    pub category: String,
    pub measure: &'static str,
    pub n: Option<u64>,
    pub amount: Option<Money>,
    pub shown: String,
    pub policy: &'static str,
}

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
    pub fn count(&mut self, topic: &'static str, category: &str, measure: &'static str, n: u64) {
        self.cell(topic, category, measure, shown(n, &self.policy));
    }

    /// Parts of a curve under one topic, counts before sums, with everybody as `all`; and its points from the second on under another.
    pub fn curve(
        &mut self,
        [parts, points]: [&'static str; 2],
        [measure, of_amounts]: [&'static str; 2],
        curve: &Released<Curve>,
    ) {
        let curve = curve.get();
        for part in &curve.parts {
            self.cell(parts, &part.numbers.to_string(), measure, part.n);
        }
        self.cell(parts, "all", measure, curve.at_least(0).n);
        for part in &curve.parts {
            self.sum(parts, &part.numbers.to_string(), of_amounts, part.amount);
        }
        for point in curve.points.iter().skip(1) {
            self.cell(points, &point.numbers.first.to_string(), measure, point.n);
        }
    }

    /// How many there are at one point of a curve.
    pub fn point(
        &mut self,
        topic: &'static str,
        category: &str,
        measure: &'static str,
        curve: &Released<Curve>,
        at_least: u64,
    ) {
        self.cell(topic, category, measure, curve.get().at_least(at_least).n);
    }

    /// What amounts add up to at one point of a curve.
    pub fn point_amount(
        &mut self,
        topic: &'static str,
        category: &str,
        measure: &'static str,
        curve: &Released<Curve>,
        at_least: u64,
    ) {
        self.sum(topic, category, measure, curve.get().at_least(at_least).amount);
    }

    /// A count that was released with others.
    pub fn shown(&mut self, topic: &'static str, category: &str, measure: &'static str, cell: &Released<Shown<u64>>) {
        self.cell(topic, category, measure, *cell.get());
    }

    fn cell(&mut self, topic: &'static str, category: &str, measure: &'static str, cell: Shown<u64>) {
        self.push(topic, category, measure, cell.value(), None, cell.to_string());
    }

    fn sum(&mut self, topic: &'static str, category: &str, measure: &'static str, cell: Shown<Money>) {
        let shown = cell.value().map_or_else(|| Shown::<u64>::Withheld.to_string(), |amount| amount.plain());
        self.push(topic, category, measure, None, cell.value(), shown);
    }

    fn push(
        &mut self,
        topic: &'static str,
        category: &str,
        measure: &'static str,
        n: Option<u64>,
        amount: Option<Money>,
        shown: String,
    ) {
        let position = self.figures.len() as u64;
        let (category, policy) = (category.to_owned(), self.policy.id);
        self.figures.push(Figure { topic, position, category, measure, n, amount, shown, policy });
    }

    pub fn released(self) -> Released<Vec<Figure>> {
        Released(self.figures)
    }
}

/// The table `released_figure`: it takes nothing that was not released.
pub fn figure_table(figures: &Released<Vec<Figure>>) -> RecordBatch {
    let figures = figures.get();
    let text = |of: &dyn Fn(&Figure) -> String| -> ArrayRef {
        let mut builder = StringBuilder::new();
        figures.iter().for_each(|figure| builder.append_value(of(figure)));
        Arc::new(builder.finish())
    };
    let count = |of: &dyn Fn(&Figure) -> Option<u64>| -> ArrayRef {
        let mut builder = Int64Builder::new();
        figures.iter().for_each(|figure| builder.append_option(of(figure).map(|n| n as i64)));
        Arc::new(builder.finish())
    };
    let mut amounts = Decimal128Builder::new()
        .with_precision_and_scale(MONEY_PRECISION, MONEY_SCALE)
        .expect("the precision and scale of money are valid");
    figures.iter().for_each(|figure| amounts.append_option(figure.amount.map(|amount| i128::from(amount.pence()))));
    let columns: Vec<ArrayRef> = vec![
        text(&|figure| figure.topic.to_owned()),
        count(&|figure| Some(figure.position)),
        text(&|figure| figure.category.clone()),
        text(&|figure| figure.measure.to_owned()),
        count(&|figure| figure.n),
        Arc::new(amounts.finish()),
        text(&|figure| figure.shown.clone()),
        text(&|figure| figure.policy.to_owned()),
    ];
    RecordBatch::try_new(RELEASED_FIGURE.schema(), columns).expect("columns stand in the order of the table")
}
