//! Neighbours, plans and what stands in their way, as tables.

use arrow_array::RecordBatch;
use model::tables::{
    BUILDING_CLOSURE, BUILDING_MOVE, BUILDING_PAIR, ESTATE_ACCESS, ESTATE_MONEY, ESTATE_OBSTACLE, ESTATE_PLAN,
    building_closure, building_move, building_pair, estate_access, estate_money, estate_obstacle, estate_plan,
};

use super::answer::PlaceAnswer;
use super::neighbours::Pair;
use super::plan::PlacePlan;
use super::question::Question;
use super::stock::Stock;

/// All tables of the room.
pub struct EstateTables {
    pub pairs: RecordBatch,
    pub plans: RecordBatch,
    pub moves: RecordBatch,
    pub money: RecordBatch,
    pub access: RecordBatch,
    pub closures: RecordBatch,
    pub obstacles: RecordBatch,
}

/// A question that cannot be read: the file's name, and each mistake with its line.
pub type Broken = (String, Vec<String>);

/// The tables of neighbours and of the answers to questions.
pub fn estate_tables(
    stock: &Stock,
    pairs: &[Pair],
    answers: &[(Question, PlaceAnswer)],
    broken: &[Broken],
) -> EstateTables {
    EstateTables {
        pairs: pair_table(stock, pairs),
        plans: plan_table(answers),
        moves: move_table(answers),
        money: money_table(answers),
        access: access_table(answers),
        closures: closure_table(answers),
        obstacles: obstacle_table(answers, broken),
    }
}

fn plans(answers: &[(Question, PlaceAnswer)]) -> impl Iterator<Item = (&Question, &PlaceAnswer, &PlacePlan)> {
    answers.iter().flat_map(|(question, answer)| answer.plans.iter().map(move |plan| (question, answer, plan)))
}

fn pair_table(stock: &Stock, pairs: &[Pair]) -> RecordBatch {
    let mut rows = BUILDING_PAIR.rows();
    for pair in pairs {
        let (one, other) = (&stock.buildings[pair.one], &stock.buildings[pair.other]);
        rows.push()
            .text(building_pair::BUILDING_ID, &one.id)
            .text(building_pair::OTHER_BUILDING_ID, &other.id)
            .estimate(building_pair::METRES, pair.metres)
            .text(building_pair::AGENCY, one.agency.as_deref().unwrap_or_default())
            .text(building_pair::OTHER_AGENCY, other.agency.as_deref().unwrap_or_default())
            .text_if_any(building_pair::KIND, one.kind.as_deref())
            .text_if_any(building_pair::OTHER_KIND, other.kind.as_deref())
            .estimate_if_any(building_pair::SPARE_M2, one.spare_m2)
            .estimate_if_any(building_pair::OTHER_SPARE_M2, other.spare_m2);
    }
    rows.finish()
}

fn plan_table(answers: &[(Question, PlaceAnswer)]) -> RecordBatch {
    let mut rows = ESTATE_PLAN.rows();
    for (question, _, plan) in plans(answers) {
        rows.push()
            .text(estate_plan::PLAN_ID, &plan.id)
            .text(estate_plan::QUESTION, &question.id)
            .text(estate_plan::TITLE, &question.title)
            .text(estate_plan::ROLE, plan.role.word())
            .count(estate_plan::RANK, plan.rank as u64)
            .count(estate_plan::N_OPEN, plan.n_open as u64)
            .count(estate_plan::N_CLOSES, plan.n_closes() as u64)
            .count(estate_plan::N_MOVES, plan.n_moves as u64)
            .money(estate_plan::SAVED_A_YEAR, plan.saved_a_year)
            .money(estate_plan::ONCE, plan.once)
            .money(estate_plan::RECEIPTS, plan.receipts)
            .estimate(estate_plan::PEOPLE, plan.people)
            .estimate(estate_plan::MEAN_DISTANCE, plan.mean)
            .estimate(estate_plan::LONGEST_DISTANCE, plan.longest)
            .estimate_if_any(estate_plan::MEAN_DISTANCE_NOW, plan.mean_now)
            .text(estate_plan::UNIT, "km")
            .flag(estate_plan::IS_PROVED, plan.proof.is_proved)
            .share(estate_plan::GAP, plan.proof.gap);
    }
    rows.finish()
}

fn move_table(answers: &[(Question, PlaceAnswer)]) -> RecordBatch {
    let mut rows = BUILDING_MOVE.rows();
    for (plan, each) in plans(answers).flat_map(|(.., plan)| plan.moves.iter().map(move |each| (plan, each))) {
        let joined = |services: &[String]| (!services.is_empty()).then(|| services.join("; "));
        rows.push()
            .text(building_move::PLAN_ID, &plan.id)
            .text(building_move::BUILDING_ID, &each.building_id)
            .text(building_move::FATE, each.fate.word())
            .year_if_any(building_move::FROM_YEAR, each.from_year)
            .text_if_any(building_move::SERVICES_NOW, joined(&each.services_now).as_deref())
            .text_if_any(building_move::SERVICES_THEN, joined(&each.services_then).as_deref())
            .text(building_move::BODY_ID, &each.body)
            .money(building_move::RUNNING_COST, each.running)
            .text(building_move::RUNNING_COST_BASIS, each.basis.word())
            .money(building_move::EXIT_COST, each.exit);
    }
    rows.finish()
}

fn money_table(answers: &[(Question, PlaceAnswer)]) -> RecordBatch {
    let mut rows = ESTATE_MONEY.rows();
    for (plan, sum) in plans(answers).flat_map(|(.., plan)| plan.sums.iter().map(move |sum| (plan, sum))) {
        rows.push()
            .text(estate_money::PLAN_ID, &plan.id)
            .text(estate_money::BODY_ID, &sum.body)
            .year(estate_money::FINANCIAL_YEAR, sum.year)
            .text(estate_money::KIND, sum.kind.word())
            .money(estate_money::AMOUNT, sum.amount);
    }
    rows.finish()
}

fn access_table(answers: &[(Question, PlaceAnswer)]) -> RecordBatch {
    let mut rows = ESTATE_ACCESS.rows();
    for (question, _, plan) in plans(answers) {
        for group in &plan.access {
            rows.push()
                .text(estate_access::PLAN_ID, &plan.id)
                .text(estate_access::SERVICE, &question.services[group.service].id)
                .text(estate_access::GROUPING, group.grouping)
                .text(estate_access::GROUP, &group.group)
                .estimate(estate_access::PEOPLE, group.people)
                .estimate_if_any(estate_access::MEAN_NOW, group.mean_now)
                .estimate(estate_access::MEAN_THEN, group.mean_then)
                .estimate(estate_access::LONGEST_THEN, group.longest_then)
                .estimate(estate_access::N_FURTHER, group.n_further);
        }
    }
    rows.finish()
}

fn closure_table(answers: &[(Question, PlaceAnswer)]) -> RecordBatch {
    let mut rows = BUILDING_CLOSURE.rows();
    for (question, closure) in
        answers.iter().flat_map(|(question, answer)| answer.closures.iter().map(move |each| (question, each)))
    {
        rows.push()
            .text(building_closure::QUESTION, &question.id)
            .text(building_closure::BUILDING_ID, &closure.building_id)
            .money(building_closure::SAVES, closure.saves)
            .estimate(building_closure::PEOPLE_FURTHER, closure.people_further)
            .estimate(building_closure::PERSON_DISTANCE, closure.person_distance)
            .estimate(building_closure::MOST_FURTHER, closure.most_further)
            .text_if_any(building_closure::MOST_FURTHER_AREA, closure.most_further_area.as_deref())
            .estimate(building_closure::PEOPLE_STRANDED, closure.people_stranded)
            .estimate_if_any(building_closure::DEPRIVED_FURTHER, closure.deprived_further)
            .estimate_if_any(building_closure::WITHOUT_CAR_FURTHER, closure.without_car_further);
    }
    rows.finish()
}

fn obstacle_table(answers: &[(Question, PlaceAnswer)], broken: &[Broken]) -> RecordBatch {
    let mut rows = ESTATE_OBSTACLE.rows();
    for (question, obstacle) in
        answers.iter().flat_map(|(question, answer)| answer.obstacles.iter().map(move |each| (question, each)))
    {
        rows.push()
            .text(estate_obstacle::QUESTION, &question.id)
            .flag(estate_obstacle::STOPS, obstacle.stops())
            .text(estate_obstacle::TEXT, &obstacle.to_string());
    }
    for (question, text) in
        broken.iter().flat_map(|(question, mistakes)| mistakes.iter().map(move |text| (question, text)))
    {
        rows.push()
            .text(estate_obstacle::QUESTION, question)
            .flag(estate_obstacle::STOPS, true)
            .text(estate_obstacle::TEXT, text);
    }
    rows.finish()
}
