//! The first lines of a filter in every order, found once here where a reader would have to read many files.

use account::{Account, Dimension, Filter, Tally};
use model::day_of_date;

/// Lines that the page of rows shows at a time.
pub const N_FIRST: usize = 10;

/// What a filter answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub tally: Tally,
    /// Places of the first lines: the largest, the smallest, the latest, the earliest. Equal ones stand by their places.
    pub first: [Vec<u32>; 4],
}

impl Answer {
    pub fn of(account: &Account, places: &[u32], filter: &Filter) -> Answer {
        let theme = filter.value(Dimension::Theme);
        let mut first: [First; 4] = Default::default();
        for line in account.lines(filter) {
            let amount =
                theme.and_then(|theme| account.theme_amount(theme, line)).unwrap_or_else(|| account.amount(line));
            let (pence, place) = (amount.pence(), places[line as usize]);
            let day = account.date(line).map(|date| i64::from(day_of_date(date)));
            let [largest, smallest, latest, earliest] = &mut first;
            largest.add(-pence, place);
            smallest.add(pence, place);
            latest.add(day.map_or(i64::MAX, |day| -day), place);
            earliest.add(day.unwrap_or(i64::MAX), place);
        }
        Answer { tally: account.tally(filter), first: first.map(First::places) }
    }
}

/// The least keys of many.
#[derive(Default)]
struct First(Vec<(i64, u32)>);

impl First {
    fn add(&mut self, key: i64, place: u32) {
        let found = (key, place);
        if self.0.len() == N_FIRST && self.0.last().is_some_and(|last| *last <= found) {
            return;
        }
        let at = self.0.partition_point(|known| *known < found);
        self.0.insert(at, found);
        self.0.truncate(N_FIRST);
    }

    fn places(self) -> Vec<u32> {
        self.0.into_iter().map(|(_, place)| place).collect()
    }
}
