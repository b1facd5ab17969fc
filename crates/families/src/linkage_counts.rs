//! What is released about linkage itself: what depends on its threshold, and its error by where names come from.

use arrow_array::RecordBatch;
use disclosure::{Figures, LINKED_FAMILIES, release_curve};
use model::tables::{
    FigureMeasure, FigureTopic, KNOWN_AT_THRESHOLD, LINK_ERROR, LinkThreshold, known_at_threshold, link_error,
};
use money::Money;

/// Exact counts, of which what may leave is released.
#[derive(Default)]
pub struct LinkageCounts {
    curves: Vec<KnownCurve>,
    errors: Vec<OriginError>,
}

/// People or families by how many agencies hold a record, at one threshold.
struct KnownCurve {
    threshold: String,
    probability: f64,
    measure: FigureMeasure,
    /// At each number of agencies from 0.
    n: Vec<u64>,
}

/// How right links are estimated to be where names come from one place.
struct OriginError {
    origin: String,
    n_found: u64,
    n_wrong: f64,
    n_missed: Option<f64>,
}

impl LinkageCounts {
    pub fn of(known: &[RecordBatch], errors: &[RecordBatch]) -> LinkageCounts {
        let rows: Vec<_> = known.iter().flat_map(|batch| KNOWN_AT_THRESHOLD.read(batch).iter()).collect();
        let of = [
            (FigureMeasure::People, known_at_threshold::N_PEOPLE),
            (FigureMeasure::Families, known_at_threshold::N_FAMILIES),
        ];
        let mut curves = Vec::new();
        for (threshold, (measure, column)) in LinkThreshold::WORDS.iter().flat_map(|word| of.map(|of| (*word, of))) {
            let mut curve = KnownCurve { threshold: threshold.to_owned(), probability: 0.0, measure, n: Vec::new() };
            for row in rows.iter().filter(|row| row.text(known_at_threshold::THRESHOLD) == threshold) {
                let at = row.count(known_at_threshold::N_AGENCIES) as usize;
                curve.n.resize(curve.n.len().max(at + 1), 0);
                curve.n[at] = row.count(column);
                curve.probability = row.number(known_at_threshold::PROBABILITY);
            }
            if !curve.n.is_empty() {
                curves.push(curve);
            }
        }
        let errors = errors.iter().flat_map(|batch| LINK_ERROR.read(batch).iter());
        let errors = errors.map(|row| OriginError {
            origin: row.text(link_error::NAME_ORIGIN).to_owned(),
            n_found: row.count(link_error::N_FOUND),
            n_wrong: row.number(link_error::N_WRONG),
            n_missed: row.number_if_any(link_error::N_MISSED),
        });
        LinkageCounts { curves, errors: errors.collect() }
    }

    /// People and families of whom a number of agencies or more hold a record, at each threshold.
    pub fn release_known(&self, figures: &mut Figures) {
        for curve in &self.curves {
            // Nothing is spent here, so a curve is of counts alone.
            let amounts: Vec<Vec<Money>> = curve.n.iter().map(|n| vec![Money::ZERO; *n as usize]).collect();
            let released = release_curve(&amounts, &LINKED_FAMILIES);
            figures.points(FigureTopic::KnownAtThresholds, curve.measure, &released, |from| curve.category(from));
        }
    }

    /// How many matches are estimated to be missed, and how many links wrong, by where names come from.
    pub fn release_errors(&self, figures: &mut Figures) {
        let topic = FigureTopic::ErrorByNameOrigin;
        for OriginError { origin, n_found, n_wrong, n_missed } in &self.errors {
            if let Some(n_missed) = n_missed {
                let n_right = *n_found as f64 - n_wrong;
                let missed = n_missed / (n_right + n_missed).max(1.0);
                figures.percent(topic, origin, FigureMeasure::MissedPercent, (missed, *n_found));
            }
            let wrong = n_wrong / (*n_found as f64).max(1.0);
            figures.percent(topic, origin, FigureMeasure::WrongPercent, (wrong, *n_found));
        }
    }

    /// How many people or families a released figure about thresholds is of.
    pub fn n_known(&self, category: &str) -> u64 {
        let points = self.curves.iter().flat_map(|curve| (0..curve.n.len() as u64).map(move |from| (curve, from)));
        let mut named = points.filter(|(curve, from)| curve.category(*from) == category);
        named.next().map_or(0, |(curve, from)| curve.n[from as usize..].iter().sum())
    }

    /// How many pairs the released shares of error are of.
    pub fn n_found(&self, origin: &str) -> u64 {
        self.errors.iter().find(|error| error.origin == origin).map_or(0, |error| error.n_found)
    }
}

impl KnownCurve {
    /// The name of the count of those known to at least `from` agencies. Everybody is known to one.
    fn category(&self, from: u64) -> String {
        let known = if from < 2 { String::new() } else { format!(" known to {from} agencies or more") };
        format!("{}{known}, linked at {:.4} ({})", self.measure.word(), self.probability, self.threshold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use disclosure::figure_table;
    use model::tables::{RELEASED_FIGURE, released_figure};

    fn released(counts: &LinkageCounts) -> Vec<String> {
        let mut figures = Figures::under(LINKED_FAMILIES);
        counts.release_known(&mut figures);
        counts.release_errors(&mut figures);
        let batch = figure_table(&figures.released());
        let shown = |row: model::Row<'_>| {
            format!("{}: {}", row.text(released_figure::CATEGORY), row.text(released_figure::SHOWN))
        };
        RELEASED_FIGURE.read(&batch).iter().map(shown).collect()
    }

    #[test]
    fn numbers_of_agencies_that_few_have_are_put_together_and_shares_of_few_withheld() {
        let mut known = KNOWN_AT_THRESHOLD.rows();
        for (n_agencies, n_people, n_families) in [(1, 100, 30), (2, 22, 3), (3, 4, 0)] {
            known
                .push()
                .text(known_at_threshold::THRESHOLD, "chosen")
                .share(known_at_threshold::PROBABILITY, 0.95)
                .count(known_at_threshold::N_AGENCIES, n_agencies)
                .count(known_at_threshold::N_PEOPLE, n_people)
                .count(known_at_threshold::N_FAMILIES, n_families);
        }
        let mut errors = LINK_ERROR.rows();
        for (origin, n_found) in [("irish", 99), ("welsh", 200)] {
            errors
                .push()
                .text(link_error::NAME_ORIGIN, origin)
                .count(link_error::N_RECORDS, 400)
                .count(link_error::N_FOUND, n_found)
                .estimate(link_error::N_WRONG, 8.0)
                .estimate_if_any(link_error::N_MISSED, Some(48.0));
        }
        let counts = LinkageCounts::of(&[known.finish()], &[errors.finish()]);
        let expected = [
            "people, linked at 0.9500 (chosen): 125",
            "people known to 2 agencies or more, linked at 0.9500 (chosen): 25",
            "families, linked at 0.9500 (chosen): 35",
            "irish: [c]",
            "irish: [c]",
            // 48 of 192 right and 48 missed; 8 of 200.
            "welsh: 20",
            "welsh: 4",
        ];
        assert_eq!(released(&counts), expected);
        assert_eq!(counts.n_known("people known to 2 agencies or more, linked at 0.9500 (chosen)"), 26);
        assert_eq!((counts.n_known("families, linked at 0.9500 (chosen)"), counts.n_found("welsh")), (33, 200));
    }
}
