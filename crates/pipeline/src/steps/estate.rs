//! Neighbours among the buildings of a place, and plans for them: `estate/*.toml`.

use std::ops::ControlFlow;

use ::estate::Progress as Searched;
use ::estate::place::{
    Demand, Inputs, PlaceAnswer, Question, Stock, answer, estate_tables, neighbours, read_question,
};
use model::tables::{
    AREA, AREA_FIGURE, BUILDING, BUILDING_CLOSURE, BUILDING_MOVE, BUILDING_PAIR, ESTATE_ACCESS, ESTATE_MONEY, ESTATE_OBSTACLE,
    ESTATE_PLAN,
};
use place::Files;

use crate::Error;
use crate::step::{FileSet, Step, Work};
use crate::steps::intake::own_districts;

/// What is asked of the buildings.
pub(crate) const QUESTIONS: &str = "estate/*.toml";

pub(crate) const STEPS: &[Step] = &[Step {
    name: "estate",
    reads: &[&AREA, &AREA_FIGURE, &BUILDING],
    writes: &[
        &BUILDING_PAIR,
        &ESTATE_PLAN,
        &BUILDING_MOVE,
        &ESTATE_MONEY,
        &ESTATE_ACCESS,
        &BUILDING_CLOSURE,
        &ESTATE_OBSTACLE,
    ],
    files: &[FileSet::Written(place::PLACE), FileSet::Written(&[QUESTIONS])],
    folder: None,
    run,
}];

/// The longest walk between neighbours: ten minutes at 4.8 km an hour.
const WALK_METRES: f64 = 800.0;
/// Parts of the search of one question: a limit that is the same on every machine, as a clock is not.
const N_NODES_MAX: usize = 20_000;

fn run(work: &Work) -> Result<(), Error> {
    let questions = questions(work.files())?;
    let stock = Stock::of(&work.read(&BUILDING)?);
    work.begin(questions.len());
    let pairs = neighbours(&stock, WALK_METRES);
    let answers: Vec<(Question, PlaceAnswer)> = match questions.is_empty() {
        true => Vec::new(),
        false => answers(work, questions, &stock)?,
    };
    let tables = estate_tables(&stock, &pairs, &answers);
    work.write(&BUILDING_PAIR, tables.pairs)?;
    work.write(&ESTATE_PLAN, tables.plans)?;
    work.write(&BUILDING_MOVE, tables.moves)?;
    work.write(&ESTATE_MONEY, tables.money)?;
    work.write(&ESTATE_ACCESS, tables.access)?;
    work.write(&BUILDING_CLOSURE, tables.closures)?;
    work.write(&ESTATE_OBSTACLE, tables.obstacles)
}

/// Every question of a place, by name.
pub(crate) fn questions(files: &Files) -> Result<Vec<Question>, Error> {
    let mut questions = Vec::new();
    for (name, bytes) in files.in_folder("estate") {
        let file = format!("estate/{}", name.rsplit('/').next().unwrap_or(name));
        let text = authored::utf8(&file, bytes.to_vec()).and_then(|text| read_question(&text, &file));
        questions.push(text.map_err(|mistakes| Error::Written(Box::new(mistakes)))?);
    }
    Ok(questions)
}

fn answers(work: &Work, questions: Vec<Question>, stock: &Stock) -> Result<Vec<(Question, PlaceAnswer)>, Error> {
    let codes: Vec<String> = own_districts(&work.place()?).into_iter().flat_map(|district| district.codes).collect();
    let (areas, figures) = (work.read(&AREA)?, work.read(&AREA_FIGURE)?);
    let answered = questions.into_iter().map(|question| {
        let demand = Demand::of(question.level, &codes, &areas, &figures);
        let inputs = Inputs { question: &question, stock, demand: &demand };
        let mut watch = |progress: &Searched| match progress.n_nodes < N_NODES_MAX {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        };
        let answer = answer(inputs, &mut watch);
        work.progress.advance(1);
        (question, answer)
    });
    Ok(answered.collect())
}
