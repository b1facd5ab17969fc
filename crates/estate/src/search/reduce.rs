//! Covering made smaller: rows that others see to, and sites that others can stand in for.
//!
//! A row that can be covered by every site that covers another is covered with it; a site whose rows are all covered by
//! another is not needed (Toregas and ReVelle 1972). One best plan stays; others that are as good may go.

use super::problem::{Choice, Problem, RowTerms};

/// The smaller problem over the same sites; none where costs, rooms or locks stand against it.
pub fn reduced(problem: &Problem) -> Option<Problem> {
    let plain_site = |at: usize| {
        let site = &problem.sites[at];
        site.is_its_stall && site.state == Choice::Free && site.cost == problem.sites[0].cost
    };
    let is_cover =
        problem.link_costs.iter().all(|cost| *cost == 0.0) && problem.unserved.iter().all(|cost| cost.is_infinite());
    if !is_cover || problem.is_limited() || problem.budget.is_some() || !(0..problem.sites.len()).all(plain_site) {
        return None;
    }
    // The number of sites must not make a dominated one count.
    if 0 < *problem.n_open.start() {
        return None;
    }
    let mut cover = Cover::of(problem);
    if cover.rows.iter().any(Vec::is_empty) {
        return None;
    }
    while cover.drop_rows() | cover.drop_sites() {}
    Some(cover.into_problem(problem))
}

struct Cover {
    /// Sites of each row and rows of each site, in order.
    rows: Vec<Vec<u32>>,
    sites: Vec<Vec<u32>>,
}

impl Cover {
    fn of(problem: &Problem) -> Cover {
        let mut cover =
            Cover { rows: vec![Vec::new(); problem.n_rows()], sites: vec![Vec::new(); problem.sites.len()] };
        for (row, stall) in problem.link_rows.iter().zip(&problem.link_stalls) {
            cover.rows[*row as usize].push(*stall);
            cover.sites[*stall as usize].push(*row);
        }
        cover.sites.iter_mut().for_each(|rows| rows.sort_unstable());
        cover.rows.iter_mut().for_each(|sites| sites.sort_unstable());
        cover
    }

    fn drop_rows(&mut self) -> bool {
        let dropped = dominated(&self.rows, &self.sites, Keep::Smaller);
        drop_from(&dropped, &mut self.rows, &mut self.sites)
    }

    fn drop_sites(&mut self) -> bool {
        let dropped = dominated(&self.sites, &self.rows, Keep::Larger);
        drop_from(&dropped, &mut self.sites, &mut self.rows)
    }

    fn into_problem(self, problem: &Problem) -> Problem {
        let mut smaller = problem.clone();
        let mut links = Vec::new();
        for (stall, rows) in smaller.stalls.iter_mut().zip(&self.sites) {
            stall.links = links.len()..links.len() + rows.len();
            links.extend(rows);
        }
        for (site, rows) in smaller.sites.iter_mut().zip(&self.sites) {
            site.state = if rows.is_empty() { Choice::Closed } else { Choice::Free };
        }
        let unserved = self.rows.iter().map(|sites| if sites.is_empty() { 0.0 } else { f64::INFINITY }).collect();
        let n_links = links.len();
        let rows = RowTerms { loads: smaller.loads, unserved };
        let mut smaller = Problem::new(smaller.sites, smaller.stalls, (links, vec![0.0; n_links]), rows);
        smaller.n_open = problem.n_open.clone();
        smaller
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Keep {
    Smaller,
    Larger,
}

/// The sets that another one makes unnecessary: supersets where the smaller stay, subsets where the larger do.
fn dominated(sets: &[Vec<u32>], holders: &[Vec<u32>], keep: Keep) -> Vec<usize> {
    let mut is_dropped = vec![false; sets.len()];
    let mut order: Vec<usize> = (0..sets.len()).filter(|at| !sets[*at].is_empty()).collect();
    order.sort_by_key(|at| (sets[*at].len(), *at));
    if keep == Keep::Larger {
        // The largest of equal sets that stands first stays.
        order.sort_by_key(|at| (sets[*at].len(), std::cmp::Reverse(*at)));
    }
    for small in order {
        if is_dropped[small] && keep == Keep::Smaller {
            continue;
        }
        // Whatever holds all of a set holds its rarest element.
        let rarest =
            sets[small].iter().min_by_key(|element| holders[**element as usize].len()).expect("it is not empty");
        let larger = holders[*rarest as usize].iter().map(|at| *at as usize);
        for large in larger.filter(|large| *large != small && holds(&sets[*large], &sets[small])) {
            let are_equal = sets[large].len() == sets[small].len();
            match keep {
                Keep::Smaller if !are_equal || small < large => is_dropped[large] = true,
                Keep::Larger if !is_dropped[large] && (!are_equal || large < small) => is_dropped[small] = true,
                _ => {}
            }
        }
    }
    (0..sets.len()).filter(|at| is_dropped[*at]).collect()
}

fn holds(large: &[u32], small: &[u32]) -> bool {
    let mut rest = large.iter();
    small.len() <= large.len()
        && small.iter().all(|element| rest.by_ref().find(|other| *other >= element) == Some(element))
}

fn drop_from(dropped: &[usize], sets: &mut [Vec<u32>], holders: &mut [Vec<u32>]) -> bool {
    for at in dropped {
        for element in std::mem::take(&mut sets[*at]) {
            holders[element as usize].retain(|other| *other as usize != *at);
        }
    }
    !dropped.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(sites: &[&[u32]], n_rows: usize) -> Cover {
        let mut cover =
            Cover { rows: vec![Vec::new(); n_rows], sites: sites.iter().map(|rows| rows.to_vec()).collect() };
        for (site, rows) in sites.iter().enumerate() {
            rows.iter().for_each(|row| cover.rows[*row as usize].push(site as u32));
        }
        cover
    }

    #[test]
    fn a_site_that_covers_no_more_than_another_goes() {
        let mut cover = cover(&[&[0], &[0, 1], &[1, 2]], 3);
        assert!(cover.drop_sites());
        assert_eq!(cover.sites, [vec![], vec![0, 1], vec![1, 2]]);
    }

    #[test]
    fn one_of_two_equal_sites_stays() {
        let mut cover = cover(&[&[0, 1], &[0, 1]], 2);
        assert!(cover.drop_sites());
        assert_eq!(cover.sites, [vec![0, 1], vec![]]);
        assert!(!cover.drop_sites());
    }

    #[test]
    fn a_row_that_is_covered_with_another_goes() {
        // Row 0 can be covered by both sites, row 1 by the first alone.
        let mut cover = cover(&[&[0, 1], &[0]], 2);
        assert!(cover.drop_rows());
        assert_eq!(cover.rows, [vec![], vec![0]]);
    }
}
