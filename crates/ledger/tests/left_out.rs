//! Lines of other years and of copies: in no total, never lost, and brought back by a rule that names their file.

mod common;

use arrow_array::RecordBatch;
use common::{net, place_of, rule, treater_of_files};
use ledger::{Earlier, Totals, Touched};
use model::rule::{Rule, Rules, TreatmentOutcome};
use model::{FinancialYear, Place, TransferKind, Treatment, tables};
use proptest::prelude::*;

const FILES: &str = "
    file_id | path                 | copy_of
    may     | county/may.csv       |
    again   | county/may again.csv | may
    old     | county/2019.csv      |
";

const LINES: &str = "
    file  | body   | payee         | amount | financial_year
    may   | county | Acorn Nursery |    100 | 2020-21
    may   | county | Acorn Nursery |      7 | 2019-20
    again | county | Acorn Nursery |    100 | 2020-21
    again | county | Acorn Nursery |      7 | 2019-20
    old   | county | trust         |     40 | 2019-20
    may   | county | trust         |     30 | 2020-21
    old   | trust  | Acorn Nursery |     20 | 2019-20
";

fn place() -> Place {
    place_of(&["county", "trust"])
}

fn of_treatment(rules: Vec<Rule<TreatmentOutcome>>) -> Rules {
    Rules { treatment: rules, ..Rules::default() }
}

fn outcome(treatment: Treatment) -> TreatmentOutcome {
    let transfer_kind = (treatment == Treatment::Transfer).then_some(TransferKind::Grant);
    TreatmentOutcome { treatment: Some(treatment), transfer_kind }
}

fn as_usual(id: &str, file: &str) -> Rule<TreatmentOutcome> {
    rule(id, &[("file", file)], TreatmentOutcome { treatment: None, transfer_kind: None })
}

fn check(place: &Place, rules: Rules, expected: &str) -> Totals {
    let lines = testkit::batch(&tables::LEDGER_LINE, LINES);
    let treater = treater_of_files(place, &[&lines], FILES, &rules);
    let treated = treater.treat(&lines);
    testkit::check(&tables::SPEND, &treated.spend, expected);
    let dictionaries = testkit::with_dictionaries(&lines);
    testkit::check(&tables::SPEND, &treater.treat(&dictionaries).spend, expected);
    assert_eq!(treated.totals.sum(|_| true).amount.to_string(), "£304.00", "nothing is lost");
    treated.totals
}

/// The trust has no ledger for 2020-21, so what the county pays it in that year is the best evidence there is.
#[test]
fn lines_of_other_years_and_of_copies_are_in_no_total() {
    let totals = check(
        &place(),
        Rules::default(),
        "
        amount | treatment | eliminated | why                           | financial_year
        100    | spend     | no         | builtin.spend                 | 2020-21
          7    | excluded  | no         | builtin.other-year            | 2019-20
        100    | excluded  | no         | builtin.copy-of-file          | 2020-21
          7    | excluded  | no         | builtin.copy-of-file          | 2019-20
         40    | excluded  | no         | builtin.other-year            | 2019-20
         30    | transfer  | no         | builtin.counterparty-in-place | 2020-21
         20    | excluded  | no         | builtin.other-year            | 2019-20
        ",
    );
    assert_eq!(net(&totals).to_string(), "£130.00");
}

#[test]
fn a_place_of_two_years_counts_the_lines_of_both() {
    let mut place = place();
    place.earlier_years = vec![FinancialYear(2019)];
    let totals = check(
        &place,
        Rules::default(),
        "
        amount | treatment | eliminated | why                           | financial_year
        100    | spend     | no         | builtin.spend                 | 2020-21
          7    | spend     | no         | builtin.spend                 | 2019-20
        100    | excluded  | no         | builtin.copy-of-file          | 2020-21
          7    | excluded  | no         | builtin.copy-of-file          | 2019-20
         40    | transfer  | yes        | builtin.counterparty-in-place | 2019-20
         30    | transfer  | no         | builtin.counterparty-in-place | 2020-21
         20    | spend     | no         | builtin.spend                 | 2019-20
        ",
    );
    assert_eq!(net(&totals).to_string(), "£157.00");
}

#[test]
fn only_a_rule_that_names_the_file_brings_lines_back() {
    let all = rule("all", &[("payee", "acorn")], outcome(Treatment::Spend));
    let not_may = rule("not-may", &[("file", "!may.csv")], outcome(Treatment::Spend));
    let totals = check(
        &place(),
        of_treatment(vec![all.clone(), not_may]),
        "
        amount | treatment | why
        100    | spend     | all
          7    | excluded  | builtin.other-year
        100    | excluded  | builtin.copy-of-file
          7    | excluded  | builtin.copy-of-file
         40    | excluded  | builtin.other-year
         30    | transfer  | builtin.counterparty-in-place
         20    | excluded  | builtin.other-year
        ",
    );
    assert_eq!(net(&totals).to_string(), "£130.00");

    // The copy counts like any other file, so its own line of another year stays out, and who is paid decides.
    let totals = check(
        &place(),
        of_treatment(vec![all, as_usual("both", "=county/may again.csv")]),
        "
        amount | treatment | why
        100    | spend     | all
          7    | excluded  | builtin.other-year
        100    | spend     | all
          7    | excluded  | builtin.other-year
         40    | excluded  | builtin.other-year
         30    | transfer  | builtin.counterparty-in-place
         20    | excluded  | builtin.other-year
        ",
    );
    assert_eq!(net(&totals).to_string(), "£230.00");

    let totals = check(
        &place(),
        of_treatment(vec![as_usual("old", "county/2019.csv")]),
        "
        amount | treatment | eliminated | why
        100    | spend     | no         | builtin.spend
          7    | excluded  | no         | builtin.other-year
        100    | excluded  | no         | builtin.copy-of-file
          7    | excluded  | no         | builtin.copy-of-file
         40    | transfer  | yes        | builtin.counterparty-in-place
         30    | transfer  | no         | builtin.counterparty-in-place
         20    | spend     | no         | builtin.spend
        ",
    );
    assert_eq!(net(&totals).to_string(), "£150.00");

    // A treatment for a named file holds for its lines of other years, too.
    let loan = rule("loan", &[("file", "2019.csv"), ("payee", "trust")], outcome(Treatment::Financing));
    check(
        &place(),
        of_treatment(vec![loan]),
        "
        amount | treatment | why
        100    | spend     | builtin.spend
          7    | excluded  | builtin.other-year
        100    | excluded  | builtin.copy-of-file
          7    | excluded  | builtin.copy-of-file
         40    | financing | loan
         30    | transfer  | builtin.counterparty-in-place
         20    | excluded  | builtin.other-year
        ",
    );
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let conditions = prop::sample::select(vec![
        vec![("payee", "acorn")],
        vec![("payee", "trust")],
        vec![("file", "may again.csv")],
        vec![("file", "2019.csv")],
        vec![("file", "!may.csv")],
        vec![("file", "county"), ("payee", "acorn")],
        vec![("body", "=trust")],
    ]);
    let treatment = prop::option::of(prop::sample::select(Treatment::ALL.to_vec()));
    let one = (conditions, treatment, 0..4usize).prop_map(|(when, treatment, id)| {
        let then = treatment.map_or(TreatmentOutcome { treatment: None, transfer_kind: None }, outcome);
        rule(&format!("{when:?}{id}"), &when, then)
    });
    prop::collection::vec(one, 0..5).prop_map(of_treatment)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A build after an edit of the rules gives the same as treating every line again.
    #[test]
    fn an_edit_of_rules_leaves_what_a_fresh_treatment_gives(before in any_rules(), after in any_rules()) {
        let lines = testkit::batch(&tables::LEDGER_LINE, LINES);
        let treat = |rules: &Rules| treater_of_files(&place(), &[&lines], FILES, rules);
        let (old, new) = (treat(&before), treat(&after));
        let (treated, fresh) = (old.treat(&lines), new.treat(&lines));
        let edited = new.edited_since(&old.rule_prints()).expect("the rules can be used");
        let looked_at = (!edited.columns().is_empty()).then_some(&lines);
        let rows = match edited.touched(&treated.rules_met, looked_at) {
            Touched::Everything => return Ok(()),
            Touched::Nothing => Vec::new(),
            Touched::Lines { mut may_meet_new, is_gone_met } => {
                may_meet_new.extend(if is_gone_met { edited.decided_by_gone(&treated.spend) } else { Vec::new() });
                may_meet_new.sort_unstable();
                may_meet_new.dedup();
                may_meet_new
            }
        };
        let spend = columns(&treated.spend, &|name| edited.changes(name));
        let earlier = Earlier { spend: &spend, totals: &treated.totals, rules_met: &treated.rules_met };
        let patched = edited.patch(&earlier, &rows, &pick(&rows)).expect("an earlier treatment of these lines");
        prop_assert_eq!(patched.totals, fresh.totals);
        let now = patched.spend.unwrap_or_else(|| columns(&treated.spend, &|_| false));
        for (position, column) in fresh.spend.schema().fields().iter().enumerate() {
            let name = column.name();
            let left = now.column_by_name(name).or_else(|| treated.spend.column_by_name(name));
            prop_assert_eq!(left, Some(fresh.spend.column(position)), "{}", name);
        }
    }
}

fn columns(spend: &RecordBatch, is_wanted: &dyn Fn(&str) -> bool) -> RecordBatch {
    let schema = spend.schema();
    let wanted = schema.fields().iter().enumerate().filter(|(_, field)| is_wanted(field.name()));
    spend.project(&wanted.map(|(at, _)| at).collect::<Vec<_>>()).expect("columns of the batch")
}

/// Some of the lines.
fn pick(rows: &[usize]) -> RecordBatch {
    let all: Vec<&str> = LINES.lines().filter(|line| !line.trim().is_empty()).collect();
    let picked: Vec<&str> = std::iter::once(all[0]).chain(rows.iter().map(|row| all[row + 1])).collect();
    testkit::batch(&tables::LEDGER_LINE, &picked.join("\n"))
}
