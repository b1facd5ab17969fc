//! What closing one building alone would cost whom, with all else as it is.

use money::Money;

use super::access::nearest_two_now;
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
    let buildings = &assembled.estate.buildings;
    let is_in_use = |at: usize| buildings[at].is_open && !buildings[at].services.is_empty();
    let mut closures: Vec<Option<PlaceClosure>> =
        (0..buildings.len()).map(|at| is_in_use(at).then(|| nobody_yet(assembled, at))).collect();
    for (need, two) in assembled.estate.needs.iter().zip(nearest_two_now(assembled)) {
        let Some((at, before)) = two.0 else { continue };
        let Some(closure) = &mut closures[at] else { continue };
        match two.1 {
            None => closure.people_stranded += need.people,
            Some((_, after)) if before + 1e-9 < after => {
                let area = &assembled.inputs.demand.areas[assembled.areas[need.point]];
                closure.add(area, need.people, after - before);
            }
            Some(_) => {}
        }
    }
    closures.into_iter().flatten().collect()
}

/// A closure before anybody is counted.
fn nobody_yet(assembled: &Assembled<'_>, at: usize) -> PlaceClosure {
    let site = &assembled.sites[at];
    let areas = &assembled.inputs.demand.areas;
    let tells = |figure: &str| areas.iter().any(|area| area.figures.contains_key(figure)).then_some(0.0);
    PlaceClosure {
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
    }
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
