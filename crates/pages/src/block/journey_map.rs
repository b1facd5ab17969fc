//! A map of journeys, before it is drawn.

/// What is on the map: nothing but figures that may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JourneyMap {
    /// What it shows, for those who cannot see it.
    pub title: String,
    pub lanes: Vec<Lane>,
    pub steps: Vec<MapStep>,
}

/// An agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    pub agency: String,
    /// How long people wait there, where that may be said.
    pub wait: Option<String>,
    pub activities: Vec<Activity>,
}

/// Something that happens to people at an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    pub name: String,
    /// People to whom the same happens next, where that may be said.
    pub n_again: Option<usize>,
}

/// People who go from one activity to another. Activities are numbered through all lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapStep {
    pub from: usize,
    pub to: usize,
    pub n_people: usize,
}

impl JourneyMap {
    /// The most people that a step has.
    pub fn largest(&self) -> usize {
        self.steps.iter().map(|step| step.n_people).max().unwrap_or_default()
    }

    /// The lane in which each activity stands.
    pub fn lane_of(&self) -> Vec<usize> {
        let lanes = self.lanes.iter().enumerate();
        lanes.flat_map(|(lane, own)| std::iter::repeat_n(lane, own.activities.len())).collect()
    }
}
