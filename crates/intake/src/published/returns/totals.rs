//! Printed totals, added up from the authorities and compared.

use std::collections::{BTreeMap, BTreeSet};

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::super::headings::bare;
use super::header::is_code;
use super::page::{Figure, Page};

/// One problem for each printed total that its authorities do not add up to: of its columns that of most pounds.
///
/// A total has a name and no code of an authority. With a class it is the total of that class, without one of all.
/// Totals that say of themselves that they leave something out are not compared.
pub(super) fn that_differ(page: &Page<'_>, figures: &[Figure]) -> Vec<Problem> {
    let sums = Sums::of(figures, page.rounding());
    let counted: BTreeSet<usize> = figures.iter().map(|figure| figure.whose.row).collect();
    let is_total = |row: &usize| {
        let name = page.name(*row).to_lowercase();
        !is_code(&page.code(*row))
            && !counted.contains(row)
            && !name.is_empty()
            && !name.contains("adjusted")
            && !name.contains("excluding")
    };
    page.rows_below().filter(is_total).filter_map(|row| total_that_differs(page, row, figures, &sums)).collect()
}

/// Whether authorities that are no bodies of the place have no figure in a column, and every body of the place has one,
/// so that a total above the sum says what was estimated for them. `whose` are those that the total adds up.
fn lacks_figures_elsewhere(page: &Page<'_>, figures: &[Figure], at: usize, whose: &Whose<'_>) -> bool {
    let of_place: BTreeSet<usize> =
        figures.iter().filter(|figure| figure.line.body_id.is_some()).map(|figure| figure.whose.row).collect();
    let is_theirs = |row: &usize| {
        let classes = (page.text(*row, page.header.class), page.text(*row, page.header.subclass));
        is_code(&page.code(*row)) && whose.has(&classes)
    };
    let lacking: Vec<usize> = page
        .rows_below()
        .filter(is_theirs)
        .filter(|row| page.is_marker(*row, at) && page.grid.text(*row, at) != "-")
        .collect();
    !lacking.is_empty() && !lacking.iter().any(|row| of_place.contains(row))
}

fn total_that_differs(page: &Page<'_>, row: usize, figures: &[Figure], sums: &Sums) -> Option<Problem> {
    let (class, subclass) = (page.text(row, page.header.class), page.text(row, page.header.subclass));
    let whose = sums.whose(&class, &subclass)?;
    let mut differing: Vec<(usize, Money, Money)> = Vec::new();
    for (index, column) in page.columns.iter().enumerate() {
        let Some(Ok(printed)) = page.amount(row, column.at) else { continue };
        let printed = printed.money;
        let Some((added, rounding)) = sums.added(index, &whose) else { continue };
        if (printed - added).abs() > rounding {
            differing.push((index, printed, added));
        }
    }
    let (index, printed, added) =
        differing.iter().copied().max_by_key(|(_, printed, added)| (*printed - *added).abs())?;
    let more = match differing.len() {
        1 => String::new(),
        n => format!("; {} more of its columns differ by less", n - 1),
    };
    let name = page.name(row);
    let text = format!("{name} is printed as {printed}; the authorities above it add up to {added}{more}");
    let is_explained = printed.abs() > added.abs()
        && differing.iter().all(|(index, ..)| lacks_figures_elsewhere(page, figures, page.columns[*index].at, &whose));
    let kind = if is_explained { ProblemKind::OutsidePlace } else { ProblemKind::TotalDiffers };
    let problem = page.figure_problem(row, &page.columns[index], kind, text);
    Some(Problem { amount: Some(printed - added), ..problem })
}

/// The sum of the authorities in the column that holds the total of all the others.
pub(super) fn sum_of_total(page: &Page<'_>, figures: &[Figure]) -> Option<Money> {
    let is_total = |label: &str| bare(label).starts_with("totalexpenditure");
    let column = page.columns.iter().position(|column| is_total(&column.label))?;
    Some(figures.iter().filter(|figure| figure.column == column).map(|figure| figure.line.amount).sum())
}

/// Whose figures a total adds up.
enum Whose<'a> {
    All,
    Class(&'a str),
    Subclass(&'a str),
    Both(&'a str, &'a str),
}

impl Whose<'_> {
    fn has(&self, (class, subclass): &Classes) -> bool {
        match self {
            Whose::All => true,
            Whose::Class(wanted) => class == wanted,
            Whose::Subclass(wanted) => subclass == wanted,
            Whose::Both(wanted, sub) => class == wanted && subclass == sub,
        }
    }
}

/// Class and subclass of an authority.
type Classes = (String, String);

/// Sum of each column and class, and by how many pennies the rounding of its figures can have moved it.
struct Sums {
    by_column: BTreeMap<usize, BTreeMap<Classes, (Money, i64)>>,
    classes: BTreeSet<Classes>,
}

impl Sums {
    /// `rounding` is by how many pennies each figure may have been rounded before it was printed.
    fn of(figures: &[Figure], rounding: i64) -> Sums {
        let mut by_column: BTreeMap<usize, BTreeMap<Classes, (Money, i64)>> = BTreeMap::new();
        let mut classes = BTreeSet::new();
        let rounding = rounding.max(i64::from(figures.iter().any(|figure| figure.has_dust)));
        for figure in figures {
            let class = (figure.whose.class.clone(), figure.whose.subclass.clone());
            let (sum, pennies) = by_column.entry(figure.column).or_default().entry(class.clone()).or_default();
            *sum += figure.line.amount;
            *pennies += rounding;
            classes.insert(class);
        }
        Sums { by_column, classes }
    }

    /// None where a total is of a class that no authority has.
    fn whose<'a>(&self, class: &'a str, subclass: &'a str) -> Option<Whose<'a>> {
        let is_count = subclass.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let has = |wanted: &dyn Fn(&Classes) -> bool| self.classes.iter().any(wanted);
        if class.is_empty() || class.eq_ignore_ascii_case("eng") {
            Some(Whose::All)
        } else if !is_count {
            has(&|(own, sub)| own == class && sub == subclass).then_some(Whose::Both(class, subclass))
        } else if has(&|(own, _)| own == class) {
            Some(Whose::Class(class))
        } else {
            has(&|(_, sub)| sub == class).then_some(Whose::Subclass(class))
        }
    }

    fn added(&self, column: usize, whose: &Whose<'_>) -> Option<(Money, Money)> {
        let theirs = self.by_column.get(&column)?.iter().filter(|(classes, _)| whose.has(classes));
        let (sums, pennies): (Vec<Money>, Vec<i64>) = theirs.map(|(_, (sum, pennies))| (*sum, *pennies)).unzip();
        Some((sums.into_iter().sum(), Money::from_pence(pennies.into_iter().sum())))
    }
}
