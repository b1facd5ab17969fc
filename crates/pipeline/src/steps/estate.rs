//! Neighbours among the buildings of a place, and plans for them: `estate/*.toml`.

use std::ops::ControlFlow;

use ::estate::Progress as Searched;
use ::estate::place::{
    Broken, Demand, Inputs, PlaceAnswer, Question, Stock, answer, estate_tables, neighbours, read_question,
};
use arrow::array::RecordBatch;
use model::Place;
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
    let (questions, broken) = questions(work.files());
    let stock = Stock::of(&work.read(&BUILDING)?);
    work.begin(questions.len());
    let pairs = neighbours(&stock, WALK_METRES);
    let answers: Vec<(Question, PlaceAnswer)> = match questions.is_empty() {
        true => Vec::new(),
        false => answers(work, questions, &stock)?,
    };
    let tables = estate_tables(&stock, &pairs, &answers, &broken);
    work.write(&BUILDING_PAIR, tables.pairs)?;
    work.write(&ESTATE_PLAN, tables.plans)?;
    work.write(&BUILDING_MOVE, tables.moves)?;
    work.write(&ESTATE_MONEY, tables.money)?;
    work.write(&ESTATE_ACCESS, tables.access)?;
    work.write(&BUILDING_CLOSURE, tables.closures)?;
    work.write(&ESTATE_OBSTACLE, tables.obstacles)
}

/// Every question of a place, by name; a file that is broken is told with its lines, and the rest go on.
pub(crate) fn questions(files: &Files) -> (Vec<Question>, Vec<Broken>) {
    let (mut questions, mut broken) = (Vec::new(), Vec::new());
    for (name, bytes) in files.in_folder("estate") {
        let question = authored::utf8(name, bytes.to_vec()).and_then(|text| read_question(&text, name));
        match question {
            Ok(question) => questions.push(question),
            Err(found) => {
                let id = name.trim_start_matches("estate/").trim_end_matches(".toml").to_owned();
                broken.push((id, found.mistakes.iter().map(authored::Mistake::in_one_line).collect()));
            }
        }
    }
    (questions, broken)
}

fn answers(work: &Work, questions: Vec<Question>, stock: &Stock) -> Result<Vec<(Question, PlaceAnswer)>, Error> {
    let (place, areas, figures) = (work.place()?, work.read(&AREA)?, work.read(&AREA_FIGURE)?);
    let answered = questions.into_iter().map(|question| {
        let answer = answer_of(&place, &question, stock, (&areas, &figures));
        work.progress.advance(1);
        (question, answer)
    });
    Ok(answered.collect())
}

/// The answer to one question, from the tables of areas and their figures.
pub(crate) fn answer_of(
    place: &Place,
    question: &Question,
    stock: &Stock,
    (areas, figures): (&RecordBatch, &RecordBatch),
) -> PlaceAnswer {
    let codes: Vec<String> = own_districts(place).into_iter().flat_map(|district| district.codes).collect();
    let demand = Demand::of(question.level, &codes, areas, figures);
    let mut watch = |progress: &Searched| match progress.n_nodes < N_NODES_MAX {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    };
    answer(Inputs { question, stock, demand: &demand }, &mut watch)
}
