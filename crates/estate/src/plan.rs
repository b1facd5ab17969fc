//! What an answer says: sites, who goes where, how far, and what it costs.

use std::collections::BTreeMap;

use money::Money;

use crate::location::Model;

/// A share of a point's people and the site they go to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit {
    pub point: usize,
    pub site: usize,
    pub share: f64,
    pub distance: f64,
}

/// One way to answer the question.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What the question makes as small, or as large, as possible.
    pub value: f64,
    /// Open sites, in the order of the model.
    pub open: Vec<usize>,
    /// Who goes where, by point and site.
    pub visits: Vec<Visit>,
    /// What the open sites cost.
    pub money: Money,
}

/// How far people have to go.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Access {
    pub people: f64,
    /// People times distance.
    pub total: f64,
    /// The longest way of anybody.
    pub longest: f64,
}

impl Access {
    /// The way of a person on average; none where there is nobody.
    pub fn mean(&self) -> Option<f64> {
        (0.0 < self.people).then(|| self.total / self.people)
    }

    fn add(&mut self, people: f64, distance: f64) {
        self.people += people;
        self.total += people * distance;
        self.longest = self.longest.max(distance);
    }
}

impl Plan {
    pub fn access(&self, model: &Model) -> Access {
        let mut access = Access::default();
        for visit in &self.visits {
            access.add(model.points[visit.point].people * visit.share, visit.distance);
        }
        access
    }

    /// Access by the groups of the points, in the order of their names; points without one are left out.
    pub fn access_by_group(&self, model: &Model) -> BTreeMap<String, Access> {
        let mut groups: BTreeMap<String, Access> = BTreeMap::new();
        for visit in &self.visits {
            let point = &model.points[visit.point];
            if let Some(group) = &point.group {
                groups.entry(group.clone()).or_default().add(point.people * visit.share, visit.distance);
            }
        }
        groups
    }

    /// Sends everybody who is served to the nearest open site; for models in which no room is limited.
    pub(crate) fn send_to_nearest(&mut self, model: &Model) {
        let mut is_open = vec![false; model.sites.len()];
        self.open.iter().for_each(|site| is_open[*site] = true);
        let mut visit_of = vec![usize::MAX; model.points.len()];
        self.visits.iter().enumerate().for_each(|(at, visit)| visit_of[visit.point] = at);
        for trip in model.reach.within(model.limit).filter(|trip| is_open[trip.site]) {
            let Some(visit) = self.visits.get_mut(visit_of[trip.point]) else { continue };
            if trip.distance < visit.distance {
                (visit.site, visit.distance) = (trip.site, trip.distance);
            }
        }
    }

    /// The points that nobody serves, wholly or in part.
    pub fn left_out(&self, model: &Model) -> Vec<usize> {
        let mut left = vec![1.0; model.points.len()];
        self.visits.iter().for_each(|visit| left[visit.point] -= visit.share);
        (0..left.len()).filter(|point| 1e-6 < left[*point]).collect()
    }

    pub fn ids<'m>(&self, model: &'m Model) -> Vec<&'m str> {
        self.open.iter().map(|site| model.sites[*site].id.as_str()).collect()
    }
}
