//! From blocks to HTML. Everything that prints a figure, a table or a text goes through here.

mod journey_map;

use std::borrow::Cow;
use std::fmt::Write;

use askama::Template;
use money::Money;
use report::block::{count, percent, plural};

use crate::address::Here;
use crate::block::{
    Amount, Block, Cell, Column, ColumnKind, Figure, Inline, Order, Page, Paging, Row, Table, TagColour,
};
use crate::site_section::{SiteSection, Way};

/// Rows of a table that stand open; a reader of a small screen would scroll past all the others.
const N_ROWS_OPEN: usize = 20;
/// Rows of a table of many columns that stand open.
const N_WIDE_ROWS_OPEN: usize = 12;
/// Rows of a list that stand open where there is no server to cut it into pages.
const N_LIST_ROWS_OPEN: usize = 50;
/// Fewer columns leave a row one or two lines high on a small screen.
const N_COLUMNS_NARROW: usize = 5;
/// So few more are not worth folding away.
const N_ROWS_NOT_FOLDED: usize = 5;

/// Prints what stands on one page.
#[derive(Clone, Copy)]
pub struct Printer {
    pub here: Here,
}

/// What is the same on every page.
pub struct Frame<'a> {
    pub place: &'a str,
    pub year: String,
    /// The same page in each year of a place of several years; nothing where a page is of all of them.
    pub years: Vec<YearLink>,
    pub program: &'a str,
    pub n_files: usize,
    pub n_bodies: usize,
    /// The sections that every page leads to.
    pub sections: Vec<SiteSection>,
}

/// A page in another year.
pub struct YearLink {
    pub text: String,
    pub to: String,
    pub is_shown: bool,
}

/// A link of the navigation.
struct NavigationItem {
    text: &'static str,
    to: String,
    is_here: bool,
    /// The page itself, and none below it.
    is_page: bool,
}

#[derive(Template)]
#[template(path = "page.html")]
struct PageHtml<'a> {
    printer: Printer,
    frame: &'a Frame<'a>,
    page: &'a Page,
    navigation: Vec<NavigationItem>,
    trail: Vec<(&'static str, &'static str)>,
    has_chart: bool,
    has_rows_script: bool,
}

#[derive(Template)]
#[template(path = "sheet.html")]
struct SheetHtml<'a> {
    printer: Printer,
    frame: &'a Frame<'a>,
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedHtml<'a> {
    printer: Printer,
    frame: &'a Frame<'a>,
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "block.html")]
struct BlockHtml<'a> {
    printer: Printer,
    block: &'a Block,
}

#[derive(Template)]
#[template(path = "table.html")]
struct TableHtml<'a> {
    printer: Printer,
    table: &'a Table,
    /// Rows that are folded away.
    rest: Option<&'a Table>,
}

#[derive(Template)]
#[template(path = "figure.html")]
struct FigureHtml<'a> {
    href: String,
    figure: &'a Figure,
    text: String,
    title: String,
}

/// A page with header, navigation and footer.
pub fn page(here: Here, frame: &Frame<'_>, way: Way, page: &Page) -> String {
    let item = |of: &SiteSection| NavigationItem {
        text: of.name(),
        to: here.page(of.address()),
        is_here: Some(*of) == way.section,
        is_page: page.address == of.address(),
    };
    print(&PageHtml {
        printer: Printer { here },
        frame,
        page,
        navigation: frame.sections.iter().map(item).collect(),
        trail: way.trail,
        has_chart: has(page, |block| matches!(block, Block::Table(table) if table.chart.is_some())),
        has_rows_script: has(page, |block| matches!(block, Block::RowsScript { .. })),
    })
}

/// A page for paper: no navigation, small type.
pub fn sheet(here: Here, frame: &Frame<'_>, page: &Page) -> String {
    print(&SheetHtml { printer: Printer { here }, frame, page })
}

/// A page that stands inside another site's page.
pub fn embed(here: Here, frame: &Frame<'_>, page: &Page) -> String {
    print(&EmbedHtml { printer: Printer { here }, frame, page })
}

fn print(template: &impl Template) -> String {
    template.render().expect("writing into a string cannot fail")
}

/// Whether a block is on the page, folded away or not.
fn has(page: &Page, is_wanted: impl Fn(&Block) -> bool + Copy) -> bool {
    fn any(blocks: &[Block], is_wanted: impl Fn(&Block) -> bool + Copy) -> bool {
        blocks.iter().any(|block| match block {
            Block::Folded { blocks, .. } => any(blocks, is_wanted),
            block => is_wanted(block),
        })
    }
    any(&page.blocks, is_wanted) || page.sections.iter().any(|section| any(&section.blocks, is_wanted))
}

impl Printer {
    fn blocks(&self, blocks: &[Block]) -> String {
        // What is cut into pages already is not folded as well.
        let is_paged = blocks.iter().any(|block| matches!(block, Block::Paging(_)));
        let block = |block: &Block| match block {
            Block::Table(table) if is_paged => self.open_table(table),
            block => print(&BlockHtml { printer: *self, block }),
        };
        blocks.iter().map(block).collect()
    }

    /// A table; of a long one the first rows, and the rest folded away below them.
    fn table(&self, table: &Table) -> String {
        let n_open = match (table.is_list, table.is_wide()) {
            (true, _) if table.columns.len() < N_COLUMNS_NARROW => N_LIST_ROWS_OPEN,
            (true, _) => N_ROWS_OPEN,
            // On a small screen each row is a list of its cells.
            (false, true) => N_WIDE_ROWS_OPEN,
            (false, false) => N_ROWS_OPEN,
        };
        // A chart is drawn from all the rows of its table.
        if table.chart.is_some() || table.rows.len() <= n_open + N_ROWS_NOT_FOLDED {
            return self.open_table(table);
        }
        let (open, folded) = table.rows.split_at(n_open);
        let first = Table { rows: open.to_vec(), ..table.clone() };
        let rest = Table {
            id: format!("{}-rest", table.id),
            caption: format!("{}: the other {}", table.caption, count(folded.len())),
            rows: folded.to_vec(),
            total: None,
            is_list: false,
            note: Vec::new(),
            stacks: table.is_wide(),
            ..table.clone()
        };
        print(&TableHtml { printer: *self, table: &first, rest: Some(&rest) })
    }

    fn open_table(&self, table: &Table) -> String {
        print(&TableHtml { printer: *self, table, rest: None })
    }

    fn cell(&self, cell: &Cell) -> String {
        match cell {
            Cell::Words(words) => self.words(words),
            Cell::Amount(amount) => self.amount(amount),
            Cell::Count(n) | Cell::Bar { n, .. } => count(*n),
            Cell::Share(Some(share)) => escape(&percent(*share)),
            Cell::Share(None) => NOT_COMPUTED.to_owned(),
        }
    }

    /// A cell of a table, where a share or a count may have a bar beside it.
    fn cell_with_bar(&self, cell: &Cell) -> String {
        match cell {
            Cell::Share(Some(share)) => beside_bar(*share, &escape(&percent(*share))),
            Cell::Bar { n, largest } => beside_bar(*n as f64 / (*largest).max(1) as f64, &count(*n)),
            cell => self.cell(cell),
        }
    }

    fn words(&self, words: &[Inline]) -> String {
        words.iter().map(|piece| self.inline(piece)).collect()
    }

    fn inline(&self, piece: &Inline) -> String {
        match piece {
            Inline::Text(text) => escape(text),
            Inline::Printed(text) => format!("<bdi class=\"printed\">{}</bdi>", escape(or_blank(text))),
            Inline::Amount(amount) => self.amount(amount),
            Inline::Link { text, to } => anchor(text, &self.here.page(to)),
            Inline::File { text, path } => anchor(text, &self.here.file(path)),
            Inline::Code(text) => format!("<code>{}</code>", escape(or_blank(text))),
            Inline::Digest(text) => format!("<code class=\"digest\">{}</code>", escape(text)),
            Inline::Tag(text, colour) => {
                format!("<strong class=\"govuk-tag {}\">{}</strong>", tag(*colour), escape(text))
            }
        }
    }

    fn amount(&self, amount: &Amount) -> String {
        match amount {
            Amount::NotComputed => NOT_COMPUTED.to_owned(),
            Amount::Stated(money) => format!("<span class=\"stated{}\">{}</span>", minus(*money), stated(*money)),
            Amount::Rounded(money) => format!(
                "<span class=\"stated{}\" data-pence=\"{}\" title=\"{money}\">{}<span class=\"govuk-visually-hidden\">, exactly {money}</span></span>",
                minus(*money),
                money.pence(),
                money.short()
            ),
            Amount::Estimated(money) => {
                let half = 50 * money.pence().signum();
                let text = without_pence(Money::from_pence((money.pence() + half) / 100 * 100));
                format!("<span class=\"estimated{}\" data-pence=\"{}\">{text}</span>", minus(*money), money.pence())
            }
            Amount::Lines(figure) => print(&FigureHtml {
                href: self.here.rows(&figure.query),
                figure,
                text: if figure.is_short { figure.amount.short() } else { figure.amount.to_string() },
                title: plural(figure.n_lines, "line"),
            }),
        }
    }

    /// A figure that stands large.
    fn large(&self, figure: &Amount) -> String {
        match figure {
            Amount::Lines(figure) => self.amount(&Amount::Lines(figure.clone().short())),
            other => self.amount(other),
        }
    }

    fn page_of_list(&self, paging: &Paging, page: impl std::borrow::Borrow<usize>) -> String {
        self.here.page(&paging.at(*page.borrow()))
    }

    /// A value that a script can sort by, where the cell does not show a figure.
    fn value(&self, cell: &Cell) -> String {
        match cell {
            Cell::Count(n) | Cell::Bar { n, .. } => format!(" data-value=\"{n}\""),
            Cell::Share(Some(share)) => format!(" data-value=\"{share:.6}\""),
            Cell::Amount(Amount::Stated(money) | Amount::Rounded(money) | Amount::Estimated(money)) => {
                format!(" data-value=\"{}\"", money.pence())
            }
            _ => String::new(),
        }
    }
}

/// What is stated in thousands has no pence: `£4,159,000`, beside `£4,159,000.12` and `£250.00`.
fn stated(money: Money) -> String {
    let is_in_thousands = money.pence() % 100_000 == 0 && money != Money::ZERO;
    if is_in_thousands { without_pence(money) } else { money.to_string() }
}

/// Whole pounds.
fn without_pence(money: Money) -> String {
    let text = money.to_string();
    text.strip_suffix(".00").unwrap_or(&text).to_owned()
}

const NOT_COMPUTED: &str = "<span class=\"not-computed\">not computed</span>";

/// Text as HTML: what looks like markup is shown as text, and control characters, which HTML forbids, as a mark.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(visible(letter)),
        }
    }
    escaped
}

/// Text for a template, which escapes it.
fn shown(text: &str) -> Cow<'_, str> {
    if text.chars().any(|letter| visible(letter) != letter) {
        Cow::Owned(text.chars().map(visible).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn visible(letter: char) -> char {
    let is_forbidden = letter.is_control() && !matches!(letter, '\t' | '\n');
    // Code points that are no characters are no HTML either.
    let is_no_character = (letter as u32) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&letter);
    if is_forbidden || is_no_character { '\u{fffd}' } else { letter }
}

/// A link or a name needs something to read.
fn or_blank(text: &str) -> &str {
    if text.trim().is_empty() { "(blank)" } else { text }
}

fn anchor(text: &str, href: &str) -> String {
    format!("<a class=\"govuk-link\" href=\"{}\">{}</a>", escape(href), escape(or_blank(text)))
}

fn minus(money: Money) -> &'static str {
    if money.is_negative() { " minus" } else { "" }
}

fn tag(colour: TagColour) -> &'static str {
    match colour {
        TagColour::Plain => "govuk-tag--grey",
        TagColour::Good => "govuk-tag--green",
        TagColour::Doubtful => "govuk-tag--yellow",
        TagColour::Bad => "govuk-tag--red",
    }
}

fn beside_bar(share: f64, text: &str) -> String {
    format!("<span class=\"share\">{}<span class=\"share__number\">{text}</span></span>", bar(share))
}

/// A bar as wide as a share.
fn bar(share: f64) -> String {
    let width = (share.abs().min(1.0) * 100.0).clamp(0.0, 100.0);
    let sign = if share < 0.0 { " bar__part--minus" } else { "" };
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">\
         <rect class=\"bar__track\" width=\"100\" height=\"10\"/>\
         <rect class=\"bar__part{sign}\" width=\"{width:.2}\" height=\"10\"/></svg>"
    )
}

/// Bars side by side, drawn with attributes alone because the content-security policy forbids inline styles.
fn trend(amounts: &[Money]) -> String {
    const HEIGHT: f64 = 100.0;
    const STEP: f64 = 20.0;
    let top = amounts.iter().map(|money| money.pounds()).fold(0.0, f64::max);
    let bottom = amounts.iter().map(|money| money.pounds()).fold(0.0, f64::min);
    let scale = if top > bottom { HEIGHT / (top - bottom) } else { 0.0 };
    let width = STEP * amounts.len() as f64;
    let axis = top * scale;
    let mut svg = format!(
        "<svg class=\"trend\" viewBox=\"0 0 {width:.0} {HEIGHT:.0}\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
    );
    for (i, money) in amounts.iter().enumerate() {
        let height = money.pounds().abs() * scale;
        let y = if money.is_negative() { axis } else { axis - height };
        let sign = if money.is_negative() { " trend__bar--minus" } else { "" };
        let x = STEP * i as f64 + 2.0;
        write!(svg, "<rect class=\"trend__bar{sign}\" x=\"{x:.1}\" y=\"{y:.2}\" width=\"16\" height=\"{height:.2}\"/>")
            .expect("a string takes any text");
    }
    write!(svg, "<line class=\"trend__axis\" x1=\"0\" x2=\"{width:.0}\" y1=\"{axis:.2}\" y2=\"{axis:.2}\"/></svg>")
        .expect("a string takes any text");
    svg
}

/// The pages that a long list links to: the first, the last, and those beside this one; none stands for a gap.
fn pages_near(page: usize, n_pages: usize) -> Vec<Option<usize>> {
    let mut pages: Vec<Option<usize>> = Vec::new();
    for number in 1..=n_pages {
        let is_near = number == 1 || number == n_pages || number.abs_diff(page) <= 1;
        if is_near {
            pages.push(Some(number));
        } else if pages.last() != Some(&None) {
            pages.push(None);
        }
    }
    pages
}

/// Cells with the columns they stand in.
fn beside<'a>(columns: &'a [Column], cells: &'a [Cell]) -> Vec<(&'a Column, &'a Cell)> {
    debug_assert_eq!(columns.len(), cells.len(), "a row has a cell for each column");
    columns.iter().zip(cells).collect()
}

fn has_aside(table: &Table) -> bool {
    table.rows.iter().any(|row| row.is_aside)
}

fn is_charted(column: &Column) -> bool {
    column.kind == ColumnKind::Charted
}

/// Classes of a cell or heading of a column.
fn column_class(column: &Column, of: &str) -> String {
    match column.kind {
        ColumnKind::Number | ColumnKind::Charted => format!("{of} {of}--numeric"),
        ColumnKind::Words => of.to_owned(),
        ColumnKind::LongWords => format!("{of} table__long"),
        ColumnKind::Short => format!("{of} table__short"),
    }
}

fn aria_sort(column: &Column) -> &'static str {
    match column.sorting.as_ref().and_then(|sorting| sorting.now) {
        Some(Order::Rising) => " aria-sort=\"ascending\"",
        Some(Order::Falling) => " aria-sort=\"descending\"",
        None => "",
    }
}

/// What a cell of a wide table is called where its column's heading is out of sight.
fn label_of(table: &Table, column: &Column) -> String {
    if table.is_wide() { format!(" role=\"cell\" data-label=\"{}\"", escape(&column.heading)) } else { String::new() }
}

/// The role of an element of a wide table: shown as a list on small screens, it is a table for screen readers.
fn role(table: &Table, name: &str) -> String {
    if table.is_wide() { format!(" role=\"{name}\"") } else { String::new() }
}

fn edge_of(row: &Row) -> String {
    match &row.edge {
        None => String::new(),
        Some(edge) => {
            let (from, to) = (escape(&edge.from), escape(&edge.to));
            format!(" data-tier=\"{}\" data-from=\"{from}\" data-to=\"{to}\"", edge.tier.word())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Medium;

    fn printer() -> Printer {
        Printer { here: Here::new(Medium::Served, "bodies/leeds") }
    }

    fn figure(pence: i64) -> Figure {
        Figure { amount: Money::from_pence(pence), n_lines: 12, query: "part=net&body=a".to_owned(), is_short: false }
    }

    #[test]
    fn a_figure_is_a_link_to_its_rows_with_its_pence() {
        assert_eq!(
            printer().amount(&figure(123_456).into()),
            "<a class=\"figure\" href=\"../rows?part=net&#38;body=a\" data-pence=\"123456\" data-lines=\"12\" \
             title=\"12 lines\">£1,234.56</a>"
        );
    }

    #[test]
    fn money_out_of_a_body_has_a_minus_sign_and_a_large_sum_its_exact_pounds() {
        let below = printer().amount(&figure(-5).into());
        assert!(below.contains("class=\"figure minus\"") && below.contains(">-£0.05</a>"), "{below}");
        let short = printer().amount(&figure(123_456_789_00).short().into());
        assert!(
            short.contains(">£123.5m<span class=\"govuk-visually-hidden\">, exactly £123,456,789.00</span>"),
            "{short}"
        );
    }

    #[test]
    fn what_is_stated_in_thousands_has_no_pence() {
        let stated = |pence| printer().amount(&Amount::Stated(Money::from_pence(pence)));
        for (pence, text) in [
            (415_900_000, ">£4,159,000<"),
            (415_900_012, ">£4,159,000.12<"),
            (-100_000, ">-£1,000<"),
            (25_000, ">£250.00<"),
            (0, ">£0.00<"),
        ] {
            assert!(stated(pence).contains(text), "{}", stated(pence));
        }
    }

    #[test]
    fn of_a_long_table_the_first_rows_stand_open_and_every_row_is_there() {
        let table = |n: usize| {
            let rows = (1..=n).map(|n| vec![Cell::from(format!("row {n}."))]);
            Table::new("t", "Rows", vec![Column::words("Name")]).rows(rows).total(vec![Cell::from("All")])
        };
        let long = printer().table(&table(100));
        let (open, folded) = long.split_once("<details").expect("the rest is folded");
        assert!(open.contains("row 20.") && !open.contains("row 21.") && open.contains("All"), "{open}");
        assert!(
            folded.contains("The other 80") && folded.contains("row 21.") && folded.contains("row 100."),
            "{folded}"
        );
        assert!(!printer().table(&table(25)).contains("<details"), "a few more are not folded");
        assert!(!printer().table(&table(100).chart(crate::block::ChartKind::Bar)).contains("<details"));
    }

    #[test]
    fn what_was_not_computed_is_never_nought() {
        assert!(printer().amount(&Amount::NotComputed).contains("not computed"));
        assert!(printer().cell(&Cell::Share(None)).contains("not computed"));
    }

    #[test]
    fn a_share_of_next_to_nothing_is_no_markup() {
        let share = Cell::Share(Some(0.0001));
        assert_eq!(printer().cell(&share), "&lt;0.1%");
        assert!(printer().cell_with_bar(&share).ends_with(">&lt;0.1%</span></span>"));
    }

    #[test]
    fn markup_and_control_characters_are_text() {
        let attack = "<script>alert('x')</script>&\"\u{0}\u{1}\u{7f}\u{ffff}é";
        assert_eq!(
            printer().inline(&Inline::Text(attack.to_owned())),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;\u{fffd}\u{fffd}\u{fffd}\u{fffd}é"
        );
        let link = printer().inline(&Inline::link("", "payees/\"onmouseover=x"));
        assert!(link.contains(">(blank)</a>") && link.contains("&quot;onmouseover"), "{link}");
    }

    #[test]
    fn long_lists_link_to_both_ends_and_the_neighbours() {
        assert_eq!(pages_near(1, 1), [Some(1)]);
        assert_eq!(pages_near(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(pages_near(2, 4), [Some(1), Some(2), Some(3), Some(4)]);
    }

    #[test]
    fn bars_of_a_trend_stand_on_their_axis() {
        let svg = trend(&[Money::from_pence(300), Money::from_pence(-100)]);
        assert!(svg.contains("y=\"0.00\" width=\"16\" height=\"75.00\""), "{svg}");
        assert!(svg.contains("trend__bar--minus\" x=\"22.0\" y=\"75.00\" width=\"16\" height=\"25.00\""), "{svg}");
        assert!(trend(&[Money::ZERO]).contains("height=\"0.00\""));
    }
}
