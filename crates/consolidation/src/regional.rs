//! National bodies in the place: their figures for the region, shared out programme by programme (method, section 1.7).

use std::collections::{BTreeMap, BTreeSet};

use model::count_rule::{CountedAs, ProgrammeRule};
use model::problem::Problem;
use model::spending::{CountBasis, Sector, SetAsideAs};
use model::{FinancialYear, Place, ProblemKind};
use money::Money;

use crate::cells::{Aside, Cell, Spender};
use crate::claims::{Claim, problem_of};
use crate::drivers::{Weights, Whole};
use crate::figure::Figure;
use crate::local::Sharing;
use crate::shares::{TestedError, part_of, share_out};
use crate::wildcard::{Wildcard, bare};

/// What is published for the place or its bodies already, so that the region's figure for it is not shared out.
#[derive(Default)]
pub(crate) struct Published {
    /// Classes of programmes with a figure for the area, by year.
    classes: BTreeSet<(FinancialYear, String)>,
    /// Department, service and whether it is capital, of figures for the area that name no class.
    services: BTreeSet<(FinancialYear, String, String, bool)>,
    /// What health bodies of the place publish themselves, in the years in which they do.
    pub health: BTreeMap<FinancialYear, Money>,
}

impl Published {
    /// Notes a figure that is published for the area.
    pub fn add(&mut self, claim: &Claim<'_>) {
        let (year, counted_as) = (claim.figure.year, &claim.rule.counted_as);
        if counted_as.class.is_empty() {
            let department = bare(claim.figure.spender);
            self.services.insert((year, department, counted_as.service.clone(), claim.subject().is_capital));
        } else {
            self.classes.insert((year, counted_as.class.clone()));
        }
    }
}

/// All that comes of the figures for the region.
#[derive(Default)]
pub(crate) struct Regional {
    pub cells: Vec<Cell>,
    pub asides: Vec<Aside>,
    pub problems: Vec<Problem>,
    pub totals: BTreeMap<FinancialYear, RegionTotals>,
    /// Known to be spent in the region and shared out by nothing, by function and service.
    unknown: BTreeMap<(FinancialYear, String, String), Unknown>,
    /// What no driver could be found for, by the drivers that were wanted.
    without_driver: BTreeMap<(FinancialYear, String), (Money, u64, String)>,
    /// The place's share of what departments spent for health in the region, where its bodies publish their own.
    health_share: BTreeMap<FinancialYear, Money>,
}

struct Unknown {
    amount: Money,
    departments: BTreeMap<Spender, Money>,
    counted_as: CountedAs,
    better_driver: String,
    reason: String,
}

impl Unknown {
    /// The department that spends most of it, and the others in words.
    fn departments_in_words(&self) -> (Spender, String) {
        let mut departments: Vec<(&Spender, Money)> = self.departments.iter().map(|(who, sum)| (who, *sum)).collect();
        departments.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.abs()));
        let names: Vec<&str> = departments.iter().skip(1).map(|(who, _)| who.name.as_str()).collect();
        let others = if names.is_empty() { String::new() } else { format!("; also of {}", names.join(", ")) };
        (departments[0].0.clone(), others)
    }
}

/// The region's pounds by what became of them, for the bridge.
#[derive(Clone, Debug, Default)]
pub(crate) struct RegionTotals {
    pub region: String,
    pub all: Money,
    pub local_current: Money,
    pub local_capital: Money,
    pub corporations: Money,
    /// Not known for the place, by function.
    pub left_out: BTreeMap<String, Money>,
}

/// A rule with its patterns.
struct Patterns<'r> {
    rule: &'r ProgrammeRule,
    department: Wildcard,
    function: Wildcard,
    segment: Wildcard,
}

impl<'r> Patterns<'r> {
    fn of(rule: &'r ProgrammeRule) -> Patterns<'r> {
        let [department, function, segment] =
            [&rule.department, &rule.function, &rule.segment].map(|text| Wildcard::of(text));
        Patterns { rule, department, function, segment }
    }

    /// The first rule that fits a figure.
    fn first(all: &[Patterns<'r>], figure: &Figure<'_>) -> Option<&'r ProgrammeRule> {
        let department = bare(figure.spender);
        let (function, segment) = (bare(figure.label), bare(figure.segment.unwrap_or_default()));
        let fits = |patterns: &&Patterns<'r>| {
            patterns.department.fits(&department)
                && patterns.function.fits(&function)
                && patterns.segment.fits(&segment)
        };
        all.iter().find(fits).map(|patterns| patterns.rule)
    }
}

/// The publication whose editions may part central from local government.
const ANALYSIS: &str = "country_regional_analysis";
/// Service whose figures of the department of health stand for what a commissioner of the place publishes.
pub(crate) const HEALTH: &str = "nhs";

/// Shares out the figures for the place's region.
pub(crate) fn share_out_region(
    figures: Vec<Figure<'_>>,
    rules: &[ProgrammeRule],
    place: &Place,
    sharing: &Sharing<'_, '_>,
    published: &Published,
) -> Regional {
    let mut regional = Regional::default();
    let patterns: Vec<Patterns<'_>> = rules.iter().map(Patterns::of).collect();
    let figures = regional.one_edition(figures);
    for figure in regional.each_once(figures, sharing) {
        regional.add_to_totals(&figure);
        let spender = Spender::of(&figure, place);
        let Some(rule) = regional.national(&figure, &spender, &patterns, sharing) else { continue };
        if rule.drivers.is_empty() {
            regional.leave_out(&figure, spender, rule, &rule.reason);
        } else if let Some(reason) = replaced(&figure, rule, published) {
            if rule.counted_as.service == HEALTH && published.health.contains_key(&figure.year) {
                let share = weights(rule, sharing, figure.year).first().map(|weights| part_of(figure.amount, weights));
                *regional.health_share.entry(figure.year).or_default() += share.unwrap_or(Money::ZERO);
            }
            regional.asides.push(Aside::of(&figure, spender, SetAsideAs::OtherMeasure, reason));
        } else {
            regional.share(&figure, spender, rule, sharing);
        }
    }
    regional.finish(sharing);
    regional.health_differs(published, place);
    regional.asides = together(std::mem::take(&mut regional.asides));
    regional
}

/// The function, without its sub-function.
fn function<'a>(figure: &Figure<'a>) -> &'a str {
    figure.label.split(" / ").next().unwrap_or(figure.label)
}

fn replaced(figure: &Figure<'_>, rule: &ProgrammeRule, published: &Published) -> Option<&'static str> {
    let (class, service) = (&rule.counted_as.class, rule.counted_as.service.clone());
    let is_capital = figure.kind.is_some_and(|kind| kind.is_capital());
    let of_service = (figure.year, bare(figure.spender), service, is_capital);
    let is_published = !class.is_empty() && published.classes.contains(&(figure.year, class.clone()));
    if is_published || published.services.contains(&of_service) {
        return Some("The department's own figure for the area is counted");
    }
    let is_health = rule.counted_as.service == HEALTH && published.health.contains_key(&figure.year);
    is_health.then_some("The figure of the health bodies of the place is counted")
}

impl Regional {
    /// Of several editions of one year, the last by name; the others are set aside, and a problem if they differ.
    fn one_edition<'a>(&mut self, figures: Vec<Figure<'a>>) -> Vec<Figure<'a>> {
        let mut sums: BTreeMap<(FinancialYear, &str), Money> = BTreeMap::new();
        for figure in &figures {
            *sums.entry((figure.year, figure.file_id)).or_default() += figure.amount;
        }
        let leading: BTreeMap<FinancialYear, &str> = sums.keys().copied().collect();
        let shown: BTreeMap<&str, &str> =
            figures.iter().map(|figure| (figure.file_id, figure.file.unwrap_or(figure.file_id))).collect();
        for ((year, file_id), sum) in &sums {
            let lead = leading[year];
            let of_lead = sums[&(*year, lead)];
            if *file_id != lead && (*sum - of_lead).pounds().abs() > 0.01 * of_lead.pounds().abs() {
                let text = format!(
                    "the region's spending of {year} is {of_lead} in `{}`, which is counted, and {sum} in `{}`",
                    shown[lead], shown[file_id]
                );
                let problem = Problem::new(ANALYSIS, ProblemKind::PublishedSourcesDiffer, text);
                let file_id = Some((*file_id).to_owned());
                self.problems.push(Problem { amount: Some(*sum - of_lead), file_id, ..problem });
            }
        }
        let (kept, others): (Vec<Figure>, Vec<Figure>) =
            figures.into_iter().partition(|figure| leading[&figure.year] == figure.file_id);
        let aside = |figure: &Figure| {
            let reason = "The same money in another edition of the regional analysis";
            Aside::of(figure, Spender::named(figure.spender), SetAsideAs::OtherMeasure, reason)
        };
        self.asides.extend(others.iter().map(aside));
        kept
    }

    /// Leaves out lines that are in an edition again in every word and to the penny, as where a region is printed under two
    /// spellings. No edition has such lines of itself.
    fn each_once<'a>(&mut self, figures: Vec<Figure<'a>>, sharing: &Sharing<'_, '_>) -> Vec<Figure<'a>> {
        let mut seen = BTreeSet::new();
        let key = |figure: &Figure<'a>| {
            let what = (figure.line_code, bare(figure.label), figure.segment.map(bare));
            (figure.year, bare(figure.spender), what, figure.sector, figure.kind, figure.series, figure.amount)
        };
        let (kept, again): (Vec<Figure>, Vec<Figure>) =
            figures.into_iter().partition(|figure| seen.insert(key(figure)));
        if let Some(first) = again.first() {
            let amount: Money = again.iter().map(|figure| figure.amount).sum();
            let n_rows = again.len() as u64;
            let text = format!(
                "{n_rows} figures of {} appear twice, identical in every word and to the penny, {amount} in all; `{}` of {} ({}) is the first: each is counted once. Ask the publisher whether the region is printed under two spellings",
                first.area,
                first.full_label(),
                first.spender,
                first.place_in_words()
            );
            self.problems.push(Problem {
                amount: Some(of_place(amount, first.year, sharing)),
                n_rows,
                ..problem_of(first, ProblemKind::MayCountTwice, text)
            });
        }
        let aside = |figure: &Figure| {
            Aside::of(figure, Spender::named(figure.spender), SetAsideAs::OtherMeasure, "The same line again")
        };
        self.asides.extend(again.iter().map(aside));
        kept
    }

    fn add_to_totals(&mut self, figure: &Figure<'_>) {
        let totals = self.totals.entry(figure.year).or_default();
        totals.region = figure.area.to_owned();
        totals.all += figure.amount;
        let is_capital = figure.kind.is_some_and(|kind| kind.is_capital());
        match figure.sector {
            Some(Sector::Local) if is_capital => totals.local_capital += figure.amount,
            Some(Sector::Local) => totals.local_current += figure.amount,
            Some(Sector::Corporation) => totals.corporations += figure.amount,
            _ => {}
        }
    }

    /// The rule of a figure of central government; what is not is set aside, and what has no rule is a problem.
    fn national<'r>(
        &mut self,
        figure: &Figure<'_>,
        spender: &Spender,
        patterns: &[Patterns<'r>],
        sharing: &Sharing<'_, '_>,
    ) -> Option<&'r ProgrammeRule> {
        let (set_aside_as, reason) = match figure.sector {
            Some(Sector::Central) => {
                let rule = Patterns::first(patterns, figure);
                if rule.is_none() {
                    let amount = of_place(figure.amount, figure.year, sharing);
                    self.problems.push(Problem { amount: Some(amount), ..without_programme(figure) });
                }
                return rule;
            }
            Some(Sector::Local) => (
                SetAsideAs::OtherMeasure,
                "Local government of the whole region: each body of the place is counted from its own return",
            ),
            Some(Sector::Corporation) => (
                SetAsideAs::Outside,
                "Public corporations: council homes, whose capital is in the capital return, and trading bodies",
            ),
            None if figure.publication() != ANALYSIS => (
                SetAsideAs::OtherMeasure,
                "A figure of the whole region in a table that does not say which part of the public sector spends it",
            ),
            None => (
                SetAsideAs::OtherMeasure,
                "This edition does not separate central from local government, so it cannot be shared out without counting councils twice",
            ),
        };
        self.asides.push(Aside::of(figure, spender.clone(), set_aside_as, reason));
        None
    }

    fn leave_out(&mut self, figure: &Figure<'_>, spender: Spender, rule: &ProgrammeRule, reason: &str) {
        let function = function(figure).to_owned();
        let left_out = &mut self.totals.entry(figure.year).or_default().left_out;
        *left_out.entry(function.clone()).or_default() += figure.amount;
        let key = (figure.year, function, rule.counted_as.service.clone());
        let unknown = self.unknown.entry(key).or_insert_with(|| Unknown {
            amount: Money::ZERO,
            departments: BTreeMap::new(),
            counted_as: rule.counted_as.clone(),
            better_driver: rule.better_driver.clone(),
            reason: reason.to_owned(),
        });
        unknown.amount += figure.amount;
        *unknown.departments.entry(spender.clone()).or_default() += figure.amount;
        let reason = format!("Not known for the place: {reason}");
        self.asides.push(Aside::of(figure, spender, SetAsideAs::Outside, &reason));
    }

    /// Cells and problems of what could not be shared out.
    fn finish(&mut self, sharing: &Sharing<'_, '_>) {
        for ((year, function, _), unknown) in std::mem::take(&mut self.unknown) {
            let (body, others) = unknown.departments_in_words();
            let by_people = sharing.drivers.region_population(sharing.areas, year);
            let by_people =
                by_people.map(|people| format!("; by people it would be {}", part_of(unknown.amount, &people)));
            let by_people = by_people.unwrap_or_default();
            let method =
                format!("{}: the region's {} is not shared out{by_people}{others}", unknown.reason, unknown.amount);
            self.cells.push(Cell {
                better_driver: Some(unknown.better_driver).filter(|better| !better.is_empty()),
                is_national: true,
                ..Cell::not_known(year, body, &function, unknown.counted_as, method)
            });
        }
        for ((year, wanted), (amount, n_figures, file_id)) in std::mem::take(&mut self.without_driver) {
            let text = format!(
                "no table of drivers has {wanted} for the place and its region: {n_figures} figures of {year}, {amount} in the \
                 region, are not shared out"
            );
            let problem = Problem::new(ANALYSIS, ProblemKind::DriverMissing, text);
            let (file_id, amount) = (Some(file_id), of_place(amount, year, sharing));
            self.problems.push(Problem { amount: Some(amount), n_rows: n_figures, file_id, ..problem });
        }
    }

    /// Says where what health bodies of the place publish is not near the share of what departments spent for health in the
    /// region, which is set aside for it: one trust of several, or administration alone, is not the health service.
    fn health_differs(&mut self, published: &Published, place: &Place) {
        for (year, share) in &self.health_share {
            let own = published.health[year];
            let difference = *share - own;
            // A commissioner's own figure is better than a share; one that is much less is of a part of the health service.
            if difference.pounds() <= HEALTH_PART_MIN * share.pounds().abs() {
                continue;
            }
            let text = format!(
                "health bodies of {} publish {own} for {year}, which is counted; the place's share of what departments spent for \
                 health in the region would be {share}, which is set aside: if the bodies are not the whole health service of the \
                 place, set their figures aside in rules/published_line.csv",
                place.name
            );
            let problem = Problem::new(ANALYSIS, ProblemKind::PublishedSourcesDiffer, text);
            self.problems.push(Problem { amount: Some(difference), ..problem });
        }
    }

    fn share(&mut self, figure: &Figure<'_>, spender: Spender, rule: &ProgrammeRule, sharing: &Sharing<'_, '_>) {
        let drivers = weights(rule, sharing, figure.year);
        let error = TestedError { of_class: rule.tested_error, of_others: sharing.middle_error };
        // Only the driver that was tested has the tested error.
        let is_best = drivers.first().is_some_and(|best| best.driver == rule.drivers[0]);
        let error = TestedError { of_class: error.of_class.filter(|_| is_best), ..error };
        let mut cell = Cell::published(figure, spender, &rule.counted_as, CountBasis::Apportioned);
        cell.cofog = cofog(figure.line_code).or(cell.cofog);
        cell.is_national = true;
        cell.better_driver = Some(rule.better_driver.clone()).filter(|better| !better.is_empty());
        match share_out(figure.amount, &drivers, error) {
            Some(share) => {
                (cell.grade, cell.driver) = (share.grade, Some(share.driver));
                cell.amount = Some([share.amount, share.low, share.high]);
                cell.method = format!("{} of {}, {}", figure.amount, figure.area, share.method);
            }
            None => {
                let wanted = format!("`{}`", rule.drivers.join("` or `"));
                let first = || (Money::ZERO, 0, figure.file_id.to_owned());
                let missing = self.without_driver.entry((figure.year, wanted.clone())).or_insert_with(first);
                (missing.0, missing.1) = (missing.0 + figure.amount, missing.1 + 1);
                return self.leave_out(figure, cell.body, rule, &format!("no table of drivers has {wanted}"));
            }
        }
        self.cells.push(cell);
    }
}

/// By which fraction of the share what health bodies publish may be less.
const HEALTH_PART_MIN: f64 = 0.1;

/// What the drivers of a rule say, the best first.
fn weights(rule: &ProgrammeRule, sharing: &Sharing<'_, '_>, year: FinancialYear) -> Vec<Weights> {
    let of_driver = |name: &String| sharing.drivers.weights(name, sharing.areas, Whole::Region, year);
    rule.drivers.iter().filter_map(of_driver).collect()
}

/// Of the region's pounds what would be the place's by its people: what a warning about them may be worth here. All where
/// nobody knows the people.
fn of_place(amount: Money, year: FinancialYear, sharing: &Sharing<'_, '_>) -> Money {
    sharing.drivers.region_population(sharing.areas, year).map_or(amount, |people| part_of(amount, &people))
}

fn without_programme(figure: &Figure<'_>) -> Problem {
    let text = format!(
        "no rule says how `{}` of {} is shared out, so it is not counted: add it to rules/programme.csv",
        figure.full_label(),
        figure.spender
    );
    Problem { amount: Some(figure.amount), ..problem_of(figure, ProblemKind::PublishedLineUnknown, text) }
}

/// `10.2` of the publication as COFOG; none for the codes that the Treasury made itself.
fn cofog(code: &str) -> Option<String> {
    let (division, group) = code.split_once('.').unwrap_or((code, ""));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let division = Some(division).filter(|division| is_number(division) && division.len() <= 2)?;
    let group = Some(group).filter(|group| is_number(group)).map(|group| format!(".{group}")).unwrap_or_default();
    Some(format!("{division:0>2}{group}"))
}

/// One row for each department, function and reason: the region's own lines are many and none of them is the place's.
fn together(asides: Vec<Aside>) -> Vec<Aside> {
    let mut rows: BTreeMap<(FinancialYear, Spender, String, SetAsideAs, String), Aside> = BTreeMap::new();
    for aside in asides {
        let label = format!("{}, the whole region", aside.label.split(" / ").next().unwrap_or_default());
        let key = (aside.year, aside.body.clone(), label.clone(), aside.set_aside_as, aside.reason.clone());
        match rows.get_mut(&key) {
            Some(row) => row.amount = Some(row.amount.unwrap_or(Money::ZERO) + aside.amount.unwrap_or(Money::ZERO)),
            None => {
                rows.insert(key, Aside { label, row: None, ..aside });
            }
        }
    }
    rows.into_values().collect()
}
