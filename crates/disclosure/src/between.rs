//! What two publications of one place would tell of the few people by whom they differ.
//!
//! Each publication keeps the rules by itself. Beside an earlier one, a figure that moved because of one family tells of
//! that family, and the pounds beside it tell what it cost. So a figure may differ from an earlier one only if the count
//! behind it did not change, or changed by a number that could itself be shown (method, section 13).

use std::collections::BTreeSet;

use model::tables::{FigureMeasure, FigureTopic};

use crate::curve::Numbers;
use crate::policy::Policy;

/// A figure as it is shown, with how many people, families or records it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFigure {
    pub topic: FigureTopic,
    pub category: String,
    pub measure: FigureMeasure,
    pub shown: String,
    pub n_behind: u64,
}

/// A figure that may not be shown beside an earlier publication. It says nothing about how far the counts lie apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldBetween {
    pub topic: FigureTopic,
    pub category: String,
    pub measure: FigureMeasure,
    pub shown_before: String,
    pub shown_now: String,
}

/// Figures that a reader of both publications could subtract to learn of too few.
pub fn told_between(before: &[ShownFigure], now: &[ShownFigure], policy: &Policy) -> Vec<ToldBetween> {
    let mut told: Vec<ToldBetween> = now.iter().filter_map(|figure| same_figure(figure, before, policy)).collect();
    let curves: BTreeSet<(FigureTopic, FigureMeasure)> =
        now.iter().map(|figure| (figure.topic, figure.measure)).collect();
    told.extend(curves.into_iter().flat_map(|curve| bands_moved(curve, before, now, policy)));
    told.sort();
    told.dedup();
    told
}

fn same_figure(now: &ShownFigure, before: &[ShownFigure], policy: &Policy) -> Option<ToldBetween> {
    let key = |figure: &ShownFigure| (figure.topic, figure.measure, figure.category.clone());
    let earlier = before.iter().find(|earlier| key(earlier) == key(now))?;
    let tells = earlier.shown != now.shown && policy.withholds(earlier.n_behind.abs_diff(now.n_behind));
    tells.then(|| ToldBetween {
        topic: now.topic,
        category: now.category.clone(),
        measure: now.measure,
        shown_before: earlier.shown.clone(),
        shown_now: now.shown.clone(),
    })
}

/// Numbers that were put together in one publication and not in the other: between two numbers at which bands of both
/// begin, the same families are counted.
fn bands_moved(
    (topic, measure): (FigureTopic, FigureMeasure),
    before: &[ShownFigure],
    now: &[ShownFigure],
    policy: &Policy,
) -> Vec<ToldBetween> {
    let bands = |figures: &[ShownFigure]| -> Vec<(Numbers, String, u64)> {
        let of_curve = figures.iter().filter(|figure| (figure.topic, figure.measure) == (topic, measure));
        let band =
            |figure: &ShownFigure| Some((Numbers::parse(&figure.category)?, figure.shown.clone(), figure.n_behind));
        of_curve.filter_map(band).collect()
    };
    let (before, now) = (bands(before), bands(now));
    let starts =
        |bands: &[(Numbers, String, u64)]| bands.iter().map(|(numbers, ..)| numbers.first).collect::<BTreeSet<_>>();
    let common: Vec<u64> = starts(&before).intersection(&starts(&now)).copied().collect();
    let ends = common.iter().skip(1).map(|next| Some(*next)).chain([None]);
    let within = |bands: &[(Numbers, String, u64)], first: u64, end: Option<u64>| -> (Vec<String>, u64) {
        let inside = |numbers: &Numbers| first <= numbers.first && end.is_none_or(|end| numbers.first < end);
        let inside: Vec<_> = bands.iter().filter(|(numbers, ..)| inside(numbers)).collect();
        let shown = inside.iter().map(|(numbers, shown, _)| format!("{numbers}: {shown}")).collect();
        (shown, inside.iter().map(|(.., n)| n).sum())
    };
    let mut told = Vec::new();
    for (first, end) in common.iter().copied().zip(ends) {
        let [(shown_before, n_before), (shown_now, n_now)] = [&before, &now].map(|bands| within(bands, first, end));
        // Bands that stand as they did are single figures.
        let is_one_band = shown_before.len() == 1 && shown_now.len() == 1;
        if !is_one_band && shown_before != shown_now && policy.withholds(n_before.abs_diff(n_now)) {
            let category = Numbers { first, last: end.map(|end| end - 1) }.to_string();
            let [shown_before, shown_now] = [shown_before, shown_now].map(|shown| shown.join(", "));
            told.push(ToldBetween { topic, category, measure, shown_before, shown_now });
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::count::shown;
    use crate::policy::LINKED_FAMILIES;

    fn of(topic: FigureTopic, category: &str, shown: &str, n_behind: u64) -> ShownFigure {
        let (category, shown) = (category.to_owned(), shown.to_owned());
        ShownFigure { topic, category, measure: FigureMeasure::Families, shown, n_behind }
    }

    fn total(n: u64) -> ShownFigure {
        of(FigureTopic::Totals, "families", &shown(n, &LINKED_FAMILIES).to_string(), n)
    }

    fn n_told(before: &[ShownFigure], now: &[ShownFigure]) -> usize {
        told_between(before, now, &LINKED_FAMILIES).len()
    }

    /// Whatever is shown anew, the count behind it did not move by one to nine.
    #[test]
    fn a_count_that_moved_by_few_is_never_shown_anew() {
        for (n, moved) in (0..120_u64).flat_map(|n| (0..25_u64).map(move |moved| (n, moved))) {
            let (before, now) = (total(n), total(n + moved));
            let is_anew = before.shown != now.shown;
            let expected = usize::from(is_anew && (1..=9).contains(&moved));
            assert_eq!(
                n_told(std::slice::from_ref(&before), std::slice::from_ref(&now)),
                expected,
                "{n} and {moved} more"
            );
            assert_eq!(n_told(&[now], &[before]), expected, "{moved} fewer than {n}");
        }
    }

    #[test]
    fn pounds_of_one_family_more_are_told_though_the_count_looks_the_same() {
        let cost = |shown: &str, n| ShownFigure {
            measure: FigureMeasure::Cost,
            ..of(FigureTopic::Totals, "families", shown, n)
        };
        assert_eq!(n_told(&[total(215), cost("1203000.00", 215)], &[total(216), cost("1207000.00", 216)]), 1);
        assert_eq!(n_told(&[total(215), cost("1203000.00", 215)], &[total(216), cost("1203000.00", 216)]), 0);
        assert_eq!(n_told(&[total(215), cost("1203000.00", 215)], &[total(245), cost("1407000.00", 245)]), 0);
    }

    #[test]
    fn bands_that_were_put_together_are_held_against_their_parts() {
        let curve = FigureTopic::FamiliesByAgencies;
        let before = [of(curve, "0 to 1", "50", 50), of(curve, "2 or more", "30", 30)];
        let parts = |n| [of(curve, "0 to 1", "50", 50), of(curve, "2", "15", 15), of(curve, "3 or more", "15", n)];
        assert_eq!(n_told(&before, &parts(16)), 1, "31 where 30 were");
        assert_eq!(n_told(&before, &parts(15)), 0);
        assert_eq!(n_told(&before, &parts(27)), 0);
        assert_eq!(n_told(&parts(16), &before), 1);
    }
}
