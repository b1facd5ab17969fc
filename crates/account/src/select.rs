//! From a filter to its lines and their sums.

mod codes;
mod conditions;

use fixedbitset::FixedBitSet;
use money::Money;

use self::conditions::Conditions;
use crate::data::Data;
use crate::extent::Extent;
use crate::{Filter, Tally};

/// Below one selected line in this many, a list takes less room than a bit for each line.
const SPARSE: usize = 32;
/// Reading lines in random order costs this many times as much as reading them in sequence.
const SCATTERED_COST: usize = 32;

/// The lines of a filter and what they add up to.
pub(crate) struct Selected {
    pub tally: Tally,
    pub extent: Extent,
    /// Cells with lines, in order; none where all lines of a cell are selected or none of them.
    cells: Option<Vec<CellSum>>,
    pub lines: LineSet,
    /// The theme whose part of each line is counted, by code.
    pub theme: Option<u32>,
}

/// The selected lines of a cell.
#[derive(Clone, Copy)]
pub(crate) struct CellSum {
    pub cell: u32,
    pub n_lines: u32,
    pub amount: Money,
}

/// Which lines.
pub(crate) enum LineSet {
    All,
    /// All lines of these cells.
    OfCells(FixedBitSet),
    /// These, in order.
    Few(Vec<u32>),
    Many(FixedBitSet),
}

impl Selected {
    pub fn of(data: &Data, filter: &Filter) -> Selected {
        let conditions = Conditions::of(data, filter);
        match conditions.is_of_cells_only() {
            true => Selected::of_cells(data, conditions.cells),
            false => Selected::of_lines(data, &conditions),
        }
    }

    /// Without looking at a line.
    fn of_cells(data: &Data, chosen: Option<FixedBitSet>) -> Selected {
        let lines = chosen.map_or(LineSet::All, LineSet::OfCells);
        let mut selected = Selected { tally: Tally::default(), extent: Extent::NONE, cells: None, lines, theme: None };
        let mut extent = Extent::NONE;
        selected.each_cell(data, |sum| extent.take_in(&data.extents[sum.cell as usize]));
        selected.extent = extent;
        selected.tally = selected.sum_up(data);
        selected
    }

    fn of_lines(data: &Data, conditions: &Conditions<'_>) -> Selected {
        let lines = Candidates::fewest(data, conditions).lines_of(data, conditions);
        let theme = conditions.theme;
        let mut selected = Selected { tally: Tally::default(), extent: Extent::NONE, cells: None, lines, theme };
        let (sums, extent) = selected.cell_sums(data);
        (selected.cells, selected.extent) = (Some(sums), extent);
        selected.tally = selected.sum_up(data);
        selected
    }

    fn sum_up(&self, data: &Data) -> Tally {
        let cells = &data.loaded.cells;
        let mut total = Tally::default();
        self.each_cell(data, |sum| {
            total.add(sum.n_lines, sum.amount, cells.is_credit(sum.cell), cells.is_redacted(sum.cell));
        });
        total
    }

    /// Calls with each cell that has lines, in order.
    pub fn each_cell(&self, data: &Data, mut call: impl FnMut(CellSum)) {
        let cells = &data.loaded.cells;
        let whole = |cell| CellSum { cell, n_lines: cells.n_lines(cell), amount: cells.amount(cell) };
        match (&self.cells, &self.lines) {
            (Some(sums), _) => sums.iter().copied().for_each(call),
            (None, LineSet::OfCells(chosen)) => chosen.ones().for_each(|cell| call(whole(cell as u32))),
            (None, _) => (0..cells.len() as u32).for_each(|cell| call(whole(cell))),
        }
    }

    /// Calls with each line, in no particular order, and with its pounds that count.
    pub fn each_line(&self, data: &Data, mut call: impl FnMut(u32, Money)) {
        let lines = &data.loaded.lines;
        let amount = |line: u32| lines.amount[line as usize];
        match &self.lines {
            LineSet::All => (0..).zip(&lines.amount).for_each(|(line, amount)| call(line, *amount)),
            // Where much is selected, going through all lines in order is quicker than from cell to cell.
            LineSet::OfCells(cells) if data.n_lines() / SCATTERED_COST < self.tally.n_lines => {
                let all = (0..).zip(&lines.cell).filter(|(_, cell)| cells.contains(**cell as usize));
                all.for_each(|(line, _)| call(line, amount(line)));
            }
            LineSet::OfCells(cells) => {
                let all = cells.ones().flat_map(|cell| data.lists.by_cell.lines(cell as u32));
                all.for_each(|line| call(*line, amount(*line)));
            }
            LineSet::Few(few) => self.each_counted(data, few.iter().copied(), call),
            LineSet::Many(many) => self.each_counted(data, many.ones().map(|line| line as u32), call),
        }
    }

    /// Lines in order, with the part of them that a theme counts where one does.
    fn each_counted(&self, data: &Data, lines: impl Iterator<Item = u32>, mut call: impl FnMut(u32, Money)) {
        let Some(code) = self.theme else {
            return lines.for_each(|line| call(line, data.loaded.lines.amount[line as usize]));
        };
        let theme = data.loaded.themes.theme(code);
        let mut at = 0;
        for line in lines {
            while theme.lines[at] < line {
                at += 1;
            }
            call(line, theme.amounts[at]);
        }
    }

    /// What the lines add up to in each cell, and how far they reach.
    fn cell_sums(&self, data: &Data) -> (Vec<CellSum>, Extent) {
        let n_cells = data.loaded.cells.len();
        let cell_of = |line: u32| data.loaded.lines.cell[line as usize];
        let (mut sums, mut extent): (Vec<CellSum>, Extent) = (Vec::new(), Extent::NONE);
        if matches!(&self.lines, LineSet::Few(few) if few.len() < n_cells / 16) {
            self.each_line(data, |line, amount| {
                extent.take_in(&data.loaded.lines.extent(line));
                sums.push(CellSum { cell: cell_of(line), n_lines: 1, amount });
            });
            sums.sort_unstable_by_key(|sum| sum.cell);
            sums.dedup_by(|next, sum| sum.take_in(next));
            return (sums, extent);
        }
        sums.extend((0..n_cells as u32).map(|cell| CellSum { cell, n_lines: 0, amount: Money::ZERO }));
        self.each_line(data, |line, amount| {
            extent.take_in(&data.loaded.lines.extent(line));
            let sum = &mut sums[cell_of(line) as usize];
            sum.n_lines += 1;
            sum.amount += amount;
        });
        sums.retain(|sum| sum.n_lines > 0);
        sums.shrink_to_fit();
        (sums, extent)
    }

    /// The bytes it needs in a cache.
    pub fn n_bytes(&self) -> usize {
        let lines = match &self.lines {
            LineSet::All => 0,
            LineSet::OfCells(bits) | LineSet::Many(bits) => size_of_val(bits.as_slice()),
            LineSet::Few(few) => few.len() * size_of::<u32>(),
        };
        size_of::<Selected>() + self.cells.as_ref().map_or(0, Vec::len) * size_of::<CellSum>() + lines
    }
}

impl CellSum {
    /// Adds `other` if it is for the same cell; returns false otherwise.
    fn take_in(&mut self, other: &CellSum) -> bool {
        let is_same = self.cell == other.cell;
        if is_same {
            self.n_lines += other.n_lines;
            self.amount += other.amount;
        }
        is_same
    }
}

impl LineSet {
    pub fn contains(&self, data: &Data, line: u32) -> bool {
        match self {
            LineSet::All => true,
            LineSet::OfCells(cells) => cells.contains(data.loaded.lines.cell[line as usize] as usize),
            LineSet::Few(few) => few.binary_search(&line).is_ok(),
            LineSet::Many(many) => many.contains(line as usize),
        }
    }
}

/// Lines among which all of a filter's are, found without looking at every line.
enum Candidates<'a> {
    All,
    OfCells(&'a FixedBitSet),
    OfPayees(&'a codes::CodeSet),
    OfSuppliers(&'a codes::CodeSet),
    OfHeadings(&'a FixedBitSet),
    WithAmounts(&'a [u32]),
    OfTheme(&'a [u32]),
}

impl<'a> Candidates<'a> {
    /// The condition that leaves fewest lines to look at.
    fn fewest(data: &'a Data, conditions: &'a Conditions<'a>) -> Candidates<'a> {
        let has_amounts = conditions.amount_min.is_some() || conditions.amount_max.is_some();
        let with_amounts = || data.lists.with_amounts(&data.loaded.lines, conditions.amount_min, conditions.amount_max);
        let candidates = [
            conditions.cells.as_ref().map(Candidates::OfCells),
            conditions.payees.as_ref().map(Candidates::OfPayees),
            conditions.suppliers.as_ref().map(Candidates::OfSuppliers),
            conditions.headings.as_ref().map(Candidates::OfHeadings),
            has_amounts.then(|| Candidates::WithAmounts(with_amounts())),
            conditions.theme.map(|code| Candidates::OfTheme(&data.loaded.themes.theme(code).lines)),
        ];
        let fewest = candidates.into_iter().flatten().map(|c| (c.n_lines(data), c)).min_by_key(|(n, _)| *n);
        let is_quicker = |n_lines: usize| n_lines < data.n_lines() / SCATTERED_COST;
        fewest.filter(|(n, _)| is_quicker(*n)).map_or(Candidates::All, |(_, candidates)| candidates)
    }

    fn n_lines(&self, data: &Data) -> usize {
        let lists = &data.lists;
        match self {
            Candidates::All => data.n_lines(),
            Candidates::OfCells(cells) => cells.ones().map(|cell| lists.by_cell.n_lines(cell as u32)).sum(),
            Candidates::OfPayees(codes) => codes.iter().map(|code| lists.by_payee.n_lines(code)).sum(),
            Candidates::OfSuppliers(codes) => codes.iter().map(|code| lists.by_supplier.n_lines(code)).sum(),
            Candidates::OfHeadings(codes) => codes.ones().map(|code| lists.by_heading.n_lines(code as u32)).sum(),
            Candidates::WithAmounts(lines) | Candidates::OfTheme(lines) => lines.len(),
        }
    }

    /// Those lines that meet all conditions, in order.
    fn lines_of(&self, data: &Data, conditions: &Conditions<'_>) -> LineSet {
        if let Candidates::All = self {
            let found = conditions.scan();
            let is_sparse = found.count_ones(..) < data.n_lines() / SPARSE;
            return if is_sparse {
                LineSet::Few(found.ones().map(|line| line as u32).collect())
            } else {
                LineSet::Many(found)
            };
        }
        let mut few = Vec::new();
        self.each(data, |line| few.extend(conditions.hold(line).then_some(line)));
        few.sort_unstable();
        LineSet::Few(few)
    }

    fn each(&self, data: &Data, mut call: impl FnMut(u32)) {
        let lists = &data.lists;
        let mut all = |lines: &[u32]| lines.iter().copied().for_each(&mut call);
        match self {
            Candidates::All => (0..data.n_lines() as u32).for_each(call),
            Candidates::OfCells(cells) => cells.ones().for_each(|cell| all(lists.by_cell.lines(cell as u32))),
            Candidates::OfPayees(codes) => codes.iter().for_each(|code| all(lists.by_payee.lines(code))),
            Candidates::OfSuppliers(codes) => codes.iter().for_each(|code| all(lists.by_supplier.lines(code))),
            Candidates::OfHeadings(codes) => codes.ones().for_each(|code| all(lists.by_heading.lines(code as u32))),
            Candidates::WithAmounts(lines) | Candidates::OfTheme(lines) => all(lines),
        }
    }
}
