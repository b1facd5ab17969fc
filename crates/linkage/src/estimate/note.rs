//! What a person should know about a training.

use super::count::RulePairs;
use super::em::{PatternCount, Session};
use crate::linkage_model::{Model, Rule};

/// What a person should know about a training.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Note {
    #[error("the training rule `{rule}` makes no pair, so it trains nothing")]
    RuleWithoutPairs { rule: String },
    #[error("the session on `{rule}` stopped after {n_iterations} steps without converging")]
    NotSettled { rule: String, n_iterations: usize },
    #[error(
        "`{comparison}` is in no session, so its m stays at the starting values; add a training rule without its columns"
    )]
    NotTrained { comparison: String },
    #[error("`{comparison}`: the level `{level}` was never seen among {among}, so its {parameter} is a guess")]
    NeverSeen { comparison: String, level: String, among: &'static str, parameter: &'static str },
    #[error("the blocking rule `{rule}` would compare {n_pairs} pairs and was left out")]
    RuleLeftOut { rule: String, n_pairs: u64 },
    /// The prior by strict rules and by the training are more than three times apart.
    #[error(
        "strict rules suggest about {n_by_rules} pairs of one person, the training about {n_by_model}, which was \
         used; if the rules are right, {}: look at pairs just {} the threshold",
        consequence(*n_by_rules, *n_by_model),
        if n_by_rules < n_by_model { "above" } else { "below" }
    )]
    PriorsApart { n_by_rules: u64, n_by_model: u64 },
}

impl Note {
    /// The notes as a person reads them. Levels that were never seen are one line, and `file` is where
    /// [`Note::guesses`] names them.
    pub fn fold(notes: &[Note], file: &str) -> Vec<String> {
        let is_guess = |note: &&Note| matches!(note, Note::NeverSeen { .. });
        let mut folded: Vec<String> = notes.iter().filter(|note| !is_guess(note)).map(Note::to_string).collect();
        match notes.iter().filter(is_guess).count() {
            0 => {}
            n => folded.push(format!(
                "m and u are guesses for levels that no training pair has, {n} in all: they are listed at the end of {file}"
            )),
        }
        folded
    }

    /// The guesses as comments for the end of the file of a model; nothing where there are none.
    pub fn guesses(notes: &[Note]) -> String {
        let guesses = notes.iter().filter(|note| matches!(note, Note::NeverSeen { .. }));
        let lines: String = guesses.map(|note| format!("# {note}\n")).collect();
        if lines.is_empty() { lines } else { format!("\n{lines}") }
    }
}

fn consequence(n_by_rules: u64, n_by_model: u64) -> String {
    let bits = (n_by_model.max(1) as f64 / n_by_rules.max(1) as f64).log2();
    match 0.0 < bits {
        true => format!("every weight is {bits:.1} bits too high, and too many pairs are linked"),
        false => format!("every weight is {:.1} bits too low, and true pairs are missed", -bits),
    }
}

pub(super) fn notes_on(
    model: &Model,
    sessions: &[Session],
    counted: &[(&Rule, RulePairs)],
    random: &[PatternCount],
) -> Vec<Note> {
    let mut notes = Vec::new();
    for (session, (rule, _)) in sessions.iter().zip(counted).filter(|(session, _)| !session.has_converged) {
        notes.push(Note::NotSettled { rule: rule.text(), n_iterations: session.n_iterations });
    }
    for (at, comparison) in model.comparisons.iter().enumerate() {
        let name = || comparison.name.clone();
        let never_seen = |level: usize, among, parameter| Note::NeverSeen {
            comparison: name(),
            level: comparison.levels[level].label.clone(),
            among,
            parameter,
        };
        let of_sessions = sessions.iter().zip(counted).filter(|(session, _)| session.m[at].is_some());
        let of_sessions: Vec<&[PatternCount]> = of_sessions.map(|(_, (_, pairs))| &pairs.counts[..]).collect();
        if of_sessions.is_empty() && comparison.levels.iter().any(|level| !level.fixed) {
            notes.push(Note::NotTrained { comparison: name() });
        }
        let is_seen = |counts: &[PatternCount], level: usize| {
            counts.iter().any(|count| usize::from(count.levels[at]) == level + 1 && 0.0 < count.n)
        };
        for level in (0..comparison.levels.len()).filter(|level| !comparison.levels[*level].fixed) {
            if !of_sessions.is_empty() && !of_sessions.iter().any(|counts| is_seen(counts, level)) {
                notes.push(never_seen(level, "the pairs of any session", "m"));
            }
            if !random.is_empty() && !is_seen(random, level) {
                notes.push(never_seen(level, "random pairs", "u"));
            }
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_are_one_line_and_the_model_names_each() {
        let unseen = |level: &str| Note::NeverSeen {
            comparison: "born".to_owned(),
            level: level.to_owned(),
            among: "random pairs",
            parameter: "u",
        };
        let notes = [unseen("same"), Note::RuleWithoutPairs { rule: "same(born)".to_owned() }, unseen("1 off")];
        let folded = Note::fold(&notes, "model.toml");
        assert_eq!(folded.len(), 2, "{folded:?}");
        assert!(folded[1].contains("2 in all: they are listed at the end of model.toml"), "{}", folded[1]);
        let guesses = Note::guesses(&notes);
        assert!(guesses.contains("\n# `born`: the level `1 off` was never seen among random pairs"), "{guesses}");
        assert_eq!((guesses.lines().count(), Note::guesses(&notes[1..2])), (3, String::new()));
    }
}
