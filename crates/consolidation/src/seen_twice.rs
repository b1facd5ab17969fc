//! Money that may be counted twice because two bodies, or a body and an area, are published for it. None of this is certain, so
//! nothing is left out: each is reported with its pounds.

use std::collections::{BTreeMap, BTreeSet};

use model::problem::Problem;
use model::spending::CountBasis;
use model::{BodyKind, FinancialYear, Place, ProblemKind, Reach};
use money::Money;

use crate::cells::Cell;
use crate::claims::{Claim, problem_of};
use crate::sources::is_plain;
use crate::wildcard::bare;

/// Fewer figures agree by chance.
const FIGURES_MIN: usize = 3;
/// Letters by which words are of one stem: `adult` and `adults`.
const STEM_LETTERS: usize = 4;

/// A problem for each figure of the area that names no spender, where bodies are counted for its service too.
pub(crate) fn area_beside_bodies(place: &Place, cells: &[Cell]) -> Vec<Problem> {
    let is_nobody = |cell: &&Cell| {
        let name = bare(&cell.body.name);
        cell.basis == CountBasis::PublishedArea
            && cell.body.id.is_none()
            && (name.is_empty() || name == bare(&place.name) || place.area_codes.contains(&cell.body.name))
    };
    let problem = |cell: &Cell| {
        let same = |other: &&Cell| {
            other.year == cell.year
                && other.counted_as.service == cell.counted_as.service
                && other.kind.is_capital() == cell.kind.is_capital()
                && other.amount.is_some()
                && !is_nobody(other)
        };
        let others: Money = cells.iter().filter(same).map(Cell::pounds).sum();
        let names: BTreeSet<&str> = cells.iter().filter(same).map(|other| other.body.name.as_str()).collect();
        let names: Vec<&str> = names.into_iter().take(3).collect();
        let text = format!(
            "`{}` of {}, {}, is {} without saying who spends it, and {others} of the same service are counted of {}: if it is the \
             same money, set it aside in rules/published_line.csv",
            cell.label,
            cell.year,
            cell.pounds(),
            cell.method,
            names.join(", ")
        );
        let problem = Problem::new(&place.name, ProblemKind::MayCountTwice, text);
        let amount = Some(cell.pounds().min(others));
        let (file_id, row) = (cell.file_id.clone(), cell.row);
        (Money::ZERO < others).then_some(Problem { amount, file_id, row, n_rows: 1, ..problem })
    };
    cells.iter().filter(is_nobody).filter_map(problem).collect()
}

/// Services with their pence.
type Services = Vec<(String, i64)>;

/// A problem for each pair of bodies whose figures of a year are the same, and for each second police or fire body that is
/// counted in full beside another.
pub(crate) fn bodies_alike(place: &Place, claims: &[Claim<'_>], cells: &[Cell]) -> Vec<Problem> {
    let mut of_body: BTreeMap<(FinancialYear, &str), Vec<&Claim<'_>>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.basis == CountBasis::PublishedBody) {
        if let Some(id) = claim.spender.id.as_deref() {
            of_body.entry((claim.figure.year, id)).or_default().push(claim);
        }
    }
    let mut first: BTreeMap<(FinancialYear, Services), &Claim<'_>> = BTreeMap::new();
    let mut problems = Vec::new();
    for ((year, _), claims) in of_body.into_iter().filter(|(_, claims)| FIGURES_MIN <= claims.len()) {
        let mut figures: Services =
            claims.iter().map(|claim| (claim.rule.counted_as.service.clone(), claim.pounds().pence())).collect();
        figures.sort();
        if let Some(earlier) = first.get(&(year, figures.clone())) {
            let amount: Money = claims.iter().map(|claim| claim.pounds()).sum();
            let text = format!(
                "the {} figures of {} in {year}, {amount} in all, are those of {} to the penny, and both are counted: if they are \
                 one body, give it one [[body]] with `other_names`",
                claims.len(),
                claims[0].spender.name,
                earlier.spender.name
            );
            let problem = problem_of(&claims[0].figure, ProblemKind::MayCountTwice, text);
            problems.push(Problem { amount: Some(amount), n_rows: claims.len() as u64, ..problem });
        } else {
            first.insert((year, figures), claims[0]);
        }
    }
    for kind in [BodyKind::Police, BodyKind::Fire] {
        problems.extend(place.years().filter_map(|year| second_of_kind(place, kind, year, cells)));
    }
    problems
}

/// Two police forces of one place serve districts of their own, which place.toml then says.
fn second_of_kind(place: &Place, kind: BodyKind, year: FinancialYear, cells: &[Cell]) -> Option<Problem> {
    let whole = |id: &str| -> Money {
        let own = cells.iter().filter(|cell| cell.year == year && cell.body.id.as_deref() == Some(id));
        own.map(Cell::pounds).sum()
    };
    let bodies = place
        .bodies
        .iter()
        .filter(|body| body.kind == kind && body.in_perimeter && body.reach == Reach::Local && body.serves.is_empty());
    let mut counted: Vec<(Money, &model::Body)> =
        bodies.map(|body| (whole(&body.id), body)).filter(|(sum, _)| *sum != Money::ZERO).collect();
    counted.sort_by_key(|(sum, _)| *sum);
    let [(amount, body), (_, other), ..] = counted.as_slice() else { return None };
    let text = format!(
        "{} ({amount}) and {} are both counted in full in {year}: if one took the other's place, remove one; if each has districts \
         of its own, name them as `serves`",
        body.name, other.name
    );
    Some(Problem { amount: Some(*amount), ..Problem::new(&body.id, ProblemKind::MayCountTwice, text) })
}

/// A problem for each line of a plain table that is the sum of two others and is named for both: `Adults and children`.
pub(crate) fn sums_of_two(claims: &[Claim<'_>]) -> Vec<Problem> {
    let mut lists: BTreeMap<(FinancialYear, &str, &str), Vec<&Claim<'_>>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| is_plain(claim)) {
        let body = claim.spender.id.as_deref().unwrap_or(&claim.spender.name);
        lists.entry((claim.figure.year, body, claim.figure.file_id)).or_default().push(claim);
    }
    lists.values().flat_map(|lines| lines.iter().filter_map(|line| sum_of_two(line, lines))).collect()
}

fn sum_of_two(line: &Claim<'_>, lines: &[&Claim<'_>]) -> Option<Problem> {
    let whole = line.pounds();
    let names = |part: &Claim<'_>| shares_a_word(line.figure.label, part.figure.label);
    let own = bare(line.figure.label);
    let is_part = |part: &&&Claim<'_>| bare(part.figure.label) != own && part.pounds() != Money::ZERO && names(part);
    let parts: Vec<&&Claim<'_>> = lines.iter().filter(is_part).collect();
    let pair = parts.iter().enumerate().find_map(|(at, one)| {
        let is_another = |other: &&&&Claim<'_>| bare(one.figure.label) != bare(other.figure.label);
        let rest = parts[at + 1..].iter().filter(is_another);
        let other = rest.into_iter().find(|other| one.pounds() + other.pounds() == whole)?;
        Some((**one, **other))
    });
    let (one, other) = pair?;
    let text = format!(
        "`{}` of {}, {whole}, is the sum of `{}` and `{}`, and all three are counted: if it is a subtotal, set it aside in \
         rules/published_line.csv",
        line.figure.full_label(),
        line.spender.name,
        one.figure.full_label(),
        other.figure.full_label()
    );
    Some(Problem { amount: Some(whole), ..problem_of(&line.figure, ProblemKind::MayCountTwice, text) })
}

/// Whether two labels have a word of one stem that says which service it is.
fn shares_a_word(one: &str, other: &str) -> bool {
    const GENERAL: [&str; 8] = ["and", "services", "service", "other", "total", "spending", "costs", "expenditure"];
    let words = |label: &str| -> Vec<String> {
        let label = bare(label);
        let words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| STEM_LETTERS <= word.len());
        words.filter(|word| !GENERAL.contains(word)).map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let stem =
        |word: &str| word.chars().take(STEM_LETTERS.max(word.chars().count().saturating_sub(2))).collect::<String>();
    one.iter().any(|a| other.iter().any(|b| a.starts_with(&stem(b)) || b.starts_with(&stem(a))))
}
