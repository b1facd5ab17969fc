//! The account that the product makes of the place: treatments line by line, transfers, published totals.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, RecordBatch};
use intake::files::Sources;
use intake::ledgers::{Reader, lay_side_by_side};
use intake::mapping::Mappings;
use intake::source_file::{SourceFile, source_file_table};
use ledger::{LineClass, Register, Totals, Treater};
use model::payee::{PRIVATE_INDIVIDUAL, PayeeMasks};
use model::problem::problem_table;
use model::tables::{LEDGER_LINE, LEDGER_PROBLEM, ledger_line, reconciliation, spend, transfer};
use model::{AccountPart, Place, Treatment};

use crate::files::place;
use crate::made::{Made, make, pence, plan};

/// Everything that the product says of a place.
pub struct Account {
    tables: Vec<SourceFile>,
    pub lines: Vec<RecordBatch>,
    pub spend: Vec<RecordBatch>,
    pub theme_shares: Vec<RecordBatch>,
    pub totals: Totals,
    transfers: RecordBatch,
    reconciliation: RecordBatch,
}

fn part(class: &LineClass) -> AccountPart {
    AccountPart::of(class.treatment, class.eliminated, class.attribution)
}

pub fn account(made: &Made) -> Account {
    let place = place(made);
    let sources = Sources::find(&place);
    let reader = Reader { place: &place, mappings: &Mappings::default(), masks: &PayeeMasks::default() };
    let mut lines = Vec::new();
    let ledgers = sources.ledgers.found.iter();
    let tables: Vec<SourceFile> = ledgers.flat_map(|file| reader.read(file, &mut |batch| lines.push(batch))).collect();
    let publications = sources.publications.found.iter();
    let outturn: Vec<RecordBatch> = publications.map(|file| intake::published::read(file, &place).lines).collect();
    let beside = lay_side_by_side(&place, &tables, &sources.ledgers.problems);
    let treater = treater(made, &place, &lines, &source_file_table(&tables, &beside.copies));
    let treated: Vec<_> = lines.iter().map(|batch| treater.treat(batch)).collect();
    let mut totals = Totals::default();
    treated.iter().for_each(|part| totals.merge(part.totals.clone()));
    let problems = problem_table(&LEDGER_PROBLEM, &beside.problems);
    let services = place::outturn_services(&place::Files::read(made.dir(), place::RULES).expect("a folder"))
        .expect("the services of the place")
        .into_iter();
    let services: Vec<ledger::OutturnService> =
        services.map(|of| ledger::OutturnService { series: of.series, label: of.label, service: of.service }).collect();
    let reconciliation = ledger::reconcile(&outturn, &services, &totals, &problems);
    Account {
        tables,
        lines,
        spend: treated.iter().map(|part| part.spend.clone()).collect(),
        theme_shares: treated.iter().map(|part| part.theme_shares.clone()).collect(),
        transfers: ledger::transfers(&place, &totals),
        totals,
        reconciliation,
    }
}

fn treater(made: &Made, place: &Place, lines: &[RecordBatch], source_files: &RecordBatch) -> Treater {
    let column = |name: &str| {
        lines.iter().flat_map(|batch| texts(batch, name)).filter(|text| !text.is_empty()).collect::<BTreeSet<String>>()
    };
    let payees = column(ledger_line::PAYEE);
    let mut own_money = ledger::OwnMoney::new();
    for row in lines.iter().flat_map(|batch| LEDGER_LINE.read(batch).iter()) {
        let body = row.text(ledger_line::BODY_ID).to_owned();
        own_money.entry(body).or_default().insert(row.year(ledger_line::FINANCIAL_YEAR));
    }
    let mut others = Vec::new();
    for register in &place.registers {
        others.extend(intake::register::read(&made.path(&register.files), register.kind).expect("a register").0);
    }
    others.extend(intake::register::shipped());
    let counterparties = ledger::counterparties(&Register::new(place, &others), payees.iter().map(String::as_str));
    let rules =
        place::rules(&place::Files::read(made.dir(), place::RULES).expect("a folder")).expect("rules without mistakes");
    Treater::new(place, &own_money, source_files, &counterparties, &rules).expect("the rules can be used")
}

/// A text column, whatever way it is kept.
fn texts(batch: &RecordBatch, name: &str) -> Vec<String> {
    let array: &ArrayRef = batch.column_by_name(name).expect("a column of the table");
    if let Some(dictionary) = array.as_any_dictionary_opt() {
        let values = dictionary.values().as_string::<i32>();
        let keys = if values.is_empty() { vec![0; array.len()] } else { dictionary.normalized_keys() };
        let text =
            |(row, key): (usize, usize)| if array.is_null(row) || values.is_empty() { "" } else { values.value(key) };
        return keys.into_iter().enumerate().map(|of| text(of).to_owned()).collect();
    }
    array.as_string::<i32>().iter().map(|text| text.unwrap_or_default().to_owned()).collect()
}

fn money(batch: &RecordBatch, name: &str) -> Vec<Option<i64>> {
    let array =
        batch.column_by_name(name).expect("a column of the table").as_primitive::<arrow_array::types::Decimal128Type>();
    array.iter().map(|pence| pence.map(|pence| pence as i64)).collect()
}

/// Treatment, transfer kind and elimination of a line; the counterparty too, where both sides name one of the place.
type Treated = (String, String, bool);

/// What `truth/lines` says of one file's rows.
fn planted_treatments(made: &Made, table: &SourceFile) -> HashMap<u64, (Treated, String)> {
    let sheet = table.sheet.as_ref().map(|sheet| format!(".{sheet}")).unwrap_or_default();
    let text =
        fs::read_to_string(made.path("truth/lines").join(format!("{}{sheet}.csv", table.path))).expect("the lines");
    let mut rows = text.lines();
    assert_eq!(rows.next(), Some("row,treatment,transfer_kind,counterparty,eliminated"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let [row, treatment, kind, counterparty, eliminated] = cells.as_slice() else { panic!("{line}") };
        let treated = ((*treatment).to_owned(), (*kind).to_owned(), *eliminated == "true");
        (row.parse().expect("a row"), (treated, (*counterparty).to_owned()))
    };
    rows.map(row).collect()
}

/// Lines whose treatment is not the planted one, by what differs, with an example.
fn treatment_differences(made: &Made, account: &Account) -> BTreeMap<String, (u64, String)> {
    let tables: HashMap<&str, &SourceFile> =
        account.tables.iter().map(|table| (table.file_id.as_str(), table)).collect();
    let mut planted: HashMap<String, HashMap<u64, (Treated, String)>> = HashMap::new();
    let mut wrong: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for (lines, spend) in account.lines.iter().zip(&account.spend) {
        let rows = lines.column_by_name(ledger_line::ROW).expect("rows").as_primitive::<Int64Type>();
        let [files, payees, purposes] =
            [ledger_line::FILE_ID, ledger_line::PAYEE, ledger_line::DESCRIPTION].map(|name| texts(lines, name));
        let [treatments, kinds, whys] =
            [spend::TREATMENT, spend::TRANSFER_KIND, spend::WHY].map(|name| texts(spend, name));
        let counterparties = texts(spend, spend::COUNTERPARTY_ID);
        let eliminated = spend.column_by_name(spend::ELIMINATED).expect("a flag").as_boolean();
        for row in 0..lines.num_rows() {
            let table = tables[files[row].as_str()];
            let of_file = planted.entry(files[row].clone()).or_insert_with(|| planted_treatments(made, table));
            let number = rows.value(row) as u64;
            let (expected, counterparty) = match of_file.get(&number) {
                _ if is_copy(made, &table.path) => (("excluded".to_owned(), String::new(), false), String::new()),
                Some((treated, counterparty)) => (treated.clone(), counterparty.clone()),
                None => (("spend".to_owned(), String::new(), false), String::new()),
            };
            let found: Treated = (treatments[row].clone(), kinds[row].clone(), eliminated.value(row));
            let is_of_place = place_has(made, &counterparty) && expected.0 != "spend";
            let counterparty_differs = is_of_place && counterparties[row] != counterparty;
            if found != expected || counterparty_differs {
                let what = format!(
                    "{}: {expected:?} {counterparty} planted, {found:?} {} found ({})",
                    table.body_id, counterparties[row], whys[row]
                );
                let example = format!("{} row {number}: {} | {}", table.shown(), payees[row], purposes[row]);
                wrong.entry(what).or_insert((0, example)).0 += 1;
            }
        }
    }
    wrong
}

/// A file that was sent under two names counts once.
fn is_copy(made: &Made, path: &str) -> bool {
    let doubts = made.truth["doubts"].as_array().expect("doubts");
    doubts.iter().any(|doubt| doubt["kind"] == "same_file_twice" && doubt["path"] == path)
}

fn place_has(made: &Made, id: &str) -> bool {
    !id.is_empty() && made.truth["bodies"].get(id).is_some()
}

/// People and seeds: a village, a small town, and a place large enough for every doubt.
const PLACES: [(u64, u64); 4] = [(150, 3), (2_500, 1), (2_500, 2026), (8_000, 7)];

#[test]
fn every_line_is_treated_as_it_was_planted() {
    for (people, seed) in PLACES {
        let made = make(&plan(people, seed));
        let account = account(&made);
        let wrong = treatment_differences(&made, &account);
        let told: Vec<String> =
            wrong.iter().map(|(what, (n, example))| format!("{n} lines: {what}\n    {example}")).collect();
        assert!(told.is_empty(), "{people} people, seed {seed}\n{}", told.join("\n"));
        check_sums(&made, &account);
        check_net(&made, &account);
        check_transfers(&made, &account);
        check_reconciliation(&made, &account);
        check_payees(&made, &account);
    }
}

fn check_sums(made: &Made, account: &Account) {
    for (body, planted) in made.truth["bodies"].as_object().expect("bodies") {
        for treatment in Treatment::ALL {
            let found = account.totals.sum(|class| class.body_id == *body && class.treatment == *treatment);
            let planted = &planted["by_treatment"][treatment.word()];
            assert_eq!(Some(found.n_lines), planted["lines"].as_u64(), "{body} {}", treatment.word());
            assert_eq!(found.amount.pence(), pence(&planted["pounds"]), "{body} {}", treatment.word());
        }
        let found = account.totals.sum(|class| class.body_id == *body && class.eliminated);
        assert_eq!(found.amount.pence(), pence(&planted["eliminated"]["pounds"]), "{body} eliminated");
    }
}

/// What is spent for the place, each pound once.
fn check_net(made: &Made, account: &Account) {
    for (body, planted) in made.truth["bodies"].as_object().expect("bodies") {
        let found = account.totals.sum(|class| class.body_id == *body && part(class).is_net());
        assert_eq!(found.amount.pence(), pence(&planted["net"]["pounds"]), "net of {body}");
        assert_eq!(Some(found.n_lines), planted["net"]["lines"].as_u64(), "net of {body}");
    }
    assert_eq!(account.totals.sum(|class| part(class).is_net()).amount.pence(), pence(&made.truth["net"]["pounds"]));
    let eliminated = account.totals.sum(|class| class.eliminated).amount.pence();
    assert_eq!(eliminated, pence(&made.truth["eliminated"]["pounds"]));
}

/// How often each payee is printed. Lines of a masked name are those of private individuals, and every "Mr" is one.
fn check_payees(made: &Made, account: &Account) {
    let mut found: BTreeMap<(String, String), u64> = BTreeMap::new();
    for lines in &account.lines {
        let (bodies, payees) = (texts(lines, ledger_line::BODY_ID), texts(lines, ledger_line::PAYEE));
        bodies.into_iter().zip(payees).for_each(|of| *found.entry(of).or_default() += 1);
    }
    let mut reader = csv::Reader::from_path(made.path("truth/payees.csv")).expect("the payees");
    let mut n_names = 0;
    let people = people_who_supply(made);
    let mut masked: BTreeMap<String, u64> = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("a payee");
        let lines: u64 = row[4].parse().expect("lines");
        let known = found.get(&(row[0].to_owned(), row[1].to_owned()));
        if known.is_none() || is_titled(&row[1]) {
            assert!(known.is_none() && people.contains(&row[2]), "{} of {}", &row[1], &row[0]);
            *masked.entry(row[0].to_owned()).or_default() += lines;
            continue;
        }
        assert_eq!(known, Some(&lines), "{} of {}", &row[1], &row[0]);
        n_names += 1;
    }
    for (body, lines) in masked {
        assert_eq!(found.get(&(body.clone(), PRIVATE_INDIVIDUAL.to_owned())), Some(&lines), "masked by {body}");
    }
    assert!(n_names > 300, "{n_names} printed names");
}

fn is_titled(payee: &str) -> bool {
    payee.get(..3).is_some_and(|title| title.eq_ignore_ascii_case("mr "))
}

/// Ids of suppliers that are one person, as synth made them.
fn people_who_supply(made: &Made) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_path(made.path("truth/suppliers.csv")).expect("the suppliers");
    let rows = reader.records().map(|row| row.expect("a supplier"));
    rows.filter(|row| &row[2] == "person").map(|row| row[0].to_owned()).collect()
}

/// Transfers of the year between bodies of the place, by pair.
fn check_transfers(made: &Made, account: &Account) {
    let batch = &account.transfers;
    let [payers, receivers, statuses] =
        [transfer::PAYER_ID, transfer::RECEIVER_ID, transfer::STATUS].map(|name| texts(batch, name));
    let (amounts, matched) = (money(batch, transfer::AMOUNT), money(batch, transfer::MATCHED_AMOUNT));
    let years =
        batch.column_by_name(transfer::FINANCIAL_YEAR).expect("a year").as_primitive::<arrow_array::types::Int32Type>();
    for planted in made.truth["transfers"].as_array().expect("transfers") {
        let text = |key: &str| planted[key].as_str().expect("a word");
        if !place_has(made, text("receiver")) {
            continue;
        }
        let of_pair: Vec<usize> = (0..batch.num_rows())
            .filter(|row| {
                payers[*row] == text("payer") && receivers[*row] == text("receiver") && years.value(*row) == 2025
            })
            .collect();
        let pair = format!("{} to {}", text("payer"), text("receiver"));
        assert_eq!(of_pair.iter().filter_map(|row| amounts[*row]).sum::<i64>(), pence(&planted["pounds"]), "{pair}");
        let received = of_pair.iter().map(|row| matched[*row]).sum::<Option<i64>>();
        assert_eq!(received, planted["received"].as_str().map(|_| pence(&planted["received"])), "{pair} received");
        assert!(of_pair.iter().all(|row| statuses[*row] == text("status")), "{pair}: {} planted", text("status"));
    }
}

/// Causes that the product can tell to the penny, where it tells them at all.
const EXACT: [&str; 6] = ["pay", "transfers", "capital", "benefits", "schools", "sent_twice"];
/// Causes that it can only estimate: a month's credits are few and heavy-tailed.
const ESTIMATED: [&str; 2] = ["missing_months", "signs"];

/// Published, counted and exact causes as planted, estimates of the right sign and size, and no pound of the rest explained.
fn check_reconciliation(made: &Made, account: &Account) {
    let batch = &account.reconciliation;
    let [bodies, all_series, services, items] =
        [reconciliation::BODY_ID, reconciliation::SERIES, reconciliation::SERVICE, reconciliation::ITEM]
            .map(|name| texts(batch, name));
    let amounts = money(batch, reconciliation::AMOUNT);
    for planted in made.truth["reconciliation"].as_array().expect("bodies") {
        let body = planted["body"].as_str().expect("a body");
        let series = planted["series"].as_str().expect("a series");
        let item = |item: &str| {
            let is_wanted = |row: &usize| {
                bodies[*row] == body && all_series[*row] == series && services[*row] == "all" && items[*row] == item
            };
            let row = (0..batch.num_rows()).find(is_wanted);
            amounts[row.unwrap_or_else(|| panic!("{body} {item}"))]
        };
        let cause = |cause: &str| pence(&planted["causes"][cause]);
        assert_eq!(item("published"), Some(pence(&planted["published"])), "{body} published");
        assert_eq!(item("counted"), Some(pence(&planted["counted"])), "{body} counted");
        let mut unexplained = pence(&planted["unexplained"]) + cause("below_threshold");
        assert_eq!(item("below_threshold"), None, "no file says what lies below the threshold of {body}");
        for name in EXACT {
            match item(name) {
                Some(found) => assert_eq!(found, cause(name), "{body} {name}"),
                // Where a body marks no capital or publishes no benefits, they are in its unexplained.
                None => unexplained += cause(name),
            }
        }
        for name in ESTIMATED {
            let found = item(name).unwrap_or(0);
            let ratio = found as f64 / cause(name) as f64;
            let is_near = if cause(name) == 0 { found == 0 } else { (0.1..10.0).contains(&ratio) };
            assert!(is_near, "{body} {name}: {} planted, {found} estimated", cause(name));
            unexplained += cause(name) - found;
        }
        assert_eq!(item("does_not_open"), Some(unexplained), "{body} unexplained");
    }
}
