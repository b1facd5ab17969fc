//! What to decide next, and what is left to see where everything is decided.

use super::allocate::allocate;
use super::bounding::{Bounded, is_settled};
use super::plans::Serving;
use super::problem::{Choice, Problem};
use super::relaxation::Fixings;

/// Both answers to the next question, the likelier first; none where everything is decided.
pub fn branch(problem: &Problem, bounded: &Bounded) -> Option<[Fixings; 2]> {
    if let Some(site) = doubtful(&bounded.sites, |site| bounded.fixings.sites[site] == Choice::Free) {
        let choice = |choice: Choice| {
            let mut fixings = bounded.fixings.clone();
            fixings.sites[site] = choice;
            close_the_rest(problem, &mut fixings);
            fixings
        };
        return Some([choice(Choice::Open), choice(Choice::Closed)]);
    }
    let is_open_question = |stall: usize| {
        let site = problem.stalls[stall].site;
        let is_offered = !problem.sites[site].is_its_stall && bounded.fixings.sites[site] != Choice::Closed;
        is_offered && bounded.fixings.stalls[stall] == Choice::Free
    };
    if let Some(stall) = doubtful(&bounded.stalls, is_open_question) {
        let choice = |choice: Choice| {
            let mut fixings = bounded.fixings.clone();
            fixings.stalls[stall] = choice;
            fixings
        };
        return Some([choice(Choice::Open), choice(Choice::Closed)]);
    }
    if bounded.links.is_empty() || problem.split {
        return None;
    }
    branch_on_link(problem, bounded)
}

/// The one whose frequency is nearest to one half.
fn doubtful(often: &[f64], is_question: impl Fn(usize) -> bool) -> Option<usize> {
    let doubt = |at: &usize| (often[*at] - 0.5).abs();
    (0..often.len()).filter(|at| is_question(*at)).min_by(|a, b| doubt(a).total_cmp(&doubt(b)).then(a.cmp(b)))
}

/// Where as many sites are open as may be, the others are closed; where all that may be are needed, they are open.
fn close_the_rest(problem: &Problem, fixings: &mut Fixings) {
    let count = |choice: Choice| fixings.sites.iter().filter(|site| **site == choice).count();
    let (n_open, n_free) = (count(Choice::Open), count(Choice::Free));
    let rest = match n_open {
        n if n == *problem.n_open.end() => Choice::Closed,
        n if n + n_free == *problem.n_open.start() => Choice::Open,
        _ => return,
    };
    fixings.sites.iter_mut().filter(|site| **site == Choice::Free).for_each(|site| *site = rest);
}

/// Links of a row that are still possible.
fn possible_links<'a>(problem: &'a Problem, fixings: &'a Fixings, row: usize) -> impl Iterator<Item = usize> + 'a {
    let is_open = move |link: &usize| {
        let stall = problem.link_stalls[*link] as usize;
        let site = problem.stalls[stall].site;
        let is_offered = problem.sites[site].is_its_stall || fixings.stalls[stall] == Choice::Open;
        fixings.sites[site] == Choice::Open && is_offered
    };
    let fits = move |link: &usize| problem.loads[row] <= problem.stalls[problem.link_stalls[*link] as usize].capacity;
    problem.row_links(row).filter(move |link| fixings.allows(*link)).filter(is_open).filter(fits)
}

fn branch_on_link(problem: &Problem, bounded: &Bounded) -> Option<[Fixings; 2]> {
    let fixings = &bounded.fixings;
    let mut questions: Vec<usize> = Vec::new();
    for row in 0..problem.n_rows() {
        let links: Vec<usize> = possible_links(problem, fixings, row).collect();
        let n_choices = links.len() + usize::from(fixings.unserved(problem, row).is_finite());
        if 1 < n_choices {
            questions.extend(links);
        }
    }
    let doubt = |link: &usize| (bounded.links[*link] - 0.5).abs();
    let link = questions.into_iter().min_by(|a, b| doubt(a).total_cmp(&doubt(b)).then(a.cmp(b)))?;
    Some([forced(problem, fixings, link), barred(problem, fixings, link)])
}

fn forced(problem: &Problem, fixings: &Fixings, link: usize) -> Fixings {
    let row = problem.link_rows[link] as usize;
    let mut fixings = with_bars(problem, fixings);
    problem.row_links(row).filter(|other| *other != link).for_each(|other| fixings.barred[other] = true);
    fixings.must_serve[row] = true;
    fixings
}

fn barred(problem: &Problem, fixings: &Fixings, link: usize) -> Fixings {
    let mut fixings = with_bars(problem, fixings);
    fixings.barred[link] = true;
    fixings
}

fn with_bars(problem: &Problem, fixings: &Fixings) -> Fixings {
    let mut fixings = fixings.clone();
    fixings.barred.resize(problem.link_rows.len(), false);
    fixings.must_serve.resize(problem.n_rows(), false);
    fixings
}

/// The plan where everything is decided; none where it does not fit.
pub fn last_plan(problem: &Problem, fixings: &Fixings) -> Option<Serving> {
    debug_assert!(is_settled(problem, fixings), "a question is still open");
    let is_open = |stall: &usize| {
        let site = problem.stalls[*stall].site;
        let is_offered = problem.sites[site].is_its_stall || fixings.stalls[*stall] == Choice::Open;
        fixings.sites[site] == Choice::Open && is_offered
    };
    let stalls: Vec<usize> = (0..problem.stalls.len()).filter(is_open).collect();
    let must_serve = |row: usize| fixings.must_serve.get(row).copied().unwrap_or(false);
    let plan = allocate(problem, &stalls, |link| fixings.allows(link))?;
    let served: std::collections::HashSet<u32> = plan.links.iter().map(|(link, _)| problem.link_rows[*link]).collect();
    (0..problem.n_rows()).all(|row| !must_serve(row) || served.contains(&(row as u32))).then_some(plan)
}
