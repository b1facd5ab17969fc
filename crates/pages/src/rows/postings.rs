//! Which files hold lines of a value, and what its lines add up to.

use account::{Account, Choice, Dimension, Filter};
use money::Money;
use rayon::prelude::*;

use super::files::{PLACES, Shards};

/// Lines of one value of one dimension.
#[derive(Clone, Debug, Default)]
pub struct Posting {
    pub n_lines: usize,
    pub amount: Money,
    /// Numbers of the files, in order.
    pub shards: Vec<u32>,
}

/// Every value of every dimension.
pub struct Postings {
    /// By dimension: values with lines in order, no value first.
    by_dimension: Vec<Vec<(Option<String>, Posting)>>,
}

impl Postings {
    pub fn of(account: &Account, shards: &Shards, places: &[u32]) -> Postings {
        let by_dimension = Dimension::ALL.par_iter().map(|dimension| match dimension {
            Dimension::Theme => of_themes(account, places),
            dimension => of_values(account, shards, *dimension),
        });
        Postings { by_dimension: by_dimension.collect() }
    }

    pub fn values(&self, dimension: Dimension) -> &[(Option<String>, Posting)] {
        &self.by_dimension[dimension as usize]
    }

    pub fn all(&self) -> impl Iterator<Item = (Dimension, Option<&str>, &Posting)> {
        let of_dimension = |dimension: Dimension| {
            self.values(dimension).iter().map(move |(value, posting)| (dimension, value.as_deref(), posting))
        };
        Dimension::ALL.iter().copied().flat_map(of_dimension)
    }

    /// How many files may hold lines of a filter: those that hold lines of each of its conditions.
    pub fn n_files(&self, filter: &Filter, n_shards: usize) -> usize {
        let of_choice = |(dimension, choice): (Dimension, &Choice)| -> Vec<u32> {
            let found = choice.values.iter().filter_map(|value| self.posting(dimension, value));
            let mut shards: Vec<u32> = found.flat_map(|posting| posting.shards.iter().copied()).collect();
            shards.sort_unstable();
            shards.dedup();
            shards
        };
        let mut choices: Vec<Vec<u32>> =
            filter.choices().filter(|(_, choice)| !choice.is_exception).map(of_choice).collect();
        choices.sort_unstable_by_key(Vec::len);
        let Some((first, rest)) = choices.split_first() else { return n_shards };
        first.iter().filter(|shard| rest.iter().all(|shards| shards.binary_search(shard).is_ok())).count()
    }

    fn posting(&self, dimension: Dimension, value: &Option<String>) -> Option<&Posting> {
        let values = self.values(dimension);
        values.binary_search_by(|(known, _)| known.cmp(value)).ok().map(|at| &values[at].1)
    }
}

fn of_values(account: &Account, shards: &Shards, dimension: Dimension) -> Vec<(Option<String>, Posting)> {
    let values = account.values(dimension);
    let mut postings = vec![Posting::default(); values.n_numbers()];
    for shard in 0..shards.n() {
        for line in shards.lines(shard) {
            let posting = &mut postings[values.of_line(*line) as usize];
            posting.n_lines += 1;
            posting.amount += account.amount(*line);
            if posting.shards.last() != Some(&(shard as u32)) {
                posting.shards.push(shard as u32);
            }
        }
    }
    let named = (0..).zip(postings).map(|(number, posting)| (values.text(number).map(str::to_owned), posting));
    named.filter(|(_, posting)| 0 < posting.n_lines).collect()
}

/// Of a theme its part of each line counts.
fn of_themes(account: &Account, places: &[u32]) -> Vec<(Option<String>, Posting)> {
    let mut themes: Vec<Option<String>> =
        account.by(&Filter::default(), Dimension::Theme).into_iter().map(|group| group.value).collect();
    themes.sort_unstable();
    let of_theme = |theme: Option<String>| {
        let filter = Filter::default().only(Dimension::Theme, theme.as_deref());
        let tally = account.tally(&filter);
        let mut shards: Vec<u32> = account.lines(&filter).iter().map(|line| places[*line as usize] / PLACES).collect();
        shards.sort_unstable();
        shards.dedup();
        (theme, Posting { n_lines: tally.n_lines, amount: tally.amount, shards })
    };
    themes.into_iter().map(of_theme).filter(|(_, posting)| 0 < posting.n_lines).collect()
}
