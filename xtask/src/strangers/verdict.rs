//! Whether what the program found is right, or said to be doubtful, or neither.

use super::book::{Book, Break};
use super::place::{Observed, Problem, Tally};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Right; `doubts` names the kinds of problem reported all the same.
    Right { doubts: Vec<String> },
    /// Wrong, and said so; `doubts` names the kinds of problem reported.
    Said { doubts: Vec<String> },
    /// Wrong, and nothing says so.
    Silent { why: String },
}

/// Kinds of problem by which a whole file is refused.
const REFUSED: [&str; 6] =
    ["file_empty", "file_not_ledger", "file_unreadable", "file_unsure", "file_unclaimed", "file_about_people"];

/// Judges one place of which one body's files were changed.
pub fn judge(body: &str, book: &Book, truth: &Tally, observed: &Observed) -> Verdict {
    if !matches!(observed.exit, 0 | 1) {
        let names_file = book.files.iter().any(|file| observed.stderr.contains(&file.stem));
        let why = || format!("not built, and no file is named: {}", observed.stderr.trim());
        return if names_file { Verdict::Said { doubts: Vec::new() } } else { Verdict::Silent { why: why() } };
    }
    let unsaid: Vec<&Break> = book.breaks.iter().filter(|wrong| !is_said(wrong, body, truth, observed)).collect();
    let months: Vec<String> = book.breaks.iter().flat_map(months).collect();
    let off = off(truth, &observed.tally, &months);
    let is_right = off.is_empty() && truth_of(&months, truth) == truth_of(&months, &observed.tally);
    let kinds = || observed.problems.iter().map(|problem| problem.kind.clone()).collect();
    if is_right && (unsaid.is_empty() || book.breaks.iter().all(|wrong| wrong.is_mended)) {
        // A build that ends with 0 asks nothing of anybody.
        return Verdict::Right { doubts: if observed.exit == 1 { kinds() } else { Vec::new() } };
    }
    if let Some(wrong) = unsaid.first() {
        let pounds = wrong.pence.first().map_or("some pounds".to_owned(), |p| format!("£{:.2}", *p as f64 / 100.0));
        return Verdict::Silent { why: format!("nothing says {} of {pounds}", wrong.kinds.join(" or ")) };
    }
    match off.is_empty() || is_owned(&off, book, body, observed) {
        true => Verdict::Said { doubts: kinds() },
        false => Verdict::Silent { why: off.words() },
    }
}

/// Where the reading differs from the truth, outside the months that were broken on purpose.
struct Off {
    /// Truth and reading where they differ, in pence.
    truth: Tally,
    read: Tally,
}

impl Off {
    fn is_empty(&self) -> bool {
        self.truth.is_empty() && self.read.is_empty()
    }

    /// The pounds that may be given as at stake: those missing or those in excess, with or without their signs.
    fn pence(&self) -> [i64; 4] {
        let sizes = |tally: &Tally| tally.values().map(|(_, pence)| pence.abs()).sum::<i64>();
        [sizes(&self.truth), sizes(&self.read), sum(&self.truth).1, sum(&self.read).1]
    }

    fn words(&self) -> String {
        let shown = |tally: &Tally| {
            let (lines, pence) = sum(tally);
            let first = tally.iter().next().map_or(String::new(), |(key, entry)| format!(", first {key:?} {entry:?}"));
            format!("{lines} lines of £{:.2}{first}", pence as f64 / 100.0)
        };
        format!("in truth {}; read as {}", shown(&self.truth), shown(&self.read))
    }
}

fn truth_of(months: &[String], tally: &Tally) -> Tally {
    tally.iter().filter(|(key, _)| months.contains(&key.1)).map(|(key, entry)| (key.clone(), *entry)).collect()
}

fn off(truth: &Tally, read: &Tally, months: &[String]) -> Off {
    let apart = |these: &Tally, those: &Tally| {
        let unlike = these.iter().filter(|(key, entry)| those.get(*key) != Some(entry) && !months.contains(&key.1));
        unlike.map(|(key, entry)| (key.clone(), *entry)).collect::<Tally>()
    };
    Off { truth: apart(truth, read), read: apart(read, truth) }
}

/// The months in which a break shows, as keys have them; lines that lost their day have none.
fn months(wrong: &Break) -> Vec<String> {
    let months = wrong.months.iter().map(|(year, month)| format!("{year}-{month:02}"));
    months.chain([String::new()]).collect()
}

/// Kinds of rows that are left out and quoted, because their pounds cannot be known.
const UNPRICED: [&str; 4] = ["currency_foreign", "amount_unreadable", "amount_missing", "cell_error"];

/// Whether a break is said: its file, its kind, and pounds within a tenth, or every row that was left out.
fn is_said(wrong: &Break, body: &str, truth: &Tally, observed: &Observed) -> bool {
    let is_refusal = |problem: &Problem| REFUSED.contains(&problem.kind.as_str());
    let of_body = observed.problems.iter().filter(|problem| names(problem, wrong, body));
    let named: Vec<&Problem> = of_body.collect();
    let about: Vec<&Problem> =
        named.iter().filter(|problem| wrong.kinds.contains(&problem.kind.as_str())).copied().collect();
    let months = months(wrong);
    let [of_truth, of_read] = [truth, &observed.tally].map(|tally| truth_of(&months, tally));
    let [(n_truth, in_truth), (n_read, in_read)] = [&of_truth, &of_read].map(sum);
    let n_rows = about.iter().filter(|problem| UNPRICED.contains(&problem.kind.as_str())).count() as i64;
    let is_row_by_row = 0 < n_rows && n_truth - n_read <= n_rows;
    let is_told = |pence: i64| wrong.kinds.iter().any(|kind| amounts_to(&about, kind, pence));
    let is_priced = wrong.pence.iter().any(|pence| is_told(*pence)) || (wrong.is_mended && is_told(in_truth - in_read));
    let is_enough = wrong.pence.is_empty() || is_priced || is_row_by_row;
    // Where files of the body are refused, nobody can say which month is missing.
    let mut refused = observed.problems.iter().filter(|problem| problem.body == body && is_refusal(problem));
    let is_refused =
        named.iter().any(|problem| is_refusal(problem)) || (wrong.stems.is_empty() && refused.next().is_some());
    observed.exit == 1 && (is_refused || (!about.is_empty() && is_enough))
}

fn sum(tally: &Tally) -> (i64, i64) {
    tally.values().fold((0, 0), |sum, entry| (sum.0 + entry.0, sum.1 + entry.1))
}

/// Whether a problem is about a file of a break, or about a month of the body that is missing.
fn names(problem: &Problem, wrong: &Break, body: &str) -> bool {
    let month = |(year, month): &(i32, u8)| problem.month.as_deref() == Some(&format!("{year}-{month:02}"));
    let is_of_month = problem.body == body && wrong.months.iter().any(month);
    is_of_month || wrong.stems.iter().any(|stem| problem.about.contains(stem.as_str()))
}

/// Whether problems of a kind say these pounds, alone or together.
fn amounts_to(problems: &[&Problem], kind: &str, pence: i64) -> bool {
    let of_kind = || problems.iter().filter(|problem| problem.kind == kind).flat_map(|problem| &problem.pence);
    of_kind().copied().chain([of_kind().sum()]).any(|said| is_near(said, pence))
}

fn is_near(said: i64, pence: i64) -> bool {
    0 != pence && (said.abs() - pence.abs()).abs() * 10 <= pence.abs()
}

/// Whether an error that no break explains is said: a file is refused, or pounds within a tenth of those at stake are
/// given.
fn is_owned(off: &Off, book: &Book, body: &str, observed: &Observed) -> bool {
    let of_body = |problem: &&Problem| problem.body == body;
    let is_named = |problem: &&Problem| book.files.iter().any(|file| problem.about.contains(&file.stem));
    let about: Vec<&Problem> = observed.problems.iter().filter(of_body).filter(is_named).collect();
    let is_refused = about.iter().any(|problem| REFUSED.contains(&problem.kind.as_str()));
    let is_told = |pence: i64| about.iter().any(|problem| amounts_to(&about, &problem.kind, pence));
    let n_rows = about.iter().filter(|problem| UNPRICED.contains(&problem.kind.as_str())).count() as i64;
    let is_row_by_row = 0 < n_rows && sum(&off.truth).0 - sum(&off.read).0 == n_rows;
    observed.exit == 1 && (is_refused || is_row_by_row || off.pence().into_iter().any(is_told))
}

#[cfg(test)]
mod tests {
    use super::super::book::Line;
    use super::super::day::Day;
    use super::super::place::tally;
    use super::*;

    const BODY: &str = "ashby";
    /// What is at stake in May, in pence.
    const STAKE: i64 = 10_000;

    fn line(month: u8, payee: &str, pence: i64) -> Line {
        let [department, service, kind, purpose, reference, code] = [(); 6].map(|()| String::new());
        let (day, payee) = (Day::new(2024, month, 3), payee.to_owned());
        Line { day, payee, pence, department, service, kind, purpose, reference, code }
    }

    /// A file whose total differs from its lines by [`STAKE`].
    fn total_differs() -> Break {
        let stems = vec!["ashby-05".to_owned()];
        Break { kinds: &["total_differs"], pence: vec![STAKE], stems, months: vec![(2024, 5)], is_mended: false }
    }

    fn said(body: &str, pence: i64) -> Vec<Problem> {
        let (kind, about) = ("total_differs".to_owned(), format!("{body}/{body}-05.csv [] its total differs"));
        vec![Problem { kind, body: body.to_owned(), about, month: None, pence: vec![pence] }]
    }

    /// Judges a build that found only the first lines of two in May and one in June.
    fn check_judged(n_found: usize, breaks: Vec<Break>, problems: Vec<Problem>, expected: &str) {
        let truth = vec![line(6, "Cedar Ltd", 5_000), line(5, "Birch Ltd", 20_000), line(5, "Acorn Ltd", STAKE)];
        let of_body = |lines: &[Line]| tally([(BODY, lines)]);
        let exit = i32::from(!problems.is_empty());
        let observed = Observed { exit, tally: of_body(&truth[..n_found]), problems, stderr: String::new() };
        let book = Book { name: BODY, files: Vec::new(), strange: None, truth: Vec::new(), breaks };
        let verdict = match judge(BODY, &book, &of_body(&truth), &observed) {
            Verdict::Right { .. } => "right".to_owned(),
            Verdict::Said { .. } => "said".to_owned(),
            Verdict::Silent { why } => format!("silent: {why}"),
        };
        assert!(verdict.starts_with(expected), "{verdict}, not {expected}");
    }

    #[test]
    fn what_equals_the_truth_is_right() {
        check_judged(3, Vec::new(), Vec::new(), "right");
    }

    #[test]
    fn a_line_that_is_missing_is_silent() {
        check_judged(2, Vec::new(), Vec::new(), "silent: in truth 1 lines of £100.00");
    }

    #[test]
    fn a_break_that_nothing_says_is_silent() {
        check_judged(2, vec![total_differs()], Vec::new(), "silent: nothing says total_differs of £100.00");
        check_judged(3, vec![total_differs()], Vec::new(), "silent: nothing says total_differs of £100.00");
    }

    #[test]
    fn a_break_is_said_if_its_pounds_are_within_a_tenth() {
        for (per_cent, expected) in [(-11, "silent"), (-9, "said"), (9, "said"), (11, "silent")] {
            let problems = said(BODY, STAKE + STAKE * per_cent / 100);
            check_judged(2, vec![total_differs()], problems, expected);
        }
    }

    #[test]
    fn what_is_said_of_another_bodys_file_says_nothing_of_this_one() {
        check_judged(2, vec![total_differs()], said("barrow", STAKE), "silent: nothing says total_differs");
        check_judged(2, Vec::new(), said("barrow", STAKE), "silent: in truth 1 lines");
    }
}
