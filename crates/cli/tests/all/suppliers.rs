//! Who is paid, from files to pages: decisions are honoured, pounds are kept, and real places are read right.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Output;

use money::{Amount, Money};
use serde_json::Value;

use crate::run::Copy;

fn marshford() -> Copy {
    Copy::of_example("marshford").expect("the small place comes with the project")
}

fn run(place: &Copy, command: &str, arguments: &[&str]) -> Output {
    place.command(command).args(arguments).output().expect("the command runs")
}

fn talk(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("JSON, not {}", talk(output)))
}

fn pounds(value: &Value) -> Money {
    Amount::parse(value.as_str().expect("pounds are text")).expect("pounds").money
}

fn sum(place: &Copy, sql: &str) -> Money {
    pounds(&Value::String(place.value(sql)))
}

/// The total parts into suppliers and lines that print no name, to the penny.
pub fn check_pounds_are_kept(place: &Copy) {
    let net = "s.attribution = 'here' AND s.treatment IN ('spend', 'transfer') AND NOT s.eliminated";
    let nameless = format!(
        "SELECT coalesce(sum(s.amount), 0) FROM spend s JOIN ledger_line l ON s.line_id = l.line_id
        WHERE l.payee IS NULL AND {net}"
    );
    let named = sum(place, "SELECT coalesce(sum(amount), 0) FROM supplier_spend");
    assert_eq!(named + sum(place, &nameless), sum(place, &format!("SELECT sum(s.amount) FROM spend s WHERE {net}")));
    let lines =
        "SELECT count(*) FROM ledger_line l LEFT JOIN payee_supplier n ON l.body_id = n.body_id AND l.payee = n.payee
        WHERE l.payee IS NOT NULL AND n.supplier_id IS NULL";
    assert_eq!(place.value(lines), "0", "every printed name has a supplier");
}

#[test]
fn a_supplier_is_traced_to_its_lines_under_every_name() {
    let place = marshford();
    run(&place, "build", &["suppliers", "--quiet"]);
    check_pounds_are_kept(&place);
    let largest = place.query(
        "SELECT supplier_id AS id, n_lines AS n, amount FROM supplier WHERE n_names > 1 ORDER BY amount DESC LIMIT 1",
    );
    let id = largest[0]["id"].as_str().expect("a supplier of several names");
    let traced = json(&run(&place, "trace", &["--supplier", id, "--json"]));
    assert_eq!((&traced["n_lines"], &traced["amount"]), (&largest[0]["n"], &largest[0]["amount"]));
    let shown = json(&run(&place, "suppliers", &["--id", id, "--json"]));
    let names: BTreeSet<&str> =
        shown[0]["names"].as_array().expect("names").iter().filter_map(|name| name["payee"].as_str()).collect();
    assert!(1 < names.len(), "{names:?}");
    assert_eq!(run(&place, "suppliers", &["--id", "nobody"]).status.code(), Some(1));
}

#[test]
fn what_people_decide_comes_before_every_rule() {
    let place = marshford();
    let supplier_of = |payee: &str| {
        place.value(&format!(
            "SELECT min(supplier_id) FROM payee_supplier WHERE payee = '{}'",
            payee.replace('\'', "''")
        ))
    };
    let (one, other) = ("Willow House Care Home", "Bridge Supported Living CIC");
    run(&place, "build", &["suppliers", "--quiet"]);
    assert_ne!(supplier_of(one), supplier_of(other));
    let heading = "decided_on,decided_by,body,payee,other_body,other_payee,decision,note\n";
    let line = |payee: &str, decision: &str| format!("2026-01-31,A. Clerk,,{one},,{payee},{decision},\n");
    place.write("decisions/suppliers.csv", &format!("{heading}{}", line(other, "same")));
    run(&place, "build", &["suppliers", "--quiet"]);
    assert_eq!(supplier_of(one), supplier_of(other));
    let decided = "SELECT count(*) FROM payee_supplier WHERE method = 'decision' AND decided_by = 'A. Clerk'";
    assert_ne!(place.value(decided), "0");
    // People who change their mind add a line.
    let both = format!("{heading}{}{}", line(other, "same"), line(other, "different"));
    place.write("decisions/suppliers.csv", &both);
    run(&place, "build", &["suppliers", "--quiet"]);
    assert_ne!(supplier_of(one), supplier_of(other));
    // A slip of the pen is told, and does no harm.
    place.write("decisions/suppliers.csv", &format!("{both}{}", line("Wilow House", "same")));
    run(&place, "build", &["suppliers", "--quiet"]);
    let shown = run(&place, "suppliers", &[]);
    assert_eq!(shown.status.code(), Some(1));
    assert!(talk(&shown).contains("decisions/suppliers.csv:4: no ledger prints `Wilow House`"), "{}", talk(&shown));
}

#[test]
fn decisions_that_cannot_hold_stop_the_build_with_their_lines() {
    let place = marshford();
    let (one, other, third) = ("Willow House Care Home", "Bridge Supported Living CIC", "Fenland Coaches Ltd");
    let mut text = "decided_on,decided_by,body,payee,other_body,other_payee,decision\n".to_owned();
    for (a, b, decision) in [(one, other, "same"), (other, third, "same"), (one, third, "different")] {
        text.push_str(&format!("2026-01-31,A. Clerk,,{a},,{b},{decision}\n"));
    }
    place.write("decisions/suppliers.csv", &text);
    let output = run(&place, "build", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(talk(&output).contains("decisions/suppliers.csv:3"), "{}", talk(&output));
    place.write("decisions/suppliers.csv", &text.replace(",different", ",diferent"));
    let output = run(&place, "build", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(talk(&output).contains("did you mean `different`"), "{}", talk(&output));
}

/// The made-up place, end to end: names as the files print them, public bodies as the registers know them.
#[test]
fn suppliers_of_a_made_up_place_are_those_of_its_truth() {
    let place = Copy::empty();
    let made = run(&place, "synth", &["--people", "20000", "--seed", "11"]);
    assert!(made.status.success(), "{}", talk(&made));
    run(&place, "build", &["suppliers", "--quiet"]);
    check_pounds_are_kept(&place);
    let mut reader = csv::Reader::from_path(place.join("truth/payees.csv")).expect("the truth about payees");
    let truth: BTreeMap<(String, String), String> = reader
        .deserialize::<BTreeMap<String, String>>()
        .map(|row| row.expect("a row"))
        .filter(|row| !row["supplier_id"].is_empty())
        .map(|row| ((row["body"].clone(), row["payee"].clone()), row["supplier_id"].clone()))
        .collect();
    let rows = place.query("SELECT body_id, payee, supplier_id, amount FROM payee_supplier WHERE amount > 0");
    let text = |row: &Value, key: &str| row[key].as_str().expect("text").to_owned();
    let known = rows.iter().filter_map(|row| {
        let truth = truth.get(&(text(row, "body_id"), text(row, "payee")))?;
        Some((text(row, "supplier_id"), truth.clone(), pounds(&row["amount"]).pounds()))
    });
    let known: Vec<(String, String, f64)> = known.collect();
    assert!(500 < known.len(), "only {} names of the truth are found", known.len());
    let (precision, recall) = precision_and_recall(&known);
    assert!(0.995 <= precision && 0.97 <= recall, "precision {precision:.4}, recall {recall:.4}");
}

/// Of names with what was found, what is true and their pounds: how much of the value beside each pound is of
/// the same supplier, as a mean over all pounds (B-cubed).
fn precision_and_recall(names: &[(String, String, f64)]) -> (f64, f64) {
    let (mut both, mut by_found, mut by_truth) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (found, truth, pounds) in names {
        *both.entry((found, truth)).or_insert(0.0) += pounds;
        *by_found.entry(found).or_insert(0.0) += pounds;
        *by_truth.entry(truth).or_insert(0.0) += pounds;
    }
    let total: f64 = both.values().sum();
    let mean = |beside: &dyn Fn(&String, &String) -> f64| {
        both.iter().map(|((found, truth), pounds)| pounds * pounds / beside(found, truth)).sum::<f64>() / total
    };
    (mean(&|found, _| by_found[found]), mean(&|_, truth| by_truth[truth]))
}

/// The ten biggest suppliers of several bodies with every name that is joined, as a person read them beside the
/// ledgers on 27 November 2026: none is joined wrongly.
const REVIEWED: [(&str, &[&str]); 10] = [
    ("new-beginnings-n-e-limited", &["NEW BEGINNINGS (N.E.) LTD"]),
    ("united-response", &["UNITED RESPONSE"]),
    ("be-caring-limited", &["BE CARING LTD"]),
    ("new-prospects-association-limited", &["NEW PROSPECTS ASSOCIATION LIMITED", "NEW PROSPECTS ASSOCIATION LTD"]),
    ("community-integrated-care", &["COMMUNITY INTEGRATED CARE"]),
    ("edf-energy", &["EDF ENERGY"]),
    ("coquet-trust", &["COQUET TRUST"]),
    ("percy-hedley-centre", &["PERCY HEDLEY CENTRE"]),
    ("stonham", &["STONHAM"]),
    ("comfort-call-limited", &["COMFORT CALL LTD"]),
];

/// More joins that were read, and joins that would be wrong.
const JOINED: [[&str; 2]; 8] = [
    ["NORTHUMBRIAN WATER", "NORTHUMBRIAN WATER LIMITED"],
    ["A & J KEITH LTD", "A&J KEITH LTD"],
    ["NURTUREDCARE NE LTD", "NURTURED CARE (NE) LTD"],
    ["ADDISON COURT T/A DAV HOMES LTD", "DAV HOMES LTD"],
    ["HOUSING21", "HOUSING 21"],
    ["OIL NRG", "OIL NRG LIMITED"],
    ["KEYRING LIVING SUPPORT NETWORKS", "KEYRING LIVING SUPPORT NETWORK"],
    ["ROYAL VOLUNTATRY SERVICE", "ROYAL VOLUNTARY SERVICE"],
];
const APART: [[&str; 2]; 4] = [
    ["THE CRACK LTD", "CTRACK LIMITED"],
    ["PERCY HEDLEY CENTRE", "PERCY HEDLEY FOUNDATION"],
    ["DIMENSIONS (UK) LTD", "DIMENSIONS"],
    ["SPRINGFIELD HOMECARE SERVICES LTD T/A POSITIVE LIFE CHOICES", "POSITIVE LIFE CHOICES LTD"],
];

pub fn check_tyne_and_wear(place: &Copy) {
    check_pounds_are_kept(place);
    let shared = json(&run(place, "suppliers", &["--shared", "10", "--json"]));
    let found: Vec<(&str, BTreeSet<&str>)> = shared
        .as_array()
        .expect("suppliers")
        .iter()
        .map(|supplier| {
            let names = supplier["names"].as_array().expect("names").iter();
            (
                supplier["supplier_id"].as_str().expect("an id"),
                names.filter_map(|name| name["payee"].as_str()).collect(),
            )
        })
        .collect();
    let reviewed: Vec<(&str, BTreeSet<&str>)> =
        REVIEWED.iter().map(|(id, names)| (*id, names.iter().copied().collect())).collect();
    assert_eq!(found, reviewed, "read the names that are joined, and review them again");
    let n_suppliers = |[one, other]: [&str; 2]| {
        place.value(&format!(
            "SELECT count(DISTINCT supplier_id) FROM payee_supplier WHERE payee IN ('{one}', '{other}')"
        ))
    };
    JOINED.into_iter().for_each(|pair| assert_eq!(n_suppliers(pair), "1", "{pair:?}"));
    APART.into_iter().for_each(|pair| assert_eq!(n_suppliers(pair), "2", "{pair:?}"));
}

/// Leeds: most of the value goes to other public bodies, which is why these are recognised first.
pub fn check_leeds(place: &Copy, printed: &str) {
    check_pounds_are_kept(place);
    let kinds: BTreeMap<String, Money> = place
        .query(
            "SELECT k.supplier_kind AS kind, sum(s.amount) AS pounds FROM supplier_spend s
            JOIN supplier k ON s.supplier_id = k.supplier_id GROUP BY k.supplier_kind",
        )
        .iter()
        .map(|row| (row["kind"].as_str().expect("a kind").to_owned(), pounds(&row["pounds"])))
        .collect();
    let total: Money = kinds.values().sum();
    let public = sum(
        place,
        "SELECT sum(s.amount) FROM supplier_spend s JOIN supplier k ON s.supplier_id = k.supplier_id WHERE k.is_public_body",
    );
    let share = public.share_of(total).expect("money was spent");
    assert!((0.645..0.655).contains(&share), "{share} of what has a name goes to public bodies");
    assert!(pounds(&Value::String("1000000000.00".to_owned())) < kinds["nhs_commissioner"], "{kinds:?}");
    for kind in ["company", "organisation", "police", "fire", "levying_body", "council", "withheld"] {
        assert!(Money::ZERO < kinds[kind], "{kind} in {kinds:?}");
    }
    for words in
        ["By kind of payee, net here", "NHS commissioner", "Public bodies are recognised first; they get 64.8% of it"]
    {
        assert!(printed.contains(words), "{words} in {printed}");
    }
}
