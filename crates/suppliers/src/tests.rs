use std::collections::BTreeMap;

use model::BodyKind;
use model::decision::{DecidedPayee, SupplierDecision};
use model::tables::{GroupMethod, JoinMethod, SupplierKind};
use money::Money;

use super::*;

fn payee(body: &str, name: &str, pounds: i64) -> Payee {
    Payee {
        body_id: body.to_owned(),
        payee: name.to_owned(),
        payee_code: None,
        identifiers: Vec::new(),
        postcode: None,
        is_withheld: false,
        n_lines: 1,
        amount: Money::from_pence(pounds * 100),
    }
}

/// Rows as `body | name`, and the names that must be joined, a line for each supplier of more than one name.
fn check(rows: &[(&str, &str)], joined: &[&[(&str, &str)]]) -> Suppliers {
    let payees: Vec<Payee> = rows.iter().map(|(body, name)| payee(body, name, 1)).collect();
    let found = suppliers(&payees, &[], &[]);
    let mut groups: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for edge in &found.edges {
        groups.entry(&edge.supplier_id).or_default().push((&edge.body_id, &edge.payee));
    }
    let mut found_groups: Vec<Vec<(&str, &str)>> = groups.into_values().filter(|group| 1 < group.len()).collect();
    found_groups.iter_mut().for_each(|group| group.sort_unstable());
    let mut expected: Vec<Vec<(&str, &str)>> = joined.iter().map(|group| group.to_vec()).collect();
    expected.iter_mut().for_each(|group| group.sort_unstable());
    found_groups.sort();
    expected.sort();
    assert_eq!(found_groups, expected);
    let mut reversed = payees.clone();
    reversed.reverse();
    assert_eq!(suppliers(&reversed, &[], &[]), found, "the order of rows must not matter");
    found
}

#[test]
fn one_name_in_many_spellings_is_one_supplier() {
    let capita = [
        ("a", "The Capita Business Services Ltd."),
        ("b", "CAPITA BUSINESS SERVICES LIMITED"),
        ("c", "Capita Business Services"),
        ("c", "CAPITA BUSINESS SERVICES LTD (BACS)"),
        ("c", "Capita Bussiness Services Ltd"),
    ];
    let keith = [("a", "A & J Keith Ltd"), ("b", "A&J KEITH LTD"), ("c", "AJ KEITH")];
    let mut rows = capita.to_vec();
    rows.extend(&keith[..2]);
    let found = check(&rows, &[&capita, &keith[..2]]);
    let supplier = found.suppliers.iter().find(|supplier| supplier.supplier_id.starts_with("capita")).expect("Capita");
    assert_eq!(
        (supplier.supplier_id.as_str(), supplier.legal_form.as_deref()),
        ("capita-business-services", Some("LIMITED"))
    );
    let method = |name: &str| found.edges.iter().find(|edge| edge.payee == name).map(|edge| edge.method);
    assert_eq!(method("Capita Business Services"), Some(JoinMethod::FormLeftOut));
    assert_eq!(method("Capita Bussiness Services Ltd"), Some(JoinMethod::Slip));
}

#[test]
fn sister_companies_stay_apart() {
    let found = check(
        &[
            ("a", "Veolia ES (UK) Plc"),
            ("b", "Veolia ES Plc"),
            ("a", "Veolia ES (UK) Ltd"),
            ("b", "Veolia ES Holdings Plc"),
            ("a", "Acorn 1 Ltd"),
            ("a", "Acorn 2 Ltd"),
            ("a", "Oakfield Care Ltd"),
            ("a", "Oakfield Care LLP"),
            ("b", "Oakfield Care"),
            ("a", "Kajima Darlington Schools Ltd"),
            ("a", "Kajima North Tyneside Ltd"),
            ("a", "Eastgate Building Ltd"),
            ("a", "Westgate Building Ltd"),
        ],
        &[],
    );
    let groups: Vec<(&str, &str)> =
        found.groups.iter().map(|edge| (edge.supplier_id.as_str(), edge.group_id.as_str())).collect();
    assert!(groups.contains(&("veolia-es-uk-plc", "veolia-es-holdings-plc")), "{groups:?}");
}

#[test]
fn a_name_that_is_anybodys_is_joined_within_its_body_only() {
    check(
        &[
            ("a", "St Mary's Primary School"),
            ("b", "ST MARYS PRIMARY SCHOOL"),
            ("a", "St. Marys Primary School"),
            ("a", "J SMITH"),
            ("b", "J Smith"),
            ("a", "The Willows"),
            ("b", "Willows"),
        ],
        &[&[("a", "St Mary's Primary School"), ("a", "St. Marys Primary School")]],
    );
}

#[test]
fn trading_names_and_cut_names_find_their_owner() {
    let taxis = [("a", "J O’Neill T/A Neill’s Taxis"), ("a", "Neills Taxis")];
    let cut = [("a", "WARRINGTON TESTING & CERTIFICATION LIMITED"), ("b", "WARRINGTON TESTING & CERTIFICATION LIMIT")];
    let mut rows = [taxis, cut].concat();
    // Body b cuts at 40; two names that go on differently give no answer.
    rows.extend([
        ("a", "NORTH EASTERN CONSTRUCTION SERVICES GROUP LTD"),
        ("c", "NORTH EASTERN CONSTRUCTION SERVICES GRANGE"),
        ("b", "NORTH EASTERN CONSTRUCTION SERVICES GR"),
    ]);
    check(&rows, &[&taxis, &cut]);
}

#[test]
fn a_word_that_is_about_is_no_slip() {
    let slip = [("a", "Straightline Construction Co Ltd"), ("b", "STRAIGHTLINE CONSTRUTION CO LTD")];
    let mut rows = slip.to_vec();
    rows.extend([
        ("a", "Thomson Care Ltd"),
        ("b", "Thompson Care Ltd"),
        ("a", "Thomson Roofing Ltd"),
        ("b", "Thompson Travel Ltd"),
        ("a", "Brook Nursery Ltd"),
        ("b", "Brock Nursery Ltd"),
    ]);
    check(&rows, &[&slip]);
}

#[test]
fn public_bodies_come_first_and_entries_without_a_name_stay_out() {
    let rows = [
        payee("a", "HMRC Cumbernauld", 5),
        payee("b", "HM Revenue & Customs", 7),
        payee("b", "Redacted Personal Data", 9),
        payee("a", "REDACTED - PERSONAL INFORMATION", 9),
        payee("a", "MISCELLANEOUS PAYMENTS BACS", 9),
        payee("b", "MISCELLANEOUS PAYMENTS BACS", 9),
    ];
    let body = |payee: &str| PublicBody {
        payee: payee.to_owned(),
        id: "central:hmrc".to_owned(),
        name: "HM Revenue and Customs".to_owned(),
        kind: BodyKind::Department,
        is_listed: true,
    };
    let found = suppliers(&rows, &[body("HMRC Cumbernauld"), body("HM Revenue & Customs")], &[]);
    let ids: Vec<(&str, &str)> =
        found.suppliers.iter().map(|supplier| (supplier.supplier_id.as_str(), supplier.kind.word())).collect();
    assert_eq!(
        ids,
        [
            ("central:hmrc", "department"),
            ("collective@a", "collective"),
            ("collective@b", "collective"),
            ("withheld", "withheld"),
        ]
    );
    assert_eq!(found.suppliers[0].name, "HM Revenue and Customs");
    let tables = supplier_tables(&rows, &found);
    assert_eq!(tables.supplier.num_rows(), 4);
    assert_eq!(tables.payee_supplier.num_rows(), rows.len());
}

#[test]
fn numbers_and_people_decide_over_names() {
    let with = |body: &str, name: &str, id: &str| Payee { identifiers: vec![id.to_owned()], ..payee(body, name, 1) };
    let rows = [
        with("a", "Acorn Ltd", "GB-COH-01234567"),
        with("b", "Acorn Ltd", "GB-COH-07654321"),
        with("b", "Oak Tree Services", "GB-COH-01234567"),
        with("a", "Elm Holdings Ltd", "GB-VAT-980780684"),
        with("b", "Ash Ltd", "GB-VAT-980780684"),
        payee("a", "Notca", 1),
        payee("b", "North of Tyne CA", 1),
        payee("a", "Beech Supplies Ltd", 1),
        payee("b", "BEECH SUPPLIES LIMITED", 1),
    ];
    let decisions =
        [decide("Notca", "North of Tyne CA", true), decide("Beech Supplies Ltd", "BEECH SUPPLIES LIMITED", false)];
    let found = suppliers(&rows, &[], &decisions);
    let id = |body: &str, name: &str| {
        let edge = found.edges.iter().find(|edge| edge.body_id == body && edge.payee == name).expect("an edge");
        (edge.supplier_id.as_str(), edge.method, edge.decided_by.as_str())
    };
    assert_ne!(id("a", "Acorn Ltd").0, id("b", "Acorn Ltd").0, "two companies may have one name");
    assert_eq!(id("a", "Acorn Ltd").0, id("b", "Oak Tree Services").0);
    assert_eq!(id("b", "Oak Tree Services").1, JoinMethod::Identifier);
    assert_ne!(id("a", "Elm Holdings Ltd").0, id("b", "Ash Ltd").0, "a VAT number proves the group alone");
    assert_eq!(found.groups.iter().filter(|edge| edge.method == GroupMethod::VatNumber).count(), 2);
    assert_eq!(id("a", "Notca").0, id("b", "North of Tyne CA").0);
    assert_eq!((id("a", "Notca").1, id("a", "Notca").2), (JoinMethod::Decision, "A. Clerk"));
    assert_ne!(id("a", "Beech Supplies Ltd").0, id("b", "BEECH SUPPLIES LIMITED").0);
}

fn decide(one: &str, other: &str, is_same: bool) -> SupplierDecision {
    let payee = |payee: &str| DecidedPayee { body_id: None, payee: payee.to_owned() };
    let (one, other) = (payee(one), payee(other));
    SupplierDecision {
        one,
        other,
        is_same,
        decided_by: "A. Clerk".to_owned(),
        at: "decisions/suppliers.csv:2".to_owned(),
    }
}

#[test]
fn what_people_hold_apart_is_joined_by_no_chain_and_what_cannot_hold_is_told() {
    let rows = [
        payee("a", "Acorn", 1),
        payee("b", "Oak Tree Care", 1),
        payee("c", "Beech Care Homes", 1),
        payee("a", "HMRC", 1),
        payee("b", "Inland Revenue", 1),
    ];
    let hmrc = |payee: &str| PublicBody {
        payee: payee.to_owned(),
        id: "central:hmrc".to_owned(),
        name: "HM Revenue and Customs".to_owned(),
        kind: BodyKind::Department,
        is_listed: true,
    };
    let mut decisions = vec![
        decide("Acorn", "Oak Tree Care", true),
        decide("Oak Tree Care", "Beech Care Homes", true),
        decide("Acorn", "Beech Care Homes", false),
        decide("HMRC", "Inland Revenue", false),
    ];
    for (at, decision) in decisions.iter_mut().enumerate() {
        decision.at = format!("line {at}");
    }
    let found = suppliers(&rows, &[hmrc("HMRC"), hmrc("Inland Revenue")], &decisions);
    assert_eq!(found.broken_decisions, ["line 1", "line 3"]);
}

#[test]
fn a_name_that_means_two_organisations_is_held_apart_by_body() {
    let rows = [payee("a", "Oakfield Care Ltd", 1), payee("b", "Oakfield Care Ltd", 1)];
    let mut decision = decide("Oakfield Care Ltd", "Oakfield Care Ltd", false);
    decision.one.body_id = Some("a".to_owned());
    decision.other.body_id = Some("b".to_owned());
    let found = suppliers(&rows, &[], &[decision]);
    assert_eq!(found.suppliers.len(), 2);
    assert_eq!(found.broken_decisions, [""; 0]);
    // What the body says it withholds is not a name, whatever is printed.
    let withheld = Payee { is_withheld: true, ..payee("a", "Foster carer 17", 1) };
    assert_eq!(suppliers(&[withheld], &[], &[]).suppliers[0].kind, SupplierKind::Withheld);
}

#[test]
fn a_legal_form_that_is_broken_is_read_where_another_name_has_it_whole() {
    let acorn = [
        ("a", "Acorn Roadworks Ltd"),
        ("b", "ACORN ROADWORKS LIMI"),
        ("c", "Acorn Roadworks Ld"),
        ("c", "Acorn Roadworks Limtied"),
    ];
    let mut rows = acorn.to_vec();
    // Nothing else is called so; a form of its own; two forms to choose from.
    rows.extend([("a", "Sky Is The Limit"), ("a", "Elm Care Ltd"), ("a", "Elm Care LLC")]);
    check(&rows, &[&acorn]);
}

#[test]
fn a_cut_inside_a_word_tells_by_itself_and_one_between_words_does_not() {
    let cut = [("a", "GOTTLIEB & SCHMELER DIAGNOSTICS PLC"), ("b", "GOTTLIEB & SCHMELER DIAGNOSTIC")];
    let whole = [("a", "NORTH EASTERN BRIDGE BUILDERS OF HEXHAM"), ("c", "NORTH EASTERN BRIDGE BUILDERS")];
    assert_eq!((cut[1].1.len(), whole[1].1.len()), (30, 29), "a blank at the end of thirty letters is no letter");
    // The body prints longer names, so nothing shows that its system cuts at thirty.
    let other = ("c", "A name much longer than that of any usual field of a finance system");
    check(&[cut[0], cut[1], whole[0], whole[1], other], &[&cut]);
}

#[test]
fn what_was_once_joined_wrongly_stays_apart() {
    check(
        &[
            ("a", "THE CRACK LTD"),
            ("a", "CTRACK LIMITED"),
            ("a", "FREMAN COLLEGE"),
            ("a", "Freeman College"),
            ("a", "BROUGHTON PRIMARY SCHOOL"),
            ("a", "BOUGHTON PRIMARY SCHOOL"),
            ("a", "ASHFIELD SCHOOL"),
            ("a", "ASH FIELD SCHOOL"),
            ("a", "SPRINGFIELD HOMECARE SERVICES LTD T/A POSITIVE LIFE CHOICES"),
            ("a", "POSITIVE LIFE CHOICES LTD"),
            ("b", "NWG BUSINESS T/A WAVE"),
            ("a", "WAVE LTD"),
            ("a", "NWG Business Limited"),
        ],
        &[&[("b", "NWG BUSINESS T/A WAVE"), ("a", "NWG Business Limited")]],
    );
}

#[test]
fn a_method_is_the_least_sure_join_on_the_way_to_the_name_that_is_shown() {
    let rows = [
        payee("a", "Northumbrian Water Limited", 900),
        payee("b", "Northumbrian Water", 50),
        payee("c", "NORTHUMBRIAN WATER", 10),
        payee("c", "Northumbrain Water", 5),
        payee("d", "NWL", 1),
        payee("c", "nwl", 1),
    ];
    let found = suppliers(&rows, &[], &[decide("NWL", "Northumbrian Water", true)]);
    let method = |name: &str| found.edges.iter().find(|edge| edge.payee == name).map(|edge| edge.method);
    assert_eq!(found.suppliers.len(), 1);
    assert_eq!(method("Northumbrian Water Limited"), Some(JoinMethod::SameName));
    assert_eq!(method("NORTHUMBRIAN WATER"), Some(JoinMethod::FormLeftOut));
    assert_eq!(method("Northumbrain Water"), Some(JoinMethod::Slip));
    assert_eq!((method("NWL"), method("nwl")), (Some(JoinMethod::Decision), Some(JoinMethod::Decision)));
}

#[test]
fn a_short_word_has_a_slip_only_where_the_rest_is_long() {
    let slip = [("a", "Marshalls Electric Power Ltd"), ("b", "MARSHALLS ELECTRIC POWR LTD")];
    let mut rows = slip.to_vec();
    rows.extend([("a", "Bode Trust"), ("b", "Bodde Trust")]);
    check(&rows, &[&slip]);
}
