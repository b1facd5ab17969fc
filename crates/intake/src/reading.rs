//! How one file or sheet is read: found by the program, or confirmed by a person.

mod content;
mod debits;
mod invoices;
mod organisations;
mod padding;
mod points;
mod rival_totals;
mod side_by_side;
mod sides;
mod spaced;
mod unit;
mod units;
mod vat_parts;
mod watched;
mod width;

use std::collections::BTreeMap;

use model::tables::VatBasis;

use crate::dates::{DateFormat, DateVote};
use crate::fields::{Content, Field, basis_of, content_score, currency, heading_words, name_score};

use content::content;
pub use points::Points;
pub use unit::Unit;
pub(crate) use watched::{Watch, names_payer};

/// One row of the sample: its number and its cells as text.
pub type SampleRow = (u64, Vec<String>);

pub use width::Width;

/// How a table is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Headings as printed, one a column; a heading over two rows is joined by a space.
    pub headings: Vec<String>,
    /// First and last row of the heading; rows above the first are banners.
    pub header_rows: (u64, u64),
    /// The heading stands under the lines instead of over them.
    pub header_is_last: bool,
    /// How many cells rows have.
    pub width: Width,
    pub columns: BTreeMap<Field, usize>,
    pub date_format: Option<DateFormat>,
    /// The heading of a column that is called a date and holds none, and one of its cells.
    pub date_lookalike: Option<(String, String)>,
    pub vat_basis: VatBasis,
    pub unit: Unit,
    pub points: Points,
    /// The column of sides says yes if a line is a credit, and no otherwise.
    pub side_is_flag: bool,
    /// The credits, in a column beside the debits, have minus signs.
    pub credits_have_signs: bool,
    /// Most amounts are marked with a dollar and none with a pound: the spreadsheet that wrote it was set up in America.
    pub dollars_are_pounds: bool,
    /// Dates stored as numbers are counted from 1904, as the workbook says.
    pub counts_from_1904: bool,
    /// 0 to 1: how well names and contents of the columns agree on this reading.
    pub confidence: f64,
    /// Other columns that could be the amount and say something else.
    pub rival_amounts: Vec<String>,
    /// The amounts of a second table beside the one that is read.
    pub(crate) beside: Option<usize>,
    /// A column beside the reference whose numbers say which lines are of one invoice.
    pub(crate) invoices: Option<usize>,
    /// Columns whose values are counted with their pounds.
    pub(crate) watched: Vec<(usize, Watch)>,
    /// A person has confirmed or changed it in `mappings/`.
    pub is_confirmed: bool,
}

impl Reading {
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.get(&field).copied()
    }

    pub fn heading(&self, field: Field) -> Option<&str> {
        self.column(field).and_then(|i| self.headings.get(i)).map(String::as_str)
    }

    /// What the heading of the amount says goes before what a line above it says.
    fn in_unit_of_heading(mut self) -> Reading {
        match self.heading(Field::Amount).map(Unit::of_heading) {
            Some(Unit::Pounds) | None => {}
            Some(unit) => self.unit = unit,
        }
        self
    }

    /// Whether a row stands where this table has its lines.
    pub fn covers(&self, number: u64) -> bool {
        let (first, last) = self.header_rows;
        if self.header_is_last { number < first } else { last < number }
    }

    /// Whether a row repeats the heading: most of the cells that are filled say what their column is called.
    pub fn is_heading(&self, cells: &[String]) -> bool {
        let filled: Vec<(usize, &String)> = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).collect();
        let n_same = filled
            .iter()
            .filter(|(i, cell)| {
                self.headings.get(*i).is_some_and(|heading| heading.trim().eq_ignore_ascii_case(cell.trim()))
            })
            .count();
        let names_fields =
            || header_score(cells) >= HEADER_SCORE_MIN && !cells.iter().any(|cell| looks_like_amount(cell));
        filled.len() >= 2 && (n_same * 10 >= filled.len() * 6 || names_fields() || names_payee_and_date(cells))
    }
}

/// Below this a row does not name enough of a ledger's fields to be its heading: an amount, and a payee or a date.
const HEADER_SCORE_MIN: f64 = 1.4;
/// Rows in which a heading is looked for.
const HEADER_ROWS_MAX: usize = 60;
/// A second column as likely as this fraction of the best makes the amount a matter of doubt.
const RIVAL_RATIO: f64 = 0.97;

/// Finds the reading of a table from a sample of its rows. None where no row looks like a heading.
pub fn find_reading(sample: &[SampleRow]) -> Option<Reading> {
    let header = units::joined(find_header(sample)?, sample);
    let body = body_under(sample, &header);
    Some(Reading { unit: unit_above(sample, &header), ..read_under(header, &body) }.in_unit_of_heading())
}

/// The reading under headings that a person has confirmed, where the table has them.
pub fn reading_under(sample: &[SampleRow], headings: &[String]) -> Option<Reading> {
    let wanted: Vec<String> = headings.iter().map(|heading| squash(heading)).collect();
    let header = header_candidates(sample)
        .find(|header| header.headings.iter().map(|h| squash(h)).eq(wanted.iter().cloned()))?;
    let header = place_last(header, sample);
    let body = body_under(sample, &header);
    Some(Reading { unit: unit_above(sample, &header), ..read_under(header, &body) }.in_unit_of_heading())
}

/// The unit that lines above a heading state.
fn unit_above(sample: &[SampleRow], header: &Header) -> Unit {
    let banners = sample.iter().take_while(|(number, _)| *number < header.rows.0).filter(|_| !header.is_last);
    let units = banners.flat_map(|(_, cells)| cells).map(|cell| Unit::of_banner(cell));
    units.into_iter().find(|unit| *unit != Unit::Pounds).unwrap_or_default()
}

/// The reading under a heading further down, which ends in this row.
pub fn reading_at(sample: &[SampleRow], row: u64) -> Option<Reading> {
    let candidates = header_candidates(sample).filter(|header| header.rows.1 == row);
    let header = candidates.max_by(|a, b| a.score().total_cmp(&b.score()))?;
    let body = body_under(sample, &header);
    Some(read_under(header, &body).in_unit_of_heading())
}

/// The rows under a heading: up to the next heading, whose columns may be in another order.
fn body_under<'s>(sample: &'s [SampleRow], header: &Header) -> Vec<&'s SampleRow> {
    let covered = sample.iter().filter(|(number, _)| header.covers(*number));
    if header.is_last {
        return covered.collect();
    }
    let is_other =
        |cells: &[String]| HEADER_SCORE_MIN <= header_score(cells) && trim_headings(cells) != header.headings;
    let mut has_payment = false;
    let until_next = covered.take_while(|(_, cells)| {
        // Nearly every row is a payment, and scoring its cells as headings is slow.
        let is_payment = width::has_figure(cells);
        has_payment |= is_payment;
        is_payment || !has_payment || !is_other(cells)
    });
    until_next.collect()
}

struct Header {
    rows: (u64, u64),
    headings: Vec<String>,
    is_last: bool,
    /// The lower of two rows parts an amount into net, VAT and gross.
    lower_tells_vat: bool,
}

impl Header {
    fn score(&self) -> f64 {
        let score = header_score(&self.headings);
        // Two rows are one heading only where that names more than one of them alone, or where the lower row
        // says which of the sums is with VAT.
        match (self.rows.0 == self.rows.1, self.lower_tells_vat) {
            (true, _) => score,
            (false, true) => score + 0.1,
            (false, false) => score - 0.1,
        }
    }

    fn covers(&self, number: u64) -> bool {
        if self.is_last { number < self.rows.0 } else { number > self.rows.1 }
    }
}

fn header_candidates(sample: &[SampleRow]) -> impl Iterator<Item = Header> + '_ {
    let filled: Vec<&SampleRow> =
        sample.iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect();
    // A heading may also be in the very last rows.
    let n = filled.len();
    let last = n.saturating_sub(1).max(HEADER_ROWS_MAX)..n;
    (0..n.min(HEADER_ROWS_MAX)).chain(last).flat_map(move |i| {
        let (number, cells) = filled[i];
        let single =
            Header { rows: (*number, *number), headings: trim_headings(cells), is_last: false, lower_tells_vat: false };
        let above = i
            .checked_sub(1)
            .map(|j| filled[j])
            .filter(|(above, upper)| above + 1 == *number && is_heading_part(upper) && !width::has_figure(cells));
        let pair = above.map(|(first, upper)| {
            let lower_tells_vat = vat_parts::tells(cells);
            let headings = if lower_tells_vat {
                join_headings(&vat_parts::spread(upper, cells), cells)
            } else {
                join_headings(upper, cells)
            };
            Header { rows: (*first, *number), headings, is_last: false, lower_tells_vat }
        });
        [Some(single), pair].into_iter().flatten()
    })
}

fn find_header(sample: &[SampleRow]) -> Option<Header> {
    let mut best: Option<(f64, Header)> = None;
    let is_filled = |(_, cells): &&SampleRow| cells.iter().any(|cell| !cell.is_empty());
    let late = sample.iter().filter(is_filled).nth(HEADER_ROWS_MAX).map(|(number, _)| *number);
    for header in header_candidates(sample) {
        if header.headings.iter().any(|cell| looks_like_amount(cell)) {
            continue;
        }
        // The very last rows are asked only where no heading stands before.
        let is_late = late.is_some_and(|late| late <= header.rows.1);
        if is_late && best.as_ref().is_some_and(|(score, _)| HEADER_SCORE_MIN <= *score) {
            break;
        }
        // A better heading further down is a second one where payments stand between: it is obeyed from its row on.
        let is_second = |first: &Header| {
            let between = sample.iter().filter(|(n, _)| first.rows.1 < *n && *n < header.rows.0);
            between.into_iter().any(|(_, cells)| width::has_figure(cells))
        };
        if best.as_ref().is_some_and(|(score, first)| HEADER_SCORE_MIN <= *score && is_second(first)) {
            break;
        }
        let score = header.score();
        if best.as_ref().is_none_or(|(best_score, _)| *best_score < score) {
            best = Some((score, header));
        }
    }
    best.filter(|(score, _)| HEADER_SCORE_MIN <= *score)
        .map(|(_, header)| header)
        .map(|header| place_last(header, sample))
}

/// A heading with lines above it and none below is the last row of its table.
fn place_last(mut header: Header, sample: &[SampleRow]) -> Header {
    let amount_rows = |wanted: &dyn Fn(u64) -> bool| {
        sample.iter().filter(|(n, cells)| wanted(*n) && cells.iter().any(|cell| looks_like_amount(cell))).count()
    };
    header.is_last = amount_rows(&|n| n > header.rows.1) == 0 && amount_rows(&|n| n < header.rows.0) > 0;
    header
}

fn trim_headings(cells: &[String]) -> Vec<String> {
    cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn join_headings(upper: &[String], lower: &[String]) -> Vec<String> {
    let empty = String::new();
    (0..upper.len().max(lower.len()))
        .map(|i| [upper.get(i).unwrap_or(&empty).as_str(), lower.get(i).unwrap_or(&empty).as_str()].join(" "))
        .map(|joined| joined.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// The upper half of a two-row heading: several short cells, none of them a number.
fn is_heading_part(cells: &[String]) -> bool {
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    filled.len() >= 2
        && filled.iter().all(|cell| cell.chars().count() <= 40 && !cell.chars().any(|c| c.is_ascii_digit()))
}

fn looks_like_amount(cell: &str) -> bool {
    // `£000` is a unit.
    cell.trim_start_matches(['£', ' ']) != "000"
        && cell.bytes().any(|b| b.is_ascii_digit())
        && money::Amount::parse(cell).is_ok()
}

/// What a spreadsheet shows where a formula fails: `#REF!`, `#DIV/0!`, `#NAME?`, `#N/A`.
pub fn is_cell_error(cell: &str) -> bool {
    cell.starts_with('#') && (cell.ends_with(['!', '?']) || cell == "#N/A") && !cell.contains(char::is_whitespace)
}

/// How much of a ledger a row names: the best name score of each field that matters.
fn header_score(cells: &[String]) -> f64 {
    let words: Vec<Vec<String>> = cells.iter().map(|cell| heading_words(cell)).collect();
    let best = |field: Field| words.iter().map(|w| name_score(field, w)).fold(0.0, f64::max);
    if best(Field::Amount) < 0.5 {
        return 0.0;
    }
    let weighed = [
        (Field::Amount, 1.0),
        (Field::Payee, 0.6),
        (Field::Date, 0.6),
        (Field::Reference, 0.3),
        (Field::Department, 0.2),
        (Field::Service, 0.2),
        (Field::Subjective, 0.2),
        (Field::Description, 0.2),
    ];
    weighed.into_iter().map(|(field, weight)| weight * best(field)).sum()
}

/// Whether a row without figures names a payee and a date, as a heading does whose amount has an unknown name.
fn names_payee_and_date(cells: &[String]) -> bool {
    let is_called = |field: Field| cells.iter().any(|cell| 0.6 <= name_score(field, &heading_words(cell)));
    !cells.iter().any(|cell| cell.bytes().any(|b| b.is_ascii_digit()))
        && is_called(Field::Payee)
        && is_called(Field::Date)
}

fn squash(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn read_under(header: Header, body: &[&SampleRow]) -> Reading {
    let body = &padding::without(body);
    let words: Vec<Vec<String>> = header.headings.iter().map(|heading| heading_words(heading)).collect();
    let is_called_date = |i: usize| 0.0 < name_score(Field::Date, &words[i]);
    let contents: Vec<Content> = (0..header.headings.len()).map(|i| content(body, i, is_called_date(i))).collect();
    let debits = debits::find(&words, &contents, body);
    let scores = |field: Field, i: usize| match (field, debits) {
        (Field::Amount, Some(debits)) if i == debits.debit => debits::PAIR_SCORE,
        (Field::Amount, Some(debits)) if i == debits.credit => 0.0,
        (Field::Credit, Some(debits)) => f64::from(u8::from(i == debits.credit)),
        (Field::Credit, None) => 0.0,
        _ => named_score(field, &words[i], &contents[i]),
    };
    let mut columns = assign(header.headings.len(), &scores);
    debits::settle(&mut columns, debits);
    let side_is_flag = sides::find(&mut columns, &words, &contents);
    organisations::find_payee(&mut columns, &contents);
    // Pounds beside a column of currencies are what the foreign sums came to.
    if columns.get(&Field::Amount).is_some_and(|i| currency::says_sterling(&words[*i])) {
        columns.remove(&Field::Currency);
    }
    let score = |field: Field, i: usize| match field {
        // A payee known by what the column holds alone.
        Field::Payee => scores(field, i).max(0.5),
        field => scores(field, i),
    };
    let chosen = |field: Field| columns.get(&field).map_or(0.0, |i| score(field, *i));
    let mut rival_amounts = rivals(&columns, &header.headings, body, &scores);
    rival_amounts.extend(side_by_side::amount(&columns, &header.headings, body, &scores));
    let mut confidence = chosen(Field::Amount)
        * (0.55 + 0.3 * chosen(Field::Payee).max(0.6 * chosen(Field::Description)) + 0.15 * chosen(Field::Date));
    if !rival_amounts.is_empty() {
        confidence *= 0.5;
    } else if let Some(&amount) = columns.get(&Field::Amount).filter(|_| debits.is_none()) {
        // By far the likelier of the two is counted, and the other said.
        let found = rival_totals::find(amount, &words, &contents, body);
        rival_amounts.extend(found.into_iter().map(|i| header.headings[i].clone()));
    }
    Reading {
        date_format: columns.get(&Field::Date).and_then(|i| sample_vote(body, *i).winner()),
        vat_basis: columns.get(&Field::Amount).map_or(VatBasis::Unknown, |i| basis_of(&words[*i])),
        date_lookalike: date_lookalike(&header.headings, &words, body),
        unit: Unit::Pounds,
        side_is_flag,
        credits_have_signs: debits.is_some_and(|debits| debits.have_signs),
        dollars_are_pounds: columns.get(&Field::Amount).is_some_and(|i| are_dollars(body, *i)),
        counts_from_1904: false,
        points: columns.get(&Field::Amount).map_or(Points::English, |i| points(body, *i)),
        header_rows: header.rows,
        header_is_last: header.is_last,
        width: Width::of(&header.headings, body),
        invoices: invoices::find(&columns, &header.headings, body),
        beside: side_by_side::amounts_by_content(&columns, &header.headings, body),
        watched: watched::find(&columns, &header.headings, &contents, body),
        headings: header.headings,
        columns,
        confidence,
        rival_amounts,
        is_confirmed: false,
    }
}

/// Name and content together; a column without a known name may still be a date by what it holds.
fn named_score(field: Field, words: &[String], content: &Content) -> f64 {
    let named = name_score(field, words) * content_score(field, content);
    let unnamed = match field {
        // Codes of five digits could all be days, so these need a name.
        Field::Date if content.dates > 0.95 && content.filled > 0.8 && content.bare_numbers < 0.5 => 0.5,
        _ => 0.0,
    };
    // A name of half a meaning over content of half a meaning is no reading.
    if named < 0.25 { unnamed } else { named.max(unnamed) }
}

/// Gives each field its best column, the surest pairs first; a column serves one field.
fn assign(n_columns: usize, scores: &dyn Fn(Field, usize) -> f64) -> BTreeMap<Field, usize> {
    let mut pairs: Vec<(f64, Field, usize)> = Field::ALL
        .into_iter()
        .flat_map(|field| (0..n_columns).map(move |i| (field, i)))
        .map(|(field, i)| (scores(field, i), field, i))
        .filter(|(score, _, _)| 0.0 < *score)
        .collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut columns = BTreeMap::new();
    let mut taken = vec![false; n_columns];
    for (_, field, i) in pairs {
        if !taken[i] && !columns.contains_key(&field) {
            columns.insert(field, i);
            taken[i] = true;
        }
    }
    columns
}

/// Columns as good as the amount by name and content, whose cells say something else.
fn rivals(
    columns: &BTreeMap<Field, usize>,
    headings: &[String],
    body: &[&SampleRow],
    scores: &dyn Fn(Field, usize) -> f64,
) -> Vec<String> {
    let Some(&amount) = columns.get(&Field::Amount) else { return Vec::new() };
    let best = scores(Field::Amount, amount);
    let cell = |row: &SampleRow, i: usize| row.1.get(i).map(|text| money::Amount::parse(text).ok().map(|a| a.money));
    (0..headings.len())
        .filter(|i| *i != amount && best * RIVAL_RATIO <= scores(Field::Amount, *i))
        .filter(|i| body.iter().any(|row| cell(row, *i) != cell(row, amount)))
        .map(|i| headings[i].clone())
        .collect()
}

fn date_lookalike(headings: &[String], words: &[Vec<String>], body: &[&SampleRow]) -> Option<(String, String)> {
    let index = (0..headings.len()).find(|i| 0.5 < name_score(Field::Date, &words[*i]))?;
    let cell = body.iter().filter_map(|(_, cells)| cells.get(index)).find(|cell| !cell.is_empty())?;
    Some((headings[index].clone(), cell.chars().take(30).collect()))
}

fn are_dollars(body: &[&SampleRow], index: usize) -> bool {
    let printed =
        body.iter().filter_map(|(_, cells)| cells.get(index)).filter_map(|cell| money::Amount::parse(cell).ok());
    let sums: Vec<_> = printed.filter(|amount| amount.money != money::Money::ZERO).map(|amount| amount.mark).collect();
    let n_dollars = sums.iter().filter(|mark| **mark == Some(money::CurrencyMark::Dollar)).count();
    // A total may have no sign.
    sums.len() < 2 * n_dollars && !sums.contains(&Some(money::CurrencyMark::Pound))
}

fn points(body: &[&SampleRow], index: usize) -> Points {
    Points::of(body.iter().filter_map(|(_, cells)| cells.get(index)).map(String::as_str))
}

fn sample_vote(body: &[&SampleRow], index: usize) -> DateVote {
    let mut vote = DateVote::default();
    body.iter().filter_map(|(_, cells)| cells.get(index)).for_each(|cell| vote.count(cell, 1));
    vote
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(text: &str) -> Vec<SampleRow> {
        let rows = text.lines().map(|line| line.trim().split('|').map(|cell| cell.trim().to_owned()).collect());
        (1..).zip(rows).collect()
    }

    fn check(text: &str, header_rows: (u64, u64), columns: &[(Field, &str)]) {
        let reading = find_reading(&sample(text)).expect("a reading");
        assert_eq!(reading.header_rows, header_rows, "{text}");
        for (field, heading) in columns {
            assert_eq!(reading.heading(*field), Some(*heading), "{field:?} of {text}");
        }
        assert!(reading.confidence > 0.6, "{} for {text}", reading.confidence);
    }

    #[test]
    fn banners_over_a_heading_are_passed_over() {
        check(
            "EA >£25k Sept 11 Payments||||
             ||||
             Department|Date|Supplier|Transaction number|Amount
             Defra|12/09/2011|Capgemini UK Plc|979576|6,322,889.46
             Defra|19/09/2011|Birse Civils Ltd|980291|3,402,707.04",
            (3, 3),
            &[(Field::Amount, "Amount"), (Field::Payee, "Supplier"), (Field::Date, "Date")],
        );
    }

    #[test]
    fn a_heading_over_two_rows_is_joined() {
        check(
            "Dec-11||||||
             |||Transaction|||Supplier
             Entity|Date paid|Supplier|number|Amount|Description|Postcode
             CCW|12/12/2011|G V A GRIMLEY|8156090065|81415.2|Rent|B1 2JJ",
            (2, 3),
            &[(Field::Reference, "Transaction number"), (Field::Payee, "Supplier"), (Field::Amount, "Amount")],
        );
    }

    #[test]
    fn a_heading_under_its_lines_is_found() {
        let reading = find_reading(&sample(
            "12/12/2011|G V A GRIMLEY|81415.2
             13/12/2011|ACME|12.20
             Date|Supplier|Amount",
        ))
        .unwrap();
        assert!(reading.header_is_last);
        assert_eq!(reading.heading(Field::Payee), Some("Supplier"));
    }

    #[test]
    fn net_is_counted_and_a_tie_is_a_doubt() {
        let reading = find_reading(&sample(
            "Date|Supplier|Gross Amount|VAT|Net Amount
             12/12/2011|ACME|120.00|20.00|100.00",
        ))
        .unwrap();
        assert_eq!((reading.heading(Field::Amount), reading.vat_basis), (Some("Net Amount"), VatBasis::Net));
        let tie = find_reading(&sample(
            "Date|Supplier|Amount|Amount
             12/12/2011|ACME|120.00|100.00",
        ))
        .unwrap();
        assert_eq!(tie.rival_amounts, ["Amount"]);
        assert!(tie.confidence < 0.6);
    }

    #[test]
    fn what_a_column_holds_decides_between_a_name_and_a_number() {
        let reading = find_reading(&sample(
            "Strgrpcc(T)|TransNo|Period|Supplier ID(T)|Amount|Updated
             Communities|200022816|202001|Barclaycard - Global|200.00|2020-04-15
             Communities|200022817|202001|Acme Ltd|20.50|2020-04-15",
        ))
        .unwrap();
        assert_eq!(reading.heading(Field::Payee), Some("Supplier ID(T)"));
        assert_eq!(reading.heading(Field::Date), Some("Updated"));
        assert_eq!(reading.heading(Field::Period), Some("Period"));
    }

    #[test]
    fn prose_and_lists_without_amounts_have_no_reading() {
        assert_eq!(find_reading(&sample("Minutes of the meeting|\nPresent|Cllr Smith")), None);
        assert_eq!(find_reading(&sample("Name|Postcode\nAcme|B1 2JJ")), None);
        assert_eq!(find_reading(&[]), None);
    }
}
