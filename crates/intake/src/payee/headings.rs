//! Whether a payment is of a kind that goes to people: fostering, direct payments, refunds of council tax.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use foldhash::fast::FixedState;

use super::words::Words;
use crate::encoding::Encoding;

/// Who is paid under a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Support {
    Anybody,
    /// People, and firms that work for them.
    People,
    /// People and nobody else.
    PeopleOnly,
}

/// Longer texts differ from line to line and are not remembered.
const KEPT_BYTES_MAX: usize = 80;

/// What headings say, each text read once.
#[derive(Default)]
pub(super) struct PaysPeople {
    by_cell: HashMap<Box<[u8]>, Support, FixedState>,
}

impl PaysPeople {
    /// The strongest answer that any of these cells gives.
    pub fn support(&mut self, cells: [&[u8]; 5], encoding: Encoding) -> Support {
        let said = cells.into_iter().filter(|cell| !cell.is_empty()).map(|cell| match self.by_cell.get(cell) {
            Some(support) => *support,
            None => {
                let support = support_of(&encoding.decode(cell));
                if cell.len() <= KEPT_BYTES_MAX {
                    self.by_cell.insert(cell.into(), support);
                }
                support
            }
        });
        said.max().unwrap_or(Support::Anybody)
    }
}

fn support_of(heading: &str) -> Support {
    static PEOPLE: LazyLock<AhoCorasick> = LazyLock::new(|| patterns(&Words::shipped().pays_people));
    static PEOPLE_ONLY: LazyLock<AhoCorasick> = LazyLock::new(|| patterns(&Words::shipped().pays_only_people));
    let plain = plain(heading);
    if PEOPLE_ONLY.is_match(&plain) {
        Support::PeopleOnly
    } else if PEOPLE.is_match(&plain) {
        Support::People
    } else {
        Support::Anybody
    }
}

/// `kinship` is a whole word, `foster*` the beginning of one.
fn patterns(phrases: &[String]) -> AhoCorasick {
    let pattern = |phrase: &String| match phrase.strip_suffix('*') {
        Some(beginning) => format!(" {beginning}"),
        None => format!(" {phrase} "),
    };
    AhoCorasick::new(phrases.iter().map(pattern)).expect("the phrases are few and short")
}

/// Capitals, with one space between words and one at each end.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    for c in text.chars() {
        match c {
            '\'' | '\u{2019}' => {}
            c if c.is_alphanumeric() => plain.extend(c.to_uppercase()),
            _ if !plain.ends_with(' ') => plain.push(' '),
            _ => {}
        }
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_who_is_paid() {
        for heading in [
            "Fostering Allowances",
            "FOSTER CARERS ALLOWANCES",
            "Special Guardianship",
            "Council Tax Refunds",
            "H/B REFUND",
            "Individual Direct Payments",
            "Lwfansau Maethu",
        ] {
            assert_eq!(support_of(heading), Support::PeopleOnly, "{heading}");
        }
        for heading in [
            "Independent Fostering Agencies",
            "Direct Payments",
            "Insurance Claims",
            "Employee Expenses",
            "Disabled Facilities Grant",
            "Compensation",
        ] {
            assert_eq!(support_of(heading), Support::People, "{heading}");
        }
        for heading in ["Highways", "", "Library Books", "Sandgoster Road", "Legal Fees"] {
            assert_eq!(support_of(heading), Support::Anybody, "{heading}");
        }
    }
}
