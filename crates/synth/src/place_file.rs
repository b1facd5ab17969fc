//! `place.toml`, the rules and registers that the place needs, and a page that says what is in the folder.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::bodies::{BODIES, Body, ELSEWHERE};
use crate::folder::parent_of;
use crate::ledgers::{Files, LEDGERS, Ledger};
use crate::lines::CARD_ISSUER;
use crate::outturn::{BENEFITS, EMPLOYEES, SCHOOLS, SERIES, TOTAL};
use crate::people::Agency;
use crate::whole::{self, REGION};
use crate::{Error, Plan};

pub(crate) const NAME: &str = "Wendshire";

/// Themes of the place; the shipped rules say which lines are theirs.
const THEMES: [(&str, &str); 6] = [
    ("early-years", "Early years"),
    ("older-people", "Older people"),
    ("homelessness", "Homelessness"),
    ("children-in-care", "Children in care"),
    ("drugs-alcohol", "Drugs and alcohol"),
    ("mental-health", "Mental health"),
];

/// Writes everything that is neither a source nor the truth.
pub(crate) fn write(dir: &Path, plan: &Plan, with_people: bool) -> Result<(), Error> {
    let files = [
        ("place.toml", place_toml(plan, with_people)),
        ("rules/treatment.csv", treatment_rules()),
        ("rules/services.csv", "id,name,cofog\nschools,Delegated school budgets,09\n".to_owned()),
        ("rules/outturn_service.csv", outturn_services()),
        ("rules/published_line.csv", whole::published_lines()),
        ("rules/theme_published.csv", whole::theme_published()),
        ("rules/theme_activity.csv", whole::theme_activity(plan)),
        ("rules/registers/elsewhere.csv", register()),
        ("README.md", readme(plan, with_people)),
    ];
    for (name, text) in files {
        let path = dir.join(name);
        parent_of(&path)?;
        fs::write(&path, text).map_err(Error::io(&path))?;
    }
    Ok(())
}

fn place_toml(plan: &Plan, with_people: bool) -> String {
    let mut text = format!(
        "# {NAME} is a fictional place, made by `totalplace synth` with seed {} for {} people. Everyone and everything in it is made up.\n\
         # What the files hold in truth stands in truth/; README.md says how to read it.\n\
         name = \"{NAME}\"\nyear = \"{}\"\narea_codes = [\"X07000001\", \"X07000002\"]\nregion = \"{REGION}\"\npopulation = {}\n\n\
         [sources]\nroot = \"sources\"\n\n# ---- Bodies\n",
        plan.seed, plan.people, plan.year, plan.people
    );
    BODIES.iter().for_each(|body| add_body(body, &mut text));
    text.push_str("\n# ---- Sources: one for each body, as received\n");
    sources().iter().for_each(|(body, pattern)| {
        write!(text, "\n[[source]]\nbody = \"{body}\"\nfiles = [\"{pattern}\"]\n")
            .expect("writing into a text cannot fail")
    });
    text.push_str("\n[[source]]\nkind = \"outturn\"\nfiles = [\"published/*.csv\"]\n");
    text.push_str(WHOLE_COUNT_SOURCES);
    if with_people {
        text.push_str("\n# ---- People: what each agency holds, apart from the ledgers because it may not be shown to everybody\n");
        Agency::ALL.iter().for_each(|agency| add_agency(*agency, &mut text));
    }
    text.push_str("\n# ---- Themes\n");
    THEMES.iter().for_each(|(id, name)| {
        write!(text, "\n[[theme]]\nid = \"{id}\"\nname = \"{name}\"\n").expect("writing into a text cannot fail")
    });
    text
}

/// What is published of the whole, beside the ledgers.
const WHOLE_COUNT_SOURCES: &str = "
# ---- The whole count: returns, accounts and the regional analysis, and the people by whom shares are worked out

[[source]]
kind = \"published\"
files = [\"whole-count/*.csv\", \"whole-count/*.xlsx\"]

[[source]]
kind = \"drivers\"
files = [\"drivers/*.csv\"]
";

/// The records of an agency, and its contacts.
fn add_agency(agency: Agency, text: &mut String) {
    let (body, word) = (agency.body(), agency.word());
    for (kind, file) in [("people", word.to_owned()), ("contacts", format!("contacts_{word}"))] {
        write!(
            text,
            "\n[[source]]\nkind = \"{kind}\"\nbody = \"{body}\"\nagency = \"{word}\"\nfiles = [\"people/{file}.csv\"]\n"
        )
        .expect("writing into a text cannot fail");
    }
}

pub(crate) fn add_body(body: &Body, text: &mut String) {
    let list = |names: &[&str]| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let mut lines = vec![String::new()];
    if !body.remark.is_empty() {
        lines.push(format!("# {}", body.remark));
    }
    lines.push("[[body]]".to_owned());
    lines.push(format!("id = \"{}\"", body.id));
    lines.push(format!("name = \"{}\"", body.name));
    lines.push(format!("kind = \"{}\"", body.kind.word()));
    if !body.other_names.is_empty() {
        lines.push(format!("other_names = [{}]", list(body.other_names)));
    }
    if !body.codes.is_empty() {
        let codes: Vec<String> = body.codes.iter().map(|(scheme, code)| format!("{scheme} = \"{code}\"")).collect();
        lines.push(format!("codes = {{ {} }}", codes.join(", ")));
    }
    if !body.serves.is_empty() {
        lines.push(format!("serves = [{}]", list(body.serves)));
    }
    if body.national {
        lines.push("reach = \"national\"".to_owned());
    } else if !body.in_perimeter {
        lines.push("in_perimeter = false".to_owned());
    }
    text.push_str(&lines.join("\n"));
    text.push('\n');
}

/// Body and pattern of each ledger's files.
fn sources() -> Vec<(&'static str, String)> {
    LEDGERS.iter().map(|ledger| (ledger.body, format!("{}/*.{}", folder(ledger), ending(ledger)))).collect()
}

fn folder(ledger: &Ledger) -> &'static str {
    if ledger.name == "county-cards" { "county/purchase-cards" } else { ledger.name }
}

fn ending(ledger: &Ledger) -> &'static str {
    match ledger.name {
        "ambleford" => "xlsx",
        "police" => "xls",
        "fire" => "ods",
        "icb" => "txt",
        "homes" => "tsv",
        _ => "csv",
    }
}

/// What only this place knows about its lines; everything else is left to the shipped rules.
fn treatment_rules() -> String {
    format!(
        "id,body,payee,counterparty_kind,description,sign,treatment,transfer_kind,note\n\
         wendshire-receipts,,,!none,received,negative,financing,,\"1.5 grants, precepts and contributions that come in: financing of the body that spends them\"\n\
         wendshire-card-issuer,wendshire-county,{issuer}*,,,,excluded,,The lines of the cards are in purchase-cards/: the payment to the bank is the same money\n\
         wendshire-homelessness-grant,wendshire-county,,district_council,homelessness prevention grant,,transfer,grant,\"1.5 grants: passed to the districts, which spend them\"\n\
         wendshire-community-grants,,,voluntary,community grants programme,,transfer,grant,1.5 grants: the foundation passes them on and its own files show where to\n\
         wendshire-transport-grant,wend-combined,,county_council,local transport grant,,transfer,grant,\"1.5 grants: passed to the county, which spends it\"\n",
        issuer = CARD_ISSUER.to_lowercase()
    )
}

fn outturn_services() -> String {
    format!(
        "series,label,service\n{SERIES},{TOTAL},all\n{EMPLOYEES},{TOTAL},all\n{SERIES},{BENEFITS},benefits\n\
         {SERIES},{SCHOOLS},schools\n"
    )
}

fn register() -> String {
    let row = |body: &crate::bodies::Elsewhere| format!("{},{},{},\n", body.code, body.name, body.kind.word());
    format!("code,name,kind,other_names\n{}", ELSEWHERE.iter().map(row).collect::<String>())
}

fn readme(plan: &Plan, with_people: bool) -> String {
    let mut text = format!(
        "# {NAME}, {}\n\n\
         A fictional place of {} people, made by `totalplace synth` with seed {}. Everyone and everything in it is made up; the same seed gives the\n\
         same bytes.\n\n\
         | folder | what it holds |\n|---|---|\n\
         | `place.toml` | the bodies, their names and their sources |\n\
         | `rules/` | what only this place knows: receipts, the card issuer, grants that are passed on, bodies of other areas, its own tables, shares of themes |\n\
         | `sources/` | ledgers as each body would send them, published outturn, and in `whole-count/` and `drivers/` what is published of the whole |\n\
         | `truth/` | the answers; nothing reads them but tests and teachers |\n\n\
         ## The ledgers\n\n| body | files | form |\n|---|---|---|\n",
        plan.year, plan.people, plan.seed
    );
    for ledger in LEDGERS {
        let files = match ledger.files {
            Files::Months => "one a month",
            Files::Quarters => "one a quarter",
            Files::Year => "one for the year",
            Files::SheetsOfMonths => "one workbook, a sheet a month",
        };
        let name = crate::bodies::body(ledger.body).name;
        writeln!(text, "| {name} (`{}/`) | {files} | {} |", folder(ledger), ledger.layout.words())
            .expect("writing into a text cannot fail");
    }
    if with_people {
        text.push_str(PEOPLE_PAGE);
    }
    text.push_str(TRUTH_PAGE);
    text
}

const PEOPLE_PAGE: &str = "
## People

`people/` holds what agencies know of people, apart from `sources/` because it may not be shown to everybody: it is read for linkage and
families, and counting the money does not look at it. `sites.csv` and `outcomes.csv` are no sources of `place.toml` yet.

* `people/AGENCY.csv`: whom an agency knows, in its own columns: `health`, `schools`, `housing`, `social_care`, `police`, `benefits`,
  `mental_health`, `voluntary`.
* `people/contacts_AGENCY.csv`: what it did with them in the year; `person_ref` is the agency's own number for the person.
* `sites.csv`: buildings; the running costs of a body add up to what its ledger pays for energy, repairs, rent and upkeep.
* `outcomes.csv`: indicators over five years beside other areas; this year's are counted from the people of the place.
* `proposals/`: two business cases. How many families and patients there are is counted; every other figure is invented.
* `truth/people/`: who is who (`persons.csv`, `records.csv` with every slip), who is in which family from when to when
  (`family_members.csv`; a child may be in two), agencies, contacts and cost by family (`families.csv`), and ties that are over
  and still stand in files (`ended_ties.csv`).
* Also there, what is planted of journeys: `waits.csv` from a referral to the first appointment, `handoffs.csv` between agencies, `repeats.csv`
  of assessments, `clashes.csv` of appointments, `failure_demand.csv`, `life_events.csv`, `sensitive_contacts.csv` and `refuges.csv`, `closures.csv`
  in winter, and `closing_activities.csv`.
";

const TRUTH_PAGE: &str = "
## The truth

* `truth.json`: lines and pounds of the place, of each body by treatment, and of each file; transfers with both sides; published totals
  with every cause in pounds; the whole count, cell by cell (`whole_count`); what a reader of all files should doubt; the rates at
  which slips were planted.
* `lines/`: for each file or sheet the rows that are no plain spending, with treatment, transfer kind, counterparty and whether they are
  eliminated. A row that is not listed is spending, or stands in `rows.csv`.
* `rows.csv`: every row that is broken or doubtful, how, and what was booked.
* `payees.csv`: every printed payee that is a supplier or a public body, by body, and who it is.
* `suppliers.csv`: the organisations behind the names.
";

#[cfg(test)]
mod tests {
    use super::*;
    use model::FinancialYear;

    #[test]
    fn the_page_names_every_body_with_a_ledger() {
        let plan = Plan { people: 1_000, seed: 1, year: FinancialYear(2025), lines: None, attacks: false };
        let page = readme(&plan, true);
        for ledger in LEDGERS {
            assert!(page.contains(crate::bodies::body(ledger.body).name), "{}", ledger.name);
        }
    }
}
