//! Names of cases that are odd in a way that changes the answer.

use model::event_log::EventLog;

use super::problem::Notice;

/// Fewer events of one case each are chance.
const EVENTS_MIN: usize = 10;

/// What a spreadsheet prints where a formula failed.
pub(super) fn is_spreadsheet_error(text: &str) -> bool {
    const ERRORS: [&str; 8] = ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"];
    text.starts_with('#') && ERRORS.contains(&text)
}

/// Says where cases may be several cases in one, or parts of one.
pub(super) fn say_cases(log: &EventLog, notices: &mut Vec<Notice>) {
    let n_cases = log.cases.iter().filter(|case| is_rounded(case)).count() as u64;
    if 0 < n_cases {
        notices.push(Notice::CasesRounded { n_cases });
    }
    if EVENTS_MIN <= log.events.len() && log.cases.len() == log.events.len() {
        notices.push(Notice::EventsAlone);
    }
}

/// `1.23E+12`: a long number as a spreadsheet shows it in a narrow column.
fn is_rounded(case: &str) -> bool {
    let Some((number, exponent)) = case.split_once(['E', 'e']) else { return false };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    whole.len() == 1 && is_digits(whole) && is_digits(part) && exponent.strip_prefix('+').is_some_and(is_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_a_spreadsheet_rounded_are_told_from_other_names() {
        for case in ["1.23457E+12", "1,23E+11", "5E+15"] {
            assert!(is_rounded(case), "{case}");
        }
        for case in ["1e5", "12E+4", "E+12", "case 1.2E+3", "1.2E-3", "1E"] {
            assert!(!is_rounded(case), "{case}");
        }
    }
}
