use super::*;
use proptest::prelude::*;

/// Method, T13: three services, three pots, £m.
const T13: &str = r#"
name = "Children, drugs and enforcement"
unit = "£m"

[[service]]
id = "early-years"
segments = [{ width = 20, value = 3.0 }, { width = 20, value = 1.5 }, { width = 20, value = 0.5 }]

[[service]]
id = "drug-treatment"
segments = [{ width = 10, value = 5.0 }, { width = 20, value = 2.0 }, { width = 30, value = 0.4 }]

[[service]]
id = "enforcement"
segments = [{ width = 30, value = 1.2 }, { width = 30, value = 0.6 }]

[[pot]]
id = "sure-start"
name = "Sure Start grant"
amount = 30
services = ["early-years"]
pooling = "needs_law"
legal_basis = "Childcare Act 2006"

[[pot]]
id = "police"
name = "Police grant"
amount = 40
services = ["enforcement"]
pooling = "by_agreement"

[[pot]]
id = "area-based"
name = "Area based grant"
amount = 20
pooling = "today"
"#;

fn t13() -> Funding {
    read(T13, "funding.toml").expect("a good file")
}

#[test]
fn the_published_pots_give_the_published_allocations() {
    let rings = ring_fences(&t13(), 1.0).expect("an allocation");
    assert_eq!(rounded(&rings.single.services), [40.0, 30.0, 20.0]);
    assert_eq!(rounded(&rings.ringed.services), [30.0, 20.0, 40.0]);
    assert_eq!(rounded(&[rings.single.benefit, rings.ringed.benefit, rings.cost]), [204.0, 187.0, 17.0]);
    assert_eq!(format!("{:.1}%", 100.0 * rings.cost_share), "8.3%");
    let marginals: Vec<f64> = rings.marginals.iter().map(|marginal| marginal.value).collect();
    assert_eq!(rounded(&marginals), [1.5, 0.6, 2.0], "Sure Start, police, flexible");
    let prices: Vec<f64> = rings.marginals.iter().map(|marginal| marginal.price).collect();
    assert_eq!(rounded(&prices), [0.5, 1.4, 0.0]);
}

#[test]
fn what_can_be_pooled_without_law_wins_part_of_it_back() {
    let rings = ring_fences(&t13(), 1.0).expect("an allocation");
    // Early years keeps its 30; 60 are free: 10 more to early years (1.5), 30 to drugs, 20 to enforcement.
    assert_eq!(rounded(&rings.pooled.services), [40.0, 30.0, 20.0]);
    assert_eq!(rounded(&[rings.won_by_agreement]), [17.0]);
    assert_eq!(rings.poolable, [(Pooling::Today, 20.0), (Pooling::ByAgreement, 40.0), (Pooling::NeedsLaw, 30.0)]);
}

/// The file of the reference, in £m and the same in pounds: the price of a ring-fence-fence does not depend on the unit.
#[test]
fn the_reference_file_gives_the_published_prices_in_any_unit() {
    let text = include_str!("../../../../reference/proposals/ring-fences.toml");
    let millions = read(text, "r.toml").expect("a good file");
    let mut pounds = millions.clone();
    pounds.pots.iter_mut().for_each(|pot| pot.amount *= 1e6);
    pounds.services.iter_mut().flat_map(|service| &mut service.segments).for_each(|segment| segment.width *= 1e6);
    for funding in [millions, pounds] {
        let rings = ring_fences(&funding, step(&funding)).expect("an allocation");
        let marginals: Vec<String> = rings.marginals.iter().map(|marginal| format!("{:.4}", marginal.value)).collect();
        assert_eq!(marginals, ["1.5000", "0.6000", "2.0000"], "Sure Start, police, flexible");
    }
}

#[test]
fn a_cut_moves_the_services_that_gain_least() {
    let cut = cut(&t13(), 0.10, &[]).expect("an allocation");
    // 27, 36 and 18: drugs lose the two that area based grant loses, the ring-fenced services what their pots lose.
    assert_eq!(
        cut.changes.iter().map(|(id, change)| format!("{id} {change:.1}")).collect::<Vec<_>>(),
        ["early-years -3.0", "drug-treatment -2.0", "enforcement -4.0"]
    );
    assert_eq!(rounded(&[cut.benefit_lost]), [3.0 * 1.5 + 2.0 * 2.0 + 4.0 * 0.6]);

    let protected = super::cut(&t13(), 0.10, &["enforcement".to_owned()]).expect("an allocation");
    assert_eq!(rounded(&protected.after.services), [27.0, 14.0, 40.0], "flexible money goes where it is protected");
    assert!(super::cut(&t13(), 0.50, &["early-years".to_owned(), "enforcement".to_owned()]).is_err());
}

#[test]
fn duties_and_least_amounts_come_first_and_lost_money_is_spent() {
    let mut funding = t13();
    funding.services[2].duty = 55.0;
    assert_eq!(rounded(&allocate(&funding).expect("an allocation").services), [30.0, 5.0, 55.0]);
    funding.services[2].duty = 61.0;
    assert!(matches!(allocate(&funding), Err(Error::NoAllocation { .. })));

    let mut funding = t13();
    funding.pots[0].amount = 70.0;
    assert_eq!(rounded(&[allocate(&funding).expect("an allocation").unspent]), [10.0]);
    funding.pots[0].unspent_is_lost = true;
    let allocation = allocate(&funding).expect("an allocation");
    assert_eq!(rounded(&allocation.pots[0]), [70.0, 0.0, 0.0]);
}

#[test]
fn mistakes_name_what_was_meant() {
    let text = T13.replace("services = [\"enforcement\"]", "services = [\"enforcment\"]");
    let mistakes = read(&text, "f.toml").expect_err("a mistake").mistakes;
    assert_eq!(
        mistakes[0].in_one_line(),
        "f.toml:29:13: there is no service `enforcment`; expected a `[[service]]` of the file \
         (did you mean `enforcement`?)"
    );
    let text = T13.replace("{ width = 30, value = 0.6 }", "{ width = 30, value = 1.6 }");
    let mistakes = read(&text, "f.toml").expect_err("no concave benefit").mistakes;
    assert!(mistakes[0].in_one_line().contains("values that decrease"), "{}", mistakes[0].in_one_line());
}

fn rounded(values: &[f64]) -> Vec<f64> {
    values.iter().map(|value| (value * 1e6).round() / 1e6).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_ring_never_helps_and_money_never_hurts(
        amounts in prop::collection::vec(0.0f64..80.0, 3),
        more in 0.0f64..20.0,
    ) {
        let mut funding = t13();
        funding.pots.iter_mut().zip(&amounts).for_each(|(pot, amount)| pot.amount = *amount);
        let rings = ring_fences(&funding, 1.0).unwrap();
        prop_assert!(rings.ringed.benefit <= rings.pooled.benefit + 1e-6);
        prop_assert!(rings.pooled.benefit <= rings.single.benefit + 1e-6);
        funding.pots[1].amount += more;
        prop_assert!(rings.ringed.benefit <= allocate(&funding).unwrap().benefit + 1e-6);
    }
}
