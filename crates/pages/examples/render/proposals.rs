//! Proposals of the made-up place: the worked example, a claim without a figure, a claim that attacks a program that prints
//! it, and a file that could not be read.

use appraisal::tables::Appraised;
use appraisal::{Reference, Simulation, appraise, read, simulate};
use authored::Mistakes;

const EARLY_HELP: &str = include_str!("../../../../reference/proposals/early-help.toml");
const BEDFORDSHIRE: &str = include_str!("../../../../reference/proposals/bedfordshire.toml");
const BIRMINGHAM: &str = include_str!("../../../../reference/proposals/birmingham.toml");
const TWO_FAMILIES: &str = include_str!("../../../../reference/proposals/two-families.toml");

/// The tables of the step `appraisal`.
pub fn tables(attacks: &[&str]) -> Vec<(&'static model::Table, arrow_array::RecordBatch)> {
    // What a TOML text in double quotes cannot hold as it is.
    let is_plain = |letter: &char| !letter.is_control() && !matches!(letter, '"' | '\\');
    let words: String = attacks.join(" ").chars().filter(is_plain).collect();
    let attack = BIRMINGHAM.replace("what early intervention is said to save", &words);
    let texts = [
        ("attack", attack.as_str()),
        ("bedfordshire", BEDFORDSHIRE),
        ("early help", EARLY_HELP),
        ("two", TWO_FAMILIES),
    ];
    let appraised = texts.map(|(id, text)| appraised(id, text));
    appraisal::tables::tables(&appraised, &[broken()])
}

fn appraised(id: &str, text: &str) -> Appraised {
    let reference = Reference::builtin();
    let proposal = read(text, id, &reference).expect("a good proposal");
    let simulation = Simulation { n_draws: 1_000, seed: 1 };
    Appraised {
        id: id.to_owned(),
        case: appraise(&proposal, &reference).expect("appraisable"),
        uncertainty: simulate(&proposal, &reference, simulation).ok(),
    }
}

fn broken() -> Mistakes {
    let text = EARLY_HELP.replace("engagement = ", "engagment = ");
    read(&text, "proposals/<b>broken</b>.toml", &Reference::builtin()).expect_err("a mistake")
}
