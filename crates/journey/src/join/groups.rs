//! Cases that are one, over several logs.

/// Which cases belong together: each points towards the first of its group.
pub(super) struct Groups {
    /// The number of the first case of each log, and of all cases at the end.
    starts: Vec<usize>,
    towards: Vec<usize>,
}

impl Groups {
    /// Every case by itself.
    pub fn of(n_cases: impl Iterator<Item = usize>) -> Groups {
        let mut starts = vec![0];
        for n_cases in n_cases {
            starts.push(starts[starts.len() - 1] + n_cases);
        }
        let towards = (0..starts[starts.len() - 1]).collect();
        Groups { starts, towards }
    }

    /// The number of a case over all logs.
    pub fn number(&self, log: usize, case: usize) -> usize {
        self.starts[log] + case
    }

    /// The first case of the group of a case.
    pub fn first(&mut self, number: usize) -> usize {
        let mut first = number;
        while self.towards[first] != first {
            // Halving the way as it is walked keeps every later walk short.
            self.towards[first] = self.towards[self.towards[first]];
            first = self.towards[first];
        }
        first
    }

    /// Puts the groups of two cases together.
    pub fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.towards[one.max(other)] = one.min(other);
    }

    /// The log that a case is of.
    pub fn log(&self, number: usize) -> usize {
        self.starts.partition_point(|start| *start <= number) - 1
    }

    /// How many groups have members in several logs, and how many cases have none in another.
    pub fn sizes(&mut self) -> (usize, usize) {
        let mut is_across = vec![false; self.towards.len()];
        for number in 0..self.towards.len() {
            let first = self.first(number);
            is_across[first] |= self.log(number) != self.log(first);
        }
        let n_across = is_across.iter().filter(|is_across| **is_across).count();
        let n_alone = (0..self.towards.len()).filter(|number| !is_across[self.first(*number)]).count();
        (n_across, n_alone)
    }
}
