//! Cases that went the same way.

use std::cmp::Ordering;
use std::collections::HashMap;

use model::event_log::{Name, Names};

use crate::{Trace, Traces};

/// A way that cases went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    pub activities: Box<[VariantStep]>,
    pub n_cases: u64,
}

/// An activity of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VariantStep {
    pub activity: Name,
    /// Whether its order towards the one before it is unknown.
    pub is_concurrent: bool,
}

/// The variants of a log, and which of them each case went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variants {
    /// The most frequent first, equal ones by their activities' names.
    pub variants: Vec<Variant>,
    /// The place in `variants` of each case, in the order of the traces.
    pub of_case: Vec<u32>,
}

/// Puts cases with the same activities in the same order together.
///
/// Activities whose order is unknown stand by name, so the order of rows makes no variants.
pub fn variants(traces: &Traces) -> Variants {
    let mut numbers: HashMap<Box<[VariantStep]>, u32> = HashMap::new();
    let mut n_cases: Vec<u64> = Vec::new();
    let mut of_case = Vec::with_capacity(traces.n_cases());
    let mut steps = Vec::new();
    for trace in traces.iter() {
        write_steps(&trace, &traces.log.activities, &mut steps);
        let number = match numbers.get(steps.as_slice()) {
            Some(number) => *number,
            None => {
                n_cases.push(0);
                numbers.insert(steps.as_slice().into(), n_cases.len() as u32 - 1);
                n_cases.len() as u32 - 1
            }
        };
        n_cases[number as usize] += 1;
        of_case.push(number);
    }
    sorted(numbers, &n_cases, of_case, &traces.log.activities)
}

fn write_steps(trace: &Trace, names: &Names, steps: &mut Vec<VariantStep>) {
    steps.clear();
    for group in trace.groups() {
        let start = steps.len();
        steps.extend(group.map(|at| VariantStep { activity: trace.event(at).activity, is_concurrent: true }));
        steps[start..].sort_by_key(|step| names.name(step.activity));
        steps[start].is_concurrent = false;
    }
}

fn sorted(
    numbers: HashMap<Box<[VariantStep]>, u32>,
    n_cases: &[u64],
    mut of_case: Vec<u32>,
    names: &Names,
) -> Variants {
    let numbered = |(activities, number): (_, u32)| (number, Variant { activities, n_cases: n_cases[number as usize] });
    let mut variants: Vec<(u32, Variant)> = numbers.into_iter().map(numbered).collect();
    variants.sort_by(|(_, a), (_, b)| b.n_cases.cmp(&a.n_cases).then_with(|| in_words(a, b, names)));
    let mut places = vec![0; variants.len()];
    variants.iter().enumerate().for_each(|(place, (number, _))| places[*number as usize] = place as u32);
    of_case.iter_mut().for_each(|number| *number = places[*number as usize]);
    Variants { variants: variants.into_iter().map(|(_, variant)| variant).collect(), of_case }
}

fn in_words(a: &Variant, b: &Variant, names: &Names) -> Ordering {
    let words = |step: &VariantStep| (names.name(step.activity).to_owned(), step.is_concurrent);
    a.activities.iter().map(words).cmp(b.activities.iter().map(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::log_of;
    use crate::{EventOrder, TieRule};

    const ROWS: &str = "
        case | activity | start
        1    | a        | 2025-01-01
        1    | b        | 2025-01-02
        1    | c        | 2025-01-02
        2    | a        | 2025-03-01
        2    | c        | 2025-03-05
        2    | b        | 2025-03-05
        3    | a        | 2025-03-01
        3    | b        | 2025-03-05
        3    | c        | 2025-03-06
    ";

    fn check_variants(ties: TieRule, expected: &[(&str, u64)]) {
        let log = log_of(ROWS);
        let variants = variants(&Traces::of(&log, EventOrder::Start, ties));
        let printed = |variant: &Variant| {
            let step = |step: &VariantStep| {
                format!("{}{}", if step.is_concurrent { "&" } else { ">" }, log.activities.name(step.activity))
            };
            (variant.activities.iter().map(step).collect::<String>(), variant.n_cases)
        };
        let printed: Vec<(String, u64)> = variants.variants.iter().map(printed).collect();
        assert_eq!(printed.iter().map(|(way, n)| (way.as_str(), *n)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_order_of_rows_makes_no_variant_where_ties_are_concurrent() {
        check_variants(TieRule::FileOrder, &[(">a>b>c", 2), (">a>c>b", 1)]);
        check_variants(TieRule::Concurrent, &[(">a>b&c", 2), (">a>b>c", 1)]);
    }
}
