//! Names that a publication spells in several ways.

use std::collections::{BTreeMap, HashMap};

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::publication::Sheet;

/// One key for the spellings of a name: case, spaces and `&` mean nothing.
pub(super) fn spelling_key(name: &str) -> String {
    name.replace('&', " and ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The names of one column: each printed name gets a number, which its other spellings share.
#[derive(Default)]
pub(super) struct Names {
    of_printed: HashMap<String, usize>,
    of_key: HashMap<String, usize>,
    spellings: Vec<Spellings>,
}

impl Names {
    /// The number of a printed name; the first name has the number 0.
    pub fn number(&mut self, printed: &str) -> usize {
        if let Some(number) = self.of_printed.get(printed) {
            return *number;
        }
        let number = *self.of_key.entry(spelling_key(printed)).or_insert(self.spellings.len());
        if number == self.spellings.len() {
            self.spellings.push(Spellings::default());
        }
        self.of_printed.insert(printed.to_owned(), number);
        number
    }

    /// Whether a name is there, in any spelling.
    pub fn holds(&self, name: &str) -> bool {
        self.of_key.contains_key(&spelling_key(name))
    }

    /// One more row of a printed name.
    pub fn count(&mut self, number: usize, printed: &str, amount: Money) {
        self.spellings[number].add(printed, amount);
    }

    /// The spelling of each name that is first in the alphabet, by number.
    pub fn printed(&self) -> Vec<String> {
        let mut first: Vec<&str> = vec![""; self.spellings.len()];
        for (printed, number) in &self.of_printed {
            let held = &mut first[*number];
            if held.is_empty() || printed.as_str() < *held {
                *held = printed;
            }
        }
        first.into_iter().map(str::to_owned).collect()
    }

    /// The spelling of most rows of each name, by number.
    pub fn usual(&self) -> Vec<String> {
        self.spellings.iter().map(Spellings::usual).collect()
    }

    /// One problem for each name that is spelled in several ways, in the order of their keys.
    pub fn several(&self, sheet: &Sheet, column: &str, kind: ProblemKind) -> Vec<Problem> {
        let sorted: BTreeMap<&String, &usize> = self.of_key.iter().collect();
        let spellings = sorted.values().map(|number| &self.spellings[**number]);
        let split = spellings.filter(|spellings| spellings.0.len() > 1);
        split
            .map(|spellings| {
                let text = format!("{} were summed as `{}`", spellings.in_words(), spellings.usual());
                spellings.problem(sheet, column, kind, text)
            })
            .collect()
    }

    /// Says so where the place file and the publication spell a name in two ways.
    pub fn otherwise(&self, own: &str, sheet: &Sheet, column: &str, kind: ProblemKind) -> Option<Problem> {
        let spellings = &self.spellings[*self.of_key.get(&spelling_key(own))?];
        let text =
            format!("the place file says `{own}`, the publication {}; taken as one region", spellings.in_words());
        (spellings.usual() != own).then(|| spellings.problem(sheet, column, kind, text))
    }
}

/// Rows and pounds under each spelling of one name.
#[derive(Default)]
struct Spellings(BTreeMap<String, (usize, Money)>);

impl Spellings {
    fn add(&mut self, printed: &str, amount: Money) {
        if let Some((n_rows, sum)) = self.0.get_mut(printed) {
            *n_rows += 1;
            *sum += amount;
        } else {
            self.0.insert(printed.to_owned(), (1, amount));
        }
    }

    /// The spelling of most rows; of two with as many, the first in the alphabet.
    fn usual(&self) -> String {
        let most = self.0.iter().rev().max_by_key(|(_, (n_rows, _))| *n_rows);
        most.map(|(printed, _)| printed.clone()).unwrap_or_default()
    }

    /// `` `A` (3 rows, £5.00) and `a` (1 row, £2.00) ``
    fn in_words(&self) -> String {
        let each: Vec<String> = self
            .0
            .iter()
            .map(|(printed, (n_rows, sum))| {
                format!("`{printed}` ({n_rows} row{}, {sum})", if *n_rows == 1 { "" } else { "s" })
            })
            .collect();
        each.join(" and ")
    }

    fn problem(&self, sheet: &Sheet, column: &str, kind: ProblemKind, text: String) -> Problem {
        let n_rows = self.0.values().map(|(n_rows, _)| *n_rows as u64).sum();
        let amount = Some(self.0.values().map(|(_, sum)| *sum).sum());
        Problem { column: Some(column.to_owned()), n_rows, amount, ..sheet.problem(kind, text) }
    }
}
