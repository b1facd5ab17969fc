//! What closing one building alone would cost whom, with all else as it is.

use money::Money;

use super::access::{nearest, nearest_of};
use super::inputs::Assembled;

/// One building, closed alone.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceClosure {
    pub building_id: String,
    pub name: String,
    /// What it costs to run in a year, before anything that closing costs.
    pub saves: Money,
    /// People who would go further, counted once for each service.
    pub people_further: f64,
    pub person_distance: f64,
    pub most_further: f64,
    pub most_further_area: Option<String>,
    /// People who would have no building within the limit.
    pub people_stranded: f64,
    /// Those of the three most deprived tenths who would go further; none where no file tells deprivation.
    pub deprived_further: Option<f64>,
    /// Households without a car whose area would go further; none where no file tells.
    pub without_car_further: Option<f64>,
}

/// Every building that offers something now, closed alone.
pub fn closures(assembled: &Assembled<'_>) -> Vec<PlaceClosure> {
    let now = nearest(assembled, None);
    let buildings = &assembled.estate.buildings;
    let open = |at: &usize| buildings[*at].is_open && !buildings[*at].services.is_empty();
    (0..buildings.len()).filter(open).map(|at| closure(assembled, at, &now)).collect()
}

fn closure(assembled: &Assembled<'_>, at: usize, now: &[Option<(usize, f64)>]) -> PlaceClosure {
    let estate = &assembled.estate;
    let open = |(other, building): (usize, &crate::roof::Building)| match other != at && building.is_open {
        true => building.services.clone(),
        false => Vec::new(),
    };
    let offers: Vec<Vec<usize>> = estate.buildings.iter().enumerate().map(open).collect();
    let then = nearest_of(assembled, &offers);
    let site = &assembled.sites[at];
    let areas = &assembled.inputs.demand.areas;
    let tells = |figure: &str| areas.iter().any(|area| area.figures.contains_key(figure)).then_some(0.0);
    let mut closure = PlaceClosure {
        building_id: site.holding.id.clone(),
        name: site.holding.name.clone(),
        saves: site.running,
        people_further: 0.0,
        person_distance: 0.0,
        most_further: 0.0,
        most_further_area: None,
        people_stranded: 0.0,
        deprived_further: tells("deprivation_decile"),
        without_car_further: tells("households_without_car"),
    };
    for (need, before) in now.iter().enumerate() {
        let Some((_, before)) = before.filter(|(building, _)| *building == at) else { continue };
        let people = estate.needs[need].people;
        match then[need] {
            None => closure.people_stranded += people,
            Some((_, after)) if before + 1e-9 < after => {
                closure.add(&areas[assembled.areas[estate.needs[need].point]], people, after - before);
            }
            Some(_) => {}
        }
    }
    closure
}

impl PlaceClosure {
    fn add(&mut self, area: &super::demand::DemandArea, people: f64, further: f64) {
        self.people_further += people;
        self.person_distance += people * further;
        if self.most_further < further && 0.0 < people {
            (self.most_further, self.most_further_area) = (further, Some(area.name.clone()));
        }
        if let (Some(sum), Some(true)) = (&mut self.deprived_further, area.is_deprived()) {
            *sum += people;
        }
        if let (Some(sum), Some(households)) =
            (&mut self.without_car_further, area.figures.get("households_without_car"))
        {
            *sum += households;
        }
    }
}
