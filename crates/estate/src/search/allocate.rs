//! Who is served by what, once it is settled what is open.

use super::plans::Serving;
use super::problem::Problem;
use super::single::allocate_whole;
use super::transport::allocate_shares;

/// The best way that is found to use these stalls: exact except for rooms with a capacity that serve whole rows.
pub fn allocate(problem: &Problem, stalls: &[usize], is_used: impl Fn(usize) -> bool) -> Option<Serving> {
    let (opening, money) = problem.opening(stalls);
    if problem.budget.is_some_and(|budget| budget < money) {
        return None;
    }
    let is_limited = stalls.iter().any(|stall| problem.stalls[*stall].capacity.is_finite());
    let links = match (is_limited, problem.split) {
        (false, _) => cheapest_links(problem, stalls, is_used)?,
        (true, true) => allocate_shares(problem, stalls, is_used)?,
        (true, false) => allocate_whole(problem, stalls, is_used)?,
    };
    let value = opening + serving_cost(problem, &links)?;
    Some(Serving { value, stalls: stalls.to_vec(), links })
}

/// What links cost and what it costs to leave the rest unserved; none where a row must be served and is not.
fn serving_cost(problem: &Problem, links: &[(usize, f64)]) -> Option<f64> {
    let mut left = vec![1.0; problem.n_rows()];
    let mut cost = 0.0;
    for (link, share) in links {
        left[problem.link_rows[*link] as usize] -= share;
        cost += share * problem.link_costs[*link];
    }
    for (row, left) in left.iter().enumerate().filter(|(_, left)| 1e-7 < **left) {
        let unserved = problem.unserved[row];
        if unserved.is_infinite() {
            return None;
        }
        cost += left * unserved;
    }
    Some(cost)
}

fn cheapest_links(problem: &Problem, stalls: &[usize], is_used: impl Fn(usize) -> bool) -> Option<Vec<(usize, f64)>> {
    let mut cheapest = vec![usize::MAX; problem.n_rows()];
    for link in stalls.iter().flat_map(|stall| problem.stalls[*stall].links.clone()).filter(|link| is_used(*link)) {
        let known = &mut cheapest[problem.link_rows[link] as usize];
        if *known == usize::MAX || problem.link_costs[link] < problem.link_costs[*known] {
            *known = link;
        }
    }
    let mut links = Vec::with_capacity(cheapest.len());
    for (row, link) in cheapest.into_iter().enumerate() {
        if link != usize::MAX && problem.link_costs[link] < problem.unserved[row] {
            links.push((link, 1.0));
        } else if problem.unserved[row].is_infinite() {
            return None;
        }
    }
    Some(links)
}
