//! What each theme costs in all: by body, kind and basis, and how much of it is spent before something goes wrong.
//!
//! Themes overlap and are never added up. What other rows of a theme hold already is shown and is in no sum.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use model::spending::{CountBasis, SpendingKind};
use model::tables::{THEME_COUNT, theme_count as column};
use model::theme_rule::ThemeBasis;
use model::{FinancialYear, Intent, Place, Row, TableError, Tables};
use money::Money;
use serde_json::{Value as Json, json};

use super::kind_in_words;
use crate::block::{Block, Value, count, percent, plural};
use crate::for_terminal;
use crate::render::{heading, render_blocks};

/// What a theme of the place costs in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeCosts {
    /// The theme's id in place.toml.
    pub id: String,
    pub name: String,
    pub year: FinancialYear,
    pub rows: Vec<ThemeRow>,
}

/// Pounds of a theme at one body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeRow {
    pub body: String,
    /// Name of the service; none for an activity of no one service.
    pub service: Option<String>,
    /// The published line or the activity; empty for rows of a ledger.
    pub label: String,
    pub kind: SpendingKind,
    pub intent: Option<Intent>,
    pub basis: ThemeBasis,
    pub rests_on: Option<CountBasis>,
    pub method: String,
    /// None where not known, or where other rows hold it.
    pub amount: Option<Money>,
    pub within: Option<String>,
    pub held: Option<Money>,
    pub opens: Option<Money>,
}

/// Pounds spent before and after something goes wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// Universal, preventive and early.
    pub prevention: Money,
    /// Acute and reactive.
    pub reaction: Money,
    /// No rule says.
    pub unsaid: Money,
}

impl Split {
    /// The share of prevention in what somebody says; none where nobody says anything of half the pounds.
    pub fn share(&self) -> Option<f64> {
        let said = self.prevention + self.reaction;
        if said < self.unsaid { None } else { self.prevention.share_of(said) }
    }

    /// The split in words; none where no rule says anything.
    pub fn in_words(&self) -> Option<String> {
        let share = self.share()?;
        let unsaid = match self.unsaid {
            Money::ZERO => String::new(),
            unsaid => format!("; not stated for {}", unsaid.short()),
        };
        Some(format!("{} prevention to {} reaction{unsaid}", percent(share), percent(1.0 - share)))
    }
}

/// What a pilot of 2009-10 found of prevention and reaction.
#[derive(Clone, Debug, PartialEq)]
pub struct PilotSplit {
    pub pilot: String,
    /// The money it looked at: `employment`.
    pub subject: String,
    pub reaction: String,
    pub reaction_share: f64,
    pub prevention: String,
    pub prevention_share: f64,
    /// Whether prevention is less than that.
    pub is_less: bool,
    pub source: String,
}

impl PilotSplit {
    /// `Birmingham, employment: 93% benefits to less than 7% help into work`.
    pub fn in_words(&self) -> String {
        let whole = |share: f64| format!("{:.0}%", share * 100.0);
        let less = if self.is_less { "less than " } else { "" };
        format!(
            "{}, {}: {} {} to {less}{} {}",
            self.pilot,
            self.subject,
            whole(self.reaction_share),
            self.reaction,
            whole(self.prevention_share),
            self.prevention
        )
    }
}

static PILOT_SPLITS: LazyLock<Vec<PilotSplit>> = LazyLock::new(|| {
    let text = include_str!("../../../../reference/consolidation/pilot_prevention.csv");
    let rows = csv::Reader::from_reader(text.as_bytes()).into_records();
    rows.map(|row| {
        let row = row.expect("the pilots' figures are part of the program, and a test reads them");
        let share = |at: usize| row[at].parse().expect("a share of the pilots' figures is a number");
        PilotSplit {
            pilot: row[0].to_owned(),
            subject: row[1].to_owned(),
            reaction: row[2].to_owned(),
            reaction_share: share(3),
            prevention: row[4].to_owned(),
            prevention_share: share(5),
            is_less: &row[6] == "yes",
            source: row[7].to_owned(),
        }
    })
    .collect()
});

/// What the pilots of Total Place published of prevention and reaction.
pub fn pilot_splits() -> &'static [PilotSplit] {
    &PILOT_SPLITS
}

/// How pounds of a theme came about, for residents.
pub fn theme_basis_in_words(basis: ThemeBasis) -> &'static str {
    match basis {
        ThemeBasis::Ledger => "Payments, each with its row",
        ThemeBasis::StatedShare => "A stated share of a published figure",
        ThemeBasis::Activity => "An activity times its unit cost",
        ThemeBasis::StaffTime => "Hours of staff",
    }
}

/// The themes of the place, in its order, each of whose costs something is known in the place's year.
///
/// `service_name` gives the name of a service by its id.
///
/// # Errors
/// [`TableError`] where the table cannot be read.
pub fn theme_costs(
    tables: &dyn Tables,
    place: &Place,
    service_name: &dyn Fn(&str) -> String,
) -> Result<Vec<ThemeCosts>, TableError> {
    let mut by_theme: BTreeMap<String, Vec<ThemeRow>> = BTreeMap::new();
    THEME_COUNT.read_all(tables, |row| {
        if row.year(column::FINANCIAL_YEAR) == place.year {
            by_theme.entry(row.text(column::THEME).to_owned()).or_default().push(read_row(row, service_name));
        }
    })?;
    let of = |theme: &model::place::Theme| {
        let rows = by_theme.remove(&theme.id)?;
        Some(ThemeCosts { id: theme.id.clone(), name: theme.name.clone(), year: place.year, rows })
    };
    Ok(place.themes.iter().filter_map(of).collect())
}

fn read_row(row: &Row<'_>, service_name: &dyn Fn(&str) -> String) -> ThemeRow {
    ThemeRow {
        body: row.text(column::BODY).to_owned(),
        service: row.text_if_any(column::SERVICE).map(service_name),
        label: row.text(column::LABEL).to_owned(),
        kind: SpendingKind::parse(row.text(column::KIND)).expect("a word of its column"),
        intent: row.text_if_any(column::INTENT).and_then(Intent::parse),
        basis: ThemeBasis::parse(row.text(column::BASIS)).expect("a word of its column"),
        rests_on: row.text_if_any(column::RESTS_ON).and_then(CountBasis::parse),
        method: row.text(column::METHOD).to_owned(),
        amount: row.money_if_any(column::AMOUNT),
        within: row.text_if_any(column::WITHIN).map(str::to_owned),
        held: row.money_if_any(column::HELD),
        opens: row.money_if_any(column::OPENS),
    }
}

impl ThemeCosts {
    /// All that is counted of the theme.
    pub fn total(&self) -> Money {
        self.rows.iter().filter_map(|row| row.amount).sum()
    }

    /// What is traced to payments in ledgers.
    pub fn opens(&self) -> Money {
        self.rows.iter().filter(|row| row.amount.is_some()).filter_map(|row| row.opens).sum()
    }

    /// Pounds under each name, the most first.
    pub fn by(&self, name: impl Fn(&ThemeRow) -> String) -> Vec<(String, Money)> {
        let mut sums: BTreeMap<String, Money> = BTreeMap::new();
        for row in &self.rows {
            if let Some(amount) = row.amount {
                *sums.entry(name(row)).or_default() += amount;
            }
        }
        let mut sums: Vec<(String, Money)> = sums.into_iter().collect();
        sums.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        sums
    }

    /// Prevention against reaction.
    pub fn split(&self) -> Split {
        let mut split = Split::default();
        for row in &self.rows {
            let amount = row.amount.unwrap_or_default();
            match row.intent {
                Some(Intent::Universal | Intent::Preventive | Intent::Early) => split.prevention += amount,
                Some(Intent::Acute | Intent::Reactive) => split.reaction += amount,
                None => split.unsaid += amount,
            }
        }
        split
    }

    /// Rows that are in no sum: held by others, or not known.
    pub fn beside(&self) -> impl Iterator<Item = &ThemeRow> {
        self.rows.iter().filter(|row| row.amount.is_none())
    }

    /// The theme on a screen.
    pub fn render(&self, width: usize, colour: bool) -> String {
        let title = format!("What {} costs in all, financial year {}", for_terminal(&self.name), self.year);
        let blocks = render_blocks(self.blocks(), width, colour);
        format!("{}\n{blocks}", heading(&title, colour))
    }

    /// By body, kind and basis; prevention against reaction; and what is in no sum.
    pub fn blocks(&self) -> Vec<Block> {
        let opens = self.opens().share_of(self.total()).map(percent).unwrap_or_default();
        let note =
            format!("{} of it ({opens}) is traced to payments. Themes overlap and are never added up.", self.opens());
        let mut blocks = vec![
            self.costs_block().note(note),
            self.sums_block("By kind of spending", "Kind", |row| kind_in_words(row.kind).to_owned()),
            self.sums_block("By what it is based on", "Basis", |row| theme_basis_in_words(row.basis).to_owned()),
            self.split_block(),
        ];
        blocks.extend(self.beside_block());
        blocks
    }

    /// Every body with its kinds and bases.
    fn costs_block(&self) -> Block {
        let mut sums: BTreeMap<(&str, SpendingKind, ThemeBasis), (Money, Option<Money>)> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.amount.is_some()) {
            let sum = sums.entry((row.body.as_str(), row.kind, row.basis)).or_default();
            sum.0 += row.amount.unwrap_or_default();
            sum.1 = sum.1.into_iter().chain(row.opens).reduce(|a, b| a + b);
        }
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
        let mut rows: Vec<Vec<Value>> = sums
            .into_iter()
            .map(|((body, kind, basis), (amount, opens))| {
                vec![
                    body.into(),
                    kind_in_words(kind).into(),
                    theme_basis_in_words(basis).into(),
                    Value::Money(amount),
                    opens.map_or(Value::Text(String::new()), Value::Money),
                ]
            })
            .collect();
        let opens = Value::Money(self.opens());
        rows.push(vec!["In all".into(), "".into(), "".into(), Value::Money(self.total()), opens]);
        let headings = ["Body", "Kind", "Basis", "Pounds", "Traced to payments"];
        Block { has_total: true, ..Block::new("By body", &headings, rows) }
    }

    fn sums_block(&self, title: &str, heading: &'static str, name: impl Fn(&ThemeRow) -> String) -> Block {
        let total = self.total();
        let row = |(name, amount): (String, Money)| {
            vec![Value::Text(name), Value::Money(amount), amount.share_of(total).into()]
        };
        let mut rows: Vec<Vec<Value>> = self.by(name).into_iter().map(row).collect();
        rows.push(vec!["In all".into(), Value::Money(total), Some(1.0).into()]);
        Block { has_total: true, ..Block::new(title, &[heading, "Pounds", "Share"], rows) }
    }

    fn split_block(&self) -> Block {
        let split = self.split();
        let (before, after) = (split.share(), split.share().map(|share| 1.0 - share));
        let rows = vec![
            vec!["Prevention: universal, preventive, early".into(), Value::Money(split.prevention), before.into()],
            vec!["Reaction: acute, reactive".into(), Value::Money(split.reaction), after.into()],
            vec!["Not stated".into(), Value::Money(split.unsaid), Value::NotComputed],
        ];
        let pilots: Vec<String> = pilot_splits().iter().map(PilotSplit::in_words).collect();
        let note = format!("What pilots found in 2009-10, for other money: {}.", pilots.join("; "));
        Block::new("Prevention against reaction", &["When", "Pounds", "Share"], rows).note(note)
    }

    /// What is in no sum, with what holds it; none where there is nothing.
    fn beside_block(&self) -> Option<Block> {
        let rows: Vec<Vec<Value>> = self
            .beside()
            .map(|row| {
                let what = match (row.label.as_str(), &row.service) {
                    ("", Some(service)) => format!("Payments: {service}"),
                    (label, _) => label.to_owned(),
                };
                let why = row.within.clone().unwrap_or_else(|| format!("not known: {}", row.method));
                vec![row.body.as_str().into(), Value::Text(what), row.held.into(), Value::Text(why)]
            })
            .collect();
        let note = format!("{}, not in any total above", plural(rows.len(), "row"));
        let headings = ["Body", "What", "Pounds", "Held by"];
        (!rows.is_empty()).then(|| Block::new("In no total", &headings, rows).note(note))
    }

    /// The theme as JSON: money as text in plain pounds; `null` is not known or held by another row, never zero.
    pub fn to_json(&self) -> Json {
        let rows: Vec<Json> = self.rows.iter().map(ThemeRow::to_json).collect();
        let split = self.split();
        let pilots: Vec<Json> = pilot_splits().iter().map(PilotSplit::to_json).collect();
        json!({
            "theme": self.id,
            "name": self.name,
            "financial_year": self.year.0,
            "total": self.total().plain(),
            "opens_to_rows": self.opens().plain(),
            "prevention": split.prevention.plain(),
            "reaction": split.reaction.plain(),
            "nobody_says": split.unsaid.plain(),
            "prevention_share": split.share(),
            "pilots": pilots,
            "rows": rows,
        })
    }
}

impl ThemeRow {
    fn to_json(&self) -> Json {
        let plain = |amount: Option<Money>| amount.map(Money::plain);
        json!({
            "body": self.body,
            "service": self.service,
            "label": self.label,
            "kind": self.kind.word(),
            "intent": self.intent.map(Intent::word),
            "basis": self.basis.word(),
            "rests_on": self.rests_on.map(CountBasis::word),
            "method": self.method,
            "amount": plain(self.amount),
            "within": self.within,
            "held": plain(self.held),
            "opens": plain(self.opens),
        })
    }
}

impl PilotSplit {
    fn to_json(&self) -> Json {
        json!({
            "pilot": self.pilot,
            "subject": self.subject,
            "reaction": self.reaction,
            "reaction_share": self.reaction_share,
            "prevention": self.prevention,
            "prevention_share": self.prevention_share,
            "prevention_is_less": self.is_less,
            "source": self.source,
        })
    }
}

/// The themes on one screen: pounds, what opens, and prevention against reaction.
pub fn themes_block(themes: &[ThemeCosts]) -> Block {
    let row = |theme: &ThemeCosts| {
        vec![
            Value::Text(theme.name.clone()),
            Value::Money(theme.total()),
            Value::Money(theme.opens()),
            theme.split().share().into(),
        ]
    };
    let rows: Vec<Vec<Value>> = themes.iter().map(row).collect();
    let note = format!(
        "{}; themes overlap and are never added up. `totalplace coverage --theme NAME` shows one",
        match themes.len() {
            1 => "1 theme".to_owned(),
            n => format!("{} themes", count(n)),
        }
    );
    let headings = ["Theme", "Pounds", "Traced to payments", "Prevention"];
    Block::new("What each theme costs", &headings, rows).note(note)
}

#[cfg(test)]
mod tests {
    use model::place::Theme;
    use testkit::Memory;

    use super::*;

    fn themes() -> Vec<ThemeCosts> {
        let tables = Memory::new().with(
            &THEME_COUNT,
            "
            theme | body   | service  | label       | kind               | intent     | basis        | rests_on               | method | amount  | within | held  | opens
            young | County | children |             | capital            |            | ledger       |                        | 1 row  | 40.00   |        |       | 40.00
            young | County | children | Care        | pay                | acute      | stated_share | published_for_the_body | 35%    | 350.00  |        |       |
            young | County | children | Care        | goods_and_services | early      | stated_share | published_for_the_body | 35%    | 150.00  |        |       | 100.00
            young | County | children | Home visits | current            | early      | activity     |                        | 10 × 5 |         | Care   | 50.00 |
            young | Acorn  |          | Play groups | pay                |            | staff_time   |                        | hours  | 60.00   |        |       |
            old   | County | adults   |             | current            | reactive   | ledger       |                        | 2 rows | 5.00    |        |       | 5.00
            other | County | adults   |             | current            |            | ledger       |                        | 2 rows | 5.00    |        |       | 5.00
            ",
        );
        let theme = |id: &str, name: &str| Theme { id: id.to_owned(), name: name.to_owned() };
        let themes = vec![theme("young", "Children under five"), theme("old", "Older people"), theme("none", "None")];
        let place = Place { themes, ..crate::testing::place() };
        theme_costs(&tables, &place, &str::to_uppercase).unwrap()
    }

    fn pounds(text: &str) -> Money {
        money::Amount::parse(text).unwrap().money
    }

    #[test]
    fn a_theme_adds_up_without_what_other_rows_hold() {
        let themes = themes();
        assert_eq!(themes.iter().map(|theme| theme.id.as_str()).collect::<Vec<_>>(), ["young", "old"]);
        let young = &themes[0];
        assert_eq!((young.total(), young.opens()), (pounds("600.00"), pounds("140.00")));
        for block in &young.blocks()[..3] {
            let (total, rows) = block.rows.split_last().expect("there is a total");
            let at = block.headings.iter().position(|heading| *heading == "Pounds").unwrap();
            let amount = |row: &Vec<Value>| match row[at] {
                Value::Money(amount) => amount,
                _ => panic!("{} has a row without pounds", block.title),
            };
            assert_eq!(rows.iter().map(amount).sum::<Money>(), amount(total), "{}", block.title);
        }
        assert_eq!(young.beside().map(|row| row.held).collect::<Vec<_>>(), [Some(pounds("50.00"))]);
    }

    #[test]
    fn prevention_stands_beside_what_the_pilots_found() {
        let young = &themes()[0];
        assert_eq!(young.split().share(), Some(0.3));
        assert_eq!(young.split().in_words().unwrap(), "30.0% prevention to 70.0% reaction; not stated for £100.00");
        let screen = young.render(100, false);
        let one_line = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(one_line.contains("Birmingham, employment: 93% benefits to less than 7% help into work"), "{screen}");
        assert!(one_line.contains("Birmingham, health: 96% treatment to less than 4% keeping well"), "{screen}");
    }

    #[test]
    fn a_split_of_a_few_pounds_is_none() {
        let of = |unsaid: &str| Split { prevention: pounds("3.00"), reaction: pounds("1.00"), unsaid: pounds(unsaid) };
        assert_eq!((of("4.00").share(), of("4.01").share()), (Some(0.75), None));
    }

    #[test]
    fn a_theme_as_json_says_what_is_held_and_by_what() {
        let json = themes()[0].to_json();
        let visits = json["rows"].as_array().unwrap().iter().find(|row| row["label"] == "Home visits").unwrap();
        assert!(visits["amount"].is_null() && visits["held"] == "50.00" && visits["within"] == "Care");
        assert_eq!((&json["total"], &json["prevention"]), (&Json::from("600.00"), &Json::from("150.00")));
    }
}
