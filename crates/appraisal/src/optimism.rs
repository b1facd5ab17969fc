//! Corrections for optimism: graded evidence for local partnerships, and the table for capital projects.
//!
//! The two are different instruments. Grades correct benefits down and costs up by how good the evidence is; the
//! capital table is a starting value for building and equipment that falls as risks are managed. Method, section 5.2.
//!
//! Optimism makes gains too large and losses too small, whatever sheet they stand on. So a receipt or a residual value,
//! which is a cost below zero, becomes smaller, and a disbenefit, which is a benefit below zero, becomes larger.

use serde::{Deserialize, Serialize};

/// How good the evidence is, from 1 (best) to 6 (worst), for each thing that is graded; unstated things are not graded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Grades {
    /// Population or cohort data.
    pub population: Option<u8>,
    /// Evidence for engagement and impact.
    pub evidence: Option<u8>,
    /// Age of the data.
    pub age: Option<u8>,
    /// Known error of the data.
    pub error: Option<u8>,
}

model::words! {
    /// How several grades make one correction.
    #[derive(Default)]
    Combine {
        /// The correction of the worst grade.
        #[default]
        Worst = "worst",
        /// The correction of the average grade, rounded up.
        Average = "average",
        /// One after the other: `1 - Π(1 - correction)` for benefits, `Π(1 + correction) - 1` for costs.
        Multiplicative = "multiplicative",
    }
}

/// The table of the local-partnership guidance.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeTable {
    pub label: String,
    pub unit: String,
    pub source: String,
    pub quality: String,
    pub grades: Vec<Grade>,
}

/// One grade: what evidence earns it and what it costs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    pub grade: u8,
    /// Fraction taken off a benefit.
    pub benefit: f64,
    /// Fraction added to a cost.
    pub cost: f64,
    pub population: String,
    pub evidence: String,
    pub age: String,
    pub error: String,
}

/// The table for capital projects.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapitalTable {
    pub label: String,
    pub unit: String,
    pub source: String,
    pub quality: String,
    pub projects: Vec<CapitalProject>,
}

/// Bounds of one kind of project, as fractions added.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapitalProject {
    pub id: String,
    pub label: String,
    pub duration_upper: Option<f64>,
    pub duration_lower: Option<f64>,
    pub capex_upper: f64,
    pub capex_lower: f64,
}

impl Grades {
    /// The grades that are stated.
    pub fn stated(&self) -> Vec<u8> {
        [self.population, self.evidence, self.age, self.error].into_iter().flatten().collect()
    }

    /// As a page prints them: `evidence 5, age 2`.
    pub fn in_words(&self) -> String {
        let named =
            [("population", self.population), ("evidence", self.evidence), ("age", self.age), ("error", self.error)];
        let stated: Vec<String> =
            named.iter().filter_map(|(name, grade)| grade.map(|grade| format!("{name} {grade}"))).collect();
        stated.join(", ")
    }
}

/// A cost with its correction added; a receipt with it taken off, and never turned into a cost.
pub fn corrected_cost(pounds: f64, share: f64) -> f64 {
    if pounds < 0.0 { pounds * (1.0 - share).max(0.0) } else { pounds * (1.0 + share) }
}

/// A benefit with its correction taken off; a disbenefit with it added.
pub fn corrected_benefit(pounds: f64, share: f64) -> f64 {
    -corrected_cost(-pounds, share)
}

/// Whether a line brings something, takes something, or both in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs {
    pub has_gains: bool,
    pub has_losses: bool,
}

impl Signs {
    /// Of amounts that are gains where they are above zero.
    pub fn of(gains: impl IntoIterator<Item = f64>) -> Signs {
        let mut signs = Signs { has_gains: false, has_losses: false };
        for gain in gains {
            signs.has_gains |= 0.0 < gain;
            signs.has_losses |= gain < 0.0;
        }
        signs
    }
}

impl GradeTable {
    /// What a line is corrected by: as a benefit where it only brings, as a cost where it only takes, and by the larger
    /// of the two where it does both.
    pub fn correction(&self, grades: &Grades, combine: Combine, signs: Signs) -> f64 {
        let [benefit, cost] = [self.benefit_correction(grades, combine), self.cost_correction(grades, combine)];
        match signs {
            Signs { has_gains: true, has_losses: false } => benefit,
            Signs { has_gains: false, has_losses: true } => cost,
            _ => benefit.max(cost),
        }
    }

    /// The fraction taken off a benefit.
    fn benefit_correction(&self, grades: &Grades, combine: Combine) -> f64 {
        match combine {
            Combine::Multiplicative => {
                1.0 - grades.stated().iter().map(|grade| 1.0 - self.grade(*grade).benefit).product::<f64>()
            }
            _ => self.combined(grades, combine).map_or(0.0, |grade| grade.benefit),
        }
    }

    /// The fraction added to a cost.
    fn cost_correction(&self, grades: &Grades, combine: Combine) -> f64 {
        match combine {
            Combine::Multiplicative => {
                grades.stated().iter().map(|grade| 1.0 + self.grade(*grade).cost).product::<f64>() - 1.0
            }
            _ => self.combined(grades, combine).map_or(0.0, |grade| grade.cost),
        }
    }

    fn combined(&self, grades: &Grades, combine: Combine) -> Option<&Grade> {
        let stated = grades.stated();
        let worst = stated.iter().max()?;
        let sum: u32 = stated.iter().map(|grade| u32::from(*grade)).sum();
        let average = sum.div_ceil(stated.len() as u32) as u8;
        Some(self.grade(if combine == Combine::Average { average } else { *worst }))
    }

    fn grade(&self, grade: u8) -> &Grade {
        self.grades.iter().find(|row| row.grade == grade).expect("grades were checked when the proposal was read")
    }
}

impl CapitalTable {
    /// The largest bound of the table, that of equipment: no cost is corrected by more.
    pub fn upper_bound(&self) -> f64 {
        self.projects.iter().map(|project| project.capex_upper).fold(0.0, f64::max)
    }
}

impl CapitalProject {
    /// The fraction added to capital spending once `mitigation` (0 to 1) of the risk is managed:
    /// `(1 - mitigation) × upper`, never below the lower bound of the table.
    pub fn capex(&self, mitigation: f64) -> f64 {
        ((1.0 - mitigation) * self.capex_upper).max(self.capex_lower)
    }
}

/// The bound of a project that is partly of one kind and partly of another, weighted by cost.
pub fn mixed(parts: &[(f64, f64)]) -> f64 {
    parts.iter().map(|(share, bound)| share * bound).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reference;

    /// Method, T9: 30% non-standard and 70% standard buildings, and non-standard buildings with 92% mitigated.
    #[test]
    fn the_published_examples_of_capital_bias_come_out() {
        let reference = Reference::builtin();
        let [non_standard, standard] = ["non_standard_buildings", "standard_buildings"]
            .map(|id| reference.capital_project(id).expect("a project of the table"));
        let capex = mixed(&[(0.3, non_standard.capex_upper), (0.7, standard.capex_upper)]);
        let duration = |project: &CapitalProject| project.duration_upper.expect("buildings have a duration");
        let works = mixed(&[(0.3, duration(non_standard)), (0.7, duration(standard))]);
        assert_eq!(format!("{:.1}% {:.1}%", 100.0 * capex, 100.0 * works), "32.1% 14.5%");
        assert_eq!(format!("{:.2}%", 100.0 * non_standard.capex(0.92)), "4.08%");
        assert_eq!(non_standard.capex(1.0), 0.04, "managed risk stops at the lower bound");
    }

    #[test]
    fn grades_are_combined_as_asked() {
        let reference = Reference::builtin();
        let table = &reference.grades;
        let grades = Grades { population: Some(2), evidence: Some(5), age: Some(2), error: None };
        assert_eq!(table.benefit_correction(&grades, Combine::Worst), 0.25);
        assert_eq!(table.benefit_correction(&grades, Combine::Average), 0.10, "(2 + 5 + 2) / 3 is grade 3");
        let by_hand = 1.0 - 0.95 * 0.75 * 0.95;
        assert!((table.benefit_correction(&grades, Combine::Multiplicative) - by_hand).abs() < 1e-12);
        let by_hand = 1.05 * 1.25 * 1.05 - 1.0;
        assert!((table.cost_correction(&grades, Combine::Multiplicative) - by_hand).abs() < 1e-12);
        assert_eq!(table.cost_correction(&Grades::default(), Combine::Worst), 0.0);
        assert_eq!(grades.in_words(), "population 2, evidence 5, age 2");
    }

    #[test]
    fn a_correction_makes_gains_smaller_and_losses_larger() {
        assert_eq!([corrected_cost(100.0, 0.25), corrected_cost(-100.0, 0.25)], [125.0, -75.0]);
        assert_eq!([corrected_benefit(100.0, 0.25), corrected_benefit(-100.0, 0.25)], [75.0, -125.0]);
        assert_eq!(corrected_cost(-100.0, 2.0), 0.0, "a receipt never becomes a cost");
    }

    #[test]
    fn a_line_of_both_signs_is_corrected_by_the_larger_share() {
        let table = &Reference::builtin().grades;
        let grades = Grades { evidence: Some(5), age: Some(2), ..Grades::default() };
        let share = |gains: &[f64]| table.correction(&grades, Combine::Multiplicative, Signs::of(gains.to_vec()));
        let [benefit, cost] = [1.0 - 0.75 * 0.95, 1.25 * 1.05 - 1.0];
        for (gains, by_hand) in [(&[10.0, 0.0], benefit), (&[-10.0, 0.0], cost), (&[10.0, -10.0], cost)] {
            assert!((share(gains) - by_hand).abs() < 1e-12, "{gains:?}");
        }
    }
}
