//! The levels of pairs as columns of `person_pair`.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array};
use model::tables::{PERSON_PAIR, person_pair};
use model::write::texts;

use super::tables::PairRow;
use crate::score::{PairLevel, PairLevels};

/// What begins the names of the columns of a comparison.
const GAMMA: &str = "gamma_";
const BAYES_FACTOR: &str = "bf_";

/// The levels of every pair, by comparison.
pub(super) struct LevelColumns<'l> {
    names: Vec<&'l str>,
    /// None of a pair that only people brought together.
    of_pairs: Vec<Option<Vec<PairLevel>>>,
}

impl<'l> LevelColumns<'l> {
    pub(super) fn of(rows: &[PairRow<'_>], levels: Option<&'l PairLevels>) -> LevelColumns<'l> {
        let names =
            levels.map_or_else(Vec::new, |levels| levels.comparisons.iter().map(|one| one.name.as_str()).collect());
        let of_row = |row: &PairRow<'_>| Some(levels?.of_pattern(row.scored?.pattern));
        LevelColumns { names, of_pairs: rows.iter().map(of_row).collect() }
    }

    /// One of the columns that say what a pair was compared on.
    pub(super) fn array(&self, column: &'static str) -> ArrayRef {
        if let Some(name) = column.strip_prefix(GAMMA) {
            return Arc::new(self.on(name).map(|level| Some(level?.gamma)).collect::<Int64Array>());
        }
        if let Some(name) = column.strip_prefix(BAYES_FACTOR) {
            return Arc::new(self.on(name).map(|level| Some(level?.bayes_factor)).collect::<Float64Array>());
        }
        assert_eq!(column, person_pair::FURTHER_LEVELS, "a column of pairs that nothing fills");
        let further = self.further();
        let all: Vec<Option<String>> = self.of_pairs.iter().map(|levels| words(levels.as_ref()?, &further)).collect();
        texts(all.iter().map(Option::as_deref))
    }

    fn on(&self, name: &str) -> impl Iterator<Item = Option<PairLevel>> {
        let at = self.names.iter().position(|own| *own == name);
        self.of_pairs.iter().map(move |levels| Some(levels.as_ref()?[at?]))
    }

    /// Comparisons of the place's own, for which the table has no column.
    fn further(&self) -> Vec<(usize, &'l str)> {
        let has_column =
            |name: &str| PERSON_PAIR.columns.iter().any(|column| column.name.strip_prefix(GAMMA) == Some(name));
        self.names.iter().copied().enumerate().filter(|(_, name)| !has_column(name)).collect()
    }
}

/// Further levels in words; none where there are no such comparisons.
fn words(levels: &[PairLevel], further: &[(usize, &str)]) -> Option<String> {
    let one = |(at, name): &(usize, &str)| format!("{name} {} {:.6}", levels[*at].gamma, levels[*at].bayes_factor);
    (!further.is_empty()).then(|| further.iter().map(one).collect::<Vec<_>>().join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linkage_model::Model;

    #[test]
    fn every_comparison_of_the_shipped_model_has_its_columns() {
        let model = Model::read(super::super::MODEL).expect("the shipped model");
        let has = |name: String| PERSON_PAIR.columns.iter().any(|column| column.name == name);
        for comparison in &model.comparisons {
            for prefix in [GAMMA, BAYES_FACTOR] {
                assert!(has(format!("{prefix}{}", comparison.name)), "person_pair has no {prefix}{}", comparison.name);
            }
        }
    }
}
