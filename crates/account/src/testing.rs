//! Small accounts for tests, and a twin of the account that looks at every line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use model::place::{BodyKind, Options, Theme};
use model::{Body, FinancialYear, Place, Reach, tables};
use money::Money;
use testkit::Memory;

use crate::{Account, Choice, Dimension, Filter, Row, Sort, Tally};

/// A county, a trust, a police body without files, and a department; two themes.
pub fn place() -> Place {
    let body = |id: &str, name: &str, kind, reach| Body {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        codes: vec![],
        other_names: vec![],
        in_perimeter: reach == Reach::Local,
        reach,
        serves: Vec::new(),
    };
    let theme = |id: &str, name: &str| Theme { id: id.to_owned(), name: name.to_owned() };
    Place {
        name: "Tyneshire".to_owned(),
        area_codes: vec![],
        region: None,
        population: Some(100),
        year: FinancialYear(2020),
        earlier_years: Vec::new(),
        bodies: vec![
            body("county", "Tyneshire County Council", BodyKind::Council, Reach::Local),
            body("trust", "Tyneshire Trust", BodyKind::NhsTrust, Reach::Local),
            body("police", "Tyneshire Police", BodyKind::Police, Reach::Local),
            body("dfe", "Department for Education", BodyKind::Department, Reach::National),
        ],
        sources: vec![],
        registers: vec![],
        themes: vec![theme("families", "Families"), theme("alcohol", "Alcohol")],
        options: Options::default(),
        root: PathBuf::new(),
        sources_root: PathBuf::new(),
    }
}

/// A small account with every kind of line.
pub fn tables() -> Memory {
    Memory::new()
        .with_dictionaries()
        .with(
            &tables::SOURCE_FILE,
            "
            file | body   | path         | sheet | n_lines | vat_basis | mapping | amount
            f1   | county | county/a.csv |       | 6       | net       | found   | 161.95
            f2   | trust  | trust/b.xlsx | April | 1       | gross     | found   | 40.00
            f3   | dfe    | dfe/c.csv    |       | 3       | net       | found   | 860.00
            ",
        )
        .with(
            &tables::LEDGER_LINE,
            "
            line | file | row | body   | date       | payee             | amount | department | service   | redacted | capital
            1    | f1   | 2   | county | 2020-04-01 | Acorn Nursery     | 100.00 | Children   | Nurseries | no       | no
            2    | f1   | 3   | county | 2020-05-01 | Tyneshire Trust   | 40.00  | Adults     |           | no       |
            3    | f1   | 4   | county | 2020-05-02 | Tyneshire Police  | 25.00  |            |           | no       |
            4    | f1   | 5   | county |            | Lender            | -10.00 | Finance    | Loans     | no       |
            5    | f1   | 6   | county | 2021-05-01 | HMRC              | 7.00   | Finance    | Pay       | no       |
            6    | f1   | 7   | county | 2020-05-04 | REDACTED          | -0.05  | Children   | Nurseries | yes      |
            7    | f2   | 2   | trust  | 2020-05-05 | Acorn Nursery     | 40.00  |            | Creche    | no       | yes
            8    | f3   | 2   | dfe    | 2020-04-30 | Tyneshire Council | 300.00 |            | Schools   | no       |
            9    | f3   | 3   | dfe    | 2020-04-30 | Elsewhere Council | 500.00 |            | Schools   | no       |
            10   | f3   | 4   | dfe    | 2020-04-30 |                   | 60.00  |            | Schools   | no       |
            ",
        )
        .with(
            &tables::SPEND,
            "
            line | body   | financial_year | amount | treatment | transfer_kind | eliminated | attribution      | service           | counterparty | cofog | why
            1    | county | 2020           | 100.00 | spend     |               | no         | here             | education         |              | 09    | r1
            2    | county | 2020           | 40.00  | transfer  | grant         | yes        | here             | adult_social_care | trust        | 10    | r2
            3    | county | 2020           | 25.00  | transfer  | precept       | no         | here             | unclassified      | police       |       | r2
            4    | county | 2020           | -10.00 | financing |               | no         | here             | unclassified      |              |       | r3
            5    | county | 2021           | 7.00   | excluded  |               | no         | here             | unclassified      |              |       | builtin.other-year
            6    | county | 2020           | -0.05  | spend     |               | no         | here             | unclassified      |              |       | r1
            7    | trust  | 2020           | 40.00  | spend     |               | no         | here             | education         |              | 09.1  | r1
            8    | dfe    | 2020           | 300.00 | transfer  | grant         | yes        | here             | education         | county       | 09    | r2
            9    | dfe    | 2020           | 500.00 | transfer  | grant         | no         | elsewhere        | education         | la:XYZ       | 09    | r2
            10   | dfe    | 2020           | 60.00  | spend     |               | no         | not_attributable | education         |              | 09    | r1
            ",
        )
        .with(
            &tables::THEME_SHARE,
            "
            line | theme    | share | amount
            1    | families | 1     | 100.00
            2    | families | 0.5   | 20.00
            2    | alcohol  | 0.25  | 10.00
            7    | families | 0.1   | 4.00
            ",
        )
        .with(
            &tables::COUNTERPARTY,
            "
            payee             | counterparty | counterparty_name
            Tyneshire Trust   | trust        | Tyneshire NHS Trust
            Elsewhere Council | la:XYZ       | Elsewhere Council
            ",
        )
        .with(
            &tables::SUPPLIER,
            "
            supplier | name          | supplier_kind
            acorn    | Acorn Nursery | organisation
            hmrc     | HMRC          | department
            ",
        )
        .with(
            &tables::PAYEE_SUPPLIER,
            "
            body   | payee         | supplier
            county | Acorn Nursery | acorn
            county | Lender        | acorn
            county | HMRC          | hmrc
            trust  | Acorn Nursery | acorn
            ",
        )
        .with(
            &tables::TRANSFER,
            "
            payer  | receiver | transfer_kind | n_lines | amount | eliminated | status
            county | trust    | grant         | 1       | 40.00  | yes        | one_sided
            county | police   | precept       | 1       | 25.00  | no         | one_sided
            dfe    | county   | grant         | 1       | 300.00 | yes        | one_sided
            dfe    | la:XYZ   | grant         | 1       | 500.00 | no         | one_sided
            ",
        )
}

pub fn account() -> Account {
    Account::load(&place(), &tables()).unwrap()
}

/// The naive twin: every line looked at, every value compared as text.
pub struct Naive<'a>(pub &'a Account);

impl Naive<'_> {
    pub fn lines(&self, filter: &Filter) -> Vec<u32> {
        (0..self.0.n_lines() as u32).filter(|line| holds(filter, &self.0.row(*line))).collect()
    }

    pub fn tally(&self, filter: &Filter) -> Tally {
        let mut tally = Tally::default();
        for line in self.lines(filter) {
            add(&mut tally, filter, &self.0.row(line));
        }
        tally
    }

    pub fn by(&self, filter: &Filter, dimension: Dimension) -> Vec<(Option<String>, Tally)> {
        let mut groups: BTreeMap<Option<String>, Tally> = BTreeMap::new();
        for line in self.lines(filter) {
            let row = self.0.row(line);
            add(groups.entry(value(&row, dimension)).or_default(), filter, &row);
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.amount));
        groups
    }

    pub fn sorted(&self, filter: &Filter, sort: Sort) -> Vec<u32> {
        let mut lines = self.lines(filter);
        let row = |line: &u32| self.0.row(*line);
        match sort {
            Sort::Source => {}
            Sort::Largest => lines.sort_by_key(|line| std::cmp::Reverse(row(line).amount)),
            Sort::Smallest => lines.sort_by_key(|line| (row(line).amount, std::cmp::Reverse(*line))),
            Sort::Earliest => lines.sort_by_key(|line| (row(line).date.is_none(), row(line).date)),
            Sort::Latest => {
                let (mut dated, undated): (Vec<u32>, Vec<u32>) =
                    lines.iter().partition(|line| row(line).date.is_some());
                dated.sort_by_key(|line| std::cmp::Reverse((row(line).date, *line)));
                lines = dated.into_iter().chain(undated).collect();
            }
        }
        lines
    }
}

fn add(tally: &mut Tally, filter: &Filter, row: &Row<'_>) {
    let theme = filter.value(Dimension::Theme);
    let counted =
        theme.map(|theme| row.themes.iter().find(|(name, _)| *name == theme).map_or(Money::ZERO, |(_, m)| *m));
    tally.add(1, counted.unwrap_or(row.amount), row.amount.is_negative(), row.redacted);
}

fn holds(filter: &Filter, row: &Row<'_>) -> bool {
    let of_theme = |choice: &Choice| {
        let has = |name: &Option<String>| match name {
            Some(name) => row.themes.iter().any(|(theme, _)| theme == name),
            None => row.themes.is_empty(),
        };
        choice.values.iter().any(has) != choice.is_exception
    };
    let of_choice = |(dimension, choice): (Dimension, &Choice)| match dimension {
        Dimension::Theme => of_theme(choice),
        _ => choice.values.contains(&value(row, dimension)) != choice.is_exception,
    };
    let payee = row.payee.unwrap_or_default().to_lowercase();
    filter.choices().all(of_choice)
        && filter.amount_min.is_none_or(|min| min <= row.amount)
        && filter.amount_max.is_none_or(|max| row.amount <= max)
        && filter.text.as_ref().is_none_or(|text| payee.contains(text.as_str()))
        && filter.row.is_none_or(|wanted| wanted == row.row)
}

fn value(row: &Row<'_>, dimension: Dimension) -> Option<String> {
    let yes = |flag: bool| Some(if flag { "yes" } else { "no" }.to_owned());
    let owned = |text: Option<&str>| text.map(str::to_owned);
    match dimension {
        Dimension::Body => owned(Some(row.body_id)),
        Dimension::File => owned(Some(row.file_id)),
        Dimension::Year => Some(row.year.to_string()),
        Dimension::Month => row.date.map(|date| date.to_string()[..7].to_owned()),
        Dimension::Part => owned(Some(row.part.word())),
        Dimension::Treatment => owned(Some(row.treatment)),
        Dimension::TransferKind => owned(row.transfer_kind),
        Dimension::Eliminated => yes(row.eliminated),
        Dimension::Attribution => owned(Some(row.attribution)),
        Dimension::Rule => owned(Some(row.why)),
        Dimension::Service => owned(Some(row.service_id)),
        Dimension::ServiceRule => owned(row.service_why),
        Dimension::Cofog => owned(row.cofog),
        Dimension::CofogDivision => row.cofog.map(|cofog| cofog[..2].to_owned()),
        Dimension::Intent => owned(row.intent),
        Dimension::Counterparty => owned(row.counterparty_id),
        Dimension::Capital => row.capital.and_then(yes),
        Dimension::Sign => owned(Some(if row.amount.is_negative() { "negative" } else { "positive" })),
        Dimension::Redacted => yes(row.redacted),
        Dimension::Nameless => yes(row.redacted || row.payee.is_none()),
        Dimension::Supplier => owned(row.supplier_id),
        Dimension::Payee => owned(row.payee),
        Dimension::Department => owned(row.department),
        Dimension::Heading => owned(row.heading),
        Dimension::Subjective => owned(row.subjective),
        Dimension::Theme => unreachable!("a line may have several themes"),
    }
}
