//! A plan for buildings as a proposal.

use std::path::{Path, PathBuf};

use ::estate::place::{PlacePlan, ProposalBody, Question, Stock, proposal_text};
use model::tables::{AREA, AREA_FIGURE, BUILDING, ESTATE_PLAN, estate_plan};
use model::{BodyKind, Place, Tables};
use place::Files;

use crate::steps::estate::{QUESTIONS, answer_of, questions};
use crate::{Error, folder};

/// Writes a plan of the last build as `proposals/PLAN.toml` and says where; a proposal that stands there already is never
/// written over.
///
/// # Errors
/// [`Error::NoPlan`]; [`Error::BuildStale`] where the plan would be another now; [`Error::ProposalThere`].
pub fn propose_plan(dir: &Path, plan_id: &str) -> Result<PathBuf, Error> {
    let (place, files) = (place::read(dir)?, Files::read(dir, &[QUESTIONS])?);
    let (question, plan) = plan_of(dir, &place, &files, plan_id)?;
    let bodies: Vec<ProposalBody> = place.bodies.iter().map(proposal_body).collect();
    let text = proposal_text(&question, &plan, &bodies);
    let path = dir.join("proposals").join(format!("{plan_id}.toml"));
    if path.exists() {
        return Err(Error::ProposalThere(path));
    }
    std::fs::create_dir_all(dir.join("proposals")).map_err(Error::file("make the folder", &path))?;
    authored::write_whole(&path, text.as_bytes()).map_err(Error::file("write", &path))?;
    Ok(path)
}

/// The plan, found again from the tables of the build.
fn plan_of(dir: &Path, place: &Place, files: &Files, plan_id: &str) -> Result<(Question, PlacePlan), Error> {
    let tables = folder(dir)?;
    if !tables.exists(&ESTATE_PLAN) {
        return Err(Error::NotBuilt);
    }
    let plans = engine::read_all(tables.path(), &ESTATE_PLAN)?;
    let named = |row: &model::Row<'_>| row.text(estate_plan::PLAN_ID) == plan_id;
    let Some(row) = ESTATE_PLAN.read(&plans).iter().find(named) else {
        let known: Vec<&str> = ESTATE_PLAN.read(&plans).iter().map(|row| row.text(estate_plan::PLAN_ID)).collect();
        let others = match known.is_empty() {
            true => "no question in estate/ has a plan".to_owned(),
            false => format!("the plans are {}", known.join(", ")),
        };
        return Err(Error::NoPlan(plan_id.to_owned(), others));
    };
    let (questions, _) = questions(files);
    let question = questions.into_iter().find(|question| question.id == row.text(estate_plan::QUESTION));
    let Some(question) = question else { return Err(Error::BuildStale("estate")) };
    let read = |table| engine::read_all(tables.path(), table);
    let (buildings, areas, figures) = (read(&BUILDING)?, read(&AREA)?, read(&AREA_FIGURE)?);
    let answer = answer_of(place, &question, &Stock::of(&buildings), (&areas, &figures));
    let is_as_built = |plan: &PlacePlan| {
        plan.id == plan_id
            && plan.saved_a_year == row.money(estate_plan::SAVED_A_YEAR)
            && plan.once == row.money(estate_plan::ONCE)
    };
    let plan = answer.plans.into_iter().find(is_as_built).ok_or(Error::BuildStale("estate"))?;
    Ok((question, plan))
}

fn proposal_body(body: &model::Body) -> ProposalBody {
    let is_central = matches!(body.kind, BodyKind::Department | BodyKind::Agency);
    ProposalBody { id: body.id.clone(), name: body.name.clone(), tier: if is_central { "central" } else { "local" } }
}
