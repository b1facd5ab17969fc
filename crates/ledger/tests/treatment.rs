//! What is done with each line: rules first, then who is paid.

mod common;

use arrow_array::RecordBatch;
use common::{body, net, place_of, register_body, rule, treater};
use ledger::{Earlier, Error, OwnMoney, Register, Touched, Treater, counterparties, transfers};
use model::rule::{Pattern, Rules, ServiceOutcome, ThemeOutcome, TreatmentOutcome};

use model::{BodyKind, Intent, Place, Reach, TransferKind, Treatment, tables};
use std::collections::BTreeSet;

/// The county and the trust of the examples, both with ledgers.
fn marshford() -> Place {
    let mut place = place_of(&["county", "trust"]);
    place.bodies[1].kind = BodyKind::NhsTrust;
    place
}

fn check_spend(place: &Place, rules: &Rules, lines: &str, expected: &str) {
    let lines = testkit::batch(&tables::LEDGER_LINE, lines);
    let treater = treater(place, &[&lines], rules);
    testkit::check(&tables::SPEND, &treater.treat(&lines).spend, expected);
    let dictionaries = testkit::with_dictionaries(&lines);
    testkit::check(&tables::SPEND, &treater.treat(&dictionaries).spend, expected);
}

fn treatment(treatment: Treatment, transfer_kind: Option<TransferKind>) -> TreatmentOutcome {
    TreatmentOutcome { treatment: Some(treatment), transfer_kind }
}

/// The county pays 140 and the trust 40, but only 140 left the public bodies.
#[test]
fn a_grant_paid_on_is_counted_once() {
    let lines = "
        body   | payee         | amount
        county | Acorn Nursery | 100.00
        county | trust         |  40.00
        trust  | Acorn Nursery |  40.00
    ";
    check_spend(
        &marshford(),
        &Rules::default(),
        lines,
        "
        body   | amount | treatment | transfer_kind | eliminated | why
        county | 100.00 | spend     |               | no         | builtin.spend
        county |  40.00 | transfer  | purchase      | yes        | builtin.counterparty-in-place
        trust  |  40.00 | spend     |               | no         | builtin.spend
        ",
    );
    let lines = testkit::batch(&tables::LEDGER_LINE, lines);
    let totals = treater(&marshford(), &[&lines], &Rules::default()).treat(&lines).totals;
    assert_eq!(net(&totals).to_string(), "£140.00");
}

#[test]
fn a_body_without_a_ledger_of_its_own_keeps_what_it_was_paid_in_the_total() {
    check_spend(
        &marshford(),
        &Rules::default(),
        "
        body   | payee | amount
        county | trust | 40.00
        ",
        "
        body   | amount | treatment | eliminated | attribution
        county |  40.00 | transfer  | no         | here
        ",
    );
}

#[test]
fn the_first_rule_that_matches_decides_and_is_named() {
    let rules = Rules {
        treatment: vec![
            rule("refunds", &[("payee", "council tax refund")], treatment(Treatment::Excluded, None)),
            rule("tax", &[("payee", "tax")], treatment(Treatment::Financing, None)),
            rule(
                "trust-grant",
                &[("counterparty", "trust"), ("subjective", "grant*")],
                treatment(Treatment::Transfer, Some(TransferKind::Grant)),
            ),
        ],
        ..Rules::default()
    };
    check_spend(
        &marshford(),
        &rules,
        "
        body   | payee              | subjective | amount
        county | COUNCIL TAX REFUND |            |  10.00
        county | Tax office         |            |  20.00
        county | trust              | Grants     |  40.00
        county | trust              | Fees       |   5.00
        trust  | Acorn              | Grants     |   1.00
        ",
        "
        body   | amount | treatment | transfer_kind | why
        county |  10.00 | excluded  |               | refunds
        county |  20.00 | financing |               | tax
        county |  40.00 | transfer  | grant         | trust-grant
        county |   5.00 | transfer  | purchase      | builtin.counterparty-in-place
        trust  |   1.00 | spend     |               | builtin.spend
        ",
    );
}

#[test]
fn a_rule_can_look_at_every_field_of_a_line() {
    let rules = Rules {
        treatment: [
            ("body", "county"),
            ("body_kind", "nhs_trust"),
            ("payee", "acorn"),
            ("counterparty", "trust"),
            ("counterparty_kind", "none"),
            ("department", "adults"),
            ("service", "homes"),
            ("subjective", "fees"),
            ("description", "bed"),
            ("category", "care"),
            ("capital", "capital"),
            ("sign", "negative"),
        ]
        .iter()
        .map(|condition| {
            // Every rule asks for one field and for a mark of its own line.
            let line = format!("={}", condition.0);
            let when = [*condition, ("description", line.as_str())];
            let when: &[(&str, &str)] = if condition.0 == "description" { &when[..1] } else { &when };
            rule(condition.0, when, treatment(Treatment::Excluded, None))
        })
        .collect(),
        ..Rules::default()
    };
    check_spend(
        &marshford(),
        &rules,
        "
        body   | payee | department | service | subjective | category | capital | description       | amount
        county |       |            |         |            |          |         | body              |  1
        trust  |       |            |         |            |          |         | body_kind         |  1
        trust  | Acorn |            |         |            |          |         | payee             |  1
        county | trust |            |         |            |          |         | counterparty      |  1
        county | Acorn |            |         |            |          |         | counterparty_kind |  1
        county |       | Adults     |         |            |          |         | department        |  1
        county |       |            | Homes   |            |          |         | service           |  1
        county |       |            |         | Fees       |          |         | subjective        |  1
        county |       |            |         |            |          |         | A bed for a night |  1
        county |       |            |         |            | Care     |         | category          |  1
        county |       |            |         |            |          | yes     | capital           |  1
        county |       |            |         |            |          |         | sign              | -1
        county |       |            |         |            |          | no      | capital           |  1
        county |       |            |         |            |          |         | sign              |  1
        county | trust |            |         |            |          |         | counterparty_kind |  1
        ",
        "
        body   | amount | why
        county |  1     | body
        trust  |  1     | body_kind
        trust  |  1     | payee
        county |  1     | counterparty
        county |  1     | counterparty_kind
        county |  1     | department
        county |  1     | service
        county |  1     | subjective
        county |  1     | description
        county |  1     | category
        county |  1     | capital
        county | -1     | sign
        county |  1     | builtin.spend
        county |  1     | builtin.spend
        county |  1     | builtin.counterparty-in-place
        ",
    );
}

#[test]
fn a_negated_pattern_holds_where_nothing_is_printed() {
    let rules = Rules {
        treatment: vec![rule("no-school", &[("department", "!school*")], treatment(Treatment::Excluded, None))],
        ..Rules::default()
    };
    check_spend(
        &marshford(),
        &rules,
        "
        body   | payee | department | amount
        county | a     |            | 1
        county | a     | Schools    | 2
        county | a     | Roads      | 3
        ",
        "
        amount | treatment
        1      | excluded
        2      | spend
        3      | excluded
        ",
    );
}

#[test]
fn service_intent_and_themes_are_decided_by_their_own_rules() {
    let service = |service: &str, cofog: Option<&str>| ServiceOutcome {
        service: service.to_owned(),
        cofog: cofog.map(str::to_owned),
    };
    let theme = |theme: &str, share: f64| ThemeOutcome { theme: theme.to_owned(), share };
    let rules = Rules {
        service: vec![
            rule("nurseries", &[("payee", "nursery")], service("education", Some("09.1"))),
            rule("everything-else", &[("sign", "negative")], service("credits", None)),
        ],
        intent: vec![rule("early", &[("payee", "nursery")], Intent::Early)],
        theme: vec![
            rule("first", &[("payee", "nursery")], theme("families", 0.5)),
            rule("second", &[("payee", "acorn")], theme("families", 1.0)),
            rule("third", &[("payee", "acorn")], theme("under-fives", 0.25)),
        ],
        ..Rules::default()
    };
    let lines = "
        line_id | body   | payee         | amount
        7       | county | Acorn Nursery | 100.01
        8       | county | Acorn         | -10.00
        9       | county | Bank          | 1.00
    ";
    check_spend(
        &marshford(),
        &rules,
        lines,
        "
        line_id | service      | cofog | intent | service_why
        7       | education    | 09.1  | early  | nurseries
        8       | credits      |       |        | everything-else
        9       | unclassified |       |        |
        ",
    );
    let lines = testkit::batch(&tables::LEDGER_LINE, lines);
    // Half of £100.01 is £50.005, which rounds to the even penny; a line has each theme once.
    testkit::check(
        &tables::THEME_SHARE,
        &treater(&marshford(), &[&lines], &rules).treat(&lines).theme_shares,
        "
        line_id | theme       | share | amount
        7       | families    | 0.5   |  50.00
        7       | under-fives | 0.25  |  25.00
        8       | families    | 1     | -10.00
        8       | under-fives | 0.25  |  -2.50
        ",
    );
}

#[test]
fn national_money_is_for_the_place_only_where_a_body_of_the_place_is_paid() {
    let mut place = place_of(&["Leeds City Council"]);
    place.bodies.push(body("Department for Education", BodyKind::Department));
    place.bodies.push(body("HM Revenue and Customs", BodyKind::Department));
    place.bodies[1..].iter_mut().for_each(|body| body.reach = Reach::National);
    let others = [register_body("la:KEN", "Kent County Council", BodyKind::CountyCouncil, &[])];
    let register = Register::new(&place, &others);
    let payees = ["LEEDS CITY COUNCIL", "KENT COUNTY COUNCIL", "H M Revenue & Customs", "Acorn"];
    let counterparties = counterparties(&register, payees);
    let rules = Rules {
        treatment: vec![rule(
            "grants",
            &[("subjective", "grant")],
            treatment(Treatment::Transfer, Some(TransferKind::Grant)),
        )],
        ..Rules::default()
    };
    let own_money = OwnMoney::from([("Leeds City Council".to_owned(), BTreeSet::from([place.year]))]);
    let no_files = testkit::batch(&tables::SOURCE_FILE, "path");
    let treater = Treater::new(&place, &own_money, &no_files, &counterparties, &rules).unwrap();
    let lines = testkit::batch(
        &tables::LEDGER_LINE,
        "
        body                     | payee                 | subjective | amount
        Department for Education | LEEDS CITY COUNCIL    | grant      | 100
        Department for Education | KENT COUNTY COUNCIL   | grant      | 200
        Department for Education | KENT COUNTY COUNCIL   | fees       |  20
        Department for Education | H M Revenue & Customs |            |  30
        Department for Education | Acorn                 |            |   4
        Leeds City Council       | KENT COUNTY COUNCIL   |            |   5
        ",
    );
    let treated = treater.treat(&lines);
    testkit::check(
        &tables::SPEND,
        &treated.spend,
        "
        counterparty           | amount | treatment | eliminated | attribution
        Leeds City Council     | 100    | transfer  | yes        | here
        la:KEN                 | 200    | transfer  | no         | elsewhere
        la:KEN                 |  20    | spend     | no         | elsewhere
        HM Revenue and Customs |  30    | transfer  | no         | not_attributable
                               |   4    | spend     | no         | not_attributable
        la:KEN                 |   5    | spend     | no         | here
        ",
    );
    assert_eq!(net(&treated.totals).to_string(), "£5.00");
}

/// The association is not a public body, and its homes stand here: the department's grant is spent in the place.
/// What the association itself pays, to another body outside the perimeter too, is no public spending.
#[test]
fn national_money_for_a_body_of_the_place_outside_the_perimeter_is_for_the_place() {
    let mut place = place_of(&["Homes Agency", "Wend Homes", "Wend Trust"]);
    place.bodies[0].reach = Reach::National;
    place.bodies[1..].iter_mut().for_each(|body| {
        body.kind = BodyKind::HousingAssociation;
        body.in_perimeter = false;
    });
    check_spend(
        &place,
        &Rules::default(),
        "
        body         | payee      | amount
        Homes Agency | Wend Homes | 100
        Wend Homes   | Wend Trust |  30
        Wend Homes   | Acorn      |   4
        ",
        "
        counterparty | amount | treatment | attribution
        Wend Homes   | 100    | spend     | here
        Wend Trust   |  30    | spend     | elsewhere
                     |   4    | spend     | elsewhere
        ",
    );
}

#[test]
fn both_sides_of_a_transfer_stand_beside_each_other() {
    let place = place_of(&["county", "trust", "police", "fire"]);
    let rules = Rules {
        treatment: vec![rule("received", &[("sign", "negative")], treatment(Treatment::Financing, None))],
        ..Rules::default()
    };
    let lines = testkit::batch(
        &tables::LEDGER_LINE,
        "
        body   | payee  | amount
        county | trust  |  30,000,000
        county | police |     100,000
        county | fire   |   9,000,000
        trust  | county | -28,700,000
        police | county |    -100,000
        fire   | county |  -9,049,999
        ",
    );
    let totals = treater(&place, &[&lines], &rules).treat(&lines).totals;
    // Method, section 1.4: 30.0 paid and 28.7 received differ by more than 1% and £50,000.
    testkit::check(
        &tables::TRANSFER,
        &transfers(&place, &totals),
        "
        payer  | receiver | amount     | matched_amount | difference | status
        county | fire     |  9,000,000 |      9,049,999 |    -49,999 | timing
        county | police   |    100,000 |        100,000 |          0 | paired
        county | trust    | 30,000,000 |     28,700,000 |  1,300,000 | differs
        ",
    );
}

#[test]
fn rules_that_cannot_be_used_are_named() {
    let none = counterparties(&Register::new(&marshford(), &[]), []);
    let no_files = testkit::batch(&tables::SOURCE_FILE, "path");
    let make = |rules: &Rules| Treater::new(&marshford(), &OwnMoney::new(), &no_files, &none, rules).err();
    let transfer = Rules { treatment: vec![rule("t", &[], treatment(Treatment::Transfer, None))], ..Rules::default() };
    assert_eq!(make(&transfer), Some(Error::TransferKindMissing { rule: "t".into(), at: "t.csv:1".into() }));

    let mut broken = rule("b", &[("payee", "x")], treatment(Treatment::Spend, None));
    broken.when[0].1 = Pattern { text: "/(/".to_owned(), regex: "(".to_owned(), negated: false };
    let good = rule("a", &[("payee", "y")], treatment(Treatment::Spend, None));
    let error = make(&Rules { treatment: vec![good, broken], ..Rules::default() });
    assert!(matches!(error, Some(Error::PatternUnusable { rule, .. }) if rule == "b"));
}

#[test]
fn a_treater_is_shared_between_threads() {
    fn is_shared<T: Send + Sync>(_: &T) {}
    let lines = testkit::batch(&tables::LEDGER_LINE, "body | payee | amount\n county | trust | 1");
    let treater = treater(&marshford(), &[&lines], &Rules::default());
    is_shared(&treater);
    let alone = treater.treat(&lines);
    let beside = std::thread::scope(|scope| scope.spawn(|| treater.treat(&lines)).join());
    assert_eq!(beside.ok(), Some(alone));
}

/// What an edit from the first rules to the second can touch of lines that met the first; and that
/// what it cannot touch stays, and what it can comes out as if everything were treated again.
fn check_touches(before: &Rules, after: &Rules, lines: &str, expected: Touched) {
    let text = lines;
    let lines = testkit::batch(&tables::LEDGER_LINE, text);
    let (old, new) = (treater(&marshford(), &[&lines], before), treater(&marshford(), &[&lines], after));
    let treated = old.treat(&lines);
    let edited = new.edited_since(&old.rule_prints()).expect("the rules can be used");
    let looked_at = (!edited.columns().is_empty()).then_some(&lines);
    let touched = edited.touched(&treated.rules_met, looked_at);
    assert_eq!(touched, expected);
    let again = new.treat(&lines);
    let rows: Vec<usize> = match touched {
        Touched::Everything => return,
        Touched::Nothing => {
            assert_eq!(again.spend, treated.spend);
            assert_eq!(again.theme_shares, treated.theme_shares);
            assert_eq!(again.totals, treated.totals);
            assert_eq!(edited.positions_kept(&treated.rules_met), again.rules_met);
            return;
        }
        Touched::Lines { may_meet_new, is_gone_met } => {
            let gone = if is_gone_met { edited.decided_by_gone(&treated.spend) } else { Vec::new() };
            [may_meet_new, gone].concat().into_iter().collect::<BTreeSet<_>>().into_iter().collect()
        }
    };
    let some = |spend: &RecordBatch, is_wanted: &dyn Fn(&str) -> bool| {
        let schema = spend.schema();
        let columns = schema.fields().iter().enumerate().filter(|(_, field)| is_wanted(field.name()));
        spend.project(&columns.map(|(at, _)| at).collect::<Vec<_>>()).expect("columns of the batch")
    };
    let spend = some(&treated.spend, &|name| edited.changes(name));
    let earlier = Earlier { spend: &spend, totals: &treated.totals, rules_met: &treated.rules_met };
    let patched = edited.patch(&earlier, &rows, &pick(text, &rows)).expect("an earlier treatment of these lines");
    let differs = |name: &str| again.spend.column_by_name(name) != treated.spend.column_by_name(name);
    let expected =
        tables::SPEND.columns.iter().any(|column| differs(column.name)).then(|| some(&again.spend, &differs));
    assert_eq!((patched.spend, patched.totals, patched.rules_met), (expected, again.totals, again.rules_met));
    assert_eq!(again.theme_shares, treated.theme_shares);
}

/// Some rows of a table in text.
fn pick(text: &str, rows: &[usize]) -> RecordBatch {
    let all: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let picked: Vec<&str> = std::iter::once(all[0]).chain(rows.iter().map(|row| all[row + 1])).collect();
    testkit::batch(&tables::LEDGER_LINE, &picked.join("\n"))
}

#[test]
fn an_edited_rule_touches_the_lines_that_it_meets_or_met_and_no_others() {
    const LINES: &str = "
        body   | payee         | service  | amount
        county | Acorn Nursery | Children | 100.00
        trust  | Beech Care    | Wards    |  40.00
    ";
    let service = |name: &str| ServiceOutcome { service: name.to_owned(), cofog: None };
    let acorn = rule("acorn", &[("payee", "acorn")], service("early_years"));
    let elm = rule("elm", &[("payee", "elm")], service("roads"));
    let wards_at_the_county = rule("wards", &[("body", "=county"), ("service", "wards")], service("hospitals"));
    let beech_at_the_county = rule("beech", &[("body", "=county"), ("payee", "elm|oak")], service("hospitals"));
    let negative = rule("negative", &[("sign", "negative")], service("roads"));
    let with = |rules: &[&model::rule::Rule<ServiceOutcome>]| Rules {
        service: rules.iter().map(|rule| (*rule).clone()).collect(),
        ..Rules::default()
    };
    let renamed = rule("acorn", &[("payee", "acorn")], service("schools"));
    let nothing = || Touched::Nothing;
    let lines =
        |may_meet_new: &[usize], is_gone_met| Touched::Lines { may_meet_new: may_meet_new.to_vec(), is_gone_met };
    check_touches(&with(&[&acorn]), &with(&[&acorn]), LINES, nothing());
    check_touches(&with(&[&acorn]), &with(&[&elm, &acorn]), LINES, nothing());
    check_touches(&with(&[&elm, &acorn]), &with(&[&acorn]), LINES, nothing());
    check_touches(&with(&[&acorn]), &with(&[]), LINES, lines(&[], true));
    check_touches(&with(&[]), &with(&[&acorn]), LINES, lines(&[0], false));
    check_touches(&with(&[&acorn]), &with(&[&renamed]), LINES, lines(&[0], true));
    check_touches(&with(&[&renamed, &acorn]), &with(&[&acorn, &renamed]), LINES, lines(&[0], true));
    check_touches(&with(&[&acorn]), &with(&[&acorn, &beech_at_the_county]), LINES, nothing());
    // One line is the county's and another says wards, and none is both.
    check_touches(&with(&[&acorn]), &with(&[&acorn, &wards_at_the_county]), LINES, nothing());
    // A rule that asks for nothing that a column of text says is never ruled out.
    check_touches(&with(&[&acorn]), &with(&[&acorn, &negative]), LINES, Touched::Everything);
}

#[test]
fn an_edited_rule_of_treatment_moves_its_lines_between_the_totals() {
    const LINES: &str = "
        body   | payee         | date       | capital | amount
        county | Acorn Nursery | 2020-05-01 |         | 100.00
        county | Beech Care    | 2020-05-02 |         | -40.00
        county | Acorn Nursery |            | yes     |   7.00
        county | trust         | 2020-06-01 |         |   9.00
    ";
    let with = |rules: Vec<model::rule::Rule<TreatmentOutcome>>| Rules { treatment: rules, ..Rules::default() };
    let grant = rule("grant", &[("payee", "acorn")], treatment(Treatment::Transfer, Some(TransferKind::Grant)));
    let loan = rule("loan", &[("payee", "acorn|beech|trust")], treatment(Treatment::Financing, None));
    let lines =
        |may_meet_new: &[usize], is_gone_met| Touched::Lines { may_meet_new: may_meet_new.to_vec(), is_gone_met };
    check_touches(&with(vec![]), &with(vec![grant.clone()]), LINES, lines(&[0, 2], false));
    check_touches(&with(vec![grant.clone()]), &with(vec![]), LINES, lines(&[], true));
    check_touches(&with(vec![grant.clone()]), &with(vec![loan.clone()]), LINES, lines(&[0, 1, 2, 3], true));
    check_touches(
        &with(vec![grant.clone(), loan.clone()]),
        &with(vec![loan, grant]),
        LINES,
        lines(&[0, 1, 2, 3], true),
    );
}

/// Missing months are estimated from these sums, so what is no spending and what is capital must not be in them.
#[test]
fn a_month_holds_current_spending_alone() {
    let lines = testkit::batch(
        &tables::LEDGER_LINE,
        "
        body   | payee         | date       | capital | amount
        county | Acorn Nursery | 2020-05-31 |         | 100.00
        county | Beech Care    | 2020-05-01 | no      | -40.00
        county | Elm Builders  | 2020-05-02 | yes     |  70.00
        county | trust         | 2020-05-03 |         |   9.00
        county | Acorn Nursery | 2020-06-01 |         |   5.00
        county | Acorn Nursery |            |         |   2.00
        trust  | Acorn Nursery | 2020-05-04 |         |   1.00
        ",
    );
    let totals = treater(&marshford(), &[&lines], &Rules::default()).treat(&lines).totals;
    let months: Vec<String> = totals
        .by_month
        .iter()
        .map(|(key, tally)| format!("{} {}: {} of {}", key.body_id, key.month, tally.amount, tally.n_lines))
        .collect();
    assert_eq!(months, ["county 5: £60.00 of 2", "county 6: £5.00 of 1", "trust 5: £1.00 of 1"]);
}

#[test]
fn which_lines_an_edit_of_intents_or_themes_touches_is_not_told() {
    const LINES: &str = "body | payee | amount\n county | Acorn Nursery | 1\n county | Beech Care | 2";
    let early = rule("early", &[("payee", "acorn")], Intent::Early);
    let intent = |rules: Vec<model::rule::Rule<Intent>>| Rules { intent: rules, ..Rules::default() };
    check_touches(&intent(vec![]), &intent(vec![early.clone()]), LINES, Touched::Everything);
    let elm = rule("elm", &[("payee", "elm")], Intent::Acute);
    check_touches(&intent(vec![early.clone()]), &intent(vec![early, elm]), LINES, Touched::Nothing);
}
