//! The rows behind a figure.

use account::{Dimension, Facet, Filter, FilterError, RowsRequest, RowsView, ShownRow, Sort};
use report::block::count;
use report::xlsx::SHEET_ROWS_MAX;

use crate::address::{Medium, part_of, part_of_name};
use crate::answer::Answer;
use crate::block::{Block, Cell, Column, Condition, Figure, Inline, Page, Paging, Search, Section, Table, words};
use crate::phrases::{capital, n_of, plain};
use crate::refusal;
use crate::view::View;

pub fn answer(view: &View<'_>, query: &str) -> Answer {
    if view.medium == Medium::Files {
        return Answer::Page(of_files(view));
    }
    match request(view, query) {
        Ok(request) => Answer::Page(page(view, &view.site.account.rows_view(&request, None))),
        Err(page) => Answer::Bad(*page),
    }
}

/// What a query asks for, or the page that says why it makes no sense.
pub fn request(view: &View<'_>, query: &str) -> Result<RowsRequest, Box<Page>> {
    let refuse = |error: FilterError| {
        let why = error.to_string();
        let mut letters = why.chars();
        let why: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        Box::new(refusal::bad_request(&format!("{why}."), query))
    };
    let request = RowsRequest::from_query(query).map_err(refuse)?;
    view.site.account.check(&request.filter).map_err(refuse)?;
    Ok(request)
}

pub fn page(view: &View<'_>, rows: &RowsView) -> Page {
    let filter = &rows.request.filter;
    let tally = &rows.tally;
    let figure = Figure { amount: tally.amount, n_lines: tally.n_lines, query: filter.to_query(), is_short: false };
    let lede = words![figure, format!(" in {}.", n_of(tally.n_lines, "line", "lines"))];
    let mut page = Page::new("rows", "Rows behind a figure", lede);
    page.blocks = vec![conditions(rows), search(rows), downloads(rows)];
    if rows.rows.is_empty() {
        let words = match tally.n_lines {
            0 => words!["No line meets these conditions. Remove one to see more."],
            _ => words![
                "There are fewer pages than that: ",
                Inline::link("the first page", address(&rows.request.on_page(0))),
                "."
            ],
        };
        page.blocks.push(Block::Words(words));
        return page;
    }
    page.blocks.push(Block::Table(table(view, rows)));
    if rows.is_without_texts {
        page.blocks.push(Block::Words(words!["References are not shown here; they are in the downloads."]));
    }
    let to = address(&rows.request.on_page(0));
    page.blocks.push(Block::Paging(Paging { page: rows.request.page + 1, n_pages: rows.n_pages, to }));
    let facets: Vec<Block> = rows.facets.iter().filter(|facet| 1 < facet.n_groups).map(facet).collect();
    if !facets.is_empty() {
        page.sections.push(Section::new("narrow", "Narrow it down", facets));
    }
    page
}

fn address(request: &RowsRequest) -> String {
    crate::address::rows(&request.to_query())
}

fn conditions(rows: &RowsView) -> Block {
    if rows.chosen.is_empty() {
        return Block::Words(words!["All lines of all bodies: choose below to see fewer."]);
    }
    let condition = |chosen: &account::Chosen| Condition {
        name: chosen.title.to_owned(),
        value: if chosen.is_exception { format!("not {}", chosen.label) } else { chosen.label.clone() },
        to: crate::address::rows(&chosen.query_without),
    };
    Block::Conditions(rows.chosen.iter().map(condition).collect())
}

/// Words in the payee's name, within the other conditions.
fn search(rows: &RowsView) -> Block {
    let mut without_text = rows.request.filter.clone();
    without_text.text = None;
    let mut hidden = crate::address::pairs(&without_text.to_query());
    if rows.request.sort != Sort::Largest {
        hidden.push(("sort".to_owned(), rows.request.sort.word().to_owned()));
    }
    Block::Search(Search {
        label: "Search payees in these rows".to_owned(),
        to: "rows".to_owned(),
        text: rows.request.filter.text.clone().unwrap_or_default(),
        hidden,
        table: None,
        answer: String::new(),
    })
}

fn downloads(rows: &RowsView) -> Block {
    let query = rows.request.filter.to_query();
    let file = |name: &str, ending: &str| {
        Inline::file(
            format!("Download these rows as {name}"),
            match query.as_str() {
                "" => format!("rows.{ending}"),
                query => format!("rows.{ending}?{query}"),
            },
        )
    };
    let mut actions = vec![file("CSV", "csv")];
    if rows.tally.n_lines <= SHEET_ROWS_MAX {
        actions.push(file("XLSX", "xlsx"));
    }
    actions.push(file("Parquet", "parquet"));
    for sort in Sort::ALL.iter().filter(|sort| **sort != rows.request.sort) {
        let name = match sort {
            Sort::Source => "Order as in the files".to_owned(),
            sort => format!("{} first", capital(sort.word())),
        };
        actions.push(Inline::link(name, address(&rows.request.sorted(*sort))));
    }
    Block::Actions(actions)
}

fn table(view: &View<'_>, rows: &RowsView) -> Table {
    let columns = vec![
        Column::words("Payee as printed"),
        Column::number("Pounds"),
        Column::short("Date"),
        Column::words("Body"),
        Column::long("What for, as printed"),
        Column::long("How it is counted"),
        Column::long("File, sheet and row"),
    ];
    let first = rows.request.page * account::PAGE_ROWS + 1;
    let caption = format!(
        "Lines {} to {} of {}, {}",
        count(first),
        count(first + rows.rows.len() - 1),
        count(rows.tally.n_lines),
        match rows.request.sort {
            Sort::Source => "as in the files".to_owned(),
            sort => format!("{} first", sort.word()),
        }
    );
    Table::new("rows", caption, columns).rows(rows.rows.iter().map(|row| cells(view, rows, row)))
}

fn cells(view: &View<'_>, rows: &RowsView, row: &ShownRow) -> Vec<Cell> {
    let payee = match &row.payee {
        _ if row.redacted => Inline::from("Withheld"),
        Some(name) => Inline::link(name.clone(), format!("payees/{}", part_of_name(name))),
        None => Inline::from("Not printed"),
    };
    let body = match view.page_of(Dimension::Body, &row.body_id) {
        Some(to) => Inline::link(row.body.clone(), to),
        None => row.body.clone().into(),
    };
    vec![
        Cell::from(payee),
        Cell::from(figure(rows, row)),
        Cell::from(row.date.clone().unwrap_or_else(|| "no date".to_owned())),
        Cell::from(body),
        Cell::Words(vec![Inline::Printed(as_printed(row))]),
        Cell::Words(decisions(row)),
        Cell::Words(source(row)),
    ]
}

/// What was decided about a line, and by which rules.
fn decisions(row: &ShownRow) -> Vec<Inline> {
    let mut words = words![Inline::link(row.service.clone(), format!("services/{}", part_of(&row.service_id)))];
    words.extend(row.service_why.iter().flat_map(|why| words![", rule ", Inline::Code(why.clone())]));
    words.extend(words![format!("; {}", plain(&row.treatment))]);
    words.extend(row.counterparty.as_ref().map(|name| Inline::from(format!(" to {name}"))));
    words.extend(words![", rule ", Inline::Code(row.why.clone())]);
    words
}

/// One line, whose permalink is its file and row; within a theme it counts for its part.
fn figure(rows: &RowsView, row: &ShownRow) -> Figure {
    let theme = rows.request.filter.choice(Dimension::Theme).map(|_| rows.request.filter.value(Dimension::Theme));
    let mut line = Filter::default().only(Dimension::File, Some(&row.file_id));
    line.row = Some(row.row);
    let line = match theme.flatten() {
        Some(theme) => line.only(Dimension::Theme, Some(theme)),
        None => line,
    };
    Figure { amount: row.counted, n_lines: 1, query: line.to_query(), is_short: false }
}

fn as_printed(row: &ShownRow) -> String {
    let texts = [&row.department, &row.heading, &row.subjective, &row.texts.category, &row.texts.reference];
    let texts: Vec<&str> =
        texts.into_iter().filter_map(|text| text.as_deref()).filter(|text| !text.trim().is_empty()).collect();
    if texts.is_empty() { "nothing".to_owned() } else { texts.join(" · ") }
}

fn source(row: &ShownRow) -> Vec<Inline> {
    let sheet = row.sheet.as_ref().map(|sheet| format!(", sheet {sheet}")).unwrap_or_default();
    vec![Inline::Printed(format!("{}{sheet}, row {}", row.path, row.row))]
}

/// How the lines part by something that is not chosen yet, each with the address that narrows to it.
fn facet(facet: &Facet) -> Block {
    let title = facet.dimension.title();
    let columns = vec![Column::words(title), Column::number("Pounds"), Column::number("Lines"), Column::words("Show")];
    let rows = facet.groups.iter().map(|(group, query)| {
        let figure =
            Figure { amount: group.tally.amount, n_lines: group.tally.n_lines, query: query.clone(), is_short: false };
        vec![
            Cell::Words(vec![Inline::Printed(group.label.clone())]),
            Cell::from(figure),
            Cell::Count(group.tally.n_lines),
            Cell::from(Inline::link(format!("only {}", group.label), crate::address::rows(query))),
        ]
    });
    let n = facet.n_groups;
    let summary = format!("By {} ({})", lower(title), count(n));
    let mut table = Table::new(format!("by-{}", facet.dimension.word()), title, columns).rows(rows);
    if facet.groups.len() < n {
        table = table.note(words![format!("The {} largest of {}.", facet.groups.len(), count(n))]);
    }
    Block::Folded { summary, blocks: vec![Block::Table(table)] }
}

fn lower(title: &str) -> String {
    if title.starts_with("COFOG") { title.to_owned() } else { title.to_lowercase() }
}

/// On the published site a script finds the rows in files.
fn of_files(view: &View<'_>) -> Page {
    let lede = words!["Every line that was counted, with its file and row."];
    let mut page = Page::new("rows", "Rows behind a figure", lede);
    let columns = vec![Column::words("Body"), Column::number("Pounds"), Column::number("Lines")];
    let rows = view.site.summary.bodies.iter().map(|body| {
        let figure = view.figure(&Filter::default().only(Dimension::Body, Some(&body.body_id)));
        let n_lines = figure.n_lines;
        vec![Cell::from(body.name.clone()), Cell::from(figure), Cell::Count(n_lines)]
    });
    page.blocks = vec![
        Block::RowsScript { index: crate::rows::INDEX.to_owned() },
        Block::Words(words![
            "A script on this page finds the rows of a figure in files beside it, on any web host. Without scripts, the tables \
             ledger_line and spend hold every line: they are among ",
            Inline::link("the tables to take away", "data"),
            ". Workbooks, Parquet files and filters that take too long here are there at once with ",
            Inline::code("totalplace serve"),
            "."
        ]),
        Block::Table(Table::new("by-body", "All lines, by body", columns).rows(rows)),
    ];
    page
}
