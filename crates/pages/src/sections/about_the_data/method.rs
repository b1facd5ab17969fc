//! How each figure is computed, in plain words.

use account::{Dimension, Filter};
use model::AccountPart;

use crate::block::{Block, Cell, Column, Inline, Page, Section, Table, words};
use crate::view::{View, figure_of};

/// What is the same for all figures stands around what pages say of their own.
pub fn page(view: &View<'_>, of_pages: impl Iterator<Item = fn() -> Section>) -> Page {
    let lede = words!["What each figure means, how it is added up, and what it leaves out."];
    let mut page = Page::new("method", "How each figure is computed", lede);
    page.blocks =
        vec![Block::Actions(vec![Inline::link("Data and downloads", "data"), Inline::link("Doubts", "doubts")])];
    page.sections = vec![
        net(view),
        parts(view),
        transfers(),
        services(),
        themes(),
        withheld(),
        individuals(),
        suppliers(),
        reconciliation(),
    ];
    page.sections.extend(of_pages.map(|section| section()));
    page.sections.extend([estimates(), filters(view)]);
    page
}

pub fn text(id: &str, heading: &str, paragraphs: &[&str]) -> Section {
    Section::new(id, heading, paragraphs.iter().map(|paragraph| Block::Words(words![*paragraph])).collect())
}

fn net(view: &View<'_>) -> Section {
    let mut section = text(
        "net",
        "Spent here, each pound once",
        &[
            "Public bodies publish what they pay. Adding up their files counts a pound again each time one body passes it to \
         the next: a grant from a county to a trust is in the county's file, and in the trust's when it is spent.",
            "So a payment from one body to another whose own payments are counted is taken out, at the payer. What stays is \
         spending, and payments to public bodies that sent no file: those are the best evidence of what they spent.",
        ],
    );
    let net = view.figure(&Filter::net_here());
    let gross = view.figure(&Filter::gross());
    section.blocks.push(Block::Words(words![
        "Here, all lines add up to ",
        gross,
        ", and ",
        net,
        " of it is spending here, each pound once."
    ]));
    section.blocks.push(Block::Words(words![
        "It is not the cost of a body: most pay is in no file of payments. It is not all that is spent on the people here: \
         pensions, benefits and most national programmes are in none either."
    ]));
    section
}

fn parts(view: &View<'_>) -> Section {
    let columns =
        vec![Column::words("Part"), Column::long("What it is"), Column::number("Pounds"), Column::number("Lines")];
    let groups = view.site.account.by(&Filter::gross(), Dimension::Part);
    let rows = AccountPart::ALL.iter().map(|part| {
        let found = groups.iter().find(|group| group.value.as_deref() == Some(part.word()));
        let tally = found.map(|group| group.tally).unwrap_or_default();
        let filter = Filter::of_parts(&[*part]);
        vec![
            Cell::from(view.label(Dimension::Part, part.word())),
            Cell::from(meaning(*part)),
            Cell::from(figure_of(&tally, &filter)),
            Cell::Count(tally.n_lines),
        ]
    });
    let total = view.figure(&Filter::gross());
    let n_lines = total.n_lines;
    let table = Table::new("parts-of-account", "Where every line went", columns).rows(rows).total(vec![
        "All lines".into(),
        "what adding up the files gives".into(),
        total.into(),
        Cell::Count(n_lines),
    ]);
    let words = words![
        "Every line is in exactly one part, so the parts add up to the files, to the penny. That is checked in every build."
    ];
    Section::new("parts", "Parts of the account", vec![Block::Words(words), Block::Table(table)])
}

fn meaning(part: AccountPart) -> &'static str {
    match part {
        AccountPart::SpendHere => "money that left the public bodies here, as far as the files show",
        AccountPart::TransfersKept => "passed to public bodies whose own payments are not in the files",
        AccountPart::TransfersEliminated => "passed to bodies whose own payments are counted, and so taken out",
        AccountPart::Financing => "where money comes from: taxes, grants received, loans, investments",
        AccountPart::Excluded => "not the body's own spending: paid on for others, payroll deductions, double entries",
        AccountPart::Elsewhere => "paid by national bodies to bodies of other areas",
        AccountPart::NotAttributable => "paid by national bodies for something that no file ties to an area",
    }
}

fn transfers() -> Section {
    text(
        "transfers",
        "Both sides of a transfer",
        &[
            "A transfer is a grant, precept, levy, pooled budget, recharge or purchase between public bodies. Who is paid is \
         found by name; a name that could mean two bodies means none, because a false match moves money to the wrong body.",
            "Where the receiver's own file shows what came in, that stands beside the payer's figure. They pair where they \
         agree to the penny. A difference of up to 1% or £50,000, whichever is more, counts as timing: money under way \
         at the year's end. More than that differs. The payer's figure is the one taken out.",
        ],
    )
}

fn services() -> Section {
    text(
        "services",
        "What a line pays for",
        &[
            "Bodies use thousands of headings of their own. Rules read them into one list of services, and each service has its \
         place in COFOG, the United Nations' classification of the functions of government. The first rule that matches \
         decides, and stands beside the line.",
            "What no rule knows stays in sight as unclassified.",
        ],
    )
}

fn themes() -> Section {
    text(
        "themes",
        "Themes",
        &[
            "A theme cuts across services and bodies. A rule gives the part of a line that belongs to it; where that is less \
         than all, it is an assumption and not a measurement. One line can belong to several themes, so themes overlap \
         and are never added up.",
        ],
    )
}

fn withheld() -> Section {
    text(
        "withheld",
        "Withheld names",
        &[
            "Bodies withhold names, mostly of people who foster, or who arrange their own care. The line and its pounds are \
         counted, and only the name is missing. Nothing here tries to find out who it is.",
            "A figure below zero is a credit note or money that came in. It has a minus sign, and is taken off.",
        ],
    )
}

fn individuals() -> Section {
    text(
        "individuals",
        "Private individuals",
        &[
            "Some ledgers name private people. Here they are all shown as “A private individual (masked)” and counted together, \
         so that sums stay right. They are recognised by a title, by the form of a name, or by what was paid for, such as \
         fostering allowances and refunds of council tax. Firms named after a person are shown by name. A rule can be wrong: \
         those who keep this account can correct it in rules/masked.csv.",
            "The purposes that bodies print beside their payments are not shown, because they may name people too. They help \
         to tell services apart, and are in the body's own file.",
        ],
    )
}

fn suppliers() -> Section {
    text(
        "suppliers",
        "Suppliers",
        &[
            "One organisation stands in ledgers under many names. Public bodies are recognised first, by their registers. \
         Then names are joined, the surest way first: the same name but for case, points and “the”; with the legal form \
         left out or broken; the same letters parted otherwise; the name that another trades under; a name that a system \
         cut off; one slip of the typist in a long word. Numbers, places, “Group”, “Holdings” and other legal forms keep \
         names apart, because they tell real sister companies apart.",
            "The score says how often such a join is right, as judged while reading real ledgers; it is no measurement. \
         Names that could be anybody's, such as that of a school or a person, are joined within one body only. What people \
         decided in decisions/suppliers.csv comes before every rule. No line is changed: each keeps its name as printed.",
        ],
    )
}

fn reconciliation() -> Section {
    text(
        "reconciliation",
        "Against published totals",
        &[
            "Published = counted + every cause that has pounds + what does not open to rows, to the penny. A cause has pounds only where there \
         is evidence: pay where employee costs were published, transfers and capital where lines show them, missing months \
         at the mean of those that are there. Otherwise it says not computed, and its pounds stay in what does not open.",
            "Most of what does not open is pay, benefits and schools, which no ledger of payments holds.",
        ],
    )
}

fn estimates() -> Section {
    text(
        "estimates",
        "What is not a plain sum",
        &[
            "Pounds for each resident are the total divided by the population in place.toml, or else by that of the drivers \
         nearest to the year, with its area, date and file. They are rounded to the penny. Shares are rounded to a tenth of a percent. Every other figure is a sum of lines in whole \
         pence.",
            "“Not computed” means that there is no evidence. It never means nothing.",
            "Some bodies publish amounts with VAT and some without, so compare bodies with care: what is known stands with each \
         file.",
        ],
    )
}

fn filters(view: &View<'_>) -> Section {
    let columns = vec![Column::words("Word"), Column::words("What it selects"), Column::words("For example")];
    let mut rows: Vec<Vec<Cell>> = Dimension::ALL
        .iter()
        .map(|dimension| {
            let groups = view.site.account.by_page(&Filter::gross(), *dimension, 0, 1).groups;
            let filter = groups.first().map(|group| Filter::default().only(*dimension, group.value.as_deref()));
            let example = match filter {
                Some(filter) => Cell::from(view.rows_link(filter.to_query(), &filter)),
                None => Cell::from("no line has it"),
            };
            vec![Cell::Words(vec![Inline::Code(dimension.word().to_owned())]), Cell::from(dimension.title()), example]
        })
        .collect();
    for (word, what, example) in [
        ("min, max", "the least and the largest amount of a line", "min=500&max=1000"),
        ("q", "words in the payee's name", "q=nursery"),
        ("row", "a row of one file, from 1", "file=…&row=12"),
        ("except-", "before a word: all values but this", "except-service=education"),
        ("without", "lines that have no value, such as no date", "without=month"),
    ] {
        let code = |text: &str| Cell::Words(vec![Inline::Code(text.to_owned())]);
        rows.push(vec![code(word), Cell::from(what), code(example)]);
    }
    let words = words![
        "The address of rows says which lines are meant, so that a link to a figure can be sent and checked. Conditions are \
         joined by &; a word given twice means either value."
    ];
    let table = Table::new("words", "Words of an address", columns).rows(rows);
    Section::new("filters", "Links to rows", vec![Block::Words(words), Block::Table(table)])
}
