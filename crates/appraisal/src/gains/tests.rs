use super::*;
use proptest::prelude::*;

/// Method, T11: council, police, ICB, DWP. The council's figures are those of T10.
const PAYS: [f64; 4] = [489_420.29, 97_884.06, 146_826.09, 0.0];
const GAINS: [f64; 4] = [361_088.08, 101_466.10, 8_873.06, 92_754.54];
const AME: [f64; 4] = [0.0, 0.0, 0.0, 92_754.54];

fn shared(kind: RuleKind) -> GainShare {
    Rule { kind, of: Shared::Fiscal }.share(&PAYS, &GAINS, &AME).expect("a shareable case")
}

#[test]
fn a_loss_is_borne_in_proportion_to_what_was_put_in() {
    let payments: Vec<String> =
        shared(RuleKind::ProRata).bodies.iter().map(|body| format!("{:.0}", body.side_payment)).collect();
    assert_eq!(payments, ["15033", "-26242", "103963", "-92755"]);
}

#[test]
fn what_comes_out_of_demand_led_savings_needs_the_treasury() {
    let shares = shared(RuleKind::ProRata);
    assert_eq!(shares.bodies[3].needs_treasury, 92_754.54, "all that DWP pays out");
    assert_eq!(shares.bodies[1].needs_treasury, 0.0);
}

#[test]
fn proportional_contributions_leave_everybody_with_the_same_return() {
    for body in shared(RuleKind::Proportional).bodies {
        let contribution = body.pays - body.side_payment;
        assert!((body.gains / contribution - 564_181.78 / 734_130.44).abs() < 1e-12);
    }
}

#[test]
fn stated_coalitions_decide_a_shapley_share() {
    let stated = [(vec![0], 0.0), (vec![0, 1], 20.0), (vec![0, 2], 50.0), (vec![1, 2], 10.0)];
    let coalitions = stated.map(|(bodies, surplus)| Coalition { bodies, surplus }).to_vec();
    let rule = Rule { kind: RuleKind::Shapley { coalitions }, of: Shared::Fiscal };
    // A surplus of 90, all of it in the hands of the first; without coalitions stated it could go alone.
    let nets = |rule: &Rule| -> Vec<String> {
        let shares = rule.share(&[60.0, 20.0, 30.0], &[200.0, 0.0, 0.0], &[0.0; 3]).expect("a shareable case");
        shares.bodies.iter().map(|body| format!("{:.2}", body.net)).collect()
    };
    assert_eq!(nets(&rule), ["38.33", "18.33", "33.33"], "method, T21");
    let alone = Rule { kind: RuleKind::Shapley { coalitions: Vec::new() }, of: Shared::Fiscal };
    assert_eq!(nets(&alone), ["90.00", "0.00", "0.00"]);
}

#[test]
fn an_outcome_price_has_a_baseline_a_floor_and_a_cap() {
    let terms = |verified| OutcomePrice {
        payer: 3,
        payee: 0,
        baseline: 10.0,
        verified,
        price: 1_000.0,
        floor: 2_000.0,
        cap: 30_000.0,
    };
    let payments = [5.0, 25.0, 100.0].map(|verified| terms(verified).payment());
    assert_eq!(payments, [2_000.0, 15_000.0, 30_000.0]);
    let shares = shared(RuleKind::OutcomePrice(terms(25.0)));
    assert_eq!((shares.bodies[0].side_payment, shares.bodies[3].side_payment), (15_000.0, -15_000.0));
}

#[test]
fn rules_that_would_divide_by_nothing_say_so() {
    let share = |kind: RuleKind, pays: [f64; 2], gains: [f64; 2]| {
        Rule { kind, of: Shared::Fiscal }.share(&pays, &gains, &[0.0; 2]).map_err(|error| error.to_string())
    };
    assert!(share(RuleKind::ProRata, [0.0; 2], [1.0; 2]).unwrap_err().contains("nobody pays anything"));
    assert!(share(RuleKind::Proportional, [1.0; 2], [0.0; 2]).unwrap_err().contains("nobody gains anything"));
}

proptest! {
    #[test]
    fn side_payments_add_up_to_nothing(
        pays in prop::collection::vec(1.0f64..1e6, 5),
        gains in prop::collection::vec(1.0f64..1e6, 5),
    ) {
        let total: f64 = pays.iter().chain(&gains).sum();
        for kind in [RuleKind::ProRata, RuleKind::Proportional, RuleKind::Shapley { coalitions: Vec::new() }] {
            let shares = Rule { kind, of: Shared::Fiscal }.share(&pays, &gains, &[0.0; 5]).unwrap();
            let sum: f64 = shares.bodies.iter().map(|body| body.side_payment).sum();
            prop_assert!(sum.abs() < 1e-9 * total, "{} {sum}", shares.rule);
        }
    }
}
