//! A location model as people put it: who needs something, where it could be, and the question.

use money::Money;

use crate::reach::Reach;
pub use crate::search::Choice;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Question {
    /// The shortest way for people on average: p-median.
    Median { n_sites: usize },
    /// The shortest way for the person who has the longest: p-centre.
    Centre { n_sites: usize },
    /// The fewest sites so that everybody is within the limit: location set covering.
    Cover,
    /// The most people within the limit: maximal covering.
    MostCovered { n_sites: usize },
    /// The least cost of sites and ways together, at a price for each person and unit of distance.
    Cheapest { pounds_per_unit: f64 },
    /// The shortest way for people on average within a budget.
    WithinBudget { budget: Money },
}

/// Where people are who need to be served.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub id: String,
    /// People, or whatever the distance is weighed with.
    pub people: f64,
    /// What they take of a site's capacity.
    pub load: f64,
    /// Such as a decile of deprivation: access is told by group.
    pub group: Option<String>,
}

/// Where a service could be.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub id: String,
    pub state: Choice,
    pub capacity: Option<f64>,
    pub cost: Money,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub title: String,
    pub question: Question,
    pub points: Vec<Point>,
    pub sites: Vec<Site>,
    pub reach: Reach,
    /// Nobody may be served from further away; in covering models, the distance within which people are covered.
    pub limit: Option<f64>,
    /// Whether the people of one point may go to several sites.
    pub may_split: bool,
    /// What distances are measured in.
    pub unit: String,
}

impl Model {
    pub fn n_people(&self) -> f64 {
        self.points.iter().map(|point| point.people).sum()
    }

    pub fn is_limited(&self) -> bool {
        self.sites.iter().any(|site| site.capacity.is_some())
    }

    /// The number of sites that may be open, where the question names one.
    pub fn n_sites(&self) -> Option<usize> {
        match self.question {
            Question::Median { n_sites } | Question::Centre { n_sites } | Question::MostCovered { n_sites } => {
                Some(n_sites)
            }
            Question::Cover | Question::Cheapest { .. } | Question::WithinBudget { .. } => None,
        }
    }
}
