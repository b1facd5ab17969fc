//! A file whose name, folder or sheet names a person: all of them stand on published pages.

use model::ProblemKind;
use model::problem::Problem;

use super::problem;
use crate::payee::{is_first_and_family_name, mentions_person};
use crate::source_file::SourceFile;

/// The doubt about the name of a file. It does not repeat the person's name more often than the list of files does.
pub(super) fn file_name(table: &SourceFile) -> Option<Problem> {
    names_person(&table.shown()).then(|| {
        let text = format!(
            "{}: the name of the file, its folder or its sheet contains a person's name, and file names are \
             published: rename it, for example to the month",
            table.shown()
        );
        Problem { amount: None, ..problem(table, ProblemKind::FileNamesPerson, text) }
    })
}

/// Whether the path of a file, with its sheet, names a person.
pub fn names_person(shown: &str) -> bool {
    let parts = shown.split(['/', '\\', '[', ']']);
    let spaced = |part: &str| -> String {
        let stem = part.rsplit_once('.').map_or(part, |(stem, ending)| if ending.len() <= 4 { stem } else { part });
        stem.chars().map(|c| if matches!(c, '_' | '-' | '.' | '+' | ',') { ' ' } else { c }).collect()
    };
    parts.map(spaced).any(|part| {
        let part = in_capitals(&part);
        mentions_person(&part) || says_case(&part) && names_two_words(&part)
    })
}

/// Whether a name speaks of the matter of one person.
fn says_case(part: &str) -> bool {
    const WORDS: [&str; 15] = [
        "claim",
        "claims",
        "settlement",
        "settlements",
        "compensation",
        "tenancy",
        "fostering",
        "placement",
        "injury",
        "deceased",
        "estate",
        "complaint",
        "grievance",
        "appeal",
        "tribunal",
    ];
    part.split_whitespace().any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Whether two words of it beside each other are a first and a family name.
fn names_two_words(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).collect();
    words.windows(2).any(|pair| 3 <= pair[0].len() && is_first_and_family_name(pair[0], pair[1]))
}

/// `mrs-edith-known` is as much a name as `Mrs-Edith-Known`.
fn in_capitals(part: &str) -> String {
    part.split_whitespace().map(capital).collect::<Vec<_>>().join(" ")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_name_in_the_name_of_a_file_is_seen() {
        for shown in [
            "council/Mrs Edith Known.csv",
            "council/spend_mr_john_smith_2023-04.csv",
            "council/mrs-edith-known-fostering.csv",
            "council/MissKnown/April.csv Miss Known",
            "council/book.xlsx [Mr A Known]",
            "Dr Ann Smith/april.csv",
            "council/Edna Clarke claim 2024-25.csv",
            "council/Settlement - Peter Hollis.csv",
            "council/john_smith_compensation.csv",
        ] {
            assert!(names_person(shown), "{shown}");
        }
        for shown in [
            "council/spend-2023-04.csv",
            "council/Ms Excel 2023.xlsx",
            "missing/april.csv",
            "council/Rev_budget_Q1.csv",
            "council/dr-cr.csv",
            "council/Claims paid April 2023.csv",
            "council/Grace House placement.csv",
            "council/May payments.csv",
            "fire/Payments over £500 - June 2023.xlsx [Sheet1]",
        ] {
            assert!(!names_person(shown), "{shown}");
        }
    }
}
