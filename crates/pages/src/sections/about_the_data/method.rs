//! How each figure is computed, in plain words.

use account::{Dimension, Filter};
use model::AccountPart;

use crate::block::{Block, Cell, Column, Inline, Page, Section, Table, words};
use crate::view::{View, figure_of};

/// What is the same for all figures stands around what pages say of their own.
pub fn page(view: &View<'_>, of_pages: impl Iterator<Item = fn() -> Section>) -> Page {
    let lede = words!["What each figure means, how it is added up, and what it leaves out."];
    let mut page = Page::new("method", "How each figure is computed", lede);
    page.blocks = vec![Block::Actions(vec![
        Inline::link("Data and downloads", "data"),
        Inline::link("Data quality warnings", "warnings"),
    ])];
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
        "Spent here, each pound counted once",
        &[
            "Public bodies publish what they pay. If you add up their files, a pound is counted again each time one \
         body passes it to the next: a grant from a county to a trust is in the county's file, and in the trust's \
         file when it is spent.",
            "So when one body pays another whose own payments are counted, we take that payment out, at the payer. \
         What remains is spending, and payments to public bodies that sent no file, which are the best evidence of \
         what those bodies spent.",
        ],
    );
    let net = view.figure(&Filter::net_here());
    let gross = view.figure(&Filter::gross());
    section.blocks.push(Block::Words(words![
        "Here, all lines add up to ",
        gross,
        ", and ",
        net,
        " of it is spending here, each pound counted once."
    ]));
    section.blocks.push(Block::Words(words![
        "It is not the cost of running a body, because files of payments leave out most pay. Nor is it all that is \
         spent on the people here: they leave out pensions, benefits and most national programmes too."
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
    let table = Table::new("parts-of-account", "How every line is counted", columns).rows(rows).total(vec![
        "All lines".into(),
        "what adding up the files gives".into(),
        total.into(),
        Cell::Count(n_lines),
    ]);
    let words = words![
        "Every line is in exactly one part, so the parts add up to the files, to the penny. Every build checks this."
    ];
    Section::new("parts", "Parts of the account", vec![Block::Words(words), Block::Table(table)])
}

fn meaning(part: AccountPart) -> &'static str {
    match part {
        AccountPart::SpendHere => "money that left the public bodies here, according to the files",
        AccountPart::TransfersKept => "passed to public bodies whose own payments are not in the files",
        AccountPart::TransfersEliminated => "passed to bodies whose own payments are counted, and so taken out",
        AccountPart::Financing => "where money comes from: taxes, grants received, loans, investments",
        AccountPart::Excluded => {
            "not the body's own spending: paid on behalf of others, payroll deductions, double entries"
        }
        AccountPart::Elsewhere => "paid by national bodies to bodies of other areas",
        AccountPart::NotAttributable => "paid by national bodies for something that no file links to an area",
    }
}

fn transfers() -> Section {
    text(
        "transfers",
        "Both sides of a transfer",
        &[
            "A transfer is a grant, precept, levy, pooled budget, recharge or purchase between public bodies. We \
         identify the receiver by name. If a name could mean two bodies we match neither, because a false match moves \
         money to the wrong body.",
            "If the receiver's own file shows what came in, we set it beside the payer's figure. The two are paired \
         if they agree to the penny. A difference of up to 1% or £50,000, whichever is more, counts as timing: money \
         in transit at the year end. Anything more is a difference. We take out the payer's figure.",
        ],
    )
}

fn services() -> Section {
    text(
        "services",
        "What a line pays for",
        &[
            "Bodies use thousands of headings of their own. Rules match them to one list of services, and each \
         service has its place in COFOG, the United Nations' classification of the functions of government. The first \
         rule that matches decides, and is shown beside the line.",
            "Lines that no rule matches are shown as unclassified.",
        ],
    )
}

fn themes() -> Section {
    text(
        "themes",
        "Themes",
        &["A theme cuts across services and bodies. A rule says how much of a line belongs to it; if that is less \
         than all of it, the share is an assumption and not a measurement. One line can belong to several themes, so \
         themes overlap and are never added up."],
    )
}

fn withheld() -> Section {
    text(
        "withheld",
        "Withheld names",
        &[
            "Bodies withhold some names, mostly of foster carers and people who arrange their own care. The line and \
         its pounds are counted; only the name is missing. We do not try to find out who it is.",
            "A figure below zero is a credit note or money that came in. It has a minus sign, and is subtracted.",
        ],
    )
}

fn individuals() -> Section {
    text(
        "individuals",
        "Private individuals",
        &[
            "Some ledgers name private people. Here they are all shown as “A private individual (masked)” and counted \
         together, so the totals stay right. They are recognised by a title, by the form of the name, or by what was \
         paid for, such as fostering allowances and refunds of council tax. Firms named after a person are shown by \
         name. A rule can be wrong: the people who keep this account can correct it in rules/masked.csv.",
            "The purposes that bodies print beside their payments are not shown, because they may name people too. \
         They help to identify services, and are in the body's own file.",
        ],
    )
}

fn suppliers() -> Section {
    text(
        "suppliers",
        "Suppliers",
        &[
            "One organisation appears in ledgers under many names. Public bodies are recognised first, by their \
         registers. Then names are matched, the safest way first: the same name apart from capitals, punctuation and \
         “the”; with the legal form left out or incomplete; the same letters with different spaces; a trading name; a \
         name that a system cut off; one typing mistake in a long word. Numbers, places, “Group”, “Holdings” and \
         different legal forms keep names apart, because they distinguish real companies in one group.",
            "The score says how often such a match is right, judged from reading real ledgers; it is not a \
         measurement. Names that many could share, such as a school's or a person's, are matched only within one \
         body. What people decided in decisions/suppliers.csv overrides every rule. No line is changed: each keeps \
         its name as printed.",
        ],
    )
}

fn reconciliation() -> Section {
    text(
        "reconciliation",
        "Against published totals",
        &[
            "Published = counted + every cause that has pounds + what is not traced to payments, to the penny. A \
         cause has pounds only if there is evidence: pay if employee costs were published, transfers and capital if \
         lines show them, missing months at the average of the others. Otherwise it says not computed, and its pounds \
         stay in what is not traced.",
            "Most of what is not traced is pay, benefits and schools, which no ledger of payments includes.",
        ],
    )
}

fn estimates() -> Section {
    text(
        "estimates",
        "Figures that are not simple totals",
        &[
            "Pounds for each resident are the total divided by the population in place.toml or, if it gives none, by \
         the population in the drivers nearest to the year, shown with its area, date and file. They are rounded to \
         the penny. Shares are rounded to a tenth of a percent. Every other figure is a sum of lines in whole pence.",
            "“Not computed” means that there is no evidence. It never means zero.",
            "Some bodies publish amounts with VAT and some without, so take care when you compare bodies: what is \
         known is shown with each file.",
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
        ("min, max", "the smallest and largest amount of a line", "min=500&max=1000"),
        ("q", "words in the payee's name", "q=nursery"),
        ("row", "a row of one file, from 1", "file=…&row=12"),
        ("except-", "before a word: all values except this one", "except-service=education"),
        ("without", "lines that have no value, such as no date", "without=month"),
    ] {
        let code = |text: &str| Cell::Words(vec![Inline::Code(text.to_owned())]);
        rows.push(vec![code(word), Cell::from(what), code(example)]);
    }
    let words = words![
        "The address of the rows page says which lines it shows, so you can send someone a link to a figure for them \
         to check. Conditions are joined by &; a word given twice means either value."
    ];
    let table = Table::new("words", "Words in an address", columns).rows(rows);
    Section::new("filters", "Links to rows", vec![Block::Words(words), Block::Table(table)])
}
