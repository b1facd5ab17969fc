//! What pages are made of: words, figures, tables. A page is built from these and printed by the
//! templates, so that every figure and every table looks and behaves alike.

mod journey_map;

use money::Money;

pub use self::journey_map::{Activity, JourneyMap, Lane, MapStep};

/// A sum of lines, with the filter whose lines add up to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub amount: Money,
    pub n_lines: usize,
    /// The filter, as the query of the address of its rows.
    pub query: String,
    /// Printed as `£1.2m`, with the exact pounds beside it, rather than to the penny.
    pub is_short: bool,
}

impl Figure {
    pub fn short(self) -> Figure {
        Figure { is_short: true, ..self }
    }
}

/// Pounds on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Added up from lines, which its link opens.
    Lines(Figure),
    /// Stated by a publication or a row that is not a line, so that there are no lines to open.
    Stated(Money),
    /// Published or shared out from published figures: printed as `£1.2bn`, with the exact pounds beside it.
    Rounded(Money),
    /// Worked out from assumptions: printed to the pound, and shown in charts.
    Estimated(Money),
    /// There is no evidence for it: never zero.
    NotComputed,
}

impl From<Figure> for Amount {
    fn from(figure: Figure) -> Amount {
        Amount::Lines(figure)
    }
}

impl From<Option<Figure>> for Amount {
    fn from(figure: Option<Figure>) -> Amount {
        figure.map_or(Amount::NotComputed, Amount::Lines)
    }
}

impl From<Option<Money>> for Amount {
    fn from(amount: Option<Money>) -> Amount {
        amount.map_or(Amount::NotComputed, Amount::Stated)
    }
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    /// As a file prints it: set apart, so that no direction mark or long word in it disturbs the sentence.
    Printed(String),
    Amount(Amount),
    /// To a page of this site; the address may carry a query.
    Link {
        text: String,
        to: String,
    },
    /// To a file of this site that is not a page.
    File {
        text: String,
        path: String,
    },
    /// As printed in a file, or to be typed.
    Code(String),
    /// A long number that is compared as a whole; it keeps to one line.
    Digest(String),
    Tag(String, TagColour),
}

/// What a tag says, in colour too; the words say it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagColour {
    Plain,
    Good,
    Doubtful,
    Bad,
}

impl Inline {
    pub fn link(text: impl Into<String>, to: impl Into<String>) -> Inline {
        Inline::Link { text: text.into(), to: to.into() }
    }

    pub fn code(text: impl Into<String>) -> Inline {
        Inline::Code(text.into())
    }

    pub fn file(text: impl Into<String>, path: impl Into<String>) -> Inline {
        Inline::File { text: text.into(), path: path.into() }
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }
}

impl From<String> for Inline {
    fn from(text: String) -> Inline {
        Inline::Text(text)
    }
}

impl From<Figure> for Inline {
    fn from(figure: Figure) -> Inline {
        Inline::Amount(figure.into())
    }
}

impl From<Amount> for Inline {
    fn from(amount: Amount) -> Inline {
        Inline::Amount(amount)
    }
}

/// A sentence of several pieces: `words!["Of it ", figure, " is withheld."]`.
macro_rules! words {
    ($($piece:expr),* $(,)?) => { vec![$($crate::block::Inline::from($piece)),*] };
}
pub(crate) use words;

/// What is in a cell of a table, or beside a label.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Words(Vec<Inline>),
    Amount(Amount),
    Count(usize),
    /// A count with a bar, as a part of the largest of its column.
    Bar {
        n: usize,
        largest: usize,
    },
    /// A fraction, printed in percent with a bar; none where it was not computed.
    Share(Option<f64>),
}

impl<T: Into<Inline>> From<T> for Cell {
    fn from(piece: T) -> Cell {
        match piece.into() {
            Inline::Amount(amount) => Cell::Amount(amount),
            piece => Cell::Words(vec![piece]),
        }
    }
}

/// A table, and the chart drawn from it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Unique on the page.
    pub id: String,
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub total: Option<Vec<Cell>>,
    pub chart: Option<Chart>,
    /// Searched and sorted by a script where there is no server to do it.
    pub is_list: bool,
    /// A line under the table.
    pub note: Vec<Inline>,
    /// Shown as a list of its cells on a small screen, although it has few columns: they hold long sentences with sums.
    pub stacks: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub heading: String,
    pub kind: ColumnKind,
    /// The order that its heading offers.
    pub sorting: Option<Sorting>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Words,
    /// Words that need room.
    LongWords,
    /// A date, a year, a word: never broken.
    Short,
    Number,
    /// A number that the chart shows.
    Charted,
}

/// An order that a list can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorting {
    /// The address of the list in this order.
    pub to: String,
    /// Whether the list is in this order now: falling or rising.
    pub now: Option<Order>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Rising,
    Falling,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// Stands under the others and not in the chart: no date, other years.
    pub is_aside: bool,
    /// What the row is in a map of flows.
    pub edge: Option<Edge>,
}

/// Ends of a flow: what tells nodes of a chart apart where their names do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub tier: Tier,
    pub from: String,
    pub to: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// From where money comes from first to a funder.
    Origin,
    /// From a funder to a body.
    Funder,
    /// From a body to what it pays for.
    Body,
    /// From a service to kinds of spending.
    Service,
}

impl Tier {
    pub fn word(self) -> &'static str {
        match self {
            Tier::Origin => "origin",
            Tier::Funder => "funder",
            Tier::Body => "body",
            Tier::Service => "use",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    pub kind: ChartKind,
    /// The largest whole that charts of this kind show, so that a band of one height is the same money in each.
    pub whole: Option<Money>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    Sankey,
    Treemap,
    Line,
    Bar,
    /// Two bars a row around what is in the middle of all, the widest first.
    Tornado,
}

impl ChartKind {
    pub fn word(self) -> &'static str {
        match self {
            ChartKind::Sankey => "sankey",
            ChartKind::Treemap => "treemap",
            ChartKind::Line => "line",
            ChartKind::Bar => "bar",
            ChartKind::Tornado => "tornado",
        }
    }
}

impl Table {
    pub fn new(id: impl Into<String>, caption: impl Into<String>, columns: Vec<Column>) -> Table {
        Table { id: id.into(), caption: caption.into(), columns, ..Table::default() }
    }

    pub fn row(mut self, cells: Vec<Cell>) -> Table {
        self.rows.push(Row { cells, ..Row::default() });
        self
    }

    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Table {
        self.rows.extend(rows.into_iter().map(|cells| Row { cells, ..Row::default() }));
        self
    }

    /// Rows under the others that the chart leaves out.
    pub fn aside(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Table {
        self.rows.extend(rows.into_iter().map(|cells| Row { cells, is_aside: true, edge: None }));
        self
    }

    /// Whether a row is too wide for a small screen, where it is shown as a list of its cells.
    pub fn is_wide(&self) -> bool {
        (self.stacks || 5 <= self.columns.len()) && !self.is_list && self.chart.is_none()
    }

    /// Whether it has too many columns to fit a usual window except in small type.
    pub fn is_dense(&self) -> bool {
        7 <= self.columns.len()
    }

    pub fn total(self, cells: Vec<Cell>) -> Table {
        Table { total: Some(cells), ..self }
    }

    pub fn chart(self, kind: ChartKind) -> Table {
        Table { chart: Some(Chart { kind, whole: None }), ..self }
    }

    pub fn note(self, note: Vec<Inline>) -> Table {
        Table { note, ..self }
    }
}

impl Column {
    pub fn words(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), kind: ColumnKind::Words, sorting: None }
    }

    pub fn long(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), kind: ColumnKind::LongWords, sorting: None }
    }

    pub fn short(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), kind: ColumnKind::Short, sorting: None }
    }

    pub fn number(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), kind: ColumnKind::Number, sorting: None }
    }

    /// A column of amounts that the table's chart shows.
    pub fn charted(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), kind: ColumnKind::Charted, sorting: None }
    }
}

/// A figure that stands large, with its name and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub label: String,
    pub value: Cell,
    pub note: Vec<Inline>,
}

impl Fact {
    pub fn new(label: impl Into<String>, value: impl Into<Cell>, note: Vec<Inline>) -> Fact {
        Fact { label: label.into(), value: value.into(), note }
    }

    /// A fraction, where it was computed.
    pub fn share(label: impl Into<String>, share: Option<f64>, note: Vec<Inline>) -> Fact {
        Fact { label: label.into(), value: Cell::Share(share), note }
    }
}

/// The one figure of a page, and what is in it and what is not.
#[derive(Clone, Debug, PartialEq)]
pub struct Hero {
    pub label: String,
    pub figure: Amount,
    /// The exact figure again, with what it was added up from.
    pub exactly: String,
    pub words: Vec<Inline>,
    pub inside: Vec<(String, Vec<Vec<Inline>>)>,
}

/// A form that searches a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    pub label: String,
    /// Where it is sent.
    pub to: String,
    pub text: String,
    /// What else the list was asked for.
    pub hidden: Vec<(String, String)>,
    /// The table it searches, by a script on the published site.
    pub table: Option<String>,
    /// What was found, in words.
    pub answer: String,
}

/// Fields with a fixed set of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    pub to: String,
    pub fields: Vec<Field>,
    pub hidden: Vec<(String, String)>,
    pub button: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub label: String,
    /// Value and text, in groups with a heading.
    pub groups: Vec<(String, Vec<(String, String)>)>,
    pub chosen: String,
}

/// A condition on the rows shown, and the address without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub name: String,
    pub value: String,
    pub to: String,
}

/// Where a page of a list stands among all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    pub page: usize,
    pub n_pages: usize,
    /// The address of the list without the number of the page.
    pub to: String,
}

impl Paging {
    /// The address of a page of the list.
    pub fn at(&self, page: usize) -> String {
        let joint = if self.to.contains('?') { '&' } else { '?' };
        if page == 1 { self.to.clone() } else { format!("{}{joint}page={page}", self.to) }
    }
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Words(Vec<Inline>),
    List(Vec<Vec<Inline>>),
    /// Links that act on the page: print, compare, download.
    Actions(Vec<Inline>),
    Hero(Box<Hero>),
    Facts(Vec<Fact>),
    /// Labels with what belongs to each.
    Pairs(Vec<(String, Cell)>),
    Table(Table),
    Search(Search),
    Choices(Choices),
    Conditions(Vec<Condition>),
    Paging(Paging),
    /// A sentence to copy.
    Sentence(String),
    /// Text to copy that names this page of the site.
    Snippet {
        to: String,
        title: String,
    },
    /// What most readers skip.
    Folded {
        summary: String,
        blocks: Vec<Block>,
    },
    /// Agencies as lanes and steps between them as lines, drawn on the server; a table says the same.
    JourneyMap(JourneyMap),
    /// Twelve small bars, drawn on the server.
    Trend {
        caption: String,
        amounts: Vec<Money>,
    },
    /// Loaded where a script reads published rows.
    RowsScript {
        /// The first file of their index.
        index: String,
    },
}

/// Blocks under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub id: String,
    pub heading: String,
    pub blocks: Vec<Block>,
}

impl Section {
    pub fn new(id: &str, heading: impl Into<String>, blocks: Vec<Block>) -> Section {
        Section { id: id.to_owned(), heading: heading.into(), blocks }
    }
}

/// A page before it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub address: String,
    /// Unique in the site; the place's name is added.
    pub title: String,
    pub heading: String,
    /// What the page tells, in a sentence.
    pub lede: Vec<Inline>,
    /// Where a sheet or an embedded chart leads back to: text and address.
    pub back: Option<(String, String)>,
    pub blocks: Vec<Block>,
    pub sections: Vec<Section>,
}

impl Page {
    /// A page whose heading is its title.
    pub fn new(address: impl Into<String>, title: impl Into<String>, lede: Vec<Inline>) -> Page {
        let title = title.into();
        Page {
            address: address.into(),
            heading: title.clone(),
            title,
            lede,
            back: None,
            blocks: Vec::new(),
            sections: Vec::new(),
        }
    }
}
