//! Counts in rows and columns.

use crate::count::{Shown, shown};
use crate::{Policy, Released};

/// A table of counts with a total behind every row and column: one row and one column more than it was given.
///
/// Under a policy that does not round, a withheld cell can be told wherever it stands alone: not only where it is the one
/// withheld cell of its line, but wherever all others of some set of rows or columns are seen. Rows and columns are taken
/// for the two sides of a graph and withheld cells for its edges; a cell can be told exactly when its edge is a bridge.
/// For each bridge the smallest cell that closes a circle around it is withheld too.
///
/// # Panics
/// If the rows are not of one length.
pub fn release_table(counts: &[Vec<u64>], policy: &Policy) -> Released<Vec<Vec<Shown<u64>>>> {
    let n_columns = counts.first().map_or(0, Vec::len);
    assert!(counts.iter().all(|row| row.len() == n_columns), "every row of a table has as many columns");
    let full = with_totals(counts, n_columns);
    let mut cells: Vec<Vec<Shown<u64>>> =
        full.iter().map(|row| row.iter().map(|n| shown(*n, policy)).collect()).collect();
    if policy.needs_secondary_suppression() {
        while let Some(side) = bridge(&cells) {
            let Some((row, column)) = smallest_closing(&full, &cells, &side) else { break };
            cells[row][column] = Shown::Withheld;
        }
    }
    Released(cells)
}

fn with_totals(counts: &[Vec<u64>], n_columns: usize) -> Vec<Vec<u64>> {
    let total = |row: &Vec<u64>| row.iter().sum::<u64>();
    let mut full: Vec<Vec<u64>> = counts.iter().map(|row| [row.as_slice(), &[total(row)]].concat()).collect();
    full.push((0..=n_columns).map(|at| full.iter().map(|row| row[at]).sum()).collect());
    full
}

/// The rows and columns on one side of a bridge.
struct Side {
    rows: Vec<bool>,
    columns: Vec<bool>,
}

/// One side of the first withheld cell that can be told, if any.
fn bridge(cells: &[Vec<Shown<u64>>]) -> Option<Side> {
    let withheld = |row: usize, column: usize| cells[row][column] == Shown::Withheld;
    let places = (0..cells.len()).flat_map(|row| (0..cells[row].len()).map(move |column| (row, column)));
    places.filter(|(row, column)| withheld(*row, *column)).find_map(|(row, column)| {
        let side = reached(cells, row, (row, column));
        (!side.columns[column]).then_some(side)
    })
}

/// The rows and columns that withheld cells lead to from a row, one of them left out.
fn reached(cells: &[Vec<Shown<u64>>], from: usize, without: (usize, usize)) -> Side {
    let mut side = Side { rows: vec![false; cells.len()], columns: vec![false; cells[0].len()] };
    side.rows[from] = true;
    loop {
        let mut has_grown = false;
        for (row, row_cells) in cells.iter().enumerate() {
            for (column, cell) in row_cells.iter().enumerate() {
                let is_edge = *cell == Shown::Withheld && (row, column) != without;
                if is_edge && side.rows[row] != side.columns[column] {
                    (side.rows[row], side.columns[column], has_grown) = (true, true, true);
                }
            }
        }
        if !has_grown {
            return side;
        }
    }
}

/// The smallest cell seen that leads from one side to the other; one of nothing only where there is no other.
fn smallest_closing(full: &[Vec<u64>], cells: &[Vec<Shown<u64>>], side: &Side) -> Option<(usize, usize)> {
    let places = (0..cells.len()).flat_map(|row| (0..cells[row].len()).map(move |column| (row, column)));
    let closes = |(row, column): &(usize, usize)| {
        cells[*row][*column] != Shown::Withheld && side.rows[*row] != side.columns[*column]
    };
    places.filter(closes).min_by_key(|(row, column)| (full[*row][*column] == 0, full[*row][*column], *row, *column))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HES, SUPPRESSION_ONLY};
    use proptest::prelude::*;

    fn text(cells: &[Vec<Shown<u64>>]) -> String {
        let row = |row: &Vec<Shown<u64>>| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        cells.iter().map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_withheld_cell_takes_a_circle_with_it() {
        let counts = vec![vec![3, 20, 30], vec![25, 11, 40], vec![50, 60, 70]];
        let released = release_table(&counts, &SUPPRESSION_ONLY);
        assert_eq!(text(released.get()), "[c] [c] 30 53\n[c] [c] 40 76\n50 60 70 180\n78 91 140 309");
        let rounded = release_table(&counts, &HES);
        assert_eq!(text(rounded.get()).lines().next(), Some("[c] 20 30 55"), "rounding protects by itself");
    }

    /// Whether the withheld cell is the same in every table that shows what is seen: then its unit vector lies in the
    /// space of the sums that are known, which elimination tells.
    fn can_be_told(cells: &[Vec<Shown<u64>>], wanted: (usize, usize)) -> bool {
        let withheld: Vec<(usize, usize)> = (0..cells.len())
            .flat_map(|row| (0..cells[row].len()).map(move |column| (row, column)))
            .filter(|(row, column)| cells[*row][*column] == Shown::Withheld)
            .collect();
        // In the table with totals every line adds up: parts less total is nothing.
        let line = |is_in: &dyn Fn(&(usize, usize)) -> Option<f64>| -> Vec<f64> {
            withheld.iter().map(|place| is_in(place).unwrap_or(0.0)).collect()
        };
        let (last_row, last_column) = (cells.len() - 1, cells[0].len() - 1);
        let sign = |at: usize, last: usize| if at == last { -1.0 } else { 1.0 };
        let mut space: Vec<Vec<f64>> = (0..cells.len())
            .map(|row| line(&|place| (place.0 == row).then(|| sign(place.1, last_column))))
            .chain(
                (0..cells[0].len()).map(|column| line(&|place| (place.1 == column).then(|| sign(place.0, last_row)))),
            )
            .collect();
        let rank = |space: &mut Vec<Vec<f64>>| {
            let (mut rank, n) = (0, withheld.len());
            for column in 0..n {
                let Some(pivot) = (rank..space.len()).find(|row| space[*row][column].abs() > 1e-9) else { continue };
                space.swap(rank, pivot);
                for row in (0..space.len()).filter(|row| *row != rank) {
                    let factor = space[row][column] / space[rank][column];
                    let pivot_row = space[rank].clone();
                    space[row].iter_mut().zip(pivot_row).for_each(|(value, pivot)| *value -= factor * pivot);
                }
                rank += 1;
            }
            rank
        };
        let before = rank(&mut space);
        space.push(withheld.iter().map(|place| if *place == wanted { 1.0 } else { 0.0 }).collect());
        rank(&mut space) == before
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn no_withheld_cell_can_be_told_from_the_others(counts in prop::collection::vec(prop::collection::vec(0_u64..14, 4), 2..5)) {
            let cells = release_table(&counts, &SUPPRESSION_ONLY).into_inner();
            for (row, row_cells) in cells.iter().enumerate() {
                for (column, cell) in row_cells.iter().enumerate() {
                    if *cell == Shown::Withheld {
                        prop_assert!(!can_be_told(&cells, (row, column)), "{counts:?}\n{}", text(&cells));
                    }
                }
            }
        }
    }
}
