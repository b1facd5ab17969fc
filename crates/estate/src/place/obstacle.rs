//! What stands in the way of a plan for a place, in people's words.

use std::fmt::{Display, Formatter, Result};

use model::tables::AreaLevel;

use crate::obstacle::counted;
use crate::roof::RoofObstacle;

/// Why there is no plan, or what a plan had to leave out.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PlaceObstacle {
    /// It is not known where a building stands.
    NotPlaced { building: String },
    /// No building offers a service now.
    NowhereNow { service: String, kinds: Vec<String> },
    /// Neither the register nor the estate file says what a building costs.
    CostUnknown { building: String, what: &'static str },
    /// The place has no areas with people.
    NoPeople { level: AreaLevel },
    /// Areas without a centre or an outline.
    AreasUnplaced { n_areas: usize },
    /// Areas without the figure that says who needs a service.
    FigureMissing { figure: String, n_areas: usize },
    /// The conditions of the question itself.
    Roof(RoofObstacle),
    /// The search was stopped before it found a plan.
    BrokenOff { n_nodes: usize },
}

impl PlaceObstacle {
    /// Whether there is no plan because of it.
    pub fn stops(&self) -> bool {
        !matches!(
            self,
            PlaceObstacle::NotPlaced { .. } | PlaceObstacle::AreasUnplaced { .. } | PlaceObstacle::FigureMissing { .. }
        )
    }
}

impl Display for PlaceObstacle {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            PlaceObstacle::NotPlaced { building } => {
                write!(f, "it is not known where {building} stands, so it is in no plan")
            }
            PlaceObstacle::NowhereNow { service, kinds } => {
                write!(
                    f,
                    "no building with a known place is of the kind {}, which offers {service}",
                    kinds.join(" or ")
                )
            }
            PlaceObstacle::CostUnknown { building, what } => {
                write!(f, "the {what} cost of {building} is in no register; state `{what} = {{ each = ... }}`")
            }
            PlaceObstacle::NoPeople { level } => {
                write!(
                    f,
                    "the place has no areas of the level {} with people; add a source of the kind `areas`",
                    level.word()
                )
            }
            PlaceObstacle::AreasUnplaced { n_areas } => {
                write!(f, "{} neither a centre nor an outline, so people there are in no plan", areas_have(*n_areas))
            }
            PlaceObstacle::FigureMissing { figure, n_areas } => {
                write!(f, "{} no figure `{figure}`, so nobody there counts as in need", areas_have(*n_areas))
            }
            PlaceObstacle::Roof(obstacle) => write!(f, "{obstacle}"),
            PlaceObstacle::BrokenOff { n_nodes } => {
                let parts = counted(*n_nodes as f64);
                let parts = parts.split(' ').next().unwrap_or_default();
                write!(f, "the search was stopped after {parts} parts before any plan was found")
            }
        }
    }
}

fn areas_have(n_areas: usize) -> String {
    if n_areas == 1 { "1 area has".to_owned() } else { format!("{n_areas} areas have") }
}
