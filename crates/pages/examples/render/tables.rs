//! A small made-up place as tables in memory: enough of everything for every page to have something on it,
//! ledger text that attacks a program that prints it, and nothing about real people.

#[path = "as_text.rs"]
mod as_text;
#[path = "proposals.rs"]
mod proposals;
#[path = "suppliers.rs"]
mod suppliers;

use std::path::PathBuf;

use account::{Account, Dimension};
use model::place::{BodyKind, Options, Theme};
use model::{Body, FinancialYear, Place, Reach, Tables, tables};
use pages::{Download, Run, Site};
use testkit::Memory;

/// Text that a page must show as text. No cell of a text table can hold a bar or a line's end.
pub const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"http://example.org\")",
    "../../../etc/passwd",
    "{{ 7 * 7 }} ${7*7} %s",
    "O'Brien & Sons <b>Ltd</b>",
    "Reversed \u{202e}dtL sgnidloH",
    "Bell \u{7} and \u{1} control",
    "javascript:alert(1)",
    "'; DROP TABLE spend; --",
];

const SERVICES: &[(&str, &str, &str)] = &[
    ("adult_social_care", "Adult social care", "10"),
    ("childrens_social_care", "Children's social care", "10.4"),
    ("education", "Education", "09"),
    ("highways_transport", "Highways and transport", "04.5"),
    ("environmental_regulatory", "Environment and regulation", "05"),
    ("housing", "Housing (General Fund)", "06.1"),
    ("nhs", "Health services", "07"),
    ("public_health", "Public health", "07.4"),
    ("cultural", "Culture, leisure and parks", "08"),
    ("planning_development", "Planning and economic development", "04.1"),
    ("central_services", "Central services", "01.3"),
    ("unclassified", "Unclassified", ""),
];

const PAYEES: &[&str] = &[
    "Acorn Nursery",
    "ACORN NURSERY LTD",
    "Brightwater Homes",
    "Cedar Court Care Home",
    "Dale Coaches",
    "Eastgate Surgery",
    "Fenwick & Hope Solicitors",
    "Greenway Waste Services",
    "Harbour Supported Living",
    "Ivy House School",
    "Jubilee Construction",
    "Kestrel IT",
    "Lantern Fostering",
    "Moorside Energy",
    "Northfield Academy Trust",
    "Old Mill Catering",
    "Pennine Agency Staff",
    "Quayside Highways",
    "Riverside Pharmacy",
    "Stonebridge Day Centre",
    "Tern Training",
    "Upland Roofing",
    "Valley Home Care",
    "Westgate Print",
    "Yew Tree Residential",
];

/// A line before it is a row of tables.
struct Line {
    body: &'static str,
    file: usize,
    row: usize,
    date: Option<String>,
    year: &'static str,
    payee: Option<String>,
    pence: i64,
    department: &'static str,
    heading: String,
    redacted: bool,
    treatment: &'static str,
    kind: &'static str,
    counterparty: &'static str,
    eliminated: bool,
    attribution: &'static str,
    why: &'static str,
    service: usize,
    theme: Option<(&'static str, f64)>,
}

/// Files of the place: body, path, month from 0 for April.
const FILES: &[(&str, &str)] =
    &[("county", "county/spend"), ("borough", "borough/payments"), ("icb", "icb/over-25k"), ("dfe", "dfe/over-25k")];

/// Chance that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }
}

pub fn place() -> Place {
    let body = |id: &str, name: &str, kind, reach| Body {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        codes: Vec::new(),
        other_names: Vec::new(),
        in_perimeter: reach == Reach::Local,
        reach,
        serves: Vec::new(),
    };
    let theme = |id: &str, name: &str| Theme { id: id.to_owned(), name: name.to_owned() };
    Place {
        name: "Tyneshire".to_owned(),
        area_codes: vec!["X47000099".to_owned()],
        region: None,
        population: Some(182_400),
        year: FinancialYear(2020),
        earlier_years: Vec::new(),
        bodies: vec![
            body("county", "Tyneshire County Council", BodyKind::CountyCouncil, Reach::Local),
            body("borough", "Marshford Borough Council", BodyKind::DistrictCouncil, Reach::Local),
            body("icb", "NHS Tyneshire Integrated Care Board", BodyKind::NhsCommissioner, Reach::Local),
            body("police", "Police and Crime Commissioner for Tyneshire", BodyKind::Police, Reach::Local),
            body("trust", "Tyneshire Hospitals NHS Foundation Trust", BodyKind::NhsTrust, Reach::Local),
            body("dfe", "Department for Education", BodyKind::Department, Reach::National),
        ],
        sources: Vec::new(),
        registers: Vec::new(),
        themes: vec![
            theme("early-years", "Early years"),
            theme("older-people", "Older people"),
            theme("homelessness", "Homelessness"),
        ],
        options: Options::default(),
        root: PathBuf::new(),
        sources_root: PathBuf::new(),
    }
}

/// The site of the made-up place.
pub fn site(n_lines_per_month: usize) -> Site {
    site_of(&place(), &memory(n_lines_per_month))
}

/// The site of any tables.
pub fn site_of(place: &Place, memory: &dyn Tables) -> Site {
    let names: Vec<(String, String)> =
        SERVICES.iter().map(|(id, name, _)| ((*id).to_owned(), (*name).to_owned())).collect();
    let divisions = [("04", "Economic affairs"), ("07", "Health"), ("09", "Education"), ("10", "Social protection")];
    let divisions: Vec<(String, String)> =
        divisions.iter().map(|(code, name)| ((*code).to_owned(), format!("{code} {name}"))).collect();
    let account = Account::load(place, memory).expect("the tables of a test are whole");
    let account = account.with_labels(Dimension::Service, &names).with_labels(Dimension::CofogDivision, &divisions);
    let summary = report::summary(memory, place).expect("the tables of a test are whole");
    let run = Run {
        program: "totalplace 0.1.0".to_owned(),
        digest: "1f2e3d4c".to_owned(),
        downloads: Vec::<Download>::new(),
    };
    Site::new(place.clone(), account, summary, memory, run).expect("the tables of a test are whole")
}

/// Every table, with this many lines for each month and body.
pub fn memory(n_lines_per_month: usize) -> Memory {
    memory_of(lines(n_lines_per_month))
}

/// The same place without one of its lines.
pub fn memory_without(n_lines_per_month: usize, left_out: usize) -> Memory {
    let mut lines = lines(n_lines_per_month);
    lines.remove(left_out);
    memory_of(lines)
}

fn memory_of(lines: Vec<Line>) -> Memory {
    let memory = Memory::new()
        .with(&tables::SOURCE_FILE, &as_text::source_files(&lines))
        .with(&tables::LEDGER_LINE, &as_text::ledger_lines(&lines))
        .with(&tables::SPEND, &as_text::spends(&lines))
        .with(&tables::THEME_SHARE, &as_text::theme_shares(&lines))
        .with(&tables::TRANSFER, &as_text::transfers(&lines))
        .with(&tables::FLOW, &as_text::flows(&lines))
        .with(&tables::COUNTERPARTY, as_text::COUNTERPARTIES)
        .with(&tables::RECONCILIATION, &as_text::reconciliations(&lines))
        .with(&tables::LEDGER_PROBLEM, as_text::PROBLEMS);
    let made = proposals::tables(ATTACKS).into_iter().chain(suppliers::tables(&lines));
    made.fold(memory, |memory, (table, batch)| memory.with_batch(table, batch))
}

fn lines(n_per_month: usize) -> Vec<Line> {
    let mut dice = Dice(7);
    let mut lines = Vec::new();
    for (file, (body, _)) in FILES.iter().enumerate() {
        let mut row = 1;
        for month in 0..12 {
            for n in 0..n_per_month {
                row += 1;
                lines.push(line(&mut dice, file, body, row, month, n));
            }
        }
    }
    lines
}

fn line(dice: &mut Dice, file: usize, body: &'static str, row: usize, month: usize, n: usize) -> Line {
    let service = match body {
        "icb" => 6,
        "dfe" => 2,
        _ => dice.below(SERVICES.len()),
    };
    // Amounts are heavy-tailed: most are small, a few are most of the money.
    let size = [1_000, 10_000, 80_000, 900_000, 12_000_000][dice.below(100) / 25 + usize::from(dice.below(40) == 0)];
    let pence = (dice.below(size) + 100) as i64;
    let is_credit = dice.below(20) == 0;
    let (calendar_year, calendar_month) = (2020 + (month + 3) / 12, (month + 3) % 12 + 1);
    let payee = match dice.below(30) {
        0 => None,
        1 | 2 => Some(ATTACKS[dice.below(ATTACKS.len())].to_owned()),
        _ => Some(PAYEES[dice.below(PAYEES.len())].to_owned()),
    };
    let mut line = Line {
        body,
        file,
        row,
        date: Some(format!("{calendar_year}-{calendar_month:02}-{:02}", dice.below(28) + 1)),
        year: "2020-21",
        payee,
        pence: if is_credit { -pence } else { pence },
        department: if dice.below(2) == 0 { "People" } else { "Place & <Growth>" },
        heading: format!("{} {}", SERVICES[service].1, ["placements", "contracts", "\"other\""][dice.below(3)]),
        redacted: dice.below(25) == 0,
        treatment: "spend",
        kind: "",
        counterparty: "",
        eliminated: false,
        attribution: "here",
        why: "default-spend",
        service,
        theme: match service {
            0 => Some(("older-people", 1.0)),
            2 => Some(("early-years", 0.5)),
            5 => Some(("homelessness", 1.0)),
            _ => None,
        },
    };
    make_special(&mut line, n, dice);
    line
}

/// Some lines are transfers, financing, another year's, or for another area.
fn make_special(line: &mut Line, n: usize, dice: &mut Dice) {
    let transfer = |line: &mut Line, kind, counterparty, payee: &str, eliminated| {
        line.treatment = "transfer";
        (line.kind, line.counterparty, line.eliminated) = (kind, counterparty, eliminated);
        (line.payee, line.redacted, line.theme) = (Some(payee.to_owned()), false, None);
        (line.why, line.pence) = ("public-body", line.pence.abs() * 5);
    };
    match (line.body, n % 12) {
        ("dfe", 0 | 1) => transfer(line, "grant", "county", "Tyneshire CC", true),
        ("dfe", 2..=6) => {
            transfer(line, "grant", "local-authority-eng:XYZ", "Elsewhere Council", false);
            line.attribution = "elsewhere";
        }
        ("dfe", _) => (line.attribution, line.theme) = ("not_attributable", None),
        ("county", 1) => transfer(line, "grant", "icb", "NHS Tyneshire", true),
        ("county" | "borough", 2) => transfer(line, "precept", "police", "Tyneshire Police", false),
        ("icb", 1 | 2) => transfer(line, "purchase", "trust", "Tyneshire Hospitals", false),
        ("icb", 3) => transfer(line, "section_75", "county", "Tyneshire CC", true),
        ("county", 3) => {
            (line.treatment, line.why, line.pence) = ("financing", "grant-received", -line.pence.abs());
            line.theme = None;
        }
        ("borough", 3) => (line.treatment, line.why, line.theme) = ("excluded", "payroll-tax", None),
        ("borough", 4) => line.date = None,
        ("county", 5) if dice.below(6) == 0 => {
            line.date = Some("2021-04-09".to_owned());
            line.year = "2021-22";
        }
        _ => {}
    }
}
