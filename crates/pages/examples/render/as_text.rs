//! Lines as the text tables that `testkit` reads.

use std::collections::BTreeMap;
use std::fmt::Write;

use money::Money;

use super::{FILES, Line, SERVICES};

pub const COUNTERPARTIES: &str = "
    payee | counterparty_id | counterparty_name | counterparty_kind | in_place | method
    Tyneshire Police | police | Police and Crime Commissioner for Tyneshire | police | yes | name
    Tyneshire CC | county | Tyneshire County Council | county_council | yes | name
    Elsewhere Council | local-authority-eng:XYZ | Elsewhere Council | council | no | name
";

pub const PROBLEMS: &str = "
    file_id | body | row | column | kind | n_rows | amount | text
    county-0 | county | 9 | Amount | amount_unreadable | 1 | | `#REF!` is no amount
    county-3 | county | 77 | Amount | amount_missing | 1 | | the amount is empty
    borough-1 | borough | | | no_negative_lines | 1 | 312.50 | none in 40 lines
    borough-2 | borough | | | missing_month | 0 | | November 2020 has no file
    icb-0 | icb | | | sub_penny | 12 | 0.05 | amounts with more than two decimals: <b>1.005</b>
    dfe-0 | dfe | | | redacted_share | 9 | 1,200.00 | 31% of payees are withheld
";

impl Line {
    fn id(&self) -> usize {
        (self.file + 1) * (1 << 24) + self.row
    }

    fn file_id(&self) -> String {
        format!("{}-0", self.body)
    }

    fn amount(&self) -> String {
        Money::from_pence(self.pence).plain()
    }

    fn service(&self) -> &'static str {
        SERVICES[self.service].0
    }

    fn is_here(&self) -> bool {
        self.attribution == "here"
    }
}

fn yes(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

pub fn source_files(lines: &[Line]) -> String {
    let mut text = String::from(
        "file_id | body | path | sheet | sha256 | n_bytes | format | encoding | header_row | mapping | confidence | amount_column | vat_basis | \
         date_format | n_rows | n_header_rows | n_blank_rows | n_problem_rows | n_lines | first_date | last_date | amount\n",
    );
    for (file, (body, path)) in FILES.iter().enumerate() {
        let of_file = || lines.iter().filter(|line| line.file == file);
        let n = of_file().count();
        let amount = Money::from_pence(of_file().map(|line| line.pence).sum()).plain();
        let n_problems = usize::from(file == 0) * 2;
        writeln!(
            text,
            "{body}-0 | {body} | {path}.csv | | {file:064x} | {} | csv | UTF-8 | 1 | found | 0.9{file} | Amount £ | net | dd/mm/yyyy | {} | 1 | 0 \
             | {n_problems} | {n} | 2020-04-01 | 2021-03-28 | {amount}",
            n * 120,
            n + 1 + n_problems
        )
        .expect("a string takes any text");
    }
    text.push_str("trust-0 | trust | trust/logo.csv | | ");
    writeln!(text, "{:064x} | 812 | csv | UTF-8 | | none | 0.10 | | unknown | | 0 | 0 | 0 | 0 | 0 | | | 0.00", 99)
        .expect("a string takes any text");
    text
}

pub fn ledger_lines(lines: &[Line]) -> String {
    let mut text = String::from(
        "line_id | file_id | row | body | date | financial_year | payee | amount | department | service | subjective | redacted\n",
    );
    for line in lines {
        writeln!(
            text,
            "{} | {} | {} | {} | {} | {} | {} | {} | {} | {} | Third party payments | {}",
            line.id(),
            line.file_id(),
            line.row,
            line.body,
            line.date.as_deref().unwrap_or_default(),
            line.year,
            line.payee.as_deref().unwrap_or_default(),
            line.amount(),
            line.department,
            line.heading,
            yes(line.redacted)
        )
        .expect("a string takes any text");
    }
    text
}

pub fn spends(lines: &[Line]) -> String {
    let mut text = String::from(
        "line_id | body | financial_year | amount | counterparty | treatment | transfer_kind | eliminated | attribution | why | service | cofog | intent | service_why\n",
    );
    for line in lines {
        writeln!(
            text,
            "{} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | | {}",
            line.id(),
            line.body,
            line.year,
            line.amount(),
            line.counterparty,
            line.treatment,
            line.kind,
            yes(line.eliminated),
            line.attribution,
            line.why,
            line.service(),
            SERVICES[line.service].2,
            if line.service() == "unclassified" { "" } else { "heading" }
        )
        .expect("a string takes any text");
    }
    text
}

pub fn theme_shares(lines: &[Line]) -> String {
    let mut text = String::from("line_id | theme | share | amount\n");
    for line in lines {
        if let Some((theme, share)) = line.theme {
            let amount = Money::from_pence((line.pence as f64 * share).round_ties_even() as i64).plain();
            writeln!(text, "{} | {theme} | {share} | {amount}", line.id()).expect("a string takes any text");
        }
    }
    text
}

/// Payer, receiver, kind, year, and whether it is taken out.
type Pair<'a> = (&'a str, &'a str, &'a str, &'a str, bool);

pub fn transfers(lines: &[Line]) -> String {
    let mut sums: BTreeMap<Pair<'_>, (usize, i64)> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.treatment == "transfer") {
        let sum = sums.entry((line.body, line.counterparty, line.kind, line.year, line.eliminated)).or_default();
        *sum = (sum.0 + 1, sum.1 + line.pence);
    }
    let mut text = String::from(
        "payer | receiver | financial_year | transfer_kind | why | n_lines | amount | eliminated | matched_amount | difference | status\n",
    );
    for ((payer, receiver, kind, year, eliminated), (n, pence)) in sums {
        // The county's own file shows most of what the department says it paid.
        let (matched, difference, status) = match (payer, receiver) {
            ("dfe", "county") => (Money::from_pence(pence - 12_345).plain(), "123.45".to_owned(), "timing"),
            ("icb", "county") => {
                (Money::from_pence(pence / 2).plain(), Money::from_pence(pence - pence / 2).plain(), "differs")
            }
            _ => (String::new(), String::new(), "one_sided"),
        };
        let amount = Money::from_pence(pence).plain();
        writeln!(
            text,
            "{payer} | {receiver} | {year} | {kind} | public-body | {n} | {amount} | {} | {matched} | {difference} | {status}",
            yes(eliminated)
        )
        .expect("a string takes any text");
    }
    text
}

pub fn flows(lines: &[Line]) -> String {
    let mut sums: BTreeMap<(&str, &str, &str, &str), (usize, i64)> = BTreeMap::new();
    for line in lines {
        let (tier, to) = match (line.treatment, line.is_here()) {
            ("spend", true) => ("body_to_service", line.service()),
            ("transfer", true) => ("funder_to_body", line.counterparty),
            ("spend" | "transfer", false) => ("body_to_outside", line.attribution),
            _ => continue,
        };
        let sum = sums.entry((tier, line.body, to, line.year)).or_default();
        *sum = (sum.0 + 1, sum.1 + line.pence);
    }
    let mut text = String::from("tier | from | to | financial_year | n_lines | amount\n");
    for ((tier, from, to, year), (n, pence)) in sums {
        writeln!(text, "{tier} | {from} | {to} | {year} | {n} | {}", Money::from_pence(pence).plain())
            .expect("a string takes any text");
    }
    text
}

pub fn reconciliations(lines: &[Line]) -> String {
    let counted = |service: Option<&str>| {
        let of = |line: &&Line| {
            line.body == "county" && line.year == "2020-21" && service.is_none_or(|id| line.service() == id)
        };
        lines.iter().filter(of).map(|line| line.pence).sum::<i64>()
    };
    let mut text = String::from("body | financial_year | series | service | item | amount | basis | note\n");
    for (service, id) in [("all", None), ("education", Some("education"))] {
        let (counted, pay) = (counted(id), 1_500_000_00);
        let published = counted + pay + 40_000_000;
        let mut row = |item: &str, pence: Option<i64>, basis: &str, note: &str| {
            let amount = pence.map(|pence| Money::from_pence(pence).plain()).unwrap_or_default();
            writeln!(
                text,
                "county | 2020-21 | Revenue outturn summary | {service} | {item} | {amount} | {basis} | {note}"
            )
            .expect("a string takes any text");
        };
        row("published", Some(published), "published", "RS line 190");
        row("counted", Some(counted), "counted", "every line of the body, year and service");
        row("pay", Some(pay), "published", "employee costs as published");
        row("below_threshold", None, "not_computed", "the sum of payments under £500 would be needed");
        row("missing_months", Some(12_000_000), "estimated", "one month at the mean of the others");
        row(
            "does_not_open",
            Some(28_000_000),
            "counted",
            "published less counted and the causes with an amount; 1 causes are not computed",
        );
    }
    text
}
