//! Who funds the whole: from where money comes from first to kinds of spending, what each body has, and what is left.

use model::funding::{FundingAccount, FundingBasis, Instrument, MoneyOrigin};
use money::Money;
use report::block::percent;
use report::whole::{BodyFunding, FunderRow, Funders, WholeCount, origin_in_words};

use crate::block::{Amount, Block, Cell, Column, Inline, Page, Section, Table, words};
use crate::sections::money::money_map;

pub fn page(whole: &WholeCount, funders: &Funders) -> Page {
    let lede = words![
        "Who provides the money that is spent here. All of a body's funding pays for its spending in proportion, so \
         the funders' pounds add up to the whole."
    ];
    let mut page = Page::new("funders", "Who funds it", lede);
    page.blocks = vec![Block::Words(in_words(funders)), map(whole, funders)];
    page.sections = vec![
        Section::new("sources", "What funding each body has", vec![Block::Table(sources(funders))]),
        Section::new("left", "What is left over at each body", left(funders)),
    ];
    page
}

/// `HM Treasury pays for £5.4bn of it (87.7%); council tax and business rates for £552.1m (8.9%).`
pub fn in_words(funders: &Funders) -> Vec<Inline> {
    let total = funders.total();
    let mut words = Vec::new();
    for (at, (origin, amount)) in funders.by_origin().into_iter().enumerate() {
        let share = amount.share_of(total).map(percent).unwrap_or_default();
        let start = match (at, origin) {
            (0, MoneyOrigin::NotKnown) => "We do not know who pays for ".to_owned(),
            (_, MoneyOrigin::NotKnown) => "; we do not know who pays for ".to_owned(),
            (0, origin) => format!("{} pays for ", origin_in_words(origin)),
            (_, origin) => format!("; {} for ", lower_first(origin_in_words(origin))),
        };
        words.extend(words![start, Amount::Rounded(amount)]);
        words.push(Inline::from(if at == 0 { format!(" of it ({share})") } else { format!(" ({share})") }));
    }
    words.push(Inline::from("."));
    words
}

/// For the middle of a sentence; names such as `HM Treasury` stay as they are.
fn lower_first(text: &str) -> String {
    let is_name = text.chars().nth(1).is_some_and(char::is_uppercase);
    let mut letters = text.chars();
    let first = letters.next().filter(|_| !is_name);
    first.map_or_else(|| text.to_owned(), |first| first.to_lowercase().chain(letters).collect())
}

/// The map with its table beneath.
pub fn map(whole: &WholeCount, funders: &Funders) -> Block {
    let table = money_map::table(whole, funders);
    Block::Folded { summary: "The map as a table".to_owned(), blocks: vec![Block::Table(table)] }
}

fn sources(funders: &Funders) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::words("Funder"),
        Column::short("By"),
        Column::number("Its total funding"),
        Column::number("Pays for this here"),
        Column::long("What that is based on"),
    ];
    let rows = local(funders).map(|row| {
        vec![
            Cell::from(with_account(&row.body, row.account)),
            Cell::from(row.funder.as_str()),
            Cell::from(model::in_words(row.instrument.word())),
            Cell::Amount(row.received.into()),
            Cell::Amount(Amount::Rounded(row.amount)),
            Cell::from(rests_on(row)),
        ]
    });
    let national: Money =
        funders.rows.iter().filter(|row| row.instrument == Instrument::Supply).map(|row| row.amount).sum();
    let note = words![
        "National bodies spend ",
        Amount::Stated(national),
        " here, voted by Parliament. A body that serves a wider area pays for what it spends here with a share of all its funding."
    ];
    Table::new("funder-rows", "Funders of each local body", columns).rows(rows).note(note)
}

fn local(funders: &Funders) -> impl Iterator<Item = &FunderRow> {
    let mut rows: Vec<&FunderRow> = funders.rows.iter().filter(|row| row.instrument != Instrument::Supply).collect();
    rows.sort_by(|a, b| (&a.body, a.account).cmp(&(&b.body, b.account)).then_with(|| b.amount.cmp(&a.amount)));
    rows.into_iter()
}

fn with_account(body: &str, account: FundingAccount) -> String {
    match account {
        FundingAccount::Capital => format!("{body}, capital"),
        FundingAccount::Revenue => format!("{body}, revenue"),
        FundingAccount::Whole => body.to_owned(),
    }
}

fn rests_on(row: &FunderRow) -> String {
    let at = row.printed.as_ref().map(|printed| format!(" ({printed})")).unwrap_or_default();
    match row.basis {
        FundingBasis::Published => format!("{}{at}. {}.", row.label, row.note),
        FundingBasis::PayersLedger | FundingBasis::Rule | FundingBasis::Residual => {
            format!("{}. {}.", row.label, row.note)
        }
    }
}

fn left(funders: &Funders) -> Vec<Block> {
    let words = words![
        "What a body spends and passes on, less what it gets from other public bodies, is paid for by its own taxes, \
         charges, borrowing and reserves. What these do not explain is left over. It is zero if the body's return \
         accounts for every pound. If it is large, something is wrong."
    ];
    vec![Block::Words(words), Block::Table(bodies(funders))]
}

fn bodies(funders: &Funders) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::number("Spends"),
        Column::number("Passes on"),
        Column::number("From other bodies"),
        Column::number("Own taxes"),
        Column::number("Other funding of its own, less debt"),
        Column::number("Left over"),
        Column::long("What that means"),
    ];
    let rows = funders.bodies.iter().map(|body: &BodyFunding| {
        let own = |amount: Option<Money>| amount.map_or_else(|| Cell::from("–"), rounded);
        vec![
            Cell::from(with_account(&body.body, body.account)),
            rounded(body.outlay),
            rounded(body.transfers_out),
            rounded(body.transfers_in),
            own(body.own_taxes),
            own(body.own_other),
            rounded(body.unexplained),
            Cell::from(body.note.as_str()),
        ]
    });
    Table::new("left-over", "Each local body: its spending and funding, for all the areas it serves", columns)
        .rows(rows)
}

fn rounded(amount: Money) -> Cell {
    Cell::Amount(Amount::Rounded(amount))
}

/// How the funder view is made.
pub fn method() -> Section {
    let words = words![
        "The same rows show who spends the money last and who funds it. A body's return shows its grants, rates, \
         council tax, borrowing and reserves; where the return prints only a total for grants, the departments' \
         ledgers show who gave them. All of a body's funding pays in proportion for what it spends, for what it \
         passes on, and for its debt. National bodies spend what Parliament votes. If no source shows it, it is not \
         known, and we never guess."
    ];
    Section::new("funders", "Who funds it", vec![Block::Words(words)])
}
