//! Names as ledgers print them, two by two: which are one supplier, which are two, and which only a person can tell.

use model::BodyKind;
use model::decision::{DecidedPayee, SupplierDecision};
use model::tables::{JoinMethod, NearReason};
use money::Money;

use crate::{Payee, PublicBody, Suppliers, suppliers};

/// What must come of two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Joined,
    /// Apart, and a person is asked.
    Asked,
    /// Apart, and nobody is asked: most likely they are two.
    Apart,
}
use Verdict::{Apart, Asked, Joined};

fn payee(body: &str, name: &str) -> Payee {
    Payee {
        body_id: body.to_owned(),
        payee: name.to_owned(),
        payee_code: None,
        identifiers: Vec::new(),
        postcode: None,
        is_withheld: false,
        n_lines: 1,
        amount: Money::from_pence(100_00),
    }
}

fn verdict(found: &Suppliers, one: &Payee, other: &Payee) -> Verdict {
    let id = |payee: &Payee| {
        let is_it = |edge: &&crate::PayeeSupplier| edge.body_id == payee.body_id && edge.payee == payee.payee;
        found.edges.iter().find(is_it).map(|edge| edge.supplier_id.as_str()).expect("an edge")
    };
    let (one, other) = (id(one), id(other));
    let is_asked = found.near.iter().any(|near| {
        let pair = (near.one.supplier_id.as_str(), near.other.supplier_id.as_str());
        pair == (one, other) || pair == (other, one)
    });
    match (one == other, is_asked) {
        (true, _) => Joined,
        (false, true) => Asked,
        (false, false) => Apart,
    }
}

/// Each pair is in the ledgers of two bodies, alone.
fn check(pairs: &[(Verdict, &str, &str)]) {
    for (expected, one, other) in pairs {
        let rows = [payee("a", one), payee("b", other)];
        let found = suppliers(&rows, &[], &[]);
        assert_eq!(verdict(&found, &rows[0], &rows[1]), *expected, "{one} | {other}: {:?}", found.near);
        let turned = [payee("a", other), payee("b", one)];
        let found = suppliers(&turned, &[], &[]);
        assert_eq!(verdict(&found, &turned[0], &turned[1]), *expected, "{other} | {one}: {:?}", found.near);
    }
}

#[test]
fn one_name_in_two_prints_is_one_supplier() {
    check(&[
        (Joined, "SMITH & SONS BUILDERS LTD", "Smith and Sons Builders Limited"),
        (Joined, "Saint John's Hospice Trust Lancaster", "ST JOHNS HOSPICE TRUST LANCASTER"),
        (Joined, "Whiteley Homes Trust, The", "WHITELEY HOMES TRUST"),
        (Joined, "The Anthony Nolan Trust", "ANTHONY NOLAN TRUST (THE)"),
        (Joined, "OAKFIELD FACILITIES MGMT SVCS LTD", "Oakfield Facilities Management Services Limited"),
        (Joined, "Marlowe Univ", "Marlowe University"),
        (Joined, "N.H.S. Ashdene Supplies", "NHS Ashdene Supplies"),
        (Joined, "Ashdene Partnership NHSFT", "ASHDENE PARTNERSHIP NHS FOUNDATION TRUST"),
        (Joined, "Ashdene Hosps NHS F Trust", "ASHDENE HOSPITALS NHS FT"),
        (Joined, "Tewksby & Co PLC (BACS)", "Tewksby and Company P.L.C."),
        (Joined, "Tewksby Haulage Limtied", "TEWKSBY HAULAGE LTD"),
    ]);
}

#[test]
fn numbers_behind_and_in_front_make_no_supplier() {
    check(&[
        (Joined, "Tewksby Haulage Ltd 100234", "TEWKSBY HAULAGE LIMITED"),
        (Joined, "100234 - Tewksby Haulage Ltd", "TEWKSBY HAULAGE LIMITED"),
        (Joined, "TEWKSBY HAULAGE LTD (2)", "Tewksby Haulage Ltd"),
        (Joined, "000038TEWKSBY HAULAGE", "TEWKSBY HAULAGE"),
        (Joined, "Tewksby Haulage V00012", "TEWKSBY HAULAGE"),
        // Of two names with numbers and none without, nobody knows that the numbers are not the names.
        (Asked, "Tewksby Haulage 100234", "Tewksby Haulage 100245"),
        (Apart, "Client 100234", "Client 100245"),
        (Apart, "Acorn 1 Ltd", "Acorn 2 Ltd"),
        (Apart, "Tewksby 2012 Ltd", "Tewksby 2013 Ltd"),
    ]);
}

#[test]
fn a_desk_behind_a_name_is_of_the_organisation_and_another_body_is_not() {
    check(&[
        (Joined, "Tewksby Haulage Ltd - Accounts Payable", "TEWKSBY HAULAGE LIMITED"),
        (Joined, "TEWKSBY HAULAGE LTD HEAD OFFICE", "Tewksby Haulage Limited"),
        (Asked, "Tewksby Haulage Ltd Barnsley Depot", "Tewksby Haulage Limited"),
        (Asked, "Kexby Hospice Tewksby", "Kexby Tewksby"),
        (Apart, "Tewksby Finance", "Tewksby Legal"),
    ]);
}

#[test]
fn trading_names_lead_to_their_owner_both_ways() {
    check(&[
        (Joined, "Tewksby Haulage T/A Hexley Taxis", "Hexley Taxis"),
        (Joined, "Tewksby Haulage Ltd T/A Hexley Cabs", "Tewksby Haulage Limited"),
        (Joined, "Tewksby Haulage Limited TA Hexley Cabs", "Tewksby Haulage Ltd"),
        (Joined, "Hexley Cabs (T/A Tewksby Haulage)", "Tewksby Haulage"),
        (Joined, "Tewksby Haulage trading as Hexley Cabs", "HEXLEY CABS"),
        // Two companies in one line: which of them is paid?
        (Apart, "Tewksby Haulage Ltd T/A Hexley Cabs", "Hexley Cabs Ltd"),
    ]);
}

#[test]
fn legal_persons_of_one_group_are_never_joined() {
    check(&[
        (Apart, "Tewksby Holdings Ltd", "Tewksby Services Ltd"),
        (Apart, "Tewksby (North) Ltd", "Tewksby Ltd"),
        (Apart, "Tewksby (UK) Ltd", "Tewksby Group Ltd"),
        (Apart, "Tewksby Haulage Ltd", "Hexley Haulage Ltd"),
        (Asked, "Tewksby Haulage Ltd", "Tewksby Haulage LLP"),
        (Asked, "Tewksby & Sons Ltd", "Tewksby and Son Ltd"),
    ]);
}

#[test]
fn a_name_that_is_anybodys_is_asked_about_unless_it_is_a_persons() {
    check(&[
        (Asked, "St Mary's Surgery", "ST MARYS SURGERY"),
        (Asked, "The Willows Care Home", "WILLOWS CARE HOME"),
        (Apart, "St Mary's Surgery", "St John's Surgery"),
        (Apart, "Freman College", "Ashby Surgery"),
        (Apart, "Mr John Smith", "MR JOHN SMITH"),
        (Apart, "J Smith", "J Smyth"),
        (Apart, "Margaret Brown", "MARGARET BROWNE"),
    ]);
}

#[test]
fn what_is_near_and_not_certain_is_asked() {
    check(&[
        (Asked, "Rosehealth Community Nursing", "Roseheath Community Nursing"),
        (Asked, "Roseehealth Community Nursing", "Roseheath Community Nursing"),
        (Asked, "Royal Institute of Paed Surgeons", "Royal Institute of Paediatric Surgeons"),
        (Asked, "Nottingvale University of", "University of Nottingvale"),
        (Asked, "Canterhall Christchurch Foundation", "Canterhall Christ Church Foundation Trust"),
        (Apart, "Cornvale Council", "Cornvale Care Ltd"),
        (Apart, "University of Nottingvale", "Nottingvale City Council"),
    ]);
}

#[test]
fn numbers_of_registers_join_and_part() {
    let with = |body: &str, name: &str, ids: &[&str]| Payee {
        identifiers: ids.iter().map(|id| (*id).to_owned()).collect(),
        ..payee(body, name)
    };
    let rows = [
        with("a", "Tewksby Haulage", &["GB-COH-01234567"]),
        with("b", "T H Transport Ltd", &["GB-COH-01234567"]),
        // One name, two companies.
        with("a", "Hexley Ltd", &["GB-COH-00445790"]),
        with("b", "Hexley Ltd", &["GB-COH-00445791"]),
        // A name with two numbers of one register says of neither whose it is.
        with("a", "Marlowe Ltd", &["GB-COH-00445792", "GB-COH-00445793"]),
        with("b", "Marlowe Textiles Ltd", &["GB-COH-00445792"]),
        with("b", "Quarles Ltd", &["GB-COH-00445793"]),
        // The same number, but another legal form: one of the two is misprinted.
        with("a", "Ashdene Ltd", &["GB-COH-00445794"]),
        with("b", "Ashdene Partners LLP", &["GB-COH-00445794"]),
    ];
    let found = suppliers(&rows, &[], &[]);
    for (expected, one, other) in [(Joined, 0, 1), (Apart, 2, 3), (Apart, 5, 6), (Asked, 7, 8)] {
        assert_eq!(verdict(&found, &rows[one], &rows[other]), expected, "{} | {}", rows[one].payee, rows[other].payee);
    }
    // The payer's own number in every row is nobody's.
    let names =
        ["Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Holly", "Ivy", "Juniper", "Larch", "Maple"];
    let rows: Vec<Payee> =
        names.iter().map(|name| with("a", &format!("{name}worth Supplies"), &["GB-COH-00445790"])).collect();
    assert_eq!(suppliers(&rows, &[], &[]).suppliers.len(), names.len());
}

#[test]
fn a_postcode_parts_surgeries_of_one_name_and_joins_them() {
    let at =
        |body: &str, name: &str, postcode: &str| Payee { postcode: Some(postcode.to_owned()), ..payee(body, name) };
    let rows = [
        at("a", "Park Surgery", "WX1 1AA"),
        at("b", "PARK SURGERY", "WX1 1AA"),
        at("a", "The Park Surgery", "WX9 9ZZ"),
        payee("c", "Park Surgery"),
    ];
    let found = suppliers(&rows, &[], &[]);
    for (expected, one, other) in [(Joined, 0, 1), (Asked, 0, 2), (Asked, 1, 3)] {
        assert_eq!(verdict(&found, &rows[one], &rows[other]), expected, "{one} {other} {:?}", found.near);
    }
}

#[test]
fn a_bodys_own_number_for_two_names_is_a_reason_to_ask() {
    let with = |name: &str, code: &str| Payee { payee_code: Some(code.to_owned()), ..payee("a", name) };
    let rows = [with("Tewksby Haulage Ltd", "10017"), with("Tewksby Logistics Ltd", "10017")];
    let found = suppliers(&rows, &[], &[]);
    assert_eq!(found.near.len(), 1, "{:?}", found.near);
    assert_eq!(found.near[0].reason, NearReason::OwnNumber);
    assert!(found.near[0].evidence.ends_with("a has one number for both, 10017"), "{}", found.near[0].evidence);
    // A number under many names is one for a sort of payment.
    let many: Vec<Payee> =
        ["Ash Oak", "Birch Oak", "Cedar Oak", "Elm Oak"].iter().map(|name| with(name, "99999")).collect();
    assert!(suppliers(&many, &[], &[]).near.is_empty());
}

fn body(payee: &str, id: &str, is_listed: bool) -> PublicBody {
    PublicBody {
        payee: payee.to_owned(),
        id: id.to_owned(),
        name: payee.to_owned(),
        kind: BodyKind::NhsTrust,
        is_listed,
    }
}

#[test]
fn a_trust_that_no_register_lists_is_the_listed_one_but_for_hospital() {
    let (listed, unlisted) = ("Salvale Royal NHS Foundation Trust", "Salvale Royal Hospitals NHS Trust");
    let (other, without) = ("Salvale Community NHS Trust", "Salvale Royal");
    let rows = [listed, unlisted, other, without].map(|name| payee("a", name));
    let bodies = [
        body(listed, "nhs:SAL", true),
        body(unlisted, "nhs:salvale-royal-hospitals-trust", false),
        body(other, "nhs:SCO", true),
    ];
    let found = suppliers(&rows, &bodies, &[]);
    assert_eq!(verdict(&found, &rows[0], &rows[1]), Joined);
    let edge = found.edges.iter().find(|edge| edge.payee == unlisted).expect("an edge");
    assert_eq!((edge.supplier_id.as_str(), edge.method), ("nhs:SAL", JoinMethod::TrustWords));
    assert_eq!(verdict(&found, &rows[0], &rows[2]), Apart);
    // The register does not know the name, and what a public body is paid is a transfer.
    assert_eq!(verdict(&found, &rows[0], &rows[3]), Asked);
    let decision = SupplierDecision {
        one: DecidedPayee { body_id: None, payee: listed.to_owned() },
        other: DecidedPayee { body_id: None, payee: without.to_owned() },
        is_same: true,
        decided_by: "A. Clerk".to_owned(),
        at: String::new(),
    };
    let found = suppliers(&rows, &bodies, std::slice::from_ref(&decision));
    assert_eq!((verdict(&found, &rows[0], &rows[3]), found.broken_decisions.len()), (Joined, 0));
    // Two listed bodies are two, whatever a person says.
    let two = SupplierDecision { other: DecidedPayee { body_id: None, payee: other.to_owned() }, ..decision };
    assert_eq!(suppliers(&rows, &bodies, &[two]).broken_decisions.len(), 1);
}

#[test]
fn an_answer_ends_the_question() {
    let rows = [payee("a", "Tewksby & Sons Ltd"), payee("b", "Tewksby and Son Ltd"), payee("c", "TEWKSBY & SON LTD")];
    let decide = |is_same| SupplierDecision {
        one: DecidedPayee { body_id: Some("a".to_owned()), payee: rows[0].payee.clone() },
        other: DecidedPayee { body_id: Some("b".to_owned()), payee: rows[1].payee.clone() },
        is_same,
        decided_by: "A. Clerk".to_owned(),
        at: String::new(),
    };
    assert_eq!(suppliers(&rows, &[], &[]).near.len(), 1);
    let apart = suppliers(&rows, &[], &[decide(false)]);
    assert_eq!((verdict(&apart, &rows[0], &rows[1]), verdict(&apart, &rows[0], &rows[2])), (Apart, Apart));
    let same = suppliers(&rows, &[], &[decide(true)]);
    assert_eq!((verdict(&same, &rows[0], &rows[1]), verdict(&same, &rows[0], &rows[2])), (Joined, Joined));
}

#[test]
fn the_most_pounds_that_an_answer_moves_stand_first() {
    let paid = |name: &str, pounds: i64| Payee { amount: Money::from_pence(pounds * 100), ..payee("a", name) };
    let rows = [
        paid("Tewksby & Sons Ltd", 900),
        paid("Tewksby & Son Ltd", 5),
        paid("Hexley Haulage Ltd", 300),
        paid("Hexley Haulage LLP", 200),
    ];
    let found = suppliers(&rows, &[], &[]);
    let moved: Vec<i64> = found.near.iter().map(|near| near.other.amount.pence() / 100).collect();
    assert_eq!(moved, [200, 5]);
    assert_eq!(found.near[1].one.payee, "Tewksby & Sons Ltd");
}
