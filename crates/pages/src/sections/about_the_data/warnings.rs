//! Data quality warnings: what was found, which rows and pounds it affects, and what to ask the body.

use std::collections::{BTreeMap, BTreeSet};

use account::{Dimension, Filter, SourceFile};
use model::ProblemKind;
use model::problem::Problem;
use money::Money;
use report::block::count;

use crate::address::part_of;
use crate::block::{Amount, Block, Cell, Column, Inline, Page, Section, Table, TagColour, words};
use crate::phrases::{capital, n_of, names};
use crate::sections::money::flows;
use crate::view::View;

/// Problems of a kind that are shown one by one.
const N_EXAMPLES: usize = 25;

/// Problems of one kind.
struct Kind<'a> {
    kind: ProblemKind,
    problems: Vec<&'a Problem>,
    n_rows: usize,
    amount: Option<Money>,
    bodies: Vec<String>,
    n_files: usize,
}

pub fn page(view: &View<'_>) -> Page {
    let lede = words![
        "What looks wrong in rows and files. A warning changes nothing: it says what was found, which rows and pounds \
         it affects, and what to ask the body."
    ];
    let mut page = Page::new("warnings", "Data quality warnings", lede);
    let kinds = kinds(view, view.site.small.problems.iter());
    if kinds.is_empty() {
        page.blocks = vec![Block::Words(words!["None was found."])];
        return page;
    }
    page.blocks = vec![Block::Table(overview(&kinds))];
    page.sections = kinds.iter().map(|kind| section(view, kind)).collect();
    page
}

/// By kind: first what is left out of the count, then by rows; last what is recorded and needs no look.
fn kinds<'a>(view: &View<'_>, problems: impl Iterator<Item = &'a Problem>) -> Vec<Kind<'a>> {
    let mut by_kind: BTreeMap<ProblemKind, Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        by_kind.entry(problem.kind).or_default().push(problem);
    }
    let mut kinds: Vec<Kind<'a>> = by_kind
        .into_iter()
        .map(|(kind, problems)| {
            let bodies: BTreeSet<&str> = problems.iter().map(|problem| problem.body_id.as_str()).collect();
            let files: BTreeSet<&String> = problems.iter().filter_map(|problem| problem.file_id.as_ref()).collect();
            Kind {
                kind,
                n_rows: problems.iter().map(|problem| problem.n_rows as usize).sum(),
                amount: problems.iter().filter_map(|problem| problem.amount).reduce(|a, b| a + b),
                bodies: bodies.into_iter().map(|id| view.label(Dimension::Body, id)).collect(),
                n_files: files.len(),
                problems,
            }
        })
        .collect();
    kinds.sort_by(|a, b| {
        (a.kind.is_settled().cmp(&b.kind.is_settled()))
            .then(b.is_left_out().cmp(&a.is_left_out()))
            .then(b.n_rows.cmp(&a.n_rows))
            .then(a.word().cmp(b.word()))
    });
    kinds
}

impl Kind<'_> {
    fn word(&self) -> &'static str {
        self.kind.word()
    }

    fn is_left_out(&self) -> bool {
        self.kind.removes_row() || self.kind.removes_file()
    }

    fn tag(&self) -> Inline {
        match self.is_left_out() {
            _ if self.kind.is_settled() => Inline::Tag("recorded".to_owned(), TagColour::Plain),
            true => Inline::Tag("left out".to_owned(), TagColour::Bad),
            false => Inline::Tag("counted".to_owned(), TagColour::Plain),
        }
    }

    /// What the people who keep the account do if no body has to be asked; `None` if one has.
    fn nothing_to_ask(&self) -> Option<String> {
        self.kind.ask().strip_prefix("nothing").map(|rest| format!("There is nothing to ask{rest}."))
    }

    /// A sentence that can be sent to the body as it stands: it speaks of this body's files alone.
    fn sentence(&self) -> String {
        let where_found = match (self.n_rows, self.n_files) {
            (_, 0) => "In your published data".to_owned(),
            (0, n) => format!("In {} of yours", n_of(n, "file", "files")),
            (rows, n) => format!("In {} of {} of yours", n_of(rows, "row", "rows"), n_of(n, "file", "files")),
        };
        let (found, ask) = (self.kind.found(), self.kind.ask());
        self.nothing_to_ask()
            .unwrap_or_else(|| format!("{where_found} {found}. Could you please tell or send us {ask}?"))
    }
}

fn overview(kinds: &[Kind<'_>]) -> Table {
    let columns = vec![
        Column::words("What"),
        Column::short("In the count"),
        Column::number("Rows"),
        Column::number("Files"),
        Column::number("Pounds concerned"),
        Column::words("Bodies"),
    ];
    let rows = kinds.iter().map(|kind| {
        vec![
            Cell::from(Inline::link(capital(kind.word()), format!("warnings#{}", part_of(kind.word())))),
            Cell::from(kind.tag()),
            Cell::Count(kind.n_rows),
            Cell::Count(kind.n_files),
            Cell::Amount(kind.amount.into()),
            Cell::from(names(&kind.bodies, 4)),
        ]
    });
    let note = words![
        "Amounts are as printed in the rows and are not a total of anything: a row that cannot be read has none."
    ];
    Table::new("kinds", "What was found, by kind", columns).rows(rows).note(note)
}

fn section(view: &View<'_>, kind: &Kind<'_>) -> Section {
    let mut blocks = to_send(view, kind);
    let mut found = vec![Block::Table(examples(view, kind))];
    if N_EXAMPLES < kind.problems.len() {
        let words = words![
            format!("The first {N_EXAMPLES} of {}; the problem tables have them all: ", count(kind.problems.len())),
            Inline::link("downloads", "data#downloads"),
            "."
        ];
        found.push(Block::Words(words));
    }
    let summary = format!("Where it was found: {}", n_of(kind.problems.len(), "place", "places"));
    blocks.push(Block::Folded { summary, blocks: found });
    Section::new(&part_of(kind.word()), capital(kind.word()), blocks)
}

/// A letter to each body, of its own rows and files.
fn to_send(view: &View<'_>, kind: &Kind<'_>) -> Vec<Block> {
    if let Some(nothing) = kind.nothing_to_ask() {
        return vec![Block::Sentence(nothing)];
    }
    let mut by_body: BTreeMap<&str, Vec<&Problem>> = BTreeMap::new();
    for problem in &kind.problems {
        by_body.entry(&problem.body_id).or_default().push(problem);
    }
    let letter = |(id, problems): (&str, Vec<&Problem>)| {
        let sentences = kinds(view, problems.into_iter()).into_iter().map(|kind| Block::Sentence(kind.sentence()));
        let heading = Block::Words(words![format!("To send to {}:", view.label(Dimension::Body, id))]);
        std::iter::once(heading).chain(sentences).collect::<Vec<_>>()
    };
    by_body.into_iter().flat_map(letter).collect()
}

fn examples(view: &View<'_>, kind: &Kind<'_>) -> Table {
    let columns = vec![
        Column::words("Body"),
        Column::words("File"),
        Column::number("Row"),
        Column::long("What was found"),
        Column::number("Rows"),
        Column::number("Pounds"),
    ];
    let rows = kind.problems.iter().take(N_EXAMPLES).map(|problem| {
        let file =
            problem.file_id.as_ref().and_then(|id| view.site.account.files().iter().find(|file| file.file_id == *id));
        let row = match problem.row {
            Some(row) => Cell::Words(words![row.to_string()]),
            None => Cell::Words(words!["whole file"]),
        };
        vec![
            Cell::from(flows::name(view, &problem.body_id)),
            match (file, &problem.file_id) {
                (Some(file), _) => Cell::from(file_name(view, file)),
                (None, Some(id)) => Cell::Words(vec![Inline::Code(id.clone())]),
                (None, None) => Cell::from("all its files"),
            },
            row,
            Cell::Words(what_was_found(problem)),
            Cell::Count(problem.n_rows as usize),
            Cell::Amount(problem.amount.into()),
        ]
    });
    let caption = format!("{}: where it was found", capital(kind.word()));
    Table::new(format!("rows-{}", part_of(kind.word())), caption, columns).rows(rows)
}

fn what_was_found(problem: &Problem) -> Vec<Inline> {
    let mut words = vec![Inline::Printed(problem.text.clone())];
    words.extend(problem.column.iter().flat_map(|column| words![", column ", Inline::Printed(column.clone())]));
    words
}

/// A file's name, which opens its lines where it has any.
pub fn file_name(view: &View<'_>, file: &SourceFile) -> Inline {
    let name = match &file.sheet {
        Some(sheet) => format!("{}, sheet {sheet}", file.path),
        None => file.path.clone(),
    };
    match file.n_lines {
        0 => Inline::Printed(name),
        _ => view.rows_link(name, &Filter::default().only(Dimension::File, Some(&file.file_id))),
    }
}

/// The warnings about one body's files.
pub fn of_body(view: &View<'_>, id: &str) -> Vec<Block> {
    let kinds = kinds(view, view.site.small.problems.iter().filter(|problem| problem.body_id == id));
    if kinds.is_empty() {
        return vec![Block::Words(words!["None was found."])];
    }
    let columns = vec![
        Column::words("What"),
        Column::short("In the count"),
        Column::number("Rows"),
        Column::number("Pounds concerned"),
        Column::long("To send to the body"),
    ];
    let rows = kinds.iter().map(|kind| {
        vec![
            Cell::from(Inline::link(capital(kind.word()), format!("warnings#{}", part_of(kind.word())))),
            Cell::from(kind.tag()),
            Cell::Count(kind.n_rows),
            Cell::Amount(Amount::from(kind.amount)),
            Cell::from(kind.sentence()),
        ]
    });
    vec![Block::Table(Table::new("warnings-of-body", "Data quality warnings", columns).rows(rows))]
}
