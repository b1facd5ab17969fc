//! How much of the whole is traced to payments, what to ask each body for, and which published figures are not counted.

use model::spending::SetAsideAs;
use report::whole::{Coverage, SetAside, WholeCount};

use crate::block::{Amount, Block, Cell, Column, Page, Section, Table, words};

pub fn page(whole: &WholeCount) -> Page {
    let lede = words![
        "For each body and service: what is counted, what it is based on, and how much can be traced to single \
         payments, with file and row."
    ];
    let mut page = Page::new("coverage", "Coverage", lede);
    page.blocks = vec![Block::Table(cells(whole))];
    page.sections = vec![
        Section::new("ask", "What to ask each body for", vec![Block::Table(asks(whole))]),
        Section::new("set-aside", "Figures set aside, with the reason", vec![Block::Table(set_aside(whole))]),
    ];
    page.sections.extend(
        bridge(whole).map(|table| Section::new("bridge", "From the region to the place", vec![Block::Table(table)])),
    );
    page
}

fn cells(whole: &WholeCount) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::words("Service"),
        Column::number("Counted"),
        Column::number("Ledger"),
        Column::number("Traced to payments"),
        Column::number("Share"),
        Column::long("What that means"),
    ];
    let mut sorted: Vec<&Coverage> = whole.coverage.iter().collect();
    sorted.sort_by(|a, b| (b.counted.cmp(&a.counted)).then_with(|| (&a.body, &a.service).cmp(&(&b.body, &b.service))));
    let rows = sorted.into_iter().map(|cell| {
        let service = match cell.is_capital {
            true => format!("{}, capital", cell.service),
            false if cell.is_note() => "As a whole".to_owned(),
            false => cell.service.clone(),
        };
        // No ledger is no fault of the count: a dash says that there is nothing, and "not known" what nobody knows.
        let or = |amount: Option<money::Money>, none: &str| {
            amount.map_or_else(|| Cell::from(none), |amount| Cell::Amount(Amount::Rounded(amount)))
        };
        vec![
            Cell::from(cell.body.as_str()),
            Cell::from(service),
            or(cell.counted, if cell.is_note() { "–" } else { "not known" }),
            or(cell.ledger, "–"),
            or(cell.opens, "–"),
            cell.share().map_or_else(|| Cell::from("–"), |share| Cell::Share(Some(share))),
            Cell::from(cell.note.as_str()),
        ]
    });
    Table::new("coverage", "What is counted, and how much of it is traced to payments", columns).rows(rows)
}

fn asks(whole: &WholeCount) -> Table {
    let columns = vec![Column::words("Body"), Column::words("What to ask it for"), Column::number("Pounds")];
    let rows = whole.asks().into_iter().map(|(body, ask, pounds)| {
        vec![
            Cell::from(body),
            Cell::from(ask),
            pounds.map_or_else(|| Cell::from("not known"), |pounds| Cell::Amount(Amount::Rounded(pounds))),
        ]
    });
    let table = Table::new("asks", "What to ask for, largest amounts first", columns).rows(rows);
    Table { stacks: true, ..table }
}

fn set_aside(whole: &WholeCount) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::words("Published line"),
        Column::short("Set aside as"),
        Column::number("Pounds"),
        Column::long("Why"),
    ];
    let mut lines: Vec<&SetAside> =
        whole.set_aside.iter().filter(|line| line.set_aside_as != SetAsideAs::Total).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.amount.map(|amount| amount.pence().abs())));
    let rows = lines.into_iter().map(|line| {
        let amount = line.amount.map_or(Amount::NotComputed, Amount::Stated);
        vec![
            Cell::from(line.body.as_str()),
            Cell::from(line.label.as_str()),
            Cell::from(model::in_words(line.set_aside_as.word())),
            Cell::Amount(amount),
            Cell::from(line.reason.as_str()),
        ]
    });
    let note = words![
        "None of this is in the whole: it is counted elsewhere, it is a source of money, or it is not spending."
    ];
    Table::new("set-aside-lines", "Published figures that are not counted", columns).rows(rows).note(note)
}

fn bridge(whole: &WholeCount) -> Option<Table> {
    let columns = vec![Column::words("Step"), Column::number("A head"), Column::words("How")];
    let rows: Vec<Vec<Cell>> = whole
        .bridge
        .iter()
        .map(|step| {
            vec![
                Cell::from(step.step.as_str()),
                Cell::Amount(Amount::Stated(step.per_head)),
                Cell::from(step.note.as_str()),
            ]
        })
        .collect();
    let caption = "From the published spending per head in the region to the spending per head counted here";
    (!rows.is_empty()).then(|| Table { stacks: true, ..Table::new("bridge-steps", caption, columns).rows(rows) })
}

/// How the whole is counted.
pub fn method() -> Section {
    let words = words![
        "Where a body has published a figure, we use it, however large its ledger is. We use a ledger only if nothing \
         is published for that body. What national bodies spend is the figure published for the area or, if there is \
         none, a share of the region's figure by the best driver available: people of an age group, claims, or all \
         people. Grants, precepts and levies are counted once, at the body that spends them. What is not known is \
         named, and is never treated as zero."
    ];
    Section::new("whole-count", "The whole count", vec![Block::Words(words)])
}
