//! Problems and doubts: what was found, what it concerns, and what to ask for.

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
        "What is odd about rows and files. Nothing was changed because of a doubt: it says what was found, what it \
         concerns, and what to ask the body for."
    ];
    let mut page = Page::new("doubts", "Doubts", lede);
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
        self.kind.ask().strip_prefix("nothing").map(|rest| format!("Nothing has to be asked{rest}."))
    }

    /// A sentence that can be sent to the body as it stands: it speaks of this body's files alone.
    fn sentence(&self) -> String {
        let where_found = match (self.n_rows, self.n_files) {
            (_, 0) => "In your published data".to_owned(),
            (0, n) => format!("In {} of yours", n_of(n, "file", "files")),
            (rows, n) => format!("In {} of {} of yours", n_of(rows, "row", "rows"), n_of(n, "file", "files")),
        };
        let (found, ask) = (found(self.kind), self.kind.ask());
        self.nothing_to_ask()
            .unwrap_or_else(|| format!("{where_found} {found}. Could you please tell or send us {ask}?"))
    }
}

/// What was found, in words for somebody who has never seen this program.
pub(crate) fn found(kind: ProblemKind) -> &'static str {
    use ProblemKind::*;
    match kind {
        AmountUnreadable => "the amount is something that is not pounds and pence",
        AmountMissing => "the amount is empty",
        CellError => "a cell holds a formula error such as #REF!",
        CurrencyForeign => "an amount is in another currency than pounds",
        RowTooLong => "a row runs on over many lines",
        RowTooWide => "a row has more filled cells than there are headings",
        TotalRow => "a row is a total of other rows",
        PaddingRow => "rows hold no payment: notes, names of groups, or the body's own name",
        YearUnreadable => "the financial year cannot be read",
        RecordIdMissing => "a record of a person has no number",
        RecordIdTwice => "two records of people have one number",
        PersonEmpty => "a record says nothing of the person",
        ContactIncomplete => "a contact does not say with whom, what or when",
        BirthUnreadable => "a date of birth cannot be read",
        BirthOutside => "a date of birth lies before or after any that a person of today can have",
        NumberInvalid => "a number does not pass its own check",
        SexUnreadable => "a code for the sex is not known",
        PeriodUnreadable => "a date from or until which a record is true cannot be read",
        PeriodContradicts => "a record ends before it begins",
        CostUnreadable => "the cost of a contact cannot be read",
        HeadingsMissing => "a file has no headings",
        PersonColumnMissing => "a file has no column of first names, surnames or dates of birth",
        PersonUnknown => "contacts are with people of whom the agency sent no record",
        DateUnreadable => "the payment date cannot be read",
        DateMissing => "the payment date is empty",
        DateFuture => "the payment date lies in the future",
        DateOutsidePeriod => "dates lie far from the month that the file is about, or in a year not counted here",
        SubPenny => "amounts have more than two decimals",
        CurrencyMark => "amounts are marked as another currency than pounds",
        OpenQuote => "a quotation mark is never closed, so rows may have been swallowed",
        PossibleTotal => "a row may be a total of the rows above it",
        LinesNotPaid => "lines are marked cancelled, void, budget, commitment or the like",
        PayeeMissing => "lines do not say who was paid",
        FileOfIncome => "a file seems to list what was received instead of what was paid",
        HeadingDiffers => "a second row of headings names other columns than the first",
        ControlCharacter => "there are characters that text does not hold",
        SignsTurned => "most amounts have a minus sign, so the signs may be the wrong way round",
        SheetBeside => {
            "a sheet holds no payments of its own, such as a cover, a list of codes or sums of the lines beside it"
        }
        NoNegativeLines => "there is not one credit note, where other files have many",
        MissingMonth => "a month or period of the year is missing",
        SameFileTwice => "the same file was published twice",
        OverlappingFiles => "two files hold some of the same payments",
        LinesRepeated => "rows appear twice in one file",
        FileOfAnotherBody => "a file names a body other than the one that sent it",
        RedactedShare => "many payees are withheld",
        EncodingMixed => "text is saved in more than one encoding",
        SeveralAmountColumns => "more than one column could be the amount",
        AmountsScaled => "amounts are printed in another unit than pounds, such as thousands, and were multiplied out",
        ReferencesAsAmounts => "numbers in the amount column look like references or dates",
        AmountsOutOfScale => "amounts are much larger or smaller than in the body's other files",
        AmountsRounded => "amounts are printed with an exponent, as 1.5E+04, so that pounds are lost",
        RowsHidden => "rows or columns are hidden in the workbook; what they hold was counted",
        SheetHidden => "a sheet is hidden in the workbook and was not counted",
        NoPayeeColumn => "no column of payees was found",
        NoDateColumn => "no column of payment dates could be read",
        SideUnreadable => "a column says whether an amount is paid or received, and cannot be read",
        DateFormatMixed => "dates are written in more than one way",
        RegionSpelling => "a region is spelled in several ways",
        LabelSpelling => "a label is spelled in several ways",
        TotalDiffers => "a printed total differs from the figures it adds up",
        PayeeNearBody => "a payee has nearly the name of another public body here, so a pound may be counted twice",
        FileNamesPerson => "the name of a file holds the name of a person",
        RuleMatchesNothing => "a rule of the place matches no file or payee, so it does nothing",
        ThemeNotCounted => "something stated about a theme is not counted",
        ThemeRowsAboveShare => "the payments of a theme come to more than the stated share of the published figure",
        PublishedLineUnknown => "no rule says what a published line is, so it is not counted",
        YearNotCounted => "a publication covers years that are not counted",
        OutsidePlace => "a national return has gaps that concern no body of the place",
        PublishedSourcesDiffer => "two publications disagree about the same money",
        HealthSeenTwice => {
            "the health service is published as its commissioners pay for it and as its providers spend it"
        }
        DriverMissing => "no table of drivers says how much of a larger area's figure is for the place",
        MeasureDoubtful => "figures may be rates, prices of another year or a part of the year",
        PoundsAHeadUnlikely => "the whole is too small or too large for the people who live here",
        MayCountTwice => "published lines of one service may be the same pounds twice",
        ServesMissing => "a body that usually serves several districts is counted in full for one",
        FundingUnexplained => "what a body spends and where its money comes from do not come to the same",
        BodyUnknown => "a body is named that we do not know",
        FileEmpty => "the file is empty",
        FileNotLedger => "the file is not a list of payments that we can read",
        FileUnreadable => "the file cannot be opened",
        FileUnclaimed => "the file is not read: no source names it",
        FileUnsure => "it is not sure which column is the amount",
        PersonFileDoubtful => "a file about people has problems",
        FileAboutPeople => "the file is about people, and is not read as a list of payments",
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
            Cell::from(Inline::link(capital(kind.word()), format!("doubts#{}", part_of(kind.word())))),
            Cell::from(kind.tag()),
            Cell::Count(kind.n_rows),
            Cell::Count(kind.n_files),
            Cell::Amount(kind.amount.into()),
            Cell::from(names(&kind.bodies, 4)),
        ]
    });
    let note = words!["Pounds are those that rows tell, and no sum of anything: a row that cannot be read tells none."];
    Table::new("kinds", "What was found, by kind", columns).rows(rows).note(note)
}

fn section(view: &View<'_>, kind: &Kind<'_>) -> Section {
    let mut blocks = to_send(view, kind);
    let mut found = vec![Block::Table(examples(view, kind))];
    if N_EXAMPLES < kind.problems.len() {
        let words = words![
            format!("The first {N_EXAMPLES} of {}; all are in the tables of problems: ", count(kind.problems.len())),
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

/// The doubts about one body's files.
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
            Cell::from(Inline::link(capital(kind.word()), format!("doubts#{}", part_of(kind.word())))),
            Cell::from(kind.tag()),
            Cell::Count(kind.n_rows),
            Cell::Amount(Amount::from(kind.amount)),
            Cell::from(kind.sentence()),
        ]
    });
    vec![Block::Table(Table::new("doubts-of-body", "Doubts about its files", columns).rows(rows))]
}
